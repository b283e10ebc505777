"""Reads untrusted YAML with every scalar as a string: `25:30`, `012`, `no` and dates as written.

The values are built from the parser's events, which do not recurse. Aliases, deep nesting and large
files are refused: they would take unlimited time or memory.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple, TypeVar

import yaml

from confui.sources.problems import OPEN_LESS, BrokenFileError, in_quotes
from confui.sources.syntax.raw_values import RawValue

MAX_CHARACTERS = 64 * 1024
MAX_DEPTH = 16
MAX_EVENTS = 2000
"""Limits for the front matter of one file. A mapping or list counts as two."""

MAX_LIST_EVENTS = 2_500_000
"""The limit for a file that lists all sessions of a conference: 100 for each of `MAX_SESSIONS`."""

TOO_MANY_VALUES = "yaml-too-large"
"""The code of the error that YAML is beyond the limits."""

_MOVE_TEXT = "Move the long text below the front matter."
_KEEP_SESSION = "Keep only what is about this session."

_TABS = re.compile(r"^[ \t]*\t[ \t]*|(?<=[:\-])[ \t]*\t[ \t]*", re.MULTILINE)
"""Tabs that indent a line or stand behind a key."""

_MOST_TABS = 1_000_000
"""Of a text with more, none is replaced: that takes a hundred bytes for each."""

_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The parser of libyaml is ten times as fast; some builds of PyYAML do not have it."""


class YamlMapping(NamedTuple):
    """A YAML document whose top level is a mapping."""

    values: dict[str, RawValue]
    lines: dict[str, int]
    """The line of each top-level key, 1-based."""
    repeated: list[tuple[str, int]]
    """Repeated keys at any level, each with the line of its repetition. The last value counts."""
    inner: Mapping[int, Mapping[str, int]] = {}
    """The line of each key of inner mappings, by the `id()` of the mapping."""


class YamlTree(NamedTuple):
    """A YAML document of any type."""

    value: RawValue
    lines: Mapping[int, Mapping[str, int]]
    """The line of each key of all mappings, by the `id()` of the mapping."""
    repeated: list[tuple[str, int]]
    """As in `YamlMapping`."""


class _Limit(NamedTuple):
    events: int
    fix: str


_Read = TypeVar("_Read", YamlMapping, YamlTree)


def read_yaml(text: str, first_line: int = 1, *, fix: str = "") -> YamlMapping:
    """Return the mapping in `text`; empty if the text is.

    Args:
        text: The YAML.
        first_line: The number of its first line in the file.
        fix: What to do if it is too large, unless it is front matter.

    Raises:
        BrokenFileError: It is not valid YAML, not a mapping, or beyond the limits.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"{len(text) // 1024} KiB of YAML; up to {MAX_CHARACTERS // 1024} KiB are read"
        raise BrokenFileError(TOO_MANY_VALUES, message, fix or _MOVE_TEXT, first_line)
    limit = _Limit(MAX_EVENTS, fix or _KEEP_SESSION)
    return _read(text, first_line, lambda text: _Builder(text, first_line, limit).mapping())


def read_yaml_tree(text: str) -> YamlTree:
    """Return the value in `text`; the empty string if the text is empty.

    Raises:
        BrokenFileError: It is not valid YAML, or beyond the limit for a list of sessions.
    """
    limit = _Limit(MAX_LIST_EVENTS, OPEN_LESS)
    return _read(text, 1, lambda text: _Builder(text, 1, limit).tree())


def _read(text: str, first_line: int, build: Callable[[str], _Read]) -> _Read:
    """Return what `build` makes of a text; tabs that YAML forbids are read as two spaces."""
    try:
        with _parser_errors(text, first_line):
            return build(text)
    except BrokenFileError:
        if text.count("\t") > _MOST_TABS:
            raise
        spaced = _TABS.sub(lambda match: match[0].replace("\t", "  "), text)
        if spaced == text:
            raise
        with suppress(BrokenFileError), _parser_errors(spaced, first_line):
            return build(spaced)
        raise


@contextmanager
def _parser_errors(text: str, first_line: int) -> Iterator[None]:
    """Convert exceptions of the parser to `BrokenFileError`."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        raise _unreadable(text, first_line, error) from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.encode()[: error.position].count(b"\n")
        raise BrokenFileError(
            "control-character",
            "The YAML has a control character",
            "Delete the character, or write it as an escape in double quotes.",
            line,
        ) from error
    except (ValueError, OverflowError) as error:  # without libyaml, an escape outside Unicode
        raise BrokenFileError(
            "bad-yaml",
            f"Invalid YAML: {in_quotes(error)}",
            "Check the escapes in double quotes.",
            first_line,
        ) from error


class _Builder:
    """Builds values from the events of the parser."""

    def __init__(self, text: str, first_line: int, limit: _Limit) -> None:
        # Not `yaml.parse`, which asks before each event whether there is one.
        self._get_event: Callable[[], yaml.Event] = _LOADER(text).get_event
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
            "Write one `key: value` per line.",
            self._line(event),
        )

    def _refuse_another_document(self) -> None:
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                raise BrokenFileError(
                    "several-documents",
                    "The YAML has more than one document",
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
                f"Lists and mappings are nested more than {MAX_DEPTH} deep",
                "Use fewer levels.",
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
                    "A list or a mapping instead of a key",
                    "Use plain text as key; put a key that starts with [ or { in quotes.",
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
        event = self._get_event()
        self._count += 1
        if self._count > self._limit.events:
            raise BrokenFileError(
                TOO_MANY_VALUES,
                f"More than {self._limit.events:,} keys and values",
                self._limit.fix,
                self._line(event),
            )
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise BrokenFileError(
                "yaml-alias",
                f"The anchor or alias {in_quotes(event.anchor)}; confui reads neither",
                "Write the value itself; put it in quotes if it starts with & or *.",
                self._line(event),
            )
        return event

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self._first_line + (mark.line if mark is not None else 0)


def _unreadable(text: str, first_line: int, error: yaml.MarkedYAMLError) -> BrokenFileError:
    """Describe a syntax error for authors of talk files, with a guess at the mistake."""
    mark = error.problem_mark or error.context_mark
    index = mark.line if mark is not None else 0
    lines = text.split("\n")
    wrong_line = lines[index] if index < len(lines) else ""
    line = first_line + index
    if "\t" in wrong_line[: len(wrong_line) - len(wrong_line.lstrip())]:
        return BrokenFileError(
            "tab-indent",
            "The line is indented with a tab; YAML allows only spaces",
            "Indent with spaces.",
            line,
        )
    if "mapping values are not allowed" in (error.problem or ""):
        return BrokenFileError(
            "bad-yaml",
            f"A second “: ” in the line {in_quotes(wrong_line)}",
            "Put the whole value in quotes.",
            line,
        )
    return BrokenFileError(
        "bad-yaml",
        f"Invalid YAML: {in_quotes(error.problem or error)}",
        "Check quotes, brackets and indentation here and in the line above.",
        line,
    )
