"""Faults of the program itself: it goes on where it can, and always leaves the terminal clean."""

import signal
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.terminal import attendee_environment
from tests.terminal.conftest import HANGING, NOW, PYNORTH, Attendee

FAULTY = """\
import os, sys, threading
from confui.cli import main
from confui.screens.schedule import ScheduleScreen
from confui.screens.dialogs.help import Help

def busy(self):
    os.write(1, b"busy for ever")  # Textual captures what is printed
    while True:
        pass

def stuck(self):
    os.write(1, b"stuck for ever")
    threading.Event().wait()

def broken(self, *_):
    raise RuntimeError("an egg")

{change}
sys.exit(main([{conference!r}, "--now", {now!r}]))
"""
LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")

Start = Callable[[str], Attendee]


@pytest.fixture
def start_with(home: Path) -> Iterator[Start]:
    """Start confui with one function of it replaced."""
    with ExitStack() as terminals:

        def started(change: str) -> Attendee:
            script = FAULTY.format(change=change, conference=str(PYNORTH), now=NOW)
            command = [sys.executable, "-c", script]
            terminal = terminals.enter_context(Attendee(command, attendee_environment(home)))
            terminal.wait_for("? help")
            terminal.settle()
            return terminal

        yield started


def reports(home: Path) -> list[str]:
    return [path.read_text() for path in home.rglob("fault-*.txt")]


@pytest.mark.parametrize(
    ("state", "number"),
    [("busy", signal.SIGTERM), ("stuck", signal.SIGHUP), ("stuck", signal.SIGINT)],
)
def test_a_signal_ends_it_and_restores_the_terminal_while_the_event_loop_is_busy(
    start_with: Start, state: str, number: signal.Signals
) -> None:
    terminal = start_with(f"ScheduleScreen.action_go_to_now = {state}")
    raw = terminal.settings
    terminal.write(b"t")
    terminal.wait_for(f"{state} for ever")
    begun = len(terminal.output)
    terminal.send_signal(number)
    assert terminal.wait(HANGING) == 128 + number
    assert all(sequence in terminal.output[begun:] for sequence in LEFT)
    assert not raw[3] & termios.ECHO, "while it ran, keys were not echoed"
    assert terminal.settings[3] & termios.ECHO
    assert terminal.settings[3] & termios.ICANON


def test_a_closed_terminal_ends_it_while_the_event_loop_is_busy(start_with: Start) -> None:
    terminal = start_with("ScheduleScreen.action_go_to_now = stuck")
    terminal.write(b"t")
    terminal.wait_for("stuck for ever")
    terminal.hang_up()
    assert terminal.wait(HANGING) in (128 + signal.SIGHUP, -signal.SIGHUP)


def test_after_an_unexpected_exception_it_shows_where_the_report_is_and_goes_on(
    start_with: Start, home: Path
) -> None:
    terminal = start_with("ScheduleScreen.action_go_to_now = broken")
    shown = len(terminal.output)
    terminal.write(b"t")
    terminal.wait_for("A fault in confui", after=shown)
    terminal.settle()
    (report,) = reports(home)
    assert "RuntimeError: an egg" in report
    shown = len(terminal.output)
    terminal.write(b"b")
    terminal.wait_for("★ 1", after=shown)
    terminal.write(b"q")
    assert terminal.wait(HANGING) == 0
    assert "Traceback" not in terminal.text


def test_if_a_dialog_cannot_be_shown_it_stops_with_status_70_and_says_that_nothing_is_lost(
    start_with: Start, home: Path
) -> None:
    terminal = start_with("Help.compose = broken")
    terminal.write(b"?")
    assert terminal.wait(HANGING) == 70
    assert all(sequence in terminal.output for sequence in LEFT)
    last = terminal.text[-400:]
    assert "Nothing is lost" in last
    assert "The report is" in last
    assert len(reports(home)) == 1


def test_a_fault_that_repeats_for_ever_stops_it(start_with: Start, home: Path) -> None:
    terminal = start_with(
        "from confui.widgets.bars.headline import Headline\n"
        "ScheduleScreen.action_go_to_now = lambda self: [\n"
        "    self.set_interval(0.01, lambda: broken(self)) for _ in range(3)\n"
        "]"
    )
    terminal.write(b"t")
    assert terminal.wait(HANGING) == 70
    assert 0 < len(reports(home)) <= 10


def test_a_byte_that_is_not_utf8_does_no_harm(start_with: Start) -> None:
    terminal = start_with("")
    for data in (b"\xff", b"\xe4\xf6\xfc", b"\xc3(", b"\x80\x81\xfe"):
        shown = len(terminal.output)
        terminal.write(b"/" + data + b"snow")
        terminal.wait_for("\ufffd", after=shown)
        terminal.write(b"\x1b")
        terminal.settle()
    terminal.write(b"q")
    assert terminal.wait(HANGING) == 0
