"""`confui show`, `star` and `unstar`: single sessions."""

from argparse import Namespace
from collections.abc import Callable, Iterable

from confui.cli.lookup import find_conference, find_session, open_bookmarks, print_notice
from confui.cli.output import OK, PROBLEMS, print_error
from confui.export.session_plain_text import as_session_text
from confui.schedule.bookmark import Mark
from confui.schedule.models import Session
from confui.schedule.plan import CANCELLED, describe_changes
from confui.schedule.wording import mark_symbol
from confui.state import BookmarkHistory, bookmarks_of
from confui.userdata import NotSavedError


def show_session(options: Namespace) -> int:
    """Print a session; one that left the schedule is printed from its bookmark."""
    conference = find_conference(options.conference, options.now, language=options.language)
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


def star_sessions(options: Namespace) -> int:
    """Star sessions, and print the overlaps of each with the plan."""
    from confui.state import Store  # loads what searches and lays out, which `show` does without

    def star(session: Session) -> None:
        overlaps = store.mark(session.id, Mark.MAYBE if options.maybe else Mark.MUST)
        print(f"{mark_symbol(store.state.bookmarks.get(session.id))} {session.title}")
        for overlap in overlaps:
            print(f"  {overlap.describe()}")

    conference = find_conference(options.conference, options.now, language=options.language)
    sessions = [find_session(conference, id, {}) for id in options.ids]
    with open_bookmarks() as bookmarks:
        store = Store(conference, bookmarks, options.now)
        return _change_each(sessions, star)


def unstar_sessions(options: Namespace) -> int:
    """Remove the marks of sessions; these may have left the schedule."""

    def unstar(session: Session) -> None:
        history.unmark(session)
        print(f"  {session.title}")

    conference = find_conference(options.conference, options.now, language=options.language)
    with open_bookmarks() as bookmarks:
        history = BookmarkHistory(bookmarks, conference)
        sessions = [find_session(conference, id, history.bookmarks) for id in options.ids]
        return _change_each(sessions, unstar)


def _change_each(sessions: Iterable[Session], change: Callable[[Session], None]) -> int:
    try:
        for session in sessions:
            change(session)
    except NotSavedError as error:
        print_error(str(error))
        return PROBLEMS
    return OK
