"""Wrapped lines of text with links in them, and the writer that builds them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from textual.content import Content
from textual.style import Style

from confui.schedule.models import Link, Session
from confui.schedule.query import Term
from confui.text import steady
from confui.widgets.base.truncation import truncate, wrap_content

_LONGEST_NAME = 40
"""Cells of the name of a link."""

Target: TypeAlias = Link | Session | Term
"""What a link leads to: a web page, a session, or all sessions that match a term."""


class LinkedText(NamedTuple):
    """The lines of a pane, and the targets of the links in them."""

    lines: tuple[Content, ...] = ()
    targets: tuple[Target, ...] = ()
    """By the number that a click sends: `follow_link(number)`."""
    width: int = 0
    """The cells that the lines are wrapped to."""
    is_whole: bool = True
    """Whether nothing is left out at the end."""

    def has(self, rows: int) -> bool:
        """Whether there are so many lines, or all; 0 for all."""
        return self.is_whole or 0 < rows <= len(self.lines)

    def with_lines(self, lines: tuple[Content, ...]) -> "LinkedText":
        """Return the text with its lines replaced; itself if they are the same."""
        return self if lines is self.lines else self._replace(lines=lines)

    def is_blank(self, row: int) -> bool:
        """Whether a row is empty or below the last line."""
        return row >= len(self.lines) or not self.lines[row]

    def rows_of(self, number: int) -> tuple[int, ...]:
        """Return the rows of a link; several if it is wrapped."""
        return tuple(row for row, line in enumerate(self.lines) if any(_spans(line, number)))

    def with_link(self, number: int) -> "LinkedText":
        """Return the text with a link highlighted."""
        lines = list(self.lines)
        for row in self.rows_of(number):
            for start, end in _spans(lines[row], number):
                lines[row] = lines[row].stylize("reverse", start, end)
        return self._replace(lines=tuple(lines))

    def with_mark(self, signs: str) -> "LinkedText":
        """Return the text with the signs of a bookmark at the end of its first line."""
        if not signs or not self.lines:
            return self
        title = self.lines[0].pad_right(
            max(0, self.width - 1 - len(signs) - self.lines[0].cell_length)
        )
        first = Content.assemble(title, (f" {signs}", "$star bold"))
        return self._replace(lines=(first, *self.lines[1:]))


def _spans(line: Content, number: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of a link on a line."""
    click = {"@click": f"follow_link({number})"}
    for span in line.spans:
        if isinstance(span.style, Style) and span.style.meta == click:
            yield span.start, span.end


class TextWriter:
    """Collects wrapped lines and numbers the links among them."""

    def __init__(self, width: int, rows: int = 0) -> None:
        """Write lines of so many cells; `rows` of them are enough, 0 for all."""
        self.width = max(1, width)
        self._rows = rows
        self._lines: list[Content] = []
        self._targets: list[Target] = []

    def finish(self, width: int, *, is_whole: bool = True) -> LinkedText:
        """Return what was written, for a pane of so many cells; a whole text ends without a gap."""
        while is_whole and self._lines and not self._lines[-1].plain.strip():
            self._lines.pop()
        return LinkedText(tuple(self._lines), tuple(self._targets), width, is_whole)

    @property
    def has_enough(self) -> bool:
        """Whether more lines were written than are needed for now."""
        return 0 < self._rows < len(self._lines)

    def write(self, content: Content) -> None:
        """Add a text, wrapped."""
        if content:
            self._lines += wrap_content(content, self.width)

    def write_title(self, title: str, *, margin: int) -> None:
        """Add a title; `margin` cells at the end of its first line stay free."""
        title = steady(title)
        first = Content(title).wrap(max(1, self.width - margin))[0].plain.rstrip()
        for part in (first, title.removeprefix(first).lstrip()):
            self.write(Content.styled(part, "bold $text-primary"))

    def write_item(self, content: Content) -> None:
        """Add an item of a list."""
        for index, line in enumerate(wrap_content(content, max(1, self.width - 2))):
            self._lines.append(Content.assemble("• " if index == 0 else "  ", line))

    def write_links(self, lead: str, links: Iterable[tuple[str, Target]]) -> None:
        """Add links by their names, in one line if they fit, with a muted `lead` before them."""
        names = [
            self.link(Content(truncate(name, _LONGEST_NAME)), target) for name, target in links
        ]
        if names:
            start = Content.styled(f"{lead} " if lead else "", "$text-muted")
            self.write(Content.assemble(start, Content(" · ").join(names)))

    def link(self, text: Content, target: Target) -> Content:
        """Return a text as a link to a target."""
        self._targets.append(target)
        click = Style.from_meta({"@click": f"follow_link({len(self._targets) - 1})"})
        return text.stylize("underline").stylize(click)

    def gap(self) -> None:
        """Add an empty line, unless the last one is empty."""
        if self._lines and self._lines[-1].plain.strip():
            self._lines.append(Content(""))

    def heading(self, text: str) -> None:
        """Add a heading below an empty line."""
        self.gap()
        self.write(Content.styled(text, "bold $text-accent"))

    def write_first_line(self, sign: str, text: str) -> bool:
        """Add the first line of a text in Markdown behind a sign; return whether that is all."""
        from confui.widgets.detail.markdown import render_markdown

        first, *others = render_markdown(text, self.width - len(sign)).lines or (Content(),)
        line = f"{sign}{first.plain}{' …' if others else ''}"
        self.write(Content.styled(truncate(line, self.width), "$text-accent"))
        return not others and first.plain == text

    def write_markdown(self, text: str) -> None:
        """Add a text in Markdown."""
        # Loaded after the first frame: the parser takes 20 ms to import.
        from confui.widgets.detail.markdown import render_markdown

        rows = max(1, self._rows - len(self._lines)) if self._rows else 0
        rendered = render_markdown(text, self.width, first_link=len(self._targets), rows=rows)
        self._lines += rendered.lines
        self._targets += rendered.links
