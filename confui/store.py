"""The reactive store: one immutable state, changed only here, and told to whoever listens.

A change that is the attendee's own is written to their database first: a star shown is a star kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from confui.schedule.models import Conference, Session
from confui.schedule.navigation import Cursor, enter
from confui.schedule.plan import Overlap, overlaps, running
from confui.schedule.query import Query, count_levels, next_level
from confui.userdata.bookmarks import Bookmark


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


@dataclass(frozen=True, slots=True)
class State:
    """All that the screen shows. The default state is an empty conference."""

    conference: Conference = Conference()
    sessions: Mapping[str, Session] = field(default_factory=dict)
    """The visible sessions by id, in the order of the conference."""
    by_day: Mapping[date | None, tuple[Session, ...]] = field(default_factory=dict)
    """The visible sessions of each day."""
    days: tuple[date | None, ...] = ()
    """The days to choose from; `None`, the last, stands for the sessions without a time."""
    day: date | None = None
    cursor: Cursor = Cursor()
    query: Query = Query()
    matching: frozenset[str] = frozenset()
    """The ids of the visible sessions that the query matches, over all days."""
    hiding: bool = False
    """Whether the grid leaves out what does not match, instead of dimming it."""
    bookmarks: Mapping[str, Bookmark] = field(default_factory=dict)
    notice: str = ""
    """What stands in the way of keeping bookmarks, or empty."""
    now: datetime | None = None
    """The wall time at the venue."""

    @property
    def selected(self) -> Session | None:
        """The session under the cursor."""
        return self.sessions.get(self.cursor.session)

    @property
    def starred(self) -> int:
        """How many visible sessions carry a star."""
        return sum(session in self.bookmarks for session in self.sessions)

    @property
    def shown(self) -> tuple[Session, ...]:
        """The sessions in the grid: those of the day, without the filtered ones while hiding."""
        day = self.on_day(self.day)
        if not self.hiding:
            return day
        return tuple(session for session in day if session.id in self.matching)

    def on_day(self, day: date | None) -> tuple[Session, ...]:
        """Return the visible sessions of a day."""
        return self.by_day.get(day, ())


Listener = Callable[[State], None]


class Store:
    """Owns the state of one open conference."""

    def __init__(
        self, conference: Conference, bookmarks: BookmarkKeeper, now: datetime | None = None
    ) -> None:
        self._keeper = bookmarks
        self._listeners: list[Listener] = []
        visible = conference.visible
        by_day: dict[date | None, list[Session]] = {day: [] for day in conference.days}
        for session in visible:
            by_day.setdefault(session.day, []).append(session)
        days = tuple(by_day)
        stars = bookmarks.of(conference.id)
        day = _first_day(conference, days, now)
        state = State(
            conference=conference,
            sessions={session.id: session for session in visible},
            by_day={day: tuple(sessions) for day, sessions in by_day.items()},
            days=days,
            day=day,
            matching=Query().matching(visible),
            bookmarks=stars,
            notice=bookmarks.notice,
            now=now,
        )
        self._state = replace(state, cursor=_first_cursor(state))

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
        session = self._state.sessions.get(cursor.session)
        day = session.day if session else self._state.day
        self._change(replace(self._state, cursor=cursor, day=day))

    def select(self, session_id: str) -> None:
        """Put the cursor on a session of any day.

        Raises:
            KeyError: No visible session has this id.
        """
        session = self._state.sessions[session_id]
        room = self._state.cursor.room
        if session.rooms and room not in session.rooms and not session.whole_venue:
            room = session.rooms[0]
        self.place(Cursor(session_id, room))

    def show_day(self, day: date | None) -> None:
        """Show another day, with the cursor in the same room where that day has it."""
        if day in self._state.days and day != self._state.day:
            state = replace(self._state, day=day)
            self._change(replace(state, cursor=enter(state.shown, state.cursor.room)))

    def filter(self, query: Query) -> None:
        """Show what a query matches."""
        matching = query.matching(self._state.sessions.values())
        self._change(_on_shown(replace(self._state, query=query, matching=matching)))

    def toggle_hiding(self) -> None:
        """Leave out what does not match, or dim it again."""
        self._change(_on_shown(replace(self._state, hiding=not self._state.hiding)))

    def cycle_level(self) -> None:
        """Filter by the next level that this conference has; after the last by none."""
        present = count_levels(self._state.sessions.values())
        self.filter(next_level(self._state.query, present))

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
        self._change(replace(self._state, bookmarks={**state.bookmarks, session_id: bookmark}))
        return overlaps(session, others)

    def unstar(self, session_id: str) -> None:
        """Take the star off a session.

        Raises:
            NotSavedError: It could not be taken off; the state is as before.
        """
        self._keeper.unstar(self._state.conference.id, session_id)
        kept = {id: star for id, star in self._state.bookmarks.items() if id != session_id}
        self._change(replace(self._state, bookmarks=kept))

    def look_again(self) -> None:
        """Take over the stars that another window set since the last look."""
        if self._keeper.changed_elsewhere():
            stars = self._keeper.of(self._state.conference.id)
            self._change(replace(self._state, bookmarks=stars, notice=self._keeper.notice))

    def tick(self, now: datetime) -> None:
        """Let the time at the venue be `now`."""
        self._change(replace(self._state, now=now))

    def _change(self, state: State) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)


def _first_cursor(state: State) -> Cursor:
    """Return the cursor on what is on now, else on the first session of the day."""
    day = state.on_day(state.day)
    used = {room for session in day for room in session.rooms}
    first = next((room for room in state.conference.rooms if room in used), "")
    cursor = enter(day, first)
    on = running(day, state.now, cursor.room) if state.now else None
    return Cursor(on.id, next(iter(on.rooms), cursor.room)) if on else cursor


def _on_shown(state: State) -> State:
    """Return the state with the cursor on a session that the grid shows."""
    if state.cursor.session in {session.id for session in state.shown}:
        return state
    return replace(state, cursor=enter(state.shown, state.cursor.room))


def _first_day(
    conference: Conference, days: tuple[date | None, ...], now: datetime | None
) -> date | None:
    """Return today where the conference has it, else its first day."""
    if now is not None and (today := conference.day_of(now)) in days:
        return today
    return days[0] if days else None
