"""Reads a schedule from an iCalendar file (RFC 5545), by any program.

Recurrence rules are not expanded: talks do not recur, and a hostile rule never ends.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from itertools import islice
from typing import NamedTuple, TypeAlias

from confui.schedule.ical_text import (
    MAX_LINES,
    Component,
    ContentLine,
    read_components,
    unescape,
)
from confui.schedule.models import Conference, Kind, Session, Severity, Speaker
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.formats.ical_times import DefinedZone, Zones, find_zones, read_calendar_times
from confui.sources.problems import (
    ASK_AGAIN,
    CUT_SHORT,
    MAX_SESSIONS,
    OPEN_LESS,
    ProblemCollector,
    in_quotes,
)
from confui.sources.syntax.html_to_markdown import html_to_markdown_text
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import Fields, clean_name
from confui.sources.values.identity import read_identity_keys
from confui.sources.values.kinds import infer_kind
from confui.sources.values.levels import find_level_among
from confui.sources.values.links import find_recordings, read_links, read_page_link
from confui.sources.values.people import make_slug
from confui.sources.values.titles import read_title
from confui.sources.values.visibility import add_do_not_record, is_cancelled_state
from confui.text import clean, safe_url, with_emoji

MAX_TOTAL_LINES = 1_000_000
"""How many lines of all events and time zones are read: 40 for each of `MAX_SESSIONS`."""
_MAX_NAMES = 1_000
"""How many categories of an event, and speakers in its description, are read."""

_READ = frozenset({"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})
"""Components that are read, beside the calendar itself."""
_MULTIPLE = frozenset({"ATTENDEE", "CATEGORIES", "ATTACH"})
"""Properties of which all lines count; of the others, the first."""

_IGNORED = ("dtstamp", "created", "last-modified", "sequence", "transp", "class", "priority")
_RECURRENCE = ("rrule", "rdate")
_COMMON_NAME = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:\"]*))", re.IGNORECASE)
_SPEAKER_LINE = re.compile(r"^[ \t]*Speakers?: *(\S.*)$", re.MULTILINE | re.IGNORECASE)
_TRACK_LINE = re.compile(r"^[ \t]*Track: *(\S.*)$", re.MULTILINE | re.IGNORECASE)
_NAME_SEPARATOR = re.compile(r"[,;&]|\band\b")
_TEXT_SEPARATOR = re.compile(r"(?<!\\),")

_Event: TypeAlias = Mapping[str, list[ContentLine]]


class _Calendar(NamedTuple):
    """The content of a calendar file."""

    properties: dict[str, ContentLine]
    """Of the calendar as a whole, by name; the first line of each."""
    zones: list[DefinedZone]
    events: list[Component]
    omitted: int
    """How many events there are beyond `MAX_SESSIONS` or `MAX_TOTAL_LINES`."""
    unclosed: str
    """The name of a component without an END line, the outermost one; empty if there is none."""


def read_ical(content: bytes, source_info: SourceInfo) -> Conference:
    """Return the conference whose sessions are the events of a calendar."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    builder = ConferenceBuilder(source_info)
    calendar = _read_calendar(content)
    newest = _newest(calendar.events)
    events = [event.properties for event in newest]
    zones = find_zones(calendar.properties, calendar.zones, events, builder, source_info.zone)
    if calendar.unclosed:
        builder.add_problem(
            Severity.ERROR,
            CUT_SHORT,
            f"The calendar has no END:{calendar.unclosed}; what follows is missing",
            "Download the file again.",
        )
    title = calendar.properties.get("X-WR-CALNAME") or calendar.properties.get("NAME")
    name = clean_name(unescape(title.value)) if title else ""
    info = builder.with_declared(ConferenceInfo(title=name, timezone=zones.venue))
    reader = _EventReader(events, zones, source_info, info.day_change)
    for event in newest:
        session, collector = reader.read(event)
        builder.add(session, collector, event.line)
    if calendar.omitted:
        builder.add_problem(
            Severity.WARNING,
            "too-many-sessions",
            f"More than {MAX_SESSIONS:,} events, or {MAX_TOTAL_LINES:,} lines in them; "
            f"{calendar.omitted:,} are left out",
            OPEN_LESS,
        )
    return builder.build(info)


