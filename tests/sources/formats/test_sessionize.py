"""The JSON of Sessionize: its views "All" and "GridSmart"."""

import json
from collections.abc import Callable
from datetime import datetime

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
    categories = [{"id": 1, "title": "Level", "items": [{"id": 10, "name": "Wizard"}]}]
    document = {"sessions": [SNOW, {**SNOW, "id": "2"}], "categories": categories}
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
