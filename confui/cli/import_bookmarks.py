"""`confui import`: bookmarks from another laptop, or a friend's, beside one's own."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from confui.cli.arguments import UsageError
from confui.cli.lookup import find_conference, open_bookmarks, print_notice
from confui.cli.output import OK, PROBLEMS, print_error
from confui.plan_files import describe_import, read_bookmarks, unknown_sessions
from confui.schedule.models import Conference
from confui.state import BookmarkHistory, bookmarks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata import Bookmarks, ImportedBookmarks, SharedBookmarks

_TOLD = 5
"""Entries that could not be used: so many are told one by one."""


def import_file(options: Namespace) -> int:
    """Merge the bookmarks of a file into the attendee's own, and tell what came of it."""
    from confui.userdata import NotSavedError

    conference = find_conference(options.conference, options.now)
    with open_bookmarks() as bookmarks:
        incoming = _read(options.file, conference, bookmarks)
        if not incoming.shared and not incoming.skipped:
            print_error("there are no bookmarks in it")
            return PROBLEMS
        try:
            for shared in incoming.shared:
                _take_in(shared, conference, bookmarks, dry=options.dry_run)
        except NotSavedError as error:
            print_error(str(error))
            return PROBLEMS
        _tell_rest(incoming)
        return print_notice(bookmarks) or (PROBLEMS if incoming.skipped else OK)


def _read(name: str, conference: Conference, bookmarks: "Bookmarks") -> "ImportedBookmarks":
    """Return what a file brings.

    Raises:
        UsageError: It cannot be read, or brings no bookmarks.
    """
    from confui.userdata import NotReadableError

    shown = "standard input" if name == "-" else name
    now = datetime.now(UTC)
    try:
        content = _content(name)
        return read_bookmarks(content, conference, now, bookmarks_of(bookmarks, conference))
    except NotReadableError as error:
        raise UsageError(f"{shown}: {error}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UsageError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None


def _content(name: str) -> bytes:
    """Return what a file holds, at most a byte more than may be read."""
    from confui.userdata import LARGEST

    def read(file: BinaryIO) -> bytes:
        return file.read(LARGEST + 1)

    if name == "-":
        return read(sys.stdin.buffer)
    with Path(name).open("rb") as file:
        return read(file)


def _take_in(
    shared: "SharedBookmarks", conference: Conference, bookmarks: "Bookmarks", *, dry: bool
) -> None:
    # Of another conference nothing is known but what the bookmarks themselves say.
    known = shared.conference == conference.id
    history = BookmarkHistory(bookmarks, conference if known else Conference(shared.conference))
    mine = len(history.bookmarks)
    found = history.preview(shared.bookmarks)
    if not dry and any(each.before != each.after for each in found):
        found = history.take_in(shared.bookmarks)
    if shared.conference != conference.id:
        named = f"{shared.title} ({shared.conference})" if shared.title else shared.conference
        kept = "would be kept" if dry else "are kept"
        print(f"these bookmarks are of {named}, not of {conference.title}; they {kept} for it")
    print(describe_import(found, mine, dry=dry))
    sessions = {session.id for session in conference.sessions}
    after = [each.after for each in found]
    if known and (told := unknown_sessions(after, sessions)):
        print(told)


def _tell_rest(incoming: "ImportedBookmarks") -> None:
    """Say what the file had beside bookmarks that could be used."""
    from confui.schedule.wording import count_of

    if incoming.foreign:
        print(f"{count_of(incoming.foreign, 'event')} not of confui: left alone")
    for line in incoming.skipped[:_TOLD]:
        print_error(f"skipped: {line}")
    if len(incoming.skipped) > _TOLD:
        print_error(f"skipped: {len(incoming.skipped) - _TOLD} more")
