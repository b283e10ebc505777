"""Where rooms are on the map, as a directory says, and the buildings and walks that follow."""

import math
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from itertools import combinations, count
from typing import NamedTuple

from confui.schedule.models import Building, Conference, Walk
from confui.schedule.rooms.groups import find_prefix

_SAME_BUILDING = 30.0
"""Metres. Two places that are no farther apart are in one building."""
_METRES_PER_MINUTE = 75.0
"""How fast people walk who look for a room, 4.5 km/h."""
_DETOUR = 1.3
"""How much longer a way through streets and doors is than the straight line."""
_LONGEST_WALK = 99
_COORDINATES, _NORTH_POLE, _DATE_LINE = 2, 90, 180
_MOST_BUILDINGS = 30
_DEGREE = 111_320.0
"""Metres of a degree of latitude."""
_CLASSES = frozenset("dwsDWS")
_UNREAD = frozenset("[](){}^$")


class RoomPlace(NamedTuple):
    """Where one or several rooms are."""

    pattern: str
    """A regular expression that the whole name of a room matches, as Giggity reads it."""
    latitude: float
    longitude: float
    """Both in degrees."""
    building: str = ""
    """What the directory calls the place; may be empty."""


def read_coordinates(value: object) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, from a list of both; None if it is none."""
    if not isinstance(value, list) or len(value) != _COORDINATES:
        return None
    try:
        latitude, longitude = map(float, value)
    except (TypeError, ValueError, OverflowError):
        return None
    on_earth = abs(latitude) <= _NORTH_POLE and abs(longitude) <= _DATE_LINE
    return (latitude, longitude) if on_earth else None


def with_places(conference: Conference, places: Sequence[RoomPlace]) -> Conference:
    """Return the conference with the buildings and walks that follow from where its rooms are.

    Nothing changes if the conference declares buildings itself, or if all rooms are in one.
    """
    if conference.buildings or not places:
        return conference
    groups = [_PlacedBuilding(near) for near in _by_building(places)]
    left = list(dict.fromkeys(conference.rooms))
    for group in groups:
        left = group.take(left)
    found = [group for group in groups if group.rooms]
    for room in left:
        neighbours = [group for group in found if group.has_prefix(find_prefix(room))]
        if len(neighbours) == 1:
            neighbours[0].rooms.append(room)
    if not 1 < len(found) <= _MOST_BUILDINGS:
        return conference
    names = _name(found)
    buildings = [
        Building(name, tuple(group.rooms)) for name, group in zip(names, found, strict=True)
    ]
    walks = [
        Walk(one, other, found[a].minutes_to(found[b]))
        for (a, one), (b, other) in combinations(enumerate(names), 2)
    ]
    return conference._replace(buildings=tuple(buildings), walks=(*conference.walks, *walks))


class _PlacedBuilding:
    """The places in one building, with the rooms that are there."""

    def __init__(self, places: Sequence[RoomPlace]) -> None:
        self.places = places
        self.rooms: list[str] = []

    def take(self, rooms: Sequence[str]) -> list[str]:
        """Take the rooms that are in the building; return the others."""
        globs = [glob for place in self.places for glob in _read_pattern(place.pattern)]
        patterns = {place.pattern for place in self.places}
        self.rooms = [
            room
            for room in rooms
            if room in patterns or any(fnmatchcase(room, glob) for glob in globs)
        ]
        return [room for room in rooms if room not in self.rooms]

    def has_prefix(self, prefix: str) -> bool:
        return bool(prefix) and any(find_prefix(room) == prefix for room in self.rooms)

    def minutes_to(self, other: "_PlacedBuilding") -> int:
        """Return how long it takes to walk to the nearest place of another building."""
        metres = min(_metres(one, two) for one in self.places for two in other.places)
        return min(round(metres * _DETOUR / _METRES_PER_MINUTE), _LONGEST_WALK)

    def suggest_names(self) -> Iterable[str]:
        """Yield names for the building without end, the best first; some may be empty."""
        yield _plain_name(self.places[0].building)
        prefixes = {find_prefix(room) for room in self.rooms}
        if len(prefixes) == 1:
            yield prefixes.pop()
        yield _plain_name(self.places[0].pattern) if len(self.rooms) > 1 else ""
        yield self.rooms[0]
        yield from (f"{self.rooms[0]} ({number})" for number in count(2))


def _name(groups: Sequence[_PlacedBuilding]) -> list[str]:
    names: list[str] = []
    for group in groups:
        names.append(next(each for each in group.suggest_names() if each and each not in names))
    return names


def _by_building(places: Iterable[RoomPlace]) -> list[list[RoomPlace]]:
    """Return the places of each building: those of one name, else those near each other."""
    groups: list[list[RoomPlace]] = []
    for place in places:
        near: list[list[RoomPlace]] = []
        far: list[list[RoomPlace]] = []
        for group in groups:
            (near if _belongs(place, group) else far).append(group)
        groups = [*far, [each for group in near for each in group] + [place]]
    order = {place: number for number, place in enumerate(places)}
    return sorted(groups, key=lambda group: order[group[0]])


def _belongs(place: RoomPlace, group: Iterable[RoomPlace]) -> bool:
    return any(
        place.building == each.building
        if place.building or each.building
        else _metres(place, each) <= _SAME_BUILDING
        for each in group
    )


def _metres(one: RoomPlace, other: RoomPlace) -> float:
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(north, east) * _DEGREE


def _read_pattern(pattern: str) -> tuple[str, ...]:
    """Return a regular expression as globs, one of which matches where it does.

    Strangers write the patterns, and Python's `re` may take for ever over one. Groups, sets and
    counts are not read: then nothing matches. What is optional or repeated matches any text.
    """
    globs = [""]
    last, escaped = "", False
    for sign in pattern:
        if escaped:
            last = "?" if sign in _CLASSES else _quote(sign)
            escaped = False
        elif sign == "\\":
            escaped = True
            continue
        elif sign == "|":
            globs.append("")
            continue
        elif sign in _UNREAD:
            return ()
        elif sign in "*+?" and globs[-1]:
            globs[-1] = f"{globs[-1].removesuffix(last)}*"
            continue
        else:
            last = "?" if sign == "." else _quote(sign)
        globs[-1] += last
    return tuple(glob for glob in globs if glob)


def _quote(sign: str) -> str:
    return f"[{sign}]" if sign in "*?[" else sign


def _plain_name(pattern: str) -> str:
    """Return the literal text of a pattern: `D1` of `.* - D1[.].*`."""
    glob = next(iter(_read_pattern(pattern)), "")
    return glob.replace("?", "").replace("*", "").strip(" .,;:-_/()[]")
