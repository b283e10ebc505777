"""Texts in columns that line up in a terminal, whatever script they are written in."""

import unicodedata
from collections.abc import Collection, Sequence

_GAP = 2
"""Cells between two columns."""

_NARROWEST = 8
"""Cells below which a cut column tells nothing."""


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def widths_of(
    rows: Sequence[Sequence[str]], shrinking: Collection[int], width: int | None
) -> list[int]:
    """Return how wide each column is to be, in cells.

    Args:
        rows: Of as many texts each; at least one.
        shrinking: The columns that may be cut to keep to the width, none of them below eight
            cells: the longest the most.
        width: Cells for a whole row; `None` cuts nothing.
    """
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    if width is None:
        return widths
    wanted = [widths[column] for column in shrinking]
    free = width - (sum(widths) - sum(wanted)) - _GAP * (len(widths) - 1)
    if sum(wanted) <= free:
        return widths
    least = [min(want, _NARROWEST) for want in wanted]
    spare = max(0, free - sum(least))
    beyond = [want - few for want, few in zip(wanted, least, strict=True)]
    total = sum(beyond) or 1
    for column, few, more in zip(shrinking, least, beyond, strict=True):
        widths[column] = few + spare * more // total
    return widths


def line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Return the texts of a row side by side, each as wide as its column."""
    texts = (_fit(text, width) for text, width in zip(row, widths, strict=True))
    return (" " * _GAP).join(texts).rstrip()


def cut(text: str, width: int | None) -> str:
    """Return a text within some cells; what is left out is told by an ellipsis at its end."""
    if width is None or cells(text) <= width:
        return text
    return _beginning(text, width - 1) + "…"


def tail(text: str, width: int) -> str:
    """Return the end of a text that is longer than some cells, behind an ellipsis."""
    return text if cells(text) <= width else "…" + _beginning(text[::-1], width - 1)[::-1]


def _fit(text: str, width: int) -> str:
    text = cut(text, width)
    return text + " " * (width - cells(text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0  # drawn upon the character before, or not at all
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _beginning(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[:index]
    return text
