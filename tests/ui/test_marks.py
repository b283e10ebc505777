"""Marks (must, maybe, not for me), undo, and past sessions."""

from datetime import datetime

import pytest

from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference
from confui.userdata.bookmarks import Bookmarks
from tests.ui.conftest import Open, Window

READING = "Reading list[int] and dict[str, int] Aloud"


def mark_of(window: Window) -> Mark | None:
    bookmark = window.state.bookmarks.get(window.state.cursor.session)
    return bookmark.mark if bookmark else None


async def test_B_makes_a_maybe_and_then_a_must_and_a_maybe_again(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        marks = []
        for _ in range(3):
            await window.press("B")
            marks.append(mark_of(window))
        assert marks == [Mark.MAYBE, Mark.MUST, Mark.MAYBE]
        assert window.screen.line("Aloud").endswith("☆"), "beside the title in the pane"


async def test_x_dims_a_session_and_is_skipped_finds_it(open_window: Open) -> None:
    async with open_window() as window:

        def colour() -> object:
            x, y = window.screen.find("▌Reading list")
            return window.screen.cells[y][x + 1][1].color

        await window.select("Small Maps")
        before = colour()
        await window.select(READING)
        await window.press("x")
        assert mark_of(window) is Mark.SKIP
        assert window.message == "✕ not for you; u undoes it"
        await window.select("Small Maps")
        assert colour() != before
        await window.press("slash", *"is:skipped", "enter")
        assert window.state.matching == {
            session.id for session in window.state.sessions.values() if session.title == READING
        }


async def test_x_again_or_b_removes_the_skip_mark(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("x", "x")
        assert mark_of(window) is None
        await window.press("x", "b")
        assert mark_of(window) is Mark.MUST
        await window.press("x")
        assert mark_of(window) is Mark.SKIP, "which takes the star away"
        assert "★ 0" in window.screen.lines[0]


async def test_u_undoes_every_change_since_the_start(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    for session in pynorth.visible[:3]:
        bookmarks.mark(pynorth.id, session)
    before = {id: each.mark for id, each in bookmarks.load(pynorth.id).items()}
    async with open_window() as window:
        await window.select(READING)
        keys = ("b", "B", "x", "down", "B", "b")
        await window.press(*keys)
        for _ in range(len(keys) - 1):
            await window.press("u")
        assert {id: each.mark for id, each in bookmarks.load(pynorth.id).items()} == before
        await window.press("u")
        assert window.message == "There is nothing to undo"


async def test_undo_shows_the_resulting_state(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b", "u")
        assert window.message == f"{READING} has no mark, as before"
        await window.press("b", "x", "u")
        assert window.message == f"{READING} is a must, as before"


async def test_past_sessions_are_dimmed_while_the_conference_is_on(open_window: Open) -> None:
    def bold(window: Window) -> bool | None:
        x, y = window.screen.find("Watching the")
        return window.screen.cells[y][x][1].bold

    async with open_window(now=datetime(2031, 5, 17, 13, 10)) as window:
        await window.select(READING)
        assert bold(window), "it is running"
    async with open_window(now=datetime(2031, 5, 17, 15)) as window:
        await window.select(READING)
        assert not bold(window)
    async with open_window(now=datetime(2033, 5, 17, 15)) as window:
        await window.select(READING)
        assert bold(window), "the conference is over, so that nothing stands out by it"


@pytest.mark.parametrize("key", ["b", "B", "x", "e"])
async def test_keys_without_a_session_show_a_message(open_window: Open, key: str) -> None:
    async with open_window(conference=Conference(title="Nothing yet")) as window:
        await window.press(key)
        assert window.message.startswith("No session")
