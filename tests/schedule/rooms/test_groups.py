"""Rooms that belong together by their names."""

import pytest

from confui.schedule.rooms.groups import find_prefix, group_of


@pytest.mark.parametrize(
    ("room", "prefix"),
    [
        ("K.3.201", "K"),
        ("H.1302 (Depage)", "H"),
        ("UB2.252A", "UB2"),
        ("AW1.120", "AW1"),
        ("K 12", "K"),
        ("B-204", "B"),
        ("Janson", ""),
        ("Hall 2", ""),
        ("r3s - Monheim", ""),
        ("Room 101", ""),
        ("", ""),
    ],
)
def test_a_prefix_is_the_letters_of_a_building_before_the_number_of_a_room(
    room: str, prefix: str
) -> None:
    assert find_prefix(room) == prefix


def test_rooms_with_one_prefix_are_a_group() -> None:
    rooms = ("Janson", "K.3.201", "H.1302", "K.4.601")
    assert group_of("K.4.601", rooms) == ("K.3.201", "K.4.601")
    assert group_of("H.1302", rooms) == ("H.1302",)
    assert group_of("Janson", rooms) == ("Janson",)
