"""A schedule of frab, pretalx or wafer in XML: `<schedule>` with days, rooms and events."""

from collections.abc import Iterator
from typing import NamedTuple

from confui.schedule.models import Conference, Severity
from confui.sources.eventwords import is_event
from confui.sources.fields import named
from confui.sources.findings import BrokenFileError, Findings, quoted
from confui.sources.frab import Frame, day_named, read_about, read_event
from confui.sources.programme import About, Origin, Programme
from confui.sources.tree import Tree
from confui.sources.xmltext import Element, read_xml


class _Place(NamedTuple):
    """The day and room elements around an event; older files have no rooms."""

    day: Element | None = None
    room: Element | None = None


def read_frab_xml(content: bytes, origin: Origin) -> Conference:
    """Return the conference in a schedule file.

    A file that ends early gives what is in it so far. Raises `BrokenFileError` where there is no
    schedule to read.
    """
    root, error = read_xml(content)
    events = [*_events(root, _Place())] or [*_events(root, _Place(), guessed=True)]
    if root.name != "schedule" and not events:
        raise BrokenFileError(
            "no-schedule",
            f"XML, but no schedule: it begins with {quoted(f'<{root.name}>')}",
            "Name the schedule that frab or pretalx exports.",
        )
    programme = Programme(origin)
    about = _about(root, origin, programme)
    for event, place in events:
        if not programme.full:
            _add(event, place, about, origin, programme)
    if error is not None and error.code == "repaired-xml":
        programme.note(Severity.WARNING, error.code, error.message, error.fix, error.line)
    elif error is not None:
        programme.broken(error)
    return programme.conference(about)


def _about(root: Element, origin: Origin, programme: Programme) -> About:
    declared = [child for child in root.children if child.name == "conference"]
    values, lines = _values(declared[0]) if declared else ({}, {})
    findings = Findings(origin.file, lines, first_line=root.line)
    days = [child for child in root.children if child.name == "day"]
    starts = [day.attributes.get("start", "") for day in days]
    about = read_about(values, starts, findings)
    programme.problems.extend(findings.problems)
    rooms = [_name(room) for day in days for room in day.children if room.name == "room"]
    return programme.settled(about._replace(rooms=tuple(dict.fromkeys(filter(None, rooms)))))


def _events(
    within: Element, place: _Place, *, guessed: bool = False
) -> Iterator[tuple[Element, _Place]]:
    """Yield the events within an element: those called so, else what has a title and a time."""
    for child in within.children:
        if child.name == "day":
            around = place._replace(day=child)
        elif child.name == "room":
            around = place._replace(room=child)
        else:
            around = place
        if child.name == "event" if not guessed else _is_event(child):
            yield child, place
        elif child.content:
            yield from _events(child, around, guessed=guessed)


def _is_event(element: Element) -> bool:
    names = {child.name: "" for child in element.children if not child.children}
    return element.name != "conference" and is_event({**element.attributes, **names})


def _add(event: Element, place: _Place, about: About, origin: Origin, programme: Programme) -> None:
    values, lines = _values(event)
    findings = Findings(origin.file, lines, first_line=event.line)
    findings.repeated(
        (name, line) for name, line in _repeated(event) if name not in ("links", "attachments")
    )
    day = day_named(place.day.attributes.get("date", "")) if place.day is not None else None
    room = _name(place.room) if place.room is not None else ""
    session = read_event(values, findings, Frame(about, day, room))
    programme.add(session, findings, event.line)


def _values(element: Element) -> tuple[dict[str, Tree], dict[str, int]]:
    """Return the attributes and children of an element as keys, and the line of each child."""
    values: dict[str, Tree] = dict(element.attributes)
    lines: dict[str, int] = {}
    for child in element.children:
        value = _value(child)
        if child.name not in values or value:
            values[child.name] = value
            lines[child.name] = child.line
    return values, lines


def _value(element: Element) -> Tree:
    if element.name in ("persons", "links", "attachments", "answers", "speakers", "tags"):
        return [_item(child) for child in element.children] or element.text.strip()
    if element.name == "recording":
        return {child.name: child.text.strip() for child in element.children}
    return element.text


def _item(element: Element) -> Tree:
    """Return one of several persons, links or answers: its attributes and what is in it."""
    item: dict[str, Tree] = dict(element.attributes)
    item.update({child.name: child.text.strip() for child in element.children})
    if not element.children:
        text = element.text.strip()
        if not item:
            return text
        item["name" if element.name in ("person", "speaker", "tag") else "title"] = text
    return item


def _repeated(event: Element) -> Iterator[tuple[str, int]]:
    met = set()
    for child in event.children:
        if child.name in met:
            yield child.name, child.line
        met.add(child.name)


def _name(room: Element) -> str:
    return named(room.attributes.get("name", ""))
