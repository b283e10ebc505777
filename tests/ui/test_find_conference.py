"""`c` and then `a` find a conference in the directory while one types."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import Input

from confui.library import Directory, Library
from confui.paths import SHIPPED_CONFERENCE
from confui.screens.dialogs.conferences import Conferences
from confui.screens.dialogs.find_conference import FindConference
from tests.menu import entry, links, menu
from tests.snow import schedule
from tests.sources.web.web_server import Server, answer
from tests.ui.conftest import Open, Window
from tests.ui.test_conferences import press


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.tell("/snow.json", answer(schedule("Flakes", "Ice")))
        running.tell(
            "/menu.json",
            answer(
                menu(
                    entry(
                        "Snow 2031",
                        url=f"{running.url}/snow.json",
                        **links(Website="https://snow.example.org/"),
                    ),
                    entry("Ice Days", "2031-07-01"),
                    entry("Les journées de la neige", "2030-05-17"),
                )
            ),
        )
        yield running


@pytest.fixture
def now() -> list[datetime]:
    return [datetime(2031, 5, 14, tzinfo=UTC)]


@pytest.fixture
def library(tmp_path: Path, server: Server, now: list[datetime]) -> Library:
    sources = [server.url + "/menu.json"]
    return Library(
        tmp_path / "share",
        SHIPPED_CONFERENCE,
        clock=lambda: now[-1],
        open_directory=lambda: Directory(tmp_path / "lists", sources, clock=lambda: now[-1]),
    )


def rows(window: Window) -> list[str]:
    """Return the titles in the list, as far as the screen shows them."""
    dialog = window.app.screen
    assert isinstance(dialog, FindConference)
    return [dialog._list.get_name(row) for row in range(dialog._list.row_count)]


async def test_the_directory_is_asked_when_enter_or_ctrl_r_asks_and_then_searched_while_typing(
    open_window: Open, server: Server
) -> None:
    async with open_window(size=(160, 40)) as window:
        await press(window, "c", "a", *"sno")
        assert f"⏎ downloads the list of conferences from {server.host}" in window.screen.text
        assert server.requests == []
        await press(window, "enter")
        assert rows(window) == ["Snow 2031"]
        assert "1 of 3 conferences, last checked just now" in window.screen.text
        assert "17 May 2031   Europe/Oslo" in window.screen.text
        await press(window, *["backspace"] * 3)
        assert rows(window) == ["PyNorth 2031", "Snow 2031", "Ice Days", "Les journées de la neige"]
        await press(window, *"jour")
        assert rows(window) == ["Les journées de la neige"]
        await press(window, "x")
        assert rows(window) == []
        assert "None of 3 conferences, last checked just now, matches “jourx”" in window.screen.text
        assert server.paths == ["/menu.json"]
        await press(window, "enter", "ctrl+r")
        assert server.paths == ["/menu.json"] * 3


async def test_enter_adds_the_conference_under_the_cursor_with_its_links(
    open_window: Open, library: Library, server: Server
) -> None:
    library.directory.fetch()
    async with open_window() as window:
        await press(window, "c", "a", "down", "down", "up")
        assert f"{server.url}/snow.json" in window.screen.text
        await press(window, "enter")
        assert type(window.app.screen) is Conferences
        assert "Snow 2031 was added: 2 sessions; ⏎ opens it" in window.screen.text
        await press(window, "enter")
        assert window.state.conference.title == "Snow 2031"
        assert [link.label for link in window.state.conference.links] == ["Website"]
        await press(window, "c", "a", *"snow")
        assert "Snow 2031  in your library" in window.screen.text
        await press(window, "enter")
        assert len(library.entries()[0]) == 1


async def test_offline_the_copy_is_searched_and_its_age_is_shown(
    open_window: Open, library: Library, server: Server, now: list[datetime]
) -> None:
    library.directory.fetch()
    server.tell("/menu.json", b"")
    now.append(datetime(2031, 5, 17, tzinfo=UTC))
    async with open_window(size=(160, 40)) as window:
        await press(window, "c", "a", *"ice")
        assert "1 of 3 conferences, last checked 3 days ago" in window.screen.text
        await press(window, "ctrl+r")
        assert rows(window) == ["Ice Days"]
        assert "the list is from 3 days ago" in window.screen.text


async def test_what_cannot_be_added_shows_the_reason_and_another_can_be_chosen(
    open_window: Open, library: Library, server: Server
) -> None:
    library.directory.fetch()
    server.tell("/snow.json", answer("", "404 Not Found"))
    async with open_window(size=(160, 40)) as window:
        await press(window, "c", "a", *"snow", "enter")
        assert "the server has nothing at this URL (404)" in window.screen.text
        assert window.app.screen.query_one(Input).has_focus
        await press(window, "down")
        assert "1 of 3 conferences" in window.screen.text
        await press(window, "escape")
        assert type(window.app.screen) is Conferences


async def test_a_click_adds_a_conference(
    open_window: Open, library: Library, server: Server
) -> None:
    library.directory.fetch()
    async with open_window() as window:
        await press(window, "c", "a", *"2031")
        await window.click("Snow 2031")
        await press(window)
        assert "Snow 2031 was added" in window.screen.text


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_field_list_and_message_fit_every_size(
    open_window: Open, library: Library, size: tuple[int, int]
) -> None:
    library.directory.fetch()
    async with open_window(size=size) as window:
        await press(window, "c", "a", *"200x", *["backspace"] * 4)
        for shown in ("Words of its name", "Snow 2031", "3 conferences", "⏎ add"):
            assert shown in window.screen.text
