"""A calendar file as lines with a name, parameters and a value: what all who read one share."""

import re
from collections.abc import Iterator
from typing import NamedTuple

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


def content_lines(data: bytes, *, errors: str = "strict") -> Iterator[ContentLine]:
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
