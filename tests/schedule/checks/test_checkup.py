from datetime import date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.checks.checkup import check_sessions
from confui.schedule.checks.clashes import MAX_CLASHES
from confui.schedule.models import (
    Conference,
    EndSource,
    Kind,
    Level,
    Problem,
    Session,
    Severity,
    Speaker,
)
from tests.ratios import ratio
from tests.schedule.example_conference import ANA, MIO, ZOE, at

OTHERS = tuple(
    Session(f"other-{hour}", f"Other {hour}", start=at(f"18 {hour}:00"), end=at(f"18 {hour}:30"))
    for hour in range(10, 18)
)
"""Normal sessions on another day, so that the tested ones are exceptions."""


def session(id: str, start: str, end: str, *rooms: str, **fields: object) -> Session:
    """Return a session with all fields, at line 7."""
    made = Session(
        id=id,
        title=id.capitalize(),
        start=at(start) if start else None,
        end=at(f"{start[:2]} {end}") if end else None,
        end_source=EndSource.GIVEN if end else EndSource.UNKNOWN,
        rooms=rooms,
        line=7,
    )
    return made._replace(**fields)  # type: ignore[arg-type]  # whatever a test is about


def found(*sessions: Session, **fields: object) -> list[Problem]:
    """Return the problems that `check_sessions` finds in sessions of the file `s.xml`."""
    conference = Conference(sessions=(*sessions, *OTHERS), source="somewhere/s.xml")
    return list(check_sessions(conference._replace(**fields)))  # type: ignore[arg-type]  # as above


def codes(*sessions: Session, **fields: object) -> list[str]:
    return [problem.code for problem in found(*sessions, **fields)]


SNOW = session("snow", "17 10:00", "10:45", "Aurora", speakers=(ANA,))
MAPS = session("maps", "17 10:20", "11:05", "Aurora", speakers=(ZOE,), line=12)


def test_an_overlap_in_a_room_is_reported_at_the_later_session_with_the_place_of_the_other() -> (
    None
):
    assert found(MAPS, SNOW) == [
        Problem(
            Severity.WARNING,
            "room-overlap",
            "s.xml",
            12,
            "“Maps” overlaps “Snow” (s.xml:7) for 25 min, in “Aurora” on Sat 17, 10:20",
            "Correct one of the times or the room.",
        )
    ]


@pytest.mark.parametrize(
    "other",
    [
        MAPS._replace(start=at("17 10:45")),
        MAPS._replace(rooms=("Birch",)),
        MAPS._replace(rooms=()),
        MAPS._replace(whole_venue=True),
        MAPS._replace(visible=False),
        MAPS._replace(start=None, kind=Kind.OTHER),
        MAPS._replace(start=at("17 08:00"), end=at("17 18:00"), kind=Kind.SERVICE),
    ],
    ids=["back to back", "elsewhere", "no room", "venue", "hidden", "no time", "all day"],
)
def test_sessions_that_do_not_clash_are_not_reported(other: Session) -> None:
    assert codes(SNOW, other) == []


def test_an_inferred_end_is_not_enough_for_an_overlap() -> None:
    assert codes(SNOW._replace(end_source=EndSource.INFERRED), MAPS) == []


def test_an_inferred_end_of_the_later_session_makes_the_length_approximate() -> None:
    (problem,) = found(SNOW, MAPS._replace(end_source=EndSource.INFERRED))
    assert "for ~25 min" in problem.message


def test_sessions_with_the_same_start_in_a_room_overlap_whatever_their_ends() -> None:
    sessions = [SNOW, MAPS._replace(start=SNOW.start)]
    inferred = (each._replace(end_source=EndSource.INFERRED) for each in sessions)
    assert codes(*inferred) == ["room-overlap"]


def test_a_pair_that_shares_two_rooms_is_reported_once() -> None:
    (problem,) = found(*(each._replace(rooms=("Birch", "Aurora")) for each in (SNOW, MAPS)))
    assert "in “Birch”, “Aurora” on" in problem.message


def test_a_speaker_in_two_rooms_at_once_is_reported() -> None:
    (problem,) = found(SNOW, MAPS._replace(rooms=("Birch",), speakers=(ZOE, ANA)))
    assert problem.code == "speaker-overlap"
    assert problem.message == (
        "“Maps” overlaps “Snow” (s.xml:7) for 25 min, with “Ana Lindqvist” on Sat 17, 10:20"
    )


