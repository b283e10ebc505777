"""Whole copies of the bookmark database: one a day of use, the newest seven kept."""

import re
import sqlite3
from datetime import date
from pathlib import Path

from confui.userdata import files

_KEPT = 7


def write_copy(connection: sqlite3.Connection, target: Path) -> None:
    """Put a copy of the open database at `target`, durably: whole, or not at all.

    Raises OSError or SQLITE_ERRORS; what lay at `target` is then still there.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix=".copy-", dir=target.parent) as folder:
        copy = Path(folder) / target.name
        copy.touch(mode=0o600)
        connection.execute("VACUUM INTO ?", (str(copy),))
        # SQLite does not sync what VACUUM INTO wrote.
        files.sync(copy)
        copy.replace(target)
    files.sync(target.parent)


def write_daily(connection: sqlite3.Connection, path: Path, today: date) -> None:
    """Keep today's copy of the open database `path` in `backups/` beside it, unless there is one.

    Raises OSError or SQLITE_ERRORS; no older backup is gone then.
    """
    folder = path.parent / "backups"
    target = folder / f"{path.stem}-{today.isoformat()}{path.suffix}"
    if target.exists():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    write_copy(connection, target)
    for old in newest_first(path)[_KEPT:]:
        old.unlink(missing_ok=True)


def newest_first(path: Path) -> list[Path]:
    """Return the daily backups of the database `path`."""
    dated = re.compile(rf"{re.escape(path.stem)}-\d{{4}}-\d\d-\d\d{re.escape(path.suffix)}")
    found = (path.parent / "backups").glob("*")
    return sorted((each for each in found if dated.fullmatch(each.name)), reverse=True)
