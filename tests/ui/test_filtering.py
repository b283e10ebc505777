"""Filtering by difficulty. PyNorth has 16 sessions, nine of them without a level."""

from textual.color import Color

from tests.ui.conftest import Open, Window

READING = "Reading list[int]"
COUNTS = "◆ Beginner 2  ◆◆ Intermediate 2  ◆◆◆ Advanced 1  ○ All 2  · unset 9"


def dimmed(window: Window, text: str) -> bool:
    return bool(window.sight.style(text).dim) or not window.sight.style(text).bold


async def test_every_level_is_shown_with_its_count(open_window: Open) -> None:
    async with open_window() as window:
        assert COUNTS in window.sight


async def test_d_goes_through_the_levels_and_back_to_all_sessions(open_window: Open) -> None:
    async with open_window() as window:
        told = []
        for _ in range(6):
            await window.press("d")
            told.append(str(window.state.query))
        assert told == [
            "difficulty:beginner",
            "difficulty:intermediate",
            "difficulty:advanced",
            "difficulty:all",
            "difficulty:unset",
            "",
        ]
        assert COUNTS in window.sight


async def test_a_filter_dims_what_it_leaves_out(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        assert not dimmed(window, "[/nope]")
        assert not dimmed(window, READING)
        await window.press("d")
        assert "[◆ Beginner 2]" in window.sight
        assert "2 of 16" in window.sight
        assert not dimmed(window, "[/nope]")
        assert dimmed(window, READING)


async def test_tabs_show_the_matches_of_every_day(open_window: Open) -> None:
    async with open_window() as window:
        assert window.sight.lines[1].split() == ["[Sat", "17]", "Sun", "18", "Unscheduled"]
        await window.press("d")
        assert window.sight.lines[1].strip() == "[Sat 17 ·1] Sun 18 ·0  Unscheduled ·1"


async def test_f_hides_what_the_filter_leaves_out_and_dims_it_again(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("d", "F")
        assert READING not in window.sight.text.partition("At the same")[0]
        assert "[/nope] and Other Paths That Go Nowhere" in window.sight
        assert "others hidden" in window.sight
        await window.press("F")
        assert READING in window.sight
        assert "others hidden" not in window.sight


async def test_the_cursor_leaves_a_session_that_a_filter_hides(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        await window.press("d", "F")
        assert window.selected == "[/nope] and Other Paths That Go Nowhere"


async def test_escape_clears_one_step_at_a_time(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("d", "F", "enter")
        await window.press("escape")
        assert window.state.query and window.state.hiding, "first from the pane to the grid"
        await window.press("escape")
        assert not window.state.query and window.state.hiding
        await window.press("escape")
        assert not window.state.hiding


async def test_the_choice_shows_every_level_with_its_count_and_takes_several(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D")
        for level, count in (
            *(("◆   Beginner", 2), ("◆◆  Intermediate", 2), ("◆◆◆ Advanced", 1)),
            *(("○   All", 2), ("·   unset", 9)),
        ):
            assert window.sight.right_of(f"[ ] {level}").strip("│ ") == str(count)
        await window.press("space", "down", "down", "down", "down", "space")
        assert str(window.state.query) == "difficulty:beginner,unset"
        assert window.sight.text.count("[x]") == 2
        await window.press("enter")
        assert "[x]" not in window.sight
        assert "11 of 16" in window.sight


async def test_enter_in_the_choice_takes_the_level_under_the_cursor(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D", "down", "down", "enter")
        assert str(window.state.query) == "difficulty:advanced"


async def test_escape_in_the_choice_restores_the_filter_of_before(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("d", "D", "down", "space")
        assert str(window.state.query) == "difficulty:beginner,intermediate"
        await window.press("escape")
        assert str(window.state.query) == "difficulty:beginner"
        assert "[◆ Beginner 2]" in window.sight


async def test_a_click_on_a_level_filters_by_it_and_on_the_cross_clears(open_window: Open) -> None:
    async with open_window() as window:
        await window.click("◆◆◆ Advanced")
        assert str(window.state.query) == "difficulty:advanced"
        await window.click("unset 9")
        assert str(window.state.query) == "difficulty:advanced,unset"
        await window.click("✕")
        assert not window.state.query


async def test_a_dimmed_title_can_still_be_read(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("d")
        style = window.sight.style(READING)
        assert style.color is not None and style.bgcolor is not None
        ink, paper = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        assert abs(ink.brightness - paper.brightness) > 0.15
