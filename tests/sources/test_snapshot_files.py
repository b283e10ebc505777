import errno
import itertools
import os
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from unittest.mock import ANY

import pytest

from confui.sources import cache
from tests.sources.conftest import HOUR, TALK, CachedSources


def forge(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the lines of a snapshot after the second one, and make its checksums fit."""
    conditions, summary, rest = path.read_bytes().split(b"\n", 2)
    _, texts, *numbers = map(int, summary.split())
    at = [sum(numbers[:end:2]) for end in range(0, len(numbers) + 1, 2)]
    lines = change([rest[begin:end] for begin, end in itertools.pairwise(at)])
    content = b"".join((*lines, rest[at[-1] :]))
    checks = b"".join(b" %d %d" % (len(line), zlib.crc32(line)) for line in lines)
    size = 0
    for _ in range(3):  # the size has digits, too
        head = b"%b\n%d %d%b\n" % (conditions, size, texts, checks)
        size = len(head) + len(content)
    path.write_bytes(head + content)


def forge_all(path: Path, line: bytes) -> None:
    forge(path, lambda lines: [line for _ in lines])


def forge_title(path: Path, title: bytes) -> None:
    forge(path, lambda lines: [line.replace(b'"Ice"', title) for line in lines])


def flip_a_letter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"Ice"', b'"Icy"'))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: os.truncate(path, path.stat().st_size - 10),
    "longer": lambda path: os.truncate(path, path.stat().st_size + 1),
    "cut off after the conditions": lambda path: os.truncate(
        path, path.read_bytes().index(b"\n") + 1
    ),
    "no numbers": lambda path: path.write_bytes(
        path.read_bytes().split(b"\n", 1)[0] + b"\n1 2 x\n"
    ),
    "a length without a checksum": lambda path: path.write_bytes(
        path.read_bytes().replace(b"\n", b"\n1 ", 1)
    ),
    "random bytes": lambda path: path.write_bytes(bytes(range(256)) * 100),
    "a flipped byte": lambda path: path.write_bytes(b"x" + path.read_bytes()[1:]),
    "no lines": lambda path: forge(path, lambda lines: []),
    "no JSON": lambda path: forge_all(path, b"{]"),
    "other JSON": lambda path: forge_all(path, b'{"conference": null}'),
    "no UTF-8": lambda path: forge_all(path, b"\xff"),
    "deeply nested": lambda path: forge_all(path, b"[" * 300_000),
    "an escape sequence": lambda path: forge_title(path, b'"\\u001b[2J"'),
    "a number for a title": lambda path: forge_title(path, b"7"),
    "a title too many": lambda path: forge_title(path, b'"Ice","Hail"'),
    "another letter in a title": flip_a_letter,
    "huge": lambda path: os.truncate(path, cache.MAX_SNAPSHOT_BYTES + 1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_snapshot_is_replaced(
    cached: CachedSources, site: Path, damage: Callable[[Path], object]
) -> None:
    first = cached.open(site)
    sound = cached.snapshot.read_bytes()
    damage(cached.snapshot)
    assert cached.open(site) == first
    assert cached.reads == 2
    assert cached.snapshot.read_bytes() == sound
    assert cached.open(site) == first
    assert cached.reads == 2


def test_a_pipe_instead_of_a_snapshot_does_not_block(cached: CachedSources, site: Path) -> None:
    first = cached.open(site)
    path = cached.snapshot
    path.unlink()
    os.mkfifo(path)
    assert cached.open(site) == first
    assert stat.S_ISREG(path.stat().st_mode)


def test_a_folder_instead_of_a_snapshot_does_no_harm(cached: CachedSources, site: Path) -> None:
    first = cached.open(site)
    path = cached.snapshot
    path.unlink()
    path.mkdir()
    assert cached.open(site) == first
    assert cached.snapshot == path  # and no draft beside it


def test_a_snapshot_beyond_the_limit_is_neither_read_nor_written(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached.open(site)
    before = cached.snapshot.stat()
    monkeypatch.setattr(cache, "MAX_SNAPSHOT_BYTES", before.st_size - 1)
    cached.open(site)
    assert cached.reads == 2
    assert cached.snapshot.stat().st_ino == before.st_ino


def test_only_the_owner_can_read_a_snapshot(cached: CachedSources, site: Path) -> None:
    cached.open(site)
    assert stat.S_IMODE(cached.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(cached.snapshot.stat().st_mode) == 0o600


@pytest.mark.parametrize("below", [".", "conferences"])
def test_a_file_instead_of_the_cache_folder_does_no_harm(
    cached: CachedSources, site: Path, tmp_path: Path, below: str
) -> None:
    (tmp_path / "file").write_text("mine")
    cached.path = tmp_path / "file" / below
    assert len(cached.open(site).sessions) == 2
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_cache_does_no_harm(cached: CachedSources, site: Path) -> None:
    cached.path.mkdir(parents=True, mode=0o500)
    assert len(cached.open(site).sessions) == 2
    assert list(cached.path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_cannot_be_written_does_no_harm(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "replace", refuse)
    assert len(cached.open(site).sessions) == 2
    assert list(cached.path.iterdir()) == []


def test_the_oldest_snapshots_are_deleted(
    cached: CachedSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_SNAPSHOTS", 3)
    folders = [tmp_path / f"py{name}" for name in ("north", "east", "south", "west")]
    for age, folder in enumerate(folders):
        folder.mkdir()
        (folder / "talk.md").write_text(TALK.format("Snow"))
        known = set(cached.path.glob("*"))
        cached.open(folder)
        (new,) = set(cached.path.glob("*")) - known
        os.utime(new, (age, age))
    assert len(list(cached.path.iterdir())) == 3
    for folder in reversed(folders):
        cached.open(folder)
    assert cached.reads == 5  # only the first folder once more


WRITER = """\
import sys
import zlib
from pathlib import Path
from unittest.mock import ANY
from confui.sources.opening import open_conference
folder, cache = map(Path, sys.argv[1:])
for _ in range(30):
    found = open_conference(folder, cache=cache, clock=lambda: 2**62)
    assert len(found.sessions) == 2
    for path in cache.glob("*.json"):
        path.unlink(missing_ok=True)
"""


def test_processes_may_write_the_same_snapshot_at_once(cached: CachedSources, site: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(site), str(cached.path)]
    writers = [subprocess.Popen(command) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    first = cached.open(site)
    assert cached.open(site) == first
    assert cached.snapshot.suffix == ".json"  # no draft is left


def test_a_snapshot_is_opened_without_reading_the_source(cached: CachedSources, site: Path) -> None:
    assert cached.load(site) == (None, ANY)
    first = cached.open(site)
    assert cached.load(site) == (first, ANY)
    (site / "ice.md").write_text(TALK.format("Hail"))
    assert cached.load(site) == (None, ANY)
    assert cached.reads == 1


def test_what_an_earlier_version_kept_beside_a_snapshot_is_deleted(
    cached: CachedSources, site: Path
) -> None:
    cached.open(site)
    cached.snapshot.with_suffix(".texts0").write_bytes(b"words")
    (site / "ice.md").write_text(TALK.format("Hail"))
    cached.open(site)
    assert cached.snapshot.suffix == ".json"


def test_drafts_of_killed_programs_are_deleted(cached: CachedSources, site: Path) -> None:
    cached.path.mkdir(parents=True)
    for name, age in ((".confui-1-1", 2 * HOUR), (".confui-2-2", HOUR // 2)):
        (cached.path / name).write_text("half a snapsh")
        now = (cached.path / name).stat().st_mtime_ns
        os.utime(cached.path / name, ns=(now - age, now - age))
    cached.open(site)
    assert [path.name for path in cached.path.glob(".*")] == [".confui-2-2"]
