"""`confui star` and `confui unstar`: bookmarks without the screen."""

from argparse import Namespace
from collections.abc import Callable, Iterable

from confui.cli.lookup import find_conference, find_session, open_bookmarks
from confui.cli.output import OK, PROBLEMS, print_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.models import Session


def star(options: Namespace) -> int:
    """Star sessions, and tell what of the plan each overlaps."""
    from confui.schedule.bookmark import Mark
    from confui.schedule.wording import mark_symbol
    from confui.state import Store

    def mark(store: Store, session: "Session") -> None:
        overlaps = store.mark(session.id, Mark.MAYBE if options.maybe else Mark.MUST)
        print(f"{mark_symbol(store.state.bookmarks.get(session.id))} {session.title}")
        for overlap in overlaps:
            print(f"  {overlap}")

    conference = find_conference(options.conference, options.now)
    sessions = [find_session(conference, id, {}) for id in options.ids]
    with open_bookmarks() as bookmarks:
        store = Store(conference, bookmarks, options.now)
        return _each(sessions, lambda session: mark(store, session))


def unstar(options: Namespace) -> int:
    """Take the marks off sessions, also off those that the schedule has no more."""
    from confui.state import BookmarkHistory

    conference = find_conference(options.conference, options.now)
    with open_bookmarks() as bookmarks:
        history = BookmarkHistory(bookmarks, conference)
        sessions = [find_session(conference, id, history.bookmarks) for id in options.ids]

        def unmark(session: "Session") -> None:
            history.unmark(session)
            print(f"  {session.title}")

        return _each(sessions, unmark)


def _each(sessions: "Iterable[Session]", change: "Callable[[Session], None]") -> int:
    from confui.userdata import NotSavedError

    try:
        for session in sessions:
            change(session)
    except NotSavedError as error:
        print_error(str(error))
        return PROBLEMS
    return OK
