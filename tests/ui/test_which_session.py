"""The question which session a bookmark belongs to, if that is not certain."""

import pytest

from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, Session
from confui.screens.dialogs.which_session import WhichSession, ask_which_session
from confui.screens.store_screen import StoreScreen
from confui.state.state import View
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from confui.widgets.lists import PlanList
from tests.ui.conftest import Open, Window

MAPS = "Small Maps"
FORMER = "talks/maps.md"


@pytest.fixture
def doubled(pynorth: Conference, bookmarks: Bookmarks) -> Conference:
    """PyNorth with a talk listed twice; it was starred when it was listed once, with another id."""
    (maps,) = (each for each in pynorth.visible if MAPS in each.title)
    bookmarks.mark(pynorth.id, maps._replace(id=FORMER, keys=()), Mark.MUST)
    again = maps._replace(id="talks/again.md", rooms=("Attic [b]",))
    return pynorth._replace(sessions=(*pynorth.sessions, again))


def ask(window: Window) -> bool:
    screen = window.app.screen
    assert isinstance(screen, StoreScreen)
    return ask_which_session(screen.app, window.store, FORMER, screen.show_message)


def starred(window: Window) -> list[str]:
    return [id for id, each in window.state.bookmarks.items() if each.starred]


async def test_the_question_shows_the_old_session_and_every_candidate(
    open_window: Open, doubled: Conference
) -> None:
    async with open_window(conference=doubled) as window:
        assert ask(window)
        await window.pause()
        assert isinstance(window.app.screen, WhichSession)
        assert "is no longer in the schedule under its old id. Is it one of these?" in window.screen
        for text in ("It was:", "Attic [b]", "none of them", "Esc ask later"):
            assert text in window.screen


async def test_the_chosen_session_gets_the_bookmark_and_undo_reopens_the_question(
    open_window: Open, doubled: Conference, bookmarks: Bookmarks
) -> None:
    async with open_window(conference=doubled) as window:
        first, second = window.state.questions[FORMER]
        ask(window)
        await window.press("down", "enter")
        assert starred(window) == [second]
        assert set(bookmarks.load(doubled.id)) == {second}
        assert "u undoes it" in window.message
        assert not window.state.questions
        assert not ask(window), "there is nothing left to ask"
        await window.press("u")
        assert starred(window) == [FORMER]
        assert window.message == "The question is open again"
        assert window.state.questions == {FORMER: (first, second)}


async def test_none_of_them_is_not_asked_again(
    open_window: Open, doubled: Conference, bookmarks: Bookmarks
) -> None:
    async with open_window(conference=doubled) as window:
        ask(window)
        await window.press("end", "enter")
        assert window.message.startswith("None of them")
        assert starred(window) == [FORMER]
        assert bookmarks.load(doubled.id)[FORMER].gone
    async with open_window(conference=doubled) as window:
        assert not ask(window)


async def test_escape_leaves_the_question_open(open_window: Open, doubled: Conference) -> None:
    async with open_window(conference=doubled) as window:
        ask(window)
        await window.press("escape")
        assert not isinstance(window.app.screen, WhichSession)
        assert starred(window) == [FORMER]
        assert ask(window)


async def test_with_one_candidate_it_asks_whether_it_is_this_session(
    open_window: Open, doubled: Conference, bookmarks: Bookmarks
) -> None:
    bookmarks.mark(doubled.id, doubled.sessions[-1], Mark.MAYBE)
    async with open_window(conference=doubled) as window:
        ask(window)
        await window.pause()
        assert "Is it this session?" in window.screen


async def test_an_answer_that_cannot_be_saved_shows_the_reason(
    open_window: Open, doubled: Conference, bookmarks: Bookmarks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotSavedError("The change was not saved: the disk is full")

    async with open_window(conference=doubled) as window:
        monkeypatch.setattr(bookmarks, "revise", refuse)
        ask(window)
        await window.press("enter")
        assert "the disk is full" in window.message
        assert starred(window) == [FORMER]


@pytest.mark.parametrize("size", [(80, 24), (50, 20)])
async def test_the_question_fits_a_small_terminal(
    size: tuple[int, int], open_window: Open, doubled: Conference
) -> None:
    many = [
        Session(f"more-{n}", doubled.sessions[-1].title, start=doubled.sessions[-1].start)
        for n in range(30)
    ]
    conference = doubled._replace(sessions=(*doubled.sessions, *many))
    async with open_window(conference=conference, size=size) as window:
        ask(window)
        await window.pause()
        assert "Esc ask later" in window.screen
        await window.press("end", "enter")
        assert window.message.startswith("None of them")


async def test_in_the_plan_enter_on_a_lost_session_asks(
    open_window: Open, doubled: Conference
) -> None:
    async with open_window(conference=doubled) as window:
        await window.press("m")
        window.store.move_cursor(window.state.cursor._replace(session=FORMER, gap=None))
        await window.pause()
        assert "may be one of 2; ⏎ asks" in window.screen
        await window.press("enter")
        assert isinstance(window.app.screen, WhichSession)
        await window.press("enter")
        assert "⏎ asks" not in window.screen
        assert not window.state.questions


async def test_the_palette_asks_which_session(open_window: Open, doubled: Conference) -> None:
    async with open_window(conference=doubled) as window:
        await window.press("ctrl+p", *"which session", "enter")
        await window.pause()
        assert isinstance(window.app.screen, WhichSession)


async def test_the_plan_can_be_painted_once_more_after_another_conference_was_opened(
    open_window: Open, doubled: Conference
) -> None:
    async with open_window(conference=doubled) as window:
        await window.press("m")
        plan = window.app.screen.query_one(PlanList)
        window.store.show_view(View.GRID)
        window.store.open(doubled._replace(id="another"))
        assert not window.state.questions
        for row in range(plan.virtual_size.height):
            assert plan.draw_row(row).cell_length == plan.size.width
