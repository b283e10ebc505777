"""Text to dates, times of day and durations. What could be read in two ways is refused."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import NamedTuple

MAX_DURATION = timedelta(days=7)
"""No session lasts longer: a greater duration is a typing error."""

_MAX_LENGTH = 80
"""Longer texts are refused before a regular expression gets slow on them."""

_YEARS = range(1900, 2200)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTHS_IN_YEAR = len(_MONTHS)
_NOON = 12
_MAX_OFFSET = 14 * 60
"""The greatest UTC offset in use, in minutes: +14:00 on the Line Islands."""

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:(?:[ \t]+|[Tt])(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?"
    r"\s*(Z|z|[+-]\d{1,2}(?::?\d\d)?)?",
    re.ASCII,
)
_ICAL = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z?))?", re.ASCII)

_ISO_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_DAY_IN_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d\d?)\2(\d{1,4})", re.ASCII)
_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)", re.ASCII)
"""A date of XML Schema (`xs:date`), which may have a time zone."""
_EPOCH = re.compile(r"([1-9]\d{9})(\d{3})?(?:\.\d{1,9})?", re.ASCII)
"""Seconds since 1970 from 2001 to 2286, or milliseconds."""
_DAY_WITH_MONTH_NAME = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?:(?P<year>\d{4})[\s./-]+)?(?:(?P<day>\d\d?)(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+)?"
    r"(?P<month>[a-z]{3,9})\.?"
    r"(?:[\s./-]+(?P<day_after>\d\d?)(?:st|nd|rd|th)?(?!\d|:))?(?:[\s.,/-]+(?P<year_after>\d{4}))?",
    re.ASCII | re.IGNORECASE,
)
_OFFSET_BEHIND_CLOCK = re.compile(
    r"(?P<clock>.*\d)\s*(?:(?:GMT|UTC)(?P<after_name>[+-]\d\d:?\d\d)?|(?P<bare>[+-]\d\d:?\d\d))"
    r"(?:\s*\([^()]*\))?",
    re.ASCII,
)
"""The end of the dates of JavaScript and of emails: `10:00:00 GMT+0200 (CEST)`."""
_BETWEEN_DAY_AND_CLOCK = re.compile(r"(?:\s*,\s*|\s+)(?:at\s+|@\s*)?|[Tt](?=\d)|$")

_24_HOUR_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?", re.ASCII)
_ANY_CLOCK = re.compile(
    r"(\d\d?)(?:[:.h](\d\d)(?::(\d\d)(?:[.,]\d+)?)?|h)?\s*([ap]\.?m\.?)?", re.ASCII | re.IGNORECASE
)
_BETWEEN_CLOCKS = re.compile(r"\s*(?:->|→|-|–|—|−|\bto\b|\buntil\b)\s*", re.IGNORECASE)

_DURATION_WITH_COLONS = re.compile(r"(\d{1,3}):(\d\d)(?::\d\d)?", re.ASCII)
_DURATION_WITH_DAYS = re.compile(r"(\d):(\d\d?):(\d\d)", re.ASCII)
_ISO_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?",
    re.ASCII | re.IGNORECASE,
)
_HOURS_AND_MINUTES = re.compile(
    r"(?:(\d{1,3})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,5})\s*(?:m(?:in(?:ute)?s?)?)?)?\.?",
    re.ASCII | re.IGNORECASE,
)
_DECIMAL_HOURS = re.compile(r"(\d{1,2}[.,]\d{1,2})\s*h(?:ours?|rs?)?\.?", re.ASCII | re.IGNORECASE)


class DateTimeParts(NamedTuple):
    """The parts of a point in time that a text has. An absent part is `None`."""

    day: date | None = None
    clock: time | None = None
    """The time of day as written, before any offset is applied."""
    utc_offset: int | None = None
    """Minutes east of UTC as written."""
    bad_offset: str = ""
    """An offset as written that no time zone has, such as `+99:00`."""
    is_epoch: bool = False
    """Whether the text counts seconds since 1970: then the wall time is that of UTC."""
    is_utc: bool = False
    """Whether the offset is a `Z`."""

    @classmethod
    def from_wall_time(cls, wall_time: datetime, utc_offset: int | None = None) -> "DateTimeParts":
        """Return the parts of a naive datetime; `utc_offset` is in minutes."""
        return cls(wall_time.date(), wall_time.time(), utc_offset)

    @property
    def wall_time(self) -> datetime | None:
        """Day and time of day together, naive; `None` where either is missing."""
        if self.day is None or self.clock is None:
            return None
        return datetime.combine(self.day, self.clock)


class DayOrder(Enum):
    """Which number of a date such as `02/03/2031` is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def choose_day_order(texts: Iterable[str]) -> DayOrder | None:
    """Return the order in which all dates of a source are written; None if it cannot be told.

    A number above 12 is no month. Without one, the order that puts all dates of the source nearer
    together counts: a conference lasts days, not months.
    """
    votes: set[DayOrder] = set()
    unclear: list[str] = []
    days: list[date] = []
    for text in texts:
        try:
            day = parse_date_time(text).day
        except ValueError:
            if is_ambiguous_date(text):
                unclear.append(text)
            continue
        if day is not None:
            days.append(day)
        match = _DAY_IN_NUMBERS.match(text.strip())
        if match and match[2] != "." and int(match[1]) not in _YEARS and match[1] != match[3]:
            votes.add(
                DayOrder.DAY_FIRST if int(match[1]) > _MONTHS_IN_YEAR else DayOrder.MONTH_FIRST
            )
    if votes or not unclear:
        return votes.pop() if len(votes) == 1 else None
    spans = {order: _span(days, unclear, order) for order in DayOrder}
    shortest = min(spans, key=lambda order: spans[order])
    return shortest if len(set(spans.values())) > 1 else None


