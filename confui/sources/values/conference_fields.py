"""The fields of a conference as a whole: time zone, day change and web address."""

import re
from datetime import time

from confui.sources.problems import in_quotes
from confui.sources.values.fields import Fields
from confui.sources.values.links import add_scheme, describe_bad_url
from confui.text import safe_url

DEFAULT_DAY_CHANGE = time(4)

_DAY_CHANGE = re.compile(r"(\d\d?):(\d\d)(?::\d\d)?")


def find_zone(name: str) -> str:
    """Return the IANA name of a time zone, or the empty string if there is no such zone."""
    from zoneinfo import ZoneInfo  # most sources need no time zone

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):  # absolute or odd paths, bad data, no such zone
        return ""


def read_timezone(fields: Fields, *names: str) -> str:
    """Return the IANA time zone under one of these keys, or ""; an unknown zone is an error."""
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
    """Return the `day_change`, when a conference day ends, or None; an invalid one is an error."""
    written = fields.text("day_change")
    if not written:
        return None
    match = _DAY_CHANGE.fullmatch(written)
    try:
        if match is None:
            raise ValueError("not written as HH:MM")
        return time(int(match[1]), int(match[2]))
    except ValueError as error:
        fields.collector.error(
            "bad-day-change",
            "day_change",
            f"`day_change` is {in_quotes(written)}: {error}",
            "Write it like 04:00.",
        )
        return None


def read_url(fields: Fields, *names: str) -> str:
    """Return the URL under one of these keys without a slash at its end, or ""."""
    key, value = fields.take(*names)
    written = value if isinstance(value, str) else ""
    url = safe_url(add_scheme(written.strip()))
    if key and not url:
        code, message, fix = describe_bad_url(key, value)
        fields.collector.warning(code, key, message, fix)
    return url.rstrip("/")
