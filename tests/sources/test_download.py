"""Whatever a server does, there is a download or one line that says why there is none."""

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
from confui.sources.download import Download, DownloadError, Patience, Validators, download
from confui.sources.schedulefiles import MAX_BYTES
from confui.sources.webaddress import RefusedAddressError, askable, leads_inside
from confui.text import is_clean

from .web_server import Answer, Caller, Server, answer, tunnel_to, write_certificate

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
    """For how many seconds confui would have slept."""
    return []


@pytest.fixture
def patience(pauses: list[float]) -> Patience:
    """Patience that a test has."""
    return Patience(2, 2, 5, sleep=pauses.append, now=NOW.timestamp)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def failure(url: str, patience: Patience, known: Validators = Validators()) -> str:
    """Return what a person is told when a download fails; always one line, safe to show."""
    with pytest.raises(DownloadError) as caught:
        download(url, known, patience=patience)
    message = str(caught.value)
    assert is_clean(message)
    assert "\n" not in message
    return message


def test_what_lies_at_an_address_comes_with_what_the_server_says_of_it(
    server: Server, patience: Patience
) -> None:
    etag, modified = KNOWN
    told = answer(SCHEDULE, ETag=etag, Last_Modified=modified, Content_Type="image/png")
    url = server.tell("/a%20b?c=d", told)
    assert download(f"{url}#now", patience=patience) == Download(SCHEDULE, url, KNOWN)


def test_a_server_learns_who_asks_for_what(server: Server, patience: Patience) -> None:
    download(server.tell("/", answer(SCHEDULE)), patience=patience)
    (request,) = server.requests
    assert request.startswith("GET / HTTP/1.1\r\n")
    for line in (f"Host: {server.host}", f"User-Agent: confui/{__version__}"):
        assert line in request.splitlines()
    assert "Accept-Encoding: gzip\r\n" in request
    assert "application/json" in request
    assert "If-" not in request


def test_what_is_known_is_not_sent_again(server: Server, patience: Patience) -> None:
    url = server.tell("/", answer(status="304 Not Modified"))
    assert download(url, KNOWN, patience=patience) is None
    (request,) = server.requests
    assert f"If-None-Match: {KNOWN.etag}\r\n" in request
    assert f"If-Modified-Since: {KNOWN.modified}\r\n" in request


def test_a_server_that_has_nothing_new_for_someone_who_knows_nothing(
    server: Server, patience: Patience
) -> None:
    url = server.tell("/", answer(status="304 Not Modified"))
    assert failure(url, patience) == (
        f"{server.host}: the server has no content to give (304); check the address"
    )


def test_validators_that_would_add_a_header_are_not_sent(
    server: Server, patience: Patience
) -> None:
    hostile = Validators('"a"\r\nX-Sly: 1', "Sömmer")
    assert download(server.tell("/", answer(SCHEDULE)), hostile, patience=patience)
    (request,) = server.requests
    assert "Sly" not in request
    assert "If-" not in request


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("204 No Content", "the server has no content to give (204); check the address"),
        ("302 Found", "the server has no content to give (302); check the address"),
        ("400 Bad", "the server has no content to give (400); check the address"),
        ("401 No", "the server refuses access (401); name an address that is public"),
        ("403 No", "the server refuses access (403); name an address that is public"),
        ("404 No", "the server has nothing at this address (404); check the address"),
        (
            "410 Gone",
            "what was at this address is gone for good (410); look for a new address",
        ),
        ("429 Slow", "the server has been asked too often (429); try again later"),
        ("500 \x1b[31mOuch", "the server has a fault (500); try again later"),
        ("503 Busy", "the server has a fault (503); try again later"),
    ],
)
def test_a_status_without_content_is_told_in_words(
    status: str, told: str, server: Server, patience: Patience
) -> None:
    url = server.tell("/", answer("<h1>no</h1>", status))
    assert failure(url, patience) == f"{server.host}: {told}"


