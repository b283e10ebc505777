"""A schedule as a calendar, whoever wrote it.

Only what confui needs is read, line by line: no rule of repetition is followed, as talks do not
recur (`RELIABILITY.md`, A7).
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import NamedTuple, TypeAlias

from confui.schedule.ical_text import ContentLine, read_content_lines, unescape
from confui.schedule.models import Conference, Kind, Session, Severity, Speaker
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.formats.ical_times import Zones, event_times, zones_of
from confui.sources.problems import CUT_SHORT, BrokenFileError, ProblemCollector, in_quotes
from confui.sources.syntax.html_to_markdown import html_to_markdown_text
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.conference_fields import conference_day
from confui.sources.values.fields import Fields, clean_name
from confui.sources.values.identity import read_identity_keys
from confui.sources.values.kinds import infer_kind
from confui.sources.values.levels import find_level_among
from confui.sources.values.links import is_video, read_links, read_page_link
from confui.sources.values.people import make_slug
from confui.sources.values.titles import read_title
from confui.sources.values.visibility import add_do_not_record, is_cancelled_state
from confui.text import clean, safe_url

MAX_CALENDAR_BYTES = 8 * 1024 * 1024
MAX_EVENTS = 5_000

_SEVERAL = frozenset({"ATTENDEE", "CATEGORIES", "ATTACH"})
"""Properties that an event may have more than once."""

_NOISE = ("dtstamp", "created", "last-modified", "sequence", "transp", "class", "priority")
_REPEATS = ("rrule", "rdate")
_COMMON_NAME = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:\"]*))", re.IGNORECASE)
_SPEAKER_LINE = re.compile(r"^[ \t]*Speakers?: *(\S.*)$", re.MULTILINE | re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"[,;&]|\band\b")
_BETWEEN_TEXTS = re.compile(r"(?<!\\),")

_Event: TypeAlias = Mapping[str, list[ContentLine]]


class _Calendar(NamedTuple):
    properties: dict[str, ContentLine]
    zones: list[dict[str, ContentLine]]
    events: list[_Event]
    left_out: int
    closed: bool = True
    """Whether all that begins in it ends too."""


def read_ical(content: bytes, source_info: SourceInfo) -> Conference:
    """Return the conference whose sessions are the events of a calendar.

    Raises `BrokenFileError` where the file is larger than 8 MiB.
    """
    if len(content) > MAX_CALENDAR_BYTES:
        raise BrokenFileError(
            "too-large",
            f"{len(content) // 1024:,} KiB; calendars up to {MAX_CALENDAR_BYTES // 1024:,} KiB are read",
            "Export a part of the calendar.",
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    builder = ConferenceBuilder(source_info)
    calendar = _calendar(content)
    zones = zones_of(
        calendar.properties, calendar.zones, calendar.events, builder, source_info.zone
    )
    if not calendar.closed:
        builder.add_problem(
            Severity.ERROR,
            CUT_SHORT,
            "The calendar has no END:VCALENDAR; what follows is missing",
            "Download the file again.",
        )
    title = calendar.properties.get("X-WR-CALNAME") or calendar.properties.get("NAME")
    named_so = clean_name(unescape(title.value)) if title else ""
    info = builder.with_declared(ConferenceInfo(title=named_so, timezone=zones.venue))
    reading = _Reading(calendar.events, zones, source_info, info.day_change)
    for event in calendar.events:
        session, collector, line = reading.session(event)
        builder.add(session, collector, line)
    if calendar.left_out:
        builder.add_problem(
            Severity.WARNING,
            "too-many-sessions",
            f"More than {MAX_EVENTS:,} events; {calendar.left_out:,} are left out",
            "Export a part of the calendar.",
        )
    return builder.build(info)


def _calendar(content: bytes) -> _Calendar:
    """Return a calendar taken apart; events end where the file does, and hold no alarms."""
    calendar = _Calendar({}, [], [], 0)
    inside: list[str] = []
    event: dict[str, list[ContentLine]] = {}
    left_out = 0
    for line in read_content_lines(content, errors="replace"):
        within = inside[-1] if inside else ""
        if line.name == "BEGIN":
            inside.append(line.value.strip().upper())
            if inside[-1] == "VEVENT":
                event = {"BEGIN": [line]}
                left_out += len(calendar.events) >= MAX_EVENTS
                if not left_out:
                    calendar.events.append(event)
            elif inside[-1] == "VTIMEZONE":
                calendar.zones.append({})
        elif line.name == "END":
            if inside:
                inside.pop()
        elif within == "VEVENT":
            if line.name in _SEVERAL or line.name not in event:
                event.setdefault(line.name, []).append(line)
        elif within == "VTIMEZONE":
            calendar.zones[-1].setdefault(line.name, line)
        elif within in ("", "VCALENDAR"):
            calendar.properties.setdefault(line.name, line)
    return calendar._replace(left_out=left_out, closed=not inside)


class _Reading:
    """Makes sessions of events, knowing what the other events look like."""

    def __init__(
        self, events: Iterable[_Event], zones: Zones, source_info: SourceInfo, day_change: time
    ) -> None:
        self._day_change = day_change
        self._zones = zones
        self._source_info = source_info
        events = list(events)
        self._uids = Counter(_text(event, "UID") for event in events)
        organizers = {_name(line) for event in events for line in event.get("ORGANIZER", [])}
        self._organizers_speak = len(organizers) > 1

    def session(self, event: _Event) -> tuple[Session, ProblemCollector, int]:
        """Return the session, what is odd about it, and where it begins."""
        lines = {name.lower(): found[0].number for name, found in event.items()}
        first = lines.pop("begin")
        collector = ProblemCollector(self._source_info.file, lines, first_line=first)
        fields = Fields(dict(_values(event)), collector)
        title = read_title(fields, "summary")
        span = event_times(fields, event, self._zones)
        all_day = any("VALUE=DATE" in _parameters(line) for line in event.get("DTSTART", []))
        all_day = all_day and span.start is not None
        speakers = tuple(self._speakers(event, fields))
        tags = fields.texts("categories", commas=False)
        telling = [
            tag for tag in tags if infer_kind(tag, (), "", has_speakers=True) is not Kind.TALK
        ]
        related = read_links(fields, "attach")
        level, label = find_level_among(tags)
        for key in (*_NOISE, "attendee", "organizer"):
            fields.drop(key)
        if any(fields.text(key) for key in _REPEATS):
            collector.warning(
                "repeats",
                "rrule" if "rrule" in lines else "rdate",
                f"{in_quotes(title)} repeats; only the first time is shown",
                "Write an event for each time.",
            )
        session = Session(
            id=self._identity(fields, event, title),
            title=title,
            kind=infer_kind((telling or [""])[0], (), title, has_speakers=bool(speakers)),
            kind_label=(telling or [""])[0],
            start=span.start,
            end=span.end,
            end_source=span.end_source,
            utc_offset=span.utc_offset,
            day=None
            if span.start is None
            else span.start.date()
            if all_day
            else conference_day(span.start, self._day_change),
            rooms=fields.texts("location", commas=False),
            whole_venue=all_day,
            level=level,
            level_label=label,
            tags=tags,
            speakers=speakers,
            abstract=html_to_markdown_text(fields.text("description", multiline=True)),
            video=tuple(link.url for link in related if is_video(link.url)),
            links=(*related, *read_page_link(fields, "url")),
            keys=self._keys(event),
            visible=not is_cancelled_state(fields.text("status")),
            extra=add_do_not_record(fields.extra),
        )
        return session, collector, first

    def _keys(self, event: _Event) -> tuple[str, ...]:
        """Return the UID where no other event has it, and the page."""
        uid = _text(event, "UID")
        return read_identity_keys(
            {"uid": uid if self._uids[uid] == 1 else "", "url": _text(event, "URL")},
            guid="uid",
            page="url",
        )

    def _identity(self, fields: Fields, event: _Event, title: str) -> str:
        """Return the UID; with the start where several events have the same."""
        uid = fields.text("uid")
        if uid and self._uids[_text(event, "UID")] == 1:
            return uid
        start = _text(event, "DTSTART")
        return "-".join(filter(None, (uid or make_slug(title) or "event", clean(start))))

    def _speakers(self, event: _Event, fields: Fields) -> Iterator[Speaker]:
        found = list(event.get("ATTENDEE", []))
        if self._organizers_speak:
            found += event.get("ORGANIZER", [])
        names = [_name(line) for line in found]
        described = _SPEAKER_LINE.search(_text(event, "DESCRIPTION"))
        if described and not any(names):
            names = _BETWEEN_NAMES.split(described[1])
        for name in dict.fromkeys(map(clean_name, names)):
            if name and "@" not in name:
                yield Speaker(make_slug(name) or name, name)


def _values(event: _Event) -> Iterator[tuple[str, RawValue]]:
    for name, lines in event.items():
        if name == "BEGIN":
            continue
        if name == "CATEGORIES":
            parts = [part for line in lines for part in _BETWEEN_TEXTS.split(line.value)]
            yield "categories", [unescape(part) for part in parts]
        elif name == "ATTACH":
            yield "attach", [line.value for line in lines if safe_url(line.value)]
        else:
            yield name.lower(), unescape(lines[0].value)


def _text(event: _Event, name: str) -> str:
    return unescape(event[name][0].value).strip() if name in event else ""


def _parameters(line: ContentLine) -> str:
    return line.parameters.upper().replace("DATE-TIME", "")


def _name(line: ContentLine) -> str:
    found = _COMMON_NAME.search(line.parameters)
    return clean_name(found[1] or found[2] or "") if found else ""
