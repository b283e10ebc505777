"""The layout of a day as blocks in columns."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.layout.columns import NO_ROOM, NO_TIME, WHOLE_VENUE
from confui.schedule.layout.cursor import Cursor, block_under, column_of
from confui.schedule.layout.timetable import (
    MINUTES_PER_ROW,
    Block,
    Timetable,
    arrange,
    is_surely_higher,
    measure_height,
    place_day,
)
from confui.schedule.models import Kind, Session

DAY = datetime(2031, 5, 17)
ROOMS = ("Aurora", "Birch", "Cedar")


def session(
    name: str,
    start: str = "",
    minutes: int = 45,
    *rooms: str,
    whole_venue: bool = False,
    kind: Kind = Kind.TALK,
) -> Session:
    begin = datetime.fromisoformat(f"2031-05-17T{start}") if start else None
    return Session(
        id=name,
        title=name,
        kind=kind,
        start=begin,
        end=begin + timedelta(minutes=minutes) if begin else None,
        rooms=rooms,
        whole_venue=whole_venue,
    )


def lay_out(
    sessions: Sequence[Session],
    rooms: Sequence[str],
    width: int,
    minutes_per_row: int = MINUTES_PER_ROW,
) -> Timetable:
    return arrange(place_day(sessions, rooms, width, minutes_per_row))


def block(timetable: Timetable, name: str) -> Block:
    found = timetable.block_of(name)
    assert found is not None
    return found


def names(timetable: Timetable) -> list[str]:
    return [column.name for column in timetable.columns]


def test_the_columns_are_the_rooms_in_use_in_the_order_of_the_source() -> None:
    sessions = [session("a", "10:00", 45, "Cedar"), session("b", "10:00", 45, "Aurora")]
    assert names(lay_out(sessions, ROOMS, 80)) == ["Aurora", "Cedar"]


def test_odd_minutes_need_no_row_of_their_own() -> None:
    day = [session("a", "15:00", 60, "Aurora"), session("b", "15:01", 60, "Birch")]
    timetable = lay_out(day, ROOMS, 80)
    assert block(timetable, "a").top == block(timetable, "b").top
    later = [day[0], session("b", "15:05", 60, "Birch")]
    assert block(lay_out(later, ROOMS, 80), "b").top == 1


def test_a_session_after_another_in_its_room_is_below_it_however_short_that_is() -> None:
    day = [session("a", "15:00", 2, "Aurora"), session("b", "15:02", 30, "Aurora")]
    timetable = lay_out(day, ROOMS, 80)
    assert block(timetable, "b").top >= block(timetable, "a").bottom


def test_the_smallest_scale_has_one_line_for_each_session() -> None:
    day = [session("a", "09:00", 30, "Aurora"), session("b", "09:30", 30, "Aurora")]
    assert [each.height for each in lay_out(day, ROOMS, 80, 60).blocks] == [1, 1]
    assert [each.height for each in lay_out(day, ROOMS, 80).blocks] == [2, 2]


def test_a_room_that_the_conference_does_not_list_comes_last() -> None:
    sessions = [session("a", "10:00", 45, "Attic"), session("b", "10:00", 45, "Cedar")]
    assert names(lay_out(sessions, ROOMS, 80)) == ["Cedar", "Attic"]


def test_sessions_without_a_room_have_a_column() -> None:
    timetable = lay_out([session("a", "10:00"), session("b", "10:00", 45, "Birch")], ROOMS, 80)
    assert names(timetable) == ["Birch", NO_ROOM]
    assert block(timetable, "a").first_column == 1


def test_a_whole_venue_session_spans_all_columns() -> None:
    sessions = [
        session("talk", "10:00", 45, "Aurora"),
        session("other", "10:00", 45, "Birch"),
        session("lunch", "12:00", 60, whole_venue=True),
    ]
    timetable = lay_out(sessions, ROOMS, 80)
    lunch = block(timetable, "lunch")
    assert (lunch.x, lunch.right) == (0, timetable.width - 1)
    assert (lunch.first_column, lunch.last_column) == (0, 1)


def test_a_whole_venue_session_spans_the_rooms_that_are_free_at_its_time() -> None:
    rooms = ("Aurora", "Birch", "Cedar", "Dune", "Elm")
    sessions = [
        *(session(f"talk in {room}", "10:00", 45, room) for room in rooms),
        session("working lunch", "12:30", 30, "Birch"),
        session("lunch", "12:00", 90, whole_venue=True, kind=Kind.MEAL),
    ]
    timetable = lay_out(sessions, rooms, 150)
    lunch = block(timetable, "lunch")
    assert (lunch.first_column, lunch.last_column) == (2, 4), "the widest run of rooms"
    (further,) = timetable.further
    assert (further.session, further.first_column, further.last_column) == (lunch.session, 0, 0)
    assert (further.top, further.height) == (lunch.top, lunch.height)
    assert timetable.block_at(further.x, further.top) == further
    assert timetable.blocks_of(["lunch"]) == [lunch, further]
    assert timetable.pinned == 0


def test_where_no_room_is_free_it_has_the_first_column_which_stays_in_view() -> None:
    sessions = [
        session("workshop", "09:00", 180, "Aurora"),
        session("break", "10:30", 30, whole_venue=True, kind=Kind.BREAK),
    ]
    timetable = lay_out(sessions, ROOMS, 80)
    assert names(timetable) == [WHOLE_VENUE, "Aurora"]
    assert block(timetable, "break").right < block(timetable, "workshop").x == timetable.pinned


def test_so_has_one_that_no_column_in_view_would_show_at_some_position() -> None:
    rooms = [f"Room {number}" for number in range(9)]
    busy = [session(f"late in {room}", "12:30", 60, room) for room in rooms[:5]]
    day = [*(session(room, "10:00", 45, room) for room in rooms), *busy]
    lunch = session("lunch", "12:00", 90, whole_venue=True, kind=Kind.MEAL)
    wide = lay_out([*day, lunch], rooms, 250)
    assert (wide.pinned, block(wide, "lunch").first_column) == (0, 5)
    narrow = lay_out([*day, lunch], rooms, 70)
    assert (names(narrow)[0], block(narrow, "lunch").right) == (WHOLE_VENUE, narrow.pinned - 1)


def test_whole_venue_sessions_at_the_same_time_are_all_in_view_in_a_wide_grid() -> None:
    rooms = [f"Room {number}" for number in range(9)]
    talks = [session(room, "10:00", 45, room) for room in rooms]
    both = [session(name, "08:00", 60, whole_venue=True) for name in ("breakfast", "desk")]
    wide = lay_out([*talks, *both], rooms, 250)
    assert (wide.pinned, block(wide, "desk").right) == (0, wide.width - 1)
    narrow = lay_out([*talks, *both], rooms, 70)
    assert max(block(narrow, each.id).right for each in both) == narrow.pinned - 1


def test_a_long_service_that_would_need_a_column_is_above_the_time_axis() -> None:
    workshop = session("workshop", "09:00", 240, "Aurora")
    desk = session("desk", "08:00", 240, whole_venue=True, kind=Kind.SERVICE)
    timetable = lay_out([workshop, desk], ROOMS, 80)
    assert block(timetable, "desk").all_day and names(timetable) == ["Aurora"]
    assert not block(lay_out([desk], ROOMS, 80), "desk").all_day


def test_a_day_without_rooms_is_laid_out_however_narrow_it_is() -> None:
    day = [session("walk", "10:00", 60, whole_venue=True), session("poster")]
    timetable = lay_out(day, ROOMS, 20)
    assert names(timetable) == [WHOLE_VENUE, NO_TIME]


def test_equal_breaks_in_the_rooms_are_one_band() -> None:
    coffee = [
        session(f"coffee {room}", "10:45", 15, room, kind=Kind.BREAK)._replace(title="Coffee")
        for room in ROOMS
    ]
    talks = [session(room, "10:00", 45, room) for room in ROOMS]
    timetable = lay_out([*talks, *coffee], ROOMS, 80)
    band = block(timetable, "coffee Aurora")
    assert (band.first_column, band.last_column, band.height) == (0, 2, 1)
    assert band.ids == tuple(each.id for each in coffee)
    assert block(timetable, "coffee Cedar") is band and band.is_band
    assert len(timetable.blocks) == 4

    two = lay_out([*talks, *coffee[:2]], ROOMS, 80)
    assert block(two, "coffee Birch").last_column == 2, "most rooms, and the others are free"
    for other in (
        session("x", "10:45", 45, "Cedar"),
        coffee[2]._replace(title="Tea"),
        coffee[2]._replace(end=DAY.replace(hour=12)),
    ):
        apart = lay_out([*talks, *coffee[:2], other], ROOMS, 80)
        assert block(apart, "coffee Birch").first_column == 1
    workshops = [each._replace(kind=Kind.WORKSHOP) for each in coffee]
    assert len(lay_out([*talks, *workshops], ROOMS, 80).blocks) == 6, "only breaks"


def test_a_day_of_whole_venue_sessions_only_has_one_column() -> None:
    assert names(lay_out([session("a", "10:00", 30, whole_venue=True)], ROOMS, 80)) == [WHOLE_VENUE]


def test_overlapping_sessions_in_one_room_are_side_by_side() -> None:
    sessions = [
        session("a", "10:00", 60, "Aurora"),
        session("b", "10:30", 60, "Aurora"),
        session("c", "11:30", 60, "Aurora"),
    ]
    timetable = lay_out(sessions, ROOMS, 80)
    assert block(timetable, "a").right <= block(timetable, "b").x
    assert block(timetable, "c").width > block(timetable, "a").width


def test_back_to_back_sessions_do_not_overlap() -> None:
    sessions = [session("a", "10:00", 30, "Aurora"), session("b", "10:30", 30, "Aurora")]
    timetable = lay_out(sessions, ROOMS, 80)
    assert block(timetable, "a").bottom == block(timetable, "b").top
    assert block(timetable, "a").width == block(timetable, "b").width


def test_a_session_in_adjacent_rooms_is_one_block() -> None:
    sessions = [
        session("wide", "10:00", 45, "Aurora", "Birch"),
        session("narrow", "10:00", 45, "Cedar"),
        session("later", "12:00", 45, "Birch"),
    ]
    wide = block(lay_out(sessions, ROOMS, 80), "wide")
    assert (wide.first_column, wide.last_column) == (0, 1)


def test_a_session_in_separate_columns_is_in_its_first_room() -> None:
    sessions = [
        session("apart", "10:00", 45, "Aurora", "Cedar"),
        session("between", "10:00", 45, "Birch"),
    ]
    apart = block(lay_out(sessions, ROOMS, 80), "apart")
    assert (apart.first_column, apart.last_column) == (0, 0)


@pytest.mark.parametrize(
    ("quiet", "in_rail"),
    [
        (session("q", "08:00", 600, whole_venue=True), True),
        (session("q", "08:00", 600), True),
        (session("q", "08:00", 600, "Cedar", kind=Kind.SERVICE), True),
        (session("q", "08:00", 600, "Cedar", kind=Kind.WORKSHOP), False),
        (session("q", "08:00", 300, whole_venue=True), False),
    ],
)
def test_all_day_sessions_are_above_the_time_axis(quiet: Session, in_rail: bool) -> None:
    timetable = lay_out([quiet, session("talk", "10:00", 45, "Aurora")], ROOMS, 80)
    found = block(timetable, "q")
    assert found.all_day is in_rail
    if in_rail:
        assert (found.top, found.height) == (0, 1)
        assert block(timetable, "talk").top == 1


def test_a_session_of_several_days_is_above_the_time_axis() -> None:
    camp = session("camp", "18:00", 18 * 60, "Aurora", kind=Kind.WORKSHOP)
    party = session("party", "21:00", 9 * 60, "Birch", kind=Kind.WORKSHOP)
    timetable = lay_out([camp, party], ROOMS, 80)
    assert block(timetable, "camp").all_day and not block(timetable, "party").all_day


def test_a_longer_session_is_taller() -> None:
    sessions = [session("a", "10:00", 30, "Aurora"), session("b", "12:00", 120, "Aurora")]
    timetable = lay_out(sessions, ROOMS, 80)
    assert block(timetable, "b").height > block(timetable, "a").height


def test_hours_in_which_nothing_starts_or_ends_take_no_rows() -> None:
    sessions = [session("a", "09:00", 30, "Aurora"), session("b", "22:00", 30, "Aurora")]
    timetable = lay_out(sessions, ROOMS, 80)
    assert block(timetable, "b").top == block(timetable, "a").bottom


def test_a_break_for_the_whole_venue_takes_one_line() -> None:
    sessions = [
        session("break", "10:00", 60, whole_venue=True, kind=Kind.BREAK),
        session("a", "11:00", 30, "Aurora"),
    ]
    assert block(lay_out(sessions, ROOMS, 80), "break").height == 1


def test_fewer_minutes_to_a_row_make_blocks_taller() -> None:
    sessions = [session("a", "10:00", 60, "Aurora")]
    assert lay_out(sessions, ROOMS, 80, 10).height > lay_out(sessions, ROOMS, 80, 30).height


def test_sessions_without_a_time_are_stacked() -> None:
    timetable = lay_out([session("a"), session("b")], ROOMS, 80)
    assert block(timetable, "a").bottom <= block(timetable, "b").top


def test_the_columns_fill_the_width() -> None:
    sessions = [session(room, "10:00", 45, room) for room in ROOMS]
    assert lay_out(sessions, ROOMS, 100).width == 100


def test_many_rooms_exceed_the_width_instead_of_getting_unreadable() -> None:
    rooms = [f"Room {number}" for number in range(60)]
    sessions = [session(room, "10:00", 45, room) for room in rooms]
    timetable = lay_out(sessions, rooms, 100)
    assert all(column.width >= 20 for column in timetable.columns)


@given(st.integers(2, 70), st.integers(22, 250))
def test_however_far_it_is_scrolled_whole_columns_fill_the_width(rooms: int, width: int) -> None:
    names = [f"Room {number}" for number in range(rooms)]
    columns = lay_out([session(room, "10:00", 45, room) for room in names], names, width).columns
    visible = min(rooms, max(1, width // 22)) if columns[-1].x else 1
    if sum(column.width for column in columns) <= width:
        visible = rooms
    for first in range(rooms - visible + 1):
        window = columns[first : first + visible]
        assert sum(column.width for column in window) == width
        assert max(c.width for c in window) - min(c.width for c in window) <= 1


def test_an_empty_day_is_an_empty_timetable() -> None:
    timetable = lay_out([], ROOMS, 80)
    assert (timetable.blocks, timetable.height) == ((), 0)


def test_the_present_time_has_a_row_during_the_day() -> None:
    timetable = lay_out([session("a", "10:00", 60, "Aurora")], ROOMS, 80)
    assert timetable.row_at(DAY.replace(hour=9)) is None
    assert timetable.row_at(DAY.replace(hour=10)) == 0
    assert timetable.row_at(DAY.replace(hour=10, minute=30)) == timetable.height // 2
    assert timetable.row_at(DAY.replace(hour=12)) is None


def test_a_session_after_midnight_is_below_the_evening() -> None:
    late = Session(
        id="late",
        title="late",
        start=DAY + timedelta(days=1, hours=1),
        end=DAY + timedelta(days=1, hours=2),
        rooms=("Aurora",),
    )
    timetable = lay_out([session("evening", "22:00", 45, "Aurora"), late], ROOMS, 80)
    assert block(timetable, "late").top >= block(timetable, "evening").bottom


def test_what_starts_in_columns_out_of_view_takes_no_rows() -> None:
    busy = [session(f"b{m}", f"10:{m:02}", 10, "Birch") for m in range(0, 60, 10)]
    day = [session("ice", "10:00", 60, "Aurora"), *busy, session("fog", "11:00", 30, "Aurora")]
    placed = place_day(day, ROOMS, 20)
    whole, alone = arrange(placed), arrange(placed, 0, 0)
    assert [start.strftime("%H:%M") for _, start in alone.marks] == ["10:00", "11:00"]
    assert block(whole, "fog").top > block(alone, "fog").top == block(alone, "ice").bottom
    assert alone.columns == whole.columns
    assert alone.block_of("b10") is None


def test_a_row_has_the_time_that_began_at_or_above_it() -> None:
    timetable = lay_out([session("ice", "10:00", 60, "Aurora")], ROOMS, 60)
    times = [timetable.time_at(row) for row in (-1, 0, 1, timetable.height)]
    ten, eleven = DAY + timedelta(hours=10), DAY + timedelta(hours=11)
    assert times == [None, ten, ten, eleven]


@st.composite
def days(draw: st.DrawFn) -> list[Session]:
    """A day of any sessions: overlaps, several rooms, no room, no time, the whole venue."""
    sessions = []
    for number in range(draw(st.integers(0, 14))):
        timed = draw(st.integers(0, 9)) > 0
        start = DAY + timedelta(minutes=5 * draw(st.integers(96, 300))) if timed else None
        length = timedelta(minutes=draw(st.sampled_from([0, 1, 10, 25, 30, 45, 60, 180, 480])))
        sessions.append(
            Session(
                id=f"s{number}",
                title=f"s{number}",
                kind=draw(st.sampled_from(list(Kind))),
                start=start,
                end=start + length if start else None,
                rooms=tuple(draw(st.lists(st.sampled_from([*ROOMS, "Attic"]), unique=True))),
                whole_venue=draw(st.integers(0, 3)) == 0,
            )
        )
    return sessions


WIDTHS = st.integers(1, 250)
SCALES = st.sampled_from([4, 15, 60])


@given(days(), WIDTHS, SCALES)
def test_no_two_blocks_share_a_cell(sessions: list[Session], width: int, scale: int) -> None:
    timetable = lay_out(sessions, ROOMS, width, scale)
    blocks = (*timetable.blocks, *timetable.further)
    for index, one in enumerate(blocks):
        for other in blocks[index + 1 :]:
            apart_across = one.right <= other.x or other.right <= one.x
            apart_down = one.bottom <= other.top or other.bottom <= one.top
            assert apart_across or apart_down, (one, other)


@given(days(), WIDTHS, SCALES)
def test_every_session_appears_exactly_once(
    sessions: list[Session], width: int, scale: int
) -> None:
    blocks = lay_out(sessions, ROOMS, width, scale).blocks
    assert sorted(b.session.id for b in blocks) == sorted(s.id for s in sessions)


@given(days(), WIDTHS, SCALES)
def test_order_in_time_is_order_on_screen(sessions: list[Session], width: int, scale: int) -> None:
    timed = [b for b in lay_out(sessions, ROOMS, width, scale).blocks if not b.all_day]
    for one, other in _pairs([b for b in timed if b.session.start]):
        assert one.session.start is not None
        assert other.session.start is not None
        if one.session.start < other.session.start:
            assert one.top < other.top
        if one.session.start == other.session.start:
            assert one.top == other.top


@given(days(), WIDTHS, SCALES)
def test_every_block_has_room_for_its_title(
    sessions: list[Session], width: int, scale: int
) -> None:
    timetable = lay_out(sessions, ROOMS, width, scale)
    for found in (*timetable.blocks, *timetable.further):
        assert found.height >= 1
        assert found.width >= 11
        assert found.x >= 0
        assert found.right < timetable.width
        if found.height == 1 and not found.all_day:
            assert found.width >= 40 or scale >= 60


@given(days(), st.integers(40, 250), SCALES)
def test_a_whole_venue_session_is_in_view_wherever_the_columns_are(
    sessions: list[Session], width: int, scale: int
) -> None:
    timetable = lay_out(sessions, ROOMS, width, scale)
    if timetable.columns and timetable.columns[0].name == WHOLE_VENUE and not timetable.pinned:
        assert 2 * timetable.columns[0].width > width, "beside it there would be no room for rooms"
        return
    columns = [column for column in timetable.columns if column.x >= timetable.pinned]
    for number, column in enumerate(columns):
        left, right = column.x, column.x + width - timetable.pinned
        if number and timetable.width <= left + width - timetable.pinned:
            break  # the columns are never scrolled so far
        for each in sessions:
            if each.whole_venue and each.start:
                blocks = timetable.blocks_of([each.id])
                assert any(
                    found.x < timetable.pinned or (found.x < right and found.right > left)
                    for found in blocks
                )


@given(days(), st.integers(20, 100), SCALES, st.integers(0, 4), st.integers(0, 4))
def test_what_some_columns_show_is_a_timetable_too(
    sessions: list[Session], width: int, scale: int, one: int, other: int
) -> None:
    placed = place_day(sessions, ROOMS, width, scale)
    whole, last = arrange(placed), len(placed.columns) - 1
    first, final = sorted((min(one, last), min(other, last)))
    shown = arrange(placed, first, final)
    blocks = (*shown.blocks, *shown.further)
    for found in blocks:
        assert found.height >= 1
        assert [found.x, found.width] in [
            [each.x, each.width] for each in whole.blocks_of([found.session.id])
        ]
    for index, above in enumerate(blocks):
        for below in blocks[index + 1 :]:
            apart_across = above.right <= below.x or below.right <= above.x
            assert apart_across or above.bottom <= below.top or below.bottom <= above.top
    in_view = {
        each.session.id
        for each in (*whole.blocks, *whole.further)
        if each.first_column <= final and each.last_column >= first
    }
    assert in_view <= {each.session.id for each in shown.blocks}
    assert shown.height <= whole.height


def _pairs(blocks: Sequence[Block]) -> list[tuple[Block, Block]]:
    return [(one, other) for one in blocks for other in blocks if one is not other]


@given(days(), st.integers(20, 200), st.data())
def test_the_column_of_a_session_is_the_same_before_there_are_rows(
    sessions: list[Session], width: int, data: st.DataObject
) -> None:
    placed = place_day(sessions, ROOMS, width)
    timetable = arrange(placed)
    for each in sessions:
        room = data.draw(st.sampled_from([*each.rooms, *ROOMS, ""]))
        found = block_under(timetable, Cursor(each.id, room))
        assert found is not None
        assert placed.column_of(each.id, room) == column_of(timetable, found, room)


@given(days(), st.integers(20, 200), st.sampled_from([4, 15, 30, 60]))
def test_the_height_is_known_without_laying_out_the_blocks(
    sessions: list[Session], width: int, scale: int
) -> None:
    placed = place_day(sessions, ROOMS, width, scale)
    assert measure_height(placed) == arrange(placed).height


@given(days(), st.integers(20, 200), st.sampled_from([4, 15, 30, 60]), st.integers(0, 30))
def test_a_day_that_is_surely_higher_is_higher(
    sessions: list[Session], width: int, scale: int, rows: int
) -> None:
    if is_surely_higher(sessions, rows, scale):
        assert lay_out(sessions, ROOMS, width, scale).height > rows


def test_sessions_that_follow_one_another_need_rows_each() -> None:
    following = [session(f"{hour}", f"{hour}:00", 60, "Aurora") for hour in range(10, 15)]
    beside = [session(f"{hour} b", f"{hour}:00", 60, "Birch") for hour in range(10, 15)]
    assert is_surely_higher(following + beside, 9, 15)
    assert not is_surely_higher(following + beside, 10, 15)
    assert not is_surely_higher(following + beside, 5, 60)
