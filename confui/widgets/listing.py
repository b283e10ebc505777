"""Sessions as rows of a list: by day and time, or by the people who give them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.people import people
from confui.state import State, View


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a heading, a line of an entry, or with neither a blank."""

    heading: str = ""
    note: str = ""
    """What stands behind the heading, less prominent."""
    entry: int = -1
    line: int = 0
    """Which line of its entry it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the list. Where people share a session it is in the list for each of them."""

    session: Session
    top: int
    """Its first row."""
    height: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All rows of a list, and the entries among them, both from the top down."""

    rows: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = ()

    def index_of(self, session_id: str, near: int = 0) -> int:
        """Return the index of the entry of a session, the one nearest to `near`; -1 for none."""
        places = [i for i, entry in enumerate(self.entries) if entry.session.id == session_id]
        return min(places, key=lambda place: abs(place - near), default=-1)


def listing(state: State) -> Listing:
    """Return the list of the state's view."""
    return _LISTINGS[state.view](state)


def agenda(state: State) -> Listing:
    """Return all matches by day and time, two lines each, with a heading for every day."""
    writer = _Writer()
    matches = state.shown
    for day in dict.fromkeys(session.day for session in matches):
        here = [session for session in matches if session.day == day]
        writer.head(wording.long_day(day), wording.number(len(here), "session"))
        for session in here:
            writer.enter(session, 2)
    return writer.listing


def by_people(state: State) -> Listing:
    """Return the speakers with their matches, one line each."""
    writer = _Writer()
    for person in people(state.shown, state.query):
        speaker = person.speaker
        position = ", ".join(part for part in (speaker.role, speaker.company) if part)
        writer.head(speaker.name, position)
        for session in person.sessions:
            writer.enter(session, 1)
    return writer.listing


_LISTINGS: dict[View, Callable[[State], Listing]] = {View.AGENDA: agenda, View.PEOPLE: by_people}


class _Writer:
    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._entries: list[Entry] = []

    @property
    def listing(self) -> Listing:
        return Listing(tuple(self._rows), tuple(self._entries))

    def head(self, heading: str, note: str) -> None:
        self._rows += [*([Row()] if self._rows else []), Row(heading, note)]

    def enter(self, session: Session, height: int) -> None:
        number = len(self._entries)
        self._entries.append(Entry(session, len(self._rows), height))
        self._rows += [Row(entry=number, line=line) for line in range(height)]


@lru_cache(maxsize=4096)
def first_line(session: Session, view: View) -> tuple[str, str]:
    """Return when a session is, as far as its heading does not tell, and its title."""
    if view is View.AGENDA:
        return wording.hours(session), session.title
    start = f"{wording.clock(session.start)}" if session.start else ""
    return f"{wording.short_day(session.day)} {start}".strip(), session.title


@lru_cache(maxsize=4096)
def second_line(session: Session) -> str:
    """Return level, kind, speakers and place."""
    kind = session.kind.value
    parts = (wording.level(session), kind, wording.speakers(session), wording.where(session))
    return " · ".join(part for part in parts if part)
