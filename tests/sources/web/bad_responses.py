"""Bad responses of a server: cut, mutated, badly framed, or not what was asked for."""

import gzip
import random

_STRANGE = b"\x00\xff\r\n\t :;,=-+\x1b[0aZ\xc3\xa9"
_CHUNK_LENGTHS = (
    *(b"-5", b"-1", b"-0", b"zz", b"", b" ", b"0x", b"0x10", b"1_0", b"+5", b"5;" + b"e" * 9000),
    *(b"f" * 16, b"f" * 5000, b"\xff", b"1e", b"9" * 70_000, b"5\r"),
)
_HEADERS = (
    *(b"Content-Length: -1", b"Content-Length: x", b"Content-Length: 9" + b"9" * 30),
    *(b"Content-Length: 5, 6", b"Content-Length: 1\r\nContent-Length: 2"),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Content-Encoding: br"),
    *(b"Content-Encoding: gzip", b"Content-Encoding: gzip, gzip", b"Content-Range: bytes 0-1/2"),
    *(b"Location: /", b"Location: http://[::1", b"Location: https://\xff\xfe/", b"Location: //:x"),
    *(b"Location: file:///etc/passwd", b"Retry-After: -1", b"Retry-After: 9" + b"9" * 400),
    *(b"Retry-After: Thu, 99 Foo 99999 99:99:99", b"Retry-After: \xb2", b"ETag: \xff\x00"),
    *(b"X: " + b"y" * 70_000, b": no name", b"no colon", b" folded", b"X: 1\r\n" * 120),
)
_BODIES = (
    *(b"", b" ", b"{}", b"[]", b"null", b"1e999", b'"', b"[" * 50_000, b"\x00" * 999, b"\xff\xfe{"),
    *(b"<html>log in", b"<html><a href=schedule.json>x</a>", b"<schedule/>", b"<!DOCTYPE x><x/>"),
    *(b"BEGIN:VCALENDAR\r\n", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b'{"schedule": {}}'),
    *(b'{"schedule": {"conference": {"days": [{"date": "9999-12-31"}]}}}', b"PK\x03\x04"),
)


def bad_response(chance: random.Random, same: bytes, newer: bytes) -> bytes:
    """Return the bytes of a response that must not replace a kept schedule.

    Args:
        chance: Chooses what is bad.
        same: The schedule that is kept; the framing of this one is mutated.
        newer: A newer schedule, which is never complete in the response.
    """
    kind = chance.randrange(6)
    if kind == 0:  # cut anywhere before the end
        response = _framed(chance, newer)
        return response[: chance.randrange(len(response) - len(b"0\r\n\r\n") - 1)]
    if kind == 1:  # mutated head
        head, _, rest = _framed(chance, same).partition(b"\r\n\r\n")
        return _mutated(chance, head) + b"\r\n\r\n" + rest
    if kind == 2:  # a bad chunk
        good = _chunked(chance, newer[: chance.randrange(len(newer))]).removesuffix(b"0\r\n\r\n")
        return (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + good * chance.randrange(2)
            + chance.choice(_CHUNK_LENGTHS)
            + chance.choice((b"\r\n", b"\n", b""))
            + chance.randbytes(chance.randrange(40))
        )
    if kind == 3:  # another status
        status = chance.choice((*range(100, 600, 7), 0, -1, 304, 999, 1000))
        header = chance.choice(_HEADERS)
        return b"HTTP/1.1 %d x\r\n" % status + header + b"\r\n\r\n" + newer[: len(newer) // 2]
    if kind == 4:  # a strange header
        header = chance.choice(_HEADERS)
        return b"HTTP/1.1 200 OK\r\n" + header + b"\r\n\r\n" + same[: chance.randrange(len(same))]
    body = chance.choice((*_BODIES, chance.randbytes(chance.randrange(2000))))
    return _framed(chance, body)


def _framed(chance: random.Random, body: bytes) -> bytes:
    headers = b'HTTP/1.1 200 OK\r\nETag: "2"\r\n'
    if chance.random() < 0.3:
        body = gzip.compress(body)
        headers += b"Content-Encoding: gzip\r\n"
    if chance.random() < 0.5:
        return headers + b"Transfer-Encoding: chunked\r\n\r\n" + _chunked(chance, body)
    return headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _chunked(chance: random.Random, body: bytes) -> bytes:
    chunks = b""
    while body:
        length = chance.randrange(1, 200)
        part, body = body[:length], body[length:]
        chunks += b"%x\r\n%s\r\n" % (len(part), part)
    return chunks + b"0\r\n\r\n"


def _mutated(chance: random.Random, content: bytes) -> bytes:
    """Return bytes in which a few were changed, added, deleted or repeated."""
    mutable = bytearray(content)
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(mutable) + 1)
        match chance.randrange(4):
            case 0:
                mutable[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                mutable[place:place] = bytes(chance.choices(_STRANGE, k=chance.randrange(1, 9)))
            case 2:
                del mutable[place : place + chance.randrange(1, 20)]
            case _:
                mutable[place:place] = mutable[place : place + 20] * chance.randrange(2, 9)
    return bytes(mutable)
