"""Start-up: from the command to its first painted session, and commands that paint nothing.

Processor time, because a busy machine shows in it least; as a ratio to a floor that ran in the same
round, because the milliseconds belong to the machine.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, interleaved, milliseconds, paired_ratio
from benchmarks.terminal import Terminal, attendee_environment
from confui.paths import SHIPPED_CONFERENCE
from confui.sources import open_conference

NOW = "2017-08-15T14:30"
BARE = (sys.executable, "-m", "benchmarks.bare")
CONFUI = (sys.executable, "-m", "confui")
_PAINTS, _COMMANDS = 15, 21
_TELLING = 12
"""Characters of the shortest title that is waited for: *Break* might be some other word."""


def measure() -> Iterator[Figure]:
    """Return the figures of first paint, ``--version`` and ``list``."""
    yield _first_paint("opened before", anew=False, goal=1.20)
    yield _first_paint("nothing cached", anew=True)
    listing = ("list", "-c", str(SHIPPED_CONFERENCE))
    yield from _commands({"--version": (("--version",), 2.5), "list": (listing, 5.0)})
    with tempfile.TemporaryDirectory() as home:
        yield from _commands({"list": (listing, None)}, Path(home))


def _first_paint(state: str, *, anew: bool, goal: float | None = None) -> Figure:
    """Compare confui's first paint with the bare app's.

    `anew` gives every start an empty home. Else all share one, as an attendee's do, and the first,
    which finds nothing cached, is the one that does not count.
    """
    arguments = (*CONFUI, str(SHIPPED_CONFERENCE), "--now", NOW)
    titles = _telling_titles(date.fromisoformat(NOW[:10]))
    with tempfile.TemporaryDirectory() as shared:
        home = None if anew else Path(shared)
        paints = interleaved(
            _PAINTS, lambda: _paint(arguments, titles, home), lambda: _paint(BARE, [GREETING])
        )
    confui, bare = ([paint.cpu for paint in each] for each in paints)
    ratio = paired_ratio(confui, bare)
    wall = " : ".join(milliseconds(statistics.median(each.wall for each in app)) for app in paints)
    return Figure(
        f"first paint, {state}, CPU over bare app",
        f"{ratio:.2f}×",
        f"≤ {goal:.2f}×" if goal else "",
        ratio <= goal if goal else None,
        f"{_PAINTS} rounds; CPU {_medians(confui, bare)}, wall {wall}",
    )


@dataclass(frozen=True, slots=True)
class _Paint:
    """How many seconds a program took until its first text was there."""

    cpu: float
    wall: float


def _paint(arguments: Sequence[str], texts: Sequence[str], home: Path | None = None) -> _Paint:
    """Start a program, in a home without a file unless given one, until one of `texts` comes."""
    with tempfile.TemporaryDirectory() as empty:
        begun = time.perf_counter()
        with Terminal(arguments, attendee_environment(home or Path(empty))) as terminal:
            terminal.wait_for(*texts)
            cpu, wall = terminal.cpu_at_read, time.perf_counter() - begun
        if cpu is None:
            # Only Linux tells while a program runs. Elsewhere the whole bill stands for it: the
            # program was killed as soon as it had painted.
            cpu = terminal.total_cpu
    return _Paint(cpu, wall)


def _telling_titles(day: date) -> list[str]:
    """Return the titles of that day that nothing else on the screen can be taken for."""
    sessions = open_conference(SHIPPED_CONFERENCE).visible
    titles = [session.title for session in sessions if session.day == day]
    return [title for title in titles if len(title) >= _TELLING]


def _commands(
    commands: dict[str, tuple[Sequence[str], float | None]], home: Path | None = None
) -> Iterator[Figure]:
    """Compare commands, each with its goal, with an empty Python; `home` keeps what they cache."""
    script = Path(sys.executable).with_name("confui")
    confui = [str(script)] if script.exists() else list(CONFUI)
    floor, *times = interleaved(
        _COMMANDS,
        lambda: _command_cpu([sys.executable, "-c", "pass"], home),
        *(_runner([*confui, *arguments], home) for arguments, _ in commands.values()),
    )
    for (name, (_, goal)), spent in zip(commands.items(), times, strict=True):
        ratio = paired_ratio(spent, floor)
        yield Figure(
            f"confui {name}{', opened before' if home else ''}, CPU over python -c pass",
            f"{ratio:.2f}×",
            f"≤ {goal:.1f}×" if goal else "",
            ratio <= goal if goal else None,
            f"{_COMMANDS} rounds; CPU {_medians(spent, floor)}",
        )


def _medians(ours: Sequence[float], floor: Sequence[float]) -> str:
    return " : ".join(milliseconds(statistics.median(each)) for each in (ours, floor))


def _runner(arguments: list[str], home: Path | None) -> Callable[[], float]:
    return lambda: _command_cpu(arguments, home)


def _command_cpu(arguments: Sequence[str], home: Path | None) -> float:
    """Return the processor seconds of a command that paints nothing, in an empty home or `home`."""
    with tempfile.TemporaryDirectory() as empty:
        discard = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        environment = attendee_environment(home or Path(empty))
        pid = os.posix_spawn(arguments[0], tuple(arguments), environment, file_actions=[discard])
        _, status, usage = os.wait4(pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{' '.join(arguments)} ended with {code}")
    return usage.ru_utime + usage.ru_stime
