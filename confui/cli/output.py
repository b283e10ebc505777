"""Printing and exit statuses, for all commands."""

import codecs
import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from confui.text import clean

OK, PROBLEMS, WRONG_USE = 0, 1, 2
"""Exit statuses."""

_CODES = {"heading": "1", "muted": "2", "star": "33", "topic": "36"}
"""The ANSI code of each style: colours that the terminal's own palette makes legible."""

_PLAIN_SIGNS = "confui.plain_signs"
"""The name of our handler of characters that an encoding lacks."""

HUNG_UP = 129
"""The exit status of a program whose terminal was closed: 128 plus SIGHUP, as shells report it."""


def open_closed_streams() -> None:
    """Open the standard streams that were closed, as by `>&-`, so that a file cannot take a number.

    Otherwise the next file that is opened would be standard output. To read or print still fails
    with EBADF, as it should; messages on standard error are dropped.
    """
    streams = (("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))
    for name, flags in streams:
        if getattr(sys, name) is None:  # how Python says that it was closed
            null = os.open(os.devnull, flags)  # gets the lowest number that is free: the stream's
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(null, mode, encoding="utf-8", errors="replace"))


def use_plain_signs() -> None:
    """Let standard output and error write signs that their encoding lacks as similar ASCII ones.

    Each is one character, so that columns stay aligned. Other characters become question marks.
    """
    codecs.register_error(_PLAIN_SIGNS, _replace_signs)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_PLAIN_SIGNS)


def _replace_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_TO_ASCII.get(sign, "?") for sign in missing), error.end


_SIGNS = "★☆✕✎–—…·→←↑↓◆○▶▸▾▌█“”„‟‘’•⚑⚠↳"
_ASCII = '*+xn--.|><^v#o>>v|#""""\'\'*!!>'
_TO_ASCII = dict(zip(_SIGNS, _ASCII, strict=True))


def print_error(message: str) -> None:
    """Print a message as one line on standard error; it may quote untrusted text."""
    with suppress(OSError):  # if standard error cannot be written, there is nowhere to say so
        print(f"confui: {clean(message)}", file=sys.stderr)


def print_unwritable(error: OSError) -> None:
    """Print why the output cannot be written, after `discard_output`."""
    closed = error.errno == errno.EBADF
    print_error("standard output is closed; nothing can be printed" if closed else str(error))


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
    """Return the width of the terminal in cells; `None` if the output is none or does not tell."""
    return os.get_terminal_size().columns or None if sys.stdout.isatty() else None


def is_colored(color: str) -> bool:
    """Return whether to print colours.

    Args:
        color: `always`, `never`, or `auto` for a terminal that shows colours. `NO_COLOR` and
            `CLICOLOR_FORCE` in the environment decide for `auto`.
    """
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def painter(color: str) -> Callable[[str, str], str]:
    """Return a function that colours a text in a style of `text_columns.Paint`.

    Args:
        color: As `is_colored` takes it.
    """
    codes = _CODES if is_colored(color) else {}

    def paint(text: str, style: str) -> str:
        code = codes.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text

    return paint


def error_width() -> int | None:
    """Return the width of the terminal that shows errors; `None` if it is none."""
    return os.get_terminal_size(2).columns or None if sys.stderr.isatty() else None


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
