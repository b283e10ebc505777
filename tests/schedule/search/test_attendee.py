"""Searching by the attendee's bookmarks: marks, notes, conflicts, changes and fits."""

import pytest

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, EndSource, Kind, Session
from confui.schedule.search.attendee import Attendee
from tests.schedule.example_conference import BY_ID, EVERYBODY, SATURDAY, asking, at, find, kept

ANA = asking(
    kept("flask", Mark.MUST, "Ask about “Café”"),
    kept("coffee", Mark.MUST),
    kept("deep", Mark.MAYBE),
    kept("party", Mark.SKIP),
    kept("poster", None, "Read it on the train"),
    kept("gone", Mark.MUST, "cafe"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is:starred", {"flask", "coffee", "deep"}),
        ("-is:starred", EVERYBODY - {"flask", "coffee", "deep"}),
        ("is:must", {"flask", "coffee"}),
        ("is:maybe", {"deep"}),
        ("is:skipped", {"party"}),
        ("-is:skipped is:upcoming", set()),
        ("is:must,maybe day:sun", {"deep"}),
        ("has:note", {"flask", "poster"}),
        ("has:note -is:starred", {"poster"}),
        ("cafe", {"flask", "coffee"}),
        ("train", {"poster"}),
        ("is:conflict", {"flask", "coffee"}),
    ],
)
def test_bookmarks_are_found_by_mark_and_by_note(text: str, found: set[str]) -> None:
    assert find(text, ANA) == found


def conflicts(*sessions: tuple[Mark, str, str]) -> set[str]:
    """Return the sessions in conflict, given their marks, starts and ends."""
    made = {
        f"{number}": (grade, Session(f"{number}", "", start=at(start), end=at(end)))
        for number, (grade, start, end) in enumerate(sessions)
    }
    conference = Conference(sessions=tuple(session for _, session in made.values()))
    stars = asking(*(make_bookmark(session, grade) for grade, session in made.values()))
    return find("is:conflict", stars, conference)


def test_overlapping_sessions_are_in_conflict_in_any_order() -> None:
    long, early = (Mark.MUST, "17 09:00", "17 12:00"), (Mark.MUST, "17 09:00", "17 09:30")
    late, after = (Mark.MUST, "17 11:00", "17 11:30"), (Mark.MUST, "17 12:00", "17 13:00")
    assert conflicts(long, early, late, after) == {"0", "1", "2"}
    assert conflicts(after, late, early, long) == {"1", "2", "3"}


def test_sessions_back_to_back_or_of_no_length_are_not_in_conflict() -> None:
    first, second = (Mark.MUST, "17 09:00", "17 10:00"), (Mark.MUST, "17 10:00", "17 11:00")
    assert conflicts(first, second) == set()
    assert conflicts(first, (Mark.MUST, "17 09:30", "17 09:30")) == set()


def test_a_maybe_that_overlaps_a_must_is_not_in_conflict() -> None:
    must, maybe = (Mark.MUST, "17 09:00", "17 10:00"), (Mark.MAYBE, "17 09:00", "17 10:00")
    assert conflicts(must, maybe) == set()
    assert conflicts(must, maybe, maybe) == {"1", "2"}


def test_a_skipped_session_is_not_in_conflict() -> None:
    must, skipped = (Mark.MUST, "17 09:00", "17 10:00"), (Mark.SKIP, "17 09:00", "17 10:00")
    assert conflicts(must, skipped, skipped) == set()


TALK = Session("talk", "", start=at("17 09:00"), end=at("17 10:00"), rooms=("Birch",))


@pytest.mark.parametrize(
    "session",
    [
        TALK._replace(id="keynote", whole_venue=True),
        TALK._replace(id="desk", kind=Kind.SERVICE, end=at("17 18:00")),
        TALK._replace(id="quiet", rooms=(), end=at("17 18:00")),
    ],
)
def test_whole_venue_and_all_day_sessions_are_never_in_conflict(session: Session) -> None:
    stars = asking(make_bookmark(TALK, Mark.MUST), make_bookmark(session, Mark.MUST))
    assert find("is:conflict", stars, Conference(sessions=(TALK, session))) == set()


