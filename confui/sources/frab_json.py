"""A schedule of frab, pretalx or c3voc in JSON: below days and rooms, or in flat lists."""

from collections.abc import Iterator, Mapping

from confui.schedule.models import Conference
from confui.sources.eventwords import is_event
from confui.sources.fields import is_absent, named
from confui.sources.findings import Findings, quoted
from confui.sources.frab import Frame, day_named, read_about, read_event
from confui.sources.jsonplaces import JsonPlaces
from confui.sources.jsonsearch import events_within
from confui.sources.jsontext import JsonText
from confui.sources.programme import About, Origin, Programme
from confui.sources.tree import Tree, plain_value

_FLAT = ("events", "talks", "sessions")
"""What the list of all sessions is called where they are not below their day."""

_KEYS = ("guid", "code", "id", "slug", "name")
"""What a flat list refers to a room, a track or a person by."""

_References = Mapping[str, dict[str, Tree]]


def read_frab_json(read: JsonText, programme: Programme, origin: Origin) -> Conference | None:
    """Return the conference in a JSON document, or None where it holds no schedule.

    In schedule2 of c3voc and the JSON of pretalx's own pages, sessions are one list and name their
    room, track and persons by id; else they are below `days` and `rooms`.
    """
    root = _object(read.values)
    places = JsonPlaces(read.text)
    schedule = _object(root.get("schedule")) or root
    conference = _object(schedule.get("conference")) or schedule
    layers = (conference, schedule, root)
    days = [day for day in _items(conference.get("days")) if isinstance(day, dict)]
    flat = next((layer[key] for layer in layers for key in _FLAT if layer.get(key)), [])
    lists = {
        name: next((layer[name] for layer in layers if layer.get(name)), [])
        for name in ("rooms", "tracks", "persons", "speakers")
    }
    about = _about(conference, schedule, days, lists["rooms"], programme, origin)
    rooms, tracks = _by_reference(lists["rooms"]), _by_reference(lists["tracks"])
    persons = _by_reference([*_items(lists["persons"]), *_items(lists["speakers"])])
    found = [*_below_days(days, about), *((event, Frame(about)) for event in _items(flat))]
    if not any(is_event(event) for event, _ in found):
        elsewhere = [*events_within(read.values, Frame(about))]
        if elsewhere and len(elsewhere) >= sum(isinstance(event, dict) for event, _ in found):
            found = elsewhere
    if not found and not any(key in layer for layer in layers for key in ("days", *_FLAT)):
        return None
    for written, frame in found:
        if not is_absent(written) and not programme.full:
            event = _resolved(written, rooms, tracks, persons)
            line = places.line(event)
            findings = Findings(origin.file, {}, first_line=line, subject=_subject(event))
            programme.add(read_event(event, findings, frame), findings, line)
    return programme.conference(about)


def _about(
    conference: dict[str, Tree],
    schedule: dict[str, Tree],
    days: list[dict[str, Tree]],
    rooms: Tree,
    programme: Programme,
    origin: Origin,
) -> About:
    findings = Findings(origin.file, {})
    starts = [text for day in days if isinstance(text := day.get("day_start", ""), str)]
    title = {"title": plain_value(conference["title"])} if "title" in conference else {}
    about = read_about({**schedule, **conference, **title}, starts, findings)
    programme.problems.extend(findings.problems)
    declared = [plain_value(room) for room in _items(rooms)]
    below = [name for day in days for name in _object(day.get("rooms"))]
    names = filter(None, map(named, (*declared, *below)))
    return programme.settled(about._replace(rooms=tuple(dict.fromkeys(names))))


def _below_days(days: list[dict[str, Tree]], about: About) -> Iterator[tuple[Tree, Frame]]:
    for day in days:
        date = day.get("date", "")
        frame = Frame(about, day_named(date) if isinstance(date, str) else None)
        rooms = day.get("rooms", "")
        if isinstance(rooms, dict):
            for name, events in rooms.items():
                for event in _items(events):
                    yield event, frame._replace(room=named(name))
        for room in rooms if isinstance(rooms, list) else []:
            if isinstance(room, dict):
                for event in _items(room.get("events")):
                    yield event, frame._replace(room=named(plain_value(room)))
        for event in _items(day.get("events")):
            yield event, frame


def _resolved(
    event: Tree, rooms: _References, tracks: _References, persons: _References
) -> dict[str, Tree]:
    """Return an event with rooms, tracks and persons in place of what refers to them."""
    if not isinstance(event, dict):
        return {"title": event} if isinstance(event, str) else {}
    values = dict(event)
    for key, known in (("room", rooms), ("track", tracks)):
        if isinstance(values.get(key), list):
            values[key] = [_referred(item, known) for item in _items(values[key])]
        elif key in values:
            values[key] = _referred(values[key], known)
    for key in ("persons", "speakers"):
        if isinstance(values.get(key), list):
            values[key] = [_referred(person, persons) for person in _items(values[key])]
    return values


def _referred(value: Tree, known: _References) -> Tree:
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict):
        for key in _KEYS:
            reference = value.get(key)
            if isinstance(reference, str) and reference in known:
                return {**known[reference], **value}
    return value


def _by_reference(listed: Tree) -> dict[str, dict[str, Tree]]:
    """Return the objects of a list by all that they may be referred to by, the strictest first."""
    objects = [item for item in _items(listed) if isinstance(item, dict)]
    found: dict[str, dict[str, Tree]] = {}
    for key in _KEYS:
        for item in objects:
            reference = item.get(key, "")
            if isinstance(reference, str) and reference:
                found.setdefault(reference, item)
    return found


def _items(value: "Tree | None") -> list[Tree]:
    """Return the items of a list, or the values of an object that has them by their id."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _object(value: "Tree | None") -> dict[str, Tree]:
    return value if isinstance(value, dict) else {}


def _subject(event: Mapping[str, Tree]) -> str:
    """Return what a problem calls an event: JSON may be a single line."""
    for key in ("title", "guid", "code", "id"):
        if name := named(plain_value(event.get(key, ""))):
            return quoted(name)
    return ""
