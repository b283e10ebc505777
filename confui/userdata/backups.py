"""Copies of the bookmark database: one for each day of use, of which the newest seven are kept."""

import re
import sqlite3
from datetime import date
from pathlib import Path

from confui.atomic_write import sync

_MAX_BACKUPS = 7


def write_copy(connection: sqlite3.Connection, target: Path) -> None:
    """Write a copy of the open database to `target`, atomically and durably.

    Raises OSError or one of SQLITE_ERRORS; what was at `target` is then still there.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix=".copy-", dir=target.parent) as folder:
        copy = Path(folder) / target.name
        copy.touch(mode=0o600)
        connection.execute("VACUUM INTO ?", (str(copy),))
        sync(copy)  # SQLite does not sync what VACUUM INTO wrote
        copy.replace(target)
    sync(target.parent)


def write_daily_backup(connection: sqlite3.Connection, path: Path, today: date) -> None:
    """Write today's backup of the open database `path` to `backups/` beside it, if there is none.

    Raises OSError or one of SQLITE_ERRORS; the older backups are then still there.
    """
    folder = path.parent / "backups"
    target = folder / f"{path.stem}-{today.isoformat()}{path.suffix}"
    if target.exists():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    write_copy(connection, target)
    for old in daily_backups(path)[_MAX_BACKUPS:]:
        old.unlink(missing_ok=True)


def daily_backups(path: Path) -> list[Path]:
    """Return the daily backups of the database `path`, newest first."""
    dated = re.compile(rf"{re.escape(path.stem)}-\d{{4}}-\d\d-\d\d{re.escape(path.suffix)}")
    files = (path.parent / "backups").glob("*")
    return sorted((file for file in files if dated.fullmatch(file.name)), reverse=True)
