"""A conference that takes long to read: the screen is there at once, and answers."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.conftest import HANGING, Start


class SlowServer:
    """Takes one request and never answers."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(HANGING)
        self._asking = self._socket
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/snow.json"

    def wait_for_request(self) -> None:
        """Return when somebody has asked."""
        self._asking, _ = self._socket.accept()
        self._asking.settimeout(HANGING)
        assert self._asking.recv(4096)

    def wait_until_left(self) -> None:
        """Return when whoever asked has hung up, as a process that ends does."""
        while self._asking.recv(4096):
            pass

    def close(self) -> None:
        self._asking.close()
        self._socket.close()


@pytest.fixture
def server() -> Iterator[SlowServer]:
    server = SlowServer()
    yield server
    server.close()


@pytest.mark.parametrize("key", ["q", "\x1b"])
def test_while_a_server_is_waited_for_keys_answer_and_leaving_ends_the_download(
    start: Start, server: SlowServer, key: str
) -> None:
    terminal = start(server.url)
    terminal.wait_for("Reading snow.json", "? help")
    server.wait_for_request()
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"?")
    terminal.wait_for("Move", after=shown)
    terminal.write(b"\x1b")
    terminal.settle()
    terminal.write(key.encode())
    assert terminal.wait() == 0
    server.wait_until_left()


def test_the_download_ends_with_a_program_that_was_killed(start: Start, server: SlowServer) -> None:
    terminal = start(server.url)
    terminal.wait_for("Reading snow.json")
    server.wait_for_request()
    terminal.send_signal(9)
    server.wait_until_left()


def write_talks(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        Path(folder, f"{number}.md").write_text(
            f"---\ntitle: Talk {number}\ndate: 2031-05-17 {9 + number % 9}:00\n"
            f"duration: 30\nroom: Room {number % 7}\n---\nText.\n"
        )
        os.utime(Path(folder, f"{number}.md"), (1_900_000_000, 1_900_000_000))


def test_a_large_folder_is_read_behind_the_first_frame_and_then_shown(
    start: Start, tmp_path: Path
) -> None:
    write_talks(tmp_path / "talks", 400)
    terminal = start(tmp_path / "talks")
    terminal.wait_for("Reading talks")
    terminal.wait_for("400 sessions", "Room 3")


def test_what_cannot_be_read_ends_the_screen_with_one_line(start: Start, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}" + " " * 2**19)
    terminal = start(broken)
    terminal.wait_for("broken.json: ")
    assert terminal.wait() == 2


def test_nothing_is_left_behind_by_a_reading_that_ends_with_its_terminal(
    start: Start, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    write_talks(tmp_path / "talks", 2_000)
    terminal = start(tmp_path / "talks", TMPDIR=str(temporary))
    terminal.wait_for("Reading talks")
    while not list(temporary.iterdir()):
        os.sched_yield()
    os.killpg(terminal.pid, signal.SIGKILL)
    while list(temporary.iterdir()):
        os.sched_yield()
