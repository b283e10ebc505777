"""The key i: what there is to know about the conference."""

from confui.library.library import Library
from confui.screens.conference_page import ConferencePage
from confui.screens.schedule import ScheduleScreen
from confui.state import View
from tests.ui.conftest import PYNORTH, Open


async def test_i_shows_the_conference_and_a_link_lists_its_sessions(
    open_window: Open, library: Library
) -> None:
    read = library.add(str(PYNORTH))
    async with open_window(conference=read.after, opened=read.name) as window:
        await window.press("b", "i")
        assert isinstance(window.app.screen, ConferencePage)
        assert "★ 1" in window.screen and "Aurora Hall" in window.screen
        await window.press("end")
        assert "read anew at each start" in window.screen
        await window.press("i")
        assert isinstance(window.app.screen, ScheduleScreen)
        await window.press("i", "end")
        await window.click("Aurora Hall")
        assert isinstance(window.app.screen, ScheduleScreen)
        assert window.state.view is View.AGENDA
        assert str(window.state.query) == 'room:"Aurora Hall"'
        await window.press("backspace")
        assert not window.state.query and "Aurora Hall" in window.screen


async def test_the_address_of_a_page_is_shown_before_it_is_opened(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("i", "tab")
        assert window.message.startswith("→ https://")
        await window.press("enter")
        assert "Open this page in the browser?" in window.screen
        await window.press("escape", "escape")
        assert isinstance(window.app.screen, ScheduleScreen)
