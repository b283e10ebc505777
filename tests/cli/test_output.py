"""Output to pipes and files, and to a terminal that was closed, in a separate process."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")


def start(
    *arguments: str, stdout: int, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "confui", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )


at_once_and_late = pytest.mark.parametrize("unbuffered", ["1", ""], ids=["at once", "at the end"])


@at_once_and_late
@pytest.mark.parametrize(
    "arguments", [["list"], ["check"], [], ["list", "--format", "ics"]], ids=" ".join
)
def test_a_closed_pipe_ends_the_program_quietly(arguments: list[str], unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {"PYTHONUNBUFFERED": unbuffered}
    with start(*arguments, stdout=writing, environment=environment) as process:
        os.close(writing)
        _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@at_once_and_late
@pytest.mark.parametrize("arguments", [["list"], ["check"]], ids=" ".join)
def test_a_full_disk_is_reported_in_one_line(arguments: list[str], unbuffered: str) -> None:
    environment = {"PYTHONUNBUFFERED": unbuffered}
    with (
        FULL.open("wb") as full,
        start(*arguments, stdout=full.fileno(), environment=environment) as process,
    ):
        _, err = process.communicate()
    assert process.returncode == 1
    assert err.decode().splitlines() == ["confui: [Errno 28] No space left on device"]


@at_once_and_late
@pytest.mark.parametrize("arguments", [["list"], ["show", "django-vs-flask"], []], ids=" ".join)
def test_a_closed_terminal_ends_it_quietly(arguments: list[str], unbuffered: str) -> None:
    master, terminal = pty.openpty()
    os.close(master)
    environment = {"PYTHONUNBUFFERED": unbuffered}
    with start(*arguments, stdout=terminal, environment=environment) as process:
        os.close(terminal)
        _, err = process.communicate()
    assert (process.returncode, err) == (129, b"")


def test_a_terminal_without_unicode_gets_question_marks() -> None:
    environment = {"PYTHONIOENCODING": "ascii"}
    with start("list", stdout=subprocess.PIPE, environment=environment) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"09:00 ? ~12:00  ?? Intermediate" in out


def test_piped_output_has_no_colour() -> None:
    environment = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    with start("list", stdout=subprocess.PIPE, environment=environment) as process:
        out, _ = process.communicate()
    assert b"Django vs Flask" in out
    assert b"\x1b" not in out
