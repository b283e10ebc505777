"""What a screen with a query on it can do: search, filter by level, go from match to match."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from confui.schedule.query import Query
from confui.screens.session_screen import SessionScreen
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding
from confui.widgets.filters import QueryBar, ways_out

if TYPE_CHECKING:
    from confui.widgets.filters import SearchField


class SearchScreen(SessionScreen):
    """A screen that filters what it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", key_display="/", id="search", tooltip="Search"),
        Binding("d", "cycle_level", "difficulty", id="filter.level", tooltip="The next difficulty"),
        hidden_binding("D", "choose('difficulty')", "filter.levels", "Choose difficulties"),
        Binding(
            "f", "choose", "filters", id="filter.choose", tooltip="Choose filters, with counts"
        ),
        hidden_binding("F", "toggle_hiding", "filter.hide", "Dim or hide what is filtered out"),
        hidden_binding("n", "go_to_match(1)", "search.next", "The next match, over all days"),
        hidden_binding("N", "go_to_match(-1)", "search.previous", "The match before"),
    ]

    async def action_search(self) -> None:
        """Open the search field, on the present query; what is typed meanwhile goes into it."""
        from confui.widgets.filters import SearchField

        field = self.search_field
        if field is None:
            self._before = self.state
            field = SearchField(self.store, self.query_one(KeyBar).hint, self.accept_search)
            asking = self.query_one("#asking")
            asking.add_class("-searching")
            self.query_one(QueryBar).searching = True
            self.query_one(KeyBar).clear()
            await asking.mount(field, before=0)
        field.begin()

    @property
    def search_field(self) -> "SearchField | None":
        """The field of a search under way."""
        asking = self.query_one("#asking")
        if not asking.has_class("-searching"):
            return None
        from confui.widgets.filters import SearchField

        return asking.query_one(SearchField)

    def accept_search(self) -> None:
        """Keep the query."""
        self.close_search()
        self.settle()

    def settle(self) -> None:
        """Remember the query, and go to a match where the cursor is on none."""
        self.store.remember_search()
        on_match = self.state.cursor.session in self.state.matching
        if not on_match and not self.store.select_match(1):
            self.tell_nothing_matches()

    def tell_nothing_matches(self) -> None:
        """Say which filter to drop."""
        last = "" if self.state.relaxations else "; Esc drops the last"
        self.tell(f"{ways_out(self.state)}{last}", warning=True)

    def search_for(self, text: str) -> None:
        """Filter by a query that was typed elsewhere."""
        self.store.search(text)
        self.settle()

    async def mend(self, text: str) -> None:
        """Open the search field on a query with a mistake."""
        self.store.search(text)
        await self.action_search()

    def cancel_search(self) -> None:
        """Go back to the query of before, as it was typed, and to the session."""
        if self.state.text != self._before.text:
            self.store.remember_search()
            self.store.search(self._before.text)
            self.store.place(self._before.cursor)
        self.close_search()

    def close_search(self) -> None:
        """Take the field away, and show the query in its place."""
        field = self.search_field
        if field is not None:
            field.remove()
        self.query_one("#asking").remove_class("-searching")
        self.query_one(QueryBar).searching = False
        self.query_one(KeyBar).hint(Content())
        self.focus_view()

    def focus_view(self) -> None:
        """Let the keys go to the view again."""
        raise NotImplementedError

    def action_drop(self, number: int) -> None:
        """Take a term out of a query that matches nothing."""
        term, _ = self.state.relaxations[number]
        self.store.filter(self.state.query.without(term))

    def action_go_to_match(self, step: int) -> None:
        """Go to the next match, or to the one before."""
        if not self.state.query:
            return self.tell("Nothing is searched for yet; / searches")
        if not self.store.select_match(step):
            return self.tell_nothing_matches()
        matches = [session.id for session in self.state.matches]
        number = matches.index(self.state.cursor.session) + 1
        self.tell(f"Match {number} of {len(matches)} · {self.state.query.describe()}")

    def action_cycle_level(self) -> None:
        """Filter by the next difficulty."""
        before = self.state.query
        self.store.cycle_level()
        if self.state.query == before:
            self.tell("No session to filter")

    def action_toggle_level(self, level: str) -> None:
        """Add a difficulty to the filter, or take it out."""
        self.store.toggle_level(level)

    def action_choose(self, field: str = "") -> None:
        """Open the choice of filters."""
        from confui.screens.filter_panel import FilterPanel

        def chosen(kept: bool | None) -> None:
            if kept:
                self.settle()

        self.app.push_screen(FilterPanel(self.store, field), chosen)

    def action_toggle_hiding(self) -> None:
        """Leave out of the grid what the filter does not match, or dim it."""
        self.store.toggle_hiding()
        if not self.state.query:
            done = "hides" if self.state.hiding else "dims"
            self.tell(f"From now on a filter {done} what it does not match")

    def action_clear_query(self) -> None:
        """Filter by nothing."""
        self.store.filter(Query())
