"""What the program remembers by itself for the next time: the theme and past searches."""

from pathlib import Path

from textual.widgets import Input

from confui.themes import DARK, LIGHT
from confui.userdata.remembered import Remembered
from tests.ui.conftest import Open


async def test_a_theme_picked_in_the_palette_is_there_the_next_time(
    open_window: Open, tmp_path: Path
) -> None:
    file = tmp_path / "remembered.json"
    async with open_window(remembered=Remembered(file)) as window:
        assert window.app.theme == DARK.name
        assert not file.exists(), "nothing was picked yet"
        await window.press("ctrl+p", *"theme", "enter")
        await window.app.workers.wait_for_complete()
        await window.press(*"light")
        await window.app.workers.wait_for_complete()
        await window.press("down", "enter")
        picked = window.app.theme
        assert picked != DARK.name
    async with open_window(remembered=Remembered(file)) as window:
        assert window.app.theme == picked


async def test_a_theme_that_is_gone_is_no_obstacle(open_window: Open, tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "remembered.json")
    remembered.choose_theme("one of yesterday")
    async with open_window(remembered=remembered) as window:
        assert window.app.theme in window.app.available_themes


async def test_searches_are_recalled_the_next_time_and_from_another_window(
    open_window: Open, tmp_path: Path
) -> None:
    file = tmp_path / "remembered.json"
    async with open_window(remembered=Remembered(file)) as window:
        await window.press("slash", *"amina", "enter")
    async with open_window(remembered=Remembered(file)) as window:
        Remembered(file).add_search("petra")
        window.store.reload()
        await window.press("slash", "up", "up")
        assert window.app.screen.query_one(Input).value == "amina"
        assert "2 of 16 ✕" in window.screen


async def test_what_cannot_be_remembered_is_said_once_and_works_until_the_end(
    open_window: Open, tmp_path: Path
) -> None:
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("a file where the folder should be")
    async with open_window(remembered=Remembered(obstacle / "remembered.json")) as window:
        await window.press("slash", *"amina", "enter")
        assert "not remembered" in window.message
        await window.press("escape", "slash", *"petra", "enter")
        assert window.message == ""
        await window.press("escape", "slash", "up", "up")
        assert window.app.screen.query_one(Input).value == "amina"
        window.app.theme = LIGHT.name
        await window.pilot.pause()
        assert window.app.theme == LIGHT.name


async def test_a_damaged_file_is_said_at_the_start(open_window: Open, tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    file.write_text("{")
    async with open_window(remembered=Remembered(file)) as window:
        assert "was damaged" in window.message
        assert window.app.theme == DARK.name
