"""What a star, a grade, a note and a second window do to the bookmarks."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Session
from confui.text import clean
from confui.userdata.bookmarks import Bookmark, Bookmarks, Grade, NotSavedError

from .conftest import Child, Clock

Opened = Callable[[], Bookmarks]


def test_a_star_is_kept_with_a_snapshot_of_the_session(opened: Opened, talk: Session) -> None:
    kept = opened().star("lantern-2017", talk)
    assert kept == Bookmark(
        session="talks/lantern.md",
        grade=Grade.MUST,
        note="",
        title="A Lantern for Every Queryset",
        start=datetime(2017, 8, 15, 17, 0),
        end=datetime(2017, 8, 15, 17, 30),
        rooms=("Ballroom A", "Ballroom B"),
        updated_at=datetime(2017, 8, 15, 22, 0, tzinfo=UTC),
    )
    assert opened().of("lantern-2017") == {"talks/lantern.md": kept}


def test_stars_of_other_conferences_are_apart(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.star("lantern-2017", talk)
    bookmarks.star("lantern-2018", talk._replace(title="Lanterns, a Year Later"))
    assert bookmarks.of("lantern-2017")[talk.id].title == "A Lantern for Every Queryset"
    assert bookmarks.of("lantern-2019") == {}


def test_a_session_without_time_or_room_can_be_starred(opened: Opened) -> None:
    bookmarks = opened()
    kept = bookmarks.star("c", Session(id="s", title="Sprint"))
    assert (kept.start, kept.end, kept.rooms) == (None, None, ())
    assert bookmarks.of("c") == {"s": kept}


def test_starring_again_changes_grade_and_snapshot_but_keeps_the_note(
    opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    bookmarks.star("c", talk, note="front row")
    clock.forward(hours=1)
    moved = talk._replace(rooms=("Loft",), start=datetime(2017, 8, 16, 9, 0))
    kept = bookmarks.star("c", moved, grade=Grade.MAYBE)
    assert (kept.grade, kept.note, kept.rooms) == (Grade.MAYBE, "front row", ("Loft",))
    assert kept.start == datetime(2017, 8, 16, 9, 0)
    assert kept.updated_at == datetime(2017, 8, 15, 23, 0, tzinfo=UTC)


def test_an_empty_note_replaces_the_note(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.star("c", talk, note="front row")
    assert bookmarks.star("c", talk, note="").note == ""


def test_a_note_may_have_lines_but_nothing_that_acts_on_a_terminal(
    opened: Opened, talk: Session
) -> None:
    assert opened().star("c", talk, note="ask:\n\x1b[2J").note == "ask:\n\ufffd[2J"


def test_a_star_taken_away_is_gone_in_every_window(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.star("c", talk)
    bookmarks.unstar("c", talk.id)
    assert bookmarks.of("c") == {}
    assert opened().of("c") == {}


def test_a_star_taken_away_and_given_back_has_its_note_again(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.star("c", talk, note="front row")
    bookmarks.unstar("c", talk.id)
    assert bookmarks.star("c", talk).note == "front row"


def test_a_star_taken_away_leaves_a_tombstone_with_time_and_device(
    opened: Opened, talk: Session, path: Path, clock: Clock
) -> None:
    import sqlite3
    from contextlib import closing

    bookmarks = opened()
    bookmarks.star("c", talk)
    clock.forward(minutes=5)
    bookmarks.unstar("c", talk.id)
    with closing(sqlite3.connect(path)) as connection:
        starred, updated_at, device = connection.execute(
            "SELECT starred, updated_at, device FROM bookmark"
        ).fetchone()
    assert (starred, updated_at) == (0, "2017-08-15T22:05:00+00:00")
    assert len(device) == 16


def test_two_windows_that_both_star_do_not_undo_each_other(opened: Opened, talk: Session) -> None:
    here, there = opened(), opened()
    here.star("c", talk)
    there.star("c", talk)
    assert set(opened().of("c")) == {talk.id}


def test_the_time_of_a_change_is_kept_as_utc(path: Path, talk: Session) -> None:
    noon_elsewhere = datetime(2017, 8, 15, 12, 0, tzinfo=timezone(timedelta(hours=-7)))
    with Bookmarks(path, clock=lambda: noon_elsewhere) as bookmarks:
        kept = bookmarks.star("c", talk)
    assert kept.updated_at == noon_elsewhere
    assert kept.updated_at.utcoffset() == timedelta(0)


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
TIME = st.none() | st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))


@given(TEXT, TEXT.map(clean), TEXT, st.lists(TEXT.map(clean).filter(bool), max_size=3), TIME, TIME)
def test_whatever_was_starred_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    id: str,
    title: str,
    note: str,
    rooms: list[str],
    start: datetime | None,
    end: datetime | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "whatever" / "bookmarks.db"
    session = Session(id=id, title=title, rooms=tuple(rooms), start=start, end=end)
    with Bookmarks(path) as bookmarks:
        kept = bookmarks.star("c", session, note=note)
        assert bookmarks.of("c")[id] == kept
    assert (kept.session, kept.title, kept.rooms) == (id, title, tuple(rooms))
    assert (kept.start, kept.end) == (start, end)
    assert kept.note == clean(note, multiline=True)


def test_an_id_that_is_no_valid_text_is_refused_in_words(opened: Opened) -> None:
    bookmarks = opened()
    with pytest.raises(NotSavedError, match="no valid text"):
        bookmarks.star("c", Session(id="talks/\udcff.md", title="Odd Bytes"))
    assert bookmarks.of("\udcff") == {}


def test_reading_creates_nothing(opened: Opened, path: Path) -> None:
    bookmarks = opened()
    assert bookmarks.of("c") == {}
    assert not bookmarks.changed_elsewhere()
    bookmarks.unstar("c", "never starred")
    assert (bookmarks.notice, bookmarks.writable) == ("", True)
    assert not path.parent.exists()


def test_without_a_file_sqlite_is_not_even_imported(child: Child, path: Path) -> None:
    script = """
