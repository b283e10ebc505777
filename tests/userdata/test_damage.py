"""Damaged files, other programs' files and newer formats: shown if possible, never destroyed."""

import os
import random
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.examples import examples, short_or_long
from tests.torture.corruptions import try_corruptions
from tests.userdata.conftest import PAGE, Child, Clock, corrupt_copies

Opened = Callable[[], Bookmarks]


def with_setting(content: bytes, name: str, value: int, folder: Path) -> bytes:
    path = folder / "changed.db"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {name}={value}")
    return path.read_bytes()


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
def test_a_damaged_file_is_copied_aside_and_left_unchanged(
    damage: str, sound: bytes, path: Path, opened: Opened, talk: Session, tmp_path: Path
) -> None:
    content = DAMAGES[damage](sound, tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    bookmarks = opened()

    assert bookmarks.load("c") == {}
    assert bookmarks.notice.startswith("Bookmark file damaged, and no backup is sound (copy: ")
    with pytest.raises(NotSavedError, match="the file is damaged"):
        bookmarks.mark("c", talk)
    with pytest.raises(NotSavedError, match="the file is damaged"):
        bookmarks.unmark("c", talk.id)

    assert path.read_bytes() == content
    ((copy, kept),) = corrupt_copies(path).items()
    assert kept == content
    assert str(path) in bookmarks.notice
    assert copy in bookmarks.notice
    assert stat.S_IMODE(path.with_name(copy).stat().st_mode) == 0o600
    assert "\n" not in bookmarks.notice


def test_a_copy_is_named_after_the_time(path: Path, opened: Opened) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    opened().load("c")
    assert list(corrupt_copies(path)) == ["bookmarks.db.corrupt-20170815T220000.000000Z"]


def test_every_start_on_the_same_damage_uses_the_first_copy(
    path: Path, opened: Opened, clock: Clock
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"noise")
    for _ in range(3):
        opened().load("c")
        clock.forward(hours=1)
    path.write_bytes(b"other noise")
    opened().load("c")
    assert sorted(corrupt_copies(path).values()) == [b"noise", b"other noise"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_named_like_a_copy_does_not_stop_it(path: Path, opened: Opened) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"noise")
    pipe = path.with_name(f"{path.name}.corrupt-20170101T000000.000000Z")
    os.mkfifo(pipe)
    opened().load("c")
    pipe.unlink()
    assert list(corrupt_copies(path).values()) == [b"noise"]


def test_damage_that_shows_only_when_read_is_found_then(
    path: Path, opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE bookmark")
    content = path.read_bytes()

    assert set(bookmarks.load("c")) == {talk.id}, "from the backup"
    assert bookmarks.notice.startswith("Bookmark file damaged, showing a backup. Repair: ")
    assert list(corrupt_copies(path).values()) == [content]


def test_a_damaged_file_is_shown_from_its_backups_and_not_written_to(
    path: Path, opened: Opened, talk: Session, clock: Clock
) -> None:
    for day in range(3):
        opened().mark("c", talk._replace(id=f"day {day}"))
        clock.forward(days=1)
    path.write_bytes(b"")
    bookmarks = opened()
    assert set(bookmarks.load("c")) == {"day 0", "day 1", "day 2"}
    with pytest.raises(NotSavedError, match="the file is damaged"):
        bookmarks.mark("c", talk)
    assert path.read_bytes() == b""


def test_the_notice_names_the_command_within_eighty_columns(
    path: Path, opened: Opened, talk: Session
) -> None:
    opened().mark("c", talk)
    path.write_bytes(b"")
    bookmarks = opened()
    bookmarks.load("c")
    assert "confui backup restore" in bookmarks.notice[:76]


def test_a_damaged_file_that_cannot_be_copied_is_still_left_alone(
    unprivileged_folder: Path, child: Child
) -> None:
    script = (
        UNPRIVILEGED
        + """
path.write_bytes(b"noise")
path.parent.chmod(0o500)
with Bookmarks(path) as bookmarks:
    assert bookmarks.load("c") == {}
    assert "no copy could be made: permission denied" in bookmarks.notice, bookmarks.notice
assert path.read_bytes() == b"noise"
"""
    )
    assert child(script, unprivileged_folder).communicate() == ("", "")


UNPRIVILEGED = """
import os, sys, tempfile
from pathlib import Path
import confui.userdata.database, confui.userdata.recovery
from confui.userdata.bookmarks import Bookmarks
path = Path(sys.argv[1], "bookmarks.db")
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
"""


def test_a_newer_format_without_our_table_is_empty(
    sound: bytes, path: Path, opened: Opened, tmp_path: Path
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(with_setting(sound, "user_version", 7, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE bookmark RENAME TO star")
    content = path.read_bytes()
    bookmarks = opened()
    assert bookmarks.load("c") == {}
    assert "format 7" in bookmarks.notice
    assert not bookmarks.changed_elsewhere()
    assert path.read_bytes() == content
    assert corrupt_copies(path) == {}


@settings(max_examples=examples(1.2))
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_never_raises_anything_but_not_saved(
    sound_file: Path, tmp_path_factory: pytest.TempPathFactory, where: float, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flipped") / "bookmarks.db"
    content = bytearray(sound_file.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    path.write_bytes(content)
    with Bookmarks(path) as bookmarks:
        stars = bookmarks.load("c")
        assert stars or bookmarks.notice
        assert path.read_bytes() == content or content in corrupt_copies(path).values()
        with suppress(NotSavedError):
            bookmarks.mark("c", Session(id="new", title="New"))
            assert bookmarks.load("c")["new"].title == "New"


COUNT = short_or_long(96, 500)
"""How many corruptions are tried."""


def test_every_corruption_is_detected_or_harmless_and_with_backups_nothing_is_lost() -> None:
    failed = [each for each in try_corruptions(COUNT, seed=13) if not each.passed]
    assert failed == []
