"""Finding a room by a few letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.rooms import RoomFinder

HALLS = tuple(f"Saal {number}" for number in range(1, 41))
STAGES = tuple(f"Stage {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
CONGRESS = (*HALLS, *STAGES, "Lounge", "Garden", "Küche", "Studio", "Workshop Ost", "Workshop West")


def test_with_72_rooms_two_letters_are_enough_for_each() -> None:
    finder = RoomFinder(CONGRESS)
    for room in CONGRESS:
        assert len(finder.codes[room]) <= 2
        assert finder.find(finder.codes[room])[0] == room


def test_a_code_is_natural_where_it_can_be() -> None:
    finder = RoomFinder(["Hall A", "Hall B", "H.1302 (Depage)"])
    assert finder.codes == {"Hall A": "ha", "Hall B": "hb", "H.1302 (Depage)": "h1"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("saal 4", "Saal 4"),
        ("saal40", "Saal 40"),
        ("kü", "Küche"),
        ("kuche", "Küche"),
        ("WEST", "Workshop West"),
        ("tudi", "Studio"),
        ("wkshpo", "Workshop Ost"),
    ],
)
def test_a_room_is_found_by_its_name_a_word_a_part_or_letters_in_order(
    typed: str, first: str
) -> None:
    assert RoomFinder(CONGRESS).find(typed)[0] == first


def test_nothing_typed_gives_all_rooms_and_nonsense_none() -> None:
    finder = RoomFinder(CONGRESS)
    assert finder.find(" ") == CONGRESS
    assert finder.find("zzz") == ()


@given(st.lists(st.text(max_size=60), max_size=30), st.text(max_size=10))
def test_any_names_and_any_letters_are_accepted(rooms: list[str], typed: str) -> None:
    finder = RoomFinder(rooms)
    assert set(finder.find(typed)) <= set(rooms)
    assert len(set(finder.codes.values())) == len(finder.codes)
