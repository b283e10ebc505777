"""A cache of parsed conferences, so that an unchanged folder or file is not read again.

A snapshot may be lost or damaged at any time: then the source is read. It is a file of these lines:

1. what made it from what, as JSON;
2. the size of the file, how many bytes the texts have, and length and CRC-32 of each line below;
3. the state of the files of the source, as JSON: while it is the same, the snapshot is valid;
4. the conference without its sessions, as JSON;
5. the overview of its sessions, and the ids of those in each of the next lines, as JSON;
6. where the search indexes are, as JSON;
7. some sessions each, in the order of the conference (see `columns`).

Then come the texts of the sessions, which are checked one by one when they are read, and the search
indexes of a large conference. All is in one file, so what is open stays as it was when another
program clears the cache or replaces the snapshot.
"""

import json
import os
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import accumulate, chain, count
from pathlib import Path
from typing import Any, NamedTuple

from confui import __version__
from confui.atomic_write import make_folder, write_atomically
from confui.regular_file import open_regular_file
from confui.schedule.models import Conference, Problem, Session
from confui.sources.codec import decode_stored, encode, from_json, parse, reader_of, to_json
from confui.sources.columns import PackedTexts, decode_sessions, encode_sessions
from confui.sources.names import SETTINGS_FILE, SITE_FILES, find_conference_folder
from confui.sources.progress import report_progress
from confui.sources.stored_sessions import SnapshotFile
from confui.sources.syntax.files import UNREADABLE, printable_path, source_files

MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024
"""The largest snapshot that is read or written. Most of it is texts, which stay in the file."""

MAX_SNAPSHOTS = 50
"""When there are more, the oldest is deleted."""

TIMESTAMP_GRANULARITY = 2_000_000_000
"""Nanoseconds (FAT has 2 s). A file changed twice within this time may keep its time stamp."""

_SUFFIX = ".json"
_OUR_NAMES = r"[0-9a-f]{8}\.\w+|\.confui-\d+-\d+"
"""Snapshots, what earlier versions kept beside them, and drafts."""
_LONGEST_WRITING = 3600 * 10**9
"""Nanoseconds. A draft that is so much older than the newest file is nobody's any more."""
_FORMAT = 11
"""The version of the format of snapshots."""
_FEWEST_TOGETHER, _MOST_TOGETHER = 50, 100
"""How many sessions a line has, unless there are no more."""
_MOST_AT_ONCE = 3
"""When there are more lines of sessions, they are decoded one by one, when they are needed."""
_SUMMARY_BYTES = 64 * 1024
"""The longest second line that is read."""


_Line = Callable[[], str]
"""Reads a line of a snapshot. Raises ValueError if it is damaged."""


