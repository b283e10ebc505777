"""The application: a table of contents. What it does is in the screens and below them."""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker

from confui import textual_workarounds
from confui.faults import EXIT_STATUS, STOPPED, write_report
from confui.library import Library
from confui.paths import STYLES, config_file, reports_folder
from confui.schedule.display_zone import find_local_zone
from confui.screens.conference_area import Clock, ConferenceArea, LocalZone
from confui.screens.schedule import MOVED_RULE, ScheduleScreen
from confui.screens.store_screen import StoreScreen
from confui.startup import collect
from confui.state import State, Store
from confui.text import clean
from confui.themes import DARK, THEMES, TOKENS, make_theme, palette_tokens
from confui.userdata import NotRememberedError
from confui.watchdog import Watchdog
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding

if TYPE_CHECKING:
    from textual.command import Provider  # 8 ms, and not needed before the palette is opened

    from confui.library import LoadedConference
    from confui.userdata import Config

_TEXTUAL_COMMANDS = {"Theme"}
"""The system commands of Textual that the palette keeps; `commands.py` has our own."""

_CLOCK_SECONDS = 10.0
"""How often the time on the screen is updated."""

_RELOAD_SECONDS = 1.5
"""How often bookmarks and what is remembered are checked for changes by another window."""

LONGEST_PASTE = 20_000
"""Characters. Fields draw all that is in them with each key, which takes long if it is more."""

_MOST_WARNINGS = 5
"""How many mistakes in the settings are shown at the start; `confui config` prints all."""

_MAX_FAULTS = 20
"""After so many faults the app stops: it probably repeats one of them for ever."""

_PROVIDERS = (
    *("ScreenCommands", "SessionCommands", "SpeakerCommands"),
    *("RoomCommands", "FilterCommands", "DayCommands", "QueryCommands"),
)
"""The classes of `commands.py`."""


def _load_provider(name: str) -> "type[Provider]":
    from confui import commands  # not needed before the palette is opened

    provider: type[Provider] = getattr(commands, name)
    return provider


