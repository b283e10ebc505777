"""My plan: starred sessions by day, overlaps, changes, and sessions that fit between them."""

from datetime import datetime, timedelta

import pytest

from confui.schedule.bookmark import Mark
from confui.schedule.models import Building, Conference, Session
from confui.state.state import View
from confui.userdata.bookmarks import Bookmarks
from tests.ui.conftest import Open, Window
from tests.ui.visible import selected_row, visible_rows

READING, NOPE, MAPS, LISP = "Reading list[int]", "[/nope]", "Small Maps", "Garbage Collector"


def find_session(conference: Conference, title: str) -> Session:
    return next(session for session in conference.visible if title in session.title)


def star(
    bookmarks: Bookmarks, conference: Conference, *titles: str, mark: Mark = Mark.MUST
) -> None:
    for title in titles:
        bookmarks.mark(conference.id, find_session(conference, title), mark)


def rows(window: Window) -> list[str]:
    return [" ".join(row.strip("▌█┊ ").split()) for row in visible_rows(window) if row]


def on_free_time(window: Window) -> bool:
    return window.state.gap is not None


def filling(window: Window) -> bool:
    """Return whether the plan lists the sessions that fit into free time."""
    return window.state.expanded_gap is not None


async def test_m_lists_starred_sessions_by_day_with_overlaps_and_free_time(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, NOPE, LISP)
    async with open_window() as window:
        await window.press("m")
        assert rows(window)[:11] == [
            "Saturday, 17 May 2031 3 sessions · 1 overlap",
            "10:30 – 11:15 [/nope] and Other Paths That Go Nowhere ★",
            "Birch Room · ◆ Beginner · Amina Berglund",
            "overlaps 45 min with Reading list[int] and dict[str…",
            "10:30 – ~11:15 Reading list[int] and dict[str, int] Aloud ★",
            "Aurora Hall · ◆◆ Intermediate · Ilmari Koskela",
            "overlaps 45 min with [/nope] and Other Paths That G…",
            "11:15 – 13:00 free 1 h 45 min",
            "13:00 – ~13:45 Watching the Garbage Collector at Work ★",
            "Aurora Hall · ◆◆◆ Advanced · Rana Haddad",
            "~13:45 – 03:00 free ~13 h 15 min · 1 session fits ▸",
        ]


async def test_a_maybe_that_overlaps_a_must_is_shown_as_its_backup(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING)
    star(bookmarks, pynorth, NOPE, mark=Mark.MAYBE)
    async with open_window() as window:
        await window.press("m")
        text = "\n".join(rows(window))
        assert "backup for Reading list[int]" in text
        assert "overlaps" not in text
        assert "Nowhere" in text and "☆" in text


async def test_enter_on_free_time_lists_sessions_that_fit_and_a_star_fills_it(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING)
    async with open_window() as window:
        await window.press("m", "down")
        gap = window.state.gap
        assert gap is not None and [fit.session.title[:8] for fit in gap.fits]
        assert "Free " in window.screen, "the pane shows it too"
        await window.press("enter")
        assert window.state.expanded_gap == gap.start
        best = gap.fits[0].session
        assert window.selected == best.title
        assert best.title[:20] in selected_row(window)
        await window.press("b")
        assert window.state.bookmarks[best.id].mark is Mark.MUST
        assert window.selected == best.title, "the cursor is on what was starred"
        assert window.state.expanded_gap is None or window.state.gap is None


async def test_escape_closes_the_list_of_sessions_that_fit(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING)
    async with open_window() as window:
        await window.press("m", "down", "enter", "down")
        assert filling(window)
        await window.press("escape")
        assert not filling(window)
        assert window.state.gap is not None, "the cursor is back on it"
        await window.press("enter", "up", "enter")
        assert not filling(window), "Enter on it closes it too"


