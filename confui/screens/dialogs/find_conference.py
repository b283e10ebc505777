"""Adds a conference: one of the directory, found while typing, or a URL, a file or a folder."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confui.library import Library, Listing, PendingUpdate, find_conferences
from confui.paths import expand_home
from confui.schedule.wording import count_of
from confui.screens.dialogs.dialog import WorkingDialog
from confui.sources import DirectoryEntry, is_path_or_url
from confui.text import clean, quote
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding
from confui.widgets.lists import ChoiceList, DirectoryList

_KEYS = ("find.add", "find.newest", "find.leave")
_ADDS_SOURCE = "⏎ adds the URL of a schedule or of a pretalx event, or a file or folder"


class _Field(Input):
    """Where the attendee types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "add", key_display="⏎", id="find.add", tooltip="Add it"),
    ]


class FindConference(WorkingDialog[PendingUpdate | None]):
    """Returns a conference that was fetched and is not saved yet.

    The network is asked only by Enter and Ctrl+R. Until then, the last copy of the directory is
    searched.
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - as in Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up", "move('move', -1)", "find.up", "Previous conference"),
        hidden_binding("down", "move('move', 1)", "find.down", "Next conference"),
        hidden_binding("pageup", "move('page', -1)", "find.page_up", "Page up"),
        hidden_binding("pagedown", "move('page', 1)", "find.page_down", "Page down"),
        Binding(
            "ctrl+r",
            "ask_newest",
            "newest list",
            key_display="^r",
            id="find.newest",
            tooltip="Download the newest list of conferences",
        ),
        Binding("escape", "leave", "back", key_display="Esc", id="find.leave", tooltip="Back"),
    ]

    def __init__(self, library: Library, opened: DirectoryEntry | None, today: date) -> None:
        """Search the directory of a library.

        Args:
            library: The attendee's library.
            opened: The open conference, if it is a path that is not in the library: it is offered
                first.
            today: The date, to sort conferences by.
        """
        super().__init__()
        self._library = library
        self._opened = opened
        self._today = today
        self._listing = Listing()
        self._labels = dict.fromkeys(library.names_by_source(), "in your library")
        if opened is not None:
            self._labels[opened.source] = "open, not in your library"
        self._field = _Field(
            placeholder="Words of its name, or https://… or a path",
            compact=True,
            select_on_focus=False,
            id="source",
        )
        self._list = DirectoryList(today)
        self._message = Static("", markup=False, id="message")

    def compose(self) -> ComposeResult:
        """Show the field, the conferences, a message and the keys."""
        with Vertical(id="library"):
            yield Static("Add a conference", markup=False, id="title")
            yield self._field
            yield self._list
            yield self._message
            yield KeyBar(_KEYS, lead="↑↓")

    def on_mount(self) -> None:
        """Show the copy of the directory; to read it takes too long for the first frame."""
        self._show_matches()
        self.wait_for(self._library.directory.load, self._show_listing)

    @on(Input.Changed)
    def search(self) -> None:
        """Show the conferences that match, from the first."""
        self._show_matches()

    @on(ChoiceList.Clicked)
    def add_clicked(self) -> None:
        """Add the conference that was clicked."""
        self.add()

    @on(Input.Submitted)
    def add(self) -> None:
        """Add the typed source, or the conference under the cursor; without one, ask for more."""
        typed, entry = self._typed, self._list.entry
        if self._names_source:
            source = typed if "://" in typed else str(expand_home(typed))
            return self._fetch(typed, lambda: self._library.fetch(source))
        if entry is not None and entry is self._opened:
            return self._fetch(entry.title, lambda: self._library.fetch(entry.source))
        if entry is not None:
            return self._fetch(entry.title, lambda: self._library.fetch_listed(entry))
        return self.action_ask_newest()

    def action_ask_newest(self) -> None:
        """Download the newest list of conferences."""
        directory = self._library.directory
        if not directory.sources:
            return self.show_message(f"There is no directory to search; {_ADDS_SOURCE}")
        return self.run_in_background(
            f"Asking {directory.shown} for the list of conferences …",
            directory.fetch,
            self._show_listing,
        )

    def action_move(self, action: str, step: int) -> None:
        """Move the cursor of the list by rows or pages."""
        move = self._list.action_page if action == "page" else self._list.action_move
        move(step)
        self.show_status()

    def action_leave(self) -> None:
        """Cancel what is running, else go back."""
        if not self.cancel_background():
            self.dismiss(None)

    def show_message(self, text: str, *, warning: bool = False) -> None:
        """Show a message below the list."""
        style = "$text-warning" if warning else "$foreground-muted"
        self._message.update(Content.styled(clean(text, multiline=True), style))

    def _fetch(self, shown: str, fetch: Callable[[], PendingUpdate]) -> None:
        self.run_in_background(f"Reading {clean(shown)} …", fetch, self.dismiss)

    def _show_listing(self, listing: Listing) -> None:
        self._listing = listing
        self._show_matches()

    @property
    def _typed(self) -> str:
        return self._field.value.strip()

    @property
    def _names_source(self) -> bool:
        """Whether a URL or a path is typed, instead of words."""
        return bool(self._typed) and is_path_or_url(self._typed)

    def _show_matches(self) -> None:
        matches: tuple[DirectoryEntry, ...] = ()
        if not self._names_source:
            matches = find_conferences(self._listing.entries, self._typed, self._today)
        if self._opened is not None and not self._typed:
            matches = (self._opened, *matches)
        self._list.show(matches, self._labels)
        self.show_status()

    @on(ChoiceList.Moved)
    def show_status(self) -> None:
        """Show how many conferences match, how old the list is, and what the cursor is on."""
        if self.is_busy:
            return None  # what is running is shown
        if self._names_source:
            return self.show_message(_ADDS_SOURCE)
        entry, notices = self._list.entry, self._listing.notices
        lines = notices or (self._describe_list(),)
        where = (entry.source,) if entry is not None else ()
        return self.show_message("\n".join((*lines, *where)), warning=bool(notices))

    def _describe_list(self) -> str:
        directory, listing = self._library.directory, self._listing
        if not directory.sources:
            return _ADDS_SOURCE
        if not listing.entries:
            key = "^r" if self._list.row_count else "⏎"
            return f"{key} downloads the list of conferences from {directory.shown}"
        total = count_of(len(listing.entries), "conference")
        age = f", last checked {listing.age}" if listing.age else ""
        if not self._list.row_count:
            asks = f"⏎ asks {directory.shown} for the newest list"
            return f"None of {total}{age}, matches {quote(self._typed)}; {asks}"
        return f"{self._list.row_count} of {total}{age}" if self._typed else f"{total}{age}"
