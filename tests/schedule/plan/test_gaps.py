"""The gaps in a plan, and the sessions that fit into them."""

from datetime import timedelta

import pytest

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.models import EndSource, Kind, Level, Session, Walk
from confui.schedule.plan.gaps import (
    Gap,
    Preferences,
    busy_sessions,
    find_gaps,
    is_plannable,
)
from confui.schedule.rooms import Buildings
from tests.ratios import ratio
from tests.schedule.example_conference import SATURDAY, SUNDAY, at
from tests.schedule.plan.example_plan import desk, keynote, lines, maybe, must, plan, talk

NINE = talk("nine", "09:00-09:45")
TEN = talk("ten", "10:30-11:15")
NOON = talk("noon", "12:00-12:45")


def fitting(gap: Gap) -> list[str]:
    return [fit.session.id for fit in gap.fits]


def test_free_time_is_between_planned_sessions() -> None:
    assert lines(plan([NINE, TEN, NOON], must(NINE, NOON))) == ["nine", "09:45-12:00", "noon"]


def test_there_is_no_gap_between_sessions_that_touch_or_overlap() -> None:
    after, beside = talk("after", "09:45-10:30"), talk("beside", "09:30-10:30", "Birch")
    assert lines(plan([NINE, after], must(NINE, after))) == ["nine", "after"]
    assert lines(plan([NINE, beside], must(NINE, beside))) == ["nine", "beside"]


def test_a_session_inside_a_longer_one_leaves_no_gap_at_its_end() -> None:
    long = talk("long", "09:00-12:00", "Birch")
    assert lines(plan([long, TEN, NOON], must(long, TEN, NOON))) == ["long", "ten", "noon"]


def test_before_the_first_and_after_the_last_there_is_a_gap_only_if_something_fits() -> None:
    assert lines(plan([NINE, TEN, NOON], must(TEN))) == ["09:00-10:30", "ten", "11:15-12:45"]
    assert lines(plan([NINE, TEN, NOON], must(NINE, TEN, NOON)))[0] == "nine"
    dinner = talk("dinner", "19:00-21:00")._replace(kind=Kind.MEAL)
    assert lines(plan([TEN, dinner], must(TEN))) == ["ten"]


@pytest.mark.parametrize(("start", "expected"), [("10:00", ["10:00-10:15"]), ("10:01", [])])
def test_a_short_gap_into_which_nothing_fits_is_left_out(start: str, expected: list[str]) -> None:
    first, second = talk("first", f"09:00-{start}"), talk("second", "10:15-11:00")
    assert lines(plan([first, second], must(first, second))) == ["first", *expected, "second"]


def test_a_short_gap_into_which_something_fits_is_included() -> None:
    first, second = talk("first", "09:00-10:00"), talk("second", "10:10-11:00")
    lightning = talk("lightning", "10:00-10:10", "Birch")
    (gap,) = plan([first, second, lightning], must(first, second)).gaps
    assert (gap.minutes, fitting(gap)) == (10, ["lightning"])


def test_a_planned_whole_venue_session_takes_time() -> None:
    opening = keynote("opening", "09:45-10:30")
    assert lines(plan([NINE, opening, TEN], must(NINE, opening, TEN))) == ["nine", "opening", "ten"]


def test_an_all_day_session_takes_no_time() -> None:
    open_all_day = desk("desk", "08:00-18:00")
    made = plan([open_all_day, NINE, TEN], must(open_all_day, NINE, TEN))
    assert lines(made) == ["desk", "nine", "09:45-10:30", "ten"]


def test_only_sessions_with_a_room_and_a_time_and_without_a_mark_are_suggested() -> None:
    lunch = talk("lunch", "11:15-12:00")._replace(kind=Kind.MEAL)
    untimed = NINE._replace(id="untimed", start=None, end=None, day=None)
    sessions = [NINE, lunch, untimed, desk("desk", "08:00-18:00"), keynote("k", "09:00-10:00"), TEN]
    assert [each.id for each in filter(is_plannable, sessions)] == ["nine", "ten"]
    (gap,) = plan(sessions, must(TEN)).gaps
    assert fitting(gap) == ["nine"]


