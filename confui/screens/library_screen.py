"""What a screen of one conference among several can do: open another one, look what is new."""

from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from confui.library import Library
from confui.schedule.models import Conference
from confui.screens.search_screen import SearchScreen
from confui.sources import SourceError
from confui.state import Store
from confui.widgets.base.keys import hidden_binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.library import UpdateResult
    from confui.screens.conferences import ChosenConference

Clock = Callable[[Conference], datetime]
"""Returns the wall time at the venue of a conference."""


class LibraryScreen(SearchScreen):
    """A screen that can show another conference, or a newer version of this one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding(
            "c", "choose_conference", "library.choose", "Open another conference, or add one"
        ),
        hidden_binding(
            "r", "refresh_conference", "library.refresh", "Look what is new in this one"
        ),
    ]

    class ConferenceOpened(Message):
        """The screen shows another conference, or another version of it."""

    def __init__(
        self, store: Store, library: Library, opened: str, clock: Clock, classes: str | None = None
    ) -> None:
        """Show what the store has.

        Args:
            store: The state.
            library: Where other conferences are.
            opened: The name or path by which the library knows the one that is shown.
            clock: Tells the time.
            classes: As for every screen.
        """
        super().__init__(store, classes)
        self._library = library
        self._known_as = opened
        self._clock = clock
        self._visited: dict[str, Conference] = {}

    def action_choose_conference(self) -> None:
        """Show the library."""
        from confui.screens.conferences import Conferences

        self._visited[self._known_as] = self.state.conference
        today = self.state.now.date() if self.state.now else date.today()
        dialog = Conferences(self._library, self._visited, self._known_as, today)
        self.app.push_screen(dialog, self._open)

    def action_refresh_conference(self) -> None:
        """Look whether this conference changed."""
        self.tell(f"Looking what is new in {self.state.conference.title} …")
        look = self._look(self._known_as, self.state.conference)
        self.run_worker(look, exclusive=True, group="library")

    async def _look(self, name: str, before: Conference) -> None:
        from confui.library import NotKeptError
        from confui.screens.background import run_in_thread

        try:
            read = await run_in_thread(lambda: self._library.renew(name, before))
        except (SourceError, NotKeptError) as error:
            self.tell(str(error), warning=True)
        else:
            self._take_up(read)

    def _take_up(self, read: "UpdateResult") -> None:
        if read.name != self._known_as:
            return  # the attendee went on to another one meanwhile
        from confui.schedule.versions import compare_versions, news

        found, before = compare_versions(self.state.conference, read.after), self.state.bookmarks
        self.store.take_up(read.after)
        self.post_message(self.ConferenceOpened())
        self.tell(news(found, {**before, **self.state.bookmarks}))

    def _open(self, chosen: "ChosenConference | None") -> None:
        if chosen is None:
            return
        self._known_as = chosen.name
        self._library.remember(chosen.name)
        self.store.open(chosen.conference, self._clock(chosen.conference))
        self.post_message(self.ConferenceOpened())
