"""What an attendee takes along and brings back: a plan in any format, bookmarks from a file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Conference
from confui.schedule.plan import make_plan
from confui.schedule.wording import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata import ImportedBookmarks, MergedBookmark

FORMATS = {"table": "txt", "markdown": "md", "ics": "ics", "json": "json"}
"""The formats of a plan, each with the suffix of its files."""


def write_plan(
    format: str,
    conference: Conference,
    bookmarks: Mapping[str, Bookmark],
    now: datetime,
    *,
    width: int | None = None,
    reminder: int | None = None,
) -> bytes:
    """Return a plan in a format, empty where nothing is starred; what writes it is imported here.

    The JSON is the portable bookmark file, and has what is not in the plan too. Markdown is a
    digest once the conference is over.

    Args:
        format: One of `FORMATS`.
        conference: The schedule.
        bookmarks: By session id.
        now: The wall time at the venue.
        width: Cells that a table keeps to; None cuts nothing.
        reminder: Minutes before a session at which a calendar reminds; None for never.
    """
    if format == "json":
        from confui.userdata import bookmarks_to_json

        return bookmarks_to_json(conference.id, conference.title, bookmarks.values()).encode()
    plan = make_plan(conference, bookmarks, now)
    if format == "ics":
        from confui.export.ics import CalendarEntry, as_calendar

        items = [CalendarEntry(item.session, item.bookmark, item.cancelled) for item in plan.items]
        return as_calendar(conference, items, reminder)
    if format == "table":
        from confui.export.plan_table import as_plan_table

        text = as_plan_table(plan, width)
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
    """Return what a portable file brings, or a calendar that confui wrote.

    Args:
        data: The content of the file.
        conference: Whose sessions the events of a calendar may be that lost their names.
        now: The present instant, UTC: what is dated later is taken for written now.
        mine: The attendee's own bookmarks of the open conference, by session id.

    Raises:
        NotReadableError: It is neither, or a part of a calendar.
    """
    from confui.userdata import (
        NotReadableError,
        is_calendar,
        read_bookmarks_calendar,
        read_bookmarks_json,
    )

    if not is_calendar(data):
        return read_bookmarks_json(data, now)
    found = read_bookmarks_calendar(data, conference, now, mine)
    if b"END:VCALENDAR" not in data.upper():
        raise NotReadableError("it breaks off before the end of the calendar; export it once more")
    return found


def describe_import(found: "Sequence[MergedBookmark]", mine: int, *, dry: bool = False) -> str:
    """Return in one line what two sets of bookmarks have in common, and what came of it.

    Args:
        found: What each of theirs came to.
        mine: How many there were here.
        dry: Whether it only would come to that.
    """
    common = [(each.before, each.after) for each in found if each.before and each.before.kept]
    theirs = len(found) - len(common)
    told = f"{len(common)} in common, {theirs} only theirs, {mine - len(common)} only yours"
    added = sum(each.after.kept for each in found) - len(common)
    marks = sum(before.mark != after.mark for before, after in common)
    notes = sum(before.note != after.note for before, after in common)
    changed = " and ".join(
        count_of(count, noun) for count, noun in ((marks, "mark"), (notes, "note")) if count
    )
    if dry:
        steps = [f"add {added}" if added else "", f"change {changed}" if changed else ""]
        return f"{told}; would {', '.join(filter(None, steps)) or 'change nothing'}"
    steps = [f"{added} added" if added else "", f"{changed} changed" if changed else ""]
    return f"{told}; {', '.join(filter(None, steps)) or 'nothing changed'}"


def unknown_sessions(theirs: Sequence[Bookmark], known: Collection[str]) -> str:
    """Return how many bookmarks are of sessions that a schedule does not have; empty for none."""
    count = sum(each.session not in known for each in theirs)
    verb = "is" if count == 1 else "are"
    return (
        f"{count_of(count, 'bookmark')} {verb} of sessions that this schedule does not have"
        if count
        else ""
    )


def _is_over(conference: Conference, now: datetime) -> bool:
    ends = [session.end or session.start for session in conference.visible]
    return now > max(filter(None, ends), default=now)
