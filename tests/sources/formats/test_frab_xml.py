"""Schedules of frab, pretalx and wafer in XML, one rule of `FORMATS.md` at a time."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Level, Link, Session, Severity
from confui.sources.opening import SourceError

OpenFile = Callable[..., Conference]
START = "<start>10:00</start>"
HEAD = "<acronym>pynorth-2031</acronym><title>PyNorth</title>"


def schedule(events: str, conference: str = HEAD, day: str = "date='2031-05-17'") -> str:
    return (
        f"<?xml version='1.0' encoding='utf-8'?>\n<schedule><conference>{conference}</conference>\n"
        f"<day index='1' {day}>\n<room name='Aurora'>\n{events}\n</room></day></schedule>"
    )


@pytest.fixture
def event(open_file: OpenFile) -> Callable[..., tuple[Session, list[str]]]:
    """Open a schedule with one event, and return it with the codes of all problems."""

    def read(inside: str, attributes: str = "id='7'", **more: str) -> tuple[Session, list[str]]:
        if "<title>" not in inside:
            inside += "<title>Snow</title>"
        conference = open_file(schedule(f"<event {attributes}>{inside}</event>", **more))
        (session,) = conference.sessions
        return session, [problem.code for problem in conference.problems]

    return read


Event = Callable[..., tuple[Session, list[str]]]


def test_a_current_event_is_read_with_all_its_fields(event: Event) -> None:
    session, codes = event(
        """<date>2031-05-17T10:00:00+02:00</date><start>10:00</start><duration>00:45</duration>
        <room>Birch</room><slug>snow</slug><url>https://pynorth.example.org/snow</url>
        <title>Snow &amp;amp; <![CDATA[<i>ice</i>]]></title><subtitle>Both</subtitle>
        <track>Weather</track><type>Workshop (long)</type><language>de, en</language>
        <abstract>&lt;p&gt;Bring &lt;b&gt;boots&lt;/b&gt;.&lt;/p&gt;</abstract>
        <description>* one</description><recording><license>CC0</license><optout>true</optout>
        </recording><do_not_stream>true</do_not_stream><logo/><answers><answer>Secret</answer>
        </answers><persons><person id="3" code="AB">Amina Noor</person><person id="3" code="AB">
        Amina Noor</person></persons><links><link href="https://a.example/">A</link>
        <link href="www.b.example">B</link><link href="https://youtu.be/x">Trailer</link></links>
        <attachments><attachment href="https://a.example/s.pdf">Slides</attachment>
        <attachment href="/attachments/original/missing.png"/></attachments>""",
        "id='7' guid='abc-def'",
    )
    assert codes == []
    assert session == Session(
        id="abc-def",
        title="Snow & ice",
        subtitle="Both",
        kind=Kind.WORKSHOP,
        kind_label="Workshop (long)",
        start=datetime(2031, 5, 17, 10),
        end=datetime(2031, 5, 17, 10, 45),
        end_source=EndSource.DURATION,
        utc_offset=120,
        day=date(2031, 5, 17),
        rooms=("Birch",),
        track="Weather",
        language=("de", "en"),
        speakers=session.speakers,
        abstract="Bring **boots**.",
        body="* one",
        video=("https://youtu.be/x",),
        links=(
            Link("A", "https://a.example/"),
            Link("B", "https://www.b.example"),
            Link("Trailer", "https://youtu.be/x"),
            Link("Slides", "https://a.example/s.pdf"),
            Link("Page", "https://pynorth.example.org/snow"),
        ),
        line=5,
        keys=("guid:abc-def", "code:7", "page:snow"),
        extra={
            "id": "7",
            "slug": "snow",
            "recording": {"license": "CC0", "optout": "true"},
            "do_not_stream": "true",
            "do_not_record": "true",
        },
    )
    assert [(person.id, person.name) for person in session.speakers] == [("AB", "Amina Noor")]


def test_old_schedules_have_events_outside_rooms(open_file: OpenFile) -> None:
    conference = open_file(
        "<schedule><day date='2009-02-07'><event id='1'><start>9:00</start>"
        "<duration>0:30</duration>"
        "<room>Aurora</room><title>Snow</title></event><event id='2'><title>Ice</title></event>"
        "</day></schedule>"
    )
    snow, ice = conference.sessions
    assert (snow.start, snow.minutes, snow.rooms) == (datetime(2009, 2, 7, 9), 30, ("Aurora",))
    assert (ice.start, ice.rooms, ice.id) == (None, (), "2")
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("written", "start", "offset"),
    [
        ("", "2031-05-17T10:00", None),
        ("2031-05-17", "2031-05-17T10:00", None),
        ("2031-05-18", "2031-05-18T10:00", None),
        ("2031-05-17T10:00:00+02:00", "2031-05-17T10:00", 120),
        ("2031-05-17T10:00:00+00:00", "2031-05-17T10:00", 0),
        ("2031-05-17T08:00:00+00:00", "2031-05-17T10:00", 120),
        ("2031-05-16T20:00:00Z", "2031-05-17T10:00", None),
        ("2031-05-17T21:30:00Z", "2031-05-17T10:00", None),
    ],
)
def test_the_start_gives_the_time_and_the_date_gives_the_day(
    event: Event, written: str, start: str, offset: int | None
) -> None:
    session, codes = event(f"<start>10:00</start><date>{written}</date>")
    assert f"{session.start:%Y-%m-%dT%H:%M}" == start
    assert offset is None or session.utc_offset == offset
    assert codes == []


def test_without_a_start_the_date_is_converted_to_the_declared_zone(event: Event) -> None:
    zone = HEAD + "<time_zone_name>Europe/Oslo</time_zone_name>"
    session, _ = event("<date>2031-05-17T08:00:00Z</date>", conference=zone)
    assert (session.start, session.utc_offset) == (datetime(2031, 5, 17, 10), 120)
    session, _ = event("<date>2031-05-17T08:00:00Z</date>")
    assert (session.start, session.utc_offset) == (datetime(2031, 5, 17, 8), 0)


@pytest.mark.parametrize(
    ("conference", "day", "change"),
    [
        ("", "", "04:00"),
        ("<day_change>09:00:00</day_change>", "", "09:00"),
        ("<day_change>00:00</day_change>", "start='2031-05-17T06:00:00+02:00'", "00:00"),
        ("", "start='2031-05-17T06:00:00+02:00'", "06:00"),
        ("", "start='2031-05-17T11:00:00+02:00'", "04:00"),
        ("<day_change>noon</day_change>", "", "04:00"),
    ],
)
def test_the_day_change_is_declared_or_the_start_of_the_days(
    open_file: OpenFile, conference: str, day: str, change: str
) -> None:
    opened = open_file(schedule("<event/>", HEAD + conference, f"date='2031-05-17' {day}"))
    assert opened.day_change == time.fromisoformat(change)


def test_an_event_after_midnight_stays_in_the_day_that_lists_it(event: Event) -> None:
    session, _ = event("<start>01:30</start><duration>1:00</duration>")
    assert (session.start, session.day) == (datetime(2031, 5, 18, 1, 30), date(2031, 5, 17))
    session, _ = event("<start>01:30</start><date>2031-05-18T01:30:00+02:00</date>")
    assert (session.start, session.day) == (datetime(2031, 5, 18, 1, 30), date(2031, 5, 17))


LOSSES = ("bad-time", "bad-duration", "bad-end", "no-title")


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<start>25:00</start>", "bad-time"),
        ("<start>soon</start>", "bad-time"),
        ("<start>10:00</start><duration>long</duration>", "bad-duration"),
        ("<start>10:00</start><duration>00:00</duration>", "bad-duration"),
        ("<start>10:00</start><duration>999:00</duration>", "bad-duration"),
        ("<start>10:00</start><date>tomorrow</date>", "bad-date"),
        ("<start>10:00</start><end>2031-05-17T09:00</end>", "bad-end"),
        ("<title></title>", "no-title"),
        ("<level>hard as nails</level>", "unknown-level"),
        ("<persons><person id='1'/></persons>", "unnamed-presenter"),
        ("<links><link href='javascript:x'>x</link></links>", "bad-link"),
        ("<links><link href='/x'>x</link></links>", "relative-link"),
        ("<start>10:00</start><start>11:00</start>", "repeated-key"),
        ("<hidden>perhaps</hidden>", "not-true-or-false"),
    ],
)
def test_a_bad_field_is_a_problem_with_its_line_and_the_session_stays(
    open_file: OpenFile, inside: str, code: str
) -> None:
    title = "" if "<title>" in inside else "<title>Snow</title>"
    conference = open_file(schedule(f"<event id='1'>\n{title}{inside}\n</event>"))
    assert len(conference.sessions) == 1
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == (code, "schedule.txt", 6)
    assert problem.fix
    assert (problem.severity is Severity.ERROR) == (code in LOSSES)


@pytest.mark.parametrize("hidden", ["<state>canceled</state>", "<hidden>true</hidden>"])
def test_an_event_that_does_not_take_place_is_hidden(event: Event, hidden: str) -> None:
    assert not event(hidden)[0].visible


@pytest.mark.parametrize(
    ("inside", "level"),
    [
        ("<difficulty>Beginner</difficulty>", Level.BEGINNER),
        ("<level>Débutant</level>", Level.BEGINNER),
        ("<tags><tag>python</tag><tag>Advanced</tag></tags>", Level.ADVANCED),
        ("<tags><tag>Level: 200</tag></tags>", Level.INTERMEDIATE),
        ("<track>Beginners</track>", Level.BEGINNER),
        ("<tags><tag>all</tag><tag>basic</tag></tags>", None),
        (
            "<answers><answer><question>Niveau visé</question><answer>Confirmé</answer></answer>"
            "</answers>",
            Level.ADVANCED,
        ),
        (
            "<answers><answer><question>Shoe size</question><answer>Advanced</answer></answer>"
            "</answers>",
            None,
        ),
    ],
)
def test_a_level_may_be_a_field_a_tag_a_track_or_an_answer(
    event: Event, inside: str, level: Level | None
) -> None:
    session, codes = event(inside)
    assert (session.level, codes) == (level, [])
    assert "answers" not in session.extra


def test_a_repeated_id_gets_a_number_and_a_problem(open_file: OpenFile) -> None:
    events = "".join(
        f"<event id='{id}'>{START}<title>T</title></event>" for id in ("1", "1", "1-2", "1")
    )
    conference = open_file(schedule(events))
    assert sorted(session.id for session in conference.sessions) == ["1", "1-2", "1-3", "1-4"]
    assert [problem.code for problem in conference.problems] == ["repeated-id"] * 2


def test_rooms_come_in_the_order_of_the_file_and_empty_ones_are_dropped(
    open_file: OpenFile,
) -> None:
    conference = open_file(
        "<schedule><day date='2031-05-17'><room name='Empty'/><room name='Birch'><event id='1'>"
        "<start>12:00</start><title>A</title></event></room><room name='Aurora'><event id='2'>"
        "<start>9:00</start><title>B</title></event></room></day></schedule>"
    )
    assert conference.rooms == ("Birch", "Aurora")


def test_a_missing_end_is_inferred(event: Event) -> None:
    session, _ = event("<start>10:00</start>")
    assert (session.end_source, session.minutes) == (EndSource.INFERRED, 45)


def test_a_truncated_file_gives_the_sessions_before_its_end(open_file: OpenFile) -> None:
    whole = schedule(
        f"<event id='1'>{START}<title>A</title></event>\n<event id='2'><title>B</title></event>"
    )
    conference = open_file(whole[: whole.index("</room>")])
    assert [session.title for session in conference.sessions] == ["A", "B"]
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("cut-short", 7)
    assert "what follows is missing" in problem.message


@pytest.mark.parametrize(
    "damage", [b"R & B", b"&nbsp;", b"\x1b[2J", b"&#27;", b"caf\xe9", b"&#x0;", b"\x00"]
)
def test_common_mistakes_in_xml_are_repaired(open_file: OpenFile, damage: bytes) -> None:
    events = f"<event id='1'>{START}<title>Snow @@</title></event>"
    events += "<event id='2'><title>Ice</title></event>"
    conference = open_file(schedule(events).encode().replace(b"@@", damage))
    assert len(conference.sessions) == 2
    assert [problem.code for problem in conference.problems] == ["repaired-xml"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_the_declared_encoding_is_used(open_file: OpenFile, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = schedule("<event id='1'><title>Café</title></event>").replace("utf-8", declared)
    assert open_file(content.encode(encoding)).sessions[0].title == "Café"


def test_namespaces_are_ignored(open_file: OpenFile) -> None:
    content = schedule("<event id='1'><title>A</title></event>")
    conference = open_file(content.replace("<schedule>", "<schedule xmlns='urn:x' xmlns:y='u'>"))
    assert len(conference.sessions) == 1


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (f"{BOMB}]><schedule>&j;</schedule>", "has a DOCTYPE"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><schedule/>", "has a DOCTYPE"),
        ("<schedule>" + "<a>" * 100_000, "nested more than 64 deep"),
        ("<?xml version='1.0' encoding='no-such'?><schedule/>", "Invalid XML"),
    ],
    ids=["bomb", "external", "deep", "encoding"],
)
def test_hostile_xml_is_refused_at_once(open_file: OpenFile, content: str, part: str) -> None:
    with pytest.raises(SourceError, match=part):
        open_file(content)


def test_an_unknown_level_is_reported_once(open_file: OpenFile) -> None:
    events = "".join(
        f"<event id='{n}'>{START}<title>T</title><level>Wizard</level></event>" for n in "ab"
    )
    conference = open_file(schedule(events))
    assert [problem.code for problem in conference.problems] == ["unknown-level"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_despite_another_declaration(open_file: OpenFile, encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    content = mark + schedule("<event id='1'><title>Café</title></event>")
    assert open_file(content.encode(encoding)).sessions[0].title == "Café"


def test_the_word_none_is_not_a_room(open_file: OpenFile) -> None:
    content = schedule("<event id='1'><title>A</title><room>None</room></event>")
    conference = open_file(content.replace("Aurora", "None"))
    assert (conference.rooms, conference.sessions[0].rooms) == ((), ())
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("end", "minutes"),
    [("10:45", 45), ("10:45 am", 45), ("10h45", 45), ("2031-05-17T10:45:00", 45), ("1pm", 180)],
)
def test_an_end_may_be_written_like_a_start(event: Event, end: str, minutes: int) -> None:
    session, codes = event(f"<start>10:00 am</start><end>{end}</end>")
    assert (session.start, session.minutes) == (datetime(2031, 5, 17, 10), minutes)
    assert (session.end_source, codes) == (EndSource.GIVEN, [])


def test_an_end_without_a_time_of_day_is_a_problem(event: Event) -> None:
    session, codes = event("<start>10:00</start><end>2031-05-17</end>")
    assert session.end_source is not EndSource.GIVEN
    assert (codes, session.extra["end"]) == (["date-without-time"], "2031-05-17")


def test_an_end_may_have_its_day_and_its_time_of_day_under_two_keys(event: Event) -> None:
    both = "<end_date>2031-05-18</end_date><end_time>1:00</end_time>"
    session, codes = event(f"<start>22:00</start>{both}")
    assert (session.end, codes) == (datetime(2031, 5, 18, 1), [])


def test_an_event_has_the_name_of_a_room_that_it_names_by_slug(open_file: OpenFile) -> None:
    event = "<event id='7'><title>Snow</title><room>k4201</room><start>9:00</start></event>"
    text = schedule(event).replace("name='Aurora'", "name='K.4.201' slug='k4201'")
    (session,) = open_file(text).sessions
    assert session.rooms == ("K.4.201",)


def test_a_name_of_a_room_that_is_the_slug_of_another_is_a_name(open_file: OpenFile) -> None:
    event = "<event id='7'><title>Snow</title><room>Hall</room><start>9:00</start></event>"
    text = schedule(event).replace("name='Aurora'", "name='Hall'")
    text = text.replace("</day>", "<room name='Other' slug='Hall'/></day>")
    (session,) = open_file(text).sessions
    assert session.rooms == ("Hall",)


@pytest.mark.parametrize(
    ("generator", "minutes"),
    [("<generator name='pretalx' version='2031.1'/>", 1590), ("<generator>frab</generator>", 62)],
)
def test_a_long_duration_of_pretalx_begins_with_days(
    open_file: OpenFile, generator: str, minutes: int
) -> None:
    event = (
        "<event id='7'><title>Snow</title><start>9:00</start><duration>1:02:30</duration></event>"
    )
    text = schedule(event).replace("<schedule>", f"<schedule>{generator}")
    (session,) = open_file(text).sessions
    assert session.minutes == minutes


def test_dates_that_could_be_swapped_are_decided_by_all_dates_of_the_file(
    open_file: OpenFile,
) -> None:
    events = "".join(
        f"<event id='{n}'><title>Snow</title><date>0{n}/10/2031</date><start>9:00</start></event>"
        for n in (1, 2)
    )
    conference = open_file(schedule(events, day=""))
    assert [session.start for session in conference.sessions] == [
        datetime(2031, 10, 1, 9),
        datetime(2031, 10, 2, 9),
    ]
    assert [problem.code for problem in conference.problems] == ["assumed-day-order"]
