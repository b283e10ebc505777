"""The command palette, which also finds sessions, speakers, rooms and days."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, Provider

from confui.screens.closing import ClosesOnce

_PLACEHOLDER = "A session, speaker, room, day or command; or a query such as day:2"


class Palette(CommandPalette, ClosesOnce[None]):
    """Textual's palette, with our placeholder; page keys never fail, and it closes once."""

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

    def action_page(self, direction: str) -> None:
        """Go a page up or down."""
        commands = self.query_one(CommandList)
        if commands.size.height:  # Textual 8.2: paging fails before the list has a size
            page = commands.action_page_down if direction == "down" else commands.action_page_up
            page()  # type: ignore[no-untyped-call]  # untyped in Textual
