"""Words that were searched for, marked where they are shown."""

from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from confui.schedule.query import Query

MATCH = "bold underline $match"
"""Told from its surroundings without colour too."""


def highlight(text: str, style: Style, marking: Style, query: Query) -> list[Segment]:
    """Return `text` in segments of a style, with `marking` on top where a word of the query is."""
    if not query.words:
        return [Segment(text, style)]
    from confui.schedule.search import find_words

    segments, at = [], 0
    for start, end in find_words(text, query):
        segments += [Segment(text[at:start], style), Segment(text[start:end], style + marking)]
        at = end
    return [*segments, Segment(text[at:], style)]


def highlight_lines(lines: tuple[Content, ...], query: Query) -> tuple[Content, ...]:
    """Return wrapped lines with the words of the query marked, phrases over line ends too."""
    if not query.words:
        return lines
    from confui.schedule.search import find_words

    marked = list(lines)
    found = find_words("\n".join(line.plain for line in lines), query)
    number, start = 0, 0
    for begin, end in found:
        while begin > start + len(lines[number]):
            start += len(lines[number]) + 1
            number += 1
        line, first = number, start
        while first < end:
            marked[line] = marked[line].stylize(MATCH, max(0, begin - first), end - first)
            first += len(lines[line]) + 1
            line += 1
    return tuple(marked)
