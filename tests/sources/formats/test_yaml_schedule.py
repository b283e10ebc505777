"""A single YAML file: a list of sessions, a programme in parts, or any other structure."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import SourceError, open_conference

OpenFile = Callable[..., Conference]

LIST = """# Talks
- title: Snow
  start: 2031-05-17 10:00
  room: full
  presenter: Kari Holm
- title: Ice
  start: 2031-05-17 11:00
  room: Birch
"""
NESTED = """
title: PyNorth
timezone: Europe/Oslo
days:
- date: 2031-05-17
  rooms:
  - name: Aurora
    sessions:
    - {title: Snow, start: "10:00", speaker: Kari Holm}
  - name: Birch
    sessions:
    - {title: Ice, start: "11:00"}
"""
IN_PARTS = """
schedule:
- date: 2031-05-17
  tracks: [{title: Aurora}, {title: Birch}]
  timeslots:
  - {startTime: "10:00", sessionIds: [1]}
  - {startTime: "11:00", sessionIds: [~, 2]}
sessions:
- {id: 1, title: Snow, speakers: [7]}
- {id: 2, title: Ice}
speakers:
- {id: 7, name: Kari, surname: Holm}
"""


def places(conference: Conference) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(s.title, f"{s.start:%d %H:%M}" if s.start else "", s.rooms)
            for s in conference.sessions]  # fmt: skip


@pytest.mark.parametrize("content", [NESTED, IN_PARTS, f"---\n{NESTED}"])
@pytest.mark.parametrize("name", ["agenda.yml", "copy-without-suffix"])
def test_a_programme_is_read_like_one_in_json(open_file: OpenFile, content: str, name: str) -> None:
    conference = open_file(content, name)
    assert places(conference) == [
        ("Snow", "17 10:00", ("Aurora",)),
        ("Ice", "17 11:00", ("Birch",)),
    ]
    assert [speaker.name for speaker in conference.sessions[0].speakers] == ["Kari Holm"]
    assert conference.problems == ()


def test_a_list_of_sessions_is_read_like_one_beside_talk_files(open_file: OpenFile) -> None:
    conference = open_file(LIST, "sessions.yml")
    assert places(conference) == [("Snow", "17 10:00", ()), ("Ice", "17 11:00", ("Birch",))]
    snow, ice = conference.sessions
    assert (snow.whole_venue, ice.line) == (True, 7)
    assert [speaker.name for speaker in snow.speakers] == ["Kari Holm"]


def test_the_ids_do_not_depend_on_the_name_of_the_file(open_file: OpenFile) -> None:
    ids = [[s.id for s in open_file(LIST, name).sessions] for name in ("a.yml", "schedule")]
    assert ids[0] == ids[1]


def test_the_settings_beside_the_file_count(folder: Path, open_file: OpenFile) -> None:
    (folder / "conference.yaml").write_text("title: PyWest\ntimezone: Europe/Oslo\n")
    conference = open_file(NESTED, "agenda.yml")
    assert (conference.title, conference.timezone) == ("PyWest", "Europe/Oslo")


def test_the_only_yaml_schedule_in_a_folder_is_opened(folder: Path) -> None:
    (folder / "agenda.yml").write_text(NESTED)
    (folder / "docker-compose.yml").write_text("services:\n  web:\n    image: nginx\n")
    assert len(open_conference(folder).sessions) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("services:\n  web:\n    image: nginx\n", "YAML, but no schedule"),
        ("title: Snow\n  start: 10:00\n", "line 2"),
        ("days: [\n", "Invalid YAML"),
        ("days: &a [*a]\n", "anchor"),
    ],
)
def test_other_yaml_is_refused_in_one_line(
    open_file: OpenFile, content: str, expected: str
) -> None:
    with pytest.raises(SourceError) as caught:
        open_file(content, "agenda.yml")
    assert expected in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_repeated_key_is_a_problem(open_file: OpenFile) -> None:
    conference = open_file(NESTED + "title: PySouth\n", "agenda.yml")
    assert [problem.code for problem in conference.problems] == ["repeated-key"]


def test_the_same_document_in_json_and_yaml_is_the_same_conference(open_file: OpenFile) -> None:
    days = [{"date": "2031-05-17", "rooms": {"Aurora": [{"title": "Snow", "start": "10:00"}]}}]
    in_json = open_file(json.dumps({"days": days}), "a")
    in_yaml = open_file(f"days: {json.dumps(days)}\n", "b")
    assert places(in_json) == places(in_yaml) == [("Snow", "17 10:00", ("Aurora",))]
