"""What is to be made of the bookmark file, before a single row of it is believed.

In this order: it is missing; it cannot be reached; it is empty, not ours or unsound (damaged:
copied aside, its newest sound backup shown instead, read-only); a newer confui wrote it
(read-only); its format is older (copied, then brought up to date); it is good.

A damaged file is never removed nor written over. Only a journal that a crash left is played back,
as SQLite always does; the copy then shows both as they were.
"""

import sqlite3
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from confui.userdata import backups, files
from confui.userdata.connection import (
    PATIENCE,
    SQLITE_ERRORS,
    DamagedError,
    DatabaseFormat,
    bring_up_to_date,
    check,
    connect,
    make_durable,
    may_pass,
    reason,
)


class Health(NamedTuple):
    """What came of looking at the file. Whoever takes it closes the connection."""

    file: files.Fingerprint
    """What was judged."""
    connection: sqlite3.Connection | None = None
    """To the file, or to a backup of it; none where there is nothing to read."""
    notice: str = ""
    """A standing sentence where changes are, or seem, impossible."""
    refusal: str = ""
    """Why changes must not even be tried."""
    damaged: bool = False
    passing: bool = False
    """Whether to judge again at the next use: what is in the way may be gone."""

    def holds_for(self, file: files.Fingerprint) -> bool:
        """Whether `file` need not be judged anew. A damaged one must be, once it is touched."""
        if self.passing:
            return False
        return file == self.file if self.damaged else file[:2] == self.file[:2]


def check_health(
    path: Path, form: DatabaseFormat, clock: Callable[[], datetime], patience: float = PATIENCE
) -> Health:
    """Return what is to be made of the database at `path`; waits `patience` seconds for a lock."""
    file = files.fingerprint(path)
    if files.is_missing(path):
        return Health(file, notice=files.read_only_notice(path))
    found: dict[str, bytes] = {}
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError("it is not a file")
        real = path.resolve()
        if not files.is_missing(files.journal_of(real)):
            # Reading plays a journal back and removes it. Should the file prove damaged, the copy
            # must hold both as they were.
            found = files.read_database_files(real)
        return _admit(real, file, form, patience)
    except (*SQLITE_ERRORS, OSError, DamagedError) as error:
        return unreachable(path, error) if may_pass(error) else damaged(path, form, clock, found)


def unreachable(path: Path, error: Exception) -> Health:
    """Return the judgement on a file that cannot be read for now."""
    why = reason(error)
    notice = f"Bookmarks cannot be read: {why} ({files.printable(path)})."
    return Health(files.fingerprint(path), notice=notice, refusal=why, passing=True)


def damaged(
    path: Path, form: DatabaseFormat, clock: Callable[[], datetime], found: Mapping[str, bytes]
) -> Health:
    """Return the judgement on a damaged file, copied aside: its newest sound backup, if any.

    `found` are its bytes from before SQLite saw them; empty: those that it has now.
    """
    path = path.resolve()
    try:
        copy = files.keep_aside(path, found or files.read_database_files(path), clock())
        kept = f"copy: {files.printable(copy)}"
    except OSError as error:
        kept = f"no copy could be made: {reason(error)}"
    remains = files.printable(path)
    if not files.is_missing(files.journal_of(path)):
        # Left beside another database of that name, it would be played back into it.
        remains += " and the -journal beside it"
    for backup in backups.newest_first(path):
        if connection := _open_sound(backup, form):
            advice = (
                f"shown instead, read-only, is the backup {files.printable(backup)}; "
                f"to go on from it, move {remains} away and put it there."
            )
            break
    else:
        connection = None
        advice = f"there is no sound backup; to start afresh, move {remains} away."
    return Health(
        files.fingerprint(path),
        connection,
        notice=f"The bookmark file is damaged ({kept}): {advice}",
        refusal="the file is damaged",
        damaged=True,
    )


def _admit(path: Path, file: files.Fingerprint, form: DatabaseFormat, patience: float) -> Health:
    connection = connect(path, mode="rw", patience=patience)
    try:
        version = check(connection, form)
        if version > form.version:
            connection.close()
            return _from_the_future(path, file, form, version, patience)
        if version < form.version:
            backups.write_copy(connection, path.with_name(f"{path.name}.v{version}.bak"))
            bring_up_to_date(connection, form)
        make_durable(connection)
    except BaseException:
        connection.close()
        raise
    return Health(file, connection, notice=files.read_only_notice(path))


def _from_the_future(
    path: Path, file: files.Fingerprint, form: DatabaseFormat, version: int, patience: float
) -> Health:
    refusal = f"the file is in format {version}, and this confui knows {form.version}"
    return Health(
        file,
        connect(path, mode="ro", patience=patience),
        notice=f"Bookmarks cannot be changed: {refusal}. Upgrade confui ({files.printable(path)}).",
        refusal=refusal,
    )


def _open_sound(backup: Path, form: DatabaseFormat) -> sqlite3.Connection | None:
    with suppress(*SQLITE_ERRORS, OSError, DamagedError):  # there may be an older one that is sound
        connection = connect(backup, mode="ro")
        try:
            if check(connection, form) == form.version:
                return connection
            connection.close()
        except BaseException:
            connection.close()
            raise
    return None
