"""When a session takes place: start, end and conference day, from the fields of its source.

Times are naive wall times at the venue. An offset beside a time is kept apart, and converts it only
where the conference declares a time zone.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from confui.schedule.models import EndSource, conference_day
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.dates import (
    MAX_DURATION,
    DateTimeParts,
    DayOrder,
    parse_date_time,
    parse_duration,
    parse_range,
)
from confui.sources.values.fields import Fields

TIMES_IN_UTC = "times-in-utc"
"""The code of the warning that times are shown in UTC, because the zone is not given."""

_DATE_FIX = "Write it like 2031-05-17 09:30."
_TIME_FIX = "Write it like 09:30."

_QUARTER_HOUR = timedelta(minutes=15)
_LEAST_OFFSET, _GREATEST_OFFSET = timedelta(hours=-12), timedelta(hours=14)
"""The range of UTC offsets on earth."""

_MAX_OVERNIGHT = timedelta(hours=12)
"""The longest session whose end is written as a time of day earlier than its start."""


class _Rules(NamedTuple):
    """How the times of a source are read."""

    zone: str
    """The conference's IANA zone; empty if it is unknown."""
    order: DayOrder | None
    """Which number of a date such as `02/03/2031` is the day."""


class SessionTimes(NamedTuple):
    """When a session takes place."""

    start: datetime | None = None
    end: datetime | None = None
    end_source: EndSource = EndSource.UNKNOWN
    utc_offset: int | None = None
    """Minutes east of UTC as written beside the start."""
    day: date | None = None
    """The conference day; `None` without a start."""
    all_day: bool = False
    """Whether the source gives days, without a time of day."""
    start_key: str = ""
    """The key of a talk file that has the start; empty for other sources and without a start."""


def read_event_times(
    fields: Fields,
    day_change: time,
    *,
    listed_day: date | None = None,
    zone: str = "",
    order: DayOrder | None = None,
    duration_with_days: bool = False,
    start_key: str = "start",
    end_key: str = "end",
) -> SessionTimes:
    """Return the times of an event in a schedule file: frab, pretalx, Sessionize and similar.

    The start has a time of day, with the day under `date` or from the list that the event is in, or
    all of a date and time. What is wrong becomes a problem and stays in `extra`.

    Args:
        fields: Those of the event. `date` and `duration` are read too.
        day_change: When a conference day ends.
        listed_day: The conference day that the event is listed under.
        zone: The conference's IANA zone, to which times with an offset are converted.
        order: Which number of a date such as `02/03/2031` is the day; None if that is not known.
        duration_with_days: Whether a duration of three parts begins with days.
        start_key: The key of the start.
        end_key: The key of the end.
    """
    rules = _Rules(zone, order)
    parts, until = _read_event_start(fields, start_key, listed_day, day_change, rules)
    start = parts.wall_time
    written_key, end = _read_event_end(fields, end_key, start, rules)
    if not written_key:
        written_key, end = start_key, _next_clock(start, until)
    duration = _read_duration(fields, start, with_days=duration_with_days)
    end, end_source = choose_end(start, check_end(fields, written_key, start, end), duration)
    day = _choose_day(start, listed_day, day_change)
    return SessionTimes(start, end, end_source, parts.utc_offset, day)


def read_talk_times(
    fields: Fields, day_change: time, *, zone: str = "", order: DayOrder | None = None
) -> SessionTimes:
    """Return the times of a talk file. What is wrong becomes a problem and stays in `extra`.

    `date` has a day, or a date and time; `start` a time of day, a range of two, or a date and time.

    Args:
        fields: Those of the file.
        day_change: When a conference day ends.
        zone: The conference's IANA zone, to which seconds since 1970 are converted.
        order: As for `read_event_times`.
    """
    rules = _Rules(zone, order)
    start_key, parts, until = _read_talk_start(fields, rules)
    start = parts.wall_time
    end_key, end = _read_talk_end(fields, start_key, start, until, rules)
    end = check_end(fields, end_key, start, end)
    duration = _read_duration(fields, start) if start is not None and end is None else None
    end, end_source = choose_end(start, end, duration)
    day = None if start is None else conference_day(start, day_change)
    return SessionTimes(start, end, end_source, parts.utc_offset, day, start_key=start_key)


def check_end(
    fields: Fields, key: str, start: datetime | None, end: datetime | None
) -> datetime | None:
    """Return a given end, or `None` if it cannot be right: an error, and it stays in `extra`."""
    if end is None:
        return None
    if start is None:
        reason = "but has no start"
    elif end <= start:
        reason = "not after its start"
    elif end > start + MAX_DURATION:
        reason = "more than a week after its start"
    else:
        return end
    written = f"{end:%Y-%m-%d %H:%M}"
    message = f"The session ends at {written}, {reason}"
    fields.keep_with_error(key, written, "bad-end", message, "Correct the start or the end.")
    return None


