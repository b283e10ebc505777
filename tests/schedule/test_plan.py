"""What overlaps, what runs at the same time, what comes next, what is on now."""

from datetime import datetime

from confui.schedule.models import EndSource, Session
from confui.schedule.plan import at_the_same_time, next_in_room, overlaps, running

from .test_timetable import session

KEYNOTE = session("keynote", "09:00", 60, whole_venue=True)
A = session("a", "10:00", 60, "Aurora")
B = session("b", "10:30", 60, "Birch")
C = session("c", "11:00", 60, "Aurora")
QUIET = session("quiet", "08:00", 600, "Cedar")
DAY = [s._replace(day=datetime(2031, 5, 17).date()) for s in (KEYNOTE, A, B, C, QUIET)]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2031, 5, 17, hour, minute)


def test_an_overlap_is_told_in_minutes_with_the_other_title_and_start() -> None:
    (overlap,) = overlaps(A, [B])
    assert str(overlap) == "overlaps 30 min with b (10:30)"


def test_an_overlap_by_an_inferred_end_is_marked() -> None:
    guessed = A._replace(end_source=EndSource.INFERRED)
    assert str(overlaps(B, [guessed])[0]) == "overlaps ~30 min with a (10:00)"


def test_an_inferred_end_that_does_not_decide_is_not_mentioned() -> None:
    guessed = B._replace(end_source=EndSource.INFERRED)
    assert str(overlaps(A, [guessed])[0]) == "overlaps 30 min with b (10:30)"


def test_back_to_back_is_no_overlap() -> None:
    assert overlaps(A, [C]) == ()


def test_a_session_does_not_overlap_itself() -> None:
    assert overlaps(A, [A]) == ()


def test_a_session_without_a_time_overlaps_nothing() -> None:
    assert overlaps(Session(id="x", title="x"), [A]) == ()


def test_the_longest_overlap_comes_first() -> None:
    wide = session("wide", "10:00", 120, "Birch")
    assert [o.other.id for o in overlaps(wide, [B, A, C])] == ["a", "b", "c"]


def test_at_the_same_time_is_what_shares_a_minute() -> None:
    assert {s.id for s in at_the_same_time(B, DAY)} == {"a", "c", "quiet"}


def test_next_in_a_room_is_the_next_start_there_or_for_the_whole_venue() -> None:
    assert next_in_room(DAY[1], DAY) == DAY[3]
    lunch = session("lunch", "12:00", 60, whole_venue=True)._replace(day=DAY[0].day)
    assert next_in_room(DAY[3], [*DAY, lunch]) == lunch


def test_nothing_follows_the_last_session_of_a_room() -> None:
    assert next_in_room(DAY[2], DAY) is None


def test_what_runs_now_is_looked_for_in_the_room_first() -> None:
    assert running(DAY, at(10, 45), "Aurora") == DAY[1]
    assert running(DAY, at(10, 45), "Birch") == DAY[2]


def test_what_began_last_runs_where_the_room_is_empty() -> None:
    assert running(DAY, at(10, 45), "Attic") == DAY[2]


def test_what_frames_the_day_counts_only_when_nothing_else_runs() -> None:
    assert running(DAY, at(9, 30), "Attic") == DAY[0]
    assert running(DAY, at(15), "Attic") == DAY[4]
    assert running(DAY, at(23), "Attic") is None
