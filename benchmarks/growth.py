"""How cost grows with a conference: first paint and memory, opened before, from 87 sessions on.

The conferences are one JSON file each and as dense as real ones: the largest has 100 rooms in
which something begins every quarter of an hour. A part of the sizes is measured by, for example,
``python -m benchmarks growth:1000 growth:25000``.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, interleaved, milliseconds, paired_ratio
from benchmarks.startup import BARE, CONFUI
from benchmarks.synthesis import write_schedule
from benchmarks.terminal import Ended, Terminal, attendee_environment

_MIB = 1024 * 1024
_ROUNDS, _MEMORY_ROUNDS = 9, 3
_NOW = "2031-05-05T10:00"
SETTLED = 2.5
"""Seconds after which a file counts as unchanged: its time stamp may be as coarse as 2 s."""
_QUIET, _IDLE_SHARE, _LONGEST_IDLE = 0.75, 0.02, 60.0
"""Idle work is done when in so many seconds so little of the processor was used."""
_TITLE_LENGTHS = range(12, 19)
"""How long a title is that nothing else is taken for and that no column cuts."""


class Limits(NamedTuple):
    """What PERFORMANCE.md §10 asks of a figure."""

    goal: float
    must: float


class Size(NamedTuple):
    """A conference of a size, and what is asked when it is opened."""

    rooms: int
    days: int
    every: int
    """Minutes from one session in a room to the next."""
    paint: Limits
    memory: Limits


SIZES = {
    87: Size(5, 2, 60, Limits(1.15, 1.20), Limits(5, 7)),
    1_000: Size(30, 4, 60, Limits(1.15, 1.25), Limits(8, 12)),
    9_000: Size(60, 5, 20, Limits(1.20, 1.35), Limits(20, 40)),
    20_000: Size(100, 5, 15, Limits(1.25, 1.45), Limits(32, 64)),
    25_000: Size(100, 6, 15, Limits(1.25, 1.45), Limits(32, 64)),
}
"""By the number of sessions. Nothing is written of 25,000, so as much is asked as of 20,000."""


def measure(sizes: Sequence[int] = tuple(SIZES)) -> Iterator[Figure]:
    """Return the figures of conferences of these sizes, of those in `SIZES`."""
    for sessions in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measure(sessions, SIZES[sessions], Path(folder))


def _measure(sessions: int, size: Size, folder: Path) -> Iterator[Figure]:
    file = folder / "schedule.json"
    write_schedule(file, sessions=sessions, rooms=size.rooms, days=size.days, every=size.every)
    time.sleep(SETTLED)
    arguments, titles = (*CONFUI, str(file), "--now", _NOW), titles_of_the_first_day(file)
    try:
        first = _start(arguments, titles, folder, idle=True)  # reads it, and fills the cache
    except Ended as error:
        reason = str(error).strip().splitlines()[-1][:120]
        yield Figure(f"{sessions:,} sessions, opened", "refused", "", False, reason)
        return
    memory_rounds = iter(range(_MEMORY_ROUNDS + 1))  # one more for the round that does not count

    def both() -> tuple["_Start", "_Start"]:
        idle = next(memory_rounds, None) is not None
        return (
            _start(BARE, [GREETING], folder, idle=idle),
            _start(arguments, titles, folder, idle=idle),
        )

    (pairs,) = interleaved(_ROUNDS, both)
    bare, confui = zip(*pairs, strict=True)
    cpu = [[each.cpu for each in app] for app in (confui, bare)]
    read = f"{file.stat().st_size / _MIB:.1f} MiB; cold {milliseconds(first.cpu)}"
    yield _judged(
        f"{sessions:,} sessions, first paint over bare app",
        paired_ratio(*cpu),
        "{:.2f}×",
        size.paint,
        f"{_ROUNDS} rounds; CPU {' : '.join(milliseconds(statistics.median(c)) for c in cpu)}",
    )
    painted = [_mib([each.painted for each in app]) for app in (confui, bare)]
    yield _judged(
        f"{sessions:,}, memory above bare app, first paint",
        painted[0] - painted[1],
        "{:.1f} MiB",
        size.memory,
        f"resident {painted[0]:.0f} : {painted[1]:.0f} MiB; {read}",
    )
    idle = [_mib([each.idle for each in app if each.idle]) for app in (confui, bare)]
    yield _judged(
        f"{sessions:,}, the same, idle work done",
        idle[0] - idle[1],
        "{:.1f} MiB",
        size.memory,
        f"resident {idle[0]:.0f} : {idle[1]:.0f} MiB; "
        f"{milliseconds(statistics.median(each.idle_cpu for each in confui if each.idle))} CPU",
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """What a start took: seconds of the processor, and resident bytes."""

    cpu: float
    painted: int
    idle: int
    """Once nothing is left to do; 0 if that was not waited for."""
    idle_cpu: float
    """Seconds of the processor from the first paint until then."""


def _start(arguments: Sequence[str], texts: Sequence[str], home: Path, *, idle: bool) -> _Start:
    """Start a program until one of `texts` is there; if `idle`, until nothing is left to do."""
    with Terminal(arguments, attendee_environment(home)) as terminal:
        terminal.wait_for(*texts, timeout=180)
        cpu, painted = terminal.cpu_at_read, _resident(terminal.pid)
        if cpu is None:
            raise RuntimeError("only Linux tells the processor time of a program that runs")
        if not idle:
            return _Start(cpu, painted, 0, 0.0)
        now = _wait_until_idle(terminal)
        return _Start(cpu, painted, _resident(terminal.pid), now - cpu)


def _wait_until_idle(terminal: Terminal) -> float:
    """Wait until a program does nothing more; return the seconds of the processor that it took."""
    deadline = time.monotonic() + _LONGEST_IDLE
    before = terminal.cpu() or 0.0
    while True:
        until = time.monotonic() + _QUIET
        while (left := until - time.monotonic()) > 0:
            terminal.read(left)
        now = terminal.cpu() or 0.0
        if now - before < _IDLE_SHARE * _QUIET or time.monotonic() > deadline:
            return now
        before = now


def _resident(pid: int) -> int:
    """Return how many bytes of a running program are in memory."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {pid} has ended")


def titles_of_the_first_day(file: Path) -> list[str]:
    """Return the titles of that day that a frame shows whole."""
    days = json.loads(file.read_text(encoding="utf-8"))["schedule"]["conference"]["days"]
    titles = [event["title"] for events in days[0]["rooms"].values() for event in events]
    return [title for title in titles if len(title) in _TITLE_LENGTHS]


def _mib(values: Sequence[int]) -> float:
    return statistics.median(values) / _MIB


def _judged(what: str, value: float, form: str, limits: Limits, note: str) -> Figure:
    """Return a figure with its goal and what it must not exceed."""
    goal, must = limits
    return Figure(
        what,
        form.format(value),
        f"≤ {form.format(goal)}",
        value <= goal,
        note,
        f"≤ {form.format(must)}",
        value <= must,
    )
