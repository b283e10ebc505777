"""A panel above the right side of the main screen that has all keys while it is open.

A dialog is a screen of its own: Textual applies all styles to it, and draws all lines below it
again. A panel takes a third of that time, and stays when it is closed.
"""

from collections.abc import Callable

from textual import events
from textual.containers import Container

from confui.widgets.bars import KeyBar
from confui.widgets.lists import ChoiceList


class Panel(Container):
    """A title, a list with the focus, and a bar with its keys."""

    def __init__(self, choices: ChoiceList, bar: KeyBar, on_close: Callable[[], None]) -> None:
        """Create a closed panel.

        Args:
            choices: Its list.
            bar: Shows its keys and messages.
            on_close: Called after the panel was closed; it moves the focus.
        """
        super().__init__()
        self._choices = choices
        self.bar = bar
        self._on_close = on_close
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return bool(self.display)

    def begin(self) -> None:
        """Open the panel and take the focus."""
        self.display = True
        self.bar.clear()
        self.screen.set_focus(self._choices)

    def close(self) -> None:
        """Close the panel; nothing happens if it is closed already."""
        if self.is_open:
            self.display = False
            self._on_close()

    def on_key(self, event: events.Key) -> None:
        """Keep the keys that are not the panel's from the screen below."""
        self.bar.clear()
        if not self.has_binding(event.key):
            event.stop()

    def has_binding(self, key: str) -> bool:
        """Return whether a key does something in the panel."""
        active = self.screen.active_bindings.get(key)
        return active is not None and self in active.node.ancestors_with_self

    def on_click(self, event: events.Click) -> None:
        """Keep clicks beside the list from the screen below."""
        event.stop()
