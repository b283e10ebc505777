"""`confui star` and `confui unstar`: bookmarks from the command line."""

from argparse import Namespace
from collections.abc import Callable, Iterable

from confui.cli.lookup import find_conference, find_session, open_bookmarks
from confui.cli.output import OK, PROBLEMS, print_error
from confui.schedule.bookmark import Mark
from confui.schedule.models import Session
from confui.schedule.wording import mark_symbol
from confui.state import BookmarkHistory, Store
from confui.userdata import NotSavedError


def star_sessions(options: Namespace) -> int:
    """Star sessions, and print the overlaps of each with the plan."""

    def star(session: Session) -> None:
        overlaps = store.mark(session.id, Mark.MAYBE if options.maybe else Mark.MUST)
        print(f"{mark_symbol(store.state.bookmarks.get(session.id))} {session.title}")
        for overlap in overlaps:
            print(f"  {overlap}")

    conference = find_conference(options.conference, options.now)
    sessions = [find_session(conference, id, {}) for id in options.ids]
    with open_bookmarks() as bookmarks:
        store = Store(conference, bookmarks, options.now)
        return _change_each(sessions, star)


def unstar_sessions(options: Namespace) -> int:
    """Remove the marks of sessions; these may have left the schedule."""

    def unstar(session: Session) -> None:
        history.unmark(session)
        print(f"  {session.title}")

    conference = find_conference(options.conference, options.now)
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
