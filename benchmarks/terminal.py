"""A command in a real pseudo-terminal, driven and timed from outside; `tests/terminal` uses it too.

What a terminal program owes its user can only be seen in the bytes that it sends: how soon, how
many, in how many frames. A frame is what Textual sends between begin and end of a synchronized
update (mode 2026); a terminal shows it at once, or not at all.
"""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

KEYS = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "page_up": b"\x1b[5~",
    "page_down": b"\x1b[6~",
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "backspace": b"\x7f",
    "ctrl+c": b"\x03",
    "ctrl+p": b"\x10",
    "ctrl+z": b"\x1a",
}
"""What a terminal sends for the keys that have a name; any other key sends itself, as UTF-8."""

FRAME_END = b"\x1b[?2026l"

_ESCAPE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS and their kin, up to BEL or ST
    rb"|\x1b[ -/]*[0-~]"
)
_QUERY = re.compile(rb"\x1b\[(?:\?(?P<mode>\d+)\$p|(?P<cursor>6)n|(?P<device>0?)c)")
_LONGEST_QUERY = 16


class Ended(Exception):
    """The command ended, or closed its terminal, before it showed what was waited for."""


@dataclass(frozen=True, slots=True)
class Response:
    """What the command sent for one key."""

    output: bytes
    latency: float | None
    """Seconds from the key to the end of the first frame; `None` where no frame came."""
    cpu: float | None
    """Seconds of processor time spent on the key; `None` where the system does not tell."""

    @property
    def frames(self) -> int:
        """How many frames were painted."""
        return self.output.count(FRAME_END)


