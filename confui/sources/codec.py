"""A conference as JSON and back. The fields of the model say how, so it follows every change there.

A record becomes the list of its values, a time its ISO form, a level its word; what is a tuple in
the model is a list in between.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from types import GenericAlias, UnionType

from confui.schedule.models import Conference
from confui.text import is_clean

Reader = Callable[[object], object]
"""Makes a value of the model from one of JSON. Raises ValueError or TypeError where it is none."""


def to_json(conference: Conference) -> str:
    """Return a conference as one line of JSON."""
    return json.dumps(conference, default=_plain, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Conference:
    """Return the conference that `to_json` wrote.

    Raises ValueError for anything else: no JSON, other types than the model's, times with a zone,
    and text that could act on a terminal. Links were made by `text.safe_url` and are not parsed
    again, which would cost as much as all the rest.
    """
    if not _shows_what_it_says(text):
        raise ValueError("text that could act on a terminal")
    try:
        conference = _conference(json.loads(text))
    except (TypeError, RecursionError) as error:
        raise ValueError("no conference") from error
    assert isinstance(conference, Conference)
    return conference


def _shows_what_it_says(text: str) -> bool:
    r"""Whether all texts in a JSON document are clean, which is asked of the document as a whole.

    An escape could hide what `is_clean` looks for, so none is allowed but `\\`, `\"` and `\n`:
    without ASCII escapes, clean text needs no other.
    """
    escapes = text.replace(r"\\", "").replace(r"\"", "").replace(r"\n", "")
    return "\\" not in escapes and is_clean(text)


def _plain(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in a conference")


def _reader(kind: object) -> Reader:
    """Return the reader of a type that occurs in the model."""
    if kind in _READERS:
        return _READERS[kind]
    if isinstance(kind, UnionType):  # X | None
        return _optional(_reader(kind.__args__[0]))
    if isinstance(kind, GenericAlias):  # tuple[X, ...]
        return _several(_reader(kind.__args__[0]))
    assert isinstance(kind, type)
    return kind if issubclass(kind, StrEnum) else _record(kind)


def _exactly(kind: type) -> Reader:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _wall(kind: type[date] | type[time]) -> Reader:
    def read(value: object) -> object:
        moment = kind.fromisoformat(value)  # type: ignore[arg-type]  # raises TypeError by itself
        if getattr(moment, "tzinfo", None) is not None:
            raise ValueError("a time with a zone")
        return moment

    return read


def _optional(some: Reader) -> Reader:
    return lambda value: None if value is None else some(value)


def _several(each: Reader) -> Reader:
    def read(value: object) -> object:
        if type(value) is not list:
            raise TypeError
        return tuple([each(item) for item in value])

    return read


def _record(kind: type) -> Reader:
    readers = [_reader(field) for field in kind.__annotations__.values()]

    def read(value: object) -> object:
        if type(value) is not list:
            raise TypeError
        return kind(*[reader(item) for reader, item in zip(readers, value, strict=True)])

    return read


def _mapping(value: object) -> object:
    if type(value) is not dict:
        raise TypeError
    return _tree(value)


def _tree(value: object) -> object:
    """Return what a source leaves in `extra`: texts, and lists and maps of them."""
    if isinstance(value, list):
        for item in value:
            _tree(item)
    elif isinstance(value, dict):
        for item in value.values():
            _tree(item)
    elif not isinstance(value, str):
        raise TypeError
    return value


_READERS: dict[object, Reader] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    datetime: _wall(datetime),
    date: _wall(date),
    time: _wall(time),
    Mapping[str, object]: _mapping,
}

_conference = _reader(Conference)
