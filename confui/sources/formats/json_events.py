"""Finds events in JSON of an unknown structure."""

from collections.abc import Iterable, Iterator

from confui.sources.formats.event_parts import SLOT_KEYS, split_event
from confui.sources.formats.frab_event import EventContext, parse_day
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import clean_name
from confui.sources.values.synonyms import is_event

_DAY_KEYS = ("date", "day")


def find_events(value: RawValue, context: EventContext) -> Iterator[tuple[RawValue, EventContext]]:
    """Yield the items of each list of events inside a value, with the context of each.

    A list of events is a list, or an object used as one, most of whose items look like events and
    have no events inside.

    Args:
        value: Any value of the JSON.
        context: The context of all events; day and room are added where events are listed under
            one.
    """
    items = _items(value)
    inner = [
        event
        for item, inside in _with_context(value, context)
        for event in find_events(item, inside)
    ]
    if not inner and 2 * sum(map(_is_event, items)) > len(items):
        inner = [(item, context) for item in items]
    yield from inner


def _with_context(
    value: RawValue, context: EventContext
) -> Iterator[tuple[RawValue, EventContext]]:
    """Yield the lists and objects inside a value, each with its context."""
    if isinstance(value, dict):
        days = (parse_day(day) for key in _DAY_KEYS if isinstance(day := value.get(key), str))
        context = context._replace(day=next(filter(None, days), context.day))
        for key, item in value.items():
            if key == "rooms":
                yield from _rooms_with_context(item, context)
            elif isinstance(item, list | dict):
                yield item, context
    elif isinstance(value, list):
        yield from ((item, context) for item in value if isinstance(item, list | dict))


def _rooms_with_context(
    rooms: RawValue, context: EventContext
) -> Iterable[tuple[RawValue, EventContext]]:
    pairs = rooms.items() if isinstance(rooms, dict) else (("", room) for room in rooms)
    for key, room in pairs:
        if isinstance(room, list | dict):
            name = clean_name(plain_value(room)) if isinstance(room, dict) else ""
            yield room, context._replace(room=name or clean_name(key))


def _is_event(item: RawValue) -> bool:
    return is_event(item) or (
        isinstance(item, dict)
        and any(key in item for key in SLOT_KEYS)
        and any(map(is_event, split_event(item)))
    )


def _items(value: RawValue) -> list[RawValue]:
    return (
        [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    )
