"""Calendars as schedules, with the oddities that published ones have."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from confui.schedule import ical_text
from confui.schedule.models import Conference, EndSource, Kind, Link, Session, Severity
from confui.sources.formats import ical
from confui.text import is_clean

OpenFile = Callable[..., Conference]
ZONED = "DTSTART;TZID=Europe/Oslo:20310517T100000\n"


def calendar(*events: str, head: str = "") -> str:
    written = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{head}{written}END:VCALENDAR\n"


@pytest.fixture
def event(open_file: OpenFile) -> Callable[..., tuple[Session, Conference]]:
    def read(inside: str, head: str = "") -> tuple[Session, Conference]:
        if "SUMMARY" not in inside:
            inside += "\nSUMMARY:Snow"
        conference = open_file(calendar("UID:1\n" + inside, head=head))
        (session,) = conference.sessions
        return session, conference

    return read


Event = Callable[..., tuple[Session, Conference]]


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


def test_an_event_is_a_session(event: Event) -> None:
    session, conference = event(
        ZONED + "DTEND;TZID=Europe/Oslo:20310517T104500\nLOCATION: Aurora\\, left\n"
        "SUMMARY;LANGUAGE=en:Snow\\; and\n  ice\nDESCRIPTION:One\\nTwo\\, three\n"
        "CATEGORIES:Weather,Workshop\nURL:https://a.example/snow\nDTSTAMP:20310101T000000Z\n"
        'ATTENDEE;CN="Noor, Amina":mailto:amina@example.org\nBEGIN:VALARM\nSUMMARY:No\nEND:VALARM',
        head="X-WR-CALNAME:PyNorth\n",
    )
    assert (conference.title, conference.timezone) == ("PyNorth", "Europe/Oslo")
    assert session == Session(
        id="1",
        title="Snow; and ice",
        kind=Kind.WORKSHOP,
        kind_label="Workshop",
        start=datetime(2031, 5, 17, 10),
        end=datetime(2031, 5, 17, 10, 45),
        end_source=EndSource.GIVEN,
        utc_offset=120,
        day=date(2031, 5, 17),
        rooms=("Aurora, left",),
        tags=("Weather", "Workshop"),
        speakers=session.speakers,
        abstract="One\nTwo, three",
        links=(Link("Page", "https://a.example/snow"),),
        line=3,
        keys=("guid:1", "page:snow"),
    )
    assert [person.name for person in session.speakers] == ["Noor, Amina"]
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("written", "minutes", "source"),
    [
        ("DTEND:20310517T103000", 30, EndSource.GIVEN),
        ("DURATION:PT30M", 30, EndSource.DURATION),
        ("DURATION:P1DT1H", 25 * 60, EndSource.DURATION),
        ("", 45, EndSource.INFERRED),
    ],
)
def test_the_end_may_be_a_time_a_duration_or_missing(
    event: Event, written: str, minutes: int, source: EndSource
) -> None:
    session, conference = event(f"DTSTART:20310517T100000\n{written}\nATTENDEE;CN=Bo:x")
    assert (session.minutes, session.end_source) == (minutes, source)
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("start", "head", "clock"),
    [
        ("DTSTART:20310517T080000Z", "X-WR-TIMEZONE:Europe/Oslo\n", 10),
        ("DTSTART:20310517T080000Z", "VTIMEZONE: Europe/Rome\n", 10),
        ("DTSTART;TZID=America/New_York:20310517T040000", "X-WR-TIMEZONE:Europe/Oslo\n", 10),
        ("DTSTART:20310517T100000", "X-WR-TIMEZONE:Europe/Oslo\n", 10),
        ("DTSTART;VALUE=DATE-TIME;TZID=Europe/Oslo:20310517T100000", "", 10),
        ("DTSTART;TZID=W. Europe Standard Time:20310517T100000", "", 10),
        ("DTSTART;TZID=/example.org/2031/Europe/Oslo:20310517T100000", "", 10),
        (
            "DTSTART;TZID=Hall:20310517T100000",
            "BEGIN:VTIMEZONE\nTZID:Hall\nX-LIC-LOCATION:Europe/Oslo\nEND:VTIMEZONE\n",
            10,
        ),
    ],
)
def test_times_are_wall_times_at_the_venue(event: Event, start: str, head: str, clock: int) -> None:
    session, conference = event(start, head)
    assert (session.start, session.utc_offset) == (datetime(2031, 5, 17, clock), 120)
    assert conference.timezone.startswith("Europe/")
    assert conference.problems == ()


def test_an_unknown_zone_is_a_problem_and_the_time_stays_as_written(event: Event) -> None:
    session, conference = event("DTSTART;TZID=Moon/Copernicus:20310517T100000")
    assert (session.start, session.utc_offset) == (datetime(2031, 5, 17, 10), None)
    assert (conference.timezone, codes(conference)) == ("", ["unknown-timezone"])


def test_times_in_utc_without_a_zone_of_the_venue_are_shown_in_utc(event: Event) -> None:
    session, conference = event("DTSTART:20310517T100000Z")
    assert (session.start, conference.timezone) == (datetime(2031, 5, 17, 10), "UTC")
    assert codes(conference) == ["times-in-utc"]


@pytest.mark.parametrize("end", ["", "DTEND;VALUE=DATE:20310518"])
def test_a_date_without_a_time_is_a_whole_day(event: Event, end: str) -> None:
    session, _ = event(f"DTSTART;VALUE=DATE:20310517\n{end}\nLOCATION:Aurora")
    assert (session.day, session.minutes) == (date(2031, 5, 17), 24 * 60)
    assert session.all_day and session.whole_venue


@pytest.mark.parametrize("rule", ["RRULE:FREQ=SECONDLY", "RDATE:20310518T100000"])
def test_a_recurrence_is_a_problem_and_not_expanded(event: Event, rule: str) -> None:
    _, conference = event(ZONED + rule)
    assert codes(conference) == ["repeats"]
    assert conference.problems[0].line == 5


@pytest.mark.parametrize(
    ("inside", "code", "line"),
    [
        ("DTSTART:20310230T100000", "bad-date", 4),
        ("DTSTART:soon", "bad-date", 4),
        (ZONED + "DTEND;TZID=Europe/Oslo:20310517T100000", "bad-end", 5),
        (ZONED + "DURATION:forever", "bad-duration", 5),
        ("SUMMARY:", "no-title", 4),
        ("URL:javascript:x", "bad-link", 4),
    ],
)
def test_a_bad_property_is_a_problem_with_its_line(
    event: Event, inside: str, code: str, line: int
) -> None:
    _, conference = event(inside)
    (problem,) = conference.problems
    assert (problem.code, problem.line) == (code, line)
    lost = code in ("bad-date", "bad-duration", "bad-end", "no-title")
    assert (problem.severity is Severity.ERROR) == lost


@pytest.mark.parametrize("lost", ["END:VCALENDAR", "END:VEVENT\nEND:VCALENDAR", "00\nEND:VEVENT"])
def test_a_truncated_calendar_is_a_problem_and_keeps_its_events(
    open_file: OpenFile, lost: str
) -> None:
    whole = calendar("UID:1\nSUMMARY:A\nDTSTART:20310517T100000")
    conference = open_file(whole[: whole.rindex(lost)])
    assert len(conference.sessions) == 1
    assert codes(conference)[-1:] == ["cut-short"]


def test_events_with_the_same_uid_differ_by_their_start(open_file: OpenFile) -> None:
    conference = open_file(
        calendar(
            "UID:1\nSUMMARY:A\nDTSTART:20310517T100000",
            "UID:1\nSUMMARY:B\nDTSTART:20310517T110000",
            "UID:1\nSUMMARY:C\nDTSTART:20310517T110000",
        )
    )
    assert [session.id for session in conference.sessions] == [
        "1-20310517T100000",
        "1-20310517T110000",
        "1-20310517T110000-2",
    ]
    assert codes(conference) == ["repeated-id"]


def test_organizers_are_speakers_only_if_they_differ(open_file: OpenFile) -> None:
    one, two = (f"UID:{name}\nSUMMARY:A\nORGANIZER;CN={name}:x" for name in ("Amina", "Bo"))
    names = [s.speakers[0].name for s in open_file(calendar(one, two)).sessions]
    assert names == ["Amina", "Bo"]
    same = [s.speakers for s in open_file(calendar(one, one.replace("UID:A", "UID:B"))).sessions]
    assert same == [(), ()]


def test_a_line_of_the_description_may_name_the_speakers(event: Event) -> None:
    session, _ = event("DESCRIPTION:Snow.\\nSpeakers: Amina and Bo, Carla")
    assert [person.name for person in session.speakers] == ["Amina", "Bo", "Carla"]


def test_a_cancelled_event_is_hidden(event: Event) -> None:
    assert not event("STATUS:CANCELLED")[0].visible


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_be_folded_inside_a_character(open_file: OpenFile, end: str) -> None:
    content = calendar("UID:1\nSUMMARY:Café").replace("\n", end).encode()
    broken = content.replace(b"\xc3\xa9", b"\xc3" + end.encode() + b" \xa9")
    assert open_file(broken).sessions[0].title == "Café"


def test_other_encodings_lose_only_their_non_ascii_letters(open_file: OpenFile) -> None:
    content = calendar("UID:1\nSUMMARY:Café").encode("cp1252")
    assert open_file(content).sessions[0].title == "Caf\ufffd"


def test_an_event_without_its_end_line_is_a_session(open_file: OpenFile) -> None:
    content = calendar("UID:1\nSUMMARY:A", "UID:2\nSUMMARY:B")
    assert len(open_file(content[: content.rindex("END:VEVENT")]).sessions) == 2


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_SESSIONS", 3), ("MAX_TOTAL_LINES", 14)], ids=["events", "lines"]
)
def test_events_beyond_the_limit_are_a_problem(
    open_file: OpenFile, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(ical, limit, value)
    conference = open_file(
        calendar(*(f"UID:{n}\nSUMMARY:A\nDTSTART:20310517T100000" for n in range(5)))
    )
    assert len(conference.sessions) == 3
    assert codes(conference) == ["too-many-sessions"]
    (problem,) = conference.problems
    assert "2 are left out" in problem.message
    assert problem.fix == "Open one day, or a smaller export."


def test_lines_of_an_event_beyond_the_limit_are_a_problem(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ical_text, "MAX_LINES", 10)
    session, conference = event("ATTENDEE;CN=Amina Noor:x\n" * 20)
    assert session.speakers
    assert "too-many-lines" in codes(conference)


@pytest.mark.parametrize(
    "inside",
    [
        "RDATE:20310101T000000Z\n" * 100_000,
        'X-A;a="' * 100_000,
        "\n " * 500_000,
        "BEGIN:VEVENT\n" * 50_000,
    ],
    ids=["dates", "quotes", "folds", "nested"],
)
def test_a_hostile_calendar_takes_linear_time(open_file: OpenFile, inside: str) -> None:
    assert open_file(calendar("UID:1\n" + inside)).sessions


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_decides_the_encoding(open_file: OpenFile, encoding: str) -> None:
    content = calendar("UID:1\nSUMMARY:Café").encode(encoding)
    assert open_file(content).sessions[0].title == "Café"


def test_the_word_none_is_not_a_value(event: Event) -> None:
    session, conference = event(
        "LOCATION:None\nCATEGORIES:None\nATTENDEE;CN=None:x\nURL:None\nDESCRIPTION:None",
        head="X-WR-CALNAME:None\n",
    )
    assert (session.rooms, session.tags, session.speakers) == ((), (), ())
    assert (session.abstract, conference.problems) == ("", ())
    assert conference.title == "Pywest 2030"


@pytest.mark.parametrize("name", ["VEVENT\x1b[2J", "VEV\tENT", "VTIME\u202eZONE"])
def test_the_name_of_a_component_without_end_is_quoted_safely(
    open_file: OpenFile, name: str
) -> None:
    content = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Snow\nEND:VEVENT\nBEGIN:{name}\n"
    (problem,) = open_file(content).problems
    assert problem.message.startswith("The calendar has no END:V")
    assert is_clean(problem.message)


LONDON = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:20001029T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
"""
ODD = """BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:20000101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0145
END:STANDARD
END:VTIMEZONE
"""


