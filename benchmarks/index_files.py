"""Files for indexes, in memory."""


class IndexFilesInMemory(dict[str, bytes]):
    """What is kept, by name; see `confui.schedule.search.IndexFiles`."""

    def read_part(self, name: str) -> bytes | None:
        """Return what was kept."""
        return self.get(name)

    def read_slice(self, name: str, start: int, stop: int) -> bytes | None:
        """Return a part of what was kept."""
        return self[name][start:stop] if name in self else None

    def write_part(self, name: str, content: bytes) -> bool:
        """Keep something."""
        self[name] = content
        return True
