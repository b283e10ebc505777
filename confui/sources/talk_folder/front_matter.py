"""A Markdown file with front matter, taken apart by python-frontmatter."""

import re
from typing import NamedTuple

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from confui.sources.problems import BrokenFileError
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import YamlMapping, read_yaml

_OPENING = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML = re.compile(r"\+{3,}[ \t]*\n")
_KEY_LINE = re.compile(r"(\w[\w-]*):(?:[ \t\n]|\Z)")


class MarkdownFile(NamedTuple):
    """One file: what its front matter says, and the text below it."""

    values: dict[str, RawValue]
    lines: dict[str, int]
    """The line, in the file, of each top-level key."""
    repeated: list[tuple[str, int]]
    """Keys that occur twice in one mapping, with the line of the later one, which counts."""
    body: str
    opened: bool
    """Whether the front matter begins with a `---` line as it should."""


def parse_front_matter(text: str, *, first_keys: frozenset[str]) -> MarkdownFile | None:
    """Return the parts of a file, or None where it has no front matter.

    `text` has newlines as line ends. Front matter whose first line has one of the `first_keys`
    is recognised without its opening `---`. Raises `BrokenFileError` where the front matter is not
    closed, not readable, or no YAML.
    """
    start = text.lstrip()
    lines_skipped = text.count("\n", 0, len(text) - len(start))
    if _OPENING.match(start):
        return _parsed(start, lines_skipped, opened=True)
    if _TOML.match(start):
        raise BrokenFileError(
            "toml-front-matter",
            "The front matter is TOML (`+++`); confui reads YAML",
            "Write it as YAML between two `---` lines.",
            lines_skipped + 1,
        )
    key = _KEY_LINE.match(start)
    if key is None or key[1] not in first_keys:
        return None
    if not _CLOSING.search(start):
        raise BrokenFileError(
            "no-front-matter-lines",
            "The file begins like front matter, without the `---` lines around it",
            "Put a line `---` before the first key and one after the last.",
            lines_skipped + 1,
        )
    return _parsed("---\n" + start, lines_skipped - 1, opened=False)


def _parsed(text: str, lines_skipped: int, *, opened: bool) -> MarkdownFile:
    handler = _TextHandler(first_line=lines_skipped + 2)
    _, body = frontmatter.parse(text, handler=handler)
    values, lines, repeated, _ = handler.mapping
    return MarkdownFile(values, lines, repeated, body, opened)


class _TextHandler(YAMLHandler):
    """Front matter as text only. One handler reads one file and keeps where its keys stand."""

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.mapping = YamlMapping({}, {}, [])
        self._first_line = first_line

    def split(self, text: str) -> tuple[str, str]:
        opening = _OPENING.match(text)
        start = opening.end() if opening else 0
        closing = _CLOSING.search(text, start)
        if closing is None:
            raise BrokenFileError(
                "unclosed-front-matter",
                "The front matter has no end",
                "Put a line `---` after the last key.",
                self._first_line - 1,
            )
        return text[start : closing.start()], text[closing.end() :]

    def load(self, fm: str, **kwargs: object) -> dict[str, RawValue]:
        self.mapping = read_yaml(fm, self._first_line)
        return self.mapping.values
