"""The plan: order, overlaps, backups, walks and unseen changes."""

from datetime import datetime

import pytest

from confui.schedule.models import Building, Conference, EndSource, Session, Walk
from confui.schedule.plan.plan import PlanItem, find_overlaps, find_unseen_changes, make_plan
from confui.schedule.plan.plan_notes import list_notes
from confui.schedule.plan.timeline import ShortWalk
from tests.schedule.example_conference import SATURDAY, SUNDAY, at
from tests.schedule.plan.example_plan import desk, keynote, lines, maybe, must, plan, talk

A = talk("a", "10:00-11:00", "Aurora")
B = talk("b", "10:30-11:30", "Birch")
C = talk("c", "11:00-12:00", "Aurora")
UNTIMED = Session("poster", "Poster", rooms=("Lobby",))


def item(made: list[PlanItem], name: str) -> PlanItem:
    (found,) = (each for each in made if each.session.id == name)
    return found


def test_an_overlap_is_described_with_minutes_title_and_start() -> None:
    (overlap,) = find_overlaps(A, [B])
    assert overlap.describe() == "overlaps 30 min with b (10:30)"


def test_an_overlap_by_an_inferred_end_is_marked() -> None:
    guessed = A._replace(end_source=EndSource.INFERRED)
    assert find_overlaps(B, [guessed])[0].describe() == "overlaps ~30 min with a (10:00)"


def test_an_inferred_end_that_does_not_matter_is_not_marked() -> None:
    guessed = B._replace(end_source=EndSource.INFERRED)
    assert find_overlaps(A, [guessed])[0].describe() == "overlaps 30 min with b (10:30)"


def test_back_to_back_sessions_do_not_overlap() -> None:
    assert find_overlaps(A, [C]) == ()


def test_a_session_does_not_overlap_itself() -> None:
    assert find_overlaps(A, [A]) == ()


def test_a_session_without_a_time_overlaps_nothing() -> None:
    assert find_overlaps(UNTIMED, [A]) == ()
    assert find_overlaps(A, [UNTIMED]) == ()


def test_the_longest_overlap_comes_first() -> None:
    wide = talk("wide", "10:00-12:00", "Birch")
    assert [o.other.id for o in find_overlaps(wide, [B, A, C])] == ["a", "b", "c"]


@pytest.mark.parametrize("session", [keynote("k", "10:00-11:00"), desk("d", "08:00-18:00")])
def test_whole_venue_and_all_day_sessions_overlap_nothing(session: Session) -> None:
    assert find_overlaps(A, [session]) == ()
    assert find_overlaps(session, [A]) == ()


def test_a_plan_reports_overlaps_only_between_equal_marks() -> None:
    other = talk("other", "10:00-11:00", "Cedar")
    made = plan([A, B, other], [*must(A, B), *maybe(other)]).items
    assert [o.other.id for o in item(list(made), "a").overlaps] == ["b"]
    assert [o.other.id for o in item(list(made), "b").overlaps] == ["a"]
    assert item(list(made), "other").overlaps == ()


def test_a_maybe_is_a_backup_for_the_must_with_the_longest_overlap() -> None:
    spare = talk("spare", "10:15-11:30", "Cedar")
    made = list(plan([A, C, spare], [*must(A, C), *maybe(spare)]).items)
    assert item(made, "spare").backs_up == A
    assert item(made, "a").backs_up is None
    assert item(list(plan([A, B], maybe(A, B)).items), "b").backs_up is None


def test_items_are_sorted_by_start_then_by_end() -> None:
    short = talk("z", "10:00-10:30", "Cedar")
    made = plan([C, B, A, short], must(C, B, A, short))
    assert lines(made) == ["z", "a", "b", "c"]


def test_sessions_without_a_time_are_on_a_separate_last_day() -> None:
    sunday = talk("sunday", "09:00-10:00", day=SUNDAY)
    made = plan([UNTIMED, sunday, A], must(UNTIMED, sunday, A))
    assert [day.day for day in made.days] == [SATURDAY, SUNDAY, None]
    assert lines(made) == ["a", "sunday", "poster"]
    assert [day.day for day in plan([UNTIMED, A], must(A)).days] == [SATURDAY]


def test_every_day_of_the_conference_is_in_the_plan() -> None:
    sunday = talk("sunday", "09:00-10:00", day=SUNDAY)
    made = plan([sunday, keynote("k", "09:00-10:00")], must(sunday))
    assert [(day.day, len(day.entries)) for day in made.days] == [(SATURDAY, 0), (SUNDAY, 1)]


def test_the_night_belongs_to_the_previous_day() -> None:
    party = talk("party", "00:30-02:00", day=SUNDAY)._replace(day=SATURDAY)
    assert lines(plan([party, A], must(party, A))) == ["a", "11:00-00:30", "party"]


def test_sessions_that_are_skipped_or_have_only_a_note_are_not_in_the_plan() -> None:
    (starred,) = must(A)
    skipped = starred._replace(session="b", mark=None, note="ask")
    assert [each.session.id for each in plan([A, B], [starred, skipped]).items] == ["a"]


