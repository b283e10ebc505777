"""Properties of any plan in any conference."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, Kind, Session
from confui.schedule.plan.gaps import Gap
from confui.schedule.plan.plan import Plan, PlanItem, PlanSessions, make_plan
from confui.sources.overview import make_overview
from tests.schedule.example_conference import SATURDAY, SUNDAY, asking, at, find
from tests.schedule.plan.example_plan import plan

QUARTER = 15
ConferenceBuilder: TypeAlias = tuple[tuple[Session, ...], tuple[Bookmark, ...]]


@st.composite
def programmes(draw: st.DrawFn) -> ConferenceBuilder:
    """Return sessions on two days, some overlapping, and bookmarks of some of them."""
    sessions = []
    for number in range(draw(st.integers(0, 9))):
        day = draw(st.sampled_from([SATURDAY, SATURDAY, SUNDAY, None]))
        begin = at(f"{day.day} 08:00") if day else None
        start = begin and begin + timedelta(minutes=QUARTER * draw(st.integers(0, 10)))
        length = draw(st.sampled_from([15, 30, 45, 90, 400]))
        sessions.append(
            Session(
                f"{number}",
                "",
                kind=draw(st.sampled_from([Kind.TALK, Kind.TALK, Kind.MEAL, Kind.SERVICE])),
                start=start,
                end=start and start + timedelta(minutes=length),
                day=day,
                rooms=tuple(draw(st.sets(st.sampled_from("AB"), max_size=2))),
                whole_venue=draw(st.integers(0, 4)) == 0,
                visible=draw(st.integers(0, 4)) > 0,
            )
        )
    marks = st.sampled_from([*Mark, Mark.MUST, None])
    bookmarks = tuple(make_bookmark(each, draw(marks), "note") for each in sessions)
    left_out = draw(st.sets(st.sampled_from([*sessions, None]), max_size=3))
    return tuple(each for each in sessions if each not in left_out), bookmarks


def takes_time(item: PlanItem, made: Plan) -> bool:
    """Whether the attendee goes there: not if it is a backup."""
    session = item.session
    if item.cancelled or session.all_day or session.start is None:
        return False
    musts = [o for o in made.items if o.bookmark.mark is Mark.MUST and not o.cancelled]
    beside = any(session.overlap(o.session) for o in musts if o.session.exclusive)
    return item.bookmark.mark is Mark.MUST or session.whole_venue or not beside


@given(programmes())
def test_the_plan_has_every_starred_session_once_and_no_other(
    programme: ConferenceBuilder,
) -> None:
    sessions, bookmarks = programme
    planned = [item.session.id for item in plan(sessions, bookmarks).items]
    assert sorted(planned) == sorted(each.session for each in bookmarks if each.starred)


@given(programmes())
def test_gaps_are_free_in_order_and_separate(
    programme: ConferenceBuilder,
) -> None:
    made = plan(*programme)
    for gap in made.gaps:
        assert gap.start < gap.end
        for item in made.items:
            if takes_time(item, made):
                assert item.session.start and item.session.end
                assert item.session.end <= gap.start or item.session.start >= gap.end
    assert all(one.end <= other.start for one, other in pairwise(made.gaps))


@given(programmes())
def test_a_session_that_fits_is_within_its_gap_and_has_no_mark(
    programme: ConferenceBuilder,
) -> None:
    sessions, bookmarks = programme
    decided = {each.session for each in bookmarks if each.mark}
    for gap in plan(sessions, bookmarks).gaps:
        for session, _ in gap.fits:
            assert session.start and session.end
            assert gap.start <= session.start < session.end <= gap.end
            assert session.day == gap.day
            assert session.visible
            assert session.id not in decided


@given(programmes())
def test_days_are_in_order_and_so_are_their_entries(
    programme: ConferenceBuilder,
) -> None:
    made = plan(*programme)
    days = [day.day for day in made.days]
    assert days == sorted(days, key=lambda day: day or date.max)
    assert len(set(days)) == len(days)
    for day in made.days:
        starts = [e.start if isinstance(e, Gap) else e.session.start for e in day.entries]
        assert all(start is None for start in starts) if day.day is None else None not in starts
        assert starts == sorted(starts, key=lambda start: start or at("31 23:59"))


@given(programmes())
def test_a_query_finds_the_conflicts_and_the_fits_of_the_plan(
    programme: ConferenceBuilder,
) -> None:
    sessions, bookmarks = programme
    made, conference = plan(sessions, bookmarks), Conference(sessions=sessions)
    fits = {fit.session.id for gap in made.gaps for fit in gap.fits}
    assert find("is:fits", asking(*bookmarks), conference) == fits
    colliding = {item.session.id for item in made.items if item.overlaps}
    assert find("is:conflict", asking(*bookmarks), conference) == colliding


@given(programmes())
def test_overlaps_are_mutual(
    programme: ConferenceBuilder,
) -> None:
    items = plan(*programme).items
    overlaps = {(each.session.id, o.other.id, o.minutes) for each in items for o in each.overlaps}
    assert overlaps == {(other, one, minutes) for one, other, minutes in overlaps}
    assert not any(each.cancelled and (each.overlaps or each.backs_up) for each in items)


class DaysAskedFor(Mapping[date | None, tuple[Session, ...]]):
    """The sessions by day, and of which days somebody has asked for them."""

    def __init__(self, by_day: Mapping[date | None, tuple[Session, ...]]) -> None:
        self.by_day = by_day
        self.asked: set[date | None] = set()

    def __getitem__(self, day: date | None) -> tuple[Session, ...]:
        self.asked.add(day)
        return self.by_day[day]

    def __iter__(self) -> Iterator[date | None]:
        return iter(self.by_day)

    def __len__(self) -> int:
        return len(self.by_day)


@given(programmes(), st.none() | st.integers(0, 14))
def test_a_plan_asks_only_for_days_with_marks_and_for_today(
    programme: ConferenceBuilder, quarters: int | None
) -> None:
    sessions, bookmarks = programme
    now = None if quarters is None else at("17 07:30") + timedelta(minutes=QUARTER * quarters)
    days = tuple(sorted({each.day for each in sessions if each.day}))
    conference = Conference(days=days, sessions=sessions)
    known = {each.day: each.offer for each in make_overview(conference, [sessions]).days}
    visible = conference.visible
    by_day = DaysAskedFor(conference.group_by_day(visible))
    marks = {each.session: each for each in bookmarks}
    source = PlanSessions({each.id: each for each in visible}, by_day, known)
    made = make_plan(conference, marks, now, sessions=source)
    decided = {each.day for each in visible if each.id in marks and marks[each.id].mark}
    decided |= {item.session.day for item in made.items}
    assert by_day.asked <= decided | ({now.date()} if now else set())
    assert made == make_plan(conference, marks, now)
    assert [[*gap.fits] for gap in made.gaps] == [
        [*gap.fits] for gap in make_plan(conference, marks, now).gaps
    ]
