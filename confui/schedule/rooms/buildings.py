"""The buildings that rooms are in, and the minutes to walk from one to another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from confui.schedule.models import Building, Conference, Walk
from confui.schedule.rooms.groups import find_prefix

_ANY_TWO = frozenset({""})
"""The key of the walk between two buildings that no other walk names."""

_SMALLEST_GROUP = 2
"""How many rooms have to share a prefix for it to count as a building."""


class Buildings:
    """The buildings of a conference: those that it declares, else what room names begin with."""

    def __init__(self, of_room: Mapping[str, str], walks: tuple[Walk, ...] = ()) -> None:
        self.of_room = of_room
        """The building of each room that is in one."""
        self._walks = {frozenset((walk.one, walk.other)): walk.minutes for walk in walks}

    @property
    def names(self) -> tuple[str, ...]:
        """The buildings, each once."""
        return tuple(dict.fromkeys(self.of_room.values()))

    def walk(self, rooms: tuple[str, ...], others: tuple[str, ...]) -> int:
        """Return the minutes from any of `rooms` to the nearest of `others`; 0 if unknown.

        Within a building it is 0.
        """
        return min(
            (self._walk_between(room, other) for room in rooms for other in others), default=0
        )

    def _walk_between(self, room: str, other: str) -> int:
        one, two = self.of_room.get(room, ""), self.of_room.get(other, "")
        if not one or not two or one == two:
            return 0
        return self._walks.get(frozenset((one, two)), self._walks.get(_ANY_TWO, 0))


NO_BUILDINGS = Buildings({})
"""Nothing is known of buildings."""


def name_buildings(conference: Conference, rooms: Iterable[str]) -> str:
    """Return the buildings of some rooms, such as `Library`, as far as the conference names them.

    What the name of a room says already is left out, so without named buildings it is empty.
    """
    if not conference.buildings:
        return ""
    of_room = list_buildings(conference).of_room
    names = ((of_room.get(room, ""), room.casefold()) for room in rooms)
    return ", ".join(dict.fromkeys(name for name, room in names if name.casefold() not in room))


def with_default_walk(conference: Conference, minutes: int) -> Conference:
    """Return the conference with a walk between any two buildings, unless it declares one."""
    declared = any(frozenset((walk.one, walk.other)) == _ANY_TWO for walk in conference.walks)
    if not minutes or declared:
        return conference
    return conference._replace(walks=(*conference.walks, Walk("", "", minutes)))


def list_buildings(conference: Conference) -> Buildings:
    """Return the buildings of a conference; the same object for the same rooms and settings."""
    return _list_buildings(conference.rooms, conference.buildings, conference.walks)


@lru_cache(maxsize=4)
def _list_buildings(
    rooms: tuple[str, ...], declared: tuple[Building, ...], walks: tuple[Walk, ...]
) -> Buildings:
    of_room = {room: building.name for building in declared for room in building.rooms}
    if not declared:
        prefixes = {room: find_prefix(room) for room in rooms}
        counts = Counter(prefixes.values())
        of_room = {
            room: prefix
            for room, prefix in prefixes.items()
            if prefix and counts[prefix] >= _SMALLEST_GROUP
        }
    return Buildings(of_room, walks)
