"""The JSON of Sessionize: its views "All" and "GridSmart"."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from confui.schedule.models import Conference, Kind, Level, Link

OpenFile = Callable[..., Conference]
SNOW = {
    "id": "1",
    "title": "Snow",
    "description": "One.\r\n\r\nTwo.",
    "startsAt": "2031-05-17T10:00:00",
    "endsAt": "2031-05-17T10:45:00",
    "roomId": 3,
    "speakers": ["p1"],
    "categoryItems": [10, 20, 30, 40],
    "questionAnswers": [{"questionId": 1, "answerValue": "43"}],
    "isServiceSession": False,
    "isPlenumSession": False,
    "status": "Accepted",
}
LUNCH = {
    **SNOW,
    "id": "2",
    "title": "Food",
    "description": None,
    "speakers": [],
    "categoryItems": [],
    "isServiceSession": True,
    "isPlenumSession": True,
}
ALL = {
    "sessions": [SNOW, LUNCH],
    "rooms": [{"id": 9, "name": "Birch"}, {"id": 3, "name": "Aurora"}],
    "speakers": [
        {
            "id": "p1",
            "fullName": "Amina Noor",
            "bio": "Skis.",
            "tagLine": "Guide",
            "links": [{"title": "Blog", "url": "https://a.example/", "linkType": "Blog"}],
        }
    ],
    "categories": [
        {"id": 1, "title": "Level", "items": [{"id": 10, "name": "Introductory"}]},
        {"id": 2, "title": "Track", "items": [{"id": 20, "name": "Weather"}]},
        {"id": 3, "title": "Session format", "items": [{"id": 30, "name": "Workshop"}]},
        {"id": 4, "title": "Topics", "items": [{"id": 40, "name": "Cold"}]},
    ],
}


def test_rooms_and_speakers_are_looked_up_by_their_ids(open_file: OpenFile) -> None:
    conference = open_file(json.dumps(ALL))
    snow, lunch = conference.sessions
    assert (snow.start, snow.minutes) == (datetime(2031, 5, 17, 10), 45)
    assert (snow.rooms, snow.track, snow.tags) == (("Aurora",), "Weather", ("Cold",))
    assert (snow.level, snow.level_label) == (Level.BEGINNER, "Introductory")
    assert (snow.kind, snow.kind_label) == (Kind.WORKSHOP, "Workshop")
    assert snow.abstract == "One.\n\nTwo."
    (person,) = snow.speakers
    assert (person.id, person.name, person.role) == ("p1", "Amina Noor", "Guide")
    assert person.links == (Link("Blog", "https://a.example/"),)
    assert snow.extra == {}
    assert (lunch.kind, lunch.whole_venue, lunch.visible) == (Kind.SERVICE, True, True)
    assert conference.rooms == ("Aurora",)
    assert conference.problems == ()


def test_the_grid_has_the_same_sessions(open_file: OpenFile) -> None:
    listed = {**SNOW, "room": "Aurora", "speakers": [{"id": "p1", "name": "Amina"}]}
    plenum = {**LUNCH, "speakers": []}
    rooms = [
        {"id": 3, "name": "Aurora", "sessions": [listed, plenum]},
        {"id": 9, "name": "Birch", "sessions": [plenum]},
    ]
    conference = open_file(json.dumps([{"date": "2031-05-17T00:00:00", "rooms": rooms}]))
    assert [session.title for session in conference.sessions] == ["Snow", "Food"]
    assert conference.sessions[0].speakers[0].name == "Amina"
    assert conference.problems == ()


def test_a_declined_session_is_hidden(open_file: OpenFile) -> None:
    conference = open_file(json.dumps({**ALL, "sessions": [{**SNOW, "status": "Declined"}]}))
    assert conference.visible == ()


def test_speakers_may_be_a_string(open_file: OpenFile) -> None:
    session = {**SNOW, "speakers": "Amina Noor, Bo Ek"}
    conference = open_file(json.dumps({**ALL, "sessions": [session]}))
    assert [person.name for person in conference.sessions[0].speakers] == ["Amina Noor", "Bo Ek"]


def test_an_unknown_level_is_reported_once_with_its_line(open_file: OpenFile) -> None:
    categories = [{"id": 1, "title": "Level", "items": [{"id": id, "name": "Wizard"}
        for id in (10, 20, 30, 40)]}]  # fmt: skip
    document = {**ALL, "sessions": [SNOW, {**SNOW, "id": "2"}], "categories": categories}
    conference = open_file(json.dumps(document, indent=1))
    assert [session.level_label for session in conference.sessions] == ["Wizard"] * 2
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("unknown-level", conference.sessions[0].line)
    assert problem.message == "“Snow”: `Level` is “Wizard”"


def test_the_word_none_is_not_a_value(open_file: OpenFile) -> None:
    rooms = [{"id": 3, "name": "None"}]
    categories = [{"id": 1, "title": "Track", "items": [{"id": 10, "name": "None"}]}]
    document = {"sessions": [SNOW], "rooms": rooms, "categories": categories}
    conference = open_file(json.dumps(document))
    assert (conference.rooms, conference.sessions[0].rooms) == ((), ())
    assert conference.sessions[0].track == ""


@pytest.mark.parametrize(
    "session",
    [
        {"starts_at": SNOW["startsAt"], "ends_at": SNOW["endsAt"]},
        {"start": SNOW["startsAt"], "endsAt": None, "duration": 45},
        {"startsAt": SNOW["startsAt"], "endsAt": "10:45", "title": None, "name": {"en": "Snow"}},
        {"startsAt": SNOW["startsAt"], "endsAt": SNOW["endsAt"], "roomId": None, "room_id": 3},
        {"startsAt": SNOW["startsAt"], "endsAt": SNOW["endsAt"], "roomId": None, "room": 3},
        {
            "startsAt": SNOW["startsAt"],
            "end": SNOW["endsAt"],
            "speakers": None,
            "speakerIds": ["p1"],
        },
    ],
)
def test_other_spellings_of_the_keys_are_read(
    open_file: OpenFile, session: dict[str, object]
) -> None:
    plain = {key: SNOW[key] for key in SNOW if key not in ("startsAt", "endsAt")}
    conference = open_file(json.dumps({**ALL, "sessions": [{**plain, **session}]}))
    (snow,) = conference.sessions
    assert (snow.title, snow.start, snow.minutes) == ("Snow", datetime(2031, 5, 17, 10), 45)
    assert (snow.rooms, [person.name for person in snow.speakers]) == (("Aurora",), ["Amina Noor"])
    assert conference.problems == ()


def sessions(*starts: str) -> str:
    listed = [{**SNOW, "id": str(n), "startsAt": start, "endsAt": None}
              for n, start in enumerate(starts)]  # fmt: skip
    return json.dumps({**ALL, "sessions": listed})


def test_all_dates_together_decide_which_number_is_the_day(open_file: OpenFile) -> None:
    conference = open_file(sessions("05/06/2031 10:00", "05/13/2031 10:00"))
    assert [f"{session.start:%m-%d}" for session in conference.sessions] == ["05-06", "05-13"]
    assert [problem.code for problem in conference.problems] == ["assumed-day-order"]


@pytest.mark.parametrize("start", ["2031-05-17T08:00:00Z", "1936771200", "1936771200000"])
def test_times_in_utc_become_those_of_the_venue_or_are_reported(
    folder: Path, open_file: OpenFile, start: str
) -> None:
    conference = open_file(sessions(start, start))
    assert [f"{session.start:%H:%M}" for session in conference.sessions] == ["08:00"] * 2
    assert [problem.code for problem in conference.problems] == ["times-in-utc"]
    (folder / "conference.yaml").write_text("timezone: Europe/Oslo\n")
    conference = open_file(sessions(start, start))
    assert [f"{session.start:%H:%M}" for session in conference.sessions] == ["10:00"] * 2
    assert conference.problems == ()


def test_references_to_what_the_file_does_not_have_are_one_problem_each(
    open_file: OpenFile,
) -> None:
    lost = {**SNOW, "id": "3", "roomId": 77, "speakers": ["p9"], "categoryItems": [99]}
    conference = open_file(json.dumps({**ALL, "sessions": [SNOW, lost, {**lost, "id": "4"}]}))
    assert {problem.code: problem.message for problem in conference.problems} == {
        "unknown-room": "The schedule refers to a room that is not there: “77”",
        "unknown-speaker": "The schedule refers to a speaker that is not there: “p9”",
        "unknown-category": "The schedule refers to a category that is not there: “99”",
    }


def test_a_duration_without_a_start_is_kept(open_file: OpenFile) -> None:
    listed = [{**SNOW, "startsAt": None, "endsAt": None, "duration": 45}]
    (session,) = open_file(json.dumps({**ALL, "sessions": listed})).sessions
    assert (session.start, session.extra["duration"]) == (None, "45")
