"""Bookmarks in a calendar file that confui wrote and a calendar program may have changed since.

Only the properties that confui needs are read. Recurrence rules are not expanded, so that no file
takes long. Times are taken as wall times; only a time in another zone is converted.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from confui.schedule import ical_text as ical
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.ical_text import ContentLine, read_components
from confui.schedule.models import Conference
from confui.text import clean
from confui.userdata.bookmark_files.bookmarks_json import (
    MAX_IMPORT_BYTES,
    ImportedBookmarks,
    NotReadableError,
    SharedBookmarks,
    bookmark_from_json,
    is_usable_id,
)

MAX_EVENTS = 25_000
"""As many as a schedule may have, so that every plan can come back."""

_BEGINNING = re.compile(rb"\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_ZONE = re.compile(r";TZID=\"?([^\";:]*)", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
_MARKS = {"CONFIRMED": Mark.MUST, "TENTATIVE": Mark.MAYBE, "CANCELLED": Mark.MUST}

_Properties = Mapping[str, Sequence[ContentLine]]
"""Of an event: its lines by name. Where a name is repeated, the first line counts."""


def is_calendar(data: bytes) -> bool:
    """Whether the bytes of a file begin as an iCalendar file does."""
    return _BEGINNING.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read_bookmarks_calendar(
    data: bytes,
    conference: Conference,
    now: datetime,
    mine: Mapping[str, Bookmark] = MappingProxyType({}),
) -> ImportedBookmarks:
    """Return the bookmarks in a calendar file, by conference.

    Args:
        data: The bytes of the file.
        conference: The open conference. An event that lost confui's own properties is recognised by
            its UID if it is one of its sessions. Times in other zones are converted to its zone.
        now: The present instant; later ones are replaced by it.
        mine: The attendee's own bookmarks of the open conference, by session id: a UID may come
            from the id that a session had when it was first bookmarked.

    Raises:
        NotReadableError: It is larger than 64 MiB, has more than 25,000 events, or is not text.
    """
    if len(data) > MAX_IMPORT_BYTES:
        raise NotReadableError(f"larger than {MAX_IMPORT_BYTES // 1024**2} MiB")
    collector = _BookmarkCollector(conference, now, mine)
    components = read_components(data)
    complete = (each.properties for each in components if each.name == "VEVENT" and each.closed)
    try:
        for number, event in enumerate(complete):
            if number == MAX_EVENTS:
                raise NotReadableError(f"more than {MAX_EVENTS:,} events")
            collector.add(event)
    except UnicodeDecodeError:
        raise NotReadableError("not text in UTF-8") from None
    return collector.result


class _BookmarkCollector:
    """Turns events into bookmarks, by conference."""

    def __init__(self, conference: Conference, now: datetime, mine: Mapping[str, Bookmark]) -> None:
        self._now = now
        self._conference = conference
        self._sessions = {session.id: session for session in conference.sessions}
        first = {each.first_id: id for id, each in mine.items()}
        known = {**first, **{id: id for id in self._sessions}}
        self._by_uid = {ical.event_uid(conference.id, each): id for each, id in known.items()}
        self._bookmarks: dict[str, dict[str, Bookmark]] = {}
        self._foreign = 0
        self._skipped: list[str] = []

    @property
    def result(self) -> ImportedBookmarks:
        """The bookmarks so far."""
        shared = tuple(
            SharedBookmarks(id, self._title(id), tuple(found.values()))
            for id, found in self._bookmarks.items()
        )
        return ImportedBookmarks(shared, tuple(self._skipped), self._foreign)

    def add(self, event: _Properties) -> None:
        """Add an event: as a bookmark, as one by another program, or as one to skip."""
        id = _text(event, ical.CONFERENCE) or self._conference.id
        session_id = _text(event, ical.SESSION) or self._by_uid.get(_text(event, "UID"))
        if session_id is None:
            self._foreign += 1
            return
        bookmark = bookmark_from_json(
            {"session": session_id, **self._as_json(event, id)}, self._now
        )
        if bookmark is None or not is_usable_id(id):
            self._skipped.append(f"the event “{clean(_text(event, 'SUMMARY'))}” names no session")
        elif not bookmark.kept:
            self._foreign += 1
        else:
            found = self._bookmarks.setdefault(id, {})
            found.setdefault(session_id, self._with_snapshot(bookmark, event))

    def _as_json(self, event: _Properties, id: str) -> dict[str, object]:
        """Return an event as an entry of a JSON file of bookmarks."""
        status = _text(event, "STATUS").upper()
        zone = self._conference.timezone if id == self._conference.id else ""
        sequence = _text(event, "SEQUENCE")
        return {
            # A mark that is guessed has no instant, so that it never replaces a known one.
            "mark": _text(event, ical.MARK)
            or ("" if ical.SESSION in event else _MARKS.get(status)),
            "marked_at": _text(event, ical.MARKED_AT),
            "note": _text(event, ical.NOTE),
            "noted_at": _text(event, ical.NOTED_AT),
            "title": _text(event, "SUMMARY"),
            "start": _time(event, "DTSTART", zone),
            "end": _time(event, "DTEND", zone),
            "inferred": _text(event, ical.INFERRED).upper() == "TRUE",
            "rooms": _text(event, ical.ROOMS).split("\n"),
            "sequence": int(sequence) if re.fullmatch(r"[0-9]{1,6}", sequence) else 0,
            "gone": status == "CANCELLED",
            "keys": _text(event, ical.KEYS).split("\n"),
            "known_as": _text(event, ical.KNOWN_AS),
        }

    def _with_snapshot(self, bookmark: Bookmark, event: _Properties) -> Bookmark:
        """Fill what the event does not say from the session as it is now."""
        session = self._sessions.get(bookmark.session)
        if ical.SESSION in event or session is None:
            return bookmark
        now = make_bookmark(session)
        if _text(event, "LOCATION") in ("", wording.room_names(session)):
            bookmark = bookmark._replace(rooms=now.rooms)
        else:
            bookmark = bookmark._replace(rooms=(clean(_text(event, "LOCATION")),))
        if bookmark.start in (None, now.start):
            bookmark = bookmark._replace(start=now.start, end=now.end, inferred=now.inferred)
        return bookmark

    def _title(self, id: str) -> str:
        return self._conference.title if id == self._conference.id else ""


def _text(event: _Properties, name: str) -> str:
    return ical.unescape(event[name][0].value) if name in event else ""


def _time(event: _Properties, name: str, zone: str) -> str:
    """Return the wall time in `zone` of a property, as ISO 8601; empty if it is unknown."""
    if name not in event:
        return ""
    line = event[name][0]
    match = _TIME.fullmatch(line.value.strip())
    if match is None:
        return ""
    *parts, utc = match.groups()
    try:
        time = datetime(*map(int, parts))  # type: ignore[arg-type]  # there are six
        tzid = _ZONE.search(line.parameters)
        own_zone = "UTC" if utc else tzid[1] if tzid else zone
        if own_zone == zone:
            return time.isoformat()
        if not zone:
            return "" if utc else time.isoformat()
        tzinfo = UTC if utc else ZoneInfo(own_zone)
        return time.replace(tzinfo=tzinfo).astimezone(ZoneInfo(zone)).isoformat()[:19]
    except (ValueError, OverflowError, OSError, KeyError):  # KeyError: there is no such zone
        return ""
