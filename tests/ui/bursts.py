"""Bursts of keys and mouse events, posted without waiting, as one write to a terminal gives them.

`python -m tests.ui.bursts EVENTS SEED [SCREEN…]` sends that many events to each screen, and prints
how often confui crashed or stopped answering, each with the shortest sequence that still does it.
"""

import asyncio
import contextlib
import os
import random
import socket
import sys
import traceback
import webbrowser
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn, TypeVar
from unittest.mock import patch

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.widget import Widget

from confui.app import ConfuiApp
from confui.atomic_write import write_atomically
from confui.library import Directory, Library, LibraryEntry, PendingUpdate
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, Problem, Severity
from confui.screens.dialogs.which_session import ask_which_session
from confui.screens.schedule import ScheduleScreen
from confui.sources import SourceError, open_conference
from confui.state import Store
from confui.textual_workarounds import is_busy
from confui.userdata import Bookmarks
from confui.widgets.base.lines import LineView, OneLine
from confui.widgets.detail import SessionDetail
from confui.widgets.filters import FilterResult, ValueList
from confui.widgets.grid.grid_view import GridView
from confui.widgets.lists.entry_list import EntryList
from tests.menu import entry, menu
from tests.ui.picture import capture
from tests.ui.run_app import run_app

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"
NOW = datetime(2031, 5, 17, 10, 30)
WIDE, NARROW = (120, 36), (60, 24)

Write = tuple[str, ...]
"""What is sent at once: keys by name, and others such as `click 3,4` and `resize 80,24`."""


class Target(NamedTuple):
    """A screen to send bursts to."""

    keys: Write
    """What opens it from the main screen."""
    place: str
    """The class of the screen, else of the widget that has the focus."""
    size: tuple[int, int] = WIDE
    is_empty: bool = False
    """Whether the conference has no session."""


SCREENS = {
    "grid": Target(("g",), "ScheduleGrid"),
    "turned grid": Target(("w",), "TurnedGrid"),
    "agenda": Target(("a",), "SessionList"),
    "people": Target(("p",), "SessionList"),
    "plan": Target(("m",), "PlanList"),
    "now and next": Target(("0",), "NowList"),
    "text of a session": Target(("enter",), "SessionDetail"),
    "narrow grid": Target(("g",), "ScheduleGrid", NARROW),
    "session page": Target(("enter",), "SessionPage", NARROW),
    "search field": Target(("/", "d", "j"), "SearchField"),
    "filter panel": Target(("f",), "FilterPanel"),
    "levels": Target(("D",), "FilterPanel"),
    "name of a filter": Target(("/", *"talk", "enter", "f", "ctrl+s"), "FilterName"),
    "conferences": Target(("c",), "Conferences"),
    "field to add a conference": Target(("c", "a"), "FindConference"),
    "rooms": Target(("R",), "RoomList"),
    "go to a room": Target(("'",), "FoundRooms"),
    "note editor": Target(("e",), "NoteEditor"),
    "help": Target(("?",), "Help"),
    "palette": Target(("ctrl+p",), "Palette"),
    "problems": Target(("!",), "Problems"),
    "about the conference": Target(("i",), "ConferencePage"),
    "open link": Target(("/", *"has:video", "enter", "o"), "OpenLink"),
    "export": Target(("command export",), "ExportPlan"),
    "import": Target(("command import",), "ImportBookmarks"),
    "empty conference": Target(("g",), "ScheduleGrid", is_empty=True),
    "which session": Target(("command which",), "WhichSession"),
}

_NAMED = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown") * 2,
    *("enter", "escape", "tab", "shift+tab", "space", "backspace", "delete") * 4,
    *("ctrl+p", "ctrl+r", "ctrl+s", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+v"),
    *("ctrl+x", "ctrl+f", "ctrl+d", "ctrl+left", "ctrl+right", "shift+up", "shift+down", "f1"),
)
# q, ctrl+q and ctrl+c end the program, ctrl+z suspends it.
_TYPED = "abcdefghijklmnoprstuvwxyzABDFGNRVTZ0123456789/?!-+=[]<>'\":,.@#~ éß漢"
_COMMANDS = "agpmwR'dDfFnNbBxevVuosyc/?!t[]riT"
_PASTED = ("two words", "room:attic", "]]>\n[b]x", "difficulty:beginner -kind:break", str(PYNORTH))
_SIZES = ((120, 36), (60, 24), (90, 30), (40, 12), (200, 60), (1, 1), (79, 5))


