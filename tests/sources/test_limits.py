"""Each limit of a source is told with its number and with what the attendee can do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from confui.schedule.models import Conference
from confui.sources.formats import builder, detect, ical
from confui.sources.joins import join
from confui.sources.opening import SourceError, open_conference
from confui.sources.syntax import files, json_text, xml_text, yaml_text
from confui.sources.talk_folder import reader

SESSION = "- title: Snow {}\n  date: 2031-05-17 1{}:00\n  room: Aurora\n"
SMALLER = "Open one day, or a smaller export."
ANOTHER = "Download the file again, or ask for it in another format."


def listed(count: int) -> str:
    return "".join(SESSION.format(number, number) for number in range(count))


def talks(count: int) -> str:
    events = [
        {"id": f"{number}", "title": f"Snow {number}", "start": f"2031-05-17T1{number}:00:00"}
        for number in range(count)
    ]
    return json.dumps({"events": events})


def slots(count: int) -> str:
    slots = [{"start": f"1{n}:00", "end": f"1{n}:30", "sessionIds": ["7"]} for n in range(count)]
    days = [{"date": "2031-05-17", "timeslots": slots}]
    return json.dumps({"schedule": days, "sessions": [{"id": "7", "title": "Snow"}]})


def xml(inside: str) -> str:
    return (
        "<schedule><day date='2031-05-17'><room name='Aurora'><event id='1'><title>Snow</title>"
        f"</event>{inside}</room></day></schedule>"
    )


EVENT = "BEGIN:VEVENT\nUID:{}\nSUMMARY:Snow\nDTSTART:2031051{}T100000\nEND:VEVENT\n"


class Limit(NamedTuple):
    module: object
    name: str
    value: int
    content: str
    """Of a schedule file that goes beyond it."""
    told: str
    fix: str = SMALLER
    sessions: int = 0
    """How many are there all the same."""


LIMITS = {
    "sessions": Limit(builder, "MAX_SESSIONS", 3, talks(5), "More than 3 sessions; 2", SMALLER, 3),
    "sessions of a list": Limit(
        builder, "MAX_SESSIONS", 3, listed(5), "More than 3 sessions; 2", SMALLER, 3
    ),
    "events": Limit(
        ical,
        "MAX_SESSIONS",
        3,
        f"BEGIN:VCALENDAR\n{''.join(EVENT.format(n, n) for n in range(5))}END:VCALENDAR\n",
        "More than 3 events, or 1,000,000 lines in them; 2",
        SMALLER,
        3,
    ),
    "slots": Limit(join, "MAX_SLOTS", 3, slots(5), "More than 3 slots; 2", SMALLER, 3),
    "keys and values": Limit(
        yaml_text, "MAX_LIST_EVENTS", 50, listed(9), "More than 50 keys and values"
    ),
    "elements": Limit(
        xml_text, "MAX_ELEMENTS", 9, xml("<a/>" * 9), "More than 9 elements", SMALLER, 1
    ),
    "depth of elements": Limit(
        xml_text, "MAX_DEPTH", 5, xml("<a>" * 9), "nested more than 5 deep", ANOTHER, 1
    ),
    "depth of objects": Limit(
        json_text,
        "MAX_DEPTH",
        32,
        talks(2).replace('"title"', f'"a": {"[" * 40}{"]" * 40}, "title"'),
        "nested more than 32 deep",
        ANOTHER,
        2,
    ),
}


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS.keys())
def test_a_limit_is_named_with_what_the_attendee_can_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, limit: Limit
) -> None:
    monkeypatch.setattr(limit.module, limit.name, limit.value)
    path = folder / "schedule.txt"
    path.write_text(limit.content)
    if not limit.sessions:
        with pytest.raises(SourceError) as error:
            open_conference(path)
        message = str(error.value)
        assert limit.told in message
        assert limit.fix[1:].rstrip(".") in message
        return
    conference = open_conference(path)
    assert len(conference.sessions) == limit.sessions
    assert [each.fix for each in conference.problems if limit.told in each.message] == [limit.fix]


@pytest.mark.parametrize("write", [listed, talks])
def test_the_size_that_a_schedule_may_have_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[int], str]
) -> None:
    for module in (detect, files):
        monkeypatch.setattr(module, "MAX_SCHEDULE_BYTES", 2048)
    path = folder / "schedule.txt"
    path.write_text(write(9) + " " * 2048)
    with pytest.raises(SourceError, match=f"files up to 2 KiB are read; o{SMALLER[1:-1]}"):
        open_conference(path)


Load = Callable[[dict[str, str]], Conference]


def test_lists_beside_talk_files_are_read_up_to_the_limit_of_sessions(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_SESSIONS", 4)
    talk = "---\ntitle: Ice\ndate: 2031-05-17 10:00\nroom: Aurora\n---\n"
    conference = load({"a.md": talk, "manual.yaml": listed(5), "x/manual.yaml": listed(5)})
    assert len(conference.sessions) == 4
    assert [(each.file, each.message, each.fix) for each in conference.problems] == [
        ("manual.yaml", "More than 4 sessions; 2 are left out", SMALLER),
        ("x/manual.yaml", "More than 4 sessions; 5 are left out", SMALLER),
    ]


@pytest.mark.parametrize("name", ["list", "sessions"])
def test_data_files_of_a_folder_are_read_up_to_a_limit_together(
    load: Load, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(files, "MAX_SCHEDULE_BYTES", len(listed(5)) * 3 // 2)
    conference = load({f"a/{name}.yaml": listed(5), f"b/{name}.yaml": listed(5)})
    assert len(conference.sessions) == 5
    assert "too-large" in {each.code for each in conference.problems}


def test_a_list_beyond_the_limit_is_told_where_no_file_says_that_it_is_one(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_text, "MAX_LIST_EVENTS", 50)
    conference = load({"a.yaml": listed(5), "b.yaml": listed(9)})
    (problem,) = conference.problems
    assert (problem.file, problem.code, problem.fix) == ("b.yaml", "yaml-too-large", SMALLER)


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("a.md", "Keep only what is about this session."),
        ("conference.yaml", "Keep only the settings of confui."),
    ],
)
def test_front_matter_and_settings_with_too_many_keys_say_what_to_keep(
    load: Load, name: str, fix: str
) -> None:
    keys = "".join(f"k{number}: x\n" for number in range(1_001))
    good = "---\ntitle: Ice\ndate: 2031-05-17 10:00\nroom: Aurora\n---\n"
    conference = load({"good.md": good, name: f"---\n{keys}---\n" if name == "a.md" else keys})
    assert [(each.message, each.fix) for each in conference.problems] == [
        ("More than 2,000 keys and values", fix)
    ]
