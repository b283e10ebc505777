"""A search of many texts: titles and names at once, the texts step by step."""

from collections.abc import Iterator

import pytest

from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.search import word_index
from confui.state import Store
from tests.state.test_store import InMemoryBookmarks

SESSIONS = (
    *(Session(f"other {number}", "Other", body="bees") for number in range(40)),
    Session("title", "Old Maps", body="of rivers"),
    Session("text", "Rivers", body="and their maps"),
    Session("name", "Clocks", speakers=(Speaker("m", "Mapson"),), abstract="hours"),
)


@pytest.fixture(autouse=True)
def every_text_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "MOST_AT_ONCE", 0)


@pytest.fixture
def store() -> Store:
    return Store(Conference(sessions=SESSIONS), InMemoryBookmarks())


def finish(steps: Iterator[None]) -> int:
    """Take all steps; return how many they were."""
    return sum(1 for _ in steps)


def found(store: Store) -> tuple[set[str], bool]:
    """Return what matches so far, and whether that is all."""
    return set(store.state.matching), not store.state.unsearched


def test_titles_and_names_come_at_once_and_texts_later(store: Store) -> None:
    store.search("maps", store.state)
    assert found(store) == ({"title", "name"}, False)
    assert store.state.cursor.session == "title"
    finish(store.prepare_search())
    assert found(store) == ({"title", "name", "text"}, True)
    assert store.state.cursor.session == "title"


def test_nothing_is_missing_of_what_was_searched_before(store: Store) -> None:
    for text in ("maps", "maps and", "m"):
        store.search(text)
        finish(store.prepare_search())
    store.search("maps")
    assert found(store) == ({"title", "name", "text"}, True)


def test_an_excluded_word_excludes_texts_later(store: Store) -> None:
    store.search("-maps rivers")
    assert found(store) == ({"text"}, False)
    finish(store.prepare_search())
    assert found(store) == (set(), True)


def test_no_filter_is_in_the_way_before_all_texts_are_searched(store: Store) -> None:
    store.search("hours bees")
    assert (store.state.matching, store.state.relaxations) == (frozenset(), ())
    finish(store.prepare_search())
    assert [count for _, count in store.state.relaxations] == [40, 1]


def test_the_cursor_goes_to_a_match_that_comes_later(store: Store) -> None:
    store.search("hours", store.state)
    assert store.state.cursor.session == "other 0"
    finish(store.prepare_search())
    assert store.state.cursor.session == "name"


def test_the_cursor_stays_where_the_attendee_has_moved_it_meanwhile(store: Store) -> None:
    store.search("hours", store.state)
    store.select("other 7")
    finish(store.prepare_search())
    assert found(store) == ({"name"}, True)
    assert store.state.cursor.session == "other 7"


def test_the_newest_search_replaces_the_one_before(store: Store) -> None:
    steps = store.prepare_search()
    store.search("bees")
    for _ in range(3):
        next(steps)
    store.search("hours", store.state)
    finish(steps)
    assert store.state.matching == {"name"}


def test_a_search_comes_before_the_index(store: Store) -> None:
    steps = store.prepare_search()
    for _ in range(3):
        next(steps)
    store.search("hours")
    until = next(n for n, _ in enumerate(steps) if not store.state.unsearched)
    assert until <= len(SESSIONS)
    assert finish(steps) > 0, "the index is built then"
