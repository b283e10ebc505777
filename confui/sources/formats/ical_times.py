"""The times of a calendar as the clock at the venue shows them."""

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
_IN_A_PATH = re.compile(r"([A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?)$")
_LONGEST_NAME = 200
"""How many characters the name of a zone may have."""

_WINDOWS = {
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
"""The names that programmes on Windows write, with the zone that Unicode's CLDR maps them to."""

_Event = Mapping[str, list[ContentLine]]


class Zones(NamedTuple):
    """Which clock a calendar means."""

    venue: str
    """The zone of the conference, or empty where no known zone is named."""
    known: Mapping[str, str]
    """The IANA name of each zone by what the calendar calls it."""


def zones_of(
    properties: Mapping[str, ContentLine],
    defined: Iterable[Mapping[str, ContentLine]],
    events: Iterable[_Event],
    builder: ConferenceBuilder,
    venue: str = "",
) -> Zones:
    """Return what the zones of a calendar are, and which of them is that of the venue.

    A `venue` that the attendee names counts, else the calendar's own `X-WR-TIMEZONE`, else the zone
    of most of the events, else the only one that is defined. Zones that nobody knows are a problem
    each.
    """
    located = {
        zone["TZID"].value.strip(): zone["X-LIC-LOCATION"].value
        for zone in defined
        if "TZID" in zone and "X-LIC-LOCATION" in zone
    }
    starts = [event["DTSTART"][0] for event in events if "DTSTART" in event]
    zoned = [(name, line.number) for line in starts if (name := zone_written(line))]
    names = Counter(name for name, _ in zoned)
    first = dict(reversed(zoned))
    known = {name: _iana(name) or _iana(located.get(name, "")) for name in names}
    for name, zone in known.items():
        if not zone:
            builder.add_problem(
                Severity.WARNING,
                "unknown-timezone",
                f"Nobody knows the time zone {in_quotes(name)}; its times are shown as written",
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
            "All times are in UTC, and no time zone of the venue is named",
            "Ask for a calendar with the zone of the venue.",
            starts[0].number,
        )
    return Zones(venue, known)


def zone_written(line: ContentLine) -> str:
    """Return the zone that a time names."""
    found = _ZONE.search(line.parameters)
    return (found[1] or found[2] or "").strip() if found else ""


def read_calendar_times(
    fields: Fields, event: _Event, zones: Zones, day_change: time
) -> SessionTimes:
    """Return when an event takes place. What cannot be read or cannot be is a problem."""
    parts = _read_date_time(fields, "dtstart", event, zones)
    end = _read_date_time(fields, "dtend", event, zones).wall_time
    duration = _length(fields)
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
    """Return a time as the clock at the venue shows it; a day begins at midnight."""
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
    name = zone_written(event[key.upper()][0])
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


def _length(fields: Fields) -> timedelta | None:
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
    """Return the zone that a calendar means by a name, or the empty string."""
    written = unescape(name).strip()
    if not 0 < len(written) <= _LONGEST_NAME:
        return ""
    path = _IN_A_PATH.search(written)
    return (
        find_zone(written)
        or _WINDOWS.get(written.lower(), "")
        or (find_zone(path[1]) if path else "")
    )
