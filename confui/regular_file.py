"""Opens and reads regular files only, without blocking: never a pipe, a device or a socket."""

import errno
import os
import stat
from pathlib import Path

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # opening a FIFO would block until there is a writer
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotRegularFileError(OSError):
    """At the path is a folder, a pipe, a device or a socket."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(errno.EINVAL, "not a regular file", str(path))


def open_regular_file(path: str | Path) -> int:
    """Return a descriptor of the file at a path, for reading. The caller closes it.

    Raises:
        NotRegularFileError: It is something else.
        OSError: It cannot be opened.
        ValueError: There is a NUL in the path.
    """
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegularFileError(path)
    return descriptor


def read_regular_file(path: str | Path, limit: int) -> bytes:
    """Return the first `limit` bytes of the file at a path; raises as `open_regular_file` does."""
    with os.fdopen(open_regular_file(path), "rb") as file:
        return file.read(limit)
