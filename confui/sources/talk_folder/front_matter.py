"""Splits a Markdown file into front matter and body, with python-frontmatter."""

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
    """The parts of a Markdown file with front matter."""

    values: dict[str, RawValue]
    lines: dict[str, int]
    """The line in the file, from 1, of each top-level key."""
    repeated: list[tuple[str, int]]
    """Each key that a mapping has twice, with the line of the later one, whose value counts."""
    body: str
    opened: bool
    """Whether the opening `---` line is there."""


def parse_front_matter(text: str, *, first_keys: frozenset[str]) -> MarkdownFile | None:
    r"""Return the parts of a file, or None if it has no front matter.

    Args:
        text: The file, with `\n` as line ends.
        first_keys: Keys by which front matter is recognised without its opening `---`, if the first
            line has one of them.

    Raises:
        BrokenFileError: The front matter is not closed or not valid YAML.
    """
    start = text.lstrip()
    lines_skipped = text.count("\n", 0, len(text) - len(start))
    if _OPENING.match(start):
        return _split(start, lines_skipped, opened=True)
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
            "The file begins with front matter, but the `---` lines around it are missing",
            "Put a line `---` before the first key and one after the last.",
            lines_skipped + 1,
        )
    return _split("---\n" + start, lines_skipped - 1, opened=False)


def _split(text: str, lines_skipped: int, *, opened: bool) -> MarkdownFile:
    handler = _TextHandler(first_line=lines_skipped + 2)
    _, body = frontmatter.parse(text, handler=handler)
    values, lines, repeated, _ = handler.mapping
    return MarkdownFile(values, lines, repeated, body, opened)


class _TextHandler(YAMLHandler):
    """Loads YAML with every value as text, and keeps the lines of the keys. For one file only."""

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
                "The front matter is not closed",
                "Put a line `---` after the last key.",
                self._first_line - 1,
            )
        return text[start : closing.start()], text[closing.end() :]

    def load(self, fm: str, **kwargs: object) -> dict[str, RawValue]:
        self.mapping = read_yaml(fm, self._first_line)
        return self.mapping.values
