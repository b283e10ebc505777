"""What there is to know about the open conference, on the whole screen."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from confui.schedule.models import Link, Session
from confui.schedule.query import Term
from confui.screens.closing import ClosesOnce
from confui.screens.dialogs.open_link import OpenLink
from confui.screens.store_screen import StoreScreen
from confui.state import Store
from confui.widgets.bars import Headline, KeyBar
from confui.widgets.detail import ConferenceText, LinkedView

_KEYS = ("session.next_link", "conference.follow", "app.help", "app.quit", "about.back")


class ConferencePage(StoreScreen[Term | None], ClosesOnce[Term | None]):
    """Shows the conference; returns the term of a link to a list of sessions, or None."""

    AUTO_FOCUS = "ConferenceText"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i", "leave", "back", key_display="Esc", id="about.back",
                tooltip="Back to the schedule"),
    ]  # fmt: skip

    def __init__(self, store: Store, origin: str) -> None:
        """Show the store's conference; `origin` says where its schedule is from."""
        super().__init__(store, KeyBar(_KEYS))
        self._origin = origin

    def compose(self) -> ComposeResult:
        """Show the text between the headline and the key bar."""
        yield Headline().data_bind(StoreScreen.state)
        yield ConferenceText(self._origin).data_bind(StoreScreen.state)
        yield self.bar

    @on(LinkedView.LinkChosen)
    def show_address(self, event: LinkedView.LinkChosen) -> None:
        """Show where the highlighted link leads, if that is a web page."""
        if isinstance(event.target, Link):
            self.show_message(f"→ {event.target.url}")

    @on(LinkedView.Followed)
    def follow_link(self, event: LinkedView.Followed) -> None:
        """Open a web page, or let the screen below list the sessions of a track or room."""
        if isinstance(event.target, Link):
            self.app.push_screen(OpenLink((event.target,)), self._show_outcome)
        elif not isinstance(event.target, Session):
            self.dismiss(event.target)

    def action_leave(self) -> None:
        """Go back to the schedule."""
        self.dismiss(None)

    def _show_outcome(self, outcome: str | None) -> None:
        if outcome:
            self.show_message(outcome)
