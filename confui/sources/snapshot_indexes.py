"""The search indexes in the file of a snapshot, which are read when somebody searches."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from confui.sources.stored_sessions import SnapshotFile


class IndexPlace(NamedTuple):
    """Where a part of the indexes is."""

    name: str
    start: int
    """Bytes from where the indexes begin."""
    length: int
    checksum: int
    """Its CRC-32."""


class SnapshotIndexes:
    """The indexes in a file; see `confui.schedule.search.StoredIndexes`.

    Checksums find damage, not malice: who reads a part checks its values.
    """

    def __init__(
        self,
        file: SnapshotFile,
        begin: int,
        places: Callable[[], Iterable[IndexPlace]],
        drop: Callable[[], None],
    ) -> None:
        """Read nothing yet.

        Args:
            file: The file.
            begin: Where in it the indexes begin.
            places: Returns the places of the parts. Raises ValueError if they are damaged.
            drop: Deletes the snapshot.
        """
        self._file = file
        self._begin = begin
        self._read_places = places
        self.drop = drop

    @cached_property
    def _places(self) -> Mapping[str, IndexPlace]:
        try:
            return {place.name: place for place in self._read_places()}
        except ValueError:
            self.drop()
            return {}

    def read(self, name: str) -> bytes | None:
        """Return the part with a name; None if there is none, or if it is damaged."""
        place = self._places.get(name)
        if place is None:
            return None
        content = self.read_slice(name, 0, place.length)
        if content is None or zlib.crc32(content) != place.checksum:
            self.drop()
            return None
        return content

    def read_slice(self, name: str, start: int, stop: int) -> bytes | None:
        """Return bytes of the part with a name, unchecked; None if there is none."""
        place = self._places.get(name)
        if place is not None:
            with suppress(OSError, OverflowError):
                begin = self._begin + place.start + start
                return self._file.read(min(stop, place.length) - start, begin)
        return None


def pack_indexes(parts: Iterable[tuple[str, bytes]]) -> tuple[list[IndexPlace], list[bytes]]:
    """Return the places of the parts of indexes, one behind the other, and their contents."""
    places: list[IndexPlace] = []
    contents: list[bytes] = []
    start = 0
    for name, content in parts:
        places.append(IndexPlace(name, start, len(content), zlib.crc32(content)))
        contents.append(content)
        start += len(content)
    return places, contents
