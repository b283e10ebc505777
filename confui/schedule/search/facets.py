"""Facets: every value to filter by, with how many sessions it would bring; and what to let go."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import and_
from typing import NamedTuple

from confui.schedule.query import FIELDS, Query, Term
from confui.schedule.search.attendee import NOBODY, Attendee
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.field_index import INDEXED_FIELDS
from confui.schedule.wording import UNSET

FACETS = ("difficulty", "kind", "track", "tag", "room", "day", "speaker", "language", "has", "is")
"""The fields that have a facet, in the order in which they are offered. `is` holds the stars."""

_COUNTING_UNSET = frozenset({"difficulty", "day"})
"""Where sessions without a value are counted whenever there are any."""


class Facet(NamedTuple):
    """One field to filter by."""

    field: str
    values: tuple[str, ...]
    """Those that any session has, as a query writes them, in the order in which they are offered;
    empty where there is nothing to choose."""
    counts: tuple[int, ...]
    """For each value how many sessions `query.with_values(field, [value])` would match."""

    @property
    def counted(self) -> tuple[tuple[str, int], ...]:
        """Each value with its count."""
        return tuple(zip(self.values, self.counts, strict=True))


def count_facets(
    corpus: Corpus, query: Query, attendee: Attendee = NOBODY, fields: Iterable[str] = FACETS
) -> tuple[Facet, ...]:
    """Return the facets of some fields, counted under all other filters of the query."""
    sets = [(term, corpus.having(term, attendee)) for term in query.terms]
    return tuple(_facet(corpus, field, _among(corpus, sets, field), attendee) for field in fields)


def find_relaxations(
    corpus: Corpus, query: Query, attendee: Attendee = NOBODY
) -> tuple[tuple[Term, int], ...]:
    """Return each term without which more sessions match, and how many then do, the best first."""
    sets = {term: corpus.having(term, attendee) for term in query.terms}
    before = [corpus.everybody, *accumulate(sets.values(), and_)]
    after = [corpus.everybody, *accumulate(reversed(sets.values()), and_)][-2::-1]
    counts = [(one & other).bit_count() for one, other in zip(before, after, strict=False)]
    better = [each for each in zip(sets, counts, strict=True) if each[1] > before[-1].bit_count()]
    return tuple(sorted(better, key=lambda relaxed: -relaxed[1]))


def _among(corpus: Corpus, sets: Sequence[tuple[Term, int]], field: str) -> int:
    """Return what the terms match that do not choose from `field`."""
    among = corpus.everybody
    for term, members in sets:
        if not term.chooses(field):
            among &= members
    return among


def _facet(corpus: Corpus, field: str, among: int, attendee: Attendee) -> Facet:
    if field not in INDEXED_FIELDS:
        return _count(corpus, field, FIELDS[field].values, among, attendee)
    column = corpus.fields.column(field)
    values, counts = column.values, column.counts(among)
    if field in _COUNTING_UNSET and column.unset:
        values, counts = (*values, UNSET), (*counts, (column.unset & among).bit_count())
    elif field == "has":
        note = _count(corpus, field, ("note",), among, attendee)
        values, counts = (*values, *note.values), (*counts, *note.counts)
    return Facet(field, values, counts)


def _count(
    corpus: Corpus, field: str, values: tuple[str, ...], among: int, attendee: Attendee
) -> Facet:
    """Return the facet of values that no column holds, because they change with the attendee."""
    sets = (corpus.having(Term(field, (value,)), attendee) for value in values)
    return Facet(field, values, tuple([(members & among).bit_count() for members in sets]))
