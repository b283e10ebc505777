"""Events in JSON of which confui knows no more than that they are in it somewhere."""

from collections.abc import Iterable, Iterator

from confui.sources.formats.frab_event import EventContext, day_named
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import clean_name
from confui.sources.values.synonyms import is_event

_DAYS = ("date", "day")


def events_within(
    value: RawValue, context: EventContext
) -> Iterator[tuple[RawValue, EventContext]]:
    """Yield the items of each list, or object in place of one, that is a list of events.

    `context` is what holds for all of them; each comes with what holds for it: the day and the room
    that it is listed under. A list whose items have events inside is none itself.
    """
    items = _items(value)
    inner = [
        event for item, around in _framed(value, context) for event in events_within(item, around)
    ]
    if not inner and 2 * sum(map(is_event, items)) > len(items):
        inner = [(item, context) for item in items]
    yield from inner


def _framed(value: RawValue, context: EventContext) -> Iterator[tuple[RawValue, EventContext]]:
    """Yield what is within a value, with what holds for it."""
    if isinstance(value, dict):
        days = (day_named(day) for key in _DAYS if isinstance(day := value.get(key), str))
        context = context._replace(day=next(filter(None, days), context.day))
        for key, item in value.items():
            if key == "rooms":
                yield from _of_rooms(item, context)
            elif isinstance(item, list | dict):
                yield item, context
    elif isinstance(value, list):
        yield from ((item, context) for item in value if isinstance(item, list | dict))


def _of_rooms(rooms: RawValue, context: EventContext) -> Iterable[tuple[RawValue, EventContext]]:
    pairs = rooms.items() if isinstance(rooms, dict) else (("", room) for room in rooms)
    for key, room in pairs:
        if isinstance(room, list | dict):
            name = clean_name(plain_value(room)) if isinstance(room, dict) else ""
            yield room, context._replace(room=name or clean_name(key))


def _items(value: RawValue) -> list[RawValue]:
    return (
        [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    )