async def test_escape_goes_back_to_the_view_before_and_leaves_the_filter_alone(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("a", "slash", *"amina kind:talk", "enter", "m")
        seen = []
        for _ in range(3):
            seen.append((window.state.view, window.state.text))
            await window.press("escape")
        assert seen == [
            (View.PLAN, "amina kind:talk"),
            (View.AGENDA, "amina kind:talk"),
            (View.AGENDA, "amina"),
        ]


async def test_enter_on_free_time_without_fitting_sessions_shows_a_message(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, LISP)
    async with open_window() as window:
        await window.press("m", "down", "enter")
        assert window.state.gap is not None
        assert window.message == "No session fits into this free time"


async def test_after_removing_a_star_the_cursor_stays_near_and_undo_restores_it(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, LISP)
    async with open_window() as window:
        await window.select("Garbage")
        await window.press("m", "b")
        assert [item.session.title[:7] for item in window.state.plan.items] == ["Reading"]
        assert window.state.gap is not None, "on the time that it leaves free"
        await window.press("u")
        assert len(window.state.plan.items) == 2
        assert window.message.endswith("is a must, as before")


async def test_a_cancelled_session_is_struck_through_until_its_star_is_removed(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING)
    gone = find_session(pynorth, READING)._replace(id="talks/gone.md", title="Gone Fishing")
    bookmarks.mark(pynorth.id, gone)
    async with open_window() as window:
        assert "⚑ 1 changed" in window.screen.lines[0]
        await window.press("m", "end", "home")
        while window.selected != "Gone Fishing":
            await window.press("down")
        x, y = window.screen.find("11:15  Gone Fishing")
        assert window.screen.cells[y][x + len("11:15  ")][1].strike
        assert "⚑ cancelled" in window.screen
        await window.press("b")
        assert "Gone Fishing" not in window.screen
        await window.press("u")
        assert "Gone Fishing" in window.screen


async def test_v_marks_a_change_as_seen_and_u_undoes_it(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    session = find_session(pynorth, READING)
    before = session._replace(start=datetime(2031, 5, 17, 16, 0), rooms=("Attic",))
    bookmarks.mark(pynorth.id, before)
    async with open_window() as window:
        await window.select(READING)
        await window.press("m")
        assert "⚑ moved 16:00 → 10:30" in window.screen
        assert "⚑ room changed: Attic → Aurora Hall" in window.screen
        await window.press("v")
        assert "⚑" not in window.screen
        assert bookmarks.load(pynorth.id)[session.id].sequence == 1
        await window.press("v")
        assert window.message == "Nothing about this session has changed"
        await window.press("u")
        assert "⚑ moved 16:00 → 10:30" in window.screen


async def test_if_all_sessions_moved_the_plan_shows_each_change_and_V_marks_all_as_seen(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    for session in pynorth.visible:
        start = session.start and session.start - timedelta(days=1)
        bookmarks.mark(pynorth.id, session._replace(start=start))
    moved = sum(session.start is not None for session in pynorth.visible)
    async with open_window(now=datetime(2031, 5, 16, 8)) as window:
        assert f"⚑ {moved} changed" in window.screen.lines[0]
        await window.press("m", "V")
        assert window.message == f"{moved} changes marked as seen; u undoes it"
        assert "⚑" not in window.screen
        await window.press("u")
        assert f"⚑ {moved} changed" in window.screen.lines[0]


async def test_changes_of_past_sessions_are_not_shown(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    session = find_session(pynorth, READING)
    bookmarks.mark(pynorth.id, session._replace(rooms=("Attic",)))
    async with open_window(now=datetime(2031, 5, 17, 12)) as window:
        assert "changed" not in window.screen.lines[0]
        await window.press("m")
        assert "⚑" not in "\n".join(rows(window))


async def test_a_query_dims_the_plan_and_removes_nothing(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, LISP)
    async with open_window(now=datetime(2031, 5, 17, 8)) as window:
        await window.press("m")
        await window.press("slash", *"garbage", "enter")

        def bold(text: str) -> bool | None:
            x, y = window.screen.find(text)
            return window.screen.cells[y][x][1].bold

        assert bold("Watching the") and not bold("Reading list")


async def test_day_keys_move_within_the_plan(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING, "Lightning")
    async with open_window() as window:
        await window.press("m", "right_square_bracket")
        assert window.state.day == pynorth.days[1]
        assert window.state.gap or window.selected
        await window.press("1")
        assert window.state.day == pynorth.days[0]


async def test_an_empty_plan_shows_every_day(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("m")
        text = "\n".join(rows(window))
        assert text.count("nothing starred") == 2
        assert "sessions fit" in text


@pytest.mark.parametrize("key", ["g", "a"])
async def test_switching_from_free_time_to_another_view_selects_a_session(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference, key: str
) -> None:
    star(bookmarks, pynorth, READING)
    async with open_window() as window:
        await window.press("m", "down")
        assert on_free_time(window)
        await window.press(key)
        assert not on_free_time(window)
        assert window.selected
        assert window.state.view is not View.PLAN


async def test_on_a_narrow_screen_enter_lists_sessions_that_fit(
    open_window: Open, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    star(bookmarks, pynorth, READING)
    async with open_window(size=(60, 20)) as window:
        await window.press("m", "down", "enter")
        assert window.state.expanded_gap is not None
        assert window.selected


async def test_the_plan_names_the_building_of_a_room(
    open_window: Open, pynorth: Conference
) -> None:
    library = Building("Old Library", ("Birch Room",))
    async with open_window(conference=pynorth._replace(buildings=(library,))) as window:
        await window.select("Small Maps")
        await window.press("b", "m")
        assert any("Birch Room · Old Library" in row for row in visible_rows(window))
