"""The schedule grid: one day, rooms across, time down."""

from collections.abc import Container, Mapping
from datetime import datetime
from functools import lru_cache
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.strip import Strip

from confui.schedule.display_zone import EVENT_TIME
from confui.schedule.layout import (
    COLUMN_WIDTH,
    MINUTES_PER_ROW,
    WHOLE_VENUE,
    Block,
    Cursor,
    Direction,
    PlacedDay,
    Timetable,
    arrange,
    count_starts,
    is_surely_higher,
    measure_height,
    move,
    place_day,
)
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.keys import hidden_binding
from confui.widgets.grid.drawing import GridDrawing, describe_past, measure_time_gutter
from confui.widgets.grid.grid_view import GridView, scroll_into_view

_SCALES = (60, 30, 20, MINUTES_PER_ROW, 10, 8, 6, 5, 4)
"""Minutes per row that the attendee can choose from, from the shortest rows to the tallest."""
_WIDTHS = (14, 18, COLUMN_WIDTH, 28, 36, 48, 64)
"""The least width of a column in cells, that the attendee can choose from."""
_FEWEST_FOLDED = 3
"""Times at which past sessions start; for fewer, a row in their place would save nothing."""
_SHARE_BEFORE_NOW = 3
"""Of the rows, one in this many is for what began before now."""
_TALLEST_AUTOMATIC = 6
"""Minutes per row of the tallest rows that are chosen automatically."""


# While a query is typed, the cursor goes back and forth between a few days.
_place_once = lru_cache(maxsize=16)(place_day)
_arrange_once = lru_cache(maxsize=32)(arrange)
_FEWEST_TO_KEEP = 3
"""Columns for which there must be room, to keep the one that the cursor comes from."""


