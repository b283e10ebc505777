"""The ground of what is drawn line by line: the grid and the session beside it."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineView(ScrollView):
    """A scroll view whose lines are kept until something changes.

    Textual renders all lines of a widget for every frame that touches it, each through the CSS box
    (border, padding, tint). These views have no box, and give their strips as they are: that takes
    two thirds off the cost of a key. Put a border or padding on the container around them.
    """

    HEAD: ClassVar[int] = 0
    """How many lines at the top stay in place; `draw` gets them as rows -1, -2 and so on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: dict[int, Strip] = {}
        self._ground: Style | None = None

    @property
    def ground(self) -> Style:
        """The view's own style, worked out once for each theme."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Forget what was painted in the colours of before."""
        super().notify_style_update()
        self._ground = None
        self._strips.clear()

    def fit(self) -> None:
        """Make the content fit the present size, where it does not yet.

        Called before lines are drawn: Textual paints a new widget before it tells it its size, and
        without this the first frame would be empty.
        """
        raise NotImplementedError

    def draw(self, row: int) -> Strip:
        """Return a row of the content, as wide as the view."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return a line of the view; `▲ ▼` at its edge show that there is more that way."""
        if y < self.HEAD:
            return self.row(-1 - y)
        strip = self.row(y - self.HEAD + self.scroll_offset.y)
        if y == self.HEAD and self.scroll_offset.y > 0:
            return self._marked(strip, "▲")
        if y == self.size.height - 1 and self.scroll_offset.y < self.max_scroll_y:
            return self._marked(strip, "▼")
        return strip

    def row(self, row: int) -> Strip:
        """Return a row of the content, drawn or kept from before."""
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self.draw(row)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines that Textual asks for, with the filters of the app applied."""
        self.fit()
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def resize_content(self, width: int, height: int) -> None:
        """Let the content be of another size, in cells.

        Without scroll bars nothing else on the screen depends on it, so that no new layout is
        needed, which would cost a second frame for each key.
        """
        self.set_reactive(LineView.virtual_size, Size(width, height))

    def _marked(self, strip: Strip, mark: str) -> Strip:
        width = self.size.width
        style = self.ground + Style(bold=True)
        return Strip.join([strip.crop_extend(0, width - 1, style), Strip([Segment(mark, style)])])
