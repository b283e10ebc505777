"""What a wheel carries, and that confui finds it there as it does in a checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from confui import __version__, paths

ROOT = Path(__file__).parents[1]
TALK_FILES = {path.relative_to(ROOT / "data") for path in (ROOT / "data").rglob("*.md")}

pytest.importorskip("hatchling", reason="a wheel is built by hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without a network, from a copy of what the repository holds."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in (".ci", "confui", "data", "styles", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".gitignore", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    built = tmp_path_factory.mktemp("wheel")
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", built, copy],
        check=True,
        capture_output=True,
    )
    (path,) = built.iterdir()
    return path


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(*arguments: str, path: Path) -> str:
    """Return what Python prints with `path` before everything installed, started elsewhere."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(path), "XDG_DATA_HOME": str(path / "share")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_the_wheel_carries_the_package_with_styles_and_data_inside(wheel: Path) -> None:
    assert wheel.name == f"confui-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "confui").rglob("*.py")}
    bundled = {"styles": ROOT / "styles", "data": ROOT / "data"}
    carried = {
        f"confui/_bundled/{name}/{path.relative_to(folder)}"
        for name, folder in bundled.items()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert len(TALK_FILES) == 87
    assert "confui/_bundled/data/djangocon-us-2017/conference.yaml" in names
    shared = f"confui-{__version__}.data/data/share"
    for_shells = {
        f"{shared}/man/man1/confui.1",
        f"{shared}/bash-completion/completions/confui",
        f"{shared}/zsh/site-functions/_confui",
        f"{shared}/fish/vendor_completions.d/confui.fish",
    }
    assert {name for name in names if ".dist-info/" not in name} == modules | carried | for_shells


def test_the_wheel_brings_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"confui-{__version__}.dist-info"
        assert archive.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
        assert "confui = confui.cli:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_an_installed_confui_finds_what_it_brought(unpacked: Path) -> None:
    found = python(
        "-c", "from confui import paths; print(paths.STYLES, paths.SHIPPED)", path=unpacked
    )
    bundled = unpacked / "confui" / "_bundled"
    assert found.split() == [str(bundled / "styles"), str(bundled / "data")]


def test_an_installed_confui_runs_from_anywhere(unpacked: Path) -> None:
    assert python("-m", "confui", "--version", path=unpacked) == f"confui {__version__}\n"
    listed = python("-m", "confui", "list", path=unpacked)
    assert sum(line.endswith(".md") for line in listed.splitlines()) == 86


def test_an_installed_confui_opens_its_style_sheets(unpacked: Path) -> None:
    script = "from confui.app import ConfuiApp; print(*(p.is_file() for p in ConfuiApp.CSS_PATH))"
    assert set(python("-c", script, path=unpacked).split()) == {"True"}


def test_a_checkout_uses_the_folders_beside_the_package() -> None:
    assert ROOT / "styles" == paths.STYLES
    assert ROOT / "data" == paths.SHIPPED
    assert paths.SHIPPED_CONFERENCE.is_dir()


def test_bookmarks_belong_to_the_attendee_and_not_to_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.bookmarks_database() == tmp_path / "confui" / "bookmarks.db"
    assert list(tmp_path.iterdir()) == []
