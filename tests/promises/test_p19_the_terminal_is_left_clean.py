"""P19: however confui ends, the terminal is as before: its settings, its screen, its cursor.

While the event loop is busy, after a fault, and with bytes that are not UTF-8:
`tests/terminal/test_faults.py`. A closed terminal: `tests/terminal/test_lifecycle.py`. An editor in
between: `tests/terminal/test_editing.py`.
"""

import os
import signal
import termios

import pytest

from benchmarks.terminal import FRAME_END
from tests.terminal.conftest import HANGING, Start

LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""Ends of the alternate screen, hidden cursor, both mouse modes and bracketed paste."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
PLACES = {
    "the grid": b"",
    "the search field": b"/snow",
    "a page": b"\r",
    "the help": b"?",
    "the filters": b"f",
    "the conferences": b"c",
}
"""Where it ends, and the keys that lead there."""


@pytest.mark.parametrize(
    ("place", "end"),
    [("the grid", b"q"), ("a page", b"q"), *((place, SIGNALS[0]) for place in PLACES)]
    + [("the grid", number) for number in SIGNALS[1:]],
)
def test_the_terminal_is_as_before_wherever_it_ends(
    start: Start, place: str, end: bytes | signal.Signals
) -> None:
    terminal = start()
    before = termios.tcgetattr(terminal._master)
    terminal.wait_for("? help")
    terminal.settle()
    assert termios.tcgetattr(terminal._master) != before
    if PLACES[place]:
        terminal.write(PLACES[place])
        terminal.settle()
    entered = len(terminal.output)
    if isinstance(end, bytes):
        terminal.write(end)
    else:
        terminal.send_signal(end)
    assert terminal.wait() == 0
    assert all(sequence in terminal.output[entered:] for sequence in LEFT)
    assert b"Traceback" not in terminal.output
    assert termios.tcgetattr(terminal._master) == before


def test_ctrl_z_gives_the_terminal_back_and_a_continue_repaints(start: Start) -> None:
    terminal = start()
    before = termios.tcgetattr(terminal._master)
    terminal.wait_for("? help")
    terminal.settle()
    entered = len(terminal.output)
    terminal.write(b"\x1a")
    while b"\x1b[?1049l" not in terminal.output[entered:]:
        assert terminal.read(HANGING), "the screen is given back before the program stops"
    stopped = os.waitid(os.P_PID, terminal.pid, os.WSTOPPED | os.WNOWAIT)
    assert stopped is not None and stopped.si_status in (signal.SIGTSTP, signal.SIGSTOP)
    terminal.settle()
    assert all(sequence in terminal.output[entered:] for sequence in LEFT)
    assert termios.tcgetattr(terminal._master) == before
    asleep = len(terminal.output)
    terminal.send_signal(signal.SIGCONT)
    terminal.wait_for("Reading list[int]", after=asleep)
    assert b"\x1b[?1049h" in terminal.output[asleep:]
    terminal.wait_for("? help", after=asleep)
    terminal.settle()
    assert terminal.painted("down").count(FRAME_END) == 1
    terminal.write(b"q")
    assert terminal.wait() == 0
    assert termios.tcgetattr(terminal._master) == before
