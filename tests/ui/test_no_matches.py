"""Searches without a match: the message, and how to remove the term in the way."""

from textual import events

from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open
from tests.ui.test_search import search
from tests.ui.visible import visible_rows


async def test_without_a_match_the_terms_to_remove_are_shown_and_can_be_clicked(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "amina kind:workshop ")
        assert window.screen.lines[-1].startswith(" Tab difficulty:")
        await window.press("enter")
        message = " Nothing matches · without kind workshop 2 · without “amina” 1"
        assert window.screen.lines[-2] == message
        await window.press("a")
        assert [row for row in visible_rows(window) if row] == [
            "Nothing matches.",
            "Without kind workshop  2 sessions",
            "Without “amina”  1 session",
        ]
        await window.click("Without “amina”")
        assert window.state.text == "kind:workshop"
        assert "A Command Line in an Afternoon" in window.screen


async def test_if_no_single_term_is_in_the_way_escape_is_suggested(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy plugh", "enter")
        message = " Nothing matches · no single filter is in the way; Esc drops the last"
        assert window.screen.lines[-2] == message
        await window.press("a")
        assert "No single filter is in the way; Esc drops the last." in window.screen


async def test_typing_a_new_search_replaces_the_message(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy amina", "enter")
        assert window.message.startswith("Nothing matches")
        await search(window, "", "ctrl+u", *"room:c")
        assert window.screen.lines[-1] == ' Tab "Cedar Room"'


async def test_a_click_removes_the_term_in_the_list_of_people(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina kind:workshop", "enter", "p")
        await window.click("Without kind workshop")
        assert window.state.text == "amina"
        assert visible_rows(window)[0] == "Amina Berglund"


async def test_the_list_of_people_says_if_no_match_has_a_speaker(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "kind:meal", "enter", "p")
        assert "No session that matches has a speaker." in window.screen
        await window.press("j")
        assert window.screen.lines[-2] == " The list is empty"


async def test_a_message_disappears_with_its_query(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy amina", "enter")
        assert window.message.startswith("Nothing matches")
        await window.press("escape", "escape")
        assert window.message == ""
        assert "? help" in window.screen.lines[-1]


async def test_after_cancelling_a_search_without_match_the_cursor_is_where_it_was(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("Walk to")
        await window.press("a", "slash")
        window.app.post_message(events.Paste("xyzzy"))
        await window.pause()
        assert "Nothing matches." in window.screen
        await window.press("escape")
        assert isinstance(window.app.focused, SessionList)
        assert window.selected == "Walk to the harbour"
