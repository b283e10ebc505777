"""The bookmark database as a file: does it exist, is it writable, has it changed. No SQLite."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from confui.atomic_write import create_file, sync
from confui.regular_file import read_regular_file
from confui.text import clean

Fingerprint = tuple[int, ...]
"""Device, inode, size and modification time (ns) of a file; empty if there is none to be read."""

_MAX_COPIED_BYTES = 64 * 2**20
"""A larger file was never ours: years of bookmarks fill less than one megabyte."""


def printable(path: Path) -> str:
    """Return `path` as text that is safe to show on one line."""
    return clean(str(path))


def is_missing(path: Path) -> bool:
    """Whether there is nothing at `path`. A dangling link or an unreadable folder is something."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def fingerprint(path: Path) -> Fingerprint:
    """Return a value that changes when the file at `path` is written or replaced."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def journal_of(path: Path) -> Path:
    """Return the path of SQLite's rollback journal for the database at `path`."""
    return path.with_name(f"{path.name}-journal")


def find_obstacle(path: Path) -> str:
    """Return why the database at `path` cannot be written, or "" if nothing speaks against it.

    Checks the permissions of the file, if it exists, and of the nearest folder that exists. A
    journal without its database is an obstacle too: SQLite would play it back into a new database
    of that name.
    """
    if not is_missing(journal_of(path)) and is_missing(path):
        return f"{printable(journal_of(path))} is there without its database; move it away"
    if os.access(path, os.F_OK) and not os.access(path, os.W_OK):
        return f"{printable(path)} is read-only"
    folder = path.parent
    while not os.access(folder, os.F_OK) and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"the folder {printable(folder)} is read-only"
    return ""


def read_only_notice(path: Path) -> str:
    """Return a sentence for the attendee about `find_obstacle(path)`, or ""."""
    obstacle = find_obstacle(path)
    return f"Bookmarks cannot be changed: {obstacle}." if obstacle else ""


def publish_new_file(fresh: Path, path: Path) -> bool:
    """Give the finished file `fresh` the name `path`; False if another process was faster.

    Readers see no file or the whole file, never a part of it. An existing file is not replaced.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return False
    except OSError:
        # No hard links on this file system (FAT, some phones). A rename could replace a file.
        if not is_missing(path):
            return False
        fresh.rename(path)
    sync(path.parent)
    return True


def read_database_files(path: Path) -> dict[str, bytes]:
    """Return the bytes of the database at `path` and of its journal, by suffix ("", "-journal").

    Raises:
        OSError: They cannot be read, or are larger than 64 MiB and thus not ours.
    """
    content = {"": read_regular_file(path, _MAX_COPIED_BYTES + 1)}
    if len(content[""]) > _MAX_COPIED_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    with suppress(FileNotFoundError):  # another process may finish its commit at any moment
        content["-journal"] = read_regular_file(journal_of(path), _MAX_COPIED_BYTES)
    return content


def copy_damaged(path: Path, content: Mapping[str, bytes], now: datetime) -> Path:
    """Keep a copy of a damaged database beside it, as `<name>.corrupt-<UTC>`; return its path.

    An earlier copy of the same bytes is used again, so that starting confui a hundred times does
    not fill the disk.

    Args:
        path: The database.
        content: Its bytes, from `read_database_files`.
        now: The present instant, for the name.

    Raises:
        OSError: The copy cannot be written.
    """
    prefix = f"{path.name}.corrupt-"
    for earlier in sorted(path.parent.iterdir()):
        with suppress(OSError):  # it may be anything that has such a name
            if earlier.name.startswith(prefix) and read_database_files(earlier) == content:
                return earlier
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy, number = path.with_name(f"{prefix}{stamp}"), 1
    while not is_missing(copy):  # of another damage, by a clock that was set back
        number += 1
        copy = path.with_name(f"{prefix}{stamp}-{number}")
    for suffix, data in content.items():
        create_file(copy.with_name(copy.name + suffix), data, durable=True)
    sync(path.parent)
    return copy
