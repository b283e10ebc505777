"""The columns of sessions in a list that is wide enough for one line each."""

from typing import NamedTuple

LEAST_WIDTH = 100
"""Cells. A narrower list has the time and the title in a line, and the rest below."""
GAP = 2
"""Cells before each column but the first."""
_LEAST_TITLE = 44
_LEAST_TOPIC = 12
_LEAST_SPEAKERS = 14
_WIDEST_ROOM = 18
_WIDEST_TOPIC = 22
_WIDEST_SPEAKERS = 30


class SessionColumns(NamedTuple):
    """The cells of each column, without the gap before it; 0 for a column that is left out."""

    title: int = 0
    room: int = 0
    topic: int = 0
    speakers: int = 0


def fit_columns(width: int, *, room: int, topic: int, speakers: int) -> SessionColumns:
    """Share `width` cells among the columns: the title gets most, then the room, then the topic.

    Args:
        width: The cells of title, room, topic and speakers with the gaps between them.
        room: The cells of the longest room.
        topic: Those of the longest level, track or kind; 0 if sessions do not differ in it.
        speakers: Those of the longest names; 0 if nobody speaks.
    """
    rooms = min(room, _WIDEST_ROOM)
    free = width - _LEAST_TITLE - rooms - GAP * bool(rooms)
    topics = _share(free, topic, _LEAST_TOPIC, _WIDEST_TOPIC)
    free -= topics + GAP * bool(topics)
    names = _share(free // 2 + GAP, speakers, _LEAST_SPEAKERS, _WIDEST_SPEAKERS)
    free -= names + GAP * bool(names)
    return SessionColumns(_LEAST_TITLE + free, rooms, topics, names)


def _share(free: int, wanted: int, least: int, most: int) -> int:
    """Return how many of the free cells a column gets; 0 if these are too few for it."""
    cells = min(wanted, most, free - GAP)
    return cells if cells >= min(least, wanted) else 0
