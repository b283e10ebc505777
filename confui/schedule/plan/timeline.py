"""Sessions in time order, to find which overlap and which came before without comparing all pairs.

A plan can have thousands of sessions, such as one imported from a file, and they can all be at the
same time. So the work grows with their number, not with the number of pairs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from confui.schedule.models import Session
from confui.schedule.rooms import Buildings, are_separate

MOST_LISTED = 20
"""How many of the sessions that overlap another one are listed."""

_SHORT_WALK = 5
"""Fewer minutes than this to get to another room are worth a note."""

_MOST_ROOMS = 20
"""With more different rooms at the end of one session, a walk is not certain."""


class Overlapping(NamedTuple):
    """The sessions that overlap one session."""

    listed: tuple[Session, ...] = ()
    """All of them if they are at most `MOST_LISTED`, else at least as many."""
    total: int = 0


def list_overlapping(
    sessions: Iterable[Session], others: Iterable[Session]
) -> dict[str, Overlapping]:
    """Return for each of `sessions`, by id, which of the `others` overlap it.

    A session does not overlap itself. Sessions without a start or an end overlap nothing, and are
    left out.
    """
    in_order = sorted(
        ((other.start, other.end, other) for other in others if other.start and other.end),
        key=lambda timed: timed[0],
    )
    starts = [start for start, _, _ in in_order]
    ends = sorted(end for _, end, _ in in_order)
    ids = {other.id for _, _, other in in_order}
    running: list[tuple[datetime, int]] = []
    begun = 0
    overlapping = {}
    timed = [(each.start, each.end, each) for each in sessions if each.start and each.end]
    for start, end, session in sorted(timed, key=lambda timed: timed[0]):
        while begun < len(starts) and starts[begun] < start:
            heappush(running, (in_order[begun][1], begun))
            begun += 1
        while running and running[0][0] <= start:
            heappop(running)
        beginning = in_order[begun : min(bisect_left(starts, end), begun + MOST_LISTED + 1)]
        near = [in_order[number][2] for _, number in running[:MOST_LISTED]]
        near += [other for _, _, other in beginning if other.id != session.id]
        near = [other for other in near if session.overlap(other)]  # for a minute at least
        total = bisect_left(starts, end) - bisect_right(ends, start) - (session.id in ids)
        if near:
            overlapping[session.id] = Overlapping(tuple(near), max(total, len(near)))
    return overlapping


class ShortWalk(NamedTuple):
    """Too little time to get to a session in another room."""

    minutes: int
    """The time there is."""
    needed: int = 0
    """The minutes to walk from another building, where they are known; else 0."""
    buildings: tuple[str, str] = ("", "")
    """From where to where, if the rooms are in different buildings."""


class EndsByTime:
    """The rooms in which sessions end, to find how long one has to get to the next session."""

    def __init__(self, sessions: Iterable[Session], buildings: Buildings) -> None:
        self._buildings = buildings
        self._rooms: dict[datetime, set[tuple[str, ...]]] = {}
        for session in sessions:
            if session.end is not None:
                self._rooms.setdefault(session.end, set()).add(session.rooms)
        self._ends = sorted(self._rooms)

    def walk_to(self, session: Session) -> ShortWalk | None:
        """Return the time to get to a session, if it is too short and it is in other rooms.

        It is too short for a known walk to another building, else if it is less than 5 minutes.
        """
        if session.start is None:
            return None
        before = bisect_right(self._ends, session.start)
        if not before:
            return None
        end = self._ends[before - 1]
        minutes = int((session.start - end).total_seconds() // 60)
        ending = self._rooms[end]
        if len(ending) > _MOST_ROOMS:
            return None
        needed, farthest = max(
            (self._buildings.walk(rooms, session.rooms), rooms) for rooms in ending
        )
        if needed > minutes:
            of_room = self._buildings.of_room
            return ShortWalk(minutes, needed, (of_room[farthest[0]], of_room[session.rooms[0]]))
        if needed or minutes >= _SHORT_WALK:
            return None
        separate = all(are_separate(rooms, session.rooms) for rooms in ending)
        return ShortWalk(minutes) if separate else None
