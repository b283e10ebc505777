"""Tables for a terminal of any width."""

from collections.abc import Callable

import pytest

from confui.export.now_next_table import as_next_table, as_now_table
from confui.export.plan_table import as_plan_table
from confui.export.sessions_table import as_fitted_table
from confui.export.text_columns import cells
from confui.schedule.now_next import current_sessions, next_sessions
from confui.schedule.plan import make_plan
from tests.export.marks import marked
from tests.export.programme import CONFERENCE, ICE, SNOW, WIND, at

NOW = at("17 10:35")
LONG = SNOW._replace(title="Snow, 雪 and a 🐍 " * 9, rooms=("Aurora Hall (upstairs, left)",))
SESSIONS = tuple(LONG if each.id == SNOW.id else each for each in CONFERENCE.sessions)
LONGER = CONFERENCE._replace(sessions=SESSIONS)
MARKS = marked(LONG, ICE, WIND)

TABLES: dict[str, Callable[[int], str]] = {
    "list": lambda width: as_fitted_table(
        SESSIONS, MARKS, width, {each.id: each.id for each in SESSIONS}
    ),
    "now": lambda width: as_now_table(current_sessions(LONGER, MARKS, NOW), MARKS, NOW, width),
    "next": lambda width: as_next_table(next_sessions(LONGER, MARKS, NOW), MARKS, NOW, width),
    "plan": lambda width: as_plan_table(make_plan(LONGER, MARKS, at("17 08:00")), width),
}


@pytest.mark.parametrize("name", TABLES)
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    for width in range(1, 401):
        lines = TABLES[name](width).splitlines()
        assert lines
        assert [line for line in lines if cells(line) > width] == [], width


@pytest.mark.parametrize("name", TABLES)
def test_the_title_has_something_to_say_where_there_is_room(name: str) -> None:
    for width in range(46, 401):
        table = TABLES[name](width)
        assert "Sno" in table or "Wind" in table, width
