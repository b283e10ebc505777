"""The time zones of an iCalendar file: IANA names, names of Windows, and the file's own rules."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from confui.schedule.ical_text import ContentLine, unescape
from confui.sources.values.conference_fields import find_zone
from confui.sources.values.dates import parse_ical_date_time

_ZONE_PATH = re.compile(r"([A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?)$")
_EXCHANGE = re.compile(r"tzone://[^/]*/(.*)", re.IGNORECASE)
_UTC_NAMES = frozenset({"utc", "z", "coordinated universal time", "etc/utc", "gmt+0", "zulu"})
_MAX_NAME_LENGTH = 200
"""Longer names of zones are not looked up."""

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?", re.ASCII)
_WEEKDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MAX_OBSERVANCES = 40
_MAX_DATES = 10
"""How many observances of a zone (the last ones) and dates of each are read."""
_WEEK = 7

_Lines = Mapping[str, list[ContentLine]]


class Observance(NamedTuple):
    """Standard or daylight saving time in a zone (RFC 5545, 3.6.5)."""

    starts: tuple[datetime, ...]
    """When it begins, in wall time; of a rule only the first time."""
    offset: timedelta
    """East of UTC, from then on."""
    before: timedelta
    """East of UTC, before it."""
    month: int = 0
    """The month of a yearly rule; 0 without a rule."""
    week: int = 0
    """Which of the weekdays in that month, from 1; negative from its end; 0 for a day of it."""
    weekday: int = 0
    """0 is Monday."""
    day: int = 0
    """The first day of the month that counts for `weekday`, or the day itself if `week` is 0."""
    until: datetime = datetime.max

    def last_start(self, wall_time: datetime) -> datetime | None:
        """Return when it last began at or before a wall time, or None."""
        found = [start for start in self.starts if start <= wall_time]
        if self.month and self.starts:
            first = self.starts[0]
            for year in (wall_time.year, wall_time.year - 1):
                start = self._start_in(year, first)
                if start is not None and first <= start <= min(wall_time, self.until):
                    found.append(start)
        return max(found, default=None)

    def _start_in(self, year: int, first: datetime) -> datetime | None:
        try:
            day = date(year, self.month, 1)
            if not self.week:
                day = day.replace(day=self.day)
            elif self.week > 0:
                days = (self.weekday - day.weekday()) % _WEEK + _WEEK * (self.week - 1)
                day += timedelta(days=days)
            else:
                last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
                days = (last.weekday() - self.weekday) % _WEEK + _WEEK * (-self.week - 1)
                day = last - timedelta(days=days)
        except (ValueError, OverflowError):  # no such day in this year
            return None
        return datetime.combine(day, first.time()) if day.month == self.month else None


class OwnZone(tzinfo):
    """A time zone by the rules in a calendar file."""

    def __init__(self, observances: Sequence[Observance]) -> None:
        """Use at least one observance."""
        self._observances = observances

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset east of UTC at a wall time."""
        if moment is None:
            return timedelta()
        wall_time = moment.replace(tzinfo=None)
        begun = [
            (start, observance.offset)
            for observance in self._observances
            if (start := observance.last_start(wall_time)) is not None
        ]
        if begun:
            return max(begun)[1]
        return min(self._observances, key=lambda each: min(each.starts)).before

    def dst(self, moment: datetime | None) -> timedelta:
        """Return zero: nobody asks for it, but Python wants an answer."""
        return timedelta()

    def tzname(self, moment: datetime | None) -> str:
        """Return no name."""
        return ""

    def fromutc(self, moment: datetime) -> datetime:
        """Return the wall time of a moment in UTC."""
        guess = moment + self.utcoffset(moment)
        return moment + self.utcoffset(guess)


def read_own_zone(observances: Iterable[_Lines]) -> OwnZone | None:
    """Return the zone that the STANDARD and DAYLIGHT parts of a VTIMEZONE define, or None."""
    found = [
        observance
        for lines in list(observances)[-_MAX_OBSERVANCES:]
        if (observance := _read_observance(lines)) is not None
    ]
    return OwnZone(found) if found else None


