"""The last good state of the bookmark database, from its backups; and the repair of single rows."""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import NamedTuple

from confui.userdata.backups import Backup, BackupFolder
from confui.userdata.change_log import LoggedChange, read_changes
from confui.userdata.checked_table import DamagedError, Key, Row, TableDamage, checksum_of
from confui.userdata.connection import (
    SQLITE_ERRORS,
    DatabaseFormat,
    check_integrity,
    connect,
    connect_to_memory,
    migrate,
)


class Recovery(NamedTuple):
    """A state of the database, in memory. The caller closes the connection."""

    connection: sqlite3.Connection
    number: int
    """The number of the last change in it."""
    at: datetime
    """When that change was made (UTC), by the clock of that time."""


class Repair(NamedTuple):
    """What became of damaged rows."""

    repaired: int
    """How many rows were taken from the backups."""
    doubtful: int
    """How many were left as they are, because no backup has them."""


def logged_changes(folder: BackupFolder, format: DatabaseFormat) -> list[LoggedChange]:
    """Return the changes that the logs have in the present format, the oldest first."""
    found = {}
    for log in reversed(folder.logs()):
        with suppress(OSError):  # another process has just replaced it by a copy, or it is no file
            for logged in read_changes(log):
                if logged.format == format.version:
                    found[logged.change.number] = logged
    return [found[number] for number in sorted(found)]


def recover(
    folder: BackupFolder,
    format: DatabaseFormat,
    *,
    copy: Backup | None = None,
    last: int | None = None,
) -> Recovery | None:
    """Return a state of the database, from the newest sound copy and the changes after it.

    Args:
        folder: The backups.
        format: As the state is to have it; older copies are migrated.
        copy: The only copy to use, without the changes after it; by default all.
        last: The number of the last change to include; by default the newest.

    Returns:
        The state; `None` if no copy is sound and no change was logged.

    Raises:
        OSError: The folder cannot be read.
    """
    changes = [] if copy else logged_changes(folder, format)
    if last is not None:
        changes = [logged for logged in changes if logged.change.number <= last]
    for base in [copy] if copy else folder.copies():
        if last is not None and base.number > last:
            continue
        if connection := _load(base, format):
            later = [logged for logged in changes if logged.change.number > base.number]
            return _replay(connection, format, later, base.number, base.at)
    if not changes or format.table is None:
        return None
    connection = connect_to_memory()
    migrate(connection, format)
    return _replay(connection, format, changes, 0, changes[0].at)


def repair_rows(
    connection: sqlite3.Connection, folder: BackupFolder, format: DatabaseFormat
) -> Repair:
    """Replace the damaged rows of the database by those of its backups, in one transaction.

    Raises:
        DamagedError: The damage is not limited to single rows.
        SQLITE_ERRORS: It cannot be written.
        OSError: The backups cannot be read.
    """
    table = format.table
    connection.execute("BEGIN IMMEDIATE")
    damage = table.find_damage(connection) if table else None
    if table is None or damage is None:  # another process was faster
        connection.execute("ROLLBACK")
        return Repair(0, 0)
    before = {table.key_of(row): row for row in table.rows(connection)}
    backed_up: dict[Key, Row] = {}
    number = 0
    if recovery := recover(folder, format):
        with closing(recovery.connection):
            number = recovery.number
            backed_up = {table.key_of(row): row for row in table.rows(recovery.connection)}
    bad = set(damage.keys)
    if _is_exact(damage, number, list(backed_up.values())):
        after = backed_up
    else:
        after = {key: backed_up.get(key, row) if key in bad else row for key, row in before.items()}
        if damage.incomplete:
            after = {**backed_up, **after}
        number = max(number, damage.summary.changes if damage.summary else 0) + 1
    table.replace_all(connection, after.values())
    table.reseal(connection, number)
    connection.execute("COMMIT")
    repaired = sum(before.get(key) != row for key, row in after.items())
    doubtful = len([key for key in bad if key in after and key not in backed_up])
    return Repair(repaired, doubtful)


def _is_exact(damage: TableDamage, number: int, rows: list[Row]) -> bool:
    """Whether rows are those that the database had when it was last written."""
    summary = damage.summary
    if summary is None or (number, len(rows)) != (summary.changes, summary.row_count):
        return False
    return sum(map(checksum_of, rows)) == summary.total


def _load(copy: Backup, format: DatabaseFormat) -> sqlite3.Connection | None:
    """Return a copy as a database in memory, in the newest format; `None` if it is not sound."""
    memory = connect_to_memory()
    with suppress(*SQLITE_ERRORS, OSError, DamagedError):  # an older copy may be sound
        with closing(connect(copy.path, mode="ro")) as connection:
            version = check_integrity(connection, format)
            connection.backup(memory)
        if version < format.version:
            migrate(memory, format)
        if version <= format.version and not (format.table and format.table.find_damage(memory)):
            return memory
    memory.close()
    return None


def _replay(
    connection: sqlite3.Connection,
    format: DatabaseFormat,
    changes: list[LoggedChange],
    number: int,
    at: datetime,
) -> Recovery:
    table = format.table
    if table is not None and changes:
        present = {table.key_of(row): row for row in table.rows(connection)}
        for logged in changes:
            for key in logged.change.removed:
                present.pop(key, None)
            present |= {table.key_of(row): row for row in logged.change.rows}
        table.replace_all(connection, present.values())
        number, at = changes[-1].change.number, changes[-1].at
        table.reseal(connection, number)
    return Recovery(connection, number, at.astimezone(UTC))
