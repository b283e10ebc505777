"""A timetable drawn as lines: the room names above it, the times beside it, the blocks within."""

from collections.abc import Callable, Container
from datetime import datetime

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from confui.schedule import wording
from confui.schedule.layout import Block, Column, Timetable
from confui.state import State
from confui.widgets.grid.block import BlockStyles, draw_block

GUTTER = 7
"""Cells of the time gutter, its rule included."""

Styles = Callable[..., Style]
"""Returns the style of some component classes and tokens, the later ones on top."""


class Drawing:
    """Draws one timetable; what is the same for all rows is worked out once."""

    def __init__(
        self,
        timetable: Timetable,
        style: Styles,
        now: datetime | None = None,
        over: Container[str] = frozenset(),
    ) -> None:
        """Draw `timetable`, with a line at the wall time `now` where the day includes it.

        What is `over`, by id, steps back.
        """
        self._timetable = timetable
        self._over = over
        self._style = style
        self._now_row = timetable.row_at(now) if now else None
        self._labels = {row: wording.clock(start) for row, start in reversed(timetable.marks)}
        self._rules = _rules(timetable, " ", "│")
        self._now_rules = _rules(timetable, "─", "┼")
        self._blocks = BlockStyles.of(style)
        self._by_row: dict[int, list[Block]] = {}
        for block in sorted(timetable.blocks, key=lambda block: block.x):
            for row in range(block.top, block.bottom):
                self._by_row.setdefault(row, []).append(block)

    def head(self, left: int, width: int, current: int) -> Strip:
        """Return the room names, with `‹ ›` where rooms lie beyond the edge.

        Args:
            left: The first cell of the columns to show.
            width: How many cells of them to show.
            current: The index of the column to stand out.
        """
        rule, bright = self._style("rule"), self._style("current")
        segments = []
        for index, column in enumerate(self._timetable.columns):
            style = self._style("rule", "current" if index == current else "muted")
            segments += _room_name(column, style, rule)
        strip = Strip(segments).crop_extend(left, left + width, rule)
        if left > 0:
            strip = Strip.join([Strip([Segment("‹", bright)]), strip.crop(1)])
        if left + width < self._timetable.width:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("›", bright)])])
        return Strip.join([Strip([Segment("─" * (GUTTER - 1) + "┬", rule)]), strip])

    def row(self, row: int, left: int, width: int, state: State) -> Strip:
        """Return one row: the gutter, and `width` cells of the columns from the cell `left` on."""
        right = min(left + width, self._timetable.width)
        segments: list[Segment] = []
        begin = x = left
        for block in self._by_row.get(row, ()):
            if block.right <= left or block.x >= right:
                continue
            if block.x < left and block.first_column < block.last_column:
                # A wide block is told from what is visible of it, so that its title is not cut.
                block = block._replace(x=left, width=block.right - left)
            if block.x < x:
                begin = x = block.x
            segments += self._free(row, x, block.x)
            selected = block.session.id == state.cursor.session
            past = block.session.id in self._over
            segments += draw_block(block, row, state, self._blocks, selected=selected, past=past)
            x = block.right
        segments += self._free(row, x, right)
        body = Strip(segments).crop_extend(left - begin, left - begin + width, self._style())
        return Strip.join([Strip([self._time(row)]), body]).simplify()

    def line(self, text: str, width: int) -> Strip:
        """Return a row that only says something, in `width` cells beside the gutter."""
        said = Strip([Segment(f" {text}", self._style("muted"))])
        return Strip.join([Strip([self._time(-1)]), said.crop_extend(0, width, self._style())])

    def _time(self, row: int) -> Segment:
        """Return the gutter: the time at which something starts, or the mark of now."""
        label = self._labels.get(row, "")
        if row == self._now_row:
            return Segment(f"▶{label or 'now':<5}┤", self._style("muted", "now"))
        return Segment(f" {label:<5}│", self._style("muted"))

    def _free(self, row: int, x: int, end: int) -> list[Segment]:
        """Return the free cells from `x` to `end`: the rules of the columns, the line of now."""
        if x >= end:
            return []
        if row == self._now_row:
            return [Segment(self._now_rules[x:end], self._style("now"))]
        return [Segment(self._rules[x:end], self._style("rule"))]


def nothing_to_draw(state: State) -> str:
    """Return why the grid is empty, and what to do about it."""
    if state.on_day(state.day):
        return "No session of this day matches. Esc clears the filter, F only dims."
    return "No session on this day." if state.sessions else "This schedule has no session yet."


def _rules(timetable: Timetable, fill: str, rule: str) -> str:
    return "".join(fill * (column.width - 1) + rule for column in timetable.columns)


def _room_name(column: Column, style: Style, rule: Style) -> list[Segment]:
    """Return a room's name over its column, cut to fit."""
    name = Strip([Segment(f" {column.name} ", style)])
    room = column.width - 2
    if name.cell_length > room:
        name = Strip.join([name.crop(0, room - 1), Strip([Segment("…", style)])])
    return [Segment("─", rule), *name, Segment("─" * (room - name.cell_length) + "┬", rule)]
