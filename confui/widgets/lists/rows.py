"""Sessions as rows of a list: by day and time, or by the people who give them."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.search import people_with_sessions
from confui.state import State, View

Entry = TypeVar("Entry")


class Heading(NamedTuple):
    """A row above some sessions."""

    text: str
    note: str = ""
    """What stands behind it, less prominent."""


class ListRows(NamedTuple, Generic[Entry]):
    """The entries of a list and where they are in it, from the top down."""

    entries: Sequence[Entry] = ()
    """Where people share a session it is in the list for each of them."""
    tops: Sequence[int] = ()
    """The first row of each."""
    bottoms: Sequence[int] = ()
    """The row below each."""
    headings: Mapping[int, Heading] = MappingProxyType({})
    """By row."""
    rows: int = 0

    def index_at(self, row: int) -> int:
        """Return the index of the entry on a row; -1 for none."""
        index = bisect_right(self.tops, row) - 1
        return index if index >= 0 and row < self.bottoms[index] else -1

    def heading_of(self, row: int) -> Heading:
        """Return the heading of what is on a row, an empty one above the first."""
        above = [place for place in self.headings if place <= row]
        return self.headings[above[-1]] if above else Heading("")


class ListRowsWriter(Generic[Entry]):
    """Puts entries below headings, from the top down."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._tops: list[int] = []
        self._bottoms: list[int] = []
        self._headings: dict[int, Heading] = {}
        self._rows = 0

    @property
    def listing(self) -> ListRows[Entry]:
        """What was written."""
        return ListRows(self._entries, self._tops, self._bottoms, self._headings, self._rows)

    def write_heading(self, heading: Heading) -> None:
        """Write a heading, with a blank row above it where it is not the first."""
        self._rows += bool(self._rows)
        self._headings[self._rows] = heading
        self._rows += 1

    def write(self, entries: Sequence[Entry], height: int) -> None:
        """Write entries of so many rows each."""
        start, self._rows = self._rows, self._rows + len(entries) * height
        self._entries += entries
        self._tops += range(start, self._rows, height)
        self._bottoms += range(start + height, self._rows + 1, height)


def rows_of_view(state: State) -> ListRows[Session]:
    """Return the list of the state's view."""
    return _LISTINGS[state.view](state)


def agenda(state: State) -> ListRows[Session]:
    """Return all matches by day and time, two lines each, with a heading for every day."""
    days: dict[date | None, list[Session]] = {}
    for session in state.shown:
        days.setdefault(session.day, []).append(session)
    writer = ListRowsWriter[Session]()
    for day, sessions in days.items():
        count = wording.count_of(len(sessions), "session")
        writer.write_heading(Heading(wording.long_day(day), count))
        writer.write(sessions, 2)
    return writer.listing


def by_people(state: State) -> ListRows[Session]:
    """Return the speakers with their matches, one line each."""
    writer = ListRowsWriter[Session]()
    for person in people_with_sessions(state.shown, state.query):
        speaker = person.speaker
        position = ", ".join(part for part in (speaker.role, speaker.company) if part)
        writer.write_heading(Heading(speaker.name, position))
        writer.write(person.sessions, 1)
    return writer.listing


_LISTINGS: dict[View, Callable[[State], ListRows[Session]]] = {
    View.AGENDA: agenda,
    View.PEOPLE: by_people,
}


@lru_cache(maxsize=4096)
def first_line(session: Session, view: View) -> tuple[str, str]:
    """Return when a session is, as far as its heading does not tell, and its title."""
    if view is View.AGENDA:
        return wording.time_range(session), session.title
    start = f"{wording.clock(session.start)}" if session.start else ""
    return f"{wording.short_day(session.day)} {start}".strip(), session.title


@lru_cache(maxsize=4096)
def second_line(session: Session) -> str:
    """Return level, kind, speakers and place."""
    kind = session.kind.value
    parts = (
        wording.level_text(session),
        kind,
        wording.speaker_names(session),
        wording.room_names(session),
    )
    return " · ".join(part for part in parts if part)
