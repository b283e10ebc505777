"""The rule between the view and the detail pane."""

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from confui.widgets.base.lines import LineView


class Separator(LineView, can_focus=False):
    """Draws an upright or a level rule.

    A border of the pane would be repainted with every session; this is not.
    """

    class Dragged(Message):
        """The rule was dragged to a cell of the screen."""

        def __init__(self, place: Offset) -> None:
            super().__init__()
            self.place = place

    def on_mouse_down(self) -> None:
        """Follow the mouse until its button is released."""
        self.capture_mouse()

    def on_mouse_up(self) -> None:
        """No longer follow the mouse."""
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the rule is dragged to."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(event.screen_offset))

    def fit(self) -> None:
        """Take the length of the widget."""
        if self.virtual_size != self.size:
            self._strips.clear()
            self.resize_content(*self.size)

    def draw_row(self, row: int) -> Strip:
        """Return one cell of the upright rule, or the whole level one."""
        width = self.size.width
        return Strip([Segment("│" if width == 1 else "─" * width, self.base_style)])
