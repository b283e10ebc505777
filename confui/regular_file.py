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

    def __init__(self, path: str | Path, mode: int) -> None:
        is_folder = stat.S_ISDIR(mode)
        code = errno.EISDIR if is_folder else errno.EINVAL
        super().__init__(code, os.strerror(code) if is_folder else "Not a regular file", str(path))


def open_regular_file(path: str | Path) -> int:
    """Return a descriptor of the file at a path, for reading. The caller closes it.

    Raises:
        NotRegularFileError: It is something else.
        OSError: It cannot be opened.
        ValueError: There is a NUL in the path.
    """
    descriptor = os.open(path, _FLAGS)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise NotRegularFileError(path, mode)
    return descriptor


def read_regular_file(path: str | Path, limit: int) -> bytes:
    """Return the first `limit` bytes of the file at a path; raises as `open_regular_file` does."""
    with os.fdopen(open_regular_file(path), "rb") as file:
        return file.read(limit)