def is_ambiguous_date(text: str) -> bool:
    """Whether a text begins with a date whose day and month could be swapped."""
    match = _DAY_IN_NUMBERS.match(text.strip()) if len(text) <= _MAX_LENGTH else None
    return (
        match is not None
        and match[2] != "."
        and match[1] != match[3]
        and 1 <= int(match[1]) <= _MONTHS_IN_YEAR
        and 1 <= int(match[3]) <= _MONTHS_IN_YEAR
        and int(match[4]) in _YEARS
    )


def _span(days: list[date], unclear: list[str], order: DayOrder) -> timedelta:
    found = [*days, *(day for text in unclear if (day := parse_date_time(text, order).day))]
    return max(found) - min(found)


def parse_date_time(text: str, order: DayOrder | None = None) -> DateTimeParts:
    """Return the day in a text, and the time of day where there is one.

    Days may be written `2031-05-17`, `2031/5/17`, `17.5.2031`, `25/10/2031`, `17 May 2031`,
    `Sat, May 17th 2031` or `2031-May-17`; times as for `parse_time_of_day`. The dates of JavaScript
    and of emails, dates of XML Schema with a time zone, and seconds or milliseconds since 1970 are
    accepted too.

    Args:
        text: The text.
        order: Which number of a date such as `02/03/2031` is the day; None if that is not known.

    Raises:
        ValueError: The text is not a date, the day or time does not exist, or day and month could
            be swapped (`02/03/2031`) and no order is given.
    """
    written = _strip(text)
    if match := _EPOCH.fullmatch(written):
        return _parse_epoch(int(match[1]))
    if match := _DAY_WITH_ZONE.fullmatch(written):
        return DateTimeParts(parse_iso_date_time(match[1]).day)
    try:
        parts = parse_iso_date_time(written)
        if parts.clock is not None or (parts.utc_offset is None and not parts.bad_offset):
            return parts
    except ValueError as error:
        if _ISO_DAY.match(written) and "not written" not in str(error):
            raise
    day, rest = _split_day(written, order)
    separator = _BETWEEN_DAY_AND_CLOCK.match(rest)
    if separator is None:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    clock = rest[separator.end() :]
    if match := _OFFSET_BEHIND_CLOCK.fullmatch(clock):
        offset = match["after_name"] or match["bare"] or "Z"
        utc_offset = _parse_offset(offset)
        bad_offset = offset if utc_offset is None else ""
        return DateTimeParts(day, parse_time_of_day(match["clock"]), utc_offset, bad_offset)
    return DateTimeParts(day, parse_time_of_day(clock) if clock else None)


