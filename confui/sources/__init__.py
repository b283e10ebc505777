"""How a conference gets in: `open_conference` reads one from where its owner keeps it."""

import stat
import time
from collections.abc import Callable
from pathlib import Path

from confui.schedule.models import Conference, Severity
from confui.sources.home import SETTINGS_FILE
from confui.text import clean


class SourceError(Exception):
    """There is no conference to read; the message is one line that says what to do."""


def open_conference(
    source: str | Path, *, cache: Path | None = None, clock: Callable[[], int] = time.time_ns
) -> Conference:
    """Return the conference in a folder of talk files.

    Whatever is odd in the folder is among the conference's problems. With a `cache`, a folder for
    snapshots that need not exist, a source is read again only when one of its files has changed.
    `clock` tells the time in nanoseconds that files are stamped with.

    Raises `SourceError` where there is no such folder, or nothing in it that could be a talk file.
    """
    written = str(source)
    shown = clean(written)
    if "://" in written:
        raise SourceError(
            f"{shown}: confui does not read from the web yet; download it and name the folder"
        )
    if not written.strip():
        raise SourceError("No conference is named; name a folder of talk files")
    folder = Path(source)
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        raise SourceError(f"{shown}: no such folder; name a folder of talk files") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = clean(getattr(error, "strerror", None) or str(error))
        raise SourceError(f"{shown}: cannot be read ({reason}); name another folder") from error
    if not stat.S_ISDIR(mode):
        raise SourceError(_not_a_folder(folder, shown))
    if cache is None:
        return _read(folder, shown)
    from confui.sources.cache import Snapshot

    snapshot = Snapshot(cache, folder, shown, clock())
    conference = snapshot.load()
    if conference is None:
        conference = _read(folder, shown)
        snapshot.save(conference)
    return conference


def _read(folder: Path, shown: str) -> Conference:
    from confui.sources.talkfiles import read_talk_files  # YAML costs more than the rest of confui

    conference = read_talk_files(folder, shown=shown)
    if not conference.sessions:
        _refuse_without_talks(folder, conference)
    return conference


def _not_a_folder(path: Path, shown: str) -> str:
    if path.suffix.lower() in (".md", ".markdown"):
        return f"{shown}: a single file; open its folder, {clean(str(path.parent))}"
    return f"{shown}: no conference that confui can read; name a folder of talk files"


def _refuse_without_talks(folder: Path, conference: Conference) -> None:
    """Raise `SourceError` unless a file that could be a talk is among the problems."""
    for problem in conference.problems:
        if problem.file == ".":
            raise SourceError(f"{conference.source}: {problem.message}; {problem.fix}")
        if problem.severity is Severity.ERROR and problem.file != SETTINGS_FILE:
            return
    if not any(folder.iterdir()):
        raise SourceError(f"{conference.source}: an empty folder; name one with talk files")
    raise SourceError(
        f"{conference.source}: no talk file; looked for *.md files that begin with front matter "
        "with a date, a room, presenters or the like"
    )
