"""The layout of one day: each session is a rectangle on a grid of rooms and time.

All positions and sizes are in terminal cells: x and width across, rows down. The time axis is
elastic: a block is at least as tall as its text needs, longer sessions are taller, and hours in
which nothing starts or ends take no rows.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.layout.columns import (
    COLUMN_WIDTH,
    NO_TIME,
    WHOLE_VENUE,
    Column,
    Placement,
    is_above,
    place_across,
    right_edge,
    share_width,
    span,
    start_and_end,
    start_order,
)
from confui.schedule.models import SUPPORTING_KINDS, Kind, Session

MINUTES_PER_ROW = 15
"""The default minutes per row, for blocks between the minimum and the maximum height."""

_OWN_ROW = timedelta(minutes=5)
"""A start sooner after another one shares its row, if the blocks leave room for that."""
_ONE_LINE_MINUTES = 60
"""Minutes per row from which on a session may have a single line."""
_MIN_ROWS = 2
_MAX_ROWS = 8
_MAX_WIDE_ROWS = 4
_ONE_LINE_WIDTH = 40
_SLIM = SUPPORTING_KINDS - {Kind.OTHER}
_ACCOMPANYING = frozenset({Kind.SERVICE, Kind.OTHER})
_LONG_MINUTES = 3 * 60
"""Of a whole-venue session that would take a column of its own: it is above the time axis then."""


class Block(NamedTuple):
    """The rectangle of one session, in cells from the top left corner of the first column."""

    session: Session
    x: int
    top: int
    width: int
    height: int
    first_column: int
    last_column: int
    all_day: bool = False
    """Whether it is above the time axis, where all-day sessions are."""
    equals: tuple[str, ...] = ()
    """The ids of sessions of other rooms that are the same break, which the block shows too."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all sessions that the block shows."""
        return (self.session.id, *self.equals)

    @property
    def is_band(self) -> bool:
        """Whether it shows something that concerns all rooms."""
        return self.session.whole_venue or bool(self.equals)

    @property
    def right(self) -> int:
        """The first cell to the right of the block."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the block."""
        return self.top + self.height


class Timetable(NamedTuple):
    """The layout of one day. The empty timetable has no columns and no blocks."""

    columns: tuple[Column, ...] = ()
    blocks: tuple[Block, ...] = ()
    """From top to bottom, then from left to right."""
    marks: tuple[tuple[int, datetime], ...] = ()
    """The rows at which sessions start, with the wall time to show beside them."""
    axis: tuple[tuple[datetime, int], ...] = ()
    """Every wall time at which a session starts or ends, with its row; both are ascending."""
    by_id: Mapping[str, Block] = MappingProxyType({})
    """The blocks by session id."""
    further: tuple[Block, ...] = ()
    """More blocks of sessions that have one among `blocks`, in columns that are apart from it."""
    in_column: tuple[tuple[Block, ...], ...] = ()
    """All blocks in each of the columns, see `list_by_column`."""
    pinned: int = 0
    """The cells at the left that stay when the others are scrolled: the column of the venue."""

    @property
    def width(self) -> int:
        """The width of all columns, in cells."""
        return right_edge(self.columns)

    @property
    def height(self) -> int:
        """The height of the day, in rows."""
        return max((block.bottom for block in self.blocks), default=0)

    @property
    def first_row(self) -> int:
        """The first row of the time axis, below the all-day sessions."""
        timed = (row for row, block in enumerate(self.blocks) if not block.all_day)
        return next(timed, len(self.blocks))

    def with_rows_above(self, rows: int) -> "Timetable":
        """Return the timetable with so many free rows above the time axis."""

        def down(block: Block) -> Block:
            return block if block.all_day else block._replace(top=block.top + rows)

        moved = {block: down(block) for block in self.blocks}
        further = tuple(map(down, self.further))
        return self._replace(
            blocks=tuple(moved.values()),
            further=further,
            in_column=list_by_column((*moved.values(), *further), len(self.columns)),
            marks=tuple((row + rows, start) for row, start in self.marks),
            axis=tuple((moment, row + rows) for moment, row in self.axis),
            by_id={id: moved[block] for id, block in self.by_id.items()},
        )

    def block_of(self, session_id: str) -> Block | None:
        """Return the block of a session; `None` if it is not on this day."""
        return self.by_id.get(session_id)

    def block_at(self, x: int, row: int) -> Block | None:
        """Return the block that covers a cell; `None` if no block does."""
        for block in (*self.blocks, *self.further):
            if block.top <= row < block.bottom and block.x <= x < block.right:
                return block
        return None

    def blocks_of(self, session_ids: Collection[str]) -> list[Block]:
        """Return every block that shows one of some sessions."""
        found = find_blocks(self.by_id, session_ids)
        return [*found.values(), *(block for block in self.further if block.session.id in found)]

    def column_at(self, x: int) -> Column | None:
        """Return the column at `x`; `None` if there is none."""
        return next((c for c in self.columns if c.x <= x < c.x + c.width), None)

    def time_at(self, row: int) -> datetime | None:
        """Return the last wall time with a row of its own at or above a row; `None` above all."""
        index = bisect_right(self.axis, row, key=lambda entry: entry[1]) - 1
        return self.axis[index][0] if index >= 0 else None

    def row_at(self, moment: datetime) -> int | None:
        """Return the row of a wall time; `None` before the first start and after the last end."""
        if not self.axis or not self.axis[0][0] <= moment <= self.axis[-1][0]:
            return None
        index = bisect_right(self.axis, moment, key=lambda entry: entry[0]) - 1
        began, row = self.axis[index]
        if index + 1 == len(self.axis):
            return row
        ends, next_row = self.axis[index + 1]
        return row + int((moment - began) / (ends - began) * (next_row - row))


