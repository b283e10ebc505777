"""Cut or wrap text to a width on the screen."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len, chop_cells, set_cell_size
from textual.content import Content

# Where a line may end within a word that is too long for one: after a hyphen and the like. Between
# characters of scripts without spaces it may end anywhere.
_PARTS = r"[^-/_.:\u2010-\u2015]*[-/_.:\u2010-\u2015]+|.+"
_LAST_NARROW, _FIRST_DASH, _LAST_DOT = "\u02ff", "\u2010", "\u2027"
_FIRST_WITHOUT_SPACES = "\u0e00"
_WITHOUT_SPACES = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"


def truncate(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; an ellipsis shows that something is missing.

    Cells are counted as Textual counts them.
    """
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def shorten_room(name: str, width: int) -> str:
    """Return a room's name in at most `width` cells: without what is in brackets, then cut."""
    if cell_len(name) > width and name.endswith(")") and (short := name.partition("(")[0].rstrip()):
        name = short
    return truncate(name, width)


def wrap_content(content: Content, width: int) -> list[Content]:
    """Return what `Content.wrap` does, five times as fast for most texts in Latin letters."""
    text = content.plain
    if not text or not _is_narrow(text) or " " in (text[0], text[-1]):
        return content.wrap(width)
    ends, starts = [], [0]
    while len(text) - starts[-1] > width:
        end = text.rfind(" ", starts[-1] + 1, starts[-1] + width + 1)
        if end < 0:  # a word that is wider than the line
            return content.wrap(width)
        start = end
        while text[start] == " ":
            start += 1
        while text[end - 1] == " ":
            end -= 1
        ends.append(end)
        starts.append(start)
    if len(starts) == 1:
        return [content]
    ends.append(len(text))
    if not content.spans:
        return [
            Content(text[start:end], cell_length=end - start, strip_control_codes=False)
            for start, end in zip(starts, ends, strict=True)
        ]
    return [line.rstrip() for line in content.divide(starts[1:])]


def _is_narrow(text: str) -> bool:
    """Return whether each character of a text takes one cell, as far as a quick look can tell.

    No pattern: to compile it would take 0.5 ms of each start.
    """
    return text.isprintable() and all(
        sign <= _LAST_NARROW or _FIRST_DASH <= sign <= _LAST_DOT for sign in set(text)
    )


def wrap(text: str, widths: Sequence[int]) -> list[str]:
    """Return `text` in lines of at most so many cells; the last width is that of all further lines.

    A word is broken only if it is longer than a whole line: after a hyphen, a slash or a dot if
    possible. Scripts without spaces, such as Chinese, are broken between any two characters.
    """
    lines: list[str] = []
    line, room = "", max(1, widths[0])
    for word, spaced in _words(text):
        joined = f"{line} {word}" if spaced and line else line + word
        if cell_len(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
            room = _width_of(len(lines), widths)
        line = word
        while cell_len(line) > room:
            head = _head(line, room)
            lines.append(head)
            line = line[len(head) :]
            room = _width_of(len(lines), widths)
    return [*lines, line] if line or not lines else lines


def wrap_within(
    text: str, widths: Sequence[int], most: int, cut: Callable[[str, int], str] = truncate
) -> list[str]:
    """Return `text` in at most `most` lines, see `wrap`; the last one is cut if it has more."""
    lines = wrap(text, widths)
    if len(lines) <= most:
        return lines
    kept = lines[: most - 1]
    letters = sum(len(line.replace(" ", "")) for line in kept)
    places = (place for place, letter in enumerate(text) if letter != " ")
    rest = text[next(itertools.islice(places, letters, None)) :]
    return [*kept, cut(rest, _width_of(most - 1, widths))]


def _width_of(number: int, widths: Sequence[int]) -> int:
    return max(1, widths[min(number, len(widths) - 1)])


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text that stay on one line, each with whether a space is before it."""
    for word in text.split():
        # The first test spares most schedules the pattern, which takes 1.7 ms to compile.
        if max(word) < _FIRST_WITHOUT_SPACES or not re.search(_WITHOUT_SPACES, word):
            yield word, True
            continue
        spaced = True
        for part in re.findall(f"{_WITHOUT_SPACES}|(?:(?!{_WITHOUT_SPACES}).)+", word):
            yield part, spaced
            spaced = False


def _head(word: str, room: int) -> str:
    """Return the beginning of a word that fits, or its first character if that is wider."""
    head = ""
    for part in re.findall(_PARTS, word):
        if cell_len(head + part) > room:
            break
        head += part
    if head and cell_len(head) >= room // 2:
        return head
    return next(filter(None, chop_cells(word, room)), word)
