"""The reactive store: one immutable state, changed only here; listeners get every new one.

A change to the attendee's bookmarks is written to disk first: a star on the screen is a saved star.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from confui.doorway import TYPE_CHECKING
from confui.schedule.bookmark import STARS, Mark
from confui.schedule.colours import assign_colours
from confui.schedule.display_zone import find_zone
from confui.schedule.layout import (
    Cursor,
    enter_day,
    enter_plan,
    enter_room,
    nearest_in_time,
    next_match,
)
from confui.schedule.models import Conference
from confui.schedule.plan import Overlap, find_overlaps
from confui.schedule.query import SAVED, Query, Term, count_values, next_value
from confui.schedule.rooms import with_default_walk
from confui.schedule.variety import MainFacet
from confui.sources import StoredByDay, StoredConference
from confui.state.bookmark_history import BookmarkHistory
from confui.state.first_state import open_state
from confui.state.last_place import (
    MOST_PLACES,
    PLACES,
    LastPlace,
    go_to_place,
    place_from_json,
    place_of,
    place_to_json,
)
from confui.state.saved_filters import SavedFilters
from confui.state.state import GridScales, State, View, with_plan

if TYPE_CHECKING:
    # The first frame does without these; functions below import them when something is searched.
    from confui.schedule.query import Parsed
    from confui.schedule.rooms import RoomChoice
    from confui.schedule.search import Attendee, Completion, Corpus, Facet
    from confui.userdata import Bookmarks, Remembered

Listener = Callable[[State], None]

_COLOUR_BY = "colour_by"
"""The key under which the field of the colours is remembered."""


class Store:
    """Owns the state of one open conference."""

    def __init__(
        self,
        conference: Conference,
        file: "Bookmarks",
        now: datetime | None = None,
        remembered: "Remembered | None" = None,
    ) -> None:
        """Open a conference.

        Args:
            conference: The schedule.
            file: The attendee's bookmark file.
            now: The wall time at the venue.
            remembered: What is remembered beside bookmarks; without it, only until the end.
        """
        self._file = file
        self.remembered = remembered or _remember_until_the_end()
        """What the program remembers by itself: theme, searches, filters."""
        self.filters = SavedFilters(self.remembered, self._show_filters)
        """The attendee's saved filters."""
        self._listeners: list[Listener] = []
        self._preferred_facet = _read_facet(self.remembered.get(_COLOUR_BY))
        self._my_zone: tzinfo | None = None
        """The zone in which the attendee wants to see times; `None` for that of the event."""
        self._walk_minutes = 0
        self._place: tuple[Cursor, timedelta | None] = Cursor(), None
        """The cursor after the last change of day, and the time of day that it stands for."""
        self.bookmarks = BookmarkHistory(file, conference, self._show_bookmarks)
        """The attendee's bookmarks of the open conference, with undo."""
        self._unfiltered = self._open_state(conference, now)
        self._state = self._at_last_place(self._unfiltered)
        self._written = self._state.conference.id, place_of(self._state)
        self._corpus: Corpus | None = None
        self._searched_from: tuple[State, State] | None = None
        """The last search with an origin: that, and the state after it."""

    @property
    def state(self) -> State:
        """The present state."""
        return self._state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; return a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def open(self, conference: Conference, now: datetime | None = None) -> None:
        """Show another conference with its own bookmarks; `now` is the wall time at its venue."""
        self.remember_place()
        self.bookmarks = BookmarkHistory(self._file, conference, self._show_bookmarks)
        self._unfiltered = self._open_state(conference, now)
        self._corpus = self._searched_from = None
        present = self._state
        state = self._unfiltered._replace(searches=present.searches, turned=present.turned)
        self._change(self._at_last_place(state))
        self._written = conference.id, place_of(self._state)

    def show_reading(self, text: str) -> None:
        """Show in place of sessions how far the reading of the conference is."""
        self._change(self._state._replace(reading=text))

    def _at_last_place(self, state: State) -> State:
        """Return the first state of a conference where the attendee was when they left it."""
        place = self._last_place(state.conference)
        return go_to_place(state, place) if place else state

    def _last_place(self, conference: Conference) -> LastPlace | None:
        return place_from_json(self.remembered.get(PLACES, conference.id))

    def remember_place(self, *, cursor: bool = True) -> None:
        """Remember where the attendee is and how the grid looks, if that differs from before.

        This is never in the way: what cannot be written is forgotten. Without `cursor`, nothing is
        written if only the cursor has moved.
        """
        state, place = self._state, place_of(self._state)
        if state.reading:
            return
        known, before = self._written
        if known == state.conference.id and not cursor:
            place = place._replace(view=before.view, day=before.day, session=before.session)
        if (state.conference.id, place) == self._written:
            return
        self._written = state.conference.id, place
        self.remembered.put_latest(place_to_json(place), PLACES, state.conference.id, MOST_PLACES)

    def show_newer_version(self, conference: Conference) -> None:
        """Show a newer version of the open conference; view, query and cursor stay if possible."""
        before = self._state
        self.bookmarks.use_newer_version(conference)
        self._unfiltered = self._open_state(conference, before.now)
        self._corpus = self._searched_from = None
        state = with_plan(self._unfiltered.with_place_of(before))
        self._change(self._with_matches(state).with_cursor_on_shown())

    def move_cursor(self, cursor: Cursor) -> bool:
        """Move the cursor; the day follows the session.

        It stays, and False is returned, if a refresh has removed the session or free time.
        """
        state = self._state.with_cursor(cursor)
        if (cursor.session and not state.selected) or (cursor.gap and not state.gap):
            return False
        self._change(state)
        return True

    def select(self, session_id: str) -> None:
        """Put the cursor on a session of any day. Raises KeyError if there is no such session."""
        self._change(self._state.with_session(session_id))

    def select_match(self, step: int) -> bool:
        """Go to the next match after the cursor, over all days, or with -1 to the one before.

        After the last match comes the first. Return False if there is none.
        """
        state = self._state
        ids = state.matching
        if state.view is View.PLAN:
            ids &= {session.id for session in state.shown}
        match = next_match(state.order, ids, state.cursor.session, step)
        if match:
            self.select(match)
        return bool(match)

    def show_day(self, day: date | None) -> bool:
        """Show another day at the same time of day; in the grid the cursor stays in its room too.

        Return False if the view has nothing on that day. The grid shows every day.
        """
        if day not in self._state.days:
            return False
        state = self._state._replace(day=day)
        time_of_day = self._time_of_day()
        when = datetime.combine(day, time()) + time_of_day if day and time_of_day else None
        if state.view is View.PLAN:
            self._change(self._state.with_cursor(enter_plan(state.plan, state.cursor, when, day)))
            return self._state.day == day
        on_day = state.shown_on(day)
        if not on_day and state.view is not View.GRID:
            return False
        if day != self._state.day:
            if state.view is View.GRID:
                self._change(state._replace(cursor=enter_day(on_day, state.cursor.room, when)))
            else:
                near = nearest_in_time(on_day, when) if when else None
                self._change(state.with_session((near or on_day[0]).id))
            self._place = self._state.cursor, time_of_day
        return True

    def _time_of_day(self) -> timedelta | None:
        """Return the time of day that the cursor is at, counted from midnight of its day.

        While nothing but the day changes, it is where the first of these steps began.
        """
        state, (cursor, known) = self._state, self._place
        if known is not None and cursor == state.cursor:
            return known
        session = state.selected
        start = session.start if session else state.cursor.gap
        return start - datetime.combine(state.day, time()) if start and state.day else None

    def show_view(self, view: View) -> None:
        """Show the schedule in another view."""
        before = self._state
        state = before._replace(view=view, expanded_gap=None)
        if view is View.PLAN and before.view is not View.PLAN:
            state = state._replace(view_before_plan=before.view)
        self._change(with_plan(state).with_cursor_on_shown())

    def search(self, text: str, origin: State | None = None) -> None:
        """Filter by a typed query. Mistakes in it are kept beside; the valid part filters.

        With an `origin`, the state before the search, the cursor goes to the match that is meant:
        one with the words in the title, that is not over, that begins with the session under the
        cursor of the origin or after it. If nothing matches, or nothing is typed, the cursor goes
        back to where it was.

        If many texts have to be searched, what is found at once is shown first, and
        `State.unsearched` says so; `prepare_search` brings the rest.
        """
        parsed = self._parse(text)
        state = self._state.with_query(parsed.query, text, parsed.mistakes)
        if origin is None:
            return self._filter(state)
        state = self._with_matches(state.at_place_of(origin))
        best = self._with_best_match(state)
        self._change(best or state.with_cursor_on_shown())
        self._searched_from = origin, self._state
        return None

    def select_best_match(self) -> bool:
        """Put the cursor on the match that is meant, see `search`. Return False if there is none.

        If the cursor is on a match already, it stays.
        """
        if self._state.cursor.session not in self._state.matching:
            self._change(self._with_best_match(self._state) or self._state)
        return self._state.cursor.session in self._state.matching

    def take_back_search(self, before: State) -> None:
        """Return to the query and the cursor of the state before a search."""
        state = self._state.with_query(before.query, before.text, before.mistakes)
        self._filter(state.at_place_of(before))

    def try_query(self, text: str) -> "tuple[Parsed, int]":
        """Return a parsed query and its number of matches, without filtering by it."""
        parsed = self._parse(text)
        matching = self._get_corpus().search(parsed.query, _attendee(self._state))
        return parsed, len(matching)

    def filter(self, query: Query) -> None:
        """Filter by a query."""
        if any(term.field == SAVED for term in query.terms):
            return self.search(str(query))  # which finds out what a new name stands for
        return self._filter(self._state.with_query(query))

    def remember_search(self, text: str = "") -> None:
        """Add a query to the past searches, by default the one that was typed.

        Raises:
            NotRememberedError: It is there until the program ends, but could not be written.
        """
        text = text or self._state.text.strip()
        if text:
            others = tuple(search for search in self._state.searches if search != text)
            self._change(self._state._replace(searches=(*others, text)))
            self.remembered.add_search(text)

    def reload(self) -> None:
        """Show what other windows have changed in the meantime."""
        self.bookmarks.reload_if_changed()
        if self.remembered.reload_if_changed():
            self._change(self._state._replace(searches=self.remembered.searches))
            self._show_filters()

    def toggle_hiding(self) -> None:
        """Hide the sessions that do not match, or dim them."""
        state = self._state._replace(hiding=not self._state.hiding)
        self._change(state.with_cursor_on_shown())

    def scale(self, scales: GridScales) -> None:
        """Scale the grids."""
        self._change(self._state._replace(scales=scales))

    def choose_rooms(self, choice: "RoomChoice | None") -> None:
        """Show other rooms in the grid, or in another order; None shows all."""
        self._change(self._state._replace(room_choice=choice).with_cursor_on_shown())

    def go_to_room(self, room: str) -> bool:
        """Put the cursor in a room at the time of the selected session; False if it has none."""
        cursor = enter_room(self._state.shown, room, self._state.selected)
        if cursor is not None:
            self._change(self._state.with_cursor(cursor))
        return cursor is not None

    def turn_grid(self) -> None:
        """Show the grid, with rooms and time the other way round if it is shown already."""
        state = self._state
        if state.view is View.GRID:
            self._change(state._replace(turned=not state.turned, all_days=False))
        else:
            self._change(state._replace(turned=True, all_days=False))
            self.show_view(View.GRID)

    def show_all_days(self) -> None:
        """Show all days in the turned grid, one under the other; if they are there, only one."""
        state = self._state
        is_shown = state.view is View.GRID and state.turned and state.all_days
        self._change(state._replace(turned=True, all_days=not is_shown))
        self.show_view(View.GRID)

    def colour_by(self, facet: MainFacet) -> bool:
        """Give sessions the colours of another field; False if they do not differ in it.

        Raises:
            NotRememberedError: It is so until the program ends, but could not be written.
        """
        if facet not in self._state.variety.facets:
            return False
        self._preferred_facet = facet
        self._show_facet(facet)
        self.remembered.put(facet.value, _COLOUR_BY)
        return True

    def walk_between_buildings(self, minutes: int) -> None:
        """Let so many minutes pass between two buildings of which a conference says nothing."""
        self._walk_minutes = minutes
        conference = with_default_walk(self._state.conference, minutes)
        if conference is not self._state.conference:
            self._unfiltered = self._unfiltered._replace(conference=conference)
            self._change(with_plan(self._state._replace(conference=conference)))

    def prefer_colour(self, field: str) -> None:
        """Give sessions the colours of a field, as queries call it, where they differ in it."""
        facet = MainFacet(field)
        if facet in self._state.variety.facets and facet is not self._state.main_facet:
            self._show_facet(facet)
        self._preferred_facet = facet

    def _show_facet(self, facet: MainFacet) -> None:
        conference = self._state.conference
        counts, colours = count_values(conference, facet), assign_colours(conference, facet)
        self._unfiltered, state = (
            state._replace(main_facet=facet, facet_counts=counts, colours=colours)
            for state in (self._unfiltered, self._state)
        )
        self._change(self._with_matches(state))

    def cycle_facet(self) -> None:
        """Filter by the next value of the main facet; after the last one by none."""
        state = self._state
        if state.main_facet is not None:
            present = tuple(value for value, _ in self._unfiltered.facet_counts)
            self.filter(next_value(state.query, state.main_facet, present))

    def toggle_facet(self, value: str) -> None:
        """Add a value of the main facet, as queries spell it, to the filter, or remove it."""
        if self._state.main_facet is not None:
            self.filter(self._state.query.toggled(self._state.main_facet, value))

    def follow(self, term: Term) -> None:
        """List the sessions that match a term, over all days; `go_back` returns from there."""
        state = self._state.with_trail_step()._replace(view=View.AGENDA)
        self._filter(state.with_query(Query((term,))))

    def visit(self, session_id: str) -> None:
        """Put the cursor on a session that a link leads to; `go_back` returns from there."""
        state = self._state.with_trail_step().with_session(session_id)
        if not state.shows(session_id):
            state = state._replace(view=View.GRID, hiding=False)
        self._change(state)

    def go_back(self) -> bool:
        """Return to where the last link was followed from; False if none was followed."""
        if not self._state.trail:
            return False
        self._filter(self._state.back_on_trail())
        return True

    def mark(self, session_id: str, mark: Mark) -> tuple[Overlap, ...]:
        """Mark a session; return its overlaps with other sessions that have the same star.

        Beside a must, a maybe is its backup and no overlap.

        Raises:
            KeyError: There is no such session.
            NotSavedError: The mark could not be written; nothing has changed.
        """
        state = self._state
        session = state.sessions.get(session_id) or state.plan.session(session_id)
        if session is None:
            raise KeyError(session_id)
        self.bookmarks.mark(session, mark)
        if mark not in STARS:
            return ()
        marks, sessions = self._state.bookmarks, self._state.sessions
        others = [sessions[id] for id in marks if marks[id].mark is mark and id in sessions]
        return find_overlaps(session, others)

    def undo(self) -> str:
        """Undo the attendee's last change; return what it did, empty if there was no change.

        Raises:
            NotSavedError: It could not be written; nothing has changed.
        """
        message, session = self.bookmarks.undo()
        state = self._state
        if state.view is View.PLAN and state.shows(session):
            self._change(state.with_cursor(state.cursor._replace(session=session, gap=None)))
        return message

    def show_fits(self, gap: datetime | None) -> None:
        """List in the plan the sessions that fit into the free time starting then; None ends it."""
        state, before = self._state, self._state.expanded_gap
        found = state.plan.gap(gap)
        if found and found.fits:
            cursor = Cursor(found.fits[0].session.id, state.cursor.room)
            self._change(state._replace(expanded_gap=gap).with_cursor(cursor))
        elif before is not None:
            cursor = Cursor(room=state.cursor.room, gap=before)
            self._change(state._replace(expanded_gap=None).with_cursor(cursor))

    def set_time(self, now: datetime) -> None:
        """Set the wall time at the venue."""
        self._change(self._with_new_matches(with_plan(self._state._replace(now=now))))

    def show_my_time(self, zone: tzinfo | None) -> bool:
        """Show times in the attendee's zone; `None` shows them as they are at the venue.

        Return False, and change nothing, if the conference does not say its zone or has the same.
        """
        shown = find_zone(self._state.conference.timezone, zone)
        if zone is not None and not shown.is_mine:
            return False
        self._my_zone = zone
        self._change(with_plan(self._state._replace(zone=shown)))
        return True

    def prepare_search(self) -> Iterator[None]:
        """Build the search index step by step, in idle time; stopping after any step is fine.

        What the latest search lacks comes first.
        """
        yield
        self._parse("any word")  # compiles patterns
        yield
        yield from self._get_corpus().read_stored()
        yield from self._prepare_days()
        for _ in self._get_corpus().prepare():
            yield from self._complete_search()
            yield
        yield from self._complete_search()

    def _complete_search(self) -> Iterator[None]:
        """Search the texts that the latest search did without, then show the result."""
        while words := self._state.unsearched:
            for _ in self._get_corpus().search_texts(words):
                yield
                if self._state.unsearched != words:
                    break  # another search
            else:
                self._search_again()
                if self._state.unsearched == words:
                    return  # more words than the index remembers

    def _search_again(self) -> None:
        state, last = self._state, self._searched_from
        if last is not None and (state.text, state.cursor) == (last[1].text, last[1].cursor):
            self.search(state.text, last[0])
        else:  # the attendee goes their own way
            self._change(self._with_new_matches(state))

    def _prepare_days(self) -> Iterator[None]:
        """Decode the sessions of the days before and after the one that is shown, step by step."""
        state = self._state
        if isinstance(state.by_day, StoredByDay) and state.day in state.days:
            at = state.days.index(state.day)
            for day in (*state.days[at + 1 : at + 2], *state.days[max(0, at - 1) : at]):
                yield from state.by_day.prepare(day)

    def count_facets(self, fields: Iterable[str]) -> "tuple[Facet, ...]":
        """Return the values of some fields, each with its matches under the other filters."""
        from confui.schedule.search import count_facets

        state, corpus, attendee = self._state, self._get_corpus(), _attendee(self._state)
        return tuple(
            self._count_filters() if facet.field == SAVED else facet
            for facet in count_facets(corpus, state.query, attendee, fields)
        )

    def _count_filters(self) -> "Facet":
        """Return the saved filters, each with its matches under the other filters."""
        from confui.schedule.search import Facet

        corpus, attendee = self._get_corpus(), _attendee(self._state)
        others = self._state.query.with_values(SAVED, ()).terms
        names = tuple(self._state.filters)
        counts = []
        for name in names:
            terms = self._parse(str(Term(SAVED, (name,)))).query.terms
            matching = corpus.sessions_matching((*others, *terms), attendee) if terms else 0
            counts.append(matching.bit_count())
        return Facet(SAVED, names, tuple(counts))

    def complete(self, text: str, cursor: int) -> "tuple[Completion, ...]":
        """Return the completions at a place of a typed query, counted in characters."""
        from confui.schedule.search import complete

        return complete(text, cursor, self._get_corpus(), self._state.filters)

    def _open_state(self, conference: Conference, now: datetime | None) -> State:
        """Return the first state of a conference."""
        history = self.bookmarks
        conference = with_default_walk(conference, self._walk_minutes)
        state = open_state(conference, history.bookmarks, now, self._preferred_facet)
        return state._replace(
            notice=history.notice,
            questions=history.open_questions,
            unreadable=history.unreadable,
            read_only=history.read_only,
            searches=self.remembered.searches,
            filters=self.filters.texts,
            zone=find_zone(conference.timezone, self._my_zone),
        )

    def _show_bookmarks(self) -> None:
        """Show the bookmarks as they are now, after a change of theirs."""
        before, history = self._state, self.bookmarks
        state = before._replace(
            bookmarks=history.bookmarks,
            questions=history.open_questions,
            notice=history.notice,
            unreadable=history.unreadable,
            read_only=history.read_only,
        )
        state = self._with_new_matches(with_plan(state))
        if state.expanded_gap and not state.shows(before.cursor.session):
            state = state.with_cursor_after(before.shown, before.cursor.session)
        self._change(state)

    def _show_filters(self) -> None:
        """Show the saved filters as they are now, also in the query."""
        state = self._state._replace(filters=self.filters.texts)
        self._change(state)
        if SAVED in state.text:
            self.search(state.text)

    def _filter(self, state: State) -> None:
        self._change(self._with_matches(state).with_cursor_on_shown())

    def _with_matches(self, state: State) -> State:
        """Return the state with the matches of its query."""
        if not state.query:
            whole = self._unfiltered
            return state._replace(
                matching=whole.matching,
                matching_by_day={},
                in_title=frozenset(),
                in_text=frozenset(),
                marked=frozenset(),
                unsearched=(),
                relaxations=(),
                facet_counts=whole.facet_counts,
            )
        from confui.schedule.search import count_facets, find_relaxations

        corpus, attendee = self._get_corpus(), _attendee(state)
        fields = [state.main_facet] if state.main_facet else []
        with corpus.at_once() as unsearched:
            found = corpus.find(state.query, attendee)
            counted = [f.counted for f in count_facets(corpus, state.query, attendee, fields)]
            is_empty = not found.matching and not unsearched
            relaxations = find_relaxations(corpus, state.query, attendee) if is_empty else ()
            return state._replace(
                **found._asdict(),
                unsearched=tuple(unsearched),
                relaxations=relaxations,
                facet_counts=counted[0] if counted else (),
            )

    def _with_best_match(self, state: State) -> State | None:
        """Return the state with the cursor on the match that is meant; None if none is shown."""
        if not state.query or not state.matching:
            return None
        corpus = self._get_corpus()
        with corpus.at_once():
            best = corpus.best(
                state.query,
                _attendee(state),
                state.shown_on_any_day(),
                names_first=state.view is View.PEOPLE,
            )
        if state.cursor.session in best:
            return state
        selected = state.selected
        moment = selected.start if selected else state.cursor.gap
        found = corpus.first_from(best, moment, selected.id if selected else "")
        return state.with_session(found) if found else None

    def _with_new_matches(self, state: State) -> State:
        """Return the state with matches after a change of bookmarks or time.

        In a list the cursor stays even on a session that no longer matches: undo brings it back.
        """
        state = self._with_matches(state)
        return state.with_cursor_on_shown() if state.view in (View.GRID, View.PLAN) else state

    def _parse(self, text: str) -> "Parsed":
        from confui.schedule.query import parse

        return parse(text, self._get_corpus().fields, self._state.filters)

    def _get_corpus(self) -> "Corpus":
        """Return the corpus of the conference, made when something is first searched."""
        if self._corpus is None:
            # With what the first letter needs: it need not wait for imports.
            from confui.schedule.search import (
                Corpus,
                count_facets,  # noqa: F401
                find_words,  # noqa: F401
            )

            conference = self._unfiltered.conference
            order, days = self._unfiltered.positions, self._unfiltered.days
            if isinstance(conference, StoredConference) and conference.stored:
                stored, sessions = conference.stored.indexes, conference.visible_in_order
                used = conference.overview.fields if conference.overview else None
                self._corpus = Corpus(conference, sessions, stored, order, days, used)
            else:
                self._corpus = Corpus(conference, order=order, days=days)
        return self._corpus

    def _change(self, state: State) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)


def _read_facet(remembered: object) -> MainFacet | None:
    """Return the field of the colours as remembered; `None` if that is no such field."""
    return next((facet for facet in MainFacet if facet.value == remembered), None)


def _remember_until_the_end() -> "Remembered":
    from confui.userdata import Remembered  # the app brings its own

    return Remembered()


def _attendee(state: State) -> "Attendee":
    from confui.schedule.search import Attendee

    return Attendee(state.bookmarks, state.now)
