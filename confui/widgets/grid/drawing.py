"""The lines of the grid: the header with the room names, the gutter with the times, the blocks."""

from collections.abc import Callable, Collection, Container, Iterable
from datetime import date, datetime

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.layout import Block, Column, Timetable
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.truncation import truncate
from confui.widgets.grid.block import BlockStyles, draw_block

_TIME = 5
_TIME_AND_DAY = 7
"""Cells for a time of another day, such as `00:30+1`."""


def measure_time_gutter(zone: DisplayZone) -> int:
    """Return the width of the time gutter in cells, including the rule on its right."""
    return (_TIME_AND_DAY if zone.is_mine else _TIME) + 2


StyleFunction = Callable[..., Style]
"""Combines component classes and `$tokens` into a style, such as `SessionView.get_style`."""


class BlockDrawing:
    """Draws one layout of a day. What all rows share is computed once."""

    def __init__(
        self, blocks: Iterable[Block], width: int, get_style: StyleFunction, past: Container[str]
    ) -> None:
        """Prepare to draw.

        Args:
            blocks: Where the sessions are.
            width: The width of the layout, in cells.
            get_style: Resolves styles.
            past: The ids of sessions that are over; they are muted.
        """
        self._width = width
        self._past = past
        self._style = get_style
        self._styles = BlockStyles.resolve(get_style)
        self._by_row: dict[int, list[Block]] = {}
        for block in sorted(blocks, key=lambda block: block.x):
            for row in range(block.top, block.bottom):
                self._by_row.setdefault(row, []).append(block)

    def draw_header(self, left: int, width: int, current: int) -> Strip:
        """Return the line above the rows.

        Args:
            left: The first visible cell beside the gutter.
            width: The number of visible cells.
            current: The index of the room of the cursor.
        """
        raise NotImplementedError

    def draw_row(self, row: int, left: int, width: int, state: State) -> Strip:
        """Return one row: the gutter, and `width` cells of the layout from the cell `left` on."""
        right = self.right_edge(left, width)
        segments: list[Segment] = []
        begin = x = left
        for block in self._by_row.get(row, ()):
            if block.right <= left or block.x >= right:
                continue
            block = self.visible_part(block, left, right)
            if block.x < x:
                begin = x = block.x
            segments += self.draw_gap(row, x, block.x)
            segments += self.draw_part(block, row, state)
            x = block.right
        segments += self.draw_gap(row, x, right)
        body = Strip(segments).crop_extend(left - begin, left - begin + width, self._style())
        return Strip.join([Strip(self.draw_gutter(row, state)), body]).simplify()

    def draw_part(self, block: Block, row: int, state: State) -> list[Segment]:
        """Return one row of a block."""
        selected = state.cursor.session in block.ids
        past = block.session.id in self._past
        return draw_block(block, row, state, self._styles, selected=selected, past=past)

    def draw_message(self, text: str, width: int, state: State) -> Strip:
        """Return a row with the gutter and a message in the `width` cells beside it."""
        message = Strip([Segment(f" {text}", self._style("muted"))])
        return Strip.join(
            [Strip(self.draw_gutter(-1, state)), message.crop_extend(0, width, self._style())]
        )

    def right_edge(self, left: int, width: int) -> int:
        """Return the first cell that is not drawn, of `width` visible ones from `left` on."""
        return min(left + width, self._width)

    def visible_part(self, block: Block, left: int, right: int) -> Block:
        """Return a block, or only what lies between two cells, so that its text is not cut off."""
        raise NotImplementedError

    def draw_gutter(self, row: int, state: State) -> list[Segment]:
        """Return the cells of a row that do not scroll; of a row beyond the layout, empty ones."""
        raise NotImplementedError

    def draw_gap(self, row: int, x: int, end: int) -> list[Segment]:
        """Return the free cells from `x` to `end`."""
        raise NotImplementedError


