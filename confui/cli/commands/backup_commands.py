"""`confui backup list` and `confui backup restore`: the backups of the attendee's bookmarks."""

from argparse import Namespace
from collections.abc import Sequence

from confui import paths
from confui.cli.arguments import UsageError
from confui.cli.lookup import open_bookmarks, print_notice
from confui.cli.output import OK, PROBLEMS, print_error, terminal_width
from confui.export.text_columns import line, widths_of
from confui.schedule.wording import count_of
from confui.text import clean
from confui.userdata import Bookmarks, RestoreError, SavedState

_NONE = "there are no backups yet; the first one is made when you star a session"
_TSV_COLUMNS = ("name", "saved", "stars", "bytes", "file")


def run_backup_command(options: Namespace) -> int:
    """List the saved states of the bookmarks, or go back to one."""
    with open_bookmarks() as bookmarks:
        if options.action == "restore":
            if options.format != "table":
                raise UsageError("--format is for `confui backup list`")
            return _restore(bookmarks, options.name)
        if options.name:
            raise UsageError("a NAME is for `confui backup restore NAME`")
        return _list(bookmarks, options.format)


def _list(bookmarks: Bookmarks, format: str) -> int:
    try:
        states = bookmarks.backups()
    except OSError as error:
        print_error(f"the backups cannot be read: {error}")
        return PROBLEMS
    if format == "tsv":
        _print_tsv(states)
    elif states:
        _print_table(states)
    else:
        print(_NONE)
    return print_notice(bookmarks)


def _restore(bookmarks: Bookmarks, name: str) -> int:
    try:
        restored = bookmarks.restore(name)
    except RestoreError as error:
        print_error(str(error))
        return PROBLEMS
    if restored is None:
        print("the bookmark file is sound, so nothing was restored")
        print("to go back to an earlier state, name one of: confui backup list")
        return OK
    state = restored.state
    print(f"restored {_count(state)} as of {_local_time(state)} ({state.name})")
    if restored.undo:
        print(f"undo it with: confui backup restore {restored.undo}")
    elif restored.kept:
        print(f"the damaged file is kept: {clean(str(restored.kept))}")
    return print_notice(bookmarks)


def _print_table(states: Sequence[SavedState]) -> None:
    rows = [
        (state.name, _local_time(state), _count(state), f"{max(1, state.size // 1024):,} KB")
        for state in states
    ]
    widths = widths_of(rows, (0,), terminal_width())
    for row in rows:
        print(line(row, widths))
    print(f"in {clean(str(paths.bookmarks_database().parent / 'backups'))}")
    print("go back to one with: confui backup restore NAME")


def _print_tsv(states: Sequence[SavedState]) -> None:
    print("\t".join(_TSV_COLUMNS))
    for state in states:
        stars = "" if state.matches is None else str(state.matches)
        saved, file = state.at.isoformat(), clean(str(state.path))
        print("\t".join((state.name, saved, stars, str(state.size), file)))


def _count(state: SavedState) -> str:
    return "damaged" if state.matches is None else count_of(state.matches, "star")


def _local_time(state: SavedState) -> str:
    try:
        return f"{state.at.astimezone():%Y-%m-%d %H:%M}"
    except (OverflowError, OSError, ValueError):  # a name with the year 1 or 9999
        return "no date"
