"""The cursor of the grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.layout.columns import NO_ROOM
from confui.schedule.layout.cursor import (
    Cursor,
    Direction,
    enter_day,
    move,
    move_to_edge,
    nearest_in_time,
    next_match,
)
from confui.schedule.models import Kind, Session
from tests.schedule.layout.test_timetable import ROOMS, days, lay_out, session

UP, DOWN, LEFT, RIGHT = Direction.UP, Direction.DOWN, Direction.LEFT, Direction.RIGHT

DAY = [
    session("breakfast", "08:00", 60, whole_venue=True),
    session("a1", "09:00", 60, "Aurora"),
    session("b1", "09:00", 30, "Birch"),
    session("b2", "09:30", 30, "Birch"),
    session("c1", "09:00", 60, "Cedar"),
    session("lunch", "12:00", 60, whole_venue=True),
    session("a2", "13:00", 60, "Aurora"),
    session("b3", "13:00", 60, "Birch"),
]
TIMETABLE = lay_out(DAY, ROOMS, 90)


def walk(cursor: Cursor, *directions: Direction) -> Cursor:
    for direction in directions:
        cursor = move(TIMETABLE, cursor, direction)
    return cursor


def test_down_goes_to_the_next_session_in_the_room() -> None:
    assert walk(Cursor("b1", "Birch"), DOWN).session == "b2"


def test_down_goes_through_whole_venue_sessions_and_stays_in_the_room() -> None:
    assert walk(Cursor("b2", "Birch"), DOWN, DOWN) == Cursor("b3", "Birch")


def test_up_goes_back() -> None:
    assert walk(Cursor("b3", "Birch"), UP, UP) == Cursor("b2", "Birch")


def test_right_goes_to_the_next_room_at_the_same_time() -> None:
    assert walk(Cursor("a1", "Aurora"), RIGHT) == Cursor("b1", "Birch")


def test_left_goes_to_the_session_at_the_same_time() -> None:
    assert walk(Cursor("b2", "Birch"), LEFT) == Cursor("a1", "Aurora")


def test_right_goes_to_the_nearest_in_time_if_nothing_overlaps() -> None:
    assert walk(Cursor("b3", "Birch"), RIGHT) == Cursor("c1", "Cedar")


def test_right_goes_to_the_session_with_the_longest_overlap() -> None:
    day = [
        session("long", "09:00", 60, "Aurora"),
        session("short", "09:00", 15, "Birch"),
        session("main", "09:15", 45, "Birch"),
    ]
    assert move(lay_out(day, ROOMS, 90), Cursor("long", "Aurora"), RIGHT).session == "main"


def test_right_on_a_whole_venue_session_changes_only_the_room() -> None:
    assert walk(Cursor("lunch", "Aurora"), RIGHT) == Cursor("lunch", "Birch")
    assert walk(Cursor("lunch", "Aurora"), RIGHT, DOWN).session == "b3"


def test_at_the_edge_the_cursor_stays() -> None:
    for cursor, direction in [
        (Cursor("breakfast", "Aurora"), UP),
        (Cursor("a1", "Aurora"), LEFT),
        (Cursor("c1", "Cedar"), RIGHT),
        (Cursor("b3", "Birch"), DOWN),
    ]:
        assert walk(cursor, direction) == cursor


def test_moving_to_the_edge_goes_to_the_first_or_last_session_of_the_room() -> None:
    assert move_to_edge(TIMETABLE, Cursor("b2", "Birch"), DOWN).session == "b3"
    assert move_to_edge(TIMETABLE, Cursor("b2", "Birch"), UP).session == "breakfast"


def test_left_and_right_reach_overlapping_sessions_of_one_room() -> None:
    timetable = lay_out(
        [session("x", "09:00", 60, "Aurora"), session("y", "09:00", 60, "Aurora")], ROOMS, 90
    )
    assert move(timetable, Cursor("x", "Aurora"), RIGHT).session == "y"


def test_the_cursor_enters_a_new_day_in_the_same_room() -> None:
    assert enter_day(DAY, "Birch") == Cursor("b1", "Birch")


def test_a_day_without_the_room_is_entered_elsewhere_and_the_room_is_kept() -> None:
    assert enter_day(DAY, "Attic") == Cursor("a1", "Attic")


def test_a_day_of_whole_venue_sessions_is_entered_at_the_first() -> None:
    assert enter_day([DAY[0]], "Birch") == Cursor("breakfast", "Birch")


def test_a_day_is_entered_at_the_time_of_day_of_before() -> None:
    for block in TIMETABLE.blocks:
        start = block.session.start
        if "Birch" in block.session.rooms and start:
            assert enter_day(DAY, "Birch", start).session == block.session.id


def test_what_lasts_all_day_is_entered_only_if_there_is_nothing_else() -> None:
    quiet = session("quiet", "08:00", 600, "Birch")._replace(kind=Kind.OTHER)
    late = session("late", "17:00", 60, "Birch")
    assert quiet.start is not None
    assert nearest_in_time([quiet, late], quiet.start) == late
    assert nearest_in_time([quiet], quiet.start) == quiet
    assert nearest_in_time([], quiet.start) is None


def test_an_empty_day_has_no_session_to_enter() -> None:
    assert enter_day([], "Birch") == Cursor("", "Birch")


@pytest.mark.parametrize(
    ("wanted", "current", "direction", "reached"),
    [
        ("bd", "a", 1, "b"),
        ("bd", "b", 1, "d"),
        ("bd", "d", 1, "b"),
        ("bd", "d", -1, "b"),
        ("bd", "a", -1, "d"),
        ("b", "b", 1, "b"),
        ("b", "b", -1, "b"),
        ("bd", "", 1, "b"),
        ("bd", "gone", 1, "b"),
        ("bd", "gone", -1, "d"),
        ("a", "", 1, "a"),
        ("d", "", -1, "d"),
        ("", "a", 1, ""),
        ("x", "a", -1, ""),
    ],
)
def test_the_next_match_wraps_around_and_tries_the_current_one_last(
    wanted: str, current: str, direction: int, reached: str
) -> None:
    assert next_match("abcd", wanted and set(wanted), current, direction) == reached


def test_there_is_no_next_match_in_an_empty_list() -> None:
    assert next_match((), {"a"}, "a", 1) == next_match((), {"a"}, "", -1) == ""


@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.sampled_from("abcdef"))
def test_going_on_visits_every_match_once_and_going_back_reverses_it(
    wanted: set[str], current: str
) -> None:
    seen = [current]
    for _ in wanted:
        seen.append(next_match("abcdef", wanted, seen[-1], 1))
    assert sorted(seen[1:]) == sorted(wanted)
    for there, back in zip(seen[1:], seen[:-1], strict=True):
        assert next_match("abcdef", wanted, there, -1) == back or back not in wanted


@given(days(), st.integers(20, 200))
def test_arrows_reach_every_session(sessions: list[Session], width: int) -> None:
    timetable = lay_out(sessions, ROOMS, width)
    start = enter_day(sessions, "")
    seen, ahead = {start}, [start]
    while ahead:
        cursor = ahead.pop()
        for direction in Direction:
            further = move(timetable, cursor, direction)
            if further not in seen:
                seen.add(further)
                ahead.append(further)
    assert {cursor.session for cursor in seen if cursor.session} == {s.id for s in sessions}


def test_the_cursor_goes_through_every_part_of_a_session_that_spans_rooms_apart() -> None:
    day = [
        *(session(f"{room} early", "10:00", 45, room) for room in ROOMS),
        session("working lunch", "12:30", 30, "Birch"),
        session("lunch", "12:00", 90, whole_venue=True),
        *(session(f"{room} late", "14:00", 45, room) for room in ROOMS),
    ]
    timetable = lay_out(day, ROOMS, 90)
    for room in ("Aurora", "Cedar"):
        cursor = move(timetable, Cursor(f"{room} early", room), DOWN)
        assert cursor == Cursor("lunch", room)
        assert move(timetable, cursor, DOWN) == Cursor(f"{room} late", room)
    assert move(timetable, Cursor("lunch", "Aurora"), RIGHT).session == "working lunch"
    assert move(timetable, Cursor("lunch", "Cedar"), LEFT).session == "working lunch"
    assert move(timetable, Cursor("Birch early", "Birch"), DOWN).session == "working lunch"


def test_the_edge_is_reached_also_if_a_room_has_the_name_of_another_column() -> None:
    day = [
        session("alone", "10:00", 0),
        session("tour", "10:30", 0, whole_venue=True),
        session("both", "10:00", 0, NO_ROOM, "Birch"),
    ]
    timetable = lay_out(day, (NO_ROOM, "Birch"), 20)
    cursor, seen = Cursor("tour", NO_ROOM), []
    while cursor not in seen:
        seen.append(cursor)
        cursor = move(timetable, cursor, RIGHT)
    assert cursor != seen[-1], "steps lead in a circle here"
    assert move_to_edge(timetable, seen[0], RIGHT) in seen


def test_sessions_of_the_venue_that_overlap_are_reached_also_where_not_all_are_in_view() -> None:
    day = [
        *(session(name, "10:00", 30, whole_venue=True) for name in ("opening", "registration")),
        session("party", "10:30", 30, whole_venue=True),
    ]
    timetable = lay_out(day, ROOMS, 20)
    assert move(timetable, Cursor("opening"), RIGHT).session == "registration"
    assert move(timetable, Cursor("registration"), LEFT).session == "opening"
