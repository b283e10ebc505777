"""What a query finds by the attendee's own stars: grades, notes, conflicts."""

import pytest

from confui.schedule.attendee import Attendee
from confui.schedule.models import Conference, Session

from .programme import EVERYBODY, Star, at, find

STARS = {
    "flask": Star("must", "Ask about “Café”"),
    "coffee": Star("must"),
    "deep": Star("maybe"),
    "gone": Star("must", "cafe"),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is:starred", {"flask", "coffee", "deep"}),
        ("-is:starred", EVERYBODY - {"flask", "coffee", "deep"}),
        ("is:must", {"flask", "coffee"}),
        ("is:maybe", {"deep"}),
        ("is:must,maybe day:sun", {"deep"}),
        ("has:note", {"flask"}),
        ("cafe", {"flask", "coffee"}),
        ("is:conflict", {"flask", "coffee"}),
    ],
)
def test_stars_grades_and_notes_are_found(text: str, found: set[str]) -> None:
    assert find(text, Attendee(STARS)) == found


def conflicts(*sessions: tuple[str, str, str]) -> set[str]:
    """Return which of some starred sessions conflict, given their grades, starts and ends."""
    made = {
        f"{number}": (Star(grade), Session(f"{number}", "", start=at(start), end=at(end)))
        for number, (grade, start, end) in enumerate(sessions)
    }
    conference = Conference(sessions=tuple(session for _, session in made.values()))
    stars = {session_id: star for session_id, (star, _) in made.items()}
    return find("is:conflict", Attendee(stars), conference)


def test_what_overlaps_is_in_conflict_however_they_are_ordered() -> None:
    long, early = ("must", "17 09:00", "17 12:00"), ("must", "17 09:00", "17 09:30")
    late, after = ("must", "17 11:00", "17 11:30"), ("must", "17 12:00", "17 13:00")
    assert conflicts(long, early, late, after) == {"0", "1", "2"}
    assert conflicts(after, late, early, long) == {"1", "2", "3"}


def test_back_to_back_is_no_conflict_nor_is_a_session_without_length() -> None:
    first, second = ("must", "17 09:00", "17 10:00"), ("must", "17 10:00", "17 11:00")
    assert conflicts(first, second) == set()
    assert conflicts(first, ("must", "17 09:30", "17 09:30")) == set()


def test_a_maybe_beside_a_must_is_its_backup() -> None:
    must, maybe = ("must", "17 09:00", "17 10:00"), ("maybe", "17 09:00", "17 10:00")
    assert conflicts(must, maybe) == set()
    assert conflicts(must, maybe, maybe) == {"1", "2"}
