"""The turned grid: one day, or all of them one under the other; rooms down, time across."""

from collections.abc import Container
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Offset, Region

from confui.schedule.layout import (
    Block,
    Cursor,
    DaySessions,
    Direction,
    Timetable,
    TurnedTimetable,
    lay_out_days,
    lay_out_turned,
    measure_days,
)
from confui.state import State
from confui.widgets.base.keys import hidden_binding
from confui.widgets.grid.grid_view import GridView, scroll_into_view
from confui.widgets.grid.turned_drawing import TurnedDrawing, measure_gutter

_SCALES = (30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1)
"""Minutes per cell, from the narrowest sessions to the widest."""
_READABLE = 3
"""Minutes per cell at which titles can be read; a day with space to spare gets no more."""
_FEWEST_HOURS = timedelta(hours=3)
"""What is visible at the start, however narrow the window is."""
_NEARLY = 1.4
"""How much narrower sessions may be than readable, if then the whole day is visible."""
_MOST_LINES = 6
"""The most lines of a session, on a day of few rooms."""
_SHARE_BEFORE_NOW = 4
"""Of the cells, one in this many is for what began before now."""

_TURNED = {
    Direction.UP: Direction.LEFT,
    Direction.LEFT: Direction.UP,
    Direction.DOWN: Direction.RIGHT,
    Direction.RIGHT: Direction.DOWN,
}


