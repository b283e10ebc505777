"""One session on the whole screen: to read at length, or where there is no room for a pane."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from confui.schedule.query import Term
from confui.screens.closing import ClosesOnce
from confui.screens.session_area import SessionArea
from confui.screens.store_screen import StoreScreen
from confui.state import Store, View
from confui.widgets.bars import Headline, KeyBar
from confui.widgets.detail import SessionDetail

_KEYS = (
    *("session.next_link", "session.star", "session.video", "session.slides"),
    *("session.copy", "app.help", "app.quit", "page.back"),
)


class SessionPage(StoreScreen[Term | None], ClosesOnce[Term | None]):
    """Shows the selected session; returns the term of a link to a list of sessions, or None."""

    AUTO_FOCUS = "SessionDetail"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "leave",
            "back",
            key_display="Esc",
            id="page.back",
            tooltip="Back to the schedule",
        ),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__(store, KeyBar(_KEYS))

    def compose(self) -> ComposeResult:
        """Show the session between the headline and the key bar."""
        yield Headline().data_bind(StoreScreen.state)
        yield SessionArea(
            self.store, self.show_message, SessionDetail().data_bind(StoreScreen.state)
        )
        yield self.bar

    def on_key(self, event: events.Key) -> None:
        """Say that a key works in the schedule only."""
        if event.is_printable and event.key not in self.active_bindings:
            self.show_message("That key works only in the schedule; Esc goes back to it")

    @on(SessionArea.TermFollowed)
    def list_sessions(self, event: SessionArea.TermFollowed) -> None:
        """Let the screen below list the sessions."""
        self.dismiss(event.term)

    @on(Headline.ChangesClicked)
    def show_changes(self) -> None:
        """Go to the plan, which marks the sessions that changed."""
        self.store.show_view(View.PLAN)
        self.action_leave()

    @on(SessionDetail.Enlarged)
    def action_leave(self) -> None:
        """Go back to the schedule."""
        self.dismiss(None)