@pytest.mark.parametrize("status", ["429 Slow", "502 Bad", "503 Busy", "504 Late"])
def test_a_server_that_is_busy_is_asked_again(
    status: str, server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", status), answer("", status), answer(SCHEDULE))
    got = download(url, patience=patience._replace(pauses=(0.1, 0.2)))
    assert got is not None
    assert got.content == SCHEDULE
    assert pauses == [0.1, 0.2]


def test_a_server_that_stays_busy_is_left_alone_in_the_end(
    server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "503 Busy"))
    failure(url, patience._replace(pauses=(0.1, 0.2)))
    assert len(server.requests) == 3
    assert pauses == [0.1, 0.2]


def test_a_fault_that_will_not_pass_is_not_met_twice(server: Server, patience: Patience) -> None:
    failure(server.tell("/", answer("", "500 Ouch")), patience)
    assert len(server.requests) == 1


@pytest.mark.parametrize("written", ["7", format_datetime(NOW + timedelta(seconds=7), usegmt=True)])
def test_a_server_may_ask_for_a_short_pause(
    written: str, server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "429 Slow", Retry_After=written), answer(SCHEDULE))
    assert download(url, patience=patience._replace(total=60))
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
def test_a_server_that_asks_for_a_long_pause_is_not_asked_again(
    written: str, wait: str, server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "429 Slow", Retry_After=written))
    assert failure(url, patience) == (
        f"{server.host}: the server asks to wait {wait} (429); try again then"
    )
    assert (len(server.requests), pauses) == (1, [])


@pytest.mark.parametrize(
    "written",
    ["soon", "-5", "", "1e9", "Fri, 99 May 2030 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"],
)
def test_a_pause_that_cannot_be_read_is_the_usual_one(
    written: str, server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "503 Busy", Retry_After=written), answer(SCHEDULE))
    assert download(url, patience=patience._replace(pauses=(0.1,)))
    assert pauses == [0.1]


def test_a_pause_that_is_longer_than_there_is_time_is_not_made(
    server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", answer("", "503 Busy"))
    assert failure(url, patience._replace(total=1, pauses=(1,))).endswith(
        "has a fault (503); try again later"
    )
    assert (len(server.requests), pauses) == (1, [])


def hang(caller: Caller) -> None:
    caller.keep_waiting()


def hang_in_the_body(caller: Caller) -> None:
    caller.send(answer(SCHEDULE, length=1000))
    caller.keep_waiting()


@pytest.mark.parametrize("hanging", [hang, hang_in_the_body])
def test_a_server_that_falls_silent_is_given_up(
    hanging: Answer, server: Server, patience: Patience
) -> None:
    url = server.tell("/", hanging)
    patience = patience._replace(read=0.1)
    assert failure(url, patience) == f"{server.host}: no answer for 0.1 seconds; try again later"
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
def test_a_server_that_drips_is_given_up(
    start: bytes, drop: bytes, server: Server, patience: Patience
) -> None:
    url = server.tell("/", drip(start, drop))
    assert failure(url, patience._replace(total=0.3)) == (
        f"{server.host}: not done after 0.3 seconds; try again later"
    )
    assert len(server.requests) == 1


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        (answer(SCHEDULE, length=1000), "the answer is cut off; try again later"),
        (
            answer(pack(SCHEDULE)[:-9], Content_Encoding="gzip"),
            "the answer is cut off; try again later",
        ),
        (CHUNKED + b"5\r\nabcde\r\n", "the answer is cut off; try again later"),
        (CHUNKED + b"5\r\nab", "the answer is cut off; try again later"),
        (b"", "the connection broke off; try again later"),
    ],
)
def test_an_answer_that_is_cut_is_no_download(
    cut: bytes, told: str, server: Server, patience: Patience, pauses: list[float]
) -> None:
    url = server.tell("/", cut)
    assert failure(url, patience._replace(pauses=(0.1, 0.2))) == f"{server.host}: {told}"
    assert pauses == [0.1, 0.2]
    server.tell("/", cut, answer(SCHEDULE))
    assert download(url, patience=patience._replace(pauses=(0.1,)))


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
def test_what_is_no_http_is_said_to_be_none(
    garbage: bytes, server: Server, patience: Patience
) -> None:
    url = server.tell("/", garbage)
    assert failure(url, patience) == (
        f"{server.host}: the answer is no sound HTTP; check the address"
    )


