"""The rows of a plan: starred sessions with their notes, and the free time between them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Session
from confui.schedule.plan import Fit, Gap, PlanDay, PlanItem, Topic, list_notes
from confui.schedule.rooms import name_buildings
from confui.schedule.variety import Variety
from confui.state import State
from confui.widgets.lists.rows import Heading, ListRows, ListRowsBuilder

PlanEntry: TypeAlias = PlanItem | Gap | Fit
"""What the cursor can be on: a session, free time, or a session that fits into it."""


_COLOURS = {
    Topic.CHANGE: "$text-warning",
    Topic.GONE: "muted",
    Topic.OVERLAP: "$text-error",
    Topic.BACKUP: "muted",
    Topic.WALK: "$text-warning",
}


class NoteLine(NamedTuple):
    """A line below a session of the plan."""

    text: str
    colour: str
    """A component class or a `$token`."""


def build_plan_rows(state: State) -> ListRows[PlanEntry]:
    """Return the rows of the state's plan."""
    builder = ListRowsBuilder[PlanEntry]()
    for day in state.plan.days:
        builder.add_heading(Heading(wording.long_day(day.day), summarise_day(day)))
        for entry in day.entries:
            if isinstance(entry, PlanItem):
                builder.add_entries(
                    [entry],
                    2 + len(format_notes(entry, state.zone, count_candidates(entry, state))),
                )
                continue
            builder.add_entries([entry], 1)
            if entry.start == state.expanded_gap:
                builder.add_entries(entry.fits, 2)
    return builder.build()


def summarise_day(day: PlanDay) -> str:
    """Return the counts of a day, such as `3 sessions · 1 overlap`."""
    items = [entry for entry in day.entries if isinstance(entry, PlanItem)]
    if not items:
        return "nothing starred"
    parts = [wording.count_of(len(items), "session")]
    if collisions := sum(len(i.overlaps) + i.more_overlaps for i in items) // 2:
        parts.append(wording.count_of(collisions, "overlap"))
    return " · ".join(parts)


def count_candidates(item: PlanItem, state: State) -> int:
    """Return how many sessions may be the one of an item's bookmark; 0 if that is not in doubt."""
    return len(state.questions.get(item.session.id, ()))


@lru_cache(maxsize=4096)
def format_notes(
    item: PlanItem, zone: DisplayZone = EVENT_TIME, candidates: int = 0
) -> tuple[NoteLine, ...]:
    """Return the lines below a session: overlaps, changes, walks, and the attendee's own note."""
    return tuple(_iterate_notes(item, zone, candidates))


def format_plan_line(row: PlanItem | Fit, state: State) -> str:
    """Return the second line of a session: place, building, level or track, and speakers.

    The reasons of a `Fit` come first.
    """
    if isinstance(row, PlanItem) and row.cancelled:
        return wording.room_names(row.session)
    building = name_buildings(state.conference, row.session.rooms)
    facts = _facts(row.session, state.variety, building)
    if isinstance(row, Fit) and row.reasons:
        return f"{', '.join(row.reasons)} · {facts}"
    return facts


@lru_cache(maxsize=4096)
def _facts(session: Session, variety: Variety, building: str) -> str:
    """Return place, building, level or track, and speakers; the place matters most in a plan."""
    track = session.track if variety.tracks else ""
    topic = wording.level_text(session) if session.level else track
    parts = (wording.room_names(session), building, topic, wording.speaker_names(session))
    return " · ".join(part for part in parts if part)


def _iterate_notes(item: PlanItem, zone: DisplayZone, candidates: int) -> Iterator[NoteLine]:
    for note in list_notes(item, zone):
        flag = "⚑ " if note.topic is Topic.CHANGE else ""
        yield NoteLine(f"{flag}{note.text}", _COLOURS[note.topic])
    if candidates:
        which = "this one" if candidates == 1 else f"one of {candidates}"
        yield NoteLine(f"? or renamed: may be {which}; ⏎ asks", "$text-warning")
    if item.bookmark.note:
        yield NoteLine(f"✎ {' '.join(item.bookmark.note.split())}", "$text-accent")
