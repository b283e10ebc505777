"""A screen that shows the store's state: the base of the main screen and of the session page."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen, ScreenResultType

from confui.state import State, Store
from confui.widgets.bars import KeyBar


class StoreScreen(Screen[ScreenResultType]):
    """Mirrors the store in one reactive, shows messages in the key bar, and has help and quit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.quit", "quit", id="app.quit", tooltip="Quit"),
        Binding(
            "question_mark", "help", "help", key_display="?", id="app.help", tooltip="All the keys"
        ),
    ]

    state = var(State(), init=False)

    def __init__(self, store: Store, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.store = store
        self.set_reactive(StoreScreen.state, store.state)

    def on_mount(self) -> None:
        """Follow the store from now on."""
        self._unsubscribe = self.store.subscribe(self._mirror)
        self._mirror(self.store.state)

    def on_unmount(self) -> None:
        """Stop following the store."""
        self._unsubscribe()

    @on(KeyBar.Tell)
    def show_message(self, event: KeyBar.Tell) -> None:
        """Show a message from below in the key bar."""
        self.tell(event.text, warning=event.warning)

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Show a message in the key bar."""
        self.query_one(KeyBar).tell(text, warning=warning)

    def action_help(self) -> None:
        """List all the keys."""
        from confui.screens.help import Help  # not needed for the first frame

        self.app.push_screen(Help(self.active_bindings.values()))

    def _mirror(self, state: State) -> None:
        self.state = state
