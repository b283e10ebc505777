"""Bookmarks in a calendar file that confui wrote, whatever a calendar program made of it since.

Only what confui needs is read, line by line: no rule of repetition is followed, and no file takes
long. A wall time is what is written; only one in another zone is converted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType
from zoneinfo import ZoneInfo

from confui.schedule import ical_text as names
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, bookmark_of
from confui.schedule.ical_text import read_content_lines
from confui.schedule.models import Conference
from confui.text import clean
from confui.userdata.portable import (
    ImportedBookmarks,
    NotReadableError,
    SharedBookmarks,
    bookmark_from_json,
    usable,
)

LARGEST = 8 * 1024 * 1024
"""Bytes."""
MOST_EVENTS = 5_000

_BEGINNING = re.compile(rb"\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_ZONE = re.compile(r";TZID=\"?([^\";:]*)", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
_MARKS = {"CONFIRMED": Mark.MUST, "TENTATIVE": Mark.MAYBE, "CANCELLED": Mark.MUST}

_Properties = Mapping[str, tuple[str, str]]
"""By name, the parameters and the value."""


def is_calendar(data: bytes) -> bool:
    """Whether the content of a file is meant for calendars."""
    return _BEGINNING.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read_calendar(
    data: bytes,
    conference: Conference,
    now: datetime,
    mine: Mapping[str, Bookmark] = MappingProxyType({}),
) -> ImportedBookmarks:
    """Return the bookmarks that a calendar brings, by conference.

    Args:
        data: What is in the file.
        conference: The open one. Events that lost what confui wrote into them are known by their
            UID where they are sessions of it, and times in other zones are converted to its own.
        now: The present instant; later ones are taken for it.
        mine: The attendee's own bookmarks of the open conference, by session id: a UID may be of
            the id under which one was first kept.

    Raises:
        NotReadableError: It is larger than 8 MiB or has more than 5,000 events, or it is no text.
    """
    if len(data) > LARGEST:
        raise NotReadableError(f"larger than {LARGEST // 1024**2} MiB")
    try:
        events = list(islice(_events(data), MOST_EVENTS + 1))
    except UnicodeDecodeError:
        raise NotReadableError("not a text in UTF-8") from None
    if len(events) > MOST_EVENTS:
        raise NotReadableError(f"more than {MOST_EVENTS:,} events")
    reader = _Reader(conference, now, mine)
    for event in events:
        reader.read(event)
    return reader.incoming


class _Reader:
    """Takes events one by one, and sorts them by their conference."""

    def __init__(self, conference: Conference, now: datetime, mine: Mapping[str, Bookmark]) -> None:
        self._now = now
        self._conference = conference
        self._sessions = {session.id: session for session in conference.sessions}
        first = {each.first_id: id for id, each in mine.items()}
        known = {**first, **{id: id for id in self._sessions}}
        self._by_uid = {names.event_uid(conference.id, each): id for each, id in known.items()}
        self._found: dict[str, dict[str, Bookmark]] = {}
        self._counts: Counter[str] = Counter()
        self._skipped: list[str] = []

    @property
    def incoming(self) -> ImportedBookmarks:
        """What was found so far."""
        shared = tuple(
            SharedBookmarks(id, self._title(id), tuple(found.values()))
            for id, found in self._found.items()
        )
        return ImportedBookmarks(shared, tuple(self._skipped), self._counts["foreign"])

    def read(self, event: _Properties) -> None:
        """Take an event: as a bookmark, as one that is not ours, or as one that cannot be used."""
        id = _text(event, names.CONFERENCE) or self._conference.id
        session_id = _text(event, names.SESSION) or self._by_uid.get(_text(event, "UID"))
        if session_id is None:
            self._counts["foreign"] += 1
            return
        bookmark = bookmark_from_json({"session": session_id, **self._row(event, id)}, self._now)
        if bookmark is None or not usable(id):
            self._skipped.append(f"the event “{clean(_text(event, 'SUMMARY'))}” names no session")
        elif not bookmark.kept:
            self._counts["foreign"] += 1
        else:
            found = self._found.setdefault(id, {})
            found.setdefault(session_id, self._with_snapshot(bookmark, event))

    def _row(self, event: _Properties, id: str) -> dict[str, object]:
        """Return an event as a row of a portable file."""
        status = _text(event, "STATUS").upper()
        zone = self._conference.timezone if id == self._conference.id else ""
        sequence = _text(event, "SEQUENCE")
        return {
            # Without an instant, a mark that had to be guessed replaces none that was not.
            "mark": _text(event, names.MARK)
            or ("" if names.SESSION in event else _MARKS.get(status)),
            "marked_at": _text(event, names.MARKED_AT),
            "note": _text(event, names.NOTE),
            "noted_at": _text(event, names.NOTED_AT),
            "title": _text(event, "SUMMARY"),
            "start": _time(event, "DTSTART", zone),
            "end": _time(event, "DTEND", zone),
            "inferred": _text(event, names.INFERRED).upper() == "TRUE",
            "rooms": _text(event, names.ROOMS).split("\n"),
            "sequence": int(sequence) if re.fullmatch(r"[0-9]{1,6}", sequence) else 0,
            "gone": status == "CANCELLED",
            "keys": _text(event, names.KEYS).split("\n"),
            "known_as": _text(event, names.KNOWN_AS),
        }

    def _with_snapshot(self, bookmark: Bookmark, event: _Properties) -> Bookmark:
        """Return a bookmark with what the session is now, where the event does not tell."""
        session = self._sessions.get(bookmark.session)
        if names.SESSION in event or session is None:
            return bookmark
        now = bookmark_of(session)
        if _text(event, "LOCATION") in ("", wording.where(session)):
            bookmark = bookmark._replace(rooms=now.rooms)
        else:
            bookmark = bookmark._replace(rooms=(clean(_text(event, "LOCATION")),))
        if bookmark.start in (None, now.start):
            bookmark = bookmark._replace(start=now.start, end=now.end, inferred=now.inferred)
        return bookmark

    def _title(self, id: str) -> str:
        return self._conference.title if id == self._conference.id else ""


def _events(data: bytes) -> Iterator[_Properties]:
    """Yield the events, each without what is within it, such as alarms."""
    inside: list[str] = []
    event: dict[str, tuple[str, str]] = {}
    for name, parameters, value, _ in read_content_lines(data):
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                event = {}
        elif name == "END":
            if inside and inside.pop() == "VEVENT":
                yield event
                event = {}
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(name, (parameters, value))


def _text(event: _Properties, name: str) -> str:
    return names.unescape(event[name][1]) if name in event else ""


def _time(event: _Properties, name: str, zone: str) -> str:
    """Return a moment as a wall time in a zone; empty where that cannot be known."""
    parameters, value = event.get(name, ("", ""))
    found = _TIME.fullmatch(value.strip())
    if found is None:
        return ""
    *parts, utc = found.groups()
    try:
        moment = datetime(*map(int, parts))  # type: ignore[arg-type]  # there are six
        named = _ZONE.search(parameters)
        written = "UTC" if utc else named[1] if named else zone
        if written == zone:
            return moment.isoformat()
        if not zone:
            return "" if utc else moment.isoformat()
        there = UTC if utc else ZoneInfo(written)
        return moment.replace(tzinfo=there).astimezone(ZoneInfo(zone)).isoformat()[:19]
    except (ValueError, OverflowError, OSError, KeyError):  # a zone that is none is a KeyError
        return ""
