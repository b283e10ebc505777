"""Loads a conference that takes long to read in a process of its own, which leaves it in the cache.

A parser holds Python's lock: of 60 MiB of JSON for half a second. In a thread of this process it
would delay keys for as long.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from confui.library.library import Library
from confui.library.storage import LibraryError
from confui.schedule.models import Conference
from confui.sources import SlowSourceError, SourceError, is_url, reporting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen

    from confui.sources import Report

_PROGRAM = "from confui.library.reading import run; run()"
_ENDED = "the process that reads the schedule has ended too early; try again"
_STEPS = 100
"""In how many steps progress is told."""
_SESSIONS_A_STEP = 100
"""Where nobody knows how many there are."""


class Reading:
    """The loading of one conference, from its start; a URL is added to the library first."""

    def __init__(self, library: Library, name: str, language: str = "", talk: str = "") -> None:
        """Start it.

        Args:
            library: The attendee's library.
            name: What to load: a name, a path, or a URL.
            language: The language of translated talk files; empty for the usual one.
            talk: The id of the session to show first; empty for the one that is on.
        """
        self.name = name
        self.talk = talk
        self._library = library
        self._process = None if library.cache is None else _start(library, name, language)

    def wait(self, report: "Report") -> tuple[str, Conference]:
        """Return the name of the conference in the library, and the conference.

        Args:
            report: Called with each step, in the thread that waits.

        Raises:
            SourceError: It cannot be read, or the process was killed.
            LibraryError: It cannot be added.
        """
        name = self.name
        if self._process is not None:
            with self._process as process:
                assert process.stdout is not None
                name = _follow(process.stdout, report)
        with reporting(report):  # once more, where the cache cannot be written
            if is_url(name) and self._library.find(name) is None:
                name = self._library.add(name).name
            return name, self._library.load(name)

    def stop(self) -> None:
        """End the process; nothing happens if it has ended."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def load_conference(library: Library, name: str) -> Conference:
    """Return a conference as `Library.load` does, in a process of its own if that takes long."""
    try:
        return library.load(name, quickly=True)
    except SlowSourceError:
        return Reading(library, name).wait(lambda *_: None)[1]


def _start(library: Library, name: str, language: str) -> "Popen[str]":
    from subprocess import DEVNULL, PIPE, Popen  # takes 3 ms, and few starts need it

    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    process = Popen(
        # -P: a folder `confui` in the current folder is another program.
        [sys.executable, "-P", "-c", _PROGRAM],
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stdin is not None
    request = [
        *map(str, (library.data_folder, library.shipped_path, library.cache)),
        name,
        language,
    ]
    with suppress(BrokenPipeError):  # it has ended already, which `wait` tells
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
    return process


def _follow(lines: Iterator[str], report: "Report") -> str:
    """Return the name of the conference, once the process has loaded it.

    Raises SourceError if it could not, or ended too early.
    """
    try:
        for line in lines:
            kind, *values = json.loads(line)
            if kind == "done":
                return str(values[0])
            if kind == "error":
                message, folders, talk_in = values
                found = tuple(folders)
                raise SourceError(message, found, talk_in=Path(talk_in) if talk_in else None)
            report(*values)
    except (ValueError, TypeError) as error:  # a line that a kill has cut
        raise SourceError(_ENDED) from error
    raise SourceError(_ENDED)


def run() -> None:
    """Load what standard input names, and tell progress and outcome on standard output.

    The process ends with the one that started it.
    """
    from threading import Thread

    data, shipped, cache, name, language = json.loads(sys.stdin.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    library = Library(Path(data), Path(shipped), cache=Path(cache), language=language)
    with reporting(_thin_out(_tell_progress)):
        _tell(*_load(library, name))


def _load(library: Library, name: str) -> tuple[object, ...]:
    try:
        if is_url(name) and library.find(name) is None:
            name = library.add(name).name
        library.load(name)
    except SourceError as error:
        return "error", str(error), error.folders, str(error.talk_in or "")
    except LibraryError as error:
        return "error", str(error), (), ""
    return "done", name


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


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
