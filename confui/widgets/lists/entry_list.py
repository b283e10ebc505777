"""Base class of agenda, people and plan: cursor, scrolling, and which rows are repainted."""

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
from confui.state import State
from confui.text import fold
from confui.widgets.base.highlight import highlight
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.base.truncation import truncate
from confui.widgets.lists.rows import Entry, Heading, ListRows

_SHARE_BEFORE_NOW = 3
"""Of the rows, one in this many is for what began before now."""
_TIMES = 16
"""Width of the column of times, in cells."""
_TIMES_WITH_DAYS = 20
"""The same where a time may be of another day, such as `23:30 – 00:20+1`."""


class EntryList(SessionView, Generic[Entry]):
    """Lists entries below headings, over all days. Only the visible rows cost time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--heading",
        "list--muted",
        "list--title",
        "list--cursor",
    }
    STYLE_PREFIX = "list"
    SPARE_ROWS = 1
    BINDING_GROUP_TITLE = "List"
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k,ctrl+p", "move(-1)", "list.up", "Previous session"),
        hidden_binding("down,j,ctrl+n", "move(1)", "list.down", "Next session"),
        hidden_binding("pageup", "page(-1)", "list.page_up", "Page up"),
        hidden_binding("pagedown", "page(1)", "list.page_down", "Page down"),
        hidden_binding("home", "edge(0)", "list.home", "First session"),
        hidden_binding("end,G", "edge(-1)", "list.end", "Last session"),
        hidden_binding("ctrl+u", "page(-1, 0.5)", "list.half_page_up", "Half a page up"),
        hidden_binding("ctrl+d", "page(1, 0.5)", "list.half_page_down", "Half a page down"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = ListRows[Entry]()
        self._index = -1
        self._painted_index = -1
        self._step = 1

    @property
    def times_width(self) -> int:
        """The width of the column of times, in cells."""
        return _TIMES_WITH_DAYS if self.state.zone.is_mine else _TIMES

    def build_rows(self) -> ListRows[Entry]:
        """Return the rows for the present state."""
        raise NotImplementedError

    def make_cursor(self, entry: Entry) -> Cursor:
        """Return the cursor that is on an entry."""
        raise NotImplementedError

    def is_on(self, entry: Entry, cursor: Cursor) -> bool:
        """Whether a cursor is on an entry."""
        raise NotImplementedError

    def draw_entry(self, entry: Entry, line: int, *, selected: bool) -> list[Segment]:
        """Return a line of an entry, its first one for 0."""
        raise NotImplementedError

    def render_empty(self, row: int) -> Content:
        """Return a row of the text that is shown when the list is empty."""
        raise NotImplementedError

    def show_change(self, old: State, new: State, *, same_rows: bool) -> None:
        """Rebuild the rows, or show the new bookmarks and follow the cursor."""
        if not same_rows or not self._rows.height:
            return self.rebuild()
        if old.bookmarks != new.bookmarks:
            self.redraw()
        if old.cursor != new.cursor:
            self.follow_cursor()
        return None

    def rebuild(self, *, same_look: bool = False) -> None:
        """Build the rows again for the present state.

        Args:
            same_look: Whether entries that stay in the list look as before. Then only the rows
                that differ are repainted.
        """
        before, left, scroll = self._rows, self._painted_index, self.scroll_offset.y
        painted = self._strips if same_look else {}
        self._rows = self.build_rows()
        self._find_cursor()
        self._painted_index = self._index
        self._strips = self._carried_over(before, left, painted)
        self.resize_content(self.size.width, self._rows.height + self.SPARE_ROWS)
        if self._show_cursor():
            return
        rows = range(scroll + 1, scroll + self.size.height - 1) if painted else range(0)
        same = {row for row in rows if (s := painted.get(row)) and s is self._strips.get(row)}
        visible = range(scroll, scroll + self.size.height)
        self.refresh_rows(row - scroll for row in visible if row not in same)

    def _carried_over(
        self, before: ListRows[Entry], left: int, painted: Mapping[int, Strip]
    ) -> dict[int, Strip]:
        """Return the cached strips of the entries and headings that stay, by their new rows.

        The entries under the old and the new cursor are left out.
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
            row: moved[heading] for row, heading in self._rows.headings.items() if heading in moved
        }
        for index, entry in enumerate(self._rows.entries):
            if index != self._index and (old := known.get(entry)) is not None:
                top, bottom = self._rows.tops[index], self._rows.bottoms[index]
                rows |= {row: old + row - top for row in range(top, bottom)}
        return {row: painted[old] for row, old in rows.items() if old in painted}

    def on_resize(self) -> None:
        """Lay out for the new size and keep the cursor in view."""
        self.fit()
        self._show_cursor()

    def fit(self) -> None:
        """Lay out for the present width, if that has not been done yet."""
        if self.virtual_size.width != self.size.width:
            self.resize_rows()

    def action_move(self, step: int) -> None:
        """Move to the previous (-1) or next (1) entry; to the nearest one if none is selected."""
        self._step = step
        if self._index < 0:
            near = self.state.with_cursor_on_shown().cursor
            return self._move_to(self._index_of(near), "")
        self._move_to(self._index + step, "This is the last" if step > 0 else "This is the first")

    def predict_next(self) -> Iterable[Session]:
        """Yield the next and previous session, first the one in the direction of the last step."""
        entries = self._rows.entries
        for index in (self._index + self._step, self._index - self._step):
            if 0 <= index < len(entries):
                session = self.state.sessions.get(self.make_cursor(entries[index]).session)
                if session is not None:
                    yield session

    def action_page(self, step: int, pages: float = 1) -> None:
        """Move by a page, or by a part of one, up (-1) or down (1)."""
        tops, reach = self._rows.tops, max(1, int((self.size.height - 2) * pages))
        start = tops[self._index] if self._index >= 0 else 0
        if step > 0:
            reached = max(bisect_right(tops, start + reach) - 1, self._index + 1)
        else:
            reached = min(bisect_left(tops, start - reach), self._index - 1)
        self._move_to(reached, "This is the last" if step > 0 else "This is the first")

    def show_present(self) -> None:
        """Scroll so that the entry under the cursor is at one third of the height."""
        if self._index < 0:
            return
        top = self._rows.tops[self._index] - self.size.height // _SHARE_BEFORE_NOW
        top = max(0, min(top, self.max_scroll_y))
        if top != self.scroll_offset.y:
            self.scroll_to(0, top, animate=False, immediate=True, force=True)
            self.refresh()

    def action_edge(self, index: int) -> None:
        """Move to the first entry (0) or the last one (-1)."""
        last = len(self._rows.entries) - 1
        self._move_to(last if index else 0, "This is the last" if index else "This is the first")

    def on_click(self, event: events.Click) -> None:
        """Select the clicked entry; open it on a double click."""
        index = self._rows.find_index(event.y + self.scroll_offset.y)
        if index >= 0:
            self._enter(index)
            if event.chain > 1:
                self.post_message(self.Opened(self.make_cursor(self._rows.entries[index])))

    def get_line(self, y: int, top: int) -> Strip:
        """Return a line of the view. The first one shows the heading of the entry at the top."""
        if y or not top or top + 1 in self._rows.headings:
            return super().get_line(y, top)
        segments = self._heading(self._rows.find_heading(top))
        return self.apply_filters(Strip(segments).crop_extend(0, self.size.width, self.base_style))

    def draw_row(self, row: int) -> Strip:
        """Return a row of the list."""
        width, rows = self.size.width, self._rows
        index = rows.find_index(row)
        if index >= 0:
            entry, line = rows.entries[index], row - rows.tops[index]
            selected = index == self._painted_index
            segments = self.draw_entry(entry, line, selected=selected)
        elif row in rows.headings:
            segments = self._heading(rows.headings[row])
        elif rows.entries:
            return Strip.blank(width, self.base_style)
        else:
            segments = self.render_empty(row).render_segments(self.visual_style)
        return Strip(segments).crop_extend(0, width, self.base_style).simplify()

    def _heading(self, heading: Heading) -> list[Segment]:
        style, muted = self.get_style("heading"), self.get_style("muted")
        title = highlight(heading.text, style, self.match_style, self.state.query)
        note = truncate(heading.note, self.size.width - cell_len(heading.text) - 4)
        return [Segment(" ", style), *title, Segment(f"  {note}", muted)]

    @property
    def match_style(self) -> RichStyle:
        """The style that is put on top of words of the query."""
        style = self.get_style("$match")
        return RichStyle(color=style.color, underline=True)

    def fit_signs(
        self, segments: list[Segment], signs: str, style: RichStyle, sign_style: RichStyle
    ) -> list[Segment]:
        """Return a line with the signs of a bookmark at its end."""
        if not signs:
            return list(Strip(segments).crop_extend(0, self.size.width, style))
        line = Strip(segments).crop_extend(0, self.size.width - len(signs) - 1, style)
        return [*line, Segment(f"{signs} ", sign_style)]

    def find_below(self, typed: str) -> int:
        """Return the index of the first entry below the heading that begins with some letters.

        If none does, it is one with a later word that does; -1 for none. Case and accents do not
        matter.
        """
        wanted = fold(typed)
        if not wanted:
            return self._index
        inside = -1
        for row, heading in self._rows.headings.items():
            text = fold(heading.text)
            if text.startswith(wanted):
                return self._rows.find_index(row + 1)
            if inside < 0 and f" {wanted}" in text:
                inside = self._rows.find_index(row + 1)
        return inside

    def go_to(self, index: int) -> None:
        """Move the cursor to an entry, by its index."""
        if 0 <= index < len(self._rows.entries) and index != self._index:
            self._enter(index)

    def _move_to(self, index: int, reason: str) -> None:
        if not self._rows.entries:
            self.post_message(self.Stuck("The list is empty"))
        elif not 0 <= index < len(self._rows.entries) or index == self._index:
            self.post_message(self.Stuck(reason))
        else:
            self._enter(index)

    def _enter(self, index: int) -> None:
        self._index = index
        cursor = self.make_cursor(self._rows.entries[index])
        if cursor == self.state.cursor:  # the same session below another speaker
            self.follow_cursor()
        else:
            self.post_message(self.Moved(cursor))

    def resize_rows(self) -> None:
        """Draw the rows again for another width."""
        self._strips.clear()
        self.resize_content(self.size.width, self._rows.height + self.SPARE_ROWS)

    def _find_cursor(self) -> None:
        """Keep the entry that the cursor is on; otherwise take the nearest one that it is on."""
        entries, cursor = self._rows.entries, self.state.cursor
        if not 0 <= self._index < len(entries) or not self.is_on(entries[self._index], cursor):
            self._index = self._index_of(cursor)

    def _index_of(self, cursor: Cursor) -> int:
        """Return the index of the entry that a cursor is on, nearest to the last; -1 for none."""
        entries = enumerate(self._rows.entries)
        indexes = [index for index, entry in entries if self.is_on(entry, cursor)]
        return min(indexes, key=lambda index: abs(index - self._index), default=-1)

    def follow_cursor(self) -> None:
        """Repaint the old and the new entry under the cursor; everything only after a scroll."""
        left = self._painted_index
        self._find_cursor()
        self._painted_index = self._index
        scrolled = self.scroll_offset.y
        screen, regions = Region(0, 0, *self.size), []
        for index in (left, self._index):
            if 0 <= index < len(self._rows.entries):
                top, bottom = self._rows.tops[index], self._rows.bottoms[index]
                for row in range(top, bottom):
                    self._strips.pop(row, None)
                entry = Region(0, top - scrolled, self.size.width, bottom - top)
                regions.append(entry.intersection(screen))
        if not self._show_cursor() and regions:
            self.refresh(*regions)

    def _show_cursor(self) -> bool:
        """Scroll so that the entry under the cursor is in view, and a heading right above it.

        It is never on the last line, which a message may cover. Return whether it scrolled.
        """
        if not self.size:
            return False
        height, scroll = max(1, self.size.height - self.SPARE_ROWS), self.scroll_offset.y
        target = min(scroll, max(0, self._rows.height - height))
        if self._index >= 0:
            top, bottom = self._rows.tops[self._index], self._rows.bottoms[self._index]
            target = min(top - 1, max(target, bottom - height))
        if target == scroll:
            return False
        self.scroll_to(0, target, animate=False, immediate=True, force=True)
        self.refresh()
        return True
