"""Filters that are saved under a name: saving, renaming, removing, and their use in a query."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.query.parser import parse
from confui.schedule.query.query import spell_term
from confui.state.saved_filters import (
    LONGEST_FILTER,
    LONGEST_FILTER_NAME,
    MOST_FILTERS,
    FilterError,
    SavedFilters,
)
from confui.state.store import Store
from confui.userdata.remembered import NotRememberedError, Remembered
from tests.state.test_store import CONFERENCE, InMemoryBookmarks


@pytest.fixture
def filters() -> SavedFilters:
    return SavedFilters(Remembered(), lambda: None)


@pytest.fixture
def store() -> Store:
    return Store(CONFERENCE, InMemoryBookmarks())


def test_a_filter_is_saved_and_replaced_by_its_name(filters: SavedFilters) -> None:
    assert filters.save(" @Café  rust ", " rust -is:past ") == "Café rust"
    filters.save("b", "x")
    assert filters.texts == {"b": "x", "Café rust": "rust -is:past"}
    assert filters.save("cafe RUST", "go") == "cafe RUST"
    assert filters.texts == {"b": "x", "cafe RUST": "go"}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("", "x", "Type a name"),
        (" @ ", "x", "Type a name"),
        ("a", " ", "no filter to save"),
        ("a", "x" * (LONGEST_FILTER + 1), "at most 2,000 characters"),
        ("a", "-@a", "cannot contain itself"),
        ("a", "x @a,b", "cannot contain itself"),
        ("b", "@c x", "cannot contain itself"),
    ],
)
def test_what_cannot_be_saved_is_said(
    filters: SavedFilters, name: str, text: str, reason: str
) -> None:
    filters.save("b", "y")
    filters.save("c", "z @b")
    before = dict(filters.texts)
    with pytest.raises(FilterError, match=reason):
        filters.save(name, text)
    assert filters.texts == before


def test_a_filter_is_changed_by_recalling_it_and_saving_it_again(filters: SavedFilters) -> None:
    filters.save("rust", "rust -is:past")
    filters.save("rust", "room:birch @RUST level:all")
    assert filters.texts["rust"] == "room:birch rust -is:past level:all"


def test_a_renamed_filter_keeps_its_place_in_others(filters: SavedFilters) -> None:
    filters.save("rust", "rust")
    filters.save("both", "go -@rust,@Rust")
    assert filters.rename("RUST", "my crabs") == "my crabs"
    assert filters.texts == {"both": 'go -@"my crabs",@"my crabs"', "my crabs": "rust"}
    assert filters.rename("my crabs", "My Crabs") == "My Crabs"
    with pytest.raises(FilterError, match="There is a filter @both already"):
        filters.rename("my crabs", "BOTH")
    with pytest.raises(FilterError, match="no longer saved"):
        filters.rename("rust", "x")
    with pytest.raises(FilterError, match="Type a name"):
        filters.rename("both", "@")


def test_a_removed_filter_gives_its_query_back(filters: SavedFilters) -> None:
    filters.save("rust", "rust")
    assert filters.remove("RUST") == "rust"
    assert filters.remove("rust") == ""
    assert filters.texts == {}


def test_only_so_many_can_be_saved_and_a_long_name_is_cut(filters: SavedFilters) -> None:
    assert filters.save("x" * 100, "x") == "x" * LONGEST_FILTER_NAME
    for number in range(1, MOST_FILTERS):
        filters.save(f"{number}", "x")
    with pytest.raises(FilterError, match="100 filters are saved already"):
        filters.save("one more", "x")
    filters.save("7", "y")


@given(st.text(), st.text())
def test_any_name_can_be_typed_in_a_query(name: str, text: str) -> None:
    filters = SavedFilters(Remembered(), lambda: None)
    try:
        saved = filters.save(name, text)
    except FilterError:
        return
    (term,) = parse(f"@{spell_term(saved)}", filters={**filters.texts, saved: "x"}).query.terms
    assert term.values == (saved,)


def test_a_filter_that_cannot_be_written_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "obstacle").write_text("")
    filters = SavedFilters(Remembered(tmp_path / "obstacle" / "x.json"), lambda: None)
    with pytest.raises(NotRememberedError):
        filters.save("rust", "rust")
    assert filters.texts == {}


def test_the_store_shows_filters_and_what_they_stand_for(store: Store) -> None:
    store.search("@mine")
    assert store.state.mistakes
    store.filters.save("mine", "difficulty:beginner")
    assert store.state.filters == {"mine": "difficulty:beginner"}
    assert not store.state.mistakes
    assert store.state.matching == {"a", "d"}
    store.filters.save("mine", "difficulty:beginner room:birch")
    assert store.state.matching == {"d"}
    store.filters.remove("mine")
    assert "no filter is saved" in store.state.mistakes[0].message


def test_a_filter_saved_in_another_window_is_there_at_the_next_look(tmp_path: Path) -> None:
    one, other = (
        Store(CONFERENCE, InMemoryBookmarks(), remembered=Remembered(tmp_path / "r.json"))
        for _ in range(2)
    )
    other.search("@mine")
    one.filters.save("mine", "difficulty:beginner")
    other.reload()
    assert other.state.filters == one.state.filters
    assert other.state.matching == {"a", "d"}


def test_filters_are_values_of_a_facet_that_can_be_ticked(store: Store) -> None:
    store.filters.save("first", "difficulty:beginner")
    store.filters.save("birch", "room:birch")
    store.search("difficulty:beginner")
    (facet,) = store.count_facets(["@"])
    assert facet.counted == (("birch", 1), ("first", 2))
    store.filter(store.state.query.toggled("@", "birch"))
    assert store.state.text == "difficulty:beginner @birch"
    assert store.state.matching == {"d"}
    store.filter(store.state.query.toggled("@", "first"))
    assert store.state.text == "difficulty:beginner @birch,first"
    assert store.state.matching == {"a", "d"}


def test_another_conference_has_the_same_filters(store: Store) -> None:
    store.filters.save("mine", "difficulty:beginner")
    store.open(CONFERENCE._replace(id="another"))
    assert store.state.filters == {"mine": "difficulty:beginner"}
