"""The query: which sessions an attendee wants to see, as a value that matches and prints itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from confui.schedule.models import Level, Session

UNSET = "unset"
"""The word for sessions without a level."""

LEVELS: tuple[Level | None, ...] = (
    Level.BEGINNER,
    Level.INTERMEDIATE,
    Level.ADVANCED,
    Level.ALL,
    None,
)
"""Every value to filter by, in the order in which they are offered."""

_FIELDS = ("difficulty", "level")


class QueryError(ValueError):
    """A word that is no query. The message names it and what would be valid."""


@dataclass(frozen=True, slots=True)
class Query:
    """A filter over sessions. The empty query matches all of them."""

    levels: frozenset[Level | None] = frozenset()
    """The levels that match; empty for any. `None` is a session without one."""

    def __bool__(self) -> bool:
        return bool(self.levels)

    def __str__(self) -> str:
        """Return the words that `parse` reads back."""
        if not self.levels:
            return ""
        return "difficulty:" + ",".join(level or UNSET for level in LEVELS if level in self.levels)

    def matches(self, session: Session) -> bool:
        """Whether a session is wanted."""
        return not self.levels or session.level in self.levels

    def matching(self, sessions: Iterable[Session]) -> frozenset[str]:
        """Return the ids of the sessions that are wanted."""
        return frozenset(session.id for session in sessions if self.matches(session))


def parse(text: str) -> Query:
    """Return the query that `text` says.

    Raises:
        QueryError: A word is not `difficulty:` or `level:` with known levels.
    """
    levels: set[Level | None] = set()
    for word in text.split():
        field, colon, values = word.partition(":")
        if not colon or field.lower() not in _FIELDS:
            raise QueryError(f"“{word}” is no filter; write difficulty:beginner,all")
        levels.update(_level(value) for value in values.split(","))
    return Query(frozenset(levels))


def _level(word: str) -> Level | None:
    if word.lower() == UNSET:
        return None
    try:
        return Level(word.lower())
    except ValueError:
        known = ", ".join([*Level, UNSET])
        raise QueryError(f"“{word}” is no level; the levels are {known}") from None


def next_level(query: Query, present: Iterable[Level | None]) -> Query:
    """Return the query one turn further: every level that is present by itself, then none.

    A choice of several levels goes back to no filter.
    """
    offered = [level for level in LEVELS if level in set(present)]
    if not query.levels:
        return Query(frozenset(offered[:1]))
    if len(query.levels) > 1:
        return Query()
    (current,) = query.levels
    after = offered[offered.index(current) + 1 :] if current in offered else []
    return Query(frozenset(after[:1]))


def count_levels(sessions: Iterable[Session]) -> Counter[Level | None]:
    """Return how many sessions each level has, those without one under `None`."""
    return Counter(session.level for session in sessions)
