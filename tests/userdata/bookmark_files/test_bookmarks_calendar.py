"""Import of bookmarks from calendars that confui wrote and calendar programs changed."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.export.ics import CalendarEntry, as_calendar
from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, EndSource, Session
from confui.text import clean, is_clean
from confui.userdata.bookmark_files import bookmarks_calendar
from confui.userdata.bookmark_files.bookmarks_calendar import (
    is_calendar,
    read_bookmarks_calendar,
)
from confui.userdata.bookmark_files.bookmarks_json import ImportedBookmarks, NotReadableError
from tests.ratios import ratio

NOW = datetime(2031, 5, 17, 12, 0, tzinfo=UTC)
WRITTEN = datetime(2031, 4, 1, 9, 30, 0, 123456, tzinfo=UTC)
SNOW = Session(
    id="talks/snow.md",
    title="Snow, ice; and C:\\New",
    start=datetime(2031, 5, 17, 10, 0),
    end=datetime(2031, 5, 17, 10, 45),
    end_source=EndSource.INFERRED,
    day=date(2031, 5, 17),
    rooms=("Aurora Hall, left", "Birch Room"),
)
CONFERENCE = Conference(
    id="pynorth-2031", title="PyNorth 2031", timezone="Europe/Oslo", sessions=(SNOW,)
)
STAR = make_bookmark(SNOW, Mark.MAYBE, "Bring skis;\n\\n or, \\N not.")._replace(
    marked_at=WRITTEN, noted_at=WRITTEN + timedelta(days=1), sequence=3
)


FACTOR = 20
"""How many times as much as an ordinary calendar of its size a hostile one may cost."""


def exported(
    session: Session = SNOW,
    bookmark: Bookmark | None = STAR,
    conference: Conference = CONFERENCE,
    *,
    cancelled: bool = False,
) -> bytes:
    return as_calendar(conference, [CalendarEntry(session, bookmark, cancelled)], 10)


def without(data: bytes, *names: bytes) -> bytes:
    """Return a calendar as a program leaves it that drops some properties."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(names))


def only(incoming: ImportedBookmarks) -> Bookmark:
    (shared,) = incoming.shared
    (found,) = shared.bookmarks
    return found


def read(data: bytes, conference: Conference = CONFERENCE) -> Bookmark:
    return only(read_bookmarks_calendar(data, conference, NOW))


def test_exported_bookmarks_are_imported_unchanged() -> None:
    assert read(exported()) == STAR
    assert read(exported(conference=CONFERENCE._replace(timezone=""))) == STAR


@given(
    title=st.text().map(clean),
    note=st.text().map(lambda text: clean(text, multiline=True)),
    rooms=st.lists(st.text().map(clean).filter(bool)),
    id=st.text().map(clean).filter(bool),
)
def test_any_texts_are_imported_unchanged(title: str, note: str, rooms: list[str], id: str) -> None:
    session = SNOW._replace(id=id, title=title, rooms=tuple(rooms))
    star = make_bookmark(session, Mark.MUST, note)._replace(marked_at=WRITTEN)
    assert read(exported(session, star)) == star


def test_keys_and_the_first_id_are_imported_too() -> None:
    keys = ("guid:4711", "page:talks/snow,ice")
    star = STAR._replace(keys=keys, known_as="talks/ice.md")
    assert read(exported(SNOW._replace(keys=keys), star)) == star
    assert read(exported(bookmark=star)).keys == keys, "what a schedule does not tell is kept"


def test_an_event_without_our_properties_is_recognised_by_its_first_id() -> None:
    star = STAR._replace(known_as="talks/ice.md")
    data = without(exported(bookmark=star), b"X-CONFUI")
    assert read_bookmarks_calendar(data, CONFERENCE, NOW).foreign == 1
    found = only(read_bookmarks_calendar(data, CONFERENCE, NOW, {star.session: star}))
    assert (found.session, found.mark) == (SNOW.id, Mark.MAYBE)


