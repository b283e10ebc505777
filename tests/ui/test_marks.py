"""Grades, what is not for me, undo, and what is over."""

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
        assert window.sight.line("Aloud").endswith("☆"), "beside the title in the pane"


async def test_x_dims_a_session_everywhere_and_filters(open_window: Open) -> None:
    async with open_window() as window:

        def colour() -> object:
            x, y = window.sight.find("▌Reading list")
            return window.sight.cells[y][x + 1][1].color

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


async def test_x_again_and_b_take_it_back(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("x", "x")
        assert mark_of(window) is None
        await window.press("x", "b")
        assert mark_of(window) is Mark.MUST
        await window.press("x")
        assert mark_of(window) is Mark.SKIP, "which takes the star away"
        assert "★ 0" in window.sight.lines[0]


async def test_u_goes_back_change_by_change_to_how_it_was_at_the_start(
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


async def test_undo_says_how_things_are_now(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b", "u")
        assert window.message == f"{READING} has no mark, as before"
        await window.press("b", "x", "u")
        assert window.message == f"{READING} is a must, as before"


async def test_what_is_over_steps_back_while_the_conference_is_on(open_window: Open) -> None:
    def bold(window: Window) -> bool | None:
        x, y = window.sight.find("Watching the")
        return window.sight.cells[y][x][1].bold

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
async def test_where_there_is_no_session_a_key_says_so(open_window: Open, key: str) -> None:
    async with open_window(conference=Conference(title="Nothing yet")) as window:
        await window.press(key)
        assert window.message.startswith("No session")
