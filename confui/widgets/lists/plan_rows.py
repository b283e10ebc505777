"""A plan as rows: what is starred, what collides with it, and the free time between."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.plan import Fit, Gap, PlanDay, PlanItem, Topic, list_notes
from confui.state import State
from confui.widgets.lists.rows import Heading, ListRows, ListRowsWriter

Row: TypeAlias = PlanItem | Gap | Fit
"""What the cursor of a plan can be on."""


_COLOURS = {
    Topic.CHANGE: "$text-warning",
    Topic.GONE: "muted",
    Topic.OVERLAP: "$text-error",
    Topic.BACKUP: "muted",
    Topic.WALK: "$text-warning",
}


class Line(NamedTuple):
    """A line below a session, with the class or token of its colour."""

    text: str
    colour: str


def plan_rows_of(state: State) -> ListRows[Row]:
    """Return the rows of a plan."""
    writer = ListRowsWriter[Row]()
    for day in state.plan.days:
        writer.write_heading(Heading(wording.long_day(day.day), summary(day)))
        for entry in day.entries:
            if isinstance(entry, PlanItem):
                writer.write([entry], 2 + len(lines_below(entry, count_candidates(entry, state))))
                continue
            writer.write([entry], 1)
            if entry.start == state.filling:
                writer.write(entry.fits, 2)
    return writer.listing


def summary(day: PlanDay) -> str:
    """Return what a day of a plan comes to, such as `3 sessions · 1 overlap`."""
    items = [entry for entry in day.entries if isinstance(entry, PlanItem)]
    if not items:
        return "nothing starred"
    parts = [wording.count_of(len(items), "session")]
    if collisions := sum(len(item.overlaps) for item in items) // 2:
        parts.append(wording.count_of(collisions, "overlap"))
    return " · ".join(parts)


def count_candidates(item: PlanItem, state: State) -> int:
    """Return how many sessions a bookmark may be of whose own the schedule has no more."""
    return len(state.questions.get(item.session.id, ()))


@lru_cache(maxsize=4096)
def lines_below(item: PlanItem, candidates: int = 0) -> tuple[Line, ...]:
    """Return what there is to say of a session of a plan, and the note on it."""
    return tuple(_lines_below(item, candidates))


def line_of(row: PlanItem | Fit) -> str:
    """Return the second line of a session: for one that fits, first what speaks for it."""
    if isinstance(row, PlanItem) and row.cancelled:
        return wording.room_names(row.session)
    told = _facts(row.session)
    if isinstance(row, Fit) and row.reasons:
        return f"{', '.join(row.reasons)} · {told}"
    return told


@lru_cache(maxsize=4096)
def _facts(session: Session) -> str:
    """Return the place first: in a plan it matters most."""
    level = wording.level_text(session) if session.level else ""
    parts = (wording.room_names(session), level, wording.speaker_names(session))
    return " · ".join(part for part in parts if part)


def _lines_below(item: PlanItem, candidates: int) -> Iterator[Line]:
    for remark in list_notes(item):
        flag = "⚑ " if remark.topic is Topic.CHANGE else ""
        yield Line(f"{flag}{remark.text}", _COLOURS[remark.topic])
    if candidates:
        some = "this one" if candidates == 1 else f"one of {candidates}"
        yield Line(f"? or has another name now: may be {some}; ⏎ asks", "$text-warning")
    if item.bookmark.note:
        yield Line(f"✎ {' '.join(item.bookmark.note.split())}", "$text-accent")
