"""Brings the parts of an event that lie in objects of their own to the keys that readers know."""

from collections.abc import Iterator
from types import MappingProxyType

from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import is_empty
from confui.sources.values.synonyms import event_name, is_event, is_event_time

Item = dict[str, RawValue]

_OTHER_KEYS = MappingProxyType(
    {
        "room": ("microlocation", "rooms", "where"),  # Open Event, EuroPython, HackerTracker
        "persons": ("who",),
        "type": ("submission_type",),  # pretalx
        "title": ("talk", "session", "activity", "subject", "summary"),
        "recording_url": ("video-url", "videoUrl"),  # Open Event
        "slides_url": ("slides-url", "slidesUrl"),
    }
)
"""For each key of an event, the keys of programs that write it differently."""

_ENVELOPES = ("attributes", "fields")  # JSON:API and Strapi; Airtable
_INNER_EVENTS = (
    *("talk", "session", "proposal", "presentation", "submission", "contents", "content"),
    *("event", "activity", "break", "item"),
)
"""Keys under which a slot has its session as an object."""

_HOLDERS = frozenset((*_ENVELOPES, *_INNER_EVENTS))
_SLOT_KEYS = ("slots", "slot", "timeslot", "occurrences", "schedule", "times", "time", "when")
_ODD_KEYS = frozenset(
    (*_HOLDERS, *_SLOT_KEYS, *(key for keys in _OTHER_KEYS.values() for key in keys))
)
"""An event without any of these keys has all at its top already."""
_IN_SLOTS = frozenset({"date", "start", "end", "duration", "room"})
_ID_KEYS = ("guid", "code", "id", "slug")
_PAIR = 2


def split_event(event: Item) -> Iterator[Item]:
    """Yield an event with its keys at its top, once for each slot in which it takes place.

    The REST API of pretalx has `slots`, or a `slot` in old versions. From the second on, events get
    an id of their own.
    """
    if _ODD_KEYS.isdisjoint(event) and not any(
        isinstance(value, dict | list) and is_event_time(key) for key, value in event.items()
    ):
        yield event  # like those of frab and most others
        return
    values = _open_slot(_open_envelope(event))
    known = {event_name(key) for key, value in values.items() if not is_empty(value)}
    for name, keys in _OTHER_KEYS.items():
        for key in keys if name not in known else ():
            value = values.get(key, "")
            if not is_empty(value) and (name != "title" or isinstance(value, str)):
                values[name] = values.pop(key)
                break
    for key in [key for key in values if is_event_time(key)]:
        values[key] = _read_moment(values, key)
    slots = [
        slot for key in _SLOT_KEYS for slot in _objects(values.get(key, "")) if _has_time(slot)
    ]
    if not slots:
        yield values
        return
    rest = {
        key: value
        for key, value in values.items()
        if key not in _SLOT_KEYS or not any(map(_has_time, _objects(value)))
    }
    for number, slot in enumerate(slots, 1):
        placed = {
            event_name(key): value
            for key, value in slot.items()
            if event_name(key) in _IN_SLOTS and not is_empty(value)
        }
        if number > 1:
            ids = (value for key in _ID_KEYS if isinstance(value := rest.get(key, ""), str))
            placed["guid"] = f"{next(filter(None, ids), 'session')}-{number}"
        yield {**rest, **placed}


def looks_like_event(item: RawValue) -> bool:
    """Whether a value is an event: an object that has a title and a time, at its top or inside."""
    if not isinstance(item, dict):
        return False
    names = {event_name(key) or key for key in item}
    has_inner = not _HOLDERS.isdisjoint(names)
    has_title = "title" in names or not item.keys().isdisjoint(_OTHER_KEYS["title"])
    has_time = any(map(is_event_time, names)) or not names.isdisjoint(_SLOT_KEYS)
    if not has_inner and not (has_title and has_time):
        return False  # nothing that could be brought up; most objects are none
    return is_event(item) or any(map(is_event, split_event(item)))


def _open_envelope(event: Item) -> Item:
    """Return an event without the object in which a program puts its keys."""
    for key in _ENVELOPES:
        inner = event.get(key, "")
        if isinstance(inner, dict):
            outer = {name: value for name, value in event.items() if name != key}
            return {**outer, **{name: _open_relation(value) for name, value in inner.items()}}
    return dict(event)


def _open_relation(value: RawValue) -> RawValue:
    """Return what is in `{"data": {"attributes": …}}`, as Strapi writes related objects."""
    if isinstance(value, dict) and "data" in value:
        value = value["data"]
    if isinstance(value, list):
        return [_open_relation(item) for item in value]
    return _open_envelope(value) if isinstance(value, dict) else value


def _open_slot(values: Item) -> Item:
    """Return a slot that has its session as an object as one event; time and room of it count."""
    if any(event_name(key) == "title" and not is_empty(values[key]) for key in values):
        return values
    for key in _INNER_EVENTS:
        inner = values.get(key, "")
        if isinstance(inner, dict) and any(event_name(name) == "title" for name in inner):
            outer = {name: value for name, value in values.items() if name != key}
            placed = {
                name: value
                for name, value in outer.items()
                if event_name(name) in _IN_SLOTS and not is_empty(value)
            }
            return {**outer, **inner, **placed}
    return values


def _read_moment(values: Item, key: str) -> RawValue:
    """Return a time that is an object as text: `{"dateTime": …}`, or date and time apart."""
    value = values[key]
    if isinstance(value, list) and len(value) == _PAIR and all(isinstance(v, str) for v in value):
        return " - ".join(map(str, value))
    if not isinstance(value, dict):
        return value
    whole = (value.get(name, "") for name in ("dateTime", "date_time", "datetime"))
    text = next((text for text in whole if isinstance(text, str) and text), "")
    parts = [part for name in ("date", "time") if isinstance(part := value.get(name, ""), str)]
    zone = plain_value(value.get("timeZone", value.get("tz", "")))
    if isinstance(zone, str) and zone:
        values.setdefault("timezone", zone)
    return text or " ".join(filter(None, parts)) or value


def _has_time(slot: Item) -> bool:
    return any(event_name(key) == "start" and not is_empty(value) for key, value in slot.items())


def _objects(value: RawValue) -> list[Item]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
