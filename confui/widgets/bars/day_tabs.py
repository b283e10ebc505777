"""The tabs of the days, with the number of matches on each."""

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.style import Style

from confui.schedule import wording
from confui.state import State
from confui.widgets.base.lines import OneLine

_BARS = "▁▂▃▄▅▆▇"
"""From a day with few sessions to the fullest one."""


class DayTabs(OneLine):
    """One line with a tab for every day."""

    class DayClicked(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            """`index` is that of the day, from 0."""
            super().__init__()
            self.index = index

    state = var(State(), init=False)

    def watch_state(self, old: State, new: State) -> None:
        """Repaint if a tab differs."""
        if _content_key(old) != _content_key(new):
            self.refresh()

    def action_click_day(self, index: int) -> None:
        """Tell that a tab was clicked."""
        self.post_message(self.DayClicked(index))

    def line(self) -> Content:
        """Return the tabs, or as many around the selected one as fit."""
        return render_day_tabs(self.state, self.size.width)


def _content_key(state: State) -> tuple[object, ...]:
    counts = state.matching_by_day, state.day_sizes
    return state.days, state.day, bool(state.query), counts, state.sessions, state.bookmarks


def render_day_tabs(state: State, width: int) -> Content:
    """Return the tabs in `width` cells; `‹` and `›` show that there are more days.

    The selected day is in brackets, so that it shows without colour too. A bar tells how full each
    day is, compared to the fullest one, and a star that something of it is starred. While a query
    filters, each tab has the number of its matches instead of the bar.
    """
    tabs = _tabs(state)
    current = state.days.index(state.day) if state.day in state.days else 0
    first, last = _visible_range([len("".join(tab)) for tab in tabs], current, width - 2)
    parts: list[Content | tuple[str, str]] = [("‹" if first > 0 else " ", "$text-muted")]
    for index in range(first, last):
        style = "bold $text on $primary-muted" if index == current else "$text-muted"
        label, bar, star = tabs[index]
        tab = Content.assemble((label, style), (bar, "$foreground-muted"), (star, "$star"))
        parts.append(tab.stylize(Style.from_meta({"@click": f"click_day({index})"})))
    parts.append(("›" if last < len(tabs) else " ", "$text-muted"))
    return Content.assemble(*parts)


def _tabs(state: State) -> list[tuple[str, str, str]]:
    """Return label, bar and star of each day; the last two may be empty."""
    tabs = []
    fullest = max(state.day_sizes.values(), default=0)
    starred = {
        each.day
        for id, bookmark in state.bookmarks.items()
        if bookmark.starred and (each := state.sessions.get(id))
    }
    for day in state.days:
        label = wording.short_day(day)
        size = state.day_sizes[day]
        if state.query:
            label += f" ·{state.matching_by_day.get(day, 0)}"
        bar = ""
        if not state.query and len(state.days) > 1 and size:
            bar = _BARS[(size * len(_BARS) - 1) // fullest]
        label = f"[{label}]" if day == state.day else f" {label} "
        tabs.append((label, bar, wording.STAR if day in starred else ""))
    return tabs


def _visible_range(widths: list[int], current: int, available: int) -> tuple[int, int]:
    """Return first and last (exclusive) index of the tabs around `current` that fit."""
    first, last, used = current, current, 0
    while last < len(widths) and used + widths[last] <= available:
        used += widths[last]
        last += 1
    while first > 0 and used + widths[first - 1] <= available:
        first -= 1
        used += widths[first]
    return first, max(last, current + 1) if widths else 0
