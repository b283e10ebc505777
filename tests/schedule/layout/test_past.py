"""What of a day is over and can be folded."""

from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.layout import find_past
from confui.schedule.models import Session
from tests.schedule.layout.test_timetable import DAY, ROOMS, days, lay_out, session

LONG = 180
"""Minutes."""
SESSIONS = [
    session("early", "09:00", 60, "Aurora"),
    session("beside", "10:00", 60, "Birch"),
    session("now", "10:30", 60, "Aurora"),
    session("late", "12:00", 60, "Aurora"),
]


def past_at(hour: int, minute: int = 0) -> list[str]:
    return [each.id for each in find_past(SESSIONS, DAY.replace(hour=hour, minute=minute))]


def test_what_ended_before_the_present_sessions_began_is_past() -> None:
    assert past_at(9) == []
    assert past_at(10, 45) == ["early"], "the other one ends while the present one goes on"
    assert past_at(11, 30) == ["early", "beside", "now"]


def test_nothing_is_folded_after_the_last_session() -> None:
    assert past_at(13) == []


def test_a_session_of_many_hours_does_not_keep_the_past_unfolded() -> None:
    long = session("desk", "08:00", 600, "Cedar")
    past = find_past([long, *SESSIONS], DAY.replace(hour=11, minute=30))
    assert "desk" not in {each.id for each in past} and len(past) == 3


@given(days(), st.integers(0, 23), st.integers(0, 59))
def test_what_is_folded_ended_before_anything_that_is_not_over_began(
    sessions: list[Session], hour: int, minute: int
) -> None:
    now = DAY.replace(hour=hour, minute=minute)
    past = find_past(sessions, now)
    ends = [each.end or each.start for each in past]
    ahead = [
        each.start
        for each in sessions
        if each.start and (each.end or each.start) > now and each.minutes < LONG
    ]
    assert all(end is not None and end <= min([now, *ahead]) for end in ends)


@given(days())
def test_a_row_above_moves_everything_but_all_day_sessions(sessions: list[Session]) -> None:
    before = lay_out(sessions, ROOMS, 120)
    after = before.with_rows_above(1)
    assert after.first_row == before.first_row
    for block in before.blocks:
        assert after.by_id[block.session.id].top == block.top + (not block.all_day)
    for moment, row in before.axis:
        assert after.row_at(moment) in (row + 1, None)
