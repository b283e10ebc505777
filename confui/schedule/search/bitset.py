"""Sets of sessions as integers: bit i is set if the i-th session is a member.

A set of a thousand sessions takes 125 bytes. Intersecting two of them, or counting one, takes less
than 0.1 µs.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

_DIGITS = bytes.maketrans(b"01", b"\x00\x01")
_Time = TypeVar("_Time", datetime, timedelta)


@lru_cache(maxsize=1)
def shared_positions(count: int) -> Sequence[int]:
    """Return the numbers from 0 on, the same objects each time.

    An index for each field has the positions of all sessions, and each number takes 28 bytes.
    """
    return tuple(range(count))


def full_set(size: int) -> int:
    """Return the set of the first `size` sessions."""
    return (1 << size) - 1


def make_set(members: Iterable[int], size: int) -> int:
    """Return the set with these members, each at least 0 and below `size`."""
    packed = bytearray(size // 8 + 1)
    for member in members:
        packed[member >> 3] |= 1 << (member & 7)
    return int.from_bytes(packed, "little")


def selectors(members: int, size: int) -> bytes:
    """Return one byte per session, 1 for a member and 0 for others, for `itertools.compress`."""
    return f"{members:0{size}b}"[::-1].encode().translate(_DIGITS)


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
