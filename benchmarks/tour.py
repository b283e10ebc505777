"""A walk over the whole schedule by the cursor's own rules: which keys reach every session."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from confui.schedule.layout.cursor import Cursor, Direction, enter_day, move
from confui.schedule.layout.timetable import Timetable, arrange, place_day
from confui.schedule.models import Conference

_WIDTH = 100
"""Cells of the timetable; the neighbours of a session are the same at any width."""


@dataclass(frozen=True, slots=True)
class Move:
    """One key, and the session that it puts the cursor on."""

    key: str
    session: str
    first_visit: bool


def tour(conference: Conference) -> Iterator[Move]:
    """Return the moves that visit the sessions of every day, from the first day as first shown.

    The last move before a day is the key that turns to it. Sessions that the cursor cannot reach
    are left out.
    """
    room = ""
    for number, day in enumerate(conference.days):
        sessions = [session for session in conference.visible if session.day == day]
        timetable = arrange(place_day(sessions, conference.rooms, _WIDTH))
        cursor = enter_day(sessions, room)
        if number:
            yield Move("]", cursor.session, first_visit=True)
        visited = {cursor.session}
        while path := _path_to_new(timetable, cursor, visited):
            for key, cursor in path:
                yield Move(key, cursor.session, cursor.session not in visited)
            visited.add(cursor.session)
        room = cursor.room


def _path_to_new(
    timetable: Timetable, start: Cursor, visited: set[str]
) -> Sequence[tuple[str, Cursor]]:
    """Return the shortest path to a session not yet visited: keys, and where each leads."""
    paths: dict[Cursor, list[tuple[str, Cursor]]] = {start: []}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here.session not in visited:
            return paths[here]
        # Down before up and right before left: as one reads.
        for direction in (Direction.DOWN, Direction.RIGHT, Direction.UP, Direction.LEFT):
            there = move(timetable, here, direction)
            if there not in paths:
                paths[there] = [*paths[here], (direction.name.lower(), there)]
                waiting.append(there)
    return []
