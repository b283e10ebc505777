"""Where in a JSON file each of its sessions begins: the parser does not tell."""

import re
from collections.abc import Mapping
from json.encoder import encode_basestring, encode_basestring_ascii

from confui.sources.tree import Tree

_NAMES = ("guid", "code", "id", "title")
"""What names a session, the surest first."""

_KEY = re.compile(r'"(\w+)"\s*:\s*\Z')
_LONGEST_KEY = 40
_MOST_TRIED = 50
"""How many places are looked at that have the same text as what names a session."""
_MOST_MISSED = 3
"""A file in which so many sessions are not found is not searched any more."""


class JsonPlaces:
    """Finds sessions in the text of a file, one after the other."""

    def __init__(self, text: str) -> None:
        """Begin at the start of a file; one that is a single line has no lines to tell."""
        self._text = text
        self._written = encode_basestring_ascii if "\\u" in text else encode_basestring
        self._place = 0
        self._line = 1
        self._left = _MOST_MISSED if "\n" in text.strip() else 0

    def line(self, session: Mapping[str, Tree]) -> int:
        """Return the line at which a session begins, after those asked for before; 0 if unknown."""
        if not self._left:
            return 0
        found = next((place for name in _NAMES if (place := self._find(name, session))), 0)
        if not found:
            self._left -= 1
            return 0
        begin = max(self._text.rfind("{", self._place, found), self._place)
        self._line += self._text.count("\n", self._place, begin)
        self._place = begin
        line = self._line
        self._line += self._text.count("\n", begin, found)
        self._place = found
        return line

    def _find(self, name: str, session: Mapping[str, Tree]) -> int:
        """Return where the value of a key is that names a session; 0 where it is not found."""
        value = session.get(name, "")
        if not isinstance(value, str) or not value:
            return 0
        written = self._written(value)
        place = self._place
        for _ in range(_MOST_TRIED):
            place = self._text.find(written, place + 1)
            if place < 0:
                return 0
            key = _KEY.search(self._text[max(0, place - _LONGEST_KEY) : place])
            if key is not None and key[1] == name:
                return place
        return 0
