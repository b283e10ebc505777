"""The cursor in the plan, and the start of free time."""

from datetime import datetime

from confui.schedule.models import Conference
from confui.userdata.bookmarks import Bookmarks
from tests.ui.conftest import Open
from tests.ui.test_plan import LISP, NOPE, READING, find_session, star


async def test_free_time_starts_now_at_the_earliest_and_offers_no_session_that_has_started(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING)
    async with open_window(now=datetime(2031, 5, 17, 12, 20)) as window:
        await window.press("m")
        first, *later = window.state.plan.gaps
        assert first.start == datetime(2031, 5, 17, 12, 20)
        starts = [fit.session.start for gap in (first, *later) for fit in gap.fits]
        assert all(start and start > first.start for start in starts)


async def test_going_back_to_the_grid_selects_a_session_that_starts_near_the_free_time(
    open_window: Open,
) -> None:
    async with open_window(now=datetime(2031, 5, 17, 12, 50)) as window:
        await window.press("m", "g")
        assert window.selected.startswith(("Watching the", "A Command Line"))


async def test_undo_moves_the_cursor_to_the_session_that_it_changed(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, NOPE)
    async with open_window(now=datetime(2031, 5, 17, 8)) as window:
        await window.press("m")
        await window.select(NOPE)
        await window.press("b", "u")
        assert window.selected.startswith(NOPE)


async def test_x_moves_to_the_next_session_that_fits(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, "Lightning")
    async with open_window(now=datetime(2031, 5, 17, 8)) as window:
        await window.press("m", "home", "enter")
        fits = [fit.session.title for fit in window.state.plan.gaps[0].fits]
        await window.press("x")
        assert window.selected == fits[1]


async def test_n_moves_between_matches_of_the_plan_only(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, LISP)
    async with open_window() as window:
        await window.press("m")
        window.store.search("room:aurora")
        await window.press("n")
        first = window.selected
        await window.press("n")
        assert {first, window.selected} == {item.session.title for item in window.state.plan.items}


async def test_t_selects_what_is_on_now_in_the_plan(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, "Lightning")
    async with open_window() as window:
        await window.press("m", "end", "t")
        assert window.selected.startswith(READING)


async def test_day_keys_reach_days_with_only_free_time(open_window: Open) -> None:
    async with open_window(now=datetime(2031, 5, 17, 8)) as window:
        await window.press("m", "right_square_bracket")
        assert window.state.day == window.state.days[1]
        await window.press("left_square_bracket")
        assert window.state.day == window.state.days[0]


async def test_a_cancellation_marked_as_seen_shows_no_flag(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    gone = find_session(pynorth, READING)._replace(id="talks/gone.md", title="Gone Fishing")
    bookmarks.mark(pynorth.id, gone)
    async with open_window() as window:
        await window.press("m", "V")
        assert "⚑" not in window.screen
        assert "cancelled" in window.screen
