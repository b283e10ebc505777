"""A line on standard error that tells how far a slow command is, and is wiped at its end."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from confui.schedule import wording
from confui.sources import reporting

_PATIENCE = 0.5
"""Seconds before a line is shown; most commands have ended by then."""
_PAUSE = 0.1
"""Seconds between two lines."""
_WIPE = "\r\x1b[K"


@contextmanager
def progress_line(
    stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Show how far the reading within the `with` block is.

    Args:
        stream: A terminal; standard error by default.
        clock: Returns seconds.
    """
    output = stream or sys.stderr
    due, is_shown = clock() + _PATIENCE, False

    def report(what: str, done: int, total: int) -> None:
        nonlocal due, is_shown
        if clock() >= due:
            due, is_shown = clock() + _PAUSE, True
            output.write(_WIPE + wording.reading_progress("the schedule", what, done, total))
            output.flush()

    try:
        with reporting(report):
            yield
    finally:
        if is_shown:
            output.write(_WIPE)
            output.flush()
