"""Random schedule files: no session is lost, and all text is safe to show."""

import json
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.formats.builder import SourceInfo
from confui.sources.formats.frab_xml import read_frab_xml
from confui.sources.formats.ical import read_ical
from confui.sources.formats.json_yaml import read_document
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.json_text import read_json
from confui.sources.values.dates import parse_duration
from confui.text import is_clean, safe_url
from tests.examples import examples
from tests.sources.conftest import texts

Read = Callable[[bytes, SourceInfo], Conference]
ORIGIN = SourceInfo("schedule", "somewhere", "pywest-2030", "PyWest 2030")


def read_json_file(content: bytes, origin: SourceInfo) -> Conference:
    return read_document(read_json(content), origin)


READERS: tuple[Read, ...] = (read_frab_xml, read_json_file, read_ical)
POISON = "\x1b]52;c;aGk=\x07\x9b2J\u202e\u200b\U000e0041"

TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        *("25:00", "9:00", "10:00", "00:00", "24:00", "-1:00", "0:30", "999999", "PT99999999H"),
        *("2031-05-17T10:00:00+02:00", "2031-05-17", "9999-12-31T23:59:00-14:00", "2031-02-30"),
        *("1900-01-01T00:00:00+14:00", "2199-12-31T23:59:00-12:00", "20310517T100000Z"),
        *("21991231T235959Z", "20310517", "99991231T235959", "Europe/Oslo", "../etc", "Moon/X"),
        *("<p>x</p><ul><li>", "&amp;#27;", "javascript:x", "https://a.example/\u202e", "www.x"),
        *("https://[", "/x", "None", "true", "all", "Advanced", "keynote", "t0", "full", POISON),
    ]
)
LEAVES = TEXTS | st.none() | st.booleans() | st.integers() | st.floats()
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
EVENT_KEYS = st.sampled_from(
    [
        *("guid", "id", "code", "slug", "title", "subtitle", "date", "start", "end", "duration"),
        *("room", "track", "type", "language", "abstract", "description", "persons", "speakers"),
        *("links", "attachments", "url", "recording", "answers", "tags", "level", "state", "x"),
        *("accepted", "hidden", "do_not_record", "roomId", "categoryItems", "startsAt", "endsAt"),
        *("isPlenumSession", "isServiceSession", "categories", "recordingUrl", "status"),
        *("name", "begin", "startTime", "length", "end_time", "hall", "kind", "people", "Title"),
        *("presenters", "authors", "summary", "uuid", "may_record", "questionAnswers", "day"),
    ]
)
EVENTS = st.lists(st.dictionaries(EVENT_KEYS, VALUES, min_size=1, max_size=6), max_size=4)
NAMES = st.sampled_from(
    [
        *("SUMMARY", "UID", "DTSTART", "DTEND", "DURATION", "LOCATION", "DESCRIPTION", "URL"),
        *("ATTENDEE;CN=A", "ORGANIZER;CN=B", "CATEGORIES", "ATTACH", "STATUS", "RRULE", "X-A"),
        *("DTSTART;TZID=Europe/Oslo", "DTSTART;TZID=Moon", "DTEND;VALUE=DATE", 'DTSTART;TZID="'),
    ]
)


def check(conference: Conference, sessions: int) -> None:
    assert len(conference.sessions) == sessions
    assert len({session.id for session in conference.sessions}) == sessions
    assert all(map(is_clean, texts(conference)))
    for session in conference.sessions:
        assert session.title and session.id
        assert (session.start is None) == (session.end is None) == (session.day is None)
        if session.start is not None and session.end is not None:
            assert session.start < session.end
        links = [*session.links, *(link for each in session.speakers for link in each.links)]
        for url in (*session.video, *session.slides, *(link.url for link in links)):
            assert safe_url(url) == url
    assert all(problem.fix and problem.message for problem in conference.problems)


