"""The search field. In PyNorth Amina Berglund speaks on both days."""

import pytest
from textual import events
from textual.widgets import Input

from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Window
from tests.ui.sight import underlined
from tests.ui.test_filtering import dimmed

NOPE = "[/nope] and Other Paths That Go Nowhere"
READING = "Reading list[int] and dict[str, int] Aloud"
WEATHER = "Tests for the Weather"


async def search(window: Window, text: str, *then: str) -> None:
    """Open the field, type and press some more keys."""
    await window.press("slash", *text, *then)


def typed(window: Window) -> str:
    return window.app.screen.query_one(Input).value


def tabs(window: Window) -> str:
    return " ".join(window.sight.lines[1].split())


async def test_every_key_filters(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("slash")
        for key, count, days in [
            ("p", 12, "[Sat 17 ·9] Sun 18 ·2 Unscheduled ·1"),
            ("e", 6, "[Sat 17 ·4] Sun 18 ·2 Unscheduled ·0"),
            ("t", 2, "[Sat 17 ·2] Sun 18 ·0 Unscheduled ·0"),
            ("backspace", 6, "[Sat 17 ·4] Sun 18 ·2 Unscheduled ·0"),
        ]:
            await window.press(key)
            assert (f"{count} of 16 ✕" in window.sight, tabs(window)) == (True, days), key


async def test_what_does_not_match_is_dimmed_and_the_rest_is_not(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        await search(window, "amina")
        assert dimmed(window, "Reading list")
        assert not dimmed(window, "[/nope]")
        await window.press("escape")
        assert not dimmed(window, "Reading list")


async def test_the_words_are_marked_in_grid_pane_and_agenda(open_window: Open) -> None:
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


async def test_what_is_filtered_by_a_field_is_not_marked(open_window: Open) -> None:
    async with open_window(size=(200, 40)) as window:
        await search(window, "speaker:amina", "enter")
        assert underlined(window, ScheduleGrid) == []


async def test_enter_keeps_the_query_and_goes_to_a_match(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await search(window, "amina")
        assert window.selected == READING, "typing moves nothing in the grid"
        await window.press("enter")
        assert window.selected == WEATHER, "the next one after the cursor"
        assert "[Sun 18" in window.sight
        assert isinstance(window.app.focused, ScheduleGrid)
        assert window.sight.lines[2].startswith(" / amina ")


async def test_enter_stays_on_what_matches(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await search(window, "list", "enter")
        assert window.selected == READING


async def test_escape_goes_back_to_the_query_of_before(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina", "enter")
        await search(window, "weather")
        assert "1 of 16 ✕" in window.sight
        await window.press("escape")
        assert window.sight.lines[2].startswith(" / amina ")
        assert "2 of 16 ✕" in window.sight
        assert not window.app.screen.query(Input)


async def test_escape_brings_back_the_mistakes_of_before_too(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina difficulty:beginer", "enter")
        await search(window, "weather", "escape")
        assert window.sight.lines[2].startswith(" / amina difficulty:beginer ")
        assert window.sight.style("beginer").underline


async def test_escape_then_drops_term_by_term_from_the_last(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina kind:talk -nope", "enter")
        seen = []
        for _ in range(4):
            seen.append(window.sight.lines[2].partition("  ")[0])
            await window.press("escape")
        assert seen == [" / amina kind:talk -nope", " / amina kind:talk", " / amina", ""]


async def test_escape_takes_away_a_text_that_holds_nothing_but_a_mistake(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "colour:red", "enter")
        assert "colour:red" in window.sight
        await window.press("escape")
        assert "colour:red" not in window.sight


async def test_n_goes_over_the_days_and_around_and_shift_n_the_other_way(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select(NOPE)
        await search(window, "amina", "enter")
        seen = []
        for key in "nnNN":
            await window.press(key)
            seen.append((window.sight.lines[-1], tabs(window)[:12]))
        second = " Match 2 of 2 · “amina”", "Sat 17 ·1 [S"
        first = " Match 1 of 2 · “amina”", "[Sat 17 ·1] "
        assert seen == [second, first, second, first]


async def test_n_without_a_query_or_a_match_says_so(open_window: Open) -> None:
    async with open_window() as window:
        for key in "nN":
            await window.press(key)
            assert window.sight.lines[-1] == " No search yet; press / to search"
        await search(window, "xyzzy amina", "enter", "n")
        assert window.sight.lines[-1] == " Nothing matches · without “xyzzy” 2"


async def test_up_and_down_go_through_the_searches_of_before(open_window: Open) -> None:
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
        assert "2 of 16 ✕" in window.sight, "it filters at once"


async def test_tab_completes_fields_and_values_with_the_quotes_that_they_need(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "ro")
        assert window.sight.lines[-1] == " Tab room:"
        await window.press("tab")
        assert typed(window) == "room:"
        assert window.sight.lines[-1] == " Tab Aurora Hall   Birch Room   Cedar Room   unset"
        await window.press("b", "tab")
        assert typed(window) == 'room:"Birch Room"'
        assert "4 of 16 ✕" in window.sight


async def test_tab_again_goes_on_to_the_next_way_and_around(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:")
        forth = []
        for _ in range(6):
            await window.press("tab")
            forth.append(typed(window).removeprefix("difficulty:"))
        assert forth == ["beginner", "intermediate", "advanced", "all", "unset", ""]
        await window.press("shift+tab")
        assert typed(window) == "difficulty:unset"


async def test_tab_where_nothing_can_be_completed_says_so(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "xyzzy room:nowhere", "tab")
        assert typed(window) == "xyzzy room:nowhere"
        assert window.sight.lines[-1] == " Nothing to complete here"


async def test_a_mistake_is_marked_and_told_while_the_rest_filters(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:beginer speaker:amina")
        assert "2 of 16 ✕" in window.sight
        for _ in range(2):  # in the field, and then in the line that takes its place
            assert window.sight.style("beginer ").underline
            assert not window.sight.style("difficulty:").underline
            assert not window.sight.style("speaker:").underline
            await window.press("home", "enter")


async def test_tab_mends_a_mistake_with_the_nearest_word(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:beginer")
        assert window.sight.lines[-1] == (
            " “beginer” is not valid after “difficulty:”; did you mean “beginner”?   Tab mends it"
        )
        await window.press("tab")
        assert typed(window) == "difficulty:beginner"
        assert "2 of 16 ✕" in window.sight
        assert not window.sight.style("beginner").underline


async def test_a_word_that_may_still_become_right_is_no_mistake_yet(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "difficulty:beg")
        assert window.sight.lines[-1] == " Tab beginner"


async def test_what_is_typed_at_once_goes_into_the_field_and_nowhere_else(
    open_window: Open,
) -> None:
    async with open_window() as window:
        before = window.selected
        for character in "/quit dbFgap12 t":
            key = {"/": "slash", " ": "space"}.get(character, character)
            window.app.post_message(events.Key(key, character))
        for _ in range(5):
            await window.pilot.pause()
        assert typed(window) == window.state.text == "quit dbFgap12 t"
        assert (window.selected, window.state.bookmarks, window.state.hiding) == (before, {}, False)
        assert tabs(window).startswith("[Sat 17")


@pytest.mark.parametrize("pasted", ["am\x1b[2Jina\x07", "\u202eamina", "amina\nq\n", "\x00", "\n"])
async def test_what_is_pasted_cannot_act_on_the_terminal(open_window: Open, pasted: str) -> None:
    async with open_window() as window:
        await window.press("slash")
        window.app.post_message(events.Paste(pasted))
        await window.pilot.pause()
        assert typed(window) == window.state.text
        assert typed(window).isprintable()
        assert all(line.isprintable() for line in window.sight.lines)


@pytest.mark.parametrize("piece", ["x", "a ", 'room:"', "-,", "difficulty:beginer ", "は"])
async def test_ten_thousand_characters_are_no_reason_to_fail(open_window: Open, piece: str) -> None:
    async with open_window() as window:
        await window.press("slash")
        window.app.post_message(events.Paste((piece * 10_000)[:10_000]))
        await window.pilot.pause()
        await window.press("left", "x", "tab", "enter")
        assert len(window.state.text) >= 10_000
        assert " of 16 ✕" in window.sight
        kept = window.state.text
        await window.press("slash", "escape", "a", "p")
        assert window.state.text == kept


async def test_the_query_survives_changes_of_view_and_day(open_window: Open) -> None:
    async with open_window() as window:
        await search(window, "amina", "enter")
        for key in ("2", "a", "left_square_bracket", "p", "g", "3", "1"):
            await window.press(key)
            assert window.sight.lines[2].startswith(" / amina "), key
            assert "2 of 16 ✕" in window.sight, key


async def test_a_click_on_the_query_opens_the_field_ready_for_another_term(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await search(window, "amina", "enter")
        await window.click("amina")
        await window.press(*"kind:talk")
        assert typed(window) == "amina kind:talk"
