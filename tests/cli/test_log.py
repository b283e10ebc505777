"""`--log`: what is read, written and asked of the network; run in processes of their own.

An audit hook stays until its process ends.
"""

import os
import stat
from pathlib import Path

import pytest

from confui.cli.log import describe_event
from tests.cli.test_output import CONFUI, shell


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    for kind in ("CACHE", "DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    return tmp_path


def logged(command: str, path: Path) -> list[str]:
    """Return what a command logs, without times."""
    shell(f"{CONFUI} {command} --log {path}")
    return [line.partition(" ")[2] for line in path.read_text().splitlines()]


def test_a_log_has_what_is_read_and_written_and_nothing_that_was_typed(
    home: Path, pynorth: str
) -> None:
    path = home / "confui.log"
    lines = logged(f"star small-maps -c {pynorth}", path)
    assert lines[0].startswith("confui ") and " star Python 3." in lines[0]
    assert f"read {pynorth}/conference.yaml" in lines
    assert any(line.startswith("open database ") and "bookmarks.db" in line for line in lines)
    assert any(line.startswith(f"write {home}/CACHE/") for line in lines)
    assert not any(line.endswith((".py", ".pyc")) for line in lines)
    lines = logged(f"list snowshoes -c {pynorth}", path)
    assert not any("snowshoes" in line for line in lines)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("event", "arguments", "line"),
    [
        ("socket.getaddrinfo", ("a.example", 443), "ask for the address of a.example, port 443"),
        ("socket.connect", (None, ("192.0.2.1", 443)), "connect to ('192.0.2.1', 443)"),
        ("open", ("/home/kari/a.md", "r", os.O_RDONLY), "read /home/kari/a.md"),
        ("open", ("/home/kari/b.db", None, os.O_RDWR), "write /home/kari/b.db"),
        ("open", ("/usr/lib/python3/json/__init__.py", "r", os.O_RDONLY), ""),
        ("open", (3, "r", os.O_RDONLY), ""),
        ("os.rename", ("/a/new", "/a/old", -1, -1), "replace /a/old by /a/new"),
        ("subprocess.Popen", ("vi", ["vi", "x"], None, None), "start vi"),
        ("import", ("json", None, None, None, None), ""),
    ],
)
def test_each_event_is_told_in_a_few_words(
    event: str, arguments: tuple[object, ...], line: str
) -> None:
    assert describe_event(event, arguments, ("/usr/lib",)) == line


def test_the_environment_can_ask_for_a_log(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFUI_LOG", str(home / "environment.log"))
    shell(f"{CONFUI} list")
    assert (home / "environment.log").read_text().count("\n") > 1


def test_a_log_that_cannot_be_written_is_a_mistake_in_one_line(home: Path) -> None:
    status, out, err = shell(f"{CONFUI} list --log {home}")
    assert (status, out) == (2, b"")
    assert err.decode() == f"confui: {home}: Is a directory\n"
