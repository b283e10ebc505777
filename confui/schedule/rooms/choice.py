"""Which rooms the grid shows, and in which order, as the attendee chose."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class RoomsShown(StrEnum):
    """Which of the rooms are shown, before single ones are hidden."""

    ALL = "all"
    MATCHING = "matching"
    """Those with a session that the query matches."""
    PLAN = "plan"
    """Those with a starred session."""


class RoomChoice(NamedTuple):
    """The attendee's choice of rooms. The default one shows all, as the conference orders them."""

    shown: RoomsShown = RoomsShown.ALL
    hidden: frozenset[str] = frozenset()
    pinned: tuple[str, ...] = ()
    """The rooms at the front, in their order."""

    def order(self, rooms: Iterable[str]) -> tuple[str, ...]:
        """Return all `rooms`, the pinned ones first."""
        there = tuple(rooms)
        front = tuple(room for room in self.pinned if room in there)
        return (*front, *(room for room in there if room not in front))

    def select(
        self, rooms: Iterable[str], matching: Collection[str], starred: Collection[str]
    ) -> tuple[str, ...]:
        """Return the rooms to show, in order.

        Args:
            rooms: All rooms, in the order of the conference.
            matching: The rooms with a match.
            starred: The rooms with a starred session.
        """
        wanted: Collection[str] | None = None
        if self.shown is not RoomsShown.ALL:
            wanted = matching if self.shown is RoomsShown.MATCHING else starred
        return tuple(
            room
            for room in self.order(rooms)
            if room not in self.hidden and (wanted is None or room in wanted)
        )

    def toggle(self, rooms: Collection[str]) -> "RoomChoice":
        """Return the choice with rooms hidden; if all of them are hidden already, with them shown.

        Several rooms change together, as those of one building.
        """
        if self.hidden.issuperset(rooms):
            return self._replace(hidden=self.hidden.difference(rooms))
        return self._replace(hidden=self.hidden.union(rooms))

    def show_only(self, rooms: Collection[str], all_rooms: Iterable[str]) -> "RoomChoice":
        """Return the choice with all other rooms hidden."""
        return self._replace(hidden=frozenset(all_rooms).difference(rooms))

    def pin(self, rooms: Sequence[str]) -> "RoomChoice":
        """Return the choice with rooms behind the pinned ones; if they are pinned, without them."""
        if set(rooms).issubset(self.pinned):
            return self._replace(pinned=tuple(room for room in self.pinned if room not in rooms))
        others = tuple(room for room in rooms if room not in self.pinned)
        return self._replace(pinned=(*self.pinned, *others))

    def move(self, room: str, step: int, rooms: Iterable[str]) -> "RoomChoice":
        """Return the choice with a room one place later, or with step -1 one place earlier.

        Every room up to its new place becomes a pinned one, since their order is chosen now.
        """
        order = list(self.order(rooms))
        if room not in order:
            return self
        place = order.index(room)
        target = max(0, min(place + step, len(order) - 1))
        order.insert(target, order.pop(place))
        last = max(place, target, len(self.pinned) - 1)
        return self._replace(pinned=tuple(order[: last + 1]))
