"""How a conference gets in: `open_conference` reads one from where its owner keeps it."""

import stat
import time
from collections.abc import Callable
from pathlib import Path

from confui.schedule.models import Conference, Severity
from confui.sources.home import SETTINGS_FILE
from confui.text import clean

_EXPECTED = "a folder of talk files or a schedule file"
_NAMED_AT_ONCE = 5
"""How many schedule files a refusal names."""


class SourceError(Exception):
    """There is no conference to read; the message is one line that says what to do."""


def open_conference(
    source: str | Path, *, cache: Path | None = None, clock: Callable[[], int] = time.time_ns
) -> Conference:
    """Return the conference in a folder of talk files, or in a schedule file.

    The content of a file tells what it is: XML or JSON of frab and pretalx, JSON of Sessionize, or
    a calendar. A folder without talk files stands for the one schedule file that is in it.

    Whatever is odd in the source is among the conference's problems. With a `cache`, a folder for
    snapshots that need not exist, a source is read again only when one of its files has changed.
    `clock` tells the time in nanoseconds that files are stamped with.

    Raises `SourceError` where there is no such source, or nothing in it that could be a schedule.
    """
    written = str(source)
    shown = clean(written)
    if "://" in written:
        raise SourceError(
            f"{shown}: confui does not read from the web yet; download it and name the file"
        )
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
    read = _read_folder if stat.S_ISDIR(mode) else _read_file
    conference = _kept(path, shown, read, cache, clock)
    if conference is None:
        path = _only_schedule(path, shown)
        conference = _kept(
            path, f"{shown.rstrip('/')}/{clean(path.name)}", _read_file, cache, clock
        )
    assert conference is not None  # a file is a conference, or refused
    return conference


def _kept(
    path: Path,
    shown: str,
    read: Callable[[Path, str], Conference | None],
    cache: Path | None,
    clock: Callable[[], int],
) -> Conference | None:
    """Return the conference from its snapshot if that still fits, else read it and keep one."""
    if cache is None:
        return read(path, shown)
    from confui.sources.cache import Snapshot

    snapshot = Snapshot(cache, path, shown, clock())
    conference = snapshot.load()
    if conference is None:
        conference = read(path, shown)
        if conference is not None:
            snapshot.save(conference)
    return conference


def _read_folder(folder: Path, shown: str) -> Conference | None:
    """Return the conference in the talk files of a folder, or None where it has no talk file."""
    from confui.sources.talkfiles import read_talk_files  # YAML costs more than the rest of confui

    conference = read_talk_files(folder, shown=shown)
    for problem in conference.problems:
        if problem.file == "." and not conference.sessions:
            raise SourceError(f"{conference.source}: {problem.message}; {problem.fix}")
    broken = any(
        problem.severity is Severity.ERROR and problem.file != SETTINGS_FILE
        for problem in conference.problems
    )
    return conference if conference.sessions or broken else None


def _only_schedule(folder: Path, shown: str) -> Path:
    """Return the one schedule file in a folder that has no talk file."""
    from confui.sources.schedulefiles import schedule_files

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


def _read_file(path: Path, shown: str) -> Conference:
    from confui.sources.findings import BrokenFileError
    from confui.sources.schedulefiles import read_schedule_file

    if path.suffix.lower() in (".md", ".markdown"):
        raise SourceError(f"{shown}: a single file; open its folder, {clean(str(path.parent))}")
    try:
        conference = read_schedule_file(path, shown)
    except BrokenFileError as error:
        line = f" (line {error.line})" if error.line else ""
        raise SourceError(f"{shown}: {error.message}{line}; {error.fix}") from error
    if conference is None:
        raise _nothing_to_read(shown)
    return conference


def _nothing_to_read(shown: str) -> SourceError:
    return SourceError(f"{shown}: no conference that confui can read; name {_EXPECTED}")
