"""Reads a conference from a folder of talk files or from a schedule file."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from errno import EINVAL
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from confui.doorway import TYPE_CHECKING
from confui.schedule.models import Conference, Severity
from confui.sources.names import SETTINGS_FILE, find_talk_folder
from confui.sources.problems import BrokenFileError
from confui.sources.progress import report_progress
from confui.sources.syntax.files import is_json, is_markdown, is_yaml, source_files
from confui.text import clean

if TYPE_CHECKING:
    from confui.sources.cache import Snapshot

_SUFFIXES = (".xml", ".json", ".ics", ".ical", ".yaml", ".yml", ".md", ".markdown", ".html")
_EXPECTED = "a folder of talk files or a schedule file"
_FEWEST_STORED = 500
"""A conference with so many sessions is not kept in memory as it was read, and indexed at once."""
_MAX_LISTED = 5
"""How many schedule files an error message lists."""
_MOST_BYTES_AT_ONCE = 256 * 1024
"""Of a schedule file that is read while somebody waits."""
_MOST_FILES_AT_ONCE = 150
"""Talk files that are read while somebody waits; the shipped 87 take 50 ms."""


class SourceError(Exception):
    """A conference cannot be read. The message is one line that says what to do, safe to show."""

    def __init__(
        self, message: str, folders: tuple[str, ...] = (), *, talk_in: Path | None = None
    ) -> None:
        super().__init__(message)
        self.folders = folders
        """Where the source holds several conferences, their folders within it."""
        self.talk_in = talk_in
        """Where the source is a single talk file: the folder of its conference."""


class SlowSourceError(Exception):
    """A source has no valid snapshot, and is too large to be read while somebody waits."""


def is_url(source: str) -> bool:
    """Return whether a source is a URL; otherwise it is a path."""
    return "://" in source


def is_path_or_url(source: str) -> bool:
    """Return whether a source is a URL or a path; otherwise it may be the name of a conference.

    A path has a slash, begins with a dot or a tilde, ends like a schedule file, or exists. An empty
    source names no conference.
    """
    is_path = source.startswith((".", "~")) or source.lower().endswith(_SUFFIXES)
    is_path = is_path or "/" in source or os.sep in source or not source.strip()
    return is_path or os.path.lexists(source)


def open_conference(
    source: str | Path,
    *,
    cache: Path | None = None,
    clock: Callable[[], int] = time.time_ns,
    shown: str = "",
    zone: str = "",
    language: str = "",
    digest: str = "",
    quickly: bool = False,
) -> Conference:
    """Return the conference in a folder of talk files, or in a schedule file.

    The content of a file decides its format: XML or JSON by frab or pretalx, JSON by Sessionize, or
    a calendar. In a folder without talk files, its only schedule file is read.

    Mistakes in the source become `Conference.problems`.

    Args:
        source: The folder or file.
        cache: A folder for snapshots; it need not exist. A source that has not changed is then
            loaded from its snapshot. None reads the source every time.
        clock: Returns the time in nanoseconds, from the clock that stamps files.
        shown: The source as the screen names it; empty for its path.
        zone: The IANA time zone of the venue if the attendee gave one; it overrides the source.
        language: In which language to show translated talk files, such as `fr`; it overrides the
            source. Empty for what the source says, else for the most usual one.
        digest: The SHA-256 that a file must have, in hexadecimal; empty for any.
        quickly: Whether somebody waits. Then a large conference may come from its snapshot without
            a look at the source, and somebody has to ask `StoredConference.is_current` soon.

    Raises:
        SourceError: The source does not exist, has nothing that could be a schedule, or does not
            have the digest.
        SlowSourceError: It is large, and has to be read, but somebody waits.
    """
    path, given = Path(source), str(source)
    shown = shown or clean(given)
    if not given.strip():
        raise SourceError(f"No conference given; give {_EXPECTED}")
    with _refusing_unreadable(shown):
        try:
            mode = path.stat().st_mode
        except ValueError as error:  # a NUL in the name
            raise OSError(EINVAL, str(error)) from error
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            raise _nothing_to_read(shown)
        location = _Location(path, shown, zone, language, digest)
        conference = _read_cached(location, cache, clock, quickly=quickly)
        if conference is None:
            path = _only_schedule_file(path, shown)
            location = _Location(path, f"{shown.rstrip('/')}/{clean(path.name)}", zone, "", digest)
            conference = _read_cached(location, cache, clock, quickly=quickly)
    assert conference is not None  # `_read_file` returns a conference or raises
    return conference


@contextmanager
def _refusing_unreadable(shown: str) -> Iterator[None]:
    """Raise SourceError if a source does not exist, or goes away while it is read."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError(f"{shown}: no such folder or file; give {_EXPECTED}") from None
    except OSError as error:
        reason = clean(error.strerror or str(error))
        raise SourceError(f"{shown}: cannot be read ({reason}); give {_EXPECTED}") from error


