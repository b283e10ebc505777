import pytest

from confui.export.now_next_table import as_next_table, as_now_next_tsv, as_now_table
from confui.export.text_columns import cells
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.now_next import current_sessions, next_sessions, next_start_time
from tests.export.marks import marked
from tests.export.programme import (
    BEES,
    CONFERENCE,
    ICE,
    KEYNOTE,
    POSTER,
    QUIET,
    RAIN,
    SNOW,
    TREES,
    WIND,
    at,
)


def running(moment: str, bookmarks: dict[str, Bookmark] | None = None) -> list[str]:
    marks, now = bookmarks or {}, at(moment)
    return as_now_table(current_sessions(CONFERENCE, marks, now), marks, now).splitlines()


def next_up(moment: str, bookmarks: dict[str, Bookmark] | None = None) -> list[str]:
    marks, now = bookmarks or {}, at(moment)
    return as_next_table(next_sessions(CONFERENCE, marks, now), marks, now).splitlines()


def test_the_now_table_has_each_room_with_the_minutes_left() -> None:
    assert running("17 10:35") == [
        "   Aurora Hall  10 min left      Snow   Inga Frost, Odd Hale",
        "   Birch Room   ~40 min left     Ice",
        "   Cedar Room   7 h 25 min left  Quiet",
    ]


def test_starred_sessions_come_first_and_skipped_ones_last() -> None:
    marks = marked(SNOW, mark=Mark.SKIP) | marked(QUIET, mark=Mark.MAYBE) | marked(ICE)
    assert [line[0] for line in running("17 10:35", marks)] == ["★", "☆", "✕"]


def test_a_session_that_ends_now_is_over_and_one_that_starts_now_is_on() -> None:
    assert [line.split()[-1] for line in running("17 11:15")] == ["Wind", "Quiet"]


def test_a_session_without_an_end_is_on_until_its_day_is_over() -> None:
    endless = TREES._replace(end=None)
    conference = CONFERENCE._replace(sessions=(endless,))
    assert current_sessions(conference, {}, at("19 03:59")) == (endless,)
    assert current_sessions(conference, {}, at("19 04:00")) == ()
    assert as_now_table((endless,), {}, at("18 12:00")) == "   Birch Room  since 10:15  Trees"


def test_a_session_in_two_rooms_or_in_all_is_listed_once() -> None:
    both = SNOW._replace(rooms=("Aurora Hall", "Birch Room"))
    conference = CONFERENCE._replace(sessions=(KEYNOTE, both))
    assert next_sessions(conference, {}, at("17 08:00")) == (KEYNOTE, both)
    assert current_sessions(conference, {}, at("17 10:00")) == (both,)


def test_the_next_table_has_each_room_with_the_minutes_until_the_start() -> None:
    assert next_up("17 09:48") == [
        "   Aurora Hall  starts in 12 min  10:00  Snow  Inga Frost, Odd Hale",
        "   Birch Room   starts in 42 min  10:30  Ice",
    ]


def test_the_next_starred_session_is_listed_even_after_another_one() -> None:
    assert next_sessions(CONFERENCE, marked(WIND), at("17 09:48")) == (WIND, SNOW, ICE)


def test_sessions_that_start_together_in_one_room_are_all_listed() -> None:
    beside = RAIN._replace(id="beside")
    conference = CONFERENCE._replace(sessions=(*CONFERENCE.sessions, beside))
    assert next_sessions(conference, {}, at("17 12:00")) == (beside, RAIN)


def test_after_the_last_session_of_a_day_comes_the_next_day() -> None:
    assert [line.split()[-1] for line in next_up("17 14:00")] == ["Bees", "Maps"]


def test_the_night_belongs_to_the_day_before() -> None:
    late = BEES._replace(id="late", start=at("18 01:00"), end=at("18 02:00"), day=RAIN.day)
    conference = CONFERENCE._replace(sessions=(late, *CONFERENCE.sessions))
    assert next_sessions(conference, {}, at("18 00:30")) == (late,)


@pytest.mark.parametrize(
    ("moment", "expected"), [("16 10:00", "in 23 h"), ("15 08:00", "in 2 days")]
)
def test_a_long_wait_is_given_in_hours_or_days(moment: str, expected: str) -> None:
    assert f"  {expected}  " in next_up(moment)[0]


def test_without_times_nothing_is_on_and_nothing_comes_next() -> None:
    conference = CONFERENCE._replace(sessions=(POSTER,))
    assert (
        current_sessions(conference, {}, at("17 10:00"))
        == next_sessions(conference, {}, at("17 10:00"))
        == ()
    )
    assert next_start_time(conference, at("17 10:00")) is None


def test_hidden_sessions_are_not_listed() -> None:
    conference = CONFERENCE._replace(sessions=(SNOW._replace(visible=False),))
    assert (
        current_sessions(conference, {}, at("17 10:00"))
        == next_sessions(conference, {}, at("17 09:00"))
        == ()
    )


def test_tsv_has_the_minutes_as_a_number() -> None:
    marks = marked(SNOW)
    assert as_now_next_tsv((SNOW, POSTER), marks, at("17 10:35")).splitlines() == [
        "mark\tminutes\tstart\tend\trooms\ttitle\tspeakers\tid",
        "must\t10\t2031-05-17T10:00\t2031-05-17T10:45\tAurora Hall\tSnow\t"
        "Inga Frost, Odd Hale\tsnow",
        "\t\t\t\t\tPoster\t\tposter",
    ]


def test_the_tables_fit_the_terminal() -> None:
    long = SNOW._replace(title="漢字 and everything about snow " * 5)
    for width in range(40, 120):
        board = as_now_table((long, ICE), {}, at("17 10:35"), width)
        assert max(map(cells, board.splitlines())) <= width, width
    narrow, wide = (as_now_table((long,), {}, at("17 10:35"), width) for width in (60, 140))
    assert "Inga" not in narrow and "Inga Frost" in wide, "the title matters more"
