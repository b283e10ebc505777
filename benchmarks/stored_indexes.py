"""Packed search indexes in memory."""

from confui.schedule.search import Corpus


class IndexesInMemory(dict[str, bytes]):
    """What was packed, by name; see `confui.schedule.search.StoredIndexes`."""

    is_dropped = False

    @classmethod
    def of(cls, corpus: Corpus) -> "IndexesInMemory":
        """Return all indexes of a corpus."""
        return cls(corpus.pack())

    def read(self, name: str) -> bytes | None:
        """Return what has a name."""
        return self.get(name)

    def read_slice(self, name: str, start: int, stop: int) -> bytes | None:
        """Return a part of what has a name."""
        return self[name][start:stop] if name in self else None

    def drop(self) -> None:
        """Keep in mind that something was damaged."""
        self.is_dropped = True
