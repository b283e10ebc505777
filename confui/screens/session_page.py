"""One session on a page of its own, for terminals too narrow to show it beside the grid."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from confui.screens.session_screen import SessionScreen
from confui.widgets.detail import SessionDetail
from confui.widgets.headline import Headline
from confui.widgets.key_bar import KeyBar

_KEYS = ("session.star", "session.video", "session.slides", "session.copy", "page.back")


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

    def action_leave(self) -> None:
        """Go back to the grid."""
        self.dismiss()
