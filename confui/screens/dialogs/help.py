"""The help: all keys that work now, by purpose, in as many columns as the screen has room for.

The keys are taken from the bindings, so that they are always up to date.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from confui.screens.dialogs.dialog import Dialog
from confui.state import State

_PURPOSES = {
    "Move": ("grid", "turned", "list", "choice", "text", "day"),
    "Views": ("view", "grid.turn", "grid.rooms", "grid.wider", "grid.narrower"),
    "Read": (
        *("session.read", "session.follow", "session.zoom", "session.next_link"),
        *("session.previous_link", "session.back", "session.video", "session.slides"),
        *("session.copy", "page"),
    ),
    "My marks": ("session", "plan", "app.undo"),
    "Search and filter": ("search", "filter", "panel", "fields", "values"),
    "Conference and program": ("library", "clock", "app"),
}
"""For each purpose the ids of its bindings, or what comes before the dot; a whole id wins."""

_WIDEST_COLUMN = 64
_NARROWEST_COLUMN = 44
"""Cells."""
_GAP = 3
_FRAME = 8
"""Cells: border, padding and the scroll bar at both sides."""


class HelpSection(NamedTuple):
    """A heading and what belongs to a purpose."""

    title: str
    rows: tuple[tuple[Content, Content], ...]
    """What is pressed or typed, and its meaning."""


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
        self._page = Static(markup=False)

    def compose(self) -> ComposeResult:
        """Show the sections side by side."""
        self._arrange(self.app.size.width)
        with VerticalScroll(id="help"):
            yield self._page

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the sections for the new width."""
        self.call_later(self._arrange, event.size.width)

    def _arrange(self, width: int) -> None:
        keys = self._list_keys()
        is_reading = any(active.binding.id == "session.zoom" for active in self._bindings_to_list)
        reading = () if is_reading else (_READING,)
        sections = (*keys, *reading, _queries(self._state), _symbols(self._state))
        self._page.update(arrange(sections, max(1, width - _FRAME)))

    def _list_keys(self) -> tuple[HelpSection, ...]:
        keys = (
            (active.binding, self.app.get_key_display(active.binding))
            for active in self._bindings_to_list
        )
        return sort_by_purpose(keys)


def sort_by_purpose(keys: Iterable[tuple[Binding, str]]) -> tuple[HelpSection, ...]:
    """Return a section for each purpose that any binding has.

    Args:
        keys: The bindings, each with how its key is written. Textual's own ones, such as moving
            the focus, have no id and are left out.
    """
    meanings: dict[str, dict[str, list[str]]] = {purpose: {} for purpose in _PURPOSES}
    for binding, key in keys:
        if binding.id:
            meaning = binding.tooltip or binding.description
            meanings[_purpose_of(binding.id)].setdefault(meaning, []).append(key)
    return tuple(
        HelpSection(
            purpose,
            tuple(
                (Content.styled(_join(names), "bold"), Content(meaning))
                for meaning, names in rows.items()
            ),
        )
        for purpose, rows in meanings.items()
        if rows
    )


def _purpose_of(id: str) -> str:
    for name in (id, id.partition(".")[0]):
        for purpose, names in _PURPOSES.items():
            if name in names:
                return purpose
    return next(reversed(_PURPOSES))


def arrange(sections: Sequence[HelpSection], width: int) -> Content:
    """Return sections in as many columns as `width` cells have room for, about equally long."""
    columns = max(1, min(len(sections), (width + _GAP) // (_NARROWEST_COLUMN + _GAP)))
    column_width = min(_WIDEST_COLUMN, (width + _GAP) // columns - _GAP)
    blocks = [_lines(section, column_width) for section in sections]
    shared = _share(blocks, columns)
    height = max(len(column) for column in shared)
    lines = []
    for row in range(height):
        cells = [column[row] if row < len(column) else Content("") for column in shared]
        padded = [cell.pad_right(column_width - cell.cell_length) for cell in cells[:-1]]
        lines.append(Content(" " * _GAP).join([*padded, cells[-1]]))
    return Content("\n").join(lines)


def _share(blocks: Sequence[list[Content]], columns: int) -> list[list[Content]]:
    """Return the lines of each column: blocks in order, so that the longest column is shortest."""
    most = max(len(block) for block in blocks)
    while True:
        shared: list[list[Content]] = [[]]
        for block in blocks:
            if shared[-1] and len(shared[-1]) + 1 + len(block) > most:
                shared.append([])
            shared[-1] += [Content("")] * bool(shared[-1]) + block
        if len(shared) <= columns:
            return shared
        most += 1


def _lines(section: HelpSection, width: int) -> list[Content]:
    """Return a heading, and each row with its meaning wrapped beside what is typed."""
    lines = [Content.styled(section.title, "bold $text-accent")]
    first = max(
        (n for keys, _ in section.rows if (n := keys.cell_length + 2) <= width // 2), default=0
    )
    for keys, meaning in section.rows:
        if keys.cell_length + 2 > width // 2:
            lines += [
                *keys.wrap(width),
                *(Content("  ") + line for line in meaning.wrap(width - 2)),
            ]
            continue
        left = keys.pad_right(first - keys.cell_length)
        for line in meaning.wrap(max(1, width - first)):
            lines.append(left + line)
            left = Content(" " * first)
    return lines


def _join(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    if len(distinct) > 4:
        return f"{distinct[0]} … {distinct[-1]}"
    return " ".join(distinct)


def _section(title: str, *rows: tuple[str, str]) -> HelpSection:
    return HelpSection(
        title, tuple((Content.styled(typed, "bold"), Content(meaning)) for typed, meaning in rows)
    )


_READING = _section(
    "In the text",
    ("tab", "The next or previous link"),
    ("⏎", "Follow the link; without one, the text on the whole screen"),
    ("z", "The text on the whole screen, and back"),
)


def _queries(state: State) -> HelpSection:
    with_levels = state.variety.levels
    rows = [
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
    ]
    return _section("Queries", *rows)


def _symbols(state: State) -> HelpSection:
    levels = (
        ("$level-beginner", "◆", "Beginner"),
        ("$level-intermediate", "◆◆", "Intermediate"),
        ("$level-advanced", "◆◆◆", "Advanced"),
        ("$level-all", "○", "All levels"),
        ("$level-unset", "·", "no level given"),
    )
    facet = f"the {state.main_facet}, in the colour of the line below the days"
    rows = (
        *(levels if state.variety.levels else (("", "▌", facet),) if state.main_facet else ()),
        ("$star", "★ ☆", "a must, a maybe"),
        ("", "✕", "not for me"),
        ("$text-accent", "✎", "a note"),
        ("$text-warning", "⚑", "changed since you starred it"),
        ("$now", "▶", "now"),
        ("bold", "~17:30", "an estimated end: the schedule has none"),
    )
    return HelpSection(
        "Symbols",
        tuple((Content.styled(sign, style), Content(meaning)) for style, sign, meaning in rows),
    )
