"""Sets of sessions as integers: bit i is set if the i-th session is a member.

A set of a thousand sessions takes 125 bytes. Intersecting two of them, or counting one, takes less
than 0.1 µs. `SessionSet` is such a set for whoever knows sessions by their ids.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import compress
from typing import TypeVar

_DIGITS = bytes.maketrans(b"01", b"\x00\x01")
_TO_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_T = TypeVar("_T")


@lru_cache(maxsize=1)
def shared_positions(count: int) -> Sequence[int]:
    """Return the numbers from 0 on, the same objects each time.

    An index for each field has the positions of all sessions, and each number takes 28 bytes.
    """
    return tuple(range(count))


@lru_cache(maxsize=8)
def full_set(size: int) -> int:
    """Return the set of the first `size` sessions."""
    return (1 << size) - 1


def make_set(members: Iterable[int], size: int) -> int:
    """Return the set with these members, each at least 0 and below `size`."""
    packed = bytearray(size // 8 + 1)
    for member in members:
        packed[member >> 3] |= 1 << (member & 7)
    return int.from_bytes(packed, "little")


def make_union(groups: Sequence[Collection[int]], size: int) -> int:
    """Return the set with the members of all groups, each at least 0 and below `size`."""
    if sum(map(len, groups)) <= size // 16:
        return make_set(set().union(*groups), size)
    flags = bytearray(size)
    for group in groups:
        for member in group:
            flags[member] = 1
    return int(flags[::-1].translate(_TO_DIGITS), 2)


def set_width(size: int) -> int:
    """Return how many bytes a set of up to `size` sessions takes in a file."""
    return (size + 7) // 8


def pack_set(members: int, size: int) -> bytes:
    """Return a set as bytes."""
    return members.to_bytes(set_width(size), "little")


def unpack_set(packed: bytes, size: int) -> int:
    """Return the set in bytes; members beyond the last session are left out."""
    return int.from_bytes(packed, "little") & full_set(size)


def selectors(members: int, size: int) -> bytes:
    """Return one byte per session, 1 for a member and 0 for others, for `itertools.compress`."""
    return f"{members:0{size}b}"[::-1].encode().translate(_DIGITS)


class SessionOrder:
    """The ids of the sessions that are searched, by position."""

    def __init__(
        self,
        size: int,
        load_ids: Callable[[], Sequence[str]],
        positions: Mapping[str, int] | None = None,
    ) -> None:
        """Create an order.

        Args:
            size: How many sessions there are.
            load_ids: Returns their ids, which is slow for those in a snapshot.
            positions: Their positions by id, if that is quicker to know; else made from the ids.
        """
        self.size = size
        self._load_ids = load_ids
        self._ids: Sequence[str] | None = None
        self._positions = positions

    @classmethod
    def of(cls, ids: Iterable[str]) -> "SessionOrder":
        """Return the order of some ids."""
        known = tuple(ids)
        return cls(len(known), lambda: known)

    @property
    def ids(self) -> Sequence[str]:
        """The id at each position."""
        if self._ids is None:
            self._ids = tuple(self._load_ids())
        return self._ids

    @property
    def positions(self) -> Mapping[str, int]:
        """The positions by id; `[]` raises KeyError for an id that no session has."""
        if self._positions is None:
            self._positions = {id: position for position, id in enumerate(self.ids)}
        return self._positions

    def position(self, id: str) -> int | None:
        """Return where a session is; None if there is none with this id."""
        try:
            return self.positions[id]
        except KeyError:
            return None

    def flags(self, ids: Set[str]) -> bytes:
        """Return one byte per session, 1 for those with one of these ids."""
        chosen = ids if isinstance(ids, SessionSet) and ids.order is self else self.set_of(ids)
        return selectors(chosen.members, self.size)

    def all(self) -> "SessionSet":
        """Return the set of all sessions."""
        return SessionSet(self, full_set(self.size))

    def set_of(self, ids: Iterable[str]) -> "SessionSet":
        """Return the set of the sessions with these ids; unknown ids are ignored."""
        positions = [at for at in map(self.position, ids) if at is not None]
        return SessionSet(self, make_set(positions, self.size) if positions else 0)

    def __eq__(self, other: object) -> bool:
        """Return whether another order has the same ids."""
        return self is other or (isinstance(other, SessionOrder) and self.ids == other.ids)

    __hash__ = None  # type: ignore[assignment]  # that would need all ids


NO_SESSIONS = SessionOrder.of(())
"""The order of a conference without sessions."""


class SessionSet(Set[str]):
    """A set of ids: of those sessions whose bit is set."""

    __slots__ = ("_bits", "members", "order")

    def __init__(self, order: SessionOrder, members: int) -> None:
        """Take the members: bit i stands for the i-th session."""
        self.order = order
        self.members = members
        self._bits: bytes | None = None

    def __contains__(self, id: object) -> bool:
        """Return whether a session is in the set."""
        try:
            position = self.order.positions[id]  # type: ignore[index]  # others raise KeyError too
        except KeyError:
            return False
        if self._bits is None:
            self._bits = self.members.to_bytes(self.order.size // 8 + 1, "little")
        return self._bits[position >> 3] >> (position & 7) & 1 == 1

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in order."""
        if not self.members:
            return iter(())
        return compress(self.order.ids, selectors(self.members, self.order.size))

    def __len__(self) -> int:
        """Return how many there are; quick."""
        return self.members.bit_count()

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return self.members != 0

    def __eq__(self, other: object) -> bool:
        """Return whether a set has the same ids."""
        if isinstance(other, SessionSet) and other.order is self.order:
            return self.members == other.members
        return Set.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]  # an equal `frozenset` has another hash

    @classmethod
    def _from_iterable(cls, it: Iterable[_T]) -> Set[_T]:
        """Return what an operation makes of this set and another kind of set."""
        return frozenset(it)

    def __and__(self, other: Set[object]) -> Set[str]:
        """Return the ids that are in both sets."""
        if isinstance(other, SessionSet) and other.order is self.order:
            return SessionSet(self.order, self.members & other.members)
        return super().__and__(other)

    def __or__(self, other: Set[_T]) -> Set[str | _T]:
        """Return the ids that are in any of both sets."""
        if isinstance(other, SessionSet) and other.order is self.order:
            return SessionSet(self.order, self.members | other.members)
        return super().__or__(other) if other else self

    def __xor__(self, other: Set[_T]) -> Set[str | _T]:
        """Return the ids that are in one set and not in the other."""
        if isinstance(other, SessionSet) and other.order is self.order:
            return SessionSet(self.order, self.members ^ other.members)
        return super().__xor__(other) if other else self
