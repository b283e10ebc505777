"""Sessions that are on now, next, or at the same time."""

from datetime import datetime

from confui.schedule.now_next import concurrent_sessions, current_session, next_in_room
from tests.schedule.layout.test_timetable import session

KEYNOTE = session("keynote", "09:00", 60, whole_venue=True)
A = session("a", "10:00", 60, "Aurora")
B = session("b", "10:30", 60, "Birch")
C = session("c", "11:00", 60, "Aurora")
QUIET = session("quiet", "08:00", 600, "Cedar")
DAY = [s._replace(day=datetime(2031, 5, 17).date()) for s in (KEYNOTE, A, B, C, QUIET)]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2031, 5, 17, hour, minute)


def test_concurrent_sessions_share_at_least_a_minute() -> None:
    assert {s.id for s in concurrent_sessions(B, DAY)} == {"a", "c", "quiet"}


def test_next_in_a_room_is_the_next_start_there_or_for_the_whole_venue() -> None:
    assert next_in_room(DAY[1], DAY) == DAY[3]
    lunch = session("lunch", "12:00", 60, whole_venue=True)._replace(day=DAY[0].day)
    assert next_in_room(DAY[3], [*DAY, lunch]) == lunch


def test_nothing_follows_the_last_session_of_a_room() -> None:
    assert next_in_room(DAY[2], DAY) is None


def test_the_current_session_is_preferably_in_the_room() -> None:
    assert current_session(DAY, at(10, 45), "Aurora") == DAY[1]
    assert current_session(DAY, at(10, 45), "Birch") == DAY[2]


def test_the_current_session_is_the_latest_start_if_the_room_is_empty() -> None:
    assert current_session(DAY, at(10, 45), "Attic") == DAY[2]


def test_a_long_session_is_current_only_if_nothing_else_runs() -> None:
    assert current_session(DAY, at(9, 30), "Attic") == DAY[0]
    assert current_session(DAY, at(15), "Attic") == DAY[4]
    assert current_session(DAY, at(23), "Attic") is None
