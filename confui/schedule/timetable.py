"""The layout of one day: sessions become rectangles on a grid of rooms and time.

Everything here is measured in terminal cells: x and width across, rows down. The time axis is
elastic: a block is as tall as its text needs, taller with its length, and hours in which nothing
starts or ends take no rows.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from confui.schedule.models import Kind, Session

WHOLE_VENUE = "Whole venue"
"""The column for whole-venue sessions that run beside others, and of days without any room."""

NO_ROOM = "—"
"""The column of the sessions without a room."""

MINUTES_PER_ROW = 15
"""How much time one row stands for where a block is free to grow."""

_MIN_COLUMN = 22
_MIN_VENUE = 16
_MIN_LANE = 12
_MIN_ROWS = 2
_MAX_ROWS = 12
_MAX_WIDE_ROWS = 4
_ONE_LINE_WIDTH = 40
_ALL_DAY = 6 * 60
_USUAL_LENGTH = timedelta(minutes=30)
_SLIM = frozenset({Kind.BREAK, Kind.MEAL, Kind.SERVICE, Kind.SOCIAL})
_FRAME = _SLIM | {Kind.OTHER}


@dataclass(frozen=True, slots=True)
class Column:
    """A room of the day. `width` includes the one-cell rule at its right edge."""

    name: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Block:
    """The rectangle of one session, in cells from the top left corner of the first column."""

    session: Session
    x: int
    top: int
    width: int
    height: int
    first_column: int
    last_column: int
    all_day: bool = False
    """Whether it lies in the rail above the time axis."""

    @property
    def right(self) -> int:
        """The first cell to the right of the block."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the block."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Timetable:
    """One day, laid out. The empty timetable has no columns and no blocks."""

    columns: tuple[Column, ...] = ()
    blocks: tuple[Block, ...] = ()
    """From top to bottom, then from left to right."""
    marks: tuple[tuple[int, datetime], ...] = ()
    """The rows at which something starts, with the wall time to write beside them."""
    axis: tuple[tuple[datetime, int], ...] = ()
    """Every wall time at which something starts or ends, with its row; both rise."""
    by_id: Mapping[str, Block] = field(default_factory=dict, repr=False, compare=False)
    """The blocks by the id of their session."""

    @property
    def width(self) -> int:
        """Cells from the left edge of the first column to the right edge of the last."""
        return self.columns[-1].x + self.columns[-1].width if self.columns else 0

    @property
    def height(self) -> int:
        """Rows of the whole day."""
        return max((block.bottom for block in self.blocks), default=0)

    def block_of(self, session_id: str) -> Block | None:
        """Return the block of a session, `None` where it is not of this day."""
        return self.by_id.get(session_id)

    def block_at(self, x: int, row: int) -> Block | None:
        """Return the block that covers a cell."""
        for block in self.blocks:
            if block.top <= row < block.bottom and block.x <= x < block.right:
                return block
        return None

    def column_at(self, x: int) -> Column | None:
        """Return the column that covers a cell."""
        return next((c for c in self.columns if c.x <= x < c.x + c.width), None)

    def row_at(self, moment: datetime) -> int | None:
        """Return the row of a wall time, `None` before the first start and after the last end."""
        if not self.axis or not self.axis[0][0] <= moment <= self.axis[-1][0]:
            return None
        index = bisect_right(self.axis, moment, key=lambda entry: entry[0]) - 1
        began, row = self.axis[index]
        if index + 1 == len(self.axis):
            return row
        ends, next_row = self.axis[index + 1]
        return row + int((moment - began) / (ends - began) * (next_row - row))


