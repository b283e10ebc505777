"""The conferences to choose from, each with its days and how fresh it is."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from textual.content import Content

from confui.schedule import wording
from confui.widgets.lists.choice_list import ChoiceList

_ROOMY = 64
"""Cells from which on there is room for how fresh a conference is."""


class ConferenceChoice(NamedTuple):
    """A conference that can be opened."""

    name: str
    """What opens it: a name of the library, or a path."""
    title: str
    first: date | None
    last: date | None
    origin: str
    """Where it is from or how fresh it is, such as `3 days ago`."""
    kept: bool
    """Whether it is in the library."""


class ConferenceList(ChoiceList):
    """What is running or comes next is marked, and so is what is open."""

    JUMPS = False  # a letter may be typed already for the field that the letter before it opens

    def __init__(self, choices: Iterable[ConferenceChoice], opened: str, coming: str) -> None:
        """List the choices; `opened` and `coming` are names of two of them."""
        super().__init__()
        self.opened = opened
        self.show(choices, coming)

    def show(self, choices: Iterable[ConferenceChoice], coming: str, name: str = "") -> None:
        """List other choices, with the cursor on the one of that name, else where it is."""
        self.choices = tuple(choices)
        self._coming = coming
        names = [choice.name for choice in self.choices]
        wanted = name or ("" if self.is_mounted else self.opened)
        at = names.index(wanted) if wanted in names else self.cursor
        if self.is_mounted:
            self.show_rows(at)
        else:
            self.cursor = at

    @property
    def choice(self) -> ConferenceChoice | None:
        """The conference under the cursor."""
        return self.choices[self.cursor] if self.choices else None

    @property
    def count(self) -> int:
        """How many conferences there are."""
        return len(self.choices)

    def name_of(self, row: int) -> str:
        """Return the title, which is what people look for."""
        return self.choices[row].title

    def told(self, row: int) -> tuple[Content, Content]:
        """Return sign and title; days and freshness."""
        choice = self.choices[row]
        sign = "▶ " if choice.name == self._coming else "  "
        opened = choice.name == self.opened
        title = Content.styled(choice.title, "bold" if opened else "")
        beside = [choice.name] * (choice.kept and self.size.width >= _ROOMY) + ["open"] * opened
        told = Content.assemble(
            (sign, "$text-accent"),
            title,
            ("".join(f"  {each}" for each in beside), "$foreground-muted"),
        )
        end = wording.date_range(choice.first, choice.last)
        if self.size.width >= _ROOMY:
            end = f"{end}   {choice.origin:>16}"
        return told, Content.styled(end, "$foreground-muted")
