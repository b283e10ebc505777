"""The columns of a timetable, and the lanes of overlapping sessions within a column."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from confui.schedule.models import Session

WHOLE_VENUE = "Whole venue"
"""The column for whole-venue sessions that overlap others, and for days without rooms."""

NO_ROOM = "—"
"""The column for sessions without a room."""

NO_TIME = "no time yet"
"""The column for sessions without a time, in any room."""

COLUMN_WIDTH = 22
"""Cells of a column where not all fit beside one another."""
_LEAST_COLUMN = 20
"""Cells of a column where all fit."""
_MIN_LANE = 12
_USUAL_LENGTH = timedelta(minutes=30)


class Column(NamedTuple):
    """A column, usually a room. `width` includes the one-cell rule at its right edge."""

    name: str
    x: int
    width: int


class Placement:
    """The columns of a session, and its lane among the sessions it overlaps there."""

    def __init__(self, session: Session, first: int, last: int) -> None:
        self.session = session
        self.first, self.last = first, last
        self.lane, self.lanes = 0, 1

    def extent(self, columns: Sequence[Column]) -> tuple[int, int]:
        """Return x and width in cells, without the rule at the right edge of the column."""
        left = columns[self.first].x
        width = columns[self.last].x + columns[self.last].width - 1 - left
        x = left + width * self.lane // self.lanes
        return x, left + width * (self.lane + 1) // self.lanes - x


def place_across(
    sessions: list[Session], rooms: Sequence[str]
) -> tuple[list[Placement], list[str]]:
    """Assign columns and lanes.

    Args:
        sessions: Sessions with a start.
        rooms: The order of the columns. Other rooms in use follow alphabetically.

    Returns:
        The placements, and the names of the columns in use.
    """
    in_rooms = [session for session in sessions if not session.whole_venue]
    full_width, beside = _split_whole_venue(sessions, in_rooms)
    used = {room for session in in_rooms for room in session.rooms}
    names = [room for room in rooms if room in used]
    names += sorted(used.difference(names))
    if any(not session.rooms for session in in_rooms):
        names.append(NO_ROOM)
    if beside or (full_width and not names):
        names.append(WHOLE_VENUE)

    places = [Placement(session, 0, len(names) - 1) for session in full_width]
    _assign_lanes(places)
    by_column: dict[int, list[Placement]] = {}
    for session in in_rooms + beside:
        indexes = [] if session.whole_venue else sorted(map(names.index, session.rooms))
        if not indexes:
            indexes = [names.index(WHOLE_VENUE if session.whole_venue else NO_ROOM)]
        if len(indexes) > 1 and not _may_span(session, indexes, in_rooms, names):
            indexes = [names.index(session.rooms[0])]
        places.append(Placement(session, indexes[0], indexes[-1]))
        by_column.setdefault(indexes[0], []).append(places[-1])
    for shared_column in by_column.values():
        _assign_lanes(shared_column)
    return places, names


def _split_whole_venue(
    sessions: list[Session], in_rooms: list[Session]
) -> tuple[list[Session], list[Session]]:
    """Split the whole-venue sessions into those that overlap no other session, and the rest.

    The rest are in a column, so a whole-venue session that overlaps one of them belongs to the
    rest as well.
    """
    full_width = [session for session in sessions if session.whole_venue]
    beside: list[Session] = []
    while True:
        others = in_rooms + beside
        overlapping = [s for s in full_width if any(_overlap(s, other) for other in others)]
        if not overlapping:
            return full_width, beside
        beside += overlapping
        full_width = [session for session in full_width if session not in overlapping]


def _may_span(
    session: Session, indexes: list[int], in_rooms: Iterable[Session], names: list[str]
) -> bool:
    """Whether a session in several rooms can be one block: in adjacent columns and alone there."""
    if indexes[-1] - indexes[0] != len(indexes) - 1:
        return False
    rooms = {names[index] for index in indexes}
    return not any(
        other is not session and not rooms.isdisjoint(other.rooms) and _overlap(session, other)
        for other in in_rooms
    )


def _assign_lanes(places: list[Placement]) -> None:
    """Put overlapping sessions of one column side by side, in as few lanes as possible."""
    cluster: list[Placement] = []
    lane_ends: list[datetime] = []
    for place in sorted(places, key=lambda place: start_order(place.session)):
        start, end = start_and_end(place.session)
        if all(lane_end <= start for lane_end in lane_ends):
            cluster, lane_ends = [], []
        lane = next((i for i, lane_end in enumerate(lane_ends) if lane_end <= start), None)
        if lane is None:
            lane = len(lane_ends)
            lane_ends.append(end)
        lane_ends[lane] = end
        place.lane = lane
        cluster.append(place)
        for member in cluster:
            member.lanes = len(lane_ends)


def share_width(
    names: list[str], places: list[Placement], width: int, column_width: int = COLUMN_WIDTH
) -> list[Column]:
    """Divide `width` (cells) among the columns. Columns with lanes get more.

    No column gets too narrow to read, so the sum can be larger than `width`. Then as many columns
    as can be read fill the width exactly, whichever is the first of them.
    """
    needs = _needs(names, places, column_width - (COLUMN_WIDTH - _LEAST_COLUMN))
    if sum(needs) <= width:
        return _columns(names, _with_spare(needs, width - sum(needs)))
    # Every column takes whole units. Their widths repeat after as many as fill the width, so that
    # any that many neighbours fill it too.
    count = max(1, width // column_width)
    unit, rest = divmod(max(width, column_width), count)
    widths, number = [], 0
    for need in _needs(names, places, 1):
        wide = 0
        while not wide or wide < need:
            wide += unit + (number % count < rest)
            number += 1
        widths.append(wide)
    return _columns(names, widths)


def _needs(names: list[str], places: list[Placement], least: int) -> list[int]:
    """Return the cells that each column needs: `least`, and more for lanes."""
    needs = [least for _ in names]
    for place in sorted(places, key=lambda place: place.last - place.first):
        needed = place.lanes * _MIN_LANE + 1
        needs[place.last] += max(0, needed - sum(needs[place.first : place.last + 1]))
    return needs


def _with_spare(needs: list[int], spare: int) -> list[int]:
    """Return the needs with the spare cells shared among them, first so that they are equal."""
    widths = list(needs)
    even = (sum(needs) + spare) // len(needs)
    if max(needs) <= even:
        more = sum(needs) + spare - even * len(needs)
        return [even + (index < more) for index in range(len(needs))]
    for index in range(len(widths)):
        widths[index] += spare // len(widths) + (index < spare % len(widths))
    return widths


def _columns(names: list[str], widths: list[int]) -> list[Column]:
    starts = [0, *accumulate(widths)]
    return [Column(name, x, width) for name, x, width in zip(names, starts, widths, strict=False)]


def start_order(session: Session) -> tuple[datetime, datetime, str]:
    """Return the sort key by time; sessions without a start come last."""
    start, end = start_and_end(session) if session.start else (datetime.max, datetime.max)
    return start, end, session.id


def start_and_end(session: Session) -> tuple[datetime, datetime]:
    """Return start and end of a session that has a start; without an end it is 30 minutes long."""
    assert session.start is not None
    return session.start, session.end or session.start + _USUAL_LENGTH


def _overlap(one: Session, other: Session) -> bool:
    start, end = start_and_end(one)
    other_start, other_end = start_and_end(other)
    return start < other_end and other_start < end
