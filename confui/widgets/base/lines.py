"""Base classes of widgets that are drawn line by line: `OneLine` for bars, `LineView` for views."""

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
from textual.style import Style as VisualStyle
from textual.widget import Widget

from confui.textual_workarounds import apply_line_filters


class OneLine(Widget):
    """A widget of one line, without border or padding. Its strips are cached until a refresh."""

    auto_links = var(False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._look: tuple[VisualStyle, Style, Color] | None = None
        """Its style, for content and for segments, and its background, until the theme changes."""

    # Textual 8.2: a new size sets `virtual_size`, which asks for another layout and so for another
    # frame. Nothing scrolls here.
    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)

    def line(self) -> Content:
        """Return the text of the line, at most as wide as the widget."""
        raise NotImplementedError

    def lines(self) -> tuple[Content, ...]:
        """Return all lines; a widget that is one line at times may have more at others."""
        return (self.line(),)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw the line again with the next frame."""
        self._strips = []
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Drop what is cached, whose colours are out of date."""
        super().notify_style_update()
        self._strips, self._look = [], None

    # Textual 8.2: it renders each line of a widget through the CSS box, in every frame.
    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the part of the lines that lies in `crop`."""
        width, height = self.size
        if len(self._strips) != height or self._strips[0].cell_length != width:
            self._strips = [self._draw(line) for line in self.lines()[:height]]
            self._strips += [self._draw(Content())] * (height - len(self._strips))
        return [strip.crop(*crop.column_span) for strip in self._strips[crop.y : crop.bottom]]

    def _draw(self, line: Content) -> Strip:
        if self._look is None:
            self._look = self.visual_style, self.rich_style, self.background_colors[1]
        visual_style, style, background = self._look
        segments = line.render_segments(visual_style)
        strip = Strip(segments).crop_extend(0, self.size.width, style)
        return apply_line_filters(self, strip, background)


class LineView(ScrollView):
    """A scroll view whose strips are cached, row by row, until something changes.

    Textual renders all lines of a widget for every frame that touches it, each through the CSS box
    (border, padding, tint). These views have no box and return their strips as they are, which
    saves two thirds of the time that a key takes. Put a border or padding on the container.
    """

    HEADER_ROWS: ClassVar[int] = 0
    """Lines at the top that do not scroll; `draw_row` gets them as rows -1, -2 and so on."""

    SPARE_ROWS: ClassVar[int] = 0
    """Empty rows at the end of the content, so that its last row can be above the last line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: dict[int, Strip] = {}
        self._base_style: Style | None = None
        self._background: Color | None = None

    @property
    def base_style(self) -> Style:
        """The view's own style, cached until the theme changes."""
        if self._base_style is None:
            self._base_style = self.rich_style
        return self._base_style

    def notify_style_update(self) -> None:
        """Drop everything cached, whose colours are out of date."""
        super().notify_style_update()
        self._base_style = self._background = None
        self._strips.clear()

    # Textual 8.2: it applies all styles again when the focus changes, also at the start.
    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: the view looks the same with the focus and without it."""

    # Textual 8.2: it paints a new widget before the resize event; the first frame would be empty.
    def fit(self) -> None:
        """Lay the content out for the present size, if that has not been done yet.

        Called before lines are rendered.
        """
        raise NotImplementedError

    def draw_row(self, row: int) -> Strip:
        """Return a row of the content, as wide as the view."""
        raise NotImplementedError

    def get_line(self, y: int, top: int) -> Strip:
        """Return the line `y` of the view while it is scrolled down by `top` rows."""
        return self._get_row(-1 - y if y < self.HEADER_ROWS else y - self.HEADER_ROWS + top)

    def _get_row(self, row: int) -> Strip:
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self.apply_filters(self.draw_row(row))
        return strip

    def apply_filters(self, strip: Strip) -> Strip:
        """Return a strip after the line filters of the app. Costly: call it once for each strip."""
        if self._background is None:
            self._background = self.background_colors[1]
        return apply_line_filters(self, strip, self._background)

    # Textual 8.2: it renders each line of a widget through the CSS box, in every frame.
    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines in `crop`; `▲` and `▼` at the edge show that there are more rows."""
        self.fit()
        width, height = self.size
        top = self.scroll_offset.y
        first, last = self.HEADER_ROWS, height - 1
        strips = [self.get_line(y, top) for y in crop.line_range]
        if top > 0 and crop.y <= first < crop.bottom:
            strips[first - crop.y] = self._add_scroll_mark(strips[first - crop.y], "▲")
        if top < self.max_scroll_y - self.SPARE_ROWS and crop.y <= last < crop.bottom:
            strips[last - crop.y] = self._add_scroll_mark(strips[last - crop.y], "▼")
        if crop.column_span == (0, width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def redraw(self) -> None:
        """Draw every row again with the next frame."""
        self._strips.clear()
        self.refresh()

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Repaint some lines of the view, without dropping their cached strips.

        Args:
            rows: Counted from the top edge of the view, in rising order. Adjacent ones are
                repainted as one region.
        """
        regions: list[Region] = []
        for row in rows:
            if regions and regions[-1].bottom == row:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, row, self.size.width, 1))
        if regions:
            self.refresh(*regions)

    def resize_content(self, width: int, height: int) -> None:
        """Set the size of the scrollable content, in cells."""
        # Textual 8.2: a watched change would ask for a new layout, and so for a second frame for
        # each key. Without scroll bars nothing else on the screen depends on this size.
        self.set_reactive(LineView.virtual_size, Size(width, height))

    def _add_scroll_mark(self, strip: Strip, mark: str) -> Strip:
        style = self.base_style + Style(bold=True)
        end = self.apply_filters(Strip([Segment(mark, style)]))
        return Strip.join([strip.crop_extend(0, self.size.width - 1, style), end])