@pytest.mark.parametrize("mark", Mark)
def test_a_session_with_a_mark_is_never_suggested(mark: Mark) -> None:
    made = plan([NINE, TEN, NOON], [make_bookmark(TEN, mark), *must(NINE, NOON)])
    assert not any(map(fitting, made.gaps))


def test_a_session_with_only_a_note_is_suggested() -> None:
    (gap,) = plan([NINE, TEN, NOON], [make_bookmark(TEN, None, "ask"), *must(NINE, NOON)]).gaps
    assert fitting(gap) == ["ten"]


@pytest.mark.parametrize(
    ("hours", "fits"),
    [
        ("09:45-12:00", True),
        ("09:44-10:30", False),
        ("11:30-12:01", False),
        ("12:00-12:00", False),
        ("09:45-09:45", True),
    ],
)
def test_a_session_that_fits_is_entirely_within_the_gap(hours: str, fits: bool) -> None:
    other = talk("other", hours, "Birch")
    (gap, *_) = plan([NINE, NOON, other], must(NINE, NOON)).gaps
    assert fitting(gap) == (["other"] if fits else [])


@pytest.mark.parametrize(
    ("hours", "fits"),
    [("09:50-11:55", True), ("09:49-11:55", False), ("09:50-11:56", False)],
)
def test_a_session_in_another_building_fits_only_with_time_to_walk_there_and_back(
    hours: str, fits: bool
) -> None:
    nine, noon = (each._replace(rooms=("K.1",)) for each in (NINE, NOON))
    other = talk("other", hours, "H.1")
    buildings = Buildings({"K.1": "K", "H.1": "H"}, (Walk("K", "H", 5),))
    (gap, *_) = find_gaps(SATURDAY, [nine, noon], [other], Preferences(), buildings=buildings)
    assert bool(gap.fits) is fits


def test_a_maybe_takes_time_too() -> None:
    assert lines(plan([NINE, TEN, NOON], maybe(NINE, TEN, NOON))) == [
        *("nine", "09:45-10:30", "ten", "11:15-12:00", "noon")
    ]


def test_a_maybe_that_overlaps_a_must_takes_no_time() -> None:
    spare = talk("spare", "09:15-10:15", "Birch")
    made = plan([NINE, TEN, spare], [*must(NINE, TEN), *maybe(spare)])
    assert lines(made) == ["nine", "spare", "09:45-10:30", "ten"]


def test_a_maybe_during_a_whole_venue_keynote_takes_time() -> None:
    opening, beside = keynote("opening", "09:00-09:45"), talk("beside", "09:15-10:15", "Birch")
    made = plan([opening, beside, TEN], [*must(opening, TEN), *maybe(beside)])
    assert lines(made) == ["opening", "beside", "10:15-10:30", "ten"]


def test_a_cancelled_session_takes_no_time() -> None:
    assert lines(plan([NINE, NOON], must(NINE, TEN, NOON))) == [
        *("nine", "09:45-12:00", "ten", "noon")
    ]


def test_a_day_without_stars_is_one_gap_from_its_first_session_to_its_last() -> None:
    sunday = talk("sunday", "10:00-11:00", day=SUNDAY)
    (day,) = plan([sunday]).days
    assert day.day == SUNDAY
    (gap,) = day.entries
    assert isinstance(gap, Gap)
    assert (gap.start, gap.end, fitting(gap)) == (at("18 10:00"), at("18 11:00"), ["sunday"])


def test_a_session_is_suggested_only_on_its_day() -> None:
    sunday = talk("sunday", "10:00-11:00", day=SUNDAY)
    made = plan([NINE, TEN, NOON, sunday], must(NINE, NOON, sunday))
    assert [fitting(gap) for gap in made.gaps] == [["ten"]]


