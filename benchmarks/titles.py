"""Titles: how many the grid cuts. ``python -m benchmarks.titles CONFERENCE…`` counts any schedule.

Every day is turned over page by page, across and down. A title counts once for each page on which
its block stands with its full height, and as cut if a part of it cannot be read there. An
older version is counted by the same functions; only the imports differ.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len

from benchmarks.figures import Figure
from confui.app import ConfuiApp
from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.display_zone import EVENT_TIME
from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.state.store import Store
from confui.userdata.bookmarks import Bookmarks
from confui.widgets.grid.drawing import measure_time_gutter
from confui.widgets.grid.schedule_grid import ScheduleGrid

SIZE = (120, 36)
_HEADER = 1
"""The line of the room names."""

GUTTER = measure_time_gutter(EVENT_TIME)
"""The width of the times beside the grid, in cells."""


class Count(NamedTuple):
    """How many titles were on all pages, and how many of them were cut."""

    titles: int
    cut: int


def measure() -> Iterator[Figure]:
    """Return the figure of the shipped conference."""
    count = count_titles(open_conference(SHIPPED_CONFERENCE))
    yield Figure(
        "titles cut in the grid, 120 by 36 cells",
        f"{count.cut} of {count.titles}",
        note="the shipped conference; python -m benchmarks.titles counts others",
    )


def count_titles(conference: Conference, size: tuple[int, int] = SIZE) -> Count:
    """Return the count of a conference in a terminal of a size."""
    return asyncio.run(_count(conference, size))


async def _count(conference: Conference, size: tuple[int, int]) -> Count:
    now = datetime.combine(conference.days[0], time(0))
    with tempfile.TemporaryDirectory() as home, Bookmarks(Path(home) / "bookmarks.db") as bookmarks:
        store = Store(conference, bookmarks, now)
        library = Library(Path(home), SHIPPED_CONFERENCE)
        app = ConfuiApp(store, library, "", lambda _: now)
        titles = cut = 0
        async with app.run_test(size=size) as pilot:
            grid = app.screen.query_one(ScheduleGrid)
            for day in conference.days:
                store.show_day(day)
                await pilot.pause()
                for x, y in _pages(grid):
                    grid.scroll_to(x, y, animate=False, immediate=True, force=True)
                    grid.redraw()
                    shown = [_reads(grid, number) for number in range(len(grid.timetable.blocks))]
                    titles += sum(read is not None for read in shown)
                    cut += sum(read is False for read in shown)
        return Count(titles, cut)


def _pages(grid: ScheduleGrid) -> Iterator[tuple[int, int]]:
    """Yield the scroll offsets of all pages; the next page begins with the next whole column."""
    columns, rows = grid.size.width - GUTTER, grid.size.height - _HEADER
    edges = [column.x for column in grid.timetable.columns]
    x, height = 0, max(1, grid.timetable.height)
    while True:
        yield from ((x, y) for y in range(0, height, rows))
        whole = [
            column.x
            for column in grid.timetable.columns
            if column.x >= x and column.x + column.width <= x + columns
        ]
        following = [edge for edge in edges if edge > (whole[-1] if whole else x)]
        if not following:
            return
        x = following[0]


def _reads(grid: ScheduleGrid, number: int) -> bool | None:
    """Return whether the title of a block can be read; `None` if it is not on the page."""
    block = grid.timetable.blocks[number]
    left, top = grid.scroll_offset
    width, rows = grid.size.width - GUTTER, grid.size.height - _HEADER
    across = block.x < left + width and block.right > left
    if not across or block.top < top or block.bottom > top + rows:
        return None
    lines = []
    for row in range(block.top, block.bottom):
        strip = grid.render_lines(grid.size.region)[row - top + _HEADER]
        start = GUTTER + max(0, block.x - left)
        lines.append(strip.crop(start + 1, min(grid.size.width, GUTTER + block.right - left)).text)
    return _squeezed(block.session.title) in _squeezed("".join(lines))


def _squeezed(text: str) -> str:
    """Return what takes cells in a text, without white space, marks of stars and signs of emoji."""
    return "".join(part for part in text if cell_len(part) and not part.isspace())


if __name__ == "__main__":
    for source in sys.argv[1:]:
        count = count_titles(open_conference(source))
        print(f"{source}: {count.cut} of {count.titles} titles cut")
