"""`confui cache` and `--no-cache`."""

from pathlib import Path

import pytest

from confui.sources import clear_cache, measure_cache
from tests.cli.conftest import Run


def test_a_cache_is_measured_and_deleted_and_nothing_else_there(tmp_path: Path) -> None:
    (tmp_path / "0123abcd.json").write_bytes(b"x" * 1000)
    (tmp_path / "0123abcd.texts0").write_bytes(b"x" * 24)
    (tmp_path / ".confui-1-2").write_bytes(b"draft")
    (tmp_path / "letter.txt").write_text("mine")
    (tmp_path / "ffff0000.json").symlink_to(tmp_path / "letter.txt")
    (tmp_path / "eeee0000.json").mkdir()
    assert measure_cache(tmp_path) == (1, 1029)
    clear_cache(tmp_path)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["eeee0000.json", "ffff0000.json", "letter.txt"]
    assert measure_cache(tmp_path / "nowhere") == (0, 0)


def test_what_a_list_leaves_in_the_cache_is_told_and_deleted(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert "0 conferences, 0.0 MiB" in run("cache").out
    run("list", "--no-cache")
    assert "0 conferences" in run("cache").out
    run("list")
    assert "1 conference, " in run("cache").out
    assert run("cache", "clear").out.startswith("deleted: 1 conference, ")
    assert "0 conferences" in run("cache").out
