"""Programmes in parts: what has a slot in the source has one in the conference."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.joins import join_parts
from confui.sources.syntax.raw_values import RawValue

Load = Callable[[Mapping[str, str | bytes]], Conference]
OpenFile = Callable[..., Conference]

HOVERBOARD: dict[str, object] = {
    "sessions": {"7": {"title": "Snow", "speakers": ["kari"]}, "8": {"title": "Ice"}},
    "speakers": {"kari": {"name": "Kari Holm", "bio": "Builds sensors."}},
    "schedule": {
        "2031-05-17": {
            "timeslots": [
                {"startTime": "10:00", "endTime": "10:45", "sessions": [
                    {"items": [7], "extend": 2}, {"items": [8]}]},
                {"startTime": "11:00", "endTime": "11:30", "sessions": [{"items": []}]},
            ],
            "tracks": [{"title": "Aurora"}, {"title": "Birch"}],
        }
    },
}  # fmt: skip

SLOTS = """
- date: 2031-05-17
  tracks: [{title: Aurora}, {title: Birch}]
  timeslots:
  - {startTime: "9:00", endTime: "9:45", sessionIds: [1, 2]}
"""


def places(conference: Conference) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(s.title, _clock(s.start), _clock(s.end), s.rooms) for s in conference.sessions]


def _clock(moment: datetime | None) -> str:
    return f"{moment:%d %H:%M}" if moment else ""


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


def test_slots_place_sessions_by_id_in_the_room_of_their_position(open_file: OpenFile) -> None:
    conference = open_file(json.dumps(HOVERBOARD))
    assert places(conference) == [
        ("Snow", "17 10:00", "17 11:30", ("Aurora",)),
        ("Ice", "17 10:00", "17 10:45", ("Birch",)),
    ]
    assert conference.sessions[0].speakers[0].bio == "Builds sensors."
    assert conference.problems == ()


def test_a_reference_to_no_session_is_a_problem(open_file: OpenFile) -> None:
    conference = open_file(json.dumps({**HOVERBOARD, "sessions": {"7": {"title": "Snow"}}}))
    assert codes(conference) == ["unknown-session"]
    assert "“8”" in conference.problems[0].message


def test_a_session_without_a_slot_stays(open_file: OpenFile) -> None:
    sessions = {"7": {"title": "Snow"}, "8": {"title": "Ice"}, "9": {"title": "Fog"}}
    conference = open_file(json.dumps({**HOVERBOARD, "sessions": sessions}))
    assert [s.title for s in conference.sessions if s.start is None] == ["Fog"]


def test_data_files_are_a_whole_programme(load: Load) -> None:
    conference = load(
        {
            "_data/schedule.yml": SLOTS,
            "_data/sessions.yml": "- {id: 1, title: Snow, speakers: [5]}\n- {id: 2, title: Ice}\n",
            "_data/speakers.yml": "- {id: 5, name: Kari, surname: Holm}\n",
        }
    )
    assert places(conference) == [
        ("Snow", "17 09:00", "17 09:45", ("Aurora",)),
        ("Ice", "17 09:00", "17 09:45", ("Birch",)),
    ]
    snow, ice = conference.sessions
    assert [speaker.name for speaker in snow.speakers] == ["Kari Holm"]
    assert (snow.id, ice.line) == ("_data/sessions.yml#1", 2)


def test_a_programme_by_room_and_title_places_talk_files(load: Load) -> None:
    program = """
days:
- date: 2031-05-17
  rooms:
  - name: Aurora
    talks:
    - {name: Snow, time_start: "10:00", time_end: "10:45"}
    - {name: Lunch, time_start: "12:00", time_end: "13:00"}
    - {name: Snow, time_start: "15:00", time_end: "15:45"}
