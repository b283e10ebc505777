"""Writing a file whole: what readers see, who may read it, and what a failure leaves."""

import os
from pathlib import Path

import pytest

from confui.atomic_write import create_file, make_folder, write_atomically


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.txt"


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each sync to the disk, whether it was of a folder."""
    calls: list[bool] = []
    sync = os.fsync

    def fsync(handle: int) -> None:
        calls.append(os.path.isdir(f"/proc/self/fd/{handle}"))  # noqa: PTH112
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return calls


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_created_and_replaced_and_no_draft_is_left(path: Path, durable: bool) -> None:
    for content in (b"old", b"new"):
        write_atomically(path, content, durable=durable)
        assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_only_the_owner_may_read_it_unless_told_otherwise(path: Path) -> None:
    write_atomically(path, b"mine", durable=False)
    assert path.stat().st_mode & 0o777 == 0o600
    umask = os.umask(0o022)
    try:
        write_atomically(path, b"for all", durable=False, mode=0o666)
    finally:
        os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells what is synced")
def test_a_durable_write_syncs_the_file_and_then_its_folder(path: Path, synced: list[bool]) -> None:
    write_atomically(path, b"quick", durable=False)
    assert synced == []
    write_atomically(path, b"safe", durable=True)
    assert synced == [False, True]


@pytest.mark.parametrize("step", ["fdopen", "fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_no_draft(
    path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if step == "replace" else os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new", durable=True)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("umask", [0o022, 0])
def test_every_folder_that_is_made_is_for_its_owner_only(tmp_path: Path, umask: int) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(umask)
    try:
        make_folder(tmp_path / "share" / "confui" / "conferences")
        make_folder(tmp_path / "share" / "confui")
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert [path.stat().st_mode & 0o777 for path in made] == [0o700] * 3
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_no_folder_is_made_where_a_file_is(path: Path) -> None:
    path.touch()
    for taken in (path, path / "below"):
        with pytest.raises(OSError, match=r"exists|Not a directory"):
            make_folder(taken)


def test_creating_a_file_leaves_an_existing_file_or_link_alone(path: Path) -> None:
    path.write_bytes(b"another's")
    link = path.with_name("link")
    link.symlink_to(path.with_name("nowhere"))
    for taken in (path, link):
        with pytest.raises(FileExistsError):
            create_file(taken, b"mine", durable=True)
    assert path.read_bytes() == b"another's"
    assert not path.with_name("nowhere").exists()
