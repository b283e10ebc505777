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
_CLOSING_TOML = re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE)
_FRONT_LINE = re.compile(r"\w[\w -]*:(?:[ \t]|\Z)|[ \t]|- |#|\Z")
"""The lines that front matter consists of; prose has others."""
_PERSON_KEYS = frozenset({"name"})
"""Keys by which front matter of presenters is recognised, like `first_keys`."""
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
        first_keys: Keys by which front matter is recognised without its opening `---`, if it has
            one of them.

    Raises:
        BrokenFileError: The front matter is not closed or not valid YAML or TOML.
    """
    start = text.lstrip()
    lines_skipped = text.count("\n", 0, len(text) - len(start))
    if _OPENING.match(start):
        return _split(start, lines_skipped, opened=True)
    if _TOML.match(start):
        return _split_toml(start, lines_skipped)
    key = _KEY_LINE.match(start)
    if key is None:
        return None
    closing = _CLOSING.search(start)
    if key[1] not in first_keys:
        known = first_keys | _PERSON_KEYS
        has_keys = closing and _is_front_matter(start[: closing.start()], known)
        return _split("---\n" + start, lines_skipped - 1, opened=False) if has_keys else None
    if not closing:
        raise BrokenFileError(
            "no-front-matter-lines",
            "The file begins with front matter, but the `---` lines around it are missing",
            "Put a line `---` before the first key and one after the last.",
            lines_skipped + 1,
        )
    return _split("---\n" + start, lines_skipped - 1, opened=False)


def _is_front_matter(text: str, known: frozenset[str]) -> bool:
    """Whether a text without an opening line is front matter: key lines, one with a known key."""
    lines = text.split("\n")
    keys = {match[1] for line in lines if (match := _KEY_LINE.match(line))}
    return not keys.isdisjoint(known) and all(map(_FRONT_LINE.match, lines))


def _split_toml(text: str, lines_skipped: int) -> MarkdownFile:
    opening = _TOML.match(text)
    start = opening.end() if opening else 0
    closing = _CLOSING_TOML.search(text, start)
    if closing is None:
        raise BrokenFileError(
            "unclosed-front-matter",
            "The front matter is not closed",
            "Put a line `+++` after the last key.",
            lines_skipped + 1,
        )
    from confui.sources.syntax.toml_text import read_toml  # few sites have TOML

    mapping = read_toml(text[start : closing.start()], lines_skipped + 2)
    body = text[closing.end() :].strip()
    return MarkdownFile(mapping.values, mapping.lines, mapping.repeated, body, opened=True)


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
