"""The widget of the schedule grid: keys, cursor, scrolling, and what is repainted.

It is one widget for any number of sessions, so the cost of a frame depends only on what is visible.
A cursor move repaints two blocks; only a scroll repaints everything.
"""

from collections.abc import Collection, Iterable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from confui.schedule.layout import (
    MINUTES_PER_ROW,
    Block,
    Cursor,
    Direction,
    Timetable,
    column_of,
    lay_out,
    move,
    move_to_edge,
)
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.grid.drawing import GUTTER, GridDrawing, explain_empty_grid

_SCALES = (60, 30, 20, MINUTES_PER_ROW, 10, 8, 6, 5, 4)
"""Minutes per row that the attendee can choose from, from the shortest rows to the tallest."""
_TALLEST_AUTOMATIC = 6
"""Minutes per row of the tallest rows that are chosen automatically."""


class ScheduleGrid(SessionView):
    """Shows the timetable of the selected day: rooms across, time down."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("grid--rule", "grid--muted", "grid--current", "grid--now", "grid--block"),
        *("grid--wide", "grid--cursor", "grid--title", "grid--dimmed"),
    }
    HEADER_ROWS = 1
    STYLE_PREFIX = "grid"
    BINDING_GROUP_TITLE = "Grid"
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k", "move('UP')", "grid.up", "Previous session in this room"),
        hidden_binding("down,j", "move('DOWN')", "grid.down", "Next session in this room"),
        hidden_binding("left,h", "move('LEFT')", "grid.left", "Room to the left"),
        hidden_binding("right,l", "move('RIGHT')", "grid.right", "Room to the right"),
        hidden_binding("pageup", "page('UP')", "grid.page_up", "Page up"),
        hidden_binding("pagedown", "page('DOWN')", "grid.page_down", "Page down"),
        hidden_binding("home", "edge('UP')", "grid.home", "First session in this room"),
        hidden_binding("end", "edge('DOWN')", "grid.end", "Last session in this room"),
        hidden_binding("plus,equals_sign", "scale(1)", "grid.taller", "Taller rows"),
        hidden_binding("minus", "scale(-1)", "grid.shorter", "Shorter rows"),
    ]

    class RoomChosen(Message):
        """The attendee clicked on the name of a room in the header."""

        def __init__(self, room: str) -> None:
            super().__init__()
            self.room = room

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.timetable = Timetable()
        self._minutes_per_row = MINUTES_PER_ROW
        self._scale_chosen = False
        self._drawing: GridDrawing | None = None
        self._cells = 0
        self._laid_out_for = Size(0, 0)
        self._direction = Direction.DOWN

    def watch_state(self, old: State, new: State) -> None:
        """Lay out again if the sessions differ, and repaint only what differs."""
        if _layout_key(old) != _layout_key(new):
            self._lay_out()
            self.scroll_to(0, 0, animate=False, immediate=True)
            self._show_cursor()
        elif old.cursor != new.cursor:
            self._repaint_move(old.cursor, new.cursor)
        if old.now != new.now:
            self._repaint_all()
        else:
            self._repaint_sessions(_changed_sessions(old, new))

    def notify_style_update(self) -> None:
        """Drop the drawing, whose colours are out of date."""
        super().notify_style_update()
        self._drawing = None

    def on_resize(self) -> None:
        """Lay out for the new size and keep the cursor in view."""
        self.fit()
        self._show_cursor()

    def fit(self) -> None:
        """Lay out for the present size, if that has not been done yet."""
        if self._laid_out_for != self.size:
            self._lay_out()

    def action_move(self, direction: str) -> None:
        """Move the cursor to the neighbour in a direction, the name of a `Direction`."""
        self._direction = Direction[direction]
        self._move_to(move(self.timetable, self.state.cursor, self._direction), self._direction)

    def predict_next(self) -> Iterable[Session]:
        """Yield the neighbours, first the one in the direction of the last step."""
        for direction in sorted(Direction, key=lambda each: each is not self._direction):
            cursor = move(self.timetable, self.state.cursor, direction)
            session = self.state.sessions.get(cursor.session)  # None: the layout is out of date
            if session is not None and cursor.session != self.state.cursor.session:
                yield session

    def action_edge(self, direction: str) -> None:
        """Move the cursor to the first (`UP`) or last (`DOWN`) session of the room."""
        cursor = move_to_edge(self.timetable, self.state.cursor, Direction[direction])
        self._move_to(cursor, Direction[direction])

    def action_page(self, direction: str) -> None:
        """Move the cursor up or down by one page."""
        towards, cursor = Direction[direction], self.state.cursor
        start = self._top_of(cursor)
        while (following := move(self.timetable, cursor, towards)) != cursor:
            if cursor != self.state.cursor and abs(self._top_of(following) - start) >= self._rows:
                break
            cursor = following
        self._move_to(cursor, towards)

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

    def on_click(self, event: events.Click) -> None:
        """Select a session, open it on a double click, or filter by a room in the header."""
        column = self.timetable.column_at(event.x - GUTTER + self.scroll_offset.x)
        if event.y < self.HEADER_ROWS and column and event.x >= GUTTER:
            self.post_message(self.RoomChosen(column.name))
            return
        block = self._block_under(event.offset)
        if block is None:
            return
        cursor = Cursor(block.session.id, column.name if column else self.state.cursor.room)
        self.post_message(self.Opened(cursor) if event.chain > 1 else self.Moved(cursor))

    def draw_row(self, row: int) -> Strip:
        """Return the header (row -1) or a row of the timetable, with the gutter."""
        left = self.scroll_offset.x
        if row < 0:
            return self.drawing.draw_header(left, self._cells, self._column_of(self.state.cursor))
        if row == 1 and not self.timetable.blocks:
            return self.drawing.draw_message(explain_empty_grid(self.state), self._cells)
        return self.drawing.draw_row(row, left, self._cells, self.state)

    @property
    def drawing(self) -> GridDrawing:
        """Draws the timetable in the present theme; cached until theme, layout or time change."""
        if self._drawing is None:
            state = self.state
            today = state.now is not None and state.conference.day_of(state.now) == state.day
            past = {b.session.id for b in self.timetable.blocks if state.is_over(b.session)}
            now = state.now if today else None
            self._drawing = GridDrawing(self.timetable, self.get_style, now, past)
        return self._drawing

    @property
    def _rows(self) -> int:
        """Rows of the timetable that are visible at once."""
        return max(1, self.size.height - self.HEADER_ROWS)

    def _move_to(self, cursor: Cursor, direction: Direction) -> None:
        if cursor != self.state.cursor:
            self.post_message(self.Moved(cursor))
        else:
            self.post_message(self.Stuck(f"Nothing further {direction.name.lower()} on this day"))

    def _top_of(self, cursor: Cursor) -> int:
        block = self.timetable.block_of(cursor.session)
        return block.top if block else 0

    def _block_under(self, offset: Offset) -> Block | None:
        if offset.y < self.HEADER_ROWS or offset.x < GUTTER:
            return None
        return self.timetable.block_at(
            *(offset - Offset(GUTTER, self.HEADER_ROWS) + self.scroll_offset)
        )

    def _lay_out(self) -> None:
        self._laid_out_for = self.size
        if not self.size:  # another view is shown
            return
        self._cells = max(1, self.size.width - GUTTER)
        if not self._scale_chosen:
            self._minutes_per_row = MINUTES_PER_ROW
        self.timetable = self._compute_timetable(self._minutes_per_row)
        if not self._scale_chosen:
            self._use_spare_rows()
        width = GUTTER + self.timetable.width
        if (
            self.timetable.width > self._cells
        ):  # so that any column can be scrolled to the left edge
            width += self.timetable.columns[-1].width
        self.resize_content(width, self.HEADER_ROWS + self.timetable.height)
        self._repaint_all()

    def _compute_timetable(self, minutes_per_row: int) -> Timetable:
        state = self.state
        return lay_out(state.shown, state.conference.rooms, self._cells, minutes_per_row)

    def _use_spare_rows(self) -> None:
        """Make the rows of a short day taller, if all of it still fits on the screen."""
        for scale in _SCALES[_SCALES.index(MINUTES_PER_ROW) + 1 :]:
            if scale < _TALLEST_AUTOMATIC or self.timetable.height >= self._rows:
                return
            taller = self._compute_timetable(scale)
            if taller.height > self._rows:
                return
            self.timetable, self._minutes_per_row = taller, scale

    def _repaint_all(self) -> None:
        self._drawing = None
        self.redraw()

    def _repaint_move(self, old: Cursor, new: Cursor) -> None:
        """Repaint the old and the new block under the cursor; everything only after a scroll."""
        blocks = [self.timetable.block_of(cursor.session) for cursor in (old, new)]
        regions = self._drop_blocks([block for block in blocks if block is not None])
        if self._show_cursor():
            return
        if old.room != new.room or self._column_of(old) != self._column_of(new):
            self._strips.pop(-1, None)
            regions.append(Region(0, 0, GUTTER + self._cells, self.HEADER_ROWS))
        self.refresh(*regions)

    def _repaint_sessions(self, sessions: Collection[str]) -> None:
        """Repaint the visible blocks of sessions, given by id."""
        blocks = (b for b in self.timetable.blocks if b.session.id in sessions)
        if sessions and (regions := self._drop_blocks(blocks)):
            self.refresh(*regions)

    def _drop_blocks(self, blocks: Iterable[Block]) -> list[Region]:
        """Drop the cached strips of blocks; return the regions of the visible ones."""
        view = Region(GUTTER, self.HEADER_ROWS, self._cells, self._rows)
        to_widget = Offset(GUTTER, self.HEADER_ROWS) - self.scroll_offset
        regions = []
        for block in blocks:
            for row in range(block.top, block.bottom):
                self._strips.pop(row, None)
            x, y = block.x + to_widget.x, block.top + to_widget.y
            if region := Region(x, y, block.width, block.height).intersection(view):
                regions.append(region)
        return regions

    def _show_cursor(self) -> bool:
        """Scroll so that the block under the cursor is in view; return whether it scrolled."""
        block = self.timetable.block_of(self.state.cursor.session)
        if block is None or not self.size:
            return False
        x, y = self.scroll_offset
        column = self.timetable.columns[self._column_of(self.state.cursor)]
        x = _scroll_into_view(column.x, column.x + column.width, x, self._cells)
        x = next(other.x for other in self.timetable.columns if other.x >= x)
        y = _scroll_into_view(block.top, block.bottom, y, self._rows)
        if Offset(x, y) == self.scroll_offset:
            return False
        self._strips.pop(-1, None)
        if x != self.scroll_offset.x:
            self._strips.clear()
        self.scroll_to(x, y, animate=False, immediate=True, force=True)
        self.refresh()
        return True

    def _column_of(self, cursor: Cursor) -> int:
        """Return the index of the cursor's column; 0 without a block."""
        block = self.timetable.block_of(cursor.session)
        return column_of(self.timetable, block, cursor.room) if block else 0


def _layout_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever other sessions are shown."""
    return state.by_day, state.day, state.hiding and state.matching


def _changed_sessions(old: State, new: State) -> Collection[str]:
    """Return the ids of sessions whose block looks different: star, dimming, highlighted words."""
    if old.bookmarks is new.bookmarks and old.matching is new.matching and old.query is new.query:
        return ()
    changed = old.matching ^ new.matching
    if old.bookmarks is not new.bookmarks:
        marked = old.bookmarks.keys() | new.bookmarks.keys()
        changed |= {id for id in marked if old.bookmarks.get(id) != new.bookmarks.get(id)}
    return changed | new.matching if old.query.words != new.query.words else changed


def _scroll_into_view(start: int, end: int, scroll: int, size: int) -> int:
    """Return the offset nearest to `scroll` that shows `start` to `end`, or at least `start`."""
    return min(start, max(scroll, end - size))
