"""Reads the times and time zones of an iCalendar file (RFC 5545) as wall times at the venue."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from confui.schedule.ical_text import ContentLine
from confui.schedule.models import Severity, conference_day
from confui.sources.formats.builder import ConferenceBuilder
from confui.sources.formats.ical_zones import (
    find_equal_zone,
    find_iana_zone,
    is_region,
    read_own_zone,
)
from confui.sources.problems import in_quotes
from confui.sources.values.dates import DateTimeParts, parse_duration, parse_ical_date_time
from confui.sources.values.fields import Fields
from confui.sources.values.session_times import (
    SessionTimes,
    check_end,
    choose_end,
)

_ZONE = re.compile(r";TZID=(?:\"([^\"]*)\"|(tzone://[^\";:]*|[^\";:]*))", re.IGNORECASE)
_UTC = frozenset({"UTC", "Etc/UTC"})
_MAX_DEFINED = 16
"""So many zones that the file defines are read."""
_MAX_COMPARED = 50
"""At so many times, the rules of a zone in the file are compared with those of IANA zones."""

_Event = Mapping[str, list[ContentLine]]


class Zones(NamedTuple):
    """The time zones of a calendar."""

    venue: str
    """The IANA zone of the venue; empty if it is unknown."""
    zone: tzinfo | None
    """The same, or a zone that only the file defines; None if it is unknown."""
    known: Mapping[str, tzinfo | None]
    """Each zone by its name in the calendar; None if it is unknown."""


class DefinedZone(NamedTuple):
    """A VTIMEZONE of a calendar."""

    properties: Mapping[str, ContentLine]
    observances: Sequence[Mapping[str, list[ContentLine]]]
    """The properties of its STANDARD and DAYLIGHT parts."""


def find_zones(
    properties: Mapping[str, ContentLine],
    defined: Sequence[DefinedZone],
    events: Iterable[_Event],
    builder: ConferenceBuilder,
    venue: str = "",
) -> Zones:
    """Return the zones of a calendar, and which of them is the zone of the venue.

    That is `venue` if the attendee gave it, else `X-WR-TIMEZONE`, else the zone of most events,
    else the only zone that is defined. UTC counts last: programs write it without knowing a venue.

    A zone whose name is no place, such as `GMT` or `Pacific Standard Time`, has the rules that the
    file itself defines for it.

    Args:
        properties: The properties of the calendar.
        defined: The zones that the calendar defines.
        events: The properties of each VEVENT.
        builder: Gets a problem for each unknown zone.
        venue: An IANA zone, or empty.
    """
    starts = [event["DTSTART"][0] for event in events if "DTSTART" in event]
    zoned = [(name, line) for line in starts if (name := _zone_parameter(line))]
    names = Counter(name for name, _ in zoned)
    first = {name: line.number for name, line in reversed(zoned)}
    definitions = {
        zone.properties["TZID"].value.strip(): zone for zone in defined if "TZID" in zone.properties
    }
    lines: dict[str, list[ContentLine]] = {}
    for name, line in zoned:
        lines.setdefault(name, []).append(line)
    compared = [name for name in names if name in definitions][:_MAX_DEFINED]
    found = {
        name: _find_zone(name, definitions[name] if name in compared else None, lines[name])
        for name in names
    }
    for name, (_, zone) in found.items():
        if zone is None:
            builder.add_problem(
                Severity.WARNING,
                "unknown-timezone",
                f"Unknown time zone {in_quotes(name)}; its times are shown as written",
                "Write a name like Europe/Berlin.",
                first[name],
            )
    declared = [properties[key] for key in ("X-WR-TIMEZONE", "VTIMEZONE") if key in properties]
    candidates = [
        *(find_iana_zone(line.value) for line in declared),
        *(found[name][0] for name, _ in names.most_common()),
        *(map(find_iana_zone, definitions) if len(definitions) == 1 else ()),
    ]
    known = {name: zone for name, (_, zone) in found.items()}
    own = next((zone for name, _ in names.most_common() if (zone := known[name])), None)
    places = [name for name in candidates if name and name not in _UTC]
    has_utc_times = any(line.value.strip().endswith("Z") for line in starts)
    if venue or places:
        venue = venue or places[0]
    elif any(candidates) or (own is None and has_utc_times):
        venue = "UTC"
        if has_utc_times:
            builder.add_problem(
                Severity.WARNING,
                "times-in-utc",
                "All times are in UTC, and the time zone of the venue is not given",
                "Ask for a calendar with the zone of the venue.",
                starts[0].number,
            )
    return Zones(venue, _zone_info(venue) or own, known)


def _find_zone(
    name: str, definition: DefinedZone | None, starts: Sequence[ContentLine]
) -> tuple[str, tzinfo | None]:
    """Return the IANA name of a zone, or "", and the zone, or None."""
    location = ""
    if definition is not None and "X-LIC-LOCATION" in definition.properties:
        location = definition.properties["X-LIC-LOCATION"].value
    place = next((each for each in (name, location) if is_region(each)), "")
    own = None if place or definition is None else read_own_zone(definition.observances)
    if own is None:
        iana = find_iana_zone(place or name) or find_iana_zone(location)
        return iana, _zone_info(iana)
    iana = find_equal_zone(own, name, _wall_times(starts[:_MAX_COMPARED]))
    return iana, _zone_info(iana) or own


def _wall_times(lines: Iterable[ContentLine]) -> list[datetime]:
    found = []
    for line in lines:
        try:
            wall_time = parse_ical_date_time(line.value.strip()).wall_time
        except ValueError:
            continue  # it becomes a problem of its event
        if wall_time is not None:
            found.append(wall_time)
    return found


def _zone_info(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name) if name else None


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
        return _to_zone(parts, zones.zone)
    name = _zone_parameter(event[key.upper()][0])
    zone = zones.zone
    if name:
        zone = zones.known[name] if name in zones.known else _zone_info(find_iana_zone(name))
    wall_time = parts.wall_time
    if zone is None or wall_time is None:
        return parts
    offset = wall_time.replace(tzinfo=zone).utcoffset() or timedelta()
    parts = parts._replace(utc_offset=offset // timedelta(minutes=1))
    return parts if zone == zones.zone else _to_zone(parts, zones.zone)


def _to_zone(parts: DateTimeParts, zone: tzinfo | None) -> DateTimeParts:
    """Return a time with an offset as the clock in a zone shows it; as written without a zone."""
    wall_time = parts.wall_time
    if zone is None or wall_time is None or parts.utc_offset is None:
        return parts
    try:
        instant = (wall_time - timedelta(minutes=parts.utc_offset)).replace(tzinfo=UTC)
        local = instant.astimezone(zone)
    except OverflowError:
        return parts
    offset = local.utcoffset() or timedelta()
    return DateTimeParts.from_wall_time(local.replace(tzinfo=None), offset // timedelta(minutes=1))


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
