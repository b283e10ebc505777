"""Every shape of a programme in parts: what goes in comes out, however damaged it is."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.formats.builder import SourceInfo
from confui.sources.formats.json_yaml import read_document
from confui.sources.joins import join_parts
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.json_text import read_json
from tests.examples import examples
from tests.sources.damage import damaged

ORIGIN = SourceInfo("schedule.json", "somewhere", "pywest-2030", "PyWest 2030")
DAYS = ("2031-05-17", "2031-05-18")
ROOMS = ("Aurora", "Birch", "Cedar")


class Talk(NamedTuple):
    """A session, with its day, room and number of the hour; `day` is None without a slot."""

    title: str
    day: int | None
    hour: int
    room: int


@st.composite
def programmes(draw: st.DrawFn) -> list[Talk]:
    """Draw talks with different titles, no two of them in one room at one time."""
    places = draw(
        st.lists(
            st.tuples(st.integers(0, 1), st.integers(8, 19), st.integers(0, 2)),
            unique=True, min_size=1, max_size=12,
        )
    )  # fmt: skip
    waiting = draw(st.integers(0, 4))
    talks = [Talk(f"Talk {n}", *place) for n, place in enumerate(sorted(places))]
    return [*talks, *(Talk(f"Waiting {n}", None, 0, 0) for n in range(waiting))]


Parts = dict[str, Any]


def clocks(hour: int) -> dict[str, str]:
    return {"startTime": f"{hour:02}:00", "endTime": f"{hour:02}:45"}


def slots_of(talks: list[Talk], day: int) -> dict[int, list[Talk]]:
    """Return the talks of a day by the hour, each list by the room."""
    hours = sorted({talk.hour for talk in talks if talk.day == day})
    return {hour: sorted((t for t in talks if t.day == day and t.hour == hour),
                         key=lambda talk: talk.room) for hour in hours}  # fmt: skip


def in_columns(talks: list[Talk]) -> list[Talk | None]:
    by_room = {talk.room: talk for talk in talks}
    return [by_room.get(room) for room in range(max(by_room) + 1)]


def hoverboard(talks: list[Talk]) -> Parts:
    days = {
        day: {
            "tracks": [{"title": room} for room in ROOMS],
            "timeslots": [
                {**clocks(hour), "sessions": [
                    {"items": [talk.title] if talk else []} for talk in in_columns(together)]}
                for hour, together in slots_of(talks, number).items()
            ],
        }
        for number, day in enumerate(DAYS)
    }  # fmt: skip
    return {"schedule": days, "sessions": {talk.title: {"title": talk.title} for talk in talks}}


def zeppelin(talks: list[Talk]) -> Parts:
    ids = {talk.title: n for n, talk in enumerate(talks)}
    days = [
        {
            "date": day,
            "tracks": [{"title": room} for room in ROOMS],
            "timeslots": [
                {**clocks(hour), "sessionIds": [
                    ids[talk.title] if talk else None for talk in in_columns(together)]}
                for hour, together in slots_of(talks, number).items()
            ],
        }
        for number, day in enumerate(DAYS)
    ]  # fmt: skip
    sessions = [{"id": ids[talk.title], "title": talk.title} for talk in talks]
    return {"schedule": days, "sessions": sessions}


def jekyll(talks: list[Talk]) -> Parts:
    days = [
        {"date": day, "rooms": [
            {"name": name, "talks": [
                {"name": talk.title, "time_start": f"{talk.hour:02}:00",
                 "time_end": f"{talk.hour:02}:45"}
                for talk in talks if (talk.day, talk.room) == (number, room)]}
            for room, name in enumerate(ROOMS)]}
        for number, day in enumerate(DAYS)
    ]  # fmt: skip
    return {"program": {"days": days}, "talks": [{"name": talk.title} for talk in talks]}


def devfest(talks: list[Talk]) -> Parts:
    days = [
        {"day": day, "slots": [
            {"slot": f"h{hour}", "sessions": [
                {"room": f"r{talk.room}", "session": talk.title} for talk in together]}
            for hour, together in slots_of(talks, number).items()]}
        for number, day in enumerate(DAYS)
    ]  # fmt: skip
    return {
        "schedule": days,
        "sessions": [{"key": talk.title, "title": talk.title} for talk in talks],
        "rooms": [{"key": f"r{number}", "label": name} for number, name in enumerate(ROOMS)],
        "slots": [{"key": f"h{hour}", **clocks(hour)} for hour in range(8, 20)],
    }


def devopsdays(talks: list[Talk]) -> Parts:
    return {
        "program": [
            {"title": talk.title, "date": DAYS[talk.day], "start_time": f"{talk.hour:02}:00",
             "end_time": f"{talk.hour:02}:45", "room": ROOMS[talk.room]}
            if talk.day is not None else {"title": talk.title}
            for talk in talks
        ]
    }  # fmt: skip


def rubyevents(talks: list[Talk]) -> Parts:
    placed = [talk for talk in talks if talk.day is not None]
    days = [
        {"date": day, "grid": [
            {"start_time": f"{hour:02}:00", "end_time": f"{hour:02}:45", "slots": len(together)}
            for hour, together in slots_of(talks, number).items()]}
        for number, day in enumerate(DAYS)
    ]  # fmt: skip
    videos = [
        {"id": talk.title, "title": talk.title, "date": DAYS[talk.day or 0]}
        for talk in sorted(placed, key=lambda talk: (talk.day, talk.hour, talk.room))
    ]
    videos += [{"id": talk.title, "title": talk.title} for talk in talks if talk.day is None]
    return {"schedule": {"days": days}, "videos": videos}


def indico_times(talk: Talk) -> dict[str, Any]:
    if talk.day is None:
        return {"startDate": None, "endDate": None}
    moments = [{"date": DAYS[talk.day], "time": f"{talk.hour:02}:{minute}:00", "tz": "Europe/Oslo"}
               for minute in ("00", "45")]  # fmt: skip
    return {"startDate": moments[0], "endDate": moments[1], "room": ROOMS[talk.room]}


def indico_timetable(talks: list[Talk]) -> Parts:
    entries: Parts = {
        day.replace("-", ""): {
            f"c{n}": {"entryType": "Contribution", "title": talk.title, **indico_times(talk)}
            for n, talk in enumerate(talks)
            if talk.day == number
        }
        for number, day in enumerate(DAYS)
    }
    return {"results": {"7": entries}}


def indico_event(talks: list[Talk]) -> Parts:
    contributions = [
        {"_type": "Contribution", "title": talk.title, **indico_times(talk)} for talk in talks
    ]
    block = {"_type": "Session", "title": "Block", "contributions": contributions[::2]}
    return {
        "results": [
            {"_type": "Conference", "title": "North", "timezone": "Europe/Oslo",
             **indico_times(Talk("", 0, 6, 0)), "contributions": contributions[1::2],
             "sessions": [block]}
        ]
    }  # fmt: skip


SHAPES: Mapping[str, Callable[[list[Talk]], Parts]] = {
    shape.__name__: shape
    for shape in (
        *(hoverboard, zeppelin, jekyll, devfest, devopsdays, rubyevents),
        *(indico_timetable, indico_event),
    )
}
WITHOUT_ROOMS = {"rubyevents"}
WITHOUT_WAITING = {"indico_timetable"}
"""A timetable has only what has a time."""


def read(parts: Parts) -> Conference:
    return read_document(read_json(json.dumps(parts).encode()), ORIGIN)


@pytest.mark.parametrize("name", SHAPES)
@given(talks=programmes())
@settings(max_examples=examples(0.4))
def test_every_session_comes_out_with_its_time_and_room(name: str, talks: list[Talk]) -> None:
    if name in WITHOUT_WAITING:
        talks = [talk for talk in talks if talk.day is not None]
    conference = read(SHAPES[name](talks))
    assert sorted(s.title for s in conference.sessions) == sorted(talk.title for talk in talks)
    by_title = {session.title: session for session in conference.sessions}
    for talk in talks:
        session = by_title[talk.title]
        written = "" if talk.day is None else f"{DAYS[talk.day]} {talk.hour:02}:00"
        assert (f"{session.start:%Y-%m-%d %H:%M}" if session.start else "") == written
        if written and name not in WITHOUT_ROOMS:
            assert session.rooms == (ROOMS[talk.room],)
    unexpected = {problem.code for problem in conference.problems} - {"unsure-times"}
    assert not unexpected


@pytest.mark.parametrize("name", SHAPES)
@given(talks=programmes(), data=st.data())
@settings(max_examples=examples(0.6))
def test_damage_anywhere_costs_no_other_session_and_raises_nothing(
    name: str, talks: list[Talk], data: st.DataObject
) -> None:
    parts: Parts = damaged(SHAPES[name](talks), data)
    try:
        conference = read(parts)
    except BrokenFileError as error:
        assert error.fix
        return
    if not conference.sessions:  # nothing has a time, and a title alone may be anything
        assert {"no-sessions"} <= {problem.code for problem in conference.problems}
        return
    kept = {talk.title for talk in talks if _is_described(parts, talk.title)}
    assert kept <= {session.title for session in conference.sessions}
    assert all(problem.file and problem.fix for problem in conference.problems)


def _is_described(parts: Parts, title: str) -> bool:
    """Whether a part with sessions still has a session of this title."""
    for name in ("sessions", "talks", "videos"):
        part = parts.get(name, [])
        listed = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
        if any(isinstance(s, dict) and title == (s.get("title") or s.get("name")) for s in listed):
            return True
    return False


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_that_is_cut_short_keeps_the_sessions_before_the_cut(name: str) -> None:
    talks = [Talk(f"Talk {n}", n % 2, 8 + n // 2, 0) for n in range(20)]
    parts = SHAPES[name](talks)
    content = json.dumps({**{k: v for k, v in parts.items() if k != "schedule"}, **parts}).encode()
    for length in range(len(content) // 3, len(content), len(content) // 9):
        try:
            conference = read_document(read_json(content[:length]), ORIGIN)
        except BrokenFileError as error:
            assert error.code in ("bad-json", "no-schedule")
            continue
        assert "cut-short" in {problem.code for problem in conference.problems}


def test_slots_beyond_twenty_five_thousand_are_left_out_and_reported() -> None:
    slots = [{**clocks(10), "sessionIds": ["7"]}] * 25_005
    joined = join_parts(
        {"schedule": [{"date": DAYS[0], "timeslots": slots}],  # type: ignore[dict-item]
         "sessions": [{"id": "7", "title": "Snow"}]}
    )  # fmt: skip
    assert joined is not None
    assert len(joined.sessions) == 25_000
    assert [code for code, *_ in joined.problems] == ["too-many-slots"]


@pytest.mark.parametrize(
    ("change", "code", "example"),
    [
        (("schedule", 0, "slots", 0, "sessions", 0, "session"), "unknown-session", "lost"),
        (("schedule", 0, "slots", 0, "sessions", 0, "room"), "unknown-room", "lost"),
        (("schedule", 0, "slots", 0, "slot"), "unknown-slot", "lost"),
    ],
)
def test_a_reference_to_what_is_not_there_is_a_problem(
    change: tuple[Any, ...], code: str, example: str
) -> None:
    parts = devfest([Talk("Snow", 0, 10, 0), Talk("Ice", 0, 11, 1)])
    place: Any = parts
    for key in change[:-1]:
        place = place[key]
    place[change[-1]] = example
    conference = read(parts)
    assert {session.title for session in conference.sessions} == {"Snow", "Ice"}
    (problem,) = [problem for problem in conference.problems if problem.code == code]
    assert f"“{example}”" in problem.message


def test_sessions_with_one_id_are_all_kept() -> None:
    parts = zeppelin([Talk("Snow", 0, 10, 0), Talk("Ice", None, 0, 0)])
    parts["sessions"] = [{"id": 0, "title": "Snow"}] * 2 + [{"id": 0, "title": "Ice"}, "Fog"]
    assert sorted(s.title for s in read(parts).sessions) == ["Fog", "Ice", "Snow", "Snow"]


def test_an_uneven_number_of_free_slots_is_a_problem() -> None:
    parts = rubyevents([Talk("Snow", 0, 10, 0), Talk("Ice", 0, 11, 0)])
    parts["schedule"]["days"][0]["grid"].append(
        {"start_time": "12:00", "end_time": "12:45", "slots": 1}
    )
    (problem,) = read(parts).problems
    assert problem.code == "unsure-times"
    assert problem.message.startswith("“2031-05-17” has 3 free slots for 2 sessions")


def test_of_two_readings_the_one_with_more_times_counts_and_the_other_is_named() -> None:
    flat = [{"title": f"Talk {n}", "start": f"2031-05-17T1{n}:00"} for n in range(3)]
    parts = {**zeppelin([Talk("Snow", 0, 10, 0)]), "events": flat}
    conference = read(parts)
    assert [session.title for session in conference.sessions if session.start] == [
        "Talk 0", "Talk 1", "Talk 2"]  # fmt: skip
    (problem,) = conference.problems
    assert (problem.code, "Zeppelin" in problem.message) == ("another-reading", True)


def test_the_lists_beside_a_joined_programme_are_read_too() -> None:
    flat = [{"title": "Tea", "start": "2031-05-17T12:00"}]
    parts = {**zeppelin([Talk("Snow", 0, 10, 0), Talk("Ice", 0, 11, 0)]), "events": flat}
    assert [session.title for session in read(parts).sessions] == ["Snow", "Ice", "Tea"]
