"""Everything that prints or shows a conference: each command and format, each screen and dialog.

`python -m benchmarks.torture --only payloads` counts what payloads do there.
"""

import asyncio
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from rich.segment import Segment
from textual.color import Color

from benchmarks.terminal import Ended, Terminal, attendee_environment, write_config
from confui.app import ConfuiApp
from confui.cli import main
from confui.library import Directory, Library
from confui.paths import SHIPPED_CONFERENCE
from confui.sources import open_conference
from confui.state import Store
from confui.text import acts_on_terminal
from confui.textual_workarounds import ControlFilter
from confui.userdata import Bookmarks
from tests.torture.payloads import FORBIDDEN, PAYLOADS, write_hostile_directory
from tests.ui.run_app import run_app

NOW = "2031-05-17T10:10"


class Tried(NamedTuple):
    """What came of one place where text is printed or shown."""

    sink: str
    leaked: bool
    output: str


def print_all(source: Path, ids: Sequence[str]) -> Iterator[Tried]:
    """Run every command on a conference, with every format; some of them on each of `ids`.

    Bookmarks and the library are read and written where ``XDG_DATA_HOME`` says.
    """
    for command in _commands(str(source), ids):
        status, output, errors = run(*command)
        text = output.replace("\r\n", "\n") if "ics" in command else output
        has_tabs = "tsv" in command or command[0] == "completion"
        text = text.replace("\t", " ") if has_tabs else text
        leaked = acts_on_terminal(text) or acts_on_terminal(errors) or status not in (0, 1, 2)
        yield Tried(" ".join(command[:4]), leaked, output + errors)


def _commands(source: str, ids: Sequence[str]) -> Iterator[Sequence[str]]:
    where = ("-c", source)
    yield [source, "--now", NOW]
    for format in ("table", "json", "tsv", "markdown", "ics"):
        yield ["list", "--format", format, "--hidden", *where]
        yield ["list", "--format", format, *where, "evidence"]
    for id in ids:
        yield ["show", id, *where]
        yield ["star", id, *where]
    for format in ("table", "tsv", "markdown", "json", "ics"):
        for now in (NOW, "2031-06-01"):
            yield ["plan", "--format", format, "--now", now, *where]
    for format in ("table", "tsv"):
        yield ["now", "--format", format, "--now", NOW, *where]
        yield ["next", "--format", format, "--now", "2031-05-17T09:00", *where]
        yield ["backup", "list", "--format", format]
    yield ["check", source]
    yield ["check", source, "--format", "json"]
    yield ["add", source, "--name", "hostile"]
    yield ["refresh", "hostile"]
    for format in ("table", "json", "tsv"):
        yield ["conferences", "--format", format]
        yield ["find", "--format", format]
    yield ["remove", "hostile"]
    for id in ids:
        yield ["unstar", id, *where]
    yield ["undo"]
    yield ["cache"]
    yield ["config"]
    yield ["man"]
    for shell in ("bash", "zsh", "fish"):
        yield ["completion", shell]
        words = ["completion", shell, "--words", *(["confui"] if shell == "bash" else [])]
        for word in ("room:", "speaker:", "track:", "tag:", "language:"):
            yield [*words, "list", *where, word]
        yield [*words, "show", *where, ""]


def mention_all() -> Iterator[Tried]:
    """Run every command with a payload as its argument, which its error may quote."""
    for payload in PAYLOADS.values():
        word = payload.replace("\x00", "") or "\x01"
        for command in (
            *([word], [word, word], ["check", word], ["list", f"--{word}"], ["list", "--", word]),
            *(["list", "--format", word], ["list", "--now", word], ["list", "-c", word]),
            *(["show", word], ["star", word], ["unstar", word], ["import", word], ["remove", word]),
            *(
                ["add", word],
                ["add", f"https://{word}/"],
                ["refresh", word],
                ["find", word],
                ["refresh", "-x" + word],
            ),
            *(["plan", "--reminder", word], ["backup", "restore", word], ["list", f"room:{word}"]),
            *(["list", f"{word}:x"], ["add", ".", "--zone", word], ["add", ".", "--name", word]),
        ):
            status, output, errors = run(*command)
            leaked = acts_on_terminal(output) or acts_on_terminal(errors)
            yield Tried(" ".join(command), leaked or status not in (0, 1, 2), output + errors)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run confui in this process; return its status, output and errors."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            status = main(arguments)
        except SystemExit as exit:
            status = exit.code if isinstance(exit.code, int) else 0
    return status, output.getvalue(), errors.getvalue()


