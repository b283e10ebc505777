"""Base of the screens that show the store's state: the main screen and the session page."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen, ScreenResultType

from confui.screens.following import FollowsStore
from confui.state import State, Store
from confui.widgets.bars import Headline, KeyBar


class StoreScreen(Screen[ScreenResultType], FollowsStore):
    """Keeps the store's state in one reactive, shows messages, has the keys for help and quit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.quit", "quit", id="app.quit", tooltip="Quit"),
        Binding(
            "question_mark", "help", "help", key_display="?", id="app.help", tooltip="All keys"
        ),
    ]

    state = var(State(), init=False)

    def __init__(self, store: Store, bar: KeyBar, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.store = store
        self.bar = bar
        self.set_reactive(StoreScreen.state, store.state)

    def on_mount(self) -> None:
        """Follow the store."""
        self.follow(self.store, self._mirror)

    def show_message(self, text: str, *, warning: bool = False) -> None:
        """Show a line in the key bar; `warning` means that something failed."""
        self.bar.show_message(text, warning=warning)

    @on(Headline.ProblemsClicked)
    def action_show_problems(self) -> None:
        """List the problems of the source."""
        from confui.screens.dialogs.problems import Problems  # not needed for the first frame

        self.app.push_screen(Problems(self.store))

    def action_help(self) -> None:
        """List the keys that work now."""
        from confui.screens.dialogs.help import Help

        self.app.push_screen(Help(self.active_bindings.values(), self.state))

    def _mirror(self, state: State) -> None:
        self.state = state
        self.bar.clear_expired()
