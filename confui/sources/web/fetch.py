"""A conference on the web: the address of its schedule, or of a page that leads there."""

from typing import NamedTuple

from confui.schedule.models import Conference
from confui.sources.names import name_in_url
from confui.sources.opening import SourceError, read_schedule
from confui.sources.web.discovery import find_exports, is_page
from confui.sources.web.download import (
    Download,
    DownloadError,
    TimeLimits,
    Validators,
    download_url,
)
from confui.sources.web.urls import host_of
from confui.text import clean

_MAX_TRIED = 5
"""How many of the addresses that a page leads to are asked."""

_THE_FILE = "name the address of the schedule file itself"


class FetchedSchedule(NamedTuple):
    """A schedule from the web."""

    conference: Conference
    content: bytes
    """As it came."""
    url: str
    """Where it lies: the export, where the address was that of a page."""
    validators: Validators


def fetch_schedule(
    url: str,
    known: Validators = Validators(),
    *,
    shown: str = "",
    zone: str = "",
    limits: TimeLimits = TimeLimits(),
) -> FetchedSchedule | None:
    """Return the schedule at a web address; None where it has not changed since `known`.

    Where there is a web page, the schedule that it leads to is what is returned, with its own
    address: ask that from then on.

    Args:
        url: The address.
        known: What the server said of the version that is known.
        shown: What the conference names as its source; empty for the address.
        zone: The IANA zone of the venue, where the attendee knows it better than the schedule.
        limits: How long to wait, for all that has to be asked together.

    Raises:
        DownloadError: Nothing came, or what came is no schedule that confui reads.
    """
    deadline = limits.monotonic() + limits.total
    got = download_url(url, known, limits=limits)
    if got is None:
        return None
    if not is_page(got.content):
        return _read(got, shown, zone)
    failures = []
    for export in find_exports(got.content, got.url)[:_MAX_TRIED]:
        left = deadline - limits.monotonic()
        try:
            found = download_url(export, limits=limits._replace(total=left))
            assert found is not None  # no version is known that it could still be
            return _read(found, shown, zone, empty=False)
        except DownloadError as error:
            failures.append(str(error).partition(";")[0])
    host = host_of(got.url)
    if failures:
        reason = f"a web page, and the schedule that it leads to did not come ({failures[0]})"
        raise DownloadError(f"{host}: {reason}; {_THE_FILE}")
    raise DownloadError(f"{host}: a web page that leads to no schedule; {_THE_FILE}")


def _read(got: Download, shown: str, zone: str, *, empty: bool = True) -> FetchedSchedule:
    """Return what came as a schedule.

    Raises DownloadError where it is none, or has no session and may not be `empty`.
    """
    host = host_of(got.url)
    if not got.content.strip():
        raise DownloadError(f"{host}: the answer is empty; check the address")
    if is_page(got.content):
        raise DownloadError(f"{host}: a web page and no schedule; {_THE_FILE}")
    try:
        name = name_in_url(got.url)
        conference = read_schedule(got.content, name, shown=host, zone=zone)
    except SourceError as error:
        raise DownloadError(str(error)) from error
    if not conference.sessions and not empty:
        raise DownloadError(f"{host}: a schedule without a single session; {_THE_FILE}")
    return FetchedSchedule(conference._replace(source=shown or clean(got.url)), *got)
