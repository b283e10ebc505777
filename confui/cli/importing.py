"""`confui import`: bookmarks from another laptop, or a friend's, beside one's own."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from confui.arguments import UsageError
from confui.cli.lookup import bookmark_file, conference_named, tell_notice
from confui.cli.output import OK, PROBLEMS, complain
from confui.exchange import outcome, read_bookmarks, unknown_sessions
from confui.notebook import Notebook, bookmarks_of
from confui.schedule.models import Conference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata.bookmarks import Bookmarks
    from confui.userdata.portable import Incoming, Shared

_TOLD = 5
"""Entries that could not be used: so many are told one by one."""


def import_file(options: Namespace) -> int:
    """Merge the bookmarks of a file into the attendee's own, and tell what came of it."""
    from confui.userdata.bookmarks import NotSavedError

    conference = conference_named(options.conference, options.now)
    with bookmark_file() as bookmarks:
        incoming = _read(options.file, conference, bookmarks)
        if not incoming.shared and not incoming.skipped:
            complain("there are no bookmarks in it")
            return PROBLEMS
        try:
            for shared in incoming.shared:
                _take_in(shared, conference, bookmarks, dry=options.dry_run)
        except NotSavedError as error:
            complain(str(error))
            return PROBLEMS
        _tell_rest(incoming)
        return tell_notice(bookmarks) or (PROBLEMS if incoming.skipped else OK)


def _read(name: str, conference: Conference, bookmarks: "Bookmarks") -> "Incoming":
    """Return what a file brings.

    Raises:
        UsageError: It cannot be read, or brings no bookmarks.
    """
    from confui.userdata.portable import NotReadableError

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
    from confui.userdata.portable import LARGEST

    def read(file: BinaryIO) -> bytes:
        return file.read(LARGEST + 1)

    if name == "-":
        return read(sys.stdin.buffer)
    with Path(name).open("rb") as file:
        return read(file)


def _take_in(
    shared: "Shared", conference: Conference, bookmarks: "Bookmarks", *, dry: bool
) -> None:
    # Of another conference nothing is known but what the bookmarks themselves say.
    known = shared.conference == conference.id
    notebook = Notebook(bookmarks, conference if known else Conference(shared.conference))
    mine = len(notebook.bookmarks)
    found = notebook.preview(shared.bookmarks)
    if not dry and any(each.before != each.after for each in found):
        found = notebook.take_in(shared.bookmarks)
    if shared.conference != conference.id:
        named = f"{shared.title} ({shared.conference})" if shared.title else shared.conference
        kept = "would be kept" if dry else "are kept"
        print(f"these bookmarks are of {named}, not of {conference.title}; they {kept} for it")
    print(outcome(found, mine, dry=dry))
    sessions = {session.id for session in conference.sessions}
    after = [each.after for each in found]
    if known and (told := unknown_sessions(after, sessions)):
        print(told)


def _tell_rest(incoming: "Incoming") -> None:
    """Say what the file had beside bookmarks that could be used."""
    from confui.schedule.wording import number

    if incoming.foreign:
        print(f"{number(incoming.foreign, 'event')} not of confui: left alone")
    for line in incoming.skipped[:_TOLD]:
        complain(f"skipped: {line}")
    if len(incoming.skipped) > _TOLD:
        complain(f"skipped: {len(incoming.skipped) - _TOLD} more")
