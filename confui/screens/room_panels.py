"""The panels for rooms: choose which are shown and in which order, and go to one by its name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.rooms import RoomChoice, RoomFinder, RoomsShown, group_of
from confui.screens.panel import Panel
from confui.state import State, Store
from confui.widgets.bars import KeyBar, ShowMessage
from confui.widgets.base.keys import hidden_binding
from confui.widgets.lists import ChoiceList

_LONGEST_TYPED = 40
_MODES = {
    RoomsShown.ALL: "All rooms",
    RoomsShown.MATCHING: "Only rooms with a match",
    RoomsShown.PLAN: "Only rooms of my plan",
}
_KEYS = (
    *("rooms.toggle", "rooms.group", "rooms.only", "rooms.pin", "rooms.later"),
    *("rooms.reset", "rooms.accept", "rooms.cancel"),
)


class RoomsPanel(Panel):
    """Shows and hides rooms in the grid while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_room", "show", key_display="Space", id="rooms.toggle",
                tooltip="Show the room, or hide it"),
        Binding("tab", "toggle_group", "building", key_display="Tab", id="rooms.group",
                tooltip="Show or hide all rooms whose names begin alike, such as K.3 and K.4"),
        Binding("equals_sign", "show_only", "only these", key_display="=", id="rooms.only",
                tooltip="Show only the rooms whose names begin alike"),
        Binding("asterisk", "pin", "pin", key_display="*", id="rooms.pin",
                tooltip="Put the room at the front, or back to its place"),
        Binding("shift+down,greater_than_sign", "move(1)", "order", key_display="⇧↑↓",
                id="rooms.later", tooltip="Move the room one place later"),
        hidden_binding("shift+up,less_than_sign", "move(-1)", "rooms.earlier",
                       "Move the room one place earlier"),
        Binding("delete", "reset", "all", key_display="Del", id="rooms.reset",
                tooltip="Show all rooms in the order of the conference"),
        Binding("enter", "accept", "ok", key_display="⏎", id="rooms.accept",
                tooltip="Keep the choice"),
        Binding("escape", "cancel", "cancel", key_display="Esc", id="rooms.cancel",
                tooltip="Go back to the rooms that were shown before"),
    ]  # fmt: skip

    def __init__(self, store: Store, on_close: Callable[[], None]) -> None:
        self._list = RoomList(store)
        super().__init__(self._list, KeyBar(_KEYS, lead="↑↓"), on_close)
        self._store = store
        self._before: RoomChoice | None = None
        self._count = Static("", markup=False, id="count")
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """Show the rooms of the day, how many are shown, and the keys."""
        yield Static("Rooms", markup=False, id="title")
        yield self._list
        yield self._count
        yield self.bar

    def begin(self) -> None:
        """Open the panel, and follow the store: a refresh may change the rooms."""
        self._before = self._store.state.room_choice
        self._list.begin()
        self._show_count()
        self._unsubscribe = self._store.subscribe(self._show)
        super().begin()

    def close(self) -> None:
        """Close the panel and keep the choice."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        super().close()

    def on_unmount(self) -> None:
        """Stop following the store."""
        self.close()

    def _show(self, _state: State) -> None:
        self._list.show_choice(self._list.room)
        self._show_count()

    @on(ChoiceList.Clicked)
    def action_toggle_room(self) -> None:
        """Show or hide the room under the cursor, or choose the rooms to show in general."""
        if (mode := self._list.mode) is not None:
            self._change(self._list.choice._replace(shown=mode))
        else:
            self._change(self._list.choice.toggle([self._list.room]))

    def action_toggle_group(self) -> None:
        """Show or hide the rooms whose names begin as that of the room under the cursor."""
        if group := self._list.group:
            self._change(self._list.choice.toggle(group))

    def action_show_only(self) -> None:
        """Hide all rooms but those whose names begin as that of the room under the cursor."""
        if group := self._list.group:
            self._change(self._list.choice.show_only(group, self._store.state.rooms_of_day))

    def action_pin(self) -> None:
        """Put the room under the cursor at the front, or back to its place."""
        if room := self._list.room:
            self._change(self._list.choice.pin([room]), keep=room)

    def action_move(self, step: int) -> None:
        """Move the room under the cursor one place later (1) or earlier (-1)."""
        if room := self._list.room:
            rooms = self._store.state.rooms_of_day
            self._change(self._list.choice.move(room, step, rooms), keep=room)

    def action_reset(self) -> None:
        """Show all rooms in the order of the conference."""
        self._change(RoomChoice())

    def action_accept(self) -> None:
        """Close the panel and keep the choice."""
        self.close()

    def action_cancel(self) -> None:
        """Close the panel, and show the rooms that were shown before."""
        self._store.choose_rooms(self._before)
        self.close()

    @on(ChoiceList.Missed)
    def explain_missed(self, event: ChoiceList.Missed) -> None:
        """Show that no room has what was typed."""
        self.bar.show_message(f"No room has {event.letter}")

    def _change(self, choice: RoomChoice, keep: str = "") -> None:
        self._store.choose_rooms(choice if choice != RoomChoice() else None)
        self._list.show_choice(keep)

    def _show_count(self) -> None:
        state = self._store.state
        shown, of_day = len(state.rooms_shown), wording.count_of(len(state.rooms_of_day), "room")
        self._count.update(f"{shown} of {of_day} of this day")


class RoomList(ChoiceList):
    """What to show in general, then each room of the day with its number of sessions."""

    JUMPS = False

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._typed = ""
        self._rooms: tuple[str, ...] = ()
        self._sessions: Mapping[str, int] = {}

    def begin(self) -> None:
        """Show the rooms of the day, with the cursor on the one that has it in the grid."""
        self._typed = ""
        self._take_rooms()
        room = self._store.state.cursor.room
        row = len(_MODES) + (self._rooms.index(room) if room in self._rooms else 0)
        self.show_rows(min(row, self.row_count - 1))

    @property
    def choice(self) -> RoomChoice:
        """The choice of the attendee."""
        return self._store.state.room_choice or RoomChoice()

    @property
    def mode(self) -> RoomsShown | None:
        """The choice under the cursor of what to show in general; `None` if it is a room."""
        return tuple(_MODES)[self.cursor] if self.cursor < len(_MODES) else None

    @property
    def room(self) -> str:
        """The room under the cursor; empty if it is none."""
        return self._rooms[self.cursor - len(_MODES)] if self.mode is None else ""

    @property
    def group(self) -> tuple[str, ...]:
        """The rooms whose names begin as that of the room under the cursor."""
        return group_of(self.room, self._rooms) if self.room else ()

    @property
    def row_count(self) -> int:
        """The number of choices and rooms."""
        return len(_MODES) + len(self._rooms)

    def get_name(self, row: int) -> str:
        """Return what a row stands for."""
        if row < len(_MODES):
            return tuple(_MODES.values())[row]
        return self._rooms[row - len(_MODES)]

    def show_choice(self, room: str = "") -> None:
        """Show the choice of the store, with the cursor on a room, if one is given."""
        self._take_rooms()
        self.show_rows(len(_MODES) + self._rooms.index(room) if room in self._rooms else None)

    def _take_rooms(self) -> None:
        state = self._store.state
        self._finder = RoomFinder(state.rooms_of_day)
        self._sessions = _count_sessions(state)
        self._rooms = self.choice.order(state.rooms_of_day)

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return box and name of a row, and the number of sessions of a room."""
        name = self.get_name(row)
        if row < len(_MODES):
            is_chosen = self.choice.shown is tuple(_MODES)[row]
            box = Content.styled("(•) " if is_chosen else "( ) ", "bold $text-accent")
            return box + Content.styled(name, "bold" if is_chosen else ""), Content()
        hidden = name in self.choice.hidden
        muted = "$foreground-muted" if name not in self._store.state.rooms_shown else ""
        pin = "  pinned" if name in self.choice.pinned else ""
        left = Content.assemble(
            (f"[{' ' if hidden else 'x'}] ", "" if hidden else "bold $text-accent"),
            (name, muted),
            (pin, "$text-accent"),
        )
        return left, Content.styled(str(self._sessions.get(name, 0)), muted)

    def on_key(self, event: events.Key) -> None:
        """Go to the room that is typed, letter by letter."""
        letter = event.character or ""
        if not letter.isalnum() and not (self._typed and letter and letter in "._-"):
            self._typed = ""
            return
        event.stop()
        self._typed = (self._typed + letter)[:_LONGEST_TYPED]
        found = self._finder.find(self._typed)
        if not found and len(self._typed) > 1:  # the beginning of another name
            self._typed = letter
            found = self._finder.find(letter)
        if found:
            self.go_to_row(len(_MODES) + self._rooms.index(found[0]))
        else:
            self.post_message(self.Missed(self._typed))


