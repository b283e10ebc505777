"""Filtering by difficulty. PyNorth has 16 sessions, nine of them without a level."""

from textual.color import Color

from tests.ui.conftest import Open, Window

READING = "Reading list[int]"
COUNTS = "◆ Beginner 2  ◆◆ Intermediate 2  ◆◆◆ Advanced 1  ○ All 2  · unset 9"


def dimmed(window: Window, text: str) -> bool:
    return bool(window.screen.style(text).dim) or not window.screen.style(text).bold


async def test_every_level_is_shown_with_its_count(open_window: Open) -> None:
    async with open_window() as window:
        assert COUNTS in window.screen


async def test_d_cycles_through_the_levels_and_back_to_all_sessions(open_window: Open) -> None:
    async with open_window() as window:
        queries = []
        for _ in range(6):
            await window.press("d")
            queries.append(str(window.state.query))
        assert queries == [
            "difficulty:beginner",
            "difficulty:intermediate",
            "difficulty:advanced",
            "difficulty:all",
            "difficulty:unset",
            "",
        ]
        assert COUNTS in window.screen


async def test_a_filter_dims_sessions_that_do_not_match(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        assert not dimmed(window, "[/nope]")
        assert not dimmed(window, READING)
        await window.press("d")
        assert "[◆ Beginner 2]" in window.screen
        assert "2 of 16" in window.screen
        assert not dimmed(window, "[/nope]")
        assert dimmed(window, READING)


async def test_tabs_show_the_matches_of_every_day(open_window: Open) -> None:
    async with open_window() as window:
        assert window.screen.lines[1].strip() == "[Sat 17]▇ Sun 18 ▂ Unscheduled ▁"
        await window.press("d")
        assert window.screen.lines[1].strip() == "[Sat 17 ·1] Sun 18 ·0  Unscheduled ·1"


async def test_shift_f_hides_sessions_that_do_not_match_and_dims_them_again(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("d", "F")
        assert READING not in window.screen.text.partition("At the same")[0]
        assert "[/nope] and Other Paths That Go Nowhere" in window.screen
        assert "others hidden" in window.screen
        await window.press("F")
        assert READING in window.screen
        assert "others hidden" not in window.screen


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


async def test_the_filter_panel_shows_levels_with_counts_and_takes_several(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D")
        for level, count in (
            *(("◆   Beginner", 2), ("◆◆  Intermediate", 2), ("◆◆◆ Advanced", 1)),
            *(("○   All", 2), ("·   unset", 9)),
        ):
            assert window.screen.right_of(f"[ ] {level}").strip("│ ") == str(count)
        await window.press("space", "down", "down", "down", "down", "space")
        assert str(window.state.query) == "difficulty:beginner,unset"
        assert window.screen.text.count("[x]") == 2
        await window.press("enter")
        assert "[x]" not in window.screen
        assert "11 of 16" in window.screen


async def test_enter_in_the_filter_panel_takes_the_level_under_the_cursor(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D", "down", "down", "enter")
        assert str(window.state.query) == "difficulty:advanced"


async def test_escape_in_the_filter_panel_restores_the_filter(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("d", "D", "down", "space")
        assert str(window.state.query) == "difficulty:beginner,intermediate"
        await window.press("escape")
        assert str(window.state.query) == "difficulty:beginner"
        assert "[◆ Beginner 2]" in window.screen


async def test_a_click_on_a_level_filters_and_a_click_on_the_cross_clears(
    open_window: Open,
) -> None:
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
        style = window.screen.style(READING)
        assert style.color is not None and style.bgcolor is not None
        ink, paper = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        assert abs(ink.brightness - paper.brightness) > 0.15