@dataclass
class Failure:
    """A crash, or a screen that does not answer."""

    reason: str
    sequence: Sequence[Write]
    """What leads to it, from the start of the program."""

    def __str__(self) -> str:
        writes = "\n".join(f"  {' '.join(map(repr, write))}" for write in self.sequence)
        return f"{self.reason}\nafter these writes to a new program:\n{writes}"


def bursts(
    count: int, seed: int, screens: Sequence[str] = (), report: Callable[[str], None] = print
) -> dict[str, int]:
    """Send at least `count` events to each screen; return the number of crashes by screen.

    Args:
        count: The number of events.
        seed: Gives the same events each time.
        screens: Keys of `SCREENS`; empty for all.
        report: Gets a text about each crash, with the shortest sequence.
    """
    crashes = {}
    for name in screens or SCREENS:
        failures = asyncio.run(send_bursts(name, count, seed))
        crashes[name] = len(failures)
        for failure in failures:
            report(f"{name}: {failure}")
    return crashes


def torture(number: int, seed: int) -> tuple[int, int, list[str]]:
    """Return the events, the crashes, and a text about each, of one of 100 rounds for all screens.

    All rounds together send 10,000 events to each screen.
    """
    count = 100
    details: list[str] = []
    crashes = bursts(count, seed * 1_000 + number, report=details.append)
    return count * len(SCREENS), sum(crashes.values()), details


async def send_bursts(
    name: str, count: int, seed: int, *, most: int = 5, shrink: bool = True
) -> list[Failure]:
    """Send at least `count` events to a screen; return at most `most` failures."""
    target, generator = SCREENS[name], random.Random(f"{seed} {name}")
    failures: list[Failure] = []
    sent = 0
    while sent < count and len(failures) < most:
        history: list[list[Write]] = []
        async with running(target.size, is_empty=target.is_empty) as program:
            program.write(target.keys)
            await program.settle()
            assert program.reason or program.is_at(target.place), f"{name} is not opened"
            while sent < count and len(history) < _ROUNDS:
                history.append(_round(generator, target))
                sent += sum(map(len, history[-1]))
                if reason := await program.survive(history[-1]):
                    break
            else:
                reason = program.reason
        if reason or (reason := program.reason):
            writes = [write for each in history for write in each]
            last = history[-1]
            sequence = await shortest(target, [last, writes], _kind(reason)) if shrink else writes
            failures.append(Failure(reason, sequence))
    return failures


async def shortest(
    target: Target, candidates: Sequence[Sequence[Write]], kind: str
) -> Sequence[Write]:
    """Return the shortest part that was found of the first candidate that fails, else the last.

    It fails with a reason of the same kind, such as an exception of the same class.
    """
    tries = 0

    async def fails(writes: Sequence[Write]) -> bool:
        nonlocal tries
        tries += 1
        if tries > _MOST_TRIES:
            return False
        for _ in range(2):  # the moment at which a thread or a timer ends is another each time
            async with running(target.size, is_empty=target.is_empty) as program:
                await program.survive(writes)
            if _kind(program.reason) == kind:
                return True
        return False

    for writes in candidates:
        if await fails(writes):
            break
    else:
        return candidates[-1]
    shorter = list(await _drop_chunks(list(writes), fails))
    for index in range(len(shorter)):
        before, after = shorter[:index], shorter[index + 1 :]

        async def still_fails(
            items: Sequence[str], before: list[Write] = before, after: list[Write] = after
        ) -> bool:
            return await fails([*before, tuple(items), *after])

        shorter[index] = tuple(await _drop_chunks(list(shorter[index]), still_fails))
    return shorter


def _kind(reason: str) -> str:
    """Return the first words of a reason: the class of the exception and the word behind it."""
    return " ".join(reason.split()[:2])


