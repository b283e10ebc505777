"""Who asks, and when: what the answer to a query depends on beside the schedule."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, Protocol

from confui.schedule.folding import one_line
from confui.schedule.models import Session


class Star(Protocol):
    """What a query can ask of a bookmark."""

    @property
    def grade(self) -> str:
        """`must` or `maybe`."""

    @property
    def note(self) -> str:
        """What the attendee wrote."""


class Attendee(NamedTuple):
    """The stars of somebody, and the time at the venue. Stars on unknown sessions do no harm."""

    stars: Mapping[str, Star] = MappingProxyType({})
    """By session id."""
    now: datetime | None = None
    """The wall time; without it no session is past, running or yet to come."""

    def starred(self, grade: str = "") -> Iterator[str]:
        """Yield the ids of the starred sessions, of one grade or of all."""
        return (id for id, star in self.stars.items() if not grade or star.grade == grade)

    def noted(self, text: str = "") -> Iterator[str]:
        """Yield the ids of the starred sessions with a note, one that contains a folded text."""
        return (id for id, star in self.stars.items() if star.note and text in one_line(star.note))

    def conflicts(self, sessions: Mapping[str, Session]) -> Iterator[str]:
        """Yield the ids of the starred sessions that overlap another one of the same grade.

        A maybe beside a must is its backup, which is no conflict.
        """
        for grade in {star.grade for star in self.stars.values()}:
            timed = [
                (session.start, session.end, session.id)
                for session in map(sessions.get, self.starred(grade))
                if session and session.start and session.end and session.start < session.end
            ]
            yield from _overlapping(sorted(timed))


NOBODY = Attendee()
"""Without stars, and out of time."""


def _overlapping(sessions: Sequence[tuple[datetime, datetime, str]]) -> Iterator[str]:
    """Yield the ids of what overlaps, given starts and ends in order of the starts."""
    for (_, end, session_id), (start, _, _) in pairwise(sessions):
        if start < end:
            yield session_id
    latest = datetime.min
    for start, end, session_id in sessions:
        if start < latest:
            yield session_id
        latest = max(latest, end)