def lay_out(
    sessions: Iterable[Session],
    rooms: Sequence[str],
    width: int,
    minutes_per_row: int = MINUTES_PER_ROW,
) -> Timetable:
    """Return the timetable of one day.

    Args:
        sessions: The sessions of that day, each with an end if it has a start. Those without a
            start are stacked in a column of their own.
        rooms: The order of the columns; only those in use get one.
        width: The cells to fill. Columns never get too narrow to read, so that the result may be
            wider.
        minutes_per_row: How much time one row stands for where a block is free to grow.
    """
    day = sorted(sessions, key=_by_start)
    rail = [session for session in day if _is_all_day(session)]
    timed = [session for session in day if session.start and not _is_all_day(session)]
    untimed = [session for session in day if session.start is None]
    places, names = _place(timed, rooms)
    if untimed:
        names = [*names, NO_ROOM] if NO_ROOM not in names else names
    columns = _columns(names or [WHOLE_VENUE], places, width)
    axis = _axis(timed, _heights(places, columns, minutes_per_row), first_row=len(rail))
    last = len(columns) - 1
    blocks = [
        Block(session, 0, row, columns[last].x + columns[last].width - 1, 1, 0, last, all_day=True)
        for row, session in enumerate(rail)
    ]
    for place in places:
        x, block_width = _lane(place, columns)
        start, end = _span(place.session)
        top = axis[start]
        blocks.append(
            Block(place.session, x, top, block_width, axis[end] - top, place.first, place.last)
        )
    below = max((block.bottom for block in blocks), default=0)
    at = names.index(NO_ROOM) if untimed else 0
    for index, session in enumerate(untimed):
        column = columns[at]
        row = below + index * _MIN_ROWS
        blocks.append(Block(session, column.x, row, column.width - 1, _MIN_ROWS, at, at))
    return Timetable(
        columns=tuple(columns),
        blocks=tuple(sorted(blocks, key=lambda block: (block.top, block.x))),
        marks=tuple(sorted({(axis[s], s) for s, _ in map(_span, timed)})),
        axis=tuple(sorted(axis.items())),
        by_id={block.session.id: block for block in blocks},
    )


@dataclass(slots=True)
class _Place:
    """Where a session goes across: its columns, and its lane among those that it overlaps there."""

    session: Session
    first: int
    last: int
    lane: int = 0
    lanes: int = 1


def _by_start(session: Session) -> tuple[datetime, datetime, str]:
    start, end = _span(session) if session.start else (datetime.max, datetime.max)
    return start, end, session.id


def _span(session: Session) -> tuple[datetime, datetime]:
    assert session.start is not None
    return session.start, session.end or session.start + _USUAL_LENGTH


def _is_all_day(session: Session) -> bool:
    """Whether a session only frames the day: registration, a quiet room, a day of sprints."""
    roomless = session.whole_venue or not session.rooms
    return session.minutes >= _ALL_DAY and (roomless or session.kind in _FRAME)


def _overlap(one: Session, other: Session) -> bool:
    start, end = _span(one)
    other_start, other_end = _span(other)
    return start < other_end and other_start < end


def _place(sessions: list[Session], rooms: Sequence[str]) -> tuple[list[_Place], list[str]]:
    """Assign columns and lanes; also return the names of the columns in use."""
    in_rooms = [session for session in sessions if not session.whole_venue]
    free, beside = _split_venue(sessions, in_rooms)
    used = {room for session in in_rooms for room in session.rooms}
    names = [room for room in rooms if room in used]
    names += sorted(used.difference(names))
    if any(not session.rooms for session in in_rooms):
        names.append(NO_ROOM)
    if beside or not names:
        names.append(WHOLE_VENUE)

    places = [_Place(session, 0, len(names) - 1) for session in free]
    _assign_lanes(places)
    by_column: dict[int, list[_Place]] = {}
    for session in in_rooms + beside:
        at = sorted(names.index(room) for room in session.rooms) if not session.whole_venue else []
        if not at:
            at = [names.index(WHOLE_VENUE if session.whole_venue else NO_ROOM)]
        if len(at) > 1 and not _may_span(session, at, in_rooms, names):
            at = [names.index(session.rooms[0])]
        place = _Place(session, at[0], at[-1])
        places.append(place)
        by_column.setdefault(at[0], []).append(place)
    for shared_column in by_column.values():
        _assign_lanes(shared_column)
    return places, names