def _read_calendar(content: bytes) -> _Calendar:
    properties: dict[str, ContentLine] = {}
    zones, events, omitted, unclosed = list[DefinedZone](), list[Component](), 0, ""
    observances: list[dict[str, list[ContentLine]]] = []
    left = MAX_TOTAL_LINES
    for component in read_components(content, errors="replace"):
        lines = component.properties
        if not component.closed:
            unclosed = component.name  # inner ones come first
        if component.name in ("", "VCALENDAR"):
            properties |= {
                name: found[0] for name, found in lines.items() if name not in properties
            }
            continue
        if component.name == "VEVENT":
            for name in lines.keys() - _MULTIPLE:
                del lines[name][1:]
        is_full = left <= 0 or len(events) >= MAX_SESSIONS
        if is_full and component.name == "VEVENT":
            omitted += 1
        if is_full or component.name not in _READ:
            continue
        left -= 2 + sum(map(len, lines.values()))
        if component.name == "VTIMEZONE":
            first = {name: found[0] for name, found in lines.items()}
            zones.append(DefinedZone(first, observances))
            observances = []
        elif component.name == "VEVENT":
            events.append(component)
        else:
            observances.append(lines)  # they end before the VTIMEZONE that they are in
    return _Calendar(properties, zones, events, omitted, unclosed)


def _newest(events: Sequence[Component]) -> list[Component]:
    """Return the events without older versions of them, and without those that were cancelled.

    Of the versions of one event, that with the highest SEQUENCE counts (RFC 5545, 3.8.7.4). Some
    programs give the same UID to different events; these do not count up.
    """
    versions: dict[tuple[str, str], list[Component]] = {}
    for event in events:
        uid = _text(event.properties, "UID")
        versions.setdefault((uid, _text(event.properties, "RECURRENCE-ID")), []).append(event)
    left_out: set[int] = set()
    for (uid, _), group in versions.items():
        numbers = [_sequence(event) for event in group]
        if not uid or len(group) < 2 or None in numbers or len(set(numbers)) < len(group):
            continue
        newest = max(group, key=lambda event: _sequence(event) or 0)
        left_out |= {id(event) for event in group if event is not newest}
        if is_cancelled_state(_text(newest.properties, "STATUS")):
            left_out.add(id(newest))
    return [event for event in events if id(event) not in left_out]


def _sequence(event: Component) -> int | None:
    """Return the SEQUENCE of an event; 0 if it has none, None if it is not a number."""
    written = _text(event.properties, "SEQUENCE") or "0"
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


