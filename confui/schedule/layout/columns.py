"""The columns of a timetable, and the lanes of overlapping sessions within a column."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from confui.schedule.models import SUPPORTING_KINDS, Session

WHOLE_VENUE = "Whole venue"
"""The first column: whole-venue sessions that overlap others, or all on days without rooms."""

NO_ROOM = "—"
"""The column for sessions without a room."""

NO_TIME = "no time yet"
"""The column for sessions without a time, in any room."""

COLUMN_WIDTH = 22
"""Cells of a column where not all fit beside one another."""
_LEAST_COLUMN = 20
"""Cells of a column where all fit."""
_MIN_PINNED = 16
"""Cells of the column of the venue where not all fit."""
_MIN_LANE = 12
_FEWEST_UNITED = 2
"""Equal breaks in so many rooms become one band."""
_USUAL_LENGTH = timedelta(minutes=30)


class Column(NamedTuple):
    """A column, usually a room. `width` includes the one-cell rule at its right edge."""

    name: str
    x: int
    width: int


class Placement:
    """The columns of a session, and its lane among the sessions it overlaps there."""

    def __init__(
        self, session: Session, first: int, last: int, equals: tuple[Session, ...] = ()
    ) -> None:
        self.session = session
        self.start, self.end = start_and_end(session)
        self.first, self.last = first, last
        self.lane, self.lanes = 0, 1
        self.equals = equals
        """Sessions of other rooms that are the same break, so that one block shows them all."""
        self.further: list[tuple[int, int]] = []
        """Further runs of columns, the first and last of each, that a whole-venue session spans."""

    def extent(self, columns: Sequence[Column]) -> tuple[int, int]:
        """Return x and width in cells, without the rule at the right edge of the column."""
        left, width = span(columns, self.first, self.last)
        x = left + width * self.lane // self.lanes
        return x, left + width * (self.lane + 1) // self.lanes - x

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The first and the last column of each run of columns that the session is in."""
        return [(self.first, self.last), *self.further]

    def covers(self, column: int) -> bool:
        """Whether the session is in a column."""
        return any(first <= column <= last for first, last in self.runs)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the session goes on at any time from `start` to `end`."""
        return start < self.end and self.start < end

    def shift(self) -> None:
        """Move the session to the right by one column."""
        self.first, self.last = self.first + 1, self.last + 1
        self.further = [(first + 1, last + 1) for first, last in self.further]


def right_edge(columns: Sequence[Column]) -> int:
    """Return the first cell to the right of all columns; 0 without columns."""
    return columns[-1].x + columns[-1].width if columns else 0


def span(columns: Sequence[Column], first: int, last: int) -> tuple[int, int]:
    """Return x and width of adjacent columns, without the rule at the right edge of the last."""
    return columns[first].x, columns[last].x + columns[last].width - 1 - columns[first].x


def is_above(session: Session) -> bool:
    """Whether a session is above the time axis: it accompanies the day, or several days."""
    return session.all_day or session.is_of_several_days


def place_across(
    sessions: list[Session],
    rooms: Sequence[str],
    *,
    spans: bool = False,
    apart: Container[str] = (),
) -> tuple[list[Placement], list[str]]:
    """Assign columns and lanes.

    A whole-venue session spans all rooms if nothing else happens during it. Otherwise it has a
    column of its own, the first.

    Args:
        sessions: Sessions with a start, in `start_order`.
        rooms: The order of the columns. Other rooms in use follow alphabetically.
        spans: Whether a whole-venue session rather spans the rooms that are free during it, if any
            are.
        apart: The ids of whole-venue sessions that have the column of their own in any case.

    Returns:
        The placements, and the names of the columns in use.
    """
    in_rooms = [session for session in sessions if not session.whole_venue]
    names = _name_columns(in_rooms, rooms)
    places, in_rooms = _unite_breaks(in_rooms, names)
    by_column: dict[int, list[Placement]] = {}
    index_of = {name: index for index, name in enumerate(names)}
    for session in in_rooms:
        first = last = index_of[session.rooms[0] if session.rooms else NO_ROOM]
        if len(session.rooms) > 1:
            indexes = sorted([index_of[room] for room in session.rooms])
            if _may_span(session, indexes, in_rooms, names):
                first, last = indexes[0], indexes[-1]
        place = Placement(session, first, last)
        places.append(place)
        by_column.setdefault(first, []).append(place)
    for shared_column in by_column.values():
        _assign_lanes(shared_column)

    alone, beside = _split_whole_venue(sessions, places, apart)
    across = [Placement(session, 0, len(names) - 1) for session in alone]
    _assign_lanes(across)
    places += across if names else []
    own: list[Placement] = [] if names else across
    for session in beside:
        spanning = spans and session.id not in apart
        runs = _free_runs(session, places, len(names)) if spanning else []
        if not runs:
            own.append(Placement(session, 0, 0))
            continue
        widest = max(runs, key=lambda run: run[1] - run[0])
        places.append(Placement(session, *widest))
        places[-1].further = [run for run in runs if run != widest]
    if own:
        for place in places:
            place.shift()
        for place in own:
            place.first = place.last = 0
        own.sort(key=lambda place: start_order(place.session))
        _assign_lanes(own)
        names.insert(0, WHOLE_VENUE)
    return [*places, *own], names


def _name_columns(in_rooms: list[Session], rooms: Sequence[str]) -> list[str]:
    used = {room for session in in_rooms for room in session.rooms}
    names = [room for room in rooms if room in used]
    names += sorted(used.difference(names))
    if any(not session.rooms for session in in_rooms):
        names.append(NO_ROOM)
    return names


def _unite_breaks(
    in_rooms: list[Session], names: list[str]
) -> tuple[list[Placement], list[Session]]:
    """Place breaks that are listed once for each room as one band; return other sessions beside.

    They have the same title and times, most rooms have them, and no room has anything else then.
    """
    equal: dict[tuple[object, ...], list[Session]] = {}
    for session in in_rooms:
        if session.kind in SUPPORTING_KINDS and len(session.rooms) == 1:
            key = (session.title, *start_and_end(session))
            equal.setdefault(key, []).append(session)
    places, united = [], set()
    for group in equal.values():
        if len(group) < _FEWEST_UNITED or len({each.rooms for each in group}) * 2 <= len(names):
            continue
        ids = {session.id for session in group}
        if any(other.id not in ids and _overlap(group[0], other) for other in in_rooms):
            continue
        places.append(Placement(group[0], 0, len(names) - 1, tuple(group[1:])))
        united |= ids
    return places, [session for session in in_rooms if session.id not in united]


def _split_whole_venue(
    sessions: list[Session], places: list[Placement], apart: Container[str]
) -> tuple[list[Session], list[Session]]:
    """Split the whole-venue sessions into those that overlap no placed session, and the rest.

    The rest includes those that shall be apart.
    """
    alone: list[Session] = []
    beside: list[Session] = []
    for session in sessions:
        if session.whole_venue:
            start, end = start_and_end(session)
            overlaps = session.id in apart or any(place.overlaps(start, end) for place in places)
            (beside if overlaps else alone).append(session)
    return alone, beside


def _free_runs(session: Session, places: list[Placement], count: int) -> list[tuple[int, int]]:
    """Return the first and last column of each run of columns that are free during a session."""
    start, end = start_and_end(session)
    during = [place for place in places if place.overlaps(start, end)]
    runs: list[tuple[int, int]] = []
    for column in range(count):
        if any(place.covers(column) for place in during):
            continue
        if runs and runs[-1][1] == column - 1:
            runs[-1] = runs[-1][0], column
        else:
            runs.append((column, column))
    return runs


def _may_span(
    session: Session, indexes: list[int], in_rooms: Iterable[Session], names: list[str]
) -> bool:
    """Whether a session in several rooms can be one block: in adjacent columns and alone there."""
    if indexes[-1] - indexes[0] != len(indexes) - 1:
        return False
    rooms = {names[index] for index in indexes}
    return not any(
        other is not session and not rooms.isdisjoint(other.rooms) and _overlap(session, other)
        for other in in_rooms
    )


def _assign_lanes(places: list[Placement]) -> None:
    """Put overlapping sessions of one column side by side, in as few lanes as possible.

    They are in `start_order`.
    """
    cluster: list[Placement] = []
    lane_ends: list[datetime] = []
    for place in places:
        if lane_ends and max(lane_ends) <= place.start:
            cluster, lane_ends = [], []
        lane = 0
        while lane < len(lane_ends) and lane_ends[lane] > place.start:
            lane += 1
        lane_ends[lane : lane + 1] = [place.end]
        place.lane, place.lanes = lane, len(lane_ends)
        cluster.append(place)
        if lane:
            for member in cluster:
                member.lanes = len(lane_ends)


def share_width(
    names: list[str],
    places: list[Placement],
    width: int,
    column_width: int = COLUMN_WIDTH,
    *,
    pinned: bool = False,
) -> list[Column]:
    """Divide `width` (cells) among the columns. Columns with lanes get more.

    No column gets too narrow to read, so the sum can be larger than `width`. Then as many columns
    as can be read fill the width exactly, whichever is the first of them.

    Args:
        names: The names of the columns.
        places: The sessions in them.
        width: The available cells.
        column_width: The cells that a column should have at least.
        pinned: Whether the first column stays where it is when the others are scrolled.
    """
    needs = _needs(names, places, column_width - (COLUMN_WIDTH - _LEAST_COLUMN))
    if sum(needs) <= width:
        return _columns(names, _with_spare(needs, width - sum(needs)))
    widths = _needs(names, places, _MIN_PINNED)[:1] if pinned else []
    available = max(column_width, width - sum(widths))
    # Every column takes whole units. Their widths repeat after as many as fill the width, so that
    # any that many neighbours fill it too.
    count = available // column_width
    unit, rest = divmod(available, count)
    number = 0
    for need in _needs(names, places, 1)[len(widths) :]:
        wide = 0
        while not wide or wide < need:
            wide += unit + (number % count < rest)
            number += 1
        widths.append(wide)
    return _columns(names, widths)


def _needs(names: list[str], places: list[Placement], least: int) -> list[int]:
    """Return the cells that each column needs: `least`, and more for lanes."""
    needs = [least for _ in names]
    wanted = {(place.last - place.first, place.first, place.lanes) for place in places}
    for more, first, lanes in sorted(wanted):
        needed = lanes * _MIN_LANE + 1
        needs[first + more] += max(0, needed - sum(needs[first : first + more + 1]))
    return needs


def _with_spare(needs: list[int], spare: int) -> list[int]:
    """Return the needs with the spare cells shared among them, first so that they are equal."""
    widths = list(needs)
    even = (sum(needs) + spare) // len(needs)
    if max(needs) <= even:
        more = sum(needs) + spare - even * len(needs)
        return [even + (index < more) for index in range(len(needs))]
    for index in range(len(widths)):
        widths[index] += spare // len(widths) + (index < spare % len(widths))
    return widths


def _columns(names: list[str], widths: list[int]) -> list[Column]:
    starts = [0, *accumulate(widths)]
    return [Column(name, x, width) for name, x, width in zip(names, starts, widths, strict=False)]


def start_order(session: Session) -> tuple[datetime, datetime, str]:
    """Return the sort key by time; sessions without a start come last."""
    start, end = start_and_end(session) if session.start else (datetime.max, datetime.max)
    return start, end, session.id


def start_and_end(session: Session) -> tuple[datetime, datetime]:
    """Return start and end of a session that has a start.

    It is 30 minutes long if it has no end, or one that is not after its start.
    """
    start, end = session.start, session.end
    assert start is not None
    return start, end if end is not None and end > start else start + _USUAL_LENGTH


def _overlap(one: Session, other: Session) -> bool:
    start, end = start_and_end(one)
    other_start, other_end = start_and_end(other)
    return start < other_end and other_start < end
