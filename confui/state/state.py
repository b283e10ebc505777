"""What the screen shows, as one frozen value; `store` makes each the next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark
from confui.schedule.layout import Cursor, enter_day, enter_plan, next_match
from confui.schedule.models import Conference, Session
from confui.schedule.now_next import current_session
from confui.schedule.plan import Gap, Plan, find_unseen_changes, make_plan
from confui.schedule.query import Query, Term, count_levels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.query import Mistake


class View(StrEnum):
    """A way to look at the schedule."""

    GRID = "grid"
    AGENDA = "agenda"
    PEOPLE = "people"
    PLAN = "plan"


_LONGEST_TRAIL = 50


class TrailStep(NamedTuple):
    """Where the attendee was, to come back to."""

    view: View
    query: Query
    day: date | None
    cursor: Cursor


class State(NamedTuple):
    """All that the screen shows. The default state is an empty conference."""

    conference: Conference = Conference()
    sessions: Mapping[str, Session] = MappingProxyType({})
    """The visible sessions by id, in the order of the conference."""
    by_day: Mapping[date | None, tuple[Session, ...]] = MappingProxyType({})
    """The visible sessions of each day."""
    days: tuple[date | None, ...] = ()
    """The days to choose from; `None`, the last, stands for the sessions without a time."""
    view: View = View.GRID
    day: date | None = None
    cursor: Cursor = Cursor()
    query: Query = Query()
    text: str = ""
    """The query as it was typed, with its mistakes; else as it prints itself."""
    mistakes: "tuple[Mistake, ...]" = ()
    """What is wrong with `text`, where."""
    matching: frozenset[str] = frozenset()
    """The ids of the visible sessions that the query matches, over all days."""
    relaxations: tuple[tuple[Term, int], ...] = ()
    """Where nothing matches: each term without which something does, and how much, best first."""
    levels: tuple[tuple[str, int], ...] = ()
    """The levels that the conference has, each with its count under all other filters."""
    hiding: bool = False
    """Whether the grid leaves out what does not match, instead of dimming it."""
    searches: tuple[str, ...] = ()
    """What was searched for, the latest last."""
    trail: tuple[TrailStep, ...] = ()
    """Where links were followed from, the latest last."""
    bookmarks: Mapping[str, Bookmark] = MappingProxyType({})
    """What the attendee marked or made a note on, by session id."""
    questions: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The sessions that a bookmark may be of whose own id the schedule has no more."""
    changed: tuple[str, ...] = ()
    """The starred sessions that changed, which the attendee has not seen, and still could go to."""
    plan: Plan = Plan()
    """The plan that the bookmarks make; kept up while it is on the screen."""
    filling: datetime | None = None
    """When the free time begins for which the plan lists what fits."""
    notice: str = ""
    """What stands in the way of keeping bookmarks, or empty."""
    now: datetime | None = None
    """The wall time at the venue."""

    @property
    def selected(self) -> Session | None:
        """The session under the cursor, in a plan also one that was cancelled."""
        return self.sessions.get(self.cursor.session) or self.plan.session(self.cursor.session)

    @property
    def gap(self) -> Gap | None:
        """The free time under the cursor of a plan."""
        return self.plan.gap(self.cursor.gap)

    @property
    def starred(self) -> int:
        """How many sessions carry a star."""
        return sum(bookmark.starred for bookmark in self.bookmarks.values())

    @property
    def matches(self) -> tuple[Session, ...]:
        """The sessions that the query matches, in the order of the conference."""
        return tuple(each for each in self.sessions.values() if each.id in self.matching)

    @property
    def shown(self) -> tuple[Session, ...]:
        """The sessions that the view shows.

        The grid has those of the day, without the filtered ones while hiding; the lists have the
        matches of all days, the list of people those with speakers, the plan what is starred and
        what is offered for the free time that is being filled.
        """
        if self.view is View.PLAN:
            return self.plan.listed(self.filling)
        if self.view is View.AGENDA:
            return self.matches
        if self.view is View.PEOPLE:
            return tuple(session for session in self.matches if session.speakers)
        day = self.on_day(self.day)
        if not self.hiding:
            return day
        return tuple(session for session in day if session.id in self.matching)

    def on_day(self, day: date | None) -> tuple[Session, ...]:
        """Return the visible sessions of a day."""
        return self.by_day.get(day, ())

    def is_over(self, session: Session) -> bool:
        """Whether a session has ended, as far as that matters: while the conference is on."""
        end = session.end or session.start
        if self.now is None or end is None or end > self.now:
            return False
        return self.conference.day_of(self.now) <= max(filter(None, self.days), default=date.min)

    def at(self, cursor: Cursor) -> "State":
        """Return the state with another cursor; the day follows the session."""
        session = self.sessions.get(cursor.session) or self.plan.session(cursor.session)
        day = session.day if session else self.day
        if cursor.gap is not None:
            day = self.conference.day_of(cursor.gap)
        return self._replace(cursor=cursor, day=day)

    def on(self, session_id: str) -> "State":
        """Return the state with the cursor on a session of any day, in its room.

        Raises:
            KeyError: No visible session has this id.
        """
        session, room = self.sessions[session_id], self.cursor.room
        if session.rooms and room not in session.rooms and not session.whole_venue:
            room = session.rooms[0]
        return self.at(Cursor(session_id, room))

    def on_shown(self) -> "State":
        """Return the state with the cursor on a session that the view shows.

        In a list that is what comes next; where nothing matches the cursor stays, so that it is
        still there once the query is mended.
        """
        if self.view is View.PLAN:
            return self._on_plan()
        shown = self.shown
        ids = {session.id for session in shown}
        if self.cursor.session in ids:
            return self
        if self.cursor.gap is not None and (near := self._nearest(shown, self.cursor.gap)):
            return self.on(near.id)
        if self.view is View.GRID:
            return self._replace(cursor=enter_day(shown, self.cursor.room))
        found = next_match(tuple(self.sessions), ids, self.cursor.session, 1)
        return self.on(found) if found else self

    def _nearest(self, shown: Sequence[Session], moment: datetime) -> Session | None:
        """Return what of the day begins nearest to a moment, in the room of the cursor if any."""
        moment = max(moment, self.now or moment)
        of_day = [
            each for each in shown if each.day == self.day and each.start and not each.all_day
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
        return self.at(enter_plan(self.plan, self.cursor, when, self.day))

    def beyond(self, listed: Sequence[Session], session_id: str) -> "State":
        """Return the state with the cursor on what came after a session in a list, if still there.

        At the end of the list it is what came before.
        """
        ids = [session.id for session in listed]
        at = ids.index(session_id) if session_id in ids else len(ids)
        still = {session.id for session in self.shown}
        near = (id for id in (*ids[at + 1 :], *ids[:at][::-1]) if id in still)
        found = next(near, "")
        return self.on(found) if found in self.sessions else self

    def asking(
        self, query: Query, text: str | None = None, mistakes: "tuple[Mistake, ...]" = ()
    ) -> "State":
        """Return the state with another query; what matches it is not known yet."""
        text = str(query) if text is None else text
        return self._replace(query=query, text=text, mistakes=mistakes)

    def like(self, before: "State") -> "State":
        """Return the state with what was looked at in another version of the conference."""
        kept = ("view", "query", "text", "mistakes", "hiding", "searches", "trail", "filling")
        state = self._replace(**{name: getattr(before, name) for name in kept})
        if before.day in self.days:
            state = state._replace(day=before.day, cursor=before.cursor)
        return state.on(before.cursor.session) if before.cursor.session in self.sessions else state

    def leaving(self) -> "State":
        """Return the state that remembers where it is now."""
        here = TrailStep(self.view, self.query, self.day, self.cursor)
        return self._replace(trail=(*self.trail, here)[-_LONGEST_TRAIL:])

    def returning(self) -> "State":
        """Return the state at the last place of the trail, which must not be empty."""
        *trail, place = self.trail
        back = self._replace(view=place.view, day=place.day, cursor=place.cursor)
        return back._replace(trail=tuple(trail)).asking(place.query)


def opened(
    conference: Conference,
    bookmarks: Mapping[str, Bookmark],
    notice: str = "",
    now: datetime | None = None,
) -> State:
    """Return the state in which a conference opens: on what is on now, else on its first day."""
    visible = conference.visible
    by_day: dict[date | None, list[Session]] = {day: [] for day in conference.days}
    for session in visible:
        by_day.setdefault(session.day, []).append(session)
    days = tuple(by_day)
    sessions = {session.id: session for session in visible}
    state = State(
        conference=conference,
        sessions=sessions,
        by_day={day: tuple(sessions) for day, sessions in by_day.items()},
        days=days,
        day=_first_day(conference, days, now),
        matching=frozenset(session.id for session in visible),
        levels=count_levels(visible),
        bookmarks=bookmarks,
        changed=find_unseen_changes(sessions, bookmarks, now),
        notice=notice,
        now=now,
    )
    return state._replace(cursor=_first_cursor(state))


def planned(state: State) -> State:
    """Return the state with its plan, and with what changed about it, as of its time."""
    conference, marks, now = state.conference, state.bookmarks, state.now
    changed = find_unseen_changes(state.sessions, marks, now)
    if state.view is not View.PLAN:
        return state._replace(changed=changed)
    state = state._replace(changed=changed, plan=make_plan(conference, marks, now))
    return state if state.plan.gap(state.filling) else state._replace(filling=None)


def _first_day(
    conference: Conference, days: tuple[date | None, ...], now: datetime | None
) -> date | None:
    """Return today where the conference has it, else its first day."""
    if now is not None and (today := conference.day_of(now)) in days:
        return today
    return days[0] if days else None


def _first_cursor(state: State) -> Cursor:
    """Return the cursor on what is on now, else on the first session of the day."""
    day = state.on_day(state.day)
    used = {room for session in day for room in session.rooms}
    first = next((room for room in state.conference.rooms if room in used), "")
    cursor = enter_day(day, first)
    on = current_session(day, state.now, cursor.room) if state.now else None
    return Cursor(on.id, next(iter(on.rooms), cursor.room)) if on else cursor
