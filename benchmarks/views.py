"""What the first key to each view costs, in a conference that was opened before.

Each view is opened right after its own start, once idle work is done: what it needs beside the day
that is shown, it has to read then. In frames of a bare app, from 87 to 25,000 sessions.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.growth import SETTLED, SIZES, titles_of_the_first_day
from benchmarks.startup import CONFUI, measure_bare_frame
from benchmarks.synthesis import write_schedule
from benchmarks.terminal import Terminal, attendee_environment

_MEASURED = (87, 1_000, 25_000)
_VIEWS: Mapping[str, str] = {
    "another day": "]",
    "the turned grid": "w",
    "the agenda": "a",
    "people": "p",
    "the plan": "m",
    "now and next": "0",
    "the palette": ":",
}
_COLUMNS, _ROWS = 120, 36
_STARTS = 3
_NOW = "2031-05-05T10:00"


def measure() -> Iterator[Figure]:
    """Return the figures of each view and size."""
    for sessions in _MEASURED:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measure(sessions, Path(folder))


def _measure(sessions: int, folder: Path) -> Iterator[Figure]:
    file, size = folder / "schedule.json", SIZES[sessions]
    write_schedule(file, sessions=sessions, rooms=size.rooms, days=size.days, every=size.every)
    time.sleep(SETTLED)
    titles = titles_of_the_first_day(file)
    environment = attendee_environment(folder / "home")
    frame = measure_bare_frame(environment, columns=_COLUMNS, rows=_ROWS)

    def press(key: str) -> float:
        """Return the processor time of a key that is the first one of a start."""
        arguments = [*CONFUI, str(file), "--now", _NOW]
        with Terminal(arguments, environment, columns=_COLUMNS, rows=_ROWS) as terminal:
            terminal.wait_for(*titles, timeout=120)
            terminal.settle(quiet=1.0, timeout=60)
            return terminal.press(key, quiet=0.2, timeout=3.0).cpu or 0

    press("x")  # reads the conference
    for view, key in _VIEWS.items():
        spent = [press(key) for _ in range(_STARTS)]
        yield Figure(
            f"{sessions:,} sessions, {view} for the first time",
            f"{statistics.median(spent) / frame:.0f}× a bare frame",
            note=f"{len(spent)} starts; CPU {1000 * statistics.median(spent):.0f} ms",
        )
