"""The backups of the bookmark database: full copies, and the log of the changes since the last one.

A full copy is a database of its own, in `backups/` beside the file. It is written at most once an
hour, or when the log has grown long, and at once when the log has a gap; each change in between is
one line of the log (`confui.userdata.change_log`). A copy after each change was measured too: it
takes 10 ms for 40 stars and grows with the file, a line takes 0.2 ms and does not.

A copy is named after the UTC time and the number of its last change. The number decides which copy
is newer. The time only tells which copies are of the same hour, day or week, and one in the future
is not believed: after a clock that was wrong, later copies do not look old, and new ones are still
made.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from confui.atomic_write import make_folder, sync
from confui.userdata.checked_table import DamagedError, RowChange
from confui.userdata.connection import SQLITE_ERRORS, DatabaseFormat, check_integrity, connect
from confui.userdata.database_files import is_missing

_INTERVAL = timedelta(hours=1)
_INTERVAL_OF_LARGE = timedelta(days=1)
_LARGE = 4 * 2**20
"""From how many bytes on a copy takes so long (0.2 s) that it is made only once a day."""

_MAX_LOG = 128 * 2**10
"""From how many bytes on the log is replaced by a full copy: about 300 changes."""

_ALWAYS_KEPT = 3
"""How many of the newest copies are kept in any case."""

_KEPT = (("%Y%m%d%H", 6), ("%Y%m%d", 7), ("%G%V", 4))
"""Of how many hours, days and weeks with a copy the newest copy is kept."""

_MAX_BYTES = 32 * 2**20
"""How many bytes all copies may have; the newest two are kept even if they are larger."""

_STAMP = "%Y%m%dT%H%M%SZ"


class Backup(NamedTuple):
    """A full copy of the database."""

    name: str
    """What the attendee calls it: the time and the number, as in the name of the file."""
    path: Path
    number: int
    """The number of its last change; 0 for a copy by an older confui, one for each day."""
    at: datetime
    """When it was made, by the clock of that time (UTC); midnight for an older copy."""


class BackupFolder:
    """The folder `backups` beside the database at `path`, which need not exist."""

    def __init__(self, path: Path, format: DatabaseFormat, clock: Callable[[], datetime]) -> None:
        self._file = path
        self._format = format
        self._clock = clock
        self._copied_at: datetime | None = None
        self._interval = _INTERVAL
        self._must_copy = False
        self.path = path.parent / "backups"
        self.log = self.path / f"{path.stem}.changes"
        """The log since the last copy."""

    def logs(self) -> list[Path]:
        """Return the paths of all logs, the newest first."""
        earlier = [path for _, path in sorted(self._earlier_logs(), reverse=True)]
        return earlier if is_missing(self.log) else [self.log, *earlier]

    def copies(self) -> list[Backup]:
        """Return the full copies, the newest first."""
        name = re.compile(
            rf"{re.escape(self._file.stem)}-(?P<name>(?P<time>\d{{8}}T\d{{6}}Z)-(?P<number>\d{{1,18}})"
            rf"|(?P<day>\d{{4}}-\d\d-\d\d)){re.escape(self._file.suffix)}"
        )
        found = []
        for path in self.path.glob("*"):
            match = name.fullmatch(path.name)
            if match and path.is_file():
                at = _time(match["time"] or match["day"])
                found.append(Backup(match["name"], path, int(match["number"] or 0), at))
        return sorted(found, key=lambda each: (each.number, each.at), reverse=True)

    def last_number(self) -> int:
        """Return the largest number of a change that is in any backup; 0 if there is none.

        Changes get larger numbers than that even if the file was replaced by an older one, so that
        the largest number is always the newest.
        """
        from confui.userdata.change_log import read_changes

        numbers = [copy.number for copy in self.copies()]
        for log in self.logs():
            with suppress(OSError):  # a log that cannot be read must not refuse a change
                numbers += (logged.change.number for logged in read_changes(log))
        return max(numbers, default=0)

    def record(
        self, connection: sqlite3.Connection, change: RowChange | None, *, gap: bool
    ) -> None:
        """Back up a change that was just committed. `None`: it cannot be put into a log.

        Args:
            connection: To the database.
            change: The change.
            gap: Whether changes before it are in no backup.

        Raises:
            OSError: It cannot be written; the backups from before are still there.
            SQLITE_ERRORS: The same.
            DamagedError: The database is damaged, and was not copied.
        """
        self._must_copy = self._must_copy or gap
        now = self._clock().astimezone(UTC)
        if not self._must_copy:
            self._log(change, now)
            if not self._is_recent(self._copied_at, now):
                # Unknown yet, or another process may have made one meanwhile.
                self._copied_at = next((copy.at for copy in self.copies() if copy.number), None)
        if self._must_copy or not self._is_recent(self._copied_at, now):
            # The copy comes first if the log has a gap: a process that is killed in between must
            # leave a gap that the next one sees.
            is_logged = not self._must_copy
            try:
                self.write(connection)
            except (*SQLITE_ERRORS, OSError, DamagedError):
                if not is_logged:
                    self._log(change, now)
                raise

    def _log(self, change: RowChange | None, now: datetime) -> None:
        """Append a change to the log, or let it be copied if that fails."""
        from confui.userdata.change_log import append_change  # JSON: only for who changes something

        if change is None:
            return
        try:
            make_folder(self.path)
            size = append_change(self.log, change, now, self._format.version)
            self._must_copy = self._must_copy or size > _MAX_LOG
        except OSError:
            self._must_copy = True  # which has the change too, and begins a new log

    def write(self, connection: sqlite3.Connection) -> Backup:
        """Write a full copy, check it, and thin the older ones; returns the copy.

        Raises as `record` does.
        """
        make_folder(self.path)
        now = self._clock().astimezone(UTC)

        def target(copy: Path) -> Path:
            number = check_copy(copy, self._format)
            if self._format.table is None:
                number = self.last_number() + 1
            return self.path / f"{self._file.stem}-{state_name(now, number)}{self._file.suffix}"

        path = write_copy(connection, self.path, target)
        backup = next(copy for copy in self.copies() if copy.path == path)
        if not is_missing(self.log):
            self.log.rename(self.log.with_name(f"{self._file.stem}-{backup.number}.changes"))
        self._copied_at, self._must_copy = now, False
        large = path.stat().st_size >= _LARGE
        self._interval = _INTERVAL_OF_LARGE if large else _INTERVAL
        self._thin()
        return backup

    def _is_recent(self, at: datetime | None, now: datetime) -> bool:
        return at is not None and at <= now < at + self._interval

    def _thin(self) -> None:
        copies = self.copies()
        keep = set(copies[:_ALWAYS_KEPT])
        for period, count in _KEPT:
            newest: dict[str, Backup] = {}
            for copy in copies:
                newest.setdefault(copy.at.strftime(period), copy)
            keep.update(list(newest.values())[:count])
        size = 0
        for place, copy in enumerate(copies):
            size += copy.path.stat().st_size if copy in keep else 0
            if copy not in keep or (place >= 2 and size > _MAX_BYTES):
                copy.path.unlink(missing_ok=True)
        oldest = min((copy.number for copy in copies[:_ALWAYS_KEPT]), default=0)
        for number, log in self._earlier_logs():
            if number <= oldest:
                log.unlink(missing_ok=True)

    def _earlier_logs(self) -> list[tuple[int, Path]]:
        """Return the logs before the present one, each with the number of its last change."""
        name = re.compile(rf"{re.escape(self._file.stem)}-(\d{{1,18}})\.changes")
        matches = [(name.fullmatch(path.name), path) for path in self.path.glob("*")]
        return [(int(match[1]), path) for match, path in matches if match]


def state_name(at: datetime, number: int) -> str:
    """Return what the attendee calls the state after a change, and the copy of it."""
    return f"{at.astimezone(UTC).strftime(_STAMP)}-{number}"


def write_copy(
    connection: sqlite3.Connection, folder: Path, target: Callable[[Path], Path]
) -> Path:
    """Write a copy of the open database, atomically and durably; return its path.

    Args:
        connection: To the database.
        folder: Where the copy is written under another name first.
        target: Gets that copy, checks it, and returns the path that it gets.

    Raises OSError, one of SQLITE_ERRORS or what `target` raises; nothing was replaced then.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix=".copy-", dir=folder) as temporary:
        copy = Path(temporary) / "copy.db"
        copy.touch(mode=0o600)
        connection.execute("VACUUM INTO ?", (str(copy),))
        path = target(copy)
        sync(copy)  # SQLite does not sync what VACUUM INTO wrote
        copy.replace(path)
    sync(path.parent)
    return path


def check_copy(path: Path, format: DatabaseFormat) -> int:
    """Open a copy in the newest format, check it whole, and return the number of its last change.

    Raises DamagedError, OSError or one of SQLITE_ERRORS if it is not sound.
    """
    with closing(connect(path, mode="ro")) as connection:
        check_integrity(connection, format)
        if format.table is None:
            return 0
        damage = format.table.find_damage(connection)
        summary = format.table.summary(connection)
        if damage or summary is None:
            raise DamagedError("the bookmarks were damaged before they were backed up")
        return summary.changes


def _time(text: str) -> datetime:
    """Return the instant in a file name; year 1 if it is none, such as the 30th of February."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
