"""``python -m benchmarks.torture``: the long forms of the tests of what confui promises, counted.

Each kind of torture comes in numbered rounds. A round is made from its number and the seed alone,
so that it can be repeated: its seed is printed with what went wrong. What is done is remembered in
`.torture/`, and the next run continues there. The exit status is 1 if anything went wrong.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).parents[1]
_STATE = _ROOT / ".torture" / "state.json"
_BURSTS = "tests.ui.bursts"
_MINUTES = 45.0
_HANGS = 1_200
"""Seconds that no round may take on however slow a machine."""
_SHOWN = 20
"""How many of the things that went wrong are printed for each kind."""
_SIZES = ((120, 36), (70, 30), (200, 50), (40, 12))


class Round(NamedTuple):
    """What came of one round."""

    tried: int
    failed: int
    details: Sequence[str] = ()
    """A line on each failure, with what repeats it."""
    note: str = ""
    acknowledged: int = 0
    """How many changes were acknowledged, where that is what could be lost."""


@dataclass
class Count:
    """What came of all rounds of a kind so far."""

    done: list[int] = field(default_factory=list)
    """The numbers of the rounds that were played."""
    tried: int = 0
    failed: int = 0
    details: list[str] = field(default_factory=list)
    note: str = ""
    acknowledged: int = 0

    def add(self, number: int, result: Round) -> None:
        """Count the round with a number."""
        self.done.append(number)
        self.tried += result.tried
        self.failed += result.failed
        self.details += list(result.details)[: _SHOWN - len(self.details)]
        self.note = result.note
        self.acknowledged += result.acknowledged


class Torture(NamedTuple):
    """One kind of torture."""

    what: str
    """What is tried and what counts as failed, for the line that is printed."""
    play: Callable[[int, int], Round]
    """Plays the round with a number, from 0 on, and a seed."""
    rounds: int


def _payloads(number: int, seed: int) -> Round:
    """Print or show one conference: in a number of rounds, each format in each kind of place."""
    from benchmarks.terminal import Ended
    from confui.sources import open_conference
    from tests.torture import sinks
    from tests.torture.payloads import FIELDS, PAYLOADS, write_hostile

    format = list(FIELDS)[number % len(FIELDS)]
    place = number // len(FIELDS)
    with tempfile.TemporaryDirectory() as folder:
        conference = Path(folder, "hostile")
        conference.mkdir()
        source = write_hostile(format, conference)
        if place == 0:
            ids = [session.id for session in open_conference(source).sessions]
            tried = [*sinks.print_all(source, ids), *sinks.mention_all()]
        elif place <= len(_SIZES):
            tried = sinks.show_all(source, _SIZES[place - 1])
        else:
            columns, rows = _SIZES[place - 1 - len(_SIZES)]
            tried = []
            try:
                tried += sinks.show_in_terminal(source, Path(folder), columns, rows)
            except (Ended, TimeoutError) as error:
                tried.append(sinks.Tried(f"{columns}×{rows}", True, f"ended: {error}"))
    leaked = [each for each in tried if each.leaked]
    details = [f"{format}, round {number}: {each.sink!a}: {each.output!a:.300}" for each in leaked]
    return Round(len(tried) * len(PAYLOADS), len(leaked), details)


def _mutations(number: int, seed: int) -> Round:
    from tests.torture.mutations import mutations

    return Round(*mutations(1_200, seed * 1_000 + number))


def _bursts(number: int, seed: int) -> Round:
    if find_spec(_BURSTS) is None:
        return Round(0, 0, note=f"skipped: there is no {_BURSTS}")
    return Round(*import_module(_BURSTS).torture(number, seed))


def _kills(number: int, seed: int) -> Round:
    from tests.torture.kills import kills

    toll = kills(10, seed * 1_000 + number)
    return Round(toll.ends, toll.lost, acknowledged=toll.acknowledged)


def _power_cuts(number: int, seed: int) -> Round:
    from tests.torture.kills import power_cuts, reason_against_power_cuts

    if reason := reason_against_power_cuts():
        return Round(0, 0, note=f"skipped: {reason}")
    toll = power_cuts(5, seed * 1_000 + number)
    return Round(toll.ends, toll.lost, acknowledged=toll.acknowledged)


def _corruptions(number: int, seed: int) -> Round:
    from tests.torture.corruptions import try_corruptions

    tried = list(try_corruptions(50, seed * 1_000 + number))
    failed = [each for each in tried if not each.passed]
    return Round(len(tried), len(failed), [repr(each) for each in failed])


def _bad_downloads(number: int, seed: int) -> Round:
    from tests.library.bad_downloads import bad_downloads

    tried, crashed, replaced = bad_downloads(100, seed * 1_000 + number)
    details = [f"seed {seed * 1_000 + number}: {crashed} crashed, {replaced} replaced"]
    return Round(tried, crashed + replaced, details if crashed or replaced else ())


def _refreshes(number: int, seed: int) -> Round:
    from tests.torture.refreshes import refreshes

    tried, _, wrong = refreshes(50, seed * 1_000 + number)
    return Round(tried, wrong, [f"seed {seed * 1_000 + number}: {wrong}"] if wrong else ())


def _changes(number: int, seed: int) -> Round:
    from tests.torture.changes import changes

    tried, faults = changes(500, seed * 1_000 + number)
    return Round(tried, len(faults), faults)


def _broken_folders(number: int, seed: int) -> Round:
    from tests.torture.broken_folders import read_broken

    with tempfile.TemporaryDirectory() as folder:
        tried, faults = read_broken(Path(folder), 30_000, seed * 1_000 + number)
    return Round(tried, len(faults), faults)


TORTURES = {
    "payloads": Torture("payloads × places tried, places leaked", _payloads, 7 * 9),
    "mutations": Torture("files mutated, crashed", _mutations, 42),
    "changes": Torture("sources changed while they are read, wrong", _changes, 20),
    "broken-folders": Torture("files of which half are broken, faults", _broken_folders, 4),
    "bursts": Torture("keys and clicks in bursts, crashes", _bursts, 100),
    "kills": Torture("kills, acknowledged changes lost", _kills, 10),
    "power-cuts": Torture("power cuts, acknowledged changes lost", _power_cuts, 3),
    "corruptions": Torture("corruptions, unnoticed or not recovered", _corruptions, 10),
    "bad-downloads": Torture("bad downloads, crashed or replaced", _bad_downloads, 10),
    "refreshes": Torture("refreshes, wrongly replaced", _refreshes, 10),
}
"""Each kind of torture by the name that `--only` takes."""


def main() -> int:
    """Play the rounds that are missing until the time is over, and print all counts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=13, help="another seed makes other rounds")
    parser.add_argument("--minutes", type=float, default=_MINUTES, help="stop after so many")
    parser.add_argument("--hours", type=float, default=0.0, help="stop after so many")
    parser.add_argument("--only", nargs="+", choices=TORTURES, default=list(TORTURES))
    parser.add_argument("--restart", action="store_true", help="forget what was done already")
    parser.add_argument("--round", type=int, help="play only the round with this number, of --only")
    options = parser.parse_args()
    if options.round is not None:
        json.dump(TORTURES[options.only[0]].play(options.round, options.seed), sys.stdout)
        return 0
    counts = {} if options.restart else _load(options.seed)
    deadline = time.monotonic() + 60 * (60 * options.hours or options.minutes)
    _play_missing(options.only, options.seed, counts, deadline)
    for name, count in counts.items():
        _print(name, count)
        for detail in count.details:
            print(f"    {detail}")
    return int(any(count.failed for count in counts.values()))


