"""Repainting: unchanged rows are spared, changed rows never."""

from pathlib import Path

import pytest
from textual.geometry import Region
from textual.strip import Strip

from benchmarks.synthesis import write_conference
from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.widgets.base.lines import LineView
from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid import ScheduleGrid
from tests.large_conference import NOON, make_large_conference
from tests.ui.conftest import Open


async def test_an_unchanged_screen_is_not_repainted(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[LineView] = []
    render_lines = LineView.render_lines

    def record(view: LineView, crop: Region) -> list[Strip]:
        painted.append(view)
        return render_lines(view, crop)

    empty = Conference(id="empty", title="Nothing Yet")
    async with open_window(conference=empty, every_frame=True) as window:
        await window.pilot.pause()
        monkeypatch.setattr(LineView, "render_lines", record)
        for _ in range(3):
            await window.pilot.pause()
        assert painted == []


@pytest.mark.parametrize("size", [(120, 30), (160, 60), (90, 30)])
async def test_every_changed_row_of_the_detail_pane_is_repainted(
    open_window: Open, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_conference(tmp_path, sessions=40, rooms=3, days=2)
    painted: list[Region] = []
    refresh = LineView.refresh

    def record(view: LineView, *regions: Region, **options: bool) -> LineView:
        if isinstance(view, SessionDetail):
            painted.extend(regions or [Region(0, 0, *view.size)])
        return refresh(view, *regions, **options)

    async with open_window(size=size, conference=open_conference(tmp_path)) as window:
        pane = window.app.screen.query_one(SessionDetail)
        monkeypatch.setattr(LineView, "refresh", record)
        seen = 0
        for key in ("down", "right", "slash", "r", "o", "enter", "n", "b", "n", "escape") * 3:
            before = pane.render_lines(Region(0, 0, *pane.size))
            painted.clear()
            await window.press(key)
            after = pane.render_lines(Region(0, 0, *pane.size))
            rows = {row for region in painted for row in region.line_range}
            differing = {row for row, pair in enumerate(zip(before, after, strict=True))
                         if list(pair[0]) != list(pair[1])}  # fmt: skip
            assert differing <= rows, key
            seen += len(differing)
        assert seen > 100


async def test_a_move_in_a_wide_grid_draws_the_rows_of_two_blocks_or_a_page(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw_row = ScheduleGrid.draw_row

    def record(grid: ScheduleGrid, row: int) -> Strip:
        drawn.append(row)
        return draw_row(grid, row)

    async with open_window((160, 48), make_large_conference(), now=NOON) as window:
        grid = window.app.screen.query_one(ScheduleGrid)
        monkeypatch.setattr(ScheduleGrid, "draw_row", record)
        pages = 0
        for key in ("down", "up", "right", "left", "right", "right", "right", "right") * 3:
            before = grid.timetable.block_of(window.state.cursor.session)
            offset = grid.scroll_offset
            drawn.clear()
            await window.press(key)
            after = grid.timetable.block_of(window.state.cursor.session)
            if grid.scroll_offset != offset:
                pages += grid.scroll_offset.x != offset.x
                assert len(drawn) <= grid.size.height
                continue
            assert before and after
            header = 1
            assert len(drawn) <= before.height + after.height + header
        assert 0 < pages <= 9, "three columns are in view, and one of them stays"
