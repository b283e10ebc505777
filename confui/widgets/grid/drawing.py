"""The lines of the grid: the header with the room names, the gutter with the times, the blocks."""

from bisect import bisect_right
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
from confui.widgets.grid.block import BlockStyles, Look, draw_block, look_at

_TIME = 5
_TIME_AND_DAY = 7
"""Cells for a time of another day, such as `00:30+1`."""

_MOST_PARTS = 1_000
"""Rows of blocks that are kept; the largest terminals show half as many."""


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
        self._parts: dict[tuple[int, int, int, Look], list[Segment]] = {}
        """What was drawn before, by row, x, width and look: a key changes two blocks."""
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
        x, end = max(x, right), left + width
        if begin < left or x > end:
            segments = [*Strip(segments).crop(left - begin, end - begin)]
        if x < end:
            segments.append(Segment(" " * (end - x), self._style()))
        return Strip(Segment.simplify([*self.draw_gutter(row, state), *segments]))

    def draw_part(self, block: Block, row: int, state: State) -> list[Segment]:
        """Return one row of a block."""
        look = look_at(block, state, past=block.session.id in self._past)
        key = row, block.x, block.width, look
        part = self._parts.get(key)
        if part is None:
            if len(self._parts) >= _MOST_PARTS:
                self._parts.clear()
            part = self._parts[key] = draw_block(block, row, look, state, self._styles)
        return part

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
        self._edges = [column.x + column.width for column in timetable.columns]
        self._pinned = timetable.pinned
        self._now_row = timetable.row_at(now) if now else None
        self._labels = {row: zone.clock(start, day) for row, start in reversed(timetable.marks)}
        self._gutter = measure_time_gutter(zone)
        self._rules = _rules(timetable, " ", "│")
        self._now_rules = _rules(timetable, "─", "┼")

    def draw_header(self, left: int, width: int, current: int) -> Strip:
        """Return the room names, with `‹` and `›` where rooms lie beyond the edge."""
        rule, bright = self._style("rule"), self._style("current")
        right = self.right_edge(left, width)
        rest = Segment("─" * (left + width - right), rule)
        strip = Strip.join([self._draw_names(left, right, current), Strip([rest])])
        if left > self._pinned:
            strip = Strip.join([Strip([Segment("‹", bright)]), strip.crop(1)])
        if left + width < self._width:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("›", bright)])])
        corner = Strip([Segment("─" * (self._gutter - 1) + "┬", rule)])
        return Strip.join([corner, self._draw_names(0, self._pinned, current), strip])

    def _draw_names(self, left: int, right: int, current: int) -> Strip:
        """Return the part of the header between two cells, without the arrows."""
        begin, segments = right, []
        for index, column in enumerate(self._columns):
            if column.x < right and column.x + column.width > left:
                begin = min(begin, column.x)
                style = self._style("rule", "current" if index == current else "muted")
                segments += _room_name(column, style, self._style("rule"))
        return Strip(segments).crop(left - begin, right - begin)

    def right_edge(self, left: int, width: int) -> int:
        """Return the right edge of the last column that is visible as a whole, without its rule."""
        number = bisect_right(self._edges, left + width)
        edge = self._edges[number - 1] if number else 0
        return edge - 1 if edge > left else super().right_edge(left, width)

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
