"""The bookmark file as an SQLite database: each change is one transaction, synced to the disk.

The file is checked (`confui.userdata.health`) when it is first used, and again when another file
has taken its place. The first write creates it; reading never does.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from confui.atomic_write import make_folder, sync
from confui.userdata.backups import write_daily_backup
from confui.userdata.connection import (
    LOCK_TIMEOUT,
    SQLITE_ERRORS,
    DatabaseFormat,
    connect,
    explain,
    is_temporary,
    make_durable,
    migrate,
)
from confui.userdata.database_files import (
    find_obstacle,
    fingerprint,
    is_missing,
    printable,
    publish_new_file,
)
from confui.userdata.health import Health, check_health, damaged_health, unreachable_health

_UNCHECKED = Health((), temporary=True)


class WriteError(Exception):
    """A change was not written. The message says why, and where the file is."""


class Database:
    """One SQLite file. Not thread-safe."""

    def __init__(self, path: Path, format: DatabaseFormat, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._format = format
        self._clock = clock
        self._health = _UNCHECKED
        self._checks = 0
        self._version: tuple[int, ...] = ()
        self._backed_up: date | None = None
        self._backup_notice = ""
        self.created = False
        """Whether this object created the file."""
        self.read_at: tuple[int, ...] = ()
        """What `change_token` would have returned just before `rows` last read."""

    @property
    def notice(self) -> str:
        """A sentence for the attendee about what is wrong, as of the last use; else ""."""
        return self._health.notice or self._backup_notice

    def rows(self, sql: str, parameters: Mapping[str, str]) -> list[tuple[Any, ...]] | None:
        """Return the rows that a query matches; None while the file cannot be read.

        A bad file raises nothing: see `notice`. A damaged file is read from its newest intact
        backup, and is empty if there is none.
        """
        health = self._checked_health()
        self.read_at = self._change_token(health)
        while health.connection is not None:
            try:
                return health.connection.execute(sql, parameters).fetchall()
            except UnicodeEncodeError:
                return []  # text that cannot be stored is not in there
            except SQLITE_ERRORS as error:
                health = self._health_after(error, health)
                self.read_at = self._change_token(health)
        return None if health.temporary else []

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction: on the disk at the end, rolled back if it raises.

        Waits about a second for a lock.

        Raises:
            WriteError: It cannot be written.
        """
        try:
            connection = self._connection_for_writing()
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except (*SQLITE_ERRORS, OSError) as error:
            self.close()
            raise self._write_error(explain(error)) from error
        except BaseException:
            self.close()
            raise
        self._back_up(connection)

    def change_token(self) -> tuple[int, ...]:
        """Return a value that changes when another process writes or replaces the file.

        Empty while there is no file. Never waits for a lock, never raises. It also changes after a
        failed write, because the file should be read again then too.
        """
        return self._change_token(self._checked_health(timeout=0))

    def close(self) -> None:
        """Close the file, rolling back an unfinished change. The next use opens and checks it."""
        if self._health.connection is not None:
            self._health.connection.close()
        self._health = _UNCHECKED._replace(notice=self._health.notice)

    def _checked_health(self, timeout: float = LOCK_TIMEOUT) -> Health:
        if not self._health.is_current(fingerprint(self._path)):
            self.close()
            self._checks += 1
            self._version = (self._checks,)
            self._health = check_health(self._path, self._format, self._clock, timeout)
        return self._health

    def _change_token(self, health: Health) -> tuple[int, ...]:
        connection = health.connection
        if connection is None:
            return health.fingerprint
        with suppress(*SQLITE_ERRORS):  # somebody is committing: the next call will see it
            connection.execute("PRAGMA busy_timeout=0")
            # SQLite counts this for each connection; it means nothing to the next one.
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            self._version = (self._checks, version)
        connection.execute(f"PRAGMA busy_timeout={int(LOCK_TIMEOUT * 1000)}")
        return self._version

    def _health_after(self, error: Exception, health: Health) -> Health:
        """Return the health of a file that passed the check and then could not be read."""
        self.close()
        if is_temporary(error):
            self._health = unreachable_health(self._path, error)
        elif health.refusal:
            # Rows of a newer format that this confui cannot read, or a backup without our tables.
            self._health = health._replace(connection=None)
        else:
            self._health = damaged_health(self._path, self._format, self._clock, {})
        return self._health

    def _connection_for_writing(self) -> sqlite3.Connection:
        if is_missing(self._path):
            self._create()
        if self._health.notice:
            # The obstacle may be gone, but a connection that was opened read-only stays so.
            self.close()
        health = self._checked_health()
        if health.refusal or health.connection is None:
            raise self._write_error(health.refusal or "the file is gone")
        return health.connection

    def _write_error(self, reason: str) -> WriteError:
        return WriteError(f"{reason} ({printable(self._path)})")

    def _create(self) -> None:
        """Create the file under another name first: two processes may do so at the same time."""
        from tempfile import TemporaryDirectory

        if obstacle := find_obstacle(self._path):
            raise OSError(obstacle)
        folder = self._path.parent
        make_folder(folder)
        sync(folder.parent)
        with TemporaryDirectory(prefix=".new-", dir=folder) as temporary:
            fresh = Path(temporary) / self._path.name
            fresh.touch(mode=0o600)
            with closing(connect(fresh, mode="rw")) as connection:
                make_durable(connection)
                migrate(connection, self._format)
            self.created = publish_new_file(fresh, self._path)

    def _back_up(self, connection: sqlite3.Connection) -> None:
        """Write today's backup. The change is safe already, so a failure is only a notice."""
        today = self._clock().astimezone(UTC).date()
        if self._backed_up == today:
            return
        self._backed_up = today
        path = self._path.resolve()
        try:
            write_daily_backup(connection, path, today)
            self._backup_notice = ""
        except (*SQLITE_ERRORS, OSError) as error:
            self._backup_notice = (
                f"Bookmarks are saved, but today's backup failed: {explain(error)} "
                f"({printable(path.parent / 'backups')})."
            )
