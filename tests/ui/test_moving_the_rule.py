"""The rule between the view and the text."""

from pathlib import Path

import pytest

from confui.userdata.remembered import Remembered
from confui.widgets.bars.separator import Separator
from confui.widgets.detail import SessionDetail
from tests.ui.conftest import Open, Window


def text_width(window: Window) -> int:
    return window.app.screen.query_one(SessionDetail).size.width


async def test_keys_give_the_text_more_or_less_room_and_it_is_kept(open_window: Open) -> None:
    async with open_window(size=(150, 36)) as window:
        before = text_width(window)
        await window.press("left_parenthesis")
        assert text_width(window) > before
        await window.press("right_parenthesis")
        assert text_width(window) == before
        await window.press(*["right_parenthesis"] * 3)
        assert window.message == "The text needs this room"
        narrow = text_width(window)
        assert narrow < before
        await window.press("a")
        assert text_width(window) == narrow
        await window.press("z", "left_parenthesis")
        assert window.message == "There is no text beside the view"
        assert window.state.scales.pane == 20


async def test_a_rule_that_was_moved_is_there_at_the_next_start(
    open_window: Open, tmp_path: Path
) -> None:
    path = tmp_path / "remembered.json"
    async with open_window(size=(150, 36), remembered=Remembered(path)) as window:
        await window.press("left_parenthesis", "left_parenthesis")
        width = text_width(window)
        window.store.remember_place()
    async with open_window(size=(150, 36), remembered=Remembered(path)) as window:
        assert text_width(window) == width


@pytest.mark.parametrize("size", [(150, 36), (90, 36)])
async def test_the_mouse_drags_the_rule(open_window: Open, size: tuple[int, int]) -> None:
    async with open_window(size=size) as window:
        rule = window.app.screen.query_one(Separator)
        text = window.app.screen.query_one(SessionDetail)
        before = text.region
        x, y = rule.region.offset
        await window.pilot.mouse_down(offset=(x, y))
        await window.pilot.hover(offset=(x - 40, y) if size[0] == 150 else (x, y - 10))
        await window.pilot.mouse_up(offset=(x - 40, y) if size[0] == 150 else (x, y - 10))
        await window.pause()
        assert text.region.area > before.area
        now = text.region
        await window.pilot.hover(offset=(x, y))
        await window.pause()
        assert text.region == now, "the button is released"