def read_schedule(content: bytes, name: str, *, shown: str, zone: str = "") -> Conference:
    """Return the conference in the content of a schedule file.

    Args:
        content: The content.
        name: A name for the conference if the content does not give one.
        shown: Where the content is from, as the screen names it; safe to show.
        zone: As for `open_conference`.

    Raises:
        SourceError: It is not a schedule that confui can read.
    """
    if _read_elsewhere.get() is not None and len(content) > _MOST_BYTES_AT_ONCE:
        conference = _take_snapshot(ReadRequest(name, shown, zone, "", "", ""), content)
        if conference is not None:
            return conference
    from confui.sources.formats import make_source_info, read_content

    info = make_source_info(name, "schedule", shown, zone)
    return _refuse_broken(shown, lambda: read_content(content, info))


class _Location(NamedTuple):
    """A folder or file, with the arguments of `open_conference` that its reader needs."""

    path: Path
    shown: str
    zone: str
    language: str
    digest: str

    @property
    def key(self) -> str:
        """All that a snapshot of it depends on, beside its path and its files."""
        return f"{self.shown} {self.zone} {self.language}".strip()

    def read(self) -> Conference | None:
        """Return the conference; None if there are no talk files in a folder."""
        return _read_folder(self) if self.path.is_dir() else _read_file(self)


def _read_cached(
    location: _Location, cache: Path | None, clock: Callable[[], int], *, quickly: bool
) -> Conference | None:
    """Return the conference from its snapshot if that is valid, else read it and write one."""
    snapshot = _snapshot_of(location, cache, clock) if cache is not None else None
    conference = (
        snapshot.load(_reread(location, snapshot), check_later=quickly) if snapshot else None
    )
    if conference is None and (quickly or _read_elsewhere.get()) and _is_large(location.path):
        if quickly:
            raise SlowSourceError
        request = ReadRequest(str(location.path), *location[1:], cache=str(cache or ""))
        conference = _take_snapshot(request)
    if conference is None:
        conference = _read_and_keep(location, snapshot)
    return conference if conference != Conference() else None


def _snapshot_of(
    location: _Location, cache: Path | None, clock: Callable[[], int], spare: Path | None = None
) -> "Snapshot":
    from confui.sources.cache import Snapshot  # loads json

    path, key, digest = location.path, location.key, location.digest
    return Snapshot(cache, path, key, clock(), digest=digest, spare=spare)


def _read_and_keep(location: _Location, snapshot: "Snapshot | None") -> Conference | None:
    """Read a conference, and write its snapshot."""
    if snapshot is None:
        return location.read()
    snapshot.watch()  # before anything is read
    conference = location.read()
    _save(conference or Conference(), snapshot)  # an empty one means: no talk files here
    if conference and len(conference.sessions) >= _FEWEST_STORED:
        # Without the texts in memory.
        return snapshot.load(_reread(location, snapshot)) or conference
    return conference


