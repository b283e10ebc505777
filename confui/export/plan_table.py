"""An attendee's plan as plain text: what is starred, what collides, and what time is free."""

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
"""As wide as the column of the signs."""


def as_plan_table(plan: Plan, width: int | None = None) -> str:
    """Return a plan under a heading for each day; no text where nothing is starred.

    Args:
        plan: What to print.
        width: Cells to stay within by cutting titles and rooms, neither below eight cells; `None`
            cuts nothing.
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
        yield from (cut(_INDENT * 2 + remark.text, width) for remark in list_notes(entry))


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
