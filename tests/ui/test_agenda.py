"""The agenda: all matches by day and time."""

from itertools import pairwise

import pytest

from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open
from tests.ui.visible import selected_row, underlined, visible_rows

NOPE = "[/nope] and Other Paths That Go Nowhere"
READING = "Reading list[int] and dict[str, int] Aloud"
KEYNOTE = "Keynote - Rivers, Roots and Readable Code"
TALL = (120, 46)


async def test_the_days_are_headings_with_their_number_of_sessions(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("a")
        headings = [row for row in visible_rows(window) if "session" in row]
        assert headings == [
            "Saturday, 17 May 2031  12 sessions",
            "Sunday, 18 May 2031  3 sessions",
            "Unscheduled  1 session",
        ]


async def test_a_session_has_two_lines(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("a")
        rows = visible_rows(window)
        first = rows.index(f"▌ 10:30 – 11:15   {NOPE}")
        assert rows[first + 1].split("▌")[1].strip() == ("◆ Beginner · Amina Berglund · Birch Room")
        assert rows[first + 2].startswith("█ 10:30 – ~11:15  Reading")


async def test_only_matches_and_days_with_matches_are_listed(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("a", "slash", *"rana")
        rows = [row for row in visible_rows(window) if row]
        assert [row for row in rows if row[0] not in "▌█"] == [
            "Saturday, 17 May 2031  1 session",
            "Unscheduled  1 session",
        ]
        assert len(rows) == 6
        await window.press("escape")
        assert "Sunday, 18 May 2031  3 sessions" in visible_rows(window)


async def test_grid_and_list_share_the_selection(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select("Tests for the Weather")
        await window.press("a")
        assert selected_row(window).endswith("Tests for the Weather")
        await window.press("k", "k")
        assert window.selected == "Night owls' sprint", "on the day before"
        await window.press("g")
        assert isinstance(window.app.focused, ScheduleGrid)
        assert "[Sat 17]" in window.screen
        assert window.screen.right_of("█").startswith("Night")


@pytest.mark.parametrize(
    ("start", "keys", "reached"),
    [
        (READING, ("j", "down"), "Small Maps for Big Forests"),
        (READING, ("k", "up"), NOPE),
        ("Night owls", ("j", "down"), "Bees and asyncio — zwölf Körbe, eine Schleife 🐝"),
        (READING, ("home",), "Quiet room"),
        (READING, ("end",), "A Weather Station to Touch"),
        (READING, ("right_square_bracket", "2"), "Lightning Talks"),
        (READING, ("3",), "A Weather Station to Touch"),
        ("Tests for", ("left_square_bracket", "1"), "Keynote"),
    ],
)
async def test_keys_move_across_days(
    open_window: Open, start: str, keys: tuple[str, ...], reached: str
) -> None:
    async with open_window() as window:
        await window.press("a")
        for key in keys:
            await window.select(start)
            await window.press(key)
            assert window.selected.startswith(reached), key
            assert reached in selected_row(window), key


async def test_page_keys_move_by_at_most_a_screen_and_stop_at_the_ends(
    open_window: Open,
) -> None:
    async with open_window(size=(120, 16)) as window:
        await window.press("a", "home")
        order = [session.title for session in window.state.shown]
        seen = [window.selected]
        for _ in range(5):
            await window.press("pagedown")
            seen.append(window.selected)
        places = [order.index(title) for title in seen]
        assert places[-1] == len(order) - 1
        assert all(
            0 < there - here <= 6 for here, there in pairwise(places) if here < len(order) - 1
        )
        assert window.message == "This is the last"
        for _ in range(5):
            await window.press("pageup")
        assert (window.selected, window.message) == (order[0], "This is the first")


@pytest.mark.parametrize(
    ("start", "keys", "message"),
    [
        ("Quiet room", "up home pageup", "This is the first"),
        ("A Weather", "down end pagedown", "This is the last"),
        (READING, "1", "This is Saturday, 17 May 2031"),
        (READING, "9", "There is no day 9"),
        (READING, "a", "The agenda view is shown already"),
    ],
)
async def test_a_key_that_does_nothing_shows_the_reason(
    open_window: Open, start: str, keys: str, message: str
) -> None:
    async with open_window() as window:
        await window.press("a")
        for key in keys.split():
            await window.select(start)
            before = window.state
            await window.press(key)
            assert window.screen.lines[-2] == f" {message}", key
            assert window.state == before, key


async def test_choosing_a_day_without_a_match_shows_a_message(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("a", "slash", *"rana", "enter", "home", "2")
        assert window.screen.lines[-2] == " Sunday, 18 May 2031: nothing to list"
        await window.click("Sun 18")
        assert window.screen.lines[-2] == " Sunday, 18 May 2031: nothing to list"
        assert "[Sat 17 ·1]" in window.screen


async def test_brackets_skip_days_without_a_match(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("a", "slash", *"rana", "enter", "home", "right_square_bracket")
        assert window.selected == "A Weather Station to Touch"
        await window.press("left_square_bracket")
        assert window.selected == "Watching the Garbage Collector at Work"
        await window.press("slash", *" garbage", "enter", "right_square_bracket")
        assert window.screen.lines[-2] == " Nothing is listed on later days"


async def test_enter_reads_and_escape_returns_to_the_list(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("a", "enter")
        assert isinstance(window.app.focused, SessionDetail)
        await window.press("escape")
        assert isinstance(window.app.focused, SessionList)
        assert window.state.view == "agenda"


async def test_escape_clears_the_query_and_stays_in_the_list(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("a", "d", "escape")
        assert not window.state.query
        assert "Saturday, 17 May 2031  12 sessions" in visible_rows(window)


async def test_b_adds_and_removes_a_star_beside_the_title(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("a", "b")
        assert selected_row(window).endswith("★")
        assert "★ 1" in window.screen.lines[0]
        await window.press("b")
        assert "★" not in selected_row(window)


async def test_a_session_that_no_longer_matches_stays_selected_until_the_cursor_moves(
    open_window: Open,
) -> None:
    async with open_window(size=TALL) as window:
        for title in (NOPE, "Small Maps", "Tests for"):
            await window.select(title)
            await window.press("b")
        await window.press("a", "slash", *"is:starred", "enter")
        await window.select("Small Maps")
        await window.press("b")
        assert window.selected == "Small Maps for Big Forests"
        assert "Small Maps" not in "".join(visible_rows(window))
        await window.press("b")
        assert selected_row(window).startswith("10:50")
        await window.press("b", "down")
        assert window.selected == "Tests for the Weather"


async def test_a_click_selects_either_line_and_a_double_click_reads(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("a")
        await window.click("Watching the")
        assert window.selected == "Watching the Garbage Collector at Work"
        await window.click("○ All · keynote")
        assert window.selected == KEYNOTE
        assert isinstance(window.app.focused, SessionList)
        await window.click("A Command Line", times=2)
        assert window.selected == "A Command Line in an Afternoon"
        assert isinstance(window.app.focused, SessionDetail)


async def test_a_click_on_a_heading_or_below_the_list_moves_nothing(open_window: Open) -> None:
    async with open_window(size=(120, 60)) as window:
        await window.press("a")
        before = window.selected
        await window.click("Sunday, 18 May 2031")
        await window.pilot.click(offset=(10, 57))
        await window.pause()
        assert window.selected == before


async def test_the_heading_stays_visible_while_the_list_scrolls(open_window: Open) -> None:
    async with open_window(size=(120, 16)) as window:
        await window.press("a", "home")
        assert visible_rows(window)[0].startswith("Saturday, 17 May 2031")
        day = "Saturday"
        for _ in range(15):
            await window.press("down")
            if window.state.selected and window.state.selected.day != window.state.days[0]:
                break
            assert visible_rows(window)[0].startswith(day), window.selected
        await window.press("end")
        assert "A Weather Station" in selected_row(window)


async def test_the_wheel_scrolls_and_the_selection_stays(open_window: Open) -> None:
    async with open_window(size=(120, 16)) as window:
        await window.press("a", "home")
        await window.wheel_down(SessionList, times=3)
        assert "Quiet room" not in "".join(visible_rows(window))
        assert visible_rows(window)[0].startswith("Saturday, 17 May 2031")
        assert window.selected == "Quiet room"


async def test_the_agenda_shows_a_piece_of_the_text_that_a_word_was_found_in(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("a", "slash", *"weather")
        rows = [row.strip("▌█ ") for row in visible_rows(window)]
        by_title = next(n for n, row in enumerate(rows) if "Tests for the Weather" in row)
        by_text = next(n for n, row in enumerate(rows) if "A Weather Station" in row)
        assert window.selected == "Tests for the Weather"
        assert not rows[by_title + 2].startswith("text:")
        assert not rows[by_text + 2].startswith("text:")
        await window.press("escape", "slash", *"brackets")
        row = next(row for row in visible_rows(window) if "text: " in row)
        assert "brackets" in row
        assert "brackets" in underlined(window, SessionList)


async def test_a_wide_agenda_has_a_line_for_each_session_and_a_narrow_one_two(
    open_window: Open,
) -> None:
    async with open_window(size=(240, 36)) as window:
        await window.press("a")
        (line,) = [line for line in window.screen.lines if "Small Maps" in line[:110]]
        assert "Birch Room" in line[:120]
        await window.pilot.resize_terminal(120, 36)
        await window.pause()
        lines = window.screen.lines
        first = next(n for n, line in enumerate(lines) if "Small Maps" in line[:70])
        assert "Birch Room" not in lines[first][:70] and "Birch Room" in lines[first + 1][:70]
        await window.press("z")
        (line,) = [line for line in window.screen.lines if "Small Maps" in line]
        assert "Birch Room" in line
