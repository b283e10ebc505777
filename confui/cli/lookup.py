"""What the words of a command name: a conference, a session, the attendee's bookmarks, the time."""

from collections.abc import Mapping

from confui.cli.arguments import UsageError
from confui.cli.output import OK, PROBLEMS, print_error

TYPE_CHECKING = False
"""What type checkers take for true; importing it from `typing` would cost as much as argparse."""

if TYPE_CHECKING:
    from datetime import datetime

    from confui.library import Library
    from confui.schedule.bookmark import Bookmark
    from confui.schedule.models import Conference, Session
    from confui.userdata import Bookmarks


def find_conference(
    name: str, now: "datetime | None" = None, *, cached: bool = True
) -> "Conference":
    """Return the conference at a path or web address, in the library, or that ships under a name.

    Args:
        name: What was written; empty for the usual one.
        now: The time that the attendee says it is.
        cached: Whether what was read before may do.

    Raises:
        UsageError: There is none.
    """
    from datetime import date

    from confui.sources import SourceError

    library = open_library(cached=cached)
    try:
        return library.conference(name or library.usual(now.date() if now else date.today()))
    except SourceError as error:
        raise UsageError(str(error)) from None


def open_library(*, cached: bool = True) -> "Library":
    """Return the attendee's library; the disk is not touched yet."""
    from confui import paths
    from confui.library import Library

    cache = paths.conference_cache() if cached else None
    return Library(paths.share(), paths.SHIPPED_CONFERENCE, cache=cache)


def find_session(
    conference: "Conference", wanted: str, bookmarks: Mapping[str, "Bookmark"]
) -> "Session":
    """Return the session that an id, or a part of one, names.

    What is bookmarked and gone from the schedule is looked for after all that is in it.

    Raises:
        UsageError: There is none, or more than one.
    """
    from confui.text import clean

    part = wanted.removeprefix("…")  # how a narrow table begins an id that it cut
    found: list[Session] = []
    for sessions in (conference.visible, _gone(conference, bookmarks)):
        exact = [session for session in sessions if session.id == wanted]
        found = found or exact or [session for session in sessions if part in session.id]
    if len(found) == 1:
        return found[0]
    shown = clean(wanted)
    if not found:
        raise UsageError(f"no session has “{shown}” in its id; `confui list` prints the ids")
    some = ", ".join(session.id for session in found[:3])
    more = f", and {len(found) - 3} more" if len(found) > 3 else ""
    raise UsageError(f"“{shown}” is part of {len(found)} ids: {some}{more}")


def _gone(conference: "Conference", bookmarks: Mapping[str, "Bookmark"]) -> "list[Session]":
    from confui.schedule.bookmark import session_from_bookmark

    visible = {session.id for session in conference.visible}
    return [session_from_bookmark(each) for id, each in bookmarks.items() if id not in visible]


def open_bookmarks() -> "Bookmarks":
    """Return the attendee's bookmarks; the disk is not touched yet."""
    from confui.paths import bookmarks_database
    from confui.userdata import Bookmarks

    return Bookmarks(bookmarks_database())


def print_notice(bookmarks: "Bookmarks") -> int:
    """Say what is wrong with the bookmark file, if anything; return the exit status for it."""
    if not bookmarks.notice:
        return OK
    print_error(bookmarks.notice)
    return PROBLEMS


def wall_time(conference: "Conference") -> "datetime":
    """Return the present minute at the venue; without a declared zone, on this machine's clock."""
    from datetime import datetime

    zone = None
    if conference.timezone:
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(conference.timezone)
    return datetime.now(zone).replace(second=0, microsecond=0, tzinfo=None)
