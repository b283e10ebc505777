"""How many functions of confui a request goes through: `b` on the screen, `confui add URL`.

Counted are distinct functions, methods and lambdas in the package, with `sys.setprofile`. Modules,
class bodies and comprehensions are not functions; how many of these run is in the notes.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import NamedTuple, NoReturn, Self

from benchmarks.figures import Figure

_ROOT = Path(__file__).parents[1]
_PACKAGE = f"{_ROOT / 'confui'}{os.sep}"
_URL = "http://127.0.0.1:9/schedule.xml"
_MAX_FOR_MARK = 24
"""Fewer than half of the 50 functions of before the house was put in order."""
_MAX_FOR_ADD = 90
"""Fewer than half of the 181 functions of before the house was put in order."""
_SETTLED = 0.3
"""Seconds after which no message, timer or repaint of an earlier key is left."""


class Calls(NamedTuple):
    """What was called."""

    functions: int
    """Distinct functions, methods and lambdas."""
    calls: int
    """How often these were called."""
    modules: int
    """Distinct files that they are in."""
    others: int
    """Modules, class bodies and comprehensions that ran besides."""


class CallCounter:
    """Counts the code of the package that runs within a `with` block."""

    def __init__(self, first: str = "") -> None:
        """Count from the first call of a function of that name; without a name, from the start."""
        self._first = first
        self._counts: Counter[CodeType] = Counter()

    def __enter__(self) -> Self:
        sys.setprofile(self._profile)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Count no more."""
        sys.setprofile(None)

    def _profile(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(_PACKAGE):
            return
        if self._counts or self._first in ("", code.co_name):
            self._counts[code] += 1
            self.called(code)

    def called(self, code: CodeType) -> None:
        """Look at each call; for subclasses."""

    @property
    def calls(self) -> Calls:
        """What was called so far."""
        functions = {code: count for code, count in self._counts.items() if _is_function(code)}
        return Calls(
            len(functions),
            sum(functions.values()),
            len({code.co_filename for code in functions}),
            len(self._counts) - len(functions),
        )


class _CallsToDisk(CallCounter):
    """Counts from `action_star` to the disk, and back until the screen gets the new state."""

    def __init__(self) -> None:
        super().__init__("action_star")
        self._saved = False
        self.to_new_state: Calls | None = None

    def called(self, code: CodeType) -> None:
        folder = Path(code.co_filename).relative_to(_PACKAGE).parts[0]
        self._saved |= folder == "userdata"
        if self._saved and folder in ("screens", "widgets") and self.to_new_state is None:
            del self._counts[code]  # the screen has the new state already
            self.to_new_state = self.calls
            self._counts[code] = 1


def measure() -> Iterator[Figure]:
    """Return the figures of a star, to the new state and to the frame, and of adding a URL."""
    saved, painted = asyncio.run(count_mark())
    yield _figure("functions: b, to disk and new state", saved, _MAX_FOR_MARK)
    yield _figure("functions: b, to the end of the frame", painted)
    yield _figure("functions: add URL, to the socket", count_add(), _MAX_FOR_ADD)


def _figure(what: str, calls: Calls, most: int | None = None) -> Figure:
    return Figure(
        what,
        f"{calls.functions}, {calls.calls} calls",
        f"≤ {most}" if most else "",
        calls.functions <= most if most else None,
        f"in {calls.modules} modules; {calls.others} modules, classes, comprehensions besides",
    )


async def count_mark() -> tuple[Calls, Calls]:
    """Return the calls for a star: until the screen gets the new state, and until it is painted.

    The shipped conference is open; the bookmark file has a star already.
    """
    # Not at the top: `confui add` is counted in a process that imports this module.
    from datetime import datetime

    from confui.app import ConfuiApp
    from confui.library import Library
    from confui.paths import SHIPPED_CONFERENCE
    from confui.sources import open_conference
    from confui.state import Store
    from confui.userdata import Bookmarks

    conference = open_conference(SHIPPED_CONFERENCE)
    now = datetime.combine(conference.days[0], datetime.min.time())
    with (
        tempfile.TemporaryDirectory() as folder,
        Bookmarks(Path(folder, "bookmarks.db")) as bookmarks,
    ):
        store = Store(conference, bookmarks, now)
        library = Library(Path(folder), SHIPPED_CONFERENCE)
        app = ConfuiApp(store, library, SHIPPED_CONFERENCE.name, lambda _: now)
        async with app.run_test(size=(160, 48)) as pilot:
            for key in ("b", "down"):
                await pilot.press(key)
                await pilot.pause(_SETTLED)
            with _CallsToDisk() as counter:
                await pilot.press("b")
                await pilot.pause(_SETTLED)
        assert counter.to_new_state is not None
        return counter.to_new_state, counter.calls


def count_add() -> Calls:
    """Return the calls of `confui add URL` before it connects, with an empty library."""
    script = "from benchmarks import calls; calls.print_add()"
    with tempfile.TemporaryDirectory() as home:
        places = {f"XDG_{name}_HOME": home for name in ("DATA", "CACHE", "STATE", "CONFIG")}
        process = subprocess.run(
            [sys.executable, "-c", script],
            cwd=_ROOT,
            env={**os.environ, **places},
            capture_output=True,
            text=True,
            check=True,
        )
    return Calls(*json.loads(process.stdout))


class _ConnectedError(BaseException):
    """The socket is about to be opened. Not an `Exception`, which confui might handle."""


def print_add() -> None:
    """Run `confui add` in this process up to the connection, and print what it called as JSON."""
    counter = CallCounter()

    def connect(*_: object) -> NoReturn:
        counter.stop()
        raise _ConnectedError

    socket.socket.connect = connect  # type: ignore[method-assign]
    try:
        with counter:
            from confui.cli import main  # its import is a part of what is counted

            main(["add", _URL])
    except _ConnectedError:
        print(json.dumps(counter.calls))


def _is_function(code: CodeType) -> bool:
    in_angles = code.co_name.startswith("<") and code.co_name != "<lambda>"
    return bool(code.co_flags & 1) and not in_angles  # 1 is inspect.CO_OPTIMIZED
