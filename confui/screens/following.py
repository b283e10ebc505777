"""Following the store from a screen, as long as the screen is open."""

from collections.abc import Callable

from confui.state import State, Store


class FollowsStore:
    """A screen that shows every new state."""

    _unsubscribe: Callable[[], None] = staticmethod(lambda: None)

    def follow(self, store: Store, show: Callable[[State], None]) -> None:
        """Show the present state of a store, and from now on each new one."""
        self._unsubscribe = store.subscribe(show)
        show(store.state)

    def on_unmount(self) -> None:
        """Stop following the store."""
        self._unsubscribe()