def choose_end(
    start: datetime | None, end: datetime | None, duration: timedelta | None
) -> tuple[datetime | None, EndSource]:
    """Return the end of a session and where it comes from; a given end counts before a duration."""
    if end is not None:
        return end, EndSource.GIVEN
    if start is not None and duration:
        return start + duration, EndSource.DURATION
    return None, EndSource.UNKNOWN


def to_venue_time(parts: DateTimeParts, zone: str) -> DateTimeParts:
    """Return a time with an offset as the clock at the venue shows it.

    Without an offset, or without a zone (IANA name, or empty), the time is returned as written.
    """
    wall_time = parts.wall_time
    if not zone or wall_time is None or parts.utc_offset is None:
        return parts
    from zoneinfo import ZoneInfo  # most talk files have no offsets

    utc = ZoneInfo("UTC")
    try:
        instant = (wall_time - timedelta(minutes=parts.utc_offset)).replace(tzinfo=utc)
        local = instant.astimezone(ZoneInfo(zone))
    except OverflowError:
        return parts
    offset = local.utcoffset() or timedelta()
    return DateTimeParts.from_wall_time(local.replace(tzinfo=None), offset // timedelta(minutes=1))


def _choose_day(start: datetime | None, listed_day: date | None, day_change: time) -> date | None:
    """Return the conference day: as listed, unless the start is more than a day away from it."""
    if start is None:
        return None
    computed = conference_day(start, day_change)
    is_near = listed_day is not None and abs(computed - listed_day) <= timedelta(days=1)
    return listed_day if is_near else computed


def _parse_date(value: RawValue, rules: _Rules) -> DateTimeParts:
    """Return a date, with the time of day if there is one; seconds since 1970 as wall time.

    Raises ValueError for anything else.
    """
    parts = parse_date_time(_require_text(value), rules.order)
    return to_venue_time(parts, rules.zone) if parts.is_epoch else parts


def _warn_about_utc(fields: Fields, key: str, parts: DateTimeParts, rules: _Rules) -> None:
    """Add a warning for a time in UTC if the zone of the conference is not known."""
    if not rules.zone and parts.wall_time is not None and (parts.is_epoch or parts.is_utc):
        reason = "counts seconds since 1970" if parts.is_epoch else "has a Z for UTC"
        fields.collector.warning(
            TIMES_IN_UTC,
            key,
            f"`{key}` {reason}; without a time zone it is shown in UTC",
            "Name the time zone of the venue.",
        )


def _read_duration(
    fields: Fields, start: datetime | None, *, with_days: bool = False
) -> timedelta | None:
    """Return the `duration` of a session; a bad one is an error. Without a start it is kept."""
    key, written = fields.key_and_text("duration")
    if not written:
        return None
    try:
        duration = parse_duration(written, with_days=with_days)
        if not duration:
            raise ValueError("zero")
        if start is None:
            fields.keep(key, written)
        return duration
    except ValueError as error:
        message = f"`{key}` is {in_quotes(written)}: {error}"
        fields.keep_with_error(key, written, "bad-duration", message, "Write it like 00:45.")
        return None


# Events of schedule files


def _read_event_start(
    fields: Fields, key: str, listed_day: date | None, day_change: time, rules: _Rules
) -> tuple[DateTimeParts, time | None]:
    """Return the start, and the end of a range."""
    start, until = _read_event_clock(fields, key, rules)
    if start.day is not None:
        fields.drop("date")
    dated = start if start.day is not None else _read_event_date(fields, rules)
    if start.day is not None or start.clock is None:
        _warn_about_utc(fields, key if start.day is not None else "date", dated, rules)
        return to_venue_time(dated, rules.zone), until
    if dated.wall_time is not None:
        return _reconcile_clock(start.clock, dated, listed_day, day_change), until
    days = [day for day in (dated.day, listed_day) if day is not None]
    if not days:
        fields.collector.error(
            "no-date",
            "start",
            f"The session starts at {start.clock:%H:%M}, on no day",
            "Put it below a day with a date.",
        )
        return DateTimeParts(), None
    day = max(days)
    after_midnight = (
        start.clock < day_change
        and conference_day(datetime.combine(day, start.clock), day_change) < day
    )
    return DateTimeParts(day + timedelta(days=after_midnight), start.clock), until


def _read_event_clock(fields: Fields, key: str, rules: _Rules) -> tuple[DateTimeParts, time | None]:
    """Return a time of day, with the end of a range, or all of a date and time."""
    written = fields.text(key)
    if not written:
        return DateTimeParts(), None
    try:
        start, until = parse_range(written)
        return DateTimeParts(clock=start), until
    except ValueError as error:
        reason = error
    try:
        parts = _parse_date(written, rules)
    except ValueError:
        parts = DateTimeParts()
    if parts.clock is not None:
        return parts, None
    message = f"`{key}` is {in_quotes(written)}: {reason}"
    fields.keep_with_error(key, written, "bad-time", message, _TIME_FIX)
    return DateTimeParts(), None


def _read_event_date(fields: Fields, rules: _Rules) -> DateTimeParts:
    written = fields.text("date")
    if not written:
        return DateTimeParts()
    try:
        return _parse_date(written, rules)
    except ValueError as error:
        message = f"`date` is {in_quotes(written)}: {error}"
        fix = "Write it like 2031-05-17T09:30:00+02:00."
        fields.keep_with_warning("date", written, "bad-date", message, fix)
        return DateTimeParts()


def _reconcile_clock(
    clock: time, dated: DateTimeParts, listed_day: date | None, day_change: time
) -> DateTimeParts:
    """Return the wall time for a clock time and a date and time that contradict each other.

    Some programs write the date in UTC, or in local time with the offset of UTC, and the clock time
    as it is at the venue (`FORMATS.md`, §4.14). The clock time counts, on the day on which both may
    be the same instant; of two such days, the one that the session is listed under.
    """
    written = dated.wall_time
    assert written is not None
    if written.time() == clock:
        return dated
    candidates = [datetime.combine(written + timedelta(days=days), clock) for days in (0, -1, 1)]

    def rank(candidate: datetime) -> tuple[bool, bool, timedelta]:
        difference = candidate - written
        is_offset = _LEAST_OFFSET <= difference <= _GREATEST_OFFSET
        is_listed = conference_day(candidate, day_change) == (listed_day or candidate.date())
        return not is_offset, not is_listed, abs(difference)

    wall_time = min(candidates, key=rank)
    difference = wall_time - written
    if dated.utc_offset is None or difference % _QUARTER_HOUR:
        return DateTimeParts.from_wall_time(wall_time)
    utc_offset = dated.utc_offset + difference // timedelta(minutes=1)
    return DateTimeParts.from_wall_time(wall_time, utc_offset)


def _read_event_end(
    fields: Fields, name: str, start: datetime | None, rules: _Rules
) -> tuple[str, datetime | None]:
    """Return the key of the end, and the end: a time of day, or a date and time."""
    key, value = fields.take(name)
    if not key:
        return "", None
    try:
        parts = to_venue_time(_parse_end(fields, key, value, rules), rules.zone)
        if parts.day is None and start is None:
            raise ValueError("the session has no start")
    except ValueError as error:
        _keep_bad_date(fields, key, value, error)
        return key, None
    parts = _complete_end(fields, name, parts, start, rules)
    if parts.day is None:
        return key, _next_clock(start, parts.clock)
    _warn_without_clock(fields, key, value, parts)
    return key, parts.wall_time


def _parse_end(fields: Fields, key: str, value: RawValue, rules: _Rules) -> DateTimeParts:
    """Return a time of day, a day, or both. Raises ValueError for anything else."""
    try:
        return DateTimeParts(clock=parse_range(_require_text(value))[0])
    except ValueError:
        return _parse_date(value, rules)


def _complete_end(
    fields: Fields, name: str, parts: DateTimeParts, start: datetime | None, rules: _Rules
) -> DateTimeParts:
    """Return an end with the day or the time of day that another key of the end has.

    Some sources have `end_date` and `end_time`. A day long after the start is that of the
    conference, so it is not taken for the day of a time of day.
    """
    if parts.wall_time is not None or start is None:
        return parts
    key, value = fields.take(name)
    if not key:
        return parts
    try:
        other = _parse_end(fields, key, value, rules)
    except ValueError:
        other = DateTimeParts()
    if parts.clock is None and other.clock is not None and other.day is None:
        return parts._replace(clock=other.clock)
    if parts.clock is not None and other.clock is None and other.day is not None:
        days = (other.day - start.date()).days
        if days in (0, 1):
            return parts._replace(day=other.day)
    fields.restore(key, value)
    return parts


def _next_clock(start: datetime | None, clock: time | None) -> datetime | None:
    """Return the first moment after a start at a time of day; None if either is missing."""
    if start is None or clock is None:
        return None
    end = datetime.combine(start.date(), clock)
    return end if end > start else end + timedelta(days=1)


# Talk files


def _read_talk_start(fields: Fields, rules: _Rules) -> tuple[str, DateTimeParts, time | None]:
    """Return the key of the start, the start, and the end of a range."""
    key, value = fields.take("date", "start_datetime")
    clock_key, clock_value = fields.take("start")
    if not clock_key:
        return key, _read_talk_date(fields, key, value, rules), None
    start, until = _read_talk_clock(fields, clock_key, clock_value, rules)
    if start.day is not None:
        if key:
            fields.keep(key, value)  # perhaps when the page was written
        return clock_key, start, until
    dated = _read_talk_date(fields, key, value, rules, day_is_enough=True)
    if start.clock is None:
        _warn_without_clock(fields, key, value, dated)
        return key or clock_key, dated, until
    if dated.day is None:
        fields.keep(clock_key, clock_value)
        if not key:
            message = f"`{clock_key}` is {in_quotes(clock_value)}, on no day"
            fields.collector.error("no-date", clock_key, message, _DATE_FIX)
    return clock_key, dated._replace(clock=start.clock), until


def _read_talk_date(
    fields: Fields, key: str, value: RawValue, rules: _Rules, *, day_is_enough: bool = False
) -> DateTimeParts:
    """Return a date and time; a day without a time of day is a warning, unless that is enough."""
    if not key:
        return DateTimeParts()
    try:
        parts = _parse_date(value, rules)
    except ValueError as error:
        _keep_bad_date(fields, key, value, error)
        return DateTimeParts()
    if parts.is_epoch:
        _warn_about_utc(fields, key, parts, rules)
    if not day_is_enough:
        _warn_without_clock(fields, key, value, parts)
    if parts.bad_offset:
        fields.collector.warning(
            "bad-offset",
            key,
            f"`{key}` has the offset {in_quotes(parts.bad_offset)}",
            "Leave the offset out, or write one between -12:00 and +14:00.",
        )
    return parts


def _read_talk_clock(
    fields: Fields, key: str, value: RawValue, rules: _Rules
) -> tuple[DateTimeParts, time | None]:
    """Return a time of day, with the end of a range, or a date and time."""
    try:
        start, until = parse_range(_require_text(value))
        return DateTimeParts(clock=start), until
    except ValueError as error:
        reason = error
    try:
        parts = _parse_date(value, rules)
    except ValueError:
        parts = DateTimeParts()
    if parts.clock is not None:
        if parts.is_epoch:
            _warn_about_utc(fields, key, parts, rules)
        return parts, None
    if parts.day is not None:
        _warn_without_clock(fields, key, value, parts)
    else:
        message = f"`{key}` is {in_quotes(value)}: {reason}"
        fields.keep_with_error(key, value, "bad-time", message, _TIME_FIX)
    return DateTimeParts(), None


def _read_talk_end(
    fields: Fields, start_key: str, start: datetime | None, until: time | None, rules: _Rules
) -> tuple[str, datetime | None]:
    """Return the key of the end, and the end; `until` is the end of a range under `start_key`."""
    key, value = fields.take("end_date", "end_datetime")
    if not key:
        return start_key, _next_time(start, until)
    try:
        parts = DateTimeParts(clock=parse_range(_require_text(value))[0])
    except ValueError:
        parts = _read_talk_date(fields, key, value, rules, day_is_enough=True)
    parts = _complete_end(fields, "end_date", parts, start, rules)
    if parts.day is None:
        if start is None and parts.clock is not None:
            fields.keep(key, value)
        return key, _next_time(start, parts.clock)
    _warn_without_clock(fields, key, value, parts)
    end = parts.wall_time
    if end is not None and start is None and start_key:
        fields.keep(key, f"{end:%Y-%m-%d %H:%M}")
        return key, None  # the start is a problem already
    return key, end


def _next_time(start: datetime | None, until: time | None) -> datetime | None:
    """Return the next `until` after a start, or that of the same day if the next is too late."""
    if start is None or until is None:
        return None
    end = datetime.combine(start.date(), until)
    tomorrow = end + timedelta(days=1)
    return tomorrow if end <= start and tomorrow - start <= _MAX_OVERNIGHT else end


def _warn_without_clock(fields: Fields, key: str, value: RawValue, parts: DateTimeParts) -> None:
    if parts.day is not None and parts.clock is None:
        message = f"`{key}` is {in_quotes(value)}, without a time of day"
        fields.keep_with_warning(key, value, "date-without-time", message, _DATE_FIX)


def _keep_bad_date(fields: Fields, key: str, value: RawValue, error: ValueError) -> None:
    message = f"`{key}` is {in_quotes(value)}: {error}"
    fields.keep_with_error(key, value, "bad-date", message, _DATE_FIX)


def _require_text(value: RawValue) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