class ConfuiApp(App[None]):
    """Shows one conference."""

    TITLE = "confui"
    CSS_PATH: ClassVar = [STYLES / "app.tcss", STYLES / "schedule.tcss"]
    COMMANDS: ClassVar = App.COMMANDS | {partial(_load_provider, name) for name in _PROVIDERS}
    BINDINGS: ClassVar[list[BindingType]] = [
        # Textual's own one has priority, and so would overtake the keys typed before it.
        # Lists have Ctrl+P for themselves, as in shells; the colon works everywhere.
        hidden_binding("colon,ctrl+p", "command_palette", "app.palette", "Find anything by name"),
        hidden_binding("ctrl+z", "suspend_process", "app.suspend", "Suspend; fg comes back"),
    ]

    def __init__(
        self,
        store: Store,
        library: Library,
        opened: str,
        clock: Clock,
        greeting: str = "",
        *,
        local_zone: LocalZone = find_local_zone,
        settings: "Config | None" = None,
        load: "Callable[[], LoadedConference] | None" = None,
    ) -> None:
        """Show the store's conference.

        Args:
            store: The state.
            library: Where other conferences are.
            opened: The name or path by which the library knows the conference that is shown.
            clock: Tells the wall time at the venue of a conference.
            greeting: A message for newcomers; empty for none.
            local_zone: Finds the time zone of this computer.
            settings: What the config file says; `None` without one.
            load: Loads the conference that takes the place of the store's; `None` if that
                is there already.
        """
        was_moved = bool(store.state.scales.pane)  # the rule beside the text
        super().__init__(css_path=[*self.CSS_PATH, MOVED_RULE] if was_moved else None)
        self._store = store
        self._library = library
        self._opened = opened
        self._clock = clock
        self._greeting = greeting
        self._local_zone = local_zone
        self._load = load
        self.refusal: Exception | None = None
        """Why the conference could not be loaded, which ended the app; `None` if it was."""
        self._preparing: Worker[None] | None = None
        """What builds the search index, and searches texts that no key could wait for."""
        self._faults = 0
        self.last_words = ""
        """What to print when the app has stopped because of a fault; else empty."""
        self._input = textual_workarounds.InputOrder(self, self._handle_input)
        # One filter object for good: strips remember the result of each filter.
        self._steady_filter = textual_workarounds.SteadyFilter()
        for theme in THEMES:
            self.register_theme(theme)
        self._warnings: list[str] = []
        """What is wrong with the settings, to show at the start."""
        self._keys: Mapping[str, str] = {}
        """The keys of actions as the config file has them."""
        wanted = os.environ.get("TEXTUAL_THEME") or self._apply(settings)
        wanted = wanted or store.remembered.theme or DARK.name
        if wanted in self.available_themes:
            textual_workarounds.set_first_theme(self, wanted)

    def _apply(self, settings: "Config | None") -> str:
        """Take over the settings of the config file; return the theme that it names, or nothing."""
        themes = config_file().parent / "themes"
        if themes.is_dir():
            self._add_own_themes(themes)
        if settings is None:
            return ""
        self._warnings += settings.warnings
        if settings.clock == "mine":
            self._store.show_my_time(self._local_zone())
        if settings.colour_by:
            self._store.prefer_colour(settings.colour_by)
        if settings.column_width:
            scales = self._store.state.scales
            self._store.scale(scales._replace(column_width=settings.column_width))
        self._store.walk_between_buildings(settings.walk_minutes)
        if settings.keys:
            self._keys = settings.keys
            self.set_keymap(self._keys)
        if settings.theme and settings.theme not in self.available_themes:
            self._warnings.append(f"There is no theme {settings.theme}; see Theme in the palette")
        return settings.theme

    def _check_keys(self) -> None:
        """Leave out keys that cannot be, and say so. The classes of all screens take 40 ms."""
        from confui.screens.keymap import check_keys  # after the first frame

        keys, warnings = check_keys(self._keys)
        if keys != self._keys:
            self.set_keymap(keys)
        self._warn(warnings)

    def _warn(self, warnings: Iterable[str]) -> None:
        for warning in islice(warnings, _MOST_WARNINGS):
            self.notify(clean(warning), severity="warning", markup=False, timeout=15)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Do nothing: the keys that are taken from others are named at the start."""

    def _add_own_themes(self, folder: Path) -> None:
        from confui.userdata import read_theme  # loads tomllib

        for path in sorted(folder.glob("*.toml")):
            try:
                theme, mistakes = make_theme(path.stem, read_theme(path))
            except ValueError as error:
                self._warnings.append(str(error))
            else:
                self._warnings += [f"{path}: {mistake}" for mistake in mistakes]
                self.register_theme(theme)

    def run_watched(self) -> None:
        """Run until the attendee leaves; signals and a closed terminal end the app, faults do not.

        A terminal may send any bytes.
        """
        textual_workarounds.accept_any_byte()
        textual_workarounds.survive_exceptions(self.survive)
        textual_workarounds.remember_parameters()
        with Watchdog(lambda: self.call_later(self.exit)):
            self.run()
        self._store.remember_place()

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen."""
        return ScheduleScreen(
            *(self._store, self._library, self._opened, self._clock, self._local_zone),
            greeting=self._greeting,
            width=self.size.width,
            load=self._load,
        )

    def on_mount(self) -> None:
        """Start what goes on beside the screen: the clock, and a look at other windows' changes."""
        self.call_after_refresh(collect)
        self.call_after_refresh(self.prepare_search)
        self._store.subscribe(self._complete_search)
        self.set_interval(_CLOCK_SECONDS, self._update_time)
        self.set_interval(_RELOAD_SECONDS, self._store.reload)
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        self._warn(self._warnings)
        if self._keys:
            self.call_after_refresh(self._check_keys)
        self.app_resume_signal.subscribe(self, textual_workarounds.repaint)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key or a mouse event when the one before has had its effects."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            await self._input.put(event)
        else:
            await super().on_event(event)

    async def _handle_input(self, event: events.Event) -> None:
        if isinstance(event, events.Paste) and len(event.text) > LONGEST_PASTE:
            event.text = event.text[:LONGEST_PASTE]
            self.notify(
                f"confui takes {LONGEST_PASTE:,} characters at a time; the rest is left out",
                severity="warning",
                markup=False,
            )
        if isinstance(event, events.Key):
            for bar in self._bars:
                bar.expire()
            textual_workarounds.paint_once(self, self._clear_expired)
        await super().on_event(event)

    @property
    def _bars(self) -> Iterator[KeyBar]:
        return (each.bar for each in self.screen_stack if isinstance(each, StoreScreen))

    def _clear_expired(self) -> None:
        """Remove the message of the key before.

        Before this key has had its effects, it would take a frame of its own.
        """
        for bar in self._bars:
            bar.clear_expired()

    def simulate_key(self, key: str) -> None:
        """Do what a key does, before the keys that were pressed after what asks for this."""
        self._input.put_first(events.Key(key, None))

    def action_command_palette(self) -> None:
        """Open the palette."""
        from confui.screens.dialogs.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette())

    def search_themes(self) -> None:
        """Offer the themes in a palette."""
        from confui.commands import ThemeCommands
        from confui.screens.dialogs.palette import Palette

        self.push_screen(Palette([ThemeCommands], "Search for themes…"))

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables, with our own design tokens."""
        variables = super().get_css_variables()
        ours = {token: variables[value] for token, value in TOKENS.items()}
        return palette_tokens(self.current_theme) | ours | variables

    def get_line_filters(self) -> list[LineFilter]:
        """Return Textual's filters, and ours: steady emoji, and no control characters."""
        return [*super().get_line_filters(), self._steady_filter]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield those of Textual's own commands that help an attendee."""
        for command in super().get_system_commands(screen):
            if command.title in _TEXTUAL_COMMANDS:
                yield command

    @on(ConferenceArea.NotReadable)
    def refuse(self, event: ConferenceArea.NotReadable) -> None:
        """End, because there is no conference to show."""
        self.refusal = event.error
        self.exit()

    @on(ConferenceArea.ConferenceOpened)
    def prepare_search(self) -> None:
        """Build the search index, a step at a time between other events."""

        async def prepare() -> None:
            for _ in self._store.prepare_search():
                await asyncio.sleep(0)
                await textual_workarounds.let_pass(self)
            collect()  # the index stays for good, too

        # Not a coroutine: Textual would leave it unawaited if the worker is cancelled at once.
        self._preparing = self.run_worker(prepare, group="preparing", exclusive=True)

    def _complete_search(self, state: State) -> None:
        """Search the texts that the last key did without."""
        if state.unsearched and (self._preparing is None or self._preparing.is_finished):
            self.prepare_search()

    def _remember_theme(self, theme: Theme) -> None:
        try:
            self._store.remembered.choose_theme(theme.name)
        except NotRememberedError as error:
            self.notify(str(error), severity="warning", markup=False)

    def _update_time(self) -> None:
        self._store.set_time(self._clock(self._store.state.conference))
        self._store.remember_place(cursor=False)

    def survive(self, error: Exception) -> None:
        """Write a report about an unexpected exception, show where it is, and go on."""
        if not self.is_running and textual_workarounds.misses_widget(error):
            return
        self._faults += 1
        if self._faults > _MAX_FAULTS:
            self._stop(error)
            return
        sentence = write_report(reports_folder(), error, datetime.now())
        self.notify(
            f"Nothing is lost. {sentence}",
            title="A fault in confui",
            severity="error",
            timeout=15,
            markup=False,
        )

    def _handle_exception(self, error: Exception) -> None:
        """Survive an exception that Textual would end the app for, unless a screen is broken."""
        if not self.is_running and textual_workarounds.misses_widget(error):
            return
        if self.is_headless:
            super()._handle_exception(error)  # tests shall see it
        elif textual_workarounds.is_starting():
            self._stop(error)
        else:
            self.survive(error)

    def panic(self, *renderables: RenderableType) -> None:
        """Stop for good, with the status of a fault."""
        self._return_code = EXIT_STATUS
        super().panic(*renderables)

    def _stop(self, error: Exception) -> None:
        sentence = write_report(reports_folder(), error, datetime.now())
        self.last_words = STOPPED.format(report=sentence)
        self.exit(return_code=EXIT_STATUS)
