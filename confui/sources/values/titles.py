"""The title of a session, whatever markup its source puts into one."""

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
"""How many characters a title may have; a longer one stays as it is."""
_NESTED = 8
"""How many elements within one another a title may have; a hostile one has thousands."""


def read_title(fields: Fields, *names: str) -> str:
    """Return the title under one of these keys, or `UNTITLED`, which is an error."""
    before = len(fields.collector.problems)
    written = fields.text(*names)
    title = remove_markup(written) if "<" in written or "&" in written else written
    if not title and len(fields.collector.problems) == before:
        fields.collector.error(
            "no-title", names[0], "The session has no title", f"Write a `{names[0]}`."
        )
    return title or UNTITLED


def remove_markup(title: str) -> str:
    """Return a title without the HTML in it: elements become their text, entities their sign.

    Only elements that occur within a line of text count, and only where they are closed, so that
    `list<int>` stays what it is.
    """
    if len(title) > _LONGEST:
        return title
    for _ in range(_NESTED):
        title = _ELEMENT.sub(lambda element: element[2] or " ", title)
    if _ENTITY.search(title):
        from html import unescape  # its table of entities is large and rarely needed

        title = _ENTITY.sub(lambda entity: unescape(entity[0]), title)
    return clean(title)
