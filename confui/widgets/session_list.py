"""The sessions that match as a list: the agenda by day and time, or people with their sessions."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from confui.schedule import wording
from confui.schedule.navigation import Cursor
from confui.state import State, View
from confui.widgets.block import STAR, cut
from confui.widgets.keys import quiet_key
from confui.widgets.listing import Entry, Listing, Row, first_line, listing, second_line
from confui.widgets.marking import mark
from confui.widgets.query_bar import NO_WAY_OUT
from confui.widgets.session_view import SessionView

_TIMES = 16
"""Cells of the column of times."""


class SessionList(SessionView):
    """Lists what matches, over all days; it costs what is visible of it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--heading",
        "list--muted",
        "list--title",
        "list--cursor",
    }
    LOOKS = "list"
    BINDING_GROUP_TITLE = "List"
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet_key("up,k", "move(-1)", "list.up", "The session before"),
        quiet_key("down,j", "move(1)", "list.down", "The next session"),
        quiet_key("pageup", "page(-1)", "list.page_up", "A screen up"),
        quiet_key("pagedown", "page(1)", "list.page_down", "A screen down"),
        quiet_key("home", "edge(0)", "list.home", "The first session"),
        quiet_key("end", "edge(-1)", "list.end", "The last session"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._listing = Listing()
        self._at = -1
        self._painted_at = -1

    def watch_state(self, old: State, new: State) -> None:
        """List anew what needs it, and follow the cursor."""
        if new.view is View.GRID:
            return
        if _listed(old) != _listed(new) or not self._listing.rows:
            self._list()
        elif old.cursor != new.cursor:
            self._follow_cursor()
        elif old.bookmarks != new.bookmarks:
            self._repaint()

    def on_resize(self) -> None:
        """Fill the new size."""
        self.fit()
        self._show_cursor()

    def fit(self) -> None:
        """Cut the lines for the present width."""
        if self.virtual_size.width != self.size.width:
            self._resize()

    def action_move(self, step: int) -> None:
        """Go to the session before or after; from what is not in the list, to the nearest."""
        if self._at < 0:
            near = self.state.on_shown().cursor
            return self._go(self._listing.index_of(near.session), "")
        self._go(self._at + step, "This is the last" if step > 0 else "This is the first")

    def action_page(self, step: int) -> None:
        """Go as far as a screen reaches."""
        entries, top = self._listing.entries, self._top
        there = top + step * max(1, self.size.height - 2)
        within = [i for i, entry in enumerate(entries) if (entry.top - there) * step <= 0]
        within = [i for i in within if (i - self._at) * step > 0] or [self._at + step]
        reached = max(within) if step > 0 else min(within)
        self._go(reached, "This is the last" if step > 0 else "This is the first")

    def action_edge(self, index: int) -> None:
        """Go to the first or last session."""
        last = len(self._listing.entries) - 1
        self._go(last if index else 0, "This is the last" if index else "This is the first")

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a double click reads it."""
        y = event.y + self.scroll_offset.y
        rows = self._listing.rows
        if 0 <= y < len(rows) and rows[y].entry >= 0:
            self._at = rows[y].entry
            cursor = self._cursor(self._at)
            self.post_message(self.Opened(cursor) if event.chain > 1 else self.Moved(cursor))

    def render_line(self, y: int) -> Strip:
        """Return a line of the view; the heading of what is at the top stays in sight."""
        strip = super().render_line(y)
        top = self.scroll_offset.y
        rows = self._listing.rows
        if y or not top or top + 1 >= len(rows) or rows[top + 1].heading:
            return strip
        heading = next((row for row in rows[top::-1] if row.heading), Row())
        drawn = Strip(self._heading(heading)).crop_extend(0, self.size.width - 1, self.ground)
        return Strip.join([drawn, strip.crop(self.size.width - 1)])

    def draw(self, row: int) -> Strip:
        """Return a row of the list."""
        width, rows = self.size.width, self._listing.rows
        if not rows:
            said = nothing_listed(self.state, row).render_segments(self.visual_style)
            return Strip(said).crop_extend(0, width, self.ground)
        if row >= len(rows):
            return Strip.blank(width, self.ground)
        this = rows[row]
        segments = self._heading(this) if this.entry < 0 else self._entry(this, width)
        return Strip(segments).crop_extend(0, width, self.ground).simplify()

    def _heading(self, row: Row) -> list[Segment]:
        heading, muted = self.style_of("heading"), self.style_of("muted")
        found = mark(row.heading, heading, self._mark, self.state.query)
        return [Segment(" ", heading), *found, Segment(f"  {row.note}", muted)]

    def _entry(self, row: Row, width: int) -> list[Segment]:
        session = self._listing.entries[row.entry].session
        look = ("cursor",) if row.entry == self._at else ()
        title, muted = self.style_of("title", *look), self.style_of("muted", *look)
        level = self.style_of(*look, f"$level-{session.level or 'unset'}")
        bar = Segment(" █" if look else " ▌", level)
        room = width - _TIMES - 3
        if row.line:
            note = mark(cut(second_line(session), room), muted, self._mark, self.state.query)
            segments = [bar, Segment(" " * (_TIMES + 1), muted), *note]
        else:
            times, name = first_line(session, self.state.view)
            found = mark(cut(name, room - 3), title, self._mark, self.state.query)
            segments = [bar, Segment(f" {times:<{_TIMES}}", muted), *found]
            if session.id in self.state.bookmarks:
                strip = Strip(segments).crop_extend(0, width - 2, title)
                segments = [*strip, Segment(f"{STAR} ", self.style_of(*look, "$star"))]
        return list(Strip(segments).crop_extend(0, width, title))

    @property
    def _mark(self) -> RichStyle:
        style = self.style_of("$match")
        return RichStyle(color=style.color, underline=True)

    @property
    def _top(self) -> int:
        return self._listing.entries[self._at].top if self._at >= 0 else 0

    def _cursor(self, index: int) -> Cursor:
        return self.state.on(self._listing.entries[index].session.id).cursor

    def _go(self, index: int, reason: str) -> None:
        if not self._listing.entries:
            self.post_message(self.Stuck("Nothing matches"))
        elif not 0 <= index < len(self._listing.entries) or index == self._at:
            self.post_message(self.Stuck(reason))
        else:
            self._at = index
            cursor = self._cursor(index)
            if cursor == self.state.cursor:  # the same session, under another of its people
                self._follow_cursor()
            else:
                self.post_message(self.Moved(cursor))

    def _list(self) -> None:
        """List what matches now."""
        self._listing = listing(self.state)
        self._find_cursor()
        self._painted_at = self._at
        self._resize()
        self._repaint()
        if not self._show_cursor():
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)

    def _resize(self) -> None:
        self._strips.clear()
        self.resize_content(self.size.width, len(self._listing.rows))

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def _find_cursor(self) -> None:
        """Take the entry of the selected session: the one that was gone to, else the nearest."""
        entries, session = self._listing.entries, self.state.cursor.session
        if not 0 <= self._at < len(entries) or entries[self._at].session.id != session:
            self._at = self._listing.index_of(session, self._at)

    def _follow_cursor(self) -> None:
        """Repaint the entries that the cursor left and reached, all of it only after a scroll."""
        left = self._painted_at
        self._find_cursor()
        self._painted_at = self._at
        regions = []
        for index in (left, self._at):
            if 0 <= index < len(self._listing.entries):
                entry = self._listing.entries[index]
                regions.append(self._region(entry))
                for row in range(entry.top, entry.top + entry.height):
                    self._strips.pop(row, None)
        if not self._show_cursor() and regions:
            self.refresh(*regions)

    def _region(self, entry: Entry) -> Region:
        y = entry.top - self.scroll_offset.y
        return Region(0, y, self.size.width, entry.height).intersection(
            Region(0, 0, self.size.width, self.size.height)
        )

    def _show_cursor(self) -> bool:
        """Scroll as little as shows the entry under the cursor, and a heading above it.

        Return whether it scrolled.
        """
        if self._at < 0 or not self.size:
            return False
        entry = self._listing.entries[self._at]
        scroll = self.scroll_offset.y
        wanted = min(entry.top - 1, max(scroll, entry.top + entry.height - self.size.height))
        if wanted == scroll:
            return False
        self.scroll_to(0, wanted, animate=False, immediate=True, force=True)
        self.refresh()
        return True


def nothing_listed(state: State, row: int) -> Content:
    """Return a line of what is told in place of an empty list: what dropping a term would bring."""
    if row == 1:
        nobody = state.matching and state.view is View.PEOPLE
        said = "No session that matches has a speaker." if nobody else "Nothing matches."
        return Content(f"  {said if state.sessions else 'This schedule has no session yet.'}")
    if row == 3 and state.query and not state.matching and not state.relaxations:
        return Content.styled(f"  {NO_WAY_OUT[0].upper()}{NO_WAY_OUT[1:]}.", "$text-muted")
    if not 3 <= row < 3 + len(state.relaxations):
        return Content("")
    term, count = state.relaxations[row - 3]
    click = Style.from_meta({"@click": f"screen.drop({row - 3})"})
    way = Content.styled(f"Without {term.describe()}", "underline").stylize(click)
    return Content.assemble("  ", way, f"  {wording.number(count, 'session')}")


def _listed(state: State) -> tuple[object, ...]:
    """Return what decides which rows there are, and what is marked in them."""
    return state.view, state.matching, state.sessions, state.query.words
