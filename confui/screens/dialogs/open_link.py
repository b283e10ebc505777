"""Shows the URL of a link, and opens it in a browser if the attendee confirms."""

import os
import sys
import webbrowser
from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confui.schedule.models import Link
from confui.screens.background import run_in_thread
from confui.screens.dialogs.dialog import Dialog


class OpenLink(Dialog[str | None]):
    """Asks before it opens a page; returns what was done as one line, or None if nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="link.cancel", tooltip="Open nothing"),
        Binding("y", "copy", "Copy", id="link.copy", tooltip="Copy the URL instead"),
    ]

    def __init__(self, links: tuple[Link, ...]) -> None:
        super().__init__()
        self._links = links
        self._list = OptionList(*(Option(_target(link)) for link in links), markup=False)
        self._is_opening = False

    def compose(self) -> ComposeResult:
        """Show the URLs to choose from."""
        with Vertical(id="question"):
            yield Static("Open this page in the browser?", markup=False, id="title")
            yield self._list
            yield Static("⏎ open   y copy   Esc cancel", markup=False, id="keys")

    def on_mount(self) -> None:
        """Highlight the first URL, for an Enter that was typed before the list got the focus."""
        self._list.highlighted = 0

    @on(OptionList.OptionSelected)
    def open_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen URL, or copy it if there is no browser."""
        url = self._links[event.option_index].url
        if self._is_opening:
            return
        self._is_opening = True
        if has_browser(os.environ, sys.platform):
            self._open(url)
        else:
            self._copy(url, "There is no browser here. ")

    def action_copy(self) -> None:
        """Copy the highlighted URL."""
        self._copy(self._links[self._list.highlighted or 0].url)

    @work(exclusive=True)
    async def _open(self, url: str) -> None:
        """Start the browser, in a thread: some browsers block until they are closed."""
        if await run_in_thread(lambda: _start_browser(url)):
            self.dismiss(f"Asked the browser to open {url}")
        else:
            self._copy(url, "No browser could be started. ")

    def _copy(self, url: str, reason: str = "") -> None:
        self.app.copy_to_clipboard(url)
        self.dismiss(f"{reason}Sent to the terminal's clipboard: {url}")


def _start_browser(url: str) -> bool:
    try:
        return webbrowser.open(url)
    except (OSError, webbrowser.Error):
        return False


def has_browser(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a browser can open a window here; others would take over the terminal."""
    if "SSH_CONNECTION" in environment:
        return False
    if platform in ("darwin", "win32", "cygwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _target(link: Link) -> Content:
    return Content.assemble((link.url, "bold"))