class TurnedGrid(GridView):
    """Shows the timetable of the selected day, or of all days: rooms down, time across."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k", "move('UP')", "turned.up", "Room above"),
        hidden_binding("down,j", "move('DOWN')", "turned.down", "Room below"),
        hidden_binding("left,h", "move('LEFT')", "turned.left", "Previous session in this room"),
        hidden_binding("right,l", "move('RIGHT')", "turned.right", "Next session in this room"),
        hidden_binding("pageup", "page('UP')", "turned.page_up", "Page up"),
        hidden_binding("pagedown", "page('DOWN')", "turned.page_down", "Page down"),
        hidden_binding("home", "edge('UP')", "turned.home", "First session in this room"),
        hidden_binding("end,G", "edge('DOWN')", "turned.end", "Last session in this room"),
        hidden_binding("ctrl+u", "page('UP', 0.5)", "turned.half_page_up", "Half a page up"),
        hidden_binding("ctrl+d", "page('DOWN', 0.5)", "turned.half_page_down", "Half a page down"),
        hidden_binding("ctrl+home", "edge('LEFT')", "turned.first_room", "First room"),
        hidden_binding("ctrl+end", "edge('RIGHT')", "turned.last_room", "Last room"),
        hidden_binding(
            "plus,equals_sign,greater_than_sign", "scale(1)", "turned.wider", "Wider sessions"
        ),
        hidden_binding(
            "minus,less_than_sign",
            "scale(-1)",
            "turned.narrower",
            "Narrower sessions, more of the day",
        ),
    ]

    timetable: TurnedTimetable

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.timetable = TurnedTimetable()
        self._day_minutes = 0
        """From the beginning of the axis to the last end."""

    @property
    def neighbours(self) -> Timetable:
        """The timetable with time down."""
        return self.timetable.transposed

    def turn(self, direction: Direction) -> Direction:
        """Return the direction after turning the picture; turning twice gives the same one."""
        return _TURNED[direction]

    def action_scale(self, wider: int) -> None:
        """Make sessions wider (1) or narrower (-1): fewer or more minutes per cell."""
        scales, present = self._list_scales(), self.timetable.minutes_per_cell
        index = scales.index(present) + wider if present in scales else -1
        if not self.timetable.blocks or not 0 <= index < len(scales):
            text = "Sessions cannot get wider" if wider > 0 else "The whole day is visible"
            self.post_message(self.Stuck(text))
            return
        self.post_message(self.Scaled(self.state.scales._replace(cell_minutes=scales[index])))

    def rescale(self) -> None:
        """Lay out in the scale of the state, and keep the time in the middle where it is."""
        middle = self.timetable.time_at(self.scroll_offset.x + self._cells // 2)
        self._lay_out()
        if middle is not None and (cell := self.timetable.cell_at(middle)) is not None:
            self._scroll_across(cell - self._cells // 2)
        self._show_cursor()

    def room_under(self, offset: Offset) -> str:
        """Return the room of the line at a place in the widget; empty if there is none."""
        line = offset.y - self.HEADER_ROWS + self.scroll_offset.y
        room = self.timetable.room_at(line) if offset.y >= self.HEADER_ROWS else None
        return room.name if room else ""

    def make_drawing(self, now: datetime | None, past: Container[str]) -> TurnedDrawing:
        """Return what draws the lines."""
        day = self.state.conference.day_of(now) if now else self.state.day
        return TurnedDrawing(
            *(self.timetable, self._gutter, self.get_style, now, past), *(self.state.zone, day)
        )

    def layout_key(self, state: State) -> object:
        """Return a key that differs whenever other sessions are shown."""
        if not state.all_days:
            return super().layout_key(state)
        return state.by_day, state.hiding and state.matching, state.room_choice, state.zone

    def shows_day(self, day: date | None) -> bool:
        """Whether a day of the conference is laid out."""
        return day in self.state.days if self.state.all_days else super().shows_day(day)

    def lay_out_day(self) -> TurnedTimetable:
        """Return the layout of the day, with more than one line for each room if they fit."""
        size = measure_days(self._list_days())
        self._day_minutes = size.minutes
        self._gutter = measure_gutter(size.rooms, self.size.width)
        self._cells = max(1, self.size.width - self._gutter)
        chosen = self.state.scales.cell_minutes
        minutes = chosen if chosen in _SCALES else self._choose_scale()
        timetable = self._compute_timetable(self._cells, minutes, 1)
        lines = min(_MOST_LINES, self._rows // max(1, timetable.height))
        if lines > 1:
            timetable = self._compute_timetable(self._cells, minutes, lines)
        width = max(self._cells, timetable.width)
        self.resize_content(self._gutter + width, self.HEADER_ROWS + timetable.height)
        return timetable

    def opening_offset(self) -> Offset:
        """Return the offset that shows the hours from shortly before now on."""
        state, cell = self.state, None
        if state.now is not None:
            today = state.conference.day_of(state.now)
            cell = self.timetable.cell_at(state.now, today) if self.shows_day(today) else None
        if cell is None:
            return Offset(0, 0)
        return Offset(self._within(cell - self._cells // _SHARE_BEFORE_NOW), 0)

    def repaint_room(self, old: Cursor, new: Cursor) -> list[Region]:
        """Drop the lines with the names of the old and the new room of the cursor."""
        regions = []
        for room in self.timetable.rooms:
            if room.name in (old.room, new.room):
                self._strips.pop(room.top, None)
                y = room.top - self.scroll_offset.y
                if 0 <= y < self._rows:
                    regions.append(Region(0, self.HEADER_ROWS + y, self._gutter, 1))
        return regions

    def scrolled_to(self, block: Block, offset: Offset) -> Offset:
        """Return the offset that shows the cells of a block and the cursor's room."""
        x, y = offset
        top, bottom = block.top, block.bottom
        if block.first_column < block.last_column and not block.all_day:
            room = self.timetable.rooms[self._column_of(self.state.cursor)]
            top, bottom = room.top, room.bottom
        if block.width < self.timetable.width:
            x = self._within(scroll_into_view(block.x, block.right, x, self._cells))
        return Offset(x, scroll_into_view(top, bottom, y, self._rows))

    def _within(self, x: int) -> int:
        return max(0, min(x, self.timetable.width - self._cells))

    def _scroll_across(self, x: int) -> None:
        self.scroll_to(self._within(x), animate=False, immediate=True, force=True)

    def _compute_timetable(self, cells: int, minutes: int, lines: int) -> TurnedTimetable:
        days = self._list_days()
        if self.state.all_days:
            return lay_out_days(days, cells, minutes, lines)
        return lay_out_turned(days[0].sessions, days[0].rooms, cells, minutes, lines)

    def _list_days(self) -> list[DaySessions]:
        """Return the days that are shown."""
        state = self.state
        days = state.days if state.all_days else (state.day,)
        states = (state._replace(day=day) for day in days)
        return [DaySessions(s.day, self.list_sessions(s), s.rooms_shown) for s in states]

    def _list_scales(self) -> tuple[int, ...]:
        """Return the useful minutes per cell, from the whole day on the screen to one minute."""
        whole = self._fit_whole_day()
        return tuple(scale for scale in _SCALES if scale <= whole)

    def _fit_whole_day(self) -> int:
        """Return the fewest minutes per cell with which the whole day is visible."""
        fitting = (s for s in reversed(_SCALES) if self._day_minutes <= s * (self._cells - 1))
        return next(fitting, _SCALES[0])

    def _choose_scale(self) -> int:
        """Return minutes per cell at which titles can be read and some hours are visible."""
        wanted = next(
            scale
            for scale in reversed(_SCALES)
            if scale >= _READABLE
            and (timedelta(minutes=scale * self._cells) >= _FEWEST_HOURS or scale == _SCALES[0])
        )
        whole = self._fit_whole_day()
        return whole if whole <= wanted * _NEARLY else wanted
