"""Opening links: the URL is shown first, and opened only if the attendee confirms."""

import threading
import webbrowser
from collections.abc import Mapping

import pytest

from confui.schedule.models import Conference, Link, Session
from confui.screens.dialogs.open_link import OpenLink, has_browser
from tests.ui.conftest import Open, Window

KEYNOTE = "Keynote - Rivers"
VIDEO = "https://video.example.org/rivers"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs that a browser was asked to open."""
    urls: list[str] = []

    def open_url(url: str) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_url)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    return urls


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    monkeypatch.setattr(webbrowser, "open", lambda url: pytest.fail(f"opened {url}"))


async def wait_for_workers(window: Window) -> None:
    await window.app.workers.wait_for_complete()
    await window.pause()


async def test_a_page_opens_only_after_its_url_was_shown_and_confirmed(
    open_window: Open, opened: list[str]
) -> None:
    async with open_window() as window:
        await window.select(KEYNOTE)
        await window.press("o")
        assert "Open this page in the browser?" in window.screen
        assert VIDEO in window.screen
        assert not opened
        await window.press("enter")
        await wait_for_workers(window)
        assert opened == [VIDEO]
        assert window.message == f"Asked the browser to open {VIDEO}"


async def test_escape_opens_nothing(open_window: Open, opened: list[str]) -> None:
    async with open_window() as window:
        await window.select("[/nope]")
        await window.press("s")
        assert "https://slides.example.org/nope" in window.screen
        await window.press("escape")
        assert not isinstance(window.app.screen, OpenLink)
        assert not opened and not window.message


async def test_with_several_recordings_the_attendee_chooses_one(
    open_window: Open, opened: list[str]
) -> None:
    async with open_window() as window:
        await window.select("Small Maps")
        await window.press("o")
        assert "https://video.example.org/maps-1" in window.screen
        assert "https://video.example.org/maps-2" in window.screen
        await window.press("down", "enter")
        await wait_for_workers(window)
        assert opened == ["https://video.example.org/maps-2"]


async def test_the_browser_starts_outside_the_event_loop(
    open_window: Open, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def open_url(url: str) -> bool:
        threads.append(threading.current_thread())
        return True

    monkeypatch.setattr(webbrowser, "open", open_url)
    async with open_window() as window:
        await window.select(KEYNOTE)
        await window.press("o", "enter")
        await wait_for_workers(window)
        assert threads and threading.main_thread() not in threads


@pytest.mark.usefixtures("no_browser")
async def test_without_a_browser_the_url_is_copied_and_shown(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(KEYNOTE)
        await window.press("o", "enter")
        await wait_for_workers(window)
        assert window.app.clipboard == VIDEO
        assert (
            window.message == f"There is no browser here. Sent to the terminal's clipboard: {VIDEO}"
        )


async def test_if_the_browser_cannot_be_started_the_url_is_copied(
    open_window: Open, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    async with open_window() as window:
        await window.select(KEYNOTE)
        await window.press("o", "enter")
        await wait_for_workers(window)
        assert window.app.clipboard == VIDEO
        assert window.message.startswith("No browser could be started.")


async def test_y_copies_the_page_of_the_session_and_in_the_question_the_link(
    open_window: Open, opened: list[str]
) -> None:
    page = "https://conf.example.org/talks/42"
    talk = Session(
        "42",
        "Links",
        links=(Link("Chat", "https://chat.example.org/r/42"), Link("Page", page)),
        video=("https://video.example.org/1", "https://video.example.org/2"),
    )
    async with open_window(conference=Conference("c", "Conf", sessions=(talk,))) as window:
        await window.press("y")
        assert window.app.clipboard == page
        assert page in window.message
        await window.press("o", "down", "y")
        assert window.app.clipboard == "https://video.example.org/2"
        assert not opened


async def test_a_click_on_a_link_in_the_text_asks_first(
    open_window: Open, opened: list[str]
) -> None:
    async with open_window(size=(120, 60)) as window:
        await window.select(KEYNOTE)
        await window.click("longest functions")
        assert isinstance(window.app.screen, OpenLink)
        assert "https://solveig.example.org/long" in window.screen
        assert not opened


async def test_a_click_on_a_session_in_the_text_selects_it(open_window: Open) -> None:
    async with open_window(size=(120, 60)) as window:
        await window.select("[/nope]")
        await window.click("Reading list[int] and dict[str, int] Aloud")
        assert window.selected == "Reading list[int] and dict[str, int] Aloud"


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "darwin", False),
    ],
)
def test_a_browser_is_used_only_where_it_can_open_a_window(
    environment: Mapping[str, str], platform: str, expected: bool
) -> None:
    assert has_browser(environment, platform) is expected
