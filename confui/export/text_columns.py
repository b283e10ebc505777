"""Align text in columns for a terminal, where wide characters take two cells."""

import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

GAP = 2
"""Cells between two columns."""

_MIN_WIDTH = 8
"""Cells that a truncated column keeps at least; fewer would be useless."""


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
            cells; the widest lose the most.
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
    return widths


def line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row as one line, each text padded or truncated to the width of its column."""
    texts = (fit(text, width) for text, width in zip(row, widths, strict=True))
    return (" " * GAP).join(texts).rstrip()


def cut(text: str, width: int | None) -> str:
    """Return a text truncated to `width` cells, with an ellipsis at its end if it was longer."""
    if width is None or cells(text) <= width:
        return text
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
