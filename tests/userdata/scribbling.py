"""A program that changes bookmarks at random until it is killed, and a check of what is left."""

import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from confui.schedule.bookmark import Mark
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError

ALL = "mark mark unmark annotate"
Kept = dict[str, tuple[Mark | None, str]]
"""Mark and note by session."""


class Change(NamedTuple):
    kind: str
    session: str
    mark: Mark
    note: str


def changes(seed: int, prefix: str, count: int, kinds: str) -> Iterator[Change]:
    chance = random.Random(seed)
    for number in range(count):
        yield Change(
            chance.choice(kinds.split()),
            f"{prefix}{chance.randrange(8)}",
            chance.choice(list(Mark)),
            chance.choice(["", f"note {number}"]),
        )


def kept_after(before: Kept, seed: int, prefix: str, count: int, kinds: str = ALL) -> Kept:
    """Return what is kept after so many changes."""
    kept = dict(before)
    for change in changes(seed, prefix, count, kinds):
        mark, note = kept.get(change.session, (None, ""))
        if change.kind == "annotate":
            note = change.note
        else:
            mark = change.mark if change.kind == "mark" else None
        kept[change.session] = mark, note
    return {session: each for session, each in kept.items() if each != (None, "")}


def main() -> None:
    """Make the changes that the command line tells, once a line comes in; tell each one made."""
    path, seed, prefix, count, kinds = sys.argv[1:]
    with Bookmarks(Path(path)) as bookmarks:
        _tell("ready")
        sys.stdin.readline()
        for change in changes(int(seed), prefix, int(count), kinds):
            _insist(_action(bookmarks, change))
            _tell("done")


def _action(bookmarks: Bookmarks, change: Change) -> Callable[[], object]:
    session = Session(id=change.session, title="Lantern")
    if change.kind == "mark":
        return partial(bookmarks.mark, "c", session, change.mark)
    if change.kind == "annotate":
        return partial(bookmarks.annotate, "c", session, change.note)
    return partial(bookmarks.unmark, "c", change.session)


def _insist(action: Callable[[], object]) -> None:
    while True:
        try:
            action()
            return
        except NotSavedError as error:
            if "another program has it locked" not in str(error):
                raise


def _tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
