"""What the grid and the turned grid share: keys, cursor, scrolling, and what is repainted.

Each is one widget for any number of sessions, so the cost of a frame depends only on what is
visible. A cursor move repaints two blocks; only a scroll repaints everything.
"""

from collections.abc import Collection, Container, Iterable, Sequence
from datetime import date, datetime
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from confui.doorway import TYPE_CHECKING
from confui.schedule.layout import (
    Block,
    Cursor,
    Direction,
    Timetable,
    block_under,
    column_of,
    move,
    move_to_edge,
)
from confui.schedule.models import Session
from confui.state import GridScales, State
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.grid.drawing import BlockDrawing, explain_empty_grid

if TYPE_CHECKING:
    from confui.schedule.layout import TurnedTimetable  # the first frame is not turned

_MANY = 200
"""Of more sessions, most of what is in view is repainted anyway."""


class GridView(SessionView):
    """Shows the sessions of the selected day as blocks, placed by room and time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("grid--rule", "grid--muted", "grid--current", "grid--now", "grid--block"),
        *("grid--wide", "grid--cursor", "grid--title", "grid--dimmed"),
    }
    HEADER_ROWS = 1
    STYLE_PREFIX = "grid"
    BINDING_GROUP_TITLE = "Grid"

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("R", "choose_rooms", "grid.rooms", "Choose and order the rooms"),
        hidden_binding("apostrophe", "go_to_room", "grid.go_to_room", "Go to a room by its name"),
    ]

    timetable: "Timetable | TurnedTimetable"
    """Where the sessions are."""

    class RoomChosen(Message):
        """The attendee clicked on the name of a room."""

        def __init__(self, room: str) -> None:
            super().__init__()
            self.room = room

    class Scaled(Message):
        """The attendee wants the grids in other scales."""

        def __init__(self, scales: GridScales) -> None:
            super().__init__()
            self.scales = scales

    class RoomsWanted(Message):
        """The attendee wants to choose and order the rooms."""

    class RoomWanted(Message):
        """The attendee wants to go to a room by its name."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._gutter = 0
        """The cells at the left that do not scroll."""
        self._cells = 0
        """The cells beside the gutter."""
        self._pinned = 0
        """The first cells of the layout, which are in the gutter and so do not scroll."""
        self._drawing: BlockDrawing | None = None
        self._laid_out_for = Size(0, 0)
        self._direction = Direction.DOWN
        self._opened = False

    @property
    def neighbours(self) -> Timetable:
        """The blocks with time down, among which the cursor moves."""
        raise NotImplementedError

    def turn(self, direction: Direction) -> Direction:
        """Return the direction of a timetable for a direction on the screen, and the reverse."""
        raise NotImplementedError

    def lay_out_day(self) -> "Timetable | TurnedTimetable":
        """Return the layout of the selected day for the present size; it may set the gutter."""
        raise NotImplementedError

    def make_drawing(self, now: datetime | None, past: Container[str]) -> BlockDrawing:
        """Return what draws the timetable; see `BlockDrawing` for the parameters."""
        raise NotImplementedError

    def scrolled_to(self, block: Block, offset: Offset) -> Offset:
        """Return the scroll offset nearest to `offset` at which a block is in view."""
        raise NotImplementedError

    def layout_key(self, state: State) -> object:
        """Return a key that differs whenever other sessions are shown."""
        every = state.room_choice is None  # then a day may have rooms that the conference lacks
        rooms = state.conference.rooms if every else state.rooms_shown
        of_day = state.on_day(state.day)
        return of_day, state.day, state.hiding and state.matching, every, rooms, state.zone

    def shows_day(self, day: date | None) -> bool:
        """Whether a day of the conference is laid out."""
        return day == self.state.day

    def opening_offset(self) -> Offset:
        """Return the scroll offset at which a day is first shown."""
        return Offset(0, 0)

    def repaint_room(self, old: Cursor, new: Cursor) -> list[Region]:
        """Drop the strips in which the name of the cursor's room stands; return their regions."""
        raise NotImplementedError

    def watch_state(self, old: State, new: State) -> None:
        """Lay out again if the sessions differ, and repaint only what differs."""
        if self.layout_key(old) != self.layout_key(new):
            place = self._place_of_cursor(old)
            self._lay_out()
            is_other_day = old.day != new.day and old.by_day is new.by_day
            offset = self._keeping(place) if is_other_day and place else self.opening_offset()
            self._show_cursor(offset)
        elif old.scales != new.scales:
            self.rescale()
        elif old.cursor != new.cursor:
            self._repaint_move(old.cursor, new.cursor)
        if old.now != new.now or old.reading != new.reading or old.main_facet is not new.main_facet:
            self._repaint_all()
        else:
            self._repaint_sessions(_changed_sessions(old, new))

    def rescale(self) -> None:
        """Lay out in the scale of the state, and keep the cursor in view."""
        self._lay_out()
        self._show_cursor()

    def show_present(self) -> None:
        """Scroll so that the present is where a day is opened, with the cursor in view."""
        self._show_cursor(self.opening_offset())

    def watch_scroll_x(self, old: float, new: float) -> None:
        """Draw the rows again, also if Textual scrolls because the layout got narrower."""
        super().watch_scroll_x(old, new)
        if round(old) != round(new):
            self._strips.clear()

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Draw the header again, which shows whether there is more."""
        super().watch_scroll_y(old, new)
        self._strips.pop(-1, None)

    def _place_of_cursor(self, state: State) -> Offset | None:
        """Return where the block under the cursor is on the screen; `None` without one."""
        block = self.timetable.block_of(state.cursor.session)
        return Offset(block.x, block.top) - self.scroll_offset if block else None

    def _keeping(self, place: Offset) -> Offset:
        """Return the offset at which the block under the cursor is at a place of the screen."""
        block = self.timetable.block_of(self.state.cursor.session)
        if block is None:
            return self.opening_offset()
        wanted = Offset(block.x, block.top) - place
        return Offset(max(0, wanted.x), max(0, wanted.y))

    def notify_style_update(self) -> None:
        """Drop the drawing, whose colours are out of date."""
        super().notify_style_update()
        self._drawing = None

    def on_resize(self) -> None:
        """Lay out for the new size and keep the cursor in view."""
        self.fit()
        is_first = not self._opened and bool(self.size)
        self._opened = self._opened or is_first
        self._show_cursor(self.opening_offset() if is_first else None)

    def fit(self) -> None:
        """Lay out for the present size, if that has not been done yet."""
        if self._laid_out_for != self.size:
            self._lay_out()

    def action_move(self, direction: str) -> None:
        """Move the cursor to the neighbour in a direction, the name of a `Direction`."""
        self._direction = self.turn(Direction[direction])
        self._move_to(move(self.neighbours, self.state.cursor, self._direction), self._direction)

    def predict_next(self) -> Iterable[Session]:
        """Yield the neighbours, first the one in the direction of the last step."""
        for direction in sorted(Direction, key=lambda each: each is not self._direction):
            cursor = move(self.neighbours, self.state.cursor, direction)
            session = self.state.sessions.get(cursor.session)  # None: the layout is out of date
            if session is not None and cursor.session != self.state.cursor.session:
                yield session

    def action_edge(self, direction: str) -> None:
        """Move the cursor as far as it goes: `UP` to the room's first session, `DOWN` to its last.

        `LEFT` and `RIGHT` go to the first and last room.
        """
        cursor = move_to_edge(self.neighbours, self.state.cursor, Direction[direction])
        self._move_to(cursor, Direction[direction])

    def action_page(self, direction: str, pages: float = 1) -> None:
        """Move the cursor up or down by a page, or by a part of one."""
        reach = max(1, int(self._rows * pages))
        towards, cursor = self.turn(Direction[direction]), self.state.cursor
        start, seen = self._top_of(cursor), {cursor}
        while (following := move(self.neighbours, cursor, towards)) not in seen:
            if cursor != self.state.cursor and abs(self._top_of(following) - start) >= reach:
                break
            cursor = following
            seen.add(cursor)
        self._move_to(cursor, towards)

    def action_choose_rooms(self) -> None:
        """Ask for the choice of rooms."""
        self.post_message(self.RoomsWanted())

    def action_go_to_room(self) -> None:
        """Ask for the name of a room."""
        self.post_message(self.RoomWanted())

    def list_sessions(self, state: State) -> Sequence[Session]:
        """Return the sessions of a state to lay out, each only with the rooms that are shown."""
        if state.room_choice is None:
            return state.shown_in_grid
        rooms = frozenset(state.rooms_shown)
        return [
            each if rooms.issuperset(each.rooms) else each._replace(rooms=_only(each.rooms, rooms))
            for each in state.shown_in_grid
        ]

    def on_click(self, event: events.Click) -> None:
        """Select a session, open it on a double click, or filter by the room that was clicked."""
        if event.y < self.HEADER_ROWS or event.x < self._gutter - self._pinned:
            if room := self.room_under(event.offset):
                self.post_message(self.RoomChosen(room))
            return
        x = self._layout_x(event.x)
        block = self.timetable.block_at(x, event.y - self.HEADER_ROWS + self.scroll_offset.y)
        if block is None:
            return
        cursor = Cursor(block.session.id, self.room_under(event.offset) or self.state.cursor.room)
        self.post_message(self.Opened(cursor) if event.chain > 1 else self.Moved(cursor))

    def _layout_x(self, x: int) -> int:
        """Return the cell of the layout at a cell of the widget; negative for none."""
        inside = x - self._gutter + self._pinned
        return inside if x < self._gutter else inside + self.scroll_offset.x

    def room_under(self, offset: Offset) -> str:
        """Return the room at a place in the widget or of the name there; empty if there is none."""
        raise NotImplementedError

    def draw_row(self, row: int) -> Strip:
        """Return the header (row -1) or a row of the timetable, with the gutter."""
        left = self.scroll_offset.x + self._pinned
        if row < 0:
            return self.drawing.draw_header(left, self._cells, self._column_of(self.state.cursor))
        if row == 1 and not self.timetable.blocks:
            return self.drawing.draw_message(
                explain_empty_grid(self.state), self._cells, self.state
            )
        return self.drawing.draw_row(row, left, self._cells, self.state)

    @property
    def drawing(self) -> BlockDrawing:
        """Draws the timetable in the present theme; cached until theme, layout or time change."""
        if self._drawing is None:
            state = self.state
            today = state.now is not None and self.shows_day(state.conference.day_of(state.now))
            past = {b.session.id for b in self.timetable.blocks if state.is_over(b.session)}
            self._drawing = self.make_drawing(state.now if today else None, past)
        return self._drawing

    @property
    def _rows(self) -> int:
        """Rows of the timetable that are visible at once."""
        return max(1, self.size.height - self.HEADER_ROWS)

    def _move_to(self, cursor: Cursor, direction: Direction) -> None:
        if cursor != self.state.cursor:
            self.post_message(self.Moved(cursor))
        else:
            seen = self.turn(direction).name.lower()
            self.post_message(self.Stuck(f"Nothing further {seen} on this day"))

    def _top_of(self, cursor: Cursor) -> int:
        block = self.timetable.block_of(cursor.session)
        return block.top if block else 0

    def _lay_out(self) -> None:
        self._laid_out_for = self.size
        if not self.size:  # another view is shown
            return
        self.timetable = self.lay_out_day()
        self._repaint_all()

    def _repaint_all(self) -> None:
        self._drawing = None
        self.redraw()

    def _repaint_move(self, old: Cursor, new: Cursor) -> None:
        """Repaint the old and the new block under the cursor; everything only after a scroll."""
        regions = self._drop_blocks(self.timetable.blocks_of((old.session, new.session)))
        if self._show_cursor():
            return
        if old.room != new.room or self._column_of(old) != self._column_of(new):
            regions += self.repaint_room(old, new)
        self.refresh(*regions)

    def _repaint_sessions(self, sessions: Collection[str]) -> None:
        """Repaint the visible blocks of sessions, given by id."""
        if len(sessions) > _MANY:
            self.redraw()
        elif sessions and (regions := self._drop_blocks(self.timetable.blocks_of(sessions))):
            self.refresh(*regions)

    def _drop_blocks(self, blocks: Iterable[Block]) -> list[Region]:
        """Drop the cached strips of blocks; return the regions of the visible ones."""
        view = Region(self._gutter, self.HEADER_ROWS, self._cells, self._rows)
        beside = Offset(self._gutter - self._pinned, self.HEADER_ROWS)
        pinned = Region(*beside, self._pinned, self._rows)
        to_widget = beside - self.scroll_offset
        regions = []
        for block in blocks:
            for row in range(block.top, block.bottom):
                self._strips.pop(row, None)
            x, y = block.x + to_widget.x, block.top + to_widget.y
            region = Region(x, y, block.width, block.height)
            if block.x < self._pinned:
                region, area = region.translate((self.scroll_offset.x, 0)), pinned
            else:
                area = view
            if region := region.intersection(area):
                regions.append(region)
        return regions

    def _show_cursor(self, start: Offset | None = None) -> bool:
        """Scroll so that the block under the cursor is in view; return whether it scrolled.

        Args:
            start: Where to scroll from; `None` for the present offset.
        """
        if not self.size:
            return False
        offset = self.scroll_offset if start is None else start
        if (block := self.timetable.block_of(self.state.cursor.session)) is not None:
            offset = self.scrolled_to(block, offset)
        offset = Offset(min(offset.x, self.max_scroll_x), min(offset.y, self.max_scroll_y))
        if offset == self.scroll_offset:
            return False
        self.scroll_to(*offset, animate=False, immediate=True, force=True)
        self.refresh()
        return True

    def _column_of(self, cursor: Cursor) -> int:
        """Return the index of the cursor's room; 0 without a block."""
        block = block_under(self.neighbours, cursor)
        return column_of(self.neighbours, block, cursor.room) if block else 0


def scroll_into_view(start: int, end: int, scroll: int, size: int) -> int:
    """Return the offset nearest to `scroll` that shows `start` to `end`, or at least `start`."""
    return min(start, max(scroll, end - size))


def _only(rooms: tuple[str, ...], shown: Container[str]) -> tuple[str, ...]:
    return tuple(room for room in rooms if room in shown)


def _changed_sessions(old: State, new: State) -> Collection[str]:
    """Return the ids of sessions whose block looks different: star, dimming, highlighted words."""
    if old.bookmarks is new.bookmarks and old.matching is new.matching and old.query is new.query:
        return ()
    changed = old.matching ^ new.matching
    if old.bookmarks is not new.bookmarks:
        marked = old.bookmarks.keys() | new.bookmarks.keys()
        changed |= {id for id in marked if old.bookmarks.get(id) != new.bookmarks.get(id)}
    return changed | old.marked | new.marked if old.query.words != new.query.words else changed
