"""The view of what is on now and next, by room."""

from datetime import datetime

from confui.widgets.lists.now_list import NowList
from tests.ui.conftest import Open
from tests.ui.visible import selected_row, visible_rows


async def test_0_lists_rooms_and_a_query_narrows_them_while_time_goes_on(open_window: Open) -> None:
    async with open_window(size=(160, 36), now=datetime(2031, 5, 17, 10, 52)) as window:
        await window.press("0")
        assert isinstance(window.app.focused, NowList)
        rows = [row for row in visible_rows(window) if row]
        assert rows[0] == "Now and next  Saturday, 17 May 2031"
        assert any(row.startswith("▌ whole venue  ") and row.endswith("Lunch") for row in rows)
        birch = next(n for n, row in enumerate(rows) if "Birch Room" in row)
        assert "[/nope]" in rows[birch] and "23 min left" in rows[birch]
        assert "Small Maps" in rows[birch + 1] and "just begun" in rows[birch + 1]
        assert "Birch Room" not in rows[birch + 1], "it is said once"
        await window.press("t", "b")
        assert selected_row(window).endswith("★")
        await window.press("0")
        assert window.message == "The now view is shown already"
        await window.press("slash", *"title:maps", "enter")
        (row,) = [row for row in visible_rows(window) if row][1:]
        assert "Birch Room" in row and "Small Maps" in row
        window.store.set_time(datetime(2031, 5, 17, 11, 0))
        await window.pilot.pause()
        assert "35 min left" in window.screen


async def test_after_the_conference_nothing_is_on(open_window: Open) -> None:
    async with open_window(now=datetime(2031, 6, 1, 10)) as window:
        await window.press("0")
        assert "Nothing is on, and nothing comes any more." in window.screen
        await window.press("j", "t")
        assert window.message == "The conference is not on today"
