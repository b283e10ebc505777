"""Every reader of files that come from somebody else, with a good file of each.

The fuzzing targets in `tests/fuzz` and the mutated files of `mutations` are read by these.
"""

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from confui.export.sessions_json import as_json
from confui.export.sessions_markdown import as_markdown
from confui.export.sessions_table import as_fitted_table
from confui.export.sessions_tsv import as_tsv
from confui.library import find_conferences
from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.layout import arrange, place_day
from confui.schedule.models import Conference, Session
from confui.schedule.query import parse
from confui.schedule.search import Attendee, Corpus
from confui.schedule.session_names import short_names
from confui.sources import read_directory
from confui.sources.codec import from_json, to_json
from confui.sources.formats.builder import SourceInfo
from confui.sources.formats.detect import read_content
from confui.sources.opening import SourceError
from confui.sources.problems import BrokenFileError
from confui.sources.talk_folder.reader import read_talk_files
from confui.sources.web import find_exports
from confui.text import is_clean, safe_url
from confui.userdata import (
    NotReadableError,
    bookmarks_to_json,
    read_bookmarks_calendar,
    read_bookmarks_json,
)
from tests.menu import entry, links, menu
from tests.sources.conftest import texts

_ORIGIN = SourceInfo("schedule", "somewhere", "snow-2031", "Snow 2031")
_NOW = datetime(2031, 5, 17, 10, tzinfo=UTC)


class Reader(NamedTuple):
    """A reader, and a good file for it."""

    seed: bytes
    read: Callable[[bytes], None]
    """Reads any bytes; an exception is a fault of confui. AssertionError: unsafe text came out."""


def check(conference: Conference) -> None:
    """Use a conference as the program would; AssertionError if something in it is not safe."""
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
    _use(conference)


def _use(conference: Conference) -> None:
    shown = conference.visible
    for text in (
        *(
            as_json(conference, shown, {}),
            as_tsv(shown, {}),
            as_fitted_table(shown, {}, 80, short_names(shown)),
        ),
        as_markdown(conference.title, shown, {}),
    ):
        assert text is not None
    for day in conference.days[:3]:
        arrange(place_day([each for each in shown if each.day == day], conference.rooms, 100))
    corpus = Corpus(conference, shown)
    for query in ("snow", "difficulty:beginner", "speaker:a", "after:10:00"):
        corpus.search(parse(query, corpus.fields).query, Attendee({}, datetime(2031, 5, 17)))
    assert from_json(to_json(conference)) == conference


def _schedule(content: bytes) -> None:
    try:
        conference = read_content(content, _ORIGIN)
    except BrokenFileError as error:
        assert is_clean(error.message) and error.fix
    else:
        if conference is not None:
            check(conference)


def _in_folder(name: str) -> Callable[[bytes], None]:
    """Return a reader of a folder in which the file of that name has the content."""

    def read(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary, "snow-2031")
            folder.mkdir()
            (folder / "good.md").write_text("---\ntitle: Ice\nroom: Birch\n---\n")
            if name == "talks.yaml":
                (folder / "conference.yaml").write_text("sessions: talks.yaml\n")
            (folder / name).write_bytes(content)
            try:
                check(read_talk_files(folder, shown="somewhere"))
            except (BrokenFileError, SourceError) as error:
                assert is_clean(str(error))

    return read


def _page(content: bytes) -> None:
    for url in find_exports(content, "https://pywest.example/schedule/"):
        assert safe_url(url) == url and url.isascii()


def _directory(content: bytes) -> None:
    try:
        file = read_directory(content, "https://menu.example/menu.json")
    except SourceError as error:
        assert is_clean(str(error))
        return
    for found in file.entries:
        assert found.title and found.id
        assert all(map(is_clean, (found.title, found.id, found.zone)))
        for url in (found.source, *(link.url for link in found.links)):
            assert safe_url(url) == url
        assert (found.first is None) == (found.last is None)
    assert all(map(is_clean, file.flaws))
    find_conferences(file.entries, "snow 2031", datetime(2031, 5, 17).date())


