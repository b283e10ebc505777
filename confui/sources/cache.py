"""Snapshots: what a folder or file held when it was last read, so that it need not be read again.

A snapshot may be lost or damaged at any time: then the source is read, as without one. It is a file
of two lines, the first of what has to be as it was, the second with the conference.
"""

import json
import os
import zlib
from pathlib import Path

from confui import __version__
from confui.atomic_write import write_atomically
from confui.schedule.models import Conference, Problem
from confui.sources.codec import from_json, to_json
from confui.sources.names import SETTINGS_FILE, SITE_FILE, find_conference_folder
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import printable_path, read_text, source_files

MAX_SNAPSHOT_BYTES = 64 * 1024 * 1024
"""How large a snapshot may be."""

MAX_SNAPSHOTS = 50
"""How many are kept; beyond that the oldest goes."""

SETTLING = 2_000_000_000
"""For how many nanoseconds after a change a file may change again and keep its time stamp."""

_FORMAT = 1


class Snapshot:
    """The snapshot of one folder or file as it is now, whether or not there is one yet.

    The files are looked at here, so this comes before reading them: what changes while they are
    read does not fit the snapshot then. What no time stamp shows stays unseen: a file rewritten
    behind the system's back, with its size, its place on the disk and both its times as before.
    """

    def __init__(self, cache: Path, source: Path, shown: str, now: int) -> None:
        """Look at all files that count.

        Args:
            cache: The folder of the snapshots; it need not exist.
            source: The conference; it exists.
            shown: The source as the conference names it.
            now: The time in nanoseconds of the clock that stamps files.
        """
        whole = source.resolve()
        stamps = _stamps(whole) if whole.is_dir() else _stamps_of_file(whole)
        place = f"{printable_path(str(whole))} {shown}"
        self._path = cache / f"{zlib.crc32(place.encode()):08x}.json"
        self._conditions = json.dumps([_FORMAT, __version__, _newest_code(), place, stamps])
        self._settled = all(time < now - SETTLING for _, marks in stamps for time in marks[:2])

    def load(self) -> Conference | None:
        """Return the conference if there is a snapshot that fits in everything, else None."""
        try:
            conditions, _, conference = read_text(self._path, limit=MAX_SNAPSHOT_BYTES).partition(
                "\n"
            )
            return from_json(conference) if conditions == self._conditions else None
        except (BrokenFileError, ValueError):
            return None  # it was damaged, which costs no more than reading the source

    def save(self, conference: Conference) -> None:
        """Keep the conference that the source holds, unless that could be another one in a moment.

        Failing to do so is no harm.
        """
        fleeting = any(problem.code == "unreadable" for problem in conference.problems)
        if fleeting or not self._settled:
            return
        try:
            content = f"{self._conditions}\n{to_json(conference)}".encode()
            if len(content) <= MAX_SNAPSHOT_BYTES:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_atomically(self._path, content, durable=False)
                _drop_oldest(self._path.parent)
        except (OSError, ValueError):
            return  # a full or read-only disk: the source will be read again


def _stamps(folder: Path) -> list[tuple[str, list[int]]]:
    """Return the name of each file that counts, with what changes when it does."""
    homes = (folder, find_conference_folder(folder))
    settings = [str(home / name) for home in homes for name in (SETTINGS_FILE, SITE_FILE)]
    problems: list[Problem] = []
    stamps = [(printable_path(path), _marks(path)) for path in settings]
    for path in source_files(folder, problems):
        stamps.append((printable_path(path), _marks(f"{folder}/{path}")))
    stamps.extend((f"{problem.file}: {problem.message}", []) for problem in problems)
    return stamps


def _stamps_of_file(file: Path) -> list[tuple[str, list[int]]]:
    settings = str(file.parent / SETTINGS_FILE)
    return [("", _marks(str(file))), (printable_path(settings), _marks(settings))]


def _marks(path: str) -> list[int]:
    """Return a file's two times, its size and its inode, or nothing where there is no file.

    The second time is when the inode changed, which no program can set back.
    """
    try:
        status = os.stat(path)  # noqa: PTH116  # there are thousands, and a Path costs more than this
    except OSError:
        return []
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]


def _newest_code() -> int:
    """Return the newest change time of the code that reads sources, in nanoseconds.

    A developer who changes a reader then sees the effect, and no snapshot of before.
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
        return 0  # in an archive, where nobody works on it
    return newest


def _drop_oldest(cache: Path) -> None:
    by_age = sorted(os.scandir(cache), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in by_age[MAX_SNAPSHOTS:]:
        os.unlink(entry)  # noqa: PTH108
