"""Highlighting: mark the words of a query in the text that is shown."""

from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from confui.schedule.query import Query

MATCH_STYLE = "bold underline $match"
"""Underlined and bold, so that it stands out without colour too."""


def highlight(text: str, style: Style, match_style: Style, query: Query) -> list[Segment]:
    """Return `text` as segments, with `match_style` on top of `style` in words of the query."""
    if not query.words:
        return [Segment(text, style)]
    from confui.schedule.search import find_words  # the first frame has no query

    segments, at = [], 0
    for start, end in find_words(text, query):
        segments += [Segment(text[at:start], style), Segment(text[start:end], style + match_style)]
        at = end
    return [*segments, Segment(text[at:], style)]


def highlight_lines(lines: tuple[Content, ...], query: Query) -> tuple[Content, ...]:
    """Return wrapped lines with the words of the query in `MATCH_STYLE`.

    A phrase may run over the end of a line. Lines without a match are returned as the same objects.
    """
    if not query.words:
        return lines
    from confui.schedule.search import find_words  # the first frame has no query

    marked = list(lines)
    matches = find_words("\n".join(line.plain for line in lines), query)
    number, start = 0, 0
    for begin, end in matches:
        while begin > start + len(lines[number]):
            start += len(lines[number]) + 1
            number += 1
        line, first = number, start
        while first < end:
            marked[line] = marked[line].stylize(MATCH_STYLE, max(0, begin - first), end - first)
            first += len(lines[line]) + 1
            line += 1
    return tuple(marked)