def as_xml(name: str, value: object) -> str:
    tag = "".join(letter for letter in name if letter.isascii() and letter.isalnum()) or "x"
    tag = tag if tag[0].isalpha() else f"x{tag}"
    if isinstance(value, dict):
        return f"<{tag}>{''.join(as_xml(key, item) for key, item in value.items())}</{tag}>"
    if isinstance(value, list):
        return f"<{tag}>{''.join(as_xml('person', item) for item in value)}</{tag}>"
    text = "" if value is None else str(value)
    return f"<{tag} id={quoteattr(text)}>{escape(text)}</{tag}>"


@given(EVENTS, TEXTS, TEXTS, TEXTS)
@settings(max_examples=examples(1.5))
def test_every_event_in_xml_is_a_session(
    events: list[dict[str, object]], day: str, zone: str, change: str
) -> None:
    inside = "".join(
        f"<event>{''.join(as_xml(key, value) for key, value in event.items())}</event>"
        for event in events
    )
    document = (
        f"<schedule><conference><time_zone_name>{escape(zone)}</time_zone_name>"
        f"<day_change>{escape(change)}</day_change></conference><day date={quoteattr(day)}>"
        f"<room name={quoteattr(day)}>{inside}</room></day></schedule>"
    )
    check(read_frab_xml(document.encode("utf-8", "replace"), ORIGIN), len(events))


@given(EVENTS, TEXTS, VALUES)
@settings(max_examples=examples(1.5))
def test_every_event_in_json_is_a_session(
    events: list[dict[str, object]], text: str, value: object
) -> None:
    days = [{"date": text, "day_start": value, "rooms": {text: events}}]
    conference = {"days": days, "time_zone_name": text, "title": value, "day_change": text}
    document = json.dumps({"schedule": {"conference": {**conference, "rooms": value}}})
    check(read_json_file(document.encode(), ORIGIN), len(events))


@given(EVENTS, VALUES)
@settings(max_examples=examples(1.5))
def test_every_event_in_flat_lists_is_a_session(
    events: list[dict[str, object]], value: object
) -> None:
    document = json.dumps({"days": [], "events": events, "rooms": value, "persons": value})
    check(read_json_file(document.encode(), ORIGIN), len(events))


@given(EVENTS, VALUES)
@settings(max_examples=examples(1.5))
def test_every_session_of_sessionize_is_a_session(
    events: list[dict[str, object]], value: object
) -> None:
    sessions = [{"startsAt": "2031-05-17T10:00:00", **event} for event in events]
    sessions.append({"startsAt": ""})
    lists = {"rooms": value, "speakers": value, "categories": value}
    document = json.dumps({"sessions": sessions, **lists})
    check(read_json_file(document.encode(), ORIGIN), len(sessions))


@given(st.lists(st.lists(st.tuples(NAMES, TEXTS), max_size=6), max_size=4), TEXTS)
@settings(max_examples=examples(1.5))
def test_every_event_of_a_calendar_is_a_session(
    events: list[list[tuple[str, str]]], zone: str
) -> None:
    lines = ["BEGIN:VCALENDAR", f"X-WR-TIMEZONE:{' '.join(zone.split())}"]
    for event in events:
        inside = (f"{name}:{' '.join(value.split())}" for name, value in event)
        lines += ["BEGIN:VEVENT", *inside, "END:VEVENT"]
    check(read_ical("\n".join(lines).encode("utf-8", "replace"), ORIGIN), len(events))


@pytest.mark.parametrize("read", READERS)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_conference_or_a_broken_file(read: Read, content: bytes) -> None:
    for start in (b"", b"<schedule><event>", b'{"events": [{"title": "', b"BEGIN:VEVENT\n"):
        try:
            conference = read(start + content, ORIGIN)
        except BrokenFileError as error:
            assert error.message and error.fix
        else:
            check(conference, len(conference.sessions))


@given(st.text(max_size=12) | st.from_regex(r"P?T?[0-9]{1,6}[:hmHMSDW ][0-9]{0,6}[mMsS]?"))
def test_a_length_is_read_or_refused(text: str) -> None:
    try:
        assert parse_duration(text).total_seconds() >= 0
    except ValueError as error:
        assert str(error)
