"""Which rooms are shown, and in which order."""

from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.rooms import RoomChoice, RoomsShown

ROOMS = ("Aurora", "Birch", "Cedar", "Dune")


def shown(choice: RoomChoice) -> tuple[str, ...]:
    return choice.select(ROOMS, matching={"Birch", "Dune"}, starred={"Cedar"})


def test_without_a_choice_all_rooms_are_shown_in_the_order_of_the_conference() -> None:
    assert shown(RoomChoice()) == ROOMS


def test_only_rooms_with_a_match_or_with_a_star_are_shown_on_demand() -> None:
    assert shown(RoomChoice(RoomsShown.MATCHING)) == ("Birch", "Dune")
    assert shown(RoomChoice(RoomsShown.PLAN)) == ("Cedar",)


def test_hidden_rooms_stay_hidden_in_every_mode() -> None:
    hidden = RoomChoice(hidden=frozenset({"Birch"}))
    assert shown(hidden) == ("Aurora", "Cedar", "Dune")
    assert shown(hidden._replace(shown=RoomsShown.MATCHING)) == ("Dune",)


def test_rooms_of_a_group_are_hidden_together_and_shown_together() -> None:
    partly = RoomChoice().toggle(["Birch"])
    none = partly.toggle(["Birch", "Cedar"])
    assert shown(none) == ("Aurora", "Dune")
    assert shown(none.toggle(["Birch", "Cedar"])) == ROOMS


def test_pinned_rooms_come_first_in_the_order_of_pinning() -> None:
    pinned = RoomChoice().pin(["Dune"]).pin(["Birch"])
    assert shown(pinned) == ("Dune", "Birch", "Aurora", "Cedar")
    assert shown(pinned.pin(["Dune"])) == ("Birch", "Aurora", "Cedar", "Dune")


def test_a_room_moves_by_one_place_and_stops_at_the_ends() -> None:
    moved = RoomChoice().move("Cedar", -1, ROOMS)
    assert shown(moved) == ("Aurora", "Cedar", "Birch", "Dune")
    assert shown(moved.move("Aurora", -1, ROOMS)) == shown(moved)
    assert shown(moved.move("Dune", 1, ROOMS)) == shown(moved)


def test_showing_only_some_rooms_hides_all_others() -> None:
    assert shown(RoomChoice().show_only(["Cedar"], ROOMS)) == ("Cedar",)


@given(
    st.lists(st.sampled_from(ROOMS), unique=True),
    st.lists(st.tuples(st.sampled_from(ROOMS), st.sampled_from([-1, 1])), max_size=8),
)
def test_no_order_loses_or_repeats_a_room(pins: list[str], moves: list[tuple[str, int]]) -> None:
    choice = RoomChoice().pin(pins)
    for room, step in moves:
        choice = choice.move(room, step, ROOMS)
    assert sorted(choice.order(ROOMS)) == sorted(ROOMS)