def test_a_moved_session_is_imported_with_its_new_place_and_a_higher_number() -> None:
    moved = SNOW._replace(start=datetime(2031, 5, 17, 9, 30))
    found = read(exported(moved))
    assert (found.start, found.sequence) == (moved.start, 4)


def test_a_cancelled_session_is_imported_as_gone_with_its_number_raised_once() -> None:
    found = read(exported(cancelled=True))
    assert (found.gone, found.sequence) == (True, 4)
    assert read(exported(bookmark=found, cancelled=True)) == found


def test_the_result_names_the_conference_of_the_file() -> None:
    elsewhere = Conference(id="pywest-2030", title="PyWest 2030")
    (shared,) = read_bookmarks_calendar(exported(), elsewhere, NOW).shared
    assert (shared.conference, shared.title) == ("pynorth-2031", "")
    assert shared.bookmarks == (STAR,)


def test_events_of_two_conferences_are_separate() -> None:
    other = CONFERENCE._replace(id="pywest-2030")
    both = read_bookmarks_calendar(exported() + exported(conference=other), CONFERENCE, NOW)
    assert [shared.conference for shared in both.shared] == ["pynorth-2031", "pywest-2030"]


@pytest.mark.parametrize(("mark"), [Mark.MUST, Mark.MAYBE])
def test_an_event_without_our_properties_is_recognised_by_its_uid(mark: Mark) -> None:
    data = without(exported(bookmark=STAR._replace(mark=mark)), b"X-CONFUI")
    expected = STAR._replace(mark=mark, note="", marked_at=None, noted_at=None)
    assert read(data) == expected


def test_events_by_other_programs_are_counted_and_ignored() -> None:
    data = without(exported(), b"X-CONFUI", b"UID")
    assert read_bookmarks_calendar(data, CONFERENCE, NOW) == ImportedBookmarks((), (), 1)


def test_an_event_without_a_mark_is_not_a_bookmark() -> None:
    assert read_bookmarks_calendar(exported(bookmark=None), CONFERENCE, NOW).shared == ()


def test_a_time_in_another_zone_is_converted_to_venue_time() -> None:
    zoned = b"DTSTART;TZID=Europe/Oslo:20310517T100000"
    for other in (b"DTSTART:20310517T080000Z", b'DTSTART;TZID="America/New_York":20310517T040000'):
        assert zoned in exported()
        assert read(exported().replace(zoned, other)) == STAR


def test_a_time_in_an_unknown_zone_is_left_out() -> None:
    zoned = b";TZID=Europe/Oslo:20310517T10"
    assert read(exported().replace(zoned, b";TZID=Moon/Copernicus:20310517T10")).start is None


@pytest.mark.parametrize(
    "bad", [b"DTSTART:20310230T100000", b"DTSTART;VALUE=DATE:20310517", b"DTSTART"]
)
def test_an_unreadable_time_costs_only_itself(bad: bytes) -> None:
    found = read(exported().replace(b"DTSTART;TZID=Europe/Oslo:20310517T100000", bad))
    assert (found.start, found.note) == (None, STAR.note)


def test_a_recurrence_is_not_expanded() -> None:
    data = exported().replace(b"SEQUENCE", b"RRULE:FREQ=SECONDLY;COUNT=1000000000\r\nSEQUENCE")
    assert read(data) == STAR


def test_an_alarm_does_not_change_its_event() -> None:
    data = exported().replace(b"ACTION:DISPLAY", b"X-CONFUI-MARK:must\r\nSTATUS:CANCELLED")
    assert read(data) == STAR


def test_an_event_with_an_unusable_session_id_is_reported() -> None:
    data = without(exported(), b"X-CONFUI-SESSION").replace(
        b"SEQUENCE", b"X-CONFUI-SESSION:a\x1bb\r\nSEQUENCE"
    )
    incoming = read_bookmarks_calendar(data, CONFERENCE, NOW)
    assert incoming.skipped == ("the event “Snow, ice; and C:\\New” names no session",)


