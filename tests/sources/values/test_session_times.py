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
