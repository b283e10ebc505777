"""`confui import`: merge bookmarks from a file into the attendee's own."""

import errno
import sys
from argparse import Namespace
from datetime import UTC, datetime

from confui.cli.arguments import UsageError
from confui.cli.last_change import remember_change
from confui.cli.lookup import find_conference, open_bookmarks, print_notice
from confui.cli.output import OK, PROBLEMS, print_error
from confui.plan_files import describe_import, describe_unknown_sessions, read_bookmarks
from confui.regular_file import NotRegularFileError, read_regular_file
from confui.schedule.models import Conference
from confui.schedule.wording import count_of
from confui.state import BookmarkHistory, bookmarks_of
from confui.userdata import (
    MAX_IMPORT_BYTES,
    Bookmarks,
    ImportedBookmarks,
    NotReadableError,
    NotSavedError,
    SharedBookmarks,
)

_MAX_REPORTED = 5
"""How many unusable entries are printed one by one; the rest are only counted."""


def import_bookmarks(options: Namespace) -> int:
    """Merge the bookmarks of a file into the attendee's own, and print what changed."""
    conference = find_conference(options.conference, options.now, language=options.language)
    with open_bookmarks() as bookmarks:
        imported = _read(options.file, conference, bookmarks)
        if bookmarks.unreadable and options.dry_run:
            return print_notice(bookmarks)  # what would change is unknown
        if not imported.shared and not imported.skipped:
            print_error("there are no bookmarks in the file")
            return PROBLEMS
        try:
            for shared in imported.shared:
                _merge(shared, conference, bookmarks, dry_run=options.dry_run)
        except NotSavedError as error:
            print_error(str(error))
            return PROBLEMS
        _print_ignored(imported)
        return print_notice(bookmarks) or (PROBLEMS if imported.skipped else OK)


def _read(name: str, conference: Conference, bookmarks: Bookmarks) -> ImportedBookmarks:
    """Return the bookmarks in a file.

    Raises:
        UsageError: The file cannot be read, or is not a file of bookmarks.
    """
    shown = "standard input" if name == "-" else name
    now = datetime.now(UTC)
    try:
        data = _read_bytes(name)
        return read_bookmarks(data, conference, now, bookmarks_of(bookmarks, conference))
    except NotReadableError as error:
        raise UsageError(f"{shown}: {error}") from None
    except NotRegularFileError as error:
        hint = "; to read from a pipe, write - for standard input"
        reason = f"{error.strerror}{'' if error.errno == errno.EISDIR else hint}"
        raise UsageError(f"{shown}: {reason}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UsageError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None


def _read_bytes(name: str) -> bytes:
    """Return the content of a file, up to one byte more than the largest that may be read."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_IMPORT_BYTES + 1)
    return read_regular_file(name, MAX_IMPORT_BYTES + 1)


def _merge(
    shared: SharedBookmarks, conference: Conference, bookmarks: Bookmarks, *, dry_run: bool
) -> None:
    is_same = shared.conference == conference.id
    # The schedule of another conference is not at hand: its bookmarks are merged without one.
    owner = conference if is_same else Conference(shared.conference, shared.title)
    history = BookmarkHistory(bookmarks, owner)
    mine = len(history.bookmarks)
    merged = history.preview_import(shared.bookmarks)
    if not dry_run and any(each.before != each.after for each in merged):
        before = history.bookmarks
        merged = history.import_bookmarks(shared.bookmarks)
        remember_change(owner, before, history.bookmarks)
    if not is_same:
        title = f"{shared.title} ({shared.conference})" if shared.title else shared.conference
        kept = "would be kept" if dry_run else "are kept"
        print(f"these bookmarks are for {title}, not {conference.title}; they {kept} for that one")
    print(describe_import(merged, mine, dry=dry_run))
    known = {session.id for session in conference.sessions}
    after = [each.after for each in merged]
    if is_same and (notice := describe_unknown_sessions(after, known)):
        print(notice)


def _print_ignored(imported: ImportedBookmarks) -> None:
    if imported.foreign:
        print(f"ignored {count_of(imported.foreign, 'event')} that confui did not write")
    for reason in imported.skipped[:_MAX_REPORTED]:
        print_error(f"skipped: {reason}")
    if len(imported.skipped) > _MAX_REPORTED:
        print_error(f"skipped: {len(imported.skipped) - _MAX_REPORTED} more")
