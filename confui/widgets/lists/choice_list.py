"""A list of rows to choose from. Only the visible rows cost time, also of ten thousand."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from confui.text import fold
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.lines import LineView

_MARGIN = 2
"""Cells at the right that stay free for the marks `▲` and `▼`."""


class ChoiceList(LineView, can_focus=True):
    """Rows of text, one of them under the cursor. A row is rendered only when it is visible."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--cursor", "choice--blurred"}
    JUMPS: ClassVar[bool] = True
    """Whether typing a letter moves the cursor to the next row that begins with it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding(
            "up,ctrl+p", "move(-1)", "choice.up", "Previous row; from the first to the last"
        ),
        hidden_binding(
            "down,ctrl+n", "move(1)", "choice.down", "Next row; from the last to the first"
        ),
        hidden_binding("pageup", "page(-1)", "choice.page_up", "Page up"),
        hidden_binding("pagedown", "page(1)", "choice.page_down", "Page down"),
        hidden_binding("home", "edge(0)", "choice.home", "First row"),
        hidden_binding("end", "edge(-1)", "choice.end", "Last row"),
    ]

    class Moved(Message):
        """The cursor moved to another row."""

        def __init__(self, choices: "ChoiceList") -> None:
            super().__init__()
            self.choices = choices

    class Clicked(Message):
        """A row was clicked; the cursor is on it."""

        def __init__(self, choices: "ChoiceList") -> None:
            super().__init__()
            self.choices = choices

    class Missed(Message):
        """No row begins with the letter that was typed."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        """The index of the row under the cursor."""

    @property
    def row_count(self) -> int:
        """The number of rows."""
        raise NotImplementedError

    def get_name(self, row: int) -> str:
        """Return the name of a row, which is what typed letters are compared with."""
        raise NotImplementedError

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return the text at the left of a row, which may be cut, and the text at its right."""
        raise NotImplementedError

    def show_rows(self, cursor: int | None = None) -> None:
        """Draw all rows again after a change, and keep the cursor (or a new one) in view."""
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, self.row_count - 1))
        self.resize_content(self.size.width, self.row_count)
        self._show_cursor()
        self.redraw()

    def fit(self) -> None:
        """Lay out for the present width, if that has not been done yet."""
        if self.virtual_size.width != self.size.width:
            self.show_rows()

    def on_resize(self) -> None:
        """Lay out for the new size and keep the cursor in view."""
        self.show_rows()

    def on_focus(self) -> None:
        """Draw the cursor as active."""
        self.redraw()

    def on_blur(self) -> None:
        """Draw the cursor as inactive."""
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row."""
        row = event.y + self.scroll_offset.y
        if row < self.row_count:
            self.go_to_row(row)
            self.post_message(self.Clicked(self))

    def on_key(self, event: events.Key) -> None:
        """Move to the next row that begins with the typed letter, if that is not a binding."""
        letter = event.character or ""
        if not self.JUMPS or not letter.isalnum() or event.key in self.screen.active_bindings:
            return
        event.stop()
        count = self.row_count
        rows = (*range(self.cursor + 1, count), *range(min(self.cursor + 1, count)))
        matches = (row for row in rows if fold(self.get_name(row)).startswith(fold(letter)))
        row = next(matches, None)
        if row is None:
            self.post_message(self.Missed(letter))
        else:
            self.go_to_row(row)

    def action_move(self, step: int) -> None:
        """Move by `step` rows; after the last comes the first."""
        self.go_to_row((self.cursor + step) % max(1, self.row_count))

    def action_page(self, step: int) -> None:
        """Move by `step` pages, at most to the end of the list."""
        self.go_to_row(
            max(0, min(self.cursor + step * max(1, self.size.height - 1), self.row_count - 1))
        )

    def action_edge(self, row: int) -> None:
        """Move to the first row (0) or the last one (-1)."""
        self.go_to_row(row % max(1, self.row_count))

    def draw_row(self, row: int) -> Strip:
        """Return a row: its left text and, right-aligned, its right text."""
        width = self.size.width
        if row >= self.row_count:
            return Strip.blank(width, self.base_style)
        style = self.visual_style
        if row == self.cursor:
            cursor = "choice--cursor" if self.has_focus else "choice--blurred"
            style += Style.from_styles(self.get_component_styles(cursor))
        left, right = self.render_row(row)
        available = max(0, width - _MARGIN - right.cell_length - 3)
        left = left.truncate(available, ellipsis=True, pad=True)
        mark = "▸ " if row == self.cursor and self.has_focus else "  "
        line = Content.assemble(mark, left, " ", right)
        return Strip(line.render_segments(style)).crop_extend(0, width, style.rich_style)

    def go_to_row(self, row: int) -> None:
        """Move the cursor to a row, and keep it in view."""
        if row == self.cursor:
            return
        self._strips.pop(self.cursor, None)
        self._strips.pop(row, None)
        self.cursor = row
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self))

    def _show_cursor(self) -> None:
        """Scroll so that the cursor is in view."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        top = min(self.cursor, max(top, self.cursor - height + 1))
        top = max(0, min(top, self.row_count - height))
        if top != self.scroll_offset.y:
            self.scroll_to(0, top, animate=False, immediate=True, force=True)
