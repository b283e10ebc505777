"""The application: what it is made of. What it does is in the screens and below them."""

import os
import signal
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen

from confui.library import Library
from confui.paths import STYLES
from confui.screens.library_screen import Clock, LibraryScreen
from confui.screens.schedule import ScheduleScreen
from confui.startup import collect
from confui.state import Store
from confui.text import clean, is_clean
from confui.themes import DARK, THEMES, TOKENS
from confui.widgets.base.keys import hidden_binding

if TYPE_CHECKING:
    from textual.command import Provider

_TEXTUAL_COMMANDS = {"Theme"}
"""The commands of Textual's own that help an attendee; to quit is offered last, by us."""

_TICK = 10.0
_LOOK_AGAIN = 1.5
_HUNG_UP = 129
"""What shells expect of a program whose terminal was closed."""


_PROVIDERS = (
    *("ScreenCommands", "SessionCommands", "SpeakerCommands"),
    *("RoomCommands", "DayCommands", "QueryCommands"),
)


def _provider(name: str) -> "type[Provider]":
    """Return a provider of commands, which nothing needs before the palette is opened."""
    from confui import commands

    provider: type[Provider] = getattr(commands, name)
    return provider


class ConfuiApp(App[None]):
    """Shows one conference."""

    TITLE = "confui"
    CSS_PATH: ClassVar = [STYLES / "app.tcss", STYLES / "schedule.tcss"]
    COMMANDS: ClassVar = App.COMMANDS | {partial(_provider, name) for name in _PROVIDERS}
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("ctrl+z", "suspend_process", "app.suspend", "Suspend; fg comes back"),
    ]

    def __init__(
        self, store: Store, library: Library, opened: str, clock: Clock, greeting: str = ""
    ) -> None:
        """Show the store's conference; `opened` is the name or path that it was opened by."""
        super().__init__()
        self._store = store
        self._library = library
        self._opened = opened
        self._clock = clock
        self._greeting = greeting
        # One filter for good: strips remember what each filter made of them.
        self._control_filter = ControlFilter()
        for theme in THEMES:
            self.register_theme(theme)
        wanted = os.environ.get("TEXTUAL_THEME", DARK.name)
        if wanted in self.available_themes:
            # Set quietly: a theme that changes now would have all styles parsed twice.
            self.set_reactive(App.theme, wanted)
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return the schedule."""
        return ScheduleScreen(
            *(self._store, self._library, self._opened, self._clock),
            greeting=self._greeting,
            width=self.size.width,
        )

    def on_mount(self) -> None:
        """Keep time, follow other windows, and leave the terminal clean when told to stop."""
        self.call_after_refresh(collect)
        self.call_after_refresh(self._prepare_searching)
        self.set_interval(_TICK, self._tick)
        self.set_interval(_LOOK_AGAIN, self._store.look_again)
        if not self.is_headless:
            self.set_interval(_LOOK_AGAIN, self._end_without_terminal)
        self.app_resume_signal.subscribe(self, self._repaint)
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                self._stop_on(getattr(signal, name))

    @on(LibraryScreen.ConferenceOpened)
    def prepare_again(self) -> None:
        """Make the first search in another conference quick too."""
        self._prepare_searching()

    def _tick(self) -> None:
        self._store.tick(self._clock(self._store.state.conference))

    def on_key(self, event: events.Key) -> None:
        """Give a field what was typed before it had the focus: Textual would drop it."""
        field, typed = self.focused, event.character
        if field is not None and typed and field.check_consume_key(event.key, typed):
            from textual.widgets import Input

            if isinstance(field, Input):
                field.insert_text_at_cursor(typed)
                event.prevent_default()

    def action_command_palette(self) -> None:
        """Open the palette."""
        from confui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables, with our own design tokens."""
        variables = super().get_css_variables()
        return {token: variables[value] for token, value in TOKENS.items()} | variables

    def get_line_filters(self) -> list[LineFilter]:
        """Return Textual's filters and the last gate against control characters."""
        return [*super().get_line_filters(), self._control_filter]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what of Textual's own is worth finding by name."""
        for command in super().get_system_commands(screen):
            if command.title in _TEXTUAL_COMMANDS:
                yield command

    def _prepare_searching(self) -> None:
        """Make the first search quick, a step at a time between whatever else there is to do."""
        from asyncio import sleep

        async def prepare() -> None:
            for _ in self._store.prepare():
                await sleep(0)
            collect()  # what it made stays as well

        self.run_worker(prepare(), group="preparing", exclusive=True)

    def _end_without_terminal(self) -> None:
        """End where the terminal was closed and nobody told us, as `make` keeps the signal.

        At once, since Textual would wait for the terminal; only a note under way is kept first.
        """
        if os.isatty(0):
            return
        from confui.screens.note_editor import NoteEditor

        for screen in self.screen_stack:
            if isinstance(screen, NoteEditor):
                screen.on_unmount()
        os._exit(_HUNG_UP)

    def _repaint(self, _: App[object]) -> None:
        """Paint everything again after Ctrl+Z: Textual takes the empty screen for painted."""
        for widget in (widget for screen in self.screen_stack for widget in screen.walk_children()):
            widget.refresh()

    def _stop_on(self, number: signal.Signals) -> None:
        import asyncio

        try:
            asyncio.get_running_loop().add_signal_handler(number, self.exit)
        except (NotImplementedError, RuntimeError):
            # Windows, and loops off the main thread, know no signal handlers: the default stands.
            return


class ControlFilter(LineFilter):
    """Replaces what could act on the terminal, should any of it get past `text.clean`."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, without control characters in their text."""
        if is_clean("".join([segment.text for segment in segments if not segment.control])):
            return segments
        return [
            segment
            if segment.control
            else Segment(clean(segment.text, multiline=True), segment.style)
            for segment in segments
        ]