def test_an_answer_longer_than_it_says_is_taken_at_its_word(
    server: Server, patience: Patience
) -> None:
    got = download(
        server.tell("/", answer(SCHEDULE + b"more", length=len(SCHEDULE))), patience=patience
    )
    assert got is not None
    assert got.content == SCHEDULE


@pytest.mark.parametrize("parts", [[SCHEDULE], [SCHEDULE[:9], SCHEDULE[9:]], [b""]])
def test_what_is_packed_is_unpacked(parts: list[bytes], server: Server, patience: Patience) -> None:
    packed = b"".join(map(pack, parts))
    got = download(server.tell("/", answer(packed, Content_Encoding="GZIP")), patience=patience)
    assert got is not None
    assert got.content == b"".join(parts)


@pytest.mark.parametrize(
    ("body", "packing", "told"),
    [
        (SCHEDULE, "gzip", "the answer is damaged (gzip); try again later"),
        (
            pack(SCHEDULE) + b"more",
            "gzip",
            "the answer is damaged (gzip); try again later",
        ),
        (SCHEDULE, "br", "the answer is packed in a way that is not known; try again later"),
        (
            SCHEDULE,
            "gzip, gzip",
            "the answer is packed in a way that is not known; try again later",
        ),
    ],
)
def test_what_cannot_be_unpacked_is_no_download(
    body: bytes, packing: str, told: str, server: Server, patience: Patience
) -> None:
    url = server.tell("/", answer(body, Content_Encoding=packing))
    assert failure(url, patience) == f"{server.host}: {told}"


def test_an_empty_answer_that_is_packed_is_empty(server: Server, patience: Patience) -> None:
    got = download(server.tell("/", answer(b"", Content_Encoding="gzip")), patience=patience)
    assert got is not None
    assert got.content == b""


TOO_LARGE = "larger than the 16 MiB that confui reads; name a smaller one"
BOMB = pack(b" " * 4 * MAX_BYTES)


def endless(caller: Caller) -> None:
    caller.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        caller.send(b" " * 65536)


@pytest.mark.parametrize("large", [answer(BOMB, Content_Encoding="gzip"), endless])
def test_what_is_too_large_is_given_up_before_it_fills_the_memory(
    large: Answer, server: Server, patience: Patience
) -> None:
    url = server.tell("/", large)
    tracemalloc.start()
    try:
        assert failure(url, patience) == f"{server.host}: {TOO_LARGE}"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert MAX_BYTES < peak < 3 * MAX_BYTES


def test_what_is_just_small_enough_comes_whole(server: Server, patience: Patience) -> None:
    body = b" " * MAX_BYTES
    url = server.tell("/", answer(pack(body), Content_Encoding="gzip"))
    got = download(url, patience=patience)
    assert got is not None
    assert got.content == body


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 Other", "307 T", "308 P"])
def test_a_redirect_is_followed(status: str, server: Server, patience: Patience) -> None:
    target = server.tell("/new/schedule.json", answer(SCHEDULE))
    url = server.tell("/old/", answer("", status, Location="../new/schedule.json#top"))
    got = download(url, patience=patience)
    assert got == Download(SCHEDULE, target, Validators())


def test_a_redirect_that_is_a_bomb_is_not_unpacked(server: Server, patience: Patience) -> None:
    target = server.tell("/new", answer(SCHEDULE))
    url = server.tell("/", answer(BOMB, "302 Found", Location=target, Content_Encoding="gzip"))
    assert download(url, patience=patience)


