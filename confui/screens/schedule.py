"""The main screen: a view of the schedule, the session beside it, keys for views and days."""

import asyncio
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from confui import textual_workarounds
from confui.library import Library
from confui.paths import STYLES
from confui.schedule import wording
from confui.schedule.layout import NO_ROOM, enter_plan
from confui.schedule.models import Conference
from confui.schedule.now_next import current_session
from confui.schedule.plan import Gap
from confui.schedule.query import Term
from confui.schedule.session_links import find_page
from confui.screens.conference_area import Clock, ConferenceArea, LocalZone
from confui.screens.search_area import SearchArea
from confui.screens.session_area import GONE, SessionArea
from confui.screens.store_screen import StoreScreen
from confui.state import State, Store, View
from confui.widgets.bars import DayTabs, Headline, KeyBar, Separator
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.detail import SessionDetail
from confui.widgets.filters import QueryBar
from confui.widgets.grid import GridView, ScheduleGrid

if TYPE_CHECKING:
    from confui.library import LoadedConference
    from confui.screens.panel import Panel
    from confui.screens.room_panels import GoToRoomPanel, RoomsPanel

_KEYS = (
    *("session.read", "session.next_link", "session.zoom", "session.star", "session.video"),
    *("session.slides", "search", "filter.level", "filter.choose", "view.plan", "view.agenda"),
    *("view.grid", "library.choose", "day.next", "day.now", "session.note", "session.copy"),
    *("app.quit", "app.help"),
)
"""Ids of the bindings in the key bar, the most important first; the last is always shown."""

_VIEW_WIDGETS = {
    View.AGENDA: "SessionList",
    View.PEOPLE: "SessionList",
    View.PLAN: "PlanList",
    View.NOW: "NowList",
}
"""The class of the widget that shows each view but the grid."""
MOVED_RULE = STYLES / "moved_rule.tcss"
"""The styles that are needed once the rule beside the text was moved; 2 ms less for a start."""
PANELS = STYLES / "panels.tcss"
"""The styles of the panels; loaded with the first one."""
_DEFAULT_SHARE = 40
"""The share of the text beside the view in percent, as the styles have it."""

_BARS = 4
"""The lines above and below the views."""
_PAINT_SECONDS = 0.025
"""After this many seconds a step is painted; Textual's "after refresh" comes before that."""
_REST_SECONDS = 0.15
"""After this many seconds no key is held down: terminals repeat one after a fifth of that."""


