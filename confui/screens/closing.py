"""Closing a screen that was opened over another one."""

from textual.await_complete import AwaitComplete
from textual.events import Event, Mount
from textual.message import Message
from textual.screen import Screen, ScreenResultType


class ClosesOnce(Screen[ScreenResultType]):
    """A screen that closes once, whatever still arrives when it is closed.

    It goes last among the base classes: Textual inherits styles and keys from the first one only.

    A terminal may send several keys at once, such as Enter twice. The second one was sent to this
    screen before the first one closed it.
    """

    is_closed = False
    """Whether the screen was closed; its widgets may be gone."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the screen and everything above it, and return the result; the first time only.

        What its workers still do is cancelled, and the messages of its widgets are dropped.
        """
        stack = self.app.screen_stack
        if self.is_closed or self not in stack:
            return AwaitComplete()
        self.is_closed = True
        for screen in reversed(stack[stack.index(self) + 1 :]):
            screen.dismiss()
        self.workers.cancel_node(self)
        return super().dismiss(result)

    # Textual 8.2: it has no hook to drop the messages that are still in the queue.
    async def _on_message(self, message: Message) -> None:
        if isinstance(message, Mount) and self not in self.app.screen_stack:
            return  # closed, or confui ends, while it was opening: its widgets may be gone
        is_needed = isinstance(message, Event) or type(message).__module__ == "textual.messages"
        if is_needed or not self.is_closed:
            await super()._on_message(message)
