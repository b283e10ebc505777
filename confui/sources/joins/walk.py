"""Walks through the schedule of a programme in parts, as a `Shape` describes it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from confui.sources.joins.shapes import DAY_KEYS, END_KEYS, START_KEYS, TITLE_KEYS, Shape
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.dates import parse_date_time
from confui.sources.values.fields import is_empty

Item = dict[str, RawValue]

_MAX_DEPTH = 32
_SLOT_LISTS = ("timeslots", "slots")
_MAX_EXTEND = 100
"""Over how many slots of a day a session may extend."""
_MAX_SEATS = 100


class Slot(NamedTuple):
    """Where and when a session takes place, as written; empty where not known."""

    day: str = ""
    start: str = ""
    end: str = ""
    room: str = ""
    track: str = ""
    ends: tuple[str, ...] = ()
    """The ends of this and the following slots of the day."""

    def values(self) -> Item:
        """Return the keys that readers of events and of talk files know."""
        written = {"date": self.day, "start": self.start, "end_date": self.end}
        written |= {"room": self.room, "track": self.track}
        return {key: value for key, value in written.items() if value}


NOWHERE = Slot()


class Place(NamedTuple):
    """A slot, with a reference to a session, or a session in the schedule itself."""

    slot: Slot
    item: Item
    """The object in the schedule, which is the session if `reference` is empty."""
    reference: str = ""
    is_seat: bool = False
    """Whether the next session of the list takes this slot."""


class Walker:
    """Finds the places in the schedule of one shape, and what is said of the conference."""

    def __init__(
        self, shape: Shape, rooms: Mapping[str, Item], times: Mapping[str, Item], has_sessions: bool
    ) -> None:
        """Start before the schedule.

        Args:
            shape: The description of the schedule.
            rooms: The rooms by their references.
            times: The slots by their references.
            has_sessions: Whether there are sessions that could take seats.
        """
        self._shape = shape
        self._rooms = rooms
        self._times = times
        self._has_sessions = has_sessions
        self.about: Item = {}
        """The title, URL and time zone of the conference."""
        self.unknown: dict[str, dict[str, None]] = {}
        """By noun: references to rooms and slots that are not there."""

    def walk(
        self, value: RawValue, slot: Slot = NOWHERE, depth: int = 0, columns: Sequence[str] = ()
    ) -> Iterator[Place]:
        """Yield each place inside a value.

        Args:
            value: A part of the schedule.
            slot: What is known from the objects around it.
            depth: The number of these objects.
            columns: The rooms of the day in their order.
        """
        if depth > _MAX_DEPTH:
            return
        if isinstance(value, list):
            for item in value:
                yield from self.walk(item, slot, depth + 1, columns)
        elif isinstance(value, dict):
            yield from self._walk_object(value, slot, depth, columns)

    def _walk_object(
        self, value: Item, slot: Slot, depth: int, columns: Sequence[str]
    ) -> Iterator[Place]:
        shape = self._shape
        is_entry = bool(shape.entry) and _text(value, (shape.entry,)) in (
            shape.kinds or (_text(value, (shape.entry,)) or None,)
        )
        if shape.entry and not is_entry:
            self._read_about(value)  # its times are those of the conference
        else:
            slot = self._read_slot(value, slot)
        columns = _titles(value.get(shape.columns, "")) or columns
        if is_entry:
            block = value.get(shape.block, "")
            if isinstance(block, dict | list) and block:
                inside = slot._replace(track=title_of(value))
                yield from self.walk(block, inside, depth + 1, columns)
            else:
                yield Place(slot, value)
            return
        yield from self._references(value, slot, columns)
        yield from self._listed(value, slot)
        for key, inner in value.items():
            if key in shape.children:
                yield from self._walk_children(key, inner, slot, depth, columns)
            elif isinstance(inner, dict | list) and (_is_day(key) or shape.entry):
                day = iso_day(key) if _is_day(key) else slot.day
                yield from self.walk(inner, slot._replace(day=day), depth + 1, columns)

    def _walk_children(
        self, key: str, inner: RawValue, slot: Slot, depth: int, columns: Sequence[str]
    ) -> Iterator[Place]:
        items = inner if isinstance(inner, list) else [inner]
        ends = tuple(
            self._read_slot(item, slot).end if isinstance(item, dict) else "" for item in items
        )
        for index, item in enumerate(items):
            below = slot
            if key == "rooms" and isinstance(item, dict):
                below = slot._replace(room=title_of(item))
            elif key == "sessions" and index < len(columns):
                below = slot._replace(room=columns[index])
            elif key in _SLOT_LISTS:
                below = slot._replace(ends=ends[index : index + _MAX_EXTEND])
            yield from self.walk(item, below, depth + 1, columns)

    def _references(self, value: Item, slot: Slot, columns: Sequence[str]) -> Iterator[Place]:
        for key in self._shape.references:
            written = value.get(key, "")
            references = written if isinstance(written, list) else [written]
            if not slot.start and any(child in value for child in self._shape.children):
                continue  # the name of a day or of a room
            for index, reference in enumerate(references):
                room = slot.room
                if not room and isinstance(written, list) and index < len(columns):
                    room = columns[index]
                if isinstance(reference, str) and not is_empty(reference):
                    yield Place(slot._replace(room=room), value, reference)

    def _listed(self, value: Item, slot: Slot) -> Iterator[Place]:
        """Yield the sessions that a slot lists itself, else the seats that it has."""
        shape = self._shape
        if not shape.seats or not slot.start:
            return
        listed = value.get(shape.titles, "")
        items = listed if isinstance(listed, list) else [listed]
        items = [item for item in items if not is_empty(item)]
        for item in items:
            titled: Item = item if isinstance(item, dict) else {"title": item}
            if title_of(titled):
                yield Place(slot, titled)
        seats = _text(value, (shape.seats,))
        if self._has_sessions and not items and seats.isdecimal():
            yield from (Place(slot, value, is_seat=True) for _ in range(_limit(seats)))

    def _read_slot(self, value: Item, slot: Slot) -> Slot:
        key = _text(value, ("slot", "timeslot"))
        if self._times and key and key not in self._times:
            self._note_unknown("slot", key)
        known = {**self._times.get(key, {}), **value}
        start, zone = _moment(known, START_KEYS)
        end, _ = _moment(known, END_KEYS)
        room = _text(value, ("room",))
        if self._rooms and room and room not in self._rooms and " " not in room:
            self._note_unknown("room", room)
        extend = _text(value, ("extend",))
        if extend.isdecimal() and 0 < int(extend[:4]) <= len(slot.ends):
            end = end or slot.ends[int(extend[:4]) - 1]
        if zone:
            self.about.setdefault("time_zone_name", zone)
        return slot._replace(
            day=_text(value, DAY_KEYS) or slot.day,
            start=start or slot.start,
            end=end or ("" if start else slot.end),
            room=self._name_room(room) or slot.room,
        )

    def _name_room(self, reference: str) -> str:
        name = plain_value(self._rooms.get(reference, ""))
        return name if isinstance(name, str) and name else reference

    def _note_unknown(self, noun: str, reference: str) -> None:
        self.unknown.setdefault(noun, {})[reference] = None

    def _read_about(self, value: Item) -> None:
        if "timezone" in value:
            found = {"title": title_of(value), "url": value.get("url", "")}
            for key, known in {**found, "time_zone_name": value["timezone"]}.items():
                if not is_empty(known):
                    self.about.setdefault(key, known)


def title_of(value: Item) -> str:
    """Return the title of an object; empty if it has none."""
    return _text(value, TITLE_KEYS)


def _moment(value: Item, keys: Sequence[str]) -> tuple[str, str]:
    """Return a time as written, and its zone: Indico writes date, time and zone apart."""
    for key in keys:
        written = value.get(key, "")
        if isinstance(written, dict):
            parts = (_text(written, ("date",)), _text(written, ("time",)))
            return " ".join(filter(None, parts)), _text(written, ("tz",))
        if isinstance(written, str) and not is_empty(written):
            return written, ""
    return "", ""


def _titles(value: RawValue) -> list[str]:
    return [str(plain_value(item)) for item in value] if isinstance(value, list) else []


def _text(value: Item, keys: Sequence[str]) -> str:
    texts = (plain_value(value.get(key, "")) for key in keys)
    return next((text for text in texts if isinstance(text, str) and not is_empty(text)), "")


def _limit(seats: str) -> int:
    return min(int(seats[:4]), _MAX_SEATS)


def _is_day(key: str) -> bool:
    return bool(iso_day(key))


def iso_day(key: str) -> str:
    """Return a key such as `2031-05-17` or `20310517` as a date in ISO form, or nothing."""
    if len(key) == 8 and key.isdecimal() and key.isascii():
        key = f"{key[:4]}-{key[4:6]}-{key[6:]}"
    if len(key) != 10:
        return ""
    try:
        day = parse_date_time(key).day
    except ValueError:
        return ""
    return day.isoformat() if day is not None else ""