class ScheduleScreen(StoreScreen[None]):
    """Shows one view of the schedule, and the selected session beside or below it."""

    BLANK = True
    AUTO_FOCUS = "SessionView"
    _LAYOUTS = ((100, "-beside"), (80, "-below"), (0, "-narrow"))
    _SHARES = (20, 30, 40, 50, 60, 70)
    HORIZONTAL_BREAKPOINTS = list(_LAYOUTS)  # noqa: RUF012 - an instance variable of Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "read", "read", key_display="⏎", id="session.read", tooltip="Read the session"
        ),
        Binding(
            "right_square_bracket",
            "step_day(1)",
            "day",
            key_display="[ ]",
            id="day.next",
            tooltip="Next day",
        ),
        hidden_binding("left_square_bracket", "step_day(-1)", "day.previous", "Previous day"),
        *(
            hidden_binding(f"{n}", f"show_day({n - 1})", f"day.{n}", "The first to ninth day")
            for n in range(1, 10)
        ),
        Binding("t", "go_to_now", "now", id="day.now", tooltip="What is on now"),
        Binding("g", "show('grid')", "grid", id="view.grid", tooltip="Grid of rooms and times"),
        Binding("a", "show('agenda')", "agenda", id="view.agenda", tooltip="All matches, by time"),
        Binding("m", "show('plan')", "my plan", id="view.plan", tooltip="My plan, with free time"),
        hidden_binding("z", "zoom", "view.zoom", "The view without the pane, and back"),
        hidden_binding(
            "left_parenthesis", "move_rule(1)", "view.wider_text", "More room for the text"
        ),
        hidden_binding(
            "right_parenthesis", "move_rule(-1)", "view.narrower_text", "Less room for the text"
        ),
        hidden_binding("w", "turn", "grid.turn", "Turn the grid: rooms down, time across"),
        hidden_binding("W", "show_all_days", "grid.all_days", "All days, one under the other"),
        hidden_binding("0", "show('now')", "view.now", "What is on and comes next, by room"),
        hidden_binding("p", "show('people')", "view.people", "Speakers with their sessions"),
        hidden_binding("escape", "clear", "filter.clear", "Go back, or clear one step"),
        hidden_binding(
            "exclamation_mark", "show_problems", "app.problems", "Problems in this schedule"
        ),
    ]

    def __init__(
        self,
        store: Store,
        library: Library,
        opened: str,
        clock: Clock,
        local_zone: LocalZone,
        *,
        greeting: str = "",
        width: int = 0,
        load: "Callable[[], LoadedConference] | None" = None,
    ) -> None:
        """Show the store's conference.

        Args:
            store: The store of the open conference.
            library: The attendee's other conferences.
            opened: The name or path of the open conference, as the library knows it.
            clock: Returns the wall time at the venue of a conference.
            local_zone: Finds the time zone of this computer.
            greeting: A message for newcomers; empty for none.
            width: The width of the terminal in cells.
            load: Loads the conference; `None` if the store has it.
        """
        # Textual would set the class for the width later, which costs a second layout.
        layout = next(name for least, name in self._LAYOUTS if width >= least)
        super().__init__(store, KeyBar(_KEYS, lead=" ↑↓←→"), layout)
        self._greeting = greeting
        self._was_shown = False
        self._rest_timer: asyncio.TimerHandle | None = None
        self._rooms_panel: RoomsPanel | None = None
        self._go_to_room_panel: GoToRoomPanel | None = None
        # Kept, since events may arrive while there are no widgets to query yet, or no longer.
        name = _widget_name(store.state)
        view = _new_view(name)
        self._views: dict[str, SessionView] = {name: view}
        self._headline, self._day_tabs, self._query_bar = Headline(), DayTabs(), QueryBar()
        self._separator, self._detail = Separator(), SessionDetail()
        self.session_area = SessionArea(
            store, self.show_message, view, self._separator, self._detail
        )
        """The area with the keys for the selected session."""
        self._place_rule()
        self.search_area = SearchArea(
            store,
            self._query_bar,
            self.session_area,
            show_message=self.show_message,
            show_hint=self.bar.show_hint,
            get_view=lambda: self.view,
        )
        """The area with the keys that search and filter."""
        self.conference_area = ConferenceArea(
            *(store, library, opened, clock, local_zone, self.show_message),
            *(self._headline, self._day_tabs, self.search_area),
            load=load,
        )
        """The area with the keys that open and refresh conferences."""

    def compose(self) -> ComposeResult:
        """Nest the areas, so that the keys of each work wherever the focus is."""
        bars = self._headline, self._day_tabs, self._query_bar
        for widget in (*bars, *self._views.values(), self._detail):
            widget.data_bind(StoreScreen.state)
        yield self.conference_area
        yield self.bar

    # Textual 8.2: it applies the styles of all widgets when they are composed, and again here.
    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles as they are when the screen is first shown."""
        event.refresh_styles = self._was_shown
        self._was_shown = True

    def on_mount(self) -> None:
        """Show a warning about files, else gaps in the schedule, else changes or a greeting."""
        self.bar.leave_out(_unfit_keys(self.state))
        self.call_after_refresh(self._start_rendering)
        if notice := self.state.notice or self.store.remembered.notice:
            self.show_message(notice, warning=True)
        elif missing := _describe_missing(self.state.conference):
            self.show_message(missing, warning=True)
        elif changed := self.state.changed:
            self.show_message(f"⚑ {len(changed)} of your sessions changed; m shows which")
        elif self._greeting:
            self._detail.greet(self._greeting)
            if self.has_class("-narrow"):  # there is no pane beside the view
                self.show_message(" ".join(self._greeting.splitlines()))

    def _start_rendering(self) -> None:
        """Render the sessions that may be selected next, once the step to this one is painted."""
        self._set_rest_timer(_PAINT_SECONDS, self._render_next_session)

    def _set_rest_timer(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call something if the cursor does not move for so long."""
        if self._rest_timer is not None:
            self._rest_timer.cancel()
        # Not `set_timer`, which starts a task: two for each key that moves the cursor.
        loop = asyncio.get_running_loop()
        self._rest_timer = loop.call_later(seconds, self.call_later, callback)

    def _render_next_session(self) -> None:
        """Render the session that the same key leads to; the others wait for the keys to rest.

        So a key that is held down does not render sessions above and below its way. While somebody
        types, the next key is a letter.
        """
        if self._query_bar.searching:
            return
        for session in islice(self.view.predict_next(), 1):
            self._detail.prepare(session)
        self._set_rest_timer(_REST_SECONDS, self._render_neighbours)

    def _render_neighbours(self) -> None:
        if self._query_bar.searching:
            return
        for session in self.view.predict_next():  # one by one: a key waits for one at most
            if not self._detail.is_prepared(session):
                self.call_later(self._detail.prepare, session)

    @on(SessionView.Opened)
    def open_session(self, event: SessionView.Opened) -> None:
        """Read the session that was double-clicked."""
        if not self.store.move_cursor(event.cursor):
            return self.show_message(GONE)
        return self.action_read()

    @on(events.DescendantFocus)
    def mark_reading(self, event: events.DescendantFocus) -> None:
        """Show on the separator whether the focus is in the session; close a panel that lost it.

        Also get ready for the next step if the focus is back in the view.
        """
        if event.widget is self.view:
            self.call_after_refresh(self._start_rendering)
        for panel in (self._rooms_panel, self._go_to_room_panel):
            if panel is not None and panel.is_open and not panel.has_focus_within:
                panel.close()
        reading = isinstance(event.widget, SessionDetail)
        self._separator.set_class(reading, "-reading")

    @on(GridView.RoomChosen)
    def filter_by_room(self, event: GridView.RoomChosen) -> None:
        """Add a room to the filter, or remove it."""
        room = wording.UNSET if event.room == NO_ROOM else event.room
        self.store.filter(self.state.query.toggled("room", room))

    @on(GridView.Scaled)
    def scale(self, event: GridView.Scaled) -> None:
        """Scale the grids."""
        self.store.scale(event.scales)

    @on(GridView.RoomsWanted)
    async def choose_rooms(self) -> None:
        """Let the attendee choose the rooms that the grid shows."""
        from confui.screens.room_panels import RoomsPanel  # not needed for the first frame

        if self._rooms_panel is None:
            self._rooms_panel = RoomsPanel(self.store, self.focus_view)
            await self._mount_panel(self._rooms_panel)
        self._rooms_panel.begin()

    @on(GridView.RoomWanted)
    async def find_room(self) -> None:
        """Let the attendee name a room, and go there."""
        from confui.screens.room_panels import GoToRoomPanel  # not needed for the first frame

        if self._go_to_room_panel is None:
            self._go_to_room_panel = GoToRoomPanel(self.store, self.show_message, self.focus_view)
            await self._mount_panel(self._go_to_room_panel)
        self._go_to_room_panel.begin()

    async def _mount_panel(self, panel: "Panel") -> None:
        self._load_styles(PANELS)
        await self.mount(panel)

    @property
    def view(self) -> SessionView:
        """The widget of the current view; until that exists, the one that is shown."""
        view = self._views.get(_widget_name(self.state))
        return view or next(view for view in self._views.values() if view.display)

    def focus_view(self) -> None:
        """Move the focus to the current view."""
        self.set_focus(self.view)

    @on(Headline.ChangesClicked)
    def show_changes(self) -> None:
        """Show the plan, which marks the sessions that changed."""
        self.action_show("plan")

    def action_show(self, name: str) -> None:
        """Show a view by its name, a value of `View`."""
        if View(name) is self.state.view:
            return self.show_message(f"The {name} view is shown already")
        self.store.show_view(View(name))

    def action_zoom(self) -> None:
        """Show the view alone, without the session beside it, or both again."""
        if self.has_class("-narrow"):
            return self.show_message("In a narrow window the view is alone already")
        self.session_area.toggle_class("-alone")
        return None

    def action_move_rule(self, step: int) -> None:
        """Give the text beside the view more room (1) or less (-1)."""
        shares = self._SHARES
        index = shares.index(self._share) + step
        if self.has_class("-narrow") or self.session_area.has_class("-alone"):
            return self.show_message("There is no text beside the view")
        if not 0 <= index < len(shares):
            return self.show_message(
                "The text can have no more room" if step > 0 else "The text needs this room"
            )
        self._show_share(shares[index])
        return None

    @on(Separator.Dragged)
    def drag_rule(self, event: Separator.Dragged) -> None:
        """Move the rule to where it is dragged."""
        area = self.session_area.region
        place = event.place - area.offset
        is_beside = self._separator.size.width == 1
        at, length = (place.x, area.width) if is_beside else (place.y, area.height)
        share = 100 - 100 * at // max(1, length)
        self._show_share(min(self._SHARES, key=lambda each: abs(each - share)))

    @property
    def _share(self) -> int:
        """The share of the text in percent."""
        chosen = self.state.scales.pane
        return chosen if chosen in self._SHARES else _DEFAULT_SHARE

    def _show_share(self, share: int) -> None:
        if share != self._share:
            self.store.scale(self.state.scales._replace(pane=share))

    def _place_rule(self) -> None:
        if self._share != _DEFAULT_SHARE:
            self._load_styles(MOVED_RULE)
        for share in self._SHARES:
            self.session_area.set_class(share == self._share != _DEFAULT_SHARE, f"-pane-{share}")

    def _load_styles(self, sheet: Path) -> None:
        """Read a style sheet that the first frame did not need, once."""
        if sheet not in self.css_path:
            self.css_path = [*self.css_path, sheet]
            if self.is_attached:
                textual_workarounds.load_styles(self)

    def action_turn(self) -> None:
        """Turn the grid: rooms down and time across, or back."""
        self.store.turn_grid()

    def action_show_all_days(self) -> None:
        """Show all days in the turned grid, or only one again."""
        self.store.show_all_days()

    def watch_state(self, old: State, new: State) -> None:
        """Clear a message that is out of date, and show the widget of the current view."""
        if _subject_of_messages(old) != _subject_of_messages(new):
            self.bar.clear()
        self.bar.leave_out(_unfit_keys(new))
        if old.cursor != new.cursor:
            self._start_rendering()
        if old.main_facet is not new.main_facet:
            self.search_area.name_facet()
            self.bar.refresh()
        if new.turned and (old.by_day is not new.by_day or old.all_days is not new.all_days):
            self._place_detail()
        if old.scales.pane != new.scales.pane:
            self._place_rule()
        if old.view is new.view and old.turned is new.turned:
            return
        if _widget_name(new) in self._views:
            self._show_view()
        else:
            self.call_next(self._mount_view)

    async def _mount_view(self) -> None:
        """Create the widget of a view when it is first shown."""
        name = _widget_name(self.state)
        if name not in self._views:  # else another key was faster
            view = _new_view(name).data_bind(StoreScreen.state)
            await self.session_area.mount(view, before=self._separator)
            self._views[name] = view
        self._show_view()

    def _show_view(self) -> None:
        view = self.view
        for widget in self._views.values():
            # Not with a CSS class: Textual would apply the styles of all widgets again.
            widget.display = widget is view
        self._place_detail()
        if self.search_area.search_field is None:
            self.focus_view()

    def on_resize(self, event: events.Resize) -> None:
        """Place the detail pane for the new size."""
        self._place_detail()

    def _place_detail(self) -> None:
        """Put the pane below the turned grid if all rooms fit above it, which shows more hours."""
        stacked = False
        if _widget_name(self.state) == "TurnedGrid":
            lines = (self.size.height - _BARS) * 3 // 5  # its share above the pane, by the styles
            stacked = self.state.turned_lines < lines
        self.session_area.set_class(stacked, "-stacked")

    @on(SessionArea.TermFollowed)
    def list_sessions(self, event: SessionArea.TermFollowed) -> None:
        """List the sessions that match the term of a link."""
        self.follow_term(event.term)

    def follow_term(self, term: Term | None) -> None:
        """List all sessions that match a term; None does nothing."""
        if term is None:
            return
        self.store.follow(term)
        count = wording.count_of(len(self.state.matching), "session")
        self.show_message(f"{count} · Backspace goes back · {term.describe()}")

    def action_read(self) -> None:
        """Go to the text of the session: in the pane, or on a narrow screen on its own page."""
        if (gap := self.state.gap) is not None:
            return self._toggle_fits(gap)
        if self.session_area.ask_which_session():
            return None
        if self.state.selected is None:
            return self.show_message("No session to read")
        if not self.has_class("-narrow") and not self.session_area.has_class("-alone"):
            return self.set_focus(self._detail)
        return self.enlarge_text()

    @on(SessionDetail.Enlarged)
    def enlarge_text(self) -> None:
        """Show the text of the session on the whole screen."""
        from confui.screens.session_page import SessionPage  # not needed for the first frame

        self.app.push_screen(SessionPage(self.store), self.follow_term)

    def _toggle_fits(self, gap: Gap) -> None:
        """List the sessions that fit into free time, or stop listing them."""
        if not gap.fits:
            return self.show_message("No session fits into this free time")
        self.store.show_fits(None if gap.start == self.state.expanded_gap else gap.start)

    def action_step_day(self, step: int) -> None:
        """Show the next day, or with -1 the previous one, on which the view has something."""
        days, day = self.state.days, self.state.day
        index = days.index(day) if day in days else 0
        others = days[index + 1 :] if step > 0 else days[:index][::-1]
        if any(map(self.store.show_day, others)):
            return
        if others:
            self.show_message(f"Nothing is listed on {'later' if step > 0 else 'earlier'} days")
        else:
            self.show_message("This is the last day" if step > 0 else "This is the first day")

    def show_day(self, day: date | None) -> None:
        """Show a day, or a message if the view has nothing on it."""
        if not self.store.show_day(day):
            self.show_message(f"{wording.long_day(day)}: nothing to list")

    @on(DayTabs.DayClicked)
    def show_clicked_day(self, event: DayTabs.DayClicked) -> None:
        """Show the day whose tab was clicked."""
        self.action_show_day(event.index)

    def action_show_day(self, index: int) -> None:
        """Show a day by its index, from 0."""
        days = self.state.days
        if index >= len(days):
            self.show_message(f"There is no day {index + 1}")
        elif days[index] == self.state.day:
            self.show_message(f"This is {wording.long_day(days[index])}")
        else:
            self.show_day(days[index])

    def action_go_to_now(self) -> None:
        """Select a session that is on now, in the room of the cursor if possible."""
        state = self.state
        if state.now is None or (today := state.conference.day_of(state.now)) not in state.days:
            return self.show_message("The conference is not on today")
        if state.view is View.PLAN:
            cursor = enter_plan(state.plan, state.cursor, state.now, today)
            self.store.move_cursor(cursor)
            return None
        session = current_session(state.on_day(today), state.now, state.cursor.room)
        if session is None:
            self.store.show_day(today)
            return self.show_message("Nothing is on now")
        if session is state.selected:
            self.view.show_present()
            return self.show_message("This is on now")
        if state.view is not View.GRID and not state.shows(session.id):
            return self.show_message(f"{session.title} is on now, but not listed here")
        self.store.select(session.id)
        return self.view.show_present()

    def action_clear(self) -> None:
        """Go one step back: from a field or the pane to the view, then remove the last filter.

        The plan does not filter: from there it goes back to the view before.
        """
        if self.search_area.search_field is not None:
            self.search_area.cancel_search()
        elif not self.view.has_focus:
            self.focus_view()
        elif self.state.reading:
            self.conference_area.cancel_reading()
        elif self.state.expanded_gap is not None:
            self.store.show_fits(None)
        elif self.state.view is View.PLAN:
            self.store.show_view(self.state.view_before_plan)
        elif self.state.query:
            self.store.filter(self.state.query.without(self.state.query.terms[-1]))
        elif self.state.text:
            self.search_area.clear()
        elif self.state.hiding:
            self.store.toggle_hiding()
        else:
            self.bar.clear()

    def action_export(self, format: str) -> None:
        """Ask for a file, and write the plan to it."""
        from confui.screens.dialogs.file_dialog import ExportPlan

        self.app.push_screen(ExportPlan(self.store, format), self._show_outcome)

    def action_import(self) -> None:
        """Ask for a file, and import the bookmarks in it."""
        from confui.screens.dialogs.file_dialog import ImportBookmarks

        self.app.push_screen(ImportBookmarks(self.store), self._show_outcome)

    def _show_outcome(self, outcome: str | None) -> None:
        if outcome:
            self.show_message(outcome)


