"""The newest version of a source (folder, file or URL), with the copy of it to keep."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Conference
from confui.sources.names import find_name_in_url
from confui.sources.opening import SourceError, is_url, open_conference, read_schedule
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import MAX_SCHEDULE_BYTES, read_bytes
from confui.sources.web import (
    Download,
    DownloadError,
    GoneError,
    TimeLimits,
    Validators,
    download_url,
    find_exports,
    host_of,
    is_page,
)
from confui.text import clean

_MAX_EXPORTS = 5
"""How many of the URLs that a web page leads to are tried."""

_MAX_PAGES = 100
"""How many pages of one answer are downloaded."""

_USE_THE_FILE = "use the URL of the schedule file itself"
_SILENT = ("", "UTC", "Etc/UTC")
"""Time zones of a source that does not know where the venue is: programs write UTC then."""
_NO_SESSIONS = "a schedule without sessions"


class KnownSource(NamedTuple):
    """A source, with the results of an earlier fetch if there was one."""

    source: str
    """A URL, or the path of a folder or file."""
    zone: str = ""
    """The IANA time zone of the venue if the attendee gave one; it overrides the source."""
    url: str = ""
    """`FetchedSource.url` of the version that is known; empty if there is none."""
    validators: Validators = Validators()
    """The validators of the version that is known."""
    title: str = ""
    """A name for a conference on the web that gives none; empty to take one from the URL."""
    fallback_zone: str = ""
    """The IANA time zone of the venue if neither `zone` nor the source names one but UTC."""
    language: str = ""
    """As for `open_conference`."""


class FetchedSource(NamedTuple):
    """The newest version of a source."""

    conference: Conference
    copy: bytes
    """The schedule file as it is; of a folder, the conference as JSON (see `sources.codec`)."""
    url: str = ""
    """The URL of the schedule file, after redirects and links; empty for a folder or file."""
    validators: Validators = Validators()


def fetch_latest(known: KnownSource, *, limits: TimeLimits = TimeLimits()) -> FetchedSource | None:
    """Return the newest version of a source; None if the server says that it has not changed.

    The URL may be that of a web page: then the result is the schedule that the page links to or
    embeds.

    Args:
        known: The source.
        limits: How long to wait for a server.

    Raises:
        SourceError: It cannot be read or downloaded, or has no sessions.
    """
    latest = _fetch(known, limits) if is_url(known.source) else _read(known)
    if latest is not None and not latest.conference.visible:
        raise SourceError(f"{clean(known.source)}: {_NO_SESSIONS}")
    return latest


def _read(known: KnownSource) -> FetchedSource:
    """Return what a folder or file on disk holds."""
    path = Path(known.source)
    copy = _read_copy(path)
    digest = sha256(copy).hexdigest() if copy is not None else ""
    try:
        conference = _in_zone(
            known,
            lambda zone: open_conference(
                known.source, zone=zone, language=known.language, digest=digest
            ),
        )
    except SourceError:
        if _read_copy(path) == copy:
            raise
        raise _changing(known) from None
    if path.is_dir():
        from confui.sources.codec import to_json  # loads json

        return FetchedSource(conference, to_json(conference).encode())
    if copy is None:  # it is there since a moment ago
        raise _changing(known)
    return FetchedSource(conference, copy)


def _read_copy(path: Path) -> bytes | None:
    """Return the content of a file; None if it is a folder, or `open_conference` refuses it."""
    try:
        return read_bytes(path, limit=MAX_SCHEDULE_BYTES)
    except (BrokenFileError, ValueError):  # ValueError: a NUL in the name
        return None


def _changing(known: KnownSource) -> SourceError:
    return SourceError(f"{clean(known.source)}: changes while it is read; try again")


def _fetch(known: KnownSource, limits: TimeLimits) -> FetchedSource | None:
    """Download the schedule from the URL where it was, else from the source."""
    if known.url and known.url != known.source:
        with suppress(GoneError):  # the page may link to another export now
            return _fetch_url(known.url, known, limits)
    return _fetch_url(known.source, known, limits)


def _fetch_url(url: str, known: KnownSource, limits: TimeLimits) -> FetchedSource | None:
    """Return the schedule at a URL or, if that is a web page, the first one that it leads to."""
    deadline = limits.monotonic() + limits.total
    validators = known.validators if url == known.url else Validators()
    download = download_url(url, validators, limits=limits)
    if download is None:
        return None
    if not is_page(download.content):
        return _parse(_with_further_pages(download, limits, deadline), known)
    reasons = []
    for export in find_exports(download.content, download.url)[:_MAX_EXPORTS]:
        left = deadline - limits.monotonic()
        try:
            exported = download_url(export, limits=limits._replace(total=left))
            assert exported is not None  # without validators, "not modified" is an error
            latest = _parse(_with_further_pages(exported, limits, deadline), known)
            if latest.conference.visible:
                return latest
            reasons.append(f"{host_of(exported.url)}: {_NO_SESSIONS}")
        except SourceError as error:
            reasons.append(str(error).partition(";")[0])
    host = host_of(download.url)
    if reasons:
        raise DownloadError(
            f"{host}: a web page whose schedule cannot be used ({reasons[0]}); {_USE_THE_FILE}"
        )
    raise DownloadError(f"{host}: a web page without a link to a schedule; {_USE_THE_FILE}")


def _with_further_pages(download: Download, limits: TimeLimits, deadline: float) -> Download:
    """Return a list of all pages if a download is the first page of an answer, else the download.

    Only pages of the same host are asked for. Without them the answer would be cut short, so one
    that cannot be downloaded is a DownloadError.
    """
    pages, seen = [download.content], {download.url}
    url = _next_page(download)
    while url and url not in seen and host_of(url) == host_of(download.url):
        if len(pages) >= _MAX_PAGES or sum(map(len, pages)) > MAX_SCHEDULE_BYTES:
            size = MAX_SCHEDULE_BYTES // 1024**2
            raise DownloadError(
                f"{host_of(url)}: more than {_MAX_PAGES} pages, or {size} MiB; {_USE_THE_FILE}"
            )
        seen.add(url)
        left = limits._replace(total=deadline - limits.monotonic())
        page = download_url(url, limits=left)
        assert page is not None  # without validators, "not modified" is an error
        pages.append(page.content)
        url = _next_page(page)
    if len(pages) == 1:
        return download
    # The validators are those of the first page; the others may change without it.
    content = b"[" + b",\n".join(page.strip() for page in pages) + b"]"
    return download._replace(content=content, validators=Validators())


def _next_page(download: Download) -> str:
    """Return the URL of the next page of an answer of an API; empty if there is none."""
    if not download.content.lstrip().startswith(b"{") or b'"next"' not in download.content:
        return ""
    import json  # only APIs need it
    from urllib.parse import urljoin

    try:
        page = json.loads(download.content)
        links = page.get("links")
        link = page.get("next") or (links.get("next") if isinstance(links, dict) else "")
        target = link.get("href") if isinstance(link, dict) else link
        return urljoin(download.url, target) if target and isinstance(target, str) else ""
    except (ValueError, RecursionError):  # no JSON, or no URL
        return ""


def _parse(download: Download, known: KnownSource) -> FetchedSource:
    """Return the conference in a downloaded file. Raises SourceError if it is no schedule."""
    content, url, validators = download
    host = host_of(url)
    if not content.strip():
        raise DownloadError(f"{host}: the response is empty; check the URL")
    if is_page(content):
        raise DownloadError(f"{host}: a web page instead of a schedule; {_USE_THE_FILE}")
    name = known.title or find_name_in_url(url)
    conference = _in_zone(known, lambda zone: read_schedule(content, name, shown=host, zone=zone))
    conference = conference._replace(source=clean(known.source))
    return FetchedSource(conference, content, url, validators)


def _in_zone(known: KnownSource, read: Callable[[str], Conference]) -> Conference:
    """Return a conference read in its own time zone, or in the fallback if it has none."""
    conference = read(known.zone)
    if known.fallback_zone and conference.timezone in _SILENT:
        return read(known.fallback_zone)
    return conference
