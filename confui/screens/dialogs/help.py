"""The help: all keys that work now, taken from the bindings, so that it is always up to date."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from confui.screens.dialogs.dialog import Dialog
from confui.state import State


class Help(Dialog[None]):
    """Lists bindings, the query language and the symbols."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "leave", "Close", id="help.close", tooltip="Close"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding], state: State) -> None:
        """List bindings, and of queries and symbols what the conference of the state has."""
        super().__init__()
        self._bindings_to_list = tuple(bindings)
        self._state = state

    def compose(self) -> ComposeResult:
        """Show one section after another."""
        with VerticalScroll(id="help"):
            yield Static(Content.styled("Keys", "bold $text-accent"), id="title")
            yield Static(self._list_keys())
            yield Static(_READING, markup=False)
            yield Static(_queries(self._state), markup=False)
            yield Static(_symbols(self._state), id="marks")

    def _list_keys(self) -> Content:
        keys: dict[str, list[str]] = {}
        for active in self._bindings_to_list:
            binding = active.binding
            if binding.id:  # Textual's own bindings, such as moving the focus, have none
                meaning = binding.tooltip or binding.description
                keys.setdefault(meaning, []).append(
                    self.app.get_key_display(binding.with_key(binding.key))
                )
        rows = [(_join(names), meaning) for meaning, names in keys.items()]
        width = max(len(names) for names, _ in rows)
        return Content("\n").join(
            Content.assemble((names.rjust(width), "bold"), f"   {meaning}")
            for names, meaning in rows
        )


def _join(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    if len(distinct) > 4:
        return f"{distinct[0]} … {distinct[-1]}"
    return "  ".join(distinct)


def _section(title: str, *rows: tuple[str, str]) -> Content:
    """Return a heading and rows of something to type and its meaning."""
    width = max(len(typed) for typed, _ in rows)
    lines = [
        Content.assemble((f"  {typed:<{width}}   ", "bold"), meaning) for typed, meaning in rows
    ]
    return Content("\n").join(
        [Content(""), Content.styled(title, "bold $text-accent"), Content(""), *lines]
    )


_READING = _section(
    "While reading",
    ("Tab  Shift+Tab", "the next or previous link"),
    ("⏎", "follow it: to a page, a session, or all sessions of a room, speaker, track …"),
    ("⌫", "back to where you followed it"),
)
_LEVELS = Content.from_markup(
    "  [$level-beginner]◆[/] Beginner   [$level-intermediate]◆◆[/] Intermediate   "
    "[$level-advanced]◆◆◆[/] Advanced\n"
    "  [$level-all]○[/] All levels   [$level-unset]·[/] no level given\n"
)
_SYMBOLS = Content.from_markup(
    "  [$star]★[/] a must   [$star]☆[/] a maybe   ✕ not for me   "
    "[$text-accent]✎[/] a note   [$text-warning]⚑[/] changed\n"
    "  [$now]▶[/] now   [bold]~17:30[/] an estimated end: the schedule has none"
)


def _queries(state: State) -> Content:
    with_levels = state.variety.levels
    return _section(
        "Queries",
        ('django "class based"', "words and phrases, anywhere in a session"),
        (
            "difficulty:beginner,all" if with_levels else "kind:talk,workshop",
            "a comma means or, a space means and",
        ),
        ("-kind:break", "a minus means not"),
        *([("room:unset", "sessions without a room")] if with_levels else []),
        ("day:tue after:14:00", "also day:2, day:today, before:17:30"),
        ("has:video is:starred", "also track: tag: speaker: language:"),
        ("is:fits", "sessions that overlap nothing in your plan; also is:changed is:conflict"),
    )


def _symbols(state: State) -> Content:
    heading = Content.styled("\nSymbols\n\n", "bold $text-accent")
    colours = Content(f"  ▌ the {state.main_facet}, in the colour of the line below the days\n")
    shown = _LEVELS if state.variety.levels else colours if state.main_facet else Content("")
    return Content.assemble(heading, shown, _SYMBOLS)
