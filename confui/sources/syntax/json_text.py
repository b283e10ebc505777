"""JSON in which every value is text, so that a schedule file reads like all others."""

import json
import re
from collections.abc import Mapping
from json.encoder import encode_basestring, encode_basestring_ascii

from confui.sources.problems import BrokenFileError
from confui.sources.syntax.raw_values import RawValue

MAX_DEPTH = 32
"""Values that are deeper inside are left out."""

_WORDS = {None: "", True: "true", False: "false"}


class JsonText:
    """The values of a JSON file, and what is odd about the file as a whole."""

    def __init__(self, content: bytes) -> None:
        """Read a file. Raises `BrokenFileError` where it is no JSON."""
        self.repeated: dict[str, None] = {}
        """Keys that an object has twice: the last value counts, and lists are joined."""
        self.too_deep = False
        self.text = _decoded(content)
        try:
            values = json.loads(
                self.text,
                object_pairs_hook=self._object,
                parse_int=str,
                parse_float=str,
                parse_constant=str,
            )
        except json.JSONDecodeError as error:
            raise BrokenFileError(
                "bad-json",
                f"No JSON: {error.msg}",
                "Download the file again, or ask for it in another format.",
                error.lineno,
            ) from error
        except RecursionError as error:
            raise BrokenFileError(
                "json-too-deep",
                "Lists and objects within one another, too deep",
                "Write it flatter.",
            ) from error
        self.values = self._tree(values, 0)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        values = dict(pairs)
        if len(values) < len(pairs):
            joined: dict[str, list[object]] = {}
            for key, value in pairs:
                if isinstance(value, list):
                    joined.setdefault(key, []).extend(value)
            met: set[str] = set()
            for key, _ in pairs:
                if key in met:
                    self.repeated[key] = None
                    values[key] = joined.get(key, values[key])
                met.add(key)
        return values

    def _tree(self, value: object, depth: int) -> RawValue:
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list) and depth == MAX_DEPTH:
            self.too_deep = True
            return ""
        if isinstance(value, dict):
            return {key: self._tree(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self._tree(item, depth + 1) for item in value]
        return _WORDS[value]  # type: ignore[index]  # numbers are texts already


def _decoded(content: bytes) -> str:
    encoding = json.detect_encoding(content)  # UTF-16 and UTF-32 as well, with or without a mark
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenFileError(
            "not-utf8",
            f"Not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start}",
            "Save the file as UTF-8.",
            content.count(b"\n", 0, error.start) + 1,
        ) from error


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

    def line(self, session: Mapping[str, RawValue]) -> int:
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

    def _find(self, name: str, session: Mapping[str, RawValue]) -> int:
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