@pytest.mark.parametrize(
    ("bookmark", "found"),
    [
        (kept("flask")._replace(start=at("17 16:00")), {"flask"}),
        (kept("flask")._replace(rooms=("Birch",)), {"flask"}),
        (kept("flask")._replace(title="Flask vs Django"), {"flask"}),
        (kept("flask", Mark.MAYBE)._replace(gone=True), {"flask"}),
        (kept("flask"), set()),
        (kept("flask", Mark.SKIP)._replace(rooms=("Birch",)), set()),
        (kept("flask", None)._replace(rooms=("Birch",), note="ask"), set()),
        (kept("gone"), set()),
    ],
)
def test_a_starred_session_that_differs_from_its_snapshot_is_changed(
    bookmark: Bookmark, found: set[str]
) -> None:
    assert find("is:changed", asking(bookmark)) == found
    assert find("is:changed", asking(bookmark, now=at("30 12:00"))) == found, "past ones too"


@pytest.mark.parametrize(
    ("bookmarks", "found"),
    [
        ((), {"flask", "coffee", "deep"}),
        ((kept("flask"),), {"deep"}),
        ((kept("flask", Mark.MAYBE),), {"deep"}),
        ((kept("flask", Mark.SKIP),), {"coffee", "deep"}),
        ((kept("flask", None, "ask"),), {"flask", "coffee", "deep"}),
        ((kept("deep"), kept("party")), {"flask", "coffee"}),
        ((kept("gone"),), {"flask", "coffee", "deep"}),
    ],
)
def test_a_session_fits_if_it_has_no_mark_and_overlaps_no_star(
    bookmarks: tuple[Bookmark, ...], found: set[str]
) -> None:
    assert find("is:fits", asking(*bookmarks)) == found


def test_a_whole_venue_session_takes_time_when_it_is_starred() -> None:
    keynote = Session(
        "keynote", "", start=at("17 17:00"), end=at("17 17:20"), day=SATURDAY, whole_venue=True
    )
    sessions = (keynote, BY_ID["flask"], BY_ID["coffee"])
    stars = asking(make_bookmark(keynote, Mark.MUST))
    assert find("is:fits", stars, Conference(sessions=sessions)) == set()


def test_a_backup_takes_no_time_but_a_maybe_during_a_whole_venue_keynote_does() -> None:
    hall = Session("hall", "", start=at("17 09:00"), end=at("17 10:00"), day=SATURDAY)
    maybe = hall._replace(id="maybe", start=at("17 09:30"), end=at("17 10:30"))
    after = hall._replace(id="after", start=at("17 10:00"), end=at("17 10:30"))
    stars = asking(make_bookmark(hall, Mark.MUST), make_bookmark(maybe, Mark.MAYBE))
    assert find("is:fits", stars, Conference(sessions=(hall, maybe, after))) == {"after"}
    keynote = hall._replace(whole_venue=True)
    assert find("is:fits", stars, Conference(sessions=(keynote, maybe, after))) == set()


def test_an_all_day_session_takes_no_time() -> None:
    desk = Session("desk", "", start=at("17 08:00"), end=at("17 20:00"), day=SATURDAY)
    sessions = (desk, BY_ID["flask"])
    stars = asking(make_bookmark(desk, Mark.MUST))
    assert find("is:fits", stars, Conference(sessions=sessions)) == {"flask"}


def test_a_moved_inferred_end_is_not_a_change() -> None:
    guessed = BY_ID["flask"]._replace(end_source=EndSource.INFERRED)
    conference = Conference(sessions=(guessed._replace(end=at("17 17:45")),))
    attendee = Attendee({"flask": make_bookmark(guessed, Mark.MUST)})
    assert find("is:changed", attendee, conference) == set()
