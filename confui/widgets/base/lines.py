"""The ground of what is drawn line by line: the grid, the session beside it, the bars around."""

from collections.abc import Iterable
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


class OneLine(Widget):
    """A widget of one line without a box, kept until something changes."""

    auto_links = var(False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strip: Strip | None = None

    def line(self) -> Content:
        """Return the line for the present width."""
        raise NotImplementedError

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw the line anew."""
        self._strip = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Forget what was painted in the colours of before."""
        super().notify_style_update()
        self._strip = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the line, as much of it as Textual asks for."""
        strip, width = self._strip, self.size.width
        if strip is None or strip.cell_length != width:
            segments = self.line().render_segments(self.visual_style)
            strip = Strip(segments).crop_extend(0, width, self.rich_style)
            strip = self._strip = _filtered(self, strip, self.background_colors[1])
        return [strip.crop(*crop.column_span)] if crop.y == 0 and crop.height else []


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
        self._backdrop: Color | None = None

    @property
    def ground(self) -> Style:
        """The view's own style, worked out once for each theme."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Forget what was painted in the colours of before."""
        super().notify_style_update()
        self._ground = self._backdrop = None
        self._strips.clear()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Look the same with the focus: Textual would apply all styles again, at the start too."""

    def fit(self) -> None:
        """Make the content fit the present size, where it does not yet.

        Called before lines are drawn: Textual paints a new widget before it tells it its size, and
        without this the first frame would be empty.
        """
        raise NotImplementedError

    def draw(self, row: int) -> Strip:
        """Return a row of the content, as wide as the view."""
        raise NotImplementedError

    def line_at(self, y: int, top: int) -> Strip:
        """Return a line of the view while it is scrolled down by `top` rows."""
        return self.row(-1 - y if y < self.HEAD else y - self.HEAD + top)

    def row(self, row: int) -> Strip:
        """Return a row of the content, drawn or kept from before."""
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self.filtered(self.draw(row))
        return strip

    def filtered(self, strip: Strip) -> Strip:
        """Return a strip as the filters of the app let it pass: costly, so once for each strip."""
        if self._backdrop is None:
            self._backdrop = self.background_colors[1]
        return _filtered(self, strip, self._backdrop)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines that Textual asks for; `▲ ▼` show that there are more that way."""
        self.fit()
        width, height = self.size
        top = self.scroll_offset.y
        first, last = self.HEAD, height - 1
        strips = [self.line_at(y, top) for y in crop.line_range]
        if top > 0 and crop.y <= first < crop.bottom:
            strips[first - crop.y] = self._marked(strips[first - crop.y], "▲")
        if top < self.max_scroll_y and crop.y <= last < crop.bottom:
            strips[last - crop.y] = self._marked(strips[last - crop.y], "▼")
        if crop.column_span == (0, width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def redraw(self) -> None:
        """Draw every row anew."""
        self._strips.clear()
        self.refresh()

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Paint some rows of the view anew, counted from its top edge; what adjoins as one."""
        regions: list[Region] = []
        for row in rows:
            if regions and regions[-1].bottom == row:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, row, self.size.width, 1))
        if regions:
            self.refresh(*regions)

    def resize_content(self, width: int, height: int) -> None:
        """Let the content be of another size, in cells.

        Without scroll bars nothing else on the screen depends on it, so that no new layout is
        needed, which would cost a second frame for each key.
        """
        self.set_reactive(LineView.virtual_size, Size(width, height))

    def _marked(self, strip: Strip, mark: str) -> Strip:
        style = self.ground + Style(bold=True)
        end = self.filtered(Strip([Segment(mark, style)]))
        return Strip.join([strip.crop_extend(0, self.size.width - 1, style), end])


def _filtered(widget: Widget, strip: Strip, background: Color) -> Strip:
    for line_filter in widget.get_line_filters():
        strip = strip.apply_filter(line_filter, background)
    return strip
