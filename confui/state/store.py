"""The reactive store: one immutable state, changed only here, and told to whoever listens.

A change that is the attendee's own is written to their database first: a star shown is a star kept.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cached_property

from confui.schedule.bookmark import STARS, Bookmark, Mark
from confui.schedule.layout import Cursor, enter_day, enter_plan, next_match
from confui.schedule.models import Conference, Session
from confui.schedule.plan import Overlap, find_overlaps
from confui.schedule.query import DIFFICULTY, Query, Term, next_level
from confui.state.bookmark_history import BookmarkHistory
from confui.state.state import State, View, opened, planned

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once something is searched for: to open a conference takes none of it.
    from confui.schedule.query import Parsed
    from confui.schedule.search import Completion, Facet
    from confui.userdata import Bookmarks, MergedBookmark


Listener = Callable[[State], None]


class Store:
    """Owns the state of one open conference.

    What is the attendee's own is changed on the disk first: `NotSavedError` is raised where that
    fails, and the state is as before. A session that does not exist is a `KeyError`.
    """

    def __init__(
        self, conference: Conference, bookmarks: "Bookmarks", now: datetime | None = None
    ) -> None:
        self._history = BookmarkHistory(bookmarks, conference)
        self._file = bookmarks
        self._listeners: list[Listener] = []
        self._state = self._opened(conference, now)
        self._finder = Finder(self._state)

    @property
    def state(self) -> State:
        """The present state."""
        return self._state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def open(self, conference: Conference, now: datetime | None = None) -> None:
        """Show another conference, with its own bookmarks, as `now` at its venue."""
        self._history = BookmarkHistory(self._file, conference)
        state = self._opened(conference, now)
        self._finder = Finder(state)
        self._change(state._replace(searches=self._state.searches))

    def take_up(self, conference: Conference) -> None:
        """Show a newer version of the open conference; all that still can stays as it is."""
        before = self._state
        self._history.take_up(conference)
        fresh = self._opened(conference, before.now)
        self._finder = Finder(fresh)
        self._change(self._finder.matched(planned(fresh.like(before))).on_shown())

    def place(self, cursor: Cursor) -> None:
        """Move the cursor; the day follows the session."""
        self._change(self._state.at(cursor))

    def select(self, session_id: str) -> None:
        """Put the cursor on a session of any day."""
        self._change(self._state.on(session_id))

    def select_match(self, step: int) -> bool:
        """Go to the next match after the cursor, over all days, or with -1 to the one before.

        Return whether there is any; after the last comes the first.
        """
        state = self._state
        among = state.matching
        if state.view is View.PLAN:
            among &= {session.id for session in state.shown}
        found = next_match(tuple(state.sessions), among, state.cursor.session, step)
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
        if state.view is View.PLAN:
            cursor = enter_plan(state.plan, state.cursor, None, day)
            self._change(self._state.at(cursor))
            return self._state.day == day
        there = [session for session in state.shown if session.day == day]
        if not there and state.view is not View.GRID:
            return False
        if day != self._state.day:
            if state.view is View.GRID:
                self._change(state._replace(cursor=enter_day(there, state.cursor.room)))
            else:
                self._change(state.on(there[0].id))
        return True

    def show(self, view: View) -> None:
        """Show the same schedule in another way."""
        self._change(planned(self._state._replace(view=view, filling=None)).on_shown())

    def search(self, text: str) -> None:
        """Show what a typed query matches, as far as it is valid; its mistakes are kept beside."""
        parsed = self._finder.parse(text)
        state = self._state.asking(parsed.query, text, parsed.mistakes)
        self._change(self._finder.matched(state).on_shown())

    def ask(self, text: str) -> "tuple[Parsed, int]":
        """Return what a typed query says, and how many sessions it would match."""
        return self._finder.ask(text, self._state)

    def filter(self, query: Query) -> None:
        """Show what a query matches."""
        self._change(self._finder.matched(self._state.asking(query)).on_shown())

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
        self.filter(next_level(self._state.query, self._finder.levels))

    def toggle_level(self, level: str) -> None:
        """Add a level, as queries spell it, to the filter, or take it out."""
        self.filter(self._state.query.toggled(DIFFICULTY, level))

    def follow(self, term: Term) -> None:
        """List all that shares something, over all days; `go_back` returns from there."""
        state = self._state.leaving()._replace(view=View.AGENDA).asking(Query((term,)))
        self._change(self._finder.matched(state).on_shown())

    def visit(self, session_id: str) -> None:
        """Put the cursor on a session that a link names; `go_back` returns from there."""
        state = self._state.leaving().on(session_id)
        if session_id not in {session.id for session in state.shown}:
            state = state._replace(view=View.GRID, hiding=False)
        self._change(state)

    def go_back(self) -> bool:
        """Return to where the last link was followed from; tell whether there was any."""
        if not self._state.trail:
            return False
        self._change(self._finder.matched(self._state.returning()).on_shown())
        return True

    def mark(self, session_id: str, mark: Mark) -> tuple[Overlap, ...]:
        """Keep what the attendee makes of a session; return what a star collides with.

        That is only what has the same grade: beside a must, a maybe is its backup.
        """
        session = self._session(session_id)
        self._history.mark(session, mark)
        self._take_over()
        marks, sessions = self._state.bookmarks, self._state.sessions
        others = [sessions[id] for id in marks if marks[id].mark is mark and id in sessions]
        return find_overlaps(session, others) if mark in STARS else ()

    def unmark(self, session_id: str) -> None:
        """Take the mark off a session."""
        self._history.unmark(self._session(session_id))
        self._take_over()

    def annotate(self, session_id: str, note: str, begun_with: str | None = None) -> None:
        """Keep a note on a session; an empty one takes it away. See `BookmarkHistory.annotate`."""
        self._history.annotate(self._session(session_id), note, begun_with)
        self._take_over()

    def acknowledge(self, session_ids: Iterable[str]) -> None:
        """Take the changes of some starred sessions for seen."""
        sessions = self._state.sessions
        self._history.acknowledge({each: sessions.get(each) for each in session_ids})
        self._take_over()

    def settle(self, orphan: str, session_id: str | None) -> None:
        """Say which session a bookmark is of; None for none of them; see `BookmarkHistory`."""
        self._history.settle(orphan, session_id)
        self._take_over()

    def preview(self, theirs: Iterable[Bookmark]) -> "tuple[MergedBookmark, ...]":
        """Return what `take_in` would come to."""
        return self._history.preview(theirs)

    def take_in(self, theirs: Iterable[Bookmark]) -> "tuple[MergedBookmark, ...]":
        """Merge bookmarks from elsewhere; return what each came to."""
        found = self._history.take_in(theirs)
        self._take_over()
        return found

    def undo(self) -> str:
        """Undo the attendee's last change; return how things are now, empty for no change."""
        what, session = self._history.undo()
        self._take_over()
        if self._state.view is View.PLAN and session in {each.id for each in self._state.shown}:
            self._change(self._state.at(self._state.cursor._replace(session=session, gap=None)))
        return what

    def fill(self, gap: datetime | None) -> None:
        """List in the plan what fits into the free time that begins then, or no longer."""
        state, before = self._state, self._state.filling
        found = state.plan.gap(gap)
        if found and found.fits:
            first = found.fits[0].session
            self._change(state._replace(filling=gap).at(Cursor(first.id, state.cursor.room)))
        elif before is not None:
            there = Cursor(room=state.cursor.room, gap=before)
            self._change(state._replace(filling=None).at(there))

    def look_again(self) -> None:
        """Take over what another window wrote since the last look."""
        if self._history.look_again():
            self._take_over()

    def tick(self, now: datetime) -> None:
        """Let the time at the venue be `now`."""
        self._change(self._matched_again(planned(self._state._replace(now=now))))

    def prepare(self) -> Iterator[None]:
        """Make searching quick, step by step in idle time; may be left off after any step."""
        return self._finder.prepare()

    def facets(self, fields: Iterable[str]) -> "tuple[Facet, ...]":
        """Return what there is to filter by, counted under the present query's other filters."""
        return self._finder.facets(self._state, fields)

    def complete(self, text: str, cursor: int) -> "tuple[Completion, ...]":
        """Return what may stand at a place of a typed query."""
        return self._finder.complete(text, cursor)

    def _opened(self, conference: Conference, now: datetime | None) -> State:
        history = self._history
        state = opened(conference, history.bookmarks, history.notice, now)
        return state._replace(questions=history.open_questions)

    def _session(self, session_id: str) -> Session:
        state = self._state
        found = state.sessions.get(session_id) or state.plan.session(session_id)
        if found is None:
            raise KeyError(session_id)
        return found

    def _take_over(self) -> None:
        """Take over what the history has now."""
        before, history = self._state, self._history
        state = before._replace(
            bookmarks=history.bookmarks, questions=history.open_questions, notice=history.notice
        )
        state = self._matched_again(planned(state))
        if state.filling and before.cursor.session not in {each.id for each in state.shown}:
            state = state.beyond(before.shown, before.cursor.session)
        self._change(state)

    def _matched_again(self, state: State) -> State:
        """Return the state after a change that the query may look at.

        In a list the cursor stays, even on what is no match any more: one key undoes the change.
        """
        state = self._finder.matched(state)
        return state.on_shown() if state.view in (View.GRID, View.PLAN) else state

    def _change(self, state: State) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)


TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once something is searched for: to open a conference takes none of it.
    from confui.schedule.query import Parsed
    from confui.schedule.search import Attendee, Completion, Corpus, Facet


class Finder:
    """Searches one conference; what it needs to be quick is made when it is first used."""

    def __init__(self, state: State) -> None:
        """Begin with a state without a query."""
        self._conference: Conference = state.conference
        self._everybody = state.matching
        self._levels = state.levels

    def parse(self, text: str) -> "Parsed":
        """Return what a typed query says."""
        from confui.schedule.query import parse

        return parse(text, self._corpus.fields)

    def ask(self, text: str, state: State) -> "tuple[Parsed, int]":
        """Return what a typed query says, and how many sessions it would match."""
        parsed = self.parse(text)
        return parsed, len(self._corpus.matching(parsed.query, _attendee(state)))

    def matched(self, state: State) -> State:
        """Return the state with what its query matches, given its stars and its time."""
        if not state.query:
            return state._replace(matching=self._everybody, relaxations=(), levels=self._levels)
        from confui.schedule.search import count_facets, find_relaxations

        attendee = _attendee(state)
        matching = self._corpus.matching(state.query, attendee)
        (levels,) = count_facets(self._corpus, state.query, attendee, [DIFFICULTY])
        ways = () if matching else find_relaxations(self._corpus, state.query, attendee)
        return state._replace(matching=matching, relaxations=ways, levels=levels.counted)

    def facets(self, state: State, fields: Iterable[str]) -> "tuple[Facet, ...]":
        """Return what there is to filter by, counted under the present query's other filters."""
        from confui.schedule.search import count_facets

        return count_facets(self._corpus, state.query, _attendee(state), fields)

    def complete(self, text: str, cursor: int) -> "tuple[Completion, ...]":
        """Return what may stand at a place of a typed query."""
        from confui.schedule.search import complete

        return complete(text, cursor, self._corpus)

    def prepare(self) -> Iterator[None]:
        """Make searching quick, step by step in idle time; may be left off after any step."""
        yield
        yield from self._corpus.prepare()

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that the conference has."""
        return tuple(level for level, _ in self._levels)

    @cached_property
    def _corpus(self) -> "Corpus":
        from confui.schedule.search import Corpus

        return Corpus(self._conference)


def _attendee(state: State) -> "Attendee":
    from confui.schedule.search import Attendee

    return Attendee(state.bookmarks, state.now)
