"""The main screen: the grid, the session beside it, and the keys for both."""

from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer

from confui.library import Library
from confui.schedule import wording
from confui.schedule.layout import NO_ROOM, enter_plan
from confui.schedule.now_next import session_on_now
from confui.schedule.plan import Gap
from confui.schedule.query import UNSET
from confui.screens.library_screen import Clock, LibraryScreen
from confui.screens.session_screen import SessionScreen
from confui.state import State, Store, View
from confui.widgets.bars import DayTabs, Headline, KeyBar, Separator
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.detail import SessionDetail
from confui.widgets.filters import QueryBar
from confui.widgets.grid import ScheduleGrid
from confui.widgets.panes import Panes, new_list

_KEYS = (
    *("session.read", "session.next_link", "session.follow", "session.star"),
    *("search", "filter.level", "filter.choose", "view.plan"),
    *("view.agenda", "view.grid", "day.next", "day.now", "session.note", "app.quit"),
    *("session.video", "session.slides", "session.copy", "app.help"),
)
"""What the key bar offers, the most important first; the last always stays."""


_PAUSE = 0.025
"""Seconds after a step: by then it is painted, which Textual's own "after refresh" does not say."""


class ScheduleScreen(LibraryScreen):
    """Shows one day as a grid and the selected session beside or below it."""

    BLANK = True
    AUTO_FOCUS = "ScheduleGrid"
    _LAYOUTS = ((100, "-beside"), (80, "-below"), (0, "-narrow"))
    HORIZONTAL_BREAKPOINTS = list(_LAYOUTS)  # noqa: RUF012 - an instance variable of Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", "read", key_display="⏎", id="session.read", tooltip="Read it"),
        Binding(
            "right_square_bracket",
            "step_day(1)",
            "day",
            key_display="[ ]",
            id="day.next",
            tooltip="The next day",
        ),
        hidden_binding("left_square_bracket", "step_day(-1)", "day.previous", "The day before"),
        *(
            hidden_binding(f"{n}", f"show_day({n - 1})", f"day.{n}", "The n-th day")
            for n in range(1, 10)
        ),
        Binding("t", "go_to_now", "now", id="day.now", tooltip="What is on now"),
        Binding("g", "show('grid')", "grid", id="view.grid", tooltip="The grid of rooms and times"),
        Binding("a", "show('agenda')", "agenda", id="view.agenda", tooltip="All matches, by time"),
        Binding("m", "show('plan')", "my plan", id="view.plan", tooltip="My plan, with free time"),
        hidden_binding("p", "show('people')", "view.people", "The speakers with their sessions"),
        hidden_binding("escape", "clear", "filter.clear", "Back, or clear one step"),
        hidden_binding(
            "exclamation_mark", "show_problems", "app.problems", "What is odd in this schedule"
        ),
    ]

    def __init__(
        self,
        store: Store,
        library: Library,
        opened: str,
        clock: Clock,
        *,
        greeting: str = "",
        width: int = 0,
    ) -> None:
        """Show the store's conference; see `LibraryScreen`, and greet in a window of that width."""
        # Known from the start, the class of the width saves laying the first frame out twice.
        layout = next(name for least, name in self._LAYOUTS if width >= least)
        super().__init__(store, library, opened, clock, layout)
        self._greeting = greeting
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        state = SessionScreen.state
        yield Headline().data_bind(state)
        yield DayTabs().data_bind(state)
        with Container(id="asking"):
            yield QueryBar().data_bind(state)
        with Panes():
            yield ScheduleGrid().data_bind(state)
            yield Separator()
            yield SessionDetail().data_bind(state)
        yield KeyBar(_KEYS, lead=" ↑↓←→")

    def on_mount(self) -> None:
        """Say what stands in the way of bookmarks, else what is new."""
        if self.state.notice:
            self.tell(self.state.notice, warning=True)
        elif changed := self.state.changed:
            self.tell(f"⚑ {len(changed)} of your sessions changed; m shows which")
        elif self._greeting:
            self.call_after_refresh(
                self.notify, self._greeting, title="Welcome", timeout=10, markup=False
            )

    @on(SessionView.Moved)
    def move_cursor(self, event: SessionView.Moved) -> None:
        """Follow the cursor of the view; once that is painted, get ready for one more step."""
        self.store.place(event.cursor)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._look_ahead)

    def _look_ahead(self) -> None:
        for session in self.view.ahead():  # one by one, so that no key waits for all of them
            self.call_later(self.query_one(SessionDetail).expect, session)

    @on(SessionView.Opened)
    def open_session(self, event: SessionView.Opened) -> None:
        """Read what was double-clicked."""
        self.store.place(event.cursor)
        self.action_read()

    @on(events.DescendantFocus)
    def mark_reading(self, event: events.DescendantFocus) -> None:
        """Show whether the keys go to the session."""
        reading = isinstance(event.widget, SessionDetail)
        self.query_one(Separator).set_class(reading, "-reading")

    @on(ScheduleGrid.RoomChosen)
    def filter_by_room(self, event: ScheduleGrid.RoomChosen) -> None:
        """Filter by a room, or no longer."""
        room = UNSET if event.room == NO_ROOM else event.room
        self.store.filter(self.state.query.toggled("room", room))

    @on(SessionView.Stuck)
    def tell_edge(self, event: SessionView.Stuck) -> None:
        """Say why a key did nothing."""
        self.tell(event.reason)

    @property
    def view(self) -> SessionView:
        """What shows the sessions now."""
        return self.query_one(Panes).widget_of(self.state.view)

    def focus_view(self) -> None:
        """Let the keys go to the view again."""
        self.set_focus(self.view)

    def action_show(self, name: str) -> None:
        """Show the schedule in the way of that name."""
        if View(name) is self.state.view:
            return self.tell(f"This is the view {name}")
        self.store.show(View(name))

    def watch_state(self, old: State, new: State) -> None:
        """Have the widget of the view on the screen; what was said is about the state before."""
        if _told_of(old) != _told_of(new):
            self.query_one(KeyBar).clear()
        if old.view is new.view:
            return
        if self.query_one(Panes).has(new.view):
            self._show_view()
        else:
            self.call_next(self._mount_view)

    async def _mount_view(self) -> None:
        """Make the widget of a view when it is first asked for."""
        view = new_list(self.state.view).data_bind(SessionScreen.state)
        await self.query_one(Panes).mount(view, before=self.query_one(Separator))
        self._show_view()

    def _show_view(self) -> None:
        self.query_one(Panes).show(self.state.view)
        if self.search_field is None:
            self.focus_view()

    def action_read(self) -> None:
        """Go to the text of the session: the pane, or a page of its own."""
        if (gap := self.state.gap) is not None:
            return self._fill(gap)
        if self.asks():
            return None
        if self.state.selected is None:
            return self.tell("No session to read")
        if not self.has_class("-narrow"):
            return self.set_focus(self.query_one(SessionDetail))
        from confui.screens.session_page import SessionPage

        self.app.push_screen(SessionPage(self.store))

    def _fill(self, gap: Gap) -> None:
        """List what fits into free time, or no longer."""
        if not gap.fits:
            return self.tell("No session fits in")
        self.store.fill(None if gap.start == self.state.filling else gap.start)

    def action_step_day(self, step: int) -> None:
        """Show the nearest day before or after of which the view has something."""
        days, day = self.state.days, self.state.day
        index = days.index(day) if day in days else 0
        further = days[index + 1 :] if step > 0 else days[:index][::-1]
        if any(map(self.store.show_day, further)):
            return
        if further:
            self.tell(f"Nothing is listed on the days {'after' if step > 0 else 'before'}")
        else:
            self.tell("This is the last day" if step > 0 else "This is the first day")

    def show_day(self, day: date | None) -> None:
        """Show a day, or say that the view has nothing of it."""
        if not self.store.show_day(day):
            self.tell(f"{wording.long_day(day)}: nothing to list")

    def action_show_day(self, index: int) -> None:
        """Show the day of that number."""
        days = self.state.days
        if index >= len(days):
            self.tell(f"There is no day {index + 1}")
        elif days[index] == self.state.day:
            self.tell(f"This is {wording.long_day(days[index])}")
        else:
            self.show_day(days[index])

    def action_go_to_now(self) -> None:
        """Select what is on now, in this room if anything is."""
        state = self.state
        if state.now is None or (today := state.conference.day_of(state.now)) not in state.days:
            return self.tell("The conference is not on today")
        if state.view is View.PLAN:
            cursor = enter_plan(state.plan, state.cursor, state.now, today)
            return self.store.place(cursor)
        session = session_on_now(state.on_day(today), state.now, state.cursor.room)
        if session is None:
            self.store.show_day(today)
            return self.tell("Nothing is on now")
        if session is state.selected:
            return self.tell("This is on now")
        if state.view is not View.GRID and session not in state.shown:
            return self.tell(f"{session.title} is on now, and not listed here")
        self.store.select(session.id)

    def action_clear(self) -> None:
        """Go one step back: from field or pane to the view, then from term to term to no query."""
        if self.search_field is not None:
            self.cancel_search()
        elif not self.view.has_focus:
            self.focus_view()
        elif self.state.filling is not None:
            self.store.fill(None)
        elif self.state.query:
            self.store.filter(self.state.query.without(self.state.query.terms[-1]))
        elif self.state.text:
            self.action_clear_query()
        elif self.state.hiding:
            self.store.toggle_hiding()
        else:
            self.query_one(KeyBar).clear()

    def action_export(self, format: str) -> None:
        """Write the plan to a file."""
        from confui.screens.file_dialog import ExportPlan

        self.app.push_screen(ExportPlan(self.store, format), self._tell_outcome)

    def action_import(self) -> None:
        """Take in bookmarks from a file."""
        from confui.screens.file_dialog import ImportBookmarks

        self.app.push_screen(ImportBookmarks(self.store), self._tell_outcome)

    def _tell_outcome(self, outcome: str | None) -> None:
        if outcome:
            self.tell(outcome)

    def action_show_problems(self) -> None:
        """List what is odd in the source."""
        from confui.screens.problems import Problems

        self.app.push_screen(Problems(self.state.conference.problems))


def _told_of(state: State) -> tuple[object, ...]:
    """Return what messages are about: once it changes, they are old."""
    return state.query, state.hiding, state.view, state.cursor