def test_a_speaker_with_the_same_name_is_a_different_person() -> None:
    namesake = Speaker("ana-2", ANA.name)
    assert codes(SNOW, MAPS._replace(rooms=("Birch",), speakers=(namesake,))) == []


def test_a_speaker_with_two_sessions_in_one_room_is_reported_once() -> None:
    assert codes(SNOW, MAPS._replace(speakers=(ANA,))) == ["room-overlap"]


def test_a_session_listed_once_per_room_does_not_clash_for_its_speaker() -> None:
    assert codes(SNOW, SNOW._replace(id="stream", rooms=("Online",))) == []


def test_a_double_entry_is_not_reported_as_an_overlap_too() -> None:
    again = SNOW._replace(id="again", title="SNOW", line=30)
    assert [(p.code, p.line, p.message) for p in found(SNOW, again)] == [
        ("double-entry", 30, "“SNOW” is listed twice on Sat 17, 10:00, Aurora (s.xml:7)")
    ]
    assert codes(SNOW, again, MAPS) == ["double-entry", "room-overlap"]


def test_a_session_at_two_times_is_not_a_double_entry() -> None:
    assert codes(SNOW, session("again", "17 14:00", "14:45", "Aurora", title="Snow")) == []


def test_a_crowded_room_is_reported_once_per_day() -> None:
    stream = [
        session(f"s{minute}", f"{day} 10:{minute}", "11:00", "Stream")
        for day in (17, 18)
        for minute in range(10, 16)
    ]
    stream = [each._replace(id=f"{number:02}") for number, each in enumerate(stream)]
    problems = found(*stream)
    assert [problem.code for problem in problems] == ["room-overlap"] * 2
    assert problems[0].message.endswith("; one of 15 overlaps on that day")
    few = found(*stream[:5])
    assert len(few) == MAX_CLASHES
    assert "one of" not in few[0].message


GROWTH = 10
LINEAR = 4 * GROWTH
"""The allowed factor in work for `GROWTH` times as many sessions; quadratic would be 100."""


@pytest.mark.parametrize("apart", [0, 1], ids=["all at once", "minute by minute"])
def test_two_thousand_overlaps_are_counted_quickly(apart: int) -> None:
    few, many = crowd(2_000 // GROWTH, apart), crowd(2_000, apart)
    assert ratio(partial(codes, *many), partial(codes, *few), enough=LINEAR) < LINEAR
    assert codes(*many) == ["room-overlap"]
    few, many = busy(few), busy(many)
    assert ratio(partial(codes, *many), partial(codes, *few), enough=LINEAR) < LINEAR
    assert codes(*many) == ["speaker-overlap"] * 2


def crowd(size: int, apart: int) -> list[Session]:
    """Return overlapping sessions in one room that start some minutes apart."""
    starts = [at("17 00:00") + timedelta(minutes=apart * (number % 600)) for number in range(size)]
    return [
        Session(
            f"{number}",
            f"{number}",
            start=start,
            end=start + timedelta(hours=11),
            end_source=EndSource.GIVEN,
            day=date(2031, 5, 17),
            rooms=("Stream",),
        )
        for number, start in enumerate(starts)
    ]


def busy(sessions: list[Session]) -> list[Session]:
    """Return the sessions in different rooms, all with the same two speakers."""
    return [each._replace(rooms=(f"R{each.id}",), speakers=(ANA, MIO)) for each in sessions]


def test_a_session_in_another_year_is_far_off() -> None:
    (problem,) = found(
        SNOW._replace(start=datetime(2013, 5, 17, 10), end=datetime(2013, 5, 17, 11))
    )
    assert problem.code == "far-off"
    assert problem.message == (
        "“Snow” is on Friday, 17 May 2013, but most sessions are around Sunday, 18 May 2031"
    )


def test_a_year_of_meetings_has_nothing_far_off() -> None:
    meetings = [
        Session(f"{month}", f"{month}", start=datetime(2031, month, 3, 19))
        for month in range(1, 13)
    ]
    assert codes(*meetings, sessions=tuple(meetings)) == []


def test_a_session_longer_than_half_a_day_is_long_and_overlaps_nothing() -> None:
    long = session("night", "17 09:00", "23:30", "Aurora")
    assert [(p.code, p.message) for p in found(long, SNOW)] == [
        ("long-session", "“Night” lasts 14 h 30 min")
    ]
    assert codes(long._replace(whole_venue=True)) == []


def test_a_session_without_a_time_is_reported_if_the_others_have_one() -> None:
    assert codes(session("late", "", "")) == ["no-time"]


@pytest.mark.parametrize(
    "untimed",
    [
        session("poster", "", "", kind=Kind.OTHER),
        session("refused", "", "", extra={"date": "the day after"}),
        session("hidden", "", "", visible=False),
    ],
    ids=lambda session: session.id,
)
def test_some_sessions_need_no_time(untimed: Session) -> None:
    assert codes(untimed) == []


def test_a_start_that_could_not_be_read_is_not_reported_again() -> None:
    talks = [each._replace(id=f"talks/{each.id}.md") for each in (session("late", "", ""), *OTHERS)]
    reported = Problem(Severity.ERROR, "bad-date", "talks/late.md", 3, "", "")
    assert codes(*talks, sessions=tuple(talks)) == ["no-time"]
    assert codes(*talks, sessions=tuple(talks), problems=(reported,)) == []


def test_a_schedule_in_preparation_needs_no_times() -> None:
    untimed = tuple(session(f"{number}", "", "") for number in range(5))
    assert codes(*untimed) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Room 1", "room 1", True),
        ("Room 1", "Room-1", True),
        ("Room 1", "Room1", True),
        ("Ball Room", "Ballroom", True),
        ("Café", "Cafe", True),
        ("Room 1", "Room 2", False),
        ("K.1.11", "K.11.1", False),
        ("Room 1.1", "Room 11", False),
        ("Hall I/II", "Hall III", False),
        ("Hall A", "HALL: a", True),
        ("—", "?", False),
    ],
)
def test_room_names_that_differ_only_in_spelling_are_reported(
    one: str, other: str, alike: bool
) -> None:
    afternoon = session("maps", "17 14:00", "15:00", other, line=30)
    morning = session("early", "17 08:00", "09:00", one)
    problems = found(SNOW._replace(rooms=(one,)), morning, afternoon)
    assert [(p.code, p.line) for p in problems] == [("room-spelling", 30)] * alike
    if alike:
        assert f": “{one}” (2), “{other}” (1)" in problems[0].message


