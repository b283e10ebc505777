"""A Markdown table as lines: columns where they fit, else one line for each cell."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from textual.content import Content

Alignment = Literal["left", "center", "right"]

_BETWEEN = Content.styled(" │ ", "dim")
_NARROWEST = 6
"""Cells. In a narrower column words break more often than not."""
_EMPTY = Content("")


def table(
    rows: Sequence[Sequence[Content]], alignments: Sequence[Alignment], width: int
) -> list[Content]:
    """Return the lines of a table, each at most `width` cells; the first row is the header.

    Columns are as wide as they need to be; where that is too much, the widest give way and their
    cells wrap. Where that would leave a column less than 6 cells, every cell has a line of its own
    instead, behind the name of its column.
    """
    header, *body = [[cell.stylize_before("bold") for cell in rows[0]], *rows[1:]]
    wanted = [max(cell.cell_length for cell in column) for column in zip(*rows, strict=True)]
    available = width - _BETWEEN.cell_length * (len(wanted) - 1)
    given = column_widths(wanted, available)
    cramped = any(cells < min(need, _NARROWEST) for cells, need in zip(given, wanted, strict=True))
    if len(wanted) > 1 and (cramped or available < 0):
        return list(_listed(header, body, width))
    rule = Content.styled("─┼─".join("─" * cells for cells in given), "dim")
    lines = list(_row(header, alignments, given))
    lines.append(rule)
    for row in body:
        lines.extend(_row(row, alignments, given))
    return lines


def column_widths(wanted: Sequence[int], available: int) -> list[int]:
    """Share `available` cells among columns: nobody gets more than wanted, the widest give way."""
    given = [0] * len(wanted)
    narrowest_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for done, column in enumerate(narrowest_first):
        share = max(0, available) // (len(wanted) - done)
        given[column] = min(wanted[column], share)
        available -= given[column]
    return given


def _row(
    cells: Sequence[Content], alignments: Sequence[Alignment], widths: Sequence[int]
) -> Iterator[Content]:
    # An empty column is no cells wide, and nothing wraps to that.
    wrapped = [cell.wrap(max(1, width)) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*wrapped, fillvalue=_EMPTY):
        yield _BETWEEN.join(map(_aligned, line, alignments, widths)).rstrip()


def _aligned(cell: Content, alignment: Alignment, width: int) -> Content:
    spare = max(0, width - cell.cell_length)
    before = {"left": 0, "center": spare // 2, "right": spare}[alignment]
    return cell.pad(before, spare - before)


def _listed(
    header: Sequence[Content], body: Sequence[Sequence[Content]], width: int
) -> Iterator[Content]:
    if not body:
        yield from _BETWEEN.join(header).wrap(width)
    for index, row in enumerate(body):
        if index:
            yield _EMPTY
        for name, cell in zip(header, row, strict=True):
            yield from (Content.assemble(name, ": ", cell) if name else cell).wrap(width)
