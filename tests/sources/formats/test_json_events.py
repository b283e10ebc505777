"""JSON and XML by unknown programs: typical keys are recognised, and no session is lost."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from confui.schedule.models import Conference, Session
from confui.sources.opening import SourceError

OpenFile = Callable[..., Conference]
START = datetime(2031, 5, 17, 10)
EVENT: dict[str, Any] = {
    "guid": "abc",
    "title": "Snow",
    "date": "2031-05-17T10:00:00+02:00",
    "start": "10:00",
    "duration": "00:45",
    "room": "Aurora",
    "abstract": "Bring boots.",
    "persons": [{"name": "Amina Noor"}],
}


def renamed(**words: str) -> dict[str, Any]:
    return {words.get(key, key): value for key, value in EVENT.items()}


def check(conference: Conference, *, room: str = "Aurora") -> Session:
    (session,) = conference.sessions
    assert (session.title, session.start, session.minutes) == ("Snow", START, 45)
    assert (session.day, session.rooms) == (date(2031, 5, 17), (room,))
    assert (session.abstract, len(session.speakers)) == ("Bring boots.", 1)
    assert session.speakers[0].name == "Amina Noor"
    assert conference.problems == ()
    return session


EVENTS = {
    "other words": renamed(start="begin", duration="length", persons="presenters", room="hall"),
    "camel case": renamed(start="startTime", duration="durationMinutes", guid="uuid"),
    "capitals": {key.capitalize(): value for key, value in EVENT.items()},
    "name and summary": renamed(title="name", abstract="summary", persons="people"),
    "no id": renamed(guid="x"),
    "no date": {**EVENT, "date": None},
    "the date of the day": {**EVENT, "date": "17.05.2031"},
    "start is an instant": {**EVENT, "date": None, "start": EVENT["date"]},
    "am and pm": {**EVENT, "start": "10:00 am"},
    "hours and h": {**EVENT, "start": "10h00"},
    "seconds": {**EVENT, "start": "10:00:00", "duration": "00:45:00"},
    "ISO duration": {**EVENT, "duration": "PT45M"},
    "minutes": {**EVENT, "duration": 45},
    "a number with a point": {**EVENT, "duration": 45.0},
    "a part of an hour": {**EVENT, "duration": "0.75 h"},
    "an end": {**EVENT, "duration": None, "end_time": "10:45"},
    "translated": {**EVENT, "title": {"de": "Schnee", "en": "Snow"}},
    "translated under another key": {**renamed(title="name"), "name": {"en": "Snow"}},
    "a room of its own": {**EVENT, "room": {"id": 1, "name": {"en": "Aurora"}}},
    "names": {**EVENT, "persons": ["Amina Noor"]},
    "one name": {**EVENT, "persons": "Amina Noor"},
    "one person": {**EVENT, "persons": {"public_name": "Amina Noor"}},
    "persons by id": {**EVENT, "persons": {"7": {"display_name": "Amina Noor"}}},
    "names in two": {**EVENT, "persons": [{"firstName": "Amina", "lastName": "Noor"}]},
}


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_events_with_other_keys_are_read(open_file: OpenFile, event: Mapping[str, object]) -> None:
    days = [{"date": "2031-05-17", "rooms": {"Aurora": [event]}}]
    check(open_file(json.dumps({"days": days})))


PLACES = {
    "a list": [EVENT],
    "items": {"items": [EVENT]},
    "by their ids": {"entries": {"abc": EVENT}},
    "deep inside": {"data": {"program": {"lectures": [EVENT]}}},
    "days with talks": {"days": [{"date": "2031-05-17", "talks": [EVENT]}]},
    "days with titles": {"days": [{"title": "Day 1", "date": "2031-05-17", "talks": [EVENT]}]},
    "a list of days": [{"date": "2031-05-17", "rooms": {"Aurora": [EVENT]}}],
    "days by their dates": {"days": {"2031-05-17": {"date": "2031-05-17", "slots": [EVENT]}}},
    "rooms with talks": {"days": [{"rooms": [{"name": "Aurora", "talks": [EVENT]}]}]},
    "rooms by their ids": {"days": [{"rooms": {"1": {"name": "Aurora", "slots": [EVENT]}}}]},
}


@pytest.mark.parametrize("document", PLACES.values(), ids=PLACES.keys())
def test_events_are_found_anywhere_in_the_file(open_file: OpenFile, document: object) -> None:
    check(open_file(json.dumps(document)))


def test_the_day_and_room_above_a_list_hold_for_its_events(open_file: OpenFile) -> None:
    event = {key: EVENT[key] for key in ("title", "start", "duration", "abstract", "persons")}
    rooms = [{"name": "Aurora", "slots": [event]}]
    check(open_file(json.dumps({"days": [{"date": "2031-05-17", "rooms": rooms}]})))


@pytest.mark.parametrize(
    "document",
    [
        {"name": "site", "scripts": {"start": "run"}, "items": [{"title": "x"}]},
        {"posts": [{"slug": "a", "date": "2031-05-17"}]},
        [[[]]],
        "text",
    ],
)
def test_other_json_is_not_a_schedule(open_file: OpenFile, document: object) -> None:
    with pytest.raises(SourceError):
        open_file(json.dumps(document))


XML = """<schedule><day date='2031-05-17'><room name='Aurora'><event guid='abc'>
<title>Snow</title><start>10:00</start><duration>00:45</duration><abstract>Bring boots.</abstract>
<persons><person>Amina Noor</person></persons></event></room></day></schedule>"""


@pytest.mark.parametrize(
    "words",
    [
        {"event": "talk"},
        {"event": "item", "schedule": "programme"},
        {"start": "begin", "duration": "length", "abstract": "summary"},
        {"title": "name", "start": "startTime", "persons": "speakers"},
        {"title": "Title", "start": "Start", "duration": "Duration", "abstract": "Abstract"},
    ],
    ids=str,
)
def test_xml_elements_with_other_names_are_read(
    open_file: OpenFile, words: Mapping[str, str]
) -> None:
    content = XML
    for ours, theirs in words.items():
        for begin in ("<", "</"):
            content = content.replace(f"{begin}{ours}>", f"{begin}{theirs}>")
            content = content.replace(f"{begin}{ours} ", f"{begin}{theirs} ")
    check(open_file(content))


@pytest.mark.parametrize(
    "content", [XML[:10] + "</schedule>", '{"days": []}', "BEGIN:VCALENDAR\nEND:VCALENDAR\n"]
)
def test_a_schedule_without_sessions_is_a_problem(open_file: OpenFile, content: str) -> None:
    conference = open_file(content)
    assert conference.sessions == ()
    assert [problem.code for problem in conference.problems] == ["no-sessions"]
