"""Sessions as rows of a list: by day and time, or by the people who give them."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.people import people
from confui.state import State, View


class Heading(NamedTuple):
    """A row above some sessions."""

    text: str
    note: str = ""
    """What stands behind it, less prominent."""


class Listing(NamedTuple):
    """The sessions of a list and where they are in it, from the top down."""

    sessions: Sequence[Session] = ()
    """Where people share a session it is in the list for each of them."""
    tops: Sequence[int] = ()
    """The first row of each."""
    height: int = 1
    """The rows of each."""
    headings: Mapping[int, Heading] = MappingProxyType({})
    """By row."""
    rows: int = 0

    def index_at(self, row: int) -> int:
        """Return the index of the session on a row; -1 for none."""
        index = bisect_right(self.tops, row) - 1
        return index if index >= 0 and row < self.tops[index] + self.height else -1

    def index_of(self, session_id: str, near: int = 0) -> int:
        """Return the index of a session, the one nearest to `near`; -1 for none."""
        places = [i for i, session in enumerate(self.sessions) if session.id == session_id]
        return min(places, key=lambda place: abs(place - near), default=-1)

    def heading_of(self, row: int) -> Heading:
        """Return the heading of what is on a row, an empty one above the first."""
        above = [place for place in self.headings if place <= row]
        return self.headings[above[-1]] if above else Heading("")


def listing(state: State) -> Listing:
    """Return the list of the state's view."""
    return _LISTINGS[state.view](state)


def agenda(state: State) -> Listing:
    """Return all matches by day and time, two lines each, with a heading for every day."""
    days: dict[date | None, list[Session]] = {}
    for session in state.shown:
        days.setdefault(session.day, []).append(session)
    writer = _Writer(2)
    for day, sessions in days.items():
        count = wording.number(len(sessions), "session")
        writer.write(Heading(wording.long_day(day), count), sessions)
    return writer.listing


def by_people(state: State) -> Listing:
    """Return the speakers with their matches, one line each."""
    writer = _Writer(1)
    for person in people(state.shown, state.query):
        speaker = person.speaker
        position = ", ".join(part for part in (speaker.role, speaker.company) if part)
        writer.write(Heading(speaker.name, position), person.sessions)
    return writer.listing


_LISTINGS: dict[View, Callable[[State], Listing]] = {View.AGENDA: agenda, View.PEOPLE: by_people}


class _Writer:
    def __init__(self, height: int) -> None:
        self._height = height
        self._sessions: list[Session] = []
        self._tops: list[int] = []
        self._headings: dict[int, Heading] = {}
        self._rows = 0

    @property
    def listing(self) -> Listing:
        return Listing(self._sessions, self._tops, self._height, self._headings, self._rows)

    def write(self, heading: Heading, sessions: Sequence[Session]) -> None:
        """Write sessions below a heading, with a blank row above it where it is not the first."""
        self._headings[self._rows + bool(self._rows)] = heading
        start = self._rows + bool(self._rows) + 1
        self._rows = start + len(sessions) * self._height
        self._sessions += sessions
        self._tops += range(start, self._rows, self._height)


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
