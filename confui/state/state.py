"""What the screen shows, as one frozen value. The store replaces it with the next one."""

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark
from confui.schedule.colours import Swatch
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.layout import Cursor, enter_day, enter_plan, next_match, put_titles_first
from confui.schedule.models import Conference, Session
from confui.schedule.now_next import RoomSession, list_by_room
from confui.schedule.plan import (
    DayOffer,
    Gap,
    Plan,
    PlanSessions,
    find_unseen_changes,
    make_plan,
)
from confui.schedule.query import Query, Term
from confui.schedule.search import NO_SESSIONS, SessionOrder
from confui.schedule.variety import MainFacet, Variety
from confui.sources import StoredChoice, StoredConference, StoredVisible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.query import Mistake, Sought
    from confui.schedule.rooms import RoomChoice


class View(StrEnum):
    """A way to look at the schedule."""

    GRID = "grid"
    AGENDA = "agenda"
    PEOPLE = "people"
    PLAN = "plan"
    NOW = "now"


class GridScales(NamedTuple):
    """How the attendee has scaled the grids; 0 for what is chosen automatically."""

    column_width: int = 0
    """Cells that a column has at least."""
    row_minutes: int = 0
    """Minutes of a row."""
    cell_minutes: int = 0
    """Minutes of a cell of the turned grid."""
    pane: int = 0
    """The share of the pane beside or below the view, in percent."""


_LONGEST_TRAIL = 50


class Agenda(NamedTuple):
    """The sessions of a list by day."""

    sessions: Sequence[Session]
    """Day after day."""
    days: tuple[tuple[date | None, int], ...]
    """Each day, with how many of them it has."""
    in_text: Sequence[bool]
    """Of each session, whether a word of the query is only in its text."""


class TrailStep(NamedTuple):
    """A place to which the attendee can return."""

    view: View
    query: Query
    day: date | None
    cursor: Cursor