Item = TypeVar("Item")


async def _drop_chunks(
    items: list[Item], fails: Callable[[Sequence[Item]], Awaitable[bool]]
) -> list[Item]:
    """Drop chunks of a list, smaller and smaller ones, as long as the rest fails."""
    size = len(items)
    while size:
        start = 0
        while start < len(items):
            rest = items[:start] + items[start + size :]
            if await fails(rest):
                items = rest
            else:
                start += size
        size //= 2
    return items


_MOST_TRIES = 200
"""How many sequences are tried to find a short one."""

_ROUNDS = 12
"""How often a screen is opened and left until the program is started anew."""


def _round(generator: random.Random, target: Target) -> list[Write]:
    """Return writes that open a screen and send bursts to it."""
    writes = [burst(generator, generator.choice((3, 8, 20, 50)), target)]
    if generator.random() < 0.5:
        writes[0] = (*target.keys, *writes[0])
    else:
        writes = [target.keys, *writes]
    for _ in range(generator.randrange(3)):
        writes.append(burst(generator, generator.choice((1, 2, 3, 8, 20)), target))
    return writes


def burst(generator: random.Random, count: int, target: Target) -> Write:
    """Return about `count` random keys and mouse events, as one write."""
    stays = generator.random() < 0.5
    items = [_event(generator, target) for _ in range(count)]
    if stays:  # in a dialog that Esc and Enter would close
        items = [item for item in items if item not in ("escape", "enter") or count < 4]
    if generator.random() < 0.2:  # a key that is held
        items += [generator.choice(("enter", "escape", "down", "tab", "space"))] * 3
    return tuple(items)


def _event(generator: random.Random, target: Target) -> str:
    kind = generator.random()
    if kind < 0.33:
        return generator.choice(_NAMED)
    if kind < 0.55:
        return generator.choice(_COMMANDS)
    if kind < 0.75:
        return generator.choice(_TYPED)
    if kind < 0.76:
        return "paste " + generator.choice(_PASTED)
    if kind < 0.77:
        return generator.choice(("focus out", "focus in"))  # of the terminal among windows
    if kind < 0.785:
        return f"{generator.choice(('newer', 'window'))} {generator.randrange(100)}"
    if kind < 0.80:
        return "resize {},{}".format(*generator.choice((*_SIZES, target.size)))
    width, height = target.size
    y = generator.choice((generator.randrange(height), height - 1, 0))
    action = generator.choice(("click", "double", "drag", "wheel", "rise", "point", "click"))
    return f"{action} {generator.randrange(width)},{y}"


