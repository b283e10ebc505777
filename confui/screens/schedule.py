"""The main screen: the grid, the session beside it, and the keys that change what is shown."""

from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from confui.library import Library
from confui.schedule import wording
from confui.schedule.layout import NO_ROOM, enter_plan
from confui.schedule.now_next import current_session
from confui.schedule.plan import Gap
from confui.schedule.query import Term
from confui.screens.conference_area import Clock, ConferenceArea
from confui.screens.search_area import SearchArea
from confui.screens.session_area import SessionArea
from confui.screens.store_screen import StoreScreen
from confui.state import State, Store, View
from confui.widgets.bars import DayTabs, Headline, KeyBar, Separator
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.detail import SessionDetail
from confui.widgets.filters import QueryBar
from confui.widgets.grid import ScheduleGrid

_KEYS = (
    *("session.read", "session.next_link", "session.follow", "session.star"),
    *("search", "filter.level", "filter.choose", "view.plan"),
    *("view.agenda", "view.grid", "day.next", "day.now", "session.note", "app.quit"),
    *("session.video", "session.slides", "session.copy", "app.help"),
)
"""The bindings that the key bar offers, the most important first; the last always stays."""

_VIEW_WIDGETS = {
    View.GRID: "ScheduleGrid",
    View.AGENDA: "SessionList",
    View.PEOPLE: "SessionList",
    View.PLAN: "PlanList",
}
"""The class of the widget that shows each view."""

_PAUSE = 0.025
"""Seconds after a step by which it is painted; Textual's "after refresh" comes before that."""


