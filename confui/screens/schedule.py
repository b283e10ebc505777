"""The main screen: the grid, the session beside it, and the keys for both."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from confui.schedule import wording
from confui.schedule.models import Level
from confui.schedule.plan import running
from confui.schedule.query import UNSET, Query
from confui.screens.session_screen import SessionScreen
from confui.store import Store
from confui.widgets.day_tabs import DayTabs
from confui.widgets.detail import SessionDetail
from confui.widgets.grid import ScheduleGrid
from confui.widgets.headline import Headline
from confui.widgets.key_bar import KeyBar
from confui.widgets.keys import quiet_key
from confui.widgets.level_bar import LevelBar

_KEYS = (
    *("session.read", "session.star", "filter.level", "day.next", "day.now", "app.quit"),
    *("session.video", "session.slides", "session.copy", "app.help"),
)
"""What the key bar offers, the most important first; the last always stays."""


class Panes(Container):
    """The place of grid and session; it shows nothing of its own."""

    BLANK = True


class ScheduleScreen(SessionScreen):
    """Shows one day as a grid and the selected session beside or below it."""

    BLANK = True
    AUTO_FOCUS = "ScheduleGrid"
    _LAYOUTS = ((100, "-beside"), (80, "-below"), (0, "-narrow"))
    HORIZONTAL_BREAKPOINTS = list(_LAYOUTS)  # noqa: RUF012 - an instance variable of Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", "read", key_display="⏎", id="session.read", tooltip="Read it"),
        Binding("d", "cycle_level", "difficulty", id="filter.level", tooltip="The next difficulty"),
        quiet_key("D", "choose_levels", "filter.levels", "Choose difficulties"),
        quiet_key("F", "toggle_hiding", "filter.hide", "Dim or hide what is filtered out"),
        Binding(
            "right_square_bracket",
            "step_day(1)",
            "day",
            key_display="[ ]",
            id="day.next",
            tooltip="The next day",
        ),
        quiet_key("left_square_bracket", "step_day(-1)", "day.previous", "The day before"),
        *(
            quiet_key(f"{n}", f"show_day({n - 1})", f"day.{n}", "The n-th day")
            for n in range(1, 10)
        ),
        Binding("t", "go_to_now", "now", id="day.now", tooltip="What is on now"),
        quiet_key("escape", "clear", "filter.clear", "Back, or clear one step"),
        quiet_key(
            "exclamation_mark", "show_problems", "app.problems", "What is odd in this schedule"
        ),
    ]

    def __init__(self, store: Store, greeting: str = "", width: int = 0) -> None:
        super().__init__(store)
        self._greeting = greeting
        # Known from the start, the class of the width saves laying the first frame out twice.
        self.add_class(next(name for least, name in self._LAYOUTS if width >= least))

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        state = SessionScreen.state
        yield Headline().data_bind(state)
        yield DayTabs().data_bind(state)
        yield LevelBar().data_bind(state)
        with Panes():
            yield ScheduleGrid().data_bind(state)
            with Container(id="reading"):
                yield SessionDetail().data_bind(state)
        yield KeyBar(_KEYS, lead=" ↑↓←→")

    def on_mount(self) -> None:
        """Say what stands in the way of bookmarks, else what is new."""
        if self.state.notice:
            self.tell(self.state.notice, warning=True)
        elif self._greeting:
            self.call_after_refresh(
                self.notify, self._greeting, title="Welcome", timeout=10, markup=False
            )

    @on(ScheduleGrid.Moved)
    def move_cursor(self, event: ScheduleGrid.Moved) -> None:
        """Follow the cursor of the grid; what was said before is about another session."""
        self.query_one(KeyBar).clear()
        self.store.place(event.cursor)

    @on(ScheduleGrid.Opened)
    def open_session(self, event: ScheduleGrid.Opened) -> None:
        """Read what was double-clicked."""
        self.store.place(event.cursor)
        self.action_read()

    @on(ScheduleGrid.Stuck)
    def tell_edge(self, event: ScheduleGrid.Stuck) -> None:
        """Say why a key did nothing."""
        self.tell(event.reason)

    def action_read(self) -> None:
        """Go to the text of the session: the pane, or a page of its own."""
        if self.state.selected is None:
            return self.tell("No session to read")
        if not self.has_class("-narrow"):
            self.query_one(SessionDetail).focus()
            return None
        from confui.screens.session_page import SessionPage

        self.app.push_screen(SessionPage(self.store))

    def action_cycle_level(self) -> None:
        """Filter by the next difficulty."""
        before = self.state.query
        self.store.cycle_level()
        if self.state.query == before:
            self.tell("No session to filter")

    def action_toggle_level(self, name: str) -> None:
        """Add a difficulty to the filter, or take it out."""
        level = None if name == UNSET else Level(name)
        self.store.filter(Query(self.state.query.levels ^ {level}))

    def action_choose_levels(self) -> None:
        """Open the choice of difficulties."""
        from confui.screens.level_choice import LevelChoice

        self.app.push_screen(LevelChoice(self.store))

    def action_toggle_hiding(self) -> None:
        """Leave out of the grid what the filter does not match, or dim it."""
        self.store.toggle_hiding()
        if not self.state.query:
            done = "hides" if self.state.hiding else "dims"
            self.tell(f"From now on a filter {done} what it does not match")

    def action_step_day(self, step: int) -> None:
        """Show the day before or after."""
        days, day = self.state.days, self.state.day
        index = days.index(day) + step if day in days else 0
        if 0 <= index < len(days):
            self.store.show_day(days[index])
        else:
            self.tell("This is the last day" if step > 0 else "This is the first day")

    def action_show_day(self, index: int) -> None:
        """Show the day of that number."""
        days = self.state.days
        if index >= len(days):
            self.tell(f"There is no day {index + 1}")
        elif days[index] == self.state.day:
            self.tell(f"This is {wording.long_day(days[index])}")
        else:
            self.store.show_day(days[index])

    def action_go_to_now(self) -> None:
        """Select what is on now, in this room if anything is."""
        state = self.state
        if state.now is None or (today := state.conference.day_of(state.now)) not in state.days:
            return self.tell("The conference is not on today")
        session = running(state.on_day(today), state.now, state.cursor.room)
        if session is None:
            self.store.show_day(today)
            return self.tell("Nothing is on now")
        if session is state.selected:
            return self.tell("This is on now")
        self.store.select(session.id)

    def action_clear(self) -> None:
        """Go one step back: from the pane to the grid, then from a filter to none."""
        grid = self.query_one(ScheduleGrid)
        if not grid.has_focus:
            grid.focus()
        elif self.state.query:
            self.store.filter(Query())
        elif self.state.hiding:
            self.store.toggle_hiding()
        else:
            self.query_one(KeyBar).clear()

    def action_show_problems(self) -> None:
        """List what is odd in the source."""
        from confui.screens.problems import Problems

        self.app.push_screen(Problems(self.state.conference.problems))
