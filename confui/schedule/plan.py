"""The attendee's plan: what overlaps among the sessions that carry a star."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from confui.schedule import wording
from confui.schedule.models import EndSource, Session

_LONG = 6 * 60


class Overlap(NamedTuple):
    """Two sessions that run at the same time."""

    other: Session
    minutes: int
    inferred: bool
    """Whether an end that nobody gave decides the minutes."""

    def __str__(self) -> str:
        """Return a line such as `overlaps ~20 min with Django vs Flask (17:00)`."""
        start = wording.clock(self.other.start) if self.other.start else ""
        about = "~" if self.inferred else ""
        length = wording.minutes(self.minutes)
        return f"overlaps {about}{length} with {self.other.title} ({start})"


def overlaps(session: Session, others: Iterable[Session]) -> tuple[Overlap, ...]:
    """Return what of `others` runs at the same time as `session`, the longest overlap first."""
    found = []
    for other in others:
        shared = session.overlap(other)
        if other.id == session.id or not shared:
            continue
        inferred = min(session, other, key=_end).end_source is EndSource.INFERRED
        found.append(Overlap(other, shared, inferred))
    return tuple(sorted(found, key=lambda overlap: (-overlap.minutes, overlap.other.id)))


def at_the_same_time(session: Session, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the other sessions that run while `session` does."""
    return tuple(o for o in sessions if o.id != session.id and session.overlap(o))


def next_in_room(session: Session, sessions: Iterable[Session]) -> Session | None:
    """Return what comes next that day in the session's first room, or for the whole venue."""
    if session.end is None or not session.rooms:
        return None
    room, end = session.rooms[0], session.end
    later = [
        other
        for other in sessions
        if other.start is not None
        and other.start >= end
        and other.day == session.day
        and (other.whole_venue or room in other.rooms)
    ]
    return min(later, key=lambda other: (_start(other), other.id), default=None)


def running(sessions: Iterable[Session], now: datetime, room: str) -> Session | None:
    """Return what runs at `now`: in `room` if anything does, else what began last.

    What frames the whole day, like a quiet room, counts only where nothing else runs.
    """
    on = [session for session in sessions if _start(session) <= now < _end(session)]
    return max(
        on, key=lambda s: (s.minutes < _LONG, room in s.rooms, _start(s), s.id), default=None
    )


def _start(session: Session) -> datetime:
    return session.start or datetime.max


def _end(session: Session) -> datetime:
    return session.end or datetime.max
