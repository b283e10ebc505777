"""Downloads: what lies at a web address, or one line that says why there is nothing."""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from confui.sources.web.http import HttpError, HttpResponse, RequestLimits, http_get
from confui.sources.web.urls import (
    RefusedUrlError,
    downloadable_url,
    host_of,
    leads_to_private_network,
)

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAY_PASS = frozenset((429, 502, 503, 504))
"""What a server answers when asking again soon may do."""

_WANTED = "application/json, application/xml, text/xml, text/calendar, text/html;q=0.9, */*;q=0.5"
_LONG = 365 * 86_400
_LENGTHS = (("day", 86_400), ("hour", 3600), ("minute", 60))


class DownloadError(Exception):
    """Nothing came; the message is one line that says what to do, safe to show."""


class GoneError(DownloadError):
    """The server is there, and has nothing at this address any more."""


class Validators(NamedTuple):
    """What a server said of the version that it sent, as it wrote that; empty where it did not."""

    etag: str = ""
    modified: str = ""


class Download(NamedTuple):
    """What came."""

    content: bytes
    url: str
    """Where it lies, after all redirects."""
    validators: Validators


class TimeLimits(NamedTuple):
    """How long to wait, in seconds, and by which clocks."""

    connect: float = 10
    """For a connection."""
    read: float = 10
    """For the next bytes of an answer."""
    total: float = 60
    """For everything together, pauses and redirects too."""
    pauses: tuple[float, ...] = (0.5, 2)
    """Before each further attempt."""
    longest_pause: float = 10
    """That a server may ask for; where it asks for more, it is not asked again."""
    sleep: Callable[[float], object] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    """Tells the time in seconds since 1970, for a server that names an hour."""


class _Request(NamedTuple):
    """What is to be had, and until when."""

    known: Validators
    limits: TimeLimits
    deadline: float

    def left(self) -> float:
        """Return how many seconds there are; raises where there are none."""
        left = self.deadline - self.limits.monotonic()
        if left <= 0:
            raise HttpError(f"not done after {self.limits.total:g} seconds; try again later")
        return left


def download_url(
    url: str, known: Validators = Validators(), *, limits: TimeLimits = TimeLimits()
) -> Download | None:
    """Return what lies at a web address; None where it has not changed since `known`.

    Asked are https, and http on this very computer. A redirect may lead to the same scheme only,
    and not from a public address to a private one, as far as the addresses themselves tell: see
    `leads_inside`. Where the environment names a proxy (`HTTPS_PROXY`, `NO_PROXY`), that is used.

    What came may be anything: look at it, whatever its server called it.

    Args:
        url: The address.
        known: What the server said of the version that is known.
        limits: How long to wait. Only a name that does not resolve may take longer: the system's
            resolver has a limits of its own.

    Raises:
        DownloadError: The address is none that confui asks, the server cannot be reached or has no
            answer, or the answer is broken or has more than 16 MiB when unpacked.
    """
    request = _Request(known, limits, limits.monotonic() + limits.total)
    try:
        address = downloadable_url(url)
    except RefusedUrlError as error:
        raise DownloadError(str(error)) from None
    try:
        for _ in range(_MAX_REDIRECTS + 1):
            answer = _get_with_retries(address, request)
            location = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not location:
                return _received(address, answer, known)
            address = _redirected(address, location)
        raise HttpError(f"more than {_MAX_REDIRECTS} redirects; check the address")
    except HttpError as error:
        raise DownloadError(f"{host_of(address)}: {error}") from error


def _redirected(address: str, location: str) -> str:
    """Return where a redirect leads, if confui goes there."""
    from urllib.parse import urljoin, urlsplit

    try:
        target = downloadable_url(urljoin(address, location))
    except (RefusedUrlError, ValueError) as error:
        reason = str(error).partition(";")[0]
        raise HttpError(f"a redirect is not followed: {reason}; check the address") from error
    scheme = urlsplit(target).scheme
    if scheme != urlsplit(address).scheme or leads_to_private_network(address, target):
        where = f"{scheme}://{host_of(target)}"
        raise HttpError(f"a redirect to {where} is not followed; check the address")
    return target


def _received(address: str, answer: HttpResponse, known: Validators) -> Download | None:
    if answer.status == 200:
        said = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        return Download(answer.content, address, Validators(*said))
    if answer.status == 304 and any(known):
        return None
    if answer.status in (404, 410):
        raise GoneError(f"{host_of(address)}: {_meaning(answer.status)}")
    raise HttpError(_meaning(answer.status))


def _meaning(status: int) -> str:
    """Return what a status says that brings nothing, and what to do."""
    if status in (401, 403):
        return f"the server refuses access ({status}); name an address that is public"
    if status == 404:
        return "the server has nothing at this address (404); check the address"
    if status == 410:
        return "what was at this address is gone for good (410); look for a new address"
    if status == 429:
        return "the server has been asked too often (429); try again later"
    if status >= 500:
        return f"the server has a fault ({status}); try again later"
    return f"the server has no content to give ({status}); check the address"


def _get_with_retries(address: str, request: _Request) -> HttpResponse:
    """Return the answer of a server that may need to be asked more than once."""
    limits = request.limits
    for pause in limits.pauses:
        try:
            answer = _get_once(address, request)
        except HttpError as error:
            if not error.may_pass or pause >= request.left():
                raise
        else:
            pause = max(pause, _wanted_pause(answer, limits))
            if answer.status not in _MAY_PASS or pause >= request.left():
                return answer
        limits.sleep(pause)
    answer = _get_once(address, request)
    _wanted_pause(answer, limits)
    return answer


def _get_once(address: str, request: _Request) -> HttpResponse:
    connect, read = request.limits.connect, request.limits.read
    try:
        return http_get(
            address, _headers(request.known), RequestLimits(connect, read, request.left())
        )
    finally:
        request.left()  # a connection that was hung up may look like anything, even like a success


def _headers(known: Validators) -> Mapping[str, str]:
    from confui import __version__

    headers = {
        "User-Agent": f"confui/{__version__}",
        "Accept": _WANTED,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "If-None-Match": known.etag,
        "If-Modified-Since": known.modified,
    }
    # What a server said may be no text to say to a server.
    return {
        name: text
        for name, text in headers.items()
        if text and text.isascii() and text.isprintable()
    }


def _wanted_pause(answer: HttpResponse, limits: TimeLimits) -> float:
    """Return for how many seconds a server wants to be left alone; raises where that is long."""
    if answer.status not in _MAY_PASS:
        return 0
    seconds = _seconds(answer.headers.get("Retry-After", "").strip(), limits.now())
    if seconds > limits.longest_pause:
        wait = _duration(seconds)
        raise HttpError(f"the server asks to wait {wait} ({answer.status}); try again then")
    return seconds


def _seconds(written: str, now: float) -> float:
    """Return how long a server's number of seconds, or date, is from now; 0 for neither."""
    from email.utils import parsedate_to_datetime

    try:
        if written.isdecimal():
            return min(float(written), _LONG)
        return min(max(parsedate_to_datetime(written).timestamp() - now, 0), _LONG)
    except (ValueError, OverflowError):
        return 0


def _duration(seconds: float) -> str:
    """Return a length of time in words such as `2 minutes`, rounded up."""
    name, length = next((each for each in _LENGTHS if seconds >= each[1]), ("second", 1))
    number = -int(-seconds // length)
    return f"{number:,} {name}{'s' * (number != 1)}"
