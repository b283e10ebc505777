"""The two lists of the filter panel: the fields to filter by, and the values of one field."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from confui.schedule import wording
from confui.schedule.query import DIFFICULTY, LEVELS, SAVED, Query, parse_level
from confui.schedule.search import FACETS, FacetLabels, field_label
from confui.state import State, Store
from confui.text import fold
from confui.widgets.base.colours import value_colour
from confui.widgets.lists import ChoiceList


class FieldList(ChoiceList):
    """The fields that the conference has values for, each with the number of chosen values."""

    BINDING_GROUP_TITLE = "Fields"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,enter,space,tab,left,shift+tab",
            "enter",
            "values",
            key_display="→",
            id="fields.enter",
            tooltip="To the values of the field",
        ),
    ]

    state = var(State(), init=False)

    class Entered(Message):
        """The attendee wants to go to the values."""

    def __init__(self, store: Store, field: str) -> None:
        """Put the cursor on `field` if the conference has values for it, else on the first one."""
        super().__init__()
        self._store = store
        self.fields = self._find_fields()
        self.cursor = self.fields.index(field) if field in self.fields else 0

    def watch_state(self, old: State, new: State) -> None:
        """Show the new numbers of chosen values, and the fields that have values now."""
        if old.sessions is not new.sessions or old.filters != new.filters:
            before, self.fields = self.field, self._find_fields()
            self.show_rows(self.fields.index(before) if before in self.fields else 0)
            if old.sessions is not new.sessions or self.field != before:
                self.post_message(self.Moved(self))
        elif old.query != new.query:
            self.show_rows()

    def _find_fields(self) -> tuple[str, ...]:
        chosen = self._store.state.query
        facets = self._store.count_facets((*FACETS, SAVED))
        return tuple(f.field for f in facets if f.values or chosen.values(f.field))

    @property
    def field(self) -> str:
        """The name of the field under the cursor, as in a query."""
        return self.fields[self.cursor]

    @property
    def row_count(self) -> int:
        """The number of fields."""
        return len(self.fields)

    def get_name(self, row: int) -> str:
        """Return the name of a field to show."""
        return field_label(self.fields[row])

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return the name of a field, and how many of its values are chosen and excluded."""
        query, field = self.state.query, self.fields[row]
        chosen, excluded = len(query.values(field)), len(_excluded(query, field))
        name = Content.styled(self.get_name(row), "bold" if chosen or excluded else "")
        marks = [f"✓{chosen}"] * bool(chosen) + [f"-{excluded}"] * bool(excluded)
        return name, Content.styled(" ".join(marks), "bold $text-accent")

    def action_enter(self) -> None:
        """Ask to go to the values."""
        self.post_message(self.Entered())


