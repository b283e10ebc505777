"""A list to choose from: it costs what is visible of it, be it ten rows or ten thousand."""

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
"""Cells at the right that stay free, for the marks that there is more."""


class ChoiceList(LineView, can_focus=True):
    """Rows of text, one of them under the cursor. What a row says is asked when it is in view."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--cursor", "choice--blurred"}
    JUMPS: ClassVar[bool] = True
    """Whether a letter goes to the next row that begins with it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up", "move(-1)", "choice.up", "The row before; from the first to the last"),
        hidden_binding(
            "down", "move(1)", "choice.down", "The next row; from the last to the first"
        ),
        hidden_binding("pageup", "page(-1)", "choice.page_up", "A page of rows up"),
        hidden_binding("pagedown", "page(1)", "choice.page_down", "A page of rows down"),
        hidden_binding("home", "edge(0)", "choice.home", "The first row"),
        hidden_binding("end", "edge(-1)", "choice.end", "The last row"),
    ]

    class Moved(Message):
        """The cursor came to another row."""

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
        """The row under the cursor."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def name_of(self, row: int) -> str:
        """Return by which name a row is found when a letter is typed."""
        raise NotImplementedError

    def told(self, row: int) -> tuple[Content, Content]:
        """Return what a row says: the beginning, cut where it must be, and the end."""
        raise NotImplementedError

    def show_rows(self, cursor: int | None = None) -> None:
        """Draw all rows again, after they have changed; `cursor` is put where it is in view."""
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, self.count - 1))
        self.resize_content(self.size.width, self.count)
        self._show_cursor()
        self.redraw()

    def fit(self) -> None:
        """Fill the present size."""
        if self.virtual_size.width != self.size.width:
            self.show_rows()

    def on_resize(self) -> None:
        """Fill the new size, with the cursor in view."""
        self.show_rows()

    def on_focus(self) -> None:
        """Draw the cursor as one that the keys move."""
        self.redraw()

    def on_blur(self) -> None:
        """Draw the cursor as one that is left behind."""
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked."""
        row = event.y + self.scroll_offset.y
        if row < self.count:
            self._go(row)
            self.post_message(self.Clicked(self))

    def on_key(self, event: events.Key) -> None:
        """Go to the next row that begins with a letter, unless the letter is a key."""
        letter = event.character or ""
        if not self.JUMPS or not letter.isalnum() or event.key in self.screen.active_bindings:
            return
        event.stop()
        rows = (*range(self.cursor + 1, self.count), *range(self.cursor + 1))
        found = (row for row in rows if fold(self.name_of(row)).startswith(fold(letter)))
        row = next(found, None)
        if row is None:
            self.post_message(self.Missed(letter))
        else:
            self._go(row)

    def action_move(self, step: int) -> None:
        """Go a row on; after the last comes the first."""
        self._go((self.cursor + step) % max(1, self.count))

    def action_page(self, step: int) -> None:
        """Go as far as the list shows, at most to its end."""
        self._go(max(0, min(self.cursor + step * max(1, self.size.height - 1), self.count - 1)))

    def action_edge(self, row: int) -> None:
        """Go to the first row or the last."""
        self._go(row % max(1, self.count))

    def draw(self, row: int) -> Strip:
        """Return a row: what it says first, and right-aligned what it says last."""
        width = self.size.width
        if row >= self.count:
            return Strip.blank(width, self.ground)
        style = self.visual_style
        if row == self.cursor:
            cursor = "choice--cursor" if self.has_focus else "choice--blurred"
            style += Style.from_styles(self.get_component_styles(cursor))
        told, end = self.told(row)
        room = max(0, width - _MARGIN - end.cell_length - 3)
        told = told.truncate(room, ellipsis=True, pad=True)
        mark = "▸ " if row == self.cursor and self.has_focus else "  "
        line = Content.assemble(mark, told, " ", end)
        return Strip(line.render_segments(style)).crop_extend(0, width, style.rich_style)

    def _go(self, row: int) -> None:
        if row == self.cursor:
            return
        self._strips.pop(self.cursor, None)
        self._strips.pop(row, None)
        self.cursor = row
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self))

    def _show_cursor(self) -> None:
        """Scroll as little as brings the cursor into view."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        top = min(self.cursor, max(top, self.cursor - height + 1))
        top = max(0, min(top, self.count - height))
        if top != self.scroll_offset.y:
            self.scroll_to(0, top, animate=False, immediate=True, force=True)
