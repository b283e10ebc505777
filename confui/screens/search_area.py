"""The area of the main screen that searches: the query line, the views, and the keys to filter."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from confui.schedule.query import Query
from confui.schedule.variety import MainFacet
from confui.state import State, Store
from confui.textual_workarounds import describe_binding
from confui.userdata import NotRememberedError
from confui.widgets.bars import ShowMessage
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.filters import QueryBar, ways_out

if TYPE_CHECKING:
    from confui.widgets.filters import SearchField  # Textual's Input is slow to import


class SearchArea(Container):
    """Has the query line above the widget that it filters, and the keys that search and filter."""

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", key_display="/", id="search", tooltip="Search"),
        Binding(
            "d", "cycle_facet", "filter", id="filter.level", tooltip="Filter by the next value"
        ),
        hidden_binding("D", "choose_facet", "filter.levels", "Choose among all values"),
        Binding(
            "f", "choose", "filters", id="filter.choose", tooltip="Choose filters, with counts"
        ),
        hidden_binding(
            "F", "toggle_hiding", "filter.hide", "Hide or dim sessions that do not match"
        ),
        hidden_binding("n", "go_to_match(1)", "search.next", "Next match, over all days"),
        hidden_binding("N", "go_to_match(-1)", "search.previous", "Previous match"),
    ]

    def __init__(
        self,
        store: Store,
        query_bar: QueryBar,
        filtered: Widget,
        *,
        show_message: ShowMessage,
        show_hint: Callable[[Content], None],
        get_view: Callable[[], SessionView],
    ) -> None:
        """Put the query line above the widget that it filters.

        Args:
            store: The store of the open conference.
            query_bar: The query line, bound to the state.
            filtered: The widget below it.
            show_message: Shows a message in the same frame.
            show_hint: Shows help while a query is typed, in the same frame; empty content ends it.
            get_view: Returns the view that is shown, which has the focus when nothing is typed.
        """
        self._line = Container(query_bar, id="query-line")
        super().__init__(self._line, filtered)
        self._store = store
        self._query_bar = query_bar
        self._show_message = show_message
        self._show_hint = show_hint
        self._get_view = get_view
        self.name_facet()
        self._before = State()
        """The state before the search, to which Esc returns."""
        self._scrolled = Offset()
        """How far the view was scrolled then."""
        self._warned = False
        self.search_field: SearchField | None = None
        """The search field; None unless a query is being typed."""

    async def action_search(self) -> None:
        """Open the search field with the current query."""
        from confui.widgets.filters import SearchField  # Textual's Input is slow to import

        field = self.search_field
        if field is None:
            self._keep_place()
            field = SearchField(self._store, self._show_hint, self._accept_search)
            self.search_field = field
            self._line.add_class("-searching")
            self._query_bar.searching = True
            await self._line.mount(field, before=0)
        field.begin()

    def search_for(self, text: str) -> None:
        """Filter by a query from the palette, and go to a match."""
        self._store.search(text, self._store.state)
        self._go_to_a_match()

    async def correct(self, text: str) -> None:
        """Filter by a query with a mistake, and open the search field on it."""
        self._store.search(text)
        await self.action_search()

    def save_filter(self) -> None:
        """Ask for a name, and save the filter under it."""
        if self._store.state.query:
            self._ask_for_name()
        else:
            self._show_message("There is no filter to save; press / to search")

    def rename_filter(self, name: str) -> None:
        """Ask for another name for a saved filter."""
        self._ask_for_name(name)

    async def edit_filter(self, name: str) -> None:
        """Filter by what a saved filter stands for, and open the search field on it."""
        await self.correct(self._store.state.filters.get(name, ""))

    def remove_filter(self, name: str) -> None:
        """Remove a saved filter; its query becomes the last search."""
        try:
            text = self._store.filters.remove(name)
            if text:
                self._store.remember_search(text)
        except NotRememberedError as error:
            return self._show_message(str(error), warning=True)
        self._show_message(f"The filter {name} is removed; / and ↑ have its query: {text}")
        return None

    def _ask_for_name(self, renamed: str = "") -> None:
        from confui.screens.dialogs.filter_name import FilterName

        def closed(outcome: str | None) -> None:
            if outcome:
                self._show_message(outcome)

        self.app.push_screen(FilterName(self._store, renamed), closed)

    def cancel_search(self) -> None:
        """Close the search field; return to the query and the session from before the search."""
        if self._store.state.text != self._before.text:
            self._remember()
            self._store.take_back_search(self._before)
        self._close_search()
        self._return_to_place()

    @on(SessionView.TermDropped)
    def drop_term(self, event: SessionView.TermDropped) -> None:
        """Remove a filter that was clicked because it is in the way of all matches."""
        state = self._store.state
        for term, _ in state.relaxations[event.number : event.number + 1]:
            self._store.filter(state.query.without(term))

    def action_go_to_match(self, step: int) -> None:
        """Go to the next match, or with -1 to the one before."""
        if not self._store.state.query:
            return self._show_message("No search yet; press / to search")
        if not self._store.select_match(step):
            return self._show_no_match()
        state = self._store.state
        matches = [id for id in state.order if id in state.matching]
        number = matches.index(state.cursor.session) + 1
        more = " …" if state.unsearched else ""
        self._show_message(f"Match {number} of {len(matches)}{more} · {state.query.describe()}")

    def action_cycle_facet(self) -> None:
        """Filter by the next difficulty, track or kind; after the last one by none."""
        before = self._store.state
        self._store.cycle_facet()
        if before.main_facet is None:
            reason = "All sessions are alike" if before.sessions else "No session to filter"
            self._show_message(reason)

    def action_choose_facet(self) -> None:
        """Open the filter panel on the difficulties, tracks or kinds, else on its first field."""
        self.action_choose(self._store.state.main_facet or MainFacet.LEVEL)

    def name_facet(self) -> None:
        """Let the help and the key bar say what the keys of the main facet filter by."""
        facet = self._store.state.main_facet
        if facet is not None:
            describe_binding(self, "filter.level", facet, f"Filter by the next {facet}")
            describe_binding(self, "filter.levels", facet, f"Choose the {facet}")

    @on(QueryBar.ValueClicked)
    def toggle_value(self, event: QueryBar.ValueClicked) -> None:
        """Add the value that was clicked to the filter, or remove it."""
        self._store.toggle_facet(event.value)

    @on(QueryBar.MoreClicked)
    def choose_more(self) -> None:
        """Open the filter panel on all values, of which the line shows some."""
        self.action_choose_facet()

    def colour_by(self, facet: MainFacet) -> None:
        """Give sessions the colours of another field, here and at the next start."""
        try:
            if not self._store.colour_by(facet):
                self._show_message(f"Sessions do not differ in their {facet}")
        except NotRememberedError as error:
            self._show_message(str(error), warning=True)

    @on(QueryBar.QueryClicked)
    async def search_clicked(self) -> None:
        """Open the search field."""
        await self.action_search()

    @on(QueryBar.ClearClicked)
    def clear(self) -> None:
        """Remove all filters."""
        self._store.filter(Query())

    def action_choose(self, field: str = "") -> None:
        """Open the filter panel on a field, or on the list of fields."""
        from confui.screens.dialogs.filter_panel import FilterPanel

        def closed(accepted: bool | None) -> None:
            if accepted:
                self._go_to_a_match()
            else:
                self._return_to_place()

        self._keep_place()
        self.app.push_screen(FilterPanel(self._store, field), closed)

    def action_toggle_hiding(self) -> None:
        """Hide the sessions that the filter does not match, or dim them."""
        self._store.toggle_hiding()
        state = self._store.state
        if not state.query:
            verb = "hide" if state.hiding else "dim"
            self._show_message(f"Filters now {verb} the sessions that do not match")

    def _accept_search(self) -> None:
        self._close_search()
        self._go_to_a_match()

    def _close_search(self) -> None:
        """Replace the search field with the query line."""
        if self.search_field is not None:
            self.search_field.remove()
            self.search_field = None
        self._line.remove_class("-searching")
        self._query_bar.searching = False
        self._show_hint(Content())
        self.screen.set_focus(self._get_view())

    def _keep_place(self) -> None:
        self._before = self._store.state
        self._scrolled = self._get_view().scroll_offset

    def _return_to_place(self) -> None:
        """Scroll the view as it was before the search, if it still shows the same."""
        state, before = self._store.state, self._before
        if (state.view, state.turned, state.day) == (before.view, before.turned, before.day):
            self._get_view().scroll_back(self._scrolled)

    def _go_to_a_match(self) -> None:
        """Add the query to past searches, and move the cursor to a match if it is not on one."""
        self._remember()
        if not self._store.select_best_match():
            self._show_no_match()

    def _remember(self) -> None:
        """Add the query to past searches; show once why it cannot be written."""
        try:
            self._store.remember_search()
        except NotRememberedError as error:
            if not self._warned:
                self._show_message(str(error), warning=True)
            self._warned = True

    def _show_no_match(self) -> None:
        """Show that nothing matches, and which term to remove."""
        state = self._store.state
        if state.unsearched:
            return self._show_message(ways_out(state))
        last = "" if state.relaxations else "; Esc drops the last"
        return self._show_message(f"{ways_out(state)}{last}", warning=True)
