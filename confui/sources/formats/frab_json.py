"""Reads a schedule of frab, pretalx or c3voc in JSON: nested in days and rooms, or flat lists."""

from collections.abc import Iterator, Mapping

from confui.schedule.models import Conference, Severity
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.formats.event_parts import split_event
from confui.sources.formats.frab_event import (
    EventContext,
    parse_day,
    read_conference_info,
    read_event,
)
from confui.sources.formats.json_events import find_events
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.json_text import JsonLines, JsonText
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.day_order import find_day_order
from confui.sources.values.fields import clean_name, is_empty
from confui.sources.values.synonyms import is_event, is_event_time
from confui.sources.values.tracks import read_tracks

_FLAT = ("events", "talks", "sessions")
"""Keys for a flat list of all sessions."""

_REFERENCE_KEYS = ("guid", "code", "id", "slug", "name")
"""Keys by which events refer to a room, a track or a person, the most reliable first."""

_References = Mapping[str, dict[str, RawValue]]


def read_frab_json(
    json_text: JsonText, builder: ConferenceBuilder, source_info: SourceInfo
) -> Conference | None:
    """Return the conference in a JSON document; None if it has no schedule.

    In c3voc's schedule2 and the JSON of pretalx's own pages, sessions are one list and refer to
    room, track and persons by id. Otherwise they are inside `days` and `rooms`.
    """
    root = _object(json_text.values)
    json_lines = JsonLines(json_text.text)
    schedule = _object(root.get("schedule")) or root
    conference = _object(schedule.get("conference")) or schedule
    layers = (conference, schedule, root)
    days = [day for day in _items(conference.get("days")) if isinstance(day, dict)]
    flat = next((layer[key] for layer in layers for key in _FLAT if layer.get(key)), [])
    lists = {
        name: next((layer[name] for layer in layers if layer.get(name)), [])
        for name in ("rooms", "tracks", "persons", "speakers")
    }
    info = _conference_info(conference, schedule, days, lists["rooms"], builder, source_info)
    info = info._replace(tracks=read_tracks(_items(lists["tracks"])))
    rooms, tracks = _by_reference(lists["rooms"]), _by_reference(lists["tracks"])
    persons = _by_reference([*_items(lists["persons"]), *_items(lists["speakers"])])
    events = [
        *_events_in_days(days, info),
        *((event, EventContext(info)) for event in _items(flat)),
    ]
    if not any(is_event(event) for event, _ in events):
        elsewhere = [*find_events(json_text.values, EventContext(info))]
        if elsewhere and len(elsewhere) >= sum(isinstance(event, dict) for event, _ in events):
            events = elsewhere
    if not events and json_text.error is not None:
        raise json_text.error
    if not events and not any(key in layer for layer in layers for key in ("days", *_FLAT)):
        return None
    events = [
        (part, context)
        for event, context in events
        for part in (split_event(event) if isinstance(event, dict) else (event,))
    ]
    if "results" in root and not is_empty(root.get("next", "")):
        builder.add_problem(
            Severity.WARNING,
            "more-pages",
            "The file is one page of several; the sessions of the others are missing",
            "Download it with `?limit=1000`, or use the export of the schedule.",
        )
    order, notes = find_day_order(
        [(source_info.file, event) for event, _ in events if isinstance(event, dict)],
        is_event_time,
    )
    builder.problems.extend(notes)
    is_pretalx = any(_is_pretalx(layer) for layer in layers)
    for raw_event, context in events:
        if not is_empty(raw_event) and not builder.skip_if_full():
            context = context._replace(order=order, duration_with_days=is_pretalx)
            event = _resolve(raw_event, rooms, tracks, persons)
            line = json_lines.line(event)
            collector = ProblemCollector(
                source_info.file, {}, first_line=line, subject=_subject(event)
            )
            builder.add(read_event(event, collector, context), collector, line)
    if json_text.error is not None:
        builder.cut_short(json_text.error)
    return builder.build(info)


