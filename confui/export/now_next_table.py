"""What is on and what comes next as a plain table or TSV, one line for each session."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from confui.export.text_columns import Paint, cells, line, plain, widths_of
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Session
from confui.schedule.now_next import time_left

_DAY, _SOON = 24 * 60, 60
"""Minutes."""
_ROOM = 1
_LEAST_TITLE = 40
"""Cells of the title, if it is so long, without which speakers are left out."""

COLUMNS = ("mark", "minutes", "start", "end", "rooms", "title", "speakers", "id")


def as_now_table(
    sessions: Sequence[Session],
    bookmarks: Mapping[str, Bookmark],
    now: datetime,
    width: int | None = None,
    zone: DisplayZone = EVENT_TIME,
    paint: Paint = plain,
) -> str:
    """Return a table of what is on at the wall time `now`, with the minutes left.

    Args:
        sessions: The sessions, in the order to print them.
        bookmarks: The attendee's bookmarks, by session id.
        now: The wall time.
        width: The width of a line in cells; `None` for any.
        zone: The zone in which to print times.
        paint: Colours a text.
    """
    rows = [
        (*_place(session, bookmarks), _time_left(session, now, zone), *_who_and_what(session))
        for session in sessions
    ]
    return _align(rows, width, paint)


def as_next_table(
    sessions: Sequence[Session],
    bookmarks: Mapping[str, Bookmark],
    now: datetime,
    width: int | None = None,
    zone: DisplayZone = EVENT_TIME,
    paint: Paint = plain,
) -> str:
    """Return a table of what comes after the wall time `now`, with the minutes until each start.

    The parameters are those of `as_now_table`.
    """
    rows = [
        (
            *_place(session, bookmarks),
            _time_until(session, now),
            _clock(session, zone),
            *_who_and_what(session),
        )
        for session in sessions
    ]
    return _align(rows, width, paint)


def as_now_next_tsv(
    sessions: Sequence[Session], bookmarks: Mapping[str, Bookmark], now: datetime
) -> str:
    """Return a row of column names and one row for each session, for other programs.

    The minutes are those until the end of a running session, or until the start of a coming one.
    """
    rows = ("\t".join(_cells(session, bookmarks.get(session.id), now)) for session in sessions)
    return "\n".join(("\t".join(COLUMNS), *rows))


def _cells(session: Session, bookmark: Bookmark | None, now: datetime) -> tuple[str, ...]:
    coming = session.start is not None and session.start > now
    until = session.start if coming else session.end
    return (
        str(bookmark.mark) if bookmark and bookmark.mark else "",
        str(_minutes(now, until)) if until else "",
        session.start.isoformat(timespec="minutes") if session.start else "",
        session.end.isoformat(timespec="minutes") if session.end else "",
        "; ".join(session.rooms),
        session.title,
        wording.speaker_names(session),
        session.id,
    )


def _align(rows: Sequence[tuple[str, ...]], width: int | None, paint: Paint) -> str:
    if not rows:
        return ""
    last = len(rows[0]) - 1
    widths = widths_of(rows, (_ROOM, last - 1, last), width)
    longest = max(cells(row[last - 1]) for row in rows)
    if width is not None and widths[last - 1] < min(longest, _LEAST_TITLE):
        rows = [row[:last] for row in rows]  # the title matters more
        widths = widths_of(rows, (_ROOM, last - 1), width)
    times = ["muted"] * (last - 3)
    styles = ("star", "", *times, "", "muted")
    return "\n".join(line(row, widths, styles, paint) for row in rows)


def _place(session: Session, bookmarks: Mapping[str, Bookmark]) -> tuple[str, str]:
    signs = wording.bookmark_signs(bookmarks.get(session.id)) or " "
    return signs, wording.room_names(session)


def _who_and_what(session: Session) -> tuple[str, str]:
    return session.title, wording.speaker_names(session)


def _time_left(session: Session, now: datetime, zone: DisplayZone) -> str:
    return time_left(session, now) or f"since {_clock(session, zone)}"


def _time_until(session: Session, now: datetime) -> str:
    minutes = _minutes(now, session.start) if session.start else 0
    if minutes >= _DAY:
        return f"in {wording.count_of(minutes // _DAY, 'day')}"
    return f"{'starts ' if minutes < _SOON else ''}in {wording.duration(minutes)}"


def _minutes(now: datetime, then: datetime) -> int:
    return int((then - now).total_seconds() // 60)


def _clock(session: Session, zone: DisplayZone) -> str:
    return zone.clock(session.start, session.day) if session.start else ""
