"""Events in JSON of which confui knows no more than that they are in it somewhere."""

from collections.abc import Iterable, Iterator

from confui.sources.eventwords import is_event
from confui.sources.fields import named
from confui.sources.frab import Frame, day_named
from confui.sources.tree import Tree, plain_value

_DAYS = ("date", "day")


def events_within(value: Tree, frame: Frame) -> Iterator[tuple[Tree, Frame]]:
    """Yield the items of each list, or object in place of one, that is a list of events.

    `frame` is what holds for all of them; each comes with what holds for it: the day and the room
    that it is listed under. A list whose items have events inside is none itself.
    """
    items = _items(value)
    inner = [
        event for item, around in _framed(value, frame) for event in events_within(item, around)
    ]
    if not inner and 2 * sum(map(is_event, items)) > len(items):
        inner = [(item, frame) for item in items]
    yield from inner


def _framed(value: Tree, frame: Frame) -> Iterator[tuple[Tree, Frame]]:
    """Yield what is within a value, with what holds for it."""
    if isinstance(value, dict):
        days = (day_named(day) for key in _DAYS if isinstance(day := value.get(key), str))
        frame = frame._replace(day=next(filter(None, days), frame.day))
        for key, item in value.items():
            if key == "rooms":
                yield from _of_rooms(item, frame)
            elif isinstance(item, list | dict):
                yield item, frame
    elif isinstance(value, list):
        yield from ((item, frame) for item in value if isinstance(item, list | dict))


def _of_rooms(rooms: Tree, frame: Frame) -> Iterable[tuple[Tree, Frame]]:
    pairs = rooms.items() if isinstance(rooms, dict) else (("", room) for room in rooms)
    for key, room in pairs:
        if isinstance(room, list | dict):
            name = named(plain_value(room)) if isinstance(room, dict) else ""
            yield room, frame._replace(room=name or named(key))


def _items(value: Tree) -> list[Tree]:
    return (
        [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    )
