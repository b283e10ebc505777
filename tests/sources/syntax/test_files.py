"""Files that are written to while they are read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import read_bytes

READ = os.read
SIZE = 100


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "snow.md"
    path.write_bytes(b"a" * SIZE)
    return path


@pytest.fixture
def after_each_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Do something after each part of a file that is read, other than its last few bytes."""

    def patch(act: Callable[[], object]) -> None:
        def read(descriptor: int, length: int) -> bytes:
            content = READ(descriptor, length)
            if len(content) >= SIZE:
                act()
            return content

        monkeypatch.setattr(os, "read", read)

    return patch


AfterEachRead = Callable[[Callable[[], object]], None]


@pytest.mark.parametrize("length", [50, 150])
def test_a_file_that_is_rewritten_while_it_is_read_is_read_again(
    file: Path, after_each_read: AfterEachRead, length: int
) -> None:
    versions = iter([b"b" * length])
    after_each_read(lambda: [file.write_bytes(version) for version in versions])
    assert read_bytes(file, limit=1_000) == b"b" * length


def test_a_file_that_grows_all_the_time_is_refused(
    file: Path, after_each_read: AfterEachRead
) -> None:
    def grow() -> None:
        with file.open("ab") as stream:
            stream.write(b"b")

    after_each_read(grow)
    with pytest.raises(BrokenFileError) as error:
        read_bytes(file, limit=1_000_000)
    assert (error.value.code, error.value.message) == (
        "unreadable",
        "It is written to while it is read",
    )