class GoToRoomPanel(Panel):
    """Finds a room by a few letters, and goes there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "go", key_display="⏎", id="go_to_room.accept",
                tooltip="Go to the room"),
        Binding("escape,apostrophe", "leave", "cancel", key_display="Esc", id="go_to_room.leave",
                tooltip="Stay where you are"),
        hidden_binding("backspace", "erase", "go_to_room.erase", "Take the last letter back"),
    ]  # fmt: skip

    def __init__(
        self, store: Store, show_message: ShowMessage, on_close: Callable[[], None]
    ) -> None:
        self._list = FoundRooms()
        bar = KeyBar(("go_to_room.accept", "go_to_room.leave"), lead="↑↓")
        super().__init__(self._list, bar, on_close)
        self._store = store
        self._show_message = show_message
        self._typed = ""
        self._field = Static("", markup=False, id="typed")

    def compose(self) -> ComposeResult:
        """Show what is typed, and the rooms that match."""
        yield self._field
        yield self._list
        yield self.bar

    def begin(self) -> None:
        """Open the panel with all rooms."""
        self._list.begin(self._store.state)
        self._find("")
        super().begin()

    def on_key(self, event: events.Key) -> None:
        """Type a letter."""
        letter = event.character or ""
        if letter.isprintable() and letter and not self.has_binding(event.key):
            self._find((self._typed + letter)[:_LONGEST_TYPED])

    def action_erase(self) -> None:
        """Take the last letter back."""
        self._find(self._typed[:-1])

    @on(ChoiceList.Clicked)
    def action_accept(self) -> None:
        """Go to the room under the cursor."""
        room = self._list.room
        if not room:
            self.bar.show_message("No room of this day has these letters")
            return
        self.close()
        if not self._store.go_to_room(room):
            self._show_message(f"{room} has no session on this day")

    def action_leave(self) -> None:
        """Close the panel without going anywhere."""
        self.close()

    def _find(self, typed: str) -> None:
        self._typed = typed
        cursor = Content.styled(" ", "reverse")
        hint = "" if typed else "a room: its name, or the letters beside it"
        self._field.update(
            Content.assemble(("' ", "bold $text-accent"), typed, cursor, (hint, "$text-muted"))
        )
        self._list.find(typed)


class FoundRooms(ChoiceList):
    """The rooms that match what is typed, each with its code and what is on there."""

    JUMPS = False

    def __init__(self) -> None:
        super().__init__()
        self._finder = RoomFinder(())
        self._on: Mapping[str, Session] = {}
        self._found: tuple[str, ...] = ()

    def begin(self, state: State) -> None:
        """Take the rooms of a state."""
        self._finder = RoomFinder(state.rooms_shown)
        self._on = _sessions_on(state)

    @property
    def room(self) -> str:
        """The room under the cursor; empty if none matches."""
        return self._found[self.cursor] if self._found else ""

    @property
    def row_count(self) -> int:
        """The number of rooms that match."""
        return len(self._found)

    def find(self, typed: str) -> None:
        """Show the rooms that match, the best one under the cursor."""
        self._found = self._finder.find(typed)
        self.show_rows(0)

    def get_name(self, row: int) -> str:
        """Return the name of a room."""
        return self._found[row]

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return code and name of a room, and what is on there at the time of the cursor."""
        room = self._found[row]
        session = self._on.get(room)
        left = Content.assemble(
            (f"{self._finder.codes.get(room, ''):<4}", "bold $text-accent"), room
        )
        if session is not None:
            left += Content.styled(f"  {session.title}", "$foreground-muted")
        return left, Content()


def _count_sessions(state: State) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for session in state.on_day(state.day):
        for room in session.rooms:
            counts[room] = counts.get(room, 0) + 1
    return counts


def _sessions_on(state: State) -> Mapping[str, Session]:
    """Return for each room what is on at the start of the selected session."""
    moment = state.selected.start if state.selected else None
    if moment is None:
        return {}
    return {
        room: session
        for session in state.on_day(state.day)
        for room in session.rooms
        if _is_on(session, moment)
    }


def _is_on(session: Session, moment: datetime) -> bool:
    return session.start is not None and session.start <= moment < (session.end or session.start)