@pytest.mark.parametrize("name", ["GMT", "Customized Time Zone", "Pacific Standard Time"])
def test_the_rules_of_a_zone_in_the_file_count_before_its_name(event: Event, name: str) -> None:
    for month, offset in (("07", 60), ("12", 0), ("03", 0), ("04", 60)):
        start = f"DTSTART;TZID={name}:2031{month}17T100000"
        session, conference = event(start, head=LONDON.format(name=name))
        assert conference.timezone == "Europe/London"
        assert session.start is not None
        assert (session.start.hour, session.utc_offset) == (10, offset)
        assert conference.problems == ()


def test_a_zone_that_only_the_file_knows_converts_times_in_utc(open_file: OpenFile) -> None:
    conference = open_file(
        calendar(
            "UID:1\nSUMMARY:Snow\nDTSTART;TZID=Ours:20310517T100000",
            "UID:2\nSUMMARY:Ice\nDTSTART:20310517T100000Z",
            head=ODD,
        )
    )
    assert conference.timezone == ""
    assert [(session.start, session.utc_offset) for session in conference.sessions] == [
        (datetime(2031, 5, 17, 10), 105),
        (datetime(2031, 5, 17, 11, 45), 105),
    ]
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("SA Pacific Standard Time", "America/Bogota"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("cen. australia standard time", "Australia/Adelaide"),
    ],
)
def test_a_zone_may_have_its_name_of_windows(event: Event, name: str, zone: str) -> None:
    session, conference = event(f"DTSTART;TZID={name}:20310517T100000")
    assert (conference.timezone, session.start) == (zone, datetime(2031, 5, 17, 10))
    assert conference.problems == ()