class _EventReader:
    """Converts events to sessions, with what all events of the calendar have in common."""

    def __init__(
        self, events: Sequence[_Event], zones: Zones, source_info: SourceInfo, day_change: time
    ) -> None:
        self._day_change = day_change
        self._zones = zones
        self._source_info = source_info
        self._uids = Counter(_text(event, "UID") for event in events)
        organizers = {_name(line) for event in events for line in event.get("ORGANIZER", [])}
        self._organizers_speak = len(organizers) > 1
        """One organizer runs the conference; several are the speakers of their events."""

    def read(self, component: Component) -> tuple[Session, ProblemCollector]:
        """Return the session that an event describes, and its problems."""
        event = component.properties
        lines = {name.lower(): found[0].number for name, found in event.items()}
        collector = ProblemCollector(self._source_info.file, lines, first_line=component.line)
        fields = Fields(dict(_values(event)), collector)
        title = read_title(fields, "summary")
        times = read_calendar_times(fields, event, self._zones, self._day_change)
        speakers = tuple(self._speakers(event, fields))
        tags = fields.texts("categories", commas=False)
        kinds = [tag for tag in tags if infer_kind(tag, (), "", has_speakers=True) is not Kind.TALK]
        related = read_links(fields, "attach")
        level, label = find_level_among(tags)
        for key in (*_IGNORED, "attendee", "organizer"):
            fields.drop(key)
        if component.omitted:
            collector.warning(
                "too-many-lines",
                "",
                f"{in_quotes(title)} has more than {MAX_LINES:,} lines; "
                f"{component.omitted:,} are left out",
                ASK_AGAIN,
            )
        if any(fields.text(key) for key in _RECURRENCE):
            collector.warning(
                "repeats",
                "rrule" if "rrule" in lines else "rdate",
                f"{in_quotes(title)} repeats; only the first time is shown",
                "Write an event for each time.",
            )
        session = Session(
            id=self._id(fields, event, title),
            title=with_emoji(title),
            kind=infer_kind((kinds or [""])[0], (), title, has_speakers=bool(speakers)),
            kind_label=(kinds or [""])[0],
            start=times.start,
            end=times.end,
            end_source=times.end_source,
            utc_offset=times.utc_offset,
            day=times.day,
            rooms=fields.texts("location", commas=False),
            whole_venue=times.all_day,
            level=level,
            level_label=label,
            track=self._track(event),
            tags=tags,
            speakers=speakers,
            abstract=html_to_markdown_text(fields.text("description", multiline=True)),
            video=find_recordings(related),
            links=(*related, *read_page_link(fields, "url")),
            keys=self._keys(event),
            visible=not is_cancelled_state(fields.text("status")),
            extra=add_do_not_record(fields.extra),
        )
        return session, collector

    def _keys(self, event: _Event) -> tuple[str, ...]:
        """Return the UID, if it is unique in the calendar, and the URL of the page."""
        uid = _text(event, "UID")
        return read_identity_keys(
            {"uid": uid if self._uids[uid] == 1 else "", "url": _text(event, "URL")},
            guid="uid",
            page="url",
        )

    def _id(self, fields: Fields, event: _Event, title: str) -> str:
        """Return the UID; with the start if other events have the same UID."""
        uid = fields.text("uid")
        if uid and self._uids[_text(event, "UID")] == 1:
            return uid
        start = _text(event, "DTSTART")
        return "-".join(filter(None, (uid or make_slug(title) or "event", clean(start))))

    def _track(self, event: _Event) -> str:
        """Return the track that a line of the description names, as in calendars of Sched."""
        match = _TRACK_LINE.search(_text(event, "DESCRIPTION"))
        return clean_name(match[1]) if match else ""

    def _speakers(self, event: _Event, fields: Fields) -> Iterator[Speaker]:
        lines = list(event.get("ATTENDEE", []))
        if self._organizers_speak:
            lines += event.get("ORGANIZER", [])
        names = [_name(line) for line in lines]
        match = _SPEAKER_LINE.search(_text(event, "DESCRIPTION"))
        if match and not any(names):
            names = _NAME_SEPARATOR.split(match[1], _MAX_NAMES)[:_MAX_NAMES]
        for name in dict.fromkeys(map(clean_name, names)):
            if name and "@" not in name:
                yield Speaker(make_slug(name) or name, name)


def _values(event: _Event) -> Iterator[tuple[str, RawValue]]:
    for name, lines in event.items():
        if name == "CATEGORIES":
            parts = (
                part for line in lines for part in _TEXT_SEPARATOR.split(line.value, _MAX_NAMES)
            )
            yield "categories", [unescape(part) for part in islice(parts, _MAX_NAMES)]
        elif name == "ATTACH":
            yield "attach", [line.value for line in lines if safe_url(line.value)]
        else:
            yield name.lower(), unescape(lines[0].value)


def _text(event: _Event, name: str) -> str:
    """Return a text property of an event; empty if it has none."""
    return unescape(event[name][0].value).strip() if name in event else ""


def _name(line: ContentLine) -> str:
    """Return the name of a person: the CN parameter (RFC 5545, 3.2.2)."""
    match = _COMMON_NAME.search(line.parameters)
    return clean_name(match[1] or match[2] or "") if match else ""
