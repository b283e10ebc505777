"""Choosing, ordering and finding rooms. PyNorth's first day has the rooms Aurora and Birch."""

from datetime import timedelta
from itertools import pairwise

import pytest

from confui.schedule.models import Conference
from confui.screens.room_panels import FoundRooms, RoomList
from confui.widgets.grid import ScheduleGrid
from tests.ui.conftest import Open, Window

READING = "Reading list[int] and dict[str, int] Aloud"
NOPE = "[/nope] and Other Paths That Go Nowhere"


def columns(window: Window) -> list[str]:
    grid = window.app.screen_stack[0].query_one(ScheduleGrid)
    return [column.name for column in grid.timetable.columns]


async def test_rooms_are_hidden_pinned_and_ordered_while_the_grid_follows(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select(READING)
        before = columns(window)
        await window.press("R", *"birch", "asterisk")
        assert "pinned" in window.screen
        assert columns(window)[0] == "Birch Room"
        await window.press("shift+down")
        assert columns(window) == before
        await window.press("space")
        assert "Birch Room" not in columns(window)
        assert f"{len(before) - 1} of {len(before)} rooms of this day" in window.screen
        await window.press("enter")
        assert NOPE[:6] not in window.screen
        await window.press("R", "space", "escape")
        assert "Birch Room" not in columns(window), "Esc brings back what was shown before"
        await window.press("R", "delete", "enter")
        assert columns(window) == before


async def test_a_room_that_the_conference_does_not_list_can_be_hidden(
    open_window: Open, pynorth: Conference
) -> None:
    listed = tuple(room for room in pynorth.rooms if room != "Birch Room")
    async with open_window(conference=pynorth._replace(rooms=listed)) as window:
        hidden = [room for room in window.state.rooms_of_day if room not in listed]
        assert hidden == ["Birch Room"] and "Birch Room" in columns(window)
        await window.press("R", *"birch", "space", "enter")
        assert "Birch Room" not in columns(window)


async def test_only_rooms_with_a_match_or_of_the_plan_are_shown_on_demand(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b", "R")
        await window.click("Only rooms of my plan")
        assert "Birch Room" not in columns(window)
        await window.press("enter", "b")
        assert "Aurora Hall" not in columns(window)
        await window.press("R", "home", "space", "enter")
        assert "Birch Room" in columns(window)


async def test_a_room_is_reached_by_a_few_letters(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("apostrophe", "x", "enter")
        assert "No room of this day has these letters" in window.screen
        await window.press("backspace", *"bi")
        assert isinstance(window.app.focused, FoundRooms)
        await window.press("enter")
        assert window.selected == NOPE, "what runs there at the same time"
        await window.press("w", "apostrophe", *"aur", "enter")
        assert window.state.cursor.room == "Aurora Hall"


async def test_a_second_enter_does_not_reach_the_dialog_that_the_first_one_closed(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("R", "enter", "enter")
        assert not isinstance(window.app.focused, RoomList)


async def test_columns_get_wider_and_narrower_and_the_grid_can_have_the_screen(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select(READING)
        grid = window.app.screen.query_one(ScheduleGrid)
        before = grid.timetable.columns[0].width
        await window.press("greater_than_sign")
        assert grid.timetable.columns[0].width > before
        await window.press(*["less_than_sign"] * 8)
        assert grid.timetable.columns[0].width <= before
        assert window.message == "Columns cannot get narrower"
        assert grid.size.width < 120
        await window.press("z")
        assert grid.size.width == 120
        await window.press("enter")
        assert "How to say a type in a meeting" in window.screen
        await window.press("escape", "z")
        assert grid.size.width < 120


@pytest.mark.parametrize(("width", "keeps"), [(120, False), (200, True)])
async def test_a_wide_grid_scrolls_by_the_page_of_columns_and_keeps_the_one_before_if_it_can(
    open_window: Open, pynorth: Conference, width: int, keeps: bool
) -> None:
    hall = next(each for each in pynorth.visible if each.title == READING)
    rooms = tuple(f"Room {number}" for number in range(12))
    sessions = tuple(
        hall._replace(id=room, title=f"Talk in {room}", rooms=(room,), keys=()) for room in rooms
    )
    wide = pynorth._replace(rooms=rooms, sessions=sessions)
    async with open_window((width, 36), wide) as window:
        await window.select("Talk in Room 0")
        grid = window.app.screen.query_one(ScheduleGrid)
        offsets = [grid.scroll_offset.x]
        for _ in rooms[1:]:
            before = window.state.cursor.room
            await window.press("right")
            offsets.append(grid.scroll_offset.x)
            assert not keeps or f" {before} " in window.screen
        assert window.state.cursor.room == "Room 11"
        steps = sum(one != other for one, other in pairwise(offsets))
        assert 0 < steps <= len(rooms) // 2


async def test_a_grid_has_rows_for_the_rooms_in_view_and_the_cursor_stays_in_its_line(
    open_window: Open, pynorth: Conference
) -> None:
    hall = next(each for each in pynorth.visible if each.title == READING)
    assert hall.start
    rooms = tuple(f"Room {number}" for number in range(12))
    sessions = []
    for number, room in enumerate(rooms):
        step = timedelta(minutes=10 if 4 <= number < 8 else 60)
        for count in range(2 * timedelta(hours=1) // step):
            start = hall.start + count * step
            sessions.append(
                hall._replace(
                    id=f"{room} {count}",
                    title=f"Talk {start:%H:%M} in {room}",
                    start=start,
                    end=start + step,
                    rooms=(room,),
                    keys=(),
                )
            )
    wide = pynorth._replace(rooms=rooms, sessions=tuple(sessions))
    async with open_window((120, 16), wide) as window:
        await window.select("Talk 11:30 in Room 0")
        grid = window.app.screen.query_one(ScheduleGrid)
        heights, lines = set(), set()
        for _ in rooms[1:]:
            await window.press("right")
            heights.add(grid.timetable.height)
            lines.add(window.screen.find("█")[1])
            assert window.selected.startswith("Talk 11:30 in")
        assert (len(heights), len(lines)) == (2, 1)
        grid.scroll_to(x=grid.timetable.columns[4].x, animate=False, force=True)
        await window.pause()
        assert grid.timetable.height == max(heights), "also where the mouse leads"
