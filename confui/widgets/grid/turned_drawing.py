"""The lines of the turned grid: the header with the hours, the gutter with the room names."""

from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime, timedelta

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.layout import Block, TurnedTimetable
from confui.state import State
from confui.widgets.base.truncation import shorten_room
from confui.widgets.grid.drawing import BlockDrawing, StyleFunction

_LABEL_STEPS = (30, 60, 120, 180, 240, 360)
"""Minutes between two times in the header; the first that leaves space between them is used."""
_LABEL_WIDTH = 8
"""The cells of a time in the header and of the space after it."""
_WIDEST_NAME = 22
_SHARE_OF_NAMES = 4
"""Room names take at most one in this many cells."""


def measure_gutter(rooms: Iterable[str], width: int) -> int:
    """Return the cells for the names of rooms and the rule beside them, of `width` cells in all."""
    longest = max(map(cell_len, rooms), default=0)
    return min(longest, _WIDEST_NAME, max(1, width // _SHARE_OF_NAMES - 2)) + 2


class TurnedDrawing(BlockDrawing):
    """Draws the timetable with rooms down and time across."""

    def __init__(
        self,
        timetable: TurnedTimetable,
        gutter: int,
        get_style: StyleFunction,
        now: datetime | None = None,
        past: Container[str] = frozenset(),
        zone: DisplayZone = EVENT_TIME,
        day: date | None = None,
    ) -> None:
        """Prepare to draw.

        Args:
            timetable: The blocks and rooms.
            gutter: The cells for the room names and the rule beside them.
            get_style: Resolves styles.
            now: The wall time at which to draw a line, if the timetable includes it.
            past: The ids of sessions that are over; they are muted.
            zone: The zone in which to show times.
            day: The day of the conference that is shown; of several, the one of `now`.
        """
        super().__init__(timetable.blocks, timetable.width, get_style, past)
        self._gutter = gutter
        self._timetable = timetable
        self._now = timetable.cell_at(now, day) if now else None
        """The cell of now, and the lines in which it is marked."""
        self._now_lines = range(timetable.height)
        if timetable.days:
            of_now = (
                range(each.top + 1, each.bottom) for each in timetable.days if each.day == day
            )
            self._now_lines = next(of_now, range(0))
        self._now_label = f"▼{zone.clock(now, day)}" if now else ""
        self._times = {
            cell: label
            for cell, label in _label_times(timetable, zone, timetable.first_day or day)
            if self._now is None or abs(cell - self._now) >= _LABEL_WIDTH - 1
        }
        rules = [" "] * timetable.width
        for cell in self._times:
            rules[cell] = "┊"
        self._rules = "".join(rules)
        self._names = {room.top: room.name for room in timetable.rooms}
        self._headings = {each.top: each for each in timetable.days}

    def draw_header(self, left: int, width: int, current: int) -> Strip:
        """Return the hours, with `‹` and `›` where there is more of the day, and `▼` at now."""
        rule, bright = self._style("rule"), self._style("current")
        first = left + 1 if left else 0  # the arrow stands at the edge
        end = left + width - (left + width < self._width)
        cells = ["─"] * (left + width)
        for cell, label in self._times.items():
            if first <= cell <= end - len(label):
                cells[cell : cell + len(label)] = label
        strip = Strip([Segment("".join(cells[left:]), self._style("rule", "muted"))])
        if self._now is not None and left <= self._now < left + width:
            strip = _overwrite(
                strip, self._now - left, Segment(self._now_label, self._style("now"))
            )
        if left > 0:
            strip = _overwrite(strip, 0, Segment("‹", bright))
        if left + width < self._width:
            strip = _overwrite(strip, width - 1, Segment("›", bright))
        return Strip.join([Strip([Segment("─" * (self._gutter - 1) + "┬", rule)]), strip])

    def visible_part(self, block: Block, left: int, right: int) -> Block:
        """Return a block that begins its text at the left edge, if it begins beyond."""
        if block.x >= left:
            return block
        return block._replace(x=left, width=block.right - left)

    def draw_row(self, row: int, left: int, width: int, state: State) -> Strip:
        """Return a line of a room, or the heading of a day."""
        heading = self._headings.get(row)
        if heading is None:
            return super().draw_row(row, left, width, state)
        name = Segment(f" {wording.long_day(heading.day)} ", self._style("rule", "current"))
        rest = Segment("─" * (self._gutter + width), self._style("rule"))
        return Strip([Segment("──", self._style("rule")), name, rest]).crop(0, self._gutter + width)

    def draw_gutter(self, row: int, state: State) -> list[Segment]:
        """Return the name of the room whose first line this is; that of the cursor stands out."""
        name, of_day = self._names.get(row, ""), self._timetable.day_at(row)
        is_current = name == state.cursor.room and (of_day is None or of_day.day == state.day)
        looks = ("muted", "current") if name and is_current else ("muted",)
        text = shorten_room(name, self._gutter - 2)
        padded = f" {text}" + " " * (self._gutter - 2 - cell_len(text))
        return [
            Segment(padded, self._style(*looks)),
            Segment("│", self._style("muted")),
        ]

    def draw_gap(self, row: int, x: int, end: int) -> list[Segment]:
        """Return the free cells from `x` to `end`: the rules of the hours, and the line of now."""
        if x >= end:
            return []
        rule = self._style("rule")
        if row >= self._timetable.height:
            return [Segment(" " * (end - x), rule)]
        if self._now is None or row not in self._now_lines or not x <= self._now < end:
            return [Segment(self._rules[x:end], rule)]
        return [
            Segment(self._rules[x : self._now], rule),
            Segment("│", self._style("now")),
            Segment(self._rules[self._now + 1 : end], rule),
        ]


def _label_times(
    timetable: TurnedTimetable, zone: DisplayZone, day: date | None
) -> Iterator[tuple[int, str]]:
    """Yield the cells at which the header has a time, with that time."""
    if timetable.begin is None:
        return
    per_cell = timetable.minutes_per_cell
    step = next((s for s in _LABEL_STEPS if s // per_cell >= _LABEL_WIDTH), _LABEL_STEPS[-1])
    shown = zone.convert(timetable.begin)
    behind = (shown.hour * 60 + shown.minute) % step
    moment = timetable.begin + timedelta(minutes=-behind % step)
    while (cell := timetable.cell_at(moment)) is not None:
        yield cell, zone.clock(moment, day)
        moment += timedelta(minutes=step)


def _overwrite(strip: Strip, at: int, segment: Segment) -> Strip:
    """Return the strip, as wide as before, with another segment at a place."""
    width = strip.cell_length
    end = at + segment.cell_length
    return Strip.join([strip.crop(0, at), Strip([segment]), strip.crop(end)]).crop(0, width)
