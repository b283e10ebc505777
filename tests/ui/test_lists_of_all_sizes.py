"""Agenda and people on screens of all sizes, with conferences of all sizes."""

import pytest

from confui.schedule.models import Conference
from confui.screens.session_page import SessionPage
from confui.sources.opening import open_conference
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Write
from tests.ui.visible import selected_row, visible_rows

STATION = "A Weather Station to Touch"

views = pytest.mark.parametrize("view", ["a", "p"])


@views
async def test_an_empty_conference_says_so_and_every_key_shows_a_reason(
    open_window: Open, view: str
) -> None:
    async with open_window(conference=Conference(id="empty", title="Nothing Yet")) as window:
        await window.press(view)
        assert "This schedule has no session yet." in window.screen
        empty = window.screen.text
        for key in [*"jkbtosydn19[]", "pageup", "pagedown", "home", "end", "enter", "backspace"]:
            await window.press(key)
            assert window.screen.text != empty, key
            await window.press("escape", "escape")
            assert window.screen.text == empty, key
        await window.press("g")
        assert isinstance(window.app.focused, ScheduleGrid)


@views
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (20, 5), (80, 24), (99, 30), (300, 80)])
async def test_terminals_of_all_sizes_work(
    open_window: Open, size: tuple[int, int], view: str
) -> None:
    async with open_window(size=size) as window:
        await window.press(view, "k", "home", "pagedown", "end", "j")
        assert len(window.screen.lines) == size[1]
        assert window.state.cursor.session == window.state.matches[-1].id or view == "p"
        if size[1] >= 24:
            assert window.selected[:12] in selected_row(window)


@views
async def test_a_resize_keeps_the_selection_in_view(open_window: Open, view: str) -> None:
    async with open_window(size=(200, 60)) as window:
        await window.select(STATION)
        await window.press(view)
        for size in [(120, 36), (79, 24), (40, 12), (100, 24), (80, 24), (200, 60)]:
            await window.pilot.resize_terminal(*size)
            await window.pause()
            assert window.selected == STATION
            assert STATION[:12] in selected_row(window), size


@views
async def test_below_80_columns_the_list_fills_the_screen_and_enter_opens_a_page(
    open_window: Open, view: str
) -> None:
    async with open_window(size=(70, 24)) as window:
        await window.press(view)
        assert window.app.screen.query_one(SessionList).region.width == 70
        await window.press("enter")
        assert isinstance(window.app.screen, SessionPage)
        assert "How to say a type in a meeting" in window.screen
        await window.press("escape")
        assert isinstance(window.app.focused, SessionList)
        assert "Reading list" in selected_row(window)


@views
async def test_at_80_by_24_titles_are_not_cut_and_the_detail_pane_is_below(
    open_window: Open, view: str
) -> None:
    async with open_window(size=(80, 24)) as window:
        await window.press(view)
        assert selected_row(window).endswith("Reading list[int] and dict[str, int] Aloud")
        assert "Ilmari Koskela" in window.screen.text.partition("──────")[2]


async def test_a_title_too_long_for_the_line_ends_in_an_ellipsis(open_window: Open) -> None:
    async with open_window(size=(40, 24)) as window:
        await window.press("a", "b")
        row = selected_row(window)
        assert row.partition("Reading")[2].rstrip("★ ").endswith("…")
        assert row.endswith("★")


async def test_sessions_without_a_time_have_their_own_heading(
    open_window: Open, write: Write
) -> None:
    folder = write({f"{n}.md": f"---\ntitle: Poster {n}\npresenters: []\n---\n" for n in "123"})
    async with open_window(conference=open_conference(folder)) as window:
        await window.press("a")
        assert visible_rows(window)[0] == "Unscheduled  3 sessions"
        await window.press("down")
        assert "Poster 2" in selected_row(window)
        await window.press("p")
        assert "No session that matches has a speaker." in window.screen


async def test_the_end_of_a_list_of_600_sessions_is_reached(
    open_window: Open, write: Write
) -> None:
    talk = (
        "---\ntitle: Talk {n:03}\nroom: A\ndate: 2031-05-17 {h:02}:{m:02}\npresenters: P {p}\n---\n"
    )
    files = {f"{n}.md": talk.format(n=n, h=8 + n // 60, m=n % 60, p=n % 7) for n in range(600)}
    async with open_window(conference=open_conference(write(files))) as window:
        await window.press("a", "end")
        assert "Talk 599" in selected_row(window)
        assert visible_rows(window)[0].startswith("Saturday, 17 May 2031")
        await window.press("p", "end")
        assert "Talk 594" in selected_row(window)
        assert visible_rows(window)[0] == "P 6"


async def test_the_detail_pane_shows_the_selected_session_after_it_was_hidden(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("a")
        assert "How to say a type" in window.screen
        await window.pilot.resize_terminal(70, 24)
        await window.pause()
        await window.press("down")
        await window.pilot.resize_terminal(120, 36)
        await window.pause()
        assert "Tree structures drawn small" in window.screen
