"""P8: two windows agree: nothing that either does is lost, and each soon shows what the other did.

Two processes that write at once: `tests/userdata/test_durability.py`. Two terminals, of which one
shows what the other did without a key: `tests/terminal/test_two_windows.py`.
"""

import random
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Conference, Session
from confui.state import Store
from confui.userdata import Bookmarks

NAMES = "abcd"
CONFERENCE = Conference(
    "c",
    "Snow",
    sessions=tuple(Session(id=name, title=name, rooms=("Aurora",)) for name in NAMES),
)


def seen(bookmarks: Mapping[str, Bookmark]) -> dict[str, tuple[Mark | None, str]]:
    """Return what an attendee sees of bookmarks."""
    return {id: (each.mark, each.note) for id, each in bookmarks.items()}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_three_windows_do_in_turn_they_all_end_with_the_same_bookmarks(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "bookmarks.db"
    files = [Bookmarks(path) for _ in range(3)]
    stores = [Store(CONFERENCE, file, datetime(2031, 5, 17)) for file in files]
    notes: dict[str, str] = {}
    for _ in range(25):
        store, name = chance.choice(stores), chance.choice(NAMES)
        match chance.choice(("mark", "mark", "note", "undo", "look")):
            case "mark":
                store.mark(name, chance.choice(list(Mark)))
            case "note":
                note = chance.choice(("", "front row", "ask"))
                store.bookmarks.annotate(store.state.sessions[name], note)
                notes[name] = note
            case "undo":
                store.undo()
                notes = {id: each.note for id, each in Bookmarks(path).load("c").items()}
            case _:
                store.bookmarks.reload_if_changed()
    for store in stores:
        store.bookmarks.reload_if_changed()
    on_disk = Bookmarks(path).load("c")
    assert [seen(store.state.bookmarks) for store in stores] == [seen(on_disk)] * 3
    for name, note in notes.items():
        assert (on_disk[name].note if name in on_disk else "") == note
    for file in files:
        file.close()
