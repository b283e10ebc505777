"""The turned layout of one day: rooms down, time across, on an axis where a minute is a minute.

All positions and sizes are in terminal cells, from the first minute of the axis across and from
the first line down. In a `Block` of this layout, the columns are the rooms.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.layout.columns import (
    NO_TIME,
    Column,
    Placement,
    is_above,
    place_across,
    start_order,
)
from confui.schedule.layout.timetable import Block, Timetable, find_blocks, list_by_column
from confui.schedule.models import Session

_LONGEST_DAY = timedelta(hours=30)
"""Where the axis ends at the latest, for a session that goes on for days."""
_MINUTE = timedelta(minutes=1)
_AXIS_STEP = 30
"""The axis begins at a full or half hour."""
_WIDEST_PUSH = 1
"""How many cells later than its start a short session may be drawn, so as to share a line."""


class RoomLines(NamedTuple):
    """The lines of one room: one, or more where sessions overlap."""

    name: str
    """Empty for the line of an all-day session, which is above the rooms."""
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """The first line below the room."""
        return self.top + self.height


class DayLines(NamedTuple):
    """The lines of one of several days: first its heading, then its rooms."""

    day: date | None
    """`None` for the sessions without a time."""
    top: int
    bottom: int


class DaySessions(NamedTuple):
    """What `lay_out_days` needs to know of a day."""

    day: date | None
    sessions: Sequence[Session]
    rooms: Sequence[str]
    """The order of the rooms; only rooms in use get lines."""


class TurnedSize(NamedTuple):
    """How large the layout of some days is."""

    minutes: int
    """From the first minute of the axis to the last, on the longest day."""
    rooms: tuple[str, ...]
    """The names of the rooms."""


class TurnedTimetable(NamedTuple):
    """The layout of days with the rooms down. The empty one has no rooms and no blocks."""

    rooms: tuple[RoomLines, ...] = ()
    blocks: tuple[Block, ...] = ()
    """From top to bottom, then from left to right."""
    begin: datetime | None = None
    """The wall time at the first cell; `None` if no session has a time."""
    width: int = 0
    minutes_per_cell: int = 1
    by_id: Mapping[str, Block] = MappingProxyType({})
    """The blocks by session id."""
    transposed: Timetable = Timetable()
    """The same blocks with time down, in which `move` finds the neighbours."""
    days: tuple[DayLines, ...] = ()
    """The days, if there are several, one under the other. The axis is that of the first one."""

    @property
    def height(self) -> int:
        """The number of lines."""
        return self.rooms[-1].bottom if self.rooms else 0

    def block_of(self, session_id: str) -> Block | None:
        """Return the block of a session; `None` if it is not on this day."""
        return self.by_id.get(session_id)

    def blocks_of(self, session_ids: Collection[str]) -> list[Block]:
        """Return every block that shows one of some sessions."""
        return list(find_blocks(self.by_id, session_ids).values())

    def block_at(self, x: int, line: int) -> Block | None:
        """Return the block that covers a cell; `None` if no block does."""
        return next(
            (b for b in self.blocks if b.top <= line < b.bottom and b.x <= x < b.right), None
        )

    def room_at(self, line: int) -> RoomLines | None:
        """Return the room at a line; `None` below the last one."""
        return next((room for room in self.rooms if room.top <= line < room.bottom), None)

    @property
    def first_day(self) -> date | None:
        """The day of the axis, if there are several."""
        return next((each.day for each in self.days if each.day), None)

    def day_at(self, line: int) -> DayLines | None:
        """Return the day at a line, if there are several."""
        return next((each for each in self.days if each.top <= line < each.bottom), None)

    def cell_at(self, moment: datetime, day: date | None = None) -> int | None:
        """Return the cell of a wall time; `None` before the axis begins and after it ends.

        Where there are several days, `day` is the one of the moment; by default the first.
        """
        if self.begin is None:
            return None
        if day is not None and self.first_day is not None:
            moment -= day - self.first_day
        if moment < self.begin:
            return None
        cell = (moment - self.begin) // (_MINUTE * self.minutes_per_cell)
        return cell if cell < self.width else None

    def time_at(self, cell: int) -> datetime | None:
        """Return the wall time at the left edge of a cell; `None` without an axis."""
        if self.begin is None:
            return None
        return self.begin + timedelta(minutes=cell * self.minutes_per_cell)


def lay_out_turned(
    sessions: Iterable[Session],
    rooms: Sequence[str],
    width: int,
    minutes_per_cell: int,
    lines_per_room: int = 1,
    begin: datetime | None = None,
) -> TurnedTimetable:
    """Return the turned timetable of one day.

    Args:
        sessions: The sessions of the day. Those without a start are listed below the rooms.
        rooms: The order of the rooms; only rooms in use get lines.
        width: The available cells: the least width, for sessions that have no place in time.
        minutes_per_cell: The minutes of one cell.
        lines_per_room: The lines of a session. Sessions that overlap in a room get more.
        begin: The wall time at the first cell, no later than the first start; `None` for the full
            or half hour before that.
    """
    all_day, untimed, begin, names, bars, lanes = _place(sessions, rooms, minutes_per_cell, begin)
    width = max([width, *(right for _, _, right, _ in bars)])
    lines = [RoomLines("", line, 1) for line in range(len(all_day))]
    above = len(lines)
    lines += _stack(names, lanes, lines_per_room, top=above)
    blocks = [
        Block(session, 0, line, width, 1, line, line, all_day=True)
        for line, session in enumerate(all_day)
    ]
    for place, x, right, lane in bars:
        first, last = lines[above + place.first], lines[above + place.last]
        top, bottom = first.top, last.bottom
        if place.first == place.last:
            top += lane * lines_per_room
            bottom = top + lines_per_room
        room, other = above + place.first, above + place.last
        equals = tuple([session.id for session in place.equals])
        size = right - x, bottom - top
        blocks.append(Block(place.session, x, top, *size, room, other, equals=equals))
    if untimed:
        top, room = lines[-1].bottom if lines else 0, len(lines)
        lines.append(RoomLines(NO_TIME, top, len(untimed) * lines_per_room))
        blocks += [
            Block(session, 0, top + index * lines_per_room, width, lines_per_room, room, room)
            for index, session in enumerate(untimed)
        ]
    blocks.sort(key=attrgetter("top", "x"))
    return TurnedTimetable(
        rooms=tuple(lines),
        blocks=tuple(blocks),
        begin=begin,
        width=width,
        minutes_per_cell=minutes_per_cell,
        by_id={id: block for block in blocks for id in block.ids},
        transposed=_transpose(lines, blocks),
    )


class _PlacedSessions(NamedTuple):
    """The sessions of a day with cells and lanes, but no lines."""

    all_day: list[Session]
    untimed: list[Session]
    begin: datetime | None
    names: list[str]
    """The rooms."""
    bars: "list[_Bar]"
    lanes: list[int]
    """How many each room has."""


def _place(
    sessions: Iterable[Session],
    rooms: Sequence[str],
    minutes_per_cell: int,
    begin: datetime | None,
) -> _PlacedSessions:
    day = sorted(sessions, key=start_order)
    all_day = [session for session in day if is_above(session)]
    timed = [session for session in day if session.start and not is_above(session)]
    untimed = [session for session in day if session.start is None]
    begin = begin or _begin(timed)
    places, names = place_across(timed, rooms)
    bars, lanes = _place_along(places, len(names), _Axis(begin, minutes_per_cell))
    return _PlacedSessions(all_day, untimed, begin, names, bars, lanes)


def measure_days(days: Iterable[DaySessions]) -> TurnedSize:
    """Return how large the layout of some days is, in half the time that it takes to make it."""
    minutes, names = 1, dict[str, None]()
    for each, begin in _with_begins(days):
        placed = _place(each.sessions, each.rooms, 1, begin)
        minutes = max([minutes, *(right for _, _, right, _ in placed.bars)])
        names |= dict.fromkeys([*placed.names, *([NO_TIME] if placed.untimed else [])])
    return TurnedSize(minutes, tuple(names))


def lay_out_days(
    days: Iterable[DaySessions], width: int, minutes_per_cell: int, lines_per_room: int = 1
) -> TurnedTimetable:
    """Return the turned timetables of several days, one under the other, with one axis.

    The axis begins at the earliest time of day. Each day has a line for its name above it. A
    session of several days is on the first of them.

    Args:
        days: The days, in order. One without sessions gets no lines.
        width: The available cells, as for `lay_out_turned`.
        minutes_per_cell: The minutes of one cell.
        lines_per_room: The lines of a session.
    """
    given = _with_begins(days)
    tables = [
        lay_out_turned(each.sessions, each.rooms, width, minutes_per_cell, lines_per_room, begin)
        for each, begin in given
    ]
    widest = max([width, *(table.width for table in tables)])
    lines: list[RoomLines] = []
    blocks: list[Block] = []
    spans: list[DayLines] = []
    for (each, _), table in zip(given, tables, strict=True):
        top, first = spans[-1].bottom if spans else 0, len(lines) + 1
        lines.append(RoomLines("", top, 1))
        lines += [room._replace(top=room.top + top + 1) for room in table.rooms]
        blocks += [
            block._replace(
                width=widest if _has_no_place(block.session) else block.width,
                top=block.top + top + 1,
                first_column=block.first_column + first,
                last_column=block.last_column + first,
            )
            for block in table.blocks
        ]
        spans.append(DayLines(each.day, top, lines[-1].bottom))
    return TurnedTimetable(
        rooms=tuple(lines),
        blocks=tuple(blocks),
        begin=next((table.begin for table in tables if table.begin), None),
        width=widest,
        minutes_per_cell=minutes_per_cell,
        by_id={id: block for block in blocks for id in block.ids},
        transposed=_transpose(lines, blocks),
        days=tuple(spans),
    )


def _with_begins(
    days: Iterable[DaySessions],
) -> list[tuple[DaySessions, datetime | None]]:
    """Return the days that have sessions of their own, each with the first moment of its axis."""
    seen: set[str] = set()
    each_once = []
    for each in days:
        sessions = [session for session in each.sessions if session.id not in seen]
        seen.update(session.id for session in sessions)
        if sessions:
            each_once.append(each._replace(sessions=sessions))
    begins = [begin - _midnight(each) for each in each_once if (begin := _begin_of(each))]
    earliest = min(begins, default=None)
    return [
        (each, _midnight(each) + earliest if each.day and earliest is not None else None)
        for each in each_once
    ]


def _has_no_place(session: Session) -> bool:
    """Return whether the axis has no place for a session, which then has the whole width."""
    return session.start is None or is_above(session)


def _midnight(each: DaySessions) -> datetime:
    assert each.day is not None  # it has sessions with a time
    return datetime.combine(each.day, time())


def _begin_of(each: DaySessions) -> datetime | None:
    if each.day is None:
        return None
    return _begin([session for session in each.sessions if session.start and not is_above(session)])


class _Axis(NamedTuple):
    """Turns wall times into cells."""

    begin: datetime | None
    minutes_per_cell: int

    def cell_of(self, moment: datetime) -> int:
        """Return the cell of a wall time; the last one if the axis ends before."""
        assert self.begin is not None
        return min(moment - self.begin, _LONGEST_DAY) // (_MINUTE * self.minutes_per_cell)


def _begin(timed: Sequence[Session]) -> datetime | None:
    """Return the full or half hour at or before the first start."""
    first = min((session.start for session in timed if session.start), default=None)
    if first is None:
        return None
    return first.replace(minute=first.minute // _AXIS_STEP * _AXIS_STEP, second=0, microsecond=0)


_Bar = tuple[Placement, int, int, int]
"""A session with its first cell, the first cell after it, and its lane in its room."""


def _place_along(
    places: Iterable[Placement], rooms: int, axis: _Axis
) -> tuple[list[_Bar], list[int]]:
    """Give each session its cells and its lane, so that no two sessions share a cell.

    Returns:
        Each placement with the first cell, the first cell after it, and its lane in its room; and
        the number of lanes of each room.
    """
    bars: list[_Bar] = []
    ends: list[list[int]] = [[] for _ in range(rooms)]
    """For each room and lane, the first cell that is still free."""
    free = [0] * rooms
    """For each room, the first cell that is free in a new lane."""
    for place in sorted(places, key=lambda each: (each.start, each.end, each.session.id)):
        left = axis.cell_of(place.start)
        right = max(left + 1, axis.cell_of(place.end))
        if place.first < place.last:
            spanned = range(place.first, place.last + 1)
            x = max([left, *(end for room in spanned for end in (*ends[room], free[room]))])
            lane, right = 0, max(right, x + 1)
            for room in spanned:
                free[room] = right
                ends[room] = [right] * max(1, len(ends[room]))
        else:
            room = place.first
            lane = _find_lane(ends[room], left)
            if lane == len(ends[room]):
                ends[room].append(free[room])
            x = max(left, ends[room][lane])
            right = ends[room][lane] = max(right, x + 1)
        bars.append((place, x, right, lane))
    return bars, [max(1, len(room)) for room in ends]


def _find_lane(ends: Sequence[int], left: int) -> int:
    """Return the first lane that is free at `left`, else nearly free, else a new one."""
    for push in range(_WIDEST_PUSH + 1):
        for lane, end in enumerate(ends):
            if end <= left + push:
                return lane
    return len(ends)


def _stack(
    names: Sequence[str], lanes: Sequence[int], lines_per_room: int, top: int
) -> list[RoomLines]:
    lines = []
    for name, count in zip(names, lanes, strict=True):
        lines.append(RoomLines(name, top, count * lines_per_room))
        top = lines[-1].bottom
    return lines


def _transpose(rooms: Sequence[RoomLines], blocks: Iterable[Block]) -> Timetable:
    """Return the same blocks with time down and rooms across."""
    turned = [
        Block(
            *(each.session, each.top, each.x, each.height, each.width),
            *(each.first_column, each.last_column, each.all_day, each.equals),
        )
        for each in blocks
    ]
    turned.sort(key=attrgetter("top", "x"))
    return Timetable(
        columns=tuple(Column(room.name, room.top, room.height) for room in rooms),
        blocks=tuple(turned),
        by_id={id: block for block in turned for id in block.ids},
        in_column=list_by_column(turned, len(rooms)),
    )