def _is_pretalx(layer: dict[str, RawValue]) -> bool:
    """Whether pretalx made the file: its durations have days, hours and minutes."""
    name = plain_value(layer.get("generator", ""))
    return isinstance(name, str) and "pretalx" in name.lower()


def _conference_info(
    conference: dict[str, RawValue],
    schedule: dict[str, RawValue],
    days: list[dict[str, RawValue]],
    rooms: RawValue,
    builder: ConferenceBuilder,
    source_info: SourceInfo,
) -> ConferenceInfo:
    collector = ProblemCollector(source_info.file, {})
    starts = [text for day in days if isinstance(text := day.get("day_start", ""), str)]
    title = {"title": plain_value(conference["title"])} if "title" in conference else {}
    info = read_conference_info({**schedule, **conference, **title}, starts, collector)
    builder.problems.extend(collector.problems)
    declared = [plain_value(room) for room in _items(rooms)]
    used = [name for day in days for name in _object(day.get("rooms"))]
    names = filter(None, map(clean_name, (*declared, *used)))
    return builder.with_declared(info._replace(rooms=tuple(dict.fromkeys(names))))


def _events_in_days(
    days: list[dict[str, RawValue]], info: ConferenceInfo
) -> Iterator[tuple[RawValue, EventContext]]:
    for day in days:
        date = day.get("date", "")
        context = EventContext(info, parse_day(date) if isinstance(date, str) else None)
        rooms = day.get("rooms", "")
        if isinstance(rooms, dict):
            for name, events in rooms.items():
                for event in _items(events):
                    yield event, context._replace(room=clean_name(name))
        for room in rooms if isinstance(rooms, list) else []:
            if isinstance(room, dict):
                for event in _items(room.get("events")):
                    yield event, context._replace(room=clean_name(plain_value(room)))
        for event in _items(day.get("events")):
            yield event, context


def _resolve(
    event: RawValue, rooms: _References, tracks: _References, persons: _References
) -> dict[str, RawValue]:
    """Return an event with its references to rooms, tracks and persons replaced by these."""
    if not isinstance(event, dict):
        return {"title": event} if isinstance(event, str) else {}
    values = dict(event)
    for key, known in (("room", rooms), ("track", tracks)):
        if isinstance(values.get(key), list):
            values[key] = [_look_up(item, known) for item in _items(values[key])]
        elif key in values:
            values[key] = _look_up(values[key], known)
    for key in ("persons", "speakers"):
        if isinstance(values.get(key), list):
            values[key] = [_look_up(person, persons) for person in _items(values[key])]
    return values


def _look_up(value: RawValue, known: _References) -> RawValue:
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict):
        for key in _REFERENCE_KEYS:
            reference = value.get(key)
            if isinstance(reference, str) and reference in known:
                return {**known[reference], **value}
    return value


def _by_reference(items: RawValue) -> dict[str, dict[str, RawValue]]:
    """Return the objects of a list by each of their references; the more reliable key wins."""
    objects = [item for item in _items(items) if isinstance(item, dict)]
    by_reference: dict[str, dict[str, RawValue]] = {}
    for key in _REFERENCE_KEYS:
        for item in objects:
            reference = item.get(key, "")
            if isinstance(reference, str) and reference:
                by_reference.setdefault(reference, item)
    return by_reference


def _items(value: "RawValue | None") -> list[RawValue]:
    """Return the items of a list, or the values of an object; otherwise nothing."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _object(value: "RawValue | None") -> dict[str, RawValue]:
    return value if isinstance(value, dict) else {}


def _subject(event: Mapping[str, RawValue]) -> str:
    """Return a name for an event in messages: JSON may be a single line."""
    for key in ("title", "guid", "code", "id"):
        if name := clean_name(plain_value(event.get(key, ""))):
            return in_quotes(name)
    return ""
