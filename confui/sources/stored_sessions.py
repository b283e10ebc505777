"""Sessions of a snapshot, whose texts are read from its file when somebody reads them.

What lists and the grid show of a session is in memory. Its abstract, body, links and extra keys,
and those of its speakers, stay in the file. For the rest of the program they are sessions like any
other, and equal to one with the same texts.
"""

import os
import zlib
from _thread import allocate_lock  # `threading` has the same one and takes 1 ms to import
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from confui.schedule.models import Conference, Session, Speaker

MISSING = "This text is damaged in the cache. Close confui and open the conference again."
"""Stands for a text that can be read neither from the snapshot nor from the source."""

_HEAD = 8
"""Bytes before each value: its length and its CRC-32, four each."""
_READ_AHEAD = 4096
"""Bytes that are read at first; most values are shorter."""
_MOST_KEPT = 64
"""How many values are kept after they were read."""


class DamagedValueError(ValueError):
    """A value in a file is not the one that was written."""


class SnapshotFile:
    """The open file of a snapshot.

    A newer snapshot is another file, so this one keeps what was in it when it was opened.
    """

    def __init__(
        self, descriptor: int, decode: Callable[[str], object], reread: Callable[[], Conference]
    ) -> None:
        """Take over a file.

        Args:
            descriptor: The file; it is closed with the object.
            decode: Returns the value in a JSON text. Raises ValueError.
            reread: Reads the source, when the file is damaged.
        """
        self._descriptor = descriptor
        self._decode = decode
        self.reread = reread
        self._lock = allocate_lock()
        self._kept: dict[int, object] = {}
        self._source: dict[object, Session | Speaker] | None = None
        self.size = os.fstat(descriptor).st_size

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        """Close the file. At the end of the program, the name `os` may be gone already."""
        close(self._descriptor)

    def read(self, length: int, offset: int) -> bytes:
        """Return so many bytes; fewer at the end of the file. Raises OSError."""
        with self._lock:  # not every system has pread
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            return os.read(self._descriptor, min(length, self.size))

    def read_line(self, offset: int, length: int, checksum: int) -> str:
        """Return a line, without the newline. Raises DamagedValueError."""
        try:
            line = self.read(length, offset)
            if len(line) == length and zlib.crc32(line) == checksum:
                return line.decode().removesuffix("\n")
        except (OSError, ValueError) as error:
            raise DamagedValueError from error
        raise DamagedValueError

    def read_value(self, offset: int) -> object:
        """Return a value that `pack_value` packed. Raises DamagedValueError."""
        value = self._kept.get(offset)
        if value is None:
            value = self._read_value(offset)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[offset] = value
        return value

    def _read_value(self, offset: int) -> object:
        try:
            content = self.read(_READ_AHEAD, offset)
            end = _HEAD + int.from_bytes(content[:4], "little")
            if end > len(content):
                content = self.read(end, offset)
            value = content[_HEAD:end]
            if len(content) >= end and content[4:_HEAD] == _checksum(value):
                return self._decode(value.decode())
        except (OSError, ValueError) as error:
            raise DamagedValueError from error
        raise DamagedValueError

    def find_in_source(self, lost: Session | Speaker) -> Session | Speaker | None:
        """Return a session or a speaker as the source has it now.

        None if it is gone, or is another one by now.
        """
        if self._source is None:
            self._source = {}
            for session in self.reread().sessions:
                self._source[_look(session)] = session
                self._source.update((_look(speaker), speaker) for speaker in session.speakers)
        return self._source.get(_look(lost))


def _look(shown: Session | Speaker) -> object:
    """Return what tells a session or a speaker from others, and how it looks."""
    if isinstance(shown, Session):
        return shown.id, shown.title, shown.start, shown.rooms
    return shown.id, shown.name


def pack_value(value: bytes) -> bytes:
    """Return a value as `SnapshotFile.read_value` finds it in a file."""
    return len(value).to_bytes(4, "little") + _checksum(value) + value


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "little")


