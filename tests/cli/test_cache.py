from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources import talk_folder
from tests.cli.conftest import Run


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The folders that were read, with a cache that is empty at first."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folders: list[str] = []
    read = talk_folder.read_talk_files

    def noted(folder: Path, **options: str) -> Conference:
        folders.append(options["shown"])
        return read(folder, **options)

    monkeypatch.setattr(talk_folder, "read_talk_files", noted)
    return folders


def test_a_second_list_reads_no_talk_file(run: Run, pynorth: str, reads: list[str]) -> None:
    first, second = run("list", "-c", pynorth), run("list", "-c", pynorth)
    assert first.out == second.out != ""
    assert reads == [pynorth]


def test_check_always_reads(run: Run, pynorth: str, reads: list[str]) -> None:
    run("list", "-c", pynorth)
    first, second = run("check", pynorth), run("check", pynorth)
    assert first.out == second.out != ""
    assert reads == [pynorth] * 3