def _bookmarks(content: bytes) -> None:
    conference = Conference("snow-2031", "Snow 2031", timezone="Europe/Oslo", sessions=(_SESSION,))
    for read in (
        partial(read_bookmarks_json, content, _NOW),
        partial(read_bookmarks_calendar, content, conference, _NOW),
    ):
        try:
            imported = read()
        except NotReadableError as error:
            assert is_clean(str(error))
            continue
        for shared in imported.shared:
            assert all(is_clean(each.title) for each in shared.bookmarks)


def _snapshot(content: bytes) -> None:
    try:
        conference = from_json(content.decode())
    except (ValueError, UnicodeDecodeError):
        return
    assert not any("\x1b" in text for text in texts(conference))


_SESSION = Session(
    id="ice",
    title="Ice",
    start=datetime(2031, 5, 17, 10),
    end=datetime(2031, 5, 17, 11),
    day=datetime(2031, 5, 17).date(),
    rooms=("Birch",),
)
_TALK = b"""---
title: "Snow: an introduction"
subtitle: 'How it falls'
date: 2031-05-17 10:00 -0500
end_date: 2031-05-17 10:45:00
room: Aurora
difficulty: Beginner
category: talk
tags: [winter, "water"]
language: en
presenters:
- name: Amina Noor
  github: amina
  website: https://amina.example/
  bio: |
    Two lines
    of text
video_url: https://video.example/1
abstract: >-
  Folded
  text
---
# Outline

- one `two` [three](https://a.example/)

| a | b |
|---|---|
| 1 | 2 |
"""
_LIST = b"""- title: Snow
  date: 2031-05-17
  start: "10:00"
  end: 10:45
  room: Aurora
  speakers: Amina Noor and Bo
- title: Ice
  date: 2031-05-17T12:00
  duration: 30
"""
_SETTINGS = b"""title: Snow 2031
timezone: Europe/Oslo
day_change: "04:00"
url: https://snow.example/
rooms: [Aurora, Birch]
dates: day-first
fields:
  headline: title
"""
_XML = b"""<?xml version="1.0" encoding="utf-8"?>
<schedule><version>1</version><conference><title>Snow 2031</title><acronym>snow</acronym>
<time_zone_name>Europe/Oslo</time_zone_name><day_change>04:00</day_change></conference>
<day index="1" date="2031-05-17" start="2031-05-17T08:00:00+02:00"><room name="Aurora">
<event id="1" guid="a-b"><date>2031-05-17T10:00:00+02:00</date><start>10:00</start>
<duration>00:45</duration><title>Snow</title><subtitle/><track>Water</track><type>Talk</type>
<language>en</language><abstract>&lt;p&gt;Falls &amp;amp; lies&lt;/p&gt;</abstract>
<persons><person id="1">Amina Noor</person></persons>
<links><link href="https://a.example/">More</link></links></event></room></day></schedule>
"""
_FRAB = json.dumps(
    {
        "schedule": {
            "conference": {
                "title": "Snow 2031",
                "acronym": "snow",
                "time_zone_name": "Europe/Oslo",
                "rooms": [{"name": "Aurora"}],
                "days": [
                    {
                        "date": "2031-05-17",
                        "day_start": "2031-05-17T04:00:00+02:00",
                        "rooms": {
                            "Aurora": [
                                {
                                    "id": 1,
                                    "guid": "a-b",
                                    "date": "2031-05-17T10:00:00+02:00",
                                    "start": "10:00",
                                    "duration": "00:45",
                                    "title": "Snow",
                                    "track": "Water",
                                    "abstract": "<p>Falls</p>",
                                    "persons": [{"public_name": "Amina Noor", "biography": "x"}],
                                    "links": [{"url": "https://a.example/", "title": "More"}],
                                    "answers": [{"question": "Level", "answer": "Beginner"}],
                                }
                            ]
                        },
                    }
                ],
            }
        }
    }
).encode()
_EVENTS = json.dumps(
    {
        "events": [
            {
                "title": "Snow",
                "start": "2031-05-17T10:00:00",
                "end": "10:45",
                "room": "Aurora",
                "speakers": ["Amina Noor", {"name": "Bo"}],
                "duration": 45,
                "level": "beginner",
                "tags": ["winter"],
            }
        ]
    }
).encode()
_SESSIONIZE = json.dumps(
    {
        "sessions": [
            {
                "id": "1",
                "title": "Snow",
                "startsAt": "2031-05-17T10:00:00",
                "endsAt": "2031-05-17T10:45:00",
                "roomId": 7,
                "speakers": ["s1"],
                "categoryItems": [3],
                "isPlenumSession": False,
            }
        ],
        "speakers": [{"id": "s1", "fullName": "Amina Noor", "bio": "x", "links": []}],
        "rooms": [{"id": 7, "name": "Aurora"}],
        "categories": [{"id": 1, "title": "Level", "items": [{"id": 3, "name": "Beginner"}]}],
    }
).encode()
_ICAL = b"""BEGIN:VCALENDAR\r
X-WR-TIMEZONE:Europe/Oslo\r
BEGIN:VTIMEZONE\r
TZID:W. Europe Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:1@snow.example\r
SUMMARY:Snow\\, an introduction\r
DTSTART;TZID="W. Europe Standard Time":20310517T100000\r
DURATION:PT45M\r
LOCATION:Aurora\r
DESCRIPTION:Speakers: Amina Noor\\nTwo lines that are long enough to be folded at seventy\r
  five octets\r
CATEGORIES:winter,water\r
URL:https://a.example/\r
RRULE:FREQ=DAILY;COUNT=3\r
END:VEVENT\r
END:VCALENDAR\r
"""
_PAGE = b"""<!doctype html><html><head><title>Snow 2031</title><base href="/2031/">
<link rel="alternate" type="application/json" href="schedule.json"></head><body>
<a href="https://pretalx.com/snow-2031/schedule/">Schedule</a> <a href='export/schedule.xml'>XML</a>
<pretalx-schedule event-url="https://pretalx.com/snow-2031/"></pretalx-schedule>
<script src="https://sessionize.com/api/v2/abcdef12/view/GridSmart"></script></body></html>
"""
_MENU = menu(
    entry("Snow 2031", **links(Website="https://snow.example.org/", Map="geo:59.9,10.7")),
    entry("Ice", "2031-07-01", "2031-07-02", "http://ice.example.org/2031/schedule.ics"),
).encode()
_MARKS = bookmarks_to_json("snow-2031", "Snow 2031", [make_bookmark(_SESSION, Mark.MUST, "a note")])

READERS = {
    "talk file": Reader(_TALK, _in_folder("talk.md")),
    "list of sessions": Reader(_LIST, _in_folder("talks.yaml")),
    "conference.yaml": Reader(_SETTINGS, _in_folder("conference.yaml")),
    "frab XML": Reader(_XML, _schedule),
    "frab JSON": Reader(_FRAB, _schedule),
    "JSON events": Reader(_EVENTS, _schedule),
    "Sessionize": Reader(_SESSIONIZE, _schedule),
    "iCalendar": Reader(_ICAL, _schedule),
    "page with links": Reader(_PAGE, _page),
    "directory": Reader(_MENU, _directory),
    "bookmarks in JSON": Reader(_MARKS.encode(), _bookmarks),
    "bookmarks in a calendar": Reader(_ICAL, _bookmarks),
    "snapshot": Reader(
        to_json(Conference("snow-2031", "Snow 2031", sessions=(_SESSION,))).encode(), _snapshot
    ),
}
"""Each reader by what it reads."""
