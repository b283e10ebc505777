import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Building, Conference, Walk
from confui.schedule.rooms import RoomPlace, name_buildings, read_coordinates, with_places

NORTH, SOUTH = (59.906, 10.7), (59.9, 10.7)
"""667 metres apart."""


def buildings(*places: RoomPlace, rooms: str) -> dict[str, tuple[str, ...]]:
    """Return the rooms by building, for rooms separated by commas."""
    conference = with_places(Conference(rooms=tuple(rooms.split(","))), places)
    return {each.name: each.rooms for each in conference.buildings}


def test_rooms_that_a_directory_gives_one_name_are_one_building() -> None:
    places = (
        RoomPlace(r"H\.1301\ \(Cornil\)", *SOUTH, "H.*"),
        RoomPlace(r"H\.2213", *SOUTH, "H.*"),
        RoomPlace(r"AW1\.120", *SOUTH, "AW building"),
    )
    found = buildings(*places, rooms="H.1301 (Cornil),AW1.120,H.2213")
    assert found == {"H": ("H.1301 (Cornil)", "H.2213"), "AW building": ("AW1.120",)}


def test_rooms_without_a_name_for_their_place_are_in_one_building_if_they_are_near() -> None:
    places = (
        RoomPlace("D105", 49.20587, 16.59124),
        RoomPlace("A112", 49.20649, 16.59220),
        RoomPlace("D0206", 49.20602, 16.59148),
    )
    assert buildings(*places, rooms="A112,D105,D206,D0206") == {
        "D": ("D105", "D0206", "D206"),
        "A": ("A112",),
    }


def test_what_is_literal_in_a_pattern_names_a_building_of_several_rooms() -> None:
    places = (RoomPlace(r".* - D1\..*", *NORTH), RoomPlace(r".* - D2\..*", *SOUTH))
    found = buildings(*places, rooms="Ada - D1.1,Bob - D1.2,Eve - D2.1,Max - D2.7")
    assert found == {"D1": ("Ada - D1.1", "Bob - D1.2"), "D2": ("Eve - D2.1", "Max - D2.7")}


@pytest.mark.parametrize(
    ("pattern", "room", "matches"),
    [
        ("Hall", "Hall", True),
        ("Hall", "Hall 2", False),
        ("PA..|PL..", "PL01", True),
        ("PA..|PL..", "PL1", False),
        (r"R\d+", "R114", True),
        ("Halls?", "Hall", True),
        ("Room * [big]", "Room * [big]", True),
        ("(a+)+", "aaaa", False),
        ("[", "[", True),
        ("*", "*", True),
        ("", "", True),
    ],
)
def test_a_pattern_matches_whole_names(pattern: str, room: str, matches: bool) -> None:
    places = (RoomPlace(pattern, *NORTH, "One"), RoomPlace("Other", *SOUTH, "Two"))
    conference = with_places(Conference(rooms=(room, "Other")), places)
    assert bool(conference.buildings) is matches


def test_a_walk_takes_as_long_as_the_way_is() -> None:
    places = (
        RoomPlace("Hall", *NORTH, "Town hall"),
        RoomPlace("Hut", *SOUTH, "Huts"),
        RoomPlace("Cellar", *NORTH, "Cellars"),
    )
    conference = with_places(Conference(rooms=("Hall", "Hut", "Cellar")), places)
    assert conference.walks == (
        Walk("Town hall", "Huts", 12),
        Walk("Town hall", "Cellars", 0),
        Walk("Huts", "Cellars", 12),
    )


def test_a_conference_in_one_building_has_none() -> None:
    places = (RoomPlace("B.*", *NORTH), RoomPlace("C.*", *NORTH))
    assert buildings(*places, rooms="B1,C2") == {}


def test_the_buildings_of_the_conference_itself_count_more() -> None:
    own = Conference(rooms=("Hall", "Hut"), buildings=(Building("Village", ("Hall", "Hut")),))
    places = (RoomPlace("Hall", *NORTH), RoomPlace("Hut", *SOUTH))
    assert with_places(own, places) == own


def test_a_building_that_the_name_of_the_room_says_already_is_left_out() -> None:
    own = Conference(
        rooms=("H.1301", "Moon"),
        buildings=(Building("H", ("H.1301",)), Building("East", ("Moon",))),
    )
    assert name_buildings(own, ("H.1301", "Moon")) == "East"


@given(
    st.lists(
        st.tuples(
            st.text(r"aB1.*+?|\[(", max_size=8),
            st.floats(-90, 90),
            st.floats(-180, 180),
            st.text("aB. *", max_size=4),
        ),
        max_size=8,
    ),
    st.lists(st.text("aB1.[", min_size=1, max_size=5), max_size=8, unique=True),
)
def test_each_room_is_in_one_building_at_most_and_each_building_has_its_own_name(
    places: list[tuple[str, float, float, str]], rooms: list[str]
) -> None:
    conference = with_places(Conference(rooms=tuple(rooms)), [RoomPlace(*each) for each in places])
    placed = [room for building in conference.buildings for room in building.rooms]
    names = [building.name for building in conference.buildings]
    assert sorted(placed) == sorted(set(placed) & set(rooms))
    assert len(names) == len(set(names)) != 1
    assert all(0 <= walk.minutes <= 99 for walk in conference.walks)


@pytest.mark.parametrize(
    "value",
    [None, "1,2", [1], [1, 2, 3], ["a", "b"], [91, 0], [0, 181], [float("nan"), 0], [[], {}]],
)
def test_what_is_no_place_on_earth_has_no_coordinates(value: object) -> None:
    assert read_coordinates(value) is None
