"""The attendee's library: another conference to open, one more to add, one to look after."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confui.library import Library, LibraryEntry, LibraryError, PendingUpdate, running_or_next
from confui.paths import STYLES
from confui.schedule.models import Conference
from confui.schedule.wording import count_of
from confui.screens.background import run_in_thread
from confui.sources import SourceError
from confui.text import clean
from confui.widgets.bars import KeyBar
from confui.widgets.lists import ChoiceList, ConferenceChoice, ConferenceList

_KEYS = ("library.open", "library.add", "library.renew", "library.remove", "library.leave")
_ADDING = "⏎ adds a web address of a schedule or of an event on pretalx, or a file or folder"


T = TypeVar("T")


class ChosenConference(NamedTuple):
    """What the attendee wants to see."""

    name: str
    conference: Conference


class Conferences(ModalScreen[ChosenConference | None]):
    """Lists the conferences; whatever takes time is done beside, and told."""

    AUTO_FOCUS = "ConferenceList"
    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="⏎", id="library.open", tooltip="Open it"),
        Binding("a", "add", "add", id="library.add", tooltip="Keep one more in the library"),
        Binding("r", "renew", "refresh", id="library.renew", tooltip="Look whether it changed"),
        Binding(
            "x,delete",
            "remove",
            "remove",
            id="library.remove",
            tooltip="Take it out of the library",
        ),
        Binding(
            "escape,c,q", "leave", "back", key_display="Esc", id="library.leave", tooltip="Back"
        ),
    ]

    def __init__(
        self, library: Library, visited: Mapping[str, Conference], opened: str, today: date
    ) -> None:
        """List what the library has, what ships, and what was opened besides.

        Args:
            library: Where the conferences are.
            visited: What was opened since confui runs, by name or path.
            opened: The name or path of the one that is open.
            today: The day on which one runs or another comes next.
        """
        super().__init__()
        self._library = library
        self._visited = visited
        self._opened = opened
        self._today = today
        self._doubted = ""
        self._busy = False

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        choices, next_up = self._choices()
        with Vertical(id="library"):
            yield Static("Conferences, and when each was last looked at", markup=False, id="title")
            yield ConferenceList(choices, self._opened, next_up)
            yield Input(
                placeholder="https://… or a path", compact=True, select_on_focus=False, id="source"
            )
            yield Static("", markup=False, id="said")
            yield KeyBar(_KEYS, lead="↑↓")

    def on_mount(self) -> None:
        """Ask for nothing yet; tell what of the library cannot be read."""
        self.query_one(Input).display = False
        _, trouble = self._library.entries()
        if trouble:
            self._say("\n".join(trouble), warning=True)
        elif not any(choice.kept for choice in self.query_one(ConferenceList).choices):
            self._say(
                "a adds a conference from the web, a file or a folder; it is here offline then"
            )

    @on(ChoiceList.Moved)
    def forget(self) -> None:
        """Let what was said be about the row of before."""
        self._doubted = ""
        self._say("")

    @on(ChoiceList.Clicked)
    def open_clicked(self) -> None:
        """Open what was clicked."""
        self.action_open()

    def action_open(self) -> None:
        """Open the conference under the cursor."""
        choice = self.query_one(ConferenceList).choice
        if choice is None:
            return self._say("There is nothing to open; a adds a conference")
        if choice.name == self._opened:
            return self.action_leave()
        return self._do(
            f"Opening {choice.title} …",
            lambda: self._library.load(choice.name),
            lambda conference: self.dismiss(ChosenConference(choice.name, conference)),
        )

    def action_add(self) -> None:
        """Ask what to add."""
        field = self.query_one(Input)
        field.display = True
        self.set_focus(field)  # at once: what is typed next goes there
        self._say(_ADDING + f"\n⏎ alone adds {clean(self._unkept)}" * bool(self._unkept))

    @property
    def _unkept(self) -> str:
        """The path of what is open, if that is not in the library."""
        known = "/" not in self._opened or self._library.find(self._opened)
        return "" if known else self._opened

    @on(Input.Submitted)
    def add(self, event: Input.Submitted) -> None:
        """Add what was named, else what is open."""
        source = event.value.strip() or self._unkept
        if not source:
            return self._say(_ADDING)
        path = source if "://" in source else str(Path(source).expanduser())
        return self._do(f"Reading {clean(source)} …", lambda: self._library.fetch(path), self._add)

    def action_renew(self) -> None:
        """Look whether the conference under the cursor changed."""
        entry = self._chosen_entry
        if entry is None:
            return self._say("Only what is in the library can be refreshed here")
        return self._do(
            f"Looking what is new in {entry.title} …",
            lambda: self._library.fetch_update(entry),
            self._refresh,
        )

    def action_remove(self) -> None:
        """Take the conference under the cursor out of the library, once asked for twice."""
        entry = self._chosen_entry
        if entry is None:
            return self._say("This one is not in the library")
        if self._doubted != entry.name:
            self._doubted = entry.name
            return self._say(f"x again takes {entry.title} out of the library; its bookmarks stay")
        self._doubted = ""
        try:
            self._library.remove(entry.name)
        except LibraryError as error:
            return self._say(str(error), warning=True)
        self._show()
        return self._say(f"{entry.title} is out of the library; to have it again: {entry.source}")

    @property
    def _chosen_entry(self) -> LibraryEntry | None:
        """The conference under the cursor, if it is in the library."""
        choice = self.query_one(ConferenceList).choice
        return self._library.find(choice.name) if choice and choice.kept else None

    def action_leave(self) -> None:
        """Go back: from the field to the list, from the list to the schedule."""
        field = self.query_one(Input)
        if self._busy:
            self.workers.cancel_group(self, "waiting")
            return self._say("Dropped; nothing was changed")
        if field.display:
            field.display = False
            self.set_focus(self.query_one(ConferenceList))
            return self._say("")
        self.dismiss(None)

    def _add(self, arrival: PendingUpdate) -> None:
        read = self._library.save(arrival)
        field = self.query_one(Input)
        field.value, field.display = "", False
        self.set_focus(self.query_one(ConferenceList))
        self._show(read.name)
        told = count_of(len(read.after.visible), "session")
        self._say(f"{read.after.title} is in the library: {told}; ⏎ opens it")

    def _refresh(self, arrival: PendingUpdate) -> None:
        from confui.schedule.versions import compare_versions, summarize

        read = self._library.save(arrival)
        self._show(read.name)
        what = summarize(compare_versions(read.before, read.after)) if read.before else "read anew"
        self._say(f"{read.after.title}: {what}")

    def _do(self, doing: str, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do something that may take a while, and then what follows from it."""
        if self._busy:
            return self._say("One thing at a time; this is still under way", warning=True)
        self._busy = True
        self._say(f"{doing}   Esc drops it")
        self._wait(work, then)
        return None

    @work(group="waiting")
    async def _wait(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        try:
            then(await run_in_thread(work))
        except (SourceError, LibraryError) as error:
            self._say(str(error), warning=True)
        finally:
            self._busy = False

    def _say(self, what: str, *, warning: bool = False) -> None:
        style = "$text-warning" if warning else "$foreground-muted"
        self.query_one("#said", Static).update(Content.styled(clean(what, multiline=True), style))

    def _show(self, name: str = "") -> None:
        choices, next_up = self._choices()
        self.query_one(ConferenceList).show(choices, next_up, name)

    def _choices(self) -> tuple[tuple[ConferenceChoice, ...], str]:
        """Return what there is to open, and the name of what is running or comes next."""
        entries, _ = self._library.entries()
        kept = [
            ConferenceChoice(
                each.name, each.title, each.first, each.last, self._library.describe_age(each), True
            )
            for each in sorted(entries, key=lambda each: each.first or date.max, reverse=True)
        ]
        names = {each.name for each in kept}
        others = dict.fromkeys((*self._visited, self._library.shipped))
        more = [self._not_kept(name) for name in others if name not in names]
        next_up = running_or_next(entries, self._today)
        return (*kept, *more), next_up.name if next_up else ""

    def _not_kept(self, name: str) -> ConferenceChoice:
        conference = self._visited.get(name) or self._library.load(name)
        first, last = (conference.days[0], conference.days[-1]) if conference.days else (None, None)
        origin = "ships with confui" if name == self._library.shipped else "not kept"
        return ConferenceChoice(name, conference.title, first, last, origin, False)