class Terminal:
    """A running command and the terminal it believes to have. A context manager: leaving kills.

    `arguments[0]` is looked up on the ``PATH``. Size in cells. The command leads a session of its
    own that this terminal controls, so a resize, Ctrl+Z and a hang-up reach it as they would in
    real life. `environment` is the whole environment: see `attendee_environment`.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 120,
        rows: int = 40,
    ) -> None:
        self._master, slave = pty.openpty()
        self._output = bytearray()
        self._scanned = 0
        self._open = True
        self._status: int | None = None
        self.cpu_at_read: float | None = None
        """What `cpu` said as the latest bytes were read, before anything looked at them."""
        self.total_cpu = 0.0
        """Seconds of processor time over the whole life of the command, known once it has ended."""
        self.resize(columns, rows)
        # Opening the terminal as leader of a new session makes it the controlling one. Spawning
        # does without a fork in Python, which would warn in a test runner that has threads.
        try:
            self.pid = os.posix_spawnp(
                arguments[0],
                tuple(arguments),
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0),
                    (os.POSIX_SPAWN_DUP2, 0, 1),
                    (os.POSIX_SPAWN_DUP2, 0, 2),
                ],
                setsid=True,
                setsigdef=[signal.SIGPIPE, signal.SIGINT],
            )
        except OSError:
            os.close(self._master)
            raise
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def output(self) -> bytes:
        """Every byte that the command has sent and that has been read so far."""
        return bytes(self._output)

    @property
    def text(self) -> str:
        """The output without its escapes: what was written, in the order of writing."""
        return without_escapes(self.output)

    @property
    def settings(self) -> list[Any]:
        """The terminal's settings, as `termios.tcgetattr` returns them."""
        return termios.tcgetattr(self._master)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, in cells; the command is told as by a real terminal (SIGWINCH)."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def write(self, data: bytes) -> None:
        """Send `data` as if typed."""
        while data:
            data = data[os.write(self._master, data) :]

    def read(self, timeout: float) -> bytes:
        """Wait up to `timeout` seconds for the command to send something; empty if it did not.

        Questions to the terminal are answered on the way.
        """
        if not self._open or not select.select([self._master], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:  # how Linux says that nobody holds the other end
                raise
            data = b""
        self.cpu_at_read = self.cpu()
        self._open = bool(data)
        self._output += data
        self._answer()
        return data

    def wait_for(self, *texts: str, after: int = 0, timeout: float = 30.0) -> str:
        """Read until one of `texts` was written beyond byte `after` of the output; return which.

        Raises:
            Ended: The command is gone.
            TimeoutError: `timeout` seconds went by.
        """
        deadline = time.monotonic() + timeout
        while True:
            written = without_escapes(bytes(self._output[after:]))
            if (found := next((text for text in texts if text in written), None)) is not None:
                return found
            wanted = " or ".join(repr(text) for text in texts[:3])
            if not self._open:
                raise Ended(f"no {wanted} before the end of:\n{written[-2000:]}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {wanted} within {timeout} s in:\n{written[-2000:]}")
            self.read(min(1.0, timeout))

    def settle(self, quiet: float = 0.3, timeout: float = 5.0) -> bytes:
        """Read until nothing came for `quiet` seconds, at most for `timeout`; return what came."""
        start = len(self._output)
        deadline = time.monotonic() + timeout
        while self.read(quiet) and time.monotonic() < deadline:
            pass
        return bytes(self._output[start:])

    def press(self, key: str, *, quiet: float = 0.06, timeout: float = 1.0) -> Response:
        """Press one key and return what it brought, up to `quiet` seconds of silence.

        `key` is a name of `KEYS`, or characters to type. Waits up to `timeout` seconds for the
        first byte.
        """
        start = len(self._output)
        latency = None
        cpu = self.cpu()
        pressed = time.perf_counter()
        self.write(KEYS.get(key) or key.encode())
        patience = timeout
        while self.read(patience):
            patience = quiet
            if latency is None and FRAME_END in self._output[start:]:
                latency = time.perf_counter() - pressed
        spent = self.cpu()
        return Response(
            output=bytes(self._output[start:]),
            latency=latency,
            cpu=None if cpu is None or spent is None else spent - cpu,
        )

    def cpu(self) -> float | None:
        """Seconds of processor time that all threads of the command have used so far.

        After its end that is `total_cpu`. While it runs only Linux tells; elsewhere `None`.
        """
        if self._status is not None:
            return self.total_cpu
        return _running_cpu(self.pid)

    def send_signal(self, number: int) -> None:
        """Send the command a signal, such as ``signal.SIGKILL``."""
        if self._status is None:
            os.kill(self.pid, number)

    def wait(self, timeout: float = 10.0) -> int:
        """Read until the command has ended; return its exit code, negative for a signal's number.

        Raises:
            TimeoutError: It still held its terminal after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while self._open:
            self.read(0.2)
            if self._open and time.monotonic() > deadline:
                raise TimeoutError(f"still running after {timeout} s:\n{self.text[-2000:]}")
        return self._reap()

    def hang_up(self) -> None:
        """Close the terminal, as when its window is closed; the command is not killed."""
        os.close(self._master)
        self._master, self._open = -1, False

    def close(self) -> None:
        """Kill the command if it still runs, and give the terminal back."""
        self.send_signal(signal.SIGKILL)
        self._reap()
        if self._master >= 0:
            self.hang_up()

    def _reap(self) -> int:
        if self._status is None:
            _, status, usage = os.wait4(self.pid, 0)
            self._status = os.waitstatus_to_exitcode(status)
            self.total_cpu = usage.ru_utime + usage.ru_stime
            self.peak_memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return self._status

    def _answer(self) -> None:
        """Answer what Textual and its kin ask a terminal: its modes, its cursor, what it is."""
        for query in _QUERY.finditer(self._output, self._scanned):
            self._scanned = query.end()
            if query["mode"]:
                # Only synchronized updates are known, and not in use at the time of asking.
                state = b"2" if query["mode"] == b"2026" else b"0"
                self.write(b"\x1b[?%b;%b$y" % (bytes(query["mode"]), state))
            else:
                self.write(b"\x1b[1;1R" if query["cursor"] else b"\x1b[?62;22c")
        # The next chunk may complete a question that this one began.
        self._scanned = max(self._scanned, len(self._output) - _LONGEST_QUERY)


def without_escapes(output: bytes) -> str:
    """Return `output` as text without the escape sequences in it, line ends and all else kept."""
    return _ESCAPE.sub(b"", output).decode(errors="replace")


def attendee_environment(home: Path, **extra: str) -> dict[str, str]:
    """Return the environment of an attendee's terminal whose user directories lie below `home`.

    This process's own environment, without what would change the program under test: its size,
    its colours, and settings of Python and Textual. Nobody's own bookmarks are touched, and there
    is no directory of conferences, since the public one is on the network.
    """
    write_config(home / "config")
    changes = ("PYTHON", "TEXTUAL", "XDG_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    kept = ("PYTHONPATH", "PYTHONHOME")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in kept or not name.startswith(changes)
    }
    user = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE")}
    look = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home)}
    return inherited | user | look | extra


def write_config(folder: Path, *directories: Path) -> None:
    """Write a config that names these directories of conferences, below a user config directory."""
    path = folder / "confui" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"directories = {[str(each) for each in directories]}\n", encoding="utf-8")


def _running_cpu(pid: int) -> float | None:
    """Ask the clock that counts what all threads of a process have used, those that ended too."""
    if not sys.platform.startswith("linux"):
        return None
    # What clock_getcpuclockid(3) computes, which Python does not offer.
    return time.clock_gettime(~pid << 3 | 2)
