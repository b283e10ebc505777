"""The words in which a schedule is told."""

from datetime import date, datetime

import pytest

from confui.schedule import wording
from confui.schedule.models import EndSource, Kind, Level, Session

TALK = Session(
    id="talk",
    title="Talk",
    start=datetime(2031, 5, 17, 9, 5),
    end=datetime(2031, 5, 17, 9, 50),
    end_source=EndSource.GIVEN,
    rooms=("Aurora",),
)


def test_a_given_end_is_told_as_it_is() -> None:
    assert wording.day_and_time(TALK) == "Sat 17 May  09:05 – 09:50"


def test_an_inferred_end_is_marked() -> None:
    assert wording.time_range(TALK._replace(end_source=EndSource.INFERRED)) == "09:05 – ~09:50"


def test_a_session_without_a_time_is_unscheduled() -> None:
    assert wording.day_and_time(TALK._replace(start=None, end=None)) == "Unscheduled"


@pytest.mark.parametrize(
    ("rooms", "whole_venue", "told"),
    [
        (("Aurora",), False, "Aurora"),
        (("Aurora", "Birch"), False, "Aurora, Birch"),
        ((), True, "whole venue"),
        (("Aurora",), True, "Aurora (whole venue)"),
        ((), False, "no room"),
    ],
)
def test_where_a_session_is(rooms: tuple[str, ...], whole_venue: bool, told: str) -> None:
    assert wording.room_names(TALK._replace(rooms=rooms, whole_venue=whole_venue)) == told


@pytest.mark.parametrize(
    ("level", "kind", "told"),
    [
        (Level.BEGINNER, Kind.TALK, "◆ Beginner"),
        (Level.INTERMEDIATE, Kind.TALK, "◆◆ Intermediate"),
        (Level.ADVANCED, Kind.TALK, "◆◆◆ Advanced"),
        (Level.ALL, Kind.TALK, "○ All"),
        (None, Kind.TALK, "· unset"),
        (None, Kind.BREAK, ""),
    ],
)
def test_a_level_is_told_by_sign_and_word(level: Level | None, kind: Kind, told: str) -> None:
    assert wording.level_text(TALK._replace(level=level, kind=kind)) == told


def test_days_are_told_short_and_long() -> None:
    assert wording.short_day(date(2031, 5, 17)) == "Sat 17"
    assert wording.long_day(date(2031, 5, 7)) == "Wednesday, 7 May 2031"
    assert wording.short_day(None) == "Unscheduled"


@pytest.mark.parametrize(
    ("count", "told"), [(5, "5 min"), (60, "1 h"), (80, "1 h 20 min"), (125, "2 h 5 min")]
)
def test_lengths_are_told_in_hours_and_minutes(count: int, told: str) -> None:
    assert wording.duration(count) == told


def test_one_is_singular() -> None:
    assert wording.count_of(1, "problem") == "1 problem"
    assert wording.count_of(0, "problem") == "0 problems"
