"""When sessions start and end: sets of sessions by the clock."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from confui.schedule.models import Conference, Session
from confui.schedule.search.bitset import Ranges

_A_DAY = timedelta(days=1)
_MIDNIGHT = datetime.min


class TimeIndex:
    """Sets of sessions by wall time. What has no start is in none of them."""

    def __init__(self, conference: Conference, sessions: Sequence[Session]) -> None:
        self._day_change = conference.day_change
        size = len(sessions)
        self._starts = Ranges((session.start for session in sessions), size)
        self._ends = Ranges(map(self._end, sessions), size)
        self._clock = Ranges(map(self._start_into_day, sessions), size)

    @property
    def clocks(self) -> tuple[str, ...]:
        """The times of the day at which sessions start, such as `09:30`, the night last."""
        starts = [(_MIDNIGHT + into_day).time() for into_day in self._clock.keys]
        return tuple(dict.fromkeys(f"{start:%H:%M}" for start in starts))

    def past(self, now: datetime) -> int:
        """Return what has ended; what ends right now has."""
        return self._ends.up_to(now)

    def running(self, now: datetime) -> int:
        """Return what has started and not ended."""
        return self._starts.up_to(now) & ~self.past(now)

    def during(self, start: datetime, end: datetime) -> int:
        """Return what has started before `end` and not ended by `start`."""
        return self._starts.below(end) & ~self._ends.up_to(start)

    def upcoming(self, now: datetime) -> int:
        """Return what starts later than `now`."""
        return self._starts.above(now)

    def after(self, clock: time) -> int:
        """Return what starts at a time of the day or later.

        The night belongs to the day before: a party at half past midnight is after ten o'clock.
        """
        return self._clock.from_(self._into_day(clock))

    def before(self, clock: time) -> int:
        """Return what starts earlier than at a time of the day."""
        return self._clock.below(self._into_day(clock))

    def _into_day(self, clock: time) -> timedelta:
        """Return how far behind the midnight that began the conference day a wall time lies."""
        since = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
        return since + _A_DAY if clock < self._day_change else since

    def _start_into_day(self, session: Session) -> timedelta | None:
        return self._into_day(session.start.time()) if session.start else None

    def _end(self, session: Session) -> datetime | None:
        """Return the end; where there is none the session lasts as long as its day."""
        if session.end is not None or session.start is None:
            return session.end if session.start else None
        day = session.day or session.start.date()
        return datetime.combine(day + _A_DAY, self._day_change)