def test_a_declared_room_counts_as_a_spelling() -> None:
    assert codes(SNOW, rooms=("AURORA", "Attic")) == ["room-spelling"]


def test_an_unknown_level_is_reported_once_if_the_reader_did_not() -> None:
    wizards = [each._replace(level_label="Wizard") for each in (SNOW, OTHERS[0])]
    known = OTHERS[1]._replace(level_label="Basic", level=Level.BEGINNER)
    (problem,) = found(*wizards, known, sessions=(*wizards, known))
    assert (problem.code, problem.message) == (
        "unknown-level",
        "Unknown level “Wizard” in 2 sessions",
    )
    reported = Problem(Severity.WARNING, "unknown-level", "s.xml", 3, "", "")
    assert codes(*wizards, sessions=tuple(wizards), problems=(reported,)) == []


def test_sessions_with_different_titles_must_not_share_a_page() -> None:
    tea = session("tea", "17 15:00", "15:30")

    def shared(title: str, page: str) -> list[str]:
        return codes(
            *(each._replace(keys=("guid:1", page)) for each in (SNOW, tea._replace(title=title)))
        )

    assert shared("Tea", "page:talks/snow") == ["repeated-page"]
    assert shared("Snow", "page:talks/snow") == []  # the same session once more
    assert shared("Tea", "page:") == []
    tea = tea._replace(kind=Kind.MEAL)
    assert shared("Tea", "page:talks/snow") == []


def test_offsets_that_contradict_the_zone_are_one_warning_at_the_first() -> None:
    apart = [session(f"{hour}", f"17 {hour}:00", f"{hour}:30") for hour in range(10, 14)]
    offsets = (120, 60, 0, None)
    sessions = [
        each._replace(utc_offset=offset, line=line)
        for each, offset, line in zip(apart, offsets, (1, 20, 3, 4), strict=True)
    ]
    (problem,) = found(*sessions, timezone="Europe/Oslo")
    assert (problem.code, problem.line) == ("offset-contradicts-zone", 3)
    assert problem.message.startswith("The UTC offset of 2 sessions does not match Europe/Oslo")
    assert codes(*sessions) == []
    reported = problem._replace(file="talks/a.md")
    assert codes(*sessions, timezone="Europe/Oslo", problems=(reported,)) == []


