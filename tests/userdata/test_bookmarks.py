"""Marks, and the same bookmarks in several windows."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import EndSource, Session
from confui.text import clean
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.userdata.conftest import Child, Clock

Opened = Callable[[], Bookmarks]


def test_a_star_is_kept_with_a_snapshot_of_the_session(opened: Opened, talk: Session) -> None:
    kept = opened().mark("lantern-2017", talk)
    assert kept == Bookmark(
        session="talks/lantern.md",
        mark=Mark.MUST,
        note="",
        title="A Lantern for Every Queryset",
        start=datetime(2017, 8, 15, 17, 0),
        end=datetime(2017, 8, 15, 17, 30),
        rooms=("Ballroom A", "Ballroom B"),
        marked_at=datetime(2017, 8, 15, 22, 0, tzinfo=UTC),
    )
    assert opened().load("lantern-2017") == {"talks/lantern.md": kept}


def test_conferences_have_separate_stars(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.mark("lantern-2017", talk)
    bookmarks.mark("lantern-2018", talk._replace(title="Lanterns, a Year Later"))
    assert bookmarks.load("lantern-2017")[talk.id].title == "A Lantern for Every Queryset"
    assert bookmarks.load("lantern-2019") == {}


def test_a_session_without_time_or_room_can_be_starred(opened: Opened) -> None:
    bookmarks = opened()
    kept = bookmarks.mark("c", Session(id="s", title="Sprint"))
    assert (kept.start, kept.end, kept.rooms) == (None, None, ())
    assert bookmarks.load("c") == {"s": kept}


def moved(talk: Session) -> Session:
    return talk._replace(title="Lanterns", rooms=("Loft",), start=datetime(2017, 8, 16, 9, 0))


@pytest.mark.parametrize("mark", [Mark.MUST, Mark.MAYBE, Mark.SKIP])
def test_changing_the_grade_keeps_the_snapshot(
    mark: Mark, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    first = bookmarks.mark("c", talk)
    clock.forward(hours=1)
    kept = bookmarks.mark("c", moved(talk), mark)
    assert kept == first._replace(mark=mark, marked_at=datetime(2017, 8, 15, 23, 0, tzinfo=UTC))


@pytest.mark.parametrize("skipped", [False, True])
def test_a_new_star_takes_a_new_snapshot(skipped: bool, opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    if skipped:
        bookmarks.mark("c", talk, Mark.SKIP)
    else:
        bookmarks.mark("c", talk)
        bookmarks.unmark("c", talk.id)
    kept = bookmarks.mark("c", moved(talk))
    assert (kept.title, kept.rooms) == ("Lanterns", ("Loft",))
    assert (kept.start, kept.end) == (datetime(2017, 8, 16, 9, 0), talk.end)


@pytest.mark.parametrize("source", EndSource)
def test_a_snapshot_says_whether_the_end_was_inferred(
    source: EndSource, opened: Opened, talk: Session
) -> None:
    opened().mark("c", talk._replace(end_source=source))
    assert opened().load("c")[talk.id].inferred == (source is EndSource.INFERRED)


def test_a_removed_star_is_gone_in_every_window(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    bookmarks.unmark("c", talk.id)
    assert bookmarks.load("c") == {}
    assert opened().load("c") == {}


def test_a_removed_star_leaves_a_tombstone_with_time_and_device(
    opened: Opened, talk: Session, path: Path, clock: Clock
) -> None:
    import sqlite3
    from contextlib import closing

    bookmarks = opened()
    bookmarks.mark("c", talk)
    clock.forward(minutes=5)
    bookmarks.unmark("c", talk.id)
    with closing(sqlite3.connect(path)) as connection:
        mark, marked_at, device = connection.execute(
            "SELECT mark, marked_at, device FROM bookmark"
        ).fetchone()
    assert (mark, marked_at) == ("", "2017-08-15T22:05:00+00:00")
    assert len(device) == 16


def test_two_windows_that_both_star_do_not_undo_each_other(opened: Opened, talk: Session) -> None:
    here, there = opened(), opened()
    here.mark("c", talk)
    there.mark("c", talk)
    assert set(opened().load("c")) == {talk.id}


def test_the_time_of_a_change_is_stored_as_utc(path: Path, talk: Session) -> None:
    noon_elsewhere = datetime(2017, 8, 15, 12, 0, tzinfo=timezone(timedelta(hours=-7)))
    with Bookmarks(path, clock=lambda: noon_elsewhere) as bookmarks:
        kept = bookmarks.mark("c", talk)
    assert kept.marked_at == noon_elsewhere
    assert kept.marked_at.utcoffset() == timedelta(0)


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
TIME = st.none() | st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))


@given(TEXT, TEXT.map(clean), TEXT, st.lists(TEXT.map(clean).filter(bool), max_size=3), TIME, TIME)
def test_any_starred_session_is_read_back_unchanged(
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
        bookmarks.mark("c", session)
        kept = bookmarks.annotate("c", session, note)
        assert bookmarks.load("c")[id] == kept
        bookmarks.unmark("c", id)
    assert (kept.session, kept.title, kept.rooms) == (id, title, tuple(rooms))
    assert (kept.start, kept.end) == (start, end)
    assert kept.note == clean(note, multiline=True)


def test_an_id_that_is_not_valid_text_is_refused_with_a_message(opened: Opened) -> None:
    bookmarks = opened()
    with pytest.raises(NotSavedError, match="not valid text"):
        bookmarks.mark("c", Session(id="talks/\udcff.md", title="Odd Bytes"))
    assert bookmarks.load("\udcff") == {}


def test_reading_creates_nothing(opened: Opened, path: Path) -> None:
    bookmarks = opened()
    assert bookmarks.load("c") == {}
    assert not bookmarks.changed_elsewhere()
    bookmarks.unmark("c", "never starred")
    assert bookmarks.notice == ""
    assert not path.parent.exists()


def test_without_a_file_sqlite_is_not_even_imported(child: Child, path: Path) -> None:
    script = """
