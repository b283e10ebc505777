"""What is filtered: the query, the values of the main facet with their counts, the result."""

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.style import Style

from confui.schedule import wording
from confui.schedule.query import parse_level, values_of
from confui.schedule.variety import MainFacet
from confui.state import State
from confui.widgets.base.colours import value_colour
from confui.widgets.base.lines import OneLine
from confui.widgets.base.truncation import truncate

_LEAST_TEXT = 24
"""Cells of the query that the values leave to it."""

_LEAST_LABEL = 5
"""The cells of the shortest label."""
_LONGEST_NAME = 24
"""Cells of the name of a track or room."""

NO_WAY_OUT = "no single filter is in the way"
SEARCHING_TEXTS = "searching texts …"
"""Says that matches may be missing which no title or name tells."""


class QueryBar(OneLine):
    """One line: the query, levels or tracks with how many sessions each would bring, the result."""

    class QueryClicked(Message):
        """The query was clicked."""

    class ClearClicked(Message):
        """The sign that removes all filters was clicked."""

    class ValueClicked(Message):
        """A value of the main facet was clicked, here as queries spell it."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class MoreClicked(Message):
        """The number of values that are not shown was clicked."""

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

    def action_click_value(self, index: int) -> None:
        """Tell that a value was clicked, the one with an index among those of the main facet."""
        if index < len(self.state.facet_counts):
            self.post_message(self.ValueClicked(self.state.facet_counts[index][0]))

    def action_click_more(self) -> None:
        """Tell that the number of values that are not shown was clicked."""
        self.post_message(self.MoreClicked())

    def line(self) -> Content:
        """Return the line for the present width."""
        with_text, theme = not self.searching, self.app.theme_variables
        return query_bar(self.state, self.size.width, theme, with_text=with_text)


def ways_out(state: State) -> str:
    """Return in one line that nothing matches, and what dropping which term would bring."""
    if state.unsearched:
        return f"Nothing yet; {SEARCHING_TEXTS}"
    ways = [f"without {term.describe()} {count}" for term, count in state.relaxations[:3]]
    return " · ".join(["Nothing matches", *(ways or [NO_WAY_OUT])])


def _told(state: State) -> tuple[object, ...]:
    values = state.main_facet, state.facet_counts, state.day
    return state.text, values, state.matching, state.hiding, state.total, state.unsearched


def query_bar(
    state: State, width: int, theme: Mapping[str, str], *, with_text: bool = True
) -> Content:
    """Return query, values and count in `width` cells; what the values are gives way first.

    `theme` are the variables of the theme.
    """
    count = _count(state)
    text = _text(state) if with_text else Content("")
    least = min(text.cell_length, _LEAST_TEXT) + count.cell_length
    values = _values(state, width - least, theme, titled=with_text and not text)
    room = width - values.cell_length - count.cell_length
    if text.cell_length > room:
        text = text.truncate(max(0, room), ellipsis=True)
    return Content.assemble(text, values, count)


def _text(state: State) -> Content:
    """Return the query as it was typed, with what is wrong in it marked."""
    if not state.text:
        return Content("")
    text = Content(state.text.rstrip())
    for mistake in state.mistakes:
        text = text.stylize("$text-error underline", mistake.start, mistake.end)
    text = Content.assemble((" / ", "$text-accent bold"), text, "  ")
    return text.stylize(Style.from_meta({"@click": "click_query"}))


def _values(state: State, width: int, theme: Mapping[str, str], *, titled: bool) -> Content:
    """Return the values of the main facet with their counts, in at most `width` cells.

    The title goes first where there is little room, since values speak for themselves; then the
    words of levels, whose symbols say the same, or values, whose number is told instead.
    """
    if state.main_facet is None or not state.facet_counts:
        return Content("")
    title = Content.styled(f"  {state.main_facet.capitalize()} ", "$text-muted")
    offered: list[Content] = []
    if len(state.facet_counts) * _LEAST_LABEL <= width:
        labels = [_label(state, index, theme) for index in range(len(state.facet_counts))]
        offered += [Content.assemble(title, *labels)] * titled
        offered.append(Content.assemble(*labels))
    if state.main_facet is MainFacet.LEVEL:
        levels = range(len(state.facet_counts))
        short = (_label(state, index, theme, short=True) for index in levels)
        offered.append(Content.assemble(*short))
    else:
        important = _by_importance(state)
        offered += [_some(state, theme, width, title, important)] * titled
        offered.append(_some(state, theme, width, Content(""), important))
    return next((each for each in offered if each.cell_length <= width), Content(""))


def _some(
    state: State,
    theme: Mapping[str, str],
    width: int,
    title: Content,
    important: Sequence[int],
) -> Content:
    """Return as many labels as fit, and how many there are besides, to click on.

    The `important` ones come before others: see `_by_importance`.
    """
    number = len(state.facet_counts)
    more = Content(f" +{number} more ").stylize(Style.from_meta({"@click": "click_more"}))
    free = width - title.cell_length - more.cell_length
    shown: dict[int, Content] = {}
    for index in important:
        label = _label(state, index, theme)
        if label.cell_length > free:
            break
        free -= label.cell_length
        shown[index] = label
    if not shown:
        return Content(" " * (width + 1))  # too wide: another form may fit
    more = Content(f" +{number - len(shown)} more ").stylize("$text-muted")
    more = more.stylize(Style.from_meta({"@click": "click_more"}))
    return Content.assemble(title, *(shown[index] for index in sorted(shown)), more)


def _by_importance(state: State) -> list[int]:
    """Return the indexes of the values: chosen ones first, then those with matches on the day."""
    facet = state.main_facet
    assert facet is not None
    chosen = set(state.query.values(facet))
    present, of_day = {value for value, _ in state.facet_counts}, set[str]()
    for session in state.on_day(state.day):
        of_day.update(values_of(session, facet))
        if of_day >= present:
            break  # among thousands of sessions that is soon

    def rank(index: int) -> tuple[bool, bool, bool]:
        value, count = state.facet_counts[index]
        return value not in chosen, not count, value not in of_day

    return sorted(range(len(state.facet_counts)), key=rank)


def _label(state: State, index: int, theme: Mapping[str, str], *, short: bool = False) -> Content:
    """Return a value with its sign and count; a chosen one stands out and keeps its word."""
    facet, (value, count) = state.main_facet, state.facet_counts[index]
    assert facet is not None
    chosen = value in state.query.values(facet)
    colour = value_colour(state, value, theme)
    ends = "[]" if chosen else "  "
    if facet is MainFacet.LEVEL:
        level = parse_level(value)
        word = "" if short and not chosen else f" {wording.level_name(level)}"
        text = f"{ends[0]}{wording.level_symbol(level)}{word} {count}{ends[1]}"
        label = Content.styled(text, colour)
    else:
        name = truncate(
            wording.kind_name(value) if facet is MainFacet.KIND else value, _LONGEST_NAME
        )
        number = Content.styled(f" {count}", "$text-muted")
        label = Content.assemble(ends[0], ("▌", colour), name, number, ends[1])
    if chosen:
        label = label.stylize("bold reverse")
    return label.stylize(Style.from_meta({"@click": f"click_value({index})"}))


def _count(state: State) -> Content:
    """Return how many sessions match, and what clears the query; nothing without one."""
    if not state.text:
        return Content("")
    hidden = "  others hidden" if state.hiding else ""
    unsearched = f"{SEARCHING_TEXTS} " if state.unsearched else ""
    clear = Content("✕").stylize(Style.from_meta({"@click": "click_clear"}))
    return Content.assemble(
        (f" {len(state.matching)} of {state.total} ", "bold"),
        (unsearched, "$text-muted"),
        clear.stylize("$text-accent"),
        (hidden, "$text-warning"),
    )
