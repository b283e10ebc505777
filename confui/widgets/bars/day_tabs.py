"""The days of the conference: which one is shown, and how much of each matches."""

from textual.content import Content
from textual.reactive import var
from textual.style import Style

from confui.schedule import wording
from confui.state import State
from confui.widgets.base.lines import OneLine


class DayTabs(OneLine):
    """One line with a tab for every day."""

    state = var(State(), init=False)

    def watch_state(self, old: State, new: State) -> None:
        """Repaint where a tab differs."""
        if _told(old) != _told(new):
            self.refresh()

    def line(self) -> Content:
        """Return the tabs, or as many around the current one as fit."""
        return day_tabs(self.state, self.size.width)


def _told(state: State) -> tuple[object, ...]:
    return state.days, state.day, bool(state.query), state.matching


def day_tabs(state: State, width: int) -> Content:
    """Return the tabs in `width` cells; `‹ ›` show that days lie beyond the edge.

    The current day is in brackets, so that it shows without colour; while a query filters, each
    tab has the number of its matches.
    """
    labels = _tabs(state)
    current = state.days.index(state.day) if state.day in state.days else 0
    first, last = _window([len(label) for label in labels], current, width - 2)
    parts: list[Content | tuple[str, str]] = [("‹" if first > 0 else " ", "$text-muted")]
    for index in range(first, last):
        style = "bold $text on $primary-muted" if index == current else "$text-muted"
        tab = Content.styled(labels[index], style)
        parts.append(tab.stylize(Style.from_meta({"@click": f"screen.show_day({index})"})))
    parts.append(("›" if last < len(labels) else " ", "$text-muted"))
    return Content.assemble(*parts)


def _tabs(state: State) -> list[str]:
    labels = []
    for day in state.days:
        label = wording.short_day(day)
        if state.query:
            label += f" ·{sum(session.id in state.matching for session in state.on_day(day))}"
        labels.append(f"[{label}]" if day == state.day else f" {label} ")
    return labels


def _window(widths: list[int], current: int, room: int) -> tuple[int, int]:
    """Return the range of tabs around `current` that fit into `room` cells."""
    first, last, used = current, current, 0
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while first > 0 and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    return first, max(last, current + 1) if widths else 0
