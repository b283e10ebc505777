"""The rows of the lists: sessions by day and time (agenda), or by speaker (people)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Session
from confui.schedule.search import people_with_sessions
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
        above = [heading_row for heading_row in self.headings if heading_row <= row]
        return self.headings[above[-1]] if above else Heading("")


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


def build_view_rows(state: State, *, as_table: bool = False) -> ListRows[Session]:
    """Return the rows of the view that is shown, `AGENDA` or `PEOPLE`.

    In a table, everything about a session is in one row.
    """
    return build_people(state) if state.view is View.PEOPLE else build_agenda(state, as_table)


def build_agenda(state: State, as_table: bool) -> ListRows[Session]:
    """Return the sessions shown below a heading for each day.

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


def build_people(state: State) -> ListRows[Session]:
    """Return the sessions shown, one row each, below a heading for each of their speakers."""
    builder = ListRowsBuilder[Session]()
    for person in people_with_sessions(state.shown, state.query):
        speaker = person.speaker
        position = ", ".join(part for part in (speaker.role, speaker.company) if part)
        builder.add_heading(Heading(speaker.name, position))
        builder.add_entries(person.sessions, 1)
    return builder.build()


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
