"""Folders whose JSON files are the parts, or the pages, of one programme."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import SourceError
from tests.sources.conftest import CachedSources

Load = Callable[[Mapping[str, str | bytes]], Conference]


def at(clock: str) -> str:
    return f"2031-05-17T{clock}:00+02:00"


OPEN_EVENT: dict[str, Any] = {
    "sessions.json": [
        {"id": 1, "title": "Snow", "starts_at": at("10:00"), "ends_at": at("10:45"),
         "microlocation": {"id": 2}, "speakers": [{"id": 5}], "track": {"id": 3}},
        {"id": 2, "title": "Ice", "starts_at": at("11:00"), "microlocation": {"id": 4}},
    ],
    "speakers.json": [{"id": 5, "name": "Kari Holm"}],
    "microlocations.json": [{"id": 2, "name": "Aurora"}, {"id": 4, "name": "Birch"}],
    "tracks.json": [{"id": 3, "name": "Weather"}],
    "event.json": {"name": "PyNorth", "timezone": "Europe/Oslo"},
}  # fmt: skip
HOVERBOARD: dict[str, Any] = {
    "data/sessions.json": {"1": {"title": "Snow"}, "2": {"title": "Ice"}},
    "data/schedule.json": {
        "2031-05-17": {
            "tracks": [{"title": "Aurora"}, {"title": "Birch"}],
            "timeslots": [
                {"startTime": "10:00", "endTime": "10:45", "sessions": [{"items": [1]}]},
                {"startTime": "11:00", "endTime": "11:30",
                 "sessions": [{"items": []}, {"items": [2]}]},
            ],
        }
    },
}  # fmt: skip
TITLES = [("Snow", "10:00", ("Aurora",)), ("Ice", "11:00", ("Birch",))]


def page(number: int, *titles: str, of: int = 2) -> dict[str, Any]:
    url = "https://pretalx.example/api/talks/?page="
    results = [
        {"code": title, "title": title, "slot": {"start": at(clock), "room": {"en": room}}}
        for title, clock, (room,) in TITLES
        if title in titles
    ]
    return {
        "count": 2,
        "next": f"{url}{number + 1}" if number < of else None,
        "previous": f"{url}{number - 1}" if number > 1 else None,
        "results": results,
    }


PAGES = {"talks-1.json": page(1, "Snow"), "talks-2.json": page(2, "Ice")}


def as_files(documents: Mapping[str, Any]) -> dict[str, str | bytes]:
    return {name: json.dumps(document) for name, document in documents.items()}


def places(conference: Conference) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(s.title, f"{s.start:%H:%M}" if s.start else "", s.rooms) for s in conference.sessions]


@pytest.mark.parametrize("documents", [OPEN_EVENT, HOVERBOARD, PAGES])
def test_files_that_belong_together_are_one_programme(
    load: Load, documents: Mapping[str, Any]
) -> None:
    conference = load(as_files(documents))
    assert places(conference) == TITLES
    assert conference.problems == ()


def test_references_between_the_files_of_an_export_are_followed(load: Load) -> None:
    conference = load(as_files(OPEN_EVENT))
    snow = conference.sessions[0]
    assert ([speaker.name for speaker in snow.speakers], snow.track) == (["Kari Holm"], "Weather")
    assert (conference.title, conference.timezone) == ("PyNorth", "Europe/Oslo")


def test_a_page_that_is_not_there_is_a_problem(load: Load) -> None:
    conference = load(as_files({**PAGES, "talks-2.json": page(2)}))
    (problem,) = conference.problems
    assert (problem.code, problem.message) == (
        "more-pages",
        "Pages are missing: 1 of 2 entries are here",
    )


def test_a_part_that_cannot_be_read_is_a_problem_of_its_file(load: Load) -> None:
    conference = load({**as_files(OPEN_EVENT), "tracks.json": "{"})
    assert places(conference) == TITLES
    assert [(problem.code, problem.file) for problem in conference.problems] == [
        ("bad-json", "tracks.json")
    ]


def test_a_schedule_in_another_format_beside_the_parts_is_asked_about(load: Load) -> None:
    with pytest.raises(SourceError, match="2 schedule files"):
        load(
            {
                **as_files({"schedule.json": {"days": [], "sessions": []}, "speakers.json": []}),
                "schedule.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
            }
        )


def test_files_that_do_not_belong_together_are_no_conference(load: Load) -> None:
    with pytest.raises(SourceError, match="no talk files"):
        load(as_files({"package.json": {"name": "site"}, "events.json": {"click": []}}))


def test_a_part_that_changes_is_noticed(folder: Path, cached: CachedSources) -> None:
    for name, document in OPEN_EVENT.items():
        (folder / name).write_text(json.dumps(document))
    assert cached.open(folder).sessions[0].title == "Snow"
    changed = [{**OPEN_EVENT["sessions.json"][0], "title": "Fog"}]
    (folder / "sessions.json").write_text(json.dumps(changed))
    assert cached.open(folder, late=2 * 3600 * 10**9).sessions[0].title == "Fog"


def test_json_beside_talk_files_places_them(load: Load) -> None:
    talk = "---\ntitle: {}\nspeakers: [Kari Holm]\n---\nBring boots.\n"
    conference = load(
        {
            **as_files({"data/schedule.json": HOVERBOARD["data/schedule.json"]}),
            "talks/1.md": talk.format("Snow"),
            "talks/2.md": talk.format("Ice"),
        }
    )
    assert places(conference) == TITLES
    assert [session.body for session in conference.sessions] == ["Bring boots."] * 2


def test_sessions_of_a_file_that_have_a_talk_file_are_not_listed_twice(load: Load) -> None:
    talk = "---\ntitle: {}\nspeakers: [Kari Holm]\n---\n"
    sessions = HOVERBOARD["data/sessions.json"]
    schedule = {"2031-05-17": {"timeslots": HOVERBOARD["data/schedule.json"]["2031-05-17"][
        "timeslots"][:1]}}  # fmt: skip
    conference = load(
        {
            **as_files({"data/schedule.json": schedule, "data/sessions.json": sessions}),
            "talks/1.md": talk.format("Snow"),
            "talks/2.md": talk.format("Ice"),
        }
    )
    assert [session.title for session in conference.sessions] == ["Snow", "Ice"]


def test_ruby_events_name_the_conference(load: Load) -> None:
    videos = """