def _save(conference: Conference, snapshot: "Snapshot") -> None:
    """Write the snapshot of a conference, with its search indexes if it is large."""
    is_large = len(conference.sessions) >= _FEWEST_STORED
    snapshot.save(conference, _pack_indexes(conference) if is_large else ())


def _pack_indexes(conference: Conference) -> Iterator[tuple[str, bytes]]:
    """Yield the search indexes of a conference, for its snapshot.

    Without them, the first letter that somebody types would have to wait for all sessions.
    """
    from confui.schedule.search import Corpus  # takes 10 ms, and small conferences need none

    report_progress("indexed", 0)
    yield from Corpus(conference).pack()


class ReadRequest(NamedTuple):
    """What another process is to read."""

    path: str
    """The folder or file; for content that was downloaded, a name for the conference."""
    shown: str
    zone: str
    language: str
    digest: str
    """As for `open_conference`."""
    cache: str
    """The folder of the cache; empty for none."""


ReadElsewhere = Callable[[ReadRequest, bytes], AbstractContextManager[Path]]
"""Lets another process call `leave_snapshot`, and gives its spare folder, which is gone at the end.

Raises SourceError as `open_conference` does, and OSError if there can be no process.
"""

_read_elsewhere: ContextVar[ReadElsewhere | None] = ContextVar("read_elsewhere", default=None)


@contextmanager
def reading_elsewhere(read: ReadElsewhere) -> Iterator[None]:
    """Let another process read what is large within the `with` block, in this thread."""
    token = _read_elsewhere.set(read)
    try:
        yield
    finally:
        _read_elsewhere.reset(token)


def leave_snapshot(request: ReadRequest, content: bytes, spare: Path) -> None:
    """Read a conference for another process, which takes it from its snapshot.

    Args:
        request: What to read.
        content: What was downloaded; empty for what is on disk.
        spare: A folder for the snapshot if the cache cannot have it.

    Raises:
        SourceError: As for `open_conference`.
    """
    location, snapshot = _locate(request, content, spare)
    if content:
        conference = read_schedule(content, request.path, shown=request.shown, zone=request.zone)
        _save(conference, snapshot)
    else:
        with _refusing_unreadable(location.shown):
            _read_and_keep(location, snapshot)


def _take_snapshot(request: ReadRequest, content: bytes = b"") -> Conference | None:
    """Return a conference that another process reads; None if that cannot be. Raises SourceError.

    The snapshot stays open when its folder is gone.
    """
    read = _read_elsewhere.get()
    with suppress(OSError):
        assert read is not None
        with read(request, content) as spare:
            location, snapshot = _locate(request, content, spare)
            return snapshot.load(_reread(location, snapshot))
    return None


def _locate(request: ReadRequest, content: bytes, spare: Path) -> tuple[_Location, "Snapshot"]:
    path = spare / "schedule" if content else Path(request.path)
    location = _Location(path, *request[1:-1])
    cache = Path(request.cache) if request.cache else None
    return location, _snapshot_of(location, cache, time.time_ns, spare)


def _is_large(path: Path) -> bool:
    """Return whether reading a source takes longer than a tenth of a second."""
    try:
        if not path.is_dir():
            return path.stat().st_size > _MOST_BYTES_AT_ONCE
        with os.scandir(path) as entries:  # to list thousands in order takes longer than a frame
            talks = (entry for entry in entries if is_markdown(entry.name))
            if next(islice(talks, _MOST_FILES_AT_ONCE, None), None) is not None:
                return True
        names = list(islice(source_files(path, []), _MOST_FILES_AT_ONCE + 1))
        sizes = (Path(path, name).stat().st_size for name in names)
        return len(names) > _MOST_FILES_AT_ONCE or max(sizes, default=0) > _MOST_BYTES_AT_ONCE
    except (OSError, BrokenFileError):
        return False  # the reader tells why it cannot be read