import sys
from pathlib import Path
from confui.userdata.bookmarks import Bookmarks
with Bookmarks(Path(sys.argv[1])) as bookmarks:
    print(bookmarks.of("c"), bookmarks.changed_elsewhere(), repr(bookmarks.notice))
print(sorted({"sqlite3", "tempfile", "textual"} & set(sys.modules)))
"""
    output, errors = child(script, path).communicate()
    assert (output, errors) == ("{} False ''\n[]\n", "")


def test_the_file_is_the_attendees_alone(opened: Opened, talk: Session, path: Path) -> None:
    opened().star("c", talk)
    written = [path.parent, *path.parent.rglob("*")]
    assert {each.name for each in written} == {
        "confui",
        "bookmarks.db",
        "backups",
        "bookmarks-2017-08-15.db",
    }
    assert [each for each in written if stat.S_IMODE(each.stat().st_mode) & 0o077] == []


@pytest.mark.parametrize("name", ["plain.db", "is it 100%?#1.db", "a&mode=ro.db", "schön.db"])
def test_any_path_will_do_also_a_relative_one(
    name: str, talk: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Bookmarks(Path(name)) as bookmarks:
        bookmarks.star("c", talk)
        assert bookmarks.notice == ""
    with Bookmarks(tmp_path / name) as bookmarks:
        assert set(bookmarks.of("c")) == {talk.id}


def test_a_closed_file_is_opened_again_when_asked(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.star("c", talk)
    bookmarks.close()
    assert set(bookmarks.of("c")) == {talk.id}


def test_the_first_look_finds_no_change(opened: Opened, talk: Session) -> None:
    opened().star("c", talk)
    assert not opened().changed_elsewhere()


def test_ones_own_changes_are_no_news(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.of("c")
    bookmarks.star("c", talk)
    assert not bookmarks.changed_elsewhere()
    bookmarks.unstar("c", talk.id)
    assert not bookmarks.changed_elsewhere()


def test_a_file_that_came_into_being_is_a_change_once(opened: Opened, talk: Session) -> None:
    here = opened()
    here.of("c")
    opened().star("c", talk)
    assert here.changed_elsewhere()
    assert not here.changed_elsewhere()
    assert set(here.of("c")) == {talk.id}
    assert not here.changed_elsewhere()


def test_a_change_in_another_window_is_seen_once(opened: Opened, talk: Session) -> None:
    here, there = opened(), opened()
    here.star("c", talk)
    here.of("c")
    there.unstar("c", talk.id)
    assert here.changed_elsewhere()
    assert not here.changed_elsewhere()
    assert here.of("c") == {}


def test_a_change_between_reading_and_ones_own_star_is_not_missed(
    opened: Opened, talk: Session
) -> None:
    here, there = opened(), opened()
    here.star("c", talk)
    here.of("c")
    there.star("c", talk._replace(id="talks/compass.md"))
    here.star("c", talk, grade=Grade.MAYBE)
    assert here.changed_elsewhere()


def test_a_file_put_in_place_of_the_open_one_is_read_and_written(
    opened: Opened, talk: Session, path: Path, tmp_path: Path
) -> None:
    here = opened()
    here.star("c", talk)
    here.of("c")
    with Bookmarks(tmp_path / "restored.db") as other:
        other.star("c", talk._replace(id="talks/compass.md"))
    (tmp_path / "restored.db").replace(path)
    assert here.changed_elsewhere()
    assert set(here.of("c")) == {"talks/compass.md"}
    here.star("c", talk)
    assert set(opened().of("c")) == {"talks/compass.md", talk.id}


def test_a_file_that_was_taken_away_is_created_again(
    opened: Opened, talk: Session, path: Path
) -> None:
    here = opened()
    here.star("c", talk)
    here.of("c")
    path.unlink()
    assert here.changed_elsewhere()
    assert here.of("c") == {}
    here.star("c", talk)
    assert set(opened().of("c")) == {talk.id}


def test_a_star_may_be_given_from_another_thread(opened: Opened, talk: Session) -> None:
    from concurrent.futures import ThreadPoolExecutor

    bookmarks = opened()
    bookmarks.of("c")
    with ThreadPoolExecutor(4) as threads:
        stars = [talk._replace(id=str(number)) for number in range(20)]
        list(threads.map(lambda star: bookmarks.star("c", star), stars))
    assert len(bookmarks.of("c")) == 20
