"""Downloads a URL: retries, redirects, conditional requests."""

import math
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from confui.sources.opening import SourceError
from confui.sources.web.http import HttpError, HttpResponse, http_get
from confui.sources.web.urls import (
    RefusedUrlError,
    downloadable_url,
    host_of,
    leads_to_private_network,
)

_MAX_REDIRECTS = 5
_REDIRECT_STATUSES = frozenset((301, 302, 303, 307, 308))
_RETRY_STATUSES = frozenset((429, 502, 503, 504))
"""Statuses after which a retry may succeed."""

_ACCEPT = "application/json, application/xml, text/xml, text/calendar, text/html;q=0.9, */*;q=0.5"
_MAX_RETRY_AFTER = 365 * 86_400
"""Seconds. A longer `Retry-After` is cut to this."""
_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60))


class DownloadError(SourceError):
    """The download failed. The message is one line that says what to do, safe to show."""


class GoneError(DownloadError):
    """The server answers, but has nothing at this URL any more (404 or 410)."""


class Validators(NamedTuple):
    """What a server said about the version that it sent, for a conditional request (RFC 9110, 8.8).

    Each is empty if the server did not send it.
    """

    etag: str = ""
    """The `ETag` header."""
    modified: str = ""
    """The `Last-Modified` header."""


class Download(NamedTuple):
    """A downloaded file."""

    content: bytes
    url: str
    """Its URL, after all redirects."""
    validators: Validators


class TimeLimits(NamedTuple):
    """How long to wait, in seconds, and the clocks that measure it."""

    connect: float = 10
    """For a connection."""
    read: float = 10
    """For the next bytes of a response."""
    total: float = 60
    """For the whole download, with its pauses and redirects."""
    pauses: tuple[float, ...] = (0.5, 2)
    """Before each retry."""
    longest_pause: float = 10
    """The longest `Retry-After` that is obeyed; there is no retry after a longer one."""
    sleep: Callable[[float], object] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    """Returns seconds since 1970, for a `Retry-After` that is a date."""


def download_url(
    url: str, known: Validators = Validators(), *, limits: TimeLimits = TimeLimits()
) -> Download | None:
    """Return the file at a URL; None if it has not changed since the `known` version.

    Downloads https, and http from this computer. A redirect must keep the scheme, and must not lead
    from a public address to a private one (see `leads_to_private_network`). A proxy in the
    environment (`HTTPS_PROXY`, `NO_PROXY`) is used.

    The content may be anything; the media type that the server gives is ignored.

    Args:
        url: The URL, as typed.
        known: The validators of the version that is known.
        limits: How long to wait. Only name resolution may take longer: the system's resolver has
            its own limits.

    Raises:
        GoneError: The server has nothing at the URL any more.
        DownloadError: confui does not download this URL, the server cannot be reached, or its
            response is an error, broken, or larger than 64 MiB when unpacked.
    """
    deadline = limits.monotonic() + limits.total
    try:
        url = downloadable_url(url)
    except RefusedUrlError as error:
        raise DownloadError(str(error)) from None
    headers = _request_headers(known)
    try:
        for _ in range(_MAX_REDIRECTS + 1):
            response = _get_with_retries(url, headers, limits, deadline)
            location = response.headers.get("Location", "")
            if response.status not in _REDIRECT_STATUSES or not location:
                return _download(url, response, known)
            url = _redirect_target(url, location)
        raise HttpError(f"more than {_MAX_REDIRECTS} redirects; check the URL")
    except HttpError as error:
        raise DownloadError(f"{host_of(url)}: {error}") from error


