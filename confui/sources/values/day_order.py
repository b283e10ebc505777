"""The order of day and month in all dates of a source."""

from collections.abc import Callable, Mapping, Sequence

from confui.schedule.models import Problem, Severity
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.dates import DayOrder, choose_day_order, is_ambiguous_date

_LONGEST = 80
"""Longer values, in characters, are no dates."""


def find_day_order(
    items: Sequence[tuple[str, Mapping[str, RawValue]]], is_time: Callable[[str], bool]
) -> tuple[DayOrder | None, list[Problem]]:
    """Return how all sessions write dates such as `02/03/2031`, and a warning if any does so.

    Args:
        items: The values of each session, with the name of its file.
        is_time: Whether a key is about the time of a session.
    """
    keys = sorted(filter(is_time, set().union(*(values for _, values in items))))
    texts = [
        (file, value)
        for file, values in items
        for key in keys
        if isinstance(value := values.get(key, ""), str) and len(value) <= _LONGEST
    ]
    unclear = next(((file, text) for file, text in texts if is_ambiguous_date(text)), None)
    if unclear is None:
        return None, []
    order = choose_day_order(text for _, text in texts)
    return order, [] if order is None else [_describe(order, *unclear)]


def _describe(order: DayOrder, file: str, example: str) -> Problem:
    first, second = ("day", "month") if order is DayOrder.DAY_FIRST else ("month", "day")
    return Problem(
        Severity.WARNING,
        "assumed-day-order",
        file,
        0,
        f"Dates like {in_quotes(example)} could be either way round; all dates together suggest "
        f"that the {first} comes before the {second}",
        "Write dates like 2031-05-17, or set `dates` in conference.yaml to day-first "
        "or month-first.",
    )
