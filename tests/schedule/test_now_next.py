"""Sessions that are on now, next, or at the same time."""

from datetime import date, datetime

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Session
from confui.schedule.now_next import (
    concurrent_sessions,
    current_session,
    describe_countdown,
    describe_standing,
    list_by_room,
    next_in_room,
)
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


def test_what_lasts_all_day_is_not_listed_beside_a_session() -> None:
    quiet = QUIET._replace(kind=Kind.OTHER)
    assert {s.id for s in concurrent_sessions(B, [A, B, C, quiet])} == {"a", "c"}


@pytest.mark.parametrize(
    ("now", "countdown", "standing"),
    [
        (at(8, 30), "", "in 1 h 30 min"),
        (at(9, 1), "starts in 59 min", "starts in 59 min"),
        (at(9, 55), "starts in 5 min", "starts in 5 min"),
        (at(10), "now, 1 h left", "just begun"),
        (at(10, 4), "now, 56 min left", "just begun"),
        (at(10, 5), "now, 55 min left", "55 min left"),
        (at(10, 59), "now, 1 min left", "1 min left"),
    ],
)
def test_how_a_session_stands_is_said(now: datetime, countdown: str, standing: str) -> None:
    assert describe_countdown(A, now) == countdown
    assert describe_standing(A, now) == standing


def test_minutes_until_an_inferred_end_have_a_tilde() -> None:
    inferred = A._replace(end_source=EndSource.INFERRED)
    assert describe_countdown(inferred, at(10, 20)) == "now, ~40 min left"
    assert describe_standing(inferred, at(10, 20)) == "~40 min left"


def by_room(now: datetime, *names: str) -> list[tuple[str, str, bool, bool]]:
    """Return what is on and next among the sessions with these names, or all."""
    start, end = datetime(2031, 5, 18, 9), datetime(2031, 5, 18, 10)
    tomorrow = session("tomorrow", "09:00", 60, "Birch")
    day = [*DAY, tomorrow._replace(day=start.date(), start=start, end=end)]
    conference = Conference("c", rooms=("Birch", "Aurora", "Cedar"), sessions=tuple(day))
    matching = names or [each.id for each in day]
    by_day = conference.group_by_day(day)
    return [
        (room, found.id, is_next, is_first)
        for room, found, is_next, is_first in list_by_room(by_day, matching, conference, now)
    ]


def test_each_room_has_what_is_on_and_then_what_is_next_the_whole_venue_first() -> None:
    assert by_room(at(9, 30)) == [
        ("", "keynote", False, True),
        ("Birch", "b", True, True),
        ("Aurora", "a", True, True),
        ("Cedar", "quiet", False, True),
    ]
    assert by_room(at(10, 45)) == [
        ("Birch", "b", False, True),
        ("Aurora", "a", False, True),
        ("Aurora", "c", True, False),
        ("Cedar", "quiet", False, True),
    ]


def test_a_query_narrows_what_is_on_and_what_is_next() -> None:
    assert by_room(at(10, 45), "c") == [("Aurora", "c", True, True)]


def test_after_the_last_session_of_a_day_the_next_day_comes_and_then_nothing() -> None:
    assert by_room(at(23)) == [("Birch", "tomorrow", True, True)]
    assert by_room(datetime(2031, 5, 18, 10)) == []


def test_a_session_of_a_later_day_without_a_time_is_not_what_comes_next() -> None:
    days = date(2031, 5, 17), date(2031, 5, 18), date(2031, 5, 19)
    untimed = Session("untimed", "Untimed", day=days[1], rooms=("Birch",))
    timed = Session("timed", "Timed", start=datetime(2031, 5, 19, 9), day=days[2], rooms=("Birch",))
    conference = Conference("c", days=days, sessions=(untimed, timed))
    by_day, ids = conference.group_by_day(conference.sessions), {"untimed", "timed"}
    found = list_by_room(by_day, ids, conference, datetime(2031, 5, 17, 12))
    assert [each.session.id for each in found] == ["timed"]


def test_the_first_day_of_the_calendar_has_no_day_before() -> None:
    assert by_room(datetime(1, 1, 1, 12)) != []
