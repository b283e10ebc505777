"""What of a day is over, so that it can be folded to one row."""

from collections.abc import Iterable
from datetime import datetime

from confui.schedule.models import Session
from confui.schedule.now_next import is_over

_LONG_MINUTES = 3 * 60
"""A session of so many minutes is there beside others; it does not keep them from being folded."""


def find_past(sessions: Iterable[Session], now: datetime) -> tuple[Session, ...]:
    """Return the sessions of a day that ended before all that goes on now began.

    So every row of the day is either folded or shown whole. Sessions of several days and of the
    whole day are not among them. The result is empty if nothing of the day is ahead.
    """
    timed = [each for each in sessions if each.start is not None]
    ahead = [each for each in timed if not is_over(each, now)]
    if not ahead:
        return ()
    short = (each.start for each in ahead if each.start and each.minutes < _LONG_MINUTES)
    before = min([now, *short])
    return tuple(
        each
        for each in timed
        if is_over(each, before) and not (each.all_day or each.is_of_several_days)
    )
