"""What comes back after damage: all stars of the day, single rows, and a backup of choice."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from confui.schedule.bookmark import Mark
from confui.schedule.models import Session
from confui.userdata import RestoreError
from confui.userdata.bookmarks import Bookmarks
from tests.userdata.conftest import Clock, corrupt_copies, integrity

Opened = Callable[[], Bookmarks]


def star(bookmarks: Bookmarks, *numbers: int) -> None:
    for number in numbers:
        bookmarks.mark("c", Session(f"talks/{number:02}.md", f"Lantern {number:02}"))


def starred(bookmarks: Bookmarks) -> int:
    return sum(each.starred for each in bookmarks.load("c").values())


def damage(path: Path, before: bytes, after: bytes) -> None:
    """Change one text of a file, as a failing disk would."""
    content = path.read_bytes()
    assert content.count(before) == 1
    path.write_bytes(content.replace(before, after))


@pytest.mark.parametrize("restart", [False, True])
def test_after_damage_at_any_moment_of_a_day_of_forty_stars_all_come_back(
    restart: bool, path: Path, opened: Opened, clock: Clock
) -> None:
    bookmarks = opened()
    for number in range(40):
        star(opened() if restart else bookmarks, number)
        clock.forward(minutes=20)
        content = path.read_bytes()
        path.write_bytes(random.Random(number).randbytes(5000))
        with Bookmarks(path, clock=clock) as window:
            assert starred(window) == number + 1
            assert "confui backup restore" in window.notice
        path.write_bytes(content)


def test_what_was_removed_does_not_come_back(path: Path, opened: Opened) -> None:
    bookmarks = opened()
    star(bookmarks, *range(4))
    bookmarks.unmark("c", "talks/01.md")
    bookmarks.revise("c", lambda before: {k: v for k, v in before.items() if "02" not in k})
    bookmarks.mark("c", Session("talks/03.md", "Lantern 03"), Mark.MAYBE)
    expected = bookmarks.load_all("c")
    path.write_bytes(b"")
    assert opened().load_all("c") == expected


def test_damaged_backups_cost_nothing_while_the_log_is_sound(path: Path, opened: Opened) -> None:
    star(opened(), *range(10))
    for copy in (path.parent / "backups").glob("*.db"):
        copy.write_bytes(b"damaged too")
    path.write_bytes(b"")
    assert starred(opened()) == 9, "all but the one that only the copy had"


def test_a_damaged_newest_copy_is_made_up_for_by_the_one_before_and_the_logs(
    path: Path, opened: Opened, clock: Clock
) -> None:
    bookmarks = opened()
    for number in range(12):
        star(bookmarks, number)
        clock.forward(minutes=25)
    newest = max((path.parent / "backups").glob("*.db"))
    newest.write_bytes(newest.read_bytes()[:5000])
    path.write_bytes(b"")
    assert starred(opened()) == 12


def test_a_damaged_line_of_the_log_costs_its_change_only(path: Path, opened: Opened) -> None:
    star(opened(), *range(10))
    damage(path.parent / "backups" / "bookmarks.changes", b"Lantern 05", b"Lantern 06")
    path.write_bytes(b"")
    assert starred(opened()) == 9


def test_a_damaged_row_is_repaired_from_the_backups_and_told(path: Path, opened: Opened) -> None:
    star(opened(), *range(10))
    damage(path, b"Lantern 05", b"Lantern 0u")
    content = path.read_bytes()
    assert integrity(path) == "ok"

    bookmarks = opened()
    assert bookmarks.load("c")["talks/05.md"].title == "Lantern 05"
    ((copy, kept),) = corrupt_copies(path).items()
    assert bookmarks.notice == (
        f"Repaired 1 damaged bookmark from a backup (damaged copy: {path.with_name(copy)})."
    )
    assert kept == content
    star(bookmarks, 10)
    later = opened()
    assert starred(later) == 11
    assert later.notice == ""


def test_a_row_with_a_damaged_id_is_repaired_too(path: Path, opened: Opened) -> None:
    star(opened(), *range(10))
    damage(path, b"talks/09.md", b"talks/0y.md")
    bookmarks = opened()
    assert set(bookmarks.load("c")) == {f"talks/{number:02}.md" for number in range(10)}
    assert bookmarks.notice.startswith("Repaired 1 damaged bookmark")


def test_a_row_that_vanished_is_found_missing_and_repaired(path: Path, opened: Opened) -> None:
    star(opened(), *range(10))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM bookmark WHERE session = 'talks/05.md'")
    bookmarks = opened()
    assert starred(bookmarks) == 10
    assert bookmarks.notice.startswith("Repaired 1 damaged bookmark")


def test_a_damaged_row_that_no_backup_has_is_kept_and_told_once(path: Path, opened: Opened) -> None:
    star(opened(), *range(10))
    for backup in (path.parent / "backups").iterdir():
        backup.unlink()
    damage(path, b"Lantern 05", b"Lantern 0u")
    bookmarks = opened()
    assert bookmarks.load("c")["talks/05.md"].title == "Lantern 0u"
    assert bookmarks.notice.startswith("1 bookmark is damaged and in no backup: check your plan")
    assert len(corrupt_copies(path)) == 1
    star(bookmarks, 11)
    later = opened()
    assert starred(later) == 11
    assert later.notice == ""


def test_swapped_rows_and_a_changed_schema_are_damage(path: Path, opened: Opened) -> None:
    star(opened(), 0)
    damage(path, b"mark TEXT NOT NULL", b"mark UEXT NOT NULL")
    bookmarks = opened()
    assert starred(bookmarks) == 1
    assert "Bookmark file damaged" in bookmarks.notice


def test_a_restore_brings_a_damaged_file_back_and_keeps_the_damaged_one(
    path: Path, opened: Opened
) -> None:
    window = opened()
    star(window, *range(40))
    assert not window.changed_elsewhere()
    path.write_bytes(b"junk")
    journal = path.with_name("bookmarks.db-journal")
    journal.write_bytes(b"old")

    restored = opened().restore()
    assert restored is not None
    assert restored.state.matches == 40
    assert restored.kept is not None
    assert restored.kept.read_bytes() == b"junk"
    assert not journal.exists()
    assert window.changed_elsewhere()
    assert starred(window) == 40
    star(window, 40)
    assert window.notice == ""
    assert integrity(path) == "ok"
    path.write_bytes(b"junk again")
    assert starred(opened()) == 41


def test_a_restore_of_a_sound_file_needs_a_name_and_can_be_undone(
    path: Path, opened: Opened
) -> None:
    window, other = opened(), opened()
    star(window, *range(10))
    other.load("c")
    assert window.restore() is None
    earlier = next(state for state in window.backups() if state.matches == 7)
    restored = window.restore(earlier.name)
    assert restored is not None
    assert starred(window) == 7
    assert other.changed_elsewhere()
    assert starred(other) == 7
    star(other, 20)
    assert other.restore(restored.undo) is not None
    assert starred(window) == 10
    assert path.stat().st_nlink == 1


def test_a_missing_file_can_be_restored(path: Path, opened: Opened) -> None:
    star(opened(), *range(3))
    path.unlink()
    bookmarks = opened()
    assert bookmarks.restore() is not None
    assert starred(bookmarks) == 3


def test_a_daily_backup_of_an_older_confui_can_be_restored(path: Path, opened: Opened) -> None:
    star(opened(), *range(3))
    old = path.parent / "backups" / "bookmarks-2017-08-01.db"
    (path.parent / "backups" / "bookmarks-20170815T220000Z-1.db").rename(old)
    states = opened().backups()
    assert (states[-1].name, states[-1].at) == ("2017-08-01", datetime(2017, 8, 1, tzinfo=UTC))
    bookmarks = opened()
    assert bookmarks.restore("2017-08-01") is not None
    assert starred(bookmarks) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("yesterday", "no backup has “yesterday” in the name"),
        ("2017", "backups have “2017” in the name"),
        ("-1", "is damaged; choose another"),
    ],
)
def test_a_name_that_fits_no_sound_backup_restores_nothing(
    name: str, reason: str, path: Path, opened: Opened
) -> None:
    star(opened(), *range(3))
    (path.parent / "backups" / "bookmarks-20170815T220000Z-1.db").write_bytes(b"junk")
    before = path.read_bytes()
    with pytest.raises(RestoreError, match=reason):
        opened().restore(name)
    assert path.read_bytes() == before


def test_a_newer_or_locked_file_is_never_replaced(path: Path, opened: Opened) -> None:
    star(opened(), *range(3))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RestoreError, match="another program has it locked"):
            opened().restore()
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA user_version = 9")
    before = path.read_bytes()
    with pytest.raises(RestoreError, match="the file is in format 9"):
        opened().restore()
    assert path.read_bytes() == before


def test_a_star_set_while_another_window_restores_is_in_the_restored_file(
    path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    star(window, *range(3))
    content = path.read_bytes()
    begin = sqlite3.connect
    replaced: list[bool] = []

    class Replaced(sqlite3.Connection):
        def execute(self, sql: str, parameters: object = ()) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE" and not replaced:
                replaced.append(True)
                fresh = path.with_name("fresh")
                fresh.write_bytes(content)
                fresh.replace(path)
            return super().execute(sql, parameters)  # type: ignore[arg-type]

    def connect(*arguments: str, **options: object) -> sqlite3.Connection:
        return begin(*arguments, factory=Replaced, **options)  # type: ignore[call-overload,no-any-return]

    window.close()
    monkeypatch.setattr(sqlite3, "connect", connect)
    star(window, 3)
    assert replaced
    monkeypatch.undo()
    assert starred(opened()) == 4
