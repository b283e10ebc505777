"""Rooms: which are shown and in which order, how to find one, and which belong together."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.rooms.buildings import (
        NO_BUILDINGS,
        Buildings,
        list_buildings,
        name_buildings,
        with_default_walk,
    )
    from confui.schedule.rooms.choice import RoomChoice, RoomsShown
    from confui.schedule.rooms.distance import are_separate
    from confui.schedule.rooms.finding import RoomFinder
    from confui.schedule.rooms.groups import group_of
    from confui.schedule.rooms.places import RoomPlace, read_coordinates, with_places
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "buildings": (
                "NO_BUILDINGS",
                "Buildings",
                "list_buildings",
                "name_buildings",
                "with_default_walk",
            ),
            "choice": ("RoomChoice", "RoomsShown"),
            "distance": ("are_separate",),
            "finding": ("RoomFinder",),
            "groups": ("group_of",),
            "places": ("RoomPlace", "read_coordinates", "with_places"),
        },
    )

__all__ = [
    "NO_BUILDINGS",
    "Buildings",
    "RoomChoice",
    "RoomFinder",
    "RoomPlace",
    "RoomsShown",
    "are_separate",
    "group_of",
    "list_buildings",
    "name_buildings",
    "read_coordinates",
    "with_default_walk",
    "with_places",
]
