"""Export of the plan in any format, and import of bookmarks from a file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from confui.schedule.bookmark import Bookmark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Conference
from confui.schedule.plan import make_plan
from confui.schedule.wording import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.export.text_columns import Paint

    # At run time only for an import: it loads json.
    from confui.userdata import ImportedBookmarks, MergedBookmark

FORMATS = {"table": "txt", "tsv": "tsv", "markdown": "md", "ics": "ics", "json": "json"}
"""The formats of a plan, with the suffix of their files."""


def write_plan(
    format: str,
    conference: Conference,
    bookmarks: Mapping[str, Bookmark],
    now: datetime,
    *,
    width: int | None = None,
    reminder: int | None = None,
    zone: DisplayZone = EVENT_TIME,
    paint: "Paint | None" = None,
) -> bytes:
    """Return the content of a plan file; empty if nothing is starred.

    JSON is what `read_bookmarks` reads, and has the bookmarks that are not in the plan too.
    Markdown becomes a recap once the conference is over.

    Args:
        format: One of `FORMATS`.
        conference: The schedule.
        bookmarks: The attendee's bookmarks by session id.
        now: The wall time at the venue.
        width: The width of a table in cells; None for any width.
        reminder: Minutes before each session at which a calendar reminds; None for no reminder.
        zone: The zone in which a table has its times.
        paint: Colours the texts of a table.
    """
    # Only the writer of one format is imported: icalendar and json take long.
    if format == "json":
        from confui.userdata import bookmarks_to_json

        return bookmarks_to_json(conference.id, conference.title, bookmarks.values()).encode()
    plan = make_plan(conference, bookmarks, now, zone)
    if format == "ics":
        from confui.export.ics import CalendarEntry, as_calendar

        items = [CalendarEntry(item.session, item.bookmark, item.cancelled) for item in plan.items]
        return as_calendar(conference, items, reminder)
    if format == "table":
        from confui.export.plan_table import as_plan_table
        from confui.export.text_columns import plain

        text = as_plan_table(plan, width, zone, paint or plain)
    elif format == "tsv":
        from confui.export.plan_table import as_plan_tsv

        text = as_plan_tsv(plan)
    elif _is_over(conference, now):
        from confui.export.recap_markdown import as_recap

        text = as_recap(conference, plan, bookmarks)
    else:
        from confui.export.plan_markdown import as_plan_markdown

        text = as_plan_markdown(conference.title, plan)
    return f"{text}\n".encode() if text else b""


def read_bookmarks(
    data: bytes,
    conference: Conference,
    now: datetime,
    mine: Mapping[str, Bookmark] = MappingProxyType({}),
) -> "ImportedBookmarks":
    """Return the bookmarks in a JSON file or a calendar that confui wrote.

    Args:
        data: The content of the file.
        conference: The open conference. Events of a calendar that lost confui's own properties may
            be its sessions.
        now: The present instant, UTC; later dates in the file are replaced by it.
        mine: The attendee's own bookmarks of the open conference, by session id.

    Raises:
        NotReadableError: It is neither, or a calendar that is cut short.
    """
    from confui.userdata import (  # loads json and zoneinfo
        NotReadableError,
        is_calendar,
        read_bookmarks_calendar,
        read_bookmarks_json,
    )

    if not is_calendar(data):
        return read_bookmarks_json(data, now)
    imported = read_bookmarks_calendar(data, conference, now, mine)
    if b"END:VCALENDAR" not in data.upper():
        raise NotReadableError("the calendar is cut short; export it again")
    return imported


def describe_import(merged: "Sequence[MergedBookmark]", mine: int, *, dry: bool = False) -> str:
    """Return one line about an import: what both sides have in common, and what changed.

    Args:
        merged: The result for each imported bookmark.
        mine: The number of bookmarks before the import.
        dry: Whether nothing was changed yet.
    """
    common = [(each.before, each.after) for each in merged if each.before and each.before.kept]
    theirs = len(merged) - len(common)
    counts = f"{len(common)} in common, {theirs} only theirs, {mine - len(common)} only yours"
    added = sum(each.after.kept for each in merged) - len(common)
    marks = sum(before.mark != after.mark for before, after in common)
    notes = sum(before.note != after.note for before, after in common)
    changed = " and ".join(
        count_of(count, noun) for count, noun in ((marks, "mark"), (notes, "note")) if count
    )
    if dry:
        steps = [f"add {added}" if added else "", f"change {changed}" if changed else ""]
        return f"{counts}; would {', '.join(filter(None, steps)) or 'change nothing'}"
    steps = [f"{added} added" if added else "", f"{changed} changed" if changed else ""]
    return f"{counts}; {', '.join(filter(None, steps)) or 'nothing changed'}"


def describe_unknown_sessions(bookmarks: Sequence[Bookmark], known: Collection[str]) -> str:
    """Return how many bookmarks have no session in the schedule; empty if there are none.

    `known` has the ids of the schedule's sessions.
    """
    count = sum(bookmark.session not in known for bookmark in bookmarks)
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{count_of(count, 'bookmark')} {verb} for sessions that are not in this schedule"


def _is_over(conference: Conference, now: datetime) -> bool:
    ends = [session.end or session.start for session in conference.visible]
    return now > max(filter(None, ends), default=now)
