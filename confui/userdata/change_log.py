"""The log of changes: one line for each, from which the changes since a full backup are replayed.

A line has a CRC-32 of the rest and a JSON object with the whole rows that the change wrote and the
keys of those that it removed. It is forced to the disk before the change is acknowledged. So a
damaged bookmark file costs nothing, and a star costs one line more and not a copy of the file,
whatever the size of the file.

The line is written after the commit: a change that was refused or cut short must not come back. Two
processes may therefore write their lines in the other order, so a reader sorts by the number of
the change. A damaged line costs its own change only.
"""

import json
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from confui.atomic_write import OWNER_ONLY, sync
from confui.regular_file import NotRegularFileError, read_regular_file
from confui.userdata.checked_table import RowChange

_MAX_BYTES = 64 * 2**20
"""A larger log was never ours: a full copy replaces one of 128 KiB and a change more."""

_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
"""Without blocking: a pipe in the place of the log must not stop the program."""

_force = getattr(os, "fdatasync", os.fsync)  # macOS has only the latter


class LoggedChange(NamedTuple):
    """One line of the log."""

    change: RowChange
    at: datetime
    """The instant of the change, by the clock of that time."""
    format: int
    """The format of the database, which says what the columns are."""
    path: Path
    """The log."""


def append_change(path: Path, change: RowChange, at: datetime, format: int) -> int:
    """Append a change to the log at `path`, and return once it is on the disk.

    Returns the size of the log in bytes. Raises OSError.
    """
    entry = {
        "change": change.number,
        "at": at.astimezone(UTC).isoformat(),
        "format": format,
        "rows": change.rows,
        "removed": change.removed,
    }
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), default=repr)
    data = text.encode("utf-8", "replace")
    # The line end in front ends the line of a process that was killed while it wrote.
    line = b"\n%08x %b\n" % (crc32(data), data)
    is_new = not path.exists()
    handle = os.open(path, _APPEND, OWNER_ONLY)
    try:
        if not stat.S_ISREG(mode := os.fstat(handle).st_mode):
            raise NotRegularFileError(path, mode)
        written = os.write(handle, line)
        if written != len(line):
            raise OSError("the disk is full")
        _force(handle)
        size = os.fstat(handle).st_size
    finally:
        os.close(handle)
    if is_new:
        sync(path.parent)
    return size


def read_changes(path: Path) -> Iterator[LoggedChange]:
    """Yield the changes of the log at `path` whose lines are sound. Raises OSError."""
    for line in read_regular_file(path, _MAX_BYTES).split(b"\n"):
        if line and (change := _parse(line, path)):
            yield change


def _parse(line: bytes, path: Path) -> LoggedChange | None:
    """Return the change in a line of the log at `path`; `None` if the line is damaged."""
    try:
        if int(line[:8], 16) != crc32(line[9:]):
            return None
        entry = json.loads(line[9:])
        change = RowChange(
            int(entry["change"]),
            tuple(map(tuple, entry["rows"])),
            tuple(map(tuple, entry["removed"])),
        )
        at = datetime.fromisoformat(entry["at"])
        return LoggedChange(change, at, int(entry["format"]), path)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
