"""Times and rooms that lie where no reader looks."""

import json
from collections.abc import Callable, Mapping

import pytest

from confui.schedule.models import Conference

Load = Callable[[Mapping[str, str | bytes]], Conference]


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


def talk(front: str, title: str = "Snow") -> str:
    return f"---\ntitle: {title}\nspeakers: [Kari Holm]\n{front}\n---\n"


@pytest.mark.parametrize(
    ("front", "code", "path"),
    [
        ("placement:\n  start: '10:00'", "unused-time", "placement.start"),
        (
            "slots:\n- begin: 2031-05-17 10:00\n- begin: 2031-05-18 10:00",
            "unused-time",
            "slots.begin",
        ),
        ("placement:\n  room: Aurora", "unused-room", "placement.room"),
        ("microlocation:\n  name: Aurora", "unused-room", "microlocation.name"),
        ("our_start_time: 2031-05-17 10:00", "unused-time", "our_start_time"),
        ("main_hall: Aurora", "unused-room", "main_hall"),
    ],
)
def test_a_time_or_room_in_a_nested_object_is_named_with_its_place(
    load: Load, front: str, code: str, path: str
) -> None:
    start = "" if code == "unused-time" else "date: 2031-05-17 10:00\n"
    problems = load({"a.md": talk(start + front)}).problems
    (problem,) = [problem for problem in problems if problem.code == code]
    assert (problem.file, f"`{path}`" in problem.message) == ("a.md", True)


def test_one_problem_stands_for_all_sessions_with_the_key(load: Load) -> None:
    files = {f"{n}.md": talk(f"placement:\n  start: '{n}:00'", f"Snow {n}") for n in range(10, 15)}
    conference = load(files)
    assert codes(conference) == ["no-times", "unused-time"]
    assert "5 sessions" in conference.problems[1].message


@pytest.mark.parametrize("key", ["invited_speaker", "coAuthors", "panelists"])
def test_a_key_named_like_speakers_is_named_if_a_session_has_none(
    open_file: Callable[..., Conference], key: str
) -> None:
    event = {"title": "Snow", "start": "2031-05-17T10:00:00", "room": "Aurora"}
    conference = open_file(json.dumps([{**event, key: "Kari Holm"}]))
    (problem,) = conference.problems
    assert (problem.code, f"`{key}`" in problem.message) == ("unused-speaker", True)
    conference = open_file(json.dumps([{**event, key: "Kari Holm", "speaker": "Ola Vik"}]))
    assert conference.problems == ()


@pytest.mark.parametrize(
    "front",
    [
        "created:\n  date: 2031-01-01",
        "sitemap:\n  date: 2031-01-01",
        "event:\n  when: soon",
        "date: soon",
        "speaker_info:\n  location: Oslo",
        "end_time: soon",
        "announced_date: 2031-01-01",
        "timezone: '10:00'",
    ],
)
def test_other_dates_and_values_with_a_problem_of_their_own_are_not_named(
    load: Load, front: str
) -> None:
    assert not {"unused-time", "unused-room"}.intersection(codes(load({"a.md": talk(front)})))


def test_keys_beside_a_time_and_a_room_are_not_named(load: Load) -> None:
    front = "room: Aurora\nstart_datetime: 2031-05-17 10:00\nwritten:\n  date: 2031-01-01"
    assert codes(load({"a.md": talk(front)})) == []


def test_rooms_listed_in_a_file_whose_sessions_have_none_are_a_problem(
    open_file: Callable[..., Conference],
) -> None:
    sessions = [{"id": n, "title": n, "startsAt": f"2031-05-17T1{n}:00:00"} for n in "123"]
    rooms = [{"id": "7", "name": "Aurora"}]
    conference = open_file(json.dumps({"sessions": sessions, "rooms": rooms}))
    assert codes(conference) == ["no-rooms"]
    assert "“Aurora”" in conference.problems[0].message
