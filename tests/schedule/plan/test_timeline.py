"""What overlaps a session and what came before, without comparing all pairs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.models import Conference, Session, Walk
from confui.schedule.plan.plan import PlanItem, make_plan
from confui.schedule.plan.plan_notes import list_notes
from confui.schedule.plan.timeline import MOST_LISTED, EndsByTime, ShortWalk, list_overlapping
from confui.schedule.rooms import NO_BUILDINGS, Buildings
from tests.ratios import ratio
from tests.schedule.example_conference import SATURDAY, at
from tests.schedule.plan.example_plan import must, plan, talk

MORNING = at("17 09:00")


def make_session(name: str, start: int, minutes: int, room: str = "Aurora") -> Session:
    """Return a session; `start` is in minutes after nine."""
    begin = MORNING + timedelta(minutes=start)
    end = begin + timedelta(minutes=minutes)
    return Session(name, name, start=begin, end=end, day=SATURDAY, rooms=(room,))


TIMES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), max_size=12)


@given(TIMES, TIMES)
def test_the_overlaps_are_those_of_comparing_all_pairs(
    times: list[tuple[int, int]], other_times: list[tuple[int, int]]
) -> None:
    sessions = [make_session(f"s{n}", *time) for n, time in enumerate(times)]
    others = [make_session(f"o{n}", *time) for n, time in enumerate(other_times)]
    for among in (others, sessions):
        found = list_overlapping(sessions, among)
        for session in sessions:
            beside = {o.id for o in among if o.id != session.id and o.overlap(session)}
            listed = found[session.id].listed if session.id in found else ()
            assert {other.id for other in listed} == beside


@pytest.mark.parametrize("minutes", [30, 300])
def test_only_some_of_very_many_overlaps_are_listed_and_all_are_counted(minutes: int) -> None:
    sessions = [make_session(f"{n}", n % 20, minutes) for n in range(100)]
    found = list_overlapping(sessions, sessions)
    assert all(MOST_LISTED <= len(each.listed) <= 2 * MOST_LISTED + 1 for each in found.values())
    assert {each.total for each in found.values()} == {99}
    (day,) = plan(sessions, must(*sessions)).days
    items = [entry for entry in day.entries if isinstance(entry, PlanItem)]
    assert {(len(item.overlaps), item.more_overlaps) for item in items} == {(20, 79)}
    assert list_notes(items[0])[-1].text == "overlaps 79 more sessions"


def test_a_walk_is_from_where_the_last_sessions_ended() -> None:
    before = [talk("a", "09:00-09:50", "Aurora"), talk("b", "09:00-09:57", "Birch")]
    ends = EndsByTime(before, NO_BUILDINGS)
    assert ends.walk_to(talk("c", "10:00-11:00", "Cedar")) == ShortWalk(3)
    assert ends.walk_to(talk("c", "10:00-11:00", "Birch")) is None
    assert ends.walk_to(talk("c", "09:53-11:00", "Birch")) == ShortWalk(3)
    assert ends.walk_to(talk("c", "09:30-11:00", "Birch")) is None


def test_a_walk_from_very_many_rooms_is_not_certain() -> None:
    many = [talk(f"{n}", "09:00-10:00", f"Hall {n}") for n in range(1_000)]
    assert EndsByTime(many, NO_BUILDINGS).walk_to(talk("c", "10:00-11:00", "Cedar")) is None


def test_a_walk_to_another_building_takes_as_long_as_the_conference_says() -> None:
    buildings = Buildings({"Aurora": "Main", "Birch": "Annex"}, (Walk("Main", "Annex", 12),))
    ends = EndsByTime([talk("a", "09:00-09:50", "Aurora")], buildings)
    late = ends.walk_to(talk("b", "10:00-11:00", "Birch"))
    assert late == ShortWalk(10, 12, ("Main", "Annex"))
    assert ends.walk_to(talk("b", "10:05-11:00", "Birch")) is None


def all_at_once(number: int) -> Session:
    return make_session(f"{number}", 0, 60)


def one_long_and_many_short(number: int) -> Session:
    return make_session(f"{number}", 2 * number, 4_000 if number == 0 else 1)


def one_after_another_in_rooms_of_their_own(number: int) -> Session:
    return make_session(f"{number}", 30 * (number % 2), 30, f"Room {number}")


@pytest.mark.parametrize(
    "make", [all_at_once, one_long_and_many_short, one_after_another_in_rooms_of_their_own]
)
def test_starring_everything_costs_in_proportion(make: Callable[[int], Session]) -> None:
    def make_plan_of(count: int) -> Callable[[], object]:
        sessions = tuple(map(make, range(count)))
        bookmarks = {session.id: make_bookmark(session, Mark.MUST) for session in sessions}
        conference = Conference(days=(SATURDAY,), sessions=sessions)
        return lambda: make_plan(conference, bookmarks)

    times_more, few = 8, 24
    cost = ratio(make_plan_of(250 * times_more), make_plan_of(250), enough=few)
    assert cost <= few
