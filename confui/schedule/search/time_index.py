"""Sets of sessions by start and end."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Generic, TypeVar

from confui.schedule.models import Conference, Session
from confui.schedule.search.session_set import make_set

_ONE_DAY = timedelta(days=1)
_MIDNIGHT = datetime.min
_Time = TypeVar("_Time", datetime, timedelta)


class TimeRanges(Generic[_Time]):
    """Sets of the sessions whose time is before or after a bound."""

    def __init__(self, keys: Iterable[_Time | None], size: int) -> None:
        members: dict[_Time, list[int]] = defaultdict(list)
        for index, key in enumerate(keys):
            if key is not None:
                members[key].append(index)
        self.keys: list[_Time] = sorted(members)
        """The different times, sorted."""
        self._until = [0]
        for key in self.keys:
            self._until.append(self._until[-1] | make_set(members[key], size))

    def before(self, bound: _Time) -> int:
        """Return the sessions with a time before `bound`."""
        return self._until[bisect_left(self.keys, bound)]

    def until(self, bound: _Time) -> int:
        """Return the sessions with a time at or before `bound`."""
        return self._until[bisect_right(self.keys, bound)]

    def since(self, bound: _Time) -> int:
        """Return the sessions with a time at or after `bound`."""
        return self._until[-1] & ~self.before(bound)

    def after(self, bound: _Time) -> int:
        """Return the sessions with a time after `bound`."""
        return self._until[-1] & ~self.until(bound)


class TimeIndex:
    """Sets of sessions by wall time. Sessions without a start are in none of them."""

    def __init__(self, conference: Conference, sessions: Sequence[Session]) -> None:
        self._day_change = conference.day_change
        self._sessions = sessions

    def prepare(self) -> Iterator[None]:
        """Build now, step by step, what would otherwise be built when first needed."""
        _ = self._starts
        yield
        _ = self._ends
        yield
        _ = self._clock

    @cached_property
    def _starts(self) -> TimeRanges[datetime]:
        starts = (session.start for session in self._sessions)
        return TimeRanges(starts, len(self._sessions))

    @cached_property
    def _ends(self) -> TimeRanges[datetime]:
        return TimeRanges(map(self._end, self._sessions), len(self._sessions))

    @cached_property
    def _clock(self) -> TimeRanges[timedelta]:
        into_day = map(self._start_into_day, self._sessions)
        return TimeRanges(into_day, len(self._sessions))

    @property
    def clocks(self) -> tuple[str, ...]:
        """The times at which sessions start, such as `09:30`, in the order of a conference day."""
        starts = [(_MIDNIGHT + into_day).time() for into_day in self._clock.keys]
        return tuple(dict.fromkeys(f"{start:%H:%M}" for start in starts))

    def past(self, now: datetime) -> int:
        """Return the sessions that have ended at `now` or before."""
        return self._ends.until(now)

    def running(self, now: datetime) -> int:
        """Return the sessions that have started and not ended."""
        return self._starts.until(now) & ~self.past(now)

    def during(self, start: datetime, end: datetime) -> int:
        """Return the sessions that overlap the time from `start` to `end`."""
        return self._starts.before(end) & ~self._ends.until(start)

    def upcoming(self, now: datetime) -> int:
        """Return the sessions that start after `now`."""
        return self._starts.after(now)

    def begun_before(self, moment: datetime) -> int:
        """Return the sessions that start before a time."""
        return self._starts.before(moment)

    def after(self, clock: time) -> int:
        """Return the sessions that start at a time of the conference day or later.

        The night belongs to the previous day: a party at 00:30 is after 22:00.
        """
        return self._clock.since(self._into_day(clock))

    def before(self, clock: time) -> int:
        """Return the sessions that start before a time of the conference day."""
        return self._clock.before(self._into_day(clock))

    def _into_day(self, clock: time) -> timedelta:
        """Return the time since the midnight at which the date of the conference day began."""
        since = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
        return since + _ONE_DAY if clock < self._day_change else since

    def _start_into_day(self, session: Session) -> timedelta | None:
        return self._into_day(session.start.time()) if session.start else None

    def _end(self, session: Session) -> datetime | None:
        """Return the end of a session; without one it lasts until its conference day ends.

        `None` if the session has no start.
        """
        if session.end is not None or session.start is None:
            return session.end if session.start else None
        day = session.day or session.start.date()
        return datetime.combine(day + _ONE_DAY, self._day_change)
