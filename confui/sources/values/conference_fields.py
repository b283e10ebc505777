"""What a source declares of the conference as a whole: its time zone, day change and address."""

import re
from datetime import date, datetime, time, timedelta

from confui.sources.problems import in_quotes
from confui.sources.values.fields import Fields
from confui.text import safe_url

DEFAULT_DAY_CHANGE = time(4)

_DAY_CHANGE = re.compile(r"(\d\d?):(\d\d)(?::\d\d)?")


def find_zone(name: str) -> str:
    """Return the name of a time zone that exists, or the empty string."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):  # absolute or odd paths, bad data, no such zone
        return ""


def read_timezone(fields: Fields, *names: str) -> str:
    """Return the time zone that one of these keys names; one that does not exist is an error."""
    key, value = fields.take(*names)
    name = value if isinstance(value, str) else ""
    if not key:
        return ""
    zone = find_zone(name.strip())
    if not zone:
        fields.collector.error(
            "unknown-timezone",
            key,
            f"There is no time zone {in_quotes(value)}",
            "Write a name like Europe/Berlin.",
        )
    return zone


def read_day_change(fields: Fields) -> time | None:
    """Return when a conference day ends; None where it is not said, an error if unreadable."""
    written = fields.text("day_change")
    if not written:
        return None
    found = _DAY_CHANGE.fullmatch(written)
    try:
        if found is None:
            raise ValueError("not written as HH:MM")
        return time(int(found[1]), int(found[2]))
    except ValueError as error:
        fields.collector.error(
            "bad-day-change",
            "day_change",
            f"`day_change` is {in_quotes(written)}: {error}",
            "Write it like 04:00.",
        )
        return None


def read_url(fields: Fields, *names: str) -> str:
    """Return the web address under one of these keys, without a slash at its end."""
    key, value = fields.take(*names)
    written = value if isinstance(value, str) else ""
    url = safe_url(written)
    if key and not url:
        fields.collector.warning(
            "bad-link",
            key,
            f"`{key}` is {in_quotes(value)}, no web address that confui would open",
            "Write the whole address, beginning with https://.",
        )
    return url.rstrip("/")


def conference_day(start: datetime, day_change: time) -> date:
    """Return the conference day of a wall time: before `day_change` it is still yesterday."""
    return start.date() - timedelta(days=start.time() < day_change)
