"""The search field. In PyNorth Amina Berglund speaks on both days."""

import pytest
from textual import events
from textual.widgets import Input

from confui.schedule.query.lexer import MOST_CHARACTERS
from confui.schedule.search import word_index
from confui.screens import schedule
from confui.state.store import Store
from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Window
from tests.ui.test_filtering import dimmed
from tests.ui.visible import underlined

NOPE = "[/nope] and Other Paths That Go Nowhere"
READING = "Reading list[int] and dict[str, int] Aloud"
WEATHER = "Tests for the Weather"


async def search(window: Window, text: str, *then: str) -> None:
    """Open the search field, type a text and press more keys."""
    await window.press("slash", *text, *then)


def typed(window: Window) -> str:
    return window.app.screen.query_one(Input).value


def tabs(window: Window) -> str:
    return " ".join(window.screen.lines[1].split())


async def test_every_key_filters(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("slash")
        for key, count, days in [
            ("p", 7, "[Sat 17 ·6] Sun 18 ·0 Unscheduled ·1"),
            ("e", 2, "[Sat 17 ·2] Sun 18 ·0 Unscheduled ·0"),
            ("t", 2, "[Sat 17 ·2] Sun 18 ·0 Unscheduled ·0"),
            ("backspace", 2, "[Sat 17 ·2] Sun 18 ·0 Unscheduled ·0"),
        ]:
            await window.press(key)
            assert (f"{count} of 16 ✕" in window.screen, tabs(window)) == (True, days), key


async def test_sessions_that_do_not_match_are_dimmed(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina kind:talk day:sat")
        assert window.selected == NOPE
        assert dimmed(window, "Reading list")
        assert not dimmed(window, "[/nope]")
        await window.press("escape")
        assert not dimmed(window, "Reading list")


async def test_matching_words_are_underlined_in_grid_detail_pane_and_agenda(
    open_window: Open,
) -> None:
    async with open_window(size=(200, 40)) as window:
        await window.select("Small Maps")
        await search(window, "MAPS forest", "enter")
        assert underlined(window, ScheduleGrid) == ["Maps", "Forest"]
        found = underlined(window, SessionDetail)
        assert found[:2] == ["Maps", "Forest"]
        await window.press("a")
        assert underlined(window, SessionList) == ["Maps", "Forest"]
        await window.press("escape", "escape")
        assert underlined(window, SessionList) == []
        await window.press("g")
        assert underlined(window, ScheduleGrid) == []
        assert "Maps" not in underlined(window, SessionDetail)


async def test_values_of_field_filters_are_not_underlined(open_window: Open) -> None:
    async with open_window(size=(200, 40)) as window:
        await search(window, "speaker:amina", "enter")
        assert underlined(window, ScheduleGrid) == []


async def test_typing_goes_to_the_match_that_is_meant_and_escape_gives_the_place_back(
    open_window: Open,
) -> None:
    async with open_window(size=(100, 24)) as window:
        await window.select("Night owls")
        before, picture = window.state, window.screen.text
        assert window.app.screen.query_one(ScheduleGrid).scroll_offset.y > 0
        await window.press("slash")
        for key, title, day in (("w", WEATHER, "[Sun 18"), ("a", "Watching", "[Sat 17")):
            await window.press(key)
            assert window.selected.startswith(title)
            assert title[:8] in window.screen, "the grid scrolls there"
            assert day in tabs(window)
        await window.press("escape")
        assert window.state.cursor == before.cursor
        assert window.screen.text == picture


async def test_enter_keeps_the_query_and_the_place(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        await search(window, "amina", "enter")
        assert window.selected == WEATHER, "the next one after the cursor"
        assert "[Sun 18" in window.screen
        assert isinstance(window.app.focused, ScheduleGrid)
        assert window.screen.lines[2].startswith(" / amina ")


async def test_enter_keeps_the_cursor_on_a_session_that_matches(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await search(window, "list", "enter")
        assert window.selected == READING


async def test_escape_restores_the_previous_query(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina", "enter")
        await search(window, "weather")
        assert "1 of 16 ✕" in window.screen
        await window.press("escape")
        assert window.screen.lines[2].startswith(" / amina ")
        assert "2 of 16 ✕" in window.screen
        assert not window.app.screen.query(Input)


async def test_escape_restores_the_mistakes_of_the_previous_query(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina difficulty:beginer", "enter")
        await search(window, "weather", "escape")
        assert window.screen.lines[2].startswith(" / amina difficulty:beginer ")
        assert window.screen.style("beginer").underline


async def test_escape_in_the_view_removes_one_term_after_another(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina kind:talk -nope", "enter")
        seen = []
        for _ in range(4):
            seen.append(window.screen.lines[2].partition("  ")[0])
            await window.press("escape")
        assert seen == [" / amina kind:talk -nope", " / amina kind:talk", " / amina", ""]


async def test_escape_removes_a_query_that_is_only_a_mistake(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "colour:red", "enter")
        assert "colour:red" in window.screen
        await window.press("escape")
        assert "colour:red" not in window.screen


async def test_n_and_shift_n_move_through_matches_of_all_days_and_wrap_around(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select(NOPE)
        await search(window, "amina", "enter")
        seen = []
        for key in "nnNN":
            await window.press(key)
            seen.append((window.screen.lines[-2], tabs(window)[:12]))
        second = " Match 2 of 2 · “amina”", "Sat 17 ·1 [S"
        first = " Match 1 of 2 · “amina”", "[Sat 17 ·1] "
        assert seen == [second, first, second, first]


async def test_n_without_a_query_or_a_match_shows_a_message(open_window: Open) -> None:
    async with open_window() as window:
        for key in "nN":
            await window.press(key)
            assert window.screen.lines[-2] == " No search yet; press / to search"
        await search(window, "xyzzy amina", "enter", "n")
        assert window.screen.lines[-2] == " Nothing matches · without “xyzzy” 2"


async def test_up_and_down_recall_past_searches(open_window: Open) -> None:
    async with open_window() as window:
        for text in ("amina", "petra", "amina"):
            await search(window, text, "enter", "escape")
        await search(window, "tes")
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await window.press(key)
            seen.append(typed(window))
        assert seen == ["amina", "petra", "petra", "amina", "tes", "tes"]
        await window.press("up")
        assert "2 of 16 ✕" in window.screen, "it filters at once"


async def test_tab_completes_fields_and_values_with_quotes_if_needed(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "ro")
        assert window.screen.lines[-1] == " Tab room:"
        await window.press("tab")
        assert typed(window) == "room:"
        assert window.screen.lines[-1] == (
            ' Tab "Aurora Hall"   "Birch Room"   "Cedar Room"   "no room"'
        )
        await window.press("b", "tab")
        assert typed(window) == 'room:"Birch Room"'
        assert "4 of 16 ✕" in window.screen


async def test_tab_again_inserts_the_next_suggestion_and_wraps_around(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:")
        forth = []
        for _ in range(6):
            await window.press("tab")
            forth.append(typed(window).removeprefix("difficulty:"))
        assert forth == ["beginner", "intermediate", "advanced", "all", "unset", ""]
        await window.press("shift+tab")
        assert typed(window) == "difficulty:unset"


async def test_tab_without_a_suggestion_shows_a_message(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy room:nowhere", "tab")
        assert typed(window) == "xyzzy room:nowhere"
        assert window.screen.lines[-1] == " Nothing to complete here"


async def test_a_mistake_is_underlined_and_the_rest_of_the_query_filters(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:beginer speaker:amina")
        assert "2 of 16 ✕" in window.screen
        for _ in range(2):  # in the field, and then in the line that takes its place
            assert window.screen.style("beginer ").underline
            assert not window.screen.style("difficulty:").underline
            assert not window.screen.style("speaker:").underline
            await window.press("home", "enter")


async def test_tab_replaces_a_mistake_with_the_nearest_word(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:beginer")
        assert window.screen.lines[-1] == (
            " “beginer” is not valid after “difficulty:”; did you mean “beginner”?   Tab mends it"
        )
        await window.press("tab")
        assert typed(window) == "difficulty:beginner"
        assert "2 of 16 ✕" in window.screen
        assert not window.screen.style("beginner").underline


async def test_the_start_of_a_valid_word_is_not_a_mistake(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:beg")
        assert window.screen.lines[-1] == " Tab beginner"


async def test_keys_typed_right_after_the_slash_go_only_into_the_field(
    open_window: Open,
) -> None:
    async with open_window() as window:
        before = window.selected
        for character in "/quit dbFgap12 t":
            key = {"/": "slash", " ": "space"}.get(character, character)
            window.app.post_message(events.Key(key, character))
        for _ in range(5):
            await window.pause()
        assert typed(window) == window.state.text == "quit dbFgap12 t"
        assert (window.selected, window.state.bookmarks, window.state.hiding) == (before, {}, False)
        assert tabs(window).startswith("[Sat 17")


@pytest.mark.parametrize("pasted", ["am\x1b[2Jina\x07", "\u202eamina", "amina\nq\n", "\x00", "\n"])
async def test_pasted_control_characters_are_replaced(open_window: Open, pasted: str) -> None:
    async with open_window() as window:
        await window.press("slash")
        window.app.post_message(events.Paste(pasted))
        await window.pause()
        assert typed(window) == window.state.text
        assert typed(window).isprintable()
        assert all(line.isprintable() for line in window.screen.lines)


@pytest.mark.parametrize("piece", ["x", "a ", 'room:"', "-,", "difficulty:beginer ", "は"])
async def test_a_query_of_ten_thousand_characters_works(open_window: Open, piece: str) -> None:
    async with open_window() as window:
        await window.press("slash")
        window.app.post_message(events.Paste((piece * 10_000)[:10_000]))
        await window.pause()
        await window.press("left", "x", "tab", "enter")
        assert len(window.state.text) >= 10_000
        assert " of 16 ✕" in window.screen
        kept = window.state.text
        await window.press("slash", "escape", "a", "p")
        assert window.state.text == kept


async def test_a_paste_is_taken_as_far_as_there_is_room_and_a_message_says_so(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("slash", *"amina ")
        window.app.post_message(events.Paste("word \n" * 3_000))
        await window.pause()
        assert typed(window) == ("amina " + "word " * 3_000).strip()
        window.app.post_message(events.Paste("word" * 5_000))
        await window.pause()
        assert len(typed(window)) == MOST_CHARACTERS
        assert "A search has at most 20,000 characters" in window.screen
        await window.press("y")
        assert len(typed(window)) == MOST_CHARACTERS
        assert "A search has at most 20,000 characters" in window.screen
        await window.press("home", "shift+end")
        window.app.post_message(events.Paste("amina"))
        await window.pause()
        assert typed(window) == "amina"


async def test_the_query_survives_changes_of_view_and_day(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina", "enter")
        for key in ("2", "a", "left_square_bracket", "p", "g", "3", "1"):
            await window.press(key)
            assert window.screen.lines[2].startswith(" / amina "), key
            assert "2 of 16 ✕" in window.screen, key


async def test_a_click_on_the_query_opens_the_field_for_another_term(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "amina", "enter")
        await window.click("amina")
        await window.press(*"kind:talk")
        assert typed(window) == "amina kind:talk"


async def test_the_count_says_while_texts_are_still_searched(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "MOST_AT_ONCE", 0)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "prepare_search", lambda _: iter(()))
        async with open_window() as window:
            await search(window, "xyzzy")
            assert "0 of 16 searching texts … ✕" in window.screen
            assert "Nothing yet; searching texts …" in window.screen
            await window.press("enter")
            assert window.message == "Nothing yet; searching texts …"
            patch.undo()
            await search(window, "y")
            assert "0 of 16 ✕" in window.screen
            assert "Nothing matches" in window.screen
            assert "searching texts" not in window.screen


async def test_neighbours_are_described_in_advance_but_not_while_somebody_types(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    described: list[str] = []
    monkeypatch.setattr(SessionDetail, "prepare", lambda _, session: described.append(session.id))
    monkeypatch.setattr(schedule, "_PAINT_SECONDS", 0)
    async with open_window() as window:
        while not described:
            await window.pause()
        await window.press("slash")
        described.clear()
        await window.press(*"amina")
        assert not described
        await window.press("enter")
        while not described:
            await window.pause()
