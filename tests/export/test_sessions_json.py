import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from confui.export.sessions_json import as_json
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import (
    Conference,
    EndSource,
    Kind,
    Level,
    Link,
    Problem,
    Session,
    Severity,
    Speaker,
)
from tests.export.marks import marked

SESSION_KEYS = (
    "id title subtitle kind kind_label start end end_source utc_offset day rooms whole_venue slot "
    "track level level_label language tags speakers abstract body video slides links visible "
    "starred grade note extra"
)

PAGE = Link("Page", "https://pynorth.example.org/snow")
FULL = Session(
    id="talks/snow.md",
    title="Snow",
    subtitle="and ice",
    kind=Kind.TUTORIAL,
    kind_label="tutorials",
    start=datetime(2031, 5, 17, 0, 30),
    end=datetime(2031, 5, 17, 1, 15),
    end_source=EndSource.GIVEN,
    utc_offset=-300,
    day=date(2031, 5, 16),
    rooms=("Aurora Hall", "Birch Room"),
    whole_venue=True,
    slot="t0",
    track="Weather",
    level=Level.ALL,
    level_label="Everyone",
    language=("en", "nb"),
    tags=("winter",),
    speakers=(
        Speaker("inga-frost", "Inga Frost", "Skis.", "Icicle", "Guide", (PAGE,), {"age": "9"}),
        Speaker("odd", "Odd Hale"),
    ),
    abstract="Flakes.",
    body="# Snow\n\n- a\n  - b",
    video=("https://video.example.org/1",),
    slides=("https://slides.example.org/1",),
    links=(PAGE,),
    visible=False,
    extra={"layout": "page", "sponsors": [{"name": "Ice Ltd"}]},
)
BARE = Session(id="talks/bare.md", title="Bare")
CONFERENCE = Conference(
    id="pynorth-2031",
    title="PyNorth 2031",
    timezone="Europe/Oslo",
    days=(date(2031, 5, 16), date(2031, 5, 17)),
    rooms=("Aurora Hall", "Birch Room"),
    sessions=(FULL, BARE),
    problems=(
        Problem(Severity.ERROR, "bad-date", "talks/bare.md", 3, "No date", "Write one."),
        Problem(Severity.WARNING, "too-many-files", ".", 0, "Many", "Fewer."),
    ),
    source="some/folder",
)


def exported(
    conference: Conference, *sessions: Session, marks: Mapping[str, Bookmark] | None = None
) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(as_json(conference, sessions, marks or {}))
    return document


def test_the_document_has_the_promised_keys_in_order() -> None:
    document = exported(CONFERENCE, FULL)
    assert list(document) == ["conference", "sessions", "problems"]
    assert document["conference"] == {
        "id": "pynorth-2031",
        "title": "PyNorth 2031",
        "timezone": "Europe/Oslo",
        "days": ["2031-05-16", "2031-05-17"],
        "rooms": ["Aurora Hall", "Birch Room"],
        "source": "some/folder",
    }


def test_every_session_has_exactly_the_promised_keys() -> None:
    for session in exported(CONFERENCE, FULL, BARE)["sessions"]:
        assert " ".join(session) == SESSION_KEYS


def test_a_session_is_written_in_full() -> None:
    link = {"label": "Page", "url": "https://pynorth.example.org/snow"}
    (session,) = exported(CONFERENCE, FULL)["sessions"]
    assert session == {
        "id": "talks/snow.md",
        "title": "Snow",
        "subtitle": "and ice",
        "kind": "tutorial",
        "kind_label": "tutorials",
        "start": "2031-05-17T00:30",
        "end": "2031-05-17T01:15",
        "end_source": "given",
        "utc_offset": -300,
        "day": "2031-05-16",
        "rooms": ["Aurora Hall", "Birch Room"],
        "whole_venue": True,
        "slot": "t0",
        "track": "Weather",
        "level": "all",
        "level_label": "Everyone",
        "language": ["en", "nb"],
        "tags": ["winter"],
        "speakers": [
            {
                "id": "inga-frost",
                "name": "Inga Frost",
                "bio": "Skis.",
                "company": "Icicle",
                "role": "Guide",
                "links": [link],
            },
            {
                "id": "odd",
                "name": "Odd Hale",
                "bio": "",
                "company": None,
                "role": None,
                "links": [],
            },
        ],
        "abstract": "Flakes.",
        "body": "# Snow\n\n- a\n  - b",
        "video": ["https://video.example.org/1"],
        "slides": ["https://slides.example.org/1"],
        "links": [link],
        "visible": False,
        "starred": False,
        "grade": None,
        "note": None,
        "extra": {"layout": "page", "sponsors": [{"name": "Ice Ltd"}]},
    }


def test_missing_fields_are_null_or_empty() -> None:
    (session,) = exported(CONFERENCE, BARE)["sessions"]
    null = [key for key, value in session.items() if value is None]
    assert " ".join(null) == (
        "subtitle kind_label start end utc_offset day slot track level level_label grade note"
    )
    empty = [key for key, value in session.items() if value in ([], {}, "")]
    assert " ".join(empty) == (
        "rooms language tags speakers abstract body video slides links extra"
    )
    assert session["end_source"] == "unknown"


def test_an_offset_of_zero_is_not_null() -> None:
    utc = Session(id="a", title="A", utc_offset=0)
    assert exported(CONFERENCE, utc)["sessions"][0]["utc_offset"] == 0


def test_a_starred_session_has_its_grade_and_note() -> None:
    marks = marked(FULL, mark=Mark.MAYBE, note="Bring\nskis") | marked(BARE)
    starred = [
        (session["starred"], session["grade"], session["note"])
        for session in exported(CONFERENCE, FULL, BARE, marks=marks)["sessions"]
    ]
    assert starred == [(True, "maybe", "Bring\nskis"), (True, "must", None)]


def test_skipped_sessions_and_those_with_only_a_note_are_not_starred() -> None:
    marks = marked(FULL, mark=Mark.SKIP) | marked(BARE, mark=None, note="Hm.")
    starred = [
        (session["starred"], session["grade"], session["note"])
        for session in exported(CONFERENCE, FULL, BARE, marks=marks)["sessions"]
    ]
    assert starred == [(False, None, None), (False, None, "Hm.")]


def test_problems_have_file_and_line() -> None:
    assert exported(CONFERENCE)["problems"] == [
        {
            "severity": "error",
            "code": "bad-date",
            "file": "talks/bare.md",
            "line": 3,
            "message": "No date",
            "fix": "Write one.",
        },
        {
            "severity": "warning",
            "code": "too-many-files",
            "file": ".",
            "line": None,
            "message": "Many",
            "fix": "Fewer.",
        },
    ]


def test_an_empty_conference_is_a_document_too() -> None:
    document = exported(Conference())
    assert document["conference"]["timezone"] is None
    assert document["sessions"] == document["problems"] == []


def test_letters_beyond_ascii_are_written_as_they_are() -> None:
    assert "Ægir — 漢字" in as_json(CONFERENCE, [Session(id="a", title="Ægir — 漢字")], {})
