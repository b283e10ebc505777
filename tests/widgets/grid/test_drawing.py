"""The lines of the grid: blocks are drawn where the timetable puts them."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from confui.schedule.layout.timetable import lay_out
from confui.schedule.models import Session
from confui.state.state import State
from confui.widgets.grid.drawing import GUTTER, GridDrawing
from tests.schedule.layout.test_timetable import ROOMS, days, session


def draw(sessions: list[Session], width: int, left: int = 0) -> tuple[GridDrawing, list[str]]:
    timetable = lay_out(sessions, ROOMS, width)
    drawing = GridDrawing(timetable, lambda *_: Style.null())
    state = State(matching=frozenset(session.id for session in sessions))
    rows = range(timetable.height)
    return drawing, [drawing.draw_row(row, left, width, state).text for row in rows]


@given(days(), st.integers(30, 160))
def test_every_block_is_drawn_where_the_timetable_puts_it(
    sessions: list[Session], width: int
) -> None:
    timetable = lay_out(sessions, ROOMS, width)
    _, lines = draw(sessions, timetable.width)
    for block in timetable.blocks:
        for row in range(block.top, block.bottom):
            assert lines[row][GUTTER + block.x] in "▌▘", (block, lines)


@given(days(), st.integers(30, 160), st.integers(0, 60))
def test_every_row_fills_the_width(sessions: list[Session], width: int, left: int) -> None:
    _, lines = draw(sessions, width, left)
    assert {len(line) for line in lines} <= {GUTTER + width}


def test_a_block_that_starts_later_is_still_drawn_in_its_own_column() -> None:
    day = [
        session("early", "10:00", 120, "Cedar"),
        session("late", "10:30", 60, "Aurora"),
        session("beside", "10:00", 30, "Birch"),
    ]
    _, lines = draw(day, 90)
    line = next(line for line in lines if "late" in line)
    assert line.index("late") == GUTTER + 1


def test_a_wide_block_shows_its_title_after_its_left_end_is_scrolled_away() -> None:
    day = [*(session(room, "10:00", 45, room) for room in ROOMS)]
    day.append(session("Plenary lunch", "12:00", 60, whole_venue=True))
    _, lines = draw(day, 40, left=22)
    assert any("Plenary lunch" in line for line in lines)


def test_the_header_shows_that_there_are_rooms_beyond_both_edges() -> None:
    day = [session(room, "10:00", 45, room) for room in ROOMS]
    drawing, _ = draw(day, 30)
    assert "›" in drawing.draw_header(0, 30, 0).text
    assert "‹" in drawing.draw_header(36, 30, 0).text


def test_the_present_time_is_marked_in_the_gutter() -> None:
    timetable = lay_out([session("talk", "10:00", 60, "Aurora")], ROOMS, 40)
    drawing = GridDrawing(timetable, lambda *_: Style.null(), datetime(2031, 5, 17, 10, 30))
    lines = [drawing.draw_row(row, 0, 40, State()).text for row in range(timetable.height)]
    assert [line for line in lines if line.startswith("▶")] == [lines[len(lines) // 2]]
