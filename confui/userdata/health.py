"""Check the bookmark database before trusting it.

The checks, in this order: is it missing; can it be read; is it empty, another program's or damaged
(then it is copied aside and the last state from its backups is shown, read-only); did a newer
confui write it (read-only); is its format older (it is copied, then migrated); are single rows
damaged (it is copied aside, and they are repaired from the backups). Otherwise it is fine.

A file whose structure is damaged is never removed or written to; `Database.restore` replaces it
when the attendee asks. Only a journal that a crash left behind is played back, as SQLite always
does; the copy then holds both files as they were.
"""

import sqlite3
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from confui.userdata.backups import BackupFolder, write_copy
from confui.userdata.checked_table import DamagedError
from confui.userdata.connection import (
    LOCK_TIMEOUT,
    LOCKED,
    SQLITE_ERRORS,
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
    report: str = ""
    """A sentence for the attendee about rows that were repaired; else empty."""
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
        return _open_checked(real, checked, format, clock, timeout)
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
    connection = _recover(path, format, clock)
    if connection is not None:
        # The command comes first, because a narrow screen cuts the end off.
        notice = f"Bookmark file damaged, showing a backup. Repair: confui backup restore ({kept})."
    else:
        notice = (
            f"Bookmark file damaged, and no backup is sound ({kept}); "
            f"to start afresh, move {damaged_files} away."
        )
    return Health(
        fingerprint(path), connection, notice, refusal="the file is damaged", damaged=True
    )


def _recover(
    path: Path, format: DatabaseFormat, clock: Callable[[], datetime]
) -> sqlite3.Connection | None:
    """Return the last good state, in memory; `None` if there is none that can be read."""
    from confui.userdata.recovery import recover  # JSON: only if something is damaged

    with suppress(OSError):
        if recovery := recover(BackupFolder(path, format, clock), format):
            return recovery.connection
    return None


def _open_checked(
    path: Path,
    checked: Fingerprint,
    format: DatabaseFormat,
    clock: Callable[[], datetime],
    timeout: float,
) -> Health:
    connection = connect(path, mode="rw", timeout=timeout)
    try:
        version = check_integrity(connection, format)
        if version > format.version:
            connection.close()
            return _open_newer(path, checked, format, version, timeout)
        if version < format.version:
            write_copy(
                connection, path.parent, lambda _: path.with_name(f"{path.name}.v{version}.bak")
            )
            migrate(connection, format)
        make_durable(connection)
        report = ""
        if format.table is not None and format.table.find_damage(connection):
            report = _repair(path, connection, format, clock)
    except BaseException:
        connection.close()
        raise
    return Health(checked, connection, notice=read_only_notice(path), report=report)


def _repair(
    path: Path,
    connection: sqlite3.Connection,
    format: DatabaseFormat,
    clock: Callable[[], datetime],
) -> str:
    """Repair damaged rows after copying the file aside; return a sentence about it.

    Raises:
        DamagedError: They cannot be repaired.
        SQLITE_ERRORS: The file is locked.
    """
    from confui.userdata.recovery import repair_rows  # JSON: only if something is damaged

    try:
        copy = copy_damaged(path, read_database_files(path), clock())
        result = repair_rows(connection, BackupFolder(path, format, clock), format)
    except (*SQLITE_ERRORS, OSError) as error:
        if explain(error) == LOCKED:
            raise
        # A full disk or a read-only folder: what is shown then comes from the backups.
        raise DamagedError(explain(error)) from error
    return _repair_report(result.repaired, result.doubtful, f"damaged copy: {printable(copy)}")


def _repair_report(repaired: int, doubtful: int, kept: str) -> str:
    sentences = []
    if repaired:
        what = "1 damaged bookmark" if repaired == 1 else f"{repaired} damaged bookmarks"
        sentences.append(f"Repaired {what} from a backup")
    if doubtful:
        what = "1 bookmark is" if doubtful == 1 else f"{doubtful} bookmarks are"
        sentences.append(f"{what} damaged and in no backup: check your plan")
    return f"{'. '.join(sentences)} ({kept})." if sentences else ""


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
