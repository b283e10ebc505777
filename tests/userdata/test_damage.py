"""A file that is damaged, foreign or from the future: shown as far as possible, never destroyed."""

import os
import random
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError

from .conftest import Child, Clock

Opened = Callable[[], Bookmarks]
PAGE = 4096


@pytest.fixture(scope="session")
def sound_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bookmark file of several pages."""
    path = tmp_path_factory.mktemp("sound") / "bookmarks.db"
    with Bookmarks(path) as bookmarks:
        for number in range(60):
            bookmarks.star("c", Session(id=f"talks/{number:02}.md", title="Lantern"), note="x" * 90)
    assert path.stat().st_size >= 4 * PAGE
    return path


@pytest.fixture(scope="session")
def sound(sound_file: Path) -> bytes:
    return sound_file.read_bytes()


def with_setting(content: bytes, name: str, value: int, folder: Path) -> bytes:
    path = folder / "changed.db"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {name}={value}")
    return path.read_bytes()


def corrupt_copies(path: Path) -> dict[str, bytes]:
    return {
        each.name: each.read_bytes()
        for each in path.parent.iterdir()
        if each.name.startswith("bookmarks.db.corrupt-")
    }


DAMAGES: dict[str, Callable[[bytes, Path], bytes]] = {
    "empty": lambda content, _: b"",
    "cut in half": lambda content, _: content[: len(content) // 2],
    "cut within a page": lambda content, _: content[: PAGE + 100],
    "first page zeroed": lambda content, _: bytes(PAGE) + content[PAGE:],
    "second page zeroed": lambda content, _: content[:PAGE] + bytes(PAGE) + content[2 * PAGE :],
    "last page zeroed": lambda content, _: content[:-PAGE] + bytes(PAGE),
    "noise": lambda content, _: random.Random(2).randbytes(9000),
    "a name that is no text": lambda content, _: content.replace(b"tabled", b"table\xe5", 1),
    "text": lambda content, _: b"my bookmarks: the one about lanterns\n",
    "another application's": lambda content, at: with_setting(content, "application_id", 7, at),
    "of an unknown past": lambda content, at: with_setting(content, "user_version", 0, at),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_copied_aside_and_left_as_it_is(
    damage: str, sound: bytes, path: Path, opened: Opened, talk: Session, tmp_path: Path
) -> None:
    content = DAMAGES[damage](sound, tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    bookmarks = opened()

    assert bookmarks.of("c") == {}
    assert not bookmarks.writable
    with pytest.raises(NotSavedError, match="the file is damaged"):
        bookmarks.star("c", talk)
    with pytest.raises(NotSavedError, match="the file is damaged"):
        bookmarks.unstar("c", talk.id)

    assert path.read_bytes() == content
    ((copy, kept),) = corrupt_copies(path).items()
    assert kept == content
    assert str(path) in bookmarks.notice
    assert copy in bookmarks.notice
    assert stat.S_IMODE(path.with_name(copy).stat().st_mode) == 0o600
    assert "\n" not in bookmarks.notice


def test_a_copy_is_named_after_the_moment(path: Path, opened: Opened) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    opened().of("c")
    assert list(corrupt_copies(path)) == ["bookmarks.db.corrupt-20170815T220000.000000Z"]


def test_every_start_on_the_same_damage_uses_the_first_copy(
    path: Path, opened: Opened, clock: Clock
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"noise")
    for _ in range(3):
        opened().of("c")
        clock.forward(hours=1)
    path.write_bytes(b"other noise")
    opened().of("c")
    assert sorted(corrupt_copies(path).values()) == [b"noise", b"other noise"]


def test_damage_that_shows_only_when_read_is_found_then(
    path: Path, opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    bookmarks.star("c", talk)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE bookmark")
    content = path.read_bytes()

    assert set(bookmarks.of("c")) == {talk.id}, "from the backup of the day"
    assert not bookmarks.writable
    assert list(corrupt_copies(path).values()) == [content]


def test_the_newest_sound_backup_is_shown_in_place_of_a_damaged_file(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    for day in range(3):
        opened().star("c", talk._replace(id=f"day {day}"))
        clock.forward(days=1)
    newest = path.parent / "backups" / "bookmarks-2017-08-17.db"
    newest.write_bytes(b"damaged too")
    path.write_bytes(b"")

    bookmarks = opened()
    assert set(bookmarks.of("c")) == {"day 0", "day 1"}
    assert str(newest.with_name("bookmarks-2017-08-16.db")) in bookmarks.notice
    with pytest.raises(NotSavedError, match="the file is damaged"):
        bookmarks.star("c", talk)
    assert path.read_bytes() == b""


def test_following_the_notice_repairs_the_bookmarks_without_a_restart(
    path: Path, opened: Opened, talk: Session
) -> None:
    opened().star("c", talk)
    path.write_bytes(b"")
    bookmarks = opened()
    bookmarks.of("c")
    assert not bookmarks.changed_elsewhere()

    path.rename(path.with_name("elsewhere.db"))
    (path.parent / "backups" / "bookmarks-2017-08-15.db").rename(path)
    assert bookmarks.changed_elsewhere()
    assert set(bookmarks.of("c")) == {talk.id}
    assert (bookmarks.notice, bookmarks.writable) == ("", True)
    bookmarks.star("c", talk._replace(id="talks/compass.md"))
    assert len(opened().of("c")) == 2


def test_a_damaged_file_that_cannot_be_copied_is_still_left_alone(
    unprivileged_folder: Path, child: Child
) -> None:
    script = (
        UNPRIVILEGED
        + """
