"""Bookmarks as a JSON file, for the attendee's other laptop or for a friend.

The file has one object for each bookmark, sorted by session id, so that two files can be compared
line by line. Removed bookmarks are not in it. The fields `keys`, `known_as` and `ruled_out` came
later without a new format number: a file may lack them, and an older confui ignores them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, TypeGuard

from confui.schedule.bookmark import Bookmark, Mark
from confui.text import clean, is_clean

FORMAT = 1
MAX_IMPORT_BYTES = 64 * 1024 * 1024
"""Bytes that a file may have."""

_KIND = "bookmarks"
_MARKS: Mapping[object, Mark] = {mark.value: mark for mark in Mark}
_MAX_SEQUENCE = 1_000_000
"""How often a session may have been rescheduled."""
_YEARS = range(1900, 2200)


class NotReadableError(Exception):
    """A file has no bookmarks that can be read. The message is one line that says why."""


class SharedBookmarks(NamedTuple):
    """The bookmarks of one conference, from a file."""

    conference: str
    """The id of the conference."""
    title: str
    """Its title, safe to show; may be empty."""
    bookmarks: tuple[Bookmark, ...]
    """One for each session; each has a mark, a note or both."""


class ImportedBookmarks(NamedTuple):
    """The content of a file."""

    shared: tuple[SharedBookmarks, ...]
    skipped: tuple[str, ...] = ()
    """One line, safe to show, for each entry by confui that could not be used."""
    foreign: int = 0
    """How many entries are not by confui."""


def bookmarks_to_json(conference: str, title: str, bookmarks: Iterable[Bookmark]) -> str:
    """Return the bookmarks of a conference as the text of a JSON file, safe to show.

    Removed bookmarks are left out.
    """
    kept = sorted((each for each in bookmarks if each.kept), key=lambda each: each.session)
    document = {
        "confui": _KIND,
        "format": FORMAT,
        "conference": {"id": conference, "title": title},
        "bookmarks": [_to_json(bookmark) for bookmark in kept],
    }
    return _escape_unsafe(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def read_bookmarks_json(data: bytes, now: datetime) -> ImportedBookmarks:
    """Return the content of a JSON file of bookmarks.

    A field that makes no sense is left empty. An entry without a usable session id, or with neither
    mark nor note, is among the skipped ones.

    Args:
        data: The bytes of the file.
        now: The present instant. Later ones are replaced by it: a mark by a clock that was wrong
            must not win over every later change.

    Raises:
        NotReadableError: It is another file, it is damaged or larger than 64 MiB, or a newer
            confui wrote it.
    """
    document = _parse(data)
    conference, entries = document.get("conference"), document.get("bookmarks")
    if not isinstance(conference, dict) or not isinstance(entries, list):
        raise NotReadableError("damaged: it has no conference or no list of bookmarks")
    id = conference.get("id")
    if not is_usable_id(id):
        raise NotReadableError("damaged: it does not name the conference of the bookmarks")
    bookmarks: dict[str, Bookmark] = {}
    skipped = []
    for number, entry in enumerate(entries, 1):
        bookmark = bookmark_from_json(entry, now) if isinstance(entry, dict) else None
        if bookmark is None:
            skipped.append(f"bookmark {number} names no session")
        elif not bookmark.kept:
            skipped.append(f"bookmark {number} has neither a mark nor a note")
        elif bookmark.session in bookmarks:
            skipped.append(f"bookmark {number} is for a session that has one already")
        else:
            bookmarks[bookmark.session] = bookmark
    title = _text(conference.get("title"))
    return ImportedBookmarks(
        (SharedBookmarks(id, title, tuple(bookmarks.values())),), tuple(skipped)
    )


def is_usable_id(id: object) -> TypeGuard[str]:
    """Whether a value can be the id of a session or conference: safe to show, and not empty."""
    return isinstance(id, str) and bool(id) and id == clean(id)


def bookmark_from_json(entry: Mapping[str, object], now: datetime) -> Bookmark | None:
    """Return the bookmark in one JSON object; None if it names no session.

    `now` is as for `read_bookmarks_json`.
    """
    session = entry.get("session")
    if not is_usable_id(session):
        return None
    start, end = _wall_time(entry.get("start")), _wall_time(entry.get("end"))
    sequence, known_as = entry.get("sequence"), entry.get("known_as")
    return Bookmark(
        session=session,
        mark=_mark(entry.get("mark")),
        note=_text(entry.get("note"), multiline=True),
        title=_text(entry.get("title")),
        start=start,
        end=end if start and end and start < end else None,
        rooms=_texts(entry.get("rooms")),
        marked_at=_instant(entry.get("marked_at"), now),
        noted_at=_instant(entry.get("noted_at"), now),
        inferred=entry.get("inferred") is True,
        sequence=sequence if type(sequence) is int and 0 <= sequence < _MAX_SEQUENCE else 0,
        gone=entry.get("gone") is True,
        keys=_texts(entry.get("keys")),
        known_as=known_as if is_usable_id(known_as) and known_as != session else "",
        ruled_out=_texts(entry.get("ruled_out")),
    )


def _parse(data: bytes) -> dict[str, object]:
    if len(data) > MAX_IMPORT_BYTES:
        raise NotReadableError(f"larger than {MAX_IMPORT_BYTES // 1024**2} MiB")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotReadableError("not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotReadableError(
            f"not JSON from line {error.lineno} on; "
            "`confui plan --format json` writes a file that can be imported"
        ) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise NotReadableError("damaged: confui does not write files like this") from None
    if not isinstance(document, dict) or document.get("confui") != _KIND:
        raise NotReadableError(
            "not a bookmark file; `confui plan --format json` writes one, `list` does not"
        )
    _check_format(document.get("format"))
    return document


def _check_format(format: object) -> None:
    if type(format) is not int or format < 1:
        raise NotReadableError("damaged: it does not name its format")
    if format > FORMAT:
        raise NotReadableError(
            f"written by a newer confui, in format {format}; this one reads format {FORMAT}"
        )


def _to_json(bookmark: Bookmark) -> dict[str, object]:
    return {
        "session": bookmark.session,
        "mark": bookmark.mark,
        "note": bookmark.note,
        "title": bookmark.title,
        "start": bookmark.start and bookmark.start.isoformat(),
        "end": bookmark.end and bookmark.end.isoformat(),
        "inferred": bookmark.inferred,
        "rooms": list(bookmark.rooms),
        "marked_at": bookmark.marked_at and bookmark.marked_at.astimezone(UTC).isoformat(),
        "noted_at": bookmark.noted_at and bookmark.noted_at.astimezone(UTC).isoformat(),
        "sequence": bookmark.sequence,
        "gone": bookmark.gone,
        "keys": list(bookmark.keys),
        "known_as": bookmark.known_as,
        "ruled_out": list(bookmark.ruled_out),
    }


def _escape_unsafe(document: str) -> str:
    """Write characters that could act on a terminal as JSON escapes, which mean the same."""
    if is_clean(document):
        return document
    return re.sub(r"[^\n\x20-\x7e]", _escape, document)


def _escape(match: re.Match[str]) -> str:
    return match[0] if is_clean(match[0]) else json.dumps(match[0])[1:-1]


def _mark(value: object) -> Mark | None:
    return _MARKS.get(value) if isinstance(value, str) else None


def _text(value: object, *, multiline: bool = False) -> str:
    return clean(value, multiline=multiline) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value))) if isinstance(value, list) else ()


def _wall_time(value: object) -> datetime | None:
    time = _time(value)
    return time.replace(tzinfo=None) if time and time.year in _YEARS else None


def _instant(value: object, now: datetime) -> datetime | None:
    time = _time(value)
    if time is None:
        return None
    try:
        time = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:  # the first or last hours that datetime knows
        return None
    return min(time, now)


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