def test_a_redirect_in_a_circle_is_left(server: Server, patience: Patience) -> None:
    url = server.tell("/", answer("", "302 Found", Location="/"))
    assert failure(url, patience) == f"{server.host}: more than 5 redirects; check the address"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (
            "ftp://pywest.example/schedule.json",
            ": “ftp://pywest.example/schedule.json” is no web address that confui asks",
        ),
        ("file:///etc/passwd", ": “file:///etc/passwd” is no web address that confui asks"),
        ("javascript:alert(1)", ": “javascript:alert(1)” is no web address that confui asks"),
        ("//[", ": Invalid IPv6 URL"),
        ("http://pywest.example/", ": pywest.example: http:// is not safe"),
        ("http://10.0.0.1/", ": 10.0.0.1: http:// is not safe"),
        ("http://me:secret@localhost/", ": “http://me:secret@localhost/” is no web address"),
        ("https://pywest.example/", "a redirect to https://pywest.example is not followed"),
    ],
)
def test_a_redirect_to_what_confui_does_not_ask_is_not_followed(
    location: str, reason: str, server: Server, patience: Patience
) -> None:
    url = server.tell("/", answer("", "302 Found", Location=location))
    message = failure(url, patience)
    assert message.startswith(f"{server.host}: a redirect ")
    assert reason in message
    assert message.endswith("; check the address")


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
def test_what_is_private_stays_out_of_reach_of_what_is_public(
    origin: str, target: str, inside: bool
) -> None:
    assert leads_inside(askable(origin), askable(target)) is inside


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
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("http://127.8.0.1/", "http://127.8.0.1/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_an_address_is_asked_in_one_form(written: str, asked: str) -> None:
    assert askable(written) == asked
    assert askable(asked) == asked


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "ftp://pywest.example/",
            "“ftp://pywest.example/” is no web address that confui asks; "
            "write one with https://, without a user name, a password or spaces",
        ),
        ("pywest.example", "“pywest.example” is no web address that confui asks; "),
        ("https://me:secret@pywest.example/", "is no web address that confui asks; "),
        ("https://pywest.example/a b", "is no web address that confui asks; "),
        ("https://pywest.example/\x1b[31m", "is no web address that confui asks; "),
        ("https://pywest.example/\r\nX: y", "is no web address that confui asks; "),
        ("https://pywest.example:99999/", "is no web address that confui asks; "),
        ("https://[::1", "is no web address that confui asks; "),
        ("https://pywest..example/", "names no host; check the address"),
        (f"https://{'a' * 64}.example/", "names no host; check the address"),
        ("https://py<west>.example/", "names no host; check the address"),
        ("https://[::g]/", "“https://[::g]/”"),
        ("http://pywest.example/", "pywest.example: http:// is not safe; write https:// instead"),
        ("http://10.0.0.1/", "10.0.0.1: http:// is not safe; write https:// instead"),
        ("http://localhost.pywest.example/", "http:// is not safe; write https:// instead"),
        ("webcal:pywest.example", "is no web address that confui asks; "),
    ],
)
def test_an_address_that_is_not_asked_is_told_with_the_reason(
    written: str, told: str, patience: Patience
) -> None:
    assert told in failure(written, patience)


@given(st.text() | st.from_regex(r"https://[^/]{1,20}/.*", fullmatch=True))
def test_any_address_is_in_ascii_or_refused(written: str) -> None:
    from urllib3.util import parse_url

    try:
        url = askable(written)
    except RefusedAddressError as error:
        assert is_clean(str(error))
    else:
        assert url.isascii()
        assert url.isprintable()
        assert parse_url(url).url == url
        assert askable(url) == url


