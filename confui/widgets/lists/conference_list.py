"""The list of conferences to choose from, each with its days and how old its copy is."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from confui.schedule import wording
from confui.widgets.lists.choice_list import ChoiceList

_WIDEST_TITLE = 40
"""Cells. The names stand in a column beside the titles, unless one is longer."""
_WIDE = 64
"""Width in cells from which on name and age of a conference are shown too."""


class ConferenceChoice(NamedTuple):
    """A conference that can be opened."""

    name: str
    """The name in the library, or a path."""
    title: str
    first: date | None
    last: date | None
    origin: str
    """Where it comes from or how old its copy is, such as `3 days ago`."""
    in_library: bool
    """Whether it is in the library."""


class ConferenceList(ChoiceList):
    """Marks the conference that is running or comes next, and the one that is open."""

    JUMPS = False  # letters are keys here, and text typed early for the field that such a key opens

    def __init__(self, choices: Iterable[ConferenceChoice], opened: str, coming: str) -> None:
        """Show the choices.

        Args:
            choices: The rows.
            opened: The name of the conference that is open.
            coming: The name of the conference that is running or comes next; may be empty.
        """
        super().__init__()
        self.opened = opened
        self.show(choices, coming)

    def show(self, choices: Iterable[ConferenceChoice], coming: str, name: str = "") -> None:
        """Show other choices, with the cursor on `name` if it is among them.

        Without a name it stays on its conference, or on its row if that is gone.
        """
        before = self.choice.name if self.is_mounted and self.choice else self.opened
        self.choices = tuple(choices)
        self._coming = coming
        widest = max((cell_len(choice.title) for choice in self.choices), default=0)
        self._title_width = min(widest, _WIDEST_TITLE)
        names = [choice.name for choice in self.choices]
        selected = name or before
        row = names.index(selected) if selected in names else self.cursor
        if self.is_mounted:
            self.show_rows(row)
        else:
            self.cursor = row

    @property
    def choice(self) -> ConferenceChoice | None:
        """The conference under the cursor; `None` in an empty list."""
        return self.choices[self.cursor] if self.choices else None

    @property
    def row_count(self) -> int:
        """The number of conferences."""
        return len(self.choices)

    def get_name(self, row: int) -> str:
        """Return the title, since people look for that."""
        return self.choices[row].title

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return sign, title and name; days and age."""
        choice = self.choices[row]
        sign = "▶ " if choice.name == self._coming else "  "
        opened = choice.name == self.opened
        title = Content.styled(choice.title, "bold" if opened else "")
        is_wide = self.size.width >= _WIDE
        labels = [choice.name] * (choice.in_library and is_wide) + ["open"] * opened
        if labels and is_wide:
            title = title.pad_right(max(0, self._title_width - title.cell_length))
        left = Content.assemble(
            (sign, "$text-accent"),
            title,
            ("".join(f"  {label}" for label in labels), "$foreground-muted"),
        )
        right = wording.date_range(choice.first, choice.last)
        if is_wide:
            right = f"{right}   {choice.origin:>16}"
        return left, Content.styled(right, "$foreground-muted")
