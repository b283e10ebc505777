"""The values of the main facet, and the key that steps through them."""

import pytest

from confui.schedule.models import Conference, Level, Session
from confui.schedule.query.main_facet import (
    LEVELS,
    count_values,
    next_value,
    parse_level,
)
from confui.schedule.query.parser import parse
from confui.schedule.query.query import Query
from confui.schedule.variety import MainFacet
from tests.schedule.example_conference import CONFERENCE

PRESENT = ("beginner", "advanced", "unset")


def turned(text: str, present: tuple[str, ...] = PRESENT) -> str:
    return str(next_value(parse(text).query, MainFacet.LEVEL, present))


def test_all_and_unset_are_two_values_of_a_filter() -> None:
    assert parse_level("all") is Level.ALL
    assert parse_level("unset") is None
    assert [parse_level(value) for value in LEVELS] == [
        *(Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED, Level.ALL, None)
    ]


def test_levels_are_counted_in_display_order() -> None:
    assert count_values(CONFERENCE, MainFacet.LEVEL) == (
        *(("beginner", 1), ("advanced", 1), ("all", 1), ("unset", 4)),
    )


def test_a_level_that_no_session_has_is_not_offered() -> None:
    one = Conference(sessions=(Session("a", "a", level=Level.ALL),))
    assert count_values(one, MainFacet.LEVEL) == (("all", 1),)
    assert count_values(Conference(), MainFacet.LEVEL) == ()


def test_one_key_goes_through_the_levels_in_use_and_back_to_none() -> None:
    query, seen = Query(), []
    for _ in range(len(PRESENT) + 1):
        query = next_value(query, MainFacet.LEVEL, PRESENT)
        seen.append(str(query))
    assert seen == ["difficulty:beginner", "difficulty:advanced", "difficulty:unset", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("difficulty:beginner,advanced", ""),
        ("difficulty:beginner difficulty:advanced", ""),
        ("difficulty:intermediate", ""),
        ("flask room:Aurora", "flask room:Aurora difficulty:beginner"),
        ("flask difficulty:beginner room:Aurora", "flask difficulty:advanced room:Aurora"),
        ("flask difficulty:unset", "flask"),
        ("-difficulty:unset", "-difficulty:unset difficulty:beginner"),
    ],
)
def test_the_level_key_changes_only_the_chosen_levels(text: str, expected: str) -> None:
    assert turned(text) == expected


def test_without_levels_in_use_the_level_key_chooses_none() -> None:
    assert turned("", ()) == ""
    assert turned("difficulty:beginner", ()) == ""
