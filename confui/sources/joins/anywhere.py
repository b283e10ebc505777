"""Finds when and where talk files take place in a schedule of an unknown shape, by their names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from confui.sources.joins.walk import Item, Slot, iso_day
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.dates import parse_date_time
from confui.sources.values.fields import is_empty
from confui.sources.values.kinds import find_kind
from confui.sources.values.people import make_slug
from confui.sources.values.synonyms import event_name, normalise_key

_MAX_DEPTH = 16
_POINTERS = frozenset(
    (
        *("talk", "talks", "session", "sessions", "item", "items", "event", "page", "file", "ref"),
        *("id", "key", "slug", "code", "talk_id", "session_id"),
    )
)
"""Keys, in snake case, that may name a talk file; so may its title."""
_ROOMS = frozenset({"where", "rooms", "halls"})
_WORDS = _POINTERS | frozenset(
    (
        *("days", "day", "slots", "timeslots", "hours", "schedule", "program", "programme"),
        *("agenda", "morning", "afternoon", "evening", "breaks", "rooms", "tracks", "list"),
    )
)
"""Keys of lists that are no names of rooms."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class NamedSlot(NamedTuple):
    """A talk or another session in a schedule."""

    reference: str
    """The slug that names it."""
    title: str
    """What it is called there."""
    when: Item
    """The keys of talk files for when and where."""
    origin: int
    """The number of the object that names it, perhaps by several keys."""


def find_named_slots(value: RawValue) -> list[NamedSlot]:
    """Return all that has a name and a time inside a value; one may be there under several names.

    What is around an object counts for it: a day, a time, a room, also as keys.
    """
    return [*_walk(value, Slot(), "", 0)]


def _walk(value: RawValue, slot: Slot, key: str, depth: int) -> Iterator[NamedSlot]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, str) and normalise_key(key) in _POINTERS:
                yield from _list(item, slot, hash((id(value), number)))
            else:
                yield from _walk(item, slot, key, depth + 1)
    elif isinstance(value, dict):
        slot = _read_slot(value, slot)
        for name, inner in value.items():
            word = normalise_key(name)
            if isinstance(inner, str):
                if word in _POINTERS or event_name(name) == "title":
                    yield from _list(inner, slot, id(value))
            else:
                yield from _walk(inner, _read_key(name, slot), name, depth + 1)


def _list(name: str, slot: Slot, origin: int) -> Iterator[NamedSlot]:
    if slot.start and slot.day and not is_empty(name):
        values = {key: text for key, text in slot.values().items() if key != "track"}
        yield NamedSlot(make_slug(name), name, values, origin)


def _read_slot(value: Item, slot: Slot) -> Slot:
    """Return a slot with the day, times and room in an object."""
    for key, written in value.items():
        name = event_name(key)
        text = plain_value(written)
        if name == "room" or normalise_key(key) in _ROOMS:
            texts = text if isinstance(text, list) else [text]
            rooms = [room for room in texts if isinstance(room, str) and not is_empty(room)]
            slot = slot._replace(room=rooms[0]) if rooms else slot
        elif not isinstance(text, str) or is_empty(text):
            continue
        elif name == "start":
            slot = slot._replace(start=text, end="", day=_read_day(text[:10]) or slot.day)
        elif normalise_key(key) == "day" or name in ("date", "title"):
            slot = slot._replace(day=_read_day(text) or slot.day)
    ends = (value[key] for key in value if event_name(key) == "end")
    end = next((text for text in ends if isinstance(text, str) and not is_empty(text)), "")
    return slot._replace(end=end) if end else slot


def _read_key(key: str, slot: Slot) -> Slot:
    """Return a slot with the day or the room that a key names."""
    day = iso_day(key) or _read_day(key)
    if day:
        return slot._replace(day=day)
    if slot.day and normalise_key(key) not in _WORDS and find_kind(key) is None:
        return slot._replace(room=key)
    return slot


def _read_day(text: str) -> str:
    """Return a day as a date in ISO form; empty if a text is none."""
    match = _DAY.search(text)
    try:
        day = parse_date_time(match[0] if match else text).day
    except ValueError:
        return ""
    return day.isoformat() if day is not None else ""
