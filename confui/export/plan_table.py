"""An attendee's plan as a plain table: starred sessions, overlaps and free time."""

from collections.abc import Iterator

from confui.export.text_columns import cut, line, widths_of
from confui.schedule import wording
from confui.schedule.plan import (
    Gap,
    Plan,
    PlanDay,
    PlanItem,
    count_fitting,
    describe_gap,
    gap_time_range,
    list_notes,
)

_HOURS, _TITLE, _ROOM = 1, 2, 3
_INDENT = " " * 3
"""As wide as the column of the marks with its gap."""


def as_plan_table(plan: Plan, width: int | None = None) -> str:
    """Return a plan with a heading for each day; empty if nothing is starred.

    Args:
        plan: The plan.
        width: The width of the table in cells; titles and rooms are truncated to fit, but not
            below eight cells. `None` truncates nothing.
    """
    if not plan.items:
        return ""
    widths = widths_of([_row(item) for item in plan.items], (_TITLE, _ROOM), width)
    return "\n\n".join("\n".join(_day(day, widths, width)) for day in plan.days)


def _day(day: PlanDay, widths: list[int], width: int | None) -> Iterator[str]:
    yield wording.long_day(day.day)
    if not any(isinstance(entry, PlanItem) for entry in day.entries):
        fits = sum(len(gap.fits) for gap in day.entries if not isinstance(gap, PlanItem))
        yield cut(
            _INDENT + " · ".join(["nothing starred", *([count_fitting(fits)] if fits else [])]),
            width,
        )
        return
    for entry in day.entries:
        if not isinstance(entry, PlanItem):
            yield cut(_INDENT + _free(entry, widths[_HOURS]), width)
            continue
        yield line(_row(entry), widths)
        yield from (cut(_INDENT * 2 + note.text, width) for note in list_notes(entry))


def _free(gap: Gap, width: int) -> str:
    return f"{gap_time_range(gap):<{width}}  {describe_gap(gap)}"


def _row(item: PlanItem) -> tuple[str, ...]:
    return (
        wording.mark_symbol(item.bookmark),
        wording.time_range(item.session),
        item.session.title,
        wording.room_names(item.session),
        "✎" if item.bookmark.note else "",
    )