class Snapshot:
    """The snapshot of one folder or file; it need not exist.

    `watch` the source before it is read: if a file changes while it is read, the snapshot is not
    valid later, and if one comes and goes again, it is not kept. A change that keeps size, inode
    and both times of a file is not noticed.
    """

    def __init__(
        self,
        cache: Path | None,
        source: Path,
        shown: str,
        now: int,
        *,
        digest: str = "",
        spare: Path | None = None,
    ) -> None:
        """Create the object without touching the snapshot.

        Args:
            cache: The folder of the snapshots; it need not exist. None keeps nothing.
            source: The folder or file; it exists.
            shown: The source as the screen names it, with all else that the result depends on.
            now: The time in nanoseconds, from the clock that stamps files.
            digest: The SHA-256 that the file must have; empty for any.
            spare: A folder for the snapshot if the cache cannot have it. Only programs that know
                of it use it, so what was read just after a change may be there too.
        """
        self._source = source.resolve()
        key = f"{printable_path(str(self._source))} {shown}"
        name = f"{zlib.crc32(key.encode()):08x}{_SUFFIX}"
        self._kept = cache / name if cache else None
        self._spare = spare / name if spare else None
        self._path = self._kept or self._spare
        """Where the snapshot is; None if it cannot be anywhere."""
        head = json.dumps([_FORMAT, __version__, _newest_code_change(), key, digest])
        self._head = head.encode() + b"\n"
        self._oldest_change = now - TIMESTAMP_GRANULARITY
        self._seen: tuple[str, bool] | None = None
        """What `look` has seen, and whether no file was changed just before."""
        self._folders: _FileStats = []
        """What `watch` has seen."""

    def look(self) -> str:
        """Return the state of all files that the conference is read from, as at the first call."""
        if self._seen is None:
            path = self._source
            stats = _folder_stats(path) if path.is_dir() else _file_stats(path)
            oldest = self._oldest_change
            settled = all(time < oldest for _, numbers in stats for time in numbers[:2])
            self._seen = json.dumps(stats), settled
        return self._seen[0]

    def watch(self) -> None:
        """Look at the source before it is read, and at its folders until `save`."""
        self.look()
        self._folders = _stats_of_folders(self._source)

    def load(
        self, reread: Callable[[], Conference], *, check_later: bool = False
    ) -> Conference | None:
        """Return the conference in the snapshot; None if there is no valid one.

        The texts of its sessions stay in the file, which stays open.

        Args:
            reread: Reads the source, for when it turns out that the file is damaged.
            check_later: Whether somebody will ask `StoredConference.is_current` of a large
                conference; the files of its source are not looked at before.
        """
        for path in filter(None, (self._spare, self._kept)):
            with suppress(OSError, ValueError):  # damaged: the source is read
                file = SnapshotFile(open_regular_file(path), decode_stored, reread)
                if file.size <= MAX_SNAPSHOT_BYTES:
                    conference = self._load(file, check_later)
                    if conference is not None:
                        self._path = path
                        return conference
        return None

    def _load(self, file: SnapshotFile, check_later: bool) -> Conference | None:
        """Return the conference in a file. Raises OSError and ValueError."""
        start = file.read(len(self._head) + _SUMMARY_BYTES, 0)
        if not start.startswith(self._head):
            return None
        summary = start[len(self._head) :].partition(b"\n")[0]
        size, length_of_texts, *numbers = map(int, summary.split())
        lengths, checksums = numbers[::2], numbers[1::2]
        if size != file.size:
            return None
        begin = len(self._head) + len(summary) + 1
        *starts, texts = accumulate(lengths, initial=begin)
        files, first, about, ids, indexes, *of_sessions = [
            partial(file.read_line, *place)
            for place in zip(starts, lengths, checksums, strict=True)
        ]
        is_large = len(of_sessions) > _MOST_AT_ONCE
        if not (is_large and check_later) and not self._is_current(files):
            return None
        conference = from_json(first())
        parts = [partial(_decode_part, line, file, texts) for line in of_sessions]
        if not is_large:
            return conference._replace(sessions=tuple(chain.from_iterable(p() for p in parts)))
        # A small conference needs none of these; they take 1.5 ms, a twenty-fifth of `confui now`.
        from confui.sources.snapshot_indexes import IndexPlace, SnapshotIndexes
        from confui.sources.stored_conference import Overview, StoredConference, StoredSessions

        stored: Any = StoredSessions(
            partial(_decode_line, about, Overview),
            partial(_decode_line, ids, tuple[tuple[str, ...], ...]),
            parts,
            file.reread,
            SnapshotIndexes(
                file,
                texts + length_of_texts,
                partial(_decode_line, indexes, tuple[IndexPlace, ...]),
                self.drop,
            ),
            partial(self._is_current, files) if check_later else None,
        )
        return StoredConference._make(conference)._replace(sessions=stored)

    def _is_current(self, files: _Line) -> bool:
        try:
            return self.look() == files()
        except ValueError:
            return False  # damaged

    def save(self, conference: Conference, indexes: Iterable[tuple[str, bytes]] = ()) -> None:
        """Write the snapshot, if the disk can be written.

        Nothing is written to the cache if a file was unreadable, changed so recently that it may
        change again with the same time stamp, or came or went in a folder since `watch`.

        Args:
            conference: The conference.
            indexes: The parts of its search indexes, which are made when they are written.
        """
        files = self.look()
        unreadable = any(problem.code == UNREADABLE for problem in conference.problems)
        is_settled = not unreadable and self._seen == (files, True)
        if is_settled and self._folders:
            is_settled = self._folders == _stats_of_folders(self._source)
        paths = [*filter(None, (self._kept if is_settled else None, self._spare))]
        if not paths:
            return
        with suppress(ValueError):
            summary, content = _pack(conference, indexes, files, len(self._head))
            whole = b"".join((self._head, summary, b"\n", content))
            for path in paths if len(whole) <= MAX_SNAPSHOT_BYTES else ():
                with suppress(OSError):  # a full or read-only disk: the source will be read again
                    make_folder(path.parent)
                    write_atomically(path, whole, durable=False)
                    self._path = path
                    _drop_oldest(path.parent)
                    return

    def drop(self) -> None:
        """Delete the snapshot, so that the source is read the next time."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


class CacheSize(NamedTuple):
    """What is in the cache."""

    conferences: int
    bytes: int


def measure_cache(cache: Path) -> CacheSize:
    """Return how many conferences are in the cache, and how much that is with their indexes."""
    files = list(_our_files(cache))
    snapshots = sum(entry.name.endswith(_SUFFIX) for entry in files)
    return CacheSize(snapshots, sum(entry.stat(follow_symlinks=False).st_size for entry in files))


def clear_cache(cache: Path) -> None:
    """Delete what confui wrote to the cache, and nothing else there; another confui may run.

    Raises:
        OSError: A file cannot be deleted.
    """
    for entry in _our_files(cache):
        with suppress(FileNotFoundError):  # another process was faster
            os.unlink(entry)  # noqa: PTH108


def _our_files(cache: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(cache) as entries:
            yield from [
                entry
                for entry in entries
                if entry.is_file(follow_symlinks=False) and re.fullmatch(_OUR_NAMES, entry.name)
            ]
    except FileNotFoundError:
        return  # nothing was kept yet


def _pack(
    conference: Conference, indexes: Iterable[tuple[str, bytes]], files: str, before: int
) -> tuple[bytes, bytes]:
    """Return the second line of a snapshot, and what follows, if `before` bytes are before it."""
    # Loads queries, and a valid snapshot needs none.
    from confui.sources.overview import make_overview
    from confui.sources.snapshot_indexes import pack_indexes

    texts = PackedTexts()
    parts = list(_in_parts(conference.sessions))
    lines = [
        files,
        to_json(conference._replace(sessions=())),
        encode(make_overview(conference, parts)),
        encode([[session.id for session in sessions] for sessions in parts]),
    ]
    of_sessions = []
    done, total = 0, len(conference.sessions)
    for sessions in parts:
        report_progress("saved", done, total)
        of_sessions.append(encode_sessions(sessions, texts))
        done += len(sessions)
    places, contents = pack_indexes(indexes)
    packed = [line.encode() + b"\n" for line in (*lines, encode(places), *of_sessions)]
    content = b"".join((*packed, texts.content, *contents))
    checks = b"".join(b" %d %d" % (len(line), zlib.crc32(line)) for line in packed)
    checks = b" %d%b" % (len(texts.content), checks)
    size = before + len(checks) + 1 + len(content)
    digits = next(n for n in count(1) if len(str(size + n)) == n)
    return b"%d%b" % (size + digits, checks), content


def _decode_part(line: _Line, file: SnapshotFile, texts: int) -> list[Session]:
    return decode_sessions(line(), file, texts)


def _decode_line(line: _Line, kind: object) -> Any:
    try:
        return reader_of(kind)(parse(line()))
    except TypeError as error:
        raise ValueError("no line of a snapshot") from error


def _in_parts(sessions: Sequence[Session]) -> Iterator[Sequence[Session]]:
    """Yield sessions in parts of one day each, unless that day has few of them."""
    begin = 0
    for end in range(1, len(sessions) + 1):
        is_next_day = end == len(sessions) or sessions[end].day != sessions[begin].day
        if end - begin == _MOST_TOGETHER or (is_next_day and end - begin >= _FEWEST_TOGETHER):
            yield sessions[begin:end]
            begin = end
    if begin < len(sessions):
        yield sessions[begin:]


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


def _stats_of_folders(source: Path) -> _FileStats:
    """Return the state of all folders in which files of a source may come and go."""
    listed: list[str] = []
    folders = [source.parent]
    if source.is_dir():
        deque(source_files(source, [], listed), maxlen=0)
        folders = [find_conference_folder(source), *(source / inside for inside in listed)]
    return [(str(folder), _stat_numbers(str(folder))) for folder in folders]


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
    """Delete the oldest snapshots if there are too many, and what belongs to none.

    That is what earlier versions kept beside them, and drafts of programs that were killed.
    """
    times = {entry: entry.stat().st_mtime_ns for entry in _our_files(cache)}
    entries = sorted(times, key=lambda entry: times[entry], reverse=True)
    snapshots = [entry for entry in entries if entry.name.endswith(_SUFFIX)]
    kept = set(snapshots[:MAX_SNAPSHOTS])
    for entry in entries:
        is_young = times[entries[0]] - times[entry] < _LONGEST_WRITING
        is_draft = entry.name.startswith(".") and is_young
        if entry not in kept and not is_draft:
            os.unlink(entry)  # noqa: PTH108
