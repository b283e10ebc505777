"""The lines of the turned grid: rooms down, time across."""

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from confui.schedule.layout import Cursor, lay_out_turned
from confui.schedule.models import Session
from confui.state.state import State
from confui.widgets.grid.turned_drawing import TurnedDrawing, measure_gutter
from tests.schedule.layout.test_timetable import DAY, ROOMS, days, session

WIDTHS = st.integers(20, 160)
LEFTS = st.integers(0, 60)
SCALES = st.sampled_from([1, 3, 12])
TITLES = st.sampled_from(
    ["Plain", "漢字の題名", "e\u0301\u0301 marks", "👩‍👩‍👧 family", "x" * 300, ""]
)


def draw(
    sessions: list[Session],
    width: int = 120,
    left: int = 0,
    minutes: int = 3,
    lines: int = 1,
    now: datetime | None = None,
) -> list[str]:
    """Return the header and all lines, without colours."""
    timetable = lay_out_turned(sessions, ROOMS, width, minutes, lines)
    gutter = measure_gutter([room.name for room in timetable.rooms], width)
    drawing = TurnedDrawing(timetable, gutter, lambda *_: Style.null(), now)
    state = State(matching=frozenset(each.id for each in sessions), cursor=Cursor(room="Birch"))
    rows = [drawing.draw_row(row, left, width, state) for row in range(timetable.height)]
    return [drawing.draw_header(left, width, 0).text, *(row.text for row in rows)]


@given(days(), TITLES, WIDTHS, LEFTS, SCALES)
def test_every_line_is_as_wide_as_the_header(
    sessions: list[Session], title: str, width: int, left: int, minutes: int
) -> None:
    named = [each._replace(title=title) for each in sessions]
    assert len({cell_len(line) for line in draw(named, width, left, minutes)}) == 1


def test_each_room_has_its_name_beside_its_line() -> None:
    day = [session("a", "09:00", 60, "Aurora"), session("b", "10:00", 60, "Birch")]
    _, aurora, birch = draw(day)
    assert aurora.startswith(" Aurora│▌a")
    assert birch.startswith(" Birch │")
    assert "▌b" in birch


def test_the_header_has_the_hours_above_their_cells() -> None:
    header, line = draw([session("a", "09:00", 60, "Aurora"), session("b", "10:00", 60, "Aurora")])
    assert line.index("▌b") == header.index("10:00")


def test_the_header_and_free_cells_show_now() -> None:
    day = [session("a", "09:00", 60, "Aurora"), session("b", "09:00", 15, "Birch")]
    header, _, birch = draw(day, now=DAY.replace(hour=9, minute=33))
    assert header[birch.rindex("│") :].startswith("▼09:33")


def test_the_header_shows_that_there_is_more_of_the_day() -> None:
    day = [session("a", "09:00", 600, "Aurora")]
    assert draw(day, width=40)[0].endswith("›")
    middle = draw(day, width=40, left=20)[0]
    assert "┬‹" in middle
    assert middle.endswith("›")


def test_a_session_that_began_beyond_the_edge_still_shows_its_title() -> None:
    assert "▌Long" in draw([session("Long", "09:00", 600, "Aurora")], width=40, left=30)[1]


def test_the_letters_of_a_narrow_session_are_not_spent_on_an_ellipsis() -> None:
    assert draw([session("Parser generators", "09:00", 24, "Aurora")])[1][8:16] == "▌Parser "


def test_a_long_name_of_a_room_is_shortened_to_what_stands_before_brackets() -> None:
    day = [session("a", "09:00", 60, "H.1302 (Depage, ground floor)")]
    assert draw(day, width=60)[1].startswith(" H.1302")
    assert "(" not in draw(day, width=60)[1]


@given(days(), st.integers(30, 160), LEFTS, SCALES)
def test_no_time_in_the_header_is_cut(
    sessions: list[Session], width: int, left: int, minutes: int
) -> None:
    header = draw(sessions, width, left, minutes)[0]
    assert re.findall(r"[\d:]+", header) == re.findall(r"\b\d\d:\d\d\b", header)
