"""The rule between the view and the detail pane."""

from rich.segment import Segment
from textual.strip import Strip

from confui.widgets.base.lines import LineView


class Separator(LineView, can_focus=False):
    """Draws an upright or a level rule.

    A border of the pane would be repainted with every session; this is not.
    """

    def fit(self) -> None:
        """Take the length of the widget."""
        if self.virtual_size != self.size:
            self._strips.clear()
            self.resize_content(*self.size)

    def draw_row(self, row: int) -> Strip:
        """Return one cell of the upright rule, or the whole level one."""
        width = self.size.width
        return Strip([Segment("│" if width == 1 else "─" * width, self.base_style)])
