"""What is filtered: the query with its mistakes, the levels with their counts, the result."""

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.style import Style

from confui.schedule import wording
from confui.schedule.query import DIFFICULTY, parse_level
from confui.state import State
from confui.widgets.base.lines import OneLine

_TITLE = "  Difficulty "
"""Given up first where the line is too long: the levels speak for themselves."""

_LEAST_TEXT = 24
"""Cells of the query that the levels leave to it."""

NO_WAY_OUT = "no single filter is in the way"


class QueryBar(OneLine):
    """One line: the query, every level with how many sessions it would bring, and the result."""

    class QueryClicked(Message):
        """The query was clicked."""

    class ClearClicked(Message):
        """The sign that removes all filters was clicked."""

    class LevelClicked(Message):
        """A level was clicked, here as queries spell it."""

        def __init__(self, level: str) -> None:
            super().__init__()
            self.level = level

    state = var(State(), init=False)
    searching = var(False)
    """Whether the query is being typed beside this line, and need not be shown in it."""

    def watch_state(self, old: State, new: State) -> None:
        """Repaint where the filter or the conference differs."""
        if _told(old) != _told(new):
            self.refresh()

    def watch_searching(self) -> None:
        """Leave the query to the field beside, or show it again."""
        self.refresh()

    def action_click_query(self) -> None:
        """Tell that the query was clicked."""
        self.post_message(self.QueryClicked())

    def action_click_clear(self) -> None:
        """Tell that the sign that removes all filters was clicked."""
        self.post_message(self.ClearClicked())

    def action_click_level(self, level: str) -> None:
        """Tell that a level was clicked."""
        self.post_message(self.LevelClicked(level))

    def line(self) -> Content:
        """Return the line for the present width."""
        return query_bar(self.state, self.size.width, with_text=not self.searching)


def ways_out(state: State) -> str:
    """Return in one line that nothing matches, and what dropping which term would bring."""
    ways = [f"without {term.describe()} {count}" for term, count in state.relaxations[:3]]
    return " · ".join(["Nothing matches", *(ways or [NO_WAY_OUT])])


def _told(state: State) -> tuple[object, ...]:
    return state.text, state.levels, state.matching, state.hiding


def query_bar(state: State, width: int, *, with_text: bool = True) -> Content:
    """Return query, levels and count in `width` cells; the words of the levels give way first."""
    count = _count(state)
    text = _text(state) if with_text else Content("")
    least = min(text.cell_length, _LEAST_TEXT) + count.cell_length
    long, short = _levels(state, short=False), _levels(state, short=True)
    titled = Content.assemble((_TITLE, "$text-muted"), long)
    offered = [titled] if with_text and not text else []
    for levels in (*offered, long, short, Content("")):
        if levels.cell_length + least <= width:
            break
    room = width - levels.cell_length - count.cell_length
    if text.cell_length > room:
        text = text.truncate(max(0, room), ellipsis=True)
    return Content.assemble(text, levels, count)


def _text(state: State) -> Content:
    """Return the query as it was typed, with what is wrong in it marked."""
    if not state.text:
        return Content("")
    text = Content(state.text.rstrip())
    for mistake in state.mistakes:
        text = text.stylize("$text-error underline", mistake.start, mistake.end)
    text = Content.assemble((" / ", "$text-accent bold"), text, "  ")
    return text.stylize(Style.from_meta({"@click": "click_query"}))


def _levels(state: State, *, short: bool) -> Content:
    """Return the levels with their counts; chosen ones stand out and keep their word."""
    chosen = state.query.values(DIFFICULTY)
    labels = []
    for value, count in state.levels:
        level = parse_level(value)
        word = "" if short and value not in chosen else f" {wording.level_name(level)}"
        text = f"{wording.level_symbol(level)}{word} {count}"
        label = Content(f"[{text}]" if value in chosen else f" {text} ")
        label = label.stylize(f"$level-{value}")
        if value in chosen:
            label = label.stylize("bold reverse")
        labels.append(label.stylize(Style.from_meta({"@click": f"click_level('{value}')"})))
    return Content.assemble(*labels)


def _count(state: State) -> Content:
    """Return how many sessions match, and what clears the query; nothing without one."""
    if not state.text:
        return Content("")
    hidden = "  others hidden" if state.hiding else ""
    clear = Content("✕").stylize(Style.from_meta({"@click": "click_clear"}))
    return Content.assemble(
        (f" {len(state.matching)} of {len(state.sessions)} ", "bold"),
        clear.stylize("$text-accent"),
        (hidden, "$text-warning"),
    )
