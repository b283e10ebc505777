"""The list of conferences: open, add, refresh or remove one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from confui.library import (
    Library,
    LibraryEntry,
    LibraryError,
    LoadedConference,
    PendingUpdate,
    running_or_next,
)
from confui.schedule.models import Conference
from confui.schedule.wording import count_of
from confui.screens.background import run_in_thread
from confui.screens.dialogs.dialog import WorkingDialog
from confui.sources import DirectoryEntry
from confui.text import clean
from confui.widgets.bars import KeyBar
from confui.widgets.lists import ChoiceList, ConferenceChoice, ConferenceList

_KEYS = ("library.open", "library.add", "library.update", "library.remove", "library.leave")


class Conferences(WorkingDialog[LoadedConference | None]):
    """Lists the conferences; work that may be slow runs in a thread. Returns the one to open."""

    AUTO_FOCUS = "ConferenceList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="⏎", id="library.open", tooltip="Open it"),
        Binding("a", "add", "add", id="library.add", tooltip="Add a conference to the library"),
        Binding("r", "update", "refresh", id="library.update", tooltip="Check for updates"),
        Binding(
            "x,delete",
            "remove",
            "remove",
            id="library.remove",
            tooltip="Remove it from the library",
        ),
        Binding(
            "escape,c,q", "leave", "back", key_display="Esc", id="library.leave", tooltip="Back"
        ),
    ]

    def __init__(
        self, library: Library, visited: Mapping[str, Conference], opened: str, today: date
    ) -> None:
        """List the conferences in the library, the shipped one, and those opened by path.

        Args:
            library: The attendee's library.
            visited: The conferences that were opened since confui started, by name or path.
            opened: The name or path of the open conference.
            today: The date, to mark the conference that is on or comes next.
        """
        super().__init__()
        self._library = library
        self._visited = visited
        self._opened = opened
        self._today = today
        self._removing = ""
        """The conference to remove if x is pressed again."""
        self._asked: PendingUpdate | None = None
        """The update to save if r is pressed again; it loses much of the schedule."""
        self._damaged: frozenset[str] = frozenset()
        """The conferences whose copy is damaged, as far as they were checked."""
        choices, next_up = self._choices()
        self._list = ConferenceList(choices, opened, next_up)
        self._message = Static("", markup=False, id="message")

    def compose(self) -> ComposeResult:
        """Show the list, a message and the keys."""
        with Vertical(id="library"):
            yield Static(
                "Conferences, and when each was last checked for updates", markup=False, id="title"
            )
            yield self._list
            yield self._message
            yield KeyBar(_KEYS, lead="↑↓")

    def on_mount(self) -> None:
        """Show which conferences cannot be read, or how to add the first."""
        entries, errors = self._library.entries()
        self._check_copies(entries)
        if errors:
            self.show_message("\n".join(errors), warning=True)
        elif not any(choice.in_library for choice in self._list.choices):
            self.show_message(
                "Press a to find a conference by its name, or to add a URL, a file or a folder"
            )

    @work
    async def _check_copies(self, entries: Sequence[LibraryEntry]) -> None:
        """Show which copies are damaged; to read them all takes too long for the first frame."""
        self._damaged = await run_in_thread(
            lambda: frozenset(entry.name for entry in entries if self._library.is_damaged(entry))
        )
        if self._damaged:
            self._show_choices()

    @on(ChoiceList.Moved)
    def clear_message(self) -> None:
        """Clear the message, which was about another row."""
        self._removing = ""
        self.show_message("")

    @on(ChoiceList.Clicked)
    def open_clicked(self) -> None:
        """Open the conference that was clicked."""
        self.action_open()

    def action_open(self) -> None:
        """Open the conference under the cursor."""
        choice = self._list.choice
        if choice is None:
            return self.show_message("There is nothing to open; press a to add a conference")
        if choice.name == self._opened:
            return self.action_leave()
        return self.run_in_background(
            f"Opening {choice.title} …",
            lambda: self._library.load_or_add(choice.name),
            self.dismiss,
        )

    def action_add(self) -> None:
        """Ask for the conference to add."""
        from confui.screens.dialogs.find_conference import FindConference  # only needed here

        self.show_message("")
        self.app.push_screen(
            FindConference(self._library, self._opened_entry, self._today), self._save_new
        )

    @property
    def _opened_entry(self) -> DirectoryEntry | None:
        """The open conference, to be added; None if it is in the library or has no path."""
        conference = self._visited.get(self._opened)
        if "/" not in self._opened or self._library.find(self._opened) or conference is None:
            return None
        return DirectoryEntry(
            self._opened,
            conference.title,
            self._opened,
            min(conference.days, default=None),
            max(conference.days, default=None),
            conference.timezone,
        )

    def action_update(self) -> None:
        """Check the conference under the cursor for updates; ask before one that loses much."""
        entry = self._chosen_entry
        asked = self._asked
        if entry is None:
            return self.show_message("Only conferences in the library can be refreshed here")
        if asked is not None and asked.entry.name == entry.name and not self.is_busy:
            return self._save_asked(asked)
        return self.run_in_background(
            f"Checking {entry.title} for updates …",
            lambda: self._library.fetch_update(entry),
            self._save_update,
        )

    def action_remove(self) -> None:
        """Remove the conference under the cursor from the library; ask the first time."""
        entry = self._chosen_entry
        if entry is None:
            return self.show_message("This conference is not in the library")
        if self._removing != entry.name:
            self._removing = entry.name
            return self.show_message(f"Press x again to remove {entry.title}; its bookmarks stay")
        self._removing = ""
        try:
            self._library.remove(entry.name)
        except LibraryError as error:
            return self.show_message(str(error), warning=True)
        self._show_choices()
        return self.show_message(f"{entry.title} was removed; to add it again: {entry.source}")

    @property
    def _chosen_entry(self) -> LibraryEntry | None:
        """The conference under the cursor; None unless it is in the library."""
        choice = self._list.choice
        return self._library.find(choice.name) if choice and choice.in_library else None

    def action_leave(self) -> None:
        """Cancel what is running, else go back to the schedule."""
        if not self.cancel_background():
            self.dismiss(None)

    def _save_new(self, update: PendingUpdate | None) -> None:
        if update is None:
            return None
        try:
            saved = None if update.losses else self._library.save(update)
        except LibraryError as error:
            return self.show_message(str(error), warning=True)
        self._show_choices(saved.name if saved else update.entry.name)
        if saved is None:
            return self._ask(update)
        count = count_of(len(saved.after.visible), "session")
        return self.show_message(f"{saved.after.title} was added: {count}; ⏎ opens it")

    def _ask(self, update: PendingUpdate) -> None:
        """Ask for r again before an update that loses much of the schedule is saved."""
        self.show_message(f"{update.question}; press r again to take it", warning=True)
        self._asked = update

    def _save_asked(self, update: PendingUpdate) -> None:
        try:
            self._save_update(update, accept_losses=True)
        except LibraryError as error:
            self.show_message(str(error), warning=True)

    def _save_update(self, update: PendingUpdate, *, accept_losses: bool = False) -> None:
        from confui.schedule.versions import compare_versions, summarize  # only to refresh

        if update.losses and not accept_losses:
            return self._ask(update)
        saved = self._library.save(update, accept_losses=accept_losses)
        self._damaged -= {saved.name}
        self._show_choices(saved.name)
        before, after = saved.before, saved.after
        changes = summarize(compare_versions(before, after)) if before else "reloaded"
        return self.show_message(f"{after.title}: {changes}")

    def show_message(self, text: str, *, warning: bool = False) -> None:
        """Show a message below the list."""
        self._asked = None  # the question is no longer shown
        style = "$text-warning" if warning else "$foreground-muted"
        self._message.update(Content.styled(clean(text, multiline=True), style))

    def _show_choices(self, name: str = "") -> None:
        choices, next_up = self._choices()
        self._list.show(choices, next_up, name)

    def _choices(self) -> tuple[tuple[ConferenceChoice, ...], str]:
        """Return the conferences, and the name of the one that is on or comes next."""
        entries, _ = self._library.entries()
        latest_first = sorted(entries, key=lambda entry: entry.first or date.max, reverse=True)
        choices = [self._choice_of_entry(entry) for entry in latest_first]
        names = {entry.name for entry in entries}
        others = dict.fromkeys((*self._visited, self._library.shipped))
        choices += [self._choice_of_other(name) for name in others if name not in names]
        next_up = running_or_next(entries, self._today)
        return tuple(choices), next_up.name if next_up else ""

    def _choice_of_entry(self, entry: LibraryEntry) -> ConferenceChoice:
        age = "damaged" if entry.name in self._damaged else self._library.describe_age(entry)
        return ConferenceChoice(entry.name, entry.title, entry.first, entry.last, age, True)

    def _choice_of_other(self, name: str) -> ConferenceChoice:
        conference = self._visited.get(name) or self._library.load(name)
        first, last = (conference.days[0], conference.days[-1]) if conference.days else (None, None)
        origin = "ships with confui" if name == self._library.shipped else "not in library"
        return ConferenceChoice(name, conference.title, first, last, origin, False)