@pytest.mark.parametrize("start", ["DTSTART;TZID=tzone://Microsoft/Utc:", "DTSTART;TZID=UTC:"])
def test_times_in_utc_become_times_of_the_venue(event: Event, start: str) -> None:
    session, conference = event(f"{start}20310517T080000", head="X-WR-TIMEZONE:Europe/Oslo\n")
    assert (session.start, session.utc_offset) == (datetime(2031, 5, 17, 10), 120)
    assert conference.problems == ()


def test_utc_is_the_zone_of_the_venue_only_if_no_other_is_named(open_file: OpenFile) -> None:
    utc = "UID:2\nSUMMARY:Ice\nDTSTART:20310517T080000Z"
    head = "X-WR-TIMEZONE:UTC\n"
    conference = open_file(calendar("UID:1\nSUMMARY:Snow\n" + ZONED, utc, head=head))
    assert conference.timezone == "Europe/Oslo"
    assert {session.start for session in conference.sessions} == {datetime(2031, 5, 17, 10)}
    conference = open_file(calendar(utc, utc.replace("2\n", "3\n", 1), head=head))
    assert (conference.timezone, codes(conference)) == ("UTC", ["times-in-utc"])


def version(uid: str, hour: int, sequence: str, more: str = "") -> str:
    return (
        f"UID:{uid}\nSUMMARY:Snow {uid}\nDTSTART;TZID=Europe/Oslo:20310517T{hour}0000\n"
        f"SEQUENCE:{sequence}\n{more}"
    )


