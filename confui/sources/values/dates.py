"""Dates and times of day as people write them, where there is only one way to read them."""

import re
from datetime import date, datetime, time
from typing import NamedTuple

from confui.sources.values.fields import parse_wall_time

_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,4})([./])(\d\d?)\2(\d{1,4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?:(?P<year>\d{4})[\s./-]+)?(?:(?P<day>\d\d?)(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+)?"
    r"(?P<month>[a-z]{3,9})\.?"
    r"(?:[\s./-]+(?P<day_after>\d\d?)(?:st|nd|rd|th)?(?!\d|:))?(?:[\s.,/-]+(?P<year_after>\d{4}))?",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_BEFORE_CLOCK = re.compile(r"(?:\s*,\s*|\s+)(?:at\s+|@\s*)?|[Tt](?=\d)|$")
_CLOCK = re.compile(
    r"(\d\d?)(?:[:.h](\d\d)(?::(\d\d)(?:[.,]\d+)?)?|h)?\s*([ap]\.?m\.?)?", re.ASCII | re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_YEARS = range(1900, 2200)
_NOON = 12
_LONGEST = 80
"""How many characters are looked at; nobody writes a time in more."""


class DateTimeParts(NamedTuple):
    """What a text says of a point in time."""

    day: date | None = None
    clock: time | None = None
    utc_offset: int | None = None
    """Minutes east of UTC as written."""
    odd_offset: str = ""
    """An offset as written that no place on earth has."""

    @property
    def when(self) -> datetime | None:
        """The wall time, if both day and time of day are known."""
        if self.day is None or self.clock is None:
            return None
        return datetime.combine(self.day, self.clock)


def parse_date_time(text: str) -> DateTimeParts:
    """Return the day, with the time of day where there is one, in `2031-05-17 9:00` and its kin.

    Further ways to write a day are `2031/5/17`, `17.5.2031`, `25/10/2031`, `17 May 2031`,
    `Sat, May 17th 2031` and `2031-May-17`. Raises ValueError for anything else, for days and times
    that do not exist, and where day and month could be either way round.
    """
    written = _short(text)
    try:
        moment = parse_wall_time(written)
    except ValueError as error:
        if _DAY.match(written) and "not written" not in str(error):
            raise
    else:
        if moment.when is not None:
            when = moment.when
            return DateTimeParts(when.date(), when.time(), moment.utc_offset, moment.odd_offset)
    day, rest = _day_and_rest(written)
    separator = _BEFORE_CLOCK.match(rest)
    if separator is None:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    clock = rest[separator.end() :]
    return DateTimeParts(day, parse_time_of_day(clock) if clock else None)


def parse_time_of_day(text: str) -> time:
    """Return the time in `9:05`, `09:05:00`, `10h15`, `10.15`, `9am` or `9:05 pm`.

    Raises ValueError for anything else.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None or text.strip().isdigit():
        raise ValueError("not written as HH:MM")
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            raise ValueError(f"no {hour} o'clock in a half of the day")
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def parse_range(text: str) -> tuple[time, time | None]:
    """Return the start in a time of day, and the end where it is a range like `10:00 - 10:45`.

    Raises ValueError for anything else, and where only one of both has `am` or `pm`.
    """
    parts = _RANGE.split(_short(text), maxsplit=1)
    clocks = [parse_time_of_day(part) for part in parts]
    if len({part.lower().rstrip(".").endswith("m") for part in parts}) > 1:
        raise ValueError("am or pm is missing on one side")
    return clocks[0], clocks[1] if len(clocks) > 1 else None


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    return text.strip()


def _day_and_rest(written: str) -> tuple[date, str]:
    if found := _DAY.match(written):
        return _date(*map(int, found.groups())), written[found.end() :]
    if found := _NUMBERS.match(written):
        first, month, last = int(found[1]), int(found[3]), int(found[4])
        return _date(*_in_order(first, month, last, found[2])), written[found.end() :]
    if found := _NAMED.match(written):
        return _of_named(found), written[found.end() :]
    raise ValueError("not written as YYYY-MM-DD HH:MM")


def _in_order(first: int, second: int, last: int, separator: str) -> tuple[int, int, int]:
    """Return year, month and day; with full stops the day comes first, with slashes it may not."""
    if first in _YEARS:
        return first, second, last
    if last not in _YEARS:
        raise ValueError("not written as YYYY-MM-DD")
    months = range(1, len(_MONTHS) + 1)
    if separator == "." or first not in months or first == second:
        return last, second, first
    if second not in months:
        return last, first, second
    raise ValueError("day and month could be either way round")


def _of_named(found: re.Match[str]) -> date:
    word = found["month"].lower()
    months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    if not months:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    year, day = found["year"] or found["year_after"], found["day"] or found["day_after"]
    if not year or not day:
        raise ValueError("no day of a year")
    return _date(int(year), months[0], int(day))


def _date(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise ValueError("year out of range")
    return date(year, month, day)
