"""JSON as programs and sites publish it: each with the same two sessions, one in each room."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Conference, EndSource, Kind
from confui.sources.codec import from_json, to_json
from confui.sources.opening import SourceError, read_schedule
from tests.examples import examples
from tests.sources.damage import damaged

OpenFile = Callable[..., Conference]

SNOW = ("Snow", "17 10:00", "10:45", ("Aurora",), ("Kari Holm",))
ICE = ("Ice", "17 11:00", "11:30", ("Birch",), ("Ola Vik",))
DAY = "2031-05-17"


def at(clock: str) -> str:
    return f"{DAY}T{clock}:00+02:00"


def plain(snow: dict[str, Any], ice: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"title": "Snow", "speaker": "Kari Holm", **snow},
        {"title": "Ice", "speaker": "Ola Vik", **ice},
    ]


FIRST, SECOND = plain({"start": "10:00", "end": "10:45"}, {"start": "11:00", "end": "11:30"})
WHOLE = plain(
    {"start": at("10:00"), "end": at("10:45"), "room": "Aurora"},
    {"start": at("11:00"), "end": at("11:30"), "room": "Birch"},
)


def slot(title: str, person: str, begin: str, end: str) -> dict[str, Any]:
    talk = {"type": "TALK", "title": title, "authors": [{"name": person}]}
    return {"id": title, "start": begin, "end": end, "contents": talk}


def attributes(title: str, begin: str, end: str, room: object, person: object) -> dict[str, Any]:
    return {"title": title, "starts-at": at(begin), "ends-at": at(end), "room": room,
            "speakers": person}  # fmt: skip


def related(name: str) -> dict[str, Any]:
    return {"data": {"id": 1, "attributes": {"name": name}}}


def contribution(title: str, begin: str, end: str, room: str, *name: str) -> dict[str, Any]:
    times = [{"date": DAY, "tz": "Europe/Oslo", "time": f"{clock}:00"} for clock in (begin, end)]
    person = {"first_name": name[0], "last_name": name[1], "fullName": f"{name[1]}, {name[0]}"}
    return {"_type": "Contribution", "title": title, "startDate": times[0], "endDate": times[1],
            "room": room, "location": "Campus", "speakers": [person]}  # fmt: skip


DOCUMENTS: dict[str, Any] = {
    "days and rooms by their names": {"schedule": {DAY: {"Aurora": [FIRST], "Birch": [SECOND]}}},
    "tracks with a room": {
        "days": [{"date": DAY, "start": "09:00", "tracks": [
            {"room": "Aurora", "sessions": [FIRST]}, {"room": "Birch", "sessions": [SECOND]}]}]
    },
    "parallel tracks": {
        "days": [{"name": f"Saturday {DAY}", "tracks": [
            {"name": "Aurora", "slots": [slot("Snow", "Kari Holm", "10:00", "10:45")]},
            {"name": "Birch", "slots": [slot("Ice", "Ola Vik", "11:00", "11:30")]}]}]
    },
    "a talk inside a slot": [
        {"date": DAY, "tracks": [
            {"trackTitle": room, "talks": [{"startTime": talk["start"], "endTime": talk["end"],
             "talk": {"title": talk["title"], "speaker": {"name": talk["speaker"]}}}]}
            for room, talk in (("Aurora", FIRST), ("Birch", SECOND))]}
    ],
    "talks inside a slot": {
        "days": [{"date": DAY, "timeslots": [
            {"time": "10:00 - 10:45", "talks": [{**plain({"room": "Aurora"}, {})[0]}]},
            {"time": "11:00 - 11:30", "talks": [{**plain({}, {"room": "Birch"})[1]}]}]}]
    },
    "talks described elsewhere": {
        "talks": {"s": {"title": "Snow", "speaker": "Kari Holm"},
                  "i": {"title": "Ice", "speaker": "Ola Vik"}},
        "schedule": [{"day": DAY, "slots": [
            {"talk": "s", "start": "10:00", "end": "10:45", "room": "Aurora"},
            {"talk": "i", "start": "11:00", "end": "11:30", "room": "Birch"}]}],
    },
    "milliseconds beside the time": {"slots": [
        {"day": "saturday", "fromTime": "10:00", "toTime": "10:45", "roomName": "Aurora",
         "fromTimeMillis": 1936771200000, "break": None,
         "talk": {"title": "Snow", "speakers": [{"name": "Kari Holm"}]}},
        {"day": "saturday", "fromTime": "11:00", "toTime": "11:30", "roomName": "Birch",
         "fromTimeMillis": 1936774800000, "break": None,
         "talk": {"title": "Ice", "speakers": [{"name": "Ola Vik"}]}}]},
    "in UTC, with the zone": [
        {"fromDate": f"{DAY}T{begin}:00Z", "toDate": f"{DAY}T{end}:00Z", "timezone": "Europe/Oslo",
         "room": {"name": room}, "proposal": {"title": title, "speakers": [
             {"firstName": given, "lastName": family}]}}
        for begin, end, room, title, given, family in (
            ("08:00", "08:45", "Aurora", "Snow", "Kari", "Holm"),
            ("09:00", "09:30", "Birch", "Ice", "Ola", "Vik"))
    ],
    "two times in a list": {"sessions": [
        {"rooms": ["Aurora"], "talk": "Snow", "speaker": "Kari Holm", "date": DAY,
         "times": ["10:00am", "10:45am"]},
        {"rooms": ["Birch"], "talk": "Ice", "speaker": "Ola Vik", "date": DAY,
         "times": ["11:00am", "11:30am"]}]},
    "another word for the date": {"events": [
        {"title": "Snow", "length": 45, "scheduled_date": at("10:00"), "room": "Aurora",
         "speaker_names": "Kari Holm"},
        {"title": "Ice", "length": 30, "scheduled_date": at("11:00"), "room": "Birch",
         "speaker_names": "Ola Vik"}]},
    "other words for the times": [
        {"name": "Snow", "event_start": f"{DAY} 10:00", "event_end": f"{DAY} 10:45",
         "venue": "Aurora", "speakers": "Kari Holm"},
        {"name": "Ice", "event_start": f"{DAY} 11:00", "event_end": f"{DAY} 11:30",
         "venue": "Birch", "speakers": "Ola Vik"}],
    "times as objects": {"timeZone": "Europe/Oslo", "items": [
        {"summary": "Snow", "location": "Aurora", "author": "Kari Holm",
         "start": {"dateTime": at("10:00"), "timeZone": "Europe/Oslo"},
         "end": {"dateTime": at("10:45")}},
        {"summary": "Ice", "location": "Birch", "author": "Ola Vik",
         "start": {"dateTime": at("11:00")}, "end": {"dateTime": at("11:30")}}]},
    "schema.org": {"@type": "Event", "name": "North", "startDate": DAY, "subEvent": [
        {"@type": "Event", "name": "Snow", "startDate": at("10:00"), "endDate": at("10:45"),
         "location": {"@type": "Place", "name": "Aurora"}, "performer": [{"name": "Kari Holm"}]},
        {"@type": "Event", "name": "Ice", "startDate": at("11:00"), "endDate": at("11:30"),
         "location": {"@type": "Place", "name": "Birch"}, "performer": {"name": "Ola Vik"}}]},
    "JSON:API": {
        "data": [
            {"type": "session", "id": id, "attributes": {
                "title": title, "starts-at": at(begin), "ends-at": at(end)},
             "relationships": {
                "microlocation": {"data": {"type": "microlocation", "id": id}},
                "speakers": {"data": [{"type": "speaker", "id": id}]}}}
            for id, title, begin, end in (("1", "Snow", "10:00", "10:45"),
                                          ("2", "Ice", "11:00", "11:30"))],
        "included": [
            {"type": "speaker", "id": "1", "attributes": {"name": "Kari Holm"}},
            {"type": "speaker", "id": "2", "attributes": {"name": "Ola Vik"}},
            {"type": "microlocation", "id": "1", "attributes": {"name": "Aurora"}},
            {"type": "microlocation", "id": "2", "attributes": {"name": "Birch"}}],
    },
    "objects of a content management system": {"data": [
        {"id": 1, "attributes": attributes(
            "Snow", "10:00", "10:45", related("Aurora"), related("Kari Holm"))},
        {"id": 2, "attributes": attributes(
            "Ice", "11:00", "11:30", related("Birch"), related("Ola Vik"))}]},
    "records with fields": {"records": [
        {"id": "rec1", "fields": {"Title": "Snow", "Start": at("10:00"), "End": at("10:45"),
                                  "Room": "Aurora", "Speaker": "Kari Holm"}},
        {"id": "rec2", "fields": {"Title": "Ice", "Start": at("11:00"), "End": at("11:30"),
                                  "Room": "Birch", "Speaker": "Ola Vik"}}]},
    "talks of speakers": {"speakers": [
        {"name": "Kari Holm", "bio": "Skis.", "talk": plain({
            "start": at("10:00"), "end": at("10:45"), "room": "Aurora", "speaker": ""}, {})[0]},
        {"name": "Ola Vik", "talks": [plain({}, {
            "start": at("11:00"), "end": at("11:30"), "room": "Birch"})[1]]}]},
    "two lists": {"talks": WHOLE[:1], "workshops": WHOLE[1:]},
    "the same in two lists": {
        "schedule": {"days": [{"date": DAY, "events": WHOLE}]},
        "sessions": [{"title": "Snow", "abstract": "Bring boots."}, WHOLE[1]],
    },
    "Indico's export of an event": {"results": [
        {"_type": "Conference", "title": "North", "timezone": "Europe/Oslo",
         "startDate": {"date": DAY, "tz": "Europe/Oslo", "time": "08:00:00"},
         "contributions": [contribution("Snow", "10:00", "10:45", "Aurora", "Kari", "Holm")],
         "sessions": [{"_type": "Session", "title": "Weather", "contributions": [
             contribution("Ice", "11:00", "11:30", "Birch", "Ola", "Vik")]}]}]},
}  # fmt: skip


def places(conference: Conference) -> list[tuple[object, ...]]:
    given = (EndSource.GIVEN, EndSource.DURATION)
    return [
        (s.title, f"{s.start:%d %H:%M}" if s.start else "",
         f"{s.end:%H:%M}" if s.end and s.end_source in given else "",
         s.rooms, tuple(speaker.name for speaker in s.speakers))
        for s in conference.sessions
    ]  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_the_shapes_in_which_programmes_are_published_are_read(
    open_file: OpenFile, document: object
) -> None:
    conference = open_file(json.dumps(document))
    assert places(conference) == [SNOW, ICE]
    assert conference.problems == ()


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
@given(data=st.data())
@settings(max_examples=examples(0.5))
def test_damage_raises_nothing_and_what_is_read_can_be_kept(
    document: object, data: st.DataObject
) -> None:
    content = json.dumps(damaged(document, data)).encode()
    content = content[: data.draw(st.sampled_from([len(content), len(content) * 3 // 4]))]
    for name, source in (("JSON", content), ("YAML", b"# YAML\n" + content)):
        try:
            conference = read_schedule(source, name, shown=name)
        except SourceError as error:
            assert len(str(error).splitlines()) == 1
            continue
        assert from_json(to_json(conference)) == conference
        assert all(problem.message and problem.fix for problem in conference.problems)


def test_the_title_and_zone_of_an_event_of_indico_are_read(open_file: OpenFile) -> None:
    conference = open_file(json.dumps(DOCUMENTS["Indico's export of an event"]))
    assert (conference.title, conference.timezone) == ("North", "Europe/Oslo")
    assert [session.track for session in conference.sessions] == ["", "Weather"]
    assert conference.sessions[0].extra["building"] == "Campus"


def test_a_contribution_without_a_time_does_not_get_that_of_the_event(open_file: OpenFile) -> None:
    event = DOCUMENTS["Indico's export of an event"]["results"][0]
    waiting = {**event["contributions"][0], "title": "Fog", "startDate": None, "endDate": None}
    event = {**event, "contributions": [*event["contributions"], waiting]}
    conference = open_file(json.dumps({"results": [event]}))
    assert [session.title for session in conference.sessions if session.start is None] == ["Fog"]


def test_breaks_beside_the_rooms_of_a_day_are_sessions_too(open_file: OpenFile) -> None:
    tea = {"title": "Tea", "start": "12:00", "end": "12:30"}
    day = {"date": DAY, "breaks": [tea], "rooms": {"Aurora": [FIRST], "Birch": [SECOND]}}
    conference = open_file(json.dumps({"days": [day]}))
    assert [(s.title, s.kind) for s in conference.sessions][2:] == [("Tea", Kind.BREAK)]


def test_a_break_between_slots_with_talks_is_a_session_too(open_file: OpenFile) -> None:
    slots = [
        {"time": "10:00", "talks": [{"title": "Snow"}]},
        {"time": "12:00", "title": "Tea"},
        {"time": "13:00", "label": "Fog"},
    ]
    conference = open_file(json.dumps({"days": [{"date": DAY, "slots": slots}]}))
    assert [place[0] for place in places(conference)] == ["Snow", "Tea", "(untitled)"]
    assert [problem.code for problem in conference.problems] == ["no-title"]


def test_sessions_without_a_time_beside_a_timetable_are_kept(open_file: OpenFile) -> None:
    keynotes = [{"title": "Fog", "speaker": "Kari Holm"}]
    document = {"days": [{"date": DAY, "events": WHOLE}], "keynotes": keynotes}
    conference = open_file(json.dumps(document))
    assert [place[:2] for place in places(conference)][2:] == [("Fog", "")]


@pytest.mark.parametrize("name", ["news", "deadlines", "sponsors"])
def test_news_and_deadlines_are_no_sessions(open_file: OpenFile, name: str) -> None:
    other = [{"title": "Tickets", "date": f"{DAY}T08:00"}]
    conference = open_file(json.dumps({"sessions": WHOLE, name: other}))
    assert [place[0] for place in places(conference)] == ["Snow", "Ice"]


def test_the_times_of_two_talks_of_one_title_are_kept_apart(open_file: OpenFile) -> None:
    later = {**WHOLE[0], "start": at("15:00"), "end": at("15:45")}
    conference = open_file(json.dumps({"talks": WHOLE[:1], "workshops": [later]}))
    assert [place[:2] for place in places(conference)] == [
        ("Snow", "17 10:00"),
        ("Snow", "17 15:00"),
    ]


PAGE = "https://pretalx.example/talks/?page="


def page(number: int, *, of: int = 2, count: int | None = 2) -> dict[str, Any]:
    more, before = number < of, number > 1
    return {"count": count, "next": f"{PAGE}{number + 1}" if more else None,
            "previous": f"{PAGE}{number - 1}" if before else None,
            "results": [WHOLE[number - 1]]}  # fmt: skip


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (page(1), "The file is one page of several: 1 of 2 entries are here"),
        (page(2), "The file is one page of several: 1 of 2 entries are here"),
        (page(1, count=None), "The file is one page of several: 1 entries are here"),
        ([page(1, count=3), page(2, count=3)], "Pages are missing: 2 of 3 entries are here"),
    ],
)
def test_pages_that_are_missing_are_a_problem(
    open_file: OpenFile, document: object, message: str
) -> None:
    (problem,) = open_file(json.dumps(document)).problems
    assert (problem.code, problem.message) == ("more-pages", message)


def test_all_pages_in_one_file_are_the_whole_programme(open_file: OpenFile) -> None:
    conference = open_file(json.dumps([page(1), page(2)]))
    assert places(conference) == [SNOW, ICE]
    assert conference.problems == ()
