from datetime import datetime

from confui.export.session_plain_text import as_session_text
from confui.schedule.bookmark import Mark
from confui.schedule.models import EndSource, Kind, Level, Link, Session, Speaker
from tests.export.marks import marked

TALK = Session(
    id="talks/snow.md",
    title="Snow",
    subtitle="and ice",
    start=datetime(2031, 5, 17, 9, 5),
    end=datetime(2031, 5, 17, 9, 50),
    end_source=EndSource.INFERRED,
    rooms=("Aurora Hall",),
    track="Weather",
    level=Level.ADVANCED,
    language=("en",),
    tags=("winter",),
    speakers=(
        Speaker(
            "inga",
            "Inga Frost",
            "Skis.",
            "Icicle",
            "Guide",
            (Link("Website", "https://inga.example.org"),),
        ),
        Speaker("odd", "Odd Hale"),
    ),
    abstract="Flakes.",
    body="# Outline\n\n- a",
    video=("https://video.example.org/1",),
    slides=("https://slides.example.org/1",),
    links=(Link("Page", "https://pynorth.example.org/snow"),),
)


def test_the_text_has_everything_about_a_session() -> None:
    assert as_session_text(TALK) == "\n".join(
        [
            "Snow",
            "and ice",
            "Sat 17 May  09:05 – ~09:50 · Aurora Hall",
            "◆◆◆ Advanced · talk · Weather · winter · en",
            "Inga Frost, Odd Hale",
            "video   https://video.example.org/1",
            "slides  https://slides.example.org/1",
            "Page  https://pynorth.example.org/snow",
            "id      talks/snow.md",
            "",
            "Flakes.",
            "",
            "# Outline",
            "",
            "- a",
            "",
            "Inga Frost · Guide · Icicle",
            "Website  https://inga.example.org",
            "Skis.",
        ]
    )


def test_a_mark_is_shown_by_the_title_and_below() -> None:
    lines = as_session_text(TALK, marked(TALK, mark=Mark.MAYBE)[TALK.id]).splitlines()
    assert lines[0] == "Snow  ☆"
    assert lines[9] == "mark    maybe"


def test_changes_and_the_note_follow_the_mark() -> None:
    bookmark = marked(TALK, note="Bring skis.\n\n- wax")[TALK.id]
    lines = as_session_text(TALK, bookmark, ("moved 09:00 → 09:05",)).splitlines()
    assert lines[9:14] == [
        "mark    must",
        "change  moved 09:00 → 09:05",
        "note    Bring skis.",
        "",
        "        - wax",
    ]


def test_a_note_is_shown_without_a_mark() -> None:
    bookmark = marked(TALK, mark=None, note="Bring skis.")[TALK.id]
    assert as_session_text(TALK, bookmark).splitlines()[9:11] == ["note    Bring skis.", ""]


def test_missing_fields_take_no_line() -> None:
    bare = Session(id="lunch.md", title="Lunch", kind=Kind.MEAL)
    assert as_session_text(bare).splitlines() == [
        "Lunch",
        "Unscheduled · no room",
        "meal",
        "id      lunch.md",
    ]


def test_an_abstract_that_the_body_repeats_is_shown_once() -> None:
    twice = Session(
        id="a.md", title="A", abstract="Snow — it falls.", body="Snow - it falls.\n\nIt melts."
    )
    assert as_session_text(twice).count("it falls") == 1
