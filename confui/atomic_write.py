"""Writing files so that readers, crashes and power cuts see the old file or the new one, whole.

And making folders that only the attendee may enter, and letting one process write at a time.
"""

import os
import time
from _thread import get_ident  # `threading` has the same one and takes 1 ms to import
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY = 0o600
"""The mode of files that only the attendee may read."""

_FOLDER_OF_OWNER = 0o700
_LOCK_PAUSE = 0.1
"""Seconds between two tries to lock a folder."""


def make_folder(path: Path) -> None:
    """Create the folder at `path` unless it exists, and those above it; each for its owner only.

    Raises:
        OSError: It cannot be created, or there is a file at `path`.
    """
    # Not with `parents=True`, which creates the folders above with other permissions.
    try:
        path.mkdir(mode=_FOLDER_OF_OWNER, exist_ok=True)
    except FileNotFoundError:
        make_folder(path.parent)
        path.mkdir(mode=_FOLDER_OF_OWNER, exist_ok=True)


@contextmanager
def locked(folder: Path, tries: int) -> Iterator[None]:
    """Keep other processes that do the same out of a folder; the system ends it with the process.

    Args:
        folder: It must exist.
        tries: How often to try, ten times in a second.

    Raises:
        BlockingIOError: Another process is in it.
        OSError: It cannot be opened.
    """
    try:
        import fcntl  # Windows has none
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        for left in reversed(range(tries)):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not left:
                    raise
                time.sleep(_LOCK_PAUSE)
            except OSError:
                break  # a file system without locks
        yield
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes, *, durable: bool, mode: int = OWNER_ONLY) -> None:
    """Replace the file at `path`, or create it. The folder must exist.

    Args:
        path: The file.
        content: All of its new content.
        durable: Whether to return only once the file and its name are on the disk.
        mode: The permissions of the new file, before the umask.

    Raises:
        OSError: It cannot be written; what was at `path` is still there.
    """
    # The name is this thread's own: two windows, or two threads, may write the same file.
    draft = path.with_name(f".confui-{os.getpid()}-{get_ident()}")
    draft.unlink(missing_ok=True)  # of a process that was killed and had the same number
    try:
        create_file(draft, content, durable=durable, mode=mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    if durable:
        sync(path.parent)


def create_file(path: Path, content: bytes, *, durable: bool, mode: int = OWNER_ONLY) -> None:
    """Create the file at `path`; takes the same arguments as `write_atomically`.

    Raises:
        FileExistsError: There is a file, or a link, already. It is left alone.
        OSError: It cannot be written. No part of it is left.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if durable:
            sync(path)
    except OSError:
        path.unlink()
        raise


def sync(path: Path) -> None:
    """Wait until the file at `path` is on the disk, or the list of names in the folder at `path`.

    A folder that cannot be opened is skipped, as SQLite does: on Windows none can. Raises OSError.
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