def _play_missing(
    names: Sequence[str], seed: int, counts: dict[str, Count], deadline: float
) -> None:
    """Play the rounds that were not played yet, two at a time for each processor: many wait."""

    def play(place: tuple[str, int]) -> tuple[str, int, Round | None]:
        name, number = place
        over = time.monotonic() > deadline
        return name, number, None if over else _played_apart(name, number, seed)

    with ThreadPoolExecutor(min(16, 2 * (os.cpu_count() or 1))) as pool:
        for name, number, result in pool.map(play, list(_missing(names, counts))):
            if result is None:
                continue
            counts.setdefault(name, Count()).add(number, result)
            _save(seed, counts)
            _print(name, counts[name])


def _missing(names: Sequence[str], counts: Mapping[str, Count]) -> Iterator[tuple[str, int]]:
    """Yield the rounds that were not played yet, of every kind in turn."""
    for number in range(max(TORTURES[name].rounds for name in names)):
        for name in names:
            if number < TORTURES[name].rounds and number not in counts.get(name, Count()).done:
                yield name, number


def _played_apart(name: str, number: int, seed: int) -> Round:
    """Play a round in a process of its own: if that crashes or hangs, the others go on."""
    command = [sys.executable, "-m", "benchmarks.torture", "--only", name]
    command += ["--round", str(number), "--seed", str(seed)]
    from benchmarks.terminal import write_config
    from tests.torture.payloads import write_hostile_directory

    with tempfile.TemporaryDirectory() as home:
        places = {f"XDG_{kind}_HOME": home for kind in ("DATA", "CACHE", "STATE", "CONFIG")}
        write_config(Path(home), write_hostile_directory(Path(home)))
        try:
            process = subprocess.run(
                command,
                cwd=_ROOT,
                env={**os.environ, **places},
                capture_output=True,
                text=True,
                timeout=_HANGS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Round(1, 1, [f"round {number}, seed {seed}: hangs"])
    if process.returncode:
        last = process.stderr.strip().splitlines()[-1:]
        return Round(1, 1, [f"round {number}, seed {seed}: status {process.returncode}, {last}"])
    return Round(*json.loads(process.stdout))


def _print(name: str, count: Count) -> None:
    torture = TORTURES[name]
    rounds = f"{len(count.done)} of {torture.rounds} rounds"
    note = f"; {count.acknowledged:,} changes acknowledged" if count.acknowledged else ""
    note += f"; {count.note}" if count.note else ""
    print(
        f"{name:<14} {torture.what}: {count.tried:,}, {count.failed}   ({rounds}{note})", flush=True
    )


def _load(seed: int) -> dict[str, Count]:
    """Return what was counted with a seed before; nothing if all of it was done."""
    try:
        state = json.loads(_STATE.read_text(encoding="utf-8"))
        counts = {name: Count(**count) for name, count in state["counts"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    finished = all(len(counts.get(n, Count()).done) == t.rounds for n, t in TORTURES.items())
    return {} if finished or state["seed"] != seed else counts


def _save(seed: int, counts: Mapping[str, Count]) -> None:
    _STATE.parent.mkdir(exist_ok=True)
    state = {"seed": seed, "counts": {name: asdict(count) for name, count in counts.items()}}
    draft = _STATE.with_suffix(".new")
    draft.write_text(json.dumps(state), encoding="utf-8")
    draft.replace(_STATE)


if __name__ == "__main__":
    sys.exit(main())
