"""Short notes on the sessions and gaps of a plan."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.plan.changes import CANCELLED
from confui.schedule.plan.gaps import Gap
from confui.schedule.plan.plan import PlanItem
from confui.schedule.plan.timeline import ShortWalk


class Topic(StrEnum):
    """The topic of a note."""

    CHANGE = "change"
    GONE = "gone"
    """Cancelled, and the attendee has seen it."""
    OVERLAP = "overlap"
    BACKUP = "backup"
    WALK = "walk"


class PlanNote(NamedTuple):
    """One line to show below a session."""

    topic: Topic
    text: str


def list_notes(item: PlanItem, zone: DisplayZone = EVENT_TIME) -> tuple[PlanNote, ...]:
    """Return the notes on a session: changes, overlaps, backup, walk."""
    return tuple(_notes(item, zone))


def _notes(item: PlanItem, zone: DisplayZone) -> Iterator[PlanNote]:
    yield from (PlanNote(Topic.CHANGE, change) for change in item.changes)
    if item.cancelled and CANCELLED not in item.changes:
        yield PlanNote(Topic.GONE, CANCELLED)
    yield from (PlanNote(Topic.OVERLAP, overlap.describe(zone)) for overlap in item.overlaps)
    if item.more_overlaps:
        yield PlanNote(
            Topic.OVERLAP, f"overlaps {wording.count_of(item.more_overlaps, 'more session')}"
        )
    if item.backs_up:
        yield PlanNote(Topic.BACKUP, f"backup for {item.backs_up.title}")
    if item.walk is not None:
        yield PlanNote(Topic.WALK, _describe_walk(item.walk))


def _describe_walk(walk: ShortWalk) -> str:
    time = wording.duration(walk.minutes)
    if not walk.needed:
        return f"{time} to another room"
    one, other = walk.buildings
    return f"{time} for a walk of {wording.duration(walk.needed)} from {one} to {other}"


def gap_time_range(gap: Gap, zone: DisplayZone = EVENT_TIME) -> str:
    """Return start and end as `~10:00 – 10:40`; the tilde marks an inferred start."""
    tilde = "~" if gap.inferred else ""
    return f"{tilde}{zone.clock(gap.start)} – {zone.clock(gap.end)}"


def describe_gap(gap: Gap) -> str:
    """Return length and number of fits as `free ~40 min · 3 sessions fit`."""
    tilde = "~" if gap.inferred else ""
    fits = f" · {count_fitting(len(gap.fits))}" if gap.fits else ""
    return f"free {tilde}{wording.duration(gap.minutes)}{fits}"


def count_fitting(count: int) -> str:
    """Return the number of sessions that fit, such as `1 session fits`."""
    return f"{wording.count_of(count, 'session')} {'fits' if count == 1 else 'fit'}"
