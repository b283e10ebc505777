"""What a conference as a whole lacks."""

from datetime import datetime

import pytest

from confui.schedule.checks import check_completeness
from confui.schedule.models import Conference, Kind, Session, Speaker

TEN = datetime(2031, 5, 17, 10)
MIDNIGHT = datetime(2031, 1, 1)


def codes(*sessions: Session, **fields: object) -> list[str]:
    conference = Conference(sessions=sessions, source="somewhere/s.xml")
    problems = check_completeness(conference._replace(**fields))  # type: ignore[arg-type]  # of one test
    return [problem.code for problem in problems]


def talks(count: int, **fields: object) -> list[Session]:
    made = (Session(str(number), f"Talk {number}") for number in range(count))
    return [session._replace(**fields) for session in made]  # type: ignore[arg-type]  # as above


def speakers(*names: str) -> tuple[Speaker, ...]:
    return tuple(Speaker(name, name) for name in names)


def test_a_programme_without_a_single_time_is_one_problem_at_its_first_session() -> None:
    sessions = tuple(session._replace(id=f"{session.id}.md", line=3) for session in talks(9))
    (problem,) = check_completeness(Conference(sessions=sessions))
    assert (problem.code, problem.file, problem.line) == ("no-times", "0.md", 3)
    assert "9 sessions" in problem.message


def test_one_time_is_enough() -> None:
    assert codes(*talks(9), Session("x", "Keynote", start=TEN)) == []


def test_a_hidden_session_with_a_time_does_not_count() -> None:
    assert codes(*talks(2), Session("x", "Keynote", start=TEN, visible=False)) == ["no-times"]


@pytest.mark.parametrize(("count", "expected"), [(3, []), (4, ["placeholder-date"])])
def test_many_talks_at_the_same_midnight_have_a_placeholder(
    count: int, expected: list[str]
) -> None:
    later = Session("x", "Keynote", start=TEN)
    assert codes(*talks(count, start=MIDNIGHT), later) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["placeholder-date"]),
        ({"rooms": ("Aurora",)}, []),
        ({"kind": Kind.SOCIAL}, []),
    ],
)
def test_a_crowd_of_talks_without_rooms_has_a_placeholder(
    fields: dict[str, object], expected: list[str]
) -> None:
    assert codes(*talks(10, start=TEN, **fields)) == expected


def test_rooms_that_no_session_has_are_a_problem() -> None:
    sessions = talks(2, start=TEN)
    assert codes(*sessions, rooms=("Aurora", "Birch", "Cedar")) == ["no-rooms"]
    assert codes(*sessions) == []
    assert codes(*sessions, sessions[0]._replace(whole_venue=True), rooms=("Aurora",)) == []


@pytest.mark.parametrize(
    "names",
    [
        ("U7H7LA", "AAAAAA"),
        ("12", "13"),
        ("kari_holm", "ola-berg"),
        ("6f1c2a34-0000-4000-8000-00000000000a", "Kari Holm", "0123456789abcdef"),
    ],
)
def test_speakers_that_stay_ids_are_a_problem(names: tuple[str, ...]) -> None:
    (session,) = talks(1, start=TEN, speakers=speakers(*names))
    assert codes(session, *talks(1, start=TEN)) == ["speakers-are-ids"]


@pytest.mark.parametrize(
    "names", [("Kari Holm", "blinry"), ("kari-h", "Ola Berg"), ("Prince", "X")]
)
def test_people_with_short_names_are_no_ids(names: tuple[str, ...]) -> None:
    (session,) = talks(1, start=TEN, speakers=speakers(*names))
    assert codes(session, *talks(1, start=TEN)) == []
