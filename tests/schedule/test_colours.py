"""Which colour of the palette a track, a kind or a room has."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.colours import (
    PALETTE_SIZE,
    Swatch,
    assign_colours,
    number_names,
    order_of_tracks,
)
from confui.schedule.models import SUPPORTING_KINDS, Conference, Kind, Session, Track
from confui.schedule.variety import MainFacet

NAMES = st.lists(st.text("abcdefgh", min_size=1), unique=True, max_size=70)


def conference(*names: str, declared: tuple[Track, ...] = ()) -> Conference:
    sessions = tuple(Session(str(n), "", track=name) for n, name in enumerate(names))
    return Conference(sessions=sessions, tracks=declared)


@given(NAMES.map(lambda names: names[:PALETTE_SIZE]))
def test_no_two_names_share_a_colour_while_there_are_enough(names: list[str]) -> None:
    numbers = number_names(names)
    assert len(set(numbers.values())) == len(names)


@given(NAMES)
def test_neighbours_never_share_a_colour_however_many_there_are(names: list[str]) -> None:
    numbers = list(number_names(sorted(names)).values())
    assert all(one != other for one, other in itertools.pairwise(numbers))
    assert set(numbers) <= set(range(PALETTE_SIZE))


def test_sixty_tracks_use_every_colour_about_as_often() -> None:
    numbers = list(number_names(f"Track {n}" for n in range(60)).values())
    assert {numbers.count(number) for number in range(PALETTE_SIZE)} <= {4, 5, 6, 7, 8}


def test_a_colour_stays_when_another_track_comes_or_goes() -> None:
    names = ["Security", "Web", "Hardware", "Art", "Science"]
    before = number_names(sorted(names))
    after = number_names(sorted([*names, "Ethics"]))
    assert sum(before[name] == after[name] for name in names) >= len(names) - 1


def test_spellings_of_one_track_have_one_colour() -> None:
    colours = assign_colours(conference("Sécurité", "SECURITE", "Web"), MainFacet.TRACK)
    assert colours["Sécurité"] == colours["SECURITE"] != colours["Web"]


def test_declared_tracks_come_in_the_order_of_the_source_and_others_by_name() -> None:
    declared = (Track("Web"), Track("Unused"), Track("Art"))
    assert order_of_tracks(conference("Art", "Zoo", "Bees", "Web", "", declared=declared)) == [
        *("Web", "Art", "Bees", "Zoo")
    ]


def test_the_source_gives_a_track_its_own_colour_unless_several_have_the_same() -> None:
    white, red = "#" + "f" * 6, "#" + "a00000"
    declared = (Track("Web", red), Track("Art", white), Track("Zoo", white), Track("Bees"))
    colours = assign_colours(
        conference("Web", "Art", "Zoo", "Bees", declared=declared), MainFacet.TRACK
    )
    assert [colours[name].own for name in ("Web", "Art", "Zoo", "Bees")] == [red, "", "", ""]


def test_kinds_that_accompany_the_talks_have_no_colour() -> None:
    colours = assign_colours(Conference(), MainFacet.KIND)
    assert colours.keys() == set(Kind) - SUPPORTING_KINDS
    assert len(set(colours.values())) == len(colours)


def test_rooms_have_colours_and_levels_have_tokens_of_their_own() -> None:
    rooms = Conference(rooms=("Aurora", "Birch"))
    assert set(assign_colours(rooms, MainFacet.ROOM)) == {"Aurora", "Birch"}
    assert assign_colours(rooms, MainFacet.LEVEL) == assign_colours(rooms, None) == {}
    assert Swatch(3).own == ""
