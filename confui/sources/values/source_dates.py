"""What all dates of a source tell together.

That is the order of day and month, and the dates of days that have names: `Saturday`, `Day 2`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from confui.schedule.models import Problem, Severity
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.dates import (
    DayOrder,
    choose_day_order,
    is_ambiguous_date,
    parse_date_time,
)

_LONGEST = 80
"""Longer values, in characters, are no dates."""
_WEEK = 7
_LONGEST_CONFERENCE = timedelta(days=31)
"""Dates further apart are not all days of one conference."""
_WEEKDAYS = (
    ("monday", "montag", "lundi", "lunes"),
    ("tuesday", "dienstag", "mardi", "martes"),
    ("wednesday", "mittwoch", "mercredi", "miércoles"),
    ("thursday", "donnerstag", "jeudi", "jueves"),
    ("friday", "freitag", "vendredi", "viernes"),
    ("saturday", "samstag", "samedi", "sábado"),
    ("sunday", "sonntag", "dimanche", "domingo"),
)
_BY_NAME = {
    name: number
    for number, names in enumerate(_WEEKDAYS)
    for name in (*names, names[0][:3], names[0][:4], names[0][:5])
}
_NAMED = re.compile(
    rf"(?:(?:day|tag|jour|día)[ #]*(?P<number>\d\d?)|(?P<name>{'|'.join(_BY_NAME)})\.?)"
    r"(?P<rest>|[\s,]+\d\d?\s*(?:[:h]\d\d|[ap]\.?m\b).*)",
    re.IGNORECASE,
)
"""A day's name, alone or before a time of day: `Sat, 17 May 2031` is a date."""


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


class DayNames:
    """Tells the date of a named day, as far as the dates of the conference say it."""

    def __init__(self, days: Sequence[date], first_day: date | None = None) -> None:
        """Take the dates that the source has, and the first day if the organisers say it."""
        self._days = sorted({*days, *([first_day] if first_day else [])})
        self._first_day = first_day

    def date_text(self, text: str) -> str:
        """Return a text with the date in the place of the day's name.

        A text that names no day, or one that could be several, is returned as it is.
        """
        match = _match(text) if self._days else None
        day = self._find(match) if match is not None else None
        if match is None or day is None:
            return text
        return f"{day.isoformat()} {match['rest'].strip(' ,')}".strip()

    def find_day(self, text: str) -> date | None:
        """Return the day that a text names or begins with; None if it is not clear."""
        match = _match(text) if self._days else None
        return None if match is None else self._find(match)

    def _find(self, match: re.Match[str]) -> date | None:
        number = match["number"]
        return self._by_number(int(number)) if number else self._by_weekday(match["name"])

    def _by_number(self, number: int) -> date | None:
        first, last = self._days[0], self._days[-1]
        if number < 1 or last - first > _LONGEST_CONFERENCE:
            return None
        if self._first_day:
            return self._first_day + timedelta(days=number - 1)
        # Without a first day, the numbers count the days that have dates elsewhere.
        return self._days[number - 1] if number <= len(self._days) else None

    def _by_weekday(self, name: str) -> date | None:
        weekday = _BY_NAME[name.lower()]
        known = [day for day in self._days if day.weekday() == weekday]
        if len(known) == 1:
            return known[0]
        if known or not self._first_day:
            return None
        return self._first_day + timedelta(days=(weekday - self._first_day.weekday()) % _WEEK)


def _match(text: str) -> re.Match[str] | None:
    return _NAMED.fullmatch(text.strip()) if len(text) <= _LONGEST else None


def find_day_names(
    items: Sequence[Mapping[str, RawValue]],
    is_time: Callable[[str], bool],
    order: DayOrder | None,
    first_day: date | None = None,
) -> DayNames | None:
    """Return the names of the days that some sessions have dates for; None if none is named.

    Args:
        items: The values of each session.
        is_time: Whether a key is about the time of a session.
        order: Which number of a date such as `02/03/2031` is the day; None if that is not known.
        first_day: The first day of the conference if the organisers say it.
    """
    texts = {
        value
        for values in items
        for key, value in values.items()
        if isinstance(value, str) and is_time(key)
    }
    if not any(map(_match, texts)):
        return None
    days = set()
    for text in texts:
        with suppress(ValueError):
            days.add(parse_date_time(text, order).day)
    return DayNames([day for day in days if day is not None], first_day)


def replace_day_names(
    values: Mapping[str, RawValue], is_time: Callable[[str], bool], names: DayNames
) -> dict[str, RawValue]:
    """Return the values of a session with dates in the place of named days."""
    return {
        key: names.date_text(value) if isinstance(value, str) and is_time(key) else value
        for key, value in values.items()
    }