class Program:
    """A running confui that gets bursts."""

    def __init__(
        self, app: ConfuiApp, store: Store, size: tuple[int, int], bookmarks_path: Path
    ) -> None:
        self.app = app
        self.store = store
        self.size = size
        self.bookmarks_path = bookmarks_path
        self.opened = store.state.conference
        """The conference that is open at the start."""
        self.error: BaseException | None = None
        self.reason = ""
        """Why it failed; empty if it did not."""

    def fail(self, error: BaseException) -> None:
        """Remember the first exception, with the last place that it went through.

        That is one in confui, unless Textual alone raised it.
        """
        if self.reason or isinstance(error, asyncio.CancelledError):
            return
        places, ours = [""], []
        for frame, line in traceback.walk_tb(error.__traceback__):
            path = Path(frame.f_code.co_filename)
            places.append(f"{path.name}:{line}")
            ours += places[-1:] * ("confui" in path.parts)
        place = (ours or places)[-1]
        self.error = error
        self.reason = f"{type(error).__name__}: {error} ({place})"

    def write(self, items: Write) -> None:
        """Post the events that a terminal would send for a single write."""
        for item in items:
            if item.startswith("command "):
                self.app.call_later(self._command, item)
                continue
            if item.startswith(("newer ", "window ")):
                self.app.call_later(self._change_elsewhere, *item.split())
                continue
            for message in _messages(item):
                if isinstance(message, events.Resize):
                    _driver(self.app)._size = message.size
                message.set_sender(self.app)
                self.app.post_message(message)

    def _command(self, item: str) -> None:
        """Do what the palette does for a command."""
        screen = self.app.screen
        if not isinstance(screen, ScheduleScreen):
            return
        if item == "command export":
            screen.action_export("json")
        elif item == "command import":
            screen.action_import()
        else:
            for orphan in tuple(self.store.state.questions)[:1]:
                ask_which_session(screen.app, self.store, orphan, screen.show_message)

    def _change_elsewhere(self, what: str, number: str) -> None:
        """Show a newer version of the schedule, or what another window has changed."""
        conference, at = self.store.state.conference, int(number)
        if what == "window" and conference.sessions:
            session = conference.sessions[at % len(conference.sessions)]
            mark = tuple(Mark)[at % len(Mark)]
            with Bookmarks(self.bookmarks_path) as other:
                other.mark(conference.id, session, mark)
            self.store.bookmarks.reload_if_changed()
        elif what == "newer":
            self.store.show_newer_version(_newer(self.opened, at))

    def is_at(self, place: str) -> bool:
        """Whether a class is that of the screen, or of the widget that has the focus."""
        return place in (type(self.app.screen).__name__, type(self.app.screen.focused).__name__)

    async def survive(self, writes: Sequence[Write]) -> str:
        """Send bursts; return why the program failed, empty if it answers afterwards."""
        for items in writes:
            self.write(items)
            # Not after every write: the next one may arrive at any moment.
            number = zlib.crc32(repr(items).encode())
            for _ in range(number % 7 * 3):
                await asyncio.sleep(0)
            if number % 5 == 0:
                await self.settle()
        await self.settle()
        return self.reason or self.is_out_of_date() or await self._does_not_answer()

    def is_out_of_date(self) -> str:
        """Return a line that looks different when everything is made anew; empty if none does."""
        if self.app._resize_timer is not None:
            return ""  # the screen has not got its size yet
        capture(self.app)  # Textual 8.2: text that was selected is selected once more
        before = capture(self.app)
        for screen in self.app.screen_stack:
            for widget in screen.walk_children(Widget):
                if widget.display:
                    _make_anew(widget)
        after = capture(self.app)
        for y, (was, now) in enumerate(zip(before.cells, after.cells, strict=True)):
            if was != now:
                texts = f"{before.lines[y]!r} should be {after.lines[y]!r}"
                self.reason = f"line {y} is out of date at {self._where}: {texts}"
                break
        return self.reason

    async def settle(self) -> None:
        """Wait until nothing is left to do at once."""
        quiet = 0
        for _ in range(20_000):
            await asyncio.sleep(0)
            quiet = 0 if self.app._input.is_waiting or is_busy(self.app) else quiet + 1
            if quiet > 20 or self.reason:
                return
        self.reason = "it is busy without end"

    async def _does_not_answer(self) -> str:
        """Return what does not answer; empty if Esc leads to the grid and its cursor moves."""
        if self.app.size != self.size:
            self.write(("resize {},{}".format(*self.size),))
            await self.settle()
        for _ in range(40):
            if self._is_at_rest:
                break
            self.write(("escape",))
            await self.settle()
        if self.reason:
            return self.reason
        if not self._is_at_rest:
            self.reason = f"Esc does not lead back from {self._where}"
            return self.reason
        if len(self.store.state.sessions) < 2:
            return ""
        self.write(("g",))
        await self.settle()
        seen = {self.store.state.cursor}
        for key in ("home", "end", "right", "left", "down", "up", "]", "end", "home", "[", "["):
            self.write((key,))
            await self.settle()
            seen.add(self.store.state.cursor)
            if len(seen) > 1:
                break
        else:
            self.reason = self.reason or f"the cursor does not move at {self._where}"
        return self.reason

    @property
    def _is_at_rest(self) -> bool:
        screen, state = self.app.screen, self.store.state
        if not isinstance(screen, ScheduleScreen) or len(self.app.screen_stack) > 1:
            return False
        shown = [view for view in screen.query("SessionView") if view.display]
        return (
            screen.search_area.search_field is None
            and not screen.query("SearchField")
            and len(shown) == 1
            and shown[0].has_focus
            and shown[0] is screen.view
            and not (state.text or state.query)
        )

    @property
    def _where(self) -> str:
        screens = [type(screen).__name__ for screen in self.app.screen_stack]
        focused = type(self.app.screen.focused).__name__
        state = self.store.state
        return f"{screens}, focus {focused}, view {state.view}, query {state.text!r}"


