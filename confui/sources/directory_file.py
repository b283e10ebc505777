"""Directories: published lists of conferences, in the format of Giggity's menu.

That is JSON, `{"schedules": [{"id", "url", "title", "start", "end", "timezone", "metadata":
{"links": [{"url", "title"}], "rooms": [{"name", "show_name", "latlon"}]}}]}`; other keys are
ignored. A folder of such files is a directory
too, and each of its files may also be a single entry.

Strangers write directories. What they say about one conference cannot harm the others, and a public
list cannot name an address in a private network or a file of this computer.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from confui.schedule.models import Link
from confui.schedule.rooms import RoomPlace, read_coordinates
from confui.sources.opening import SourceError, is_url
from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.files import read_bytes
from confui.sources.syntax.json_text import read_json
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.dates import parse_date_time
from confui.sources.values.people import make_slug
from confui.sources.web import (
    DownloadError,
    RefusedUrlError,
    TimeLimits,
    Validators,
    download_url,
    downloadable_url,
    host_of,
    is_page,
    leads_to_private_network,
)
from confui.text import clean, is_clean, safe_url

MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_FILES = 2_000
"""How many files of a folder are read."""

_MAX_TITLE = 200
_MAX_ID = 100
_MAX_ZONE = 50
_MAX_URL = 500
_MAX_LINKS = 10
_MAX_ROOMS = 200
_EXPECTED = "a directory is JSON with a list of `schedules`"


class DirectoryEntry(NamedTuple):
    """A conference in a directory. All texts are safe to show."""

    id: str
    """Unique within its directory."""
    title: str
    source: str
    """Where its schedule is: a URL that confui may download, or the path of a file or folder."""
    first: date | None = None
    last: date | None = None
    """Its first and last day; both or neither are known."""
    zone: str = ""
    """The time zone as written; it need not exist."""
    links: tuple[Link, ...] = ()
    """Its site, maps, ways to get there and the like."""
    places: tuple[RoomPlace, ...] = ()
    """Where its rooms are, so far as it says so."""


class DirectoryFile(NamedTuple):
    """What a directory says."""

    entries: tuple[DirectoryEntry, ...]
    flaws: tuple[str, ...] = ()
    """One line for each entry that cannot be used, and for what is missing; safe to show."""
    cut_short: bool = False
    """Whether the file breaks off before its end."""


class FetchedDirectory(NamedTuple):
    """The newest version of a directory on the web."""

    file: DirectoryFile
    content: bytes
    url: str
    """Its URL, after redirects."""
    validators: Validators


def fetch_directory(
    url: str, known: Validators = Validators(), *, limits: TimeLimits = TimeLimits()
) -> FetchedDirectory | None:
    """Return the directory at a URL; None if it has not changed since the `known` version.

    Raises:
        SourceError: It cannot be downloaded, or there is no directory with a usable entry.
    """
    download = download_url(url, known, limits=limits)
    if download is None:
        return None
    if is_page(download.content):
        raise DownloadError(f"{host_of(download.url)}: a web page instead of a directory")
    file = read_directory(download.content, download.url)
    return FetchedDirectory(file, download.content, download.url, download.validators)


def read_directory(content: bytes, url: str) -> DirectoryFile:
    """Return what a directory says.

    Args:
        content: The content of the file.
        url: The URL that it comes from.

    Raises:
        SourceError: It has no usable entry. The message is one line, safe to show.
    """
    try:
        if len(content) > MAX_DIRECTORY_BYTES:
            size = MAX_DIRECTORY_BYTES // 1024**2
            raise BrokenFileError("too-large", f"larger than {size} MiB", "Use a smaller one")
        return _check(_read(content, _Place(url)), host_of(url))
    except BrokenFileError as error:
        raise SourceError(f"{host_of(url)}: {error.message}; {_EXPECTED}") from error


def open_directory(path: str) -> DirectoryFile:
    """Return what a directory on disk says: a file, or the JSON files of a folder.

    Raises:
        SourceError: There is none, or it has no usable entry. The message is one line, safe to
            show.
    """
    shown = clean(path)
    try:
        if not Path(path).is_dir():
            content = read_bytes(Path(path), limit=MAX_DIRECTORY_BYTES)
            return _check(_read(content, _Place(str(Path(path).parent))), shown)
        names = sorted(each.name for each in Path(path).iterdir() if each.suffix == ".json")
    except BrokenFileError as error:
        raise SourceError(f"{shown}: {error.message}; {_EXPECTED}") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = clean(getattr(error, "strerror", None) or str(error))
        raise SourceError(f"{shown}: cannot be read ({reason})") from error
    files = []
    for name in names[:MAX_FILES]:
        try:
            content = read_bytes(Path(path, name), limit=MAX_DIRECTORY_BYTES)
            files.append(_read(content, _Place(path, f"{clean(name)}: ")))
        except BrokenFileError as error:
            files.append(DirectoryFile((), (f"{clean(name)}: {error.message}",)))
    if len(names) > MAX_FILES:
        files.append(DirectoryFile((), (f"more than {MAX_FILES:,} files; the rest is left out",)))
    entries = [entry for file in files for entry in file.entries]
    flaws = tuple(flaw for file in files for flaw in file.flaws)
    return _check(DirectoryFile(unique_entries(entries), flaws), shown)


def unique_entries(entries: list[DirectoryEntry]) -> tuple[DirectoryEntry, ...]:
    """Return the entries of one directory, without those whose id or source came before."""
    ids, sources, unique = set[str](), set[str](), []
    for entry in entries:
        if entry.id not in ids and entry.source not in sources:
            unique.append(entry)
        ids.add(entry.id)
        sources.add(entry.source)
    return tuple(unique[:MAX_ENTRIES])


class _Place(NamedTuple):
    """Where a directory is: what its relative URLs are relative to."""

    base: str
    """A URL, or the path of a folder."""
    prefix: str = ""
    """What the flaws begin with."""


class _UnusableError(Exception):
    """An entry cannot be used. The message says why, safe to show."""


def _check(file: DirectoryFile, shown: str) -> DirectoryFile:
    """Return a directory that has entries. Raises SourceError if it has none."""
    if file.entries:
        return file
    reason = f" ({file.flaws[0]})" if file.flaws else ""
    raise SourceError(f"{shown}: a directory without a conference that can be used{reason}")


def _read(content: bytes, place: _Place) -> DirectoryFile:
    """Return what one file says. Raises BrokenFileError if it is no directory."""
    document = read_json(content)
    items = _find_items(document.values)
    if items is None:
        raise BrokenFileError("no-directory", "JSON, but no directory", "Check the URL.")
    entries: list[DirectoryEntry] = []
    flaws = []
    for number, item in enumerate(items[:MAX_ENTRIES], 1):
        try:
            entries.append(_read_entry(item, place.base))
        except _UnusableError as error:
            flaws.append(f"{place.prefix}entry {number}: {error}")
    if len(items) > MAX_ENTRIES:
        flaws.append(f"{place.prefix}more than {MAX_ENTRIES:,} entries; the rest is left out")
    if document.error is not None:
        flaws.append(f"{place.prefix}the rest is damaged ({document.error.message})")
    return DirectoryFile(unique_entries(entries), tuple(flaws), document.error is not None)


def _find_items(values: RawValue) -> list[RawValue] | None:
    """Return the entries in a JSON document; None if it is neither a directory nor an entry."""
    if isinstance(values, dict) and isinstance(schedules := values.get("schedules"), list):
        return schedules
    return [values] if isinstance(values, dict) and {"title", "url"} <= values.keys() else None


def _read_entry(item: RawValue, base: str) -> DirectoryEntry:
    """Return an entry; only what confui cannot do without makes it unusable."""
    if not isinstance(item, dict):
        raise _UnusableError("not an object")
    written = _text(item, "url").strip()
    if not written:
        raise _UnusableError("no `url`")
    source = _find_source(written, base)
    title = clean(_text(item, "title"))[:_MAX_TITLE] or clean(_text(item, "id"))[:_MAX_TITLE]
    if not title:
        raise _UnusableError("no `title`")
    first, last = _read_day(item, "start"), _read_day(item, "end")
    first, last = first or last, last or first
    if first and last and last < first:
        last = first
    return DirectoryEntry(
        id=clean(_text(item, "id"))[:_MAX_ID] or make_slug(title)[:_MAX_ID],
        title=title,
        source=source,
        first=first,
        last=last,
        zone=clean(_text(item, "timezone"))[:_MAX_ZONE],
        links=tuple(_read_links(item.get("metadata")))[:_MAX_LINKS],
        places=tuple(dict.fromkeys(_read_places(item.get("metadata")))),
    )


def _find_source(written: str, base: str) -> str:
    """Return the URL or path that an entry names. Raises _UnusableError if confui refuses it.

    http becomes https, except on this computer, since confui does not download it otherwise.
    """
    if len(written) > _MAX_URL:
        raise _UnusableError(f"its URL is longer than {_MAX_URL} characters")
    if not is_clean(written):
        raise _UnusableError(f"its URL has invisible characters: {in_quotes(written)}")
    if not is_url(base) and not is_url(written):
        return str(Path(base, written))
    try:
        target = written if is_url(written) else urljoin(base, written)
        try:
            url = downloadable_url(target)
        except RefusedUrlError:
            if not target.lower().startswith("http://"):
                raise
            url = downloadable_url(f"https{target[4:]}")
    except (RefusedUrlError, ValueError) as error:  # ValueError: brackets that are no IPv6 address
        reason = str(error).partition(";")[0]
        raise _UnusableError(f"a URL that is refused: {clean(reason)}") from error
    if is_url(base) and leads_to_private_network(base, url):
        raise _UnusableError(f"its URL leads into a private network: {in_quotes(url)}")
    return url


def _read_links(metadata: "RawValue | None") -> Iterator[Link]:
    """Yield the links that confui opens, each once; without a title, the URL is the label."""
    links = metadata.get("links") if isinstance(metadata, dict) else None
    seen = set()
    for item in links if isinstance(links, list) else []:
        written = _text(item, "url") if isinstance(item, dict) else ""
        url = safe_url(written) if len(written) <= _MAX_URL else ""
        if url and url not in seen and isinstance(item, dict):
            yield Link(clean(_text(item, "title"))[:_MAX_ID] or url, url)
        seen.add(url)


def _read_places(metadata: "RawValue | None") -> Iterator[RoomPlace]:
    """Yield where the rooms are that have a place on the map."""
    rooms = metadata.get("rooms") if isinstance(metadata, dict) else None
    for item in rooms[:_MAX_ROOMS] if isinstance(rooms, list) else []:
        if not isinstance(item, dict):
            continue
        pattern = clean(_text(item, "name"))
        place = read_coordinates(item.get("latlon"))
        if pattern and place and len(pattern) <= _MAX_ID:
            yield RoomPlace(pattern, *place, clean(_text(item, "show_name"))[:_MAX_ID])


def _read_day(item: dict[str, RawValue], key: str) -> date | None:
    try:
        return parse_date_time(_text(item, key)).day
    except ValueError:
        return None


def _text(item: dict[str, RawValue], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""