def test_a_problem_names_the_talk_file_of_its_session() -> None:
    talks = [each._replace(id=f"talks/{each.id}.md") for each in (SNOW, MAPS._replace(line=0))]
    (problem,) = found(*talks, sessions=tuple(talks))
    assert (problem.file, problem.line) == ("talks/maps.md", 0)
    assert "“Snow” (talks/snow.md:7) for" in problem.message


def test_a_problem_names_the_session_list_of_its_session() -> None:
    talk = SNOW._replace(id="talks/c#.MD")
    listed = MAPS._replace(id="talks/list.yaml#/2031/#a.md")
    (problem,) = found(sessions=(talk, listed))
    assert (problem.file, problem.line) == ("talks/list.yaml", 12)
    assert "“Snow” (talks/c#.MD:7) for" in problem.message


def test_a_file_without_line_numbers_is_not_named_in_the_message() -> None:
    (problem,) = found(SNOW._replace(line=0), MAPS._replace(line=0))
    assert (problem.file, problem.line) == ("s.xml", 0)
    assert "“Snow” for" in problem.message


def test_the_schedule_file_is_named_as_in_the_readers_problems() -> None:
    reported = Problem(Severity.WARNING, "bad-end", "copy.xml", 3, "", "")
    (problem,) = found(SNOW, MAPS, problems=(reported,))
    assert problem.file == "copy.xml"
    (problem,) = found(SNOW, MAPS, source="https://pywest.example.org/")
    assert problem.file == "https://pywest.example.org/"


def test_a_long_title_is_cut() -> None:
    (problem,) = found(SNOW, MAPS._replace(title="x" * 10_000))
    assert len(problem.message) < 200


def test_the_empty_conference_has_no_problems() -> None:
    assert check_sessions(Conference()) == ()


MOMENTS = st.none() | st.builds(
    lambda day, quarter: at(f"{day} 08:00") + timedelta(minutes=15 * quarter),
    st.integers(15, 18),
    st.integers(0, 40),
)
SESSIONS = st.builds(
    lambda **fields: Session(**fields),  # the class itself would have every field made up
    id=st.sampled_from(["a", "b.md", "c.md", "d"]) | st.text(max_size=3),
    title=st.sampled_from(["Snow", "Maps", "snow", ""]),
    kind=st.sampled_from(Kind),
    start=MOMENTS | st.datetimes(),
    end=MOMENTS | st.datetimes(),
    end_source=st.sampled_from(EndSource),
    utc_offset=st.none() | st.sampled_from([0, 60, 120, -300, 10**6]),
    day=st.none() | st.dates(date(2031, 5, 15), date(2031, 5, 19)),
    rooms=st.lists(st.sampled_from(["A", "a", "A 1", "A1", "—", ""]), max_size=3).map(tuple),
    whole_venue=st.booleans(),
    speakers=st.lists(st.sampled_from([ANA, MIO, ZOE]), max_size=3).map(tuple),
    level_label=st.sampled_from(["", "Wizard"]),
    line=st.integers(0, 9),
    visible=st.booleans(),
    keys=st.sampled_from([(), ("page:x",), ("guid:1", "page:x"), ("page:",)]),
)
CONFERENCES = st.builds(
    Conference,
    timezone=st.sampled_from(["", "Europe/Oslo", "Pacific/Kiritimati"]),
    rooms=st.lists(st.sampled_from(["A", "a", "B"]), max_size=3).map(tuple),
    sessions=st.lists(SESSIONS, max_size=12).map(tuple),
    problems=st.just(()),
    source=st.sampled_from(["", "s.xml", "x/s.json", "https://pywest.example.org/"]),
)


@given(CONFERENCES)
def test_any_conference_can_be_checked_with_a_reproducible_result(
    conference: Conference,
) -> None:
    problems = check_sessions(conference)
    assert problems == check_sessions(conference)
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert all("\n" not in problem.message for problem in problems)


@given(CONFERENCES)
def test_hidden_sessions_make_no_difference(conference: Conference) -> None:
    hidden = tuple(s._replace(visible=False) for s in conference.sessions)
    assert check_sessions(conference._replace(sessions=hidden)) == ()