path.write_bytes(b"noise")
path.parent.chmod(0o500)
with Bookmarks(path) as bookmarks:
    assert bookmarks.of("c") == {}
    assert "no copy could be made: permission denied" in bookmarks.notice, bookmarks.notice
assert path.read_bytes() == b"noise"
"""
    )
    assert child(script, unprivileged_folder).communicate() == ("", "")


UNPRIVILEGED = """
import os, sys, tempfile
from pathlib import Path
import confui.userdata.database
from confui.userdata.bookmarks import Bookmarks
path = Path(sys.argv[1], "bookmarks.db")
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
"""


INTERRUPTED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from confui.userdata.bookmarks import _APPLICATION_ID, _STEPS
from confui.userdata.connection import Format
from confui.userdata.database import Database
database = Database(Path(sys.argv[1]), Format(_APPLICATION_ID, _STEPS), lambda: datetime.now(UTC))
with database.transaction() as connection:
    connection.execute("PRAGMA cache_size=1")
    connection.execute("UPDATE bookmark SET note='torn', starred=0 WHERE session > 'talks/50'")
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


def test_a_change_that_was_cut_off_is_undone_at_the_next_start(torn: Path, opened: Opened) -> None:
    bookmarks = opened()
    assert {star.note for star in bookmarks.of("c").values()} == {"x" * 90}
    assert len(bookmarks.of("c")) == 60
    assert bookmarks.notice == ""
    assert not torn.with_name("bookmarks.db-journal").exists()
    assert corrupt_copies(torn) == {}


def test_a_damaged_file_is_copied_together_with_its_journal(torn: Path, opened: Opened) -> None:
    content = bytearray(torn.read_bytes())
    content[PAGE:] = bytes(len(content) - PAGE)
    torn.write_bytes(content)
    journal = torn.with_name("bookmarks.db-journal").read_bytes()

    assert opened().of("c") == {}
    copies = corrupt_copies(torn)
    name = min(copies)
    assert copies == {name: bytes(content), f"{name}-journal": journal}


def test_a_journal_that_vanishes_while_it_is_looked_at_is_no_damage(
    path: Path, opened: Opened, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened().star("c", talk)
    journal = path.with_name("bookmarks.db-journal")
    journal.touch()
    read_bytes = Path.read_bytes

    def read_while_another_process_commits(file: Path) -> bytes:
        journal.unlink(missing_ok=True)
        return read_bytes(file)

    monkeypatch.setattr(Path, "read_bytes", read_while_another_process_commits)
    bookmarks = opened()
    assert set(bookmarks.of("c")) == {talk.id}
    assert bookmarks.notice == ""
    assert not journal.exists()


def test_a_journal_without_its_file_is_never_played_back_into_a_new_one(
    torn: Path, opened: Opened, talk: Session
) -> None:
    journal = torn.with_name("bookmarks.db-journal")
    content = journal.read_bytes()
    torn.unlink()
    bookmarks = opened()
    assert bookmarks.of("c") == {}
    assert str(journal) in bookmarks.notice
    with pytest.raises(NotSavedError, match="without its database"):
        bookmarks.star("c", talk)
    assert journal.read_bytes() == content

    journal.rename(journal.with_name("moved-away"))
    bookmarks.star("c", talk)
    assert set(opened().of("c")) == {talk.id}


def test_a_file_from_the_future_is_shown_and_not_touched(
    sound: bytes, path: Path, opened: Opened, talk: Session, tmp_path: Path
) -> None:
    content = with_setting(sound, "user_version", 7, tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    bookmarks = opened()
    assert len(bookmarks.of("c")) == 60
    assert "in format 7, and this confui knows 1" in bookmarks.notice
    assert str(path) in bookmarks.notice
    assert not bookmarks.writable
    with pytest.raises(NotSavedError, match="format 7"):
        bookmarks.star("c", talk)
    assert path.read_bytes() == content
    assert corrupt_copies(path) == {}


def test_a_file_from_a_future_without_our_table_reads_as_empty(
    sound: bytes, path: Path, opened: Opened, tmp_path: Path
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(with_setting(sound, "user_version", 7, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE bookmark RENAME TO star")
    content = path.read_bytes()
    bookmarks = opened()
    assert bookmarks.of("c") == {}
    assert "format 7" in bookmarks.notice
    assert not bookmarks.changed_elsewhere()
    assert path.read_bytes() == content
    assert corrupt_copies(path) == {}


def a_folder(path: Path) -> None:
    path.mkdir(parents=True)


def a_file_for_a_folder(path: Path) -> None:
    path.parent.parent.mkdir(parents=True)
    path.parent.touch()


def a_link_to_itself(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(path.with_name("nowhere.db"))


def a_pipe(path: Path) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path)


@pytest.mark.parametrize(
    "obstacle", [a_folder, a_file_for_a_folder, a_link_to_itself, a_link_to_nothing, a_pipe]
)
def test_what_is_no_file_is_told_in_one_sentence(
    obstacle: Callable[[Path], None], path: Path, opened: Opened, talk: Session
) -> None:
    obstacle(path)
    bookmarks = opened()
    assert bookmarks.of("c") == {}
    assert not bookmarks.changed_elsewhere()
    assert str(path) in bookmarks.notice
    assert not bookmarks.writable
    with pytest.raises(NotSavedError, match="A Lantern for Every Queryset") as refused:
        bookmarks.star("c", talk)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_linked_file_is_written_where_it_lies(
    path: Path, opened: Opened, talk: Session, tmp_path: Path
) -> None:
    real = tmp_path / "synced.db"
    with Bookmarks(real) as bookmarks:
        bookmarks.star("c", talk)
    path.parent.mkdir(parents=True)
    path.symlink_to(real)
    opened().star("c", talk._replace(id="talks/compass.md"))
    assert path.is_symlink()
    with Bookmarks(real) as bookmarks:
        assert len(bookmarks.of("c")) == 2


@settings(max_examples=120, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_never_raises_anything_but_not_saved(
    sound_file: Path, tmp_path_factory: pytest.TempPathFactory, where: float, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flipped") / "bookmarks.db"
    content = bytearray(sound_file.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    path.write_bytes(content)
    with Bookmarks(path) as bookmarks:
        stars = bookmarks.of("c")
        assert stars or bookmarks.notice
        assert path.read_bytes() == content
        with suppress(NotSavedError):
            bookmarks.star("c", Session(id="new", title="New"))
            assert bookmarks.of("c")["new"].title == "New"
