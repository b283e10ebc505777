"""Values as they are written in a file: strings, lists and mappings, not interpreted yet."""

import re
from typing import TypeAlias

RawValue: TypeAlias = "str | list[RawValue] | dict[str, RawValue]"
"""A string, list or mapping; numbers and dates are strings."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_]\w{2,8})?", re.IGNORECASE)
_NAMES = ("name", "public_name", "title", "label", "tag")


def plain_value(value: RawValue) -> RawValue:
    """Replace a mapping with its name, or with its English or first translation.

    Some conference software writes a room, track or title as `{"name": …}` or `{"en": …, "de": …}`,
    where others write a string. Each item of a list is replaced; other values are returned as they
    are.
    """
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return _plain(value)


def _plain(value: RawValue) -> RawValue:
    if not isinstance(value, dict):
        return value
    for key in _NAMES:
        if key in value:
            name = value[key]
            return _translation(name) if isinstance(name, dict) else name
    return _translation(value)


def _translation(value: dict[str, RawValue]) -> RawValue:
    texts = {key.lower(): text for key, text in value.items() if isinstance(text, str) and text}
    if not texts or not all(map(_LANGUAGE.fullmatch, value)):
        return value
    return texts.get("en") or next(iter(texts.values()))
