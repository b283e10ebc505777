"""A conference is loaded while the screen tells how far that is."""

import asyncio
from pathlib import Path
from threading import Event

import pytest

from confui.library.library import Library, LoadedConference
from confui.schedule.models import Conference
from confui.sources import report_progress
from confui.sources.opening import open_conference
from tests.snow import schedule
from tests.ui.conftest import PYNORTH, Open, Window

UNREAD = Conference(title="pynorth")


class SlowLoading:
    """Loads a conference in two steps; the second one waits."""

    def __init__(self) -> None:
        self.first, self.may_go_on, self.second = Event(), Event(), Event()

    def __call__(self) -> LoadedConference:
        report_progress("files", 1, 9)
        self.first.set()
        self.may_go_on.wait(20)
        try:
            report_progress("files", 2, 9)
        finally:
            self.second.set()
        session = "talks/small-maps-for-big-forests.md"
        return LoadedConference(str(PYNORTH), open_conference(PYNORTH), session)


async def wait_for(event: Event, window: Window) -> None:
    assert await asyncio.to_thread(event.wait, 20)
    await window.pause()


async def test_progress_is_shown_and_then_the_session_that_was_asked_for(
    open_window: Open,
) -> None:
    load = SlowLoading()
    async with open_window(conference=UNREAD, load=load) as window:
        await wait_for(load.first, window)
        assert "Reading pynorth: 1 of 9 files" in window.screen
        load.may_go_on.set()
        await window.app.workers.wait_for_complete()
        await window.pause()
        assert window.selected == "Small Maps for Big Forests"
        assert "Reading pynorth" not in window.screen


async def test_who_opens_another_conference_meanwhile_hears_no_more_of_the_first(
    open_window: Open, library: Library, tmp_path: Path
) -> None:
    snow = tmp_path / "schedule.json"
    snow.write_text(schedule("Flakes", "Ice"))
    library.add(str(snow))
    load = SlowLoading()
    async with open_window(conference=UNREAD, load=load) as window:
        await wait_for(load.first, window)
        await window.press("c", "home", "enter")
        while window.state.reading:
            await window.pause()
        assert window.state.conference.title == "Snow 2031"
        load.may_go_on.set()
        await wait_for(load.second, window)
        assert window.state.conference.title == "Snow 2031"
        assert "Flakes" in window.screen
        assert not window.state.reading


async def test_escape_ends_what_is_waited_for(open_window: Open) -> None:
    load = SlowLoading()
    async with open_window(conference=UNREAD, load=load) as window:
        await wait_for(load.first, window)
        await window.press("escape")
        load.may_go_on.set()
        assert await asyncio.to_thread(load.second.wait, 20)
    assert window.app.refusal is None
    assert window.state.conference is UNREAD


async def test_the_list_of_conferences_tells_how_far_it_is(
    open_window: Open, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snow = tmp_path / "schedule.json"
    snow.write_text(schedule("Flakes", "Ice"))
    library.add(str(snow))
    load = SlowLoading()
    monkeypatch.setattr(library, "load_or_add", lambda _: load())
    async with open_window() as window:
        await window.press("c", "home", "enter")
        await wait_for(load.first, window)
        assert "Opening Snow 2031 …   1 of 9 files   Esc cancels" in window.screen
        await window.press("escape")
        load.may_go_on.set()
        await wait_for(load.second, window)
        assert "Cancelled; nothing was changed" in window.screen
