"""Output to pipes and files, and to a terminal that was closed, in a separate process."""

import os
import pty
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.synthesis import write_schedule

FULL = Path("/dev/full")
CONFUI = f"{sys.executable} -m confui"


def shell(command: str) -> tuple[int, bytes, bytes]:
    """Run a command of bash; return its status, output and errors."""
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


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


LARGE = ["list", "--format", "json"]


@pytest.mark.parametrize(
    "arguments",
    [["list"], LARGE, ["list", "--format", "ics"], ["conferences"], ["--help"], ["--version"], []],
    ids=" ".join,
)
def test_a_closed_standard_output_is_reported_in_one_line(arguments: list[str]) -> None:
    assert shell(f"{CONFUI} {' '.join(arguments)} >&-") == (
        1,
        b"",
        b"confui: standard output is closed; nothing can be printed\n",
    )


@pytest.mark.parametrize("arguments", ["list", "check", ""])
def test_what_needs_no_standard_input_works_without_one(arguments: str) -> None:
    status, out, err = shell(f"{CONFUI} {arguments} <&-")
    assert (status, err) == (0, b"")
    assert out


def test_a_closed_standard_input_has_no_bookmarks() -> None:
    status, out, err = shell(f"{CONFUI} import - <&-")
    assert (status, out, err) == (2, b"", b"confui: standard input: Bad file descriptor\n")


def test_errors_never_go_to_standard_output() -> None:
    assert shell(f"{CONFUI} list nowhere:x 2>&-") == (2, b"", b"")


def test_without_any_stream_the_exit_status_still_tells() -> None:
    assert shell(f"{CONFUI} >&- 2>&- <&-") == (1, b"", b"")
    assert shell(f"{CONFUI} show nowhere >&- 2>&- <&-") == (2, b"", b"")


def test_no_file_of_ours_becomes_a_standard_stream(tmp_path: Path) -> None:
    places = " ".join(f"XDG_{kind}_HOME={tmp_path}" for kind in ("DATA", "CACHE", "STATE"))
    status, _, _ = shell(f"{places} {CONFUI} star django-vs-flask >&- 2>&- <&-")
    (database,) = tmp_path.rglob("bookmarks.db")
    assert status == 1
    assert database.read_bytes().startswith(b"SQLite format 3\0")
    assert b"vs Flask" in shell(f"{places} {CONFUI} plan")[1]


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("where", ["2>/dev/full", "2>&1 >/dev/null | true"])
def test_errors_that_cannot_be_printed_change_nothing_else(where: str) -> None:
    status = shell(f"set -o pipefail; {CONFUI} list nowhere:x {where}")[0]
    assert status in (2, 120)


@pytest.mark.parametrize("command", ["list", "--help", "list --help", " ".join(LARGE), "--version"])
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_has_seen_enough_ends_the_program_quietly(command: str, reader: str) -> None:
    status, _, err = shell(f"set -o pipefail; {CONFUI} {command} | {reader}")
    assert (status, err) == (0, b"")


def test_a_reader_of_a_large_conference_may_leave(tmp_path: Path) -> None:
    write_schedule(tmp_path / "schedule.json", sessions=500)
    listing = f"{CONFUI} list -c {tmp_path}/schedule.json --format"
    for format in ("json", "tsv", "ics", "markdown", "table"):
        status, out, err = shell(f"set -o pipefail; {listing} {format} | head -1")
        assert (status, err) == (0, b""), format
        assert out.count(b"\n") == 1


def test_a_terminal_without_unicode_gets_signs_of_ascii() -> None:
    environment = {"PYTHONIOENCODING": "ascii"}
    with start("list", stdout=subprocess.PIPE, environment=environment) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"09:00 - ~12:00  ## Intermediate" in out


def test_piped_output_has_no_colour() -> None:
    environment = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    with start("list", stdout=subprocess.PIPE, environment=environment) as process:
        out, _ = process.communicate()
    assert b"Django vs Flask" in out
    assert b"\x1b" not in out


def printed(*arguments: str, width: int) -> list[str]:
    """Return the lines that a terminal of a width gets, without colours."""
    environment = {"NO_COLOR": "1", "TERM": "xterm"}
    status, out, err = on_terminal(*arguments, environment=environment, width=width)
    assert (status, err) == (0, b"")
    return out.decode().splitlines()


def on_terminal(
    *arguments: str, environment: dict[str, str], width: int = 80
) -> tuple[int, bytes, bytes]:
    """Return the exit status, what a terminal gets, and standard error, which is a pipe."""
    master, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, width))
    with start(*arguments, stdout=terminal, environment=environment) as process:
        os.close(terminal)
        out = b""
        with suppress(OSError):  # the terminal is closed at the end
            while data := os.read(master, 65536):
                out += data
        _, err = process.communicate()
    os.close(master)
    return process.returncode, out, err


def test_a_session_is_wrapped_and_its_markdown_rendered_on_a_terminal() -> None:
    lines = printed("show", "django-vs-flask", width=60)
    assert lines[0] == "Django vs Flask"
    assert max(map(len, lines)) <= 60
    assert "Outline" in [line.strip() for line in lines]
    assert any(line.strip() == "• its history" for line in lines)
    whole = shell(f"{CONFUI} show django-vs-flask")[1].decode()
    assert max(map(len, whole.splitlines())) > 100, "a pipe gets every line whole"


@pytest.mark.parametrize("command", ["list", "now", "next", "show"])
def test_no_width_of_a_terminal_is_too_small_or_too_large(command: str) -> None:
    arguments = {"show": ["django-vs-flask"]}.get(command, ["--now", "2017-08-15T14:30"])
    for width in (1, 2, 7, 19, 400):
        assert printed(command, *arguments, width=width)


def test_an_encoding_without_our_signs_gets_similar_ones_of_the_same_width() -> None:
    plain, usual = (
        shell(f"PYTHONIOENCODING={encoding} {CONFUI} list -c data/djangocon-us-2017")[1]
        for encoding in ("ascii", "utf-8")
    )
    lines = plain.decode("ascii").splitlines()
    assert any(line.startswith("   17:00 - ~17:30  o All ") for line in lines)
    assert any("## Intermediate" in line for line in lines)
    assert [len(line) for line in lines] == [len(line) for line in usual.decode().splitlines()]


@pytest.mark.parametrize("command", ["", "now", "plan", "show django-vs-flask", "--help", "nope"])
def test_no_command_fails_for_an_encoding(command: str) -> None:
    status, out, err = shell(f"LC_ALL=C PYTHONIOENCODING=ascii:strict TERM=dumb {CONFUI} {command}")
    assert status in (0, 1, 2)
    assert (out + err).isascii() and b"Traceback" not in err


def test_a_terminal_that_can_show_no_screen_gets_the_day_and_a_hint() -> None:
    status, out, err = on_terminal("--now", "2017-08-15T14:30", environment={"TERM": "dumb"})
    assert status == 0
    assert (
        err == b"confui: this terminal cannot show the screen, so here is a day; see confui help\n"
    )
    assert b"Django vs Flask" in out
