"""The command palette, which also finds sessions, speakers, rooms and days."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, Provider

from confui.screens.closing import ClosesOnce

_PLACEHOLDER = "A session, speaker, room, day or command; or a query such as day:2"


class PaletteHits(CommandList):
    """The commands that were found."""

    def on_click(self, event: events.Click) -> None:
        """Drop a click on a row that is gone: each letter makes the list anew."""
        # Textual 8.2: it looks the row up by its number.
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()
            event.stop()


class Palette(CommandPalette, ClosesOnce[None]):
    """Textual's palette, with our placeholder; no key and no click fails, and it closes once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "pagedown",
            "page('down')",
            "Next page",
            show=False,
            id="palette.page_down",
            tooltip="Down",
        ),
        Binding(
            "pageup", "page('up')", "Previous page", show=False, id="palette.page_up", tooltip="Up"
        ),
    ]

    def __init__(
        self, providers: Iterable[type[Provider]] | None = None, placeholder: str = _PLACEHOLDER
    ) -> None:
        """Find what `providers` offer; None stands for those of app and screen."""
        # Without an id: the one that was closed a moment ago may not be gone yet.
        super().__init__(providers, placeholder=placeholder)

    def compose(self) -> ComposeResult:
        """Put our list in the place of Textual's."""
        for widget in super().compose():
            yield PaletteHits() if isinstance(widget, CommandList) else widget

    def on_click(self, event: events.Click) -> None:
        """Drop a click at a place that the screen no longer has, as it became smaller."""
        # Textual 8.2: it looks for a widget there.
        if not self.region.contains(*event.screen_offset):
            event.prevent_default()

    def action_page(self, direction: str) -> None:
        """Go a page up or down."""
        commands = self.query_one(CommandList)
        if commands.size.height:  # Textual 8.2: paging fails before the list has a size
            page = commands.action_page_down if direction == "down" else commands.action_page_up
            page()  # type: ignore[no-untyped-call]  # untyped in Textual
