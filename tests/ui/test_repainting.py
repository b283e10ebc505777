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
