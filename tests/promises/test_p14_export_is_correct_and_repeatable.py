"""P14: an export is correct and repeatable: equal bytes, and times equal as instants.

The calendar, event by event: `tests/export/test_ics.py`. Back through an import:
`tests/userdata/bookmark_files/test_bookmarks_calendar.py` and `test_bookmarks_json.py`.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from confui.export.ics import CalendarEntry, as_calendar
from confui.schedule.models import Conference, Session

PYNORTH = str(Path(__file__).parents[1] / "conferences" / "pynorth-2031")
FORMATS = ("table", "json", "tsv", "markdown", "ics")


def exported(format: str, seed: str) -> bytes:
    """Return the export of a fresh process with another order of sets."""
    return subprocess.run(
        [sys.executable, "-m", "confui", "list", "-c", PYNORTH, "--format", format],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_has_the_same_bytes_every_time(attendee: Path, format: str) -> None:
    first = exported(format, "1")
    assert first
    assert exported(format, "2") == first


@pytest.mark.parametrize("zone", ["Europe/Oslo", "America/Chicago", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize(
    "day", ["2031-03-09", "2031-03-30", "2031-04-06", "2031-10-26", "2031-11-02"]
)
def test_times_of_a_calendar_are_the_same_instants_on_days_when_clocks_change(
    zone: str, day: str
) -> None:
    midnight = datetime.fromisoformat(day)
    sessions = tuple(
        Session(
            id=f"{hour}",
            title=f"At {hour}",
            start=midnight + timedelta(hours=hour),
            end=midnight + timedelta(hours=hour, minutes=30),
            day=midnight.date(),
            rooms=("Aurora",),
        )
        for hour in (0, 4, 9, 23)  # not within the hour that clocks skip or repeat
    )
    conference = Conference("snow", "Snow", timezone=zone, sessions=sessions)
    calendar = as_calendar(conference, [CalendarEntry(each, None) for each in sessions])
    found = Calendar.from_ical(calendar).walk("VEVENT")
    events = {str(event["SUMMARY"]): event for event in found if isinstance(event, Event)}
    assert len(events) == len(sessions)
    for session in sessions:
        assert session.start is not None and session.end is not None
        event = events[session.title]
        for exported, wall in ((event.start, session.start), (event.end, session.end)):
            assert isinstance(exported, datetime)
            assert exported.astimezone(UTC) == wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
