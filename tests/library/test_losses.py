"""A refresh that loses much of a schedule asks first, and can be undone."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from confui.library.library import Library
from confui.library.storage import LibraryError
from confui.library.updates import LosesSessionsError, describe_losses
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference, Session
from tests.snow import schedule

TITLES = ("Flakes", "Ice", "Rain", "Hail", "Sleet", "Fog")


def session(name: str, day: int = 17, room: str = "Birch", hour: int = 10) -> Session:
    start = datetime(2031, 5, day, hour)
    return Session(name, name, start=start, day=start.date(), rooms=(room,) if room else ())


def conference(*sessions: Session) -> Conference:
    return Conference("snow", "Snow 2031", sessions=sessions)


BEFORE = (
    *(session(f"a{n}", hour=9 + n) for n in range(6)),
    *(session(f"b{n}", day=18, hour=9 + n) for n in range(3)),
    *(session(f"c{n}", room="Fir", hour=9 + n) for n in range(3)),
)


@pytest.mark.parametrize(
    ("after", "losses"),
    [
        (BEFORE, ""),
        (BEFORE[1:], ""),
        (BEFORE[4:], ""),  # exactly a third
        (BEFORE[5:], "5 of 12 sessions"),
        (BEFORE[:6] + BEFORE[9:], "all of Sun 18"),
        (BEFORE[:9], "the room Fir"),
        (BEFORE[:1], "11 of 12 sessions, all of Sun 18, the room Fir"),
        # Only the name of a day or a room is another one.
        (tuple(each._replace(rooms=("Elm",)) for each in BEFORE), ""),
        (BEFORE[:6] + tuple(session(f"b{n}", 19) for n in range(3)) + BEFORE[9:], ""),
        # All sessions are there, but where or when is not.
        (tuple(each._replace(rooms=()) for each in BEFORE), "the rooms Birch and Fir"),
        (
            tuple(each._replace(start=None, day=None) for each in BEFORE),
            "all of Sat 17 and Sun 18",
        ),
        (
            tuple(each._replace(visible=False) for each in BEFORE[:5]) + BEFORE[5:],
            "5 of 12 sessions",
        ),
    ],
)
def test_what_a_new_version_loses(after: tuple[Session, ...], losses: str) -> None:
    assert describe_losses(conference(*BEFORE), conference(*after)) == losses


def test_only_the_first_rooms_are_named() -> None:
    rooms = [session(f"r{n}", room=f"Room {n}") for n in range(9)]
    assert describe_losses(conference(*rooms, *BEFORE * 9), conference(*BEFORE)) == (
        "the rooms Room 0, Room 1, Room 2 and 6 more"
    )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "share", SHIPPED_CONFERENCE)


@pytest.fixture
def file(tmp_path: Path, library: Library) -> Path:
    path = tmp_path / "schedule.json"
    path.write_text(schedule(*TITLES))
    library.add(str(path))
    return path


def titles(library: Library) -> tuple[str, ...]:
    return tuple(session.title for session in library.load("snow-2031").visible)


def test_a_refresh_that_loses_most_sessions_is_refused_until_it_is_accepted(
    library: Library, file: Path
) -> None:
    before = library.entries()
    file.write_text(schedule("Flakes"))
    with pytest.raises(LosesSessionsError) as question:
        library.refresh(before[0][0])
    assert str(question.value) == (
        "the new version of Snow 2031 loses 5 of 6 sessions; nothing was changed"
    )
    assert library.entries() == before
    assert titles(library) == TITLES
    with pytest.raises(LosesSessionsError):
        library.add(str(file))
    assert titles(library) == TITLES
    library.save(question.value.update, accept_losses=True)
    assert titles(library) == ("Flakes",)


def test_the_version_that_was_replaced_can_be_brought_back_and_forth(
    library: Library, file: Path
) -> None:
    file.write_text(schedule("Flakes"))
    library.refresh(library.entries()[0][0], accept_losses=True)
    undone = library.undo(library.entries()[0][0])
    assert undone.before is not None
    assert len(undone.before.visible) == 1
    assert tuple(session.title for session in undone.after.visible) == TITLES
    assert titles(library) == TITLES
    assert len(library.undo(library.entries()[0][0]).after.visible) == 1
    assert titles(library) == ("Flakes",)


def test_a_refresh_that_changes_nothing_keeps_the_version_before(
    library: Library, file: Path
) -> None:
    file.write_text(schedule("Flakes"))
    library.refresh(library.entries()[0][0], accept_losses=True)
    file.write_text(json.dumps(json.loads(schedule("Flakes")), indent=4))  # the same, written anew
    library.refresh(library.entries()[0][0])
    assert tuple(each.title for each in library.undo(library.entries()[0][0]).after.visible) == (
        TITLES
    )


def test_there_is_nothing_to_undo_before_the_first_refresh(library: Library, file: Path) -> None:
    with pytest.raises(LibraryError, match="no earlier version of Snow 2031 is kept"):
        library.undo(library.entries()[0][0])


def test_a_damaged_copy_is_named_damaged(library: Library, file: Path, tmp_path: Path) -> None:
    entry = library.entries()[0][0]
    assert library.describe_copy(entry) == "just now"
    copy = tmp_path / "share" / "conferences" / "snow-2031" / "schedule"
    copy.write_text(copy.read_text().replace("Flakes", "Flukes"))
    assert library.describe_copy(entry) == "damaged"
    file.unlink()
    with pytest.raises(Exception, match="; and the copy is damaged"):
        library.refresh(entry)
