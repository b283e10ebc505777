"""`confui show`, `star`, `unstar` and `undo`: single sessions."""

from argparse import Namespace
from collections.abc import Callable, Iterable

from confui.cli.last_change import forget_change, read_change, remember_change
from confui.cli.lookup import (
    current_wall_time,
    find_conference,
    find_session,
    open_bookmarks,
    open_remembered,
    print_notice,
)
from confui.cli.output import OK, PROBLEMS, is_colored, print_error, terminal_width
from confui.export.session_plain_text import as_session_text, list_facts
from confui.schedule.bookmark import Bookmark, Mark, tombstone
from confui.schedule.models import Session
from confui.schedule.now_next import is_over
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
        if options.format == "json":
            from confui.export.sessions_json import as_json  # loads json

            print(as_json(conference, [session], None if bookmarks.unreadable else marks))
        elif (width := terminal_width()) is None:
            print(as_session_text(session, bookmark, changes))
        else:
            from confui.cli.rendered_session import print_rendered  # only to read on a terminal

            facts = list_facts(session, bookmark, changes)
            print_rendered(session, facts, width, color=is_colored(options.color))
        return print_notice(bookmarks)


def star_sessions(options: Namespace) -> int:
    """Star sessions, and print the overlaps of each with the plan."""
    from confui.state import Store  # loads what searches and lays out, which `show` does without

    def star(session: Session) -> None:
        overlaps = store.mark(session.id, Mark.MAYBE if options.maybe else Mark.MUST)
        over = "  (over)" if is_over(session, now) else ""
        print(f"{mark_symbol(store.state.bookmarks.get(session.id))} {session.title}{over}")
        for overlap in overlaps:
            print(f"  {overlap.describe()}")

    conference = find_conference(options.conference, options.now, language=options.language)
    sessions = [find_session(conference, id, {}) for id in options.ids]
    now = options.now or current_wall_time(conference)
    with open_bookmarks() as bookmarks:
        store = Store(conference, bookmarks, now)
        before = store.state.bookmarks
        status = _change_each(sessions, star)
        remember_change(conference, before, store.state.bookmarks)
        return status


def unstar_sessions(options: Namespace) -> int:
    """Remove the marks of sessions; these may have left the schedule."""

    def unstar(session: Session) -> None:
        history.unmark(session)
        print(f"  {session.title}")

    conference = find_conference(options.conference, options.now, language=options.language)
    with open_bookmarks() as bookmarks:
        history = BookmarkHistory(bookmarks, conference)
        sessions = [find_session(conference, id, history.bookmarks) for id in options.ids]
        before = history.bookmarks
        status = _change_each(sessions, unstar)
        remember_change(conference, before, history.bookmarks)
        return status


def undo_change(options: Namespace) -> int:
    """Take back the last change of bookmarks that was made from the command line."""
    remembered = open_remembered()
    change = read_change(remembered)
    if change is None:
        print_error("there is no change from the command line to take back")
        return PROBLEMS
    status = OK
    with open_bookmarks() as bookmarks:
        present = bookmarks.load(change.conference)
        if bookmarks.unreadable:
            return print_notice(bookmarks)
        try:
            for after in change.after:
                before = change.before.get(after.session) or tombstone(after)
                if not _is_same(present.get(after.session), after):
                    print_error(f"{after.title} was changed since then and stays as it is")
                    status = PROBLEMS
                    continue
                bookmarks.replace(change.conference, [before])
                print(f"{mark_symbol(before) or ' '} {after.title}")
        except NotSavedError as error:
            print_error(str(error))
            return PROBLEMS
        forget_change(remembered)
        return print_notice(bookmarks) or status


def _is_same(present: Bookmark | None, recorded: Bookmark) -> bool:
    """Whether mark and note are as they were recorded."""
    mark, note = (present.mark, present.note) if present else (None, "")
    return (mark, note) == (recorded.mark, recorded.note)


def _change_each(sessions: Iterable[Session], change: Callable[[Session], None]) -> int:
    try:
        for session in sessions:
            change(session)
    except NotSavedError as error:
        print_error(str(error))
        return PROBLEMS
    return OK
