"""The schedule grid: one day, rooms across, time down."""

from collections.abc import Container
from datetime import datetime
from functools import lru_cache
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Offset, Region

from confui.schedule.display_zone import EVENT_TIME
from confui.schedule.layout import (
    COLUMN_WIDTH,
    MINUTES_PER_ROW,
    WHOLE_VENUE,
    Block,
    Cursor,
    Direction,
    Timetable,
    lay_out,
)
from confui.widgets.base.keys import hidden_binding
from confui.widgets.grid.drawing import GridDrawing, measure_time_gutter
from confui.widgets.grid.grid_view import GridView, scroll_into_view

_SCALES = (60, 30, 20, MINUTES_PER_ROW, 10, 8, 6, 5, 4)
"""Minutes per row that the attendee can choose from, from the shortest rows to the tallest."""
_WIDTHS = (14, 18, COLUMN_WIDTH, 28, 36, 48, 64)
"""The least width of a column in cells, that the attendee can choose from."""
_SHARE_BEFORE_NOW = 3
"""Of the rows, one in this many is for what began before now."""
_TALLEST_AUTOMATIC = 6
"""Minutes per row of the tallest rows that are chosen automatically."""


# While a query is typed, the cursor goes back and forth between a few days.
_lay_out_once = lru_cache(maxsize=16)(lay_out)


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
        self._gutter = measure_time_gutter(EVENT_TIME)
        self._minutes_per_row = MINUTES_PER_ROW
        self._scale_chosen = False
        self._column_width = COLUMN_WIDTH

    @property
    def neighbours(self) -> Timetable:
        """The timetable."""
        return self.timetable

    def turn(self, direction: Direction) -> Direction:
        """Return the same direction."""
        return direction

    def action_scale(self, taller: int) -> None:
        """Make rows taller (1) or shorter (-1): fewer or more minutes per row."""
        index = _SCALES.index(self._minutes_per_row) + taller
        if not self.timetable.blocks or not 0 <= index < len(_SCALES):
            size = "taller" if taller > 0 else "shorter"
            self.post_message(self.Stuck(f"Rows cannot get {size}"))
            return
        self._minutes_per_row = _SCALES[index]
        self._scale_chosen = True
        self._lay_out()
        self._show_cursor()

    def action_widen(self, step: int) -> None:
        """Make columns wider (1) or narrower (-1), if that shows another number of them."""
        before = [column.width for column in self.timetable.columns]
        index = _WIDTHS.index(self._column_width) + step
        while 0 <= index < len(_WIDTHS):
            self._column_width = _WIDTHS[index]
            timetable = self._compute_timetable(self._minutes_per_row)
            if [column.width for column in timetable.columns] != before:
                self._lay_out()
                self._show_cursor()
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

    def lay_out_day(self) -> Timetable:
        """Return the layout of the day, with taller rows if a short day leaves rows free."""
        gutter = measure_time_gutter(self.state.zone)
        self._cells = max(1, self.size.width - gutter)
        if not self._scale_chosen:
            self._minutes_per_row = MINUTES_PER_ROW
        timetable = self._compute_timetable(self._minutes_per_row)
        if not self._scale_chosen:
            timetable = self._use_spare_rows(timetable)
        width = gutter + timetable.width
        if timetable.width > self._cells:  # so that any column can be scrolled to the left edge
            width += timetable.columns[-1].width
        self._pinned = timetable.pinned
        self._gutter = gutter + self._pinned
        self._cells = max(1, self._cells - self._pinned)
        self.resize_content(width, self.HEADER_ROWS + timetable.height)
        return timetable

    def _compute_timetable(self, minutes_per_row: int) -> Timetable:
        sessions, rooms = tuple(self.list_sessions()), self.state.rooms_shown
        return _lay_out_once(sessions, rooms, self._cells, minutes_per_row, self._column_width)

    def _use_spare_rows(self, timetable: Timetable) -> Timetable:
        """Make the rows of a short day taller, if all of it still fits on the screen."""
        for scale in _SCALES[_SCALES.index(MINUTES_PER_ROW) + 1 :]:
            if scale < _TALLEST_AUTOMATIC or timetable.height >= self._rows:
                return timetable
            taller = self._compute_timetable(scale)
            if taller.height > self._rows:
                return timetable
            timetable, self._minutes_per_row = taller, scale
        return timetable

    def opening_offset(self) -> Offset:
        """Return the offset at which the present is at one third of the height."""
        state, row = self.state, None
        if state.now is not None and state.conference.day_of(state.now) == state.day:
            row = self.timetable.row_at(state.now)
        most = max(0, self.timetable.height - self._rows)
        return Offset(0, max(0, min((row or 0) - self._rows // _SHARE_BEFORE_NOW, most)))

    def repaint_room(self, old: Cursor, new: Cursor) -> list[Region]:
        """Drop the header, which highlights the room of the cursor."""
        self._strips.pop(-1, None)
        return [Region(0, 0, self.size.width, self.HEADER_ROWS)]

    def scrolled_to(self, block: Block, offset: Offset) -> Offset:
        """Return the offset that shows the cursor's column and the rows of a block."""
        x, y = offset
        column = self.timetable.columns[self._column_of(self.state.cursor)]
        if column.x >= self._pinned:
            left = column.x - self._pinned
            x = scroll_into_view(left, left + column.width, x, self._cells)
        edges = (other.x - self._pinned for other in self.timetable.columns)
        x = next(edge for edge in edges if edge >= x)
        return Offset(x, scroll_into_view(block.top, block.bottom, y, self._rows))
