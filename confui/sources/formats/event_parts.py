"""Brings the parts of an event that lie in objects of their own to the keys that readers know."""

from collections.abc import Iterator
from types import MappingProxyType

from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import is_empty

_OTHER_KEYS = MappingProxyType(
    {
        "room": ("microlocation", "rooms", "where"),  # Open Event, EuroPython, HackerTracker
        "persons": ("who",),
        "type": ("submission_type",),  # pretalx
    }
)
"""For each key of an event, the keys of programs that write it differently."""

SLOT_KEYS = ("slots", "slot")
_IN_SLOTS = ("start", "end", "room")
_ID_KEYS = ("guid", "code", "id", "slug")


def split_event(event: dict[str, RawValue]) -> Iterator[dict[str, RawValue]]:
    """Yield an event with time and room at its top, once for each slot in which it takes place.

    The REST API of pretalx has `slots`, or a `slot` in old versions. From the second on, events get
    an id of their own.
    """
    values = dict(event)
    for name, keys in _OTHER_KEYS.items():
        for key in keys:
            if is_empty(values.get(name, "")) and not is_empty(values.get(key, "")):
                values[name] = values.pop(key)
    slots = [slot for key in SLOT_KEYS for slot in _objects(values.get(key, "")) if _has_time(slot)]
    if not slots:
        yield values
        return
    rest = {key: value for key, value in values.items() if key not in SLOT_KEYS}
    for number, slot in enumerate(slots, 1):
        placed = {key: slot[key] for key in _IN_SLOTS if not is_empty(slot.get(key, ""))}
        if number > 1:
            ids = (value for key in _ID_KEYS if isinstance(value := rest.get(key, ""), str))
            placed["guid"] = f"{next(filter(None, ids), 'session')}-{number}"
        yield {**rest, **placed}


def _has_time(slot: dict[str, RawValue]) -> bool:
    return not is_empty(slot.get("start", ""))


def _objects(value: RawValue) -> list[dict[str, RawValue]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
