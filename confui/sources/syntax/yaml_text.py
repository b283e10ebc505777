"""YAML in which every scalar is text: `25:30`, `012`, `no` and dates arrive as they were written.

One pass over the parser's events builds the values and refuses what would make a reader hang, swell
or crash: aliases, deep nesting, sheer size. Events do not recurse, so neither does a hostile file.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import yaml

from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.raw_values import RawValue

MAX_CHARACTERS = 64 * 1024
MAX_DEPTH = 16
MAX_EVENTS = 2000
"""How large the front matter of one file may be."""

MAX_LIST_CHARACTERS = 1024 * 1024
MAX_LIST_EVENTS = 100_000
"""How large a file may be that lists all sessions of a conference."""

_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's parser is ten times as fast; a PyYAML built without it has only its own."""


class YamlMapping(NamedTuple):
    """The top level of a YAML text."""

    values: dict[str, RawValue]
    lines: dict[str, int]
    """The line of each top-level key."""
    repeated: list[tuple[str, int]]
    """Keys, at any level, that their mapping already had, with their lines. The last one counts."""
    inner: Mapping[int, Mapping[str, int]] = {}
    """The line of each key of the mappings within it, by the `id()` of the mapping."""


class YamlTree(NamedTuple):
    """All of a YAML text, whatever it holds."""

    value: RawValue
    lines: Mapping[int, Mapping[str, int]]
    """The line of each key of the mappings in it, by the `id()` of the mapping."""
    repeated: list[tuple[str, int]]
    """As for `YamlMapping`."""


def read_yaml(text: str, first_line: int = 1) -> YamlMapping:
    """Return the mapping that `text` holds, empty where it holds nothing.

    Lines are counted from `first_line`. Raises `BrokenFileError` for what is no YAML, no mapping,
    or beyond the limits of this module.
    """
    if len(text) > MAX_CHARACTERS:
        fix = "Move the long text below the front matter."
        raise _too_large(len(text), MAX_CHARACTERS, fix, first_line)
    with _told(text, first_line):
        return _Reading(text, first_line, MAX_EVENTS).mapping()


def read_yaml_tree(text: str) -> YamlTree:
    """Return what `text` holds, within the limits of a list of sessions.

    Raises `BrokenFileError` for what is no YAML, or beyond the limits.
    """
    if len(text) > MAX_LIST_CHARACTERS:
        raise _too_large(len(text), MAX_LIST_CHARACTERS, "Split the file.", 1)
    with _told(text, 1):
        return _Reading(text, 1, MAX_LIST_EVENTS).tree()


@contextmanager
def _told(text: str, first_line: int) -> Iterator[None]:
    """Raise what the parser cannot read as a `BrokenFileError`."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        raise _unreadable(text, first_line, error) from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.encode()[: error.position].count(b"\n")
        raise BrokenFileError(
            "control-character",
            "The YAML holds a control character",
            "Delete the character, or write it as an escape in double quotes.",
            line,
        ) from error
    except (ValueError, OverflowError) as error:  # without libyaml, an escape beyond Unicode
        raise BrokenFileError(
            "bad-yaml",
            f"No YAML: {in_quotes(error)}",
            "Check the escapes in double quotes.",
            first_line,
        ) from error


class _Reading:
    def __init__(self, text: str, first_line: int, limit: int) -> None:
        self._events = yaml.parse(text, Loader=_LOADER)
        self._first_line = first_line
        self._limit = limit
        self._count = 0
        self._repeated: list[tuple[str, int]] = []
        self._lines: dict[int, dict[str, int]] = {}

    def tree(self) -> YamlTree:
        event = self._next()
        while not isinstance(event, yaml.NodeEvent | yaml.StreamEndEvent):
            event = self._next()
        value = "" if isinstance(event, yaml.StreamEndEvent) else self._value(event, 0)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse_another_document()
        return YamlTree(value, self._lines, self._repeated)

    def mapping(self) -> YamlMapping:
        event = self._next()
        while not isinstance(event, yaml.NodeEvent | yaml.StreamEndEvent):
            event = self._next()
        if isinstance(event, yaml.MappingStartEvent):
            lines: dict[str, int] = {}
            values = self._mapping(1, lines)
            self._refuse_another_document()
            return YamlMapping(values, lines, self._repeated, self._lines)
        if isinstance(event, yaml.StreamEndEvent) or self._value(event, 0) == "":
            return YamlMapping({}, {}, [])
        raise BrokenFileError(
            "no-mapping",
            "The YAML is not a list of `key: value` lines",
            "Write one `key: value` a line.",
            self._line(event),
        )

    def _refuse_another_document(self) -> None:
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                raise BrokenFileError(
                    "several-documents",
                    "The YAML holds more than one document",
                    "Keep one document; remove the other `---` lines.",
                    self._line(event),
                )

    def _value(self, event: yaml.Event, depth: int) -> RawValue:
        if isinstance(event, yaml.ScalarEvent):
            value: str = event.value
            return value
        if depth == MAX_DEPTH:
            raise BrokenFileError(
                "yaml-too-deep",
                f"Lists and maps within one another, more than {MAX_DEPTH} deep",
                "Write it flatter.",
                self._line(event),
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth + 1, {})
        items: list[RawValue] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, depth: int, lines: dict[str, int]) -> dict[str, RawValue]:
        values: dict[str, RawValue] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise BrokenFileError(
                    "key-not-text",
                    "A list or a map stands where a key belongs",
                    "Use plain text as key; put what begins with [ or { in quotes.",
                    self._line(event),
                )
            key: str = event.value
            if key in values:
                self._repeated.append((key, self._line(event)))
            lines[key] = self._line(event)
            values[key] = self._value(self._next(), depth)
        self._lines[id(values)] = lines
        return values

    def _next(self) -> yaml.Event:
        event: yaml.Event = next(self._events)
        self._count += 1
        if self._count > self._limit:
            raise BrokenFileError(
                "yaml-too-large",
                f"More than {self._limit} keys and values",
                "Split the file.",
                self._line(event),
            )
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise BrokenFileError(
                "yaml-alias",
                f"The anchor or alias {in_quotes(event.anchor)}; confui reads neither",
                "Write the value itself, in quotes where it begins with & or *.",
                self._line(event),
            )
        return event

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self._first_line + (mark.line if mark is not None else 0)


def _too_large(length: int, limit: int, fix: str, line: int) -> BrokenFileError:
    message = f"{length // 1024} KiB of YAML; at most {limit // 1024} KiB are read"
    return BrokenFileError("yaml-too-large", message, fix, line)


def _unreadable(text: str, first_line: int, error: yaml.MarkedYAMLError) -> BrokenFileError:
    """Say what is wrong where the parser stopped, in the words of someone who writes talk files."""
    mark = error.problem_mark or error.context_mark
    index = mark.line if mark is not None else 0
    lines = text.split("\n")
    at_fault = lines[index] if index < len(lines) else ""
    line = first_line + index
    if "\t" in at_fault[: len(at_fault) - len(at_fault.lstrip())]:
        return BrokenFileError(
            "tab-indent",
            "A tab indents the line; YAML allows only spaces there",
            "Indent with spaces.",
            line,
        )
    if "mapping values are not allowed" in (error.problem or ""):
        return BrokenFileError(
            "bad-yaml",
            f"A second “: ” in the line {in_quotes(at_fault)}",
            "Put the whole value in quotes.",
            line,
        )
    return BrokenFileError(
        "bad-yaml",
        f"No YAML: {in_quotes(error.problem or error)}",
        "Check quotes, brackets and indentation here and in the line above.",
        line,
    )
