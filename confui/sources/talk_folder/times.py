"""When a talk file says that its session is: in one key, or a day here and a time of day there."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from confui.schedule.models import EndSource
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.dates import DateTimeParts, parse_date_time, parse_range
from confui.sources.values.fields import Fields
from confui.sources.values.session_times import end_problem, length_of

_FIX = "Write it like 2031-05-17 09:30."
_OVERNIGHT = timedelta(hours=12)
"""How long a session may be whose end is a time of day earlier than its start."""


class TalkTimes(NamedTuple):
    """The time of a session."""

    key: str = ""
    """The key that the start was read from; empty where there is none."""
    start: datetime | None = None
    end: datetime | None = None
    end_source: EndSource = EndSource.UNKNOWN
    utc_offset: int | None = None


def read_talk_times(fields: Fields) -> TalkTimes:
    """Return when a session is; what cannot be is a problem and stays in `extra`.

    `date` has a day or all of a moment, `start` a time of day, a range, or all of a moment.
    """
    key, start, until = _start(fields)
    end, source = _end(fields, key, start, until)
    return TalkTimes(key, start.when, end, source, start.utc_offset)


def _start(fields: Fields) -> tuple[str, DateTimeParts, time | None]:
    """Return the key of the start, the start, and the end where it is written with it."""
    key, value = fields.take("date", "start_datetime")
    clock_key, clock_value = fields.take("start")
    if not clock_key:
        return key, _moment(fields, key, value), None
    clock, until = _clock(fields, clock_key, clock_value)
    if clock.day is not None:
        if key:
            fields.keep(key, value)  # when the page was written, perhaps
        return clock_key, clock, until
    day = _moment(fields, key, value, day_will_do=True)
    if clock.clock is None:
        _without_clock(fields, key, value, day)
        return key or clock_key, day, until
    if day.day is None:
        fields.keep(clock_key, clock_value)
        if not key:
            fields.collector.error(
                "no-date", clock_key, f"`{clock_key}` is {in_quotes(clock_value)}, on no day", _FIX
            )
    return clock_key, day._replace(clock=clock.clock), until


def _moment(
    fields: Fields, key: str, value: RawValue, *, day_will_do: bool = False
) -> DateTimeParts:
    """Return what a key says; a day without a time of day is a warning, unless it will do."""
    if not key:
        return DateTimeParts()
    try:
        moment = parse_date_time(_text(value))
    except ValueError as error:
        _bad_date(fields, key, value, error)
        return DateTimeParts()
    if not day_will_do:
        _without_clock(fields, key, value, moment)
    if moment.odd_offset:
        fields.collector.warning(
            "bad-offset",
            key,
            f"`{key}` has the offset {in_quotes(moment.odd_offset)}",
            "Leave the offset out, or write one between -12:00 and +14:00.",
        )
    return moment


def _clock(fields: Fields, key: str, value: RawValue) -> tuple[DateTimeParts, time | None]:
    """Return what the key of a start says: a time of day, with its end in a range, or a moment."""
    try:
        start, until = parse_range(_text(value))
        return DateTimeParts(clock=start), until
    except ValueError as error:
        reason = error
    try:
        moment = parse_date_time(_text(value))
    except ValueError:
        moment = DateTimeParts()
    if moment.clock is not None:
        return moment, None
    if moment.day is not None:
        _without_clock(fields, key, value, moment)
    else:
        message = f"`{key}` is {in_quotes(value)}: {reason}"
        fields.keep_with_error(key, value, "bad-time", message, "Write it like 09:30.")
    return DateTimeParts(), None


def _end(
    fields: Fields, start_key: str, start: DateTimeParts, until: time | None
) -> tuple[datetime | None, EndSource]:
    key, value = fields.take("end_date", "end_datetime")
    end = _written_end(fields, key, value, start) if key else _after(start, until)
    if end is not None:
        reason = end_problem(start.when, end)
        if not reason:
            return end, EndSource.GIVEN
        _refuse_end(fields, key or start_key, end, reason, known=bool(start_key))
    length = length_of(fields) if start.when is not None else None
    if length and start.when is not None:
        return start.when + length, EndSource.DURATION
    return None, EndSource.UNKNOWN


def _refuse_end(fields: Fields, key: str, end: datetime, reason: str, *, known: bool) -> None:
    written = f"{end:%Y-%m-%d %H:%M}"
    if known and reason.startswith("but"):
        fields.keep(key, written)  # the start is a problem already
        return
    message = f"The session ends at {written}, {reason}"
    fields.keep_with_error(key, written, "bad-end", message, "Correct the start or the end.")


def _written_end(
    fields: Fields, key: str, value: RawValue, start: DateTimeParts
) -> datetime | None:
    try:
        until, _ = parse_range(_text(value))
    except ValueError:
        return _moment(fields, key, value).when
    if start.when is None:
        fields.keep(key, value)
    return _after(start, until)


def _after(start: DateTimeParts, until: time | None) -> datetime | None:
    """Return when it is `until` next after a start, unless that is too long."""
    if start.when is None or until is None:
        return None
    end = datetime.combine(start.when.date(), until)
    tomorrow = end + timedelta(days=1)
    return tomorrow if end <= start.when and tomorrow - start.when <= _OVERNIGHT else end


def _without_clock(fields: Fields, key: str, value: RawValue, moment: DateTimeParts) -> None:
    if moment.day is not None and moment.clock is None:
        message = f"`{key}` is {in_quotes(value)}, without a time of day"
        fields.keep_with_warning(key, value, "date-without-time", message, _FIX)


def _bad_date(fields: Fields, key: str, value: RawValue, error: ValueError) -> None:
    fields.keep_with_error(key, value, "bad-date", f"`{key}` is {in_quotes(value)}: {error}", _FIX)


def _text(value: RawValue) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
