"""Reads the times and time zones of an iCalendar file (RFC 5545) as wall times at the venue."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from typing import NamedTuple

from confui.schedule.ical_text import ContentLine, unescape
from confui.schedule.models import Severity
from confui.sources.formats.builder import ConferenceBuilder
from confui.sources.problems import in_quotes
from confui.sources.values.conference_fields import conference_day, find_zone
from confui.sources.values.dates import DateTimeParts, parse_duration, parse_ical_date_time
from confui.sources.values.fields import Fields
from confui.sources.values.session_times import (
    SessionTimes,
    check_end,
    choose_end,
    to_venue_time,
)

_ZONE = re.compile(r";TZID=(?:\"([^\"]*)\"|([^\";:]*))", re.IGNORECASE)
_ZONE_PATH = re.compile(r"([A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?)$")
_MAX_NAME_LENGTH = 200
"""Longer names of zones are not looked up."""

_WINDOWS_ZONES = {
    "gmt standard time": "Europe/London",
    "w. europe standard time": "Europe/Berlin",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "romance standard time": "Europe/Paris",
    "e. europe standard time": "Europe/Chisinau",
    "fle standard time": "Europe/Kyiv",
    "gtb standard time": "Europe/Bucharest",
    "turkey standard time": "Europe/Istanbul",
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "pacific standard time": "America/Los_Angeles",
    "e. south america standard time": "America/Sao_Paulo",
    "india standard time": "Asia/Kolkata",
    "china standard time": "Asia/Shanghai",
    "tokyo standard time": "Asia/Tokyo",
    "singapore standard time": "Asia/Singapore",
    "aus eastern standard time": "Australia/Sydney",
    "cen. australia standard time": "Australia/Adelaide",
    "new zealand standard time": "Pacific/Auckland",
    "utc": "UTC",
}
"""Zone names of Windows in lower case, with the IANA zone that Unicode's CLDR maps them to."""

_Event = Mapping[str, list[ContentLine]]


class Zones(NamedTuple):
    """The time zones of a calendar."""

    venue: str
    """The IANA zone of the venue; empty if it is unknown."""
    known: Mapping[str, str]
    """The IANA name of each zone, by its name in the calendar; empty if it is unknown."""


def find_zones(
    properties: Mapping[str, ContentLine],
    defined: Iterable[Mapping[str, ContentLine]],
    events: Iterable[_Event],
    builder: ConferenceBuilder,
    venue: str = "",
) -> Zones:
    """Return the zones of a calendar, and which of them is the zone of the venue.

    That is `venue` if the attendee gave it, else `X-WR-TIMEZONE`, else the zone of most events,
    else the only zone that is defined.

    Args:
        properties: The properties of the calendar.
        defined: The properties of each VTIMEZONE.
        events: The properties of each VEVENT.
        builder: Gets a problem for each unknown zone.
        venue: An IANA zone, or empty.
    """
    locations = {
        zone["TZID"].value.strip(): zone["X-LIC-LOCATION"].value
        for zone in defined
        if "TZID" in zone and "X-LIC-LOCATION" in zone
    }
    starts = [event["DTSTART"][0] for event in events if "DTSTART" in event]
    zoned = [(name, line.number) for line in starts if (name := _zone_parameter(line))]
    names = Counter(name for name, _ in zoned)
    first = dict(reversed(zoned))
    known = {name: _iana(name) or _iana(locations.get(name, "")) for name in names}
    for name, zone in known.items():
        if not zone:
            builder.add_problem(
                Severity.WARNING,
                "unknown-timezone",
                f"Unknown time zone {in_quotes(name)}; its times are shown as written",
                "Write a name like Europe/Berlin.",
                first[name],
            )
    declared = [properties[key] for key in ("X-WR-TIMEZONE", "VTIMEZONE") if key in properties]
    defined_names = {zone["TZID"].value for zone in defined if "TZID" in zone}
    candidates = [
        *(line.value for line in declared),
        *(name for name, _ in names.most_common()),
        *(defined_names if len(defined_names) == 1 else ()),
    ]
    venue = venue or next(filter(None, map(_iana, candidates)), "")
    venue = venue or next(filter(None, known.values()), "")
    if not venue and any(line.value.strip().endswith("Z") for line in starts):
        venue = "UTC"
        builder.add_problem(
            Severity.WARNING,
            "times-in-utc",
            "All times are in UTC, and the time zone of the venue is not given",
            "Ask for a calendar with the zone of the venue.",
            starts[0].number,
        )
    return Zones(venue, known)


def _zone_parameter(line: ContentLine) -> str:
    """Return the TZID parameter of a time; empty if it has none."""
    match = _ZONE.search(line.parameters)
    return (match[1] or match[2] or "").strip() if match else ""


def read_calendar_times(
    fields: Fields, event: _Event, zones: Zones, day_change: time
) -> SessionTimes:
    """Return the times of an event. Invalid times become problems of `fields`."""
    parts = _read_date_time(fields, "dtstart", event, zones)
    end = _read_date_time(fields, "dtend", event, zones).wall_time
    duration = _duration(fields)
    start = parts.wall_time
    if start is None:
        return SessionTimes()
    line = event["DTSTART"][0]
    if "T" not in line.value and not duration:
        duration = timedelta(days=1)
    end, end_source = choose_end(start, check_end(fields, "dtend", start, end), duration)
    all_day = "VALUE=DATE" in line.parameters.upper().replace("DATE-TIME", "")
    day = start.date() if all_day else conference_day(start, day_change)
    return SessionTimes(start, end, end_source, parts.utc_offset, day, all_day)


def _read_date_time(fields: Fields, key: str, event: _Event, zones: Zones) -> DateTimeParts:
    """Return a time as wall time at the venue; a date without a time means midnight."""
    written = fields.text(key)
    if not written:
        return DateTimeParts()
    try:
        parts = parse_ical_date_time(written)
    except ValueError as error:
        message = f"`{key.upper()}` is {in_quotes(written)}: {error}"
        fields.keep_with_error(key, written, "bad-date", message, "Correct the time.")
        return DateTimeParts()
    if parts.clock is None:
        return parts._replace(clock=time())
    if parts.utc_offset is not None:
        return to_venue_time(parts, zones.venue)
    name = _zone_parameter(event[key.upper()][0])
    zone = zones.known.get(name) or (_iana(name) if name else zones.venue)
    return _in_zone(parts, zone, zones.venue)


def _in_zone(parts: DateTimeParts, zone: str, venue: str) -> DateTimeParts:
    wall_time = parts.wall_time
    if not zone or wall_time is None:
        return parts
    from zoneinfo import ZoneInfo

    offset = wall_time.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    parts = parts._replace(utc_offset=offset // timedelta(minutes=1))
    return parts if zone == venue else to_venue_time(parts, venue)


def _duration(fields: Fields) -> timedelta | None:
    written = fields.text("duration")
    try:
        return parse_duration(written) if written else None
    except ValueError as error:
        fields.keep_with_error(
            "duration",
            written,
            "bad-duration",
            f"`DURATION` is {in_quotes(written)}: {error}",
            "Write it like PT45M.",
        )
        return None


def _iana(name: str) -> str:
    """Return the IANA zone for a name in a calendar; empty if it is unknown."""
    written = unescape(name).strip()
    if not 0 < len(written) <= _MAX_NAME_LENGTH:
        return ""
    path = _ZONE_PATH.search(written)
    return (
        find_zone(written)
        or _WINDOWS_ZONES.get(written.lower(), "")
        or (find_zone(path[1]) if path else "")
    )