WALK = (
    *("b", "down", "right", "B", "x", "v", "t", "right_square_bracket", "plus", "minus"),
    *("enter", "pagedown", "tab", "tab", "enter", "escape", "escape", "escape"),
    *("a", "down", "end", "home", "m", "down", "p", "down", "g"),
    *("question_mark", "pagedown", "escape", "exclamation_mark", "pagedown", "end", "escape"),
    *("o", "escape", "s", "escape", "y", "d", "d", "D", "escape", "F"),
    *("f", "down", "right", "down", "space", "left", "down", "right", "enter", "escape", "escape"),
    *("slash", "e", "v", "i", "tab", "enter", "n", "N", "escape", "escape"),
    *("ctrl+p", "e", "v", "i", "d", "down", "down", "escape"),
    *("ctrl+p", "e", "x", "p", "o", "r", "t", "down", "enter", "enter", "enter", "escape"),
    *("c", "down", "a", "down", "x", "enter", "backspace", "down", "enter", "escape", "escape"),
    *("r", "u", "u"),
)
"""Keys that lead through every view and dialog."""


def show_all(
    source: Path, size: tuple[int, int], *, sessions: int = 100, keys: Sequence[str] = WALK
) -> list[Tried]:
    """Walk through every screen without a terminal; return what got as far as the last check.

    Each of the first so many sessions is read on a page of its own. Then the keys are pressed.

    Text that `ControlFilter` has to stop was not cleaned where it came in: it counts as leaked.
    """
    return asyncio.run(_show_all(source, size, sessions, keys))


async def _show_all(
    source: Path, size: tuple[int, int], sessions: int, keys: Sequence[str]
) -> list[Tried]:
    caught: list[str] = []
    apply = ControlFilter.apply

    def watched(self: ControlFilter, segments: list[Segment], background: Color) -> list[Segment]:
        text = "".join(segment.text for segment in segments if not segment.control)
        if acts_on_terminal(text):
            caught.append(text)
        return apply(self, segments, background)

    tried = []
    now = datetime.fromisoformat(NOW)
    conference = open_conference(source)
    with (
        tempfile.TemporaryDirectory() as folder,
        Bookmarks(Path(folder, "bookmarks.db")) as bookmarks,
        contextlib.chdir(folder),
        patch.object(ControlFilter, "apply", watched),
        patch("webbrowser.open", lambda url: True),
        patch.dict(os.environ, {"EDITOR": "", "VISUAL": "", "DISPLAY": ":1"}),
    ):
        store = Store(conference, bookmarks, now)
        listed = str(write_hostile_directory(Path(folder)))
        library = Library(
            Path(folder),
            SHIPPED_CONFERENCE,
            open_directory=lambda: Directory(Path(folder, "lists"), [listed]),
        )
        app = ConfuiApp(store, library, str(source), lambda _: now)
        async with run_app(app, size, every_frame=True) as pilot:
            for session in conference.visible[:sessions]:
                store.select(session.id)
                for key in ("enter", "pagedown", "escape"):
                    await pilot.press(key)
                tried.append(_seen(f"session {session.id[:10]}", caught))
            for key in keys:
                await app._press_keys([key])  # Pilot.press would wait for the screen once more
                await pilot.pause()
                tried.append(_seen(f"{type(app.screen).__name__} after {key}", caught))
    return tried


def _seen(sink: str, caught: list[str]) -> Tried:
    tried = Tried(sink, bool(caught), "\n".join(caught))
    caught.clear()
    return tried


_TERMINAL_KEYS = {
    "question_mark": "?", "exclamation_mark": "!", "slash": "/", "plus": "+", "minus": "-",
    "right_square_bracket": "]", "space": " ", "pagedown": "page_down",
}  # fmt: skip


def show_in_terminal(source: Path, home: Path, columns: int, rows: int) -> Iterator[Tried]:
    """Walk through every screen in a terminal; yield one result for each key.

    Raises:
        Ended: confui stopped on the way.
    """
    command = [sys.executable, "-m", "confui", str(source), "--now", NOW]
    environment = attendee_environment(home, EDITOR="")
    write_config(home / "config", write_hostile_directory(home))
    with Terminal(command, environment, columns=columns, rows=rows) as terminal:
        terminal.wait_for("help", "?", timeout=50)
        terminal.settle()
        seen = 0
        for key in WALK:
            named = _TERMINAL_KEYS.get(key, key)
            terminal.press(named)
            if key == "escape":
                terminal.settle(quiet=0.1)  # with the next letter at once it would be one key
            output = terminal.output[seen:].decode(errors="surrogateescape")
            seen = len(terminal.output)
            # The OSC 52 of the y key is ours: it copies the URL that was on the screen.
            found = [payload for payload in FORBIDDEN if payload in output]
            yield Tried(f"{columns}×{rows} after {key}", bool(found), repr(found))
        terminal.write(b"\x1b")
        terminal.settle()
        terminal.write(b"q")
        if terminal.wait(50) != 0:
            raise Ended(terminal.text[-2000:])


def prepare_home(home: Path) -> Mapping[str, str]:
    """Make a home for an attendee who searches a hostile directory of conferences.

    Returns the variables that keep everything of theirs below that folder.
    """
    home.mkdir(exist_ok=True)
    write_config(home / "CONFIG", write_hostile_directory(home))
    return {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CACHE", "STATE", "CONFIG")}
