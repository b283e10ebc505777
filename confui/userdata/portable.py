"""The portable bookmark file: an attendee's marks and notes for another laptop, or for a friend.

It is JSON, one object for each session, in an order of its own, so that two files can be compared
line by line. It tells what is kept, and nothing of what was taken away. What names a session should
its id change came later: a file may be without, and who does not know it passes over it.
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
LARGEST = 64 * 1024 * 1024
"""Bytes."""

_KIND = "bookmarks"
_MARKS: Mapping[object, Mark] = {mark.value: mark for mark in Mark}
_MOST = 1_000_000
"""Times that a session may have been rescheduled."""
_YEARS = range(1900, 2200)


class NotReadableError(Exception):
    """A file holds no bookmarks that could be read. The text is one line that says why."""


class SharedBookmarks(NamedTuple):
    """The bookmarks of one conference, from elsewhere."""

    conference: str
    """Its id."""
    title: str
    """Its title, safe to show; may be empty."""
    bookmarks: tuple[Bookmark, ...]
    """One for each session, with a mark, a note or both."""


class ImportedBookmarks(NamedTuple):
    """What a file brings."""

    shared: tuple[SharedBookmarks, ...]
    skipped: tuple[str, ...] = ()
    """One line, safe to show, for each entry of ours that could not be used."""
    foreign: int = 0
    """How many entries are not ours."""


def as_portable(conference: str, title: str, bookmarks: Iterable[Bookmark]) -> str:
    """Return the bookmarks of a conference as the text of a portable file.

    The text is safe to show. What was taken away is left out.
    """
    kept = sorted((each for each in bookmarks if each.kept), key=lambda each: each.session)
    document = {
        "confui": _KIND,
        "format": FORMAT,
        "conference": {"id": conference, "title": title},
        "bookmarks": [_as_row(bookmark) for bookmark in kept],
    }
    return _shown(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def read_portable(data: bytes, now: datetime) -> ImportedBookmarks:
    """Return what a portable file brings.

    A field that makes no sense is left empty. A row without a usable session id, or with neither
    mark nor note, is told among what was skipped.

    Args:
        data: What is in the file.
        now: The present instant. Later ones are taken for it: a clock that was wrong must not win
            over every change to come.

    Raises:
        NotReadableError: It is no such file, it is damaged or larger than 64 MiB, or a newer
            confui wrote it.
    """
    document = _document(data)
    conference, rows = document.get("conference"), document.get("bookmarks")
    if not isinstance(conference, dict) or not isinstance(rows, list):
        raise NotReadableError("damaged: it has no conference or no list of bookmarks")
    id = conference.get("id")
    if not usable(id):
        raise NotReadableError("damaged: it does not say of which conference the bookmarks are")
    found: dict[str, Bookmark] = {}
    skipped = []
    for number, row in enumerate(rows, 1):
        bookmark = bookmark_from_json(row, now) if isinstance(row, dict) else None
        if bookmark is None:
            skipped.append(f"bookmark {number} names no session")
        elif not bookmark.kept:
            skipped.append(f"bookmark {number} has neither a mark nor a note")
        elif bookmark.session in found:
            skipped.append(f"bookmark {number} is of a session that has one already")
        else:
            found[bookmark.session] = bookmark
    title = _text(conference.get("title"))
    return ImportedBookmarks((SharedBookmarks(id, title, tuple(found.values())),), tuple(skipped))


def usable(id: object) -> TypeGuard[str]:
    """Whether something can be the id of a session or conference: safe to show, and not empty."""
    return isinstance(id, str) and bool(id) and id == clean(id)


def bookmark_from_json(row: Mapping[str, object], now: datetime) -> Bookmark | None:
    """Return the bookmark that a row tells of, or None where it names no session.

    `now` is as for `read_portable`.
    """
    session = row.get("session")
    if not usable(session):
        return None
    start, end = _wall_time(row.get("start")), _wall_time(row.get("end"))
    sequence, known_as = row.get("sequence"), row.get("known_as")
    return Bookmark(
        session=session,
        mark=_mark(row.get("mark")),
        note=_text(row.get("note"), multiline=True),
        title=_text(row.get("title")),
        start=start,
        end=end if start and end and start < end else None,
        rooms=_texts(row.get("rooms")),
        marked_at=_instant(row.get("marked_at"), now),
        noted_at=_instant(row.get("noted_at"), now),
        inferred=row.get("inferred") is True,
        sequence=sequence if type(sequence) is int and 0 <= sequence < _MOST else 0,
        gone=row.get("gone") is True,
        keys=_texts(row.get("keys")),
        known_as=known_as if usable(known_as) and known_as != session else "",
        ruled_out=_texts(row.get("ruled_out")),
    )


def _document(data: bytes) -> dict[str, object]:
    if len(data) > LARGEST:
        raise NotReadableError(f"larger than {LARGEST // 1024**2} MiB")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotReadableError("not a text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotReadableError(
            f"no JSON from line {error.lineno} on; "
            "`confui plan --format json` writes a file that can be imported"
        ) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise NotReadableError("damaged: nothing that confui writes looks like this") from None
    if not isinstance(document, dict) or document.get("confui") != _KIND:
        raise NotReadableError(
            "no bookmark file; `confui plan --format json` writes one, `list` does not"
        )
    _check_format(document.get("format"))
    return document


def _check_format(format: object) -> None:
    if type(format) is not int or format < 1:
        raise NotReadableError("damaged: it does not say in which format it is")
    if format > FORMAT:
        raise NotReadableError(
            f"written by a newer confui, in format {format}; this one reads format {FORMAT}"
        )


def _as_row(bookmark: Bookmark) -> dict[str, object]:
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


def _shown(document: str) -> str:
    """Return a JSON document with what could act on a terminal as escapes, which mean the same."""
    if is_clean(document):
        return document
    return re.sub(r"[^\n\x20-\x7e]", _escape, document)


def _escape(found: re.Match[str]) -> str:
    return found[0] if is_clean(found[0]) else json.dumps(found[0])[1:-1]


def _mark(value: object) -> Mark | None:
    return _MARKS.get(value) if isinstance(value, str) else None


def _text(value: object, *, multiline: bool = False) -> str:
    return clean(value, multiline=multiline) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value))) if isinstance(value, list) else ()


def _wall_time(value: object) -> datetime | None:
    moment = _moment(value)
    return moment.replace(tzinfo=None) if moment and moment.year in _YEARS else None


def _instant(value: object, now: datetime) -> datetime | None:
    moment = _moment(value)
    if moment is None:
        return None
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:  # the first or last hours that there are
        return None
    return min(moment, now)


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
