"""The reactive store: one immutable state, changed only here, and told to whoever listens.

A change that is the attendee's own is written to their database first: a star shown is a star kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Protocol

from confui.schedule.levels import DIFFICULTY, next_level
from confui.schedule.models import Conference, Session
from confui.schedule.navigation import Cursor, enter, onward
from confui.schedule.plan import Overlap, overlaps
from confui.schedule.terms import Query, Term
from confui.state import State, View, opened
from confui.userdata.bookmarks import Bookmark

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once something is searched for: to open a conference takes none of it.
    from confui.schedule.attendee import Attendee
    from confui.schedule.completion import Completion
    from confui.schedule.facets import Facet
    from confui.schedule.matching import Corpus
    from confui.schedule.parsing import Parsed


class BookmarkKeeper(Protocol):
    """What the store asks of the attendee's bookmarks."""

    @property
    def notice(self) -> str:
        """A standing warning, or empty."""

    def of(self, conference: str) -> Mapping[str, Bookmark]:
        """Return a conference's bookmarks by session id."""

    def star(self, conference: str, session: Session) -> Bookmark:
        """Keep a star; return after it is on disk."""

    def unstar(self, conference: str, session: str) -> None:
        """Take a star away; return after that is on disk."""

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since the last look."""


Listener = Callable[[State], None]


class Store:
    """Owns the state of one open conference."""

    def __init__(
        self, conference: Conference, bookmarks: BookmarkKeeper, now: datetime | None = None
    ) -> None:
        self._keeper = bookmarks
        self._listeners: list[Listener] = []
        self._state = opened(conference, bookmarks.of(conference.id), bookmarks.notice, now)
        self._everybody = self._state.matching
        self._levels = self._state.levels

    @property
    def state(self) -> State:
        """The present state."""
        return self._state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def place(self, cursor: Cursor) -> None:
        """Move the cursor; the day follows the session."""
        self._change(self._state.at(cursor))

    def select(self, session_id: str) -> None:
        """Put the cursor on a session of any day.

        Raises:
            KeyError: No visible session has this id.
        """
        self._change(self._state.on(session_id))

    def select_match(self, step: int) -> bool:
        """Go to the next match after the cursor, over all days, or with -1 to the one before.

        Return whether there is any; after the last comes the first.
        """
        state = self._state
        found = onward(tuple(state.sessions), state.matching, state.cursor.session, step)
        if found:
            self.select(found)
        return bool(found)

    def show_day(self, day: date | None) -> bool:
        """Show another day, in the grid with the cursor in the same room where the day has it.

        Return whether the view has something of that day; the grid has all days.
        """
        if day not in self._state.days:
            return False
        state = self._state._replace(day=day)
        there = [session for session in state.shown if session.day == day]
        if not there and state.view is not View.GRID:
            return False
        if day != self._state.day:
            if state.view is View.GRID:
                self._change(state._replace(cursor=enter(there, state.cursor.room)))
            else:
                self._change(state.on(there[0].id))
        return True

    def show(self, view: View) -> None:
        """Show the same schedule in another way."""
        self._change(self._state._replace(view=view).on_shown())

    def search(self, text: str) -> None:
        """Show what a typed query matches, as far as it is valid; its mistakes are kept beside."""
        from confui.schedule.parsing import parse

        parsed = parse(text, self._corpus.catalogue)
        state = self._state.asking(parsed.query, text, parsed.mistakes)
        self._change(self._matched(state).on_shown())

    def ask(self, text: str) -> "tuple[Parsed, int]":
        """Return what a typed query says, and how many sessions it would match."""
        from confui.schedule.parsing import parse

        parsed = parse(text, self._corpus.catalogue)
        return parsed, len(self._corpus.matching(parsed.query, _attendee(self._state)))

    def filter(self, query: Query) -> None:
        """Show what a query matches."""
        self._change(self._matched(self._state.asking(query)).on_shown())

    def remember_search(self) -> None:
        """Keep what was typed among the searches."""
        text = self._state.text.strip()
        if text:
            others = tuple(search for search in self._state.searches if search != text)
            self._change(self._state._replace(searches=(*others, text)))

    def toggle_hiding(self) -> None:
        """Leave out what does not match, or dim it again."""
        self._change(self._state._replace(hiding=not self._state.hiding).on_shown())

    def cycle_level(self) -> None:
        """Filter by the next level that this conference has; after the last by none."""
        self.filter(next_level(self._state.query, [level for level, _ in self._levels]))

    def toggle_level(self, level: str) -> None:
        """Add a level, as queries spell it, to the filter, or take it out."""
        self.filter(self._state.query.toggled(DIFFICULTY, level))

    def follow(self, term: Term) -> None:
        """List all that shares something, over all days; `go_back` returns from there."""
        state = self._state.leaving()._replace(view=View.AGENDA).asking(Query((term,)))
        self._change(self._matched(state).on_shown())

    def visit(self, session_id: str) -> None:
        """Put the cursor on a session that a link names; `go_back` returns from there.

        Raises:
            KeyError: No visible session has this id.
        """
        state = self._state.leaving().on(session_id)
        if session_id not in {session.id for session in state.shown}:
            state = state._replace(view=View.GRID, hiding=False)
        self._change(state)

    def go_back(self) -> bool:
        """Return to where the last link was followed from; tell whether there was any."""
        if not self._state.trail:
            return False
        self._change(self._matched(self._state.returning()).on_shown())
        return True

    def star(self, session_id: str) -> tuple[Overlap, ...]:
        """Keep a star on a session; return what other starred sessions it overlaps.

        Raises:
            KeyError: No visible session has this id.
            NotSavedError: The star could not be kept; the state is as before.
        """
        state = self._state
        session = state.sessions[session_id]
        bookmark = self._keeper.star(state.conference.id, session)
        others = [state.sessions[star] for star in state.bookmarks if star in state.sessions]
        self._take_over({**state.bookmarks, session_id: bookmark})
        return overlaps(session, others)

    def unstar(self, session_id: str) -> None:
        """Take the star off a session.

        Raises:
            NotSavedError: It could not be taken off; the state is as before.
        """
        self._keeper.unstar(self._state.conference.id, session_id)
        self._take_over(
            {id: star for id, star in self._state.bookmarks.items() if id != session_id}
        )

    def look_again(self) -> None:
        """Take over the stars that another window set since the last look."""
        if self._keeper.changed_elsewhere():
            self._take_over(self._keeper.of(self._state.conference.id))

    def tick(self, now: datetime) -> None:
        """Let the time at the venue be `now`."""
        self._change(self._matched_again(self._state._replace(now=now)))

    def prepare(self) -> Iterator[None]:
        """Make searching quick, step by step in idle time; may be left off after any step."""
        yield
        yield from self._corpus.prepare()

    def facets(self, fields: Iterable[str]) -> "tuple[Facet, ...]":
        """Return what there is to filter by, counted under the present query's other filters."""
        from confui.schedule.facets import facets

        return facets(self._corpus, self._state.query, _attendee(self._state), fields)

    def complete(self, text: str, cursor: int) -> "tuple[Completion, ...]":
        """Return what may stand at a place of a typed query."""
        from confui.schedule.completion import complete

        return complete(text, cursor, self._corpus)

    @cached_property
    def _corpus(self) -> "Corpus":
        from confui.schedule.matching import Corpus

        return Corpus(self._state.conference)

    def _matched(self, state: State) -> State:
        """Return the state with what its query matches, given its stars and its time."""
        if not state.query:
            return state._replace(matching=self._everybody, relaxations=(), levels=self._levels)
        from confui.schedule.facets import facets, relaxations

        attendee = _attendee(state)
        matching = self._corpus.matching(state.query, attendee)
        (levels,) = facets(self._corpus, state.query, attendee, [DIFFICULTY])
        ways = () if matching else relaxations(self._corpus, state.query, attendee)
        return state._replace(matching=matching, relaxations=ways, levels=levels.counted)

    def _take_over(self, stars: Mapping[str, Bookmark]) -> None:
        state = self._state._replace(bookmarks=stars, notice=self._keeper.notice)
        self._change(self._matched_again(state))

    def _matched_again(self, state: State) -> State:
        """Return the state after a change that the query may look at.

        In a list the cursor stays, even on what is no match any more: one key undoes the change.
        """
        state = self._matched(state)
        return state.on_shown() if state.view is View.GRID else state

    def _change(self, state: State) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)


def _attendee(state: State) -> "Attendee":
    from confui.schedule.attendee import Attendee

    return Attendee(state.bookmarks, state.now)
