"""An attendee's plan as a plain table with overlaps and free time, or as TSV."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from confui.export.text_columns import Paint, cut, line, plain, widths_of
from confui.schedule import wording
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.plan import (
    ROOM_CHANGED,
    Gap,
    Plan,
    PlanDay,
    PlanItem,
    count_fitting,
    describe_gap,
    gap_time_range,
    list_notes,
)

COLUMNS = ("mark", "start", "end", "rooms", "title", "remarks", "note", "id")
"""Of TSV. Remarks are overlaps, changes and short walks."""
_HOURS, _TITLE, _ROOM = 1, 2, 3
_STYLES = ("star", "muted", "", "", "")
_INDENT = " " * 3
"""As wide as the column of the marks with its gap."""


def as_plan_table(
    plan: Plan,
    width: int | None = None,
    zone: DisplayZone = EVENT_TIME,
    paint: Paint = plain,
) -> str:
    """Return a plan with a heading for each day; empty if nothing is starred.

    Args:
        plan: The plan.
        width: The width of the table in cells; titles and rooms are truncated to fit, but not
            below eight cells. `None` truncates nothing.
        zone: The zone in which to print times.
        paint: Colours a text.
    """
    if not plan.items:
        return ""
    rows = [_row(item, zone) for item in plan.items]
    table = _Table(widths_of(rows, (_TITLE, _ROOM), width), width, zone, paint, _find_shared(plan))
    parts = ["\n".join(_day(day, table)) for day in plan.days]
    if table.shared:
        lines = (f"{text}, of {count} of your sessions" for text, count in table.shared.items())
        parts.insert(0, "\n".join(cut(line, width) for line in lines))
    return "\n\n".join(parts)


def as_plan_tsv(plan: Plan) -> str:
    """Return a row of column names and one row for each session, for other programs."""
    rows = ("\t".join(_tsv_cells(item)) for item in plan.items)
    return "\n".join(("\t".join(COLUMNS), *rows))


class _Table(NamedTuple):
    widths: list[int]
    width: int | None
    zone: DisplayZone
    paint: Paint
    shared: Mapping[str, int]
    """The changes that are said once for all sessions, each with the number of these."""


def _find_shared(plan: Plan) -> Mapping[str, int]:
    """Return the changes of rooms that several sessions share: the room has another name."""
    counts = Counter(change for item in plan.items for change in item.changes)
    shared = ((text, count) for text, count in counts.items() if text.startswith(ROOM_CHANGED))
    return {text: count for text, count in shared if count > 1}


def _tsv_cells(item: PlanItem) -> tuple[str, ...]:
    session = item.session
    return (
        str(item.bookmark.mark or ""),
        session.start.isoformat(timespec="minutes") if session.start else "",
        session.end.isoformat(timespec="minutes") if session.end else "",
        "; ".join(session.rooms),
        session.title,
        "; ".join(note.text for note in list_notes(item)),
        " ".join(item.bookmark.note.split()),
        session.id,
    )


def _day(day: PlanDay, table: _Table) -> Iterator[str]:
    whose = f" · times as in {wording.zone_name(table.zone.name)}" if table.zone.is_mine else ""
    yield table.paint(cut(wording.long_day(day.day) + whose, table.width), "heading")
    if not any(isinstance(entry, PlanItem) for entry in day.entries):
        fits = sum(len(gap.fits) for gap in day.entries if not isinstance(gap, PlanItem))
        text = " · ".join(["nothing starred", *([count_fitting(fits)] if fits else [])])
        yield table.paint(cut(_INDENT + text, table.width), "muted")
        return
    for entry in day.entries:
        if not isinstance(entry, PlanItem):
            text = _INDENT + _free(entry, table.widths[_HOURS], table.zone)
            yield table.paint(cut(text, table.width), "muted")
            continue
        yield line(_row(entry, table.zone), table.widths, _STYLES, table.paint)
        for note in list_notes(entry, table.zone):
            if note.text not in table.shared:
                yield table.paint(cut(_INDENT * 2 + note.text, table.width), "topic")


def _free(gap: Gap, width: int, zone: DisplayZone) -> str:
    return f"{gap_time_range(gap, zone):<{width}}  {describe_gap(gap)}"


def _row(item: PlanItem, zone: DisplayZone) -> tuple[str, ...]:
    return (
        wording.mark_symbol(item.bookmark),
        wording.time_range(item.session, zone, beside_day=True),
        item.session.title,
        wording.room_names(item.session),
        "✎" if item.bookmark.note else "",
    )
