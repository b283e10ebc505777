"""The two lists of the filter panel: the fields to filter by, and the values of one of them."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from confui.schedule import wording
from confui.schedule.query import DIFFICULTY, LEVELS, Query, parse_level
from confui.schedule.search import FACETS, FacetLabels, field_label
from confui.state import State, Store
from confui.text import fold
from confui.widgets.lists import ChoiceList


class FieldList(ChoiceList):
    """The fields that this conference has values of, each with how many are chosen."""

    BINDING_GROUP_TITLE = "Fields"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,enter,space,tab,left,shift+tab",
            "enter",
            "values",
            key_display="→",
            id="fields.enter",
            tooltip="Go to the values of the field",
        ),
    ]

    state = var(State(), init=False)

    class Entered(Message):
        """The attendee goes on to the values."""

    def __init__(self, store: Store, field: str) -> None:
        """Begin with the cursor on `field`, where the conference has it."""
        super().__init__()
        chosen = store.state.query
        found = store.facets(FACETS)
        self.fields = tuple(f.field for f in found if f.values or chosen.values(f.field))
        self.cursor = self.fields.index(field) if field in self.fields else 0

    def watch_state(self, old: State, new: State) -> None:
        """Show how many values are chosen now."""
        if old.query != new.query:
            self.show_rows()

    @property
    def field(self) -> str:
        """The field under the cursor."""
        return self.fields[self.cursor]

    @property
    def count(self) -> int:
        """How many fields there are."""
        return len(self.fields)

    def name_of(self, row: int) -> str:
        """Return the name of a field."""
        return field_label(self.fields[row])

    def told(self, row: int) -> tuple[Content, Content]:
        """Return the name of a field, and how many of its values are chosen and excluded."""
        query, field = self.state.query, self.fields[row]
        chosen, excluded = len(query.values(field)), len(_excluded(query, field))
        name = Content.styled(self.name_of(row), "bold" if chosen or excluded else "")
        marks = [f"✓{chosen}"] * bool(chosen) + [f"-{excluded}"] * bool(excluded)
        return name, Content.styled(" ".join(marks), "bold $text-accent")

    def action_enter(self) -> None:
        """Go on to the values."""
        self.post_message(self.Entered())


class ValueList(ChoiceList):
    """The values of a field, each with how many sessions it would bring under all other filters."""

    BINDING_GROUP_TITLE = "Values"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "tick",
            "tick",
            key_display="Space",
            id="values.tick",
            tooltip="Choose the value, or not",
        ),
        Binding("enter", "accept", "ok", key_display="⏎", id="values.accept", tooltip="Keep it"),
        Binding(
            "left,right,tab,shift+tab",
            "leave",
            "fields",
            key_display="←",
            id="values.leave",
            tooltip="Go to the fields",
        ),
    ]

    state = var(State(), init=False)
    field = var(DIFFICULTY, init=False)

    class Ticked(Message):
        """The attendee chooses the value under the cursor, or no longer."""

    class Accepted(Message):
        """The attendee is done."""

    class Left(Message):
        """The attendee goes to the fields."""

    def __init__(self, store: Store, field: str) -> None:
        super().__init__()
        self._store = store
        self._values: tuple[str, ...] = ()
        self._counts: tuple[int | None, ...] = ()
        self._kept: dict[str, tuple[str, ...]] = {}
        self._rows_of: dict[str, int] = {}
        self._names = FacetLabels(store.state.conference, store.state.sessions.values())
        self.set_reactive(ValueList.state, store.state)
        self.set_reactive(ValueList.field, field)
        self._count_again()

    def watch_state(self, old: State, new: State) -> None:
        """Count again where the counts may differ."""
        if _counted(old) != _counted(new):
            self._count_again()
            self.show_rows()

    def watch_field(self, old: str, new: str) -> None:
        """Show the values of another field, with the cursor where it was the last time."""
        self._rows_of[old] = self.cursor
        self._count_again()
        self.show_rows(self._rows_of.get(new, 0))

    @property
    def value(self) -> str:
        """The value under the cursor, as a query writes it; empty where there is none."""
        return self._values[self.cursor] if self._values else ""

    @property
    def is_ticked(self) -> bool:
        """Whether the value under the cursor is chosen."""
        return self.value in self._chosen

    def keep(self) -> None:
        """Keep the row under the cursor, even if it is no value and is ticked off now."""
        if self._values and self._counts[self.cursor] is None:
            kept = self._kept.get(self.field, ())
            self._kept[self.field] = tuple(dict.fromkeys((*kept, self.value)))

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self._values)

    def name_of(self, row: int) -> str:
        """Return the name of a value."""
        return self._names.name(self.field, self._values[row])

    def told(self, row: int) -> tuple[Content, Content]:
        """Return the box and the name of a value, and how many sessions it would bring."""
        value, count = self._values[row], self._counts[row]
        chosen, excluded = value in self._chosen, fold(value) in self._out
        box = "[x] " if chosen else "[-] " if excluded else "[ ] "
        style = "bold" if chosen else "" if count else "$foreground-muted"
        sign = Content("")
        if self.field == DIFFICULTY and value in LEVELS:
            sign = Content.styled(
                f"{wording.level_symbol(parse_level(value)):<4}", f"$level-{value}"
            )
        name = Content.styled(self.name_of(row), style)
        told = Content.assemble((box, "bold $text-accent" if chosen or excluded else style), sign)
        end = "" if count is None else str(count)
        return told + name, Content.styled(end, style if count else "$foreground-muted")

    def action_tick(self) -> None:
        """Choose the value under the cursor, or no longer."""
        self.post_message(self.Ticked())

    def action_accept(self) -> None:
        """Be done."""
        self.post_message(self.Accepted())

    def action_leave(self) -> None:
        """Go to the fields."""
        self.post_message(self.Left())

    def _count_again(self) -> None:
        """Take over the values and their counts.

        What is chosen without being a value, such as a part of a name, comes first, without a
        count. What of it was ticked off stays while the panel is open, so that no row moves.
        """
        (facet,) = self._store.facets([self.field])
        chosen = self.state.query.values(self.field)
        by_key = {fold(value): value for value in facet.values} if chosen else {}
        others = tuple(value for value in chosen if fold(value) not in by_key)
        typed = tuple(dict.fromkeys((*self._kept.get(self.field, ()), *others)))
        self._values = (*typed, *facet.values)
        self._counts = (*(None for _ in typed), *facet.counts)
        self._chosen = frozenset(by_key.get(fold(value), value) for value in chosen)
        self._out = _excluded(self.state.query, self.field)


def _excluded(query: Query, field: str) -> frozenset[str]:
    """Return the folded values that a query excludes."""
    terms = (term for term in query.terms if term.field == field and term.negated)
    return frozenset(fold(value) for term in terms for value in term.values)


def _counted(state: State) -> tuple[object, ...]:
    """Return what the counts depend on."""
    return state.query, state.bookmarks, state.now
