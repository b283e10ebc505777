"""The screen of a running app as cells: text with styles.

Like Textual's compositor, it renders the lines of every widget and puts them on top of one another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rich.cells import cell_len
from rich.style import Style
from textual.app import App
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

Cell = tuple[str, Style]
"""The text of a cell, and its style. The second cell of a wide character is empty."""

_BLANK: Cell = (" ", Style.null())


@dataclass(frozen=True)
class Picture:
    """The cells of a screen, line by line."""

    cells: tuple[tuple[Cell, ...], ...]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text of every line, without the white space at its end."""
        return tuple("".join([text for text, _ in line]).rstrip() for line in self.cells)

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def __contains__(self, text: str) -> bool:
        """Whether a line of the screen contains `text`."""
        return any(text in line for line in self.lines)

    def find(self, text: str) -> tuple[int, int]:
        """Return x and y of the first cell of the first `text`.

        Raises:
            LookupError: It is not on the screen.
        """
        for y, line in enumerate(self.lines):
            if (index := line.find(text)) >= 0:
                return cell_len(line[:index]), y
        raise LookupError(f"no {text!r} in\n{self.text}")

    def right_of(self, text: str) -> str:
        """Return what follows the first `text` on its line."""
        return self.line(text).partition(text)[2]

    def line(self, text: str) -> str:
        """Return the first line that contains `text`."""
        return self.lines[self.find(text)[1]]

    def style(self, text: str) -> Style:
        """Return the style of the first cell of `text`."""
        x, y = self.find(text)
        return self.cells[y][x][1]


def capture(app: App[Any]) -> Picture:
    """Return what `app` shows now."""
    width, height = app.size
    cells = [[_BLANK] * width for _ in range(height)]
    for screen in app.screen_stack:
        for widget, region, visible in _placed(screen):
            for y, strip in enumerate(widget.render_lines(visible.translate(-region.offset))):
                x = visible.x
                if not 0 <= visible.y + y < height:
                    continue
                line = cells[visible.y + y]
                for text, style, _ in strip:
                    style = style or Style.null()
                    is_narrow = text.isascii() and text.isprintable()
                    parts = [(part, style) for part in (text if is_narrow else _parts(text))]
                    line[x : x + len(parts)] = parts[: max(0, width - x)]
                    x += len(parts)
    return Picture(tuple(map(tuple, cells)))


def _parts(text: str) -> Iterator[str]:
    """Yield the text of each cell that `text` takes."""
    for character in text:
        yield from (character, "")[: cell_len(character)]


def _placed(screen: Screen[Any]) -> Iterator[tuple[Widget, Region, Region]]:
    """Yield each visible widget, bottom first, with its region and the visible part of it."""
    for widget in screen.walk_children(Widget):
        try:
            place = screen.find_widget(widget)
        except NoWidget:
            continue  # it is not displayed
        if widget.visible and place.visible_region:
            yield widget, place.region, place.visible_region
