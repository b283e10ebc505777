"""The store while something is searched for: matches, mistakes, counts, ways out."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Mark
from confui.schedule.layout.cursor import Cursor
from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.query.parser import parse as parsed
from confui.schedule.query.query import Query, Term
from confui.schedule.rooms.choice import RoomChoice
from confui.state.state import State, View
from confui.state.store import Store
from tests.state.test_store import CONFERENCE, FIRST, SECOND, InMemoryBookmarks

BIRCH = Term("room", ("Birch",))


@pytest.fixture
def bookmarks_file() -> InMemoryBookmarks:
    return InMemoryBookmarks()


@pytest.fixture
def store(bookmarks_file: InMemoryBookmarks) -> Store:
    return Store(CONFERENCE, bookmarks_file)


def shown(store: Store) -> list[str]:
    return [session.id for session in store.state.shown]


def test_going_from_match_to_match_spans_the_days_and_goes_around(store: Store) -> None:
    store.search("difficulty:beginner")
    seen = []
    for _ in range(3):
        assert store.select_match(1)
        seen.append((store.state.cursor.session, store.state.day))
    assert seen == [("d", SECOND.date()), ("a", FIRST.date()), ("d", SECOND.date())]
    assert store.select_match(-1)
    assert store.state.cursor == Cursor("a", "Aurora")


def test_from_a_session_that_does_not_match_the_next_one_that_does_is_taken(store: Store) -> None:
    store.search("difficulty:beginner")
    store.select("b")
    store.select_match(1)
    assert store.state.cursor.session == "d"
    store.select("b")
    store.select_match(-1)
    assert store.state.cursor.session == "a"


def make_store(now: datetime | None = None) -> Store:
    """Return a store of five talks at two times, about Go or Rust."""
    titles = ("Talk", "Rust", "Go", "Going", "Rust and Go")
    sessions = tuple(
        Session(
            f"{number}",
            title,
            start=FIRST.replace(hour=10 + number // 3),
            end=FIRST.replace(hour=10 + number // 3, minute=30),
            day=FIRST.date(),
            rooms=(f"Room {number % 3}",),
            speakers=(Speaker("go", "Go Rust"),) if number == 3 else (),
            body="Go and Rust",
        )
        for number, title in enumerate(titles)
    )
    conference = Conference(id="go", days=(FIRST.date(),), sessions=sessions)
    return Store(conference, InMemoryBookmarks(), now)


def test_typing_goes_to_the_match_that_is_meant_and_back_when_nothing_matches() -> None:
    store = make_store()
    before = store.state
    for text, session in (
        ("g", "2"),
        ("go", "2"),
        ("going", "3"),
        ("goingx", "0"),
        ("rust", "1"),
        ("rust go", "4"),
        ("room:2", "2"),
        ("", "0"),
    ):
        store.search(text, before)
        assert store.state.cursor.session == session, text


def test_of_several_equal_matches_the_first_from_the_time_of_the_cursor_on_is_meant() -> None:
    store = make_store()
    store.select("2")
    before = store.state
    for text, session in (("rust", "1"), ("go", "2"), ("talk", "0")):
        store.search(text, before)
        assert store.state.cursor.session == session, text
    store.select("3")
    before = store.state
    for text, session in (("rust", "4"), ("go", "4"), ("talk", "0")):
        store.search(text, before)
        assert store.state.cursor.session == session, text


def test_what_is_not_over_is_meant_before_what_is() -> None:
    store = make_store(FIRST.replace(hour=10, minute=45))
    before = store.state
    store.search("go", before)
    assert store.state.cursor.session == "4"
    store.search("talk", before)
    assert store.state.cursor.session == "0"


def test_among_people_a_name_is_meant_before_a_title() -> None:
    store = make_store()
    store.show_view(View.PEOPLE)
    store.search("rust", store.state)
    assert store.state.cursor.session == "3"


def test_in_the_plan_only_what_it_lists_is_meant() -> None:
    store = make_store()
    store.mark("3", Mark.MUST)
    store.mark("0", Mark.MUST)
    store.show_view(View.PLAN)
    store.select("0")
    before = store.state
    store.search("go", before)
    assert store.state.cursor.session == "3"
    store.search("title:rust", before)
    assert store.state.cursor == before.cursor


def test_a_match_in_a_room_that_the_grid_hides_is_not_meant() -> None:
    store = make_store()
    store.choose_rooms(RoomChoice(hidden=frozenset({"Room 2"})))
    store.search("go", store.state)
    assert store.state.cursor.session == "4"


def test_taking_a_search_back_returns_to_query_and_place(store: Store) -> None:
    store.search("difficulty:beginer room:birch")
    store.select("a")
    before = store.state
    store.search("difficulty:beginner day:sun", before)
    assert store.state.day != before.day
    store.take_back_search(before)
    assert store.state == before


def test_of_sessions_that_begin_together_the_one_with_the_word_in_its_title_comes_first() -> None:
    store = make_store()
    store.search("rust")
    assert [session.id for session in store.state.matches] == ["1", "0", "2", "4", "3"]
    seen = []
    for _ in range(5):
        store.select_match(1)
        seen.append(store.state.cursor.session)
    assert seen == ["2", "4", "3", "1", "0"], "the next match is the next one in the list"


def test_where_nothing_matches_the_cursor_stays(store: Store) -> None:
    store.search("nonsense")
    before = store.state
    assert not store.select_match(1)
    assert store.state == before


def test_a_mistake_is_kept_beside_what_is_valid(store: Store) -> None:
    store.search("difficulty:beginer room:Birch")
    assert store.state.text == "difficulty:beginer room:Birch"
    assert store.state.query == Query((BIRCH,))
    assert store.state.matching == {"b", "d"}
    (mistake,) = store.state.mistakes
    assert (mistake.start, mistake.end, mistake.nearest) == (11, 18, "beginner")


def test_a_query_that_is_no_longer_typed_prints_itself_and_has_no_mistakes(store: Store) -> None:
    store.search("  room:Birch   lvel:all ")
    assert store.state.mistakes
    store.filter(store.state.query)
    assert (store.state.text, store.state.mistakes) == ("room:Birch", ())


def test_where_nothing_matches_it_is_known_what_dropping_each_term_would_bring(
    store: Store,
) -> None:
    store.search("difficulty:beginner room:Birch day:sat")
    assert not store.state.matching
    ways = [(str(term), count) for term, count in store.state.relaxations]
    assert ways == [("difficulty:beginner", 1), ("room:Birch", 1), ("day:sat", 1)]
    for term, count in store.state.relaxations:
        assert store.try_query(str(store.state.query.without(term)))[1] == count


def test_what_brings_more_is_the_first_way_out(store: Store) -> None:
    store.search("nonsense room:Birch")
    assert [(str(term), count) for term, count in store.state.relaxations] == [("nonsense", 2)]


def test_as_long_as_anything_matches_no_way_out_is_offered(store: Store) -> None:
    store.search("room:Birch")
    assert store.state.relaxations == ()


def test_asking_changes_nothing(store: Store) -> None:
    before = store.state
    asked, count = store.try_query("room:Birch dificulty:all")
    assert (asked.query, count) == (Query((BIRCH,)), 2)
    assert [mistake.nearest for mistake in asked.mistakes] == ["difficulty"]
    assert store.state is before


def test_levels_are_counted_under_all_other_filters(store: Store) -> None:
    everything = (("beginner", 2), ("all", 1), ("unset", 3))
    assert store.state.facet_counts == everything
    store.search("room:Birch")
    assert store.state.facet_counts == (("beginner", 1), ("all", 1), ("unset", 0))
    store.search("room:Birch difficulty:all")
    assert store.state.facet_counts == (("beginner", 1), ("all", 1), ("unset", 0))
    store.filter(Query())
    assert store.state.facet_counts == everything


def test_levels_cycle_also_through_those_without_a_match(store: Store) -> None:
    store.search("room:Birch difficulty:all")
    store.cycle_facet()
    assert str(store.state.query) == "room:Birch difficulty:unset"


def test_a_search_is_remembered_once_the_latest_last(store: Store) -> None:
    for text in ("room:Birch", "flask ", "room:Birch", "   "):
        store.search(text)
        store.remember_search()
    assert store.state.searches == ("flask", "room:Birch")


def test_a_star_matches_is_starred_at_once(store: Store) -> None:
    store.search("is:starred")
    assert not store.state.matching
    store.mark("a", Mark.MUST)
    assert store.state.matching == {"a"}
    store.bookmarks.unmark(store.state.sessions["a"])
    assert not store.state.matching
    assert [str(term) for term, _ in store.state.relaxations] == ["is:starred"]


def test_a_star_of_another_window_matches_too(
    store: Store, bookmarks_file: InMemoryBookmarks
) -> None:
    store.search("is:starred")
    bookmarks_file.mark("pynorth", CONFERENCE.sessions[1], Mark.MUST)
    bookmarks_file.changed = True
    store.bookmarks.reload_if_changed()
    assert store.state.matching == {"a"}
    assert store.state.facet_counts == (("beginner", 1), ("all", 0), ("unset", 0))


def test_a_session_that_loses_its_star_in_a_list_keeps_the_cursor(store: Store) -> None:
    store.mark("a", Mark.MUST)
    store.mark("d", Mark.MUST)
    store.show_view(View.AGENDA)
    store.search("is:starred")
    store.select("a")
    store.bookmarks.unmark(store.state.sessions["a"])
    assert shown(store) == ["d"]
    assert store.state.cursor.session == "a"


def test_what_is_on_now_and_past_follows_the_clock(store: Store) -> None:
    store.set_time(FIRST.replace(hour=8, minute=10))
    store.search("is:now")
    assert store.state.matching == {"breakfast"}
    store.set_time(FIRST.replace(hour=9, minute=10))
    assert store.state.matching == {"a", "b"}
    store.search("is:past")
    assert store.state.matching == {"breakfast"}
    store.set_time(SECOND)
    assert store.state.matching == {"breakfast", "a", "b"}


def test_the_clock_alone_changes_no_other_match(store: Store) -> None:
    store.search("room:Birch")
    heard: list[State] = []
    store.subscribe(heard.append)
    for minute in range(3):
        store.set_time(FIRST + timedelta(minutes=minute))
    assert [state.matching for state in heard] == [{"b", "d"}] * 3


def test_every_change_of_a_search_is_told_once(store: Store) -> None:
    heard: list[str] = []
    store.subscribe(lambda state: heard.append(state.text))
    for text in ("r", "ro", "ro", "room:Birch"):
        store.search(text)
    assert heard == ["r", "ro", "room:Birch"]


def test_toggling_a_level_adds_it_to_the_choice_and_takes_it_out(store: Store) -> None:
    store.toggle_facet("all")
    store.toggle_facet("unset")
    assert str(store.state.query) == "difficulty:all,unset"
    store.toggle_facet("all")
    assert str(store.state.query) == "difficulty:unset"


def test_an_empty_conference_can_be_searched(bookmarks_file: InMemoryBookmarks) -> None:
    store = Store(Conference(), bookmarks_file)
    for text in ("flask", "is:starred", "room:Birch", "day:2", ""):
        store.search(text)
        assert not store.select_match(1)
    store.follow(BIRCH)
    assert store.go_back() and store.state.shown == ()


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_whatever_is_typed_is_kept_as_it_was_typed(text: str) -> None:
    store = Store(CONFERENCE, InMemoryBookmarks())
    store.search(text)
    assert store.state.text == text
    assert store.state.matching <= set(store.state.sessions)
    store.filter(store.state.query)
    assert parsed(store.state.text).query == store.state.query


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "room:",
                    "difficulty:",
                    "day:",
                    "after:",
                    "is:",
                    "has:",
                    "-",
                    '"',
                    ",",
                    " ",
                    "\\",
                ),
                *(
                    "Birch",
                    "beginner",
                    "sat",
                    "9:30",
                    "now",
                    "starred",
                    "unset",
                    "all",
                    "x",
                    ":",
                    "\\",
                ),
            ]
        ),
        max_size=12,
    ).map("".join),
    st.sampled_from(View),
)
def test_whatever_query_is_begun_leaves_a_whole_state(text: str, view: View) -> None:
    store = Store(CONFERENCE, InMemoryBookmarks(), FIRST.replace(hour=9))
    store.show_view(view)
    store.search(text)
    state = store.state
    assert state.text == text
    assert state.selected is not None or state.gap is not None
    assert all(0 <= each.start < each.end <= len(text) for each in state.mistakes)
    assert bool(state.relaxations) <= (not state.matching)
    assert {value for value, _ in state.facet_counts} == {"beginner", "all", "unset"}
    store.complete(text, len(text) // 2)