def list_by_column(blocks: Iterable[Block], columns: int) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks in each of so many columns; a wide block is in several."""
    lists: list[list[Block]] = [[] for _ in range(columns)]
    for block in blocks:
        for column in range(block.first_column, block.last_column + 1):
            lists[column].append(block)
    return tuple(map(tuple, lists))


class PlacedDay(NamedTuple):
    """The sessions of one day in columns; `arrange` gives them rows."""

    columns: tuple[Column, ...] = ()
    places: tuple[Placement, ...] = ()
    """The sessions on the time axis."""
    above: tuple[Session, ...] = ()
    """The sessions above the axis."""
    untimed: tuple[Session, ...] = ()
    pinned: int = 0
    """The cells at the left that stay when the others are scrolled: the column of the venue."""
    minutes_per_row: int = MINUTES_PER_ROW

    @property
    def width(self) -> int:
        """The width of all columns, in cells."""
        return right_edge(self.columns)

    def column_of(self, session: str, room: str) -> int | None:
        """Return the index of the column of `room` if a session covers it, else its first one.

        `None` if the session is not on this day.
        """
        names = [column.name for column in self.columns]
        column = names.index(room) if room in names else -1
        if any(session == each.id for each in self.above):
            return max(0, column)
        if any(session == each.id for each in self.untimed):
            return len(names) - 1
        for place in self.places:
            if session == place.session.id or any(session == each.id for each in place.equals):
                return column if place.covers(column) else place.first
        return None


def place_day(
    sessions: Iterable[Session],
    rooms: Sequence[str],
    width: int,
    minutes_per_row: int = MINUTES_PER_ROW,
    column_width: int = COLUMN_WIDTH,
) -> PlacedDay:
    """Return the sessions of one day in columns.

    Args:
        sessions: The sessions of the day. Those without a start are stacked in a separate column.
        rooms: The order of the columns; only rooms in use get one.
        width: The available cells. Columns never get too narrow to read, so all can be wider.
        minutes_per_row: The minutes per row, for blocks between the minimum and the maximum
            height.
        column_width: The cells that a column should have at least.
    """
    day = sorted(sessions, key=start_order)
    untimed = [session for session in day if session.start is None]
    above = {session.id for session in day if is_above(session)}
    apart: set[str] = set()
    while True:  # each pass puts at least one more session above or apart, so it ends
        timed = [session for session in day if session.start and session.id not in above]
        places, names = place_across(timed, rooms, spans=True, apart=apart)
        if untimed:
            names.append(NO_TIME)
        elif above and not names:
            names.append(WHOLE_VENUE)
        if not names:
            return PlacedDay()
        pinned = names[0] == WHOLE_VENUE and len(names) > 1
        columns = share_width(names, places, width, column_width, pinned=pinned)
        all_fit = right_edge(columns) <= width
        if pinned and not all_fit and columns[0].width * 2 > width:
            pinned = False  # it would take the rooms out of view
            columns = share_width(names, places, width, column_width)
        long = {p.session.id for p in places if pinned and p.first == 0 and _is_long(p.session)}
        hidden = set() if long else _find_hidden(places, columns, width, pinned=pinned)
        if not long and hidden <= apart:
            break
        above |= long
        apart |= hidden
    return PlacedDay(
        tuple(columns),
        tuple(places),
        tuple(session for session in day if session.id in above),
        tuple(untimed),
        columns[0].width if pinned else 0,
        minutes_per_row,
    )


def arrange(placed: PlacedDay, first: int = 0, last: int | None = None) -> Timetable:
    """Return the timetable of a day, or what some columns show of it.

    It has rows only for what is in the columns.

    Args:
        placed: The sessions of the day.
        first: The first of the columns. A column that stays at the left is shown in any case.
        last: The last of them; `None` for all.
    """
    columns, final = placed.columns, len(placed.columns) - 1
    if not columns:
        return Timetable()
    last = final if last is None else last

    def is_shown(run: tuple[int, int]) -> bool:
        return (run[0] <= last and run[1] >= first) or (placed.pinned > 0 and run[0] == 0)

    runs = [
        (place, shown)
        for place in placed.places
        if (shown := [run for run in place.runs if is_shown(run)])
    ]
    heights = _heights((place for place, _ in runs), columns, placed.minutes_per_row)
    times = [(place.start, place.end, heights[place.session.id]) for place, _ in runs]
    axis = _axis(times, first_row=len(placed.above))
    x, width = span(columns, int(placed.pinned > 0), final)
    blocks = [
        Block(session, x, row, width, 1, 0, final, all_day=True)
        for row, session in enumerate(placed.above)
    ]
    further: list[Block] = []
    for place, shown in runs:
        top, height = axis[place.start], axis[place.end] - axis[place.start]
        equals = tuple([session.id for session in place.equals])
        for run in shown:
            x, width = place.extent(columns) if run == shown[0] else span(columns, *run)
            block = Block(place.session, x, top, width, height, *run, equals=equals)
            (blocks if run == shown[0] else further).append(block)
    below = max((block.bottom for block in blocks), default=0)
    if last == final:
        x, width = span(columns, final, final)
        for row in range(len(placed.untimed)):
            top = below + row * _MIN_ROWS
            blocks.append(Block(placed.untimed[row], x, top, width, _MIN_ROWS, final, final))
    blocks.sort(key=attrgetter("top", "x"))
    by_id = {block.session.id: block for block in blocks}
    by_id.update((id, block) for block in blocks if block.equals for id in block.equals)
    return Timetable(
        columns=columns,
        blocks=tuple(blocks),
        marks=tuple(sorted({(axis[start], start) for start, _, _ in times})),
        axis=tuple(sorted(axis.items())),
        by_id=by_id,
        further=tuple(further),
        in_column=list_by_column((*blocks, *further), len(columns)),
        pinned=placed.pinned,
    )


def measure_height(placed: PlacedDay) -> int:
    """Return the height of `arrange(placed)` in rows, which takes a third of the time."""
    heights = _heights(placed.places, placed.columns, placed.minutes_per_row)
    times = [(place.start, place.end, heights[place.session.id]) for place in placed.places]
    axis = _axis(times, first_row=len(placed.above))
    return max(axis.values(), default=len(placed.above)) + len(placed.untimed) * _MIN_ROWS


def find_blocks(by_id: Mapping[str, Block], session_ids: Collection[str]) -> dict[str, Block]:
    """Return the blocks that show one of some sessions, by the session that they are named for.

    A set may have sessions of all days, whose ids are slow to know.
    """
    is_set = isinstance(session_ids, Set)
    one, other = (by_id, session_ids) if is_set else (session_ids, by_id)
    blocks = [by_id[id] for id in one if id in other]
    return {block.session.id: block for block in blocks}


def is_surely_higher(sessions: Collection[Session], rows: int, minutes_per_row: int) -> bool:
    """Return whether the layout of a day has more than so many rows, without making it.

    If this is false, it may have more all the same. There is a row for each start, and sessions
    that follow one another are one below the other.
    """
    if count_starts(sessions) > rows:
        return True
    timed = [(*start_and_end(session), session) for session in sessions if session.start]
    least = _least_rows(minutes_per_row)
    following, free = 0, datetime.min
    for start, end, session in sorted(timed, key=itemgetter(1)):
        if start >= free and _is_tall(session):
            following, free = following + 1, end
            if following * least > rows:
                return True
    return False


def count_starts(sessions: Iterable[Session]) -> int:
    """Return at how many times sessions start that have rows of their own."""
    count, last = 0, None
    for start in sorted({session.start for session in sessions if session.start}):
        if last is None or start - last >= _OWN_ROW:
            count, last = count + 1, start
    return count


def _is_tall(session: Session) -> bool:
    """Whether a session has the least rows of its scale wherever it is; a break may have one."""
    return session.kind not in _SLIM and not is_above(session) and not _is_long(session)


def _least_rows(minutes_per_row: int) -> int:
    """Return the rows that a block has at least: in the smallest scale, its title alone."""
    return 1 if minutes_per_row >= _ONE_LINE_MINUTES else _MIN_ROWS


def _is_long(session: Session) -> bool:
    """Whether a session, such as registration, is there for hours while other things go on."""
    return session.kind in _ACCOMPANYING and session.minutes >= _LONG_MINUTES


def _find_hidden(
    places: list[Placement], columns: list[Column], width: int, *, pinned: bool
) -> set[str]:
    """Return the ids of whole-venue sessions that some position of the columns does not show.

    `pinned` says whether the first column stays where it is.
    """
    scrolled = columns[1:] if pinned else columns
    begin, end = scrolled[0].x, right_edge(scrolled)
    windows = [(column.x, column.x + width - begin) for column in scrolled]
    last = next((index for index, (_, right) in enumerate(windows) if right >= end), 0)
    hidden = set()
    for place in places:
        if not place.session.whole_venue or (pinned and place.first == 0):
            continue
        runs = [place.extent(columns), *(span(columns, *run) for run in place.further)]
        for left, right in windows[: last + 1]:
            if not any(x < right and x + cells > left for x, cells in runs):
                hidden.add(place.session.id)
    return hidden


def _heights(
    places: Iterable[Placement], columns: Sequence[Column], minutes_per_row: int
) -> dict[str, int]:
    """Return the minimum number of rows for each session id."""
    heights = {}
    least = _least_rows(minutes_per_row)
    for place in places:
        session, most = place.session, _MAX_ROWS
        if session.whole_venue or place.equals:
            most = _MAX_WIDE_ROWS
            if session.kind in _SLIM and _narrowest(place, columns) >= _ONE_LINE_WIDTH:
                most = 1
        rows = round(session.minutes / minutes_per_row)
        heights[session.id] = min(most, max(least, rows))
        for equal in place.equals:
            heights[equal.id] = heights[session.id]
    return heights


def _narrowest(place: Placement, columns: Sequence[Column]) -> int:
    """Return the cells of the narrowest block of a session."""
    return min([place.extent(columns)[1], *(span(columns, *run)[1] for run in place.further)])


def _axis(times: Iterable[tuple[datetime, datetime, int]], first_row: int) -> dict[datetime, int]:
    """Return the row of every start and end: the first one that leaves room for all blocks above.

    Each session gives its start, its end and the rows that it needs.

    Later starts share no row with earlier ones, so the order in time is the order on screen; but a
    start a few minutes later, such as 15:01, needs no row of its own.
    """
    ending: dict[datetime, list[tuple[datetime, int]]] = {}
    starts = set()
    for start, end, rows in times:
        starts.add(start)
        ending.setdefault(end, []).append((start, rows))
    axis: dict[datetime, int] = {}
    row, last_start = first_row, None
    for moment in sorted(starts.union(ending)):
        for start, rows in ending.get(moment, ()):
            row = max(row, axis[start] + rows)
        if moment in starts and (last_start is None or moment - last_start >= _OWN_ROW):
            row = max(row, axis[last_start] + 1) if last_start else row
            last_start = moment
        axis[moment] = row
    return axis