def _read_observance(lines: _Lines) -> Observance | None:
    offset, before = (_offset(lines, name) for name in ("TZOFFSETTO", "TZOFFSETFROM"))
    starts = _dates(lines, "DTSTART")[:1]
    if offset is None or not starts:
        return None
    observance = Observance((*starts, *_dates(lines, "RDATE")), offset, offset)
    if before is not None:
        observance = observance._replace(before=before)
    if "RRULE" not in lines:
        return observance
    pairs = (part.partition("=")[::2] for part in lines["RRULE"][0].value.upper().split(";"))
    rule = dict(pairs)
    month = rule.get("BYMONTH", str(starts[0].month))
    if rule.get("FREQ") != "YEARLY" or not month.isdecimal() or not 1 <= int(month) <= 12:
        return observance
    observance = observance._replace(month=int(month), day=starts[0].day)
    weekday = _WEEKDAY.fullmatch(rule.get("BYDAY", ""))
    if weekday is not None:
        week = int(weekday[1] or 1)
        observance = observance._replace(week=week, weekday=_WEEKDAYS.index(weekday[2]))
    try:
        until = parse_ical_date_time(rule.get("UNTIL", ""))
        return observance._replace(until=until.wall_time or observance.until)
    except ValueError:
        return observance


def _offset(lines: _Lines, name: str) -> timedelta | None:
    match = _OFFSET.fullmatch(lines[name][0].value.strip()) if name in lines else None
    if match is None or int(match[2]) > 14:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -offset if match[1] == "-" else offset


def _dates(lines: _Lines, name: str) -> list[datetime]:
    found = []
    for line in lines.get(name, [])[:_MAX_DATES]:
        for written in line.value.split(",")[:_MAX_DATES]:
            try:
                wall_time = parse_ical_date_time(written.strip()).wall_time
            except ValueError:
                continue
            if wall_time is not None:
                found.append(wall_time)
    return found[:_MAX_DATES]


def find_iana_zone(name: str) -> str:
    """Return the IANA zone for a name in a calendar; empty if it is unknown."""
    written = unescape(name).strip()
    if not 0 < len(written) <= _MAX_NAME_LENGTH:
        return ""
    if match := _EXCHANGE.fullmatch(written):
        written = match[1]
    if written.lower() in _UTC_NAMES:
        return "UTC"
    path = _ZONE_PATH.search(written)
    return (
        find_zone(written)
        or _windows_zones().get(written.lower(), "")
        or (find_zone(path[1]) if path else "")
    )


def is_region(name: str) -> bool:
    """Whether a name is that of an IANA zone for a place, such as `Europe/Oslo`."""
    return "/" in name and not name.startswith("Etc/") and bool(find_iana_zone(name))


def find_equal_zone(zone: OwnZone, name: str, moments: Sequence[datetime]) -> str:
    """Return an IANA zone with the offsets of a file's own zone at some wall times, or "".

    That is the zone of this name if it has them, else one of those that Windows knows, which stand
    for all rules in use. The whole year of the first moment is compared too.
    """
    from zoneinfo import ZoneInfo

    if not moments:
        return ""
    year = moments[0].year
    samples = [*moments, *(datetime(year, month, day) for month in range(1, 13) for day in (5, 20))]
    offsets = [zone.utcoffset(moment) for moment in samples]

    def is_equal(candidate: str) -> bool:
        known = ZoneInfo(candidate)
        pairs = zip(samples, offsets, strict=True)
        return all(moment.replace(tzinfo=known).utcoffset() == offset for moment, offset in pairs)

    named = find_iana_zone(name)
    candidates = [*([named] if named else []), *_COMMON, *_windows_zones().values()]
    return next((each for each in candidates if find_zone(each) and is_equal(each)), "")


_COMMON = ("UTC", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York")
"""Of the zones with equal rules, those to name first."""


@cache
def _windows_zones() -> dict[str, str]:
    """Return the IANA zone of each name of Windows, in lower case."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # slow to import

    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
