"""The rows of the lists: sessions by day and time (agenda), or by speaker (people)."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Session
from confui.schedule.search import People, Person
from confui.schedule.variety import Variety
from confui.state import State, View
from confui.text import steady

Entry = TypeVar("Entry")


class Heading(NamedTuple):
    """A row above a group of entries."""

    text: str
    note: str = ""
    """Muted text behind it."""


class ListRows(NamedTuple, Generic[Entry]):
    """The entries and headings of a list, and the rows that they are on."""

    entries: Sequence[Entry] = ()
    """From the top down. In the list of people a session is repeated for each speaker."""
    tops: Sequence[int] = ()
    """The first row of each entry."""
    bottoms: Sequence[int] = ()
    """The row below each entry."""
    headings: Mapping[int, Heading] = MappingProxyType({})
    """By row."""
    height: int = 0
    """The number of rows."""

    def find_index(self, row: int) -> int:
        """Return the index of the entry on a row; -1 for none."""
        index = bisect_right(self.tops, row) - 1
        return index if index >= 0 and row < self.bottoms[index] else -1

    def find_heading(self, row: int) -> Heading:
        """Return the heading above a row; an empty one if there is none."""
        rows = [*self.headings]
        index = bisect_right(rows, row) - 1
        return self.headings[rows[index]] if index >= 0 else Heading("")


class ListRowsBuilder(Generic[Entry]):
    """Builds `ListRows` from the top down."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._tops: list[int] = []
        self._bottoms: list[int] = []
        self._headings: dict[int, Heading] = {}
        self._rows = 0

    def build(self) -> ListRows[Entry]:
        """Return what was added so far."""
        return ListRows(self._entries, self._tops, self._bottoms, self._headings, self._rows)

    def add_heading(self, heading: Heading) -> None:
        """Add a heading, with a blank row above it unless it is the first."""
        self._rows += bool(self._rows)
        self._headings[self._rows] = heading
        self._rows += 1

    def add_entries(self, entries: Sequence[Entry], height: int) -> None:
        """Add entries, each `height` rows high."""
        start, self._rows = self._rows, self._rows + len(entries) * height
        self._entries += entries
        self._tops += range(start, self._rows, height)
        self._bottoms += range(start + height, self._rows + 1, height)


def build_agenda(state: State, *, as_table: bool = False) -> ListRows[Session]:
    """Return the sessions that match below a heading for each day.

    Each has two rows, in a table one, and one more if a word of the query is only in its text.
    """
    agenda, first = state.agenda, 0
    builder = ListRowsBuilder[int]()
    for day, count in agenda.days:
        builder.add_heading(Heading(wording.long_day(day), wording.count_of(count, "session")))
        numbers, first = range(first, first + count), first + count
        for in_text, group in groupby(numbers, key=agenda.in_text.__getitem__):
            builder.add_entries(tuple(group), (1 if as_table else 2) + in_text)
    rows = builder.build()
    return ListRows(agenda.sessions, rows.tops, rows.bottoms, rows.headings, rows.height)


def build_people(people: People, state: State) -> ListRows[Session]:
    """Return the sessions that match, one row each, below a heading for each of their speakers.

    Args:
        people: The speakers of all sessions.
        state: What matches.
    """
    is_all = len(state.matching) == state.total
    persons = people.find(None if is_all else frozenset(state.matching), state.query)
    rows, tops, row = list[int](), list[int](), 0
    for person in persons:
        rows.append(row)
        tops += range(row + 1, row + 1 + len(person.sessions))
        row += len(person.sessions) + 2  # with a blank row
    entries = list(chain.from_iterable(person.sessions for person in persons))
    bottoms = [top + 1 for top in tops]
    return ListRows(entries, tops, bottoms, _PeopleHeadings(rows, persons), max(0, row - 1))


class _PeopleHeadings(Mapping[int, Heading]):
    """The headings of people by row, made when they are drawn."""

    def __init__(self, rows: Sequence[int], persons: Sequence[Person]) -> None:
        self._rows = rows
        self._persons = persons
        self._index = dict(zip(rows, range(len(rows)), strict=True))

    def __getitem__(self, row: int) -> Heading:
        speaker = self._persons[self._index[row]].speaker
        position = ", ".join(part for part in (speaker.role, speaker.company) if part)
        return Heading(speaker.name, position)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@lru_cache(maxsize=4096)
def format_first_line(
    session: Session, view: View, zone: DisplayZone = EVENT_TIME
) -> tuple[str, str]:
    """Return the time of a session, without what the heading above it has, and its title."""
    if view is View.AGENDA:
        return wording.time_range(session, zone, beside_day=True), steady(session.title)
    start = zone.clock(session.start, session.day) if session.start else ""
    return f"{wording.short_day(session.day)} {start}".strip(), steady(session.title)


@lru_cache(maxsize=4096)
def format_second_line(session: Session, variety: Variety) -> str:
    """Return level, track and kind where sessions differ in them, speakers and place."""
    parts = (
        wording.level_text(session) if variety.levels else "",
        session.track if variety.tracks else "",
        wording.unusual_kind(session) if variety.kinds else "",
        wording.speaker_names(session),
        wording.room_names(session),
    )
    return " · ".join(part for part in parts if part)
