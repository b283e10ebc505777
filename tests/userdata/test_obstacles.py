"""Locks, full disks and read-only folders: reported, and over when the cause is gone."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from confui.userdata.connection import LOCK_TIMEOUT, DatabaseFormat
from confui.userdata.database import Database, WriteError
from tests.userdata.conftest import Child, integrity

Opened = Callable[[], Bookmarks]


class Watched(sqlite3.Connection):
    """A connection that keeps which statements found a lock, and how long each waited for it."""

    waits: ClassVar[list[float]] = []

    def __init__(self, database: str, timeout: float = 5.0, **arguments: Any) -> None:
        super().__init__(database, timeout=timeout, **arguments)
        self._patience = timeout

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        if sql.startswith("PRAGMA busy_timeout="):
            self._patience = int(sql.partition("=")[2]) / 1000
        try:
            return super().execute(sql, parameters)
        except sqlite3.OperationalError:
            self.waits.append(self._patience)
            raise


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that confui let SQLite wait, each time that it met a lock."""
    monkeypatch.setattr(Watched, "waits", [])
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    return Watched.waits


def test_a_lock_elsewhere_refuses_a_star_quickly_and_only_while_it_is_held(
    path: Path, opened: Opened, talk: Session, waits: list[float]
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    compass = talk._replace(id="talks/compass.md", title="Compass")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSavedError, match="“Compass” was not saved: another program") as no:
            bookmarks.mark("c", compass)
        assert waits == [LOCK_TIMEOUT], "one wait, as long as a key may take"
        assert str(path) in str(no.value)
        assert set(bookmarks.load("c")) == {talk.id}, "reading goes on"
        other.execute("ROLLBACK")
    bookmarks.mark("c", compass)
    assert set(opened().load("c")) == {talk.id, compass.id}


def test_while_a_file_cannot_be_read_the_last_result_is_returned(
    path: Path, opened: Opened, talk: Session, waits: list[float]
) -> None:
    bookmarks, late = opened(), opened()
    bookmarks.mark("c", talk)
    bookmarks.load("c")
    bookmarks.mark("c", talk._replace(id="talks/compass.md"))
    bookmarks.unmark("c", talk.id)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert not bookmarks.changed_elsewhere()
        assert waits == [0], "a look never waits"
        assert set(bookmarks.load("c")) == {"talks/compass.md"}
        assert "another program has it locked" in bookmarks.notice
        assert late.load("c") == {}
        assert not late.changed_elsewhere()
        other.execute("ROLLBACK")
    assert late.changed_elsewhere()
    assert set(late.load("c")) == {"talks/compass.md"}
    assert late.notice == ""


LIMITED = """
import json, resource, sys
from pathlib import Path
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
path = Path(sys.argv[1])
talk = Session(id="0", title="Lantern")
with Bookmarks(path) as bookmarks:
    bookmarks.mark("c", talk)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    kept, message = ["0"], ""
    while not message:
        star = Session(id=str(len(kept)), title="Lantern")
        try:
            bookmarks.annotate("c", star, "x" * 900)
            kept.append(star.id)
        except NotSavedError as error:
            message = str(error)
    refused = sorted(bookmarks.load("c")) == sorted(kept)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    bookmarks.mark("c", star)
    again = sorted(bookmarks.load("c")) == sorted([*kept, star.id])
print(json.dumps([message, refused, again]))
"""


def test_a_file_that_cannot_grow_refuses_the_star_and_keeps_the_others(
    path: Path, child: Child
) -> None:
    output, errors = child(LIMITED, path).communicate()
    assert errors == ""
    message, refused, again = json.loads(output)
    assert message == f"The note on “Lantern” was not saved: the disk reports an error ({path})"
    assert (refused, again) == (True, True)
    assert integrity(path) == "ok"


def test_a_full_disk_undoes_the_change_and_the_next_one_may_succeed(path: Path) -> None:
    form = DatabaseFormat(1, (("CREATE TABLE note (words TEXT)",),))
    database = Database(path, form, lambda: datetime(2017, 8, 15, tzinfo=UTC))
    with database.transaction() as connection:
        connection.execute("INSERT INTO note VALUES ('first')")
        connection.execute("PRAGMA max_page_count=3")
    with (
        pytest.raises(WriteError, match="the disk is full"),
        database.transaction() as connection,
    ):
        connection.execute("INSERT INTO note VALUES ('second')")
        connection.execute("INSERT INTO note VALUES (hex(randomblob(20000)))")
    assert database.rows("SELECT words FROM note", {}) == [("first",)]
    with database.transaction() as connection:
        connection.execute("INSERT INTO note VALUES ('third')")
    assert database.rows("SELECT words FROM note", {}) == [("first",), ("third",)]
    database.close()


