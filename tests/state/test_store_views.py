"""The store and its views: lists of what matches, links followed to them, and the way back."""

from datetime import date, datetime

import pytest

from confui.schedule.layout.cursor import Cursor
from confui.schedule.models import Conference, Kind, Session, Speaker
from confui.schedule.query.query import Term
from confui.state.state import View
from confui.state.store import Store
from tests.state.test_store import CONFERENCE, SECOND, InMemoryBookmarks

BIRCH = Term("room", ("Birch",))


@pytest.fixture
def bookmarks_file() -> InMemoryBookmarks:
    return InMemoryBookmarks()


@pytest.fixture
def store(bookmarks_file: InMemoryBookmarks) -> Store:
    return Store(CONFERENCE, bookmarks_file)


def here(store: Store) -> tuple[View, str, object, str]:
    state = store.state
    return state.view, str(state.query), state.day, state.cursor.session


def shown(store: Store) -> list[str]:
    return [session.id for session in store.state.shown]


def test_following_lists_everything_that_shares_it_over_all_days(store: Store) -> None:
    store.search("difficulty:all")
    store.follow(BIRCH)
    assert store.state.view is View.AGENDA
    assert (store.state.text, shown(store)) == ("room:Birch", ["b", "d"])


def test_going_back_returns_step_by_step_to_view_query_day_and_session(store: Store) -> None:
    store.show_view(View.PEOPLE)
    store.show_view(View.GRID)
    store.search("difficulty:beginner")
    store.select("b")
    places = [here(store)]
    store.follow(BIRCH)
    store.select("d")
    places.append(here(store))
    store.follow(Term("difficulty", ("unset",)))
    places.append(here(store))
    store.visit("someday")
    for place in reversed(places):
        assert store.go_back()
        assert here(store) == place
    assert not store.go_back()
    assert here(store) == places[0]


def test_going_back_matches_again(store: Store) -> None:
    store.search("difficulty:beginner")
    store.follow(BIRCH)
    store.go_back()
    assert store.state.matching == {"a", "d"}
    assert store.state.text == "difficulty:beginner"


def test_the_way_back_has_a_length(store: Store) -> None:
    for _ in range(60):
        store.visit("a")
        store.visit("d")
    assert sum(store.go_back() for _ in range(200)) == 50


def test_visiting_stays_in_a_list_that_has_the_session(store: Store) -> None:
    store.show_view(View.AGENDA)
    store.visit("d")
    assert here(store) == (View.AGENDA, "", SECOND.date(), "d")


def test_visiting_what_the_list_leaves_out_goes_to_the_grid_and_keeps_the_query(
    store: Store,
) -> None:
    store.show_view(View.AGENDA)
    store.search("room:Birch")
    store.visit("c")
    assert here(store) == (View.GRID, "room:Birch", SECOND.date(), "c")


def test_visiting_what_is_hidden_dims_instead(store: Store) -> None:
    store.search("room:Birch")
    store.toggle_hiding()
    store.visit("c")
    assert not store.state.hiding
    assert "c" in shown(store)


def test_who_is_not_there_cannot_be_visited(store: Store) -> None:
    before = store.state
    for missing in ("withdrawn", "nobody", ""):
        with pytest.raises(KeyError):
            store.visit(missing)
    assert store.state is before


def test_a_list_has_the_matches_of_all_days_and_people_only_what_somebody_gives(
    bookmarks_file: InMemoryBookmarks,
) -> None:
    spoken = CONFERENCE.sessions[2]._replace(speakers=(Speaker("ana", "Ana"),))
    store = Store(CONFERENCE._replace(sessions=(*CONFERENCE.sessions[:2], spoken)), bookmarks_file)
    store.show_view(View.AGENDA)
    assert shown(store) == ["breakfast", "a", "b"]
    store.show_view(View.PEOPLE)
    assert shown(store) == ["b"]
    assert store.state.cursor.session == "b"


def test_a_list_puts_the_cursor_on_what_comes_next(store: Store) -> None:
    store.show_view(View.AGENDA)
    store.select("c")
    store.search("difficulty:beginner")
    assert store.state.cursor.session == "d"
    store.search("difficulty:all")
    assert store.state.cursor.session == "b"


def test_a_list_in_which_nothing_matches_keeps_the_cursor_for_the_mended_query(
    store: Store,
) -> None:
    store.show_view(View.AGENDA)
    store.select("c")
    store.search("nonsense")
    assert shown(store) == []
    store.search("")
    assert store.state.cursor.session == "c"


def test_a_list_goes_to_a_day_of_its_own_and_refuses_any_other(store: Store) -> None:
    store.show_view(View.AGENDA)
    store.search("difficulty:all")
    before = store.state
    assert not store.show_day(SECOND.date())
    assert store.state == before
    assert not store.show_day(datetime(2040, 1, 1).date())
    store.search("")
    assert store.show_day(SECOND.date())
    assert store.state.cursor.session == "c", "the first of that day"


def test_a_session_of_several_days_is_in_the_grid_of_each_and_the_day_stays(
    bookmarks_file: InMemoryBookmarks,
) -> None:
    days = tuple(date(2031, 5, day) for day in (17, 18, 19))
    camp = Session(
        "camp",
        "Camp",
        kind=Kind.WORKSHOP,
        start=datetime(2031, 5, 17, 20),
        end=datetime(2031, 5, 19, 3),  # before the day changes
        day=days[0],
        rooms=("Birch",),
    )
    talks = tuple(
        Session(f"t{day.day}", "T", start=datetime(2031, 5, day.day, 9), day=day, rooms=("Birch",))
        for day in days
    )
    conference = Conference(
        "snow", days=days, rooms=("Birch",), sessions=(talks[0], camp, *talks[1:])
    )
    store = Store(conference, bookmarks_file)
    assert [[s.id for s in store.state.on_day(day)] for day in days] == [
        *(["t17", "camp"], ["t18", "camp"], ["t19"])
    ]
    store.show_day(days[1])
    assert store.state.cursor.session == "t18"
    store.move_cursor(Cursor("camp", "Birch"))
    assert store.state.day == days[1]
    store.show_view(View.AGENDA)
    store.move_cursor(Cursor("camp", "Birch"))
    assert store.state.day == days[0]
    (facet,) = store.count_facets(["day"])
    assert facet.counted == (("sat", 2), ("sun", 2), ("mon", 1))


def test_a_list_has_a_session_of_several_days_on_its_first_day_only(
    bookmarks_file: InMemoryBookmarks,
) -> None:
    days = date(2031, 5, 17), date(2031, 5, 18)
    camp = Session(
        "camp",
        "Camp",
        kind=Kind.WORKSHOP,
        start=datetime(2031, 5, 17, 12),
        end=datetime(2031, 5, 18, 18),
        day=days[0],
        rooms=("Birch",),
    )
    store = Store(Conference("snow", days=days, sessions=(camp,)), bookmarks_file)
    store.show_view(View.AGENDA)
    assert not store.show_day(days[1])
    assert store.state.day == days[0]
