"""The part of the main screen that shows one conference, with the keys to open another one."""

from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from confui.doorway import TYPE_CHECKING
from confui.library import Library
from confui.schedule.models import Conference
from confui.sources import SourceError
from confui.state import Store
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding

if TYPE_CHECKING:
    from confui.library import UpdateResult
    from confui.screens.conferences import ChosenConference

Clock = Callable[[Conference], datetime]
"""Returns the wall time at the venue of a conference."""


class ConferenceArea(Container):
    """Holds all that shows a conference, and owns the keys that choose and refresh it."""

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding(
            "c", "choose_conference", "library.choose", "Open another conference, or add one"
        ),
        hidden_binding("r", "refresh_conference", "library.refresh", "Check for updates"),
    ]

    class ConferenceOpened(Message):
        """Another conference is shown, or another version of this one."""

    def __init__(
        self, store: Store, library: Library, opened: str, clock: Clock, *shown: Widget
    ) -> None:
        """Hold the widgets that show the store's conference.

        Args:
            store: The state.
            library: Where other conferences are.
            opened: The name or path by which the library knows the one that is shown.
            clock: Tells the time.
            shown: The widgets, from the top down.
        """
        super().__init__(*shown)
        self._store = store
        self._library = library
        self._opened = opened
        self._clock = clock
        self._visited: dict[str, Conference] = {}

    def action_choose_conference(self) -> None:
        """Show the library."""
        from confui.screens.conferences import Conferences  # not needed for the first frame

        state = self._store.state
        self._visited[self._opened] = state.conference
        today = state.now.date() if state.now else date.today()
        self.app.push_screen(
            Conferences(self._library, self._visited, self._opened, today), self._open
        )

    def action_refresh_conference(self) -> None:
        """Check whether there is a newer version of this conference."""
        conference = self._store.state.conference
        self.post_message(KeyBar.Tell(f"Checking {conference.title} for updates …"))
        self.run_worker(self._refresh(self._opened, conference), exclusive=True, group="library")

    async def _refresh(self, name: str, before: Conference) -> None:
        from confui.library import NotKeptError
        from confui.screens.background import run_in_thread

        try:
            result = await run_in_thread(lambda: self._library.renew(name, before))
        except (SourceError, NotKeptError) as error:
            self.post_message(KeyBar.Tell(str(error), warning=True))
        else:
            self._show_update(result)

    def _show_update(self, result: "UpdateResult") -> None:
        if result.name != self._opened:
            return  # another conference was opened meanwhile
        from confui.schedule.versions import compare_versions, summarize_for_attendee

        before = self._store.state
        differences = compare_versions(before.conference, result.after)
        self._store.show_newer_version(result.after)
        self.post_message(self.ConferenceOpened())
        bookmarks = {**before.bookmarks, **self._store.state.bookmarks}
        self.post_message(KeyBar.Tell(summarize_for_attendee(differences, bookmarks)))

    def _open(self, chosen: "ChosenConference | None") -> None:
        if chosen is None:
            return
        self._opened = chosen.name
        self._library.remember(chosen.name)
        self._store.open(chosen.conference, self._clock(chosen.conference))
        self.post_message(self.ConferenceOpened())