def offered(*others: Session) -> list[tuple[str, tuple[str, ...]]]:
    """Return the ids that fit between two talks in Aurora, with the reasons."""
    first = NINE._replace(level=Level.BEGINNER, track="Web")
    (gap,) = plan([first, NOON, *others], must(first, NOON)).gaps
    return [(fit.session.id, fit.reasons) for fit in gap.fits]


def test_the_reasons_are_the_room_before_the_room_after_the_level_and_the_track() -> None:
    other = talk("other", "10:00-11:30")._replace(level=Level.BEGINNER, track="Web")
    assert offered(other) == [
        (
            "other",
            ("you are in Aurora before", "you are in Aurora after", "your level", "your track"),
        )
    ]


@pytest.mark.parametrize(
    ("hours", "reasons"),
    [
        ("10:15-11:00", ("you are in Aurora before",)),
        ("10:16-11:29", ()),
        ("11:00-11:30", ("you are in Aurora after",)),
    ],
)
def test_a_room_more_than_half_an_hour_away_is_not_a_reason(
    hours: str, reasons: tuple[str, ...]
) -> None:
    assert offered(talk("other", hours)) == [("other", reasons)]


def test_a_session_can_fit_without_a_reason() -> None:
    plain = talk("plain", "10:00-11:00", "Birch")
    other = talk("other", "10:00-11:00", "Cedar")._replace(level=Level.ADVANCED, track="Data")
    assert offered(plain, other) == [("other", ()), ("plain", ())]


def test_fits_with_a_higher_score_come_first_then_earlier_ones() -> None:
    early, late = talk("early", "10:00-10:30", "Birch"), talk("late", "11:00-11:30", "Birch")
    level = late._replace(id="level", level=Level.BEGINNER)
    both = level._replace(id="both", track="Web")
    room = both._replace(id="room", rooms=("Aurora",))
    assert [name for name, _ in offered(late, early, level, both, room)] == [
        *("room", "both", "level", "early", "late")
    ]


def test_a_gap_knows_whether_it_starts_at_an_inferred_end() -> None:
    guessed = NINE._replace(end_source=EndSource.INFERRED)
    beside = talk("beside", "09:15-09:45", "Birch")._replace(end_source=EndSource.GIVEN)
    assert [gap.inferred for gap in plan([guessed, TEN], must(guessed, TEN)).gaps] == [True]
    assert [gap.inferred for gap in plan([NINE, TEN], must(NINE, TEN)).gaps] == [False]
    made = plan([guessed, beside, TEN], must(guessed, beside, TEN))
    assert [gap.inferred for gap in made.gaps] == [False]


def test_a_maybe_takes_time_unless_it_overlaps_a_must() -> None:
    beside = [NINE, NOON, desk("desk", "08:00-18:00"), keynote("keynote", "10:00-11:00")]
    assert busy_sessions(beside, [TEN]) == [*beside, TEN]
    long = talk("long", "09:00-10:31")
    assert busy_sessions([long], [TEN]) == [long]
    assert busy_sessions([TEN], [keynote("all", "10:00-11:00")])[1:], "a backup has a room"


def test_many_gaps_cost_no_more_than_one() -> None:
    """Each gap looks at its own sessions only."""
    minutes = [at("17 09:00") + timedelta(minutes=number) for number in range(0, 6_000, 3)]
    planned = [
        Session(f"p{start}", "", start=start, end=start + timedelta(minutes=1)) for start in minutes
    ]
    offered = [
        Session(
            f"o{start}", "", start=start + timedelta(minutes=1), end=start + timedelta(minutes=2)
        )
        for start in minutes
    ]
    gaps = find_gaps(SATURDAY, planned, offered, Preferences())
    assert len(gaps) == sum(len(gap.fits) for gap in gaps) == 2_000
    few = 10
    cost = ratio(
        lambda: find_gaps(SATURDAY, planned, offered, Preferences()),
        lambda: find_gaps(SATURDAY, planned[:1], offered, Preferences()),
        enough=few,
    )
    assert cost <= few
