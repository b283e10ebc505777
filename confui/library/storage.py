"""The storage: the conferences of the attendee's library, each a folder of its own on the disk.

A folder has what is known of the conference (`about.json`) and a copy of its schedule. What one
process does to one conference cannot harm another one, and each step is whole or not at all: a
folder appears with all that is in it, a file is replaced by a finished one.
"""

import json
import os
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from confui.text import clean
from confui.userdata import files

FORMAT = 1
_ABOUT = "about.json"
_COPY = "schedule"
_LARGEST_ABOUT = 64 * 1024
_LARGEST_COPY = 64 * 1024 * 1024
_LONGEST_NAME = 60
_GIVE_UP = "confui remove {} makes room to add the conference again"


class LibraryEntry(NamedTuple):
    """One conference of the library."""

    name: str
    """What the attendee calls it; also the name of its folder."""
    source: str
    """Where it comes from, as given: a web address, or an absolute path."""
    folder: bool
    """Whether that is a folder, which is read where it lies; the copy is what it was before."""
    conference: str
    """The id under which its bookmarks are kept, whatever later versions call themselves."""
    title: str = ""
    zone: str = ""
    """The IANA zone that the attendee says it is in; empty where the source is to know."""
    first: date | None = None
    last: date | None = None
    """Its first and last day; None where no session has a time."""
    address: str = ""
    """Where the export lies that the source led to; empty where that is the source itself."""
    etag: str = ""
    modified: str = ""
    """What the server said of the copy's version."""
    digest: str = ""
    """The SHA-256 of the copy that all this is about."""
    fetched_at: datetime | None = None
    """The instant at which the copy was taken, UTC."""
    checked_at: datetime | None = None
    """The instant at which it was last known to be the newest there is, UTC."""


class NotKeptError(Exception):
    """A change of the library was not kept. The text is one line: why, and where."""


class TakenError(NotKeptError):
    """The library has a conference of that name already."""


class LibraryStorage:
    """The folder of the library. Nothing touches the disk before the first method call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self) -> tuple[tuple[LibraryEntry, ...], tuple[str, ...]]:
        """Return all conferences by name, and a line for each that cannot be read."""
        found, trouble = [], []
        try:
            names = sorted(os.listdir(self._folder))  # noqa: PTH208  # a Path each is not needed
        except FileNotFoundError:
            return (), ()
        except OSError as error:
            return (), (f"{files.printable(self._folder)}: {_reason(error)}",)
        for name in names:
            if name.startswith(".") or not (self._folder / name).is_dir():
                continue
            try:
                found.append(_read(self._folder / name / _ABOUT, name))
            except (OSError, ValueError) as error:
                path = files.printable(self._folder / name / _ABOUT)
                trouble.append(f"{path}: {_reason(error)}; {_GIVE_UP.format(clean(name))}")
        return tuple(found), tuple(trouble)

    def entry(self, name: str) -> LibraryEntry | None:
        """Return the conference of that name, or None where there is none that can be read."""
        if not name or "/" in name or name.startswith("."):
            return None
        try:
            return _read(self._folder / name / _ABOUT, name)
        except (OSError, ValueError):
            return None

    def names(self) -> frozenset[str]:
        """Return every name that is given, to what can be read and what cannot."""
        try:
            return frozenset(each for each in os.listdir(self._folder) if not each.startswith("."))  # noqa: PTH208
        except OSError:
            return frozenset()

    def copy_of(self, entry: LibraryEntry) -> Path:
        """Return where the copy of a conference's schedule lies."""
        return self._folder / entry.name / _COPY

    def content_of(self, entry: LibraryEntry) -> bytes:
        """Return the copy, or nothing where it is not the one that the entry is about."""
        from hashlib import sha256

        try:
            with self.copy_of(entry).open("rb") as file:
                content = file.read(_LARGEST_COPY)
        except OSError:
            return b""
        return content if sha256(content).hexdigest() == entry.digest else b""

    def add(self, entry: LibraryEntry, copy: bytes) -> LibraryEntry:
        """Put a new conference on the storage; return it once it is on the disk.

        Raises:
            TakenError: There is one of that name.
            NotKeptError: It cannot be written.
        """
        from tempfile import mkdtemp

        entry = _with_digest(entry, copy)
        target = self._folder / entry.name
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if target.exists():
                raise TakenError(f"{entry.name} is in the library already")
            fresh = Path(mkdtemp(prefix=".new-", dir=self._folder))
            try:
                files.write_file(fresh / _COPY, copy)
                files.write_file(fresh / _ABOUT, _as_json(entry))
                fresh.rename(target)
            finally:
                _discard(fresh)
            files.sync(self._folder)
        except OSError as error:
            raise self._not_kept(entry, error) from error
        return entry

    def update(self, entry: LibraryEntry, copy: bytes | None = None) -> LibraryEntry:
        """Keep what is known of a conference now, with a new copy if there is one.

        Raises NotKeptError; what was there before is there still.
        """
        place = self._folder / entry.name
        try:
            if copy is not None:
                entry = _with_digest(entry, copy)
                files.write_file(place / _COPY, copy)
            files.write_file(place / _ABOUT, _as_json(entry))
        except OSError as error:
            raise self._not_kept(entry, error) from error
        return entry

    def remove(self, name: str) -> None:
        """Take a conference off the storage, with its copy. Raises NotKeptError."""
        from tempfile import mkdtemp

        try:
            gone = Path(mkdtemp(prefix=".gone-", dir=self._folder))
            try:
                (self._folder / name).rename(gone / name)
                files.sync(self._folder)
            finally:
                _discard(gone)
        except OSError as error:
            place = files.printable(self._folder / name)
            raise NotKeptError(f"{name} was not removed: {_reason(error)} ({place})") from error

    def _not_kept(self, entry: LibraryEntry, error: OSError) -> NotKeptError:
        place = files.printable(self._folder / entry.name)
        return NotKeptError(f"{entry.name} was not kept: {_reason(error)} ({place})")


