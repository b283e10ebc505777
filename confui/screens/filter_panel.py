"""The filter panel: every value to filter by, with how many sessions it would bring."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Static

from confui.paths import STYLES
from confui.schedule.query import DIFFICULTY
from confui.schedule.search import field_label
from confui.screens.help import Help
from confui.state import State, Store
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding
from confui.widgets.filters import FieldList, FilterResult, SearchField, ValueList
from confui.widgets.lists import ChoiceList

_KEYS = (
    *("fields.enter", "values.tick", "values.accept", "values.leave"),
    *("panel.search", "panel.clear", "panel.help", "panel.cancel"),
)
_KEYS_OF_FIELD = Content.assemble(
    ("⏎ ", "bold $footer-key-foreground"), "to the values  ",
    ("Tab ", "bold $footer-key-foreground"), "complete  ",
    ("Esc ", "bold $footer-key-foreground"), "cancel",
)  # fmt: skip


_WELCOME = "Numbers: how many sessions each would bring"


class FilterPanel(ModalScreen[bool]):
    """Filters as values are ticked; Escape goes back to the query of before."""

    AUTO_FOCUS = ""
    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-above"), (110, "-beside")]  # noqa: RUF012 - as in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012 - as in Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x,backspace,delete", "clear_field", "clear", id="panel.clear",
            tooltip="Take all choices of the field out",
        ),
        Binding(
            "slash", "search", "query", key_display="/", id="panel.search",
            tooltip="Type in the query",
        ),
        hidden_binding("minus", "drop_best", "panel.drop", "Drop the filter that leaves nothing"),
        Binding(
            "question_mark", "help", "help", key_display="?", id="panel.help",
            tooltip="All the keys",
        ),
        Binding(
            "escape", "cancel", "cancel", key_display="Esc", id="panel.cancel",
            tooltip="Go back to the query of before",
        ),
    ]  # fmt: skip

    state = var(State(), init=False)
    field = var(DIFFICULTY, init=False)

    def __init__(self, store: Store, field: str = DIFFICULTY) -> None:
        """Begin with the values of a field; where it is empty, with the fields."""
        super().__init__()
        self._store = store
        self._before = store.state
        self._touched = False
        self._moved = False
        self._advice = Content()
        self._first = field
        self.set_reactive(FilterPanel.state, store.state)

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        state = FilterPanel.state
        fields = FieldList(self._store, self._first or DIFFICULTY)
        self.set_reactive(FilterPanel.field, fields.field)
        with Container(id="panel"):
            with Horizontal(id="query"):
                yield Static("/", markup=False, id="slash")
                yield SearchField(self._store, self._advise, self.end_typing)
            yield Static("", markup=False, id="advice")
            with Horizontal(id="lists"):
                with Container(id="fields"):
                    yield fields.data_bind(state)
                with Container(id="values"):
                    yield ValueList(self._store, self.field).data_bind(state, FilterPanel.field)
            yield FilterResult().data_bind(state)
            yield KeyBar(_KEYS, lead="↑↓")

    def on_mount(self) -> None:
        """Follow the store from now on."""
        self._forget = self._store.subscribe(self._mirror)
        self._mirror(self._store.state)
        self.query_one(ValueList if self._first else FieldList).focus()

    def on_unmount(self) -> None:
        """Leave the store to others."""
        self._forget()

    def watch_state(self, old: State, new: State) -> None:
        """Note that the attendee has made up their mind about something."""
        if old.text != new.text:
            self._touched = True
            self.query_one(KeyBar).clear()
            self._show_advice()

    @on(ChoiceList.Moved)
    def follow_cursor(self, event: ChoiceList.Moved) -> None:
        """Show the values of the field under the cursor; forget what was said before."""
        self.query_one(KeyBar).clear()
        if isinstance(event.choices, FieldList):
            self.field = event.choices.field
        else:
            self._moved = True

    @on(ChoiceList.Clicked)
    def tick_clicked(self, event: ChoiceList.Clicked) -> None:
        """Tick a value that was clicked."""
        if isinstance(event.choices, ValueList):
            self.tick()

    @on(ChoiceList.Missed)
    def tell_missed(self, event: ChoiceList.Missed) -> None:
        """Say why a letter did nothing."""
        self.query_one(KeyBar).tell(f"Nothing here begins with {event.letter}")

    @on(ValueList.Ticked)
    def tick(self) -> None:
        """Choose the value under the cursor, or no longer."""
        value = self.query_one(ValueList).value
        if value:
            self.query_one(ValueList).keep()
            self._store.filter(self.state.query.toggled(self.field, value))

    @on(ValueList.Accepted)
    def accept(self) -> None:
        """Keep the query; where nothing was changed, take the value that was gone to."""
        gone_to = self._moved or not self.state.text
        if gone_to and not self._touched and not self.query_one(ValueList).is_ticked:
            self.tick()
        self.dismiss(True)

    @on(FieldList.Entered)
    def enter_values(self) -> None:
        """Let the keys go to the values."""
        self.set_focus(self.query_one(ValueList))

    def end_typing(self) -> None:
        """Keep what was typed among the searches, and go back to the values."""
        self._store.remember_search()
        self.enter_values()

    @on(ValueList.Left)
    def leave_values(self) -> None:
        """Let the keys go to the fields."""
        self.query_one(FieldList).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the keys and the advice for what has the keys now."""
        typing = isinstance(event.widget, SearchField)
        self.query_one(KeyBar).hint(_KEYS_OF_FIELD if typing else Content())
        self._show_advice()

    def action_search(self) -> None:
        """Let the keys go to the query."""
        self.query_one(SearchField).begin()

    def action_clear_field(self) -> None:
        """Take all choices of the field out."""
        query = self.state.query.with_values(self.field, ())
        if query == self.state.query:
            self.query_one(KeyBar).tell(f"Nothing is chosen under {field_label(self.field)}")
        else:
            self._store.filter(query)

    def action_drop_best(self) -> None:
        """Drop the filter without which most sessions match."""
        if self.state.matching or not self.state.query:
            self.query_one(KeyBar).tell("There are matches: no filter is in the way")
        else:
            self.action_drop(0)

    def action_drop(self, number: int) -> None:
        """Drop one of the filters without which anything matches, or the last where none is."""
        query, relaxed = self.state.query, self.state.relaxations
        term = relaxed[number][0] if number < len(relaxed) else query.terms[-1]
        self._store.filter(query.without(term))

    def action_help(self) -> None:
        """List all the keys."""
        self.app.push_screen(Help(self.active_bindings.values()))

    def action_cancel(self) -> None:
        """Go back to the query of before, and to the session."""
        if self.state.text != self._before.text:
            self._store.search(self._before.text)
        if self.state.cursor != self._before.cursor:
            self._store.move_cursor(self._before.cursor)
        self.dismiss(False)

    def _mirror(self, state: State) -> None:
        self.state = state

    def _advise(self, advice: Content) -> None:
        self._advice = advice
        self._show_advice()

    def _show_advice(self) -> None:
        """Say what is wrong with the query, and while it is typed how to go on."""
        advice = self._advice
        if not isinstance(self.focused, SearchField):
            mistakes = self.state.mistakes
            advice = Content(_WELCOME)
            if mistakes:
                advice = Content.styled(mistakes[0].message, "$text-warning")
        self.query_one("#advice", Static).update(advice)
