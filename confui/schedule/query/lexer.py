r"""Splits the text of a query into tokens, valid or not, with their positions.

    query   = { term }                                     all terms must match
    term    = ["-"] [ field ":" | "@" ] value { "," value }  any of the values; "-": none of them
    value   = a run without space and comma, or a "phrase" in which \" and \\ stand for " and \

A phrase can also be in typographic double quotes. An unknown field whose colon is followed by
nothing, a slash or a colon (`Django:`, `std::vector`, `https://…`) is a word, and so is a lonely
`@`. A space may follow the colon of a field: its value is then the longest name that is known, as
in `Room: Ballroom A`, else one value.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from confui.schedule.query.fields import NAMES, SAVED, WORDS
from confui.text import clean

MOST_VALUES = 200
"""The maximum number of words and values. A longer text was probably pasted by accident."""

MOST_CHARACTERS = 20_000
"""The maximum length of a query; the text after it is not read."""

# Patterns as strings: they are compiled when first used, which saves start-up time.
_START = r"(-?)(?:(@)(?=[^\s,@])|([^\W\d_][\w-]*):)?"
_SPACE = r"\s*"
_VALUE = (
    r'"(?P<straight>(?:[^"\\]|\\(?s:.)|\\\Z)*)(?P<end>"?)'
    r'|[“”„‟](?P<curly>[^"“”‟]*)(?P<curly_end>["“”‟]?)'
    r"|(?P<bare>[^\s,]*)"
)
_ESCAPED = r'\\(["\\])'
_NO_VALUE = ("", "/", ":")


LONGEST_NAME = 200
"""How many characters behind a colon and a space are compared with names."""

MeasureName: TypeAlias = Callable[[str, str], int]
"""Given the canonical name of a field and a text: how many characters of the text are a name that
some session has, the longest one; 0 for none."""


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
    """The field as typed; `None` for words, `@` for saved filters."""
    values: tuple[Value, ...]
    """At least one, whose text can be empty."""

    @property
    def end(self) -> int:
        """The position after the last value."""
        return self.values[-1].end

    @property
    def name(self) -> str:
        """The canonical name of the field; empty for words and for an unknown field."""
        if self.field == SAVED:
            return SAVED
        return NAMES.get((self.field or WORDS).lower(), "")


def read_tokens(text: str, measure_name: MeasureName | None = None) -> Iterator[Token]:
    """Yield the tokens of a text. Only white space is between them.

    Args:
        text: The text.
        measure_name: Measures the names of the conference; without it, a value ends at a space.
    """
    at = _match(_SPACE, text, 0).end()
    while at < len(text):
        token = _token(text, at, measure_name)
        yield token
        at = _match(_SPACE, text, token.end).end()


def read_value(text: str, start: int) -> Value:
    """Return the value that starts at a position; its text is empty if there is none."""
    match = _match(_VALUE, text, start)
    end = match.end()
    if match["straight"] is not None:
        inside = clean(re.sub(_ESCAPED, r"\1", match["straight"]))
        return Value(start, end, inside, True, bool(match["end"]))
    if match["curly"] is not None:
        return Value(start, end, clean(match["curly"]), True, bool(match["curly_end"]))
    return Value(start, end, clean(match["bare"]))


def _match(pattern: str, text: str, at: int) -> re.Match[str]:
    match = _compiled(pattern).match(text, at)
    assert match, "every pattern also matches the empty string"
    return match


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _token(text: str, start: int, measure_name: MeasureName | None) -> Token:
    head = _match(_START, text, start)
    minus, saved, field, at = head[1], head[2], head[3], head.end()
    if field and field.lower() not in NAMES and text[at : at + 1].strip() in _NO_VALUE:
        field, at = None, start + len(minus)
    behind_space = _value_behind_space(text, at, field, measure_name) if field else None
    values = [behind_space or read_value(text, at)]
    while text.startswith(",", values[-1].end) and len(values) <= MOST_VALUES:
        at = values[-1].end + 1
        values.append(read_value(text, at + (saved is not None and text.startswith("@", at))))
    return Token(start, bool(minus), saved or field, tuple(values))


def _value_behind_space(
    text: str, at: int, field: str, measure_name: MeasureName | None
) -> Value | None:
    """Return the value behind the space after a field's colon; None if no value is there."""
    begin = _match(_SPACE, text, at).end()
    name = NAMES.get(field.lower())
    if begin in (at, len(text)) or name is None:
        return None
    length = measure_name(name, text[begin : begin + LONGEST_NAME]) if measure_name else 0
    if length:
        return Value(begin, begin + length, clean(text[begin : begin + length]))
    following = _match(_START, text, begin)
    is_term = following[1] or following[2] or (following[3] or "").lower() in NAMES
    return None if is_term else read_value(text, begin)