class StoredColumn:
    """Where the values of a field are in the file of a snapshot."""

    __slots__ = ("base", "file", "missing", "numbers")

    def __init__(
        self, file: SnapshotFile, base: int, numbers: Iterable[int], missing: object
    ) -> None:
        """Create it without reading the file.

        Args:
            file: The file.
            base: Where in it the values begin.
            numbers: Of each row, where its value begins from there on, doubled; plus 1 for the
                answer to what a filter asks about it.
            missing: Stands for a value that is damaged; of the same type.

        Raises:
            ValueError: A number is negative or too large for a file.
        """
        self.file = file
        self.base = base
        self.missing = missing
        try:
            self.numbers = array("Q", numbers)  # a quarter of the memory of a list
        except OverflowError as error:
            raise ValueError from error


class StoredValue:
    """A value in the file of a snapshot; equal to the value itself.

    There are four for each session, so it has as little as possible.
    """

    __slots__ = ("column", "row")

    def __init__(self, column: StoredColumn, row: int) -> None:
        """Create it without reading the file."""
        self.column = column
        self.row = row

    @property
    def file(self) -> SnapshotFile:
        """The file."""
        return self.column.file

    @property
    def offset(self) -> int:
        """Where in the file the value is."""
        return self.column.base + self.column.numbers[self.row] // 2

    @property
    def answer(self) -> bool:
        """What `has_abstract` says of an abstract, and `has_outline` of a body."""
        return bool(self.column.numbers[self.row] % 2)

    def load(self) -> object:
        """Return the value. Raises DamagedValueError."""
        return self.file.read_value(self.offset)

    def load_sound(self) -> object:
        """Return the value; None if it is damaged."""
        with suppress(DamagedValueError):
            loaded = self.load()
            if type(loaded) is type(self.column.missing):
                return loaded
        return None

    def __eq__(self, other: object) -> bool:
        """Return whether the other has the same value; False if this one is damaged."""
        if isinstance(other, StoredValue) and (other.file, other.offset) == (
            self.file,
            self.offset,
        ):
            return True
        try:
            return self.load() == (other.load() if isinstance(other, StoredValue) else other)
        except DamagedValueError:
            return False

    __hash__ = None  # type: ignore[assignment]  # it may be a mapping


def _stored(model: type[Session] | type[Speaker], name: str) -> Any:
    """Return the property of a field that may be in a file.

    A damaged value is taken from the source, if it is there.
    """
    position = model._fields.index(name)

    def get(self: Session | Speaker) -> object:
        value: object = tuple.__getitem__(self, position)
        if not isinstance(value, StoredValue):
            return value
        sound = value.load_sound()
        if sound is not None:
            return sound
        return getattr(value.file.find_in_source(self), name, value.column.missing)

    return property(get, doc=f"As `{model.__name__}.{name}`.")


def _answer(name: str, field: str) -> Any:
    """Return the property of a session that need not read the field it depends on."""
    position = Session._fields.index(field)

    def get(self: Session) -> bool:
        value: object = tuple.__getitem__(self, position)
        if isinstance(value, StoredValue):
            return value.answer
        return bool(getattr(Session, name).fget(self))

    return property(get, doc=f"As `Session.{name}`.")


class StoredSpeaker(Speaker):
    """A speaker whose biography, links and extra keys may be in a file."""

    __slots__ = ()
    __hash__ = Speaker.__hash__
    bio = _stored(Speaker, "bio")
    links = _stored(Speaker, "links")
    extra = _stored(Speaker, "extra")


class StoredSession(Session):
    """A session whose abstract, body, links and extra keys may be in a file."""

    __slots__ = ()
    __hash__ = Session.__hash__
    abstract = _stored(Session, "abstract")
    body = _stored(Session, "body")
    links = _stored(Session, "links")
    extra = _stored(Session, "extra")
    has_abstract = _answer("has_abstract", "abstract")
    has_outline = _answer("has_outline", "body")