def parse_iso_date_time(text: str) -> DateTimeParts:
    """Return the parts of `2017-08-15 9:00:00 -0500` and similar, close to ISO 8601.

    A `T` or blanks stand before the time. Leading zeros, the time, its seconds, and the offset
    (`-0500`, `-05:00`, `-5`, `Z`) may be missing.

    Raises:
        ValueError: The text is anything else, or the day or time does not exist.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    year, month, day, hour, minute, second, offset = match.groups()
    utc_offset = _parse_offset(offset) if offset else None
    return DateTimeParts(
        _make_date(int(year), int(month), int(day)),
        time(int(hour), int(minute), int(second or 0)) if hour else None,
        utc_offset,
        offset if offset and utc_offset is None else "",
        is_utc=offset in ("Z", "z"),
    )


def parse_ical_date_time(text: str) -> DateTimeParts:
    """Return the parts of `20310517T090000Z` (RFC 5545, §3.3.5) or `20310517` (§3.3.4).

    Hyphens, colons and missing seconds are accepted. The offset is 0 with a `Z`, else `None`.

    Raises:
        ValueError: The text is anything else, or the day or time does not exist.
    """
    match = _ICAL.fullmatch(text)
    if match is None:
        raise ValueError("not written as YYYYMMDDTHHMMSS")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    # Second 60 is a leap second, which Python does not have.
    clock = time(hour, minute, min(second, 59)) if match[4] else None
    return DateTimeParts(_make_date(year, month, day), clock, 0 if match[7] else None)


def parse_clock(text: str) -> time:
    """Return the time of day in `9:05` or `09:05:00`. Raises ValueError for anything else."""
    match = _24_HOUR_CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError("not written as HH:MM")
    return time(int(match[1]), int(match[2]), int(match[3] or 0))


def parse_time_of_day(text: str) -> time:
    """Return the time in `9:05`, `09:05:00`, `10h15`, `10.15`, `9am` or `9:05 pm`.

    Raises ValueError for anything else.
    """
    match = _ANY_CLOCK.fullmatch(text.strip())
    if match is None or text.strip().isdigit():
        raise ValueError("not written as HH:MM")
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            raise ValueError(f"hour must be in 1..{_NOON} with am or pm")
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    return time(hour, int(match[2] or 0), int(match[3] or 0))


def parse_range(text: str) -> tuple[time, time | None]:
    """Return the start and end in `10:00 - 10:45`; the end is `None` where only a start is given.

    Raises ValueError for anything else, and where only one side has `am` or `pm`.
    """
    parts = _BETWEEN_CLOCKS.split(_strip(text), maxsplit=1)
    clocks = [parse_time_of_day(part) for part in parts]
    if len({part.lower().rstrip(".").endswith("m") for part in parts}) > 1:
        raise ValueError("am or pm is missing on one side")
    return clocks[0], clocks[1] if len(clocks) > 1 else None


def parse_duration(text: str, *, with_days: bool = False) -> timedelta:
    """Return the duration in `0:30`, `00:45:00`, `1 hour 30 mins`, `1.5 h` or `PT1H30M`.

    A plain number is minutes; seconds are ignored.

    Args:
        text: The text.
        with_days: Whether `1:02:30` is one day, two hours and a half, as pretalx writes it.

    Raises:
        ValueError: The text is anything else, or longer than `MAX_DURATION`.
    """
    written = text.strip().removesuffix(".0")
    if with_days and (match := _DURATION_WITH_DAYS.fullmatch(written)):
        days, hours, minutes = map(int, match.groups())
        duration = timedelta(days=days, hours=hours, minutes=minutes)
    elif match := _DURATION_WITH_COLONS.fullmatch(written):
        duration = timedelta(hours=int(match[1]), minutes=int(match[2]))
    elif len(written) > 1 and (match := _ISO_DURATION.fullmatch(written)):
        weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
        duration = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    elif match := _DECIMAL_HOURS.fullmatch(written):
        duration = timedelta(minutes=round(60 * float(match[1].replace(",", "."))))
    elif written and (match := _HOURS_AND_MINUTES.fullmatch(written)):
        duration = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0))
    else:
        raise ValueError("not written as HH:MM")
    if duration > MAX_DURATION:
        raise ValueError("more than a week")
    return duration


def _parse_offset(offset: str) -> int | None:
    """Return the minutes east of UTC, or None where no time zone has this offset."""
    if offset in "Zz":
        return 0
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    total = hours * 60 + minutes
    if total > _MAX_OFFSET or minutes > 59:
        return None
    return -total if offset[0] == "-" else total


def _strip(text: str) -> str:
    if len(text) > _MAX_LENGTH:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    return text.strip()


def _parse_epoch(seconds: int) -> DateTimeParts:
    wall_time = datetime(1970, 1, 1) + timedelta(seconds=seconds)
    day = _make_date(wall_time.year, wall_time.month, wall_time.day)
    return DateTimeParts(day, wall_time.time(), 0, is_epoch=True)


def _split_day(written: str, order: DayOrder | None) -> tuple[date, str]:
    """Return the day at the beginning of a text, and the rest of the text."""
    if match := _ISO_DAY.match(written):
        return _make_date(*map(int, match.groups())), written[match.end() :]
    if match := _DAY_IN_NUMBERS.match(written):
        numbers = int(match[1]), int(match[3]), int(match[4])
        return _make_date(*_order_numbers(*numbers, match[2], order)), written[match.end() :]
    if match := _DAY_WITH_MONTH_NAME.match(written):
        return _parse_day_with_month_name(match), written[match.end() :]
    raise ValueError("not written as YYYY-MM-DD HH:MM")


def _order_numbers(
    first: int, second: int, last: int, separator: str, order: DayOrder | None
) -> tuple[int, int, int]:
    """Return year, month and day.

    With full stops the day comes first; with slashes it may be the month, as in the United States.
    """
    if first in _YEARS:
        return first, second, last
    if last not in _YEARS:
        raise ValueError("not written as YYYY-MM-DD")
    months = range(1, _MONTHS_IN_YEAR + 1)
    if separator == "." or first not in months or first == second:
        return last, second, first
    if second not in months or order is DayOrder.MONTH_FIRST:
        return last, first, second
    if order is DayOrder.DAY_FIRST:
        return last, second, first
    raise ValueError("day and month could be either way round")


def _parse_day_with_month_name(match: re.Match[str]) -> date:
    name = match["month"].lower()
    months = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    if not months:
        raise ValueError("not written as YYYY-MM-DD HH:MM")
    year, day = match["year"] or match["year_after"], match["day"] or match["day_after"]
    if not year or not day:
        raise ValueError("no day or no year")
    return _make_date(int(year), months[0], int(day))


def _make_date(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise ValueError("year out of range")
    return date(year, month, day)
