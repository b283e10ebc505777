"""The directory: published lists of conferences to choose from, with a copy of each on disk.

The network is used by `Directory.fetch` only, with conditional requests. Where it fails, the copy
serves, and says its age.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from confui.atomic_write import make_folder, write_atomically
from confui.library.storage import describe_age
from confui.regular_file import read_regular_file
from confui.sources import (
    DirectoryEntry,
    DirectoryFile,
    SourceError,
    Validators,
    fetch_directory,
    is_url,
    open_directory,
    read_directory,
)
from confui.text import clean

PUBLIC_DIRECTORY = "https://ggt.gaa.st/menu.json"
"""The directory that is searched unless the config names others: the menu of Giggity."""

_FORMAT = 1
"""Of the first line of a copy."""
_MAX_COPY_BYTES = 8 * 1024 * 1024


class Listing(NamedTuple):
    """The conferences of all directories."""

    entries: tuple[DirectoryEntry, ...] = ()
    notices: tuple[str, ...] = ()
    """What went wrong, one line each; safe to show."""
    age: str = ""
    """When the oldest list was last known to be the newest version, such as `3 days ago`.

    Empty if none comes from the web.
    """
    absent: tuple[str, ...] = ()
    """The URLs of the directories of which there is no copy."""


class Directory:
    """Lists conferences. The disk and the network are not touched before the first method call."""

    def __init__(
        self,
        folder: Path,
        sources: Sequence[str],
        *,
        notices: Sequence[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Use some directories.

        Args:
            folder: Where the copies are; it need not exist.
            sources: URLs, and paths of files or folders. What comes first wins.
            notices: Lines that every listing repeats, such as mistakes in the config.
            clock: Returns the present instant.
        """
        self._folder = folder
        self.sources = tuple(dict.fromkeys(sources))
        self._notices = tuple(notices)
        self._clock = clock

    @property
    def shown(self) -> str:
        """The hosts of the directories, else their paths; safe to show."""
        return clean(", ".join(_host_or_path(source) for source in self.sources))

    def load(self) -> Listing:
        """Return what is known without the network."""
        return self._list(self._load_copy)

    def fetch(self) -> Listing:
        """Return the newest lists, and the copy of each that cannot be had.

        This may take as long as a server does.
        """
        return self._list(self._fetch)

    def _list(self, get: Callable[[str], "_Copy | None"]) -> Listing:
        notices = [*self._notices]
        entries: dict[str, DirectoryEntry] = {}
        absent, checked = [], []
        for source in self.sources:
            try:
                if is_url(source):
                    copy = get(source)
                    if copy is None:
                        absent.append(source)
                        continue
                    file, about, flaw, _ = copy
                    checked.append(about.checked_at)
                    notices += [flaw] * bool(flaw)
                else:
                    file = open_directory(source)
            except SourceError as error:
                notices.append(str(error))
                continue
            notices += _describe_flaws(source, file)
            for entry in file.entries:
                entries.setdefault(entry.source, entry)
        age = describe_age(min(checked), self._clock()) if checked else ""
        return Listing(tuple(entries.values()), tuple(notices), age, tuple(absent))

    def _fetch(self, url: str) -> "_Copy":
        """Return the newest version of a directory on the web, or the copy and why it is that.

        Raises SourceError if there is neither.
        """
        copy = self._load_copy(url)
        known = copy.about.validators if copy else Validators()
        try:
            fetched = fetch_directory(url, known)
            if fetched and fetched.file.cut_short and copy and not copy.file.cut_short:
                raise SourceError(f"{clean(_host_or_path(url))}: {fetched.file.flaws[-1]}")
        except SourceError as error:
            if copy is None:
                raise
            age = describe_age(copy.about.checked_at, self._clock())
            return copy._replace(flaw=f"{error}; the list is from {age}")
        if fetched is None:
            assert copy is not None  # "not changed" answers only a known version
            about = copy.about._replace(checked_at=self._clock())
            self._save(url, about, copy.content)
            return copy._replace(about=about)
        about = _About(fetched.url, fetched.validators, self._clock())
        self._save(url, about, fetched.content)
        return _Copy(fetched.file, about, "", fetched.content)

    def _load_copy(self, url: str) -> "_Copy | None":
        """Return the copy of a directory; None if there is none, or it is damaged."""
        try:
            saved = read_regular_file(self._path(url), _MAX_COPY_BYTES)
            head, _, content = saved.partition(b"\n")
            document = json.loads(head)
            if document["format"] != _FORMAT or document["directory"] != url:
                return None
            if document["digest"] != _digest_of(content):
                return None
            about = _About(
                document["url"],
                Validators(document["etag"], document["modified"]),
                datetime.fromisoformat(document["checked_at"]).astimezone(UTC),
            )
            return _Copy(read_directory(content, about.url), about, "", content)
        except (OSError, ValueError, TypeError, KeyError, OverflowError, SourceError):
            return None  # it is downloaded again

    def _save(self, url: str, about: "_About", content: bytes) -> None:
        """Save a copy, if the disk can be written; else the list is downloaded the next time."""
        head = {
            "confui": "directory",
            "format": _FORMAT,
            "directory": url,
            "url": about.url,
            "etag": about.validators.etag,
            "modified": about.validators.modified,
            "checked_at": about.checked_at.isoformat(),
            "digest": _digest_of(content),
        }
        with suppress(OSError):
            make_folder(self._folder)
            path = self._path(url)
            write_atomically(path, json.dumps(head).encode() + b"\n" + content, durable=False)

    def _path(self, url: str) -> Path:
        return self._folder / _digest_of(url.encode("utf-8", "replace"))[:16]


class _About(NamedTuple):
    """What is known about a copy."""

    url: str
    """The URL that the directory was downloaded from, after redirects."""
    validators: Validators
    checked_at: datetime


class _Copy(NamedTuple):
    """A directory on the web, as it is or was."""

    file: DirectoryFile
    about: _About
    flaw: str
    """Why there is no newer version; empty if nothing went wrong."""
    content: bytes


def _host_or_path(source: str) -> str:
    return source.partition("://")[2].partition("/")[0] if is_url(source) else source


def _describe_flaws(source: str, file: DirectoryFile) -> list[str]:
    """Return a line about the entries of a directory that cannot be used."""
    if not file.flaws:
        return []
    more = f", and {len(file.flaws) - 1} more" if len(file.flaws) > 1 else ""
    return [clean(f"{_host_or_path(source)}: {file.flaws[0]}{more}")]


def _digest_of(content: bytes) -> str:
    from hashlib import sha256  # loads OpenSSL

    return sha256(content).hexdigest()
