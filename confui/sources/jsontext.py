"""JSON in which every value is text, so that a schedule file reads like all others."""

import json

from confui.sources.findings import BrokenFileError
from confui.sources.tree import Tree

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

    def _tree(self, value: object, depth: int) -> Tree:
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
