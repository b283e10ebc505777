"""Rooms that belong together, going by their names: `K.3.201` and `K.4.601`, `UB2.147`."""

import re
from collections.abc import Iterable

_SHORTEST_GROUP = 2
_PREFIX = r"([^\W\d_]{1,3}\d{0,2})[._ -]\d|([^\W\d_]{1,3})\d{3}"
"""Letters of a building, perhaps its number, and a number of a room behind them."""


def group_of(room: str, rooms: Iterable[str]) -> tuple[str, ...]:
    """Return the rooms with the same prefix, in order; only the room if it has none.

    A prefix is what a building is often called: some letters, perhaps with a number, before the
    number of the room.
    """
    prefix = find_prefix(room)
    group = tuple(other for other in rooms if find_prefix(other) == prefix) if prefix else ()
    return group if len(group) >= _SHORTEST_GROUP else (room,)


def find_prefix(room: str) -> str:
    """Return the prefix of a room's name, such as `K` of `K.3.201`; empty if it has none."""
    match = re.match(_PREFIX, room)
    return match[1] or match[2] if match else ""
