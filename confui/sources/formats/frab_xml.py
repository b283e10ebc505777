"""Reads a schedule of frab, pretalx or wafer in XML: `<schedule>` with days, rooms and events."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from confui.schedule.models import Conference, Severity
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.formats.frab_event import (
    EventContext,
    parse_day,
    read_conference_info,
    read_event,
)
from confui.sources.problems import BrokenFileError, ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.xml_text import Element, read_xml
from confui.sources.values.fields import clean_name
from confui.sources.values.source_dates import find_day_order
from confui.sources.values.synonyms import is_event, is_event_time
from confui.sources.values.tracks import read_tracks

_ROOM_KEYS = ("id", "guid", "slug")
"""Attributes of a room by which an event may name it, the most reliable last."""

_NAMED = ("person", "speaker", "tag", "track")
"""Elements whose text is a name; that of others is a title."""


class _Parents(NamedTuple):
    """The day and room elements that contain an event; older files have no rooms."""

    day: Element | None = None
    room: Element | None = None


def read_frab_xml(content: bytes, source_info: SourceInfo) -> Conference:
    """Return the conference in a schedule file.

    A truncated file gives the sessions before its end.

    Raises:
        BrokenFileError: There is no schedule in it.
    """
    root, error = read_xml(content)
    events = [*_events(root, _Parents())] or [*_events(root, _Parents(), guessed=True)]
    if root.name != "schedule" and not events:
        raise BrokenFileError(
            "no-schedule",
            f"XML, but no schedule: it begins with {in_quotes(f'<{root.name}>')}",
            "Use the schedule that frab or pretalx exports.",
        )
    builder = ConferenceBuilder(source_info)
    info = _conference_info(root, source_info, builder)
    read = [(event, parents, *_values(event)) for event, parents in events]
    order, notes = find_day_order(
        [(source_info.file, values) for *_, values, _ in read], is_event_time
    )
    builder.problems.extend(notes)
    shared = EventContext(info, order=order, duration_with_days=_is_pretalx(root))
    names = _room_names(root)
    for event, parents, values, lines in read:
        if not builder.skip_if_full():
            collector = ProblemCollector(source_info.file, lines, first_line=event.line)
            collector.repeated(
                (name, line)
                for name, line in _repeated(event)
                if name not in ("links", "attachments")
            )
            context = shared._replace(
                day=_day(parents), room=_name(parents.room) if parents.room is not None else ""
            )
            room = values.get("room", "")
            if isinstance(room, str) and room.strip() in names:
                values["room"] = names[room.strip()]
            builder.add(read_event(values, collector, context), collector, event.line)
    if error is not None and error.code == "repaired-xml":
        builder.add_problem(Severity.WARNING, error.code, error.message, error.fix, error.line)
    elif error is not None:
        builder.cut_short(error)
    return builder.build(info)


def _conference_info(
    root: Element, source_info: SourceInfo, builder: ConferenceBuilder
) -> ConferenceInfo:
    conference = [child for child in root.children if child.name == "conference"]
    values, lines = _values(conference[0]) if conference else ({}, {})
    collector = ProblemCollector(source_info.file, lines, first_line=root.line)
    days = [child for child in root.children if child.name == "day"]
    starts = [day.attributes.get("start", "") for day in days]
    info = read_conference_info(values, starts, collector)
    builder.problems.extend(collector.problems)
    rooms = [_name(room) for day in days for room in day.children if room.name == "room"]
    return builder.with_declared(
        info._replace(
            rooms=tuple(dict.fromkeys(filter(None, rooms))),
            tracks=read_tracks(_item(track) for track in _tracks(root)),
        )
    )


def _tracks(root: Element) -> Iterator[Element]:
    """Yield the elements that declare tracks: `track` in `schedule`, `conference` or `tracks`."""
    for child in root.children:
        if child.name == "track":
            yield child
        elif child.name in ("conference", "tracks"):
            yield from _tracks(child)


def _events(
    element: Element, parents: _Parents, *, guessed: bool = False
) -> Iterator[tuple[Element, _Parents]]:
    """Yield the events inside an element: `event` elements, or (guessed) any that look like one."""
    for child in element.children:
        if child.name == "day":
            inside = parents._replace(day=child)
        elif child.name == "room":
            inside = parents._replace(room=child)
        else:
            inside = parents
        if child.name == "event" if not guessed else _is_event(child):
            yield child, parents
        elif child.content:
            yield from _events(child, inside, guessed=guessed)


def _is_event(element: Element) -> bool:
    names = {child.name: "" for child in element.children if not child.children}
    return element.name != "conference" and is_event({**element.attributes, **names})


def _day(parents: _Parents) -> date | None:
    return None if parents.day is None else parse_day(parents.day.attributes.get("date", ""))


def _is_pretalx(root: Element) -> bool:
    """Whether pretalx made the file: its durations have days, hours and minutes."""
    return any(
        child.name == "generator" and "pretalx" in child.attributes.get("name", child.text).lower()
        for child in root.children
    )


def _room_names(root: Element) -> dict[str, str]:
    """Return the name of each room by its slug, guid and id, where no room has that as its name."""
    days = [child for child in root.children if child.name == "day"]
    rooms = [child for day in days for child in day.children if child.name == "room"]
    names = {
        room.attributes[key].strip(): _name(room)
        for room in rooms
        for key in _ROOM_KEYS
        if room.attributes.get(key, "").strip() and _name(room)
    }
    for room in rooms:
        names.pop(_name(room), None)
    return names


def _values(element: Element) -> tuple[dict[str, RawValue], dict[str, int]]:
    """Return the attributes and children of an element as keys, and the line of each child."""
    values: dict[str, RawValue] = dict(element.attributes)
    lines: dict[str, int] = {}
    for child in element.children:
        value = _value(child)
        if child.name not in values or value:
            values[child.name] = value
            lines[child.name] = child.line
    return values, lines


def _value(element: Element) -> RawValue:
    if element.name in ("persons", "links", "attachments", "answers", "speakers", "tags"):
        return [_item(child) for child in element.children] or element.text.strip()
    if element.name == "recording":
        return {child.name: child.text.strip() for child in element.children}
    return element.text


def _item(element: Element) -> RawValue:
    """Return an item of a list of persons, links or answers: its attributes and children."""
    item: dict[str, RawValue] = dict(element.attributes)
    item.update({child.name: child.text.strip() for child in element.children})
    if not element.children:
        text = element.text.strip()
        if not item:
            return text
        key = "name" if element.name in _NAMED else "title"
        item[key] = text or item.get(key, "")
    return item


def _repeated(event: Element) -> Iterator[tuple[str, int]]:
    seen = set()
    for child in event.children:
        if child.name in seen:
            yield child.name, child.line
        seen.add(child.name)


def _name(room: Element) -> str:
    return clean_name(room.attributes.get("name", ""))