- {id: a, title: Snow, date: 2031-05-17, video_provider: youtube, video_id: abcDEF12345}
- id: b
  title: Lightning
  date: 2031-05-17
  talks:
  - {title: Fog, speakers: [Ola Vik]}
"""
    slot = "  - {{start_time: '{}:00', end_time: '{}:30', {}}}\n".format
    grid = slot(10, 10, "slots: 1") + slot(11, 11, "slots: 1") + slot(12, 12, "items: [Tea]")
    event = "title: North 2031\nwebsite: https://north.example\ntimezone: Europe/Oslo\n"
    conference = load(
        {
            "north-2031/event.yml": event,
            "north-2031/videos.yml": videos,
            "north-2031/schedule.yml": f"days:\n- date: 2031-05-17\n  grid:\n{grid}",
        }
    )
    assert (conference.title, conference.url) == ("North 2031", "https://north.example")
    assert conference.timezone == "Europe/Oslo"
    assert [place[:2] for place in places(conference)] == [
        ("Snow", "10:00"), ("Lightning", "11:00"), ("Tea", "12:00")]  # fmt: skip
    assert conference.sessions[0].video == ("https://www.youtube.com/watch?v=abcDEF12345",)
    assert conference.sessions[1].abstract == "- Fog (Ola Vik)"
    assert conference.problems == ()


SNOW = {"title": "Snow", "start": at("10:00"), "room": "Aurora"}
ICE = {"title": "Ice", "start": at("11:00"), "room": "Birch"}
DAY = {"date": "2031-05-17", "sessions": [SNOW, ICE]}


@pytest.mark.parametrize(
    "files",
    [
        as_files({"talks/snow.json": SNOW, "talks/ice.json": ICE}),
        {f"src/_talks/{name}.yml": f"title: {name}\nstart: 2031-05-17 1{n}:00\nroom: {room}\n"
         for n, (name, room) in enumerate([("Snow", "Aurora"), ("Ice", "Birch")])},
        {"_data/schedule.yml": f"days: [{json.dumps(DAY)}]\n", "index.md": "---\ntitle: x\n---\n"},
        as_files({"src/_data/agenda.json": {"2031-05-17": [SNOW, ICE]}, "package.json": {}}),
        {"content/schedule.md": f"---\ntitle: Programme\ndays: [{json.dumps(DAY)}]\n---\n"},
        as_files({"sessions.json": [SNOW, ICE]}),
    ],
    ids=["JSON files", "YAML files", "YAML below", "JSON below", "front matter", "a bare list"],
)  # fmt: skip
def test_sessions_in_the_files_of_a_site_are_found(
    load: Load, files: Mapping[str, str | bytes]
) -> None:
    assert places(load(files)) == TITLES


def test_people_and_rooms_in_folders_of_files_are_followed(load: Load) -> None:
    snow = {**SNOW, "room": {"id": "7"}, "speakers": [{"slug": "kari"}]}
    conference = load(
        as_files(
            {
                **{"talks/snow.json": snow, "talks/ice.json": ICE},
                **{"speakers/kari.json": {"slug": "kari", "name": "Kari Holm"}},
                **{"speakers/ola.json": {"slug": "ola", "name": "Ola Vik"}},
                **{"rooms/7.json": {"id": "7", "name": "Aurora"}},
                **{"rooms/8.json": {"id": "8", "name": "Birch"}},
            }
        )
    )
    assert places(conference) == TITLES
    assert [speaker.name for speaker in conference.sessions[0].speakers] == ["Kari Holm"]


def test_a_part_that_is_cut_short_keeps_what_comes_before(load: Load) -> None:
    content = json.dumps({"sessions": [SNOW, ICE]})[:-30]
    conference = load({"sessions.json": content, "speakers.json": "[]"})
    assert conference.sessions[0].title == "Snow"
    assert "cut-short" in {problem.code for problem in conference.problems}
