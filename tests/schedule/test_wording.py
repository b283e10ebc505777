"""Sessions, times, levels and marks as text."""

from datetime import date, datetime

import pytest

from confui.schedule import wording
from confui.schedule.models import EndSource, Kind, Level, Session
from confui.schedule.variety import MainFacet, Variety

TALK = Session(
    id="talk",
    title="Talk",
    start=datetime(2031, 5, 17, 9, 5),
    end=datetime(2031, 5, 17, 9, 50),
    end_source=EndSource.GIVEN,
    rooms=("Aurora",),
)


def test_a_given_end_is_shown_without_a_tilde() -> None:
    assert wording.day_and_time(TALK) == "Sat 17 May  09:05 – 09:50"


def test_an_inferred_end_is_marked() -> None:
    assert wording.time_range(TALK._replace(end_source=EndSource.INFERRED)) == "09:05 – ~09:50"


def test_a_session_without_a_time_is_unscheduled() -> None:
    assert wording.day_and_time(TALK._replace(start=None, end=None)) == "Unscheduled"


@pytest.mark.parametrize(
    ("rooms", "whole_venue", "expected"),
    [
        (("Aurora",), False, "Aurora"),
        (("Aurora", "Birch"), False, "Aurora, Birch"),
        ((), True, "whole venue"),
        (("Aurora",), True, "Aurora (whole venue)"),
        ((), False, "no room"),
    ],
)
def test_room_names_of_a_session(rooms: tuple[str, ...], whole_venue: bool, expected: str) -> None:
    assert wording.room_names(TALK._replace(rooms=rooms, whole_venue=whole_venue)) == expected


@pytest.mark.parametrize(
    ("level", "kind", "expected"),
    [
        (Level.BEGINNER, Kind.TALK, "◆ Beginner"),
        (Level.INTERMEDIATE, Kind.TALK, "◆◆ Intermediate"),
        (Level.ADVANCED, Kind.TALK, "◆◆◆ Advanced"),
        (Level.ALL, Kind.TALK, "○ All"),
        (None, Kind.TALK, "· unset"),
        (None, Kind.BREAK, ""),
    ],
)
def test_a_level_has_a_symbol_and_a_name(level: Level | None, kind: Kind, expected: str) -> None:
    assert wording.level_text(TALK._replace(level=level, kind=kind)) == expected


def test_days_have_a_short_and_a_long_form() -> None:
    assert wording.short_day(date(2031, 5, 17)) == "Sat 17"
    assert wording.long_day(date(2031, 5, 7)) == "Wednesday, 7 May 2031"
    assert wording.short_day(None) == "Unscheduled"


@pytest.mark.parametrize(
    ("count", "expected"), [(5, "5 min"), (60, "1 h"), (80, "1 h 20 min"), (125, "2 h 5 min")]
)
def test_durations_are_in_hours_and_minutes(count: int, expected: str) -> None:
    assert wording.duration(count) == expected


def test_a_count_of_one_is_singular() -> None:
    assert wording.count_of(1, "problem") == "1 problem"
    assert wording.count_of(0, "problem") == "0 problems"


def test_a_session_of_several_days_has_both_days() -> None:
    camp = TALK._replace(end=datetime(2031, 5, 18, 12, 0))
    assert wording.times_and_days(camp) == "Sat 17 09:05 – Sun 18 12:00"
    inferred = camp._replace(end_source=EndSource.INFERRED)
    assert wording.times_and_days(inferred) == "Sat 17 09:05 – Sun 18 ~12:00"
    assert wording.times_and_days(TALK) == "09:05 – 09:50"


@pytest.mark.parametrize(
    ("facet", "session", "expected"),
    [
        (MainFacet.LEVEL, TALK, "· unset"),
        (MainFacet.LEVEL, TALK._replace(level=Level.ALL, track="Web"), "○ All"),
        (MainFacet.TRACK, TALK._replace(level=Level.ALL, track="Web"), "Web"),
        (MainFacet.TRACK, TALK._replace(level=Level.ALL), "○ All"),
        (MainFacet.KIND, TALK, ""),
        (MainFacet.KIND, TALK._replace(kind=Kind.TUTORIAL), "Tutorial"),
        (MainFacet.KIND, TALK._replace(kind=Kind.BREAK), ""),
        (MainFacet.ROOM, TALK._replace(track="Web"), "Web"),
        (None, TALK, ""),
    ],
)
def test_the_topic_says_in_words_what_the_colour_says(
    facet: MainFacet | None, session: Session, expected: str
) -> None:
    assert wording.topic(session, facet, Variety(tracks=True)) == expected


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (("", 0, 0), "Reading north …"),
        (("files", 3, 9), "Reading north: 3 of 9 files"),
        (("sessions", 1_200, 0), "Reading north: 1,200 sessions"),
        (("bytes", 3 * 2**19, 0), "Downloading north: 1.5 MiB"),
        (("saved", 500, 25_000), "Saving north: 500 of 25,000 sessions"),
        (("indexed", 0, 0), "Reading north: getting ready to search"),
    ],
)
def test_each_step_of_reading_is_told_by_what_is_done(
    step: tuple[str, int, int], text: str
) -> None:
    assert wording.reading_progress("north", *step) == text
