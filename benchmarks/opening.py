"""Opening a conference that was never opened: when the first frame comes, and what keys cost then.

Of 20,000 talk files, which takes some seconds to read. Keys that show a message are pressed while
that goes on, next to a bare app that gets a key after each.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, milliseconds, paired_ratio
from benchmarks.growth import SETTLED
from benchmarks.startup import BARE, CONFUI
from benchmarks.synthesis import write_conference
from benchmarks.terminal import Terminal, attendee_environment

_SESSIONS, _ROOMS, _DAYS = 20_000, 100, 5
_ROUNDS = 5
_MESSAGES = {"r": "is being read", "T": "does not say"}
"""What keys say meanwhile. A frame with that is no frame of the progress."""
_KEYS = tuple(_MESSAGES) * 6
_FRAME_GOAL, _KEY_GOAL = 1.1, 3


def measure() -> Iterator[Figure]:
    """Return the figures of the first frame and of the keys."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        conference = Path(folder, "conference")
        conference.mkdir()
        write_conference(conference, sessions=_SESSIONS, rooms=_ROOMS, days=_DAYS)
        time.sleep(SETTLED)
        arguments = (*CONFUI, str(conference))
        cold = [_open(arguments, Path(home, f"{number}"), "Reading") for number in range(_ROUNDS)]
        kept = Path(home, "kept")
        with Terminal(arguments, attendee_environment(kept)) as terminal:
            terminal.wait_for(f"{_SESSIONS} sessions", timeout=180)
        warm = [_open(arguments, kept, f"{_SESSIONS} sessions") for _ in range(_ROUNDS)]
        ratio = statistics.median(cold) / statistics.median(warm)
        yield Figure(
            "first frame, 20,000 files never opened, over opened",
            f"{ratio:.2f}×",
            f"≤ {_FRAME_GOAL}×",
            ratio <= _FRAME_GOAL,
            f"wall {milliseconds(statistics.median(cold))} : "
            f"{milliseconds(statistics.median(warm))}, {_ROUNDS} rounds",
        )
        yield _keys_while_reading(arguments, Path(home, "keys"))


def _open(arguments: tuple[str, ...], home: Path, text: str) -> float:
    """Return the seconds until a text is on the screen."""
    environment = attendee_environment(home)
    begun = time.perf_counter()
    with Terminal(arguments, environment) as terminal:
        terminal.wait_for(text)
        return time.perf_counter() - begun


def _time_message(terminal: Terminal, key: str) -> float:
    """Return the seconds from a key to what it says."""
    start, pressed = len(terminal.output), time.perf_counter()
    terminal.write(key.encode())
    terminal.wait_for(_MESSAGES[key], after=start)
    return time.perf_counter() - pressed


def _keys_while_reading(arguments: tuple[str, ...], home: Path) -> Figure:
    environment = attendee_environment(home)
    pairs = []
    with Terminal(BARE, environment) as bare:
        bare.wait_for(GREETING)
        bare.settle()
        with Terminal(arguments, environment) as confui:
            confui.wait_for("Reading")
            for key in _KEYS:
                pairs.append((_time_message(confui, key), bare.press("x").latency))
            was_reading = f"{_SESSIONS} sessions" not in confui.text
    ours, floor = zip(*pairs, strict=True)
    ratio = paired_ratio(ours, floor)
    return Figure(
        "key to its message while it is read, over a bare frame",
        f"{ratio:.1f}×",
        f"≤ {_KEY_GOAL}×",
        ratio <= _KEY_GOAL and was_reading,
        f"{len(pairs)} keys; {milliseconds(statistics.median(ours))} : "
        f"{milliseconds(statistics.median(floor))}"
        + ("" if was_reading else "; the reading had ended before"),
    )
