"""A large schedule file: opened for the first time, and added over HTTP.

The file is the real one that the team compares with, where it lies beside the repository, else one
as large that was made up.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, interleaved, milliseconds
from benchmarks.startup import BARE, CONFUI
from benchmarks.synthesis import write_schedule
from benchmarks.terminal import Terminal, attendee_environment
from confui.sources.opening import open_conference

_ROUNDS = 9
_REAL = Path(__file__).parents[2] / "shared" / "conferences" / "fosdem-2025" / "schedule.xml"
_SESSIONS, _MOST = 943, 2_000
_MIB = 1024 * 1024
_IDLE = 1.5
_OPENED = "⏎ read"
"""What the key bar says once the first frame is out."""


def measure() -> Iterator[Figure]:
    """Return processor time and memory of a first opening, and the time of an addition."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _opening(Path(folder))
        yield _adding(Path(folder))


def _opening(folder: Path) -> Iterator[Figure]:
    file = _REAL
    if not file.exists():
        file = folder / "schedule.json"
        write_schedule(file, sessions=_SESSIONS)
    opened = open_conference(file)
    size = f"{len(opened.sessions)} sessions, {file.stat().st_size / _MIB:.1f} MiB"
    now = f"{opened.days[0]}T10:00"
    runs = interleaved(
        _ROUNDS,
        partial(_open, (*CONFUI, str(file), "--now", now), _OPENED),
        partial(_open, BARE, GREETING),
    )
    (confui, peaks), (bare, _) = (zip(*each, strict=True) for each in runs)
    above = statistics.median(a - b for a, b in zip(confui, bare, strict=True))
    yield Figure(
        "large file, cold open, CPU above bare app",
        f"{above:.2f} s",
        "≤ 0.50 s",
        above <= 0.5,
        f"{size}; {_ROUNDS} rounds; medians "
        f"{milliseconds(statistics.median(confui))} : {milliseconds(statistics.median(bare))}",
    )
    peak = statistics.median(peaks) / _MIB
    yield Figure("the same, peak memory", f"{peak:.0f} MiB", "≤ 90 MiB", peak <= 90, size)


def _open(arguments: tuple[str, ...], text: str) -> tuple[float, float]:
    """Return the processor seconds that a program took until `text` was there, and its memory.

    That is what it took at most, in bytes, until it had nothing left to do.
    """
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal(arguments, attendee_environment(Path(home)))
        with terminal:
            terminal.wait_for(text)
            cpu = terminal.cpu_at_read
            terminal.settle(quiet=_IDLE, timeout=3 * _IDLE)  # it gets ready for searching
        return (terminal.total_cpu if cpu is None else cpu), terminal.peak_memory


def _adding(folder: Path) -> Figure:
    """Time `confui add` of a file that this process serves."""
    served = folder / "served"
    served.mkdir()
    write_schedule(served / "schedule.json", sessions=_MOST)
    handler = partial(_Quiet, directory=str(served))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/schedule.json"
        times, pythons = interleaved(
            _ROUNDS,
            partial(_run, *CONFUI, "add", address),
            partial(_run, sys.executable, "-c", "pass"),
        )
        server.shutdown()
    taken = statistics.median(times)
    size = (served / "schedule.json").stat().st_size / _MIB
    ratio = taken / statistics.median(pythons)
    return Figure(
        f"confui add, {_MOST:,} sessions over HTTP, wall",
        f"{taken:.2f} s",
        "≤ 1.00 s",
        taken <= 1.0,
        f"{size:.1f} MiB of JSON; {_ROUNDS} rounds; {ratio:.0f}× python -c pass",
    )


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word about it."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _run(*arguments: str) -> float:
    """Return the seconds that a command takes in an empty home."""
    with tempfile.TemporaryDirectory() as home:
        begun = time.perf_counter()
        discard = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        pid = os.posix_spawn(
            arguments[0], arguments, attendee_environment(Path(home)), file_actions=[discard]
        )
        _, status = os.waitpid(pid, 0)
        taken = time.perf_counter() - begun
    if code := os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{' '.join(arguments)} ended with {code}")
    return taken
