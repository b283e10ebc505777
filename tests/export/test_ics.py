from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from confui.export.ics import CalendarEntry, as_calendar
from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.ical_text import event_uid, unescape
from confui.schedule.models import Session
from tests.export.marks import WRITTEN, marked
from tests.export.programme import CONFERENCE, ICE, POSTER, SNOW, at

FLOATING = CONFERENCE._replace(timezone="")


def planned(session: Session, mark: Mark = Mark.MUST, note: str = "") -> CalendarEntry:
    return CalendarEntry(session, marked(session, mark=mark, note=note)[session.id])


def event(appointment: CalendarEntry, reminder: int | None = None) -> Any:
    """Return the event as another program reads it, by the names of its properties."""
    calendar = Calendar.from_ical(as_calendar(CONFERENCE, [appointment], reminder))
    (found,) = calendar.walk("VEVENT")
    return found


def test_an_event_has_title_place_time_and_speakers() -> None:
    found = event(planned(SNOW, note="Bring skis."))
    assert {name: str(found[name]) for name in ("SUMMARY", "LOCATION", "URL", "STATUS")} == {
        "SUMMARY": "Snow",
        "LOCATION": "Aurora Hall",
        "URL": "https://pynorth.example.org/snow",
        "STATUS": "CONFIRMED",
    }
    assert str(found["DESCRIPTION"]).split("\n\n") == [
        "Inga Frost, Odd Hale · ◆ Beginner",
        "Bring skis.",
        "Flakes, *cold*; and white.",
        "video: https://video.example.org/1\nslides: https://slides.example.org/1",
    ]


def test_the_uid_depends_only_on_conference_and_session() -> None:
    assert event(planned(SNOW))["UID"] == event_uid("pynorth-2031", "snow")
    assert event_uid("pynorth-2031", "snow") == "b6a70b23ee460a9a8f7e559f4439caeb@confui"


def test_the_uid_keeps_the_first_id_of_a_bookmark() -> None:
    bookmark = make_bookmark(SNOW, Mark.MUST)._replace(known_as="frost")
    assert event(CalendarEntry(SNOW, bookmark))["UID"] == event_uid("pynorth-2031", "frost")


def test_a_former_id_that_another_session_has_now_gives_no_duplicate_uid() -> None:
    bookmark = make_bookmark(SNOW, Mark.MUST)._replace(known_as=ICE.id)
    written = Calendar.from_ical(as_calendar(CONFERENCE, [CalendarEntry(SNOW, bookmark)]))
    assert [found["UID"] for found in written.walk("VEVENT")] == [
        event_uid("pynorth-2031", SNOW.id)
    ]
    both = [CalendarEntry(each, bookmark._replace(known_as="frost")) for each in (SNOW, ICE)]
    found = Calendar.from_ical(as_calendar(CONFERENCE, both)).walk("VEVENT")
    assert len({each["UID"] for each in found}) == 2


def test_times_have_the_zone_of_the_venue_which_is_defined_for_these_days_only() -> None:
    written = as_calendar(CONFERENCE, [planned(SNOW)])
    assert b"DTSTART;TZID=Europe/Oslo:20310517T100000\r\n" in written
    assert written.count(b"BEGIN:DAYLIGHT") == 1
    assert event(planned(SNOW))["DTEND"].dt.astimezone(UTC) == datetime(
        2031, 5, 17, 8, 45, tzinfo=UTC
    )


def test_without_a_declared_zone_times_float() -> None:
    written = as_calendar(FLOATING, [planned(SNOW)])
    assert b"DTSTART:20310517T100000\r\n" in written
    assert b"VTIMEZONE" not in written


def test_an_inferred_end_says_so() -> None:
    description = str(event(planned(ICE))["DESCRIPTION"])
    assert "Ends ~11:15 (estimated; the schedule gives no end time)." in description


def test_without_an_end_none_is_written() -> None:
    assert "DTEND" not in event(planned(SNOW._replace(end=None)))


@pytest.mark.parametrize(("mark", "status"), [(Mark.MUST, "CONFIRMED"), (Mark.MAYBE, "TENTATIVE")])
def test_the_mark_is_the_status(mark: Mark, status: str) -> None:
    assert event(planned(SNOW, mark))["STATUS"] == status


def test_a_cancelled_session_has_a_higher_sequence_number_and_no_alarm() -> None:
    found = event(planned(SNOW)._replace(cancelled=True), reminder=10)
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", 1)
    assert found.subcomponents == []


def test_the_sequence_number_rises_for_a_move_and_once_for_a_cancellation() -> None:
    bookmark = make_bookmark(SNOW, Mark.MUST)._replace(sequence=4)
    moved = SNOW._replace(start=at("17 10:05"))
    assert event(CalendarEntry(SNOW, bookmark))["SEQUENCE"] == 4
    assert event(CalendarEntry(moved, bookmark))["SEQUENCE"] == 5
    assert event(CalendarEntry(SNOW._replace(rooms=("Birch",)), bookmark))["SEQUENCE"] == 5
    seen = bookmark._replace(gone=True)
    assert event(CalendarEntry(SNOW, seen, cancelled=True))["SEQUENCE"] == 4
    assert event(CalendarEntry(SNOW, seen))["SEQUENCE"] == 5


def test_a_reminder_is_an_alarm_that_many_minutes_before() -> None:
    (alarm,) = event(planned(SNOW), reminder=10).subcomponents
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].dt == timedelta(minutes=-10)


def test_the_stamp_is_when_the_mark_was_made() -> None:
    assert event(planned(SNOW))["DTSTAMP"].dt == WRITTEN
    assert event(CalendarEntry(SNOW))["DTSTAMP"].dt.year == 1970


def test_a_session_without_a_mark_has_no_status() -> None:
    assert "STATUS" not in event(CalendarEntry(SNOW))


def test_two_exports_are_the_same_bytes() -> None:
    some = [planned(SNOW), planned(ICE, Mark.MAYBE)]
    assert as_calendar(CONFERENCE, some, 10) == as_calendar(CONFERENCE, some, 10)


def test_every_line_ends_with_crlf_and_is_short() -> None:
    written = as_calendar(CONFERENCE, [planned(SNOW, note="wörd " * 99)])
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_sessions_without_a_time_are_left_out_and_without_events_there_is_no_calendar() -> None:
    assert as_calendar(CONFERENCE, [planned(POSTER), planned(SNOW)]).count(b"BEGIN:VEVENT") == 1
    assert as_calendar(CONFERENCE, [planned(POSTER)]) == b""


@pytest.mark.parametrize(
    "title", ["a, b; c", "C:\\New", "\\n is no line break", "漢字 🐍", 'a "b"']
)
def test_any_title_is_escaped_for_calendars(title: str) -> None:
    written = as_calendar(FLOATING, [planned(SNOW._replace(title=title, id=title))]).decode()
    (line,) = [one for one in written.split("\r\n") if one.startswith("SUMMARY:")]
    assert unescape(line.removeprefix("SUMMARY:")) == title
