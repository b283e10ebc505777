"""Schedules of an unknown shape beside talk files: by the names of the talks."""

import json
from collections.abc import Callable, Mapping

import pytest

from confui.schedule.models import Conference

Load = Callable[[Mapping[str, str | bytes]], Conference]

TALKS = {
    "talks/snow.md": "---\ntitle: Let it snow\nspeakers: [Kari Holm]\n---\nBring boots.\n",
    "talks/ice.md": "---\ntitle: Ice\nspeakers: [Ola Vik]\n---\n",
}
SCHEDULES = {
    "keys of talks": """
- day: 2031-05-17
  hours:
  - {from: "10:00", to: "10:45", where: Aurora, talk: snow}
  - {from: "11:00", to: "11:30", where: Birch, talk: ice}
""",
    "days and rooms as keys": """
2031-05-17:
  Aurora:
  - {time: "10:00 - 10:45", title: Let it snow}
  Birch:
  - {time: "11:00 - 11:30", title: Ice}
""",
    "lists of file names": """
days:
- name: Saturday, 17 May 2031
  slots:
  - {start: "10:00", end: "10:45", room: Aurora, talks: [snow]}
  - {start: "11:00", end: "11:30", room: Birch, talks: [ice]}
""",
}


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES.keys())
def test_a_schedule_of_any_shape_places_talks_without_times(load: Load, schedule: str) -> None:
    conference = load({**TALKS, "_data/agenda.yml": schedule})
    assert [
        (
            s.title,
            f"{s.start:%d %H:%M}" if s.start else "",
            f"{s.end:%H:%M}" if s.end else "",
            s.rooms,
        )
        for s in conference.sessions
    ] == [
        ("Let it snow", "17 10:00", "10:45", ("Aurora",)),
        ("Ice", "17 11:00", "11:30", ("Birch",)),
    ]
    assert conference.problems == ()


def test_sessions_that_no_talk_file_has_are_a_problem(load: Load) -> None:
    times = "date: 2031-05-17 10:00\nroom: Aurora\n"
    talks = {name: text.replace("title", f"{times}title") for name, text in TALKS.items()}
    events = [
        {"slug": "snow", "start": "2031-05-17T10:00:00", "rooms": ["Aurora"]},
        {"title": "Tea", "start": "2031-05-17T12:00:00"},
        {"title": "Dinner in another year", "start": "2030-05-17T18:00:00"},
    ]
    days = json.dumps({"rooms": ["Aurora"], "events": events})
    conference = load({**talks, "content/days/2031-05-17.json": days})
    (problem,) = conference.problems
    assert (problem.code, problem.file) == ("unread-sessions", "content/days/2031-05-17.json")
    assert problem.message == "A session in the schedule that no talk file has, such as “Tea”"


@pytest.mark.parametrize(
    "schedule", ["[", "a: &b [*b]", "- 7\n- [[[]]]\n", "2031-05-17: {Aurora: {Birch: [snow]}}\n"]
)
def test_a_schedule_that_says_nothing_of_talks_changes_nothing(load: Load, schedule: str) -> None:
    conference = load({**TALKS, "_data/agenda.yml": schedule})
    assert [session.start for session in conference.sessions] == [None, None]
    assert [problem.code for problem in conference.problems] == ["no-times"]


def test_presenters_may_be_named_by_the_paths_of_their_files(load: Load) -> None:
    conference = load(
        {
            "_talks/snow.md": "---\ntitle: Snow\nspeakers:\n- _participants/kari.md\n---\n",
            "_participants/kari.md": "---\nname: Kari Holm\n---\nBuilds sensors.\n",
        }
    )
    (speaker,) = conference.sessions[0].speakers
    assert (speaker.name, speaker.bio) == ("Kari Holm", "Builds sensors.")
