"""Sessions as columns of JSON: all titles, all starts and so on, which is quick to check and read.

A column is a list of its values, or a list of the different values and their positions. What only
the page of a session shows is kept apart: there a column has where each value begins, doubled, plus
1 for what a filter asks about some texts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Any, cast

from confui.schedule.models import NO_EXTRA, Session, Speaker
from confui.sources.codec import encode, parse, reader_of
from confui.sources.stored_sessions import (
    MISSING,
    SnapshotFile,
    StoredColumn,
    StoredSession,
    StoredSpeaker,
    StoredValue,
    pack_value,
)

_APART: Mapping[str, object] = {
    **{"abstract": "", "body": "", "bio": ""},
    **{"links": (), "extra": NO_EXTRA},
}
"""The fields that are kept apart, each with the value that takes no room there."""

_MISSING: Mapping[str, object] = {
    **dict.fromkeys(("abstract", "body", "bio"), MISSING),
    **{"links": (), "extra": {}},
}
"""What stands for a value of them that is damaged."""

_ASKED: Mapping[str, str] = {"abstract": "has_abstract", "body": "has_outline"}
"""What filters ask about texts that are kept apart: the property of the session that answers."""

_Model = type[Speaker] | type[Session]
_Read = Callable[[list[object]], list[object]]
"""Converts the values of a column from JSON. Raises ValueError or TypeError if it cannot."""


class PackedTexts:
    """Collects what is kept apart, each different value once."""

    def __init__(self) -> None:
        self.content = bytearray(b"\n")
        """All values. None begins at 0, which stands for the value that takes no room."""
        self._offsets: dict[bytes, int] = {}

    def put(self, value: object) -> int:
        """Return where a value begins."""
        packed = pack_value(encode(value).encode())
        if packed not in self._offsets:
            self._offsets[packed] = len(self.content)
            self.content += packed
        return self._offsets[packed]


def encode_sessions(sessions: Sequence[Session], texts: PackedTexts) -> str:
    """Return sessions as a line of JSON, without what goes to `texts`."""
    speakers = list(dict.fromkeys(chain.from_iterable(each.speakers for each in sessions)))
    positions = {speaker: number for number, speaker in enumerate(speakers)}

    def encode_column(
        name: str, values: Sequence[Any], rows: Sequence[tuple[object, ...]]
    ) -> list[object]:
        if name == "speakers":
            return _pack([tuple([positions[each] for each in listed]) for listed in values])
        if name in _APART:
            asked, empty = _ASKED.get(name), _APART[name]
            answers = [bool(getattr(row, asked)) if asked else False for row in rows]
            return _pack(
                [
                    0 if value == empty else 2 * texts.put(value) + answer
                    for value, answer in zip(values, answers, strict=True)
                ]
            )
        return [values] if name == "id" else _pack(values)

    def encode_rows(kind: _Model, rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
        columns = list(zip(*rows, strict=True)) or [()] * len(kind._fields)
        return list(map(encode_column, kind._fields, columns, repeat(rows)))

    return encode([encode_rows(Speaker, speakers), encode_rows(Session, sessions)])


def decode_sessions(text: str, file: SnapshotFile, base: int) -> list[Session]:
    """Return the sessions that `encode_sessions` wrote.

    Args:
        text: The line of JSON.
        file: The file with the texts.
        base: Where in the file they begin.

    Raises:
        ValueError: Anything else, as for `codec.from_json`.
    """
    speakers: list[Speaker] = []

    def read_speakers(values: list[object]) -> list[object]:
        return [tuple(map(speakers.__getitem__, each)) for each in _read_lists(values, int)]

    def read_apart(name: str, values: list[object]) -> list[object]:
        column = StoredColumn(file, base, _read_numbers(values), _MISSING[name])
        return [
            StoredValue(column, row) if number else _APART[name]
            for row, number in enumerate(column.numbers)
        ]

    def reader(name: str) -> _Read:
        if name == "speakers":
            return read_speakers
        if name not in _APART:
            return _READERS[name]
        return partial(read_apart, name)

    def decode_rows(kind: _Model, columns: object) -> Iterable[tuple[object, ...]]:
        if type(columns) is not list or len(columns) != len(kind._fields):
            raise TypeError
        count = len(columns[0][0])
        read = [
            _unpack(column, reader(name), count)
            for name, column in zip(kind._fields, columns, strict=True)
        ]
        return zip(*read, strict=True)

    try:
        tables: Any = parse(text)
        speakers.extend(map(StoredSpeaker._make, decode_rows(Speaker, tables[0])))
        return list(map(StoredSession._make, decode_rows(Session, tables[1])))
    except (TypeError, LookupError) as error:
        raise ValueError("not the sessions of a snapshot") from error


def _pack(values: Sequence[object]) -> list[object]:
    """Return a column: its values, or if many are alike the different ones and their positions."""
    positions = {value: position for position, value in enumerate(dict.fromkeys(values))}
    if 2 * len(positions) > len(values):
        return [values]
    if len(positions) == 1:
        return [list(positions), None]
    return [list(positions), [positions[value] for value in values]]


def _unpack(column: list[object], read: _Read, count: int) -> Iterable[object]:
    """Return the values of a column that has `count` of them."""
    if type(column[0]) is not list:
        raise TypeError
    values = read(column[0])
    if len(column) == 1:
        return values
    if column[1] is None:
        return repeat(values[0], count)
    return map(values.__getitem__, _read_numbers(column[1]))


def _read_numbers(values: object) -> list[int]:
    if type(values) is not list or not {int}.issuperset(map(type, values)):
        raise TypeError
    return values


def _read_texts(values: list[object]) -> list[object]:
    if not {str}.issuperset(map(type, values)):
        raise TypeError
    return values


def _read_lists(values: list[object], kind: type) -> list[list[Any]]:
    """Return lists of one type."""
    lists = cast("list[list[Any]]", values)
    if not {list}.issuperset(map(type, lists)):
        raise TypeError
    if not {kind}.issuperset(map(type, chain.from_iterable(lists))):
        raise TypeError
    return lists


def _read_tuples(values: list[object]) -> list[object]:
    return list(map(tuple, _read_lists(values, str)))


def _reader(kind: object) -> _Read:
    if kind is str:
        return _read_texts
    if kind == tuple[str, ...]:
        return _read_tuples
    read = reader_of(kind)
    return lambda values: list(map(read, values))


_READERS: Mapping[str, _Read] = {
    name: _reader(kind)
    for model in (Speaker, Session)
    for name, kind in model.__annotations__.items()
    if name not in _APART
}
