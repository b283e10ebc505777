"""What a screen with a query on it can do: search, filter by level, go from match to match."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from confui.schedule.terms import Query
from confui.screens.session_screen import SessionScreen
from confui.widgets.key_bar import KeyBar
from confui.widgets.keys import quiet_key
from confui.widgets.query_bar import QueryBar, ways_out

if TYPE_CHECKING:
    from confui.widgets.search_field import SearchField


class SearchScreen(SessionScreen):
    """A screen that filters what it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", key_display="/", id="search", tooltip="Search"),
        Binding("d", "cycle_level", "difficulty", id="filter.level", tooltip="The next difficulty"),
        quiet_key("D", "choose('difficulty')", "filter.levels", "Choose difficulties"),
        Binding(
            "f", "choose", "filters", id="filter.choose", tooltip="Choose filters, with counts"
        ),
        quiet_key("F", "toggle_hiding", "filter.hide", "Dim or hide what is filtered out"),
        quiet_key("n", "go_to_match(1)", "search.next", "The next match, over all days"),
        quiet_key("N", "go_to_match(-1)", "search.previous", "The match before"),
    ]

    async def action_search(self) -> None:
        """Open the search field, on the present query; what is typed meanwhile goes into it."""
        from confui.widgets.search_field import SearchField

        field = self.search_field
        if field is None:
            self._before = self.state.query
            field = SearchField(self.store, self.query_one(KeyBar).hint)
            asking = self.query_one("#asking")
            asking.add_class("-searching")
            self.query_one(QueryBar).searching = True
            await asking.mount(field, before=0)
        self.set_focus(field)

    @property
    def search_field(self) -> "SearchField | None":
        """The field of a search under way."""
        asking = self.query_one("#asking")
        if not asking.has_class("-searching"):
            return None
        from confui.widgets.search_field import SearchField

        return asking.query_one(SearchField)

    @on(Input.Submitted)
    def accept_search(self) -> None:
        """Keep the query, and go to a match where the cursor is on none."""
        self.store.remember_search()
        self.close_search()
        if self.state.cursor.session not in self.state.matching:
            self.store.select_match(1)
        if not self.state.matching:
            self.tell(ways_out(self.state), warning=True)

    def cancel_search(self) -> None:
        """Go back to the query of before."""
        self.store.filter(self._before)
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
            return self.tell(ways_out(self.state), warning=True)
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

        self.app.push_screen(FilterPanel(self.store, field))

    def action_toggle_hiding(self) -> None:
        """Leave out of the grid what the filter does not match, or dim it."""
        self.store.toggle_hiding()
        if not self.state.query:
            done = "hides" if self.state.hiding else "dims"
            self.tell(f"From now on a filter {done} what it does not match")

    def action_clear_query(self) -> None:
        """Filter by nothing."""
        self.store.filter(Query())
