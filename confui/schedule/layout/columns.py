"""Who goes where across a timetable: the columns in use, and the lanes within them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from confui.schedule.models import Session

WHOLE_VENUE = "Whole venue"
"""The column for whole-venue sessions that run beside others, and of days without any room."""

NO_ROOM = "—"
"""The column of the sessions without a room."""

NO_TIME = "no time yet"
"""The column of the sessions without a time, whatever their room."""

_MIN_COLUMN = 22
_MIN_VENUE = 16
_MIN_LANE = 12
_USUAL_LENGTH = timedelta(minutes=30)


class Column(NamedTuple):
    """A room of the day. `width` includes the one-cell rule at its right edge."""

    name: str
    x: int
    width: int


class Placement:
    """Where a session goes across: its columns, and its lane among those that it overlaps there."""

    def __init__(self, session: Session, first: int, last: int) -> None:
        self.session = session
        self.first, self.last = first, last
        self.lane, self.lanes = 0, 1

    def extent(self, columns: Sequence[Column]) -> tuple[int, int]:
        """Return x and width in cells; the rule at the right edge of a column stays free."""
        left = columns[self.first].x
        width = columns[self.last].x + columns[self.last].width - 1 - left
        x = left + width * self.lane // self.lanes
        return x, left + width * (self.lane + 1) // self.lanes - x


def place_across(
    sessions: list[Session], rooms: Sequence[str]
) -> tuple[list[Placement], list[str]]:
    """Assign columns and lanes; also return the names of the columns in use."""
    in_rooms = [session for session in sessions if not session.whole_venue]
    free, beside = _split_venue(sessions, in_rooms)
    used = {room for session in in_rooms for room in session.rooms}
    names = [room for room in rooms if room in used]
    names += sorted(used.difference(names))
    if any(not session.rooms for session in in_rooms):
        names.append(NO_ROOM)
    if beside or (free and not names):
        names.append(WHOLE_VENUE)

    places = [Placement(session, 0, len(names) - 1) for session in free]
    _assign_lanes(places)
    by_column: dict[int, list[Placement]] = {}
    for session in in_rooms + beside:
        at = sorted(names.index(room) for room in session.rooms) if not session.whole_venue else []
        if not at:
            at = [names.index(WHOLE_VENUE if session.whole_venue else NO_ROOM)]
        if len(at) > 1 and not _may_span(session, at, in_rooms, names):
            at = [names.index(session.rooms[0])]
        places.append(Placement(session, at[0], at[-1]))
        by_column.setdefault(at[0], []).append(places[-1])
    for shared_column in by_column.values():
        _assign_lanes(shared_column)
    return places, names


def _split_venue(
    sessions: list[Session], in_rooms: list[Session]
) -> tuple[list[Session], list[Session]]:
    """Split the whole-venue sessions into those that have the venue to themselves, and the rest.

    What overlaps one of the rest belongs to them too, since they lie in a column.
    """
    free = [session for session in sessions if session.whole_venue]
    beside: list[Session] = []
    while True:
        shared = [s for s in free if any(_overlap(s, other) for other in in_rooms + beside)]
        if not shared:
            return free, beside
        beside += shared
        free = [session for session in free if session not in shared]


def _may_span(
    session: Session, at: list[int], in_rooms: Iterable[Session], names: list[str]
) -> bool:
    """Whether a session of several rooms can be one block: they are neighbours, and else free."""
    if at[-1] - at[0] != len(at) - 1:
        return False
    own = {names[index] for index in at}
    return not any(
        other is not session and not own.isdisjoint(other.rooms) and _overlap(session, other)
        for other in in_rooms
    )


def _assign_lanes(places: list[Placement]) -> None:
    """Give sessions that overlap in one column lanes side by side, as few as will do."""
    cluster: list[Placement] = []
    lane_ends: list[datetime] = []
    for place in sorted(places, key=lambda place: start_order(place.session)):
        start, end = start_and_end(place.session)
        if all(lane_end <= start for lane_end in lane_ends):
            cluster, lane_ends = [], []
        lane = next((i for i, lane_end in enumerate(lane_ends) if lane_end <= start), None)
        if lane is None:
            lane = len(lane_ends)
            lane_ends.append(end)
        lane_ends[lane] = end
        place.lane = lane
        cluster.append(place)
        for member in cluster:
            member.lanes = len(lane_ends)


def share_width(names: list[str], places: list[Placement], width: int) -> list[Column]:
    """Share `width` among the columns, more for those that hold lanes."""
    needs = [_MIN_VENUE if name == WHOLE_VENUE else _MIN_COLUMN for name in names]
    for place in sorted(places, key=lambda place: place.last - place.first):
        wanted = place.lanes * _MIN_LANE + 1
        needs[place.last] += max(0, wanted - sum(needs[place.first : place.last + 1]))
    spare = max(0, width - sum(needs))
    columns, x = [], 0
    for index, (name, need) in enumerate(zip(names, needs, strict=True)):
        share = spare // len(names) + (index < spare % len(names))
        columns.append(Column(name, x, need + share))
        x += need + share
    return columns


def start_order(session: Session) -> tuple[datetime, datetime, str]:
    """Return what sessions are sorted by: those without a time come last."""
    start, end = start_and_end(session) if session.start else (datetime.max, datetime.max)
    return start, end, session.id


def start_and_end(session: Session) -> tuple[datetime, datetime]:
    """Return start and end of a session that has a start."""
    assert session.start is not None
    return session.start, session.end or session.start + _USUAL_LENGTH


def _overlap(one: Session, other: Session) -> bool:
    start, end = start_and_end(one)
    other_start, other_end = start_and_end(other)
    return start < other_end and other_start < end
