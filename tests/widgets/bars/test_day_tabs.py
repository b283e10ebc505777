"""The line of the days."""

from datetime import date, datetime

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.query import Query, Term
from confui.state.first_state import open_state
from confui.state.state import State
from confui.widgets.bars.day_tabs import render_day_tabs

DAYS = (date(2031, 5, 17), date(2031, 5, 18), date(2031, 5, 19))
SESSIONS = tuple(
    Session(f"{day}-{number}", "Talk", start=datetime(2031, 5, day.day, 9), day=day)
    for day, count in zip(DAYS, (10, 5, 1), strict=True)
    for number in range(count)
)


def tabs(state: State) -> str:
    return render_day_tabs(state, 80).plain.strip()


def test_a_bar_tells_how_full_each_day_is_and_a_star_what_is_starred() -> None:
    starred = SESSIONS[12]
    marks = {starred.id: make_bookmark(starred, Mark.MAYBE)}
    state = open_state(Conference(days=DAYS, sessions=SESSIONS), marks)
    assert tabs(state) == "[Sat 17]▇ Sun 18 ▄★ Mon 19 ▁"
    counts = dict(zip(state.days, (10, 5, 1), strict=True))
    searched = state._replace(query=Query((Term("", ("talk",)),)), matching_by_day=counts)
    assert tabs(searched) == "[Sat 17 ·10] Sun 18 ·5 ★ Mon 19 ·1"


def test_a_single_day_has_no_bar() -> None:
    state = open_state(Conference(days=DAYS[:1], sessions=SESSIONS[:3]), {})
    assert tabs(state) == "[Sat 17]"
