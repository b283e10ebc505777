"""One HTTP GET, in bounded time and memory.

The server is not trusted: neither its stated length nor that its response ever ends.
"""

import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from confui.sources.progress import report_progress
from confui.sources.syntax.files import MAX_SCHEDULE_BYTES
from confui.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    # urllib3 and ssl are slow to import: only a download loads them.
    from http.client import HTTPResponse

    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

_CHUNK = 64 * 1024
"""Bytes read, and unpacked, at a time."""

_MAX_LINE = 64 * 1024
"""Bytes of a line that does not belong to the body, such as a header."""

_CUT_OFF = "the response is incomplete; try again later"
_SHUTDOWN_RETRY = 0.05
"""Seconds between attempts to shut down a connection whose time is over."""


class HttpError(Exception):
    """There is no complete response. The message says why and what to do, but not which host."""

    def __init__(self, message: str, *, temporary: bool = False) -> None:
        super().__init__(message)
        self.temporary = temporary
        """Whether a retry may succeed."""


class HttpResponse(NamedTuple):
    """The response of a server."""

    status: int
    headers: Mapping[str, str]
    """Names are case-insensitive."""
    content: bytes
    """Unpacked. Empty unless the status is 200."""


def http_get(
    url: str, headers: Mapping[str, str], *, connect: float, read: float, total: float
) -> HttpResponse:
    """Return the response to a GET.

    The operating system decides which certificates are trusted; the environment names the proxy.

    Args:
        url: A URL from `downloadable_url`.
        headers: The request headers.
        connect: Seconds to wait for a connection.
        read: Seconds to wait for the next bytes.
        total: Seconds for the whole request.

    Raises:
        HttpError: No connection, or a response that is broken, too large or too late.
    """
    from urllib3.util import parse_url

    target = parse_url(url)
    connection = _connection(target, min(connect, total))
    connection.response_class = _bounded_response()
    try:
        with _shut_down_after(total) as sockets:
            connection.connect()
            assert connection.sock is not None
            sockets.append(connection.sock)
            connection.timeout = min(read, total)
            connection.request(
                "GET",
                target.request_uri,
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
    except HttpError:
        raise
    except Exception as error:
        # What a server sends can raise nearly anything in http.client and urllib3: a chunk length
        # of -5 is a ValueError, and a line may be missing where they expect one.
        raise _http_error(error, connect, read) from error
    finally:
        connection.close()


def _bounded_response() -> "type[HTTPResponse]":
    """Return http.client's response, reading from a `_BoundedReader`."""
    import io
    from http.client import HTTPException, HTTPResponse, LineTooLong

    class BoundedReader(io.BufferedReader):
        """Refuses to read a line, or until the server ends, without a limit.

        A chunk length of -1 would mean the latter, and fill the memory.
        """

        def read(self, size: int | None = -1, /) -> bytes:
            if size is None or size < 0:
                raise HTTPException("a length that is negative")
            return super().read(size)

        def readline(self, size: int | None = -1, /) -> bytes:
            limit = _MAX_LINE if size is None or size < 0 else size
            line = super().readline(limit)
            if len(line) == _MAX_LINE and limit == _MAX_LINE:
                raise LineTooLong("line")
            return line

    class BoundedResponse(HTTPResponse):
        """A response whose chunks have checked lengths."""

        def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
            super().__init__(sock, *arguments, **options)
            self.fp.close()
            self.fp = BoundedReader(sock.makefile("rb", buffering=0))

    return BoundedResponse


@contextmanager
def _shut_down_after(seconds: float) -> Iterator[list[socket.socket]]:
    """Shut down all sockets in the list once the time is over.

    A read timeout is not enough: a server that sends a byte now and then never triggers it.
    """
    from threading import Event, Thread

    done, sockets = Event(), list[socket.socket]()

    def shut_down() -> None:
        wait = seconds
        while not done.wait(wait):
            wait = _SHUTDOWN_RETRY
            for open_socket in sockets:
                with suppress(OSError):  # it is closed already
                    # Not the method of a TLS socket, which would continue without encryption.
                    socket.socket.shutdown(open_socket, socket.SHUT_RDWR)

    thread = Thread(target=shut_down, daemon=True)
    thread.start()
    try:
        yield sockets
    finally:
        done.set()
        thread.join()


def _connection(target: "Url", timeout: float) -> "HTTPConnection":
    """Return a connection that is not open yet, through a proxy if the environment names one."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    host, port = (target.host or "").strip("[]"), target.port
    if target.scheme == "http":  # this computer: never through a proxy
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
    connection.set_tunnel(host, port or 443, _proxy_headers(proxy))
    return connection


def _proxy_for(host: str, port: int) -> "Url | None":
    """Return the proxy that the environment names for https to this host, or None."""
    from urllib.request import getproxies, proxy_bypass

    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    setting = getproxies().get("https", "")
    if not setting or proxy_bypass(f"{host}:{port}"):
        return None
    with suppress(LocationParseError):
        proxy = parse_url(setting if "://" in setting else f"http://{setting}")
        if proxy.scheme == "http" and proxy.host:
            return proxy
    raise HttpError("confui cannot use this proxy; set HTTPS_PROXY to one with http://")


def _proxy_headers(proxy: "Url") -> dict[str, str]:
    """Return the headers that log in to a proxy, if its URL has a user name and a password."""
    from urllib.parse import unquote

    from urllib3.util import make_headers

    return make_headers(proxy_basic_auth=unquote(proxy.auth)) if proxy.auth else {}


def _content(response: "BaseHTTPResponse") -> bytes:
    """Return the unpacked body of a response. Raises HttpError as soon as it is too large."""
    content = bytearray()
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    for chunk in _unpacked(response.stream(_CHUNK, decode_content=False), encoding):
        content += chunk
        report_progress("bytes", len(content))
        if len(content) > MAX_SCHEDULE_BYTES:
            size = MAX_SCHEDULE_BYTES // 1024**2
            raise HttpError(
                f"larger than the {size} MiB that confui reads; "
                "ask for one day, or for a smaller export"
            )
    return bytes(content)


def _unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the unpacked chunks of a body, at most 64 KiB each.

    Raises HttpError for an unknown encoding, damaged data and an incomplete body.
    """
    import zlib

    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise HttpError("the response has an unknown compression; try again later")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    started = False
    for chunk in chunks:
        packed = chunk
        while packed:
            started = True
            if unpacker.eof:  # a gzip file may have several members (RFC 1952, 2.2)
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                yield unpacker.decompress(packed, _CHUNK)
            except zlib.error:
                raise HttpError("the response is damaged (gzip); try again later") from None
            packed = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if started and not unpacker.eof:
        raise HttpError(_CUT_OFF, temporary=True)


def _http_error(error: Exception, connect: float, read: float) -> HttpError:
    """Return an error whose message says what went wrong and what to do about it."""
    import ssl

    from urllib3 import exceptions

    if isinstance(error, ssl.SSLCertVerificationError):
        return HttpError(
            f"its certificate is not trusted ({clean(error.verify_message)}); "
            "check the URL, or ask whoever runs the server"
        )
    if isinstance(error, ssl.SSLError | exceptions.SSLError):
        return HttpError("no secure connection is possible; check the URL")
    if isinstance(error, exceptions.NameResolutionError):
        return HttpError("unknown host; check the URL, and that you are online")
    if isinstance(error, exceptions.NewConnectionError):
        reason = getattr(error.__cause__, "strerror", None) or "unreachable"
        return HttpError(
            f"no connection ({clean(reason)}); check the URL, or try again later", temporary=True
        )
    if isinstance(error, exceptions.ConnectTimeoutError):
        return HttpError(
            f"no connection within {connect:g} seconds; try again later", temporary=True
        )
    if isinstance(error, TimeoutError | exceptions.ReadTimeoutError):
        return HttpError(f"no response for {read:g} seconds; try again later")
    if isinstance(error, exceptions.ProtocolError):
        return HttpError(_CUT_OFF, temporary=True)
    if isinstance(error, ConnectionError):
        return HttpError("the connection was closed; try again later", temporary=True)
    if isinstance(error, OSError):
        return HttpError(f"no connection ({clean(str(error))}); check the URL")
    return HttpError("the response is not valid HTTP; check the URL")
