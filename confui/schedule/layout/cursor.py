"""The cursor of the grid and of the plan: where it starts and where each key moves it."""

from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from confui.schedule.layout.timetable import Block, Timetable
from confui.schedule.models import Session
from confui.schedule.plan import Fit, Gap, Plan, PlanItem


class Direction(Enum):
    """The directions in which the cursor moves over the grid."""

    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()


class Cursor(NamedTuple):
    """The selected session, and the room in whose column the cursor moves up and down.

    The room is a name, so it survives whole-venue sessions and a change of day.
    """

    session: str = ""
    """The session's id; empty if no session is selected."""
    room: str = ""
    gap: datetime | None = None
    """In a plan, the start (wall time) of the selected gap; `session` is then empty."""


def enter_day(sessions: Sequence[Session], room: str, when: datetime | None = None) -> Cursor:
    """Return the cursor for a day that is shown.

    It selects a session in `room`, in preference to a whole-venue session: the first one, or the
    one that starts nearest to `when` (wall time). If the day does not use the room, it selects a
    session that has any room, and still remembers `room`.
    """
    in_room = [session for session in sessions if room in session.rooms]
    with_room = [session for session in sessions if session.rooms and not session.whole_venue]
    candidates = in_room or with_room or sessions
    first = nearest_in_time(candidates, when) if when else next(iter(candidates), None)
    if first is None:
        return Cursor(room=room)
    return Cursor(first.id, room or next(iter(first.rooms), ""))


def enter_plan(plan: Plan, cursor: Cursor, when: datetime | None, day: date | None) -> Cursor:
    """Return the cursor for a plan that does not contain the current selection.

    It selects the last entry of `day` that has started at `when` (wall time), else the first entry
    of `day`, else the first entry of the plan.
    """
    entries = [(plan_day.day, entry) for plan_day in plan.days for entry in plan_day.entries]
    of_day = [entry for entry_day, entry in entries if entry_day == day]
    started = [entry for entry in of_day if when and (start := _start(entry)) and start <= when]
    choices = started[-1:] or of_day or [entry for _, entry in entries]
    return cursor_at(choices[0], cursor.room) if choices else Cursor(room=cursor.room)


def cursor_at(entry: PlanItem | Gap | Fit, room: str) -> Cursor:
    """Return the cursor on an entry of a plan; `room` is kept if the entry has no room."""
    if isinstance(entry, Gap):
        return Cursor(room=room, gap=entry.start)
    return Cursor(entry.session.id, next(iter(entry.session.rooms), room))


def _start(entry: PlanItem | Gap) -> datetime | None:
    return entry.start if isinstance(entry, Gap) else entry.session.start


def nearest_in_time(sessions: Sequence[Session], when: datetime) -> Session | None:
    """Return the session that starts nearest to a wall time; one that lasts all day only at need.

    `None` if there is no session.
    """
    return min(
        sessions,
        key=lambda each: (each.all_day, abs((each.start or datetime.max) - when)),
        default=None,
    )


def enter_room(sessions: Sequence[Session], room: str, current: Session | None) -> Cursor | None:
    """Return the cursor in a room at the time of the current session; `None` if it has no session.

    The session that runs with the current one longest is selected, else the nearest in time.

    Args:
        sessions: The sessions of the day that the view shows.
        room: The room to go to.
        current: The selected session.
    """
    in_room = [session for session in sessions if room in session.rooms]
    if not in_room:
        return None
    if current is None or current.start is None:
        return Cursor(in_room[0].id, room)
    moment = current.start

    def distance(session: Session) -> tuple[int, float]:
        apart = abs((session.start - moment).total_seconds()) if session.start else float("inf")
        return -session.overlap(current), apart

    return Cursor(min(in_room, key=distance).id, room)


def move(timetable: Timetable, cursor: Cursor, direction: Direction) -> Cursor:
    """Return the cursor after one step; the same cursor if there is nothing in that direction."""
    block = block_under(timetable, cursor)
    if block is None:
        return cursor
    column = column_of(timetable, block, cursor.room)
    if direction in (Direction.UP, Direction.DOWN):
        target = _vertical(timetable, block, column, direction is Direction.DOWN)
        return cursor if target is None else Cursor(target.session.id, cursor.room)
    sign = 1 if direction is Direction.RIGHT else -1
    if block.first_column <= column + sign <= block.last_column:
        # Across a wide block only the room changes: the next step down is in that room.
        return Cursor(cursor.session, timetable.columns[column + sign].name)
    target = _horizontal(timetable, block, sign)
    if target is None:
        return cursor
    near = target.first_column if sign > 0 else target.last_column
    return Cursor(target.session.id, timetable.columns[near].name)


