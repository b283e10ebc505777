"""Check the bookmark database before trusting it.

The checks, in this order: is it missing; can it be read; is it empty, another program's or damaged
(then it is copied aside and the newest intact backup is shown, read-only); did a newer confui write
it (read-only); is its format older (it is copied, then migrated). Otherwise it is fine.

A damaged file is never removed or written to. Only a journal that a crash left behind is played
back, as SQLite always does; the copy then holds both files as they were.
"""

import sqlite3
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from confui.userdata.backups import daily_backups, write_copy
from confui.userdata.connection import (
    LOCK_TIMEOUT,
    SQLITE_ERRORS,
    DamagedError,
    DatabaseFormat,
    check_integrity,
    connect,
    explain,
    is_temporary,
    make_durable,
    migrate,
)
from confui.userdata.database_files import (
    Fingerprint,
    copy_damaged,
    fingerprint,
    is_missing,
    journal_of,
    printable,
    read_database_files,
    read_only_notice,
)


class Health(NamedTuple):
    """The result of a check. The caller closes the connection."""

    fingerprint: Fingerprint
    """Of the file that was checked."""
    connection: sqlite3.Connection | None = None
    """To the file or to a backup of it; None if there is nothing to read."""
    notice: str = ""
    """A sentence for the attendee if changes are, or seem, impossible; else empty."""
    refusal: str = ""
    """Why changes must not even be tried; else empty."""
    damaged: bool = False
    temporary: bool = False
    """Whether to check again at the next use: the obstacle may be gone by then."""

    def is_current(self, current: Fingerprint) -> bool:
        """Whether the result still holds for the file that now has this fingerprint.

        A good file may be written to; a damaged one is checked again once anything changes.
        """
        if self.temporary:
            return False
        if self.damaged:
            return current == self.fingerprint
        return current[:2] == self.fingerprint[:2]  # device and inode: the same file


def check_health(
    path: Path, format: DatabaseFormat, clock: Callable[[], datetime], timeout: float = LOCK_TIMEOUT
) -> Health:
    """Check the database at `path`; waits up to `timeout` seconds for a lock."""
    checked = fingerprint(path)
    if is_missing(path):
        return Health(checked, notice=read_only_notice(path))
    content: dict[str, bytes] = {}
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError("it is not a file")
        real = path.resolve()
        if not is_missing(journal_of(real)):
            # Reading plays a journal back and removes it. If the file proves damaged, the copy
            # must hold both as they were.
            content = read_database_files(real)
        return _open_checked(real, checked, format, timeout)
    except (*SQLITE_ERRORS, OSError, DamagedError) as error:
        if is_temporary(error):
            return unreachable_health(path, error)
        return damaged_health(path, format, clock, content)


def unreachable_health(path: Path, error: Exception) -> Health:
    """Return the health of a file that cannot be read for now."""
    reason = explain(error)
    notice = f"Bookmarks cannot be read: {reason} ({printable(path)})."
    return Health(fingerprint(path), notice=notice, refusal=reason, temporary=True)


def damaged_health(
    path: Path,
    format: DatabaseFormat,
    clock: Callable[[], datetime],
    content: Mapping[str, bytes],
) -> Health:
    """Copy a damaged file aside, and return its health with a connection to a backup.

    Args:
        path: The file.
        format: As the backup must have it.
        clock: Returns the present instant.
        content: The bytes from before SQLite opened it; empty to read them now.
    """
    path = path.resolve()
    try:
        copy = copy_damaged(path, content or read_database_files(path), clock())
        kept = f"copy: {printable(copy)}"
    except OSError as error:
        kept = f"no copy could be made: {explain(error)}"
    damaged_files = printable(path)
    if not is_missing(journal_of(path)):
        # Left beside another database of that name, it would be played back into it.
        damaged_files += " and the -journal beside it"
    for backup in daily_backups(path):
        if connection := _open_intact(backup, format):
            advice = (
                f"showing the backup {printable(backup)}, read-only; "
                f"to continue from it, move {damaged_files} away and put the backup there."
            )
            break
    else:
        connection = None
        advice = f"there is no intact backup; to start afresh, move {damaged_files} away."
    return Health(
        fingerprint(path),
        connection,
        notice=f"The bookmark file is damaged ({kept}): {advice}",
        refusal="the file is damaged",
        damaged=True,
    )


def _open_checked(
    path: Path, checked: Fingerprint, format: DatabaseFormat, timeout: float
) -> Health:
    connection = connect(path, mode="rw", timeout=timeout)
    try:
        version = check_integrity(connection, format)
        if version > format.version:
            connection.close()
            return _open_newer(path, checked, format, version, timeout)
        if version < format.version:
            write_copy(connection, path.with_name(f"{path.name}.v{version}.bak"))
            migrate(connection, format)
        make_durable(connection)
    except BaseException:
        connection.close()
        raise
    return Health(checked, connection, notice=read_only_notice(path))


def _open_newer(
    path: Path, checked: Fingerprint, format: DatabaseFormat, version: int, timeout: float
) -> Health:
    refusal = f"the file is in format {version}, and this confui knows {format.version}"
    return Health(
        checked,
        connect(path, mode="ro", timeout=timeout),
        notice=f"Bookmarks cannot be changed: {refusal}. Upgrade confui ({printable(path)}).",
        refusal=refusal,
    )


def _open_intact(backup: Path, format: DatabaseFormat) -> sqlite3.Connection | None:
    with suppress(*SQLITE_ERRORS, OSError, DamagedError):  # an older backup may be intact
        connection = connect(backup, mode="ro")
        try:
            if check_integrity(connection, format) == format.version:
                return connection
            connection.close()
        except BaseException:
            connection.close()
            raise
    return None
