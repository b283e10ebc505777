"""The library on disk: one folder for each conference.

A folder holds what is known about the conference (`about.json`) and a copy of its schedule, and the
same of the version before (`previous-about.json`, `previous-schedule`). Writing one conference
cannot harm another, and each step is atomic: a new folder appears complete, a file is replaced by a
finished one. `about.json` has the digest of its copy, and between two steps that copy is in one of
the two files.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from confui.atomic_write import locked, make_folder, sync, write_atomically
from confui.regular_file import read_regular_file
from confui.schedule.models import Link
from confui.schedule.wording import time_ago
from confui.text import clean, safe_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.rooms import RoomPlace

FORMAT = 1
"""Of `about.json`."""
_ABOUT = "about.json"
_COPY = "schedule"
_PREVIOUS_ABOUT = "previous-about.json"
_PREVIOUS_COPY = "previous-schedule"
_MAX_ABOUT_BYTES = 64 * 1024
_MAX_COPY_BYTES = 256 * 1024 * 1024
"""Of a folder, the copy is JSON, which is larger than its files."""
_MAX_NAME = 60
"""Characters."""
_LOCK_TRIES = 50
"""How often to try to lock a conference, ten times in a second."""
_CLOCK_TOLERANCE = timedelta(days=1)
"""A clock may be set back by so much; a time further in the future is wrong."""
_FIX = "to add the conference again, first run: confui remove {}"


class LibraryEntry(NamedTuple):
    """One conference of the library."""

    name: str
    """What the attendee calls it; also the name of its folder in the library."""
    source: str
    """Where it comes from: a URL, or an absolute path."""
    folder: bool
    """Whether the source is a folder. It is read in place; the copy is an earlier version."""
    conference: str
    """The id that its bookmarks are stored under, even if a later version has another id."""
    title: str = ""
    given_title: str = ""
    """The title that the attendee or a directory gave it; empty to take the one in the schedule."""
    zone: str = ""
    """The IANA time zone that the attendee gave, or a directory where the schedule has none.

    Empty to take the one in the schedule.
    """
    language: str = ""
    """The language of translated talk files that the attendee gave; empty for the usual one."""
    links: tuple[Link, ...] = ()
    """What a directory links to: its site, maps, ways to get there. Each URL is safe."""
    places: "tuple[RoomPlace, ...]" = ()
    """Where its rooms are, so far as a directory says so."""
    first: date | None = None
    last: date | None = None
    """Its first and last day; None if no session has a time."""
    address: str = ""
    """The URL of the schedule file that the source led to; empty for a folder or file."""
    etag: str = ""
    """The `ETag` header that came with the copy; may be empty."""
    modified: str = ""
    """The `Last-Modified` header that came with the copy; may be empty."""
    digest: str = ""
    """The SHA-256 of the copy that this entry describes, in hexadecimal."""
    fetched_at: datetime | None = None
    """The instant at which the copy was made, UTC."""
    checked_at: datetime | None = None
    """The instant at which the copy was last known to be the newest version, UTC."""


class LibraryError(Exception):
    """The library was not changed. The message is one line: why, and where."""


class NameTakenError(LibraryError):
    """The library already has a conference of that name."""


class LibraryStorage:
    """The folder of the library. The disk is not touched before the first method call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self) -> tuple[tuple[LibraryEntry, ...], tuple[str, ...]]:
        """Return all conferences sorted by name, and a line for each that is damaged.

        A damaged conference is returned too if only some of its fields cannot be used.
        """
        entries, errors = [], []
        try:
            names = sorted(os.listdir(self._folder))  # noqa: PTH208  # no Path objects are needed
        except FileNotFoundError:
            return (), ()
        except OSError as error:
            return (), (f"{_printable(self._folder)}: {_reason(error)}",)
        for name in names:
            if name.startswith(".") or not os.path.isdir(self._folder / name):  # noqa: PTH112
                continue
            try:
                entry, damage = _read(self._folder / name / _ABOUT, name)
            except (OSError, ValueError) as error:
                errors.append(self._describe_error(name, error))
                continue
            entries.append(entry)
            if damage:
                path = _printable(self._folder / name / _ABOUT)
                errors.append(f"{name}: {damage} ({path}); to repair it: confui refresh {name}")
        return tuple(entries), tuple(errors)

    def entry(self, name: str) -> LibraryEntry | None:
        """Return the conference of that name; None if there is none, or it cannot be read."""
        if not name or "/" in name or name.startswith("."):
            return None
        try:
            return _read(self._folder / name / _ABOUT, name)[0]
        except (OSError, ValueError):
            return None

    def error(self, name: str) -> str:
        """Return why the conference of that name cannot be read; empty if there is none or it can.

        The message is one line that says what to do.
        """
        if name not in self.names():
            return ""
        try:
            _read(self._folder / name / _ABOUT, name)
        except (OSError, ValueError) as error:
            return self._describe_error(name, error)
        return ""

    def _describe_error(self, name: str, error: Exception) -> str:
        path = _printable(self._folder / name / _ABOUT)
        return f"{clean(name)}: {_reason(error)} ({path}); {_FIX.format(clean(name))}"

    def names(self) -> frozenset[str]:
        """Return all names in use, also those of conferences that cannot be read."""
        try:
            return frozenset(each for each in os.listdir(self._folder) if not each.startswith("."))  # noqa: PTH208
        except OSError:
            return frozenset()

    def folder_name(self, name: str) -> str:
        """Return the name in use that is shown as `name`; empty if there is none, or several."""
        names = self.names()
        shown = [name] if name in names else [each for each in names if clean(each) == name]
        return shown[0] if len(shown) == 1 else ""

    def copy_path(self, entry: LibraryEntry) -> Path:
        """Return the path of the copy of a conference's schedule."""
        return self._folder / entry.name / _COPY

    def read_copy(self, entry: LibraryEntry) -> bytes:
        """Return the copy; empty if it is missing or not the one that the entry describes."""
        for name in (_COPY, _PREVIOUS_COPY):  # the second one if an update was interrupted
            try:
                content = read_regular_file(self._folder / entry.name / name, _MAX_COPY_BYTES)
            except OSError:
                continue
            if _digest_of(content) == entry.digest:
                return content
        return b""

    def previous(self, entry: LibraryEntry) -> LibraryEntry | None:
        """Return the version that the last update replaced; None if there is none."""
        try:
            previous, _ = _read(self._folder / entry.name / _PREVIOUS_ABOUT, entry.name)
        except (OSError, ValueError):
            return None
        return previous if previous.digest != entry.digest and self.read_copy(previous) else None

    def add(self, entry: LibraryEntry, copy: bytes) -> LibraryEntry:
        """Store a new conference; return it, with its digest, once it is on the disk.

        Raises:
            NameTakenError: There is one of that name.
            LibraryError: It cannot be written.
        """
        from tempfile import mkdtemp  # only needed to add

        entry = _with_digest(entry, copy)
        target = self._folder / entry.name
        try:
            make_folder(self._folder)
            if target.exists():
                raise NameTakenError(f"{entry.name} is in your library already")
            fresh = Path(mkdtemp(prefix=".new-", dir=self._folder))
            try:
                write_atomically(fresh / _COPY, copy, durable=True)
                write_atomically(fresh / _ABOUT, _to_json(entry), durable=True)
                fresh.rename(target)
            finally:
                _delete(fresh)
            sync(self._folder)
        except OSError as error:
            raise self._not_saved(entry, error) from error
        return entry

    def update(self, entry: LibraryEntry, copy: bytes | None = None) -> LibraryEntry:
        """Replace what is stored about a conference, and its copy if a new one is given.

        The version that is replaced is kept as the previous one, if its copy is another one.

        Returns the entry, with its digest, once it is on the disk. Raises LibraryError; the old
        version is still there then.
        """
        folder = self._folder / entry.name
        try:
            with self._lock(entry):
                if copy is not None:
                    entry = _with_digest(entry, copy)
                    self._keep_previous(entry)
                    write_atomically(folder / _COPY, copy, durable=True)
                elif (stored := self.entry(entry.name)) and stored.digest != entry.digest:
                    return stored  # another process has saved a newer version meanwhile
                write_atomically(folder / _ABOUT, _to_json(entry), durable=True)
        except OSError as error:
            raise self._not_saved(entry, error) from error
        return entry

    def _keep_previous(self, newer: LibraryEntry) -> None:
        """Keep the stored version as the previous one, before `newer` replaces it."""
        folder = self._folder / newer.name
        stored = self.entry(newer.name)
        content = self.read_copy(stored) if stored else b""
        if stored is None or not content or stored.digest == newer.digest:
            return
        write_atomically(folder / _PREVIOUS_COPY, content, durable=True)
        write_atomically(folder / _PREVIOUS_ABOUT, _to_json(stored), durable=True)

    def restore_previous(self, entry: LibraryEntry) -> LibraryEntry:
        """Swap the stored version of a conference and the previous one; return what is stored now.

        Raises LibraryError: there is no previous version, or the disk cannot be written.
        """
        folder = self._folder / entry.name
        try:
            with self._lock(entry):
                previous = self.previous(entry)
                if previous is None:
                    raise LibraryError(f"no earlier version of {entry.title} is kept")
                content, replaced = self.read_copy(previous), self.read_copy(entry)
                # First the entry: its copy is found as the previous one until the swap is done.
                write_atomically(folder / _ABOUT, _to_json(previous), durable=True)
                write_atomically(folder / _COPY, content, durable=True)
                if replaced:
                    write_atomically(folder / _PREVIOUS_COPY, replaced, durable=True)
                    write_atomically(folder / _PREVIOUS_ABOUT, _to_json(entry), durable=True)
        except OSError as error:
            raise self._not_saved(entry, error) from error
        return previous

    @contextmanager
    def _lock(self, entry: LibraryEntry) -> Iterator[None]:
        """Keep other processes from writing the conference.

        Raises LibraryError if another process has the lock for five seconds.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(self._folder / entry.name, _LOCK_TRIES))
            except BlockingIOError:
                message = f"{entry.name} was not saved: another confui is saving it"
                raise LibraryError(f"{message}; try again") from None
            yield

    def remove(self, name: str) -> None:
        """Remove a conference with its copies, by the name that is shown. Raises LibraryError."""
        from tempfile import mkdtemp  # only needed to remove

        shown, name = clean(name), self.folder_name(name)
        if not name:
            raise LibraryError(f"{shown} was not removed: it is not in your library")
        try:
            removed = Path(mkdtemp(prefix=".gone-", dir=self._folder))
            try:
                (self._folder / name).rename(removed / name)
                sync(self._folder)
            finally:
                _delete(removed)
        except OSError as error:
            path = _printable(self._folder / name)
            raise LibraryError(f"{shown} was not removed: {_reason(error)} ({path})") from error

    def _not_saved(self, entry: LibraryEntry, error: OSError) -> LibraryError:
        path = _printable(self._folder / entry.name)
        return LibraryError(f"{entry.name} was not saved: {_reason(error)} ({path})")


def running_or_next(entries: Iterable[LibraryEntry], today: date) -> LibraryEntry | None:
    """Return the conference that is on today, else the next one; None if all are over."""
    ahead = [each for each in entries if each.last is not None and each.last >= today]
    return min(ahead, key=lambda each: max(each.first or today, today), default=None)


def describe_age(checked: datetime | None, now: datetime) -> str:
    """Return when a copy was last known to be the newest version, such as `3 days ago`."""
    if checked is None or checked - now > _CLOCK_TOLERANCE:
        return "at an unknown time"
    return time_ago((now - checked).total_seconds() / 60)


def free_name(preferred: str, taken: Collection[str]) -> str:
    """Return a name that is not taken: the preferred one, cut to 60 characters, or `name-2` etc."""
    preferred = preferred[:_MAX_NAME].rstrip("-")
    name, number = preferred, 2
    while name in taken:
        name, number = f"{preferred}-{number}", number + 1
    return name


def _with_digest(entry: LibraryEntry, copy: bytes) -> LibraryEntry:
    return entry._replace(digest=_digest_of(copy))


def _digest_of(copy: bytes) -> str:
    from hashlib import sha256  # loads OpenSSL

    return sha256(copy).hexdigest()


def _delete(folder: Path) -> None:
    """Delete a hidden folder. If that fails, the rest of it does no harm."""
    from shutil import rmtree  # only needed here

    rmtree(folder, ignore_errors=True)


def _to_json(entry: LibraryEntry) -> bytes:
    fields = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in entry._asdict().items()
        if name not in ("name", "links", "places") and value not in ("", None)
    }
    if entry.links:
        fields["links"] = [link._asdict() for link in entry.links]
    if entry.places:
        fields["places"] = [list(place) for place in entry.places]
    document = {"confui": "conference", "format": FORMAT, **fields}
    return json.dumps(document, indent=2).encode() + b"\n"


def _read(path: Path, name: str) -> tuple[LibraryEntry, str]:
    """Read `about.json` of the conference `name`; return it, and what is wrong with its dates.

    Raises OSError, or ValueError with the reason if the content cannot be used.
    """
    if not name.isprintable():
        raise ValueError("its name has characters that cannot be shown")
    content = read_regular_file(path, _MAX_ABOUT_BYTES)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("it is damaged") from None
    if not isinstance(document, dict) or document.get("confui") != "conference":
        raise ValueError("it does not describe a conference")
    format = document.get("format")
    if type(format) is not int or format > FORMAT:
        raise ValueError("a newer confui wrote it")
    source = _text(document, "source")
    if not source:
        raise ValueError("it does not say where the conference comes from")
    zone = _text(document, "zone")
    if zone and not _is_known_zone(zone):
        raise ValueError(f"this computer does not know its time zone, {zone}")
    entry = LibraryEntry(
        name=name,
        source=source,
        folder=document.get("folder") is True,
        conference=_text(document, "conference") or name,
        title=_text(document, "title") or name,
        given_title=_text(document, "given_title"),
        zone=zone,
        language=_text(document, "language"),
        links=_links(document),
        places=_places(document),
        first=_day(document, "first"),
        last=_day(document, "last"),
        address=_text(document, "address"),
        etag=_text(document, "etag"),
        modified=_text(document, "modified"),
        digest=_text(document, "digest"),
        fetched_at=_instant(document, "fetched_at"),
        checked_at=_instant(document, "checked_at"),
    )
    dates = ("first", "last", "fetched_at", "checked_at")
    unusable = [key for key in dates if key in document and getattr(entry, key) is None]
    return entry, f"it has no usable date in {', '.join(unusable)}" if unusable else ""


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    return clean(value) if isinstance(value, str) else ""


def _links(document: Mapping[str, object]) -> tuple[Link, ...]:
    links = document.get("links")
    texts = [
        (_text(each, "label"), safe_url(_text(each, "url")))
        for each in (links if isinstance(links, list) else [])
        if isinstance(each, dict)
    ]
    return tuple(Link(label or url, url) for label, url in texts if url)


def _places(document: Mapping[str, object]) -> "tuple[RoomPlace, ...]":
    places = document.get("places")
    if not isinstance(places, list):
        return ()
    from confui.schedule.rooms import RoomPlace, read_coordinates  # few conferences need it

    found = []
    for each in places:
        if isinstance(each, list) and len(each) == len(RoomPlace._fields):
            pattern, latitude, longitude, building = each
            coordinates = read_coordinates([latitude, longitude])
            if coordinates and isinstance(pattern, str) and isinstance(building, str):
                found.append(RoomPlace(clean(pattern), *coordinates, clean(building)))
    return tuple(found)


def _day(document: Mapping[str, object], key: str) -> date | None:
    try:
        return date.fromisoformat(_text(document, key))
    except ValueError:
        return None


def _instant(document: Mapping[str, object], key: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(_text(document, key))
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # at the edge of the calendar, an offset overflows
        return None


def _is_known_zone(name: str) -> bool:
    from confui.sources import find_zone  # loads zoneinfo; few conferences need it

    return find_zone(name) == name


def _reason(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return clean(strerror.lower() if strerror else str(error))


def _printable(path: Path) -> str:
    return clean(str(path))
