"""Moving in the grid with keys and mouse. PyNorth's first day has the rooms Aurora and Birch."""

from datetime import datetime

import pytest

from confui.schedule.models import Conference
from confui.screens.dialogs.palette import Palette
from confui.widgets.grid.schedule_grid import ScheduleGrid
from tests.ui.conftest import Open

READING = "Reading list[int] and dict[str, int] Aloud"
NOPE = "[/nope] and Other Paths That Go Nowhere"
REGISTRATION = "around/registration.md"
COLLECTOR = "Watching the Garbage Collector at Work"


@pytest.mark.parametrize(
    ("start", "keys", "reached"),
    [
        (READING, ("down", "j"), "Lunch"),
        (READING, ("up", "k"), "Morning break"),
        (READING, ("right", "l"), NOPE),
        (NOPE, ("left", "h"), READING),
        (COLLECTOR, ("right", "l"), "A Command Line in an Afternoon"),
    ],
)
async def test_arrows_and_letters_move_to_the_adjacent_session(
    open_window: Open, start: str, keys: tuple[str, ...], reached: str
) -> None:
    async with open_window() as window:
        for key in keys:
            await window.select(start)
            await window.press(key)
            assert window.selected == reached
            assert window.screen.right_of("█").startswith(reached[:6])


async def test_the_pane_shows_the_session_under_the_cursor(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        assert "How to say a type in a meeting" in window.screen
        await window.press("right")
        assert "How to say a type in a meeting" not in window.screen
        assert "Broken links, empty routes" in window.screen


async def test_the_cursor_keeps_its_room_across_whole_venue_sessions_and_days(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("A Command Line")
        await window.press("up")
        assert window.selected == "Lunch"
        await window.press("right_square_bracket")
        assert "[Sun 18]" in window.screen
        assert window.state.cursor.room == "Birch Room", "which this day does not have"
        await window.press("left_square_bracket", "home", "end")
        assert window.selected == "Night owls' sprint"


async def test_digits_show_the_day_of_that_number(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("2")
        assert "[Sun 18]" in window.screen
        assert "Lightning Talks" in window.screen
        await window.press("3")
        assert "[Unscheduled]" in window.screen
        assert "A Weather Station to Touch" in window.screen
        await window.press("1")
        assert "[Sat 17]" in window.screen


@pytest.mark.parametrize(
    ("start", "key", "reached"),
    [
        (NOPE, "home", "Quiet room"),
        (NOPE, "end", "Night owls' sprint"),
        ("Night owls", "pageup", "Lunch"),
        (NOPE, "pagedown", "A Command Line in an Afternoon"),
    ],
)
async def test_home_end_and_page_keys_move_far(
    open_window: Open, start: str, key: str, reached: str
) -> None:
    async with open_window(size=(120, 15)) as window:
        await window.select(NOPE)
        await window.select(start)
        await window.press(key)
        assert window.selected == reached
        assert reached[:5] in window.screen.right_of("█")


NOWHERE = [
    ("Quiet room", "up home pageup", "Nothing further up on this day"),
    ("Night owls", "down end pagedown", "Nothing further down on this day"),
    (READING, "left", "Nothing further left on this day"),
    ("Walk to", "right", "Nothing further right on this day"),
    (READING, "left_square_bracket", "This is the first day"),
    (READING, "1", "This is Saturday, 17 May 2031"),
    (READING, "9", "There is no day 9"),
    (READING, "t", "This is on now"),
    (READING, "s", "This session has no slides"),
    (READING, "y", "This session has no page of its own; Tab goes to its links, y copies one"),
    (NOPE, "o", "This session has no recording"),
    ("A Weather", "right_square_bracket", "This is the last day"),
]


async def test_a_key_that_does_nothing_shows_the_reason(open_window: Open) -> None:
    async with open_window() as window:
        for start, keys, message in NOWHERE:
            for key in keys.split():
                await window.select(start)
                before = window.state
                await window.press(key)
                assert window.screen.lines[-2] == f" {message}", key
                assert window.state == before, key


async def test_a_message_disappears_with_the_next_move(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("up", "down")
        assert not window.message
        assert "? help" in window.screen.lines[-1]


async def test_in_an_empty_conference_every_key_shows_a_message(open_window: Open) -> None:
    async with open_window(conference=Conference(id="empty", title="Nothing Yet")) as window:
        assert "0 sessions" in window.screen.lines[0]
        empty = window.screen.text
        for key in [*"jkhltbosyFd19+-[]", "pageup", "home", "enter"]:
            await window.press(key)
            assert window.screen.text != empty, key
            await window.press("escape", "escape")
            assert window.screen.text == empty, key


async def test_t_selects_what_is_on_now(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Walk to")
        await window.press("2", "t")
        assert "[Sat 17]" in window.screen
        assert "10:30" in window.screen.line("▶")
        start, end = window.state.selected.start, window.state.selected.end  # type: ignore[union-attr]
        assert start is not None and window.state.now is not None and end is not None
        assert start <= window.state.now < end


async def test_plus_and_minus_make_rows_taller_and_shorter(open_window: Open) -> None:
    async with open_window() as window:
        grid = window.app.screen.query_one(ScheduleGrid)
        heights = [grid.timetable.height]
        await window.press("plus")
        heights.append(grid.timetable.height)
        await window.press("minus", "minus")
        heights.append(grid.timetable.height)
        assert heights[2] < heights[0] < heights[1]
        await window.press(*["minus"] * 9)
        assert window.message == "Rows cannot get shorter"
        await window.press(*["plus"] * 9)
        assert window.message == "Rows cannot get taller"


async def test_a_click_selects_and_a_double_click_reads(open_window: Open) -> None:
    async with open_window() as window:
        await window.click("Watching the")
        assert window.selected == COLLECTOR
        assert window.state.cursor.room == "Aurora Hall"
        assert isinstance(window.app.focused, ScheduleGrid)
        await window.click("A Command Line", times=2)
        assert window.selected == "A Command Line in an Afternoon"
        assert window.app.focused is not None and window.app.focused.id != "grid"
        assert not isinstance(window.app.focused, ScheduleGrid)


async def test_the_wheel_scrolls_and_the_selection_stays(open_window: Open) -> None:
    async with open_window(size=(120, 16)) as window:
        selected = window.selected
        seen = window.screen.text
        await window.wheel_down(ScheduleGrid, times=3)
        assert window.screen.text != seen
        assert "Aurora Hall" in window.screen, "the room names stay in place"
        assert window.selected == selected


async def test_the_present_is_at_one_third_of_the_height_at_the_start_and_after_t(
    open_window: Open,
) -> None:
    async with open_window(size=(120, 16), now=datetime(2031, 5, 17, 13, 30)) as window:
        grid = window.app.screen.query_one(ScheduleGrid)
        row = window.screen.find("▶")[1] - grid.region.y
        assert row == grid.HEADER_ROWS + (grid.size.height - grid.HEADER_ROWS) // 3
        seen = window.screen.lines[grid.region.y : -2]
        await window.press("home", "t")
        assert window.screen.lines[grid.region.y : -2] == seen
        await window.press("2", "t")
        assert window.screen.lines[grid.region.y : -2] == seen


@pytest.mark.parametrize("way", ["up", "home", "pageup", "click", "visit"])
async def test_what_is_over_is_folded_to_a_row_that_opens(open_window: Open, way: str) -> None:
    async with open_window(size=(120, 20), now=datetime(2031, 5, 17, 12, 30)) as window:
        grid = window.app.screen.query_one(ScheduleGrid)
        assert "Registration" not in window.screen
        row = "▸ 08:30–11:35  6 sessions are over · ↑ shows them"
        assert row in window.screen
        before = window.selected
        if way == "click":
            await window.click("▸ 08:30")
            assert window.selected == before
        elif way == "visit":
            await window.select("Registration")
        else:
            await window.press(way)
        assert row not in window.screen and grid.timetable.block_of(REGISTRATION) is not None
        await window.press("t")
        assert grid.timetable.block_of(REGISTRATION) is None, "t folds it again"


async def test_a_day_that_fits_on_the_screen_is_not_folded(open_window: Open) -> None:
    async with open_window(size=(120, 60), now=datetime(2031, 5, 17, 12, 30)) as window:
        assert "Registration" in window.screen and "are over" not in window.screen


async def test_the_keys_of_other_programs_move_and_open_the_palette(open_window: Open) -> None:
    async with open_window(size=(120, 24)) as window:
        await window.press("home", "G")
        last = window.selected
        await window.press("home", "end")
        assert window.selected == last
        await window.press("ctrl+u")
        higher = window.selected
        await window.press("ctrl+d")
        assert (window.selected, higher != last) == (last, True)
        await window.press("a", "home", "ctrl+n")
        second = window.selected
        await window.press("home", "down")
        assert window.selected == second
        await window.press("ctrl+p", "ctrl+p")
        assert window.message == "This is the first"
        await window.press("ctrl+d", "ctrl+u", "ctrl+u")
        assert window.message == "This is the first"
        await window.press("colon")
        assert isinstance(window.app.screen, Palette)
        await window.press("escape", "g", "ctrl+p")
        assert isinstance(window.app.screen, Palette), "outside of lists"


async def test_the_keys_at_the_bottom_fit_what_is_selected(open_window: Open) -> None:
    async with open_window(size=(200, 30)) as window:
        await window.select("Small Maps")
        bar = window.screen.lines[-1]
        assert "o recording" in bar and "c conferences" in bar and "a agenda" in bar
        assert "s slides" not in bar and "y copy" not in bar and "g grid" not in bar
        await window.select("[/nope]")
        assert "s slides" in window.screen.lines[-1]
        await window.press("a")
        assert "g grid" in window.screen.lines[-1] and "a agenda" not in window.screen.lines[-1]


async def test_a_click_on_a_day_shows_it(open_window: Open) -> None:
    async with open_window() as window:
        await window.click("Sun 18")
        assert "[Sun 18]" in window.screen
