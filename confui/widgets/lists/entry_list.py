"""The ground of every list with a cursor: moves, scrolling, and which rows are painted anew."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import ClassVar, Generic

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.widgets.base.highlight import highlight
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.grid import cut
from confui.widgets.lists.rows import Entry, Heading, ListRows

TIMES = 16
"""Cells of the column of times."""


class EntryList(SessionView, Generic[Entry]):
    """Lists entries below headings, over all days; it costs what is visible of it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--heading",
        "list--muted",
        "list--title",
        "list--cursor",
    }
    LOOKS = "list"
    BINDING_GROUP_TITLE = "List"
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k", "move(-1)", "list.up", "The session before"),
        hidden_binding("down,j", "move(1)", "list.down", "The next session"),
        hidden_binding("pageup", "page(-1)", "list.page_up", "A screen up"),
        hidden_binding("pagedown", "page(1)", "list.page_down", "A screen down"),
        hidden_binding("home", "edge(0)", "list.home", "The first session"),
        hidden_binding("end", "edge(-1)", "list.end", "The last session"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._listing = ListRows[Entry]()
        self._at = -1
        self._painted_at = -1
        self._step = 1

    def listed(self) -> ListRows[Entry]:
        """Return what is to be listed now."""
        raise NotImplementedError

    def cursor_on(self, entry: Entry) -> Cursor:
        """Return the cursor for an entry."""
        raise NotImplementedError

    def is_on(self, entry: Entry, cursor: Cursor) -> bool:
        """Whether a cursor is on an entry."""
        raise NotImplementedError

    def draw_entry(self, entry: Entry, line: int, *, selected: bool) -> list[Segment]:
        """Return a line of an entry."""
        raise NotImplementedError

    def nothing(self, row: int) -> Content:
        """Return a line of what is told in place of an empty list."""
        raise NotImplementedError

    def list_anew(self, *, same_look: bool = False) -> None:
        """List what there is now; only what differs is painted, if entries look as they did.

        Args:
            same_look: Whether an entry that was listed before looks as it did then.
        """
        before, left, scroll = self._listing, self._painted_at, self.scroll_offset.y
        painted = self._strips if same_look else {}
        self._listing = self.listed()
        self._find_cursor()
        self._painted_at = self._at
        self._strips = self._carried_over(before, left, painted)
        self.resize_content(self.size.width, self._listing.rows)
        if self._show_cursor():
            return
        rows = range(scroll + 1, scroll + self.size.height - 1) if painted else range(0)
        same = {row for row in rows if (s := painted.get(row)) and s is self._strips.get(row)}
        visible = range(scroll, scroll + self.size.height)
        self.refresh_rows(row - scroll for row in visible if row not in same)

    def _carried_over(
        self, before: ListRows[Entry], left: int, painted: Mapping[int, Strip]
    ) -> dict[int, Strip]:
        """Return the strips of what was listed before and still is, where it is now.

        Not so for what the cursor left and reached.
        """
        if not painted:
            return {}
        known = {
            entry: top
            for i, (entry, top) in enumerate(zip(before.entries, before.tops, strict=True))
            if i != left
        }
        moved = {heading: row for row, heading in before.headings.items()}
        rows = {
            row: moved[heading]
            for row, heading in self._listing.headings.items()
            if heading in moved
        }
        for index, entry in enumerate(self._listing.entries):
            if index != self._at and (old := known.get(entry)) is not None:
                top, bottom = self._listing.tops[index], self._listing.bottoms[index]
                rows |= {row: old + row - top for row in range(top, bottom)}
        return {row: painted[old] for row, old in rows.items() if old in painted}

    def on_resize(self) -> None:
        """Fill the new size."""
        self.fit()
        self._show_cursor()

    def fit(self) -> None:
        """Cut the lines for the present width."""
        if self.virtual_size.width != self.size.width:
            self._resize()

    def action_move(self, step: int) -> None:
        """Go to the entry before or after; from what is not in the list, to the nearest."""
        self._step = step
        if self._at < 0:
            near = self.state.on_shown().cursor
            return self._go(self._index_of(near), "")
        self._go(self._at + step, "This is the last" if step > 0 else "This is the first")

    def ahead(self) -> Iterable[Session]:
        """Return what is before and after, first in the direction of the last step."""
        entries = self._listing.entries
        for index in (self._at + self._step, self._at - self._step):
            if 0 <= index < len(entries):
                session = self.state.sessions.get(self.cursor_on(entries[index]).session)
                if session is not None:
                    yield session

    def action_page(self, step: int) -> None:
        """Go as far as a screen reaches."""
        tops, reach = self._listing.tops, max(1, self.size.height - 2)
        start = tops[self._at] if self._at >= 0 else 0
        if step > 0:
            reached = max(bisect_right(tops, start + reach) - 1, self._at + 1)
        else:
            reached = min(bisect_left(tops, start - reach), self._at - 1)
        self._go(reached, "This is the last" if step > 0 else "This is the first")

    def action_edge(self, index: int) -> None:
        """Go to the first or last session."""
        last = len(self._listing.entries) - 1
        self._go(last if index else 0, "This is the last" if index else "This is the first")

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a double click reads it."""
        index = self._listing.index_at(event.y + self.scroll_offset.y)
        if index >= 0:
            self._enter(index)
            if event.chain > 1:
                self.post_message(self.Opened(self.cursor_on(self._listing.entries[index])))

    def line_at(self, y: int, top: int) -> Strip:
        """Return a line of the view; the heading of what is at the top stays in sight."""
        if y or not top or top + 1 in self._listing.headings:
            return super().line_at(y, top)
        segments = self._heading(self._listing.heading_of(top))
        return self.filtered(Strip(segments).crop_extend(0, self.size.width, self.ground))

    def draw(self, row: int) -> Strip:
        """Return a row of the list."""
        width, listed = self.size.width, self._listing
        index = listed.index_at(row)
        if index >= 0:
            entry, line = listed.entries[index], row - listed.tops[index]
            segments = self.draw_entry(entry, line, selected=index == self._at)
        elif row in listed.headings:
            segments = self._heading(listed.headings[row])
        elif listed.entries:
            return Strip.blank(width, self.ground)
        else:
            segments = self.nothing(row).render_segments(self.visual_style)
        return Strip(segments).crop_extend(0, width, self.ground).simplify()

    def _heading(self, heading: Heading) -> list[Segment]:
        style, muted = self.style_of("heading"), self.style_of("muted")
        found = highlight(heading.text, style, self.marking, self.state.query)
        note = cut(heading.note, self.size.width - cell_len(heading.text) - 4)
        return [Segment(" ", style), *found, Segment(f"  {note}", muted)]

    @property
    def marking(self) -> RichStyle:
        """The style of words that were searched for, on top of their own."""
        style = self.style_of("$match")
        return RichStyle(color=style.color, underline=True)

    def _go(self, index: int, reason: str) -> None:
        if not self._listing.entries:
            self.post_message(self.Stuck("Nothing is listed"))
        elif not 0 <= index < len(self._listing.entries) or index == self._at:
            self.post_message(self.Stuck(reason))
        else:
            self._enter(index)

    def _enter(self, index: int) -> None:
        self._at = index
        cursor = self.cursor_on(self._listing.entries[index])
        if cursor == self.state.cursor:  # the same session, under another of its people
            self.follow_cursor()
        else:
            self.post_message(self.Moved(cursor))

    def _resize(self) -> None:
        self._strips.clear()
        self.resize_content(self.size.width, self._listing.rows)

    def _find_cursor(self) -> None:
        """Take the entry under the cursor: the one that was gone to, else the nearest."""
        entries, cursor = self._listing.entries, self.state.cursor
        if not 0 <= self._at < len(entries) or not self.is_on(entries[self._at], cursor):
            self._at = self._index_of(cursor)

    def _index_of(self, cursor: Cursor) -> int:
        """Return the index of what a cursor is on, nearest to where it was; -1 for nothing."""
        entries = enumerate(self._listing.entries)
        places = [index for index, entry in entries if self.is_on(entry, cursor)]
        return min(places, key=lambda place: abs(place - self._at), default=-1)

    def follow_cursor(self) -> None:
        """Repaint the entries that the cursor left and reached, all of it only after a scroll."""
        left = self._painted_at
        self._find_cursor()
        self._painted_at = self._at
        scrolled = self.scroll_offset.y
        screen, regions = Region(0, 0, *self.size), []
        for index in (left, self._at):
            if 0 <= index < len(self._listing.entries):
                top, bottom = self._listing.tops[index], self._listing.bottoms[index]
                for row in range(top, bottom):
                    self._strips.pop(row, None)
                entry = Region(0, top - scrolled, self.size.width, bottom - top)
                regions.append(entry.intersection(screen))
        if not self._show_cursor() and regions:
            self.refresh(*regions)

    def _show_cursor(self) -> bool:
        """Scroll as little as shows the entry under the cursor, and a heading above it.

        Return whether it scrolled.
        """
        if not self.size:
            return False
        height, scroll = self.size.height, self.scroll_offset.y
        wanted = min(scroll, max(0, self._listing.rows - height))
        if self._at >= 0:
            top, bottom = self._listing.tops[self._at], self._listing.bottoms[self._at]
            wanted = min(top - 1, max(wanted, bottom - height))
        if wanted == scroll:
            return False
        self.scroll_to(0, wanted, animate=False, immediate=True, force=True)
        self.refresh()
        return True
