"""Printing and exit statuses, for all commands."""

import errno
import os
import sys

from confui.text import clean

OK, PROBLEMS, WRONG_USE = 0, 1, 2
"""Exit statuses."""

HUNG_UP = 129
"""The exit status of a program whose terminal was closed: 128 plus SIGHUP, as shells report it."""


def print_error(message: str) -> None:
    """Print a message as one line on standard error; it may quote untrusted text."""
    print(f"confui: {clean(message)}", file=sys.stderr)


def print_bytes(data: bytes) -> None:
    """Print UTF-8 bytes unchanged; a text stream might change the line ends of a calendar."""
    sys.stdout.flush()
    if buffer := getattr(sys.stdout, "buffer", None):
        buffer.write(data)
    else:
        sys.stdout.write(data.decode())


def discard_output() -> None:
    """Drop output that could not be written, or Python would retry at exit and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def terminal_width() -> int | None:
    """Return the width of the terminal in cells; `None` if the output is not a terminal."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None


def terminal_is_gone() -> bool:
    """Return whether a standard stream is a terminal that was closed.

    Such a terminal answers every request with EIO; a file or a pipe answers with ENOTTY.
    """
    for descriptor in (0, 1, 2):
        try:
            os.get_terminal_size(descriptor)
        except OSError as error:
            if error.errno == errno.EIO:
                return True
    return False
