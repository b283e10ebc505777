"""Start-up: from the command to its first painted session, and commands that paint nothing.

Processor time, because a busy machine shows in it least; as a ratio to a floor that ran in the same
round, because the milliseconds belong to the machine.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, interleaved, milliseconds, paired_ratio
from benchmarks.terminal import Terminal, attendee_environment
from confui.paths import SHIPPED_CONFERENCE
from confui.sources.opening import open_conference
from confui.userdata.bookmarks import Bookmarks

NOW = "2017-08-15T14:30"
BARE = (sys.executable, "-m", "benchmarks.bare")
CONFUI = (sys.executable, "-m", "confui")
_PAINTS, _COMMANDS = 15, 21
_STARS = 12
_FRAMES = 20
_SETTINGS = 'clock = "event"\ncolumn_width = 22\n[keys]\n"session.star" = ["b", "f5"]\n'
_REMEMBERED = '{"theme": "confui-dark", "searches": ["rust"], "places": {"c": {"turned": true}}}'
_SETTINGS_GOAL = 1.03
_PACKAGES_GOAL, _PACKAGES_MUST = 1.25, 1.5
_TELLING = 12
"""Characters of the shortest title that is waited for: *Break* might be some other word."""


def measure() -> Iterator[Figure]:
    """Return the figures of first paint, of ``--version``, and of what prints a schedule."""
    yield _first_paint("opened before", anew=False, goal=1.20)
    yield _first_paint("nothing cached", anew=True)
    yield _cost_of_settings()
    shipped = ("-c", str(SHIPPED_CONFERENCE))
    listing = ("list", *shipped)
    asking = {name: (name, *shipped, "--now", NOW) for name in ("now", "next", "plan")}
    yield from _commands({"--version": (("--version",), 2.5), "list": (listing, 5.0)})
    yield _over_packages(listing)
    with tempfile.TemporaryDirectory() as home:
        yield from _commands({"list": (listing, None)}, Path(home))
    with tempfile.TemporaryDirectory() as home:
        _bookmark_some(Path(home))
        yield from _commands(
            {name: (each, None) for name, each in asking.items()}, Path(home), anew=True
        )
        yield from _commands({name: (each, 5.0) for name, each in asking.items()}, Path(home))


def measure_bare_frame(environment: Mapping[str, str], *, columns: int, rows: int) -> float:
    """Return the seconds of processor time that a frame of a bare app takes just now."""
    with Terminal(BARE, environment, columns=columns, rows=rows) as bare:
        bare.wait_for(GREETING)
        bare.settle()
        return statistics.median(bare.press("x").cpu or 0 for _ in range(_FRAMES))


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


def _cost_of_settings() -> Figure:
    """Compare the first paint with settings and remembered choices, and without them."""
    arguments = (*CONFUI, str(SHIPPED_CONFERENCE), "--now", NOW)
    titles = _telling_titles(date.fromisoformat(NOW[:10]))
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        state = Path(first) / ".local" / "state" / "confui" / "remembered.json"
        state.parent.mkdir(parents=True)
        state.write_text(_REMEMBERED, encoding="utf-8")
        paints = interleaved(
            _PAINTS,
            lambda: _paint(arguments, titles, Path(first), settings=_SETTINGS),
            lambda: _paint(arguments, titles, Path(second), settings=""),
        )
    having, lacking = ([paint.cpu for paint in each] for each in paints)
    ratio = paired_ratio(having, lacking)
    return Figure(
        "first paint with settings and choices, over none",
        f"{ratio:.3f}×",
        "≤ 1.030×",
        ratio <= _SETTINGS_GOAL,
        f"{_PAINTS} rounds; CPU {_medians(having, lacking)}",
    )


def _paint(
    arguments: Sequence[str],
    texts: Sequence[str],
    home: Path | None = None,
    *,
    settings: str | None = None,
) -> _Paint:
    """Start a program, in a home without a file unless given one, until one of `texts` comes.

    `settings` are the content of the config file; empty for no such file.
    """
    with tempfile.TemporaryDirectory() as empty:
        environment = attendee_environment(home or Path(empty))
        if settings is not None:
            config = Path(environment["XDG_CONFIG_HOME"]) / "confui" / "config.toml"
            config.write_text(settings, encoding="utf-8")
            if not settings:
                config.unlink()
        begun = time.perf_counter()
        with Terminal(arguments, environment) as terminal:
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
    commands: dict[str, tuple[Sequence[str], float | None]],
    home: Path | None = None,
    *,
    anew: bool = False,
) -> Iterator[Figure]:
    """Compare commands, each with its goal, with an empty Python.

    `home` keeps what they cache, but where they are to begin `anew`: then each finds a copy of it.
    """
    floor, *times = interleaved(
        _COMMANDS,
        partial(_command_cpu, [sys.executable, "-c", "pass"], home, anew),
        *(
            partial(_command_cpu, [*_confui(), *arguments], home, anew)
            for arguments, _ in commands.values()
        ),
    )
    state = ", opened before" if home and not anew else ""
    for (name, (_, goal)), spent in zip(commands.items(), times, strict=True):
        ratio = paired_ratio(spent, floor)
        yield Figure(
            f"confui {name}{state}, CPU over python -c pass",
            f"{ratio:.2f}×",
            f"≤ {goal:.1f}×" if goal else "",
            ratio <= goal if goal else None,
            f"{_COMMANDS} rounds; CPU {_medians(spent, floor)}",
        )


def _over_packages(listing: Sequence[str]) -> Figure:
    """Compare `confui list`, nothing cached, with its packages alone, which read the same files."""
    ours, packages = interleaved(
        _COMMANDS,
        partial(_command_cpu, [*_confui(), *listing], None, False),
        partial(_command_cpu, [sys.executable, "-m", "benchmarks.packages"], None, False),
    )
    ratio = paired_ratio(ours, packages)
    return Figure(
        "confui list, nothing cached, CPU over its packages alone",
        f"{ratio:.2f}×",
        f"≤ {_PACKAGES_GOAL}×",
        ratio <= _PACKAGES_GOAL,
        f"{_COMMANDS} rounds; CPU {_medians(ours, packages)}",
        f"≤ {_PACKAGES_MUST}×",
        ratio <= _PACKAGES_MUST,
    )


def _confui() -> list[str]:
    """Return the installed program, if it is there: it starts faster than the module."""
    script = Path(sys.executable).with_name("confui")
    return [str(script)] if script.exists() else list(CONFUI)


def _bookmark_some(home: Path) -> None:
    """Give the attendee who lives in `home` a plan: without one there is no file to open."""
    conference = open_conference(SHIPPED_CONFERENCE)
    timed = [session for session in conference.visible if session.start and session.exclusive]
    path = home / "data" / "confui" / "bookmarks.db"
    with Bookmarks(path) as bookmarks:
        for session in timed[:: max(1, len(timed) // _STARS)]:
            bookmarks.mark(conference.id, session)


def _medians(ours: Sequence[float], floor: Sequence[float]) -> str:
    return " : ".join(milliseconds(statistics.median(each)) for each in (ours, floor))


def _command_cpu(arguments: Sequence[str], home: Path | None, anew: bool) -> float:
    """Return the processor seconds of a command that paints nothing, at `home` or a copy of it."""
    with tempfile.TemporaryDirectory() as empty:
        if home and anew:
            shutil.copytree(home, empty, dirs_exist_ok=True)
        discard = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        environment = attendee_environment(Path(empty) if home is None or anew else home)
        pid = os.posix_spawn(arguments[0], tuple(arguments), environment, file_actions=[discard])
        _, status, usage = os.wait4(pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{' '.join(arguments)} ended with {code}")
    return usage.ru_utime + usage.ru_stime