def test_a_future_instant_becomes_now() -> None:
    future = STAR._replace(marked_at=NOW + timedelta(days=9999))
    assert read(exported(bookmark=future)).marked_at == NOW


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_any_line_ends_are_accepted(end: bytes) -> None:
    assert read(exported().replace(b"\r\n", end)) == STAR


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"BEGIN:VCALENDAR\r\n" + b"x" * 2**20, "larger than 1 MiB"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n" * 4, "more than 3 events"),
        (b"BEGIN:VCALENDAR\n\xff", "not text in UTF-8"),
    ],
)
def test_a_file_that_is_too_large_or_not_text_is_refused(
    monkeypatch: pytest.MonkeyPatch, data: bytes, part: str
) -> None:
    monkeypatch.setattr(bookmarks_calendar, "MAX_IMPORT_BYTES", 2**20)
    monkeypatch.setattr(bookmarks_calendar, "MAX_EVENTS", 3)
    with pytest.raises(NotReadableError, match=part):
        read_bookmarks_calendar(data, CONFERENCE, NOW)


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTODO\r\n" * 80_000,
        b"BEGIN:VEVENT\n" + b"RDATE:20310101T000000Z\n" * 45_000,
        b"BEGIN:VEVENT\nUID" + b';a="' * 250_000,
        b"BEGIN:VEVENT\nUID" + b";a=b" * 250_000,
        b"BEGIN:VEVENT\nSUMMARY:" + b"\n " * 500_000,
    ],
    ids=["nested", "dates", "quotes", "parameters", "folds"],
)
def test_a_hostile_calendar_costs_little_more_than_an_ordinary_one(data: bytes) -> None:
    event = exported(bookmark=STAR._replace(note="Bring boots and a warm hat. " * 100))
    ordinary = event * (len(data) // len(event))
    cost = ratio(partial(read_whole, data), partial(read_whole, ordinary), enough=FACTOR)
    assert cost < FACTOR
    assert (read_whole(ordinary).shared != (), read_whole(data).shared) == (True, ())


def read_whole(data: bytes) -> ImportedBookmarks:
    return read_bookmarks_calendar(data, CONFERENCE, NOW)


LINES = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", " x"),
        *("UID:a", "STATUS:CONFIRMED", "X-CONFUI-SESSION:a", "X-CONFUI-MARK:must", "DTSTART:x"),
        *("DTSTART:20310517T080000Z", "DTSTART;TZID=:20310517T080000", "X-CONFUI-SESSION:"),
        *(
            "DTSTART;TZID=../etc:20310517T080000",
            "DTSTART:00010101T000000Z",
            "SEQUENCE:" + "9" * 99,
        ),
        *("DTSTART:99991231T235959Z", "X-CONFUI-CONFERENCE:\x1b", "X-CONFUI-ROOMS:\\n", "END:X"),
    ]
)


@given(st.lists(LINES | st.text(), max_size=30))
def test_any_lines_are_read_without_an_error(lines: list[str]) -> None:
    text = "\n".join(lines).encode("utf-8", "replace")
    incoming = read_bookmarks_calendar(text, CONFERENCE, NOW)
    assert is_clean("".join(incoming.skipped))


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_bookmarks_calendar(data, CONFERENCE, NOW)
    except NotReadableError as refusal:
        assert is_clean(str(refusal))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"BEGIN:VCALENDAR\r\n", True),
        (b"\xef\xbb\xbfbegin:vcalendar\n", True),
        (b"\n BEGIN:VCALENDAR\n", True),
        (b'{"confui": "bookmarks"}', False),
        (b"", False),
    ],
)
def test_a_calendar_is_recognised_by_its_first_line(data: bytes, expected: bool) -> None:
    assert is_calendar(data) is expected