def move_to_edge(timetable: Timetable, cursor: Cursor, direction: Direction) -> Cursor:
    """Return the cursor after moving as often as possible: for `UP`, on the room's first session.

    For `DOWN` it is the room's last session.
    """
    seen = {cursor}  # rooms of one name may lead in a circle
    while (following := move(timetable, cursor, direction)) not in seen:
        cursor = following
        seen.add(cursor)
    return cursor


def block_under(timetable: Timetable, cursor: Cursor) -> Block | None:
    """Return the block of the cursor's session, of several that in the cursor's room if there is.

    `None` if the session is not on this day.
    """
    block = timetable.block_of(cursor.session)
    if block is None or not timetable.further:
        return block
    blocks = timetable.blocks_of([cursor.session])
    names = [column.name for column in timetable.columns]
    column = names.index(cursor.room) if cursor.room in names else block.first_column
    return next((each for each in blocks if each.first_column <= column <= each.last_column), block)


def column_of(timetable: Timetable, block: Block, room: str) -> int:
    """Return the index of the column of `room` if the block covers it, else the block's first."""
    for index in range(block.first_column, block.last_column + 1):
        if timetable.columns[index].name == room:
            return index
    return block.first_column


def next_match(ids: Sequence[str], matches: Container[str], current: str, step: int) -> str:
    """Return the next id after `current` that is in `matches`; with step -1 the one before it.

    The search wraps around at the end and tries `current` last. Empty if nothing matches.
    """
    start = ids.index(current) if current in ids else -1 if step > 0 else 0
    circle = (ids[(start + step * distance) % len(ids)] for distance in range(1, len(ids) + 1))
    return next((id for id in circle if id in matches), "")


def put_titles_first(sessions: Iterable[Session], in_title: Container[str]) -> tuple[Session, ...]:
    """Return sessions, sorted by start, so that of those that begin together some come first.

    Args:
        sessions: Sorted by start, those without one last.
        in_title: The ids of those that come first: a search found them by their title.
    """
    together = groupby(sessions, key=lambda session: (session.day, session.start))
    return tuple(
        session
        for _, group in together
        for session in sorted(group, key=lambda session: session.id not in in_title)
    )


def _vertical(timetable: Timetable, block: Block, column: int, down: bool) -> Block | None:
    top = block.top
    candidates = [
        other
        for other in timetable.in_column[column]
        if (other.top > top if down else other.top < top)
    ]

    def distance(other: Block) -> tuple[int, int]:
        return abs(other.top - top), abs(other.x - block.x)

    return min(candidates, key=distance, default=None)


def _horizontal(timetable: Timetable, block: Block, sign: int) -> Block | None:
    """Return the block to the right (`sign` 1) or left (-1) of `block`.

    Overlapping sessions of the same room come first, then the next room in that direction. There,
    the block with the longest overlap wins, then the one nearest in time.
    """
    first, last, lists = block.first_column, block.last_column, timetable.in_column

    def shared_rows(other: Block) -> int:
        return min(block.bottom, other.bottom) - max(block.top, other.top)

    def distance(other: Block) -> tuple[int, int, int]:
        return -shared_rows(other), abs(other.top - block.top), other.x

    def near_edge(other: Block) -> int:
        return other.first_column if sign > 0 else -other.last_column

    def is_beside(other: Block) -> bool:
        is_beyond = other.x >= block.right if sign > 0 else other.right <= block.x
        return is_beyond and shared_rows(other) > 0

    candidates = [other for at in range(first, last + 1) for other in lists[at] if is_beside(other)]
    if candidates:
        nearest = min(map(near_edge, candidates))
        candidates = [other for other in candidates if near_edge(other) == nearest]
    rooms = range(last + 1, len(lists)) if sign > 0 else range(first - 1, -1, -1)
    others = ([other for other in lists[at] if near_edge(other) == sign * at] for at in rooms)
    return min(candidates or next(filter(None, others), []), key=distance, default=None)
