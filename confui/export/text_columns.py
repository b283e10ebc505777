"""Align text in columns for a terminal, where wide characters take two cells."""

import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

Paint = Callable[[str, str], str]
"""Colours a text in a style: `heading`, `muted`, `star` or `topic`; any other style is none."""

GAP = 2
"""Cells between two columns."""

_MIN_WIDTH = 8
"""Cells that a truncated column keeps at least; fewer would be useless."""


def plain(text: str, _: str) -> str:
    """Return a text as it is: the `Paint` of files and other programs."""
    return text


def cells(text: str) -> int:
    """Return the width of a text in terminal cells."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def widths_of(
    rows: Sequence[Sequence[str]], shrinking: Collection[int], width: int | None
) -> list[int]:
    """Return the width of each column in cells.

    Args:
        rows: The table, at least one row; all rows have the same number of cells.
        shrinking: The indexes of the columns that may be truncated to fit, but not below eight
            cells; the widest lose the most. If that is not enough, the last columns are cut.
        width: The width of a whole row in cells; `None` truncates nothing.
    """
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    if width is None:
        return widths
    full = [widths[column] for column in shrinking]
    free = width - (sum(widths) - sum(full)) - GAP * (len(widths) - 1)
    if sum(full) <= free:
        return widths
    least = [min(most, _MIN_WIDTH) for most in full]
    spare = max(0, free - sum(least))
    excess = [most - few for most, few in zip(full, least, strict=True)]
    total = sum(excess) or 1
    for column, few, more in zip(shrinking, least, excess, strict=True):
        widths[column] = few + spare * more // total
    return limit(widths, width)


def limit(widths: Sequence[int], width: int) -> list[int]:
    """Return the widths of columns, less at the end where a row would have more than `width`."""
    left, limited = width, []
    for wanted in widths:
        limited.append(max(0, min(wanted, left)))
        left -= limited[-1] + GAP * bool(limited[-1])
    return limited


def line(
    row: Sequence[str], widths: Sequence[int], styles: Sequence[str] = (), paint: Paint = plain
) -> str:
    """Return a row as one line, each text padded or truncated to the width of its column.

    Args:
        row: The texts; one for which its column has no cell is left out.
        widths: The widths of the columns.
        styles: The styles of the columns, if they have any.
        paint: Colours a text.
    """
    shown = [each for each in enumerate(widths) if each[1] or not row[each[0]]]
    texts = [fit(row[column], width) for column, width in shown]
    while texts and not texts[-1].strip():
        texts.pop()
    if texts:
        texts[-1] = texts[-1].rstrip()
    if styles:
        columns = (column for column, _ in shown)
        texts = [paint(text, styles[column]) for text, column in zip(texts, columns, strict=False)]
    return (" " * GAP).join(texts)


def cut(text: str, width: int | None) -> str:
    """Return a text truncated to `width` cells, with an ellipsis at its end if it was longer."""
    if width is None or cells(text) <= width:
        return text
    if width <= 0:
        return ""
    return _beginning(text, width - 1) + "…"


def fit(text: str, width: int) -> str:
    """Return a text padded or truncated to `width` cells."""
    text = cut(text, width)
    return text + " " * (width - cells(text))


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0  # drawn on the character before, or not at all
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _beginning(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[:index]
    return text