"""
    talk = "---\nname: Snow\nspeakers: [Kari Holm]\n---\nBring boots.\n"
    conference = load({"_talks/snow.md": talk, "_data/program.yml": program})
    assert places(conference) == [
        ("Snow", "17 10:00", "17 10:45", ("Aurora",)),
        ("Lunch", "17 12:00", "17 13:00", ("Aurora",)),
        ("Snow", "17 15:00", "17 15:45", ("Aurora",)),
    ]
    assert [session.body for session in conference.sessions] == ["Bring boots.", "", "Bring boots."]


def test_a_program_in_the_main_file_of_an_event_places_talk_files_by_their_name(load: Load) -> None:
    times = '  date: 2031-05-17\n  start_time: "{}:00"\n  end_time: "{}:30"\n'
    program = f"- title: Doors\n{times.format(8, 8)}- title: snow\n{times.format(9, 9)}"
    conference = load(
        {
            "content/oslo/snow.md": "---\nTitle: Let it snow\nSpeakers: [Kari Holm]\n---\n",
            "data/oslo/main.yml": f"name: Oslo\nprogram:\n{program}",
        }
    )
    assert places(conference) == [
        ("Doors", "17 08:00", "17 08:30", ()),
        ("Let it snow", "17 09:00", "17 09:30", ()),
    ]


def test_a_plain_list_of_sessions_in_a_program_is_read_whole(load: Load) -> None:
    program = """
