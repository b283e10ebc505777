"""The bookmark file as an SQLite database: each change is one transaction, synced to the disk.

The file is checked (`confui.userdata.health`) when it is first used, and again when another file
has taken its place. The first write creates it; reading never does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from confui.atomic_write import make_folder, sync
from confui.userdata.backups import BackupFolder, check_copy, state_name
from confui.userdata.checked_table import DamagedError, RowChange, Touched
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
    copy_damaged,
    find_obstacle,
    fingerprint,
    is_missing,
    journal_of,
    printable,
    publish_new_file,
    read_database_files,
)
from confui.userdata.health import Health, check_health, damaged_health, unreachable_health

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata.recovery import Recovery

_UNCHECKED = Health((), temporary=True)

_LISTED_CHANGES = 5
"""How many states after single changes are listed, beside the full copies."""


class WriteError(Exception):
    """A change was not written. The message says why, and where the file is."""


class RestoreError(Exception):
    """Nothing was restored. The message is one line that says why."""


class SavedState(NamedTuple):
    """A state of the database that can be restored."""

    name: str
    """What the attendee calls it."""
    at: datetime
    """When it was saved (UTC), by the clock of that time."""
    path: Path
    """The file that holds it: a full copy, or the log of the changes since the newest one."""
    size: int
    """Of the file, in bytes."""
    matches: int | None
    """How many rows the query matches; `None` if the file is damaged."""


class Restored(NamedTuple):
    """What `Database.restore` did."""

    state: SavedState
    """What was restored. Its size is that of its file."""
    kept: Path | None
    """The file that holds the state from before; `None` if there was none."""
    undo: str
    """The name under which that state can be restored; empty if it was damaged or missing."""


class Database:
    """One SQLite file. Not thread-safe."""

    def __init__(self, path: Path, format: DatabaseFormat, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._format = format
        self._clock = clock
        self._health = _UNCHECKED
        self._checks = 0
        self._version: tuple[int, ...] = ()
        self._backups: BackupFolder | None = None
        self._touched: Touched | None = None
        self._is_compared = False
        """Whether the open file was found to be the one that was backed up last, or was not."""
        self._gap = False
        """Whether the file has changes that are in no backup."""
        self._backup_notice = ""
        self._report = ""
        self.created = False
        """Whether this object created the file."""
        self.read_at: tuple[int, ...] = ()
        """What `change_token` would have returned just before `rows` last read."""

    @property
    def notice(self) -> str:
        """A sentence for the attendee about what is wrong, as of the last use; else ""."""
        return self._health.notice or self._report or self._backup_notice

    @property
    def read_only(self) -> bool:
        """Whether changes were, or seemed, impossible at the last use."""
        return bool(self._health.notice)

    def rows(self, sql: str, parameters: Mapping[str, str]) -> list[tuple[Any, ...]] | None:
        """Return the rows that a query matches; None if the file cannot be read.

        A bad file raises nothing: see `notice`. A damaged file is read from its backups.
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
        return [] if is_missing(self._path) else None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction: on the disk at the end, rolled back if it raises.

        Waits about a second for a lock.

        Raises:
            WriteError: It cannot be written.
        """
        try:
            connection = self._begin()
            yield connection
            change = self._seal(connection)
            connection.execute("COMMIT")
        except (*SQLITE_ERRORS, OSError, DamagedError) as error:
            self.close()
            raise self._write_error(explain(error)) from error
        except BaseException:
            self.close()
            raise
        self._back_up(connection, change)

    def change_token(self) -> tuple[int, ...]:
        """Return a value that changes when another process writes or replaces the file.

        Empty while there is no file. Never waits for a lock, never raises. It also changes after a
        failed write, because the file should be read again then too.
        """
        return self._change_token(self._checked_health(timeout=0))

    def states(self, query: str) -> list[SavedState]:
        """Return the states that can be restored, the newest first.

        Args:
            query: Returns a number, the `matches` of each state.

        Raises:
            OSError: The backups cannot be read.
        """
        from confui.userdata.recovery import logged_changes, recover  # JSON: not for reading

        folder, format = self._backup_folder(), self._format
        copies = {copy.number: copy for copy in reversed(folder.copies()) if copy.number}
        logged = {each.change.number: each for each in logged_changes(folder, format)}
        newest = sorted(logged.keys() - copies.keys(), reverse=True)[:_LISTED_CHANGES]
        found = []
        for number in sorted([*newest, *copies], reverse=True):
            if copy := copies.get(number):
                name, at, path = copy.name, copy.at, copy.path
                recovery = recover(folder, format, copy=copy)
            else:
                at, path = logged[number].at, logged[number].path
                name = state_name(at, number)
                recovery = recover(folder, format, last=number)
            found.append(_saved_state(name, at, path, recovery, query))
        for copy in folder.copies():
            if not copy.number:
                recovery = recover(folder, format, copy=copy)
                found.append(_saved_state(copy.name, copy.at, copy.path, recovery, query))
        return found

    def restore(self, name: str, query: str) -> Restored | None:
        """Go back to a saved state. The present one is kept aside first.

        Args:
            name: The name of the state, or a part that no other name has; empty for the newest
                sound one, and only if the file is damaged or missing.
            query: As for `states`.

        Returns:
            What was done; `None` if no name was given and the file is sound.

        Raises:
            RestoreError: Nothing was restored.
        """
        try:
            health = self._checked_health()
            if health.temporary or (health.refusal and not health.damaged):
                raise RestoreError(f"nothing was restored: {health.refusal}")
            if not name and health.connection is not None and not health.damaged:
                return None
            state = self._find_state(name, self.states(query))
            is_sound = health.connection is not None and not health.damaged
            with closing(self._recover(state)) as saved:
                restore = self._replace_rows if is_sound else self._replace_file
                return restore(state, saved)
        except WriteError as error:
            raise RestoreError(f"nothing was restored: {error}") from error
        except (*SQLITE_ERRORS, OSError, DamagedError) as error:
            raise RestoreError(
                f"nothing was restored: {explain(error)} ({printable(self._path)})"
            ) from error

    def close(self) -> None:
        """Close the file, rolling back an unfinished change. The next use opens and checks it."""
        if self._health.connection is not None:
            self._health.connection.close()
        self._touched = None
        self._is_compared = False
        self._health = _UNCHECKED._replace(notice=self._health.notice)

    def _checked_health(self, timeout: float = LOCK_TIMEOUT) -> Health:
        if not self._health.is_current(fingerprint(self._path)):
            self.close()
            self._checks += 1
            self._version = (self._checks,)
            self._health = check_health(self._path, self._format, self._clock, timeout)
            self._report = self._health.report or self._report
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

    def _begin(self) -> sqlite3.Connection:
        """Begin a transaction in the file that now has the path."""
        while True:
            connection = self._connection_for_writing()
            table = self._format.table
            if table is not None and self._touched is None:
                self._touched = table.watch(connection)
            connection.execute("BEGIN IMMEDIATE")
            if self._health.is_current(fingerprint(self._path)):
                if self._touched is not None:
                    self._touched.clear()
                return connection
            self.close()  # another window restored a backup while this one waited for the lock

    def _find_state(self, name: str, states: list[SavedState]) -> SavedState:
        """Return the sound state with a name; raises RestoreError."""
        if not states:
            raise RestoreError(f"there are no backups in {printable(self._backup_folder().path)}")
        sound = [state for state in states if state.matches is not None]
        if not name:
            if not sound:
                raise RestoreError("all backups are damaged")
            return sound[0]
        matches = [state for state in states if state.name == name]
        matches = matches or [state for state in states if name in state.name]
        if len(matches) != 1:
            problem = f"{len(matches)} backups have" if matches else "no backup has"
            raise RestoreError(f"{problem} “{name}” in the name; see `confui backup list`")
        if matches[0].matches is None:
            raise RestoreError(f"the backup {matches[0].name} is damaged; choose another")
        return matches[0]

    def _recover(self, state: SavedState) -> sqlite3.Connection:
        """Return a saved state as a database in memory."""
        from confui.userdata.recovery import recover  # JSON: not for reading

        folder = self._backup_folder()
        copy = next((copy for copy in folder.copies() if copy.path == state.path), None)
        number = int(state.name.rpartition("-")[2]) if copy is None else None
        recovery = recover(folder, self._format, copy=copy, last=number)
        if recovery is None:
            raise RestoreError(f"the backup {state.name} is gone or damaged")
        return recovery.connection

    def _replace_rows(self, state: SavedState, saved: sqlite3.Connection) -> Restored:
        """Make a saved state the present one by a transaction, which other windows notice."""
        table = self._format.table
        connection = self._health.connection
        if table is None or connection is None:
            raise RestoreError("nothing was restored: the bookmarks have no checksums")
        before = self._backup_folder().write(connection)
        with self.transaction() as connection:
            table.replace_all(connection, table.rows(saved))
        return Restored(state, before.path, before.name)

    def _replace_file(self, state: SavedState, saved: sqlite3.Connection) -> Restored:
        """Replace a damaged or missing file. Other windows notice that it is another one."""
        from tempfile import TemporaryDirectory

        if obstacle := find_obstacle(self._path):
            raise RestoreError(f"nothing was restored: {obstacle}")
        folder, path = self._backup_folder(), self._path.resolve()
        missing, kept = is_missing(path), None
        if not missing:
            kept = copy_damaged(path, read_database_files(path), self._clock())
        with TemporaryDirectory(prefix=".restored-", dir=path.parent) as temporary:
            fresh = Path(temporary) / path.name
            fresh.touch(mode=0o600)
            saved.execute("VACUUM INTO ?", (str(fresh),))
            with closing(connect(fresh, mode="rw")) as connection:
                make_durable(connection)
                migrate(connection, self._format, number=folder.last_number() + 1)
            check_copy(fresh, self._format)
            sync(fresh)
            if missing and not publish_new_file(fresh, path):
                raise RestoreError("nothing was restored: another window has made a new file")
            if not missing:
                # It belongs to the damaged file, and would be played back into this one.
                journal_of(path).unlink(missing_ok=True)
                fresh.replace(path)
            sync(path.parent)
        self.close()
        self._report = ""
        health = self._checked_health()
        if health.connection is not None:
            folder.write(health.connection)
        return Restored(state, kept, "")

    def _seal(self, connection: sqlite3.Connection) -> RowChange | None:
        table = self._format.table
        if table is None or self._touched is None:
            return None
        if self._is_compared or not self._touched:
            return table.seal(connection, self._touched, 0)
        last, summary = self._backup_folder().last_number(), table.summary(connection)
        self._gap = summary is None or summary.changes != last
        # Later, another number only means that another process is writing too.
        self._is_compared = True
        return table.seal(connection, self._touched, last)

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

    def _back_up(self, connection: sqlite3.Connection, change: RowChange | None) -> None:
        """Back up a change. It is safe already, so a failure is only a notice."""
        if change is None and self._format.table is not None:
            return
        folder = self._backup_folder()
        try:
            folder.record(connection, change, gap=self._gap)
            self._backup_notice = ""
        except (*SQLITE_ERRORS, OSError, DamagedError) as error:
            self._backup_notice = (
                f"Bookmarks are saved, but their backup failed: {explain(error)} "
                f"({printable(folder.path)})."
            )
        self._gap = False

    def _backup_folder(self) -> BackupFolder:
        if self._backups is None:
            self._backups = BackupFolder(self._path.resolve(), self._format, self._clock)
        return self._backups


def _saved_state(
    name: str, at: datetime, path: Path, recovery: Recovery | None, query: str
) -> SavedState:
    """Return a state with the count of its rows, and close its connection."""
    matches = None
    if recovery is not None:
        with closing(recovery.connection) as connection, suppress(*SQLITE_ERRORS):
            (matches,) = connection.execute(query).fetchone()
    return SavedState(name, at, path, path.stat().st_size, matches)
