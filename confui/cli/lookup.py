"""What the words of a command name: a conference, a session, the attendee's bookmarks, the time."""

import os
from collections.abc import Mapping

from confui.arguments import UsageError
from confui.cli.output import OK, PROBLEMS, complain

TYPE_CHECKING = False
"""What type checkers take for true; importing it from `typing` would cost as much as argparse."""

if TYPE_CHECKING:
    from datetime import datetime

    from confui.schedule.bookmark import Bookmark
    from confui.schedule.models import Conference, Session
    from confui.userdata.bookmarks import Bookmarks


def conference_named(name: str, *, cached: bool = True) -> "Conference":
    """Return the conference at a path, or that ships under a name; without a name the usual one.

    Raises:
        UsageError: There is none.
    """
    from confui.paths import SHIPPED, SHIPPED_CONFERENCE, conference_cache
    from confui.sources import SourceError, open_conference

    source = name or str(SHIPPED_CONFERENCE)
    if name and "/" not in name and not os.path.lexists(name) and (SHIPPED / name).is_dir():
        source = str(SHIPPED / name)
    try:
        return open_conference(source, cache=conference_cache() if cached else None)
    except SourceError as error:
        raise UsageError(str(error)) from None


def session_named(
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
    from confui.schedule.bookmark import ghost

    visible = {session.id for session in conference.visible}
    return [ghost(each) for id, each in bookmarks.items() if id not in visible]


def bookmark_file() -> "Bookmarks":
    """Return the attendee's bookmarks; the disk is not touched yet."""
    from confui.paths import bookmarks_database
    from confui.userdata.bookmarks import Bookmarks

    return Bookmarks(bookmarks_database())


def tell_notice(bookmarks: "Bookmarks") -> int:
    """Say what is wrong with the bookmark file, if anything; return the exit status for it."""
    if not bookmarks.notice:
        return OK
    complain(bookmarks.notice)
    return PROBLEMS


def wall_time(conference: "Conference") -> "datetime":
    """Return the present minute at the venue; without a declared zone, on this machine's clock."""
    from datetime import datetime

    zone = None
    if conference.timezone:
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(conference.timezone)
    return datetime.now(zone).replace(second=0, microsecond=0, tzinfo=None)
