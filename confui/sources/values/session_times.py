"""When a session begins and ends, from the several ways in which schedule files say so."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from confui.schedule.models import EndSource
from confui.sources.problems import in_quotes
from confui.sources.values.conference_fields import conference_day
from confui.sources.values.dates import parse_date_time, parse_time_of_day
from confui.sources.values.fields import Fields, WallTime, parse_wall_time

LONGEST = timedelta(days=7)
"""What lasts longer is a mistake."""

_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?", re.ASCII)
_COLONS = re.compile(r"(\d{1,3}):(\d\d)(?::\d\d)?", re.ASCII)
_ISO = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?",
    re.ASCII | re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:(\d{1,3})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,5})\s*(?:m(?:in(?:ute)?s?)?)?)?\.?",
    re.ASCII | re.IGNORECASE,
)
_HOURS = re.compile(r"(\d{1,2}[.,]\d{1,2})\s*h(?:ours?|rs?)?\.?", re.ASCII | re.IGNORECASE)
_QUARTER = timedelta(minutes=15)
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
"""How far clocks on earth are from that of UTC."""


class SessionTimes(NamedTuple):
    """The time of a session."""

    start: datetime | None = None
    end: datetime | None = None
    end_source: EndSource = EndSource.UNKNOWN
    utc_offset: int | None = None
    day: date | None = None
    """The conference day."""


def parse_clock(text: str) -> time:
    """Return the time of day in `9:05` or `09:05:00`. Raises ValueError for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError("not written as HH:MM")
    return time(int(found[1]), int(found[2]), int(found[3] or 0))


def parse_duration(text: str) -> timedelta:
    """Return the length in `0:30`, `00:45:00`, `1 hour 30 mins`, `1.5 h` or `PT1H30M`.

    A number alone is one of minutes. Raises ValueError for anything else, and for more than a week.
    """
    written = text.strip().removesuffix(".0")
    if found := _COLONS.fullmatch(written):
        length = timedelta(hours=int(found[1]), minutes=int(found[2]))
    elif len(written) > 1 and (found := _ISO.fullmatch(written)):
        weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    elif found := _HOURS.fullmatch(written):
        length = timedelta(minutes=round(60 * float(found[1].replace(",", "."))))
    elif written and (found := _WORDS.fullmatch(written)):
        length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    else:
        raise ValueError("not written as HH:MM")
    if length > LONGEST:
        raise ValueError("more than a week")
    return length