def test_of_an_event_the_version_with_the_highest_sequence_counts(open_file: OpenFile) -> None:
    conference = open_file(
        calendar(
            *(version("a", 10, "2"), version("a", 11, "10"), version("a", 12, "0")),
            *(version("b", 10, "0"), version("b", 10, "1", "STATUS:CANCELLED")),
        )
    )
    assert [(session.id, session.start) for session in conference.sessions] == [
        ("a", datetime(2031, 5, 17, 11))
    ]
    assert conference.problems == ()


def test_events_that_share_a_uid_and_do_not_count_up_all_stay(open_file: OpenFile) -> None:
    events = version("a", 10, "0"), version("a", 11, "0"), version("a", 12, "1")
    assert len(open_file(calendar(*events)).sessions) == 3
    events = version("a", 10, "soon"), version("a", 11, "1"), version("a", 12, "9" * 5_000)
    assert len(open_file(calendar(*events)).sessions) == 3


def test_a_line_of_the_description_may_name_the_track(event: Event) -> None:
    session, _ = event(ZONED + "DESCRIPTION:How to.\\n\\nSpeakers: Amina\\nTrack: Farming")
    assert (session.track, [speaker.name for speaker in session.speakers]) == ("Farming", ["Amina"])


@pytest.mark.parametrize(
    "line",
    [
        *("TZOFFSETTO:+9900", "TZOFFSETTO:soon", "DTSTART:soon", "DTSTART:00010101T000000"),
        *("RRULE:FREQ=YEARLY;BYMONTH=99", "RRULE:FREQ=YEARLY;BYDAY=5MO;BYMONTH=2", "RRULE:;;==;"),
        *("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;UNTIL=never", "RDATE:soon,20310101T000000"),
    ],
)
def test_bad_rules_of_a_zone_do_not_cost_the_event(event: Event, line: str) -> None:
    name = line.partition(":")[0]
    kept = [each for each in ODD.split("\n") if not each.startswith(name)]
    kept.insert(3, line)
    session, _ = event("DTSTART;TZID=Ours:20310517T100000", head="\n".join(kept))
    assert session.start == datetime(2031, 5, 17, 10)