import sys
from pathlib import Path
from confui.userdata.bookmarks import Bookmarks
with Bookmarks(Path(sys.argv[1])) as bookmarks:
    print(bookmarks.load("c"), bookmarks.changed_elsewhere(), repr(bookmarks.notice))
print(sorted({"sqlite3", "tempfile", "textual"} & set(sys.modules)))
"""
    output, errors = child(script, path).communicate()
    assert (output, errors) == ("{} False ''\n[]\n", "")


def test_only_the_owner_may_read_the_bookmark_file(
    opened: Opened, talk: Session, path: Path
) -> None:
    opened().mark("c", talk)
    opened().mark("c", talk._replace(id="talks/compass.md"))
    written = [path.parent, *path.parent.rglob("*")]
    assert {each.name for each in written} == {
        "confui",
        "bookmarks.db",
        "backups",
        "bookmarks-20170815T220000Z-1.db",
        "bookmarks.changes",
    }
    assert [each for each in written if stat.S_IMODE(each.stat().st_mode) & 0o077] == []


def test_a_closed_file_is_opened_again_when_used(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    bookmarks.close()
    assert set(bookmarks.load("c")) == {talk.id}


def test_the_first_check_reports_no_change(opened: Opened, talk: Session) -> None:
    opened().mark("c", talk)
    assert not opened().changed_elsewhere()


def test_own_changes_are_not_reported(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.load("c")
    bookmarks.mark("c", talk)
    assert not bookmarks.changed_elsewhere()
    bookmarks.unmark("c", talk.id)
    assert not bookmarks.changed_elsewhere()


def test_a_new_file_is_reported_once(opened: Opened, talk: Session) -> None:
    here = opened()
    here.load("c")
    opened().mark("c", talk)
    assert here.changed_elsewhere()
    assert not here.changed_elsewhere()
    assert set(here.load("c")) == {talk.id}
    assert not here.changed_elsewhere()


def test_a_change_in_another_window_is_reported_once(opened: Opened, talk: Session) -> None:
    here, there = opened(), opened()
    here.mark("c", talk)
    here.load("c")
    there.unmark("c", talk.id)
    assert here.changed_elsewhere()
    assert not here.changed_elsewhere()
    assert here.load("c") == {}


def test_a_change_between_reading_and_an_own_star_is_not_missed(
    opened: Opened, talk: Session
) -> None:
    here, there = opened(), opened()
    here.mark("c", talk)
    here.load("c")
    there.mark("c", talk._replace(id="talks/compass.md"))
    here.mark("c", talk, Mark.MAYBE)
    assert here.changed_elsewhere()


def test_a_file_that_replaces_the_open_one_is_read_and_written(
    opened: Opened, talk: Session, path: Path, tmp_path: Path
) -> None:
    here = opened()
    here.mark("c", talk)
    here.load("c")
    with Bookmarks(tmp_path / "restored.db") as other:
        other.mark("c", talk._replace(id="talks/compass.md"))
    (tmp_path / "restored.db").replace(path)
    assert here.changed_elsewhere()
    assert set(here.load("c")) == {"talks/compass.md"}
    here.mark("c", talk)
    assert set(opened().load("c")) == {"talks/compass.md", talk.id}


def test_a_file_that_was_moved_away_is_created_again(
    opened: Opened, talk: Session, path: Path
) -> None:
    here = opened()
    here.mark("c", talk)
    here.load("c")
    path.unlink()
    assert here.changed_elsewhere()
    assert here.load("c") == {}
    here.mark("c", talk)
    assert set(opened().load("c")) == {talk.id}


def test_another_thread_can_set_a_star(opened: Opened, talk: Session) -> None:
    from concurrent.futures import ThreadPoolExecutor

    bookmarks = opened()
    bookmarks.load("c")
    with ThreadPoolExecutor(4) as threads:
        stars = [talk._replace(id=str(number)) for number in range(20)]
        list(threads.map(lambda star: bookmarks.mark("c", star), stars))
    assert len(bookmarks.load("c")) == 20


def test_a_new_star_on_a_moved_session_has_a_higher_sequence_number(
    opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    bookmarks.unmark("c", talk.id)
    assert bookmarks.mark("c", talk).sequence == 0, "it is where it was"
    bookmarks.unmark("c", talk.id)
    assert bookmarks.mark("c", moved(talk)).sequence == 1
    assert bookmarks.mark("c", talk, Mark.MAYBE).sequence == 1, "a grade moves nothing"
