"""Filtering by the main facet: the count of each value, and the key that steps through them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from confui.schedule.models import Conference, Level, Session
from confui.schedule.query.fields import FIELDS
from confui.schedule.query.query import Query
from confui.schedule.variety import MainFacet
from confui.schedule.wording import UNSET
from confui.text import fold

DIFFICULTY = "difficulty"
LEVELS = FIELDS[DIFFICULTY].values
"""The values of `difficulty:` in a query, in display order."""


def parse_level(value: str) -> Level | None:
    """Return the level of a value in a query; `None` for `unset`."""
    return None if value == UNSET else Level(value)


def values_of(session: Session, facet: MainFacet) -> Sequence[str]:
    """Return the values of a session, as in a query."""
    if facet is MainFacet.LEVEL:
        return (session.level or UNSET,)
    if facet is MainFacet.ROOM:
        return session.rooms
    value = session.track if facet is MainFacet.TRACK else session.kind
    return (value,) if value else ()


def count_values(conference: Conference, facet: MainFacet | None) -> tuple[tuple[str, int], ...]:
    """Return the values in use, as in a query, each with its number of visible sessions."""
    if facet is None:
        return ()
    counts = Counter(v for session in conference.visible for v in values_of(session, facet))
    spelled: dict[str, str] = {}
    totals: Counter[str] = Counter()
    for value, count in counts.items():
        key = fold(value)
        spelled.setdefault(key, str(value))
        totals[key] += count
    ranks = {fold(value): rank for rank, value in enumerate(_order(conference, facet))}
    keys = sorted(totals, key=lambda key: (ranks.get(key, len(ranks)), key))
    return tuple((spelled[key], totals[key]) for key in keys)


def next_value(query: Query, facet: MainFacet, present: Sequence[str]) -> Query:
    """Return the query with the next single value: each of `present` in turn, then none.

    If several values are chosen, the result filters by none.
    """
    chosen = query.values(facet)
    following = present if not chosen else ()
    if len(chosen) == 1 and chosen[0] in present:
        following = present[present.index(chosen[0]) + 1 :]
    return query.with_values(facet, following[:1])


def _order(conference: Conference, facet: MainFacet) -> Iterable[str]:
    if facet is MainFacet.TRACK:
        return [track.name for track in conference.tracks]
    return conference.rooms if facet is MainFacet.ROOM else FIELDS[facet].values
