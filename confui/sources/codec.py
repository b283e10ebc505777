"""Converts a conference to JSON and back, driven by the field types of the model.

A named tuple becomes the list of its values, a date or time its ISO 8601 form, an enum its value,
and a tuple a list.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from types import GenericAlias, UnionType

from confui.schedule.models import Conference, Link
from confui.sources.stored_sessions import StoredValue
from confui.text import acts_on_terminal

_YEARS = range(date.min.year + 1, date.max.year)
"""In these years, no calculation with the times of a conference can overflow."""

_MINUTES_PER_DAY = 24 * 60

_FIELDS_ONCE: dict[type, int] = {Conference: 10}
"""How many fields a type had at first. A copy of an earlier version has no values for the others,
which come last and have defaults."""

Reader = Callable[[object], object]
"""Converts a JSON value to a value of the model. Raises ValueError or TypeError if it cannot."""


def to_json(conference: Conference) -> str:
    """Return a conference as one line of JSON."""
    return encode(conference)


def from_json(text: str) -> Conference:
    """Return the conference that `to_json` wrote.

    Links have passed `text.safe_url` before they were written and are not checked again, which
    would take as long as everything else.

    Raises:
        ValueError: Anything else: invalid JSON, other types than the model's, times with an offset,
            or text that could act on a terminal.
    """
    try:
        conference = _read_conference(parse(text))
    except TypeError as error:
        raise ValueError("not a conference") from error
    assert isinstance(conference, Conference)
    return conference


def encode(value: object) -> str:
    """Return a value of the model as one line of JSON."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def parse(text: str) -> object:
    """Return the values in a JSON text. Raises ValueError, also if one could act on a terminal."""
    if not _is_clean_json(text):
        raise ValueError("text that could act on a terminal")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("deeply nested") from error


def decode_stored(text: str) -> object:
    """Return a single text, the links or the extra keys of a session, from JSON.

    Raises ValueError if it is none of them.
    """
    try:
        return _read_stored[text[:1]](parse(text))
    except (KeyError, TypeError) as error:
        raise ValueError("no value of a session") from error


def has_usable_values(conference: Conference) -> bool:
    """Return whether the values of a conference can be calculated with, on this computer.

    `from_json` checks only types, because a snapshot has a checksum and was written by the same
    computer. Not so a copy in the library: another computer may not know its time zone, and a time
    at the edge of the calendar overflows.
    """
    from confui.sources.values.conference_fields import find_zone  # loads zoneinfo

    if conference.timezone and not find_zone(conference.timezone):
        return False
    days: set[date | None] = set(conference.days)
    for session in conference.sessions:
        days.update((session.day, session.start, session.end))
        if abs(session.utc_offset or 0) >= _MINUTES_PER_DAY:
            return False
    return all(day is None or day.year in _YEARS for day in days)


def _is_clean_json(text: str) -> bool:
    r"""Return whether no string in a JSON document acts on a terminal, by checking the whole text.

    An escape could hide what `acts_on_terminal` looks for. So only `\\`, `\"` and `\n` are allowed;
    with `ensure_ascii=False`, clean text needs no others.
    """
    if "\\" in text:
        escapes = text.replace(r"\\", "").replace(r"\"", "").replace(r"\n", "")
        if "\\" in escapes:
            return False
    return not acts_on_terminal(text)


def _plain(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, StoredValue):
        sound = value.load_sound()
        return value.column.missing if sound is None else sound
    from confui.sources.stored_conference import StoredSessions  # only a large conference has them

    if isinstance(value, StoredSessions):
        return value.load()
    raise TypeError(f"a conference cannot have a {type(value).__name__}")


def reader_of(kind: object) -> Reader:
    """Return the reader of a type that the model uses."""
    if kind in _READERS:
        return _READERS[kind]
    if isinstance(kind, UnionType):  # X | None
        return _optional_reader(reader_of(kind.__args__[0]))
    if isinstance(kind, GenericAlias):  # tuple[X, ...]
        return _tuple_reader(reader_of(kind.__args__[0]))
    assert isinstance(kind, type)
    return kind if issubclass(kind, StrEnum) else _named_tuple_reader(kind)


def _exact_reader(kind: type) -> Reader:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _time_reader(kind: type[date] | type[time]) -> Reader:
    def read(value: object) -> object:
        moment = kind.fromisoformat(value)  # type: ignore[arg-type]  # raises TypeError by itself
        if getattr(moment, "tzinfo", None) is not None:
            raise ValueError("a time with a zone")
        return moment

    return read


def _optional_reader(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _tuple_reader(item_reader: Reader) -> Reader:
    def read(value: object) -> object:
        if type(value) is not list:
            raise TypeError
        return tuple([item_reader(item) for item in value])

    return read


def _named_tuple_reader(kind: type) -> Reader:
    readers = [reader_of(field) for field in kind.__annotations__.values()]
    fewest = _FIELDS_ONCE.get(kind, len(readers))

    def read(value: object) -> object:
        if type(value) is not list or not fewest <= len(value) <= len(readers):
            raise TypeError
        return kind(*[reader(item) for reader, item in zip(readers, value, strict=False)])

    return read


def _read_mapping(value: object) -> object:
    """Return the value of `extra`: a mapping to strings, lists and mappings."""
    if type(value) is not dict:
        raise TypeError
    _check_strings(value)
    return value


def _check_strings(value: object) -> None:
    """Raise TypeError unless a value consists of strings, lists and mappings."""
    if isinstance(value, list):
        for item in value:
            _check_strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            _check_strings(item)
    elif not isinstance(value, str):
        raise TypeError


_READERS: dict[object, Reader] = {
    str: _exact_reader(str),
    int: _exact_reader(int),
    bool: _exact_reader(bool),
    datetime: _time_reader(datetime),
    date: _time_reader(date),
    time: _time_reader(time),
    Mapping[str, object]: _read_mapping,
}

_read_conference = reader_of(Conference)
_read_stored: Mapping[str, Reader] = {
    '"': reader_of(str),
    "[": reader_of(tuple[Link, ...]),
    "{": _read_mapping,
}
"""The readers of what is kept apart, by the first character of its JSON."""
