"""`c` opens another conference, `r` loads a newer version of the open one."""

import shutil
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from confui.library.library import Library
from confui.schedule.bookmark import Mark
from confui.screens.dialogs.conferences import Conferences
from confui.screens.schedule import ScheduleScreen
from confui.sources.opening import open_conference
from confui.state.state import View
from tests.snow import schedule
from tests.ui.conftest import PYNORTH, Open, Window
from tests.ui.test_palette import ask, offered


@pytest.fixture
def snow(tmp_path: Path) -> Path:
    path = tmp_path / "schedule.json"
    path.write_text(schedule("Flakes", "Ice"))
    return path


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the work in threads is done."""
    await pilot.app.workers.wait_for_complete(
        [worker for worker in pilot.app.workers if worker.group != "preparing"]
    )
    await pilot.pause()


async def press(window: Window, *keys: str) -> None:
    await window.press(*keys)
    await settle(window.pilot)


async def test_c_lists_conferences_with_their_dates_and_age(
    open_window: Open, library: Library, snow: Path
) -> None:
    library.add(str(snow))
    async with open_window() as window:
        await press(window, "c")
        shown = window.screen.text
        assert "Snow 2031" in shown
        assert "17 May 2031" in shown
        assert "just now" in shown
        assert "DjangoCon US 2017" in shown
        assert "ships with confui" in shown
        assert "PyNorth 2031" in shown
        assert "not in library" in shown


async def test_enter_opens_another_conference_with_its_own_bookmarks(
    open_window: Open, library: Library, snow: Path
) -> None:
    library.add(str(snow))
    async with open_window() as window:
        await press(window, "b", "slash", *"snow", "enter", "c", "home", "enter")
        assert isinstance(window.app.screen, ScheduleScreen)
        assert window.state.conference.title == "Snow 2031"
        assert (window.state.starred, window.state.text) == (0, "")
        assert window.selected == "Flakes"
        assert "Flakes" in window.screen.text
        assert "Sat 17" in window.screen.text
        await press(window, "b", "c", "down", "enter")
        assert window.state.conference.title == "PyNorth 2031"
        assert window.state.starred == 1


async def test_the_conference_opened_last_is_remembered(
    open_window: Open, library: Library, snow: Path
) -> None:
    entry = library.add(str(snow)).name
    async with open_window() as window:
        await press(window, "c", "home", "enter")
    assert (snow.parent / "share" / "last").read_text().strip() == entry


@pytest.mark.parametrize("view", ["a", "p", "m"])
async def test_every_view_shows_the_other_conference(
    open_window: Open, library: Library, snow: Path, view: str
) -> None:
    library.add(str(snow))
    async with open_window() as window:
        await press(window, "b", view, "g", "c", "home", "enter", view)
        window.store.mark("flakes", Mark.MUST)
        await window.pause()
        assert "Snow 2031" in window.screen.text
        assert "PyNorth" not in window.screen.text
        assert ("Flakes" in window.screen.text) or view == "p"


async def test_a_adds_a_conference_from_a_file(open_window: Open, snow: Path) -> None:
    async with open_window() as window:
        await press(window, "c", "a")
        window.app.screen.query_one(Input).value = str(snow)
        await press(window, "enter")
        assert "Snow 2031 was added: 2 sessions" in window.screen.text
        await press(window, "enter")
        assert window.state.conference.title == "Snow 2031"


async def test_an_empty_line_adds_the_open_conference(open_window: Open, library: Library) -> None:
    async with open_window(size=(200, 60)) as window:
        await press(window, "c", "a")
        assert "PyNorth 2031  open, not in your library" in window.screen.text
        await press(window, "enter")
        assert library.find("pynorth-2031")
        assert "PyNorth 2031 was added" in window.screen.text
        await press(window, "a", "enter")
        assert "There is no directory to search; ⏎ adds the URL" in window.screen.text


async def test_a_source_that_cannot_be_read_shows_the_reason_and_can_be_corrected(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_window() as window:
        await press(window, "c", "a")
        field = window.app.screen.query_one(Input)
        field.value = "./nowhere"
        await press(window, "enter")
        assert "no such" in window.screen.text
        assert field.has_focus
        await press(window, "escape")
        assert type(window.app.screen) is Conferences
        await press(window, "escape")
        assert type(window.app.screen).__name__ == "ScheduleScreen"


async def test_x_asks_before_it_removes(open_window: Open, library: Library, snow: Path) -> None:
    library.add(str(snow))
    async with open_window() as window:
        await press(window, "c", "home", "x")
        assert library.find("snow-2031")
        await press(window, "down", "up", "x")
        assert library.find("snow-2031")
        await press(window, "x")
        assert library.find("snow-2031") is None
        assert "Snow 2031 was removed" in window.screen.text


async def test_the_shipped_conference_can_be_neither_removed_nor_refreshed(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await press(window, "c", "home", "x")
        assert "This conference is not in the library" in window.screen.text
        await press(window, "r")
        assert "Only conferences in the library can be refreshed here" in window.screen.text


async def test_r_in_the_list_shows_the_changes(
    open_window: Open, library: Library, snow: Path
) -> None:
    library.add(str(snow))
    snow.write_text(schedule("Flakes", "Ice", "Rain"))
    async with open_window() as window:
        await press(window, "c", "home", "r")
        assert "Snow 2031: 1 added" in window.screen.text


async def test_a_copy_that_cannot_be_read_shows_the_reason(
    open_window: Open, library: Library, snow: Path
) -> None:
    library.add(str(snow))
    (snow.parent / "share" / "conferences" / "snow-2031" / "schedule").write_text("")
    async with open_window(size=(160, 40)) as window:
        await press(window, "c", "home", "enter")
        assert "confui refresh snow-2031" in window.screen.text
        assert window.state.conference.title == "PyNorth 2031"


async def test_r_loads_a_newer_version_and_reports_starred_sessions_first(
    open_window: Open, library: Library, snow: Path
) -> None:
    read = library.add(str(snow))
    async with open_window(size=(160, 40), conference=read.after, opened=read.name) as window:
        await window.select("Ice")
        await press(window, "b", "r")
        assert window.message == "nothing changed"
        snow.write_text(schedule("Ice", "Flakes", "Rain"))
        await press(window, "r")
        expected = "★ moved 11:00 → 10:00: Ice · 1 added, 2 moved"
        assert window.message == expected
        assert window.selected == "Ice"
        assert "Rain" in window.screen.text


async def test_r_keeps_view_query_and_cursor(
    open_window: Open, tmp_path: Path, library: Library
) -> None:
    folder = Path(shutil.copytree(PYNORTH, tmp_path / "pynorth-2031"))
    conference = open_conference(folder)
    async with open_window(conference=conference, opened=str(folder)) as window:
        await press(window, "a", "slash", *"a", "enter", "down", "down")
        before = window.state
        (folder / "late.md").write_text(
            "---\ntitle: A late one\ndate: 2031-05-17 23:00\nroom: Birch\n---\n"
        )
        await press(window, "r")
        after = window.state
        assert (after.view, after.query, after.cursor) == (View.AGENDA, before.query, before.cursor)
        assert len(after.sessions) == len(before.sessions) + 1
        assert len(after.matching) == len(before.matching) + 1


async def test_if_the_selected_session_disappears_another_one_is_selected(
    open_window: Open, library: Library, snow: Path
) -> None:
    read = library.add(str(snow))
    async with open_window(conference=read.after, opened=read.name) as window:
        await window.select("Ice")
        snow.write_text(schedule("Flakes"))
        await press(window, "r", "r")
        assert window.selected == "Flakes"
        assert "1 cancelled" in window.message


async def test_r_asks_before_it_loses_much_of_the_schedule(
    open_window: Open, library: Library, snow: Path
) -> None:
    read = library.add(str(snow))
    async with open_window(size=(160, 40), conference=read.after, opened=read.name) as window:
        await window.select("Ice")
        snow.write_text(schedule("Flakes"))
        question = "The new version loses 1 of 2 sessions; press r again to take it"
        await press(window, "r")
        assert window.message == question
        assert len(window.state.sessions) == 2
        await press(window, "up", "r")  # another key: it asks anew
        assert window.message == question
        assert len(window.state.sessions) == 2
        await press(window, "r")
        assert window.message == "1 cancelled"
        assert len(window.state.sessions) == len(library.load(read.name).visible) == 1


async def test_the_palette_undoes_the_last_refresh_where_the_version_before_is_kept(
    open_window: Open, library: Library, snow: Path
) -> None:
    read = library.add(str(snow))
    async with open_window(size=(160, 40), conference=read.after, opened=read.name) as window:
        await ask(window, "undo the last refresh")
        assert "Undo the last refresh" not in offered(window)
        await press(window, "escape")
        snow.write_text(schedule("Flakes", "Ice", "Sledges"))
        await press(window, "r")
        assert len(window.state.sessions) == 3
        await ask(window, "undo the last refresh")
        await press(window, "enter")
        assert window.message == "1 cancelled"
        assert len(window.state.sessions) == len(library.load(read.name).visible) == 2


@pytest.mark.parametrize("keys", ["r", "a"])
async def test_the_list_asks_before_a_refresh_loses_much_of_the_schedule(
    open_window: Open, library: Library, snow: Path, keys: str
) -> None:
    library.add(str(snow))
    snow.write_text(schedule("Flakes"))
    async with open_window(size=(160, 40)) as window:
        await press(window, "c", "home", keys)
        if keys == "a":
            window.app.screen.query_one(Input).value = str(snow)
            await press(window, "enter")
        assert "loses 1 of 2 sessions" in window.screen.text
        assert "press r again to take it" in window.screen.text
        assert len(library.load("snow-2031").visible) == 2
        await press(window, "down", "up", "r")
        assert len(library.load("snow-2031").visible) == 2
        await press(window, "r")
        assert "Snow 2031: 1 cancelled" in window.screen.text
        assert len(library.load("snow-2031").visible) == 1


async def test_the_list_says_which_copies_are_damaged(
    open_window: Open, library: Library, snow: Path
) -> None:
    library.add(str(snow))
    (snow.parent / "share" / "conferences" / "snow-2031" / "schedule").write_text("")
    async with open_window(size=(160, 40)) as window:
        await press(window, "c")
        assert "damaged" in window.screen.text
        assert "just now" not in window.screen.text
        await press(window, "home", "r")
        assert "damaged" not in window.screen.text
        assert "just now" in window.screen.text


async def test_a_refresh_that_fails_shows_the_reason_and_changes_nothing(
    open_window: Open, library: Library, snow: Path
) -> None:
    read = library.add(str(snow))
    async with open_window(conference=read.after, opened=read.name) as window:
        before = window.state
        snow.unlink()
        await press(window, "r")
        assert "the copy stays" in window.message
        assert window.state == before


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_field_and_message_stay_visible_below_a_long_list(
    open_window: Open, library: Library, snow: Path, size: tuple[int, int]
) -> None:
    for number in range(20):
        library.add(str(snow), f"snow-{number}")
    async with open_window(size=size) as window:
        await press(window, "c")
        assert window.screen.text.count("Snow 2031") >= 10
        await press(window, "a", *"./nowhere", "enter")
        assert "nowhere" in window.screen.text
        assert "no such folder" in window.screen.text
        assert "Esc back" in window.screen.text


async def test_escape_cancels_slow_work(
    open_window: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = Event()
    monkeypatch.setattr(library, "fetch", lambda _: finished.wait(20))
    async with open_window() as window:
        await window.press("c", "a", *"https://snow.example", "enter")
        assert "Reading https://snow.example" in window.screen.text
        await window.press("enter")
        assert "something is still running" in window.screen.text
        await window.press("escape")
        assert "Cancelled; nothing was changed" in window.screen.text
        finished.set()
        await window.press("escape", "escape")
        assert type(window.app.screen) is ScheduleScreen
    assert library.entries() == ((), ())
