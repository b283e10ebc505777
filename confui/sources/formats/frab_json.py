"""Reads a schedule of frab, pretalx or c3voc in JSON, and JSON or YAML of any other structure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from confui.schedule.models import Conference, Severity
from confui.sources.formats.api_pages import describe_missing_pages, open_answer
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.formats.event_parts import Item, looks_like_event, split_event
from confui.sources.formats.frab_event import (
    EventContext,
    parse_day,
    read_conference_info,
    read_event,
)
from confui.sources.formats.json_events import Found, find_events, lists_sessions
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.document import Document
from confui.sources.syntax.json_text import JsonLines
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.conference_fields import find_zone
from confui.sources.values.fields import clean_name, is_empty
from confui.sources.values.people import make_slug
from confui.sources.values.source_dates import (
    DayNames,
    find_day_names,
    find_day_order,
    replace_day_names,
)
from confui.sources.values.synonyms import event_name, is_event_time
from confui.sources.values.tracks import read_tracks

_FLAT = ("events", "talks", "sessions")
"""Keys for a flat list of all sessions."""

_REFERENCE_KEYS = ("guid", "code", "id", "slug", "name")
"""Keys by which events refer to a room, a track or a person, the most reliable first."""

_LISTS = {
    "room": ("rooms", "microlocations"),
    "track": ("tracks",),
    "speaker": ("persons", "speakers", "people", "presenters"),
}
"""By what an event refers to: the keys of the lists that have it."""
_ABOUT = ("conference", "event")
"""Keys of the object about the conference."""
_ZONES = ("timezone", "time_zone", "timeZone", "tz")
_IN_DAYS = ("rooms", "events")
_ID = re.compile(r"\d+|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-f]{16,}")
"""A reference that can be no name."""
_SEARCHED = frozenset(
    (
        *("days", "version", "generator", *_ABOUT, *_FLAT),
        *(key for keys in _LISTS.values() for key in keys),
    )
)
"""Keys that are read, so that no events are searched below them."""

_FIRST_DAYS = ("start", "start_date", "startDate", "date_from", "dateFrom")
"""Keys of a conference for its first day."""
_MAX_SAME = 100
"""In how many slots a session that is described elsewhere may take place."""


def read_frab_json(
    document: Document, builder: ConferenceBuilder, source_info: SourceInfo
) -> Conference | None:
    """Return the conference in a document; None if it has no schedule.

    In c3voc's schedule2 and the JSON of pretalx's own pages, sessions are one list and refer to
    room, track and persons by id. Otherwise they are inside `days` and `rooms`, or anywhere else.
    """
    values = open_answer(document.values)
    conference, schedule, layers, days = _find_layers(values)
    json_lines = JsonLines(document.text)
    lists = {
        noun: [item for key in keys for item in _first(layers, key)]
        for noun, keys in _LISTS.items()
    }
    info = _conference_info(conference, schedule, days, lists["room"], builder, source_info)
    info = info._replace(tracks=read_tracks(lists["track"]))
    first_day = source_info.declared.first_day or _first_day(conference)
    named = EventContext(info, names=DayNames((), first_day))
    events = _find_all(values, layers, days, named)
    if not events and document.error is not None:
        raise document.error
    if not events and not any(key in layer for layer in layers for key in ("days", *_FLAT)):
        return None
    events = [
        (part, context)
        for event, context in events
        for part in (split_event(event) if isinstance(event, dict) else (event,))
    ]
    if (missing := describe_missing_pages(document.values)) is not None:
        builder.add_problem(Severity.WARNING, *missing)
    zone = info.timezone or _find_common_zone(event for event, _ in events)
    items = [event for event, _ in events if isinstance(event, dict)]
    order, notes = find_day_order([(source_info.file, item) for item in items], is_event_time)
    builder.problems.extend(notes)
    names = find_day_names(items, is_event_time, order, first_day)
    shared = EventContext(
        builder.with_declared(info._replace(timezone=zone)),
        order=order,
        duration_with_days=any(map(_is_pretalx, layers)),
    )
    resolver = _Resolver(lists, builder)
    for raw_event, context in _read_columns(events):
        if not is_empty(raw_event) and not builder.skip_if_full():
            event = resolver.resolve(raw_event)
            line = json_lines.line(event)
            if names is not None:
                event = replace_day_names(event, is_event_time, names)
            collector = ProblemCollector(
                source_info.file, {}, first_line=line, subject=_subject(event)
            )
            context = context._replace(
                info=shared.info, order=order, duration_with_days=shared.duration_with_days
            )
            builder.add(read_event(event, collector, context), collector, line)
    if document.error is not None:
        builder.cut_short(document.error)
    return builder.build(shared.info)


def count_timed(document: Document) -> int:
    """Return how many events of a document have a time."""
    values = open_answer(document.values)
    _, _, layers, days = _find_layers(values)
    found = _find_all(values, layers, days, EventContext(ConferenceInfo()))
    return sum(bool(_moment(event) and _slug(event)) for event, _ in found)


def _find_layers(values: RawValue) -> tuple[Item, Item, list[Item], list[Item]]:
    """Return the object about the conference, that of the schedule, all that have lists, the days.

    One object may be all of them.
    """
    root = _object(values)
    schedule = _object(root.get("schedule")) or root
    conference = next(filter(None, (_object(schedule.get(key)) for key in _ABOUT)), schedule)
    layers = [*{id(layer): layer for layer in (conference, schedule, root)}.values()]
    days = [day for day in _items(conference.get("days")) if isinstance(day, dict)]
    return conference, schedule, layers, days


def _find_all(
    values: RawValue, layers: Sequence[Item], days: Sequence[Item], context: EventContext
) -> list[Found]:
    """Return the events of a document: those where frab has them, or all others, and no twice."""
    flat = [
        [(item, context) for item in _items(layer[key])]
        for layer in layers
        for key in _FLAT
        if layer.get(key)
    ]
    known = [*_events_in_days(days, context), *(found for listed in flat for found in listed)]
    if not any(looks_like_event(event) for event, _ in known):
        elsewhere = find_events(values, context, anywhere=True)
        if len(elsewhere) >= sum(
            isinstance(event, dict) and not _slug(event) for event, _ in known
        ):
            untimed = [
                (event, place)
                for event, place in known
                if _slug(event) and not find_events(event, place)
            ]
            if elsewhere:
                return _merge([elsewhere, untimed, *_find_lists(layers, context, known=_FLAT)])
    beside = [
        find_events({key: value}, context)
        for layer in layers
        for key, value in layer.items()
        if key not in _SEARCHED and not any(value is each for each in layers)
    ]
    for day in days:
        rest: RawValue = {key: value for key, value in day.items() if key not in _IN_DAYS}
        beside.append(find_events(rest, context))
    in_days = [*_events_in_days(days, context)]
    return _merge([in_days, *flat, *beside, *_find_lists(layers, context, known=_FLAT)])


def _find_lists(
    layers: Sequence[Item], context: EventContext, known: Sequence[str] = ()
) -> Iterator[list[Found]]:
    """Yield the lists of sessions that have no times, except those under a known key."""
    for layer in layers:
        for key, value in layer.items():
            if key not in known and lists_sessions(key, value):
                yield [(item, context) for item in _items(value)]


def _merge(lists: Iterable[Sequence[Found]]) -> list[Found]:
    """Return the events of all lists; what two lists say of one event is joined.

    Events are one if they have the same title, and the same time unless one of them has none.
    """
    filled = [*filter(None, lists)]
    if len(filled) < 2:
        return [event for listed in filled for event in listed]
    events: list[Found] = []
    known: defaultdict[str, defaultdict[tuple[str, ...], list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for listed in filled:
        first = len(events)
        for event, context in listed:
            title, moment = (_slug(event), _moment(event)) if first else ("", ())
            by_moment = known[title] if title and title in known else {}
            same = [number for key, numbers in by_moment.items() for number in numbers
                    if key == moment or not key or not moment][:_MAX_SAME]  # fmt: skip
            if not same:
                events.append((event, context))
            for number in same:
                earlier, place = events[number]
                if isinstance(earlier, dict) and isinstance(event, dict) and earlier is not event:
                    values = {key: v for key, v in earlier.items() if not is_empty(v)}
                    events[number] = ({**event, **values}, place)
        for number in range(first, len(events)):
            event = events[number][0]
            known[_slug(event)][_moment(event)].append(number)
    return events


def _slug(event: RawValue) -> str:
    if not isinstance(event, dict):
        return ""
    titles = (plain_value(value) for key, value in event.items() if event_name(key) == "title")
    return next((make_slug(title) for title in titles if isinstance(title, str) and title), "")


def _moment(event: RawValue) -> tuple[str, ...]:
    """Return the day and time of an event as written; empty if it has none."""
    if not isinstance(event, dict):
        return ()
    return tuple(
        sorted(
            str(value)
            for part in split_event(event)
            for key, value in part.items()
            if event_name(key) in ("date", "start") and not is_empty(value)
        )
    )


def _find_common_zone(events: Iterable[RawValue]) -> str:
    """Return the IANA zone that all events name; empty if they do not name the same."""
    names = {
        name
        for event in events
        if isinstance(event, dict)
        for key in _ZONES
        if isinstance(name := event.get(key, ""), str) and name
    }
    return find_zone(names.pop()) if len(names) == 1 else ""


def _read_columns(events: Sequence[Found]) -> Sequence[Found]:
    """Return the events with the tracks that they are listed under, or the rooms.

    If no event has a room, parallel tracks are taken for rooms.
    """
    has_rooms = any(
        context.room or any(event_name(key) == "room" and item for key, item in _pairs(event))
        for event, context in events
    )
    if has_rooms:
        return [(event, context._replace(track=context.track or context.column))
                for event, context in events]  # fmt: skip
    return [(event, context._replace(room=context.column)) for event, context in events]


def _is_pretalx(layer: dict[str, RawValue]) -> bool:
    """Whether pretalx made the file: its durations have days, hours and minutes."""
    name = plain_value(layer.get("generator", ""))
    return isinstance(name, str) and "pretalx" in name.lower()


def _conference_info(
    conference: dict[str, RawValue],
    schedule: dict[str, RawValue],
    days: list[dict[str, RawValue]],
    rooms: Sequence[RawValue],
    builder: ConferenceBuilder,
    source_info: SourceInfo,
) -> ConferenceInfo:
    collector = ProblemCollector(source_info.file, {})
    starts = [text for day in days if isinstance(text := day.get("day_start", ""), str)]
    own = dict(conference)
    named = [plain_value(own[key]) for key in ("title", "name") if key in own]
    zones = [zone for key in _ZONES if isinstance(zone := own.get(key), str)]
    own |= {"title": named[0]} if named else {}
    own |= {"timezone": zones[0]} if zones else {}
    info = read_conference_info({**schedule, **own}, starts, collector)
    builder.problems.extend(collector.problems)
    declared = [plain_value(room) for room in rooms]
    used = [name for day in days for name in _object(day.get("rooms"))]
    names = filter(None, map(clean_name, (*declared, *used)))
    return builder.with_declared(info._replace(rooms=tuple(dict.fromkeys(names))))


def _first_day(conference: Item) -> date | None:
    """Return the day on which a conference says that it starts, if it does."""
    texts = (conference.get(key, "") for key in _FIRST_DAYS)
    return next((day for text in texts if isinstance(text, str) and (day := parse_day(text))), None)


def _events_in_days(days: Sequence[Item], context: EventContext) -> Iterator[Found]:
    for day in days:
        text = day.get("date", "")
        context = context._replace(day=context.find_day(text) if isinstance(text, str) else None)
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


class _Resolver:
    """Replaces references to rooms, tracks and people by these."""

    def __init__(self, lists: Mapping[str, Sequence[RawValue]], builder: ConferenceBuilder) -> None:
        self._known = {noun: _by_reference(items) for noun, items in lists.items()}
        self._builder = builder

    def resolve(self, event: RawValue) -> Item:
        """Return an event with its references replaced; a text is the title of an event."""
        if not isinstance(event, dict):
            return {"title": event} if isinstance(event, str) else {}
        values = dict(event)
        for key in ("room", "track"):
            if isinstance(values.get(key), list):
                values[key] = [self._look_up(item, key) for item in _items(values[key])]
            elif key in values:
                values[key] = self._look_up(values[key], key)
        for key, people in values.items():
            if isinstance(people, list) and event_name(key) in ("persons", "speakers"):
                values[key] = [self._look_up(person, "speaker") for person in people]
        return values

    def _look_up(self, value: RawValue, noun: str) -> RawValue:
        known = self._known[noun]
        if isinstance(value, str):
            if known and value not in known and _ID.fullmatch(value):
                self._builder.add_unknown(noun, value)
            return known.get(value, value)
        if isinstance(value, dict):
            for key in _REFERENCE_KEYS:
                reference = value.get(key)
                if isinstance(reference, str) and reference in known:
                    return {**known[reference], **value}
        return value


def _by_reference(items: Sequence[RawValue]) -> dict[str, Item]:
    """Return the objects of a list by each of their references; the more reliable key wins."""
    objects = [item for item in items if isinstance(item, dict)]
    by_reference: dict[str, Item] = {}
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


def _first(layers: Sequence[Item], key: str) -> list[RawValue]:
    """Return the items of the first list under a key; objects get the keys of an object as id."""
    value = next((layer[key] for layer in layers if layer.get(key)), "")
    if isinstance(value, dict):
        return [
            {"id": id, **item} if isinstance(item, dict) else item for id, item in value.items()
        ]
    return value if isinstance(value, list) else []


def _pairs(event: RawValue) -> Iterable[tuple[str, RawValue]]:
    return event.items() if isinstance(event, dict) else ()
