"""One session on a page of its own, for terminals too narrow to show it beside the grid."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from confui.schedule.query import Term
from confui.screens.session_screen import SessionScreen
from confui.widgets.bars import Headline, KeyBar
from confui.widgets.detail import SessionDetail, Target

_KEYS = (
    "session.next_link",
    "session.star",
    "session.video",
    "session.slides",
    "session.copy",
    "app.quit",
    "app.help",
    "page.back",
)


class SessionPage(SessionScreen):
    """Shows the session under the cursor; leaves for the grid again."""

    AUTO_FOCUS = "SessionDetail"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,enter",
            "leave",
            "back",
            key_display="Esc",
            id="page.back",
            tooltip="Back to the grid",
        ),
    ]

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield Headline().data_bind(SessionScreen.state)
        yield SessionDetail().data_bind(SessionScreen.state)
        yield KeyBar(_KEYS)

    def on_key(self, event: events.Key) -> None:
        """Say where a key works that does nothing here."""
        if event.is_printable and event.key not in self.active_bindings:
            self.tell("That key works in the grid; Esc goes back to it")

    def follow(self, target: Target) -> None:
        """Go where a link leads; a list of sessions is for the screen below."""
        if not isinstance(target, Term):
            return super().follow(target)
        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, SessionScreen):
            below.follow(target)

    def action_leave(self) -> None:
        """Go back to the grid."""
        self.dismiss()
