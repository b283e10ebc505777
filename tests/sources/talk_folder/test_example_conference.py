"""The example conference has the edge cases that other tests use."""

from datetime import date, datetime
from pathlib import Path

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Level, Session
from confui.sources.opening import open_conference

PYNORTH = Path(__file__).parents[2] / "conferences" / "pynorth-2031"


@pytest.fixture(scope="module")
def conference() -> Conference:
    return open_conference(PYNORTH)


@pytest.fixture(scope="module")
def by_title(conference: Conference) -> dict[str, Session]:
    return {session.title: session for session in conference.sessions}


def test_it_has_no_problem(conference: Conference) -> None:
    assert conference.problems == ()


def test_it_is_what_its_yaml_declares(conference: Conference) -> None:
    assert (conference.id, conference.title) == ("pynorth-2031", "PyNorth 2031")
    assert conference.timezone == "Europe/Oslo"
    assert conference.rooms == ("Aurora Hall", "Birch Room", "Cedar Room")
    assert conference.days == (date(2031, 5, 17), date(2031, 5, 18))
    assert (len(conference.sessions), len(conference.visible)) == (17, 16)


def test_it_has_every_level_and_none(conference: Conference) -> None:
    assert {session.level for session in conference.visible} == {*Level, None}


def test_it_has_many_kinds(conference: Conference) -> None:
    assert {session.kind for session in conference.visible} == {
        *Kind,
    } - {Kind.TUTORIAL, Kind.PANEL}


def test_its_edge_cases_are_there(by_title: dict[str, Session]) -> None:
    keynote = by_title["Keynote - Rivers, Roots and Readable Code"]
    assert (keynote.rooms, keynote.whole_venue) == (("Aurora Hall",), True)
    assert keynote.body.startswith(keynote.abstract.split(".")[0][:40])
    assert keynote.slides == ("https://pynorth.example.org/slides/rivers.pdf",)
    assert (by_title["Lunch"].rooms, by_title["Lunch"].whole_venue) == ((), True)
    assert by_title["[/nope] and Other Paths That Go Nowhere"].overlap(
        by_title["Small Maps for Big Forests"]
    )
    assert by_title["Quiet room"].minutes == 540
    assert by_title["Walk to the harbour"].rooms == ()
    assert by_title["A Weather Station to Touch"].start is None
    assert not by_title["A Talk That Was Withdrawn"].visible
    owls = by_title["Night owls' sprint"]
    assert (owls.start, owls.day) == (datetime(2031, 5, 18, 1, 30), date(2031, 5, 17))
    aloud = by_title["Reading list[int] and dict[str, int] Aloud"]
    assert (aloud.minutes, aloud.end_source) == (45, EndSource.INFERRED)
