"""Room names: which rooms are separate, and which are parts of one hall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.rooms.distance import are_separate

SAME_WALLS = [
    ("Ballroom B", "Ballroom B"),
    ("Ballroom B", "ballroom b"),
    ("Ballroom B", "Ballrooms B and C"),
    ("Ballroom B", "Ballrooms A, B & C"),
    ("Ballroom B", "Ballroom B/C"),
    ("Ballroom B", "Ballroom BC"),
    ("Ballroom B", "Ballroom"),
    ("Salon E", "Salon A-E"),
    ("Salon C", "Salons A–E"),
    ("Salon C", "Salon A - E"),
    ("Cabrillo 1", "Cabrillo 1-2"),
    ("Cabrillo 1", "Cabrillo 1 & 2"),
    ("Room 102", "Rooms 101-103"),
    ("Hall 10", "Hall 9–12"),
    ("Saal A", "Saal A und B"),
    ("The Forum", "Forum"),
    ("Room A-1", "Room A-2"),  # parts of parts: nothing is claimed
]
OTHER_WALLS = [
    ("Salon A", "Salon B"),
    ("Salon F", "Salon A-E"),
    ("Ballroom A", "Ballrooms B and C"),
    ("Ballroom A", "Salon A"),
    ("Cabrillo 3", "Cabrillo 1-2"),
    ("Room 104", "Rooms 101-103"),
    ("Aurora", "Birch"),
    ("Main Hall", "Small Hall"),
    ("A", "B"),
    ("1", "2"),
    ("Салон А", "Салон Б"),
]


@pytest.mark.parametrize(("one", "other"), SAME_WALLS)
def test_rooms_that_may_be_parts_of_each_other_are_not_separate(one: str, other: str) -> None:
    assert not are_separate((one,), (other,))
    assert not are_separate((other,), (one,))


@pytest.mark.parametrize(("one", "other"), OTHER_WALLS)
def test_different_names_and_different_parts_are_separate(one: str, other: str) -> None:
    assert are_separate((one,), (other,))
    assert are_separate((other,), (one,))


def test_without_rooms_nothing_is_separate() -> None:
    assert not are_separate((), ("Aurora",))
    assert not are_separate(("Aurora",), ())
    assert not are_separate((), ())


def test_sessions_that_share_one_of_several_rooms_are_not_separate() -> None:
    assert not are_separate(("Aurora", "Birch"), ("Birch", "Cedar"))
    assert are_separate(("Aurora", "Birch"), ("Cedar", "Dune"))


ROOMS = st.lists(st.text(max_size=12), max_size=3).map(tuple)


@given(ROOMS, ROOMS)
def test_being_separate_is_symmetric_and_never_true_for_the_same_room(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert are_separate(one, other) == are_separate(other, one)
    assert not are_separate(one, one)


def test_a_huge_range_takes_no_time() -> None:
    assert not are_separate((f"Room 0-{'9' * 4000}",), ("Room 0-9999 " * 300,))
