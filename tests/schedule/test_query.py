"""The query: what matches, and what is said of a mistake."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Level, Session
from confui.schedule.query import LEVELS, Query, QueryError, count_levels, next_level, parse


def session(level: Level | None) -> Session:
    return Session(id=str(level), title="", level=level)


SESSIONS = [session(level) for level in LEVELS]


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("", {Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED, Level.ALL, None}),
        ("difficulty:beginner", {Level.BEGINNER}),
        ("level:beginner", {Level.BEGINNER}),
        ("LEVEL:Beginner", {Level.BEGINNER}),
        ("difficulty:beginner,all", {Level.BEGINNER, Level.ALL}),
        ("difficulty:unset", {None}),
        ("difficulty:all", {Level.ALL}),
    ],
)
def test_a_query_matches_the_levels_that_it_names(words: str, levels: set[Level | None]) -> None:
    assert {s.level for s in SESSIONS if parse(words).matches(s)} == levels


def test_all_levels_and_no_level_are_different_values() -> None:
    assert not parse("difficulty:all").matches(session(None))
    assert not parse("difficulty:unset").matches(session(Level.ALL))


@given(st.frozensets(st.sampled_from(LEVELS)))
def test_a_query_prints_the_words_that_it_is_read_from(levels: frozenset[Level | None]) -> None:
    assert parse(str(Query(levels))) == Query(levels)


@pytest.mark.parametrize(
    ("words", "named"),
    [("difficulty:hard", "hard"), ("django", "django"), ("colour:red", "colour:red")],
)
def test_a_mistake_is_named_with_what_would_be_valid(words: str, named: str) -> None:
    with pytest.raises(QueryError, match=named) as error:
        parse(words)
    assert "beginner" in str(error.value)


def test_the_next_level_goes_through_those_present_and_back_to_all_sessions() -> None:
    query, seen = Query(), []
    for _ in range(4):
        query = next_level(query, [None, Level.ALL, Level.BEGINNER])
        seen.append(str(query))
    assert seen == ["difficulty:beginner", "difficulty:all", "difficulty:unset", ""]


def test_the_next_level_after_a_choice_of_several_is_none() -> None:
    assert not next_level(parse("difficulty:beginner,all"), LEVELS)


def test_sessions_without_a_level_are_counted() -> None:
    assert count_levels([session(None), session(None), session(Level.ALL)])[None] == 2