def _make_anew(widget: Widget) -> None:
    """Let one of our widgets forget what it has computed and drawn, but not where it scrolled."""
    place = widget.scroll_offset
    if isinstance(widget, LineView):
        widget.notify_style_update()
    if isinstance(widget, EntryList):
        widget.rebuild()
    elif isinstance(widget, GridView):
        widget._lay_out()
    elif isinstance(widget, SessionDetail):
        widget._cache.clear()
        widget.show_text()
    elif isinstance(widget, ValueList):
        widget._count_again()
    if isinstance(widget, LineView) and widget.scroll_offset != place:
        widget.scroll_to(*place, animate=False, immediate=True, force=True)
        widget._strips.clear()
    if isinstance(widget, LineView | OneLine | FilterResult):
        widget.refresh()


def _driver(app: App[None]) -> Driver:
    assert app._driver is not None
    return app._driver


def _messages(item: str) -> Iterator[Message]:
    """Yield the messages that Textual's driver posts for an item of a write."""
    name, _, value = item.partition(" ")
    if not value or item == " ":
        yield _key(item)
        return
    if name == "paste":
        yield events.Paste(value)
        return
    if name == "focus":
        yield events.AppFocus() if value == "in" else events.AppBlur()
        return
    x, y = (int(number) for number in value.split(","))
    if name == "resize":
        yield events.Resize(Size(x, y), Size(x, y))
    elif name in ("click", "double"):
        for _ in range(1 + (name == "double")):
            yield mouse(events.MouseDown, x, y, 1)
            yield mouse(events.MouseUp, x, y, 1)
    elif name == "drag":
        yield mouse(events.MouseDown, x, y, 1)
        yield mouse(events.MouseMove, y, x // 4, 1)
        yield mouse(events.MouseUp, y, x // 4, 1)
    else:
        kinds = {"wheel": events.MouseScrollDown, "rise": events.MouseScrollUp}
        yield mouse(kinds.get(name, events.MouseMove), x, y, 0)


def _key(name: str) -> events.Key:
    if len(name) == 1:
        return events.Key(_character_to_key(name), name)
    characters = {"enter": "\r", "tab": "\t", "space": " "}
    return events.Key(name, characters.get(name))


def mouse(kind: type[events.MouseEvent], x: int, y: int, button: int) -> events.MouseEvent:
    """Return a mouse event at a place of the screen."""
    return kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)


@asynccontextmanager
async def running(
    size: tuple[int, int] = WIDE, *, is_empty: bool = False
) -> AsyncIterator[Program]:
    """Run confui in a folder of its own, without network, browser and editor."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        conference = _conference()
        if is_empty:
            conference = conference._replace(sessions=(), days=(), rooms=())
        with _kept_away(folder), Bookmarks(folder / "share" / "bookmarks.db") as bookmarks:
            _mark_some(bookmarks, _conference())
            store = Store(conference, bookmarks, NOW)
            library = Library(
                folder / "share", SHIPPED_CONFERENCE, open_directory=lambda: _directory(folder)
            )
            app = ConfuiApp(store, library, str(PYNORTH), lambda _: NOW)
            program = Program(app, store, size, folder / "share" / "bookmarks.db")

            def handle(app: App[None], error: Exception) -> None:
                program.fail(error)
                app._exception = app._exception or error
                app._close_messages_no_wait()

            def lost(_loop: object, context: dict[str, Any]) -> None:
                if "exception" in context:
                    program.fail(context["exception"])

            asyncio.get_running_loop().set_exception_handler(lost)
            failure: Exception | None = None  # in the caller, such as a failed assertion
            with patch.object(App, "_handle_exception", handle):
                try:
                    async with run_app(app, size, every_frame=True):
                        with patch.object(app, "exit", lambda *_, **__: None):
                            await program.settle()
                            try:
                                yield program
                            except Exception as error:
                                failure = error
                                raise
                except Exception as error:
                    if failure is not None:
                        raise failure from program.error
                    if error is not program.error:
                        raise


def _directory(folder: Path) -> Directory:
    """Return a directory with a conference that is there, and one that is not."""
    path = folder / "menu.json"
    path.write_text(menu(entry("PyNorth 2031", url=str(PYNORTH)), entry("Two words")))
    return Directory(folder / "lists", [str(path)])


_SCHEDULE: list[Conference] = []


def _conference() -> Conference:
    """Return PyNorth with problems, and with a talk listed twice: there is a question about it."""
    if not _SCHEDULE:
        conference = open_conference(PYNORTH)
        maps = next(each for each in conference.visible if "Small Maps" in each.title)
        again = maps._replace(id="talks/again.md", rooms=("Attic [b]",))
        problems = [
            Problem(Severity.WARNING, "made-up", f"{number}.md", 1, "It is odd", "Mend it")
            for number in range(30)
        ]
        sessions = (*conference.sessions, again)
        _SCHEDULE.append(conference._replace(sessions=sessions, problems=tuple(problems)))
    return _SCHEDULE[0]


def _newer(conference: Conference, number: int) -> Conference:
    """Return one of several newer versions of a conference, 0 the conference itself."""
    sessions = list(conference.sessions)
    if not sessions or not number:
        return conference
    at, how = number % len(sessions), number % 5
    session = sessions[at]
    if how == 0:
        del sessions[max(at, len(sessions) * 2 // 3) :]
    elif how == 1:
        del sessions[at]
    elif how == 2:
        sessions[at] = session._replace(rooms=(f"Room {number}",), title="Renamed")
    elif how == 3:
        sessions[at] = session._replace(id="talks/maps.md")
    else:
        sessions[at] = session._replace(start=None, end=None, day=None)
    days = tuple(sorted({each.day for each in sessions if each.day}))
    problems = conference.problems[:at]
    return conference._replace(sessions=tuple(sessions), days=days, problems=problems)


def _mark_some(bookmarks: Bookmarks, conference: Conference) -> None:
    maps = next(each for each in conference.visible if "Small Maps" in each.title)
    bookmarks.mark(conference.id, maps._replace(id="talks/maps.md", keys=()), Mark.MUST)
    for session in conference.visible[2:7]:
        bookmarks.mark(conference.id, session, Mark.MAYBE)


@contextmanager
def _kept_away(folder: Path) -> Iterator[None]:
    """Keep the program in a folder, and away from network, browser and editor."""

    def write(path: Path, *arguments: Any, **options: Any) -> None:
        if not path.absolute().is_relative_to(folder):
            raise PermissionError(13, "Permission denied")
        write_atomically(path, *arguments, **options)

    fetch = Library._fetch

    def fetch_here(library: Library, entry: LibraryEntry, *rest: Any) -> PendingUpdate:
        if entry.source != str(PYNORTH):
            raise SourceError(f"{entry.source}: there is nothing here")
        return fetch(library, entry, *rest)

    def refuse(*_: object) -> NoReturn:
        raise ConnectionRefusedError(111, "Connection refused")

    turns = iter(range(1_000_000))
    environment = {**os.environ, "HOME": str(folder), "DISPLAY": ":0"}
    for variable in ("VISUAL", "EDITOR", "SSH_CONNECTION"):
        environment.pop(variable, None)
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.object(webbrowser, "open", lambda _: next(turns) % 2 == 0),
        patch.object(socket.socket, "connect", refuse),
        patch.object(socket, "getaddrinfo", refuse),
        patch("confui.screens.dialogs.file_dialog.write_atomically", write),
        patch.object(Library, "_fetch", fetch_here),
        contextlib.chdir(folder),
    ):
        yield


if __name__ == "__main__":
    for screen in sys.argv[3:] or SCREENS:
        crashes = bursts(int(sys.argv[1]), int(sys.argv[2]), [screen])[screen]
        print(f"{screen:28} {crashes}", flush=True)  # noqa: T201 - a command
