"""The first line of the screen."""

from datetime import date, datetime

import pytest

from confui.schedule.models import Conference, Session
from confui.state.first_state import open_state
from confui.state.state import State
from confui.widgets.bars.headline import render_headline

DAYS = (date(2031, 5, 17), date(2031, 5, 18))
CONFERENCE = Conference(
    "c",
    "PyNorth 2031",
    timezone="America/New_York",
    days=DAYS,
    sessions=tuple(Session(f"{day}", "Talk", day=day) for day in DAYS),
)


def at(now: str, conference: Conference = CONFERENCE) -> State:
    return open_state(conference, {}, now=datetime.fromisoformat(now))


@pytest.mark.parametrize(
    ("now", "clock"),
    [
        ("2031-05-17 10:30", "event time, New York · Sat 10:30"),
        ("2031-05-19 03:00", "event time, New York · Mon 03:00"),
        ("2031-05-19 12:00", "event time, New York · ended 18 May"),
        ("2032-01-01 12:00", "event time, New York · ended 18 May 2031"),
        ("2031-05-16 12:00", "event time, New York · begins 17 May"),
        ("2030-05-16 12:00", "event time, New York · begins 17 May 2031"),
    ],
)
def test_the_clock_names_its_zone_and_after_the_conference_when_that_ended(
    now: str, clock: str
) -> None:
    assert clock in render_headline(at(now), 120).plain


def test_a_conference_without_a_zone_says_so() -> None:
    state = at("2031-05-17 10:30", CONFERENCE._replace(timezone=""))
    assert "event time, zone unknown · Sat 10:30" in render_headline(state, 120).plain


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120, 250])
@pytest.mark.parametrize("title", ["PyNorth 2031", "A Very Long Title " * 9, "会議" * 40, ""])
def test_the_zone_and_the_time_stay_at_every_width(width: int, title: str) -> None:
    line = render_headline(at("2031-05-17 10:30", CONFERENCE._replace(title=title)), width)
    assert "New York · Sat 10:30" in line.plain
    assert line.plain.startswith(f" {title[:3]}")
    if width >= 40:
        assert line.plain.endswith("★ 0 ")
        assert line.cell_length == width


def test_stars_that_cannot_be_read_are_not_counted_as_none() -> None:
    state = at("2031-05-17 10:30")
    assert "★ 0" in render_headline(state, 120).plain
    assert "★ ?" in render_headline(state._replace(unreadable=True), 120).plain
