"""The turned grid: rooms down, time across. PyNorth's first day has the rooms Aurora and Birch."""

from confui.widgets.grid import TurnedGrid
from tests.ui.conftest import Open, Window

READING = "Reading list[int] and dict[str, int] Aloud"
NOPE = "[/nope] and Other Paths That Go Nowhere"


async def test_w_turns_the_grid_and_arrows_follow_the_picture(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("w")
        assert isinstance(window.app.focused, TurnedGrid)
        aurora, birch = (window.screen.find(f" {name}") for name in ("Aurora Hall", "Birch Room"))
        assert aurora[0] == birch[0]
        assert aurora[1] < birch[1]
        await window.press("down")
        assert window.selected == NOPE
        await window.press("up", "right")
        assert window.selected == "Lunch"
        await window.press("left")
        assert window.selected == READING
        await window.press("w")
        assert window.selected == READING
        assert not isinstance(window.app.focused, TurnedGrid)


async def test_sessions_get_wider_and_narrower_until_the_whole_day_is_visible(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("w")
        grid = window.app.screen.query_one(TurnedGrid)
        before = grid.timetable.minutes_per_cell
        await window.press("+")
        assert grid.timetable.minutes_per_cell < before
        await window.press(*["-"] * 12)
        assert grid.timetable.width <= grid.size.width
        assert window.message == "The whole day is visible"


async def test_marks_days_filters_and_clicks_work_as_in_the_grid(open_window: Open) -> None:
    async with open_window(size=(200, 50)) as window:
        await window.press("w")
        await window.click("Reading list")
        assert window.selected == READING
        await window.press("b")
        assert "★" in window.screen.right_of("█Reading")
        await window.press("2")
        assert "Lightning Talks" in window.screen
        await window.click("Aurora Hall│")
        assert str(window.state.query) == 'room:"Aurora Hall"'
        await window.press("F")
        assert {r for s in window.state.shown for r in s.rooms} == {"Aurora Hall"}


async def test_the_pane_is_below_where_all_rooms_fit_above_it(open_window: Open) -> None:
    async with open_window(size=(200, 50)) as window:
        await window.press("w")
        grid = window.app.screen.query_one(TurnedGrid)
        assert grid.size.width == 200
        await window.pilot.resize_terminal(200, 8)
        await window.pause()
        assert grid.size.width < 200


def headings(window: Window) -> list[str]:
    return [
        line.strip("─ │▼") for line in window.screen.lines if line.startswith("──") and "20" in line
    ]


async def test_all_days_are_one_under_the_other_and_the_day_follows_the_cursor(
    open_window: Open,
) -> None:
    async with open_window(size=(200, 50)) as window:
        await window.select(READING)
        await window.press("W")
        assert headings(window) == ["Saturday, 17 May 2031", "Sunday, 18 May 2031"]
        assert "── Unscheduled ─" in window.screen
        assert window.selected == READING
        days = [window.state.day]
        for _ in range(6):
            await window.press("down")
            days.append(window.state.day)
        assert days == sorted(days, key=str) and len({*days}) == 3
        assert "[Unscheduled]" in window.screen
        await window.press("1")
        assert "[Sat 17]" in window.screen and len(headings(window)) == 2
        await window.press("W")
        assert headings(window) == []
        assert not window.state.all_days
        await window.press("W", "w")
        assert not window.state.turned


async def test_now_is_marked_on_its_own_day_alone(open_window: Open) -> None:
    async with open_window(size=(200, 50)) as window:
        await window.press("W")
        column = window.screen.find("▼10:30")[0]
        lines = [line.ljust(200)[column] for line in window.screen.lines]
        saturday, sunday, rest = (
            window.screen.find(f" {day} ")[1]
            for day in ("17 May 2031", "18 May 2031", "Unscheduled")
        )
        assert "│" in lines[saturday:sunday]
        assert "│" not in lines[sunday:rest]