def test_a_cancelled_session_stays_in_its_place_and_overlaps_nothing() -> None:
    made = list(plan([A, C], must(A, B, C)).items)
    assert [(each.session.id, each.cancelled) for each in made] == [
        *(("a", False), ("b", True), ("c", False))
    ]
    assert [each.overlaps for each in made] == [(), (), ()]
    assert (made[1].changes, made[1].session.day) == (("cancelled",), SATURDAY)


def test_a_hidden_session_counts_as_cancelled() -> None:
    (only,) = plan([A._replace(visible=False)], must(A)).items
    assert only.cancelled


def test_a_cancelled_session_keeps_a_day_that_was_removed() -> None:
    sunday = talk("sunday", "01:00-02:00", day=SUNDAY)
    late = talk("late", "09:00-10:00", day=SUNDAY)
    made = plan([A], must(A, sunday, late))
    assert [day.day for day in made.days] == [SATURDAY, SUNDAY]
    assert lines(made) == ["a", "sunday", "late"]


@pytest.mark.parametrize(
    ("hours", "room", "walk"),
    [
        ("11:00-12:00", "Birch", 0),
        ("11:04-12:00", "Birch", 4),
        ("11:05-12:00", "Birch", None),
        ("11:00-12:00", "Aurora", None),
        ("10:59-12:00", "Birch", None),
    ],
)
def test_a_short_walk_to_another_room_is_reported(hours: str, room: str, walk: int | None) -> None:
    other = talk("other", hours, room)
    made = list(plan([A, other], must(A, other)).items)
    assert item(made, "other").walk == (None if walk is None else ShortWalk(walk))
    assert item(made, "a").walk is None


def test_a_walk_to_another_building_names_the_buildings_and_both_times() -> None:
    other = talk("other", "11:05-12:00", "Birch")
    buildings = (Building("Main", ("Aurora",)), Building("Annex", ("Birch",)))
    conference = Conference(
        sessions=(A, other), days=(SATURDAY,), buildings=buildings, walks=(Walk("", "", 8),)
    )
    made = make_plan(conference, {each.session: each for each in must(A, other)})
    (note,) = list_notes(item(list(made.items), "other"))
    assert note.text == "5 min for a walk of 8 min from Main to Annex"


def test_there_is_no_walk_between_parts_of_one_hall() -> None:
    part, whole = talk("part", "10:00-11:00", "Hall B"), talk("whole", "11:00-12:00", "Halls B-C")
    assert [each.walk for each in plan([part, whole], must(part, whole)).items] == [None, None]


def test_there_is_no_walk_to_or_from_whole_venue_and_cancelled_sessions() -> None:
    opening, after = keynote("opening", "11:00-11:30"), talk("after", "11:30-12:00", "Birch")
    made = plan([A, opening, after], must(A, opening, after)).items
    assert [each.walk for each in made] == [None, None, None]
    other = talk("other", "11:00-12:00", "Birch")
    assert [each.walk for each in plan([other], must(A, other)).items] == [None, None]


def test_a_walk_starts_at_the_session_that_ended_last() -> None:
    short = talk("short", "10:00-10:58", "Cedar")
    made = plan([short, A, C], [*maybe(short), *must(A, C)]).items
    assert item(list(made), "c").walk is None


def test_a_plan_finds_its_sessions_even_cancelled_ones_and_its_gaps() -> None:
    evening, spare = talk("evening", "18:00-19:00"), talk("spare", "13:00-14:00", "Birch")
    made = plan([A, evening, spare], must(A, C, evening))
    assert made.session("a") == A
    cancelled = made.session("c")
    assert cancelled is not None
    assert cancelled.title == "c"
    assert made.session("spare") is None
    (gap,) = made.gaps
    assert made.gap(gap.start) == gap
    assert made.gap(at("17 10:00")) is made.gap(None) is None
    assert [each.id for each in made.list_sessions(None)] == ["a", "c", "evening"]
    assert [each.id for each in made.list_sessions(gap.start)] == ["a", "c", "spare", "evening"]


MOVED = A._replace(rooms=("Birch",))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (None, ("room changed: Aurora → Birch",)),
        (at("17 10:59"), ("room changed: Aurora → Birch",)),
        (at("17 11:00"), ()),
    ],
)
def test_changes_are_reported_until_the_session_is_over(
    now: datetime | None, expected: tuple[str, ...]
) -> None:
    assert [each.changes for each in plan([MOVED], must(A), now).items] == [expected]


def test_a_cancellation_is_reported_until_the_session_would_be_over() -> None:
    assert plan([B], must(A), at("17 10:59")).items[0].changes == ("cancelled",)
    assert plan([B], must(A), at("17 11:00")).items[0].changes == ()


@pytest.mark.parametrize(
    ("now", "ids"), [(None, ("a", "b")), (at("17 11:00"), ("b",)), (at("17 11:30"), ())]
)
def test_unseen_changes_are_those_of_starred_sessions_that_are_not_over(
    now: datetime | None, ids: tuple[str, ...]
) -> None:
    visible = {session.id: session for session in (MOVED, C)}
    skipped = maybe(C._replace(title="Was"))[0]._replace(mark=None, note="ask")
    bookmarks = {each.session: each for each in [*must(A, B), skipped]}
    assert find_unseen_changes(visible, bookmarks, now) == ids
