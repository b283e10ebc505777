"""The filter panel: every value to filter by, with the number of sessions that match."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from confui.schedule.query import DIFFICULTY
from confui.schedule.search import field_label
from confui.screens.dialogs.dialog import Dialog
from confui.screens.dialogs.help import Help
from confui.screens.following import FollowsStore
from confui.state import State, Store
from confui.userdata import NotRememberedError
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding
from confui.widgets.filters import FieldList, FilterResult, SearchField, ValueList, ways_out
from confui.widgets.lists import ChoiceList

_KEYS = (
    *("fields.enter", "values.tick", "values.accept", "values.leave"),
    *("panel.search", "panel.clear", "panel.save", "panel.help", "panel.cancel"),
)
_KEYS_OF_FIELD = Content.assemble(
    ("⏎ ", "bold $footer-key-foreground"), "to the values  ",
    ("Tab ", "bold $footer-key-foreground"), "complete  ",
    ("Esc ", "bold $footer-key-foreground"), "cancel",
)  # fmt: skip


_ADVICE = "The numbers say how many sessions match each value"


class FilterPanel(Dialog[bool], FollowsStore):
    """Filters while values are ticked; Escape restores the query. Returns whether it was kept."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-above"), (110, "-beside")]  # noqa: RUF012 - as in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012 - as in Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x,backspace,delete", "clear_field", "clear", id="panel.clear",
            tooltip="Remove all choices of the field",
        ),
        Binding(
            "slash", "search", "query", key_display="/", id="panel.search",
            tooltip="Type a query",
        ),
        Binding(
            "ctrl+s", "save", "save", key_display="Ctrl+S", id="panel.save",
            tooltip="Save the filter under a name",
        ),
        hidden_binding("minus", "drop_best", "panel.drop", "Remove the filter that leaves nothing"),
        Binding(
            "question_mark", "help", "help", key_display="?", id="panel.help",
            tooltip="All keys",
        ),
        Binding(
            "escape", "cancel", "cancel", key_display="Esc", id="panel.cancel",
            tooltip="Restore the query",
        ),
    ]  # fmt: skip

    state = var(State(), init=False)
    field = var(DIFFICULTY, init=False)

    def __init__(self, store: Store, field: str = DIFFICULTY) -> None:
        """Put the focus on the values of a field; if it is empty, on the list of fields."""
        super().__init__()
        self._store = store
        self._before = store.state
        self._changed = False
        self._moved = False
        self._advice = Content()
        self._first = field
        self._fields = FieldList(store, field or DIFFICULTY)
        self._values = ValueList(store, self._fields.field)
        self._typed = SearchField(store, self._advise, self.end_typing)
        self._advice_line = Static("", markup=False, id="advice")
        self._bar = KeyBar(_KEYS, lead="↑↓")
        self.set_reactive(FilterPanel.state, store.state)
        self.set_reactive(FilterPanel.field, self._fields.field)

    def compose(self) -> ComposeResult:
        """Show the query, the lists of fields and values, the result and the keys."""
        state = FilterPanel.state
        with Container(id="panel"):
            with Horizontal(id="query"):
                yield Static("/", markup=False, id="slash")
                yield self._typed
            yield self._advice_line
            with Horizontal(id="lists"):
                with Container(id="fields"):
                    yield self._fields.data_bind(state)
                with Container(id="values"):
                    yield self._values.data_bind(state, FilterPanel.field)
            yield FilterResult().data_bind(state)
            yield self._bar

    def on_mount(self) -> None:
        """Follow the store."""
        self.follow(self._store, self._mirror)
        self.set_focus(self._values if self._first else self._fields)

    def watch_state(self, old: State, new: State) -> None:
        """Remember that the query was changed here, and update the advice."""
        if old.text != new.text:
            self._changed = True
            self._bar.clear()
            self._show_advice()

    @on(ChoiceList.Moved)
    def follow_cursor(self, event: ChoiceList.Moved) -> None:
        """Show the values of the field under the cursor, and clear the message."""
        self._bar.clear()
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
    def explain_missed(self, event: ChoiceList.Missed) -> None:
        """Show that no row begins with the typed letter."""
        self._bar.show_message(f"Nothing here begins with {event.letter}")

    @on(ValueList.Ticked)
    def tick(self) -> None:
        """Tick the value under the cursor, or remove its tick."""
        value = self._values.value
        if value:
            self._values.keep()
            self._store.filter(self.state.query.toggled(self.field, value))

    @on(ValueList.Accepted)
    def accept(self) -> None:
        """Keep the query. If nothing was ticked or typed, tick the value under the cursor first."""
        is_chosen = self._moved or not self.state.text
        if is_chosen and not self._changed and not self._values.is_ticked:
            self.tick()
        self.dismiss(True)

    @on(FieldList.Entered)
    def enter_values(self) -> None:
        """Move the focus to the values."""
        self.set_focus(self._values)

    def end_typing(self) -> None:
        """Add the query to past searches, and go back to the values."""
        try:
            self._store.remember_search()
        except NotRememberedError as error:
            self._bar.show_message(str(error))
        self.enter_values()

    @on(ValueList.Left)
    def leave_values(self) -> None:
        """Move the focus to the fields."""
        self.set_focus(self._fields)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the keys and the advice for the focused widget."""
        typing = isinstance(event.widget, SearchField)
        self._bar.show_hint(_KEYS_OF_FIELD if typing else Content())
        self._show_advice()

    def action_search(self) -> None:
        """Move the focus to the query."""
        self._typed.begin()

    def action_clear_field(self) -> None:
        """Remove all choices of the field."""
        query = self.state.query.with_values(self.field, ())
        if query == self.state.query:
            self._bar.show_message(f"Nothing is chosen under {field_label(self.field)}")
        else:
            self._store.filter(query)

    def action_drop_best(self) -> None:
        """Remove the filter without which most sessions match."""
        if self.state.unsearched:
            self._bar.show_message(ways_out(self.state))
        elif self.state.matching or not self.state.query:
            self._bar.show_message("There are matches: no filter needs to be removed")
        else:
            self._drop(0)

    @on(FilterResult.DropClicked)
    def drop_clicked(self, event: FilterResult.DropClicked) -> None:
        """Remove a filter that was clicked."""
        self._drop(event.number)

    def _drop(self, number: int) -> None:
        """Remove one of the filters without which something matches, else the last filter."""
        query, relaxations = self.state.query, self.state.relaxations
        terms = [term for term, _ in relaxations[number : number + 1]] or query.terms[-1:]
        for term in terms:  # none if another event has removed the last one
            self._store.filter(query.without(term))

    def action_save(self) -> None:
        """Ask for a name, and save the filter under it."""
        if not self.state.query:
            return self._bar.show_message("There is no filter to save")
        from confui.screens.dialogs.filter_name import FilterName

        def closed(outcome: str | None) -> None:
            if outcome:
                self._bar.show_message(outcome)

        self.app.push_screen(FilterName(self._store), closed)
        return None

    def action_help(self) -> None:
        """List the keys that work now."""
        self.app.push_screen(Help(self.active_bindings.values(), self.state))

    def action_cancel(self) -> None:
        """Close the panel, and restore the query and the selected session."""
        self._store.take_back_search(self._before)
        self.dismiss(False)

    def _mirror(self, state: State) -> None:
        if not self.is_closed:
            self.state = state

    def _advise(self, advice: Content) -> None:
        self._advice = advice
        self._show_advice()

    def _show_advice(self) -> None:
        """Show a mistake in the query; while it is typed, show how to go on."""
        advice = self._advice
        if not isinstance(self.focused, SearchField):
            mistakes = self.state.mistakes
            advice = Content(_ADVICE)
            if mistakes:
                advice = Content.styled(mistakes[0].message, "$text-warning")
        self._advice_line.update(advice)
