"""The least that a Textual app can be: the floor that confui's start-up and frames stand on."""

import itertools

from textual.app import App, ComposeResult
from textual.widgets import Static

GREETING = "bare-and-ready"


class Bare(App[None]):
    """One line of text, and a frame for every key."""

    _numbers = itertools.count(1)

    def compose(self) -> ComposeResult:
        """Show the greeting."""
        yield Static(GREETING)

    def on_key(self) -> None:
        """Write something else, where a change of size need not be reckoned with."""
        self.query_one(Static).update(f"{next(self._numbers)}", layout=False)


if __name__ == "__main__":
    Bare().run()
