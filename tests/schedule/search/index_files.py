"""Files for indexes, in memory."""


class IndexFilesInMemory(dict[str, bytes]):
    """What is kept, by name."""

    def read_part(self, name: str) -> bytes | None:
        return self.get(name)

    def read_slice(self, name: str, start: int, stop: int) -> bytes | None:
        return self[name][start:stop] if name in self else None

    def write_part(self, name: str, content: bytes) -> bool:
        self[name] = content
        return True
