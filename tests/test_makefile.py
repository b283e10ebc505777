"""`make run` on machines where something is missing: one line that says what to do."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make")

PYTHON = """\
#!/bin/sh
case "$*" in
    *"import pip"*) exit "${UNUSABLE:-0}" ;;
    *sys.version*) echo "$VERSION" ;;
    *ensurepip*) exit "${WITHOUT_VENV:-0}" ;;
    "-m venv --clear .venv")
        rm -rf .venv; mkdir -p .venv/bin
        cp "$0" .venv/bin/python
        printf '#!/bin/sh\\necho started\\n' >.venv/bin/confui
        chmod +x .venv/bin/confui ;;
    "-m pip install "*)
        echo "$*" >>installed
        [ -z "$OFFLINE" ] || { printf 'Traceback\\nConnectionError\\n' >&2; exit 1; } ;;
    *) echo "unexpected: $*" >&2; exit 1 ;;
esac
"""
"""A Python that installs nothing."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / "fake-python"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    return tmp_path


def make(checkout: Path, *arguments: str, **environment: str) -> tuple[int, str, list[str]]:
    """Return the status, the output, and the lines on stderr that are not of make itself."""
    environment = {"PYTHON": "./fake-python", "VERSION": "3.12.1", **environment}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", *arguments],
        cwd=checkout,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    return done.returncode, done.stdout, lines


@pytest.mark.parametrize("version", ["2.7.18", "3.9.18", "3.10.12"])
def test_an_old_python_is_named_in_one_line(checkout: Path, version: str) -> None:
    status, _, (line,) = make(checkout, "run", VERSION=version)
    assert status != 0
    assert version in line
    assert "3.11" in line
    assert "PYTHON=python3.12 make run" in line
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("version", ["3.11.0", "3.12.1", "3.14.0rc2", "3.20.3"])
def test_a_newer_python_will_do(checkout: Path, version: str) -> None:
    status, out, lines = make(checkout, "run", VERSION=version)
    assert (status, lines) == (0, [])
    assert out.endswith("started\n")


def test_a_python_that_does_not_exist_is_told_in_one_line(checkout: Path) -> None:
    status, _, (line,) = make(checkout, "run", PYTHON="./no-such-python")
    assert status != 0
    assert "./no-such-python is missing" in line


def test_a_python_without_venv_is_told_in_one_line(checkout: Path) -> None:
    status, _, (line,) = make(checkout, "run", WITHOUT_VENV="1")
    assert status != 0
    assert "python3-venv" in line
    assert not (checkout / ".venv").exists()


def test_without_a_network_one_line_is_told_and_the_next_run_installs_again(checkout: Path) -> None:
    status, _, (line,) = make(checkout, "run", OFFLINE="1")
    assert status != 0
    assert "network" in line
    assert "ConnectionError" in (checkout / ".venv" / "pip.log").read_text()
    assert make(checkout, "run")[0] == 0
    assert len((checkout / "installed").read_text().splitlines()) == 2


def test_run_installs_no_tools_of_developers_and_only_once(checkout: Path) -> None:
    make(checkout, "run")
    make(checkout, "run")
    (installed,) = (checkout / "installed").read_text().splitlines()
    assert "--constraint constraints.txt" in installed
    assert installed.endswith("--editable .")


def test_the_tools_of_developers_join_the_same_environment(checkout: Path) -> None:
    make(checkout, "run")
    make(checkout, "lint")  # the fake Python brings no ruff
    make(checkout, "run")
    installed = (checkout / "installed").read_text().splitlines()
    assert [line.rpartition(" ")[2] for line in installed] == [".", ".[dev]"]


def test_an_environment_that_is_half_made_or_old_is_made_anew(checkout: Path) -> None:
    make(checkout, "run")
    (checkout / ".venv" / ".complete-run").unlink()
    (checkout / ".venv" / "left").touch()
    assert make(checkout, "run", UNUSABLE="1")[0] == 0
    assert not (checkout / ".venv" / "left").exists()


def test_run_needs_no_installation_of_its_own_where_developers_have_theirs(checkout: Path) -> None:
    make(checkout, "lint")
    make(checkout, "run")
    (installed,) = (checkout / "installed").read_text().splitlines()
    assert installed.endswith("--editable .[dev]")


def test_what_make_quick_leaves_out_exists() -> None:
    (slow,) = re.findall(r"^SLOW := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert [path for path in slow.split() if not (ROOT / path).exists()] == []