def _unfit_keys(state: State) -> frozenset[str]:
    """Return the ids of the bindings that would do nothing, or show what is shown already."""
    session, today = state.selected, state.now and state.conference.day_of(state.now)
    fits = {
        "session.star": session is not None,
        "session.note": session is not None,
        "session.video": session is not None and bool(session.video),
        "session.slides": session is not None and bool(session.slides),
        "session.copy": session is not None and find_page(session) is not None,
        "filter.level": state.main_facet is not None,
        "view.plan": state.view is not View.PLAN,
        "view.agenda": state.view is not View.AGENDA,
        "view.grid": state.view is not View.GRID,
        "day.next": len(state.days) > 1,
        "day.now": today in state.days,
    }
    return frozenset(key for key, fit in fits.items() if not fit)


def _subject_of_messages(state: State) -> tuple[object, ...]:
    """Return a key that changes whenever a message is out of date."""
    return state.query, state.hiding, state.view, state.cursor


def _describe_missing(conference: Conference) -> str:
    """Return what a schedule lacks as a whole, for the message line; empty if nothing."""
    if not conference.problems:
        return ""
    from confui.schedule.checks import INCOMPLETE  # most schedules have no problems

    messages = [problem.message for problem in conference.problems if problem.code in INCOMPLETE]
    return f"⚠ {messages[0]}; ! lists the problems" if messages else ""


def _widget_name(state: State) -> str:
    """Return the class of the widget that shows the view of a state."""
    if state.view is View.GRID:
        return "TurnedGrid" if state.turned else "ScheduleGrid"
    return _VIEW_WIDGETS[state.view]


def _new_view(name: str) -> SessionView:
    if name == ScheduleGrid.__name__:
        return ScheduleGrid()
    # Not needed for the first frame, unless confui opens with one of them.
    from confui.widgets.grid import TurnedGrid
    from confui.widgets.lists import NowList, PlanList, SessionList

    classes: tuple[type[SessionView], ...] = (NowList, PlanList, SessionList, TurnedGrid)
    return next(view for view in classes if view.__name__ == name)()
