"""How long confui takes to end after a signal while its event loop is busy for ever."""

import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, percentile
from benchmarks.terminal import Terminal, attendee_environment
from confui.paths import SHIPPED_CONFERENCE

_ROUNDS = 5
_PROMISED = 2.0
"""Seconds."""

_BUSY = """\
import os, sys
from confui.cli import main
from confui.screens.schedule import ScheduleScreen

def busy(screen):
    os.write(1, b"busy for ever")  # Textual captures what is printed
    while True:
        pass

ScheduleScreen.action_go_to_now = busy
sys.exit(main([sys.argv[1], "--now", "2017-08-15T14:30"]))
"""


def measure() -> Iterator[Figure]:
    """Yield the longest time from each signal to the end of the process, in seconds."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        times = [_seconds_to_end(number) for _ in range(_ROUNDS)]
        longest = max(times)
        yield Figure(
            f"{number.name} to exit, event loop busy, longest",
            f"{longest:.2f} s",
            f"≤ {_PROMISED:.0f} s",
            longest <= _PROMISED,
            f"{_ROUNDS} rounds; median {percentile(times, 0.5):.2f} s",
        )


def _seconds_to_end(number: signal.Signals) -> float:
    command = [sys.executable, "-c", _BUSY, str(SHIPPED_CONFERENCE)]
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(command, attendee_environment(Path(home))) as terminal,
    ):
        terminal.wait_for("? help")
        terminal.settle()
        terminal.write(b"t")
        terminal.wait_for("busy for ever")
        begun = time.perf_counter()
        terminal.send_signal(number)
        terminal.wait()
        return time.perf_counter() - begun
