"""P17: confui is quick: what a key costs does not depend on how large the conference is.

Ratios within one test; `python -m benchmarks` measures the program itself against its goals, first
paint and keys among them. What a command imports: `tests/test_architecture.py`. How much is
repainted: `tests/ui/test_repainting.py`; a frame a key: `tests/terminal/test_lifecycle.py`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.synthesis import write_schedule
from confui.schedule.bookmark import Mark
from confui.schedule.layout import Direction, arrange, move, place_day
from confui.schedule.models import Conference
from confui.sources import open_conference
from confui.state import Store
from confui.userdata import Bookmarks
from tests.ratios import ratio

SMALL, LARGE = 100, 5_000


@cache
def conference(sessions: int) -> Conference:
    """Return a made-up conference with the same number of sessions in each room and day."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "schedule.json")
        days = max(1, sessions // 1_000)
        write_schedule(path, sessions=sessions, rooms=max(2, sessions // days // 10), days=days)
        return open_conference(path)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """A store with few sessions and one with many, each with its index of words."""
    folder = tmp_path_factory.mktemp("quick")
    with Bookmarks(folder / "few.db") as few, Bookmarks(folder / "many.db") as many:
        now = datetime(2031, 5, 5, 10)
        pair = Store(conference(SMALL), few, now), Store(conference(LARGE), many, now)
        for store in pair:
            for _ in store.prepare_search():
                pass
        yield pair


def test_a_move_of_the_cursor_costs_no_more_than_the_sessions_of_its_day() -> None:
    """Ten times as many here. It is a small part of a key: most of that is the frame."""

    def walk(sessions: int) -> Callable[[], None]:
        whole = conference(sessions)
        day = [session for session in whole.visible if session.day == whole.days[0]]
        timetable = arrange(place_day(day, whole.rooms, 100))
        start = Store(whole, Bookmarks(Path("nowhere")), datetime(2031, 5, 5)).state.cursor

        def moves() -> None:
            cursor = start
            for _, direction in zip(range(200), cycle(Direction), strict=False):
                cursor = move(timetable, cursor, direction)

        return moves

    bound = 2 * 10
    assert ratio(walk(LARGE), walk(SMALL), enough=bound) < bound


def test_a_star_costs_the_same_among_50_times_as_many_sessions(
    stores: tuple[Store, Store],
) -> None:
    def stars(store: Store) -> Callable[[], None]:
        ids = [session.id for session in store.state.conference.visible[:5]]

        def mark() -> None:
            for id in ids:
                store.mark(id, Mark.MUST)

        return mark

    small, large = stores
    bound = 8
    assert ratio(stars(large), stars(small), enough=bound) < bound


@pytest.mark.parametrize("text", ["a", "ba", "nowhere", "speaker:ba", "room:1 -b", 'title:"ba"'])
def test_a_letter_of_a_search_costs_no_more_than_its_sessions(
    stores: tuple[Store, Store], text: str
) -> None:
    def search(store: Store) -> Callable[[], None]:
        def type_and_clear() -> None:
            store.search(text)
            store.search("")

        return type_and_clear

    small, large = stores
    bound = 2 * LARGE / SMALL
    assert ratio(search(large), search(small), enough=bound) < bound
