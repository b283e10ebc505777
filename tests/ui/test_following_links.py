"""Links from a session to other sessions and to lists of sessions, and the way back."""

import pytest

from confui.schedule.query.query import Term
from confui.screens.dialogs.open_link import OpenLink
from confui.screens.schedule import ScheduleScreen
from confui.screens.session_page import SessionPage
from confui.state.state import View
from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Window
from tests.ui.visible import selected_row, visible_rows

NOPE = "[/nope] and Other Paths That Go Nowhere"
READING = "Reading list[int] and dict[str, int] Aloud"
KEYNOTE = "Keynote - Rivers, Roots and Readable Code"
BEES = "Bees and asyncio — zwölf Körbe, eine Schleife 🐝"
TALL = (140, 60)


def highlighted_link(window: Window) -> str:
    """Return the highlighted text of the detail pane."""
    region = window.app.screen.query_one(SessionDetail).region
    return "".join(
        text
        for line in window.screen.cells[region.y : region.bottom]
        for text, style in line[region.x : region.right]
        if style.reverse
    )


async def click_in_pane(window: Window, text: str) -> None:
    """Click where `text` begins in the pane."""
    region = window.app.screen.query_one(SessionDetail).region
    for y in range(region.y, region.bottom):
        line = "".join(cell for cell, _ in window.screen.cells[y][region.x : region.right])
        if text in line:
            await window.pilot.click(offset=(region.x + line.index(text), y))
            return await window.pause()
    raise LookupError(text)


