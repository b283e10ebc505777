"""One request to a server and its answer, in bounded time and memory.

Nothing here believes a server: neither how long an answer is, nor that it will come to an end.
"""

import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

from confui.sources.formats import MAX_BYTES
from confui.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

_PART = 64 * 1024
"""How many bytes of an answer are taken at a time."""

_CUT_OFF = "the answer is cut off; try again later"
_AGAIN = 0.05
"""How many seconds after one attempt to hang up comes the next."""


class HttpError(Exception):
    """There is no whole answer; the message says why and what to do, but not which host it was."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        super().__init__(message)
        self.may_pass = may_pass
        """Whether asking again soon may do."""


class RequestLimits(NamedTuple):
    """How long to wait, in seconds."""

    connect: float
    """For a connection."""
    read: float
    """For the next bytes of an answer."""
    total: float
    """For everything together."""


class HttpResponse(NamedTuple):
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    content: bytes
    """Unpacked; empty unless the status is 200."""


def http_get(url: str, headers: Mapping[str, str], limits: RequestLimits) -> HttpResponse:
    """Return the answer to a GET of an address that may be asked.

    The system tells which certificates are trusted, and the environment which proxy is to be used.

    Raises:
        NoAnswerError: There is no connection, the answer is broken, too long, or not in time.
    """
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError
    from urllib3.util import parse_url

    place = parse_url(url)
    connection = _connection(place, limits)
    try:
        with _hung_up_after(limits.total) as watched:
            connection.connect()
            assert connection.sock is not None
            watched.append(connection.sock)
            connection.timeout = min(limits.read, limits.total)
            connection.request(
                "GET",
                place.request_uri,
                headers=headers,
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            try:
                content = _content(response) if response.status == 200 else b""
                return HttpResponse(response.status, response.headers, content)
            finally:
                response.close()
    except (HTTPError, HTTPException, OSError) as error:
        raise _explained(error, limits) from error
    finally:
        connection.close()


@contextmanager
def _hung_up_after(seconds: float) -> Iterator[list[socket.socket]]:
    """Break off every connection that is put into the list, once the time is over.

    A server that sends a byte now and then never makes a read wait for long.
    """
    from threading import Event, Thread

    done, watched = Event(), list[socket.socket]()

    def hang_up() -> None:
        wait = seconds
        while not done.wait(wait):
            wait = _AGAIN
            for each in watched:
                with suppress(OSError):  # it is closed already
                    # Not the method of a TLS socket, which would go on in plain text.
                    socket.socket.shutdown(each, socket.SHUT_RDWR)

    thread = Thread(target=hang_up, daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        done.set()
        thread.join()


def _connection(place: "Url", limits: RequestLimits) -> "HTTPConnection":
    """Return a connection that is yet to be made, through a proxy if there is to be one."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    host, port = (place.host or "").strip("[]"), place.port
    timeout = min(limits.connect, limits.total)
    if place.scheme == "http":  # to this very computer: through no proxy
        return HTTPConnection(host, port or 80, timeout=timeout)
    import ssl

    import truststore

    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    proxy = _proxy_for(host, port or 443)
    if proxy is None:
        return HTTPSConnection(host, port or 443, timeout=timeout, ssl_context=trust)
    connection = HTTPSConnection(
        proxy.host or "", proxy.port or 80, timeout=timeout, ssl_context=trust, proxy=proxy
    )
    connection.set_tunnel(host, port or 443, _leave(proxy))
    return connection


def _proxy_for(host: str, port: int) -> "Url | None":
    """Return the proxy that the environment wants for https to a host, if any."""
    from urllib.request import getproxies, proxy_bypass

    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    written = getproxies().get("https", "")
    if not written or proxy_bypass(f"{host}:{port}"):
        return None
    with suppress(LocationParseError):
        proxy = parse_url(written if "://" in written else f"http://{written}")
        if proxy.scheme == "http" and proxy.host:
            return proxy
    raise HttpError("the proxy is none that confui can use; set HTTPS_PROXY to one with http://")


def _leave(proxy: "Url") -> dict[str, str]:
    """Return what a proxy with a user name and a password wants to be told."""
    from urllib.parse import unquote

    from urllib3.util import make_headers

    return make_headers(proxy_basic_auth=unquote(proxy.auth)) if proxy.auth else {}


def _content(response: "BaseHTTPResponse") -> bytes:
    """Return the unpacked body of an answer; raises as soon as it is too long."""
    content = bytearray()
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    for part in _unpacked(response.stream(_PART, decode_content=False), packing):
        content += part
        if len(content) > MAX_BYTES:
            size = MAX_BYTES // 1024**2
            raise HttpError(f"larger than the {size} MiB that confui reads; name a smaller one")
    return bytes(content)


def _unpacked(parts: Iterable[bytes], packing: str) -> Iterator[bytes]:
    """Yield what was packed, never much at a time, and see to it that it is whole."""
    import zlib

    if packing in ("", "identity"):
        yield from parts
        return
    if packing not in ("gzip", "x-gzip"):
        raise HttpError("the answer is packed in a way that is not known; try again later")
    opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
    started = False
    for part in parts:
        packed = part
        while packed:
            started = True
            if opened.eof:  # one archive may follow another
                opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                yield opened.decompress(packed, _PART)
            except zlib.error:
                raise HttpError("the answer is damaged (gzip); try again later") from None
            packed = opened.unused_data if opened.eof else opened.unconsumed_tail
    if started and not opened.eof:
        raise HttpError(_CUT_OFF, may_pass=True)


def _explained(error: Exception, limits: RequestLimits) -> HttpError:
    """Return what went wrong, and what to do about it."""
    import ssl
    from http.client import HTTPException

    from urllib3 import exceptions

    if isinstance(error, ssl.SSLCertVerificationError):
        return HttpError(
            f"its certificate is not trusted ({clean(error.verify_message)}); "
            "check the address, or ask whoever runs the server"
        )
    if isinstance(error, ssl.SSLError | exceptions.SSLError):
        return HttpError("no secure connection is possible; check the address")
    if isinstance(error, exceptions.NameResolutionError):
        return HttpError("no such host is known; check the address, and that you are online")
    if isinstance(error, exceptions.NewConnectionError):
        reason = getattr(error.__cause__, "strerror", None) or "no way to it"
        return HttpError(
            f"no connection ({clean(reason)}); check the address, or try again later", may_pass=True
        )
    if isinstance(error, exceptions.ConnectTimeoutError):
        return HttpError(
            f"no connection within {limits.connect:g} seconds; try again later", may_pass=True
        )
    if isinstance(error, TimeoutError | exceptions.ReadTimeoutError):
        return HttpError(f"no answer for {limits.read:g} seconds; try again later")
    if isinstance(error, exceptions.ProtocolError):
        return HttpError(_CUT_OFF, may_pass=True)
    if isinstance(error, ConnectionError):
        return HttpError("the connection broke off; try again later", may_pass=True)
    if isinstance(error, HTTPException | exceptions.HTTPError):
        return HttpError("the answer is no sound HTTP; check the address")
    return HttpError(f"no connection ({clean(str(error))}); check the address")
