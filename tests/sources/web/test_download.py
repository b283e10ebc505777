"""Downloads: a file, or one line that says why there is none, whatever a server does."""

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui import __version__
from confui.sources.syntax.files import MAX_SCHEDULE_BYTES
from confui.sources.web.download import (
    Download,
    DownloadError,
    TimeLimits,
    Validators,
    download_url,
)
from confui.sources.web.urls import RefusedUrlError, downloadable_url, leads_to_private_network
from confui.text import is_clean
from tests.sources.web.web_server import (
    Answer,
    Caller,
    Server,
    answer,
    tunnel_to,
    write_certificate,
)

SCHEDULE = b'{"schedule": {"conference": {"title": "PyWest 2030"}}}'
NOW = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)
KNOWN = Validators('"v1"', "Fri, 17 May 2030 10:00:00 GMT")


def pack(content: bytes) -> bytes:
    """Return content in gzip, the same at any time: it names tests."""
    return gzip.compress(content, compresslevel=1, mtime=0)


needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that confui would have made, in seconds."""
    return []


@pytest.fixture
def limits(pauses: list[float]) -> TimeLimits:
    """Short time limits, with a clock that does not sleep."""
    return TimeLimits(2, 2, 5, sleep=pauses.append, now=NOW.timestamp)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def failure(url: str, limits: TimeLimits, known: Validators = Validators()) -> str:
    """Return the message of a failed download, which is one line, safe to show."""
    with pytest.raises(DownloadError) as caught:
        download_url(url, known, limits=limits)
    message = str(caught.value)
    assert is_clean(message)
    assert "\n" not in message
    return message


def test_a_download_has_the_content_the_url_and_the_validators(
    server: Server, limits: TimeLimits
) -> None:
    etag, modified = KNOWN
    told = answer(SCHEDULE, ETag=etag, Last_Modified=modified, Content_Type="image/png")
    url = server.tell("/a%20b?c=d", told)
    assert download_url(f"{url}#now", limits=limits) == Download(SCHEDULE, url, KNOWN)


def test_the_request_names_confui_and_the_formats_it_reads(
    server: Server, limits: TimeLimits
) -> None:
    download_url(server.tell("/", answer(SCHEDULE)), limits=limits)
    (request,) = server.requests
    assert request.startswith("GET / HTTP/1.1\r\n")
    for line in (f"Host: {server.host}", f"User-Agent: confui/{__version__}"):
        assert line in request.splitlines()
    assert "Accept-Encoding: gzip\r\n" in request
    assert "application/json" in request
    assert "If-" not in request


def test_a_known_version_is_not_downloaded_again(server: Server, limits: TimeLimits) -> None:
    url = server.tell("/", answer(status="304 Not Modified"))
    assert download_url(url, KNOWN, limits=limits) is None
    (request,) = server.requests
    assert f"If-None-Match: {KNOWN.etag}\r\n" in request
    assert f"If-Modified-Since: {KNOWN.modified}\r\n" in request


def test_not_modified_without_a_known_version_is_an_error(
    server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", answer(status="304 Not Modified"))
    assert failure(url, limits) == (
        f"{server.host}: the server sent no content (304); check the URL"
    )


def test_validators_that_would_add_a_header_are_not_sent(
    server: Server, limits: TimeLimits
) -> None:
    hostile = Validators('"a"\r\nX-Sly: 1', "Sömmer")
    assert download_url(server.tell("/", answer(SCHEDULE)), hostile, limits=limits)
    (request,) = server.requests
    assert "Sly" not in request
    assert "If-" not in request


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("204 No Content", "the server sent no content (204); check the URL"),
        ("302 Found", "the server sent no content (302); check the URL"),
        ("400 Bad", "the server sent no content (400); check the URL"),
        ("401 No", "the server refuses access (401); use a public URL"),
        ("403 No", "the server refuses access (403); use a public URL"),
        ("404 No", "the server has nothing at this URL (404); check the URL"),
        (
            "410 Gone",
            "what was at this URL is gone for good (410); look for a new URL",
        ),
        ("429 Slow", "too many requests (429); try again later"),
        ("500 \x1b[31mOuch", "the server has a fault (500); try again later"),
        ("503 Busy", "the server has a fault (503); try again later"),
    ],
)
def test_an_error_status_becomes_a_sentence(
    status: str, message: str, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", answer("<h1>no</h1>", status))
    assert failure(url, limits) == f"{server.host}: {message}"


@pytest.mark.parametrize("status", ["429 Slow", "502 Bad", "503 Busy", "504 Late"])
def test_a_busy_server_is_tried_again(
    status: str, server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", status), answer("", status), answer(SCHEDULE))
    got = download_url(url, limits=limits._replace(pauses=(0.1, 0.2)))
    assert got is not None
    assert got.content == SCHEDULE
    assert pauses == [0.1, 0.2]


def test_a_server_that_stays_busy_is_given_up(
    server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "503 Busy"))
    failure(url, limits._replace(pauses=(0.1, 0.2)))
    assert len(server.requests) == 3
    assert pauses == [0.1, 0.2]


def test_a_permanent_error_is_not_tried_again(server: Server, limits: TimeLimits) -> None:
    failure(server.tell("/", answer("", "500 Ouch")), limits)
    assert len(server.requests) == 1


@pytest.mark.parametrize("written", ["7", format_datetime(NOW + timedelta(seconds=7), usegmt=True)])
def test_a_short_retry_after_is_obeyed(
    written: str, server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "429 Slow", Retry_After=written), answer(SCHEDULE))
    assert download_url(url, limits=limits._replace(total=60))
    assert pauses == [7]


@pytest.mark.parametrize(
    ("written", "wait"),
    [
        ("11", "11 seconds"),
        ("60", "1 minute"),
        ("120", "2 minutes"),
        ("7000", "2 hours"),
        ("172800", "2 days"),
        ("9" * 400, "365 days"),
        (format_datetime(NOW + timedelta(minutes=90), usegmt=True), "2 hours"),
    ],
)
def test_after_a_long_retry_after_there_is_no_retry(
    written: str, wait: str, server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "429 Slow", Retry_After=written))
    assert failure(url, limits) == (
        f"{server.host}: the server asks to wait {wait} (429); try again then"
    )
    assert (len(server.requests), pauses) == (1, [])


@pytest.mark.parametrize(
    "written",
    ["soon", "-5", "", "1e9", "Fri, 99 May 2030 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"],
)
def test_an_invalid_retry_after_is_ignored(
    written: str, server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "503 Busy", Retry_After=written), answer(SCHEDULE))
    assert download_url(url, limits=limits._replace(pauses=(0.1,)))
    assert pauses == [0.1]


def test_a_pause_longer_than_the_time_left_is_not_made(
    server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "503 Busy"))
    assert failure(url, limits._replace(total=1, pauses=(1,))).endswith(
        "has a fault (503); try again later"
    )
    assert (len(server.requests), pauses) == (1, [])


def hang(caller: Caller) -> None:
    caller.keep_waiting()


def hang_in_the_body(caller: Caller) -> None:
    caller.send(answer(SCHEDULE, length=1000))
    caller.keep_waiting()


@pytest.mark.parametrize("hanging", [hang, hang_in_the_body])
def test_a_server_that_stops_sending_is_given_up(
    hanging: Answer, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", hanging)
    limits = limits._replace(read=0.1)
    assert failure(url, limits) == f"{server.host}: no response for 0.1 seconds; try again later"
    assert len(server.requests) == 1


def drip(start: bytes, drop: bytes) -> Answer:
    def dripping(caller: Caller) -> None:
        caller.send(start)
        while not caller.keep_waiting(0.02):
            caller.send(drop)

    return dripping


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
    ],
)
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(
    start: bytes, drop: bytes, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", drip(start, drop))
    assert failure(url, limits._replace(total=0.3)) == (
        f"{server.host}: not finished after 0.3 seconds; try again later"
    )
    assert len(server.requests) == 1


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (answer(SCHEDULE, length=1000), "the response is incomplete; try again later"),
        (
            answer(pack(SCHEDULE)[:-9], Content_Encoding="gzip"),
            "the response is incomplete; try again later",
        ),
        (CHUNKED + b"5\r\nabcde\r\n", "the response is incomplete; try again later"),
        (CHUNKED + b"5\r\nab", "the response is incomplete; try again later"),
        (b"", "the connection was closed; try again later"),
    ],
)
def test_an_incomplete_response_is_an_error(
    cut: bytes, message: str, server: Server, limits: TimeLimits, pauses: list[float]
) -> None:
    url = server.tell("/", cut)
    assert failure(url, limits._replace(pauses=(0.1, 0.2))) == f"{server.host}: {message}"
    assert pauses == [0.1, 0.2]
    server.tell("/", cut, answer(SCHEDULE))
    assert download_url(url, limits=limits._replace(pauses=(0.1,)))


@pytest.mark.parametrize(
    "garbage",
    [
        b"220 mail.pywest.example ESMTP\r\n",
        b"\x00\xff" * 500,
        b"HTTP/1.1 ok\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Bomb: 1\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Bomb: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_response_that_is_not_http_is_an_error(
    garbage: bytes, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", garbage)
    assert failure(url, limits) == (f"{server.host}: the response is not valid HTTP; check the URL")


def test_bytes_after_the_stated_length_are_ignored(server: Server, limits: TimeLimits) -> None:
    got = download_url(
        server.tell("/", answer(SCHEDULE + b"more", length=len(SCHEDULE))), limits=limits
    )
    assert got is not None
    assert got.content == SCHEDULE


@pytest.mark.parametrize("parts", [[SCHEDULE], [SCHEDULE[:9], SCHEDULE[9:]], [b""]])
def test_gzip_is_unpacked(parts: list[bytes], server: Server, limits: TimeLimits) -> None:
    packed = b"".join(map(pack, parts))
    got = download_url(server.tell("/", answer(packed, Content_Encoding="GZIP")), limits=limits)
    assert got is not None
    assert got.content == b"".join(parts)


@pytest.mark.parametrize(
    ("body", "packing", "message"),
    [
        (SCHEDULE, "gzip", "the response is damaged (gzip); try again later"),
        (
            pack(SCHEDULE) + b"more",
            "gzip",
            "the response is damaged (gzip); try again later",
        ),
        (SCHEDULE, "br", "the response has an unknown compression; try again later"),
        (
            SCHEDULE,
            "gzip, gzip",
            "the response has an unknown compression; try again later",
        ),
    ],
)
def test_content_that_cannot_be_unpacked_is_an_error(
    body: bytes, packing: str, message: str, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", answer(body, Content_Encoding=packing))
    assert failure(url, limits) == f"{server.host}: {message}"


def test_an_empty_body_with_gzip_is_empty(server: Server, limits: TimeLimits) -> None:
    got = download_url(server.tell("/", answer(b"", Content_Encoding="gzip")), limits=limits)
    assert got is not None
    assert got.content == b""


TOO_LARGE = "larger than the 64 MiB that confui reads; ask for one day, or for a smaller export"
BOMB = pack(b" " * 4 * MAX_SCHEDULE_BYTES)


def endless(caller: Caller) -> None:
    caller.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        caller.send(b" " * 65536)


@pytest.mark.parametrize("large", [answer(BOMB, Content_Encoding="gzip"), endless])
def test_a_response_that_is_too_large_is_stopped_before_it_fills_the_memory(
    large: Answer, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", large)
    tracemalloc.start()
    try:
        assert failure(url, limits) == f"{server.host}: {TOO_LARGE}"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert MAX_SCHEDULE_BYTES < peak < 3 * MAX_SCHEDULE_BYTES


def test_a_response_of_exactly_the_limit_is_complete(server: Server, limits: TimeLimits) -> None:
    body = b" " * MAX_SCHEDULE_BYTES
    url = server.tell("/", answer(pack(body), Content_Encoding="gzip"))
    got = download_url(url, limits=limits)
    assert got is not None
    assert got.content == body


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 Other", "307 T", "308 P"])
def test_a_redirect_is_followed(status: str, server: Server, limits: TimeLimits) -> None:
    target = server.tell("/new/schedule.json", answer(SCHEDULE))
    url = server.tell("/old/", answer("", status, Location="../new/schedule.json#top"))
    got = download_url(url, limits=limits)
    assert got == Download(SCHEDULE, target, Validators())


def test_the_body_of_a_redirect_is_not_unpacked(server: Server, limits: TimeLimits) -> None:
    target = server.tell("/new", answer(SCHEDULE))
    url = server.tell("/", answer(BOMB, "302 Found", Location=target, Content_Encoding="gzip"))
    assert download_url(url, limits=limits)


def test_a_redirect_loop_is_stopped(server: Server, limits: TimeLimits) -> None:
    url = server.tell("/", answer("", "302 Found", Location="/"))
    assert failure(url, limits) == f"{server.host}: more than 5 redirects; check the URL"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (
            "ftp://pywest.example/schedule.json",
            ": “ftp://pywest.example/schedule.json” is not a URL that confui can download",
        ),
        ("file:///etc/passwd", ": “file:///etc/passwd” is not a URL that confui can download"),
        ("javascript:alert(1)", ": “javascript:alert(1)” is not a URL that confui can download"),
        ("//[", ": Invalid IPv6 URL"),
        ("http://pywest.example/", ": pywest.example: http:// is not safe"),
        ("http://10.0.0.1/", ": 10.0.0.1: http:// is not safe"),
        (
            "http://me:secret@localhost/",
            ": “http://me:secret@localhost/” is not a URL that confui can download",
        ),
        ("https://pywest.example/", "a redirect to https://pywest.example is not followed"),
    ],
)
def test_a_redirect_to_a_refused_url_is_not_followed(
    location: str, reason: str, server: Server, limits: TimeLimits
) -> None:
    url = server.tell("/", answer("", "302 Found", Location=location))
    message = failure(url, limits)
    assert message.startswith(f"{server.host}: a redirect ")
    assert reason in message
    assert message.endswith("; check the URL")


@pytest.mark.parametrize(
    ("origin", "target", "inside"),
    [
        ("https://pywest.example/", "https://schedule.pywest.example/", False),
        ("https://pywest.example/", "https://9.9.9.9/", False),
        ("https://pywest.example/", "https://10.0.0.1/", True),
        ("https://pywest.example/", "https://192.168.1.1:8443/", True),
        ("https://pywest.example/", "https://169.254.169.254/", True),
        ("https://pywest.example/", "https://127.0.0.1/", True),
        ("https://pywest.example/", "https://127.1/", True),
        ("https://pywest.example/", "https://2130706433/", True),
        ("https://pywest.example/", "https://0x7f.1/", True),
        ("https://pywest.example/", "https://localhost/", True),
        ("https://pywest.example/", "https://localhost./", True),
        ("https://pywest.example/", "https://a.localhost/", True),
        ("https://pywest.example/", "https://[::1]/", True),
        ("https://pywest.example/", "https://[fe80::1]/", True),
        ("https://pywest.example/", "https://[fd00::1]/", True),
        ("https://pywest.example/", "https://[::ffff:10.0.0.1]/", True),
        ("https://pywest.example/", "https://[2001:4860:4860::8888]/", False),
        ("https://10.0.0.1/", "https://10.0.0.2/", False),
        ("https://localhost/", "https://10.0.0.2/", False),
    ],
)
def test_a_public_address_cannot_lead_to_a_private_one(
    origin: str, target: str, inside: bool
) -> None:
    assert leads_to_private_network(downloadable_url(origin), downloadable_url(target)) is inside


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://pywest.example", "https://pywest.example/"),
        (" HTTPS://PyWest.Example:8443/a?b=c#d ", "https://pywest.example:8443/a?b=c"),
        ("webcal://pywest.example/s.ics", "https://pywest.example/s.ics"),
        ("WebCals://pywest.example/s.ics", "https://pywest.example/s.ics"),
        (
            "https://münchen.example/übersicht?ä=é",
            "https://xn--mnchen-3ya.example/%C3%BCbersicht?%C3%A4=%C3%A9",
        ),
        ("https://pywest.example/a%20b", "https://pywest.example/a%20b"),
        ("https://pywest.example/%c3%bc?%zz=%2f", "https://pywest.example/%C3%BC?%25zz=%2F"),
        ("https://pywest.example/a/./b/../../c//..", "https://pywest.example/c/"),
        ("https://pywest.example/../.", "https://pywest.example/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("http://127.8.0.1/", "http://127.8.0.1/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_a_url_is_normalised(written: str, asked: str) -> None:
    assert downloadable_url(written) == asked
    assert downloadable_url(asked) == asked


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "ftp://pywest.example/",
            "“ftp://pywest.example/” is not a URL that confui can download; "
            "use https:// without a user name, a password or spaces",
        ),
        ("pywest.example", "“pywest.example” is not a URL that confui can download; "),
        ("https://me:secret@pywest.example/", "is not a URL that confui can download; "),
        ("https://pywest.example/a b", "is not a URL that confui can download; "),
        ("https://pywest.example/\x1b[31m", "is not a URL that confui can download; "),
        ("https://pywest.example/\r\nX: y", "is not a URL that confui can download; "),
        ("https://pywest.example:99999/", "is not a URL that confui can download; "),
        ("https://[::1", "is not a URL that confui can download; "),
        ("https://pywest..example/", "has no valid host; check the URL"),
        (f"https://{'a' * 64}.example/", "has no valid host; check the URL"),
        ("https://py<west>.example/", "has no valid host; check the URL"),
        ("https://[::g]/", "“https://[::g]/”"),
        ("http://pywest.example/", "pywest.example: http:// is not safe; use https:// instead"),
        ("http://10.0.0.1/", "10.0.0.1: http:// is not safe; use https:// instead"),
        ("http://localhost.pywest.example/", "http:// is not safe; use https:// instead"),
        ("webcal:pywest.example", "is not a URL that confui can download; "),
    ],
)
def test_a_refused_url_gives_the_reason(written: str, message: str, limits: TimeLimits) -> None:
    assert message in failure(written, limits)


@given(st.text() | st.from_regex(r"https://[^/]{1,20}/.*", fullmatch=True))
def test_any_url_becomes_ascii_or_is_refused(written: str) -> None:
    from urllib3.util import parse_url

    try:
        url = downloadable_url(written)
    except RefusedUrlError as error:
        assert is_clean(str(error))
    else:
        assert url.isascii()
        assert url.isprintable()
        assert parse_url(url).url == url
        assert downloadable_url(url) == url


def test_a_refused_connection_is_tried_again(limits: TimeLimits, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host = f"127.0.0.1:{taken.getsockname()[1]}"
    assert failure(f"http://{host}/", limits._replace(pauses=(0.1, 0.2))) == (
        f"{host}: no connection (Connection refused); check the URL, or try again later"
    )
    assert pauses == [0.1, 0.2]


def test_an_unknown_host_is_an_error(limits: TimeLimits) -> None:
    assert failure("https://nowhere.invalid/", limits) == (
        "nowhere.invalid: unknown host; check the URL, and that you are online"
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return write_certificate(tmp_path_factory.mktemp("tls"), "pywest.example")


@pytest.fixture
def secure(certificate: tuple[Path, ssl.SSLContext]) -> Iterator[Server]:
    with Server(certificate[1]) as running:
        yield running


@pytest.fixture
def trusted(certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the system trust the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@needs_openssl
def test_an_untrusted_certificate_is_refused(secure: Server, limits: TimeLimits) -> None:
    url = secure.tell("/", answer(SCHEDULE))
    message = failure(url, limits)
    assert message.startswith(f"{secure.host}: its certificate is not trusted (self")
    assert message.endswith("); check the URL, or ask whoever runs the server")
    assert secure.requests == []


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_the_system_trusts_is_accepted(
    secure: Server, limits: TimeLimits
) -> None:
    url = secure.tell("/", answer(SCHEDULE))
    assert download_url(url, limits=limits) == Download(SCHEDULE, url, Validators())


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_refused(secure: Server, limits: TimeLimits) -> None:
    assert "its certificate is not trusted (" in failure(
        f"https://localhost:{secure.port}/", limits
    )


def test_https_never_falls_back_to_http(server: Server, limits: TimeLimits) -> None:
    server.tell("/", answer(SCHEDULE))
    message = failure(f"https://{server.host}/", limits._replace(connect=0.1))
    assert message.startswith(f"{server.host}: no ")
    assert server.requests == []


@needs_openssl
@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("drop", [b"H", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_a_tls_server_that_sends_a_byte_now_and_then_is_given_up(
    drop: bytes, secure: Server, limits: TimeLimits
) -> None:
    url = secure.tell("/", drip(b"", drop))
    assert failure(url, limits._replace(total=0.3)) == (
        f"{secure.host}: not finished after 0.3 seconds; try again later"
    )


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_through_a_proxy_a_redirect_to_a_private_address_is_refused_too(
    secure: Server, server: Server, limits: TimeLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure.tell("/schedule.json", answer(SCHEDULE))
    secure.tell("/sly", answer("", "302 Found", Location="https://169.254.169.254/secrets"))
    server.tell("pywest.example:443", tunnel_to(secure.port))
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:se%20cret@{server.host}")
    got = download_url("https://pywest.example/schedule.json", limits=limits)
    assert got is not None
    assert got.content == SCHEDULE
    (request,) = server.requests
    assert request.startswith("CONNECT pywest.example:443 ")
    assert "authorization: basic bwu6c2ugy3jlda==" in request.lower()
    assert "Authorization" not in secure.requests[0]
    assert failure("https://pywest.example/sly", limits) == (
        "pywest.example: a redirect to https://169.254.169.254 is not followed; check the URL"
    )


def test_a_proxy_that_refuses_is_an_error(
    server: Server, limits: TimeLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.tell("pywest.example:443", answer("", "407 Who are you?"))
    monkeypatch.setenv("https_proxy", server.host)
    assert failure("https://pywest.example/", limits) == (
        "pywest.example: no connection (Tunnel connection failed: 407 Who are you?); check the URL"
    )


def test_an_unsupported_proxy_is_an_error_and_not_bypassed(
    limits: TimeLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:9")
    assert failure("https://pywest.example/", limits) == (
        "pywest.example: confui cannot use this proxy; set HTTPS_PROXY to one with http://"
    )
    monkeypatch.setenv("NO_PROXY", "pywest.invalid")
    limits = limits._replace(pauses=())
    assert "unknown host" in failure("https://pywest.invalid/", limits)


AFTER_THE_SCREEN = """\
import sys
from confui.startup import without_tls
with without_tls():
    import asyncio, http.client, urllib.request
assert not hasattr(http.client, "HTTPSConnection")
from confui.sources.web.download import download_url
got = download_url(sys.argv[1])
assert "truststore" in sys.modules
sys.stdout.buffer.write(got.content)
"""


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_a_download_uses_tls_even_if_the_screen_was_loaded_without_it(
    secure: Server,
) -> None:
    url = secure.tell("/", answer(SCHEDULE))
    command = [sys.executable, "-c", AFTER_THE_SCREEN, url]
    process = subprocess.run(command, env=os.environ, capture_output=True)
    assert (process.stdout, process.stderr) == (SCHEDULE, b"")


def test_network_packages_are_loaded_only_by_a_download() -> None:
    modules = ("web.download", "web.discovery", "latest")
    script = "\n".join(f"import confui.sources.{name}" for name in modules)
    script += "\nimport sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "confui.sources.web.http" in loaded.stdout.split()
    assert not {"urllib3", "truststore", "ssl", "http.client"} & set(loaded.stdout.split())
