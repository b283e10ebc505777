"""Killed and concurrent processes: no acknowledged change is lost, no other one appears."""

import random
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks
from tests.userdata.conftest import Child, integrity
from tests.userdata.scribbling import ALL, Kept, kept_after

Opened = Callable[[], Bookmarks]
SCRIBBLER = "from tests.userdata.scribbling import main; main()"


def kept_in(path: Path) -> Kept:
    assert integrity(path) == "ok"
    with Bookmarks(path) as bookmarks:
        found = {id: (each.mark, each.note) for id, each in bookmarks.load("c").items()}
        assert bookmarks.notice == ""
    return found


def start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def wait_for(process: subprocess.Popen[str], lines: int) -> int:
    """Read so many lines of the process; return how many came."""
    assert process.stdout is not None
    return sum(1 for _ in zip(range(lines), process.stdout, strict=False))


def test_no_acknowledged_change_is_lost_when_the_process_is_killed(
    path: Path, child: Child, tmp_path: Path
) -> None:
    moments = random.Random(2017)
    kept: Kept = {}
    for seed in range(12):
        process = child(SCRIBBLER, path, seed, "s", 1_000_000, ALL)
        wait_for(process, 1)
        start(process)
        acknowledged = wait_for(process, moments.randrange(1, 60))
        process.kill()
        # communicate() would pass by what wait_for has read ahead and not used yet.
        assert process.stdout is not None
        acknowledged += process.stdout.read().count("done\n")

        backed_up = kept_in_backups(path, tmp_path / str(seed))
        found = kept_in(path)
        # The change under way at the kill may be there or not, but never in part.
        assert found in (
            kept_after(kept, seed, "s", acknowledged),
            kept_after(kept, seed, "s", acknowledged + 1),
        )
        assert backed_up in (
            kept_after(kept, seed, "s", acknowledged),
            kept_after(kept, seed, "s", acknowledged + 1),
        )
        kept = found


def kept_in_backups(path: Path, folder: Path) -> Kept:
    """Return what comes back if the file is damaged now."""
    shutil.copytree(path.parent, folder)
    (folder / path.name).write_bytes(b"damaged")
    for journal in folder.glob("*-journal"):
        journal.unlink()
    with Bookmarks(folder / path.name) as bookmarks:
        return {id: (each.mark, each.note) for id, each in bookmarks.load("c").items()}


def run_together(child: Child, path: Path, *scribblers: tuple[int, str, int, str]) -> None:
    """Let several processes scribble at once, and see each of them through."""
    processes = [child(SCRIBBLER, path, *each) for each in scribblers]
    for process in processes:
        wait_for(process, 1)
    for process in processes:
        start(process)
    for process, (_, _, count, _) in zip(processes, scribblers, strict=True):
        output, errors = process.communicate()
        assert (output.count("done\n"), errors) == (count, "")


def test_two_processes_at_once_lose_nothing(path: Path, child: Child) -> None:
    run_together(child, path, (1, "a", 120, ALL), (2, "b", 120, ALL))
    expected = kept_after({}, 1, "a", 120) | kept_after({}, 2, "b", 120)
    assert kept_in(path) == expected


def test_a_process_that_marks_and_one_that_annotates_do_not_undo_each_other(
    path: Path, child: Child
) -> None:
    marks, notes = "mark unmark", "annotate"
    run_together(child, path, (1, "s", 80, marks), (2, "s", 80, notes))
    expected = kept_after(kept_after({}, 1, "s", 80, marks), 2, "s", 80, notes)
    assert kept_in(path) == expected


def test_processes_that_create_the_file_at_once_share_it(path: Path, child: Child) -> None:
    run_together(child, path, *((1, prefix, 1, "mark") for prefix in "abcd"))
    assert {session[0] for session in kept_in(path)} == set("abcd")
    assert {each.name for each in path.parent.iterdir()} == {"bookmarks.db", "backups"}


def test_a_reader_never_sees_a_half_made_file(
    path: Path, opened: Opened, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    connect = sqlite3.connect

    def watched(*arguments: str, **options: bool) -> sqlite3.Connection:
        seen.append(path.exists() and path.stat().st_size == 0)
        return connect(*arguments, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", watched)
    link = Path.hardlink_to

    def linked(target: Path, source: Path) -> None:
        seen.append(path.exists())
        link(target, source)
        seen.append(path.read_bytes()[:15] != b"SQLite format 3")

    monkeypatch.setattr(Path, "hardlink_to", linked)
    opened().mark("c", talk)
    assert len(seen) >= 4
    assert not any(seen)


def test_without_hard_links_the_file_is_renamed_into_place(
    path: Path, opened: Opened, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(target: Path, source: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(target))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    opened().mark("c", talk)
    assert set(opened().load("c")) == {talk.id}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
