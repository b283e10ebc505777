"""What the filters come to: how many sessions match, or which filter to drop so that any do."""

from textual.content import Content
from textual.reactive import var
from textual.style import Style
from textual.widget import Widget

from confui.state import State

_NOTHING = Content.styled("Nothing matches", "bold $text-warning")
_BETWEEN = " · "
_BESIDE = 8
"""Cells that stand beside a filter: its count, and what divides it from the next."""
_LEAST = 16
"""Cells that every filter gets."""


class FilterResult(Widget):
    """Two lines: the count, and where it is zero the ways out."""

    auto_links = var(False)
    state = var(State(), init=False)

    def watch_state(self, old: State, new: State) -> None:
        """Repaint where the result differs."""
        if (old.query, old.matching) != (new.query, new.matching):
            self.refresh()

    def render(self) -> Content:
        """Return the lines for the present width."""
        state, width = self.state, self.size.width
        if state.matching or not state.query:
            total = len(state.sessions)
            return Content.styled(f"{len(state.matching)} of {total} sessions match", "bold")
        key = ("   - ", "bold $footer-key-foreground")
        ways = self._ways()
        if not ways:
            last = _way("", state.query.terms[-1].describe(), "", 0, width - _BESIDE)
            told = Content.assemble(_NOTHING, ", whichever filter goes", key, "drops the last:")
            return Content("\n").join([told, last])
        drops = "drops the first:" if len(ways) > 1 else "drops it:"
        told = Content.assemble(_NOTHING, key, drops)
        return Content("\n").join([told, Content(_BETWEEN).join(ways)])

    def _ways(self) -> list[Content]:
        """Return the filters to drop, the best first, as something to click on.

        As many as fit; two fit always, if need be cut.
        """
        relaxed, width = self.state.relaxations, self.size.width
        for most, room in ((len(relaxed), width), (2, width), (2, width // 2 - _BESIDE)):
            ways = [
                _way("without ", term.describe(), f" {count}", number, room)
                for number, (term, count) in enumerate(relaxed[:most])
            ]
            if Content(_BETWEEN).join(ways).cell_length <= width:
                break
        return ways


def _way(verb: str, term: str, outcome: str, number: int, room: int) -> Content:
    told = Content(verb + term).truncate(max(_LEAST, room), ellipsis=True).stylize("underline")
    way = Content.assemble(told, (outcome, "bold"))
    return way.stylize(Style.from_meta({"@click": f"screen.drop({number})"}))