- {title: Snow, date: 2031-05-17, start_time: "10:00", room: Birch}
- {title: Ice, date: 2031-05-17 11:00, room: Birch}
- {title: Fog, date: 2031-05-17, time: "12:00", room: Birch}
- {title: Rain, room: Birch}
"""
    assert [place[:2] for place in places(load({"program.yml": program}))] == [
        ("Snow", "17 10:00"),
        ("Ice", "17 11:00"),
        ("Fog", "17 12:00"),
        ("Rain", ""),
    ]


def test_the_conference_of_a_joined_file_keeps_its_title(open_file: OpenFile) -> None:
    program = [{"title": "Snow", "start": "2031-05-17T10:00:00+02:00"}]
    about = {"title": "PyNorth", "time_zone_name": "Europe/Oslo"}
    conference = open_file(json.dumps({"conference": about, "program": program}))
    assert (conference.title, conference.timezone) == ("PyNorth", "Europe/Oslo")
    assert places(conference)[0][:2] == ("Snow", "17 10:00")


def test_slots_and_rooms_by_key_place_talk_files(load: Load) -> None:
    conference = load(
        {
            "content/sessions/snow.md": "---\nkey: s\ntitle: Snow\nspeakers: [Kari Holm]\n---\n",
            "data/schedule.yml": "- day: 2031-05-17\n  slots:\n  - slot: a\n    sessions:\n"
            "    - {room: b, session: s}\n",
            "data/slots.yml": '- {key: a, start: "10:00", end: "10:45"}\n',
            "data/rooms.yml": "- {key: b, label: Birch}\n",
        }
    )
    assert places(conference) == [("Snow", "17 10:00", "17 10:45", ("Birch",))]
    assert conference.problems == ()


def test_a_talk_file_with_a_time_of_its_own_keeps_it(load: Load) -> None:
    conference = load(
        {
            "talks/a.md": "---\ntitle: Snow\nid: 1\ndate: 2031-05-18 14:00\nroom: Cedar\n---\n",
            "_data/schedule.yml": SLOTS.replace(", 2]", "]"),
        }
    )
    assert places(conference)[0][1] == "18 14:00"


def test_a_data_file_that_cannot_be_read_is_a_problem_if_no_talk_has_a_time(load: Load) -> None:
    talk = "---\ntitle: Snow\nspeakers: [Kari Holm]\n---\n"
    files = {"talks/a.md": talk, "_data/schedule.yml": "- [\n"}
    assert codes(load(files)) == ["bad-yaml"]
    assert (
        codes(load({**files, "talks/a.md": talk.replace("title", "date: 2031-05-17 10:00\ntitle")}))
        == []
    )


def test_a_block_of_contributions_is_their_track(open_file: OpenFile) -> None:
    def entry(kind: str, title: str, hour: int, **more: object) -> dict[str, object]:
        times = [{"date": "2031-05-17", "time": f"{h}:00:00", "tz": "Europe/Oslo"}
                 for h in (hour, hour + 1)]  # fmt: skip
        start, end = times
        return {"entryType": kind, "title": title, "startDate": start, "endDate": end, **more}

    person = {"firstName": "Kari", "familyName": "Holm", "name": "Holm, Kari"}
    talk = entry("Contribution", "Snow", 10, room="Birch", presenters=[person])
    entries = {
        "s": entry("Session", "Weather", 10, entries={"c": talk}),
        "b": entry("Break", "Tea", 11),
    }
    conference = open_file(json.dumps({"results": {"7": {"20310517": entries}}}))
    assert [(s.title, s.track, s.rooms) for s in conference.sessions] == [
        ("Snow", "Weather", ("Birch",)),
        ("Tea", "", ()),
    ]
    assert conference.timezone == "Europe/Oslo"
    assert [speaker.name for speaker in conference.sessions[0].speakers] == ["Kari Holm"]


@pytest.mark.parametrize(
    "event",
    [
        {"start_time": "2031-05-17T10:00:00+08:00", "microlocation": {"id": 1, "name": "Birch"}},
        {"start": "2031-05-17T10:00:00+02:00", "rooms": ["Birch"]},
        {"start_date": "2031-05-17T10:00:00", "where": "Birch", "who": [{"name": "Kari Holm"}]},
        {"slot": {"start": "2031-05-17T10:00:00+02:00", "room": {"en": "Birch"}}, "duration": 45},
        {"slots": [{"start": "2031-05-17T10:00:00+02:00", "room": {"name": {"en": "Birch"}}}]},
    ],
)
def test_times_and_rooms_in_objects_of_an_event_are_used(
    open_file: OpenFile, event: dict[str, object]
) -> None:
    (session,) = open_file(json.dumps([{"title": "Snow", **event}])).sessions
    assert (session.start, session.rooms) == (datetime(2031, 5, 17, 10), ("Birch",))


def test_an_event_with_two_slots_takes_place_twice(open_file: OpenFile) -> None:
    slots = [{"start": f"2031-05-17T{hour}:00:00", "room": "Birch"} for hour in (10, 14)]
    conference = open_file(
        json.dumps({"results": [{"code": "A", "title": "Snow", "slots": slots}]})
    )
    assert [session.id for session in conference.sessions] == ["A", "A-2"]
    assert conference.problems == ()


def test_one_page_of_several_is_a_problem(open_file: OpenFile) -> None:
    event = {"title": "Snow", "start": "2031-05-17T10:00:00"}
    page = {"count": 9, "next": "https://pretalx.example/?page=2", "results": [event]}
    assert codes(open_file(json.dumps(page))) == ["more-pages"]


@given(st.integers(1, 60), st.integers(1, 8))
def test_every_session_with_a_slot_gets_it_and_none_is_lost(count: int, rooms: int) -> None:
    sessions: list[RawValue] = [{"id": str(n), "title": f"Talk {n}"} for n in range(count)]
    ids = [str(n) for n in range(0, count, 2)]
    timeslots: list[RawValue] = [
        {"startTime": f"{i // 60:02}:{i % 60:02}", "sessionIds": [*ids[i : i + rooms]]}
        for i in range(0, len(ids), rooms)
    ]
    day: RawValue = {"date": "2031-05-17", "tracks": [], "timeslots": timeslots}
    joined = join_parts({"sessions": sessions, "schedule": [day]})
    assert joined is not None
    assert len(joined.sessions) == count
    assert {str(s["id"]) for s, _ in joined.sessions if "start" in s} == set(ids)


@given(
    st.recursive(
        st.text(max_size=3) | st.sampled_from(["7", "2031-05-17", "10:00"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "timeslots",
                        "sessions",
                        "items",
                        "tracks",
                        "extend",
                        "2031-05-17",
                        "startTime",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_no_damaged_schedule_raises(schedule: object) -> None:
    parts = {"schedule": schedule, "sessions": HOVERBOARD["sessions"], "speakers": schedule}
    joined = join_parts(parts)  # type: ignore[arg-type]  # anything that a file may hold
    assert joined is None or all(isinstance(session, dict) for session, _ in joined.sessions)


def test_a_cycle_of_very_deep_objects_ends() -> None:
    deep: dict[str, object] = {}
    for _ in range(500):
        deep = {"timeslots": [deep]}
    assert join_parts({"schedule": deep, "sessions": []}) is None  # type: ignore[dict-item]
