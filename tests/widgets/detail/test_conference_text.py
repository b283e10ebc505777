"""The text about a whole conference."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.display_zone import find_zone
from confui.schedule.models import Building, Conference, Link, Session, Speaker
from confui.schedule.query import Term
from confui.state.first_state import open_state
from confui.widgets.detail.conference_text import describe_conference

DAYS = (date(2031, 5, 17), date(2031, 5, 18))
SESSIONS = (
    Session("a", "A", start=datetime(2031, 5, 17, 9), end=datetime(2031, 5, 17, 10), day=DAYS[0],
            rooms=("K.1",), track="Birds", language=("no",), speakers=(Speaker("1", "Ida"),)),
    Session("b", "B", start=datetime(2031, 5, 17, 23), end=datetime(2031, 5, 18, 1), day=DAYS[0],
            rooms=("K.2",), track="Birds", language=("en",), speakers=(Speaker("1", "Ida"),)),
    Session("c", "C", start=datetime(2031, 5, 18, 9), end=datetime(2031, 5, 18, 10), day=DAYS[1],
            rooms=("Hall",), track="Bees", language=("en",)),
)  # fmt: skip
CONFERENCE = Conference(
    "c",
    "PyNorth 2031",
    timezone="Europe/Oslo",
    url="https://pynorth.example/",
    days=DAYS,
    rooms=("K.1", "K.2", "Hall"),
    sessions=SESSIONS,
    links=(Link("Map", "https://map.example/"),),
    buildings=(Building("Library", ("K.1", "K.2")),),
)


def lines(conference: Conference = CONFERENCE, width: int = 80) -> list[str]:
    marks = {"b": make_bookmark(SESSIONS[1], Mark.MUST)}
    text = describe_conference(open_state(conference, marks), width, "from a made-up place")
    return [line.plain for line in text.lines]


def test_dates_zone_and_counts_come_first_and_then_the_links() -> None:
    assert lines()[:5] == [
        "PyNorth 2031",
        "17 – 18 May 2031 · times as in Oslo",
        "3 sessions · 1 speaker · 3 rooms",
        "",
        "Website · Map",
    ]


def test_each_day_has_its_hours_its_sessions_and_the_stars() -> None:
    assert "Sat 17 May  09:00 – 01:00      2 sessions  ★ 1" in lines()
    assert "Sun 18 May  09:00 – 10:00      1 session" in lines()


def test_tracks_languages_and_rooms_have_counts_and_lead_to_their_sessions() -> None:
    listed = lines()
    assert listed[listed.index("Tracks") + 1 :][:2] == ["    2  Birds", "    1  Bees"]
    assert listed[listed.index("Languages") + 1 :][:2] == ["    2  en", "    1  no"]
    assert listed[listed.index("Rooms") + 1 :][:2] == ["Library: K.1 1 · K.2 1", "Hall 1"]
    targets = describe_conference(open_state(CONFERENCE, {}), 80, "").targets
    for term in (Term("track", ("Bees",)), Term("room", ("K.2",)), Term("language", ("no",))):
        assert term in targets


def test_what_a_conference_does_not_have_is_not_mentioned() -> None:
    bare = Conference("c", "Bare", sessions=(Session("a", "A"), Session("b", "B")))
    listed = lines(bare)
    assert listed[1] == "the schedule does not say its time zone"
    headings = {"Tracks", "Levels", "Kinds", "Languages", "Rooms", "Website"}
    assert headings.isdisjoint(listed)
    assert "from a made-up place" in listed


@pytest.mark.parametrize("width", [1, 5, 20, 100])
def test_no_line_is_wider_than_the_page_and_many_tracks_are_cut(width: int) -> None:
    many = tuple(
        Session(f"{n}", "T" * 300, track=f"{'long ' * 40}{n}", rooms=(f"{n}",)) for n in range(300)
    )
    text = describe_conference(open_state(Conference("c", "x" * 300, sessions=many), {}), width, "")
    assert max(line.cell_length for line in text.lines) <= width
    assert len(text.targets) < 250


def test_the_zone_is_the_one_that_times_are_shown_in() -> None:
    state = open_state(CONFERENCE, {})._replace(
        zone=find_zone("Europe/Oslo", ZoneInfo("Asia/Tokyo"))
    )
    shown = [line.plain for line in describe_conference(state, 80, "").lines]
    assert shown[1] == "17 – 18 May 2031 · times as in Tokyo"
    assert "Sat 17 May  16:00 – 08:00+1      2 sessions" in shown
