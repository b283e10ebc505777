"""The daily backup, and the copy of a file of an older format."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks
from confui.userdata.connection import DatabaseFormat
from confui.userdata.database import Database
from tests.userdata.conftest import Clock

Opened = Callable[[], Bookmarks]


def backups_of(path: Path) -> list[str]:
    return sorted(each.name for each in (path.parent / "backups").iterdir())


def test_a_day_of_use_leaves_one_backup_that_is_a_bookmark_file(
    path: Path, opened: Opened, talk: Session
) -> None:
    opened().mark("c", talk)
    opened().mark("c", talk._replace(id="talks/compass.md"))
    assert backups_of(path) == ["bookmarks-2017-08-15.db"]
    with Bookmarks(path.parent / "backups" / "bookmarks-2017-08-15.db") as backup:
        assert set(backup.load("c")) == {talk.id}
        assert backup.notice == ""


def test_reading_writes_no_backup(path: Path, opened: Opened, talk: Session, clock: Clock) -> None:
    opened().mark("c", talk)
    clock.forward(days=1)
    opened().load("c")
    assert backups_of(path) == ["bookmarks-2017-08-15.db"]


def test_a_window_left_open_overnight_backs_up_the_next_day_too(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    clock.forward(days=1)
    bookmarks.unmark("c", talk.id)
    assert backups_of(path) == ["bookmarks-2017-08-15.db", "bookmarks-2017-08-16.db"]


def test_seven_backups_are_kept_and_nothing_else_is_removed(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    mine = path.parent / "backups" / "bookmarks-before-the-trip.db"
    mine.touch()
    for _ in range(9):
        clock.forward(days=1)
        bookmarks.mark("c", talk)
    assert backups_of(path) == [
        *(f"bookmarks-2017-08-{day}.db" for day in range(18, 25)),
        mine.name,
    ]


def test_a_failed_backup_is_reported_and_the_star_is_saved(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    path.parent.mkdir(parents=True)
    (path.parent / "backups").touch()
    bookmarks.mark("c", talk)
    assert bookmarks.notice == (
        f"Bookmarks are saved, but today's backup failed: file exists ({path.parent}/backups)."
    )
    bookmarks.mark("c", talk)  # which succeeds
    assert set(opened().load("c")) == {talk.id}

    (path.parent / "backups").unlink()
    clock.forward(days=1)
    bookmarks.mark("c", talk)
    assert bookmarks.notice == ""


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
        assert database.rows("SELECT * FROM note", {}) == []
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
