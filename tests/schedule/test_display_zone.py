"""Tests for showing times in the zone of the conference or of the attendee."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.display_zone import EVENT_TIME, DisplayZone, find_zone


@pytest.mark.parametrize(
    ("event", "mine", "at", "shown"),
    [
        ("Europe/Oslo", "America/Lima", "2031-05-17 14:30", "07:30"),
        ("Europe/Oslo", "America/Lima", "2031-05-17 03:30", "20:30-1"),
        ("America/Los_Angeles", "Asia/Tokyo", "2031-05-17 20:00", "12:00+1"),
        ("Europe/Oslo", "Asia/Kolkata", "2031-05-17 10:00", "13:30"),
        ("Asia/Kathmandu", "Europe/London", "2031-01-17 10:00", "04:15"),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", "2031-05-17 00:10", "23:10-2"),
        # Clocks go forward in Oslo on 30 March 2031, and not in Lima.
        ("Europe/Oslo", "America/Lima", "2031-03-29 10:00", "04:00"),
        ("Europe/Oslo", "America/Lima", "2031-03-30 10:00", "03:00"),
    ],
)
def test_a_time_is_shown_in_the_attendees_zone_with_the_days_it_is_off(
    event: str, mine: str, at: str, shown: str
) -> None:
    zone = find_zone(event, ZoneInfo(mine))
    assert zone.clock(datetime.fromisoformat(at)) == shown
    assert (zone.is_mine, zone.name) == (True, mine)

    assert zone.clock(datetime.fromisoformat(at), datetime.fromisoformat(at).date()) == shown


def test_a_time_after_midnight_can_stand_beside_the_day_before() -> None:
    zone, at = find_zone("Europe/Oslo", ZoneInfo("Asia/Tokyo")), datetime(2031, 5, 18, 1, 30)
    assert zone.clock(at, at.date()) == "08:30"
    assert zone.clock(at, at.date() - timedelta(days=1)) == "08:30+1"


def test_event_time_is_shown_as_it_is() -> None:
    assert EVENT_TIME.clock(datetime(2031, 5, 17, 9, 5)) == "09:05"
    assert (EVENT_TIME.is_mine, EVENT_TIME.name) == (False, "")


@pytest.mark.parametrize(
    ("event", "mine"),
    [
        ("", ZoneInfo("America/Lima")),
        ("Europe/Oslo", None),
        ("Europe/Oslo", ZoneInfo("Europe/Oslo")),
    ],
)
def test_times_stay_where_there_is_nothing_to_convert(event: str, mine: ZoneInfo | None) -> None:
    assert find_zone(event, mine) == EVENT_TIME


@given(st.datetimes(), st.sampled_from(["Asia/Tokyo", "America/Lima", "Europe/Oslo"]))
def test_no_time_fails_and_none_is_more_than_two_days_off(at: datetime, mine: str) -> None:
    zone = DisplayZone(ZoneInfo("Pacific/Kiritimati"), ZoneInfo(mine))
    assert abs(zone.convert(at) - at) <= timedelta(days=2)
    assert zone.clock(at)[:5] == f"{zone.convert(at):%H:%M}"
