"""One SQLite connection: opening it, checking the file, migrating it, explaining errors."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from confui.text import clean
from confui.userdata.checked_table import CheckedTable, DamagedError

LOCK_TIMEOUT = 1.0
"""Seconds that a key press may wait for another process to finish its own change."""

LOCKED = "another program has it locked"

_TEMPORARY = {
    sqlite3.SQLITE_PERM: "permission denied",
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder cannot be opened",
}
"""Errors around the file, which may go away. Any other error means that the file is damaged."""

SQLITE_ERRORS = (sqlite3.Error, UnicodeError)
"""What a statement may raise. UnicodeError: SQLite's message quotes damaged bytes that cannot be
decoded, or the text to be stored has half a surrogate pair.
"""


class DatabaseFormat(NamedTuple):
    """The format of a database, and how to get there from older formats."""

    application_id: int
    migrations: tuple[tuple[str, ...], ...]
    """The statements of step N turn format N-1 into format N; format 0 is an empty file."""
    table: CheckedTable | None = None
    """The table of the newest format whose rows have checksums and are backed up one by one."""

    @property
    def version(self) -> int:
        """The number of the format that this confui reads and writes."""
        return len(self.migrations)


def connect(path: Path, *, mode: str, timeout: float = LOCK_TIMEOUT) -> sqlite3.Connection:
    """Open the existing database at `path`; nothing is read from it yet.

    Args:
        path: The file.
        mode: "rw" or "ro".
        timeout: How many seconds to wait for a lock.

    Raises:
        SQLITE_ERRORS: It cannot be opened.
    """
    connection = sqlite3.connect(
        f"file://{_quote(path.absolute().as_posix())}?mode={mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.text_factory = _decode
    return connection


def _quote(path: str) -> str:
    """Return a path as SQLite reads it in a URI (https://sqlite.org/uri.html).

    `Path.as_uri` would load the parser of URLs, 2 ms.
    """
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return quoted if quoted.startswith("/") else f"/{quoted}"  # a drive of Windows


def connect_to_memory() -> sqlite3.Connection:
    """Return an empty database in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.text_factory = _decode
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Let a commit return only once it is on the disk. Raises one of SQLITE_ERRORS.

    No write-ahead log: a read-only folder would make the database unreadable, and a copy of the
    main file alone would be incomplete.
    """
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def check_integrity(connection: sqlite3.Connection, expected: DatabaseFormat) -> int:
    """Return the format number of an intact database of ours.

    The check is SQLite's full one: the quick one misses damage, and the file is small.

    Raises:
        DamagedError: It is damaged, or not ours.
        SQLITE_ERRORS: It is damaged, or cannot be read for now (see `is_temporary`).
    """
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    if _pragma(connection, "application_id") != expected.application_id:
        raise DamagedError("another application's file, or an empty one")
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise DamagedError(str(result))
    return _pragma(connection, "user_version")


def migrate(connection: sqlite3.Connection, target: DatabaseFormat, number: int = 0) -> None:
    """Bring an older or empty database to a newer format, in one transaction.

    Args:
        connection: To the database.
        target: The newer format.
        number: What the number of the last change must be at least.

    Raises:
        SQLITE_ERRORS: Nothing was changed.
    """
    connection.execute("BEGIN IMMEDIATE")
    # The version is read under the lock: another process may have migrated it meanwhile.
    for step in target.migrations[_pragma(connection, "user_version") :]:
        for statement in step:
            connection.execute(statement)
    if target.table is not None:
        summary = target.table.summary(connection)
        target.table.reseal(connection, max(number, summary.changes if summary else 0))
    connection.execute(f"PRAGMA application_id={target.application_id}")
    connection.execute(f"PRAGMA user_version={target.version}")
    connection.execute("COMMIT")


def is_temporary(error: Exception) -> bool:
    """Whether the cause is outside the file (a lock, the disk, a permission) and may go away."""
    return isinstance(error, OSError) or _error_kind(error) in _TEMPORARY


def explain(error: Exception) -> str:
    """Return why something failed, in words for the attendee, without the path."""
    if isinstance(error, OSError):
        return error.strerror.lower() if error.strerror else str(error)
    if isinstance(error, UnicodeEncodeError):
        return "its name is not valid text"
    return _TEMPORARY.get(_error_kind(error), f"the file is damaged: {clean(str(error))}")


def _decode(raw: bytes) -> str:
    # One flipped bit must not make the other rows unreadable.
    return raw.decode("utf-8", "replace")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _error_kind(error: Exception) -> int:
    # The low byte is the primary result code, the rest the extended one. Errors that Python itself
    # raises have none.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
