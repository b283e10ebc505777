"""Where the cursor goes: moves over a timetable by what lies beside what on the screen."""

from collections.abc import Container, Sequence
from datetime import date, datetime
from enum import Enum, auto
from typing import NamedTuple

from confui.schedule.layout.timetable import Block, Timetable
from confui.schedule.models import Session
from confui.schedule.plan import Fit, Gap, Plan, PlanItem


class Direction(Enum):
    """A way to move over the grid."""

    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()


class Cursor(NamedTuple):
    """A session, and the room in whose column the cursor travels up and down.

    The room is kept by name, so that it survives whole-venue sessions and changes of the day.
    """

    session: str = ""
    room: str = ""
    gap: datetime | None = None
    """In a plan, the wall time at which the free time under the cursor begins; no session then."""


def enter(sessions: Sequence[Session], room: str) -> Cursor:
    """Return the cursor for a day newly shown: on the first session of `room`, whose name it keeps.

    A session of the room itself comes before one for the whole venue. Where the day does not have
    the room, the cursor goes to the first session that has a room at all.
    """
    inside = [session for session in sessions if room in session.rooms]
    roomy = [session for session in sessions if session.rooms and not session.whole_venue]
    first = next(iter(inside or roomy or sessions), None)
    if first is None:
        return Cursor(room=room)
    return Cursor(first.id, room or next(iter(first.rooms), ""))


def enter_plan(plan: Plan, cursor: Cursor, when: datetime | None, day: date | None) -> Cursor:
    """Return the cursor for a plan that does not list what it was on.

    It goes to what the plan has at `when`, else to the first entry of the day, else of all.
    """
    entries = [(each.day, entry) for each in plan.days for entry in each.entries]
    of_day = [entry for entry_day, entry in entries if entry_day == day]
    begun = [entry for entry in of_day if when and (start := _start(entry)) and start <= when]
    found = begun[-1:] or of_day or [entry for _, entry in entries]
    return at_entry(found[0], cursor.room) if found else Cursor(room=cursor.room)


def at_entry(entry: PlanItem | Gap | Fit, room: str) -> Cursor:
    """Return the cursor on an entry of a plan, or on what fits into free time."""
    if isinstance(entry, Gap):
        return Cursor(room=room, gap=entry.start)
    return Cursor(entry.session.id, next(iter(entry.session.rooms), room))


def _start(entry: PlanItem | Gap) -> datetime | None:
    return entry.start if isinstance(entry, Gap) else entry.session.start


def step(timetable: Timetable, cursor: Cursor, direction: Direction) -> Cursor:
    """Return the cursor one step further; the same cursor where nothing lies in that direction."""
    block = timetable.block_of(cursor.session)
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


def edge(timetable: Timetable, cursor: Cursor, direction: Direction) -> Cursor:
    """Return the cursor at the first or last session of its room."""
    seen = cursor
    while (further := step(timetable, seen, direction)) != seen:
        seen = further
    return seen


def column_of(timetable: Timetable, block: Block, room: str) -> int:
    """Return the column of `room` where the block covers it, else the block's first."""
    for index in range(block.first_column, block.last_column + 1):
        if timetable.columns[index].name == room:
            return index
    return block.first_column


def onward(ids: Sequence[str], wanted: Container[str], current: str, step: int) -> str:
    """Return the first of the `wanted` ids after `current`, or with step -1 the last before it.

    Behind the end it goes on at the beginning, and `current` itself comes last; empty for none.
    """
    start = ids.index(current) if current in ids else -1 if step > 0 else 0
    circle = (ids[(start + step * distance) % len(ids)] for distance in range(1, len(ids) + 1))
    return next((id for id in circle if id in wanted), "")


def _covers(block: Block, column: int) -> bool:
    return block.first_column <= column <= block.last_column


def _vertical(timetable: Timetable, block: Block, column: int, down: bool) -> Block | None:
    candidates = [
        other
        for other in timetable.blocks
        if _covers(other, column) and (other.top > block.top if down else other.top < block.top)
    ]

    def distance(other: Block) -> tuple[int, int]:
        return abs(other.top - block.top), abs(other.x - block.x)

    return min(candidates, key=distance, default=None)


def _horizontal(timetable: Timetable, block: Block, sign: int) -> Block | None:
    """Return what overlaps `block` best in the next room that way, else is nearest in time there.

    Lanes beside the block in its own room come first.
    """

    def shared(other: Block) -> int:
        return min(block.bottom, other.bottom) - max(block.top, other.top)

    def rooms_apart(other: Block) -> int:
        if sign > 0:
            return other.first_column - block.last_column
        return block.first_column - other.last_column

    def distance(other: Block) -> tuple[int, int, int, int]:
        return rooms_apart(other), -shared(other), abs(other.top - block.top), other.x

    beyond = [
        other
        for other in timetable.blocks
        if (other.x >= block.right if sign > 0 else other.right <= block.x)
        and (rooms_apart(other) > 0 or shared(other) > 0)
    ]
    return min(beyond, key=distance, default=None)
