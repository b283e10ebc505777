"""The start, end and duration of a session, in all the ways that talk files write them."""

from collections.abc import Callable
from datetime import datetime

import pytest

from confui.schedule.models import Conference, EndSource, Session

Read = Callable[..., tuple[Session, Conference]]


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


@pytest.mark.parametrize(
    "front",
    [
        "date: 2031-05-17 10:15",
        "start_datetime: 2031-05-17T10:15:00",
        "start: 2031-05-17 10:15",
        "start_time: 2031-05-17 10:15",
        "starts: 17 May 2031, 10:15",
        "Start Date: 2031-05-17 10:15",
        "startTime: 2031-05-17 10:15",
        "date: 2031-05-17\nstart: 10:15",
        "date: 2031-05-17\ntime_start: 10h15",
        "date: 2031-May-17\ntime: 10:15",
        "day: 17.05.2031\nstart_time: 10:15 am",
        "slot: 17/05/2031\ntime_start: 10h15",
        "date: 2031-01-02 08:00\nstart: 2031-05-17 10:15",
        "date: 2031-05-17 00:00\nstart: 10:15",
    ],
)
def test_a_start_may_be_written_in_many_ways(read: Read, front: str) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert session.start == datetime(2031, 5, 17, 10, 15)
    assert session.line >= 3
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("front", "code", "kept"),
    [
        ("slot: 01/10/2031\ntime_start: 10h15", "bad-date", {"slot", "time_start"}),
        ("date: 02/03/2031\nstart: 10:15", "bad-date", {"date", "start"}),
        ("date: 17th Sep\nstart: 12:00", "bad-date", {"date", "start"}),
        ("start: 10:15", "no-date", {"start"}),
        ("date: 2031-05-17\nstart: noon", "bad-time", {"date", "start"}),
        ("start: 2031-05-17", "date-without-time", {"start"}),
        ("day: Monday\nstart: 10:15", "bad-date", {"day", "start"}),
        ("start: [10, 15]", "bad-time", {"start"}),
    ],
)
def test_an_unreadable_start_is_a_problem_under_its_own_key(
    read: Read, front: str, code: str, kept: set[str]
) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert session.start is None
    assert code in codes(conference)
    assert set(session.extra) == kept
    assert all(
        f"`{front.partition(':')[0]}`" in problem.message or problem.line == 4
        for problem in conference.problems
    )


@pytest.mark.parametrize(
    ("front", "minutes", "source"),
    [
        ("end: 2031-05-17 10:45", 30, EndSource.GIVEN),
        ("end_time: 10:45", 30, EndSource.GIVEN),
        ("time_end: 10h45", 30, EndSource.GIVEN),
        ("ends: 01:15", 900, EndSource.INFERRED),
        ("duration: 45", 45, EndSource.DURATION),
        ("duration: 0:45", 45, EndSource.DURATION),
        ("length: 1 hour 30 mins", 90, EndSource.DURATION),
        ("duration: PT30M", 30, EndSource.DURATION),
        ("end: 10:45\nduration: 90", 30, EndSource.GIVEN),
        ("end: 2031-05-16 10:45\nduration: 90", 90, EndSource.DURATION),
    ],
)
def test_an_end_may_be_written_in_many_ways(
    read: Read, front: str, minutes: int, source: EndSource
) -> None:
    session, conference = read(f"title: Snow\nstart: 2031-05-17 10:15\n{front}")
    assert session.end_source is source
    if source is EndSource.INFERRED:
        assert codes(conference) == ["bad-end"]
    else:
        assert session.minutes == minutes


@pytest.mark.parametrize(
    ("front", "minutes"),
    [
        ("start_time: 2pm\nend_time: 2:45pm", 45),
        ("start_time: 14h\nend_date: 2031-05-17\nend_time: 14h30", 30),
        ("start_time: 22:00\nend_date: 2031-05-18\nend_time: 1:00", 180),
        ("time: 13:00 → 13:45", 45),
    ],
)
def test_an_end_may_be_written_like_a_start(read: Read, front: str, minutes: int) -> None:
    session, conference = read(f"title: Snow\ndate: 2031-05-17\n{front}")
    assert (session.minutes, session.end_source) == (minutes, EndSource.GIVEN)
    assert conference.problems == ()


def test_seconds_since_1970_are_converted_to_the_zone_of_the_conference(read: Read) -> None:
    front = "title: Snow\nstart: 1936803600\nend: 1936806300000"
    session, conference = read(front)
    assert session.start == datetime(2031, 5, 17, 17)
    assert "times-in-utc" in codes(conference)
    session, conference = read(front, settings="timezone: Europe/Athens")
    assert (session.start, session.minutes) == (datetime(2031, 5, 17, 20), 45)
    assert conference.problems == ()


def test_an_end_after_midnight_is_the_next_day(read: Read) -> None:
    session, conference = read("title: Snow\ndate: 2031-05-17\nstart: 22:00\nend: 1:00")
    assert (session.minutes, conference.problems) == (180, ())


def test_a_range_gives_start_and_end(read: Read) -> None:
    session, conference = read("title: Snow\ndate: 2031-05-17\ntime: 10:00 - 10:40")
    assert (session.minutes, session.end_source) == (40, EndSource.GIVEN)
    assert (session.extra, conference.problems) == ({}, ())


def test_an_invalid_duration_is_an_error_under_its_own_key(read: Read) -> None:
    session, conference = read("title: Snow\nstart: 2031-05-17 10:15\nlength: very")
    assert session.extra == {"length": "very"}
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("bad-duration", 4)
    assert "`length`" in problem.message


def swapped(*days: str) -> dict[str, str]:
    text = "---\ntitle: Snow\nslot: {}\ntime_start: 9h\nroom: Aurora\n---\n"
    return {f"{number}.md": text.format(day) for number, day in enumerate(days)}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["01/10/2031", "02/10/2031"], ["2031-10-01", "2031-10-02"]),
        (["10/01/2031", "10/02/2031"], ["2031-10-01", "2031-10-02"]),
        (["10/12/2031", "25/12/2031"], ["2031-12-10", "2031-12-25"]),
    ],
)
def test_dates_that_could_be_swapped_are_decided_together_with_one_note(
    load: Callable[..., Conference], days: list[str], expected: list[str]
) -> None:
    conference = load(swapped(*days))
    assert [f"{session.start:%Y-%m-%d}" for session in conference.sessions] == expected
    assert codes(conference) == ["assumed-day-order"]


@pytest.mark.parametrize(("dates", "month"), [("day-first", 3), ("month-first", 2)])
def test_the_settings_say_how_dates_are_written(
    load: Callable[..., Conference], dates: str, month: int
) -> None:
    conference = load({**swapped("02/03/2031"), "conference.yaml": f"dates: {dates}"})
    (session,) = conference.sessions
    assert session.start is not None
    assert (session.start.month, conference.problems) == (month, ())


def test_an_unknown_way_to_write_dates_is_an_error(load: Callable[..., Conference]) -> None:
    conference = load({**swapped("2031-03-02"), "conference.yaml": "dates: backwards"})
    assert codes(conference) == ["bad-dates"]


def test_many_times_in_seconds_are_one_warning(load: Callable[..., Conference]) -> None:
    files = {f"{n}.md": f"---\ntitle: {n}\nstart: {1936803600 + n}\nroom: A\n---\n" for n in (1, 2)}
    assert codes(load(files)).count("times-in-utc") == 1
