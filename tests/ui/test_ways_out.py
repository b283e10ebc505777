"""Searches that find nothing: what is told, and how to get out."""

from textual import events

from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open
from tests.ui.sight import listed
from tests.ui.test_search import search


async def test_where_nothing_matches_it_is_told_what_to_drop_and_a_click_drops_it(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "amina kind:workshop ")
        assert window.sight.lines[-1].startswith(" Tab difficulty:")
        await window.press("enter")
        told = " Nothing matches · without kind workshop 2 · without “amina” 1"
        assert window.sight.lines[-1] == told
        await window.press("a")
        assert [row for row in listed(window) if row] == [
            "Nothing matches.",
            "Without kind workshop  2 sessions",
            "Without “amina”  1 session",
        ]
        await window.click("Without “amina”")
        assert window.state.text == "kind:workshop"
        assert "A Command Line in an Afternoon" in window.sight


async def test_where_no_single_term_is_in_the_way_escape_is_the_way_out(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy plugh", "enter")
        told = " Nothing matches · no single filter is in the way; Esc drops the last"
        assert window.sight.lines[-1] == told
        await window.press("a")
        assert "No single filter is in the way; Esc drops the last." in window.sight


async def test_a_new_search_is_told_anew(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy amina", "enter")
        assert window.message.startswith("Nothing matches")
        await search(window, "", "ctrl+u", *"room:c")
        assert window.sight.lines[-1] == " Tab Cedar Room"


async def test_a_click_drops_the_term_in_the_list_of_people_too(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina kind:workshop", "enter", "p")
        await window.click("Without kind workshop")
        assert window.state.text == "amina"
        assert listed(window)[0] == "Amina Berglund"


async def test_where_nobody_speaks_of_it_the_list_of_people_says_so(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "kind:meal", "enter", "p")
        assert "No session that matches has a speaker." in window.sight
        await window.press("j")
        assert window.sight.lines[-1] == " The list is empty"


async def test_a_message_is_about_the_query_that_is_shown(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy amina", "enter")
        assert window.message.startswith("Nothing matches")
        await window.press("escape", "escape")
        assert window.message == ""
        assert "? help" in window.sight.lines[-1]


async def test_the_mended_query_finds_the_cursor_where_it_was(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Walk to")
        await window.press("a", "slash")
        window.app.post_message(events.Paste("xyzzy"))
        await window.pilot.pause()
        assert "Nothing matches." in window.sight
        await window.press("escape")
        assert isinstance(window.app.focused, SessionList)
        assert window.selected == "Walk to the harbour"
