"""Values as a file writes them, before anybody asks what they mean."""

import re
from typing import TypeAlias

RawValue: TypeAlias = "str | list[RawValue] | dict[str, RawValue]"
"""A value as written."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_]\w{2,8})?", re.IGNORECASE)
_NAMES = ("name", "public_name", "title", "label", "tag")


def plain_value(value: RawValue) -> RawValue:
    """Return the text that a map stands for: its name, or its English or first translation.

    Conference software writes a room, a track or a title as `{"name": …}` or `{"en": …, "de": …}`
    where others write a text. In a list each item is replaced so; all else comes back as it is.
    """
    if isinstance(value, list):
        return [_text_of(item) for item in value]
    return _text_of(value)


def _text_of(value: RawValue) -> RawValue:
    if not isinstance(value, dict):
        return value
    for key in _NAMES:
        if key in value:
            named = value[key]
            return _translation(named) if isinstance(named, dict) else named
    return _translation(value)


def _translation(value: dict[str, RawValue]) -> RawValue:
    texts = {key.lower(): text for key, text in value.items() if isinstance(text, str) and text}
    if not texts or not all(map(_LANGUAGE.fullmatch, value)):
        return value
    return texts.get("en") or next(iter(texts.values()))