class State(NamedTuple):
    """All that the screen shows. The default state is an empty conference."""

    conference: Conference = Conference()
    sessions: Mapping[str, Session] = MappingProxyType({})
    """The visible sessions by id, in the order of the conference."""
    total: int = 0
    """How many visible sessions there are."""
    positions: SessionOrder = NO_SESSIONS
    """Where each of them is in the sets of a search."""
    by_day: Mapping[date | None, tuple[Session, ...]] = MappingProxyType({})
    """The visible sessions of each day."""
    day_sizes: Mapping[date | None, int] = MappingProxyType({})
    """How many they are. Of a large conference, only those that were shown are in memory."""
    days: tuple[date | None, ...] = ()
    """The days to choose from; `None`, the last, stands for the sessions without a time."""
    view: View = View.GRID
    view_before_plan: View = View.GRID
    """The view to go back to from the plan."""
    day: date | None = None
    cursor: Cursor = Cursor()
    query: Query = Query()
    text: str = ""
    """The query as typed, mistakes included; the canonical text where nobody typed it."""
    mistakes: "tuple[Mistake, ...]" = ()
    """The mistakes in `text`, each with its place."""
    matching: Set[str] = frozenset()
    """The ids of the visible sessions that the query matches, over all days."""
    matching_by_day: Mapping[date | None, int] = MappingProxyType({})
    """How many of them are on each day; empty without a query."""
    in_title: Set[str] = frozenset()
    """Those of them that have all words of the query in their title; empty if it has no words."""
    in_text: Set[str] = frozenset()
    """Those of them with a word that is neither in the title nor in a name of a speaker or room."""
    marked: Set[str] = frozenset()
    """Those of them with a word to mark in the title or in a name of a speaker or room."""
    unsearched: "tuple[Sought, ...]" = ()
    """Words of the query for which texts are still being searched: there may be other matches."""
    relaxations: tuple[tuple[Term, int], ...] = ()
    """If nothing matches: the terms whose removal would help, each with its number of matches, best
    first."""
    variety: Variety = Variety()
    """In what the sessions differ; views leave out the rest."""
    main_facet: MainFacet | None = None
    """The field whose values have colours and counts; `None` if the sessions differ in none."""
    facet_counts: tuple[tuple[str, int], ...] = ()
    """The values of the main facet, each with its number of matches under all other filters."""
    colours: Mapping[str, Swatch] = MappingProxyType({})
    """The colours of the values of the main facet, as sessions have them."""
    hiding: bool = False
    """Whether the grid hides sessions that do not match, instead of dimming them."""
    room_choice: "RoomChoice | None" = None
    """Which rooms the grid shows, and in which order; `None` for all."""
    turned: bool = False
    """Whether the grid has rooms down and time across."""
    all_days: bool = False
    """Whether the turned grid has all days, one under the other."""
    scales: GridScales = GridScales()
    """How the grids are scaled."""
    filters: Mapping[str, str] = MappingProxyType({})
    """The saved filters: the text of each query by its name."""
    searches: tuple[str, ...] = ()
    """Past searches, the latest last."""
    trail: tuple[TrailStep, ...] = ()
    """The places from which links were followed, the latest last."""
    bookmarks: Mapping[str, Bookmark] = MappingProxyType({})
    """The attendee's bookmarks by session id."""
    questions: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """For each bookmark whose session id is gone: the sessions that it may belong to now."""
    changed: tuple[str, ...] = ()
    """Ids of starred sessions with an unseen change that are not over yet."""
    plan: Plan = Plan()
    """The attendee's plan; up to date only while the plan view is shown."""
    expanded_gap: datetime | None = None
    """The start of the free time under which the plan lists the sessions that fit, if any."""
    reading: str = ""
    """How far the reading of the conference is, in one line; empty once it is there."""
    notice: str = ""
    """What is wrong with the bookmark file or was repaired, in one line; else empty."""
    unreadable: bool = False
    """Whether bookmarks cannot be read; `notice` says why."""
    read_only: bool = False
    """Whether bookmarks cannot be saved; `notice` says why."""
    now: datetime | None = None
    """The wall time at the venue."""
    zone: DisplayZone = EVENT_TIME
    """The zone in which times are shown."""

    @property
    def selected(self) -> Session | None:
        """The session under the cursor; in the plan it may be a cancelled one."""
        return self.sessions.get(self.cursor.session) or self.plan.session(self.cursor.session)

    @property
    def gap(self) -> Gap | None:
        """The free time under the cursor of the plan, if any."""
        return self.plan.gap(self.cursor.gap)

    @property
    def starred(self) -> int:
        """How many sessions are starred."""
        return sum(bookmark.starred for bookmark in self.bookmarks.values())

    @property
    def matches(self) -> Sequence[Session]:
        """The sessions that the query matches, in time order.

        Of those that begin together, the ones with the words of the query in their title come
        first. Those of a large conference are decoded when somebody asks for them.
        """
        return self._in_order(self.matching)

    @property
    def order(self) -> Sequence[str]:
        """The ids of all sessions, in the order of `matches`."""
        if not self.in_title:
            return self.positions.ids
        sessions = self._in_order(self.positions.all())
        if isinstance(sessions, StoredChoice):
            return [self.positions.ids[at] for at in sessions.positions]
        return tuple(session.id for session in sessions)

    def _in_order(self, ids: Set[str]) -> Sequence[Session]:
        conference = self.conference
        stored = conference.visible_in_order if isinstance(conference, StoredConference) else ()
        if isinstance(stored, StoredVisible):
            flags = self.positions.flags
            return stored.choose(flags(ids), flags(self.in_title) if self.in_title else b"")
        sessions: Iterable[Session] = self.sessions.values()
        if len(ids) < self.total:
            sessions = (each for each in sessions if each.id in ids)
        return put_titles_first(sessions, self.in_title) if self.in_title else tuple(sessions)

    @property
    def agenda(self) -> Agenda:
        """The sessions that the query matches, by day."""
        matches = self.matches
        if isinstance(matches, StoredChoice) and matches.is_by_day:
            in_text = self.positions.flags(self.in_text) if self.in_text else bytes(self.total)
            days = tuple((each.day, each.sessions) for each in matches.days)
            return Agenda(matches, days, [in_text[at] == 1 for at in matches.positions])
        by_day: dict[date | None, list[Session]] = {}
        for session in matches:
            by_day.setdefault(session.day, []).append(session)
        sessions = tuple(session for of_day in by_day.values() for session in of_day)
        counts = tuple((day, len(of_day)) for day, of_day in by_day.items())
        return Agenda(sessions, counts, [session.id in self.in_text for session in sessions])

    @property
    def has_speakers(self) -> bool:
        """Whether any session has a speaker."""
        conference = self.conference
        if isinstance(conference, StoredConference) and conference.overview is not None:
            return "speaker" in conference.overview.fields
        return any(session.speakers for session in self.sessions.values())

    def shows(self, session_id: str) -> bool:
        """Whether the view shows a session."""
        if self.view in (View.AGENDA, View.PEOPLE):
            session = self.sessions.get(session_id) if session_id in self.matching else None
            return session is not None and (self.view is View.AGENDA or bool(session.speakers))
        return session_id in {session.id for session in self.shown}

    @property
    def shown(self) -> Sequence[Session]:
        """The sessions that the view shows.

        The grid shows one day; while hiding, only its matches. The agenda shows the matches of all
        days, people those with speakers, the view of now what is on and comes next. The plan shows
        the starred sessions and the ones that fit into the expanded free time.
        """
        if self.view is View.PLAN:
            return self.plan.list_sessions(self.expanded_gap)
        if self.view is View.AGENDA:
            return self.matches
        if self.view is View.PEOPLE:
            return tuple([session for session in self.matches if session.speakers])
        if self.view is View.NOW:
            return tuple({entry.session.id: entry.session for entry in self.rooms_now}.values())
        return self.shown_in_grid

    @property
    def shown_in_grid(self) -> tuple[Session, ...]:
        """The sessions of the day that the grid shows, or would show in place of another view."""
        day = self.on_day(self.day)
        if self.room_choice is not None:
            rooms = frozenset(self.rooms_shown)
            day = tuple(each for each in day if _is_in(each, rooms))
        if not self.hiding:
            return day
        return tuple(session for session in day if session.id in self.matching)

    def shown_on(self, day: date | None) -> Sequence[Session]:
        """Return the sessions of a day that the view shows.

        In the grid, which shows that day, they include those of earlier days that go on.
        """
        if self.view is View.GRID:
            return self.shown
        if self.view is View.AGENDA:  # it has all days, so the others are not asked for
            listed = [each for each in self.on_day(day) if each.id in self.matching]
        else:
            listed = [*self.shown]
        return [each for each in listed if each.day == day]

    def shown_on_any_day(self) -> frozenset[str] | None:
        """Return the ids of the sessions that the view shows, on whichever day; None for all."""
        if self.view is View.AGENDA or (self.view is View.GRID and self.room_choice is None):
            return None
        days = self.days if self.view is View.GRID else (self.day,)
        return frozenset(each.id for day in days for each in self._replace(day=day).shown)

    @property
    def rooms_now(self) -> tuple[RoomSession, ...]:
        """What is on and what comes next in each room, of the sessions that the query matches."""
        if self.now is None:
            return ()
        return list_by_room(self.by_day, self.matching, self.conference, self.now)

    @property
    def rooms_of_day(self) -> tuple[str, ...]:
        """The rooms of the day, in the order of the conference."""
        used = {room for session in self.on_day(self.day) for room in session.rooms}
        known = tuple(room for room in self.conference.rooms if room in used)
        return (*known, *sorted(used.difference(known)))

    @property
    def rooms_shown(self) -> tuple[str, ...]:
        """The rooms of the day that the grid shows, in order."""
        if self.room_choice is None:
            return self.rooms_of_day
        day = self.on_day(self.day)
        matching = {room for each in day if each.id in self.matching for room in each.rooms}
        starred = {
            room
            for each in day
            if (bookmark := self.bookmarks.get(each.id)) and bookmark.starred
            for room in each.rooms
        }
        return self.room_choice.select(self.rooms_of_day, matching, starred)

    @property
    def turned_lines(self) -> int:
        """How many lines the turned grid has at most, with one for each room."""
        rooms = [self._count_rooms(day) for day in self.by_day]
        return sum(count + 1 for count in rooms) if self.all_days else max(rooms, default=0)

    def _count_rooms(self, day: date | None) -> int:
        conference = self.conference
        if isinstance(conference, StoredConference) and conference.overview is not None:
            return next(each.rooms for each in conference.overview.days if each.day == day)
        return len({room for session in self.by_day[day] for room in session.rooms})

    def on_day(self, day: date | None) -> tuple[Session, ...]:
        """Return the visible sessions of a day."""
        return self.by_day.get(day, ())

    def is_over(self, session: Session) -> bool:
        """Whether a session has ended while the conference still goes on."""
        end = session.end or session.start
        if self.now is None or end is None or end > self.now:
            return False
        return self.conference.day_of(self.now) <= max(filter(None, self.days), default=date.min)

    def with_cursor(self, cursor: Cursor) -> "State":
        """Return the state with another cursor.

        The day follows the session, unless that is one of several days which the grid shows.
        """
        session = self.sessions.get(cursor.session) or self.plan.session(cursor.session)
        day = session.day if session else self.day
        if session and day != self.day and self.view is View.GRID and session.is_of_several_days:
            day = self.day if self.day in self.conference.later_days(session) else day
        if cursor.gap is not None:
            day = self.conference.day_of(cursor.gap)
        return self._replace(cursor=cursor, day=day)

    def with_session(self, session_id: str) -> "State":
        """Return the state with the cursor on a session of any day, in its room.

        Raises:
            KeyError: No visible session has this id.
        """
        session, room = self.sessions[session_id], self.cursor.room
        if session.rooms and room not in session.rooms and not session.whole_venue:
            room = session.rooms[0]
        return self.with_cursor(Cursor(session_id, room))

    def with_cursor_on_shown(self) -> "State":
        """Return the state with the cursor on a session that the view shows.

        In a list that is the next match. If nothing matches, the cursor stays, so that it is
        still there once the query is corrected.
        """
        if self.view is View.PLAN:
            return self._on_plan()
        if self.days and self.day not in self.days:
            # A cancelled session of the plan may have been on a day that is gone.
            return self._replace(day=self._nearest_day()).with_cursor_on_shown()
        if self.view in (View.AGENDA, View.PEOPLE) and self.shows(self.cursor.session):
            return self  # without a look at all others
        is_agenda = self.view is View.AGENDA
        shown = () if is_agenda else self.shown
        ids = self.matching if is_agenda else {session.id for session in shown}
        if self.cursor.session in ids:
            return self
        if self.cursor.gap is not None and (near := self._nearest(ids, self.cursor.gap)):
            return self.with_session(near.id)
        if self.view is View.GRID:
            return self._replace(cursor=enter_day(shown, self.cursor.room))
        found = next_match(self.order, ids, self.cursor.session, 1)
        return self.with_session(found) if found else self

    def _nearest_day(self) -> date | None:
        """Return the day of the conference that is nearest to the day of the state."""
        day, dated = self.day, [each for each in self.days if each]
        if day is None or not dated:
            return self.days[0]
        return min(dated, key=lambda each: abs(each - day))

    def _nearest(self, shown: Container[str], moment: datetime) -> Session | None:
        """Return the session of the day that starts nearest to a time; the cursor's room first."""
        moment = max(moment, self.now or moment)
        of_day = [
            each
            for each in self.on_day(self.day)
            if each.id in shown and each.day == self.day and each.start and not each.all_day
        ]
        return min(
            of_day,
            key=lambda each: (
                abs((each.start or moment) - moment),
                self.cursor.room not in each.rooms,
            ),
            default=None,
        )

    def _on_plan(self) -> "State":
        selected = self.sessions.get(self.cursor.session)
        if self.gap or self.cursor.session in {each.id for each in self.shown}:
            return self
        when = selected.start if selected else self.cursor.gap
        return self.with_cursor(enter_plan(self.plan, self.cursor, when, self.day))

    def with_cursor_after(self, listed: Sequence[Session], session_id: str) -> "State":
        """Return the state with the cursor on the session after one that has left the list.

        At the end of the list, it is the session before. `listed` is the list as it was.
        """
        ids = [session.id for session in listed]
        at = ids.index(session_id) if session_id in ids else len(ids)
        still = {session.id for session in self.shown}
        near = (id for id in (*ids[at + 1 :], *ids[:at][::-1]) if id in still)
        found = next(near, "")
        return self.with_session(found) if found in self.sessions else self

    def with_query(
        self, query: Query, text: str | None = None, mistakes: "tuple[Mistake, ...]" = ()
    ) -> "State":
        """Return the state with another query; its matches are not computed here."""
        text = str(query) if text is None else text
        return self._replace(query=query, text=text, mistakes=mistakes)

    def with_place_of(self, before: "State") -> "State":
        """Return the state with the view, query and cursor of another version of the conference."""
        kept = (
            "view",
            "view_before_plan",
            "query",
            "text",
            "mistakes",
            "hiding",
            "turned",
            "all_days",
            "scales",
            "room_choice",
            "searches",
            "trail",
            "expanded_gap",
        )
        state = self._replace(**{name: getattr(before, name) for name in kept})
        if before.day in self.days:
            state = state._replace(day=before.day, cursor=before.cursor)
        return (
            state.with_session(before.cursor.session)
            if before.cursor.session in self.sessions
            else state
        )

    def at_place_of(self, other: "State") -> "State":
        """Return the state with the day and the cursor of another state."""
        if other.day not in self.days:
            return self
        return self._replace(day=other.day, cursor=other.cursor)

    def with_trail_step(self) -> "State":
        """Return the state with the present place added to the trail."""
        here = TrailStep(self.view, self.query, self.day, self.cursor)
        return self._replace(trail=(*self.trail, here)[-_LONGEST_TRAIL:])

    def back_on_trail(self) -> "State":
        """Return the state at the last place of the trail, without that place in it.

        Raises:
            ValueError: The trail is empty.
        """
        *trail, place = self.trail
        day = place.day if place.day in self.days else self.day  # a refresh may have removed it
        back = self._replace(view=place.view, day=day, cursor=place.cursor)
        return back._replace(trail=tuple(trail)).with_query(place.query)


def _is_in(session: Session, rooms: frozenset[str]) -> bool:
    """Whether a session has to do with some rooms: it is in one of them, in none, or in all."""
    return session.whole_venue or not session.rooms or not rooms.isdisjoint(session.rooms)


def with_plan(state: State) -> State:
    """Return the state with unseen changes, and in the plan view with the plan, computed anew."""
    conference, marks, now = state.conference, state.bookmarks, state.now
    changed = find_unseen_changes(state.sessions, marks, now)
    if state.view is not View.PLAN:
        return state._replace(changed=changed)
    offers: Mapping[date | None, DayOffer | None] = {}
    if isinstance(conference, StoredConference) and conference.overview is not None:
        offers = {each.day: each.offer for each in conference.overview.days}
    sessions = PlanSessions(state.sessions, state.by_day, offers)
    plan = make_plan(conference, marks, now, state.zone, sessions)
    state = state._replace(changed=changed, plan=plan)
    return state if state.plan.gap(state.expanded_gap) else state._replace(expanded_gap=None)
