"""A session as calendars know it: names and spelling, for who writes a file and who reads it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PREFIX = "X-CONFUI-"
CONFERENCE = f"{_PREFIX}CONFERENCE"
SESSION = f"{_PREFIX}SESSION"
MARK = f"{_PREFIX}MARK"
MARKED_AT = f"{_PREFIX}MARKED-AT"
NOTE = f"{_PREFIX}NOTE"
NOTED_AT = f"{_PREFIX}NOTED-AT"
KEYS = f"{_PREFIX}KEYS"
"""What else names the session, one a line."""
KNOWN_AS = f"{_PREFIX}KNOWN-AS"
"""The id that the session had first, which its UID is of."""
INFERRED = f"{_PREFIX}INFERRED"
"""`TRUE` where nobody gave the end."""
ROOMS = f"{_PREFIX}ROOMS"
"""One room a line: a location says the same, but a comma may be part of a name."""

_ESCAPES = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"}


def event_uid(conference_id: str, session_id: str) -> str:
    """Return the UID of a session's event: the same in every export, whatever is rescheduled."""
    from hashlib import sha256  # only calendars need it

    key = f"{conference_id}/{session_id}".encode("utf-8", "surrogatepass")
    return f"{sha256(key).hexdigest()[:32]}@confui"


def escape(text: str) -> str:
    """Return a text as calendars spell it."""
    return re.sub(r"[\\;,\n]", lambda found: _ESCAPES[found[0]], text)


def unescape(text: str) -> str:
    """Return the text that a calendar spells so."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


_END_OF_LINE = re.compile(rb"\n(?![ \t])")
_FOLD = re.compile(rb"\n[ \t]")
_LINE = re.compile(r"([\w-]+)((?:;[\w-]+=(?:\"[^\"]*\"|[^\";:])*)*):(.*)", re.DOTALL)


class ContentLine(NamedTuple):
    """One line of a calendar, after unfolding."""

    name: str
    """In capitals."""
    parameters: str
    """All of them as written, each after a semicolon."""
    value: str
    """As written: a text is still escaped."""
    number: int
    """The line of the file at which it begins, from 1."""


def read_content_lines(data: bytes, *, errors: str = "strict") -> Iterator[ContentLine]:
    """Yield the lines of a calendar; what has no name and value is left out.

    Any line ends will do. Lines are unfolded before they are decoded: some programmes fold within
    a character. `errors` is what is done about bytes that are not UTF-8, as `bytes.decode` has it;
    with `strict` they raise UnicodeDecodeError.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    number = 1
    for raw in _END_OF_LINE.split(data):
        folds = raw.count(b"\n")
        text = (_FOLD.sub(b"", raw) if folds else raw).decode("utf-8", errors)
        found = _LINE.match(text)
        if found is not None:
            yield ContentLine(found[1].upper(), found[2], found[3], number)
        number += 1 + folds
