"""P12: confui works with no network, and asks nothing of it unless the attendee asks for that.

The whole test suite has no network: a fixture in `tests/conftest.py` refuses every connection to
another computer, in the tests and in the programs that they start, and fails the run if there was
one. Here, that the fixture works, and that commands and screens do not even try.
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from confui import cli
from confui.library import Directory, Library
from confui.paths import SHIPPED_CONFERENCE
from tests.offline import sitecustomize as network
from tests.torture.payloads import write_hostile
from tests.torture.sinks import print_all, run, show_all
from tests.ui.conftest import Open
from tests.ui.test_conferences import press

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Every connection that is tried; a refusal is not counted against the suite."""
    monkeypatch.setenv(network.COUNT, str(tmp_path / "refused.txt"))
    network.attempts.clear()
    return network.attempts


def test_a_connection_to_another_computer_is_refused_and_counted(
    attempts: list[str], tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("192.0.2.1", 80))
    with pytest.raises(OSError, match="no network"):
        socket.getaddrinfo("pywest.example", 443)
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams, pytest.raises(OSError, match="no net"):
        datagrams.sendto(b"x", ("192.0.2.1", 53))
    assert len(attempts) == 3
    assert len((tmp_path / "refused.txt").read_text().splitlines()) == 3


def test_a_program_that_a_test_starts_has_no_network_either(
    attempts: list[str], tmp_path: Path
) -> None:
    script = "import socket; socket.create_connection(('192.0.2.1', 80))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "The tests have no network" in done.stderr
    assert (tmp_path / "refused.txt").read_text()


@pytest.mark.usefixtures("attendee")
def test_no_command_asks_the_network_for_anything(attempts: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    tried = [each.sink for each in print_all(PYNORTH, ["lightning-talks.md"])]
    tried += [each.sink for each in print_all(write_hostile("frab JSON", folder), ["0"])]
    for command in ("--version", "--help", "", "now", "next"):
        run(*command.split())
    ran = {sink.split()[0] for sink in tried}
    assert set(cli.COMMANDS) - {"", "import"} <= ran
    assert attempts == []


@pytest.mark.usefixtures("attendee")
def test_only_an_argument_that_is_a_url_asks_the_network(attempts: list[str]) -> None:
    for command in ("list -c", "check", "add", ""):
        assert run(*command.split(), "pywest.invalid/x.json")[0] == 2
        assert attempts == []
        assert run(*command.split(), "https://pywest.invalid/x.json")[0] == 2
        assert attempts != [] or command == "list -c"
        attempts.clear()


@pytest.mark.parametrize("command", ["find", "find snow", "add snow", "add snow 2031"])
def test_only_find_and_add_with_a_name_ask_the_directory(
    attempts: list[str], attendee: Path, command: str
) -> None:
    config = attendee / "CONFIG" / "confui" / "config.toml"
    config.write_text('directories = ["https://menu.invalid/menu.json"]\n')
    for other in (
        *("", "list", "conferences", "refresh", "add ./snow", "add snow.xml", "add tests"),
        *("snow", "list -c snow", "check snow", "refresh snow", "remove snow", "add --help"),
    ):
        run(*other.split())
        assert attempts == [], other
    assert run(*command.split())[0] in (1, 2)
    assert attempts == ["socket.getaddrinfo menu.invalid"]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library whose directory is on the network."""
    sources = ("https://menu.invalid/menu.json",)
    return Library(
        tmp_path / "share",
        SHIPPED_CONFERENCE,
        open_directory=lambda: Directory(tmp_path / "lists", sources),
    )


async def test_the_dialog_that_finds_conferences_asks_only_when_a_key_asks(
    attempts: list[str], open_window: Open
) -> None:
    async with open_window() as window:
        await press(window, "c", "a", *"snow", "down", "pageup", "backspace", "escape", "a", *"ice")
        assert "⏎ downloads the list of conferences from menu.invalid" in window.screen.text
        assert attempts == []
        await press(window, "enter")
        assert "unknown host" in window.screen.text
        await press(window, "ctrl+r")
        assert attempts == ["socket.getaddrinfo menu.invalid"] * 2


def test_no_screen_asks_the_network_for_anything(attempts: list[str]) -> None:
    show_all(PYNORTH, (120, 36), sessions=4)
    assert attempts == []


@pytest.mark.skipif(
    not shutil.which("unshare") or os.geteuid() != 0, reason="needs root and unshare"
)
@pytest.mark.parametrize("arguments", ["", "list", "show django-vs-flask", "check"])
def test_without_any_network_interface_it_works(attendee: Path, arguments: str) -> None:
    command = ["unshare", "-n", sys.executable, "-m", "confui", *arguments.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
