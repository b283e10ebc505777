"""A word or phrase to search for: how a query spells it, and what is then looked for."""

import re
from functools import lru_cache
from typing import NamedTuple

from confui.schedule.query.fields import WORDS
from confui.schedule.query.lexer import Value, read_tokens, read_value

_ANY_ENDING = "*"
_PLAIN = r'(?![–—@-])[^\s,:"“”„‟]+'
"""Most words. As a string: it is compiled when first used, which saves start-up time."""


class Sought(NamedTuple):
    """A word or phrase to look for."""

    text: str
    """Not folded; safe to show."""
    whole: bool
    """Whether it must end where a word ends. It always begins where a word begins."""


def spell_sought(value: Value, field: str = WORDS) -> str:
    """Return a word or phrase as a term of `field` stores it; empty if there is none.

    In quotes it is whole words. A quote that is still open, or has `*` at its end, may go on: it
    prints as `"class ba*"`.
    """
    text = value.text
    if not text:
        return ""
    if value.quoted:
        goes_on = not value.closed and not text.endswith(_ANY_ENDING)
        return quote_value(text + _ANY_ENDING * goes_on)
    return (
        text if re.fullmatch(_PLAIN, text) or _reads_as_itself(text, field) else quote_value(text)
    )


@lru_cache(maxsize=1024)
def read_sought(spelling: str) -> Sought:
    """Return what a spelling from `spell_sought` looks for."""
    value = read_value(spelling, 0)
    text = value.text
    if len(text) > 1 and text.endswith(_ANY_ENDING):
        return Sought(text[:-1].rstrip(), whole=False)
    return Sought(text, value.quoted)


def describe_sought(spelling: str) -> str:
    """Return a word or phrase in typographic quotes; `…` stands for the rest of an open quote."""
    text, whole = read_sought(spelling)
    return f"“{text}”" if whole or not spelling.startswith('"') else f"“{text}…”"


def quote_value(value: str) -> str:
    """Return a value in quotes, with quotes and backslashes escaped."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _reads_as_itself(text: str, field: str) -> bool:
    """Whether a query that is only this word, without quotes, has this word."""
    tokens = list(read_tokens(f"{field}:{text}" if field else text))
    return [(token.name, token.negated) for token in tokens] == [(field, False)] and [
        (value.text, value.quoted) for value in tokens[0].values
    ] == [(text, False)]
