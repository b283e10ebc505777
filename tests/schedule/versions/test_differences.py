"""The differences between two versions of a schedule."""

import pytest

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, EndSource, Kind, Session
from confui.schedule.versions.differences import (
    Differences,
    compare_versions,
    list_changes,
    summarize,
    summarize_for_attendee,
)
from tests.schedule.example_conference import at

SNOW = Session("snow", "Snow", start=at("17 10:30"), end=at("17 11:00"), rooms=("Aurora",))
ICE = Session("ice", "Ice", start=at("17 12:00"), end=at("17 12:30"), rooms=("Birch",))
RAIN = Session("rain", "Rain", start=at("18 14:00"), rooms=("Birch",))
POSTER = Session("poster", "Poster")


def between(before: list[Session], after: list[Session]) -> Differences:
    return compare_versions(Conference(sessions=tuple(before)), Conference(sessions=tuple(after)))


CASES: dict[str, tuple[list[Session], list[Session], str, list[str]]] = {
    "nothing": ([SNOW, ICE], [ICE, SNOW], "nothing changed", []),
    "added": ([SNOW], [SNOW, RAIN], "1 added", ["added Sun 18 14:00 Birch: Rain"]),
    "added without time and room": ([], [POSTER], "1 added", ["added: Poster"]),
    "cancelled": ([SNOW, ICE], [SNOW], "1 cancelled", ["cancelled: Ice"]),
    "hidden": ([ICE], [ICE._replace(visible=False)], "1 cancelled", ["cancelled: Ice"]),
    "shown": (
        [RAIN._replace(visible=False)],
        [RAIN],
        "1 added",
        ["added Sun 18 14:00 Birch: Rain"],
    ),
    "moved": (
        [SNOW],
        [SNOW._replace(start=at("17 14:00"), end=at("17 14:30"))],
        "1 moved",
        ["moved 10:30 → 14:00: Snow"],
    ),
    "in another room": (
        [SNOW],
        [SNOW._replace(rooms=("Cedar",))],
        "1 in another room",
        ["room changed: Aurora → Cedar: Snow"],
    ),
    "retitled": ([SNOW], [SNOW._replace(title="Hail")], "1 retitled", ["was called “Snow”: Hail"]),
    "with another end": (
        [SNOW._replace(end_source=EndSource.GIVEN)],
        [SNOW._replace(end_source=EndSource.GIVEN, end=at("17 11:15"))],
        "1 with another end",
        ["ends 11:15, before 11:00: Snow"],
    ),
    "an inferred end": (
        [SNOW._replace(end_source=EndSource.INFERRED)],
        [SNOW._replace(end_source=EndSource.INFERRED, end=at("17 11:15"))],
        "nothing changed",
        [],
    ),
    "only the abstract": ([SNOW], [SNOW._replace(abstract="More.")], "nothing changed", []),
    "everything at once": (
        [SNOW],
        [SNOW._replace(title="Hail", start=at("17 14:00"), rooms=("Cedar",))],
        "1 moved, 1 in another room, 1 retitled",
        ["moved 10:30 → 14:00, room changed: Aurora → Cedar, was called “Snow”: Hail"],
    ),
    "another id": ([SNOW], [SNOW._replace(id="new")], "nothing changed", []),
    "another id and time": (
        [SNOW],
        [SNOW._replace(id="new", start=at("17 14:00"))],
        "1 moved",
        ["moved 10:30 → 14:00: Snow"],
    ),
    "another id and title": (
        [SNOW._replace(keys=("guid:1",))],
        [SNOW._replace(id="new", title="Hail", keys=("guid:1",))],
        "1 retitled",
        ["was called “Snow”: Hail"],
    ),
    "another id, and hidden": (
        [SNOW._replace(keys=("guid:1",))],
        [SNOW._replace(id="new", keys=("guid:1",), visible=False)],
        "1 cancelled",
        ["cancelled: Snow"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_differences_are_listed(case: str) -> None:
    before, after, short, expected = CASES[case]
    found = between(before, after)
    assert (summarize(found), list_changes(found, {})) == (short, expected)


def test_sessions_with_the_same_title_are_matched_by_time_if_all_ids_are_new() -> None:
    lunches = [
        Session(f"lunch-{day}", "Lunch", kind=Kind.MEAL, start=at(f"{day} 12:00"))
        for day in (17, 18, 19)
    ]
    again = [each._replace(id=f"new-{each.id}") for each in lunches]
    assert between(lunches, again) == Differences()
    assert summarize(between(lunches, again[1:])) == "1 cancelled"


def test_sessions_with_the_same_title_that_moved_are_not_matched() -> None:
    both = [SNOW, SNOW._replace(id="snow-2", start=at("18 10:30"))]
    after = [each._replace(id=f"new-{each.id}", start=at("19 10:30")) for each in both]
    assert summarize(between(both, after)) == "2 added, 2 cancelled"


def test_a_session_that_keeps_its_id_is_not_matched_with_another() -> None:
    found = between([SNOW, ICE], [ICE._replace(title="Snow")])
    assert summarize(found) == "1 cancelled, 1 retitled"
    assert found.cancelled == (SNOW,)


def starring(id: str, mark: Mark = Mark.MUST) -> dict[str, Bookmark]:
    return {id: make_bookmark(SNOW._replace(id=id), mark)}


def test_the_summary_for_an_attendee_starts_with_their_sessions() -> None:
    late = SNOW._replace(start=at("17 14:00"))
    found = between([SNOW, ICE], [late, RAIN])
    both = starring("snow") | {"ice": make_bookmark(ICE, Mark.MAYBE)}
    in_all = "1 added, 1 cancelled, 1 moved"
    assert summarize_for_attendee(found, {}) == in_all
    assert (
        summarize_for_attendee(found, starring("snow")) == f"★ moved 10:30 → 14:00: Snow · {in_all}"
    )
    assert (
        summarize_for_attendee(found, both) == f"☆ cancelled: Ice, and 1 more of yours · {in_all}"
    )


def test_a_changed_maybe_is_listed_with_the_symbol_of_a_maybe() -> None:
    found = between([SNOW], [])
    assert list_changes(found, starring("snow", Mark.MAYBE)) == ["☆ cancelled: Snow"]
    assert list_changes(found, starring("snow", Mark.SKIP)) == ["cancelled: Snow"]


def test_starred_sessions_come_first_then_all_is_in_time_order() -> None:
    late = SNOW._replace(start=at("17 14:00"))
    found = between([SNOW, ICE, POSTER], [late, RAIN])
    expected = list_changes(found, starring("snow"))
    assert expected == [
        "★ moved 10:30 → 14:00: Snow",
        "cancelled: Ice",
        "added Sun 18 14:00 Birch: Rain",
        "cancelled: Poster",
    ]
    assert summarize(found) == "1 added, 2 cancelled, 1 moved"


@pytest.mark.parametrize("starred", ["snow", "new"])
def test_a_star_counts_under_the_old_and_the_new_id(starred: str) -> None:
    found = between([SNOW], [SNOW._replace(id="new", start=at("17 14:00"))])
    assert list_changes(found, starring(starred)) == ["★ moved 10:30 → 14:00: Snow"]


def test_a_room_with_another_name_is_one_line_and_not_one_for_each_session() -> None:
    after = [each._replace(rooms=("Fir",)) if each.rooms == ("Birch",) else each for each in
             (SNOW, ICE, RAIN)]  # fmt: skip
    differences = between([SNOW, ICE, RAIN], after)
    assert list_changes(differences, {}) == ["room renamed: Birch → Fir"]
    assert summarize(differences) == "2 in another room"
    mine = {ICE.id: make_bookmark(ICE)}
    assert summarize_for_attendee(differences, mine).startswith("room renamed: Birch → Fir · ")


def test_what_else_changed_in_a_renamed_room_is_still_told() -> None:
    moved = ICE._replace(rooms=("Fir",), start=at("17 13:00"), end=at("17 13:30"))
    lines = list_changes(between([ICE, RAIN], [moved, RAIN._replace(rooms=("Fir",))]), {})
    assert lines == ["room renamed: Birch → Fir", "moved 12:00 → 13:00: Ice"]


def test_a_room_that_one_session_left_or_that_is_still_in_use_has_no_other_name() -> None:
    one = between([ICE], [ICE._replace(rooms=("Fir",))])
    assert list_changes(one, {}) == ["room changed: Birch → Fir: Ice"]
    some = between([ICE, RAIN, SNOW], [ICE._replace(rooms=("Fir",)), RAIN, SNOW])
    assert list_changes(some, {}) == ["room changed: Birch → Fir: Ice"]
    known = between([ICE, RAIN, SNOW], [ICE._replace(rooms=("Aurora",)),
                                        RAIN._replace(rooms=("Aurora",)), SNOW])  # fmt: skip
    assert len(list_changes(known, {})) == 2
