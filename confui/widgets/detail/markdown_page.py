"""A page of text under construction: lines with gaps, indents and signs before them."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

SIGN = "$text-secondary"
"""The style of what stands before a line: bullets, numbers, the bar of a quote."""

NARROWEST = 10
"""Cells. No page is narrower, and no indent leaves less to its text unless half the page does."""


@dataclass(slots=True)
class _Container:
    """A quote, a list item or code: what stands before its next line, and before the others."""

    next: str
    rest: str


class Page:
    """Lines at most `width` cells wide, each behind the signs of the containers it stands in."""

    def __init__(self, width: int) -> None:
        self.lines: list[Content] = []
        self._width = width
        # Containers that would leave too little room lose their outer signs, not their text.
        self._widest_indent = width - min(NARROWEST, width // 2)
        self._containers: list[_Container] = []
        self._gap: str | None = None

    @property
    def room(self) -> int:
        """Cells that are left to the text of a line."""
        return self._width - len(self._indent())

    def open(self, first: str, rest: str) -> None:
        """Begin a container: `first` stands before its first line, `rest` before the others."""
        self._containers.append(_Container(first, rest))

    def close(self) -> None:
        """End the innermost container. A list item without text still shows its sign."""
        if self._containers[-1].next != self._containers[-1].rest:
            self.put([Content("")])
        self._containers.pop()

    def space(self) -> None:
        """Set what comes next apart by one empty line, unless it is the first."""
        if self.lines and self._gap is None:
            self._gap = self._indent()

    def put(self, lines: Iterable[Content]) -> None:
        """Add `lines`, none wider than `room`."""
        if self._gap is not None:
            self.lines.append(Content.styled(self._gap.rstrip(), SIGN))
            self._gap = None
        for line in lines:
            if not self._containers:
                self.lines.append(line)
                continue
            signs = "".join(container.next for container in self._containers)
            for container in self._containers:
                container.next = container.rest
            self.lines.append(Content.styled(self._fitting(signs), SIGN) + line)

    def note(self, text: str) -> None:
        """Add a remark of ours below everything."""
        self._containers.clear()
        self.space()
        self.put(Content.styled(text, "dim").wrap(self.room))

    def _indent(self) -> str:
        return self._fitting("".join(container.rest for container in self._containers))

    def _fitting(self, signs: str) -> str:
        return signs[max(0, len(signs) - self._widest_indent) :]
