"""Descriptions of how a session changed since it was bookmarked."""

from datetime import datetime

import pytest

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import EndSource, Session
from confui.schedule.plan.changes import describe_changes, differs_in_calendar, still_matters
from tests.schedule.example_conference import at

TALK = Session(
    "talk",
    "Django vs Flask",
    start=at("17 17:00"),
    end=at("17 17:30"),
    end_source=EndSource.GIVEN,
    rooms=("Aurora", "Birch"),
)
GUESSED = TALK._replace(end_source=EndSource.INFERRED)
UNTIMED = TALK._replace(start=None, end=None, end_source=EndSource.UNKNOWN)
SEEN = make_bookmark(TALK)

CASES: dict[str, tuple[Bookmark, Session | None, tuple[str, ...]]] = {
    "nothing": (SEEN, TALK, ()),
    "fields outside the snapshot": (SEEN, TALK._replace(abstract="More.", track="Web"), ()),
    "within the day": (
        SEEN,
        TALK._replace(start=at("17 15:00"), end=at("17 15:30")),
        ("moved 17:00 → 15:00",),
    ),
    "to another day": (
        SEEN,
        TALK._replace(start=at("18 09:00"), end=at("18 09:30")),
        ("moved Sat 17 17:00 → Sun 18 09:00",),
    ),
    "the room": (
        SEEN,
        TALK._replace(rooms=("Cedar",)),
        ("room changed: Aurora, Birch → Cedar",),
    ),
    "no room any more": (
        SEEN,
        TALK._replace(rooms=()),
        ("room changed: Aurora, Birch → no room",),
    ),
    "a first room": (
        make_bookmark(TALK._replace(rooms=())),
        TALK,
        ("room changed: no room → Aurora, Birch",),
    ),
    "the order of the rooms": (SEEN, TALK._replace(rooms=("Birch", "Aurora")), ()),
    "the title": (SEEN, TALK._replace(title="The match"), ("was called “Django vs Flask”",)),
    "cancelled": (SEEN, None, ("cancelled",)),
    "a cancellation that was seen": (SEEN._replace(gone=True), None, ()),
    "back": (SEEN._replace(gone=True), TALK, ("is back",)),
    "back elsewhere": (
        SEEN._replace(gone=True),
        TALK._replace(rooms=("Cedar",)),
        ("is back", "room changed: Aurora, Birch → Cedar"),
    ),
    "a given end": (
        SEEN,
        TALK._replace(end=at("17 17:45")),
        ("ends 17:45, before 17:30",),
    ),
    "an end by its duration": (
        SEEN,
        TALK._replace(end=at("17 17:45"), end_source=EndSource.DURATION),
        ("ends 17:45, before 17:30",),
    ),
    "a given end that becomes inferred": (SEEN, GUESSED._replace(end=at("17 17:45")), ()),
    "an inferred end that becomes given": (
        make_bookmark(GUESSED),
        TALK._replace(end=at("17 17:45")),
        (),
    ),
    "an inferred end that moves": (
        make_bookmark(GUESSED),
        GUESSED._replace(end=at("17 17:45")),
        (),
    ),
    "the end with the start": (
        SEEN,
        TALK._replace(start=at("17 17:15"), end=at("17 18:00")),
        ("moved 17:00 → 17:15",),
    ),
    "no time any more": (SEEN, UNTIMED, ("no longer has a time, was at Sat 17 17:00",)),
    "a first time": (make_bookmark(UNTIMED), TALK, ("moved to Sat 17 17:00",)),
    "everything": (
        SEEN,
        TALK._replace(start=at("17 15:00"), rooms=("Cedar",), title="The match"),
        (
            "moved 17:00 → 15:00",
            "room changed: Aurora, Birch → Cedar",
            "was called “Django vs Flask”",
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_differences_from_the_snapshot_are_described(case: str) -> None:
    bookmark, session, expected = CASES[case]
    assert describe_changes(bookmark, session) == expected


@pytest.mark.parametrize(
    ("session", "moved"),
    [
        (TALK._replace(start=at("17 15:00")), True),
        (UNTIMED, True),
        (TALK._replace(rooms=("Cedar",)), True),
        (TALK._replace(rooms=("Birch", "Aurora")), False),
        (TALK._replace(title="The match"), True),
        (TALK._replace(end=at("17 17:45")), True),
        (TALK._replace(end=at("17 17:45"), end_source=EndSource.INFERRED), False),
        (TALK._replace(abstract="Who wins?"), False),
    ],
)
def test_a_change_that_a_calendar_shows_is_detected(session: Session, moved: bool) -> None:
    assert differs_in_calendar(SEEN, session) == moved


EARLIER = TALK._replace(start=at("17 09:00"), end=at("17 09:30"))
LATER = TALK._replace(start=at("18 09:00"), end=at("18 09:30"))


@pytest.mark.parametrize(
    ("session", "now", "matters"),
    [
        (TALK, at("17 17:29"), True),
        (TALK, at("17 17:30"), False),
        (EARLIER, at("17 12:00"), True),  # who meant to go at five has missed it, and should know
        (EARLIER, at("17 17:30"), False),
        (LATER, at("17 17:30"), True),
        (LATER, at("18 09:30"), False),
        (TALK._replace(end=None), at("17 17:29"), True),
        (UNTIMED, at("30 12:00"), True),
        (None, at("17 17:29"), True),
        (None, at("17 17:30"), False),
        (TALK, None, True),
    ],
)
def test_a_change_matters_until_both_the_old_and_the_new_end(
    session: Session | None, now: datetime | None, matters: bool
) -> None:
    assert still_matters(SEEN, session, now) == matters


def test_a_change_of_a_session_without_a_time_always_matters() -> None:
    assert still_matters(make_bookmark(UNTIMED), None, at("30 12:00"))
    assert still_matters(SEEN._replace(end=None), None, at("17 16:59"))
    assert not still_matters(SEEN._replace(end=None), None, at("17 17:00"))


def test_a_snapshot_with_the_code_of_an_emoji_has_the_title_with_the_sign() -> None:
    session = Session("snow", "The power ⚡ of snow")
    bookmark = make_bookmark(session._replace(title="The power :zap: of snow"), Mark.MUST)
    assert describe_changes(bookmark, session) == ()
    assert not differs_in_calendar(bookmark, session)
    assert describe_changes(bookmark, session._replace(title="Of snow")) == (
        "was called “The power :zap: of snow”",
    )
