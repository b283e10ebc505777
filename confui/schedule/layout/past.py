"""What of a day is over, so that it can be folded to one row."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from confui.schedule.models import Session

_LONG_MINUTES = 3 * 60
"""A session of so many minutes is there beside others; it does not keep them from being folded."""


def find_past(sessions: Iterable[Session], now: datetime) -> tuple[Session, ...]:
    """Return the sessions of a day that ended before all that goes on now began.

    So every row of the day is either folded or shown whole. Sessions of several days and of the
    whole day are not among them. The result is empty if nothing of the day is ahead.
    """
    timed = [(each, start) for each in sessions if (start := each.start) is not None]
    ahead = [(each, start) for each, start in timed if _end(each, start) > now]
    if not ahead:
        return ()
    short = [start for each, start in ahead if each.minutes < _LONG_MINUTES]
    before = min([now, *short])
    return tuple(
        each
        for each, start in timed
        if _end(each, start) <= before and not (each.all_day or each.is_of_several_days)
    )


def count_starts(sessions: Sequence[Session]) -> int:
    """Return at how many times sessions start: a timetable has at least so many rows."""
    return len({session.start for session in sessions if session.start})


def _end(session: Session, start: datetime) -> datetime:
    return session.end or start
