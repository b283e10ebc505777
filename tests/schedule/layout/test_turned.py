"""The layout of a day with rooms down and time across."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.layout.columns import WHOLE_VENUE
from confui.schedule.layout.cursor import Cursor, Direction, move
from confui.schedule.layout.timetable import Block
from confui.schedule.layout.turned import (
    DaySessions,
    TurnedTimetable,
    lay_out_days,
    lay_out_turned,
    measure_days,
)
from confui.schedule.models import Session
from tests.schedule.layout.test_timetable import DAY, ROOMS, days, session

WIDTHS = st.integers(1, 250)
MINUTES = st.sampled_from([1, 3, 5, 15])
LINES = st.sampled_from([1, 2])


def block(timetable: TurnedTimetable, name: str) -> Block:
    found = timetable.block_of(name)
    assert found is not None
    return found


def rooms(timetable: TurnedTimetable) -> list[str]:
    return [room.name for room in timetable.rooms]


def test_a_minute_is_as_wide_everywhere() -> None:
    day = [session("a", "09:00", 60, "Aurora"), session("b", "13:00", 30, "Birch")]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert (block(timetable, "a").x, block(timetable, "a").width) == (0, 12)
    assert (block(timetable, "b").x, block(timetable, "b").width) == (48, 6)


def test_the_axis_begins_at_a_full_or_half_hour() -> None:
    timetable = lay_out_turned([session("a", "09:40", 60, "Aurora")], ROOMS, 80, 5)
    assert timetable.begin == DAY.replace(hour=9, minute=30)
    assert block(timetable, "a").x == 2


def test_each_room_in_use_has_one_line_in_the_order_of_the_source() -> None:
    day = [session("a", "09:00", 60, "Cedar"), session("b", "09:00", 30, "Aurora")]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert rooms(timetable) == ["Aurora", "Cedar"]
    assert (block(timetable, "b").top, block(timetable, "a").top) == (0, 1)


def test_sessions_that_overlap_in_a_room_get_more_lines() -> None:
    day = [
        session("a", "09:00", 60, "Aurora"),
        session("b", "09:30", 60, "Aurora"),
        session("c", "10:00", 60, "Aurora"),
        session("d", "09:00", 60, "Birch"),
    ]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert [block(timetable, name).top for name in "abcd"] == [0, 1, 0, 2]


def test_a_whole_venue_session_is_a_band_through_all_rooms() -> None:
    day = [
        session("a", "09:00", 60, "Aurora"),
        session("b", "09:00", 60, "Birch"),
        session("lunch", "10:00", 60, whole_venue=True),
    ]
    lunch = block(lay_out_turned(day, ROOMS, 80, 5, lines_per_room=2), "lunch")
    assert (lunch.top, lunch.height) == (0, 4)


def test_whole_venue_sessions_that_overlap_others_have_a_line_above_the_rooms() -> None:
    day = [
        session("a", "09:00", 60, "Aurora"),
        session("b", "09:00", 60, "Birch"),
        session("desk", "09:30", 60, whole_venue=True),
    ]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert rooms(timetable) == [WHOLE_VENUE, "Aurora", "Birch"]
    assert [block(timetable, name).top for name in ("desk", "a", "b")] == [0, 1, 2]


def test_a_session_in_adjacent_rooms_is_one_block_through_their_lines() -> None:
    day = [session("both", "09:00", 60, "Aurora", "Birch"), session("c", "09:00", 60, "Cedar")]
    both = block(lay_out_turned(day, ROOMS, 80, 5), "both")
    assert (both.top, both.height) == (0, 2)


def test_short_sessions_in_a_row_share_a_line_and_not_a_cell() -> None:
    day = [session(f"s{n}", f"09:{n:02}", 1, "Aurora") for n in range(0, 30, 3)]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert timetable.height < len(day)


def test_a_short_session_that_is_drawn_later_widens_the_picture() -> None:
    day = [session("a", "10:00", 1, "Aurora"), session("b", "10:01", 1, "Aurora")]
    timetable = lay_out_turned(day, ROOMS, 1, 15)
    assert timetable.width == max(each.right for each in timetable.blocks) == 2


def test_a_session_that_goes_on_for_days_is_a_line_above_the_rooms() -> None:
    day = [session("a", "09:00", 30 * 24 * 60, "Aurora"), session("b", "10:00", 30, "Birch")]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert (block(timetable, "a").top, block(timetable, "a").width) == (0, 80)
    assert timetable.width == 80


def test_the_cell_of_the_present_time() -> None:
    timetable = lay_out_turned([session("a", "09:00", 60, "Aurora")], ROOMS, 10, 5)
    assert timetable.cell_at(DAY.replace(hour=9, minute=33)) == 6
    assert timetable.time_at(6) == DAY.replace(hour=9, minute=30)
    for outside in (DAY.replace(hour=8), DAY.replace(hour=11)):
        assert timetable.cell_at(outside) is None


def test_arrows_follow_the_picture() -> None:
    day = [
        session("a", "09:00", 60, "Aurora"),
        session("a2", "10:00", 60, "Aurora"),
        session("b", "09:00", 60, "Birch"),
    ]
    transposed = lay_out_turned(day, ROOMS, 80, 5).transposed
    assert move(transposed, Cursor("a", "Aurora"), Direction.DOWN).session == "a2"
    assert move(transposed, Cursor("a", "Aurora"), Direction.RIGHT) == Cursor("b", "Birch")


def test_all_day_sessions_are_above_the_rooms_and_not_between_them() -> None:
    day = [
        session("quiet", "08:00", 600, whole_venue=True),
        session("a", "09:00", 60, "Aurora"),
        session("b", "09:00", 60, "Birch"),
    ]
    timetable = lay_out_turned(day, ROOMS, 80, 5)
    assert rooms(timetable) == ["", "Aurora", "Birch"]
    up = move(timetable.transposed, Cursor("b", "Birch"), Direction.LEFT)
    assert up == Cursor("a", "Aurora")
    assert move(timetable.transposed, up, Direction.LEFT).session == "quiet"


def test_an_empty_day_is_an_empty_timetable() -> None:
    timetable = lay_out_turned([], ROOMS, 80, 5)
    assert (timetable.rooms, timetable.blocks, timetable.height) == ((), (), 0)
    assert timetable.cell_at(DAY) is None
    assert timetable.time_at(3) is None


def test_sessions_without_a_time_are_listed_in_lines_of_their_own() -> None:
    timetable = lay_out_turned([session("a"), session("b")], ROOMS, 80, 5)
    assert [(b.top, b.width) for b in timetable.blocks] == [(0, 80), (1, 80)]


@given(days(), WIDTHS, MINUTES, LINES)
def test_no_two_blocks_share_a_cell(
    sessions: list[Session], width: int, minutes: int, lines: int
) -> None:
    blocks = lay_out_turned(sessions, ROOMS, width, minutes, lines).blocks
    for index, one in enumerate(blocks):
        for other in blocks[index + 1 :]:
            apart_across = one.right <= other.x or other.right <= one.x
            apart_down = one.bottom <= other.top or other.bottom <= one.top
            assert apart_across or apart_down, (one, other)


@given(days(), WIDTHS, MINUTES, LINES)
def test_every_session_appears_once_and_inside_the_picture(
    sessions: list[Session], width: int, minutes: int, lines: int
) -> None:
    timetable = lay_out_turned(sessions, ROOMS, width, minutes, lines)
    assert sorted(b.session.id for b in timetable.blocks) == sorted(s.id for s in sessions)
    for found in timetable.blocks:
        assert found.width >= 1
        assert found.height >= 1
        assert 0 <= found.x < found.right <= timetable.width
        assert 0 <= found.top < found.bottom <= timetable.height


@given(days(), MINUTES)
def test_no_session_is_drawn_before_its_time(sessions: list[Session], minutes: int) -> None:
    timetable = lay_out_turned(sessions, ROOMS, 80, minutes)
    for found in timetable.blocks:
        if found.session.start and not found.all_day:
            assert timetable.begin is not None
            begins = (found.session.start - timetable.begin) // timedelta(minutes=minutes)
            assert begins <= found.x


@given(days(), MINUTES, LINES)
def test_a_step_in_time_never_goes_back(sessions: list[Session], minutes: int, lines: int) -> None:
    transposed = lay_out_turned(sessions, ROOMS, 80, minutes, lines).transposed
    assert {b.session.id for b in transposed.blocks} == {s.id for s in sessions}
    for one in transposed.blocks:
        following = move(transposed, Cursor(one.session.id, ""), Direction.DOWN)
        found = transposed.block_of(following.session)
        assert found is not None
        assert found.top >= one.top


def on_day(day: int, *names: str) -> DaySessions:
    """Sessions of one hour in the first room, each at an hour that is its name."""
    moments = [DAY + timedelta(days=day, hours=int(name)) for name in names]
    sessions = [
        Session(f"{day}-{m.hour}", "", start=m, end=m + timedelta(hours=1), rooms=ROOMS[:1])
        for m in moments
    ]
    return DaySessions((DAY + timedelta(days=day)).date(), sessions, ROOMS)


def test_days_are_one_under_the_other_with_the_same_hours_above_one_another() -> None:
    timetable = lay_out_days([on_day(0, "10", "12"), on_day(1, "9", "12"), on_day(2)], 40, 10)
    assert [(each.top, each.bottom) for each in timetable.days] == [(0, 2), (2, 4)]
    blocks = {b.session.id: (b.x, b.top) for b in timetable.blocks}
    assert blocks == {"0-10": (6, 1), "0-12": (18, 1), "1-9": (0, 3), "1-12": (18, 3)}
    tomorrow = DAY + timedelta(days=1, hours=12)
    assert timetable.cell_at(tomorrow, tomorrow.date()) == 18
    assert timetable.time_at(18) == DAY + timedelta(hours=12)
    below = move(timetable.transposed, Cursor("0-12", ROOMS[0]), Direction.RIGHT)
    assert below == Cursor("1-12", ROOMS[0])
    assert move(timetable.transposed, below, Direction.LEFT) == Cursor("0-12", ROOMS[0])


@given(days(), days(), WIDTHS, MINUTES, LINES)
def test_on_several_days_each_session_is_once_and_no_two_share_a_cell(
    first: list[Session], second: list[Session], width: int, minutes: int, lines: int
) -> None:
    later = [
        each._replace(
            id=f"later-{each.id}",
            start=each.start and each.start + timedelta(days=1),
            end=each.end and each.end + timedelta(days=1),
        )
        for each in second
    ]
    tomorrow = DAY + timedelta(days=1)
    given_days = [
        DaySessions(DAY.date(), first, ROOMS),
        DaySessions(tomorrow.date(), [*later, *first[:1]], ROOMS),
        DaySessions(None, [Session("untimed", "")], ROOMS),
    ]
    timetable = lay_out_days(given_days, width, minutes, lines)
    blocks = timetable.blocks
    assert sorted(b.session.id for b in blocks) == sorted(
        s.id for s in (*first, *later, Session("untimed", ""))
    )
    for index, one in enumerate(blocks):
        assert timetable.rooms[one.first_column].top <= one.top
        assert one.bottom <= timetable.rooms[one.last_column].bottom
        assert one.right <= timetable.width
        for other in blocks[index + 1 :]:
            apart_across = one.right <= other.x or other.right <= one.x
            assert apart_across or one.bottom <= other.top or other.bottom <= one.top
    assert timetable.days[-1].bottom == timetable.height
    size, whole = measure_days(given_days), lay_out_days(given_days, 1, 1)
    assert size.minutes == whole.width
    assert set(size.rooms) == {room.name for room in whole.rooms} - {""}
