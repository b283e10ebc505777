"""Durability: whether an acknowledged change of a bookmark can be lost by `kill -9`.

Writers change bookmarks at random, say so after each change, and are killed in the middle of one.
Lost is what a writer has told and the file, opened again, does not hold. Two writers at once share
every bookmark: where one sets the mark, the other writes the note, so that neither may undo the
other. Power cuts are another matter, which no benchmark without a virtual machine can tell.
"""

import random
import selectors
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure
from confui.schedule.bookmark import Mark
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError

_ACKNOWLEDGED, _KILLS = 10_000, 40
_SESSIONS = 300
_CONFERENCE = "durability"
_LONGEST_CHANGE = 0.004
"""Seconds: a kill comes at some moment of the change that follows the last one told."""

Column = tuple[str, str]
"""A session, and `mark` or `note`."""


class _Change(NamedTuple):
    column: Column
    value: str


@dataclass(slots=True)
class _Toll:
    """What came of some writers' lives."""

    acknowledged: int = 0
    kills: int = 0
    lost: int = 0
    corrupt: int = 0


def measure() -> Iterator[Figure]:
    """Return what was lost and what was corrupted, with one writer and with two at once."""
    for writers, name in ((1, "one process"), (2, "two at once")):
        with tempfile.TemporaryDirectory() as folder:
            toll = _scribbled(Path(folder, "bookmarks.db"), writers)
        note = f"{toll.acknowledged:,} acknowledged, {toll.kills} kills"
        yield Figure(f"changes lost to kill -9, {name}", f"{toll.lost}", "0", toll.lost == 0, note)
        yield Figure("files corrupted by it", f"{toll.corrupt}", "0", toll.corrupt == 0)


def _scribbled(path: Path, writers: int) -> _Toll:
    """Let writers live and die until enough was acknowledged and enough of them were killed."""
    toll, kept = _Toll(), dict[Column, str]()
    chance = random.Random(writers)
    while toll.acknowledged < _ACKNOWLEDGED or toll.kills < _KILLS:
        seed = chance.randrange(2**32)
        told = _lives(path, seed, writers, chance)
        toll.acknowledged += sum(told)
        toll.kills += writers
        found = _found(path)
        if found is None:
            toll.corrupt += 1
            path.unlink()
            kept = {}
            continue
        toll.lost += _lost(kept, found, seed, told)
        kept = found
    return toll


def _lives(path: Path, seed: int, writers: int, chance: random.Random) -> list[int]:
    """Start writers, kill one after the other; return how many changes each has told."""
    command = [sys.executable, "-m", "benchmarks.durability", str(path), str(seed)]
    processes = [
        subprocess.Popen([*command, f"{number}", f"{writers}"], bufsize=0, stdout=subprocess.PIPE)
        for number in range(writers)
    ]
    told = [0] * writers
    with selectors.DefaultSelector() as ready:
        for number, process in enumerate(processes):
            assert process.stdout is not None
            ready.register(process.stdout, selectors.EVENT_READ, number)
        for least in sorted(chance.randrange(20, 400) for _ in processes):
            while sum(told) < least:
                for key, _ in ready.select():
                    told[key.data] += _more(processes[key.data])
            time.sleep(chance.uniform(0, _LONGEST_CHANGE))
            victim = next(each for each in processes if each.returncode is None)
            victim.kill()
            victim.wait()
            assert victim.stdout is not None
            ready.unregister(victim.stdout)
    for number, process in enumerate(processes):
        assert process.stdout is not None
        with process.stdout as rest:
            told[number] += rest.read().count(b"\n")
    return told


def _more(process: subprocess.Popen[bytes]) -> int:
    """Return how many more changes a writer has told. Raises where it has died by itself."""
    assert process.stdout is not None
    lines = process.stdout.read(4096)
    if not lines:
        raise RuntimeError(f"a writer ended with {process.wait()}")
    return lines.count(b"\n")


def _found(path: Path) -> dict[Column, str] | None:
    """Return what the file holds once it is opened again; None where it is corrupt."""
    with Bookmarks(path) as bookmarks:
        kept = bookmarks.load(_CONFERENCE)
        if bookmarks.notice:
            return None
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return None
    marks = {(session, "mark"): each.mark.value for session, each in kept.items() if each.mark}
    notes = {(session, "note"): each.note for session, each in kept.items() if each.note}
    return marks | notes


def _lost(before: dict[Column, str], found: dict[Column, str], seed: int, told: list[int]) -> int:
    """Return how many of the columns do not hold what was told of them last.

    The change that was under way at the kill may be there or not.
    """
    expected, under_way = dict(before), dict[Column, str]()
    for number, count in enumerate(told):
        changes = _changes(seed, number, len(told))
        for _ in range(count):
            column, value = next(changes)
            expected[column] = value
        column, value = next(changes)
        under_way[column] = value
    return sum(
        found.get(column, "") not in (value, under_way.get(column, value))
        for column, value in expected.items()
    ) + sum(
        column not in expected and value != under_way.get(column) for column, value in found.items()
    )


def _changes(seed: int, number: int, writers: int) -> Iterator[_Change]:
    """Yield what one of several writers does, for ever."""
    chance = random.Random(seed * writers + number)
    for count in range(sys.maxsize):
        session = chance.randrange(_SESSIONS)
        if writers == 1:
            kind = chance.choice(("mark", "note"))
        else:
            kind = "mark" if session % writers == number else "note"
        value = f"note {seed}/{count}" if kind == "note" else chance.choice(tuple(Mark)).value
        yield _Change((f"{session}", kind), value if chance.random() < 0.75 else "")


def _scribble(path: Path, seed: int, number: int, writers: int) -> None:
    with Bookmarks(path) as bookmarks:
        for change in _changes(seed, number, writers):
            _insist(_action(bookmarks, change))
            sys.stdout.write("\n")
            sys.stdout.flush()


def _action(bookmarks: Bookmarks, change: _Change) -> Callable[[], object]:
    (id, kind), value = change
    session = Session(id, f"Session {id}")
    if kind == "note":
        return partial(bookmarks.annotate, _CONFERENCE, session, value)
    if value:
        return partial(bookmarks.mark, _CONFERENCE, session, Mark(value))
    return partial(bookmarks.unmark, _CONFERENCE, id)


def _insist(action: Callable[[], object]) -> None:
    """Try until no other writer is in the way; what is refused was not acknowledged."""
    while True:
        try:
            action()
            return
        except NotSavedError as error:
            if "another program has it locked" not in str(error):
                raise


if __name__ == "__main__":
    _scribble(Path(sys.argv[1]), *map(int, sys.argv[2:]))
