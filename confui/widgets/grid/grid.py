"""The schedule grid: one day, rooms across and time down, drawn line by line.

One widget whatever the number of sessions: what a frame costs depends on what is visible. A cursor
move repaints two blocks; only a scroll repaints all of it.
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
    edge,
    lay_out,
    step,
)
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.grid.drawing import GUTTER, Drawing, nothing_to_draw

_SCALES = (60, 30, 20, MINUTES_PER_ROW, 10, 8, 6, 5, 4)
_TALLEST_UNASKED = 6


class ScheduleGrid(SessionView):
    """The timetable of the day that is shown."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("grid--rule", "grid--muted", "grid--current", "grid--now", "grid--block"),
        *("grid--wide", "grid--cursor", "grid--title", "grid--dimmed"),
    }
    HEAD = 1
    LOOKS = "grid"
    BINDING_GROUP_TITLE = "Grid"
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k", "move('UP')", "grid.up", "The session before, in this room"),
        hidden_binding("down,j", "move('DOWN')", "grid.down", "The next session in this room"),
        hidden_binding("left,h", "move('LEFT')", "grid.left", "The room to the left"),
        hidden_binding("right,l", "move('RIGHT')", "grid.right", "The room to the right"),
        hidden_binding("pageup", "page('UP')", "grid.page_up", "A screen up"),
        hidden_binding("pagedown", "page('DOWN')", "grid.page_down", "A screen down"),
        hidden_binding("home", "edge('UP')", "grid.home", "The first session in this room"),
        hidden_binding("end", "edge('DOWN')", "grid.end", "The last session in this room"),
        hidden_binding("plus,equals_sign", "scale(1)", "grid.taller", "Taller rows"),
        hidden_binding("minus", "scale(-1)", "grid.shorter", "Shorter rows"),
    ]

    class RoomChosen(Message):
        """The attendee clicked on the name of a room."""

        def __init__(self, room: str) -> None:
            super().__init__()
            self.room = room

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.timetable = Timetable()
        self._minutes_per_row = MINUTES_PER_ROW
        self._scale_chosen = False
        self._drawing: Drawing | None = None
        self._cells = 0
        self._laid_out_for = Size(0, 0)
        self._heading = Direction.DOWN

    def watch_state(self, old: State, new: State) -> None:
        """Lay out anew what needs it, and repaint only what differs."""
        if _content(old) != _content(new):
            self._lay_out()
            self.scroll_to(0, 0, animate=False, immediate=True)
            self._show_cursor()
        elif old.cursor != new.cursor:
            self._repaint(old.cursor, new.cursor)
        if old.now != new.now:
            self._repaint_all()
        else:
            self._repaint_sessions(_changed(old, new))

    def notify_style_update(self) -> None:
        """Forget what was painted in the colours of before."""
        super().notify_style_update()
        self._drawing = None

    def on_resize(self) -> None:
        """Fill the new size."""
        self.fit()
        self._show_cursor()

    def fit(self) -> None:
        """Lay out for the present size."""
        if self._laid_out_for != self.size:
            self._lay_out()

    def action_move(self, direction: str) -> None:
        """Step to the neighbour in a direction."""
        self._heading = Direction[direction]
        self._go(step(self.timetable, self.state.cursor, self._heading), self._heading)

    def ahead(self) -> Iterable[Session]:
        """Return the neighbours, first the one in the direction of the last step."""
        for direction in sorted(Direction, key=lambda each: each is not self._heading):
            cursor = step(self.timetable, self.state.cursor, direction)
            if cursor.session != self.state.cursor.session:
                yield self.state.sessions[cursor.session]

    def action_edge(self, direction: str) -> None:
        """Go to the first or last session of the room."""
        cursor = edge(self.timetable, self.state.cursor, Direction[direction])
        self._go(cursor, Direction[direction])

    def action_page(self, direction: str) -> None:
        """Go as far as a screen reaches."""
        heading, cursor = Direction[direction], self.state.cursor
        start = self._top_of(cursor)
        while (further := step(self.timetable, cursor, heading)) != cursor:
            if cursor != self.state.cursor and abs(self._top_of(further) - start) >= self._rows:
                break
            cursor = further
        self._go(cursor, heading)

    def action_scale(self, taller: int) -> None:
        """Give an hour more rows, or fewer."""
        index = _SCALES.index(self._minutes_per_row) + taller
        if not self.timetable.blocks or not 0 <= index < len(_SCALES):
            size = "taller" if taller > 0 else "shorter"
            self.post_message(self.Stuck(f"The rows do not get {size}"))
            return
        self._minutes_per_row = _SCALES[index]
        self._scale_chosen = True
        self._lay_out()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a double click reads it. A room's name filters by the room."""
        column = self.timetable.column_at(event.x - GUTTER + self.scroll_offset.x)
        if event.y < self.HEAD and column and event.x >= GUTTER:
            self.post_message(self.RoomChosen(column.name))
            return
        block = self._block_under(event.offset)
        if block is None:
            return
        cursor = Cursor(block.session.id, column.name if column else self.state.cursor.room)
        self.post_message(self.Opened(cursor) if event.chain > 1 else self.Moved(cursor))

    def draw(self, row: int) -> Strip:
        """Return a row of the timetable: the gutter, and what is visible of the columns."""
        left = self.scroll_offset.x
        if row < 0:
            return self.drawing.head(left, self._cells, self._current(self.state.cursor))
        if row == 1 and not self.timetable.blocks:
            return self.drawing.line(nothing_to_draw(self.state), self._cells)
        return self.drawing.row(row, left, self._cells, self.state)

    @property
    def drawing(self) -> Drawing:
        """The timetable as lines, in the colours of the theme and at the present time."""
        if self._drawing is None:
            state = self.state
            today = state.now is not None and state.conference.day_of(state.now) == state.day
            over = {b.session.id for b in self.timetable.blocks if state.is_over(b.session)}
            now = state.now if today else None
            self._drawing = Drawing(self.timetable, self.style_of, now, over)
        return self._drawing

    @property
    def _rows(self) -> int:
        """Rows of the timetable that fit on the screen."""
        return max(1, self.size.height - self.HEAD)

    def _go(self, cursor: Cursor, direction: Direction) -> None:
        if cursor != self.state.cursor:
            self.post_message(self.Moved(cursor))
        else:
            self.post_message(self.Stuck(f"Nothing further {direction.name.lower()} on this day"))

    def _top_of(self, cursor: Cursor) -> int:
        block = self.timetable.block_of(cursor.session)
        return block.top if block else 0

    def _block_under(self, offset: Offset) -> Block | None:
        if offset.y < self.HEAD or offset.x < GUTTER:
            return None
        return self.timetable.block_at(*(offset - Offset(GUTTER, self.HEAD) + self.scroll_offset))

    def _lay_out(self) -> None:
        self._laid_out_for = self.size
        if not self.size:  # hidden by another view
            return
        self._cells = max(1, self.size.width - GUTTER)
        if not self._scale_chosen:
            self._minutes_per_row = MINUTES_PER_ROW
        self.timetable = self._laid_out(self._minutes_per_row)
        if not self._scale_chosen:
            self._fill()
        width = GUTTER + self.timetable.width
        if self.timetable.width > self._cells:  # leave room to bring any column to the left edge
            width += self.timetable.columns[-1].width
        self.resize_content(width, self.HEAD + self.timetable.height)
        self._repaint_all()

    def _laid_out(self, minutes_per_row: int) -> Timetable:
        state = self.state
        return lay_out(state.shown, state.conference.rooms, self._cells, minutes_per_row)

    def _fill(self) -> None:
        """Let a short day have taller rows, as long as all of it stays on the screen."""
        for scale in _SCALES[_SCALES.index(MINUTES_PER_ROW) + 1 :]:
            if scale < _TALLEST_UNASKED or self.timetable.height >= self._rows:
                return
            taller = self._laid_out(scale)
            if taller.height > self._rows:
                return
            self.timetable, self._minutes_per_row = taller, scale

    def _repaint_all(self) -> None:
        self._drawing = None
        self.redraw()

    def _repaint(self, old: Cursor, new: Cursor) -> None:
        """Repaint the blocks that the cursor left and reached, all of it only after a scroll."""
        blocks = [self.timetable.block_of(cursor.session) for cursor in (old, new)]
        regions = self._forget([block for block in blocks if block is not None])
        if self._show_cursor():
            return
        if old.room != new.room or self._current(old) != self._current(new):
            self._strips.pop(-1, None)
            regions.append(Region(0, 0, GUTTER + self._cells, self.HEAD))
        self.refresh(*regions)

    def _repaint_sessions(self, sessions: Collection[str]) -> None:
        """Repaint the blocks of some sessions, as far as they are in view."""
        blocks = (b for b in self.timetable.blocks if b.session.id in sessions)
        if sessions and (regions := self._forget(blocks)):
            self.refresh(*regions)

    def _forget(self, blocks: Iterable[Block]) -> list[Region]:
        """Forget how some blocks were drawn; return where those in view lie within the widget."""
        view = Region(GUTTER, self.HEAD, self._cells, self._rows)
        to_widget = Offset(GUTTER, self.HEAD) - self.scroll_offset
        regions = []
        for block in blocks:
            for row in range(block.top, block.bottom):
                self._strips.pop(row, None)
            x, y = block.x + to_widget.x, block.top + to_widget.y
            if region := Region(x, y, block.width, block.height).intersection(view):
                regions.append(region)
        return regions

    def _show_cursor(self) -> bool:
        """Scroll as little as shows the whole block under the cursor; return whether it did."""
        block = self.timetable.block_of(self.state.cursor.session)
        if block is None or not self.size:
            return False
        x, y = self.scroll_offset
        column = self.timetable.columns[self._current(self.state.cursor)]
        x = _into_view(column.x, column.x + column.width, x, self._cells)
        x = next(other.x for other in self.timetable.columns if other.x >= x)
        y = _into_view(block.top, block.bottom, y, self._rows)
        if Offset(x, y) == self.scroll_offset:
            return False
        self._strips.pop(-1, None)
        if x != self.scroll_offset.x:
            self._strips.clear()
        self.scroll_to(x, y, animate=False, immediate=True, force=True)
        self.refresh()
        return True

    def _current(self, cursor: Cursor) -> int:
        """Return the index of the column that the cursor travels in."""
        block = self.timetable.block_of(cursor.session)
        return column_of(self.timetable, block, cursor.room) if block else 0


def _content(state: State) -> tuple[object, ...]:
    """Return what decides which sessions the grid holds."""
    return state.by_day, state.day, state.hiding and state.matching


def _changed(old: State, new: State) -> Collection[str]:
    """Return the sessions whose block does not look as before: starred, dimmed, words marked."""
    if old.bookmarks is new.bookmarks and old.matching is new.matching and old.query is new.query:
        return ()
    changed = old.matching ^ new.matching
    if old.bookmarks is not new.bookmarks:
        marked = old.bookmarks.keys() | new.bookmarks.keys()
        changed |= {id for id in marked if old.bookmarks.get(id) != new.bookmarks.get(id)}
    return changed | new.matching if old.query.words != new.query.words else changed


def _into_view(start: int, end: int, scroll: int, size: int) -> int:
    """Return the scroll offset nearest to `scroll` that shows `start` to `end`, `start` first."""
    return min(start, max(scroll, end - size))