def _request_headers(known: Validators) -> Mapping[str, str]:
    from confui import __version__

    headers = {
        "User-Agent": f"confui/{__version__}",
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    for name, validator in (("If-None-Match", known.etag), ("If-Modified-Since", known.modified)):
        if validator.isascii() and validator.isprintable() and validator:  # no header injection
            headers[name] = validator
    return headers


def _get_with_retries(
    url: str, headers: Mapping[str, str], limits: TimeLimits, deadline: float
) -> HttpResponse:
    """Return the response of a server; a temporary failure is tried again while there is time."""
    pauses = iter((*limits.pauses, math.inf))  # no time is enough for the pause after the last try
    while True:
        pause = next(pauses)
        left = _seconds_left(limits, deadline)
        try:
            try:
                response = http_get(
                    url, headers, connect=limits.connect, read=limits.read, total=left
                )
            finally:
                # A connection that was shut down may look like anything, even like a success.
                left = _seconds_left(limits, deadline)
        except HttpError as error:
            if not error.temporary or pause >= left:
                raise
        else:
            pause = max(pause, _requested_pause(response, limits))
            if response.status not in _RETRY_STATUSES or pause >= left:
                return response
        limits.sleep(pause)


def _seconds_left(limits: TimeLimits, deadline: float) -> float:
    """Return how many seconds are left. Raises HttpError if there are none."""
    left = deadline - limits.monotonic()
    if left <= 0:
        raise HttpError(f"not finished after {limits.total:g} seconds; try again later")
    return left


def _download(url: str, response: HttpResponse, known: Validators) -> Download | None:
    """Return the file in a response, or None for "not modified"."""
    if response.status == 200:
        etag, modified = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        return Download(response.content, url, Validators(etag, modified))
    if response.status == 304 and any(known):
        return None
    message = _status_message(response.status)
    if response.status in (404, 410):
        raise GoneError(f"{host_of(url)}: {message}")
    raise HttpError(message)


def _status_message(status: int) -> str:
    """Return what a status without content means, and what to do."""
    if status in (401, 403):
        return f"the server refuses access ({status}); use a public URL"
    if status == 404:
        return "the server has nothing at this URL (404); check the URL"
    if status == 410:
        return "what was at this URL is gone for good (410); look for a new URL"
    if status == 429:
        return "too many requests (429); try again later"
    if status >= 500:
        return f"the server has a fault ({status}); try again later"
    return f"the server sent no content ({status}); check the URL"


def _redirect_target(url: str, location: str) -> str:
    """Return the URL that a redirect leads to. Raises HttpError if confui does not follow it."""
    from urllib.parse import urljoin, urlsplit

    try:
        target = downloadable_url(urljoin(url, location))
    except (RefusedUrlError, ValueError) as error:
        reason = str(error).partition(";")[0]
        raise HttpError(f"a redirect is not followed: {reason}; check the URL") from error
    scheme = urlsplit(target).scheme
    if scheme != urlsplit(url).scheme or leads_to_private_network(url, target):
        origin = f"{scheme}://{host_of(target)}"
        raise HttpError(f"a redirect to {origin} is not followed; check the URL")
    return target


def _requested_pause(response: HttpResponse, limits: TimeLimits) -> float:
    """Return how many seconds a server asks to wait before a retry; 0 if it does not ask.

    Raises HttpError if that is longer than the limits allow.
    """
    if response.status not in _RETRY_STATUSES:
        return 0
    seconds = _retry_after(response.headers.get("Retry-After", "").strip(), limits.now())
    if seconds > limits.longest_pause:
        wait = _duration(seconds)
        raise HttpError(f"the server asks to wait {wait} ({response.status}); try again then")
    return seconds


def _retry_after(value: str, now: float) -> float:
    """Return the seconds that a `Retry-After` header means: a number or a date; 0 for neither."""
    from email.utils import parsedate_to_datetime

    try:
        if value.isdecimal():
            return min(float(value), _MAX_RETRY_AFTER)
        return min(max(parsedate_to_datetime(value).timestamp() - now, 0), _MAX_RETRY_AFTER)
    except (ValueError, OverflowError):
        return 0


def _duration(seconds: float) -> str:
    """Return a duration in words such as `2 minutes`, rounded up."""
    name, length = next((unit for unit in _UNITS if seconds >= unit[1]), ("second", 1))
    number = -int(-seconds // length)
    return f"{number:,} {name}{'s' * (number != 1)}"
