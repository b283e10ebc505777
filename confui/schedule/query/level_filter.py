"""Filtering by level: the count of each level, and the key that steps through them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from confui.schedule.models import Level, Session
from confui.schedule.query.fields import FIELDS
from confui.schedule.query.query import Query
from confui.schedule.wording import UNSET

DIFFICULTY = "difficulty"
LEVELS = FIELDS[DIFFICULTY].values
"""The values of `difficulty:` in a query, in display order."""


def parse_level(value: str) -> Level | None:
    """Return the level of a value in a query; `None` for `unset`."""
    return None if value == UNSET else Level(value)


def count_levels(sessions: Iterable[Session]) -> tuple[tuple[str, int], ...]:
    """Return the levels in use, as in a query, each with its number of sessions."""
    counts = Counter(session.level or UNSET for session in sessions)
    return tuple((value, counts[value]) for value in LEVELS if counts[value])


def next_level(query: Query, present: Sequence[str]) -> Query:
    """Return the query with the next single level: each of `present` in turn, then no level.

    If several levels are chosen, the result filters by no level.
    """
    chosen = query.values(DIFFICULTY)
    following = present if not chosen else ()
    if len(chosen) == 1 and chosen[0] in present:
        following = present[present.index(chosen[0]) + 1 :]
    return query.with_values(DIFFICULTY, following[:1])
