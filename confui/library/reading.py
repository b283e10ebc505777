"""Loads conferences while somebody waits: a process of its own reads what is large.

A parser holds Python's lock: of 60 MiB of JSON for half a second. In a thread of this process it
would delay keys for as long.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from signal import SIGTERM, signal
from tempfile import mkdtemp
from threading import Lock, Thread
from traceback import format_exc
from typing import Generic, TypeVar

from confui.sources import (
    ReadRequest,
    SourceError,
    leave_snapshot,
    reading_elsewhere,
    report_progress,
    reporting,
)
from confui.startup import delay_collecting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen

    from confui.sources import Report

T = TypeVar("T")

_PROGRAM = "from confui.library.reading import run; run()"
_ENDED = "the process that reads the schedule has ended too early; try again"
_STEPS = 100
"""In how many steps progress is told."""
_SESSIONS_A_STEP = 100
"""Where nobody knows how many there are."""


class Reading(Generic[T]):
    """The loading of a conference, which may be stopped."""

    def __init__(self, load: Callable[[], T]) -> None:
        """Create the object without loading anything.

        Args:
            load: Loads the conference, for instance from the library.
        """
        self._load = load
        self._lock = Lock()
        self._process: Popen[bytes] | None = None
        self._is_stopped = False

    def wait(self, report: "Report" = lambda *_: None) -> T:
        """Return what is loaded, or raise what `load` does.

        Args:
            report: Called with each step, in the thread that waits.

        Raises:
            SourceError: It was stopped.
        """

        def tell(what: str, done: int, total: int) -> None:
            if self._is_stopped:
                raise SourceError(_ENDED)
            report(what, done, total)

        with reporting(tell), reading_elsewhere(self._read):
            return self._load()

    def stop(self) -> None:
        """End the process, and what waits for it; nothing happens if it has ended."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.terminate()

    @contextmanager
    def _read(self, request: ReadRequest, content: bytes) -> Iterator[Path]:
        """See `ReadElsewhere`."""
        with self._lock:
            if self._is_stopped:
                raise SourceError(_ENDED)
            process = self._process = _start()
        try:
            with process:  # at the end, the folder of the process is gone
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(json.dumps([request, len(content)]).encode() + b"\n")
                process.stdin.write(content)
                process.stdin.flush()
                yield _follow(process.stdout)
        except BrokenPipeError as error:
            raise SourceError(_ENDED) from error


def _start() -> "Popen[bytes]":
    """Start the process. Raises OSError."""
    from subprocess import DEVNULL, PIPE, Popen  # takes 3 ms, and few starts need it

    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return Popen(
        # -P: a folder `confui` in the current folder is another program.
        [sys.executable, "-P", "-c", _PROGRAM],
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        # The signal of a terminal that closes would end it before it can tidy up.
        start_new_session=True,
    )


def _follow(lines: Iterator[bytes]) -> Path:
    """Return the spare folder of the process, once it has read the conference.

    Raises SourceError if it could not, or ended too early.
    """
    try:
        for line in lines:
            kind, *values = json.loads(line)
            if kind == "done":
                return Path(*values)
            if kind == "error":
                message, folders, talk_in = values
                found = tuple(folders)
                raise SourceError(message, found, talk_in=Path(talk_in) if talk_in else None)
            if kind == "fault":
                raise RuntimeError(*values)
            report_progress(*values)
    except (ValueError, TypeError) as error:  # a line that a kill has cut
        raise SourceError(_ENDED) from error
    raise SourceError(_ENDED)


def run() -> None:
    """Read what standard input asks for, and tell progress and outcome on standard output.

    The process ends, and its spare folder with it, when standard input does: whoever has started it
    has taken over the snapshot, or has ended itself.
    """
    delay_collecting()  # it takes a fifth of reading, and finds next to nothing
    requests = sys.stdin.buffer
    request, length = json.loads(requests.readline())
    content = requests.read(length)
    spare = Path(mkdtemp(prefix="confui-"))

    def leave(*_: object) -> None:
        rmtree(spare, ignore_errors=True)
        os._exit(0)

    signal(SIGTERM, leave)
    watch = Thread(target=lambda: leave(requests.read()), daemon=True)
    watch.start()
    try:
        with reporting(_thin_out(_tell_progress)):
            leave_snapshot(ReadRequest(*request), content, spare)
    except SourceError as error:
        _tell("error", str(error), error.folders, str(error.talk_in or ""))
    except Exception:
        _tell("fault", format_exc())
    else:
        _tell("done", str(spare))
    watch.join()


def _tell_progress(what: str, done: int, total: int) -> None:
    _tell("progress", what, done, total)


def _tell(*values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def _thin_out(report: Callable[[str, int, int], None]) -> "Report":
    """Return a report that calls another one with every hundredth step."""

    def call(what: str, done: int, total: int) -> None:
        step = max(1, total // _STEPS) if total else _SESSIONS_A_STEP if what == "sessions" else 1
        if done % step == 0:
            report(what, done, total)

    return call