class ScheduleScreen(StoreScreen[None]):
    """Shows one view of the schedule, and the selected session beside or below it."""

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
        """Show the store's conference.

        Args:
            store: The state.
            library: Where other conferences are.
            opened: The name or path by which the library knows the one that is shown.
            clock: Tells the wall time at the venue of a conference.
            greeting: A message for newcomers; empty for none.
            width: The width of the terminal in cells.
        """
        # The class for the width is set from the start, which saves a second layout.
        layout = next(name for least, name in self._LAYOUTS if width >= least)
        super().__init__(store, layout)
        self._library = library
        self._opened = opened
        self._clock = clock
        self._greeting = greeting
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Put the areas into one another, so that each one's keys work wherever the focus is."""
        state = StoreScreen.state
        session_area = SessionArea(
            self.store,
            ScheduleGrid().data_bind(state),
            Separator(),
            SessionDetail().data_bind(state),
        )
        search_area = SearchArea(
            self.store,
            QueryBar().data_bind(state),
            session_area,
            hint=lambda hint: self.query_one(KeyBar).hint(hint),
            focus_view=self.focus_view,
        )
        yield ConferenceArea(
            *(self.store, self._library, self._opened, self._clock),
            Headline().data_bind(state),
            DayTabs().data_bind(state),
            search_area,
        )
        yield KeyBar(_KEYS, lead=" ↑↓←→")

    @property
    def session_area(self) -> SessionArea:
        """What can be done with the session under the cursor."""
        return self.query_one(SessionArea)

    @property
    def search_area(self) -> SearchArea:
        """What searches and filters."""
        return self.query_one(SearchArea)

    @property
    def conference_area(self) -> ConferenceArea:
        """What opens and refreshes conferences."""
        return self.query_one(ConferenceArea)

    def on_mount(self) -> None:
        """Show a warning about the bookmark file, else the changes, else the greeting."""
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
        self.store.move_cursor(event.cursor)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._look_ahead)

    def _look_ahead(self) -> None:
        for session in self.view.ahead():  # one by one, so that no key waits for all of them
            self.call_later(self.query_one(SessionDetail).expect, session)

    @on(SessionView.Opened)
    def open_session(self, event: SessionView.Opened) -> None:
        """Read what was double-clicked."""
        self.store.move_cursor(event.cursor)
        self.action_read()

    @on(events.DescendantFocus)
    def mark_reading(self, event: events.DescendantFocus) -> None:
        """Show whether the keys go to the session."""
        reading = isinstance(event.widget, SessionDetail)
        self.query_one(Separator).set_class(reading, "-reading")

    @on(ScheduleGrid.RoomChosen)
    def filter_by_room(self, event: ScheduleGrid.RoomChosen) -> None:
        """Filter by a room, or no longer."""
        room = wording.UNSET if event.room == NO_ROOM else event.room
        self.store.filter(self.state.query.toggled("room", room))

    @on(SessionView.Stuck)
    def tell_edge(self, event: SessionView.Stuck) -> None:
        """Say why a key did nothing."""
        self.tell(event.reason)

    @property
    def view(self) -> SessionView:
        """What shows the sessions now."""
        return self.query_one(_VIEW_WIDGETS[self.state.view], SessionView)

    def focus_view(self) -> None:
        """Let the keys go to the view again."""
        self.set_focus(self.view)

    def action_show(self, name: str) -> None:
        """Show the schedule in the way of that name."""
        if View(name) is self.state.view:
            return self.tell(f"This is the view {name}")
        self.store.show_view(View(name))

    def watch_state(self, old: State, new: State) -> None:
        """Clear a message about the state before, and show the widget of the present view."""
        if _subject_of_messages(old) != _subject_of_messages(new):
            self.query_one(KeyBar).clear()
        if old.view is new.view:
            return
        if self.query(_VIEW_WIDGETS[new.view]):
            self._show_view()
        else:
            self.call_next(self._mount_view)

    async def _mount_view(self) -> None:
        """Make the widget of a view when it is first shown."""
        view = _new_list(self.state.view).data_bind(StoreScreen.state)
        await self.session_area.mount(view, before=self.query_one(Separator))
        self._show_view()

    def _show_view(self) -> None:
        shown = self.view
        for widget in self.query(SessionView):
            # Not by a class, which would apply the styles of all of them again.
            widget.display = widget is shown
        if self.search_area.search_field is None:
            self.focus_view()

    @on(SessionArea.TermFollowed)
    def list_sessions(self, event: SessionArea.TermFollowed) -> None:
        """List the sessions that share what a link names."""
        self.follow_term(event.term)

    def follow_term(self, term: Term | None) -> None:
        """List all sessions that match a term; none does nothing."""
        if term is None:
            return
        self.store.follow(term)
        count = wording.count_of(len(self.state.matching), "session")
        self.tell(f"{count} · Backspace goes back · {term.describe()}")

    def action_read(self) -> None:
        """Go to the text of the session: the pane, or a page of its own."""
        if (gap := self.state.gap) is not None:
            return self._fill(gap)
        if self.session_area.ask_which_session():
            return None
        if self.state.selected is None:
            return self.tell("No session to read")
        if not self.has_class("-narrow"):
            return self.set_focus(self.query_one(SessionDetail))
        from confui.screens.session_page import SessionPage

        self.app.push_screen(SessionPage(self.store), self.follow_term)

    def _fill(self, gap: Gap) -> None:
        """List what fits into free time, or no longer."""
        if not gap.fits:
            return self.tell("No session fits in")
        self.store.show_fits(None if gap.start == self.state.expanded_gap else gap.start)

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
            return self.store.move_cursor(cursor)
        session = current_session(state.on_day(today), state.now, state.cursor.room)
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
        if self.search_area.search_field is not None:
            self.search_area.cancel_search()
        elif not self.view.has_focus:
            self.focus_view()
        elif self.state.expanded_gap is not None:
            self.store.show_fits(None)
        elif self.state.query:
            self.store.filter(self.state.query.without(self.state.query.terms[-1]))
        elif self.state.text:
            self.search_area.clear()
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


def _subject_of_messages(state: State) -> tuple[object, ...]:
    """Return what messages are about: when it changes, a message is out of date."""
    return state.query, state.hiding, state.view, state.cursor


def _new_list(view: View) -> SessionView:
    from confui.widgets.lists import PlanList, SessionList  # not needed for the first frame

    return PlanList() if view is View.PLAN else SessionList()
