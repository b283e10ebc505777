"""`confui show`: one session, and what the attendee made of it."""

from argparse import Namespace

from confui.cli.lookup import bookmark_file, conference_named, session_named, tell_notice


def show(options: Namespace) -> int:
    """Print a session; one that the schedule has no more as far as its bookmark remembers it."""
    from confui.export.page import as_page
    from confui.notebook import bookmarks_of
    from confui.schedule.changes import CANCELLED, changes

    conference = conference_named(options.conference, options.now)
    with bookmark_file() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        session = session_named(conference, options.id, marks)
        bookmark = marks.get(session.id)
        told: tuple[str, ...] = ()
        if not session.visible:
            told = (CANCELLED,)
        elif bookmark and bookmark.starred:
            told = changes(bookmark, session)
        print(as_page(session, bookmark, told))
        return tell_notice(bookmarks)
