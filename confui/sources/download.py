"""Downloads: what lies at a web address, or one line that says why there is nothing."""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from confui.sources.http import Answer, Limits, NoAnswerError, ask
from confui.sources.webaddress import RefusedAddressError, askable, host_of, leads_inside

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


class Patience(NamedTuple):
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


class _Errand(NamedTuple):
    """What is to be had, and until when."""

    known: Validators
    patience: Patience
    deadline: float

    def left(self) -> float:
        """Return how many seconds there are; raises where there are none."""
        left = self.deadline - self.patience.monotonic()
        if left <= 0:
            raise NoAnswerError(f"not done after {self.patience.total:g} seconds; try again later")
        return left


def download(
    url: str, known: Validators = Validators(), *, patience: Patience = Patience()
) -> Download | None:
    """Return what lies at a web address; None where it has not changed since `known`.

    Asked are https, and http on this very computer. A redirect may lead to the same scheme only,
    and not from a public address to a private one, as far as the addresses themselves tell: see
    `leads_inside`. Where the environment names a proxy (`HTTPS_PROXY`, `NO_PROXY`), that is used.

    What came may be anything: look at it, whatever its server called it.

    Args:
        url: The address.
        known: What the server said of the version that is known.
        patience: How long to wait. Only a name that does not resolve may take longer: the system's
            resolver has a patience of its own.

    Raises:
        DownloadError: The address is none that confui asks, the server cannot be reached or has no
            answer, or the answer is broken or has more than 16 MiB when unpacked.
    """
    errand = _Errand(known, patience, patience.monotonic() + patience.total)
    try:
        address = askable(url)
    except RefusedAddressError as error:
        raise DownloadError(str(error)) from None
    try:
        for _ in range(_MAX_REDIRECTS + 1):
            answer = _insist(address, errand)
            location = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not location:
                return _received(address, answer, known)
            address = _redirected(address, location)
        raise NoAnswerError(f"more than {_MAX_REDIRECTS} redirects; check the address")
    except NoAnswerError as error:
        raise DownloadError(f"{host_of(address)}: {error}") from error


def _redirected(address: str, location: str) -> str:
    """Return where a redirect leads, if confui goes there."""
    from urllib.parse import urljoin, urlsplit

    try:
        target = askable(urljoin(address, location))
    except (RefusedAddressError, ValueError) as error:
        reason = str(error).partition(";")[0]
        raise NoAnswerError(f"a redirect is not followed: {reason}; check the address") from error
    scheme = urlsplit(target).scheme
    if scheme != urlsplit(address).scheme or leads_inside(address, target):
        where = f"{scheme}://{host_of(target)}"
        raise NoAnswerError(f"a redirect to {where} is not followed; check the address")
    return target


def _received(address: str, answer: Answer, known: Validators) -> Download | None:
    if answer.status == 200:
        said = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        return Download(answer.content, address, Validators(*said))
    if answer.status == 304 and any(known):
        return None
    if answer.status in (404, 410):
        raise GoneError(f"{host_of(address)}: {_meaning(answer.status)}")
    raise NoAnswerError(_meaning(answer.status))


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


def _insist(address: str, errand: _Errand) -> Answer:
    """Return the answer of a server that may need to be asked more than once."""
    patience = errand.patience
    for pause in patience.pauses:
        try:
            answer = _attempt(address, errand)
        except NoAnswerError as error:
            if not error.may_pass or pause >= errand.left():
                raise
        else:
            pause = max(pause, _wanted_pause(answer, patience))
            if answer.status not in _MAY_PASS or pause >= errand.left():
                return answer
        patience.sleep(pause)
    answer = _attempt(address, errand)
    _wanted_pause(answer, patience)
    return answer


def _attempt(address: str, errand: _Errand) -> Answer:
    patience = errand.patience
    limits = Limits(patience.connect, patience.read, errand.left())
    try:
        return ask(address, _headers(errand.known), limits)
    finally:
        errand.left()  # a connection that was hung up may look like anything, even like a success


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


def _wanted_pause(answer: Answer, patience: Patience) -> float:
    """Return for how many seconds a server wants to be left alone; raises where that is long."""
    if answer.status not in _MAY_PASS:
        return 0
    seconds = _seconds(answer.headers.get("Retry-After", "").strip(), patience.now())
    if seconds > patience.longest_pause:
        wait = _duration(seconds)
        raise NoAnswerError(f"the server asks to wait {wait} ({answer.status}); try again then")
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
