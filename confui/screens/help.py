"""All the keys, from the bindings themselves, so that the help cannot be out of date."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confui.paths import STYLES


class Help(ModalScreen[None]):
    """Lists the keys that were active when it was asked for."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "leave", "Close", id="help.close", tooltip="Close"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._listed = tuple(bindings)

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        with VerticalScroll(id="help"):
            yield Static(Content.styled("Keys", "bold $text-accent"), id="title")
            yield Static(self._list())
            yield Static(_READING, markup=False)
            yield Static(_QUERIES, markup=False)
            yield Static(_MARKS, id="marks")

    def action_leave(self) -> None:
        """Close the help."""
        self.dismiss()

    def _list(self) -> Content:
        keys: dict[str, list[str]] = {}
        for active in self._listed:
            binding = active.binding
            if binding.id:  # Textual's own, such as moving the focus, have none
                told = binding.tooltip or binding.description
                keys.setdefault(told, []).append(
                    self.app.get_key_display(binding.with_key(binding.key))
                )
        rows = [(_together(names), told) for told, names in keys.items()]
        width = max(len(names) for names, _ in rows)
        return Content("\n").join(
            Content.assemble((names.rjust(width), "bold"), f"   {told}") for names, told in rows
        )


def _together(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    if len(distinct) > 4:
        return f"{distinct[0]} … {distinct[-1]}"
    return "  ".join(distinct)


def _section(title: str, *rows: tuple[str, str]) -> Content:
    """Return a heading and rows of what is written and what it means."""
    width = max(len(written) for written, _ in rows)
    lines = [
        Content.assemble((f"  {written:<{width}}   ", "bold"), meaning) for written, meaning in rows
    ]
    return Content("\n").join(
        [Content(""), Content.styled(title, "bold $text-accent"), Content(""), *lines]
    )


_READING = _section(
    "While reading",
    ("Tab  Shift+Tab", "the next link, the one before"),
    ("⏎", "follow it: to a page, a session, or all that shares something"),
    ("⌫", "back to where it was followed from"),
)
_QUERIES = _section(
    "Queries",
    ('django "class based"', "words and phrases, anywhere in a session"),
    ("difficulty:beginner,all", "a comma is or, a space is and"),
    ("-kind:break", "a minus is not"),
    ("room:unset", "what has none"),
    ("day:tue after:14:00", "also day:2, day:today, before:17:30"),
    ("has:video is:starred", "also track: tag: speaker: language:"),
    ("is:fits", "what runs beside nothing in your plan; also is:changed is:conflict"),
)
_MARKS = Content.from_markup(
    "\n[bold $text-accent]Signs[/]\n\n"
    "  [$level-beginner]◆[/] Beginner   [$level-intermediate]◆◆[/] Intermediate   "
    "[$level-advanced]◆◆◆[/] Advanced\n"
    "  [$level-all]○[/] All levels   [$level-unset]·[/] no level given\n"
    "  [$star]★[/] a must   [$star]☆[/] a maybe   ✕ not for me   "
    "[$text-accent]✎[/] a note   [$text-warning]⚑[/] changed\n"
    "  [$now]▶[/] now   [bold]~17:30[/] an end that nobody gave"
)