def test_a_port_where_nobody_listens_is_tried_again(
    patience: Patience, pauses: list[float]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host = f"127.0.0.1:{taken.getsockname()[1]}"
    assert failure(f"http://{host}/", patience._replace(pauses=(0.1, 0.2))) == (
        f"{host}: no connection (Connection refused); check the address, or try again later"
    )
    assert pauses == [0.1, 0.2]


def test_a_name_that_nobody_knows_is_said_to_be_unknown(patience: Patience) -> None:
    assert failure("https://nowhere.invalid/", patience) == (
        "nowhere.invalid: no such host is known; check the address, and that you are online"
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
def test_a_certificate_that_nobody_trusts_is_refused(secure: Server, patience: Patience) -> None:
    url = secure.tell("/", answer(SCHEDULE))
    message = failure(url, patience)
    assert message.startswith(f"{secure.host}: its certificate is not trusted (self")
    assert message.endswith("); check the address, or ask whoever runs the server")
    assert secure.requests == []


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_the_system_trusts_is_enough(secure: Server, patience: Patience) -> None:
    url = secure.tell("/", answer(SCHEDULE))
    assert download(url, patience=patience) == Download(SCHEDULE, url, Validators())


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_refused(secure: Server, patience: Patience) -> None:
    assert "its certificate is not trusted (" in failure(
        f"https://localhost:{secure.port}/", patience
    )


def test_a_server_without_tls_is_not_asked_without(server: Server, patience: Patience) -> None:
    server.tell("/", answer(SCHEDULE))
    message = failure(f"https://{server.host}/", patience._replace(connect=0.1))
    assert message.startswith(f"{server.host}: no ")
    assert server.requests == []


@needs_openssl
@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("drop", [b"H", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_a_secure_server_that_drips_is_given_up(
    drop: bytes, secure: Server, patience: Patience
) -> None:
    url = secure.tell("/", drip(b"", drop))
    assert failure(url, patience._replace(total=0.3)) == (
        f"{secure.host}: not done after 0.3 seconds; try again later"
    )


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_a_proxy_leads_to_a_public_host_and_a_redirect_does_not_lead_back_inside(
    secure: Server, server: Server, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure.tell("/schedule.json", answer(SCHEDULE))
    secure.tell("/sly", answer("", "302 Found", Location="https://169.254.169.254/secrets"))
    server.tell("pywest.example:443", tunnel_to(secure.port))
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:se%20cret@{server.host}")
    got = download("https://pywest.example/schedule.json", patience=patience)
    assert got is not None
    assert got.content == SCHEDULE
    (request,) = server.requests
    assert request.startswith("CONNECT pywest.example:443 ")
    assert "authorization: basic bwu6c2ugy3jlda==" in request.lower()
    assert "Authorization" not in secure.requests[0]
    assert failure("https://pywest.example/sly", patience) == (
        "pywest.example: a redirect to https://169.254.169.254 is not followed; check the address"
    )


def test_a_proxy_that_refuses_is_told(
    server: Server, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.tell("pywest.example:443", answer("", "407 Who are you?"))
    monkeypatch.setenv("https_proxy", server.host)
    assert failure("https://pywest.example/", patience) == (
        "pywest.example: no connection (Tunnel connection failed: 407 Who are you?); "
        "check the address"
    )


def test_a_proxy_of_another_sort_is_not_passed_by(
    patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:9")
    assert failure("https://pywest.example/", patience) == (
        "pywest.example: the proxy is none that confui can use; set HTTPS_PROXY to one with http://"
    )
    monkeypatch.setenv("NO_PROXY", "pywest.example")
    patience = patience._replace(pauses=())
    assert "no such host is known" in failure("https://pywest.example/", patience)


AFTER_THE_SCREEN = """\
import sys
from confui.startup import without_tls
with without_tls():
    import asyncio, http.client, urllib.request
assert not hasattr(http.client, "HTTPSConnection")
from confui.sources.download import download
got = download(sys.argv[1])
assert "truststore" in sys.modules
sys.stdout.buffer.write(got.content)
"""


@needs_openssl
@pytest.mark.usefixtures("trusted")
def test_tls_is_there_for_a_download_although_the_screen_was_loaded_without(
    secure: Server,
) -> None:
    url = secure.tell("/", answer(SCHEDULE))
    command = [sys.executable, "-c", AFTER_THE_SCREEN, url]
    process = subprocess.run(command, env=os.environ, capture_output=True)
    assert (process.stdout, process.stderr) == (SCHEDULE, b"")


def test_nothing_that_speaks_to_servers_is_loaded_before_it_is_needed() -> None:
    modules = ("download", "web", "discovery", "sighting")
    script = "\n".join(f"import confui.sources.{name}" for name in modules)
    script += "\nimport sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "confui.sources.http" in loaded.stdout.split()
    assert not {"urllib3", "truststore", "ssl", "http.client"} & set(loaded.stdout.split())
