"""A cache of parsed conferences, so that an unchanged folder or file is not read again.

A snapshot may be lost or damaged at any time: then the source is read. It is a file of three lines:
the conditions under which it is valid as JSON, the CRC-32 of the third line, and the conference as
JSON.
"""

import json
import os
import zlib
from pathlib import Path

from confui import __version__
from confui.atomic_write import make_folder, write_atomically
from confui.schedule.models import Conference, Problem
from confui.sources.codec import from_json, to_json
from confui.sources.names import SETTINGS_FILE, SITE_FILES, find_conference_folder
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import printable_path, read_bytes, source_files

MAX_SNAPSHOT_BYTES = 64 * 1024 * 1024
"""The largest snapshot that is read or written."""

MAX_SNAPSHOTS = 50
"""When there are more, the oldest is deleted."""

TIMESTAMP_GRANULARITY = 2_000_000_000
"""Nanoseconds (FAT has 2 s). A file changed twice within this time may keep its time stamp."""

_SUFFIX = ".json"
_FORMAT = 2
"""The version of the format of snapshots."""


class Snapshot:
    """The snapshot of one folder or file as it is now; the snapshot need not exist.

    Create it before the source is read: if a file changes while it is read, the snapshot is not
    valid later. A change that keeps size, inode and both times of a file is not noticed.
    """

    def __init__(
        self, cache: Path, source: Path, shown: str, now: int, *, digest: str = ""
    ) -> None:
        """Record the state of all files that the conference is read from.

        Args:
            cache: The folder of the snapshots; it need not exist.
            source: The folder or file; it exists.
            shown: The source as the screen names it, with all else that the result depends on.
            now: The time in nanoseconds, from the clock that stamps files.
            digest: The SHA-256 that the file must have; empty for any.
        """
        path = source.resolve()
        stats = _folder_stats(path) if path.is_dir() else _file_stats(path)
        key = f"{printable_path(str(path))} {shown}"
        self._path = cache / f"{zlib.crc32(key.encode()):08x}{_SUFFIX}"
        self._conditions = json.dumps(
            [_FORMAT, __version__, _newest_code_change(), key, digest, stats]
        )
        oldest = now - TIMESTAMP_GRANULARITY
        self._settled = all(time < oldest for _, numbers in stats for time in numbers[:2])
        self._identity = b""
        """What tells this snapshot from all others; empty until it was loaded or saved."""

    def load(self) -> Conference | None:
        """Return the conference in the snapshot; None if there is no valid one."""
        try:
            content = read_bytes(self._path, limit=MAX_SNAPSHOT_BYTES)
            conditions, checksum, conference = content.split(b"\n", 2)
            if conditions.decode() != self._conditions or checksum != _checksum(conference):
                return None
            loaded = from_json(conference.decode())
            self._identity = _checksum(conditions) + checksum
            return loaded
        except (BrokenFileError, ValueError):
            return None  # damaged: the source is read, and a new snapshot written

    def save(self, conference: Conference) -> None:
        """Write the snapshot, if the disk can be written.

        Nothing is written if a file was unreadable, or changed so recently that it may change again
        with the same time stamp.
        """
        unreadable = any(problem.code == "unreadable" for problem in conference.problems)
        if unreadable or not self._settled:
            return
        try:
            line = to_json(conference).encode()
            content = b"\n".join((self._conditions.encode(), _checksum(line), line))
            if len(content) <= MAX_SNAPSHOT_BYTES:
                make_folder(self._path.parent)
                write_atomically(self._path, content, durable=False)
                self._identity = _checksum(self._conditions.encode()) + _checksum(line)
                _drop_oldest(self._path.parent)
        except (OSError, ValueError):
            return  # a full or read-only disk: the source will be read again

    def read_part(self, name: str) -> bytes | None:
        """Return what `write_part` wrote for exactly this snapshot; None if there is nothing valid.

        The snapshot was loaded or saved before. A part is a file of its own beside the snapshot,
        such as a search index, and may be lost or damaged at any time: then it is made anew. Its
        checksum finds damage, not malice: whoever reads it checks its values.
        """
        try:
            content = read_bytes(self._part(name), limit=MAX_SNAPSHOT_BYTES)
            head, checksum, part = content.split(b"\n", 2)
        except (BrokenFileError, ValueError):
            return None
        is_valid = head == self._identity != b"" and checksum == _checksum(part)
        return part if is_valid else None

    def write_part(self, name: str, content: bytes) -> bool:
        """Keep something that was derived from this snapshot, under a name of letters and digits.

        Return False if that cannot be: there is no snapshot, or the disk cannot be written.
        """
        content = b"\n".join((self._identity, _checksum(content), content))
        if not self._identity or len(content) > MAX_SNAPSHOT_BYTES:
            return False
        try:
            write_atomically(self._part(name), content, durable=False)
        except OSError:
            return False
        return True

    def _part(self, name: str) -> Path:
        assert name.isalnum()
        return self._path.with_suffix(f".{name}")


def _checksum(content: bytes) -> bytes:
    return b"%08x" % zlib.crc32(content)


_FileStats = list[tuple[str, list[int]]]
"""The path of each file that is read, with its `_stat_numbers`."""


def _folder_stats(folder: Path) -> _FileStats:
    parents = (folder, find_conference_folder(folder))
    settings = [str(parent / name) for parent in parents for name in (SETTINGS_FILE, *SITE_FILES)]
    problems: list[Problem] = []
    stats = [(printable_path(path), _stat_numbers(path)) for path in settings]
    for path in source_files(folder, problems):
        stats.append((printable_path(path), _stat_numbers(f"{folder}/{path}")))
    stats.extend((f"{problem.file}: {problem.message}", []) for problem in problems)
    return stats


def _file_stats(file: Path) -> _FileStats:
    settings = str(file.parent / SETTINGS_FILE)
    return [("", _stat_numbers(str(file))), (printable_path(settings), _stat_numbers(settings))]


def _stat_numbers(path: str) -> list[int]:
    """Return the modification time, change time, size and inode of a file; empty if there is none.

    No program can set the change time of an inode back.
    """
    try:
        status = os.stat(path)  # noqa: PTH116  # there are thousands, and creating a Path takes longer
    except OSError:
        return []
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]


def _newest_code_change() -> int:
    """Return when the code that reads sources changed last, in nanoseconds.

    So a developer who changes a reader does not get an old snapshot.
    """
    package = Path(__file__).parents[1]
    folders = [package / "sources", package / "schedule"]
    newest = 0
    try:
        while folders:
            for entry in os.scandir(folders.pop()):
                if entry.name.endswith(".py"):
                    newest = max(newest, entry.stat().st_mtime_ns)
                elif entry.is_dir() and entry.name != "__pycache__":
                    folders.append(Path(entry.path))
    except OSError:
        return 0  # confui runs from an archive, where nobody edits it
    return newest


def _drop_oldest(cache: Path) -> None:
    """Delete the oldest snapshots if there are too many, and the parts of those that are gone."""
    entries = sorted(os.scandir(cache), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    snapshots = [entry for entry in entries if entry.name.endswith(_SUFFIX)]
    kept = {entry.name.partition(".")[0] for entry in snapshots[:MAX_SNAPSHOTS]}
    for entry in entries:
        if not entry.name.startswith(".") and entry.name.partition(".")[0] not in kept:
            os.unlink(entry)  # noqa: PTH108
