"""The area of the main screen that shows one conference, and the keys to refresh or change it."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker

from confui.doorway import TYPE_CHECKING
from confui.library import Library
from confui.schedule import wording
from confui.schedule.models import Conference
from confui.screens.session_area import SessionArea
from confui.sources import SourceError, StoredConference
from confui.state import State, Store
from confui.widgets.bars import ShowMessage
from confui.widgets.base.keys import hidden_binding

if TYPE_CHECKING:
    from confui.library import LoadedConference, PendingUpdate, UpdateResult
    from confui.schedule.query import Term

Clock = Callable[[Conference], datetime]
"""Returns the wall time at the venue of a conference."""
LocalZone = Callable[[], tzinfo]
"""Finds the time zone of this computer."""


class ConferenceArea(Container):
    """Has everything that shows a conference, and the keys that open another one or refresh it."""

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "choose_conference",
            "conferences",
            id="library.choose",
            tooltip="Open another conference, or add one",
        ),
        hidden_binding("r", "refresh_conference", "library.refresh", "Check for updates"),
        hidden_binding("i", "show_conference", "library.about", "About this conference"),
        hidden_binding("T", "switch_zone", "clock.switch", "My time, and event time again"),
    ]

    class ConferenceOpened(Message):
        """Another conference, or a newer version of this one, is open."""

    class NotReadable(Message):
        """There is no conference to show: it cannot be read, or the attendee did not wait."""

        def __init__(self, error: Exception | None) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self,
        store: Store,
        library: Library,
        opened: str,
        clock: Clock,
        local_zone: LocalZone,
        show_message: ShowMessage,
        *widgets: Widget,
        load: "Callable[[], LoadedConference] | None" = None,
    ) -> None:
        """Contain the widgets that show the store's conference.

        Args:
            store: The store of the open conference.
            library: The attendee's other conferences.
            opened: The name or path of the open conference, as the library knows it.
            clock: Returns the wall time at the venue of a conference.
            local_zone: Finds the time zone of this computer.
            show_message: Shows a message in the same frame.
            widgets: The widgets, from the top down.
            load: Loads the conference; `None` if the store has it.
        """
        super().__init__(*widgets)
        self._store = store
        self._library = library
        self._opened = opened
        self._clock = clock
        self._local_zone = local_zone
        self._show_message = show_message
        self._load = load
        self._waiting: Worker[None] | None = None
        """What waits for the conference."""
        self._visited: dict[str, Conference] = {}
        self._asked: tuple[PendingUpdate, State] | None = None
        """The update to save if r is pressed again, and what is shown while it is asked."""

    def on_mount(self) -> None:
        """Wait for the conference; if it is there, look whether its files have changed.

        Both come after the first frame.
        """
        if self._load is not None:
            self.call_after_refresh(self._start_waiting, self._load)
        self._check_later(self._store.state.conference)

    def _check_later(self, conference: Conference) -> None:
        if isinstance(conference, StoredConference) and conference.is_unchecked:
            check = partial(self._check_source, self._opened, conference)
            self.call_after_refresh(self.run_worker, check, group="library")

    def _start_waiting(self, load: "Callable[[], LoadedConference]") -> None:
        self._waiting = self.run_worker(partial(self._wait_for, load), group="library")

    async def _wait_for(self, load: "Callable[[], LoadedConference]") -> None:
        """Show how far the reading of a conference is, and then the conference."""
        from confui.library import LibraryError
        from confui.screens.background import load_in_thread

        title = self._store.state.conference.title

        def report(what: str, done: int, total: int) -> None:
            if self._store.state.reading:  # else another conference is open by now
                text = wording.reading_progress(title, what, done, total)
                self._store.show_reading(f"{text} · Esc cancels")

        try:
            loaded = await load_in_thread(load, report)
        except (SourceError, LibraryError) as error:
            self.post_message(self.NotReadable(error))
        else:
            self._waiting = None
            self._open(loaded)

    def cancel_reading(self) -> None:
        """Stop the reading of the conference. Without one, there is nothing to show."""
        self._stop_waiting()
        self.post_message(self.NotReadable(None))

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    async def _check_source(self, name: str, conference: StoredConference) -> None:
        """Read a source again that has changed since its snapshot was made."""
        from confui.screens.background import run_in_thread

        if not await run_in_thread(conference.is_current) and name == self._opened:
            self._show_message(f"{conference.title} has changed; reading it again …")
            await self._read_again(name)

    async def _read_again(self, name: str) -> None:
        """Show a newer version of a conference that is read in place."""
        from confui.library import UpdateResult
        from confui.screens.background import load_in_thread

        before = self._store.state.conference
        try:
            after = await load_in_thread(lambda: self._library.load(name))
        except SourceError as error:
            self._show_message(str(error), warning=True)
        else:
            self._show_update(UpdateResult(name, before, after))

    def action_choose_conference(self) -> None:
        """List the conferences of the library, to open one."""
        from confui.screens.dialogs.conferences import Conferences  # not needed for the first frame

        state = self._store.state
        if not state.reading:
            self._visited[self._opened] = state.conference
        today = state.now.date() if state.now else date.today()
        self.app.push_screen(
            Conferences(self._library, self._visited, self._opened, today), self._open
        )

    def action_show_conference(self) -> None:
        """Show dates, links, tracks and rooms of the conference, and how old its copy is."""
        from confui.screens.conference_page import ConferencePage  # not for the first frame

        def follow(term: "Term | None") -> None:
            if term is not None:
                self.post_message(SessionArea.TermFollowed(term))

        self.app.push_screen(ConferencePage(self._store, self._describe_origin()), follow)

    def _describe_origin(self) -> str:
        source = self._store.state.conference.source
        entry = self._library.find(self._opened)
        if entry is None or entry.name != self._opened:
            return f"from {source}" if source else "ships with confui"
        if entry.folder:
            return f"from {entry.source} · read anew at each start"
        age = self._library.describe_age(entry)
        return f"from {entry.source} · checked {age} · r checks for a newer version"

    def action_switch_zone(self) -> None:
        """Show times in the zone of this computer, or as they are at the venue again."""
        state = self._store.state
        place = wording.zone_name(state.conference.timezone)
        if not place:
            return self._show_message(
                "This schedule does not say its time zone, so its times stay as they are; "
                "confui add --zone tells it",
                warning=True,
            )
        if state.zone.is_mine:
            self._store.show_my_time(None)
            return self._show_message(f"Times are as in {place}, where the conference is")
        zone = self._local_zone()
        if self._store.show_my_time(zone):
            return self._show_message(
                f"Times are as in {wording.zone_name(str(zone))}; days and queries stay those "
                f"in {place}"
            )
        return self._show_message(f"This computer is in the time zone of {place} already")

    def action_refresh_conference(self) -> None:
        """Check for a newer version of this conference in the background, and show it.

        One that loses much of the schedule is only shown after a second press.
        """
        conference = self._store.state.conference
        if self._store.state.reading:
            return self._show_message("This conference is being read")
        asked, self._asked = self._asked, None
        if asked is not None and asked[1] is self._store.state:
            return self._take_update(asked[0])
        self._show_message(f"Checking {conference.title} for updates …")
        # Not a coroutine: Textual would leave it unawaited if the worker is cancelled at once.
        refresh = partial(self._refresh, self._opened, conference)
        self.run_worker(refresh, exclusive=True, group="library")  # type: ignore[arg-type]  # mypy finds no type for the result
        return None

    async def _refresh(self, name: str, before: Conference) -> None:
        from confui.library import LibraryError, LosesSessionsError  # loaded only to refresh
        from confui.screens.background import load_in_thread

        try:
            result = await load_in_thread(lambda: self._library.reload(name, before))
        except LosesSessionsError as error:
            if name == self._opened:  # else another conference was opened meanwhile
                self._show_message(
                    f"{error.update.question}; press r again to take it", warning=True
                )
                self._asked = error.update, self._store.state
        except (SourceError, LibraryError) as error:
            self._show_message(str(error), warning=True)
        else:
            self._show_update(result)

    def can_undo_refresh(self) -> bool:
        """Whether the version before the last refresh is still there."""
        return self._library.can_undo(self._opened)

    def undo_refresh(self) -> None:
        """Show the version that the last refresh replaced; a second time, the newer one."""
        from confui.library import LibraryError  # loaded only to refresh

        entry = self._library.find(self._opened)
        if entry is None:
            return self._show_message("This conference is no longer in the library", warning=True)
        before = self._store.state.conference
        try:
            result = self._library.undo(entry)
        except (SourceError, LibraryError) as error:
            self._show_message(str(error), warning=True)
        else:
            self._show_update(result._replace(before=before))
        return None

    def _take_update(self, update: "PendingUpdate") -> None:
        """Save an update that loses sessions, because the attendee agreed, and show it."""
        from confui.library import LibraryError  # loaded only to refresh

        before = self._store.state.conference
        try:
            result = self._library.save(update, accept_losses=True)
        except LibraryError as error:
            self._show_message(str(error), warning=True)
        else:
            self._show_update(result._replace(before=before))

    def _show_update(self, result: "UpdateResult") -> None:
        if result.name != self._opened:
            return  # another conference was opened meanwhile
        # Loaded only after a refresh.
        from confui.schedule.versions import compare_versions, summarize_for_attendee

        before = self._store.state
        differences = compare_versions(before.conference, result.after)
        self._store.show_newer_version(result.after)
        self.post_message(self.ConferenceOpened())
        bookmarks = {**before.bookmarks, **self._store.state.bookmarks}
        self._show_message(summarize_for_attendee(differences, bookmarks))

    def _open(self, loaded: "LoadedConference | None") -> None:
        if loaded is None:
            return
        self._stop_waiting()
        name, conference, session = loaded
        self._opened = name
        self._library.remember(name)
        self._store.open(conference, self._clock(conference))
        if session in self._store.state.sessions:
            self._store.select(session)
        self.post_message(self.ConferenceOpened())
        self._check_later(conference)
