"""One SQLite connection: how it is opened, what proves a file good, and what an error means."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from confui.text import clean

PATIENCE = 1.0
"""Seconds that a key press may wait for another process to finish its own change."""

_IN_THE_WAY = {
    sqlite3.SQLITE_PERM: "permission denied",
    sqlite3.SQLITE_BUSY: "another program has it locked",
    sqlite3.SQLITE_LOCKED: "another program has it locked",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder cannot be opened",
}
"""Errors of the surroundings, which may pass. Any other one means that the file is damaged."""

SQLITE_ERRORS = (sqlite3.Error, UnicodeError)
"""What a statement may raise. A message that quotes damaged bytes cannot be decoded, nor can a text
with half a surrogate be stored."""


class DamagedError(Exception):
    """The file is no sound database of ours."""


class DatabaseFormat(NamedTuple):
    """What a database of ours looks like, and how it came to look so."""

    application_id: int
    steps: tuple[tuple[str, ...], ...]
    """The statements of step N bring format N-1 to format N; format 0 is an empty file."""

    @property
    def version(self) -> int:
        """The format that this confui reads and writes."""
        return len(self.steps)


def connect(path: Path, *, mode: str, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open the existing database at `path`, `mode` "rw" or "ro"; reads nothing of it yet.

    Raises SQLITE_ERRORS.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.text_factory = _tolerant_text
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Make a commit return only when it is on the disk. Raises SQLITE_ERRORS.

    A write-ahead log is never used: a read-only folder makes it unreadable, and a copy of the main
    file alone is then incomplete.
    """
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def check(connection: sqlite3.Connection, expected: DatabaseFormat) -> int:
    """Return the format number of a sound database of ours.

    Raises DamagedError, or SQLITE_ERRORS (see `may_pass`). The integrity check is the full one: the
    quick one misses damage, and the file is small.
    """
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    if _setting(connection, "application_id") != expected.application_id:
        raise DamagedError("another application's file, or an empty one")
    verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise DamagedError(str(verdict))
    return _setting(connection, "user_version")


def bring_up_to_date(connection: sqlite3.Connection, target: DatabaseFormat) -> None:
    """Take an older or empty database to `target`, all or nothing. Raises SQLITE_ERRORS."""
    connection.execute("BEGIN IMMEDIATE")
    # Asked again under the lock: another process may have done it meanwhile.
    for step in target.steps[_setting(connection, "user_version") :]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id={target.application_id}")
    connection.execute(f"PRAGMA user_version={target.version}")
    connection.execute("COMMIT")


def may_pass(error: Exception) -> bool:
    """Whether the error lies around the file (a lock, the disk, a permission), not in it."""
    return isinstance(error, OSError) or _code(error) in _IN_THE_WAY


def reason(error: Exception) -> str:
    """Return why something failed, in words for the attendee, without the path."""
    if isinstance(error, OSError):
        return error.strerror.lower() if error.strerror else str(error)
    if isinstance(error, UnicodeEncodeError):
        return "its name is no valid text"
    return _IN_THE_WAY.get(_code(error), f"the file is damaged: {clean(str(error))}")


def _tolerant_text(raw: bytes) -> str:
    # One flipped bit must not cost the other rows.
    return raw.decode("utf-8", "replace")


def _setting(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _code(error: Exception) -> int:
    # The low byte is the kind of error; the rest tells variants apart. Errors that Python raises by
    # itself carry none.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
