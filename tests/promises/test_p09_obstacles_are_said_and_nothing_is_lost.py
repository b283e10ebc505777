"""P9: with a full disk, a read-only folder or a locked file, confui keeps reading and says so.

When the cause is gone it goes on without a restart. Locks, limits of the file size and folders
without permission: `tests/userdata/test_obstacles.py`; the library:
`tests/library/test_storage.py`.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from confui.schedule.models import Session
from confui.userdata import Bookmarks, NotSavedError
from tests.torture.sinks import run


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB; needs root."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs root, to mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte; return the file that takes the room."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError as error:
                assert error.errno == 28, error
    return path


def test_on_a_full_disk_old_bookmarks_are_read_a_new_one_is_refused_and_then_saved(
    small_disk: Path,
) -> None:
    path = small_disk / "confui" / "bookmarks.db"
    with Bookmarks(path) as bookmarks:
        bookmarks.mark("c", Session("one", "One"))
        filler = fill(small_disk)
        refused = ""
        for number in range(40):
            try:
                bookmarks.annotate("c", Session(f"{number}", "More"), "x" * 4000)
            except NotSavedError as error:
                refused = str(error)
                break
        assert "disk" in refused
        assert "one" in bookmarks.load("c")
        with Bookmarks(path) as other:
            assert "one" in other.load("c")
        filler.unlink()
        bookmarks.mark("c", Session("two", "Two"))
    with Bookmarks(path) as bookmarks:
        assert {"one", "two"} <= set(bookmarks.load("c"))


def test_on_a_full_disk_the_commands_say_what_is_wrong_in_one_line(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, pynorth: object
) -> None:
    for kind in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(small_disk / kind))
    fill(small_disk)
    assert run("list")[0] == 0
    for command in (["star", "django-vs-flask"], ["add", "tests/conferences/pynorth-2031"]):
        status, output, errors = run(*command)
        assert status != 0, command
        assert output == ""
        (line,) = errors.splitlines()
        assert "space" in line or "full" in line