class ValueList(ChoiceList):
    """The values of a field, each with its number of sessions under all other filters."""

    BINDING_GROUP_TITLE = "Values"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "tick",
            "tick",
            key_display="Space",
            id="values.tick",
            tooltip="Choose the value, or take it out",
        ),
        Binding(
            "enter", "accept", "ok", key_display="⏎", id="values.accept", tooltip="Keep the filter"
        ),
        Binding(
            "left,right,tab,shift+tab",
            "leave",
            "fields",
            key_display="←",
            id="values.leave",
            tooltip="To the fields",
        ),
    ]

    state = var(State(), init=False)
    field = var(DIFFICULTY, init=False)

    class Ticked(Message):
        """The attendee toggled the value under the cursor."""

    class Accepted(Message):
        """The attendee wants to close the panel and keep the filter."""

    class Left(Message):
        """The attendee wants to go to the fields."""

    def __init__(self, store: Store, field: str) -> None:
        super().__init__()
        self._store = store
        self._values: tuple[str, ...] = ()
        self._counts: tuple[int | None, ...] = ()
        self._kept: dict[str, tuple[str, ...]] = {}
        self._rows_of: dict[str, int] = {}
        self._names = FacetLabels(store.state.conference, store.state.days)
        self.set_reactive(ValueList.state, store.state)
        self.set_reactive(ValueList.field, field)
        self._count_again()

    def watch_state(self, old: State, new: State) -> None:
        """Count again if the counts may differ."""
        if _counts_key(old) != _counts_key(new):
            value = self.value
            if old.sessions is not new.sessions:
                self._names = FacetLabels(new.conference, new.days)
            self._count_again()
            self.show_rows(self._values.index(value) if value in self._values else None)

    def watch_field(self, old: str, new: str) -> None:
        """Show the values of another field, with the cursor where it was last time."""
        self._rows_of[old] = self.cursor
        self._count_again()
        self.show_rows(self._rows_of.get(new, 0))

    @property
    def value(self) -> str:
        """The value under the cursor, as in a query; empty if there is none."""
        return self._values[self.cursor] if self._values else ""

    @property
    def is_ticked(self) -> bool:
        """Whether the value under the cursor is chosen."""
        return self.value in self._chosen

    def keep(self) -> None:
        """Keep the row under the cursor when it is unticked, also if it is not a value."""
        if self._values and self._counts[self.cursor] is None:
            kept = self._kept.get(self.field, ())
            self._kept[self.field] = tuple(dict.fromkeys((*kept, self.value)))

    @property
    def row_count(self) -> int:
        """The number of values."""
        return len(self._values)

    def get_name(self, row: int) -> str:
        """Return the name of a value to show."""
        return self._names.name(self.field, self._values[row])

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return box and name of a value, and its number of sessions."""
        value, count = self._values[row], self._counts[row]
        chosen, excluded = value in self._chosen, fold(value) in self._excluded
        box = "[x] " if chosen else "[-] " if excluded else "[ ] "
        style = "bold" if chosen else "" if count else "$foreground-muted"
        sign = Content("")
        if self.field == self.state.main_facet and value in self.state.colours:
            sign = Content.styled("▌", value_colour(self.state, value, self.app.theme_variables))
        if self.field == DIFFICULTY and value in LEVELS:
            sign = Content.styled(
                f"{wording.level_symbol(parse_level(value)):<4}", f"$level-{value}"
            )
        name = Content.styled(self.get_name(row), style)
        left = Content.assemble((box, "bold $text-accent" if chosen or excluded else style), sign)
        right = "" if count is None else str(count)
        return left + name, Content.styled(right, style if count else "$foreground-muted")

    def action_tick(self) -> None:
        """Ask to toggle the value under the cursor."""
        self.post_message(self.Ticked())

    def action_accept(self) -> None:
        """Ask to close the panel and keep the filter."""
        self.post_message(self.Accepted())

    def action_leave(self) -> None:
        """Ask to go to the fields."""
        self.post_message(self.Left())

    def _count_again(self) -> None:
        """Get the values and their counts from the store.

        Chosen texts that are not values, such as a part of a name, come first, without a count.
        When unticked they stay while the panel is open, so that no row moves.
        """
        (facet,) = self._store.count_facets([self.field])
        chosen = self.state.query.values(self.field)
        by_key = {fold(value): value for value in facet.values} if chosen else {}
        others = tuple(value for value in chosen if fold(value) not in by_key)
        typed = tuple(dict.fromkeys((*self._kept.get(self.field, ()), *others)))
        self._values = (*typed, *facet.values)
        self._counts = (*(None for _ in typed), *facet.counts)
        self._chosen = frozenset(by_key.get(fold(value), value) for value in chosen)
        self._excluded = _excluded(self.state.query, self.field)


def _excluded(query: Query, field: str) -> frozenset[str]:
    """Return the values that a query excludes, folded."""
    terms = (term for term in query.terms if term.field == field and term.negated)
    return frozenset(fold(value) for term in terms for value in term.values)


def _counts_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever the counts may differ."""
    return state.query, state.bookmarks, state.now, state.sessions, state.filters
