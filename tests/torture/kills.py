"""Processes that change bookmarks until they are killed, or until the power is cut.

Lost is a change that the process had acknowledged, and that is not in the file afterwards.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from confui.userdata import Bookmarks
from tests.userdata.scribbling import ALL, Kept, kept_after

_ROOT = Path(__file__).parents[2]
_SCRIBBLER = "from tests.userdata.scribbling import main; main()"
_ENOUGH = 1_000_000
_TOOLS = ("mkfs.ext4", "mount", "umount", "losetup")
_IMAGE_BYTES = 16 * 1024**2


class Toll(NamedTuple):
    """What came of some ends."""

    ends: int
    """How often a process was killed, or the power cut."""
    acknowledged: int
    """How many changes it had said were saved."""
    lost: int
    """After how many ends something that was acknowledged was gone, or something else was there."""


def kills(count: int, seed: int = 0) -> Toll:
    """Kill a process so often amid its changes of one file, and read the file after each."""
    chance = random.Random(seed)
    acknowledged = lost = 0
    kept: Kept = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bookmarks.db")
        for number in range(count):
            changes = f"{seed}{number:04}"
            with _scribbling(path, changes) as process:
                told = _wait_for(process, chance.randrange(1, 60))
                process.kill()
                assert process.stdout is not None
                told += process.stdout.read().count("done\n")
            found = _found(path)
            acknowledged += told
            lost += not _is_right(kept, found, changes, told)
            kept = found
    return Toll(count, acknowledged, lost)


def reason_against_power_cuts() -> str:
    """Return why no power cut can be tried here; empty if it can."""
    if not sys.platform.startswith("linux"):
        return "needs Linux"
    if os.geteuid() != 0:
        return "needs root, to mount a disk image"
    if missing := [tool for tool in _TOOLS if not shutil.which(tool)]:
        return f"needs {', '.join(missing)}"
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder, "image")
        try:
            _make_image(image)
            with _mounted(image, Path(folder, "disk")):
                return ""
        except subprocess.CalledProcessError as error:
            return f"no disk image can be mounted: {error.stderr.strip()[:80]}"


def power_cuts(count: int, seed: int = 0) -> Toll:
    """Cut the power so often amid the changes of a file on a disk image; read each image after.

    The image is copied while the process is stopped, without asking the system to write what it
    holds back, as a disk would be found after a power cut. Needs root.
    """
    chance = random.Random(seed)
    acknowledged = lost = 0
    with tempfile.TemporaryDirectory() as folder:
        image, after = Path(folder, "image"), Path(folder, "after")
        for number in range(count):
            changes = f"{seed}{number:04}"
            _make_image(image)
            with _mounted(image, Path(folder, "disk")) as disk:
                os.sync()
                with _scribbling(disk / "bookmarks.db", changes) as process:
                    told = _wait_for(process, chance.randrange(1, 60))
                    process.send_signal(signal.SIGSTOP)
                    os.waitid(os.P_PID, process.pid, os.WSTOPPED)
                    shutil.copyfile(image, after)
                    process.kill()
                    assert process.stdout is not None
                    told += process.stdout.read().count("done\n")  # from before it was stopped
            with _mounted(after, Path(folder, "disk")) as disk:
                found = _found(disk / "bookmarks.db")
            acknowledged += told
            lost += not _is_right({}, found, changes, told)
    return Toll(count, acknowledged, lost)


def _is_right(before: Kept, found: Kept, changes: str, told: int) -> bool:
    """Whether all changes that were told are there; the next one may be there too, or not."""
    return found in (
        kept_after(before, int(changes), "s", told),
        kept_after(before, int(changes), "s", told + 1),
    )


def _found(path: Path) -> Kept:
    with Bookmarks(path) as bookmarks:
        return {id: (each.mark, each.note) for id, each in bookmarks.load("c").items()}


@contextmanager
def _scribbling(path: Path, seed: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process that changes bookmarks at random and says `done` after each change."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIBBLER, str(path), str(int(seed)), "s", str(_ENOUGH), ALL],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdin and process.stdout
        process.stdout.readline()
        process.stdin.write("go\n")
        process.stdin.flush()
        yield process
    finally:
        process.kill()
        process.communicate()


def _wait_for(process: subprocess.Popen[str], lines: int) -> int:
    assert process.stdout is not None
    return sum(1 for _ in zip(range(lines), process.stdout, strict=False))


def _make_image(path: Path) -> None:
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.truncate(_IMAGE_BYTES)
    _run("mkfs.ext4", "-q", "-F", str(path))


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        _run("umount", str(place))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
