"""What a source has now, whether a folder, a file or a web address, and the copy to keep of it."""

from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Conference
from confui.sources.opening import SourceError, is_url, open_conference
from confui.text import clean


class KnownSource(NamedTuple):
    """Where a conference is looked for, and what is known of it already."""

    source: str
    """A web address or a path."""
    zone: str = ""
    """The IANA zone of the venue, where the attendee knows it better than the source."""
    address: str = ""
    """Where the export lies that a web page led to, if that is known."""
    etag: str = ""
    modified: str = ""
    """What the server said of the version that is known; empty where none is."""


class FetchedSource(NamedTuple):
    """What was there."""

    conference: Conference
    copy: bytes
    """The schedule as it came; of a folder, the conference in the form of `sources.codec`."""
    address: str = ""
    etag: str = ""
    modified: str = ""


def fetch_latest(place: KnownSource) -> FetchedSource | None:
    """Return what a source has now; None where the server says that what is known is the newest.

    Raises:
        SourceError: It cannot be read, or there is not a single session.
    """
    found = _download(place) if is_url(place.source) else _read(place)
    if found is not None and not found.conference.visible:
        raise SourceError(f"{clean(place.source)}: a schedule without a single session")
    return found


def _read(place: KnownSource) -> FetchedSource:
    conference = open_conference(place.source, zone=place.zone)
    path = Path(place.source)
    if path.is_dir():
        from confui.sources.codec import to_json

        return FetchedSource(conference, to_json(conference).encode())
    from confui.sources.formats import MAX_BYTES
    from confui.sources.problems import BrokenFileError
    from confui.sources.syntax.files import read_bytes

    try:
        return FetchedSource(conference, read_bytes(path, limit=MAX_BYTES))
    except BrokenFileError as error:
        raise SourceError(f"{clean(place.source)}: {error.message}; {error.fix}") from error


def _download(place: KnownSource) -> FetchedSource | None:
    from confui.sources.web import DownloadError, GoneError

    try:
        try:
            return _fetched(place, place.address or place.source)
        except GoneError:
            if place.address in ("", place.source):
                raise
            return _fetched(place, place.source)  # the page may lead to another export by now
    except DownloadError as error:
        raise SourceError(str(error)) from error


def _fetched(place: KnownSource, address: str) -> FetchedSource | None:
    from confui.sources.web import Validators, fetch_schedule

    known = Validators(place.etag, place.modified) if address == place.address else Validators()
    got = fetch_schedule(address, known, shown=clean(place.source), zone=place.zone)
    return got and FetchedSource(got.conference, got.content, got.url, *got.validators)
