"""Asks for the name under which the present filter is saved, or the new name of a saved one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confui.schedule.query import SAVED, spell_term
from confui.screens.dialogs.dialog import Dialog
from confui.state import FilterError, Store
from confui.userdata import NotRememberedError

_KEYS = "⏎ save   Esc cancel"


class FilterName(Dialog[str]):
    """Saves or renames a filter; returns what was done as one line, or None if it was cancelled.

    Enter must be pressed twice to replace another filter.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "cancel", id="filter_name.cancel", tooltip="Cancel"),
    ]

    def __init__(self, store: Store, renamed: str = "") -> None:
        """Ask for the new name of a saved filter; without one, save the query of the store."""
        super().__init__()
        self._store = store
        self._renamed = renamed
        self._may_replace = ""
        self._message = Static(id="message")

    def compose(self) -> ComposeResult:
        """Show the query, the field and the keys."""
        filters, query = self._store.state.filters, self._store.state.query
        question, text, name = "Save this filter as", str(query), _recalled(self._store)
        if self._renamed:
            question, name = f"Rename the filter {SAVED}{self._renamed}", self._renamed
            text = filters.get(self._renamed, "")
        with Vertical(id="filter-name"):
            yield Static(question, markup=False, id="title")
            yield Static(text, markup=False, id="text")
            yield Input(name, "a name, such as rust", compact=True, select_on_focus=False)
            yield self._message

    def on_mount(self) -> None:
        """Show the keys."""
        self._show_message("")

    @on(Input.Changed)
    def start_over(self) -> None:
        """Ask again before another filter is replaced."""
        self._may_replace = ""
        self._show_message("")

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Save or rename the filter, or show why not."""
        try:
            outcome = self._rename(event.value) if self._renamed else self._save(event.value)
        except (FilterError, NotRememberedError) as error:
            return self._show_message(str(error))
        if outcome:
            self.dismiss(outcome)
        return None

    def _rename(self, name: str) -> str:
        new = self._store.filters.rename(self._renamed, name)
        return f"{_typed(self._renamed)} is now {_typed(new)}"

    def _save(self, name: str) -> str:
        state, filters = self._store.state, self._store.filters
        taken = filters.name_in_use(name)
        if taken and taken not in (self._may_replace, _recalled(self._store)):
            self._may_replace = taken
            self._show_message(f"{_typed(taken)} is saved already; ⏎ again replaces it")
            return ""
        saved = filters.save(name, str(state.query) if state.mistakes else state.text)
        return f"Saved; {_typed(saved)} in a query recalls it, and so do f and the palette"

    def _show_message(self, message: str) -> None:
        style = "$text-warning" if message else "$text-muted"
        self._message.update(Content.styled(message or _KEYS, style))


def _recalled(store: Store) -> str:
    """Return the name of the saved filter that the query has; empty if it has none or several."""
    names = store.state.query.values(SAVED)
    return names[0] if len(names) == 1 else ""


def _typed(name: str) -> str:
    """Return the name of a saved filter as a query has it."""
    return f"{SAVED}{spell_term(name)}"
