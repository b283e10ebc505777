"""Whatever bytes a server sends, a download ends with a file or with one line that says why not."""

import random
from collections.abc import Iterator

import pytest

from confui.sources.web.download import Download, DownloadError, TimeLimits, download_url
from tests.sources.web.bad_responses import bad_response
from tests.sources.web.web_server import Server

QUICK = TimeLimits(pauses=(), read=5, total=20)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.mark.parametrize(
    "length",
    [
        b"-5",
        b"-1",
        b"-ffffffffffffffffffff",
        b"zz",
        b"",
        b"f" * 5000,
        b"\xff",
        b"0x",
        b"5;" * 40_000,
    ],
)
@pytest.mark.parametrize("before", [b"", b"5\r\nhello\r\n"], ids=["first", "second"])
def test_a_chunk_with_a_bad_length_is_an_error_in_one_line(
    server: Server, before: bytes, length: bytes
) -> None:
    url = server.tell("/", CHUNKED + before + length + b"\r\nhello\r\n0\r\n\r\n")
    with pytest.raises(DownloadError) as refusal:
        download_url(url, limits=QUICK)
    assert "\n" not in str(refusal.value)
    assert "again later" in str(refusal.value) or "not valid HTTP" in str(refusal.value)


def test_a_chunk_length_of_minus_one_does_not_read_until_the_server_ends(server: Server) -> None:
    sent = []

    def endless(caller: object) -> None:
        send = caller.send  # type: ignore[attr-defined]
        send(CHUNKED + b"-1\r\n")
        for _ in range(1000):
            send(b"x" * 64 * 1024)
            sent.append(1)

    with pytest.raises(DownloadError):
        download_url(server.tell("/", endless), limits=QUICK)
    assert len(sent) < 900


def test_nothing_that_a_server_sends_raises_anything_but_a_download_error(server: Server) -> None:
    chance = random.Random(13)
    for number in range(400):
        response = bad_response(chance, b'{"same": true}' * 20, b'{"newer": true}' * 20)
        try:
            download = download_url(server.tell(f"/{number}", response), limits=QUICK)
        except DownloadError as error:
            assert "\n" not in str(error), response
            assert str(error).isprintable(), response
        else:
            assert isinstance(download, Download)
