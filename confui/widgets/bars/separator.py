"""The rule between two panes."""

from rich.segment import Segment
from textual.strip import Strip

from confui.widgets.base.lines import LineView


class Separator(LineView):
    """The rule between the view and the session; a border would be painted with every session."""

    def fit(self) -> None:
        """Be as long as the view."""
        if self.virtual_size != self.size:
            self._strips.clear()
            self.resize_content(*self.size)

    def draw(self, row: int) -> Strip:
        """Return a cell of the upright rule, or all of the level one."""
        width = self.size.width
        return Strip([Segment("│" if width == 1 else "─" * width, self.ground)])
