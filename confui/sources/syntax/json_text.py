"""Reads untrusted JSON, with every number and word as a string."""

import json
import re
from collections.abc import Mapping
from json.encoder import encode_basestring, encode_basestring_ascii

from confui.sources.problems import ASK_AGAIN, BrokenFileError
from confui.sources.syntax.document import Document
from confui.sources.syntax.raw_values import RawValue

MAX_DEPTH = 32
"""Values nested deeper than this are left out."""

_TOKEN = re.compile(r'[{}\[\],]|"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
"""A bracket, a comma or a string; an incomplete string extends to the end."""

_WORDS = {None: "", True: "true", False: "false"}


def read_json(content: bytes) -> Document:
    """Return the document in a file. Raises BrokenFileError if it is not JSON."""
    return _Parser(_decode(content)).document()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._repeated: dict[str, None] = {}
        self._too_deep = False
        self._error: BrokenFileError | None = None

    def document(self) -> Document:
        try:
            values = self._load()
        except RecursionError as error:
            raise BrokenFileError(
                "json-too-deep",
                f"Lists and objects are nested more than {MAX_DEPTH} deep",
                ASK_AGAIN,
            ) from error
        raw = self._to_raw(values, 0)
        return Document(raw, self._text, self._error, tuple(self._repeated), self._too_deep)

    def _load(self) -> object:
        try:
            return self._parse(self._text)
        except json.JSONDecodeError as error:
            self._error = BrokenFileError(
                "bad-json",
                f"Invalid JSON: {error.msg}",
                ASK_AGAIN,
                error.lineno,
            )
            readable = _close_at(self._text, error.pos)
            if not readable:
                raise self._error from error
            try:
                return self._parse(readable)
            except json.JSONDecodeError:
                raise self._error from error

    def _parse(self, text: str) -> object:
        """Parse JSON; control characters in strings, such as line ends, are accepted."""
        return json.loads(
            text,
            strict=False,
            object_pairs_hook=self._object,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )

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
                    self._repeated[key] = None
                    values[key] = joined.get(key, values[key])
                met.add(key)
        return values

    def _to_raw(self, value: object, depth: int) -> RawValue:
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list) and depth == MAX_DEPTH:
            self._too_deep = True
            return ""
        if isinstance(value, dict):
            return {key: self._to_raw(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self._to_raw(item, depth + 1) for item in value]
        return _WORDS[value]  # type: ignore[index]  # numbers are texts already


def _close_at(text: str, position: int) -> str:
    """Return the JSON before a position, without the value that is incomplete there, and closed.

    Empty if there is no complete value in a list or object before it.
    """
    closers: list[str] = []
    end = depth = 0
    for match in _TOKEN.finditer(text, 0, position):
        token = match[0]
        if token[0] == '"':
            continue
        if token in "{[":
            closers.append("}" if token == "{" else "]")
        elif token == ",":
            end, depth = match.start(), len(closers)
        elif closers:
            closers.pop()
            end, depth = match.end(), len(closers)
        else:
            break
    # After `end`, values were only opened, so those open there are still the first ones.
    return text[:end] + "".join(reversed(closers[:depth]))


def _decode(content: bytes) -> str:
    encoding = json.detect_encoding(
        content
    )  # also UTF-16 and UTF-32, with or without a byte-order mark
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenFileError(
            "not-utf8",
            f"Not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start}",
            "Save the file as UTF-8.",
            content.count(b"\n", 0, error.start) + 1,
        ) from error


_ID_KEYS = ("guid", "code", "id", "title")
"""Keys by which a session is found in the text, the most reliable first."""

_KEY = re.compile(r'"(\w+)"\s*:\s*\Z')
_MAX_KEY_LENGTH = 40
_MAX_TRIED = 50
"""How many occurrences of a value are tried."""
_MAX_MISSED = 3
"""After this many sessions that are not found, the file is not searched any more."""


class JsonLines:
    """Finds the lines of sessions in a file: the JSON parser does not tell them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._encode = encode_basestring_ascii if "\\u" in text else encode_basestring
        self._offset = 0
        self._line = 1
        self._tries_left = _MAX_MISSED if "\n" in text.strip() else 0

    def line(self, session: Mapping[str, RawValue]) -> int:
        """Return the line where a session starts, 1-based; 0 if it is not found.

        The sessions must be asked for in the order of the file.
        """
        if not self._tries_left:
            return 0
        found = next((offset for key in _ID_KEYS if (offset := self._find(key, session))), 0)
        if not found:
            self._tries_left -= 1
            return 0
        begin = max(self._text.rfind("{", self._offset, found), self._offset)
        self._line += self._text.count("\n", self._offset, begin)
        self._offset = begin
        line = self._line
        self._line += self._text.count("\n", begin, found)
        self._offset = found
        return line

    def _find(self, key: str, session: Mapping[str, RawValue]) -> int:
        """Return the offset of the value of a session's key in the text; 0 if it is not found."""
        value = session.get(key, "")
        if not isinstance(value, str) or not value:
            return 0
        encoded = self._encode(value)
        offset = self._offset
        for _ in range(_MAX_TRIED):
            offset = self._text.find(encoded, offset + 1)
            if offset < 0:
                return 0
            match = _KEY.search(self._text[max(0, offset - _MAX_KEY_LENGTH) : offset])
            if match is not None and match[1] == key:
                return offset
        return 0