def running_or_next(entries: Iterable[LibraryEntry], today: date) -> LibraryEntry | None:
    """Return the conference that is running, else the one that comes next, if there is any."""
    ahead = [each for each in entries if each.last is not None and each.last >= today]
    return min(ahead, key=lambda each: max(each.first or today, today), default=None)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name that nobody has: as wanted, else with the first number that makes it one."""
    wanted = wanted[:_LONGEST_NAME].rstrip("-")
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _with_digest(entry: LibraryEntry, copy: bytes) -> LibraryEntry:
    from hashlib import sha256

    return entry._replace(digest=sha256(copy).hexdigest())


def _discard(folder: Path) -> None:
    """Delete a folder that nobody knows of; what cannot be deleted does no harm."""
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)


def _as_json(entry: LibraryEntry) -> bytes:
    fields = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in entry._asdict().items()
        if name != "name" and value not in ("", None)
    }
    document = {"confui": "conference", "format": FORMAT, **fields}
    return json.dumps(document, indent=2).encode() + b"\n"


def _read(path: Path, name: str) -> LibraryEntry:
    """Return what a file tells of the conference `name`.

    Raises OSError, or ValueError with the reason where it tells nothing that could be used.
    """
    with path.open("rb") as file:
        content = file.read(_LARGEST_ABOUT)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("it is damaged") from None
    if not isinstance(document, dict) or document.get("confui") != "conference":
        raise ValueError("it tells of no conference")
    format = document.get("format")
    if type(format) is not int or format > FORMAT:
        raise ValueError("a newer confui wrote it")
    source = _text(document, "source")
    if not source:
        raise ValueError("it does not say where the conference comes from")
    return LibraryEntry(
        name=name,
        source=source,
        folder=document.get("folder") is True,
        conference=_text(document, "conference") or name,
        title=_text(document, "title") or name,
        zone=_text(document, "zone"),
        first=_day(document, "first"),
        last=_day(document, "last"),
        address=_text(document, "address"),
        etag=_text(document, "etag"),
        modified=_text(document, "modified"),
        digest=_text(document, "digest"),
        fetched_at=_instant(document, "fetched_at"),
        checked_at=_instant(document, "checked_at"),
    )


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    return clean(value) if isinstance(value, str) else ""


def _day(document: Mapping[str, object], key: str) -> date | None:
    try:
        return date.fromisoformat(_text(document, key))
    except ValueError:
        return None


def _instant(document: Mapping[str, object], key: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(document, key))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _reason(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return clean(strerror.lower() if strerror else str(error))
