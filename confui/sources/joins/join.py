"""Joins the parts of a programme by id, key or title, as a `Shape` describes them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from confui.sources.joins.shapes import (
    DAY_KEYS,
    END_KEYS,
    ID_KEYS,
    SHAPES,
    START_KEYS,
    TITLE_KEYS,
    Shape,
)
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.dates import parse_date_time
from confui.sources.values.fields import is_empty
from confui.sources.values.people import make_slug

MAX_SLOTS = 20_000
_MAX_DEPTH = 32
_SLOT_LISTS = ("timeslots", "slots")
_MAX_NAMED = 3
_MAX_EXTEND = 100
"""Over how many slots of a day a session may extend."""

Parts = Mapping[str, RawValue]
"""The parts of a programme by their name."""

_Item = dict[str, RawValue]


class _Slot(NamedTuple):
    """Where and when a session takes place, as written; empty where not known."""

    day: str = ""
    start: str = ""
    end: str = ""
    room: str = ""
    track: str = ""
    zone: str = ""
    ends: tuple[str, ...] = ()
    """The ends of this and the following slots of the day."""

    def values(self) -> _Item:
        """Return the keys that readers of events and of talk files know."""
        written = {"date": self.day, "start": self.start, "end_date": self.end}
        written |= {"room": self.room, "track": self.track}
        return {key: value for key, value in written.items() if value}


class _Place(NamedTuple):
    """A reference to a session, or a session in the schedule itself, with its slot."""

    slot: _Slot
    reference: str
    item: _Item


class Joined(NamedTuple):
    """A programme whose parts are joined."""

    shape: Shape
    placed: tuple[tuple[str, _Item], ...]
    """For each slot of a talk file: the reference, and the keys for when and where."""
    sessions: tuple[tuple[_Item, _Item], ...]
    """All other sessions: each complete, and as it is in its part."""
    dangling: tuple[str, ...]
    """References to no session."""
    zone: str = ""

    def describe_dangling(self) -> tuple[str, str, str]:
        """Return the code, message and fix of the problem that sessions are missing."""
        some = ", ".join(map(in_quotes, self.dangling[:_MAX_NAMED]))
        return (
            "unknown-session",
            f"The schedule has {len(self.dangling):,} references to sessions that are not there, "
            f"such as {some}",
            "Correct the references, or add the sessions.",
        )


def join_parts(parts: Parts) -> Joined | None:
    """Return the programme in the parts, by the shape that places most; None if none does."""
    return _best(_join(shape, parts, frozenset()) for shape in SHAPES if _fits(shape, parts))


def join_talks(parts: Parts, references: frozenset[str]) -> Joined | None:
    """Return the programme in the parts of a folder with talk files.

    Args:
        parts: The parts.
        references: The slugs by which the schedule may refer to talk files.
    """
    return _best(_join(shape, parts, references) for shape in SHAPES if _fits(shape, parts))


def _best(candidates: Iterator[Joined]) -> Joined | None:
    best = max(candidates, key=_count_placed, default=None)
    return best if best is not None and _count_placed(best) else None


def _count_placed(joined: Joined) -> int:
    return len(joined.placed) + sum(
        not {"start", "date"}.isdisjoint(session) for session, _ in joined.sessions
    )


def _fits(shape: Shape, parts: Parts) -> bool:
    """Whether all parts that a shape needs are there: those of its rooms and slots, too."""
    needed = filter(None, (shape.schedule, shape.rooms, shape.slots))
    return all(isinstance(parts.get(part), list | dict) for part in needed)


def _join(shape: Shape, parts: Parts, talks: frozenset[str]) -> Joined:
    sessions = _by_reference(parts.get(shape.sessions, ""))
    speakers = _by_reference(parts.get(shape.speakers, ""))
    walker = _Walker(shape, parts)
    placed: list[tuple[str, _Item]] = []
    joined: list[tuple[_Item, _Item]] = []
    dangling: list[str] = []
    used: set[int] = set()
    zone = ""
    for number, place in enumerate(walker.walk(parts[shape.schedule], _Slot(), 0)):
        if number == MAX_SLOTS:
            break
        when = place.slot.values()
        zone = zone or place.slot.zone
        slug = make_slug(place.reference)
        session = sessions.get(place.reference) or sessions.get(slug)
        if slug and slug in talks:
            placed.append((slug, when))
        elif session is not None:
            used.add(id(session))
            joined.append((_complete(session, when, speakers), session))
        elif _title(place.item):
            joined.append((_complete(place.item, when, speakers), place.item))
        elif place.reference:
            dangling.append(place.reference)
    rest = {id(session): session for session in sessions.values() if id(session) not in used}
    joined += [(_complete(session, {}, speakers), session) for session in rest.values()]
    return Joined(shape, tuple(placed), tuple(joined), tuple(dangling), zone)


def _complete(session: _Item, when: _Item, speakers: Mapping[str, _Item]) -> _Item:
    """Return a session with its slot and its speakers; values of its own count."""
    values = {key: value for key, value in session.items() if not is_empty(value)}
    for key in ("speakers", "presenters"):
        people = values.get(key, "")
        if isinstance(people, list):
            values[key] = [_person(person, speakers) for person in people]
    if when:
        for key in (*DAY_KEYS, *START_KEYS, *END_KEYS, "timeslot", "slot"):
            values.pop(key, "")
    return {**when, **values}


def _person(person: RawValue, speakers: Mapping[str, _Item]) -> RawValue:
    """Return a person by id, and with given and family name joined."""
    if isinstance(person, str):
        person = speakers.get(person, person)
    if isinstance(person, dict):
        # Beside given and family name, Indico writes the `name` as in a bibliography.
        for keys in (("firstName", "familyName"), ("name", "surname")):
            names = [_text(person, (key,)) for key in keys]
            if all(names):
                rest = {key: value for key, value in person.items() if key not in keys}
                return {**rest, "name": " ".join(names)}
    return person


class _Walker:
    """Walks through the schedule of one shape."""

    def __init__(self, shape: Shape, parts: Parts) -> None:
        self._shape = shape
        self._rooms = {
            key: str(plain_value(room))
            for key, room in _by_reference(_of(parts, shape.rooms)).items()
        }
        self._times = _by_reference(_of(parts, shape.slots))

    def walk(
        self, value: RawValue, slot: _Slot, depth: int, columns: Sequence[str] = ()
    ) -> Iterator[_Place]:
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
        self, value: _Item, slot: _Slot, depth: int, columns: Sequence[str]
    ) -> Iterator[_Place]:
        shape = self._shape
        slot = self._read_slot(value, slot)
        columns = _titles(value.get(shape.columns, "")) or columns
        if shape.entry and shape.entry in value:
            block = value.get(shape.block, "")
            if isinstance(block, dict | list) and block:
                yield from self.walk(block, slot._replace(track=_title(value)), depth + 1)
            else:
                yield _Place(slot, "", value)
            return
        yield from self._references(value, slot, columns)
        for key, inner in value.items():
            if key in shape.children:
                yield from self._walk_children(key, inner, slot, depth, columns)
            elif isinstance(inner, dict | list) and (_is_day(key) or shape.entry):
                day = _iso_day(key) if _is_day(key) else slot.day
                yield from self.walk(inner, slot._replace(day=day), depth + 1, columns)

    def _walk_children(
        self, key: str, inner: RawValue, slot: _Slot, depth: int, columns: Sequence[str]
    ) -> Iterator[_Place]:
        items = inner if isinstance(inner, list) else [inner]
        ends = tuple(
            self._read_slot(item, slot).end if isinstance(item, dict) else "" for item in items
        )
        for index, item in enumerate(items):
            below = slot
            if key == "rooms" and isinstance(item, dict):
                below = slot._replace(room=_title(item))
            elif key == "sessions" and index < len(columns):
                below = slot._replace(room=columns[index])
            elif key in _SLOT_LISTS:
                below = slot._replace(ends=ends[index : index + _MAX_EXTEND])
            yield from self.walk(item, below, depth + 1, columns)

    def _references(self, value: _Item, slot: _Slot, columns: Sequence[str]) -> Iterator[_Place]:
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
                    yield _Place(slot._replace(room=room), reference, value)

    def _read_slot(self, value: _Item, slot: _Slot) -> _Slot:
        times = self._times.get(_text(value, ("slot", "timeslot")), {})
        known = {**times, **value}
        start, zone = _moment(known, START_KEYS)
        end, _ = _moment(known, END_KEYS)
        room = _text(value, ("room",))
        extend = _text(value, ("extend",))
        if extend.isdecimal() and 0 < int(extend[:4]) <= len(slot.ends):
            end = end or slot.ends[int(extend[:4]) - 1]
        return slot._replace(
            day=_text(value, DAY_KEYS) or slot.day,
            start=start or slot.start,
            end=end or ("" if start else slot.end),
            room=self._rooms.get(room, room) or slot.room,
            zone=zone or slot.zone,
        )


def _of(parts: Parts, name: str) -> RawValue:
    return parts.get(name, "") if name else ""


def _by_reference(part: RawValue) -> dict[str, _Item]:
    """Return the objects of a part by their key in it, their ids and their titles."""
    pairs: list[tuple[str, RawValue]]
    if isinstance(part, dict):
        pairs = [*part.items()]
    else:
        pairs = [("", item) for item in part] if isinstance(part, list) else []
    items = [(key, item) for key, item in pairs if isinstance(item, dict)]
    named = [
        (key, item if not key or not is_empty(item.get("id", "")) else {"id": key, **item})
        for key, item in items
    ]
    found: dict[str, _Item] = {key: item for key, item in named if key}
    for keys in (ID_KEYS, TITLE_KEYS):
        for name in keys:
            for _, item in named:
                value = plain_value(item.get(name, ""))
                if isinstance(value, str) and value:
                    found.setdefault(value, item)
                    found.setdefault(make_slug(value), item)
    return found


def _moment(value: _Item, keys: Sequence[str]) -> tuple[str, str]:
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


def _title(value: _Item) -> str:
    return _text(value, TITLE_KEYS)


def _text(value: _Item, keys: Sequence[str]) -> str:
    texts = (plain_value(value.get(key, "")) for key in keys)
    return next((text for text in texts if isinstance(text, str) and not is_empty(text)), "")


def _is_day(key: str) -> bool:
    return bool(_iso_day(key))


def _iso_day(key: str) -> str:
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
