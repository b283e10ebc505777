r"""A query as it was typed: its terms, right or wrong, each at its place.

    query   = { term }                                     all of them
    term    = ["-"] [ field ":" ] value { "," value }      any of the values; "-" for none of them
    value   = a run without space and comma, or a "phrase" in which \" and \\ stand for " and \

Typographic double quotes enclose phrases as well. What looks like an unknown field with nothing
to the point behind its colon (`Django:`, `std::vector`, `https://…`) is a word.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from confui.schedule.query.fields import NAMES, WORDS
from confui.text import clean

MOST_VALUES = 200
"""How many words and values count: what is longer was pasted by accident."""

_START = re.compile(r"(-?)(?:([^\W\d_][\w-]*):)?")
_SPACE = re.compile(r"\s*")
_VALUE = re.compile(
    r'"(?P<straight>(?:[^"\\]|\\.|\\\Z)*)(?P<end>"?)'
    r'|[“”„‟](?P<curly>[^"“”‟]*)(?P<curly_end>["“”‟]?)'
    r"|(?P<bare>[^\s,]*)",
    re.DOTALL,
)
_ESCAPED = re.compile(r'\\(["\\])')
_NO_VALUE = ("", "/", ":")


class Value(NamedTuple):
    """A value where it was typed."""

    start: int
    end: int
    text: str
    """Without quotes and escapes, safe to show."""
    quoted: bool = False
    closed: bool = True
    """Whether a quote that was opened is closed."""


class Token(NamedTuple):
    """A term where it was typed, right or wrong."""

    start: int
    negated: bool
    field: str | None
    """As typed; `None` for words."""
    values: tuple[Value, ...]
    """At least one, though its text may be empty."""

    @property
    def end(self) -> int:
        """The character behind the last value."""
        return self.values[-1].end

    @property
    def name(self) -> str:
        """The canonical name of the field, empty where there is none of that name."""
        return NAMES.get((self.field or WORDS).lower(), "")


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the terms of a text where they were typed. Only white space lies between them."""
    at = _match(_SPACE, text, 0).end()
    while at < len(text):
        token = _token(text, at)
        yield token
        at = _match(_SPACE, text, token.end).end()


def read_value(text: str, start: int) -> Value:
    """Return the value that begins at a place of the text, perhaps an empty one."""
    match = _match(_VALUE, text, start)
    end = match.end()
    if match["straight"] is not None:
        inside = clean(_ESCAPED.sub(r"\1", match["straight"]))
        return Value(start, end, inside, True, bool(match["end"]))
    if match["curly"] is not None:
        return Value(start, end, clean(match["curly"]), True, bool(match["curly_end"]))
    return Value(start, end, clean(match["bare"]))


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    match = pattern.match(text, at)
    assert match, "every pattern matches nothing at all"
    return match


def _token(text: str, start: int) -> Token:
    head = _match(_START, text, start)
    minus, field, at = head[1], head[2], head.end()
    if field and field.lower() not in NAMES and text[at : at + 1].strip() in _NO_VALUE:
        field, at = None, start + len(minus)
    values = [read_value(text, at)]
    while text.startswith(",", values[-1].end) and len(values) <= MOST_VALUES:
        values.append(read_value(text, values[-1].end + 1))
    return Token(start, bool(minus), field, tuple(values))
