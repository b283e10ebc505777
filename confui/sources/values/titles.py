"""The title of a session, without the HTML that some sources put into it."""

import re

from confui.sources.values.fields import Fields
from confui.text import clean

UNTITLED = "(untitled)"

_ELEMENT = re.compile(
    r"<(a|b|big|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>"
    r"([^<>]*)</\1\s*>|<br\s*/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_LONGEST = 4096
"""Longer titles, in characters, are returned as written: the patterns would be slow on them."""
_NESTED = 8
"""How many nested elements are removed; a hostile title has thousands."""


def read_title(fields: Fields, *names: str) -> str:
    """Return the title under one of these keys; if there is none, an error and `UNTITLED`."""
    before = len(fields.collector.problems)
    written = fields.text(*names)
    title = remove_markup(written) if "<" in written or "&" in written else written
    if not title and len(fields.collector.problems) == before:
        fields.collector.error(
            "no-title", names[0], "The session has no title", f"Write a `{names[0]}`."
        )
    return title or UNTITLED


def remove_markup(title: str) -> str:
    """Return a title without HTML: elements become their text, entities their characters.

    Only inline elements that are closed are removed, so that `list<int>` stays.
    """
    if len(title) > _LONGEST:
        return title
    for _ in range(_NESTED):
        title = _ELEMENT.sub(lambda element: element[2] or " ", title)
    if _ENTITY.search(title):
        from html import unescape  # its table of entities is large and rarely needed

        title = _ENTITY.sub(lambda entity: unescape(entity[0]), title)
    return clean(title)