class GridDrawing(BlockDrawing):
    """Draws the timetable with rooms across and time down."""

    def __init__(
        self,
        timetable: Timetable,
        get_style: StyleFunction,
        now: datetime | None = None,
        past: Container[str] = frozenset(),
        zone: DisplayZone = EVENT_TIME,
        day: date | None = None,
    ) -> None:
        """Prepare to draw.

        Args:
            timetable: The blocks and columns of one day.
            get_style: Resolves styles.
            now: The wall time at which to draw a line, if the timetable includes it.
            past: The ids of sessions that are over; they are muted.
            zone: The zone in which to show times.
            day: The day of the conference that is shown.
        """
        blocks = (*timetable.blocks, *timetable.further)
        super().__init__(blocks, timetable.width, get_style, past)
        self._columns = timetable.columns
        self._pinned = timetable.pinned
        self._now_row = timetable.row_at(now) if now else None
        self._labels = {row: zone.clock(start, day) for row, start in reversed(timetable.marks)}
        self._gutter = measure_time_gutter(zone)
        self._rules = _rules(timetable, " ", "│")
        self._now_rules = _rules(timetable, "─", "┼")

    def draw_header(self, left: int, width: int, current: int) -> Strip:
        """Return the room names, with `‹` and `›` where rooms lie beyond the edge."""
        rule, bright = self._style("rule"), self._style("current")
        segments = []
        for index, column in enumerate(self._columns):
            style = self._style("rule", "current" if index == current else "muted")
            segments += _room_name(column, style, rule)
        names, right = Strip(segments), self.right_edge(left, width)
        rest = Segment("─" * (left + width - right), rule)
        strip = Strip.join([names.crop(left, right), Strip([rest])])
        if left > self._pinned:
            strip = Strip.join([Strip([Segment("‹", bright)]), strip.crop(1)])
        if left + width < self._width:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("›", bright)])])
        corner = Strip([Segment("─" * (self._gutter - 1) + "┬", rule)])
        return Strip.join([corner, names.crop(0, self._pinned), strip])

    def right_edge(self, left: int, width: int) -> int:
        """Return the right edge of the last column that is visible as a whole, without its rule."""
        edges = [column.x + column.width for column in self._columns]
        whole = [edge for edge in edges if left < edge <= left + width]
        return whole[-1] - 1 if whole else super().right_edge(left, width)

    def visible_part(self, block: Block, left: int, right: int) -> Block:
        """Return the visible part of a block that is as wide as several rooms."""
        if block.first_column == block.last_column:
            return block
        x = max(block.x, left)
        return block._replace(x=x, width=min(block.right, right) - x)

    def draw_gutter(self, row: int, state: State) -> list[Segment]:
        """Return the time at which a session starts, the marker of now, and the pinned column."""
        label, width = self._labels.get(row, ""), self._gutter - 2
        if row == self._now_row:
            segments = [Segment(f"▶{label or 'now':<{width}}┤", self._style("muted", "now"))]
        else:
            segments = [Segment(f" {label:<{width}}│", self._style("muted"))]
        x = 0
        for block in self._by_row.get(row, ()):
            if block.x < self._pinned:
                segments += self.draw_gap(row, x, block.x) + self.draw_part(block, row, state)
                x = block.right
        return segments + self.draw_gap(row, x, self._pinned)

    def draw_gap(self, row: int, x: int, end: int) -> list[Segment]:
        """Return the free cells from `x` to `end`: the rules of the columns, or the line of now."""
        if x >= end:
            return []
        if row == self._now_row:
            return [Segment(self._now_rules[x:end], self._style("now"))]
        return [Segment(self._rules[x:end], self._style("rule"))]


def describe_past(sessions: Collection[Session], zone: DisplayZone) -> str:
    """Return what the row says that stands for past sessions."""
    starts = [session.start for session in sessions if session.start]
    ends = [session.end or session.start for session in sessions if session.start]
    times = f"{zone.clock(min(starts))}–{zone.clock(max(filter(None, ends)))}"
    verb = "is" if len(sessions) == 1 else "are"
    return f"▸ {times}  {wording.count_of(len(sessions), 'session')} {verb} over · ↑ shows them"


def explain_empty_grid(state: State) -> str:
    """Return why the grid has no session, and what to do about it."""
    if state.reading:
        return state.reading
    if state.rooms_of_day and not state.rooms_shown:
        return "None of the rooms that you chose is used on this day. R chooses rooms."
    if state.on_day(state.day):
        return "No session of this day matches. Esc clears the filter, F only dims."
    return "No session on this day." if state.sessions else "This schedule has no session yet."


def _rules(timetable: Timetable, fill: str, rule: str) -> str:
    return "".join(fill * (column.width - 1) + rule for column in timetable.columns)


def _room_name(column: Column, style: Style, rule: Style) -> list[Segment]:
    """Return a room's name within the rule above its column, cut to fit."""
    available = column.width - 2
    name = Segment(truncate(f" {column.name} ", available), style)
    return [Segment("─", rule), name, Segment("─" * (available - name.cell_length) + "┬", rule)]