class ScheduleGrid(GridView):
    """Shows the timetable of the selected day: rooms across, time down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k", "move('UP')", "grid.up", "Previous session in this room"),
        hidden_binding("down,j", "move('DOWN')", "grid.down", "Next session in this room"),
        hidden_binding("left,h", "move('LEFT')", "grid.left", "Room to the left"),
        hidden_binding("right,l", "move('RIGHT')", "grid.right", "Room to the right"),
        hidden_binding("pageup", "page('UP')", "grid.page_up", "Page up"),
        hidden_binding("pagedown", "page('DOWN')", "grid.page_down", "Page down"),
        hidden_binding("home", "edge('UP')", "grid.home", "First session in this room"),
        hidden_binding("end,G", "edge('DOWN')", "grid.end", "Last session in this room"),
        hidden_binding("ctrl+u", "page('UP', 0.5)", "grid.half_page_up", "Half a page up"),
        hidden_binding("ctrl+d", "page('DOWN', 0.5)", "grid.half_page_down", "Half a page down"),
        hidden_binding("ctrl+home", "edge('LEFT')", "grid.first_room", "First room"),
        hidden_binding("ctrl+end", "edge('RIGHT')", "grid.last_room", "Last room"),
        hidden_binding("plus,equals_sign", "scale(1)", "grid.taller", "Taller rows"),
        hidden_binding("minus", "scale(-1)", "grid.shorter", "Shorter rows"),
        hidden_binding("greater_than_sign", "widen(1)", "grid.wider", "Wider columns"),
        hidden_binding("less_than_sign", "widen(-1)", "grid.narrower", "Narrower columns"),
    ]

    timetable: Timetable

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.timetable = Timetable()
        """What the columns in view show, with rows only for that."""
        self._placed = PlacedDay()
        """The sessions in columns."""
        self._whole: Timetable | None = None
        """The layout of all columns, once it was asked for."""
        self._columns_shown: tuple[int, int] | None = None
        """The first and the last column in view, beside the one that stays."""
        self._gutter = measure_time_gutter(EVENT_TIME)
        self._minutes_per_row = MINUTES_PER_ROW
        self._content_width = 0
        self._folded: Mapping[str, Session] = {}
        """The past sessions, by id, for which one row stands."""
        self._folded_for: tuple[object, ...] = ()
        """The day for which it was decided what to fold."""

    @property
    def neighbours(self) -> Timetable:
        """The layout of all columns, so that a step leads to the same session wherever it is."""
        if self._whole is None:
            self._whole = _arrange_once(self._placed)
        return self._whole

    def turn(self, direction: Direction) -> Direction:
        """Return the same direction."""
        return direction

    def watch_state(self, old: State, new: State) -> None:
        """Show the past if the cursor goes there."""
        if new.cursor.session in self._folded:
            self._lay_out()
        super().watch_state(old, new)

    def show_present(self) -> None:
        """Fold what is over by now, and show the present."""
        self._folded_for = ()
        self._lay_out()
        super().show_present()

    def unfold(self) -> None:
        """Show the past sessions in place of the row that stands for them."""
        if self._folded:
            place = self._place_of_cursor(self.state)
            self._folded = {}
            self._lay_out()
            self._show_cursor(self._keeping(place) if place else None)

    def action_move(self, direction: str) -> None:
        """Move the cursor to the neighbour in a direction; up from the first row into the past."""
        if direction == Direction.UP.name and self._is_first(self.state.cursor):
            self.unfold()
        super().action_move(direction)

    def action_edge(self, direction: str) -> None:
        """Move the cursor as far as it goes."""
        if direction == Direction.UP.name:
            self.unfold()
        super().action_edge(direction)

    def action_page(self, direction: str, pages: float = 1) -> None:
        """Move the cursor up or down by a page, or by a part of one."""
        if direction == Direction.UP.name and self._top_of(self.state.cursor) <= self._rows * pages:
            self.unfold()
        super().action_page(direction, pages)

    def on_click(self, event: events.Click) -> None:
        """Show the past if its row is clicked, else do what a click does in a grid."""
        row = event.y - self.HEADER_ROWS + self.scroll_offset.y
        is_beside = event.y < self.HEADER_ROWS or event.x < self._gutter
        if self._folded and row == self.timetable.first_row and not is_beside:
            event.prevent_default()
            self.unfold()

    def _is_first(self, cursor: Cursor) -> bool:
        above = self.neighbours.block_of(move(self.neighbours, cursor, Direction.UP).session)
        return above is None or above.all_day or above.session.id == cursor.session

    def action_scale(self, taller: int) -> None:
        """Make rows taller (1) or shorter (-1): fewer or more minutes per row."""
        index = _SCALES.index(self._minutes_per_row) + taller
        if not self.timetable.blocks or not 0 <= index < len(_SCALES):
            size = "taller" if taller > 0 else "shorter"
            self.post_message(self.Stuck(f"Rows cannot get {size}"))
            return
        self.post_message(self.Scaled(self.state.scales._replace(row_minutes=_SCALES[index])))

    def action_widen(self, step: int) -> None:
        """Make columns wider (1) or narrower (-1), if that shows another number of them."""
        before = [column.width for column in self.timetable.columns]
        index = _WIDTHS.index(self._column_width) + step
        while 0 <= index < len(_WIDTHS):
            placed = self._place(self._minutes_per_row, _WIDTHS[index])
            if [column.width for column in placed.columns] != before:
                scales = self.state.scales._replace(column_width=_WIDTHS[index])
                self.post_message(self.Scaled(scales))
                return
            index += step
        size = "wider" if step > 0 else "narrower"
        self.post_message(self.Stuck(f"Columns cannot get {size}"))

    def room_under(self, offset: Offset) -> str:
        """Return the room of the column at a place in the widget; empty if there is none."""
        column = self.timetable.column_at(self._layout_x(offset.x))
        return column.name if column and column.name != WHOLE_VENUE else ""

    def make_drawing(self, now: datetime | None, past: Container[str]) -> GridDrawing:
        """Return what draws the rows."""
        zone, day = self.state.zone, self.state.day
        return GridDrawing(self.timetable, self.get_style, now, past, zone, day)

    def draw_row(self, row: int) -> Strip:
        """Return the header or a row of the timetable; one may stand for the past."""
        if self._folded and row == self.timetable.first_row:
            text = describe_past(self._folded.values(), self.state.zone)
            return self.drawing.draw_message(text, self._cells, self.state)
        return super().draw_row(row)

    def lay_out_day(self) -> Timetable:
        """Return the layout of the day, with taller rows if a short day leaves rows free.

        On the day of the conference, what is over is folded, unless all fits on the screen.
        """
        self._fold_past()
        self._place_rest()
        self._columns_shown = self._find_columns(self.scroll_offset.x)
        return self._lay_out_columns()

    def _lay_out_columns(self) -> Timetable:
        """Return the layout of the columns in view."""
        columns = self._columns_shown
        timetable = _arrange_once(self._placed, *columns) if columns else self.neighbours
        if self._folded:
            timetable = timetable.with_rows_above(1)
        self.resize_content(self._content_width, self.HEADER_ROWS + timetable.height)
        return timetable

    def _find_columns(self, x: int) -> tuple[int, int] | None:
        """Return the first and the last column that a scroll offset shows; `None` if all fit."""
        if self._placed.width - self._pinned <= self._cells:
            return None
        edges = [(column.x - self._pinned, column.width) for column in self._placed.columns]
        shown = [
            index
            for index, (left, width) in enumerate(edges)
            if left >= x and left + width <= x + self._cells
        ]
        if not shown:  # one that is wider than the window
            shown = [index for index, (left, width) in enumerate(edges) if left + width > x][:1]
        return (shown[0], shown[-1]) if shown else None

    def _show_columns(self, x: int) -> bool:
        """Make the rows those of the columns that a scroll offset shows; return if that is new."""
        shown = self._find_columns(x)
        if shown == self._columns_shown:
            return False
        self._columns_shown = shown
        self.timetable = self._lay_out_columns()
        self._repaint_all()
        return True

    def _show_cursor(self, start: Offset | None = None) -> bool:
        """Scroll as every grid does; if that shows other columns, the cursor stays in its line."""
        session = self.state.selected
        if not self.size or session is None:
            return super()._show_cursor(start)
        x, y = self.scroll_offset if start is None else start
        line = self._row_of(session) - y
        x = self._across_to(self._column_of(self.state.cursor), x)
        is_new = self._show_columns(x)
        return super()._show_cursor(Offset(x, max(0, self._row_of(session) - line))) or is_new

    def _column_of(self, cursor: Cursor) -> int:
        """Return the index of the cursor's room; 0 without a session."""
        if self._whole is not None:  # which finds a session without a search
            return super()._column_of(cursor)
        return self._placed.column_of(cursor.session, cursor.room) or 0

    def _row_of(self, session: Session) -> int:
        """Return the row of a session, or of its time if it is in no column in view."""
        block = self.timetable.block_of(session.id)
        if block is not None:
            return block.top
        start, axis = session.start, self.timetable.axis
        if start is None or not axis or start > axis[-1][0]:
            return self.timetable.height
        return self.timetable.row_at(start) or self.timetable.first_row

    def watch_scroll_x(self, old: float, new: float) -> None:
        """Show the rows of the columns that are in view now, from the same time on."""
        super().watch_scroll_x(old, new)
        top = self.timetable.time_at(self.scroll_offset.y)
        if self._show_columns(round(new)) and top is not None:
            row = self.timetable.row_at(top) or 0
            self.scroll_to(y=row, animate=False, immediate=True, force=True)

    def _fold_past(self) -> None:
        """Find out what to fold, once for each day that is shown."""
        state = self.state
        shown = state.conference.id, state.day
        if self._folded_for != shown:
            self._folded_for, self._folded = shown, self._find_past()
        if state.cursor.session in self._folded:
            self._folded = {}

    def _find_past(self) -> Mapping[str, Session]:
        """Return what is over, by id; nothing if the whole day is visible."""
        state = self.state
        if state.now is None or not self.shows_day(state.conference.day_of(state.now)):
            return {}
        from confui.schedule.layout import find_past  # not before the conference

        day = state.on_day(state.day)
        past = find_past(day, state.now)
        if count_starts(past) < _FEWEST_FOLDED:
            return {}
        if not is_surely_higher(day, self._rows, self._chosen_minutes or MINUTES_PER_ROW):
            self._place_rest()
            if measure_height(self._placed) <= self._rows:
                return {}
        return {session.id: session for session in past}

    def _place_rest(self) -> None:
        """Put what is not folded into columns, and find the height of the rows."""
        gutter = measure_time_gutter(self.state.zone)
        self._cells = max(1, self.size.width - gutter)
        self._minutes_per_row = self._chosen_minutes or MINUTES_PER_ROW
        placed = self._place(self._minutes_per_row)
        self._placed, self._whole = placed, None
        if not self._chosen_minutes:
            self._use_spare_rows()
        width = gutter + placed.width
        if placed.width > self._cells:  # so that any column can be scrolled to the left edge
            width += placed.columns[-1].width
        self._pinned = placed.pinned
        self._gutter = gutter + self._pinned
        self._cells = max(1, self._cells - self._pinned)
        self._content_width = width

    @property
    def _chosen_minutes(self) -> int:
        """The minutes per row that the attendee chose; 0 for what suits the day."""
        chosen = self.state.scales.row_minutes  # what is remembered may be anything
        return chosen if chosen in _SCALES else 0

    @property
    def _column_width(self) -> int:
        """The cells that a column has at least."""
        chosen = self.state.scales.column_width or COLUMN_WIDTH
        return min(_WIDTHS, key=lambda width: abs(width - chosen))

    def _place(self, minutes_per_row: int, column_width: int = 0) -> PlacedDay:
        sessions = tuple(
            each for each in self.list_sessions(self.state) if each.id not in self._folded
        )
        rooms, width = self.state.rooms_shown, column_width or self._column_width
        return _place_once(sessions, rooms, self._cells, minutes_per_row, width)

    def _use_spare_rows(self) -> None:
        """Make the rows of a short day taller, if all of it still fits on the screen."""
        sessions = [place.session for place in self._placed.places]
        if is_surely_higher(sessions, self._rows, MINUTES_PER_ROW):
            return
        height = measure_height(self._placed)
        for scale in _SCALES[_SCALES.index(MINUTES_PER_ROW) + 1 :]:
            if scale < _TALLEST_AUTOMATIC or height >= self._rows:
                return
            placed = self._placed._replace(minutes_per_row=scale)
            height = measure_height(placed)
            if height > self._rows:
                return
            self._placed, self._minutes_per_row = placed, scale

    def opening_offset(self) -> Offset:
        """Return the offset at which the present is at one third of the height.

        The rows are those of the columns that are in view then.
        """
        state, row = self.state, None
        self._show_columns(self._across_to(self._column_of(state.cursor), 0))
        if state.now is not None and self.shows_day(state.conference.day_of(state.now)):
            row = self.timetable.row_at(state.now)
        most = max(0, self.timetable.height - self._rows)
        return Offset(0, max(0, min((row or 0) - self._rows // _SHARE_BEFORE_NOW, most)))

    def repaint_room(self, old: Cursor, new: Cursor) -> list[Region]:
        """Drop the header, which highlights the room of the cursor."""
        self._strips.pop(-1, None)
        return [Region(0, 0, self.size.width, self.HEADER_ROWS)]

    def scrolled_to(self, block: Block, offset: Offset) -> Offset:
        """Return the offset that shows the cursor's column and the rows of a block."""
        x = self._across_to(self._column_of(self.state.cursor), offset.x)
        return Offset(x, scroll_into_view(block.top, block.bottom, offset.y, self._rows))

    def _across_to(self, index: int, x: int) -> int:
        """Return the first cell to show so that a column is in view, if it would be `x` by now.

        Columns are scrolled by the page, so that few steps repaint all rows. If there is room for
        three, the column that the cursor comes from stays in view.
        """
        columns = self._placed.columns
        if not columns:
            return 0
        column = columns[index]
        left = column.x - self._pinned
        if left >= 0 and not x <= left <= x + self._cells - column.width:
            kept = int(self._cells >= _FEWEST_TO_KEEP * column.width)
            near = columns[max(0, index - kept)]
            far = columns[min(len(columns) - 1, index + kept)]
            page = far.x + far.width - self._pinned - self._cells
            x = near.x - self._pinned if left > x else max(0, page)
            x = scroll_into_view(left, left + column.width, x, self._cells)
        edges = (other.x - self._pinned for other in columns)
        return next(edge for edge in edges if edge >= x)
