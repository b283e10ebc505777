"""How a conference gets in: `open_conference` reads one from where its owner keeps it."""

import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Conference, Severity
from confui.sources.names import SETTINGS_FILE
from confui.text import clean

_EXPECTED = "a folder of talk files or a schedule file"
_NAMED_AT_ONCE = 5
"""How many schedule files a refusal names."""


class SourceError(Exception):
    """There is no conference to read; the message is one line that says what to do."""


def is_url(source: str) -> bool:
    """Whether a source is on the web; else it is a path."""
    return "://" in source


def open_conference(
    source: str | Path,
    *,
    cache: Path | None = None,
    clock: Callable[[], int] = time.time_ns,
    shown: str = "",
    zone: str = "",
) -> Conference:
    """Return the conference in a folder of talk files, or in a schedule file.

    The content of a file tells what it is: XML or JSON of frab and pretalx, JSON of Sessionize, or
    a calendar. A folder without talk files stands for the one schedule file that is in it.

    Whatever is odd in the source is among the conference's problems.

    Args:
        source: The folder or file.
        cache: A folder for snapshots, which need not exist; with it, a source is read again only
            when one of its files has changed.
        clock: Tells the time in nanoseconds that files are stamped with.
        shown: The source as the screen names it, if that is not its path.
        zone: The IANA zone of the venue, where the attendee knows it better than the source.

    Raises:
        SourceError: There is no such source, or nothing in it that could be a schedule.
    """
    written = str(source)
    shown = shown or clean(written)
    if not written.strip():
        raise SourceError(f"No conference is named; name {_EXPECTED}")
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise SourceError(f"{shown}: no such folder or file; name {_EXPECTED}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = clean(getattr(error, "strerror", None) or str(error))
        raise SourceError(f"{shown}: cannot be read ({reason}); name another one") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise _nothing_to_read(shown)
    place = _Place(path, shown, zone)
    read = _read_folder if stat.S_ISDIR(mode) else _read_file
    conference = _kept(place, read, cache, clock)
    if conference is None:
        path = _only_schedule(path, shown)
        place = _Place(path, f"{shown.rstrip('/')}/{clean(path.name)}", zone)
        conference = _kept(place, _read_file, cache, clock)
    assert conference is not None  # a file is a conference, or refused
    return conference


def read_schedule(content: bytes, name: str, *, shown: str, zone: str = "") -> Conference:
    """Return the conference in the content of a schedule file that came from elsewhere.

    Args:
        content: What the file has.
        name: What the conference is called if it does not say itself.
        shown: Where the file came from, as the screen names it, safe to show.
        zone: As for `open_conference`.

    Raises:
        SourceError: It is no schedule that confui reads.
    """
    from confui.sources.formats import read_content, source_info

    info = source_info(name, "schedule", shown, zone)
    return _readable(shown, lambda: read_content(content, info))


class _Place(NamedTuple):
    """A folder or file, and how it is to be read."""

    path: Path
    shown: str
    zone: str


def _kept(
    place: _Place,
    read: Callable[[_Place], Conference | None],
    cache: Path | None,
    clock: Callable[[], int],
) -> Conference | None:
    """Return the conference from its snapshot if that still fits, else read it and keep one."""
    if cache is None:
        return read(place)
    from confui.sources.cache import Snapshot

    snapshot = Snapshot(cache, place.path, f"{place.shown} {place.zone}".strip(), clock())
    conference = snapshot.load()
    if conference is None:
        conference = read(place)
        snapshot.save(conference or Conference())  # that there is none is worth knowing too
    return conference if conference != Conference() else None


def _read_folder(place: _Place) -> Conference | None:
    """Return the conference in the talk files of a folder, or None where it has no talk file."""
    from confui.sources.talk_folder import read_talk_files

    conference = _readable(place.shown, lambda: read_talk_files(place.path, shown=place.shown))
    conference = conference._replace(timezone=place.zone or conference.timezone)
    for problem in conference.problems:
        if problem.file == "." and not conference.sessions:
            raise SourceError(f"{conference.source}: {problem.message}; {problem.fix}")
    broken = any(
        problem.severity is Severity.ERROR and problem.file != SETTINGS_FILE
        for problem in conference.problems
    )
    if conference.sessions:
        return conference
    from confui.sources.formats import schedule_files

    return conference if broken and not schedule_files(place.path) else None


def _only_schedule(folder: Path, shown: str) -> Path:
    """Return the one schedule file in a folder that has no talk file."""
    from confui.sources.formats import schedule_files

    names = schedule_files(folder)
    if len(names) == 1:
        return folder / names[0]
    if names:
        some = ", ".join(map(clean, names[:_NAMED_AT_ONCE]))
        more = f" and {len(names) - _NAMED_AT_ONCE} more" * (len(names) > _NAMED_AT_ONCE)
        raise SourceError(f"{shown}: {len(names)} schedule files; name one of them: {some}{more}")
    if not any(folder.iterdir()):
        raise SourceError(f"{shown}: an empty folder; name {_EXPECTED}")
    raise SourceError(
        f"{shown}: no talk file; looked for *.md files that begin with front matter "
        "with a date, a room, presenters or the like, and for one schedule file"
    )


def _read_file(place: _Place) -> Conference:
    from confui.sources.formats import read_schedule_file

    path, shown, zone = place
    if path.suffix.lower() in (".md", ".markdown"):
        raise SourceError(f"{shown}: a single file; open its folder, {clean(str(path.parent))}")
    return _readable(shown, lambda: read_schedule_file(path, shown, zone))


def _readable(shown: str, read: Callable[[], Conference | None]) -> Conference:
    """Return what `read` returns; what it cannot read is told in one line."""
    from confui.sources.problems import BrokenFileError

    try:
        conference = read()
    except BrokenFileError as error:
        line = f" (line {error.line})" if error.line else ""
        fix = error.fix[:1].lower() + error.fix[1:]
        raise SourceError(f"{shown}: {error.message}{line}; {fix}") from error
    if conference is None:
        raise _nothing_to_read(shown)
    return conference


def _nothing_to_read(shown: str) -> SourceError:
    return SourceError(f"{shown}: no conference that confui can read; name {_EXPECTED}")