def _split_venue(
    sessions: list[Session], in_rooms: list[Session]
) -> tuple[list[Session], list[Session]]:
    """Split the whole-venue sessions into those that have the venue to themselves, and the rest.

    What overlaps one of the rest belongs to them too, since they lie in a column.
    """
    free = [session for session in sessions if session.whole_venue]
    beside: list[Session] = []
    while True:
        shared = [s for s in free if any(_overlap(s, other) for other in in_rooms + beside)]
        if not shared:
            return free, beside
        beside += shared
        free = [session for session in free if session not in shared]


def _may_span(
    session: Session, at: list[int], in_rooms: Iterable[Session], names: list[str]
) -> bool:
    """Whether a session of several rooms can be one block: they are neighbours, and else free."""
    if at[-1] - at[0] != len(at) - 1:
        return False
    own = {names[index] for index in at}
    return not any(
        other is not session and not own.isdisjoint(other.rooms) and _overlap(session, other)
        for other in in_rooms
    )


def _assign_lanes(places: list[_Place]) -> None:
    """Give sessions that overlap in one column lanes side by side, as few as will do."""
    cluster: list[_Place] = []
    lane_ends: list[datetime] = []
    for place in sorted(places, key=lambda place: _by_start(place.session)):
        start, end = _span(place.session)
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


def _columns(names: list[str], places: list[_Place], width: int) -> list[Column]:
    """Share `width` among the columns, more for those that hold lanes."""
    needs = [_MIN_VENUE if name == WHOLE_VENUE else _MIN_COLUMN for name in names]
    for place in places:
        if place.first == place.last:
            needs[place.first] = max(needs[place.first], place.lanes * _MIN_LANE + 1)
    spare = max(0, width - sum(needs))
    columns, x = [], 0
    for index, (name, need) in enumerate(zip(names, needs, strict=True)):
        share = spare // len(names) + (index < spare % len(names))
        columns.append(Column(name, x, need + share))
        x += need + share
    return columns


def _lane(place: _Place, columns: list[Column]) -> tuple[int, int]:
    """Return x and width of a place; the rule at the column's right edge stays free."""
    left = columns[place.first].x
    right = columns[place.last].x + columns[place.last].width - 1
    width = right - left
    x = left + width * place.lane // place.lanes
    return x, left + width * (place.lane + 1) // place.lanes - x


def _heights(places: list[_Place], columns: list[Column], minutes_per_row: int) -> dict[str, int]:
    """Return how many rows each session wants: title and one line at least."""
    heights = {}
    for place in places:
        session = place.session
        _, width = _lane(place, columns)
        if session.whole_venue and session.kind in _SLIM and width >= _ONE_LINE_WIDTH:
            heights[session.id] = 1
        else:
            most = _MAX_WIDE_ROWS if session.whole_venue else _MAX_ROWS
            rows = round(session.minutes / minutes_per_row)
            heights[session.id] = min(most, max(_MIN_ROWS, rows))
    return heights


def _axis(sessions: list[Session], heights: dict[str, int], first_row: int) -> dict[datetime, int]:
    """Give every start and end its row: the earliest one at which all blocks above have room.

    Later starts never share the row of earlier ones, so that order in time is order on screen.
    """
    ending: dict[datetime, list[tuple[datetime, int]]] = {}
    starts = set()
    for session in sessions:
        start, end = _span(session)
        starts.add(start)
        ending.setdefault(end, []).append((start, heights[session.id]))
    axis: dict[datetime, int] = {}
    row, last_start = first_row, None
    for moment in sorted(starts.union(ending)):
        for start, rows in ending.get(moment, ()):
            row = max(row, axis[start] + rows)
        if moment in starts:
            if last_start is not None:
                row = max(row, axis[last_start] + 1)
            last_start = moment
        axis[moment] = row
    return axis
