r"""Splits the text of a query into tokens, valid or not, with their positions.

    query   = { term }                                     all terms must match
    term    = ["-"] [ field ":" ] value { "," value }      any of the values; "-" for none of them
    value   = a run without space and comma, or a "phrase" in which \" and \\ stand for " and \

A phrase can also be in typographic double quotes. An unknown field whose colon is followed by
nothing, a slash or a colon (`Django:`, `std::vector`, `https://…`) is a word.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from confui.schedule.query.fields import NAMES, WORDS
from confui.text import clean

MOST_VALUES = 200
"""The maximum number of words and values. A longer text was probably pasted by accident."""

MOST_CHARACTERS = 20_000
"""The maximum length of a query; the text after it is not read."""

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
    """A value and its position in the text: from `start` up to, but not including, `end`."""

    start: int
    end: int
    text: str
    """Without quotes and escapes; safe to show."""
    quoted: bool = False
    closed: bool = True
    """False if the closing quote is missing."""


class Token(NamedTuple):
    """A term, valid or not, and its position in the text."""

    start: int
    negated: bool
    field: str | None
    """The field as typed; `None` for words."""
    values: tuple[Value, ...]
    """At least one, whose text can be empty."""

    @property
    def end(self) -> int:
        """The position after the last value."""
        return self.values[-1].end

    @property
    def name(self) -> str:
        """The canonical name of the field; empty for words and for an unknown field."""
        return NAMES.get((self.field or WORDS).lower(), "")


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text. Only white space is between them."""
    at = _match(_SPACE, text, 0).end()
    while at < len(text):
        token = _token(text, at)
        yield token
        at = _match(_SPACE, text, token.end).end()


def read_value(text: str, start: int) -> Value:
    """Return the value that starts at a position; its text is empty if there is none."""
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
    assert match, "every pattern also matches the empty string"
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
