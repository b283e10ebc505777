"""The journal of a killed process: played back once, and never into another file."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.regular_file import read_regular_file
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.userdata.conftest import PAGE, Child, corrupt_copies

Opened = Callable[[], Bookmarks]

INTERRUPTED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from confui.userdata.database import Database
from confui.userdata.bookmark_table import database_format
database = Database(Path(sys.argv[1]), database_format(), lambda: datetime.now(UTC))
with database.transaction() as connection:
    connection.execute("PRAGMA cache_size=1")
    connection.execute("UPDATE bookmark SET note='torn', mark='skip' WHERE session > 'talks/50'")
    connection.execute("UPDATE bookmark SET note=note || hex(randomblob(2000)) "
                       "WHERE session > 'talks/50'")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def torn(sound: bytes, path: Path, child: Child) -> Path:
    """A file whose writer was killed in the middle of a change that had reached the disk."""
    path.parent.mkdir(parents=True)
    path.write_bytes(sound)
    process: subprocess.Popen[str] = child(INTERRUPTED, path)
    process.communicate()
    assert process.returncode == -9
    assert path.read_bytes() != sound
    assert path.with_name("bookmarks.db-journal").stat().st_size > PAGE
    return path


def test_an_interrupted_change_is_rolled_back_at_the_next_start(torn: Path, opened: Opened) -> None:
    bookmarks = opened()
    assert {star.note for star in bookmarks.load("c").values()} == {"x" * 90}
    assert len(bookmarks.load("c")) == 60
    assert bookmarks.notice == ""
    assert not torn.with_name("bookmarks.db-journal").exists()
    assert corrupt_copies(torn) == {}


def test_a_damaged_file_is_copied_together_with_its_journal(torn: Path, opened: Opened) -> None:
    content = bytearray(torn.read_bytes())
    content[PAGE:] = bytes(len(content) - PAGE)
    torn.write_bytes(content)
    journal = torn.with_name("bookmarks.db-journal").read_bytes()

    assert opened().load("c") == {}
    copies = corrupt_copies(torn)
    name = min(copies)
    assert copies == {name: bytes(content), f"{name}-journal": journal}


def test_a_journal_that_vanishes_during_the_check_is_not_damage(
    path: Path, opened: Opened, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened().mark("c", talk)
    journal = path.with_name("bookmarks.db-journal")
    journal.touch()

    def read_while_another_process_commits(file: Path, limit: int) -> bytes:
        journal.unlink(missing_ok=True)
        return read_regular_file(file, limit)

    module = "confui.userdata.database_files"
    monkeypatch.setattr(f"{module}.read_regular_file", read_while_another_process_commits)
    bookmarks = opened()
    assert set(bookmarks.load("c")) == {talk.id}
    assert bookmarks.notice == ""
    assert not journal.exists()


def test_a_journal_without_its_file_is_never_played_back_into_a_new_one(
    torn: Path, opened: Opened, talk: Session
) -> None:
    journal = torn.with_name("bookmarks.db-journal")
    content = journal.read_bytes()
    torn.unlink()
    bookmarks = opened()
    assert bookmarks.load("c") == {}
    assert str(journal) in bookmarks.notice
    with pytest.raises(NotSavedError, match="without its database"):
        bookmarks.mark("c", talk)
    assert journal.read_bytes() == content

    journal.rename(journal.with_name("moved-away"))
    bookmarks.mark("c", talk)
    assert set(opened().load("c")) == {talk.id}
