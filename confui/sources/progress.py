"""Tells how far the reading of a source is, to whoever wants to know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[str, int, int], None]
"""Takes what is counted, such as `files`, how many are done, and how many there are; 0 for unknown.
"""

_report: ContextVar[Report | None] = ContextVar("report", default=None)


@contextmanager
def reporting(report: Report) -> Iterator[None]:
    """Call `report` for each step of what is read within the `with` block, in this thread."""
    token = _report.set(report)
    try:
        yield
    finally:
        _report.reset(token)


def report_progress(what: str, done: int, total: int = 0) -> None:
    """Tell who wants to know that so many are done."""
    report = _report.get()
    if report is not None:
        report(what, done, total)
