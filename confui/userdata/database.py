"""The bookmark file as a database: each change one synced transaction, each failure told in words.

SQLite with a rollback journal. The file is judged (`confui.userdata.health`) when it is first
used and whenever another file has taken its name. The first write creates it, reading never does.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from confui.userdata import backups, files
from confui.userdata.connection import (
    PATIENCE,
    SQLITE_ERRORS,
    DatabaseFormat,
    bring_up_to_date,
    connect,
    make_durable,
    may_pass,
    reason,
)
from confui.userdata.health import Health, check_health, damaged, unreachable

_UNJUDGED = Health((), passing=True)


class WriteError(Exception):
    """A change was not written. The text says why, and where the file is."""


class Database:
    """One SQLite file. For one thread at a time."""

    def __init__(self, path: Path, form: DatabaseFormat, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._format = form
        self._clock = clock
        self._judgement = _UNJUDGED
        self._judgements = 0
        self._version: tuple[int, ...] = ()
        self._backed_up: date | None = None
        self._backup_notice = ""
        self.created = False
        """Whether it was this object that made the file."""
        self.read_at: tuple[int, ...] = ()
        """What `look` would have returned just before the last `rows` were read."""

    @property
    def notice(self) -> str:
        """A standing sentence about what is wrong, as of the last use; else ""."""
        return self._judgement.notice or self._backup_notice

    @property
    def writable(self) -> bool:
        """Whether a change can be expected to succeed, as of the last use."""
        return not self._judgement.notice

    def rows(self, sql: str, parameters: Mapping[str, str]) -> list[tuple[Any, ...]] | None:
        """Return what a query finds; `None` while the file cannot be reached.

        Raises nothing for the state of the file, `notice` tells it. A damaged file is read from its
        newest sound backup, and is empty where there is none.
        """
        judgement = self._judged()
        self.read_at = self._state(judgement)
        while judgement.connection is not None:
            try:
                return judgement.connection.execute(sql, parameters).fetchall()
            except UnicodeEncodeError:
                return []  # no text that cannot be stored is there
            except SQLITE_ERRORS as error:
                judgement = self._judge_failure(judgement, error)
                self.read_at = self._state(judgement)
        return None if judgement.passing else []

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one change: on disk when this has ended, undone where it raises.

        Raises WriteError where it cannot be written; a lock is waited for about a second.
        """
        try:
            connection = self._connection_for_writing()
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except (*SQLITE_ERRORS, OSError) as error:
            self.close()
            raise self._not_written(reason(error)) from error
        except BaseException:
            self.close()
            raise
        self._back_up(connection)

    def look(self) -> tuple[int, ...]:
        """Return a value that differs once another process has changed or replaced the file.

        Empty while there is no file. Never waits, never raises. It also differs after a failed
        write, which is a reason to read again too.
        """
        return self._state(self._judged(patience=0))

    def close(self) -> None:
        """Let go of the file, undoing an unfinished change. The next use opens and judges it."""
        if self._judgement.connection is not None:
            self._judgement.connection.close()
        self._judgement = _UNJUDGED._replace(notice=self._judgement.notice)

    def _judged(self, patience: float = PATIENCE) -> Health:
        if not self._judgement.holds_for(files.fingerprint(self._path)):
            self.close()
            self._judgements += 1
            self._version = (self._judgements,)
            self._judgement = check_health(self._path, self._format, self._clock, patience)
        return self._judgement

    def _state(self, judgement: Health) -> tuple[int, ...]:
        connection = judgement.connection
        if connection is None:
            return judgement.file
        with suppress(*SQLITE_ERRORS):  # somebody is committing: the next look will see it
            connection.execute("PRAGMA busy_timeout=0")
            # Counted by SQLite for one connection: it means nothing to the next one.
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            self._version = (self._judgements, version)
        connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
        return self._version

    def _judge_failure(self, judgement: Health, error: Exception) -> Health:
        """Judge again a file that seemed good and then could not be read."""
        self.close()
        if may_pass(error):
            self._judgement = unreachable(self._path, error)
        elif judgement.refusal:
            # Rows of a newer format that we cannot read, or a backup without our tables.
            self._judgement = judgement._replace(connection=None)
        else:
            self._judgement = damaged(self._path, self._format, self._clock, {})
        return self._judgement

    def _connection_for_writing(self) -> sqlite3.Connection:
        if files.is_missing(self._path):
            self._create()
        if self._judgement.notice:
            self.close()  # what stood in the way may be gone, and a connection opened so stays so
        judgement = self._judged()
        if judgement.refusal or judgement.connection is None:
            raise self._not_written(judgement.refusal or "the file is gone")
        return judgement.connection

    def _not_written(self, why: str) -> WriteError:
        return WriteError(f"{why} ({files.printable(self._path)})")

    def _create(self) -> None:
        """Make the file whole under another name first: two processes may do so at once."""
        from tempfile import TemporaryDirectory

        if obstacle := files.obstacle(self._path):
            raise OSError(obstacle)
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.sync(folder.parent)
        with TemporaryDirectory(prefix=".new-", dir=folder) as workshop:
            fresh = Path(workshop) / self._path.name
            fresh.touch(mode=0o600)
            with closing(connect(fresh, mode="rw")) as connection:
                make_durable(connection)
                bring_up_to_date(connection, self._format)
            self.created = files.publish_new_file(fresh, self._path)

    def _back_up(self, connection: sqlite3.Connection) -> None:
        """Make the backup of the day. The change is safe already: a failure is only told."""
        today = self._clock().astimezone(UTC).date()
        if self._backed_up == today:
            return
        self._backed_up = today
        path = self._path.resolve()
        try:
            backups.write_daily(connection, path, today)
            self._backup_notice = ""
        except (*SQLITE_ERRORS, OSError) as error:
            self._backup_notice = (
                f"Bookmarks are kept, but there is no backup of today: {reason(error)} "
                f"({files.printable(path.parent / 'backups')})."
            )