def _reread(location: _Location, snapshot: "Snapshot") -> Callable[[], Conference]:
    """Return the function that reads a source whose snapshot was found to be damaged."""

    def reread() -> Conference:
        snapshot.drop()
        try:
            return location.read() or Conference()
        except SourceError:
            return Conference()

    return reread


def _read_folder(location: _Location) -> Conference | None:
    """Return the conference in the talk files of a folder; None if it has none."""
    from confui.sources.talk_folder import read_talk_files  # loads YAML; a snapshot needs none

    conference = _refuse_broken(
        location.shown,
        lambda: read_talk_files(location.path, shown=location.shown, language=location.language),
    )
    conference = conference._replace(timezone=location.zone or conference.timezone)
    for problem in conference.problems:
        if problem.file == "." and not conference.sessions:
            raise SourceError(f"{conference.source}: {problem.message}; {problem.fix}")
    broken = any(
        problem.severity is Severity.ERROR and problem.file != SETTINGS_FILE
        for problem in conference.problems
    )
    if conference.sessions:
        return conference
    from confui.sources.formats import find_schedule_files, read_parts

    names = find_schedule_files(location.path)
    if all(map(_is_part, names)):
        parts = read_parts(location.path, location.shown, location.zone)
        if parts is not None:
            return _check_complete(parts)
    return conference if broken and not names else None


def _is_part(name: str) -> bool:
    return is_json(name) or is_yaml(name)


def _only_schedule_file(folder: Path, shown: str) -> Path:
    """Return the only schedule file in a folder without talk files. Raises SourceError."""
    from confui.sources.formats import find_schedule_files

    names = find_schedule_files(folder) or find_schedule_files(folder, answers=True)
    if len(names) == 1:
        return folder / names[0]
    if names:
        some = ", ".join(map(clean, names[:_MAX_LISTED]))
        more = f" and {len(names) - _MAX_LISTED} more" * (len(names) > _MAX_LISTED)
        raise SourceError(f"{shown}: {len(names)} schedule files; name one of them: {some}{more}")
    if not any(folder.iterdir()):
        raise SourceError(f"{shown}: an empty folder; give {_EXPECTED}")
    raise SourceError(
        f"{shown}: no talk files; confui looks for *.md files whose front matter has "
        "a date, a room, presenters or the like, and for one schedule file"
    )


def _read_file(location: _Location) -> Conference:
    from confui.sources.formats import read_schedule_file

    path, shown, zone, _, digest = location
    if is_markdown(path.name):
        folder = find_talk_folder(path)
        message = f"{shown}: a single file; open its folder, {clean(str(folder))}"
        raise SourceError(message, talk_in=folder)
    return _refuse_broken(shown, lambda: read_schedule_file(path, shown, zone, digest))


def _refuse_broken(shown: str, read: Callable[[], Conference | None]) -> Conference:
    """Return what `read` returns. Raises SourceError for None and for a `BrokenFileError`."""
    try:
        conference = read()
    except BrokenFileError as error:
        line = f" (line {error.line})" if error.line else ""
        fix = error.fix[:1].lower() + error.fix[1:]
        message = f"{shown}: {error.message}{line}; {fix}"
        raise SourceError(message, error.folders) from error
    if conference is None:
        raise _nothing_to_read(shown)
    return _check_complete(conference)


def _check_complete(conference: Conference) -> Conference:
    """Return a conference with the problems of what it lacks as a whole, before all others."""
    from confui.schedule.checks import check_completeness  # a snapshot has them already
    from confui.sources.unused_keys import find_unused_keys

    known = {problem.code for problem in conference.problems}
    missing = [problem for problem in check_completeness(conference) if problem.code not in known]
    problems = (*missing, *find_unused_keys(conference), *conference.problems)
    return conference._replace(problems=problems) if problems else conference


def _nothing_to_read(shown: str) -> SourceError:
    return SourceError(f"{shown}: no conference that confui can read; give {_EXPECTED}")
