"""The turned grid: rooms down, time across. PyNorth's first day has the rooms Aurora and Birch."""

from confui.widgets.grid import TurnedGrid
from tests.ui.conftest import Open

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