def at_venue(moment: WallTime, zone: str) -> WallTime:
    """Return an instant as the clock at the venue shows it, where its zone is declared.

    A time without an offset, or without a declared zone, is what is written.
    """
    if not zone or moment.when is None or moment.utc_offset is None:
        return moment
    from zoneinfo import ZoneInfo

    try:
        instant = moment.when - timedelta(minutes=moment.utc_offset)
        there = ZoneInfo("UTC").fromutc(instant.replace(tzinfo=ZoneInfo("UTC")))
        local = there.astimezone(ZoneInfo(zone))
    except OverflowError:
        return moment
    offset = local.utcoffset() or timedelta()
    return WallTime(local.replace(tzinfo=None), int(offset.total_seconds() // 60))


def reconcile_clock(clock: time, moment: WallTime, day: date | None, day_change: time) -> WallTime:
    """Return the time on the venue's clock that goes with an instant written beside it.

    Some programmes write the date in UTC, or in local time with the offset of UTC, and the clock
    time as it is at the venue (`FORMATS.md`, §4.14): the clock counts, on the day on which the two
    may be one instant; of two such days, that under which the session is listed.
    """
    assert moment.when is not None
    if moment.when.time() == clock:
        return moment
    walls = [datetime.combine(moment.when + timedelta(days=days), clock) for days in (0, -1, 1)]

    def unlikely(wall: datetime) -> tuple[bool, bool, timedelta]:
        apart = wall - moment.when  # type: ignore[operator]
        elsewhere = conference_day(wall, day_change) != (day or wall.date())
        return not _WEST <= apart <= _EAST, elsewhere, abs(apart)

    wall = min(walls, key=unlikely)
    apart = wall - moment.when
    if moment.utc_offset is None or apart % _QUARTER:
        return WallTime(wall, None)
    return WallTime(wall, moment.utc_offset + int(apart.total_seconds() // 60))


def start_of(
    fields: Fields, day: date | None, day_change: time, zone: str, *, start: str = "start"
) -> tuple[WallTime, date | None]:
    """Return when a session starts and its conference day, from a clock time or a whole date.

    Args:
        fields: Those of the session. The key `start` has a clock time or a whole date, and `date`
            a date, an instant, or nothing.
        day: The conference day under which the session is listed.
        day_change: When a conference day ends.
        zone: The conference's, to which instants are converted that come without a clock time.
        start: The key of the start, where it has another name.
    """
    clock = _clock(fields, start)
    if isinstance(clock, WallTime):
        fields.drop("date")
        moment = at_venue(clock, zone)
    else:
        moment = _dated(fields, clock, day, day_change, zone)
    if moment.when is None:
        return moment, None
    worked_out = conference_day(moment.when, day_change)
    near = day is not None and abs(worked_out - day) <= timedelta(days=1)
    return moment, day if near else worked_out


def _clock(fields: Fields, key: str) -> time | WallTime | None:
    written = fields.text(key)
    if not written:
        return None
    try:
        return parse_clock(written)
    except ValueError as error:
        reason = error
    try:
        return parse_time_of_day(written)
    except ValueError:
        pass
    try:
        moment = parse_wall_time(written)
        if moment.when is not None:
            return moment
    except ValueError:
        pass
    message = f"`{key}` is {in_quotes(written)}: {reason}"
    fields.keep_with_error(key, written, "bad-time", message, "Write it like 09:30.")
    return None


def _dated(
    fields: Fields, clock: time | None, day: date | None, day_change: time, zone: str
) -> WallTime:
    written = fields.text("date")
    moment = WallTime(None, None)
    if written:
        try:
            moment = _wall_time(written)
            if moment.when is None:
                named = parse_date_time(written).day
                day = named if named and (day is None or named > day) else day
        except ValueError as error:
            fields.keep_with_warning(
                "date",
                written,
                "bad-date",
                f"`date` is {in_quotes(written)}: {error}",
                "Write it like 2031-05-17T09:30:00+02:00.",
            )
    if clock is None:
        return at_venue(moment, zone)
    if moment.when is not None:
        return reconcile_clock(clock, moment, day, day_change)
    if day is None:
        fields.collector.error(
            "no-date",
            "start",
            f"The session starts at {clock:%H:%M}, on no day",
            "Put it below a day with a date.",
        )
        return moment
    late = clock < day_change and conference_day(datetime.combine(day, clock), day_change) < day
    return WallTime(datetime.combine(day + timedelta(days=late), clock), None)


def _wall_time(written: str) -> WallTime:
    """Return what a date says, in any of the ways in which there is only one to read it."""
    try:
        return parse_wall_time(written)
    except ValueError as error:
        reason = error
    try:
        moment = parse_date_time(written)
    except ValueError:
        raise reason from None
    return WallTime(moment.when, moment.utc_offset)


def end_of(
    fields: Fields, start: WallTime, zone: str, *, keys: tuple[str, ...] = ("end",)
) -> tuple[datetime | None, EndSource]:
    """Return when a session ends: given, or from its `duration`. What cannot be is a problem."""
    key, end = _given(fields, keys, start, zone)
    length = length_of(fields)
    if end is not None:
        reason = end_problem(start.when, end)
        if not reason:
            return end, EndSource.GIVEN
        fields.keep_with_error(
            key,
            f"{end:%Y-%m-%d %H:%M}",
            "bad-end",
            f"The session ends at {end:%Y-%m-%d %H:%M}, {reason}",
            "Correct the start or the end.",
        )
    if length and start.when is not None:
        return start.when + length, EndSource.DURATION
    return None, EndSource.UNKNOWN


def end_problem(start: datetime | None, end: datetime) -> str:
    """Return what speaks against an end, or the empty string."""
    if start is None:
        return "but has no start"
    if end <= start:
        return "not after its start"
    return "more than a week after its start" if end > start + LONGEST else ""


def _given(
    fields: Fields, keys: tuple[str, ...], start: WallTime, zone: str
) -> tuple[str, datetime | None]:
    key, value = fields.take(*keys)
    if not key:
        return "", None
    try:
        if not isinstance(value, str):
            raise ValueError("not a text")
        if start.when is not None and _CLOCK.fullmatch(value.strip()):
            end = datetime.combine(start.when.date(), parse_clock(value))
            return key, end if end > start.when else end + timedelta(days=1)
        moment = at_venue(parse_wall_time(value), zone)
    except ValueError as error:
        fields.keep_with_error(
            key,
            value,
            "bad-date",
            f"`{key}` is {in_quotes(value)}: {error}",
            "Write it like 2031-05-17 09:30.",
        )
        return key, None
    return key, moment.when


def length_of(fields: Fields) -> timedelta | None:
    """Return the `duration` of a session, or None; one that cannot be is a warning."""
    key, written = fields.key_and_text("duration")
    if not written:
        return None
    try:
        length = parse_duration(written)
        if not length:
            raise ValueError("no time at all")
        return length
    except ValueError as error:
        fields.keep_with_error(
            key,
            written,
            "bad-duration",
            f"`{key}` is {in_quotes(written)}: {error}",
            "Write it like 00:45.",
        )
        return None
