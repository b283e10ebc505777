"""A text with links that scrolls: the keys to move in it, the highlighted link, what is repainted.

The base of the detail pane.
"""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.lines import LineView
from confui.widgets.detail.linked_text import LinkedText, Target

ROWS_AHEAD = 8
"""Lines that are there below those in view, for the first turn of a mouse wheel."""
_WIDEST_TEXT = 100
"""Cells. Longer lines are hard to read; the text of a wider pane is in its middle."""


class LinkedView(LineView, can_focus=True):
    """Shows a `LinkedText`."""

    SPARE_ROWS = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "step_link(1)",
            "links",
            key_display="Tab",
            id="session.next_link",
            tooltip="Next link in the text",
        ),
        hidden_binding("shift+tab", "step_link(-1)", "session.previous_link", "Previous link"),
        hidden_binding("up,k", "scroll_rows(-1)", "text.up", "A line up"),
        hidden_binding("down,j", "scroll_rows(1)", "text.down", "A line down"),
        hidden_binding("pageup", "scroll_part(-1)", "text.page_up", "A page up"),
        hidden_binding("pagedown", "scroll_part(1)", "text.page_down", "A page down"),
        hidden_binding("ctrl+u", "scroll_part(-0.5)", "text.half_page_up", "Half a page up"),
        hidden_binding("ctrl+d", "scroll_part(0.5)", "text.half_page_down", "Half a page down"),
        hidden_binding("home", "scroll_to_edge(0)", "text.home", "The beginning"),
        hidden_binding("end,G", "scroll_to_edge(1)", "text.end", "The end"),
    ]

    class Followed(Message):
        """The attendee followed a link."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class LinkChosen(Message):
        """Another link is highlighted."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = LinkedText()
        self._link = -1
        self._is_read = False
        """Whether the attendee goes through the text; until then, its end may be left out."""

    def build_text(self, width: int) -> LinkedText:
        """Return the text wrapped to so many cells, without a highlighted link."""
        raise NotImplementedError

    @property
    def rows_wanted(self) -> int:
        """How many lines of the text are enough; 0 for all."""
        return 0 if self._is_read else self.size.height + ROWS_AHEAD

    def read_on(self) -> None:
        """Add what was left out at the end of the text, because the attendee goes through it."""
        self._is_read = True
        if not self._text.is_whole:
            self.show_text()

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Add what was left out if the attendee scrolls."""
        super().watch_scroll_y(old, new)
        if new:
            self.read_on()

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self.fit()

    def on_blur(self) -> None:
        """Remove the highlight of the link, since the keys go elsewhere."""
        if self._link >= 0:
            self._link = -1
            self.show_text()

    def fit(self) -> None:
        """Wrap the text to the present width, if that has not been done yet."""
        is_wide = self._text.width == self.text_width and self.virtual_size.width == self.size.width
        if not is_wide or not self._text.has(self.rows_wanted):
            self.show_text()

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the links lead to, in the order of their numbers."""
        return self._text.targets

    @property
    def target(self) -> Target | None:
        """What the highlighted link leads to."""
        return self.targets[self._link] if 0 <= self._link < len(self.targets) else None

    @property
    def text_width(self) -> int:
        """Width of the text in cells; one cell on each side stays free."""
        return max(0, min(_WIDEST_TEXT, self.size.width - 2))

    def action_step_link(self, step: int) -> None:
        """Highlight the next (1) or previous (-1) link, at first one that is in view."""
        self.read_on()
        count = len(self.targets)
        if not count:
            raise SkipAction
        if self._link < 0:
            top = self.scroll_offset.y
            visible = [n for n in range(count) if max(self._text.rows_of(n), default=-1) >= top]
            self._link = next(iter(visible), 0) if step > 0 else count - 1
        else:
            self._link = (self._link + step) % count
        self.show_text()
        rows = self._text.rows_of(self._link)
        if rows:
            # Not on the last line, which the address of the link will cover.
            region = Region(0, rows[0], 1, len(rows) + self.SPARE_ROWS)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)
        if self.target is not None:  # a newer version may have fewer links
            self.post_message(self.LinkChosen(self.target))

    def action_follow_link(self, number: int) -> None:
        """Follow the link with a number, counted from 0. Clicks on links call this."""
        if number < len(self.targets):
            self.post_message(self.Followed(self.targets[number]))

    def action_scroll_rows(self, rows: int) -> None:
        """Scroll down by so many rows, or up."""
        self._scroll_by(rows)

    def action_scroll_part(self, pages: float) -> None:
        """Scroll down by so many pages, or up; a line of the page before stays in view."""
        rows = max(1, int(abs(pages) * (self.size.height - 1)))
        self._scroll_by(rows if pages > 0 else -rows)

    def action_scroll_to_edge(self, end: int) -> None:
        """Scroll to the beginning (0) or the end (1)."""
        self.read_on()  # before it is known where the end is
        self._scroll_by(len(self._text.lines) * (1 if end else -1))

    def draw_row(self, row: int) -> Strip:
        """Return one line of the text."""
        width = self.virtual_size.width
        if self._text.is_blank(row):
            return Strip.blank(width, self.base_style)
        line = self._text.lines[row]
        left = max(1, (width - self._text.width) // 2)
        free = width - left - line.cell_length
        style = self.base_style
        if not line.spans:  # most lines, so they are one segment
            segments = [Segment(f"{' ' * left}{line.plain}{' ' * free}", style)]
        else:
            text = line.render_segments(self.visual_style)
            segments = [Segment(" " * left, style), *text, Segment(" " * free, style)]
        return Strip(segments, width) if free >= 0 else Strip(segments).crop(0, width)

    def show_text(self, *, rewind: bool = False) -> None:
        """Show the text as it is now; with `rewind` another one, from its beginning."""
        width = self.text_width
        if rewind:
            self._is_read = False
        if not width:
            self._text = LinkedText()  # `fit` asks for it when the view is shown again
            return
        before, now = self._text, self._build(width)
        self._text = now
        same_width = before.width == width and self.virtual_size.width == self.size.width
        if not rewind and len(before.lines) == len(now.lines) and same_width:
            return self._repaint_lines(before.lines, now.lines)
        self._strips.clear()
        scrolled = self.scroll_offset.y > 0
        if rewind and scrolled:
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)
        self.resize_content(self.size.width, len(now.lines) + self.SPARE_ROWS)
        if scrolled:
            self.refresh()
        else:
            self.refresh_rows(self._changed_rows(before, now))

    def _build(self, width: int) -> LinkedText:
        text = self.build_text(width)
        return text.with_link(self._link) if self._link >= 0 else text

    def _scroll_by(self, rows: int) -> None:
        self.read_on()
        top = max(0, min(self.scroll_offset.y + rows, self.max_scroll_y))
        if top != self.scroll_offset.y:
            self.scroll_to(0, top, animate=False, immediate=True, force=True)
            self.refresh()

    def _changed_rows(self, before: LinkedText, now: LinkedText) -> Iterable[int]:
        """Return all rows of the view but those that stay blank, which saves time.

        The last one is always included, since it may have a scroll mark.
        """
        last = self.size.height - 1
        return (
            row
            for row in range(last + 1)
            if row == last or not (before.is_blank(row) and now.is_blank(row))
        )

    def _repaint_lines(self, before: tuple[Content, ...], now: tuple[Content, ...]) -> None:
        """Repaint the lines that are not the same objects as before."""
        rows = [
            row for row, pair in enumerate(zip(before, now, strict=True)) if pair[0] is not pair[1]
        ]
        for row in rows:
            self._strips.pop(row, None)
        top = self.scroll_offset.y
        self.refresh_rows(row - top for row in rows if 0 <= row - top < self.size.height)
