"""What the file system says of the bookmark file, and how bytes are kept. No SQLite here."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from confui.text import clean

Fingerprint = tuple[int, ...]
"""Device, inode, size and modification time (ns) of a file; empty where none can be reached."""

_LARGEST_COPY = 64 * 2**20
"""Bytes. A file above this was never ours: years of bookmarks fill less than one megabyte."""


def printable(path: Path) -> str:
    """Return `path` safe to show on one line."""
    return clean(str(path))


def is_missing(path: Path) -> bool:
    """Whether nothing lies at `path`. A dangling link and an unreadable folder are something."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def fingerprint(path: Path) -> Fingerprint:
    """Return what tells one file at `path` from another, and from itself once changed."""
    try:
        facts = path.stat()
    except OSError:
        return ()
    return (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of the database at `path`."""
    return path.with_name(f"{path.name}-journal")


def obstacle(path: Path) -> str:
    """Return why a database at `path` could not be written, as far as a look can tell; else "".

    Permissions are asked of the file if it exists, and of the nearest folder that does. A journal
    without its database is an obstacle too: SQLite would play it back into a new file of that name.
    """
    if not is_missing(journal_of(path)) and is_missing(path):
        return f"{printable(journal_of(path))} lies there without its database: move it away"
    if os.access(path, os.F_OK) and not os.access(path, os.W_OK):
        return f"{printable(path)} is read-only"
    folder = path.parent
    while not os.access(folder, os.F_OK) and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"the folder {printable(folder)} is read-only"
    return ""


def read_only_notice(path: Path) -> str:
    """Return the standing sentence about the `obstacle` at `path`, or ""."""
    reason = obstacle(path)
    return f"Bookmarks cannot be changed: {reason}." if reason else ""


def sync(path: Path) -> None:
    """Wait until the file, or the list of names in the folder, at `path` is on the disk.

    A folder that cannot be opened is left to the system, as SQLite does: on Windows none can.
    """
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish_new_file(fresh: Path, path: Path) -> bool:
    """Give the finished file `fresh` the name `path`; False where another process was first.

    Readers see no file or the whole file, never an empty one: nothing half made has that name.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return False
    except OSError:
        # No hard links here (FAT, some phones). Renaming could replace, so look first.
        if not is_missing(path):
            return False
        fresh.rename(path)
    sync(path.parent)
    return True


def write_file(path: Path, content: bytes) -> None:
    """Give `path` this content, durably: whole, or not at all. Raises OSError."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        _write_new(draft, content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def read_line(path: Path) -> str:
    """Return the only line of a file that does no harm if it is lost; empty where it is."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def write_line(path: Path, line: str) -> None:
    """Write such a file; what cannot be written is lost."""
    with suppress(OSError, ValueError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(f"{line}\n", encoding="utf-8")


def read_database_files(path: Path) -> dict[str, bytes]:
    """Return the bytes of the database at `path` and of its journal, by suffix ("", "-journal").

    Raises OSError where they cannot be read, or are too large to be ours.
    """
    if path.stat().st_size > _LARGEST_COPY:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    found = {"": path.read_bytes()}
    with suppress(FileNotFoundError):  # another process may finish its commit at any moment
        found["-journal"] = journal_of(path).read_bytes()
    return found


def keep_aside(path: Path, found: Mapping[str, bytes], now: datetime) -> Path:
    """Return where a copy of the damaged database `path` lies: `<name>.corrupt-<UTC>` beside it.

    `found` is what `contents` read. A copy made earlier from the same bytes is used again, so that
    starting confui a hundred times does not fill the disk. Raises OSError where none can be made.
    """
    prefix = f"{path.name}.corrupt-"
    for earlier in sorted(path.parent.iterdir()):
        if earlier.name.startswith(prefix) and read_database_files(earlier) == found:
            return earlier
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy = path.with_name(f"{prefix}{stamp}")
    for suffix, content in found.items():
        _write_new(copy.with_name(copy.name + suffix), content)
    sync(path.parent)
    return copy


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        sync(path)
    except OSError:
        path.unlink()
        raise
