"""`confui show`: one session, and what the attendee made of it."""

from argparse import Namespace

from confui.cli.lookup import find_conference, find_session, open_bookmarks, print_notice


def show(options: Namespace) -> int:
    """Print a session; one that the schedule has no more as far as its bookmark remembers it."""
    from confui.export.session_page_text import as_session_text
    from confui.schedule.plan import CANCELLED, describe_changes
    from confui.state import bookmarks_of

    conference = find_conference(options.conference, options.now)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        session = find_session(conference, options.id, marks)
        bookmark = marks.get(session.id)
        told: tuple[str, ...] = ()
        if not session.visible:
            told = (CANCELLED,)
        elif bookmark and bookmark.starred:
            told = describe_changes(bookmark, session)
        print(as_session_text(session, bookmark, told))
        return print_notice(bookmarks)
