"""Sets of sessions by start and end."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import accumulate
from operator import or_

from confui.schedule.models import Conference, Session
from confui.schedule.search.session_set import make_set, unpack_set
from confui.schedule.search.word_index import StoredIndexes

_ONE_DAY = timedelta(days=1)
_MIDNIGHT = datetime.min
_MICROSECOND = timedelta(microseconds=1)
_SESSIONS_A_STEP = 500
_FORMAT = 1


class TimeRanges:
    """Sets of the sessions whose time is before or after a bound. Times are in microseconds."""

    def __init__(self, keys: Sequence[int], sets: Sequence[int]) -> None:
        """Take the different times, sorted, and the set of sessions of each."""
        self.keys = keys
        """The different times, sorted."""
        self._sets = sets
        self._until = tuple(accumulate(sets, or_, initial=0))

    @classmethod
    def of(cls, times: Iterable[int | None], size: int) -> "TimeRanges":
        """Return the ranges of the times of `size` sessions."""
        members: dict[int, list[int]] = defaultdict(list)
        for index, moment in enumerate(times):
            if moment is not None:
                members[moment].append(index)
        keys = sorted(members)
        return cls(keys, [make_set(members[key], size) for key in keys])

    def pack(self) -> bytes:
        """Return what `unpack` makes the same ranges of.

        Sessions that begin together are neighbours, so of each set only the bytes between its first
        and its last member are kept.
        """
        firsts = [max(0, (each & -each).bit_length() - 1) // 8 for each in self._sets]
        parts = [each >> 8 * at for each, at in zip(self._sets, firsts, strict=True)]
        packed = [part.to_bytes((part.bit_length() + 7) // 8, "little") for part in parts]
        head = [_FORMAT, list(self.keys), firsts, list(map(len, packed))]
        return b"\n".join((json.dumps(head).encode(), b"".join(packed)))

    @classmethod
    def unpack(cls, content: bytes, size: int) -> "TimeRanges":
        """Return the ranges of `size` sessions that were packed.

        Raises ValueError if they were not, or by another program.
        """
        end_of_line = content.index(b"\n")  # raises ValueError
        line, packed = content[:end_of_line], content[end_of_line + 1 :]
        head = json.loads(line)
        try:
            number, keys, firsts, lengths = head
            if number != _FORMAT or keys != sorted(keys) or sum(lengths) != len(packed):
                raise ValueError("packed by another program")
            ends = accumulate(lengths)
            sets = [
                unpack_set(bytes(first) + packed[end - length : end], size)
                for first, length, end in zip(firsts, lengths, ends, strict=True)
            ]
        except TypeError as error:
            raise ValueError("no times") from error
        if len(keys) != len(sets):
            raise ValueError("times without sessions")
        return cls(keys, sets)

    def before(self, bound: int) -> int:
        """Return the sessions with a time before `bound`."""
        return self._until[bisect_left(self.keys, bound)]

    def until(self, bound: int) -> int:
        """Return the sessions with a time at or before `bound`."""
        return self._until[bisect_right(self.keys, bound)]

    def since(self, bound: int) -> int:
        """Return the sessions with a time at or after `bound`."""
        return self._until[-1] & ~self.before(bound)

    def after(self, bound: int) -> int:
        """Return the sessions with a time after `bound`."""
        return self._until[-1] & ~self.until(bound)


class TimeIndex:
    """Sets of sessions by wall time. Sessions without a start are in none of them."""

    def __init__(
        self,
        conference: Conference,
        sessions: Sequence[Session],
        stored: StoredIndexes | None = None,
    ) -> None:
        """Index nothing yet.

        Args:
            conference: The conference.
            sessions: Those of its sessions that are searched.
            stored: Where the index may be; None if it is nowhere.
        """
        self._day_change = conference.day_change
        self._sessions = sessions
        self._stored = stored
        self._ranges: dict[str, TimeRanges] = {}

    def read_stored(self) -> Iterator[None]:
        """Read what is stored, step by step."""
        for name in self._times:
            ranges = self._ranges.get(name) or self._read(name)
            if ranges is not None:
                self._ranges[name] = ranges
            yield

    def prepare(self) -> Iterator[None]:
        """Read what is stored, and build the rest, step by step."""
        for name, time_of in self._times.items():
            ranges = self._ranges.get(name) or self._read(name)
            if ranges is None:
                times: list[int | None] = []
                for start in range(0, len(self._sessions), _SESSIONS_A_STEP):
                    times.extend(map(time_of, self._sessions[start : start + _SESSIONS_A_STEP]))
                    yield
                ranges = TimeRanges.of(times, len(self._sessions))
            self._ranges[name] = ranges
            yield

    def pack(self) -> Iterator[tuple[str, bytes]]:
        """Yield the whole index in parts, each with its name; see `StoredIndexes`."""
        for name in self._times:
            yield f"time{name}", self._ranges_of(name).pack()

    @property
    def _times(self) -> Mapping[str, Callable[[Session], int | None]]:
        """What is indexed."""
        return {
            "start": lambda session: session.start and _microseconds(session.start - _MIDNIGHT),
            "end": self._end,
            "clock": self._clock,
        }

    def _ranges_of(self, name: str) -> TimeRanges:
        ranges = self._ranges.get(name)
        if ranges is None:
            ranges = self._read(name) or TimeRanges.of(
                map(self._times[name], self._sessions), len(self._sessions)
            )
            self._ranges[name] = ranges
        return ranges

    def _read(self, name: str) -> TimeRanges | None:
        """Return the stored ranges; None if there are none."""
        content = self._stored.read(f"time{name}") if self._stored is not None else None
        with suppress(ValueError):  # of another program
            return TimeRanges.unpack(content, len(self._sessions)) if content else None
        return None

    @property
    def clocks(self) -> tuple[str, ...]:
        """The times at which sessions start, such as `09:30`, in the order of a conference day."""
        starts = [
            _MIDNIGHT + timedelta(microseconds=each) for each in self._ranges_of("clock").keys
        ]
        return tuple(dict.fromkeys(f"{start:%H:%M}" for start in starts))

    def past(self, now: datetime) -> int:
        """Return the sessions that have ended at `now` or before."""
        return self._ranges_of("end").until(_microseconds(now - _MIDNIGHT))

    def running(self, now: datetime) -> int:
        """Return the sessions that have started and not ended."""
        return self._ranges_of("start").until(_microseconds(now - _MIDNIGHT)) & ~self.past(now)

    def during(self, start: datetime, end: datetime) -> int:
        """Return the sessions that overlap the time from `start` to `end`."""
        return self.begun_before(end) & ~self.past(start)

    def upcoming(self, now: datetime) -> int:
        """Return the sessions that start after `now`."""
        return self._ranges_of("start").after(_microseconds(now - _MIDNIGHT))

    def begun_before(self, moment: datetime) -> int:
        """Return the sessions that start before a time."""
        return self._ranges_of("start").before(_microseconds(moment - _MIDNIGHT))

    def after(self, clock: time) -> int:
        """Return the sessions that start at a time of the conference day or later.

        The night belongs to the previous day: a party at 00:30 is after 22:00.
        """
        return self._ranges_of("clock").since(self._into_day(clock))

    def before(self, clock: time) -> int:
        """Return the sessions that start before a time of the conference day."""
        return self._ranges_of("clock").before(self._into_day(clock))

    def _into_day(self, clock: time) -> int:
        """Return the microseconds since the midnight at which the conference day began."""
        since = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
        return _microseconds(since + _ONE_DAY if clock < self._day_change else since)

    def _clock(self, session: Session) -> int | None:
        return self._into_day(session.start.time()) if session.start else None

    def _end(self, session: Session) -> int | None:
        """Return the end of a session; without one it lasts until its conference day ends.

        `None` if the session has no start.
        """
        if session.start is None:
            return None
        end = session.end
        if end is None:
            day = session.day or session.start.date()
            end = datetime.combine(day + _ONE_DAY, self._day_change)
        return _microseconds(end - _MIDNIGHT)


def _microseconds(since: timedelta) -> int:
    return since // _MICROSECOND
