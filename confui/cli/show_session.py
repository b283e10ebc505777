"""`confui show`: everything about one session."""

from argparse import Namespace

from confui.cli.lookup import find_conference, find_session, open_bookmarks, print_notice
from confui.export.session_plain_text import as_session_text
from confui.schedule.plan import CANCELLED, describe_changes
from confui.state import bookmarks_of


def show_session(options: Namespace) -> int:
    """Print a session; one that left the schedule is printed from its bookmark."""
    conference = find_conference(options.conference, options.now)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        session = find_session(conference, options.id, marks)
        bookmark = marks.get(session.id)
        changes: tuple[str, ...] = ()
        if not session.visible:
            changes = (CANCELLED,)
        elif bookmark and bookmark.starred:
            changes = describe_changes(bookmark, session)
        print(as_session_text(session, bookmark, changes))
        return print_notice(bookmarks)
