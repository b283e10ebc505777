"""When backups are written and thinned, and the copy of a file of an older format."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from confui.schedule.models import Session
from confui.userdata import backups
from confui.userdata.bookmarks import Bookmarks
from confui.userdata.change_log import read_changes
from confui.userdata.connection import DatabaseFormat
from confui.userdata.database import Database
from tests.userdata.conftest import Clock

Opened = Callable[[], Bookmarks]


def copies_of(path: Path) -> list[str]:
    """Return the names of the full copies, without what all have in common."""
    return sorted(
        each.name.removeprefix("bookmarks-").removesuffix(".db")
        for each in (path.parent / "backups").glob("*.db")
    )


def star(bookmarks: Bookmarks, talk: Session, *numbers: int) -> None:
    for number in numbers:
        bookmarks.mark("c", talk._replace(id=f"talks/{number}.md"))


def test_the_first_change_is_copied_and_later_ones_are_logged(
    path: Path, opened: Opened, talk: Session
) -> None:
    star(opened(), talk, *range(5))
    star(opened(), talk, 5)
    assert copies_of(path) == ["20170815T220000Z-1"]
    log = path.parent / "backups" / "bookmarks.changes"
    assert [each.change.number for each in read_changes(log)] == [2, 3, 4, 5, 6]
    with Bookmarks(path.parent / "backups" / "bookmarks-20170815T220000Z-1.db") as backup:
        assert set(backup.load("c")) == {"talks/0.md"}
        assert backup.notice == ""


def test_a_star_costs_one_line_whatever_the_size_of_the_file(
    path: Path, opened: Opened, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[Path] = []
    write = backups.write_copy

    def counted(connection: sqlite3.Connection, folder: Path, name: Callable[[Path], Path]) -> Path:
        copied.append(folder)
        return write(connection, folder, name)

    monkeypatch.setattr(backups, "write_copy", counted)
    bookmarks = opened()
    star(bookmarks, talk, *range(40))
    assert len(copied) == 1
    assert bookmarks.notice == ""


def test_a_new_copy_is_made_each_hour_and_when_the_log_is_long(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    star(bookmarks, talk, 0, 1)
    clock.forward(minutes=59)
    star(bookmarks, talk, 2)
    clock.forward(minutes=2)
    star(bookmarks, talk, 3, 4)
    assert copies_of(path) == ["20170815T220000Z-1", "20170815T230100Z-4"]
    bookmarks.annotate("c", talk, "x" * 200_000)
    assert copies_of(path)[-1] == "20170815T230100Z-6"


def test_reading_writes_no_backup(path: Path, opened: Opened, talk: Session, clock: Clock) -> None:
    opened().mark("c", talk)
    before = copies_of(path)
    clock.forward(days=1)
    opened().load("c")
    assert copies_of(path) == before


def test_hourly_daily_and_weekly_copies_are_kept_and_nothing_else_is_removed(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    star(bookmarks, talk, 0)
    folder = path.parent / "backups"
    for name in ("before-the-trip", *(f"2017-07-{day}" for day in range(10, 31))):
        (folder / f"bookmarks-{name}.db").write_bytes(path.read_bytes())
    for day in range(40):
        for hour in range(3):
            star(bookmarks, talk, 3 * day + hour)
            clock.forward(hours=1)
        clock.forward(hours=21)
    kept = copies_of(path)
    assert "before-the-trip" in kept
    days = [name[:8] for name in kept if name != "before-the-trip"]
    assert days.count("20170923") == 3, "hour by hour, over two days"
    assert len(set(days)) == 7 + 3, "days, and weeks before them"
    assert len(days) <= 3 + 6 + 7 + 4


def test_copies_are_thinned_to_a_size(
    path: Path, opened: Opened, talk: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_MAX_BYTES", 40_000)
    bookmarks = opened()
    for number in range(8):
        star(bookmarks, talk, number)
        clock.forward(days=1)
    assert [name[-2:] for name in copies_of(path)] == ["-7", "-8"]


@pytest.mark.parametrize("years", [-30, 70])
def test_a_clock_that_was_wrong_stops_no_later_backup(
    years: int, path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    right = clock.now
    star(opened(), talk, 0)
    clock.now = right.replace(year=right.year + years)
    for number in range(1, 8):
        star(opened(), talk, number)
        clock.forward(days=1)
    assert "20170815T220000Z-1" in copies_of(path), "it pushes out none of the right clock"
    clock.now = right + timedelta(minutes=10)
    bookmarks = opened()
    star(bookmarks, talk, 8)
    assert "20170815T221000Z-9" in copies_of(path), "a copy of the wrong clock is not recent"
    for number in range(9, 14):
        clock.forward(hours=1)
        star(bookmarks, talk, number)
    assert len([name for name in copies_of(path) if name.startswith("20170816")]) == 4
    path.write_bytes(b"")
    assert len(opened().load("c")) == 14, "the newest is the last one written"


def test_a_copy_is_checked_when_it_is_written_and_a_bad_one_replaces_nothing(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    star(bookmarks, talk, 0)
    before = copies_of(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE bookmark SET title = 'A Lantern for Every Querysex'")
    clock.forward(hours=2)
    star(bookmarks, talk, 1)
    assert "damaged before they were backed up" in bookmarks.notice
    assert copies_of(path) == before
    assert not [each for each in (path.parent / "backups").iterdir() if each.is_dir()]


def test_a_failed_backup_is_reported_and_the_star_is_saved(
    path: Path, opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    path.parent.mkdir(parents=True)
    (path.parent / "backups").touch()
    star(bookmarks, talk, 0)
    assert bookmarks.notice == (
        f"Bookmarks are saved, but their backup failed: file exists ({path.parent}/backups)."
    )
    star(bookmarks, talk, 1)
    assert len(opened().load("c")) == 2

    (path.parent / "backups").unlink()
    star(bookmarks, talk, 2)
    assert bookmarks.notice == ""
    assert copies_of(path) == ["20170815T220000Z-3"], "which has what the log has not"


def test_changes_from_while_backups_failed_are_in_the_next_copy(
    path: Path, opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    star(bookmarks, talk, 0, 1)
    folder = path.parent / "backups"
    folder.rename(path.parent / "elsewhere")
    folder.touch()
    star(bookmarks, talk, 2)
    assert "their backup failed" in bookmarks.notice
    folder.unlink()
    (path.parent / "elsewhere").rename(folder)
    star(bookmarks, talk, 3)
    assert bookmarks.notice == ""
    path.write_bytes(b"")
    assert len(opened().load("c")) == 4


def test_pipes_in_the_folder_stop_neither_a_star_nor_a_recovery(
    path: Path, opened: Opened, talk: Session
) -> None:
    folder = path.parent / "backups"
    folder.mkdir(parents=True)
    for name in ("bookmarks.changes", "bookmarks-7.changes", "bookmarks-20170815T220000Z-7.db"):
        os.mkfifo(folder / name)
    star(opened(), talk, *range(3))
    path.write_bytes(b"")
    assert len(opened().load("c")) == 3


def test_a_change_that_its_writer_could_not_log_is_in_the_next_copy(
    path: Path, opened: Opened, talk: Session
) -> None:
    star(opened(), talk, 0, 1)
    log = path.parent / "backups" / "bookmarks.changes"
    content = log.read_bytes()
    star(opened(), talk, 2)
    log.write_bytes(content)  # as if the process had been killed after the commit
    star(opened(), talk, 3)
    assert copies_of(path) == ["20170815T220000Z-1", "20170815T220000Z-4"]


def test_two_windows_log_their_changes_without_a_copy_for_each(
    path: Path, opened: Opened, talk: Session
) -> None:
    first, second = opened(), opened()
    for number in range(0, 20, 2):
        star(first, talk, number)
        star(second, talk, number + 1)
    assert len(copies_of(path)) == 1
    path.write_bytes(b"")
    assert len(opened().load("c")) == 20


def test_a_file_put_in_its_place_by_hand_is_the_newest_state(
    path: Path, opened: Opened, talk: Session
) -> None:
    star(opened(), talk, *range(20))
    path.unlink()
    star(opened(), talk, 30, 31)
    path.write_bytes(b"")
    assert set(opened().load("c")) == {"talks/30.md", "talks/31.md"}


FIRST = ("CREATE TABLE note (words TEXT)",)
SECOND = (
    "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'plain'",
    "INSERT INTO note VALUES ('new', 'red')",
)
OLD = DatabaseFormat(1, (FIRST,))
NEW = DatabaseFormat(1, (FIRST, SECOND))


@pytest.fixture
def old_file(path: Path, clock: Clock) -> Path:
    database = Database(path, OLD, clock)
    with database.transaction() as connection:
        connection.execute("INSERT INTO note VALUES ('old')")
    database.close()
    return path


def test_an_older_format_is_copied_and_then_migrated(old_file: Path, clock: Clock) -> None:
    with closing(Database(old_file, NEW, clock)) as database:
        rows = database.rows("SELECT words, colour FROM note", {})
        assert rows == [("old", "plain"), ("new", "red")]
        assert database.notice == ""
    with closing(sqlite3.connect(old_file.with_name("bookmarks.db.v1.bak"))) as copy:
        assert copy.execute("SELECT * FROM note").fetchall() == [("old",)]
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    with closing(Database(old_file, NEW, clock)) as database:
        assert len(database.rows("SELECT * FROM note", {}) or []) == 2, "brought up to date once"


def test_a_failed_migration_leaves_the_older_format_intact(old_file: Path, clock: Clock) -> None:
    content = old_file.read_bytes()
    broken = DatabaseFormat(1, (FIRST, (*SECOND, "INSERT INTO nowhere VALUES (1)")))
    with closing(Database(old_file, broken, clock)) as database:
        assert database.rows("SELECT * FROM note", {}) is None
        assert "damaged" in database.notice
    assert old_file.read_bytes() == content
    with closing(Database(old_file, OLD, clock)) as database:
        assert database.rows("SELECT * FROM note", {}) == [("old",)]


def test_a_new_file_has_the_newest_format(path: Path, clock: Clock) -> None:
    with closing(Database(path, NEW, clock)) as database, database.transaction():
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT * FROM note").fetchall() == [("new", "red")]