async def test_tab_moves_through_the_links_and_wraps_around(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(READING)
        await window.press("enter")
        assert highlighted_link(window) == ""
        seen = []
        for _ in range(10):
            await window.press("tab")
            seen.append(highlighted_link(window))
        assert seen == [
            *("Aurora Hall", "Ilmari Koskela", "◆◆ Intermediate"),
            *("notes", "https://typing.example.org", "Twitter"),
            *(NOPE, "Small Maps for Big Forests", "Lunch", "en"),
        ]
        await window.press("tab")
        assert highlighted_link(window) == "Aurora Hall"
        await window.press("shift+tab")
        assert highlighted_link(window) == "en"


async def test_the_address_of_the_highlighted_link_is_shown_and_y_copies_it(
    open_window: Open,
) -> None:
    async with open_window(size=TALL) as window:
        await window.select(READING)
        await window.press("enter", "tab", "tab", "tab")
        assert window.message == ""
        await window.press("tab", "tab", "tab")
        assert highlighted_link(window) == "Twitter"
        assert window.message == "→ https://twitter.com/ilmari_example"
        await window.press("y")
        assert window.app.clipboard == "https://twitter.com/ilmari_example"
        await window.press("tab")
        assert window.message == "", "the next link leads to a session"


async def test_tab_scrolls_to_a_link_below_the_edge(open_window: Open) -> None:
    async with open_window(size=(120, 16)) as window:
        await window.select(READING)
        await window.press("enter", "shift+tab")
        assert highlighted_link(window) == "en"


async def test_no_link_is_highlighted_in_another_session_or_after_leaving_the_pane(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("enter", "tab")
        assert highlighted_link(window)
        await window.press("escape")
        assert highlighted_link(window) == ""
        await window.press("enter", "tab", "tab")
        await window.select(NOPE)
        assert highlighted_link(window) == ""


@pytest.mark.parametrize(
    ("start", "text", "query", "count"),
    [
        (READING, "Ilmari Koskela", 'speaker:"Ilmari Koskela"', 2),
        (READING, "Aurora Hall", 'room:"Aurora Hall"', 5),
        (READING, "◆◆ Intermediate", "difficulty:intermediate", 2),
        (KEYNOTE, "keynote", "kind:keynote", 1),
        (KEYNOTE, "readability", "tag:readability", 1),
    ],
)
async def test_a_click_on_a_value_lists_the_sessions_of_all_days_that_share_it(
    open_window: Open, start: str, text: str, query: str, count: int
) -> None:
    async with open_window(size=TALL) as window:
        await window.select(start)
        await click_in_pane(window, text)
        assert window.screen.lines[2].startswith(f" / {query} ")
        assert sum(row[:1] == "▌" or row[:1] == "█" for row in visible_rows(window)) == 2 * count
        assert window.screen.lines[-2].startswith(f" {count} session")
        assert "Backspace goes back" in window.screen.lines[-2]
        assert window.selected == start
        assert start[:20] in selected_row(window)


async def test_enter_on_a_speaker_lists_their_sessions(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("enter", "tab", "tab", "enter")
        titles = [row for row in visible_rows(window) if row[2:3].isdigit()]
        assert [row[18:] for row in titles] == [READING, BEES]
        assert isinstance(window.app.focused, SessionList)


@pytest.mark.parametrize("size", [(90, 30), (120, 36), (200, 60)])
async def test_a_second_enter_or_z_gives_the_text_the_whole_screen(
    open_window: Open, size: tuple[int, int]
) -> None:
    async with open_window(size=size) as window:
        await window.select(READING)
        before = window.state
        for enlarge, shrink in (("enter", "enter"), ("z", "escape"), ("z", "z")):
            await window.press("enter", enlarge)
            assert isinstance(window.app.screen, SessionPage)
            assert window.screen.lines[1].strip() == READING
            await window.press(shrink)
            assert isinstance(window.app.screen, ScheduleScreen)
            assert isinstance(window.app.focused, SessionDetail), "as before"
            assert window.state == before
            await window.press("escape")
            assert isinstance(window.app.focused, ScheduleGrid)


@pytest.mark.parametrize(
    ("start", "link", "reached"),
    [
        (READING, "• [/nope]", NOPE),
        (READING, "• Lunch", "Lunch"),
        ("Small Maps", "• Reading", READING),
        (BEES, "• Lightning Talks", "Lightning Talks"),
    ],
)
async def test_concurrent_sessions_and_the_next_in_the_room_are_links(
    open_window: Open, start: str, link: str, reached: str
) -> None:
    async with open_window(size=TALL) as window:
        await window.select(start)
        assert "At the same time" in window.screen and "Next in this room" in window.screen
        await click_in_pane(window, link[2:])
        assert window.selected == reached
        assert window.state.view is View.GRID
        assert window.screen.right_of("█").startswith(reached[:6])


async def test_backspace_goes_back_step_by_step(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("2", "slash", *"ilmari", "enter")
        await window.select(BEES)
        places = [window.screen.lines[:-2]]
        for text in ("Ilmari Koskela", "Aurora Hall"):
            await click_in_pane(window, text)
            places.append(window.screen.lines[:-2])
        await click_in_pane(window, "Lightning Talks")
        assert window.selected == "Lightning Talks"
        for place in reversed(places):
            await window.press("backspace")
            assert window.screen.lines[:-2] == place
        assert isinstance(window.app.focused, ScheduleGrid)
        await window.press("backspace")
        assert window.screen.lines[-2] == " No link was followed yet"


async def test_the_message_about_a_list_disappears_with_the_list(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await click_in_pane(window, "Ilmari")
        assert "Backspace goes back" in window.message
        await window.press("backspace")
        assert window.message == ""


async def test_backspace_in_the_pane_goes_back_too(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(READING)
        await window.press("enter", "shift+tab", "shift+tab", "enter")
        assert (window.selected, type(window.app.focused)) == ("Lunch", SessionDetail)
        await window.press("backspace")
        assert window.selected == READING


async def test_a_link_to_a_session_outside_the_list_leads_to_the_grid(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(READING)
        await window.press("a", "slash", *"ilmari", "enter")
        await click_in_pane(window, "Lunch")
        assert (window.state.view, window.selected) == (View.GRID, "Lunch")
        assert "2 of 16 ✕" in window.screen
        await window.press("backspace")
        assert (window.state.view, window.selected) == (View.AGENDA, READING)


async def test_a_link_to_a_web_page_asks_first(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(KEYNOTE)
        await window.press("enter", "shift+tab", "shift+tab")
        assert highlighted_link(window) == "Recording"
        await window.press("enter")
        assert isinstance(window.app.screen, OpenLink)
        assert "https://video.example.org/rivers" in window.screen
        await window.press("escape")
        assert not window.state.trail


async def test_a_click_on_a_room_name_filters_by_it_and_a_second_click_removes_the_filter(
    open_window: Open,
) -> None:
    async with open_window() as window:
        head = window.app.screen.query_one(ScheduleGrid).region.y
        x = window.screen.lines[head].index("Birch Room")
        for query, text in (('room:"Birch Room"', "4 of 16 ✕"), ("", "· unset 9")):
            await window.pilot.click(offset=(x, head))
            await window.pause()
            assert window.state.text == query
            assert text in window.screen
            assert window.state.view is View.GRID


async def test_a_click_on_the_unnamed_column_filters_by_sessions_without_a_room(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("Walk to")
        head = window.app.screen.query_one(ScheduleGrid).region.y
        x = window.screen.lines[head].index(" — ") + 1
        await window.pilot.click(offset=(x, head))
        await window.pause()
        assert window.state.query.terms == (Term("room", ("unset",)),)
        assert "Walk to" in window.screen


async def test_on_the_session_page_a_link_to_a_session_shows_it_there(open_window: Open) -> None:
    async with open_window(size=(79, 40)) as window:
        await window.select(READING)
        await window.press("enter", "shift+tab", "shift+tab", "enter")
        assert isinstance(window.app.screen, SessionPage)
        assert window.screen.lines[1] == " Lunch"
        await window.press("backspace")
        assert window.screen.lines[1] == f" {READING}"


async def test_on_the_session_page_a_link_to_a_list_closes_the_page(open_window: Open) -> None:
    async with open_window(size=(79, 40)) as window:
        await window.select(READING)
        await window.press("enter", "tab", "tab", "enter")
        assert isinstance(window.app.screen, ScheduleScreen)
        assert selected_row(window).endswith("Aloud")
        assert window.message.startswith("2 sessions · Backspace goes back")
        await window.press("j")
        assert window.selected == BEES, "the keys go to the list"
        await window.press("backspace")
        assert isinstance(window.app.focused, ScheduleGrid)
        assert window.selected == READING


async def test_enter_on_the_session_page_without_a_highlighted_link_closes_it(
    open_window: Open,
) -> None:
    async with open_window(size=(79, 40)) as window:
        await window.select(READING)
        await window.press("enter", "enter")
        assert isinstance(window.app.screen, ScheduleScreen)


async def test_backspace_on_the_session_page_goes_back(open_window: Open) -> None:
    async with open_window(size=(79, 40)) as window:
        await window.select(READING)
        await window.press("enter", "tab", "tab", "enter")
        await window.press("down", "enter")
        assert window.screen.lines[1] == f" {BEES}"
        await window.press("backspace", "escape")
        assert window.selected == READING
