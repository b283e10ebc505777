"""A Markdown table as lines: in columns if they fit, else one line for each cell."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from textual.content import Content

Alignment = Literal["left", "center", "right"]

_SEPARATOR = Content.styled(" │ ", "dim")
_MIN_COLUMN = 6
"""Cells. In narrower columns most words would be broken."""
_EMPTY = Content("")


def render_table(
    rows: Sequence[Sequence[Content]], alignments: Sequence[Alignment], width: int
) -> list[Content]:
    """Return the lines of a table, each at most `width` cells; the first row is the header.

    Columns are as wide as their widest cell. If that is too much, the widest columns are narrowed
    and their cells wrapped. If a column would get less than 6 cells, each cell is on its own line
    instead, after the name of its column.
    """
    header, *body = [[cell.stylize_before("bold") for cell in rows[0]], *rows[1:]]
    natural = [max(cell.cell_length for cell in column) for column in zip(*rows, strict=True)]
    available = width - _SEPARATOR.cell_length * (len(natural) - 1)
    widths = fit_columns(natural, available)
    cramped = any(
        cells < min(need, _MIN_COLUMN) for cells, need in zip(widths, natural, strict=True)
    )
    if len(natural) > 1 and (cramped or available < 0):
        return list(_render_as_list(header, body, width))
    rule = Content.styled("─┼─".join("─" * cells for cells in widths), "dim")
    lines = list(_render_row(header, alignments, widths))
    lines.append(rule)
    for row in body:
        lines.extend(_render_row(row, alignments, widths))
    return lines


def fit_columns(natural: Sequence[int], available: int) -> list[int]:
    """Return the widths of columns in `available` cells: the natural ones, the widest reduced."""
    widths = [0] * len(natural)
    narrowest_first = sorted(range(len(natural)), key=natural.__getitem__)
    for done, column in enumerate(narrowest_first):
        share = max(0, available) // (len(natural) - done)
        widths[column] = min(natural[column], share)
        available -= widths[column]
    return widths


def _render_row(
    cells: Sequence[Content], alignments: Sequence[Alignment], widths: Sequence[int]
) -> Iterator[Content]:
    # An empty column has a width of 0, to which nothing can be wrapped.
    wrapped = [cell.wrap(max(1, width)) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*wrapped, fillvalue=_EMPTY):
        yield _SEPARATOR.join(map(_align, line, alignments, widths)).rstrip()


def _align(cell: Content, alignment: Alignment, width: int) -> Content:
    spare = max(0, width - cell.cell_length)
    before = {"left": 0, "center": spare // 2, "right": spare}[alignment]
    return cell.pad(before, spare - before)


def _render_as_list(
    header: Sequence[Content], body: Sequence[Sequence[Content]], width: int
) -> Iterator[Content]:
    if not body:
        yield from _SEPARATOR.join(header).wrap(width)
    for index, row in enumerate(body):
        if index:
            yield _EMPTY
        for name, cell in zip(header, row, strict=True):
            yield from (Content.assemble(name, ": ", cell) if name else cell).wrap(width)