def test_a_change_holds_the_lock_from_its_beginning(path: Path) -> None:
    form = DatabaseFormat(1, (("CREATE TABLE note (words TEXT)",),))
    database = Database(path, form, lambda: datetime(2017, 8, 15, tzinfo=UTC))
    with (
        database.transaction(),
        closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
    database.close()


def test_a_block_that_raises_changes_nothing(path: Path) -> None:
    form = DatabaseFormat(1, (("CREATE TABLE note (words TEXT)",),))
    database = Database(path, form, lambda: datetime(2017, 8, 15, tzinfo=UTC))
    with pytest.raises(KeyboardInterrupt), database.transaction() as connection:
        connection.execute("INSERT INTO note VALUES ('first')")
        raise KeyboardInterrupt
    assert database.rows("SELECT words FROM note", {}) == []
    database.close()


UNPRIVILEGED = """
import json, os, sys, tempfile
from pathlib import Path
import confui.userdata.database, confui.userdata.recovery
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
folder = Path(sys.argv[1])
path = folder / "confui" / "bookmarks.db"
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
talk = Session(id="talk", title="Lantern")

def told(change):
    try:
        change()
    except NotSavedError as error:
        return str(error)
"""


def unprivileged(child: Child, folder: Path, script: str, *arguments: object) -> dict[str, object]:
    output, errors = child(UNPRIVILEGED + script, folder, *arguments).communicate()
    assert errors == ""
    result: dict[str, object] = json.loads(output)
    return result


def test_in_a_read_only_folder_bookmarks_are_read_and_stars_refused_with_a_reason(
    unprivileged_folder: Path, child: Child
) -> None:
    script = """
with Bookmarks(path) as bookmarks:
    bookmarks.mark("c", talk)
path.parent.chmod(0o500)
before = path.read_bytes()
with Bookmarks(path) as bookmarks:
    read = list(bookmarks.load("c"))
    notice = bookmarks.notice
    refused = told(lambda: bookmarks.mark("c", Session(id="other", title="Compass")))
    standing = bookmarks.notice
    same = path.read_bytes() == before
    path.parent.chmod(0o700)
    allowed = told(lambda: bookmarks.mark("c", Session(id="other", title="Compass")))
    print(json.dumps(dict(read=read, notice=notice, refused=refused, same=same,
          standing=standing, allowed=allowed, after=bookmarks.notice,
          kept=len(bookmarks.load("c")))))
"""
    folder = unprivileged_folder / "confui"
    result = unprivileged(child, unprivileged_folder, script)
    refused = str(result.pop("refused"))
    assert refused.startswith("The mark of “Compass” was not saved: the file or its folder ")
    assert refused.endswith(f"({folder / 'bookmarks.db'})")
    notice = f"Bookmarks cannot be changed: the folder {folder} is read-only."
    assert result == {
        "read": ["talk"],
        "notice": notice,
        "same": True,
        "standing": notice,
        "allowed": None,
        "after": "",
        "kept": 2,
    }


@pytest.mark.parametrize("tries", [0, 1])
def test_a_read_only_file_is_read_and_written_again_once_it_is_writable(
    tries: int, unprivileged_folder: Path, child: Child
) -> None:
    script = """
tries = int(sys.argv[2])
with Bookmarks(path) as bookmarks:
    bookmarks.mark("c", talk)
path.chmod(0o400)
with Bookmarks(path) as bookmarks:
    read, notice = list(bookmarks.load("c")), bookmarks.notice
    refused = [told(lambda: bookmarks.unmark("c", "talk")) for _ in range(tries)]
    path.chmod(0o600)
    allowed = told(lambda: bookmarks.unmark("c", "talk"))
    print(json.dumps(dict(read=read, notice=notice, refused=refused, allowed=allowed,
          after=bookmarks.notice)))
"""
    path = unprivileged_folder / "confui" / "bookmarks.db"
    assert unprivileged(child, unprivileged_folder, script, tries) == {
        "read": ["talk"],
        "notice": f"Bookmarks cannot be changed: {path} is read-only.",
        "refused": tries
        * [
            f"Removing the mark of talk was not saved: the file or its folder is read-only ({path})"
        ],
        "allowed": None,
        "after": "",
    }


def test_without_a_file_in_a_read_only_folder_stars_are_refused_with_a_reason(
    unprivileged_folder: Path, child: Child
) -> None:
    script = """
folder.chmod(0o500)
with Bookmarks(path) as bookmarks:
    read, notice = bookmarks.load("c"), bookmarks.notice
    refused = told(lambda: bookmarks.mark("c", talk))
    folder.chmod(0o700)
    allowed = told(lambda: bookmarks.mark("c", talk))
    print(json.dumps(dict(read=read, notice=notice, refused=refused,
          allowed=allowed, kept=list(bookmarks.load("c")), after=bookmarks.notice)))
"""
    folder = unprivileged_folder
    assert unprivileged(child, folder, script) == {
        "read": {},
        "notice": f"Bookmarks cannot be changed: the folder {folder} is read-only.",
        "refused": f"The mark of “Lantern” was not saved: the folder {folder} is read-only "
        f"({folder / 'confui' / 'bookmarks.db'})",
        "allowed": None,
        "kept": ["talk"],
        "after": "",
    }


def test_an_unreadable_file_is_reported_and_read_once_it_is_readable(
    unprivileged_folder: Path, child: Child
) -> None:
    script = """
with Bookmarks(path) as bookmarks:
    bookmarks.mark("c", talk)
path.chmod(0)
with Bookmarks(path) as bookmarks:
    hidden, notice = bookmarks.load("c"), bookmarks.notice
    path.chmod(0o600)
    print(json.dumps(dict(hidden=hidden, notice=notice, changed=bookmarks.changed_elsewhere(),
          read=list(bookmarks.load("c")), after=bookmarks.notice)))
"""
    path = unprivileged_folder / "confui" / "bookmarks.db"
    assert unprivileged(child, unprivileged_folder, script) == {
        "hidden": {},
        "notice": f"Bookmarks cannot be read: the file or its folder cannot be opened ({path}).",
        "changed": True,
        "read": ["talk"],
        "after": "",
    }
