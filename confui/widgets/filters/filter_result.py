"""The result of the filters: how many sessions match, or which filter to drop if none does."""

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.style import Style
from textual.widget import Widget

from confui.state import State
from confui.widgets.filters.query_bar import SEARCHING_TEXTS

_NO_MATCH = Content.styled("Nothing matches", "bold $text-warning")
_SEPARATOR = " · "
_COUNT_WIDTH = 8
"""Cells beside a filter: its count, and the separator before the next one."""
_MIN_FILTER_WIDTH = 16
"""Cells that every filter gets, however narrow the widget is."""


class FilterResult(Widget):
    """Shows the count; if it is 0, that nothing matches and, below, which filter to drop."""

    class DropClicked(Message):
        """A filter to drop was clicked."""

        def __init__(self, number: int) -> None:
            """`number` is its place among the state's `relaxations`."""
            super().__init__()
            self.number = number

    auto_links = var(False)
    state = var(State(), init=False)

    def watch_state(self, old: State, new: State) -> None:
        """Repaint if the result differs."""
        if _told(old) != _told(new):
            self.refresh()

    def action_click_drop(self, number: int) -> None:
        """Tell which filter was clicked."""
        self.post_message(self.DropClicked(number))

    def render(self) -> Content:
        """Return the lines in the width of the widget."""
        state, width = self.state, self.size.width
        if state.matching or state.unsearched or not state.query:
            result = Content.styled(
                f"{len(state.matching)} of {state.total} sessions match", "bold"
            )
            return Content.assemble(result, f" · {SEARCHING_TEXTS}" if state.unsearched else "")
        key = ("   - ", "bold $footer-key-foreground")
        drops = self._render_drops()
        if not drops:
            last = _render_drop("", state.query.terms[-1].describe(), "", 0, width - _COUNT_WIDTH)
            advice = Content.assemble(_NO_MATCH, ", whichever filter goes", key, "drops the last:")
            return Content("\n").join([advice, last])
        which = "drops the first:" if len(drops) > 1 else "drops it:"
        advice = Content.assemble(_NO_MATCH, key, which)
        return Content("\n").join([advice, Content(_SEPARATOR).join(drops)])

    def _render_drops(self) -> list[Content]:
        """Return the filters that can be dropped, the one that brings most first, to click on.

        As many as fit into the width; at least two, which are cut if necessary.
        """
        relaxed, width = self.state.relaxations, self.size.width
        for limit, available in ((len(relaxed), width), (2, width), (2, width // 2 - _COUNT_WIDTH)):
            drops = [
                _render_drop("without ", term.describe(), f" {count}", number, available)
                for number, (term, count) in enumerate(relaxed[:limit])
            ]
            if Content(_SEPARATOR).join(drops).cell_length <= width:
                break
        return drops


def _told(state: State) -> tuple[object, ...]:
    return state.query, state.matching, state.relaxations, state.total, state.unsearched


def _render_drop(verb: str, term: str, outcome: str, number: int, width: int) -> Content:
    """Return the text of a filter to click on; its beginning is cut to `width` cells."""
    text = (
        Content(verb + term)
        .truncate(max(_MIN_FILTER_WIDTH, width), ellipsis=True)
        .stylize("underline")
    )
    link = Content.assemble(text, (outcome, "bold"))
    return link.stylize(Style.from_meta({"@click": f"click_drop({number})"}))
