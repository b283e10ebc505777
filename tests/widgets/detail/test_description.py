"""The text of the detail pane."""

from datetime import datetime

import pytest

from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.bookmark import make_bookmark
from confui.schedule.models import Building, Conference, Link, Session, Speaker
from confui.schedule.plan.gaps import Fit, Gap
from confui.sources.opening import open_conference
from confui.state.first_state import open_state
from confui.text import steady
from confui.widgets.detail.description import describe, describe_gap
from confui.widgets.detail.linked_text import LinkedText
from tests.schedule.example_conference import SATURDAY, at

TALK = Session(
    "talk",
    "A Talk",
    start=at("17 10:00"),
    end=at("17 10:50"),
    day=SATURDAY,
    rooms=("Hall",),
    speakers=(Speaker("ana", "Ana Lindqvist"),),
    track="Web",
    abstract="What it is about.",
)


def described(
    session: Session, width: int = 60, now: datetime | None = None, note: str = ""
) -> LinkedText:
    bookmarks = {session.id: make_bookmark(session, None, note)} if note else {}
    conference = Conference("c", sessions=(session,), days=(SATURDAY,))
    return describe(session, open_state(conference, bookmarks, now=now), width)


def plain(text: LinkedText) -> list[str]:
    return [line.plain.rstrip() for line in text.lines]


def test_the_text_comes_at_once_after_title_time_and_people() -> None:
    assert plain(described(TALK)) == [
        "A Talk",
        "Sat 17 May  10:00 – 10:50 · Hall",
        "Ana Lindqvist · Web",
        "",
        "What it is about.",
    ]


@pytest.mark.parametrize(
    ("now", "width", "line"),
    [
        ("17 10:10", 60, "Sat 17 May  10:00 – 10:50 · Hall · now, 40 min left"),
        ("17 10:10", 44, "10:00 – 10:50 · Hall · now, 40 min left"),
        ("17 10:10", 38, "10:00–10:50 · Hall · now, 40 min left"),
        ("17 10:50", 60, "Sat 17 May  10:00 – 10:50 · Hall · over"),
        ("17 09:35", 60, "Sat 17 May  10:00 – 10:50 · Hall · starts in 25 min"),
        ("17 08:00", 60, "Sat 17 May  10:00 – 10:50 · Hall"),
        ("16 10:10", 60, "Sat 17 May  10:00 – 10:50 · Hall"),
    ],
)
def test_time_place_and_countdown_take_one_line(now: str, width: int, line: str) -> None:
    assert plain(described(TALK, width, at(now)))[1] == line


def test_the_beginning_of_a_note_is_above_the_text_and_a_longer_one_below_it_too() -> None:
    short, long = described(TALK, note="Ask Ana"), described(TALK, note="Ask Ana\n\nabout *flasks*")
    assert plain(short).count("✎ Ask Ana") == 1
    assert "My note" not in plain(short)
    lines = plain(long)
    assert lines.index("✎ Ask Ana …") < lines.index("What it is about.") < lines.index("My note")
    assert lines[-1] == "about flasks"


def test_links_are_listed_by_name_on_one_line_each_address_once() -> None:
    page, code = "https://conf.example/talks/9", "https://code.example/ana/flask"
    links = (Link("Chat", "https://chat.example/9"), Link(code, code), Link("Page", page))
    talk = TALK._replace(links=(*links, Link("Again", page)), video=("https://video.example/9",))
    text = described(talk)
    assert plain(text)[-1] == "Links Page · Recording · Chat · code.example/ana/flask"
    assert [t.url for t in text.targets if isinstance(t, Link)] == [
        *(page, "https://video.example/9", "https://chat.example/9", code)
    ]


def test_two_hundred_links_can_all_be_reached_and_no_line_is_too_wide() -> None:
    links = tuple(Link(f"Link {n}", f"https://conf.example/{n}") for n in range(200))
    text = described(TALK._replace(links=links), 46)
    assert len([target for target in text.targets if isinstance(target, Link)]) == 200
    assert all(text.rows_of(number) for number in range(len(text.targets)))
    assert max(line.cell_length for line in text.lines) <= 46


@pytest.mark.parametrize(
    "title",
    [
        "word " * 60,
        "unbroken" * 40,
        "会議" * 150,
        "مؤتمر " * 50,
        "e\u0301" * 300,
        "👩‍👩‍👧 🏳️‍🌈 1️⃣ " * 30,
    ],
)
@pytest.mark.parametrize("width", [2, 20, 46])
def test_no_title_is_wider_than_the_pane_or_loses_a_letter(title: str, width: int) -> None:
    talk = TALK._replace(title=title.strip(), speakers=(), rooms=("Hall",), track="", abstract="")
    text = described(talk, width, note="x")
    assert max(line.cell_length for line in text.lines) <= max(2, width)
    letters = "".join("".join(line.plain for line in text.lines).split())
    assert letters.startswith("".join(steady(title).split()))


def test_a_session_without_anything_has_a_title_and_says_that_it_has_no_time_and_place() -> None:
    empty = Session("empty", "Empty")
    assert plain(described(empty)) == ["Empty", "Unscheduled · no room"]


def make_gap(fits: int) -> Gap:
    """Return free time into which some sessions fit."""
    sessions = tuple(Fit(Session(f"{number}", f"Talk {number}")) for number in range(fits))
    return Gap(SATURDAY, at("17 10:00"), at("17 11:00"), sessions)


def test_only_the_first_of_very_many_sessions_that_fit_are_described() -> None:
    few, many = describe_gap(make_gap(50), 40), describe_gap(make_gap(20_000), 40)
    assert len(few.targets) == len(many.targets) == 50
    assert len(many.lines) == len(few.lines) + 2
    assert many.lines[-1].plain == "and 19,950 more; ⏎ in the plan lists all"


def test_a_building_that_the_conference_names_stands_behind_the_room() -> None:
    named = Conference("c", "C", sessions=(TALK,), buildings=(Building("Library", ("Hall",)),))
    state = open_state(named, {})
    assert plain(describe(TALK, state, 80))[1] == "Sat 17 May  10:00 – 10:50 · Hall · Library"
    prefixes = named._replace(buildings=())
    assert "Library" not in plain(describe(TALK, open_state(prefixes, {}), 80))[1]


@pytest.mark.parametrize("rows", [1, 5, 12, 30, 200])
@pytest.mark.parametrize(
    "talk", open_conference(SHIPPED_CONFERENCE).visible[::9], ids=lambda t: t.id
)
def test_what_is_left_out_for_now_is_at_the_end(talk: Session, rows: int) -> None:
    conference = open_conference(SHIPPED_CONFERENCE)
    state = open_state(conference, {talk.id: make_bookmark(talk, None, "A note.\n" * 9)})
    whole, some = describe(talk, state, 50), describe(talk, state, 50, rows=rows)
    count = len(some.lines)
    assert whole.is_whole
    assert not some.is_whole or some == whole
    assert some.lines[: len(whole.lines)] == whole.lines[:count]
    assert some.targets == whole.targets[: len(some.targets)]
    assert some.is_whole or count >= rows
