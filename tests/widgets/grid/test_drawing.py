"""The lines of the grid: blocks are drawn where the timetable puts them."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.display_zone import EVENT_TIME
from confui.schedule.layout.timetable import Block, Timetable
from confui.schedule.models import Session, Speaker
from confui.schedule.variety import MainFacet, Variety
from confui.state.state import State
from confui.widgets.grid.block import BlockStyles, draw_block, look_at
from confui.widgets.grid.drawing import GridDrawing, measure_time_gutter
from tests.schedule.layout.test_timetable import ROOMS, days, lay_out, session

GUTTER = measure_time_gutter(EVENT_TIME)


def draw(sessions: list[Session], width: int, left: int = 0) -> tuple[GridDrawing, list[str]]:
    return draw_timetable(lay_out(sessions, ROOMS, width), width, left)


def draw_timetable(timetable: Timetable, width: int, left: int) -> tuple[GridDrawing, list[str]]:
    """Draw so many cells, after the columns that scroll have been scrolled to the left so far."""
    drawing = GridDrawing(timetable, lambda *_: Style.null())
    state = State(matching=frozenset(block.session.id for block in timetable.blocks))
    rows = range(timetable.height)
    pinned = timetable.pinned
    return drawing, [
        drawing.draw_row(row, pinned + left, width - pinned, state).text for row in rows
    ]


@given(days(), st.integers(30, 160))
def test_every_block_is_drawn_where_the_timetable_puts_it(
    sessions: list[Session], width: int
) -> None:
    timetable = lay_out(sessions, ROOMS, width)
    _, lines = draw_timetable(timetable, timetable.width, 0)
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


@given(st.integers(3, 12), st.integers(22, 120), st.integers(0, 11))
def test_only_whole_columns_are_drawn(rooms: int, width: int, first: int) -> None:
    names = [f"Room {number:02}" for number in range(rooms)]
    timetable = lay_out([session(f"in {name}", "10:00", 45, name) for name in names], names, width)
    left = timetable.columns[min(first, rooms - 1)].x
    drawing, lines = draw_timetable(timetable, width, left)
    header = drawing.draw_header(left, width, 0).text
    for column in timetable.columns:
        whole = left <= column.x and column.x + column.width <= left + width
        assert (column.name in header) is whole
        assert any(f"in {column.name}" in line for line in lines) is whole


def test_a_block_of_several_rooms_shows_its_star_at_the_edge_of_the_view() -> None:
    rooms = [f"Room {number}" for number in range(6)]
    day = [session(room, "10:00", 45, room) for room in rooms]
    day.append(session("Plenary lunch", "12:00", 60, whole_venue=True))
    timetable = lay_out(day, rooms, 50)
    drawing = GridDrawing(timetable, lambda *_: Style.null())
    lunch = make_bookmark(day[-1], Mark.MUST)
    state = State(matching=frozenset({"Plenary lunch"}), bookmarks={"Plenary lunch": lunch})
    for left in (0, 25):
        line = drawing.draw_row(timetable.blocks[-1].top, left, 50, state).text
        assert "Plenary lunch" in line and line.rstrip().endswith("★")


def test_the_title_takes_all_lines_and_the_topic_and_speakers_what_is_left() -> None:
    talk = session("talk", "10:00", 60, "Aurora")._replace(
        title="Reading long lines of text aloud", track="Reading", speakers=(Speaker("a", "Ana"),)
    )
    shown = {
        height: [line.strip() for line in draw_block_lines(talk, 14, height)]
        for height in (1, 2, 3, 4, 5)
    }
    assert shown == {
        1: ["▌Reading lo…"],
        2: ["▌Reading", "▘long lines o…"],
        3: ["▌Reading", "▌long lines of", "▘text aloud"],
        4: ["▌Reading", "▌long lines of", "▌text aloud", "▘Reading · Ana"],
        5: ["▌Reading", "▌long lines of", "▌text aloud", "▌Reading · Ana", "▘"],
    }


def draw_block_lines(talk: Session, width: int, height: int) -> list[str]:
    block = Block(talk, 0, 0, width, height, 0, 0)
    styles = BlockStyles.resolve(lambda *_: Style.null())
    state = State(
        matching=frozenset({talk.id}), main_facet=MainFacet.TRACK, variety=Variety(tracks=True)
    )
    look = look_at(block, state)
    return [
        "".join(part.text for part in draw_block(block, row, look, state, styles))
        for row in range(height)
    ]


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
