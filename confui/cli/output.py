"""What a command prints and how it ends."""

import os
import sys
from collections.abc import Iterable
from datetime import datetime

from confui.schedule.wording import count_of

OK, PROBLEMS, WRONG_USE = 0, 1, 2
"""Exit statuses."""


def print_error(message: str) -> None:
    """Say in one line what went wrong; it may quote what somebody typed."""
    from confui.text import clean

    print(f"confui: {clean(message)}", file=sys.stderr)


def print_bytes(data: bytes) -> None:
    """Print UTF-8 as it is: text would have its line ends changed where files have others."""
    sys.stdout.flush()
    if buffer := getattr(sys.stdout, "buffer", None):
        buffer.write(data)
    else:
        sys.stdout.write(data.decode())


def drop_output() -> None:
    """Let what could not be written go, or Python would try once more at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def terminal_width() -> int | None:
    """Return the cells of a line of the terminal; `None` where the output goes elsewhere."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None


def print_untimed(starts: Iterable[datetime | None]) -> None:
    """Say how many sessions have no time, and are not in a calendar."""
    untimed = sum(start is None for start in starts)
    if untimed:
        verb = "has" if untimed == 1 else "have"
        print_error(f"{count_of(untimed, 'session')} {verb} no time and cannot be in a calendar")
