"""The times of a calendar as the clock at the venue shows them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from confui.schedule.ical_text import ContentLine, unescape
from confui.schedule.models import EndSource, Severity
from confui.sources.formats.builder import ConferenceBuilder
from confui.sources.problems import in_quotes
from confui.sources.values.conference_fields import find_zone
from confui.sources.values.fields import Fields, WallTime
from confui.sources.values.session_times import SessionTimes, at_venue, end_problem, parse_duration

_ZONE = re.compile(r";TZID=(?:\"([^\"]*)\"|([^\";:]*))", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z?))?", re.ASCII)
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


def event_times(fields: Fields, event: _Event, zones: Zones) -> SessionTimes:
    """Return when an event takes place. What cannot be read or cannot be is a problem."""
    start = _moment(fields, "dtstart", event, zones)
    end = _moment(fields, "dtend", event, zones)
    length = _length(fields)
    if start.when is None:
        return SessionTimes()
    offset = start.utc_offset
    whole_days = "T" not in event["DTSTART"][0].value
    if end.when is not None:
        reason = end_problem(start.when, end.when)
        if not reason:
            return SessionTimes(start.when, end.when, EndSource.GIVEN, offset)
        fields.keep_with_error(
            "dtend",
            f"{end.when:%Y-%m-%d %H:%M}",
            "bad-end",
            f"The session ends at {end.when:%Y-%m-%d %H:%M}, {reason}",
            "Correct the start or the end.",
        )
    if length or whole_days:
        length = length or timedelta(days=1)
        return SessionTimes(start.when, start.when + length, EndSource.DURATION, offset)
    return SessionTimes(start.when, None, EndSource.UNKNOWN, offset)


def _moment(fields: Fields, key: str, event: _Event, zones: Zones) -> WallTime:
    written = fields.text(key)
    if not written:
        return WallTime(None, None)
    try:
        found = _TIME.fullmatch(written)
        if found is None:
            raise ValueError("not written as YYYYMMDDTHHMMSS")
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        when = datetime(year, month, day, hour, minute, min(second, 59))
        if not 1900 <= year < 2200:
            raise ValueError("year out of range")
    except ValueError as error:
        message = f"`{key.upper()}` is {in_quotes(written)}: {error}"
        fields.keep_with_error(key, written, "bad-date", message, "Correct the time.")
        return WallTime(None, None)
    if not found[4]:
        return WallTime(when, None)
    if found[7]:
        return at_venue(WallTime(when, 0), zones.venue)
    name = zone_written(event[key.upper()][0])
    zone = zones.known.get(name) or (_iana(name) if name else zones.venue)
    return _in_zone(when, zone, zones.venue)


def _in_zone(when: datetime, zone: str, venue: str) -> WallTime:
    if not zone:
        return WallTime(when, None)
    from zoneinfo import ZoneInfo

    offset = when.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    moment = WallTime(when, int(offset.total_seconds() // 60))
    return moment if zone == venue else at_venue(moment, venue)


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
