"""The choices of an attendee are there again at the next start."""

from datetime import datetime
from pathlib import Path

from confui.userdata.remembered import Remembered
from confui.widgets.grid import ScheduleGrid, TurnedGrid
from confui.widgets.lists import SessionList
from tests.ui.conftest import Open

BEFORE = datetime(2031, 5, 1, 12)


async def test_scales_rooms_and_the_turned_grid_are_kept(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / "remembered.json"
    async with open_window(now=BEFORE, remembered=Remembered(path), size=(160, 40)) as window:
        await window.press("greater_than_sign", "minus", "2", "R", *"birch", "space", "enter")
        grid = window.app.screen.query_one(ScheduleGrid)
        widths = [column.width for column in grid.timetable.columns]
        rows, names = grid.timetable.height, [column.name for column in grid.timetable.columns]
        window.store.remember_place()
    async with open_window(now=BEFORE, remembered=Remembered(path), size=(160, 40)) as window:
        grid = window.app.screen.query_one(ScheduleGrid)
        assert "[Sun 18]" in window.screen and "Birch Room" not in names
        assert [column.name for column in grid.timetable.columns] == names
        assert [column.width for column in grid.timetable.columns] == widths
        assert grid.timetable.height == rows
        await window.press("w", "plus", "plus")
        minutes = window.app.screen.query_one(TurnedGrid).timetable.minutes_per_cell
        window.store.remember_place()
    async with open_window(now=BEFORE, remembered=Remembered(path), size=(160, 40)) as window:
        turned = window.app.screen.query_one(TurnedGrid)
        assert window.app.focused is turned
        assert turned.timetable.minutes_per_cell == minutes
        await window.press("W")
        window.store.remember_place()
    async with open_window(now=BEFORE, remembered=Remembered(path), size=(160, 40)) as window:
        turned = window.app.screen.query_one(TurnedGrid)
        assert len(turned.timetable.days) == 3
        await window.press("w", "a")
        window.store.remember_place()
    async with open_window(now=BEFORE, remembered=Remembered(path), size=(160, 40)) as window:
        assert type(window.app.focused) is SessionList
        await window.press("g")
        assert window.app.screen.query_one(ScheduleGrid).has_focus
