"""Buildings and the way between them."""

from confui.schedule.models import Building, Conference, Session, Walk
from confui.schedule.query import parse
from confui.schedule.rooms import Buildings, list_buildings
from confui.schedule.search import Corpus

ROOMS = ("K.3.201", "K.4.601", "H.1302", "H.1308", "Janson")


def test_without_declared_buildings_a_common_prefix_is_one() -> None:
    buildings = list_buildings(Conference(rooms=ROOMS))
    assert buildings.names == ("K", "H")
    assert "Janson" not in buildings.of_room


def test_declared_buildings_replace_those_of_the_names() -> None:
    conference = Conference(rooms=ROOMS, buildings=(Building("Main", ("Janson", "H.1302")),))
    assert list_buildings(conference).of_room == {"Janson": "Main", "H.1302": "Main"}


def test_the_walk_is_the_one_between_two_buildings_else_the_one_of_all_others() -> None:
    buildings = Buildings(
        {"a": "A", "a2": "A", "b": "B", "c": "C"}, (Walk("A", "B", 8), Walk("", "", 5))
    )
    assert buildings.walk(("a",), ("b",)) == buildings.walk(("b",), ("a",)) == 8
    assert buildings.walk(("a",), ("c",)) == 5
    assert buildings.walk(("a",), ("a2",)) == 0


def test_where_nothing_is_known_there_is_no_walk() -> None:
    assert Buildings({"a": "A", "b": "B"}).walk(("a",), ("b",)) == 0
    assert Buildings({"a": "A"}, (Walk("", "", 5),)).walk(("a",), ("unknown",)) == 0
    assert Buildings({}).walk((), ("a",)) == 0


def test_the_nearest_of_several_rooms_counts() -> None:
    buildings = Buildings({"a": "A", "b": "B"}, (Walk("", "", 5),))
    assert buildings.walk(("a",), ("b", "a")) == 0


def test_queries_find_sessions_by_building() -> None:
    sessions = tuple(Session(id=room, title=room, rooms=(room,)) for room in ROOMS)
    corpus = Corpus(Conference(rooms=ROOMS, sessions=sessions))
    for text, found in (
        ("building:k", {"K.3.201", "K.4.601"}),
        ("building:unset", {"Janson"}),
        ("-building:K,H", {"Janson"}),
    ):
        parsed = parse(text, corpus.fields)
        assert parsed.mistakes == ()
        assert corpus.search(parsed.query) == found
