"""The levels of a conference: how many sessions have each, and the filter that one key turns."""

from collections import Counter
from collections.abc import Iterable, Sequence

from confui.schedule.models import Level, Session
from confui.schedule.query.fields import FIELDS, UNSET
from confui.schedule.query.query import Query

DIFFICULTY = "difficulty"
LEVELS = FIELDS[DIFFICULTY].values
"""Every value to filter by, as a query spells it, in the order in which they are offered."""


def parse_level(value: str) -> Level | None:
    """Return the level that a query calls `value`, `None` for unset."""
    return None if value == UNSET else Level(value)


def count_levels(sessions: Iterable[Session]) -> tuple[tuple[str, int], ...]:
    """Return the values that any session has, each with how many have it."""
    counts = Counter(session.level or UNSET for session in sessions)
    return tuple((value, counts[value]) for value in LEVELS if counts[value])


def next_level(query: Query, present: Sequence[str]) -> Query:
    """Return the query one turn further: every level that is present by itself, then none.

    A choice of several levels goes back to no filter by level.
    """
    chosen = query.values(DIFFICULTY)
    after = list(present) if not chosen else []
    if len(chosen) == 1 and chosen[0] in present:
        after = list(present[present.index(chosen[0]) + 1 :])
    return query.with_values(DIFFICULTY, after[:1])
