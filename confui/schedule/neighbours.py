"""What is on beside, after and instead of a session."""

from collections.abc import Iterable
from datetime import datetime

from confui.schedule.models import Session

_LONG = 6 * 60


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
