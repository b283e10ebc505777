"""Facets: the values to filter by with their counts, and terms to drop for more matches."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import and_
from typing import NamedTuple

from confui.schedule.query import FIELDS, SAVED, Query, Term
from confui.schedule.search.attendee import NOBODY, Attendee
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.field_index import INDEXED_FIELDS
from confui.schedule.wording import UNSET

FACETS = (
    *("difficulty", "kind", "track", "tag", "room", "building"),
    *("day", "speaker", "language", "has", "is"),
)
"""The fields that have a facet, in display order. `is` contains the stars."""

_FIELDS_WITH_UNSET = frozenset({"difficulty", "day"})
"""The fields in which `unset` is a value of the facet, if some sessions have a value and some none.
"""


class Facet(NamedTuple):
    """One field to filter by."""

    field: str
    values: tuple[str, ...]
    """The values that sessions have, as in a query, in display order."""
    counts: tuple[int, ...]
    """For each value the number of sessions that `query.with_values(field, [value])` matches."""

    @property
    def counted(self) -> tuple[tuple[str, int], ...]:
        """Each value with its count."""
        return tuple(zip(self.values, self.counts, strict=True))


def count_facets(
    corpus: Corpus, query: Query, attendee: Attendee = NOBODY, fields: Iterable[str] = FACETS
) -> tuple[Facet, ...]:
    """Return the facets of some fields. All other terms of the query apply to the counts.

    The facet of saved filters is empty: they are not known here.
    """
    sets = [(term, corpus.sessions_with(term, attendee)) for term in query.terms]
    return tuple(_facet(corpus, field, _among(corpus, sets, field), attendee) for field in fields)


def find_relaxations(
    corpus: Corpus, query: Query, attendee: Attendee = NOBODY
) -> tuple[tuple[Term, int], ...]:
    """Return the terms without which more sessions match, each with that number, best first."""
    sets = {term: corpus.sessions_with(term, attendee) for term in query.terms}
    before = [corpus.all_sessions, *accumulate(sets.values(), and_)]
    after = [corpus.all_sessions, *accumulate(reversed(sets.values()), and_)][-2::-1]
    counts = [(one & other).bit_count() for one, other in zip(before, after, strict=False)]
    matches = before[-1].bit_count()
    better = [(term, n) for term, n in zip(sets, counts, strict=True) if n > matches]
    return tuple(sorted(better, key=lambda relaxation: -relaxation[1]))


def _among(corpus: Corpus, sets: Sequence[tuple[Term, int]], field: str) -> int:
    """Return the set of sessions that match the terms, except those that choose from `field`."""
    among = corpus.all_sessions
    for term, members in sets:
        if not term.chooses(field):
            among &= members
    return among


def _facet(corpus: Corpus, field: str, among: int, attendee: Attendee) -> Facet:
    if field == SAVED:
        return Facet(field, (), ())
    if field not in INDEXED_FIELDS:
        return _count(corpus, field, FIELDS[field].values, among, attendee)
    index = corpus.fields.index_of(field)
    values, counts = index.values, index.counts(among)
    if field in _FIELDS_WITH_UNSET and values and index.unset:
        values, counts = (*values, UNSET), (*counts, (index.unset & among).bit_count())
    elif field == "has":
        note = _count(corpus, field, ("note",), among, attendee)
        values, counts = (*values, *note.values), (*counts, *note.counts)
    return Facet(field, values, counts)


def _count(
    corpus: Corpus, field: str, values: tuple[str, ...], among: int, attendee: Attendee
) -> Facet:
    """Return the facet of values that are not indexed because they depend on the attendee."""
    sets = (corpus.sessions_with(Term(field, (value,)), attendee) for value in values)
    return Facet(field, values, tuple([(members & among).bit_count() for members in sets]))
