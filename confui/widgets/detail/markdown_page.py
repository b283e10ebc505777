"""A page of Markdown under construction: lines with gaps, indents and signs before them."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

SIGN_STYLE = "$text-secondary"
"""The style of signs before a line: bullets, numbers, the bar of a quote."""

MIN_WIDTH = 10
"""Cells. No page is narrower. Indents leave at least that much, or half of a narrow page."""


@dataclass(slots=True)
class _Container:
    """A quote, a list item or code: the sign before its next line, and the one before the rest."""

    next: str
    rest: str


class Page:
    """Lines at most `width` cells wide, each with the signs of the containers that it is in."""

    def __init__(self, width: int) -> None:
        self.lines: list[Content] = []
        self._width = width
        # Where the indent would be too wide, the outer signs are dropped, so that all text stays.
        self._widest_indent = width - min(MIN_WIDTH, width // 2)
        self._containers: list[_Container] = []
        self._gap: str | None = None

    @property
    def text_width(self) -> int:
        """Cells for the text of the next line, after its signs."""
        return self._width - len(self._indent())

    def open_container(self, first: str, rest: str) -> None:
        """Begin a container: `first` is before its first line, `rest` before the others."""
        self._containers.append(_Container(first, rest))

    def close_container(self) -> None:
        """End the innermost container. A list item without text still shows its sign."""
        if self._containers[-1].next != self._containers[-1].rest:
            self.add_lines([Content("")])
        self._containers.pop()

    def add_gap(self) -> None:
        """Put one empty line before the next line, unless that is the first of the page."""
        if self.lines and self._gap is None:
            self._gap = self._indent()

    def add_lines(self, lines: Iterable[Content]) -> None:
        """Add `lines`, none wider than `text_width`."""
        if self._gap is not None:
            self.lines.append(Content.styled(self._gap.rstrip(), SIGN_STYLE))
            self._gap = None
        for line in lines:
            if not self._containers:
                self.lines.append(line)
                continue
            signs = "".join(container.next for container in self._containers)
            for container in self._containers:
                container.next = container.rest
            self.lines.append(Content.styled(self._fit_signs(signs), SIGN_STYLE) + line)

    def add_note(self, text: str) -> None:
        """Add a remark of the program at the end, outside all containers."""
        self._containers.clear()
        self.add_gap()
        self.add_lines(Content.styled(text, "dim").wrap(self.text_width))

    def _indent(self) -> str:
        return self._fit_signs("".join(container.rest for container in self._containers))

    def _fit_signs(self, signs: str) -> str:
        return signs[max(0, len(signs) - self._widest_indent) :]
