"""Escape untrusted text for a Markdown document, so that it cannot change the rest of it."""

import re
from itertools import groupby

from markdown_it import MarkdownIt

_ENTITY = r"&(?=#?\w+;)"
_PUNCTUATION = re.compile(rf"[\\`*\[\]<>#|~]|(?<![^\W_])_|_(?![^\W_])|{_ENTITY}")
"""What has a meaning within a line; an underscore inside a word has none."""
_BRACKETS = re.compile(rf"[()<>]|{_ENTITY}")
"""What could end the URL of a link early, or change it."""

_LONGEST_TEXT = 64 * 1024
_LONGEST_PARAGRAPH = 8 * 1024
_MOST_BRACKETS = 1_000
"""The characters of a text and of a paragraph, and the `[` of a text, that are parsed.

Emphasis takes time by the square of the paragraph. After a `[` that is not closed, the parser reads
the same text many times.
"""


def escape_markdown_text(text: str) -> str:
    """Return plain text as one line of Markdown that displays exactly that text."""
    return _escape(_PUNCTUATION, " ".join(text.split()))


def markdown_link(label: str, url: str) -> str:
    """Return a link to a URL; `label` is trusted, the URL is not."""
    return f"[{label}]({_escape(_BRACKETS, url)})"


def markdown_quotation(markdown: str) -> str:
    """Return untrusted Markdown as a block quotation that it cannot leave; HTML shows as text."""
    return "\n".join(f"> {line}" if line else ">" for line in _without_html(markdown.strip()))


def _escape(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(r"\\\g<0>", text)


def _without_html(markdown: str) -> list[str]:
    """Return the lines of a Markdown text, with the HTML in it escaped.

    Unclosed tags and comments would swallow what follows the quotation. In a text that takes too
    long to parse every `<` is escaped, also in code, where the escape is visible.
    """
    lines = markdown.expandtabs(4).splitlines()
    if "<" not in markdown:
        return lines
    if not _is_quickly_parsed(lines):
        return list(map(_escape_tags, lines))
    escaped = [
        line if harmless else _escape_tags(line)
        for line, harmless in zip(lines, _harmless(lines), strict=True)
    ]
    # Escaping HTML may change how the lines after it are parsed: check again.
    return escaped if all(_harmless(escaped)) else list(map(_escape_tags, lines))


def _is_quickly_parsed(lines: list[str]) -> bool:
    text = "\n".join(lines)
    if len(text) > _LONGEST_TEXT or text.count("[") > _MOST_BRACKETS:
        return False
    # No paragraph is longer than the lines between two blank ones.
    runs = groupby(lines, key=lambda line: bool(line.strip()))
    return all(sum(map(len, run)) <= _LONGEST_PARAGRAPH for is_text, run in runs if is_text)


def _harmless(lines: list[str]) -> list[bool]:
    """Return for each line whether every `<` in it is code, part of a link, or plain text."""
    harmless = ["<" not in line for line in lines]
    for token in MarkdownIt("commonmark").parse("\n".join(lines)):
        tags = any(child.type == "html_inline" for child in token.children or ())
        if token.map and token.type in ("inline", "fence", "code_block") and not tags:
            first, end = token.map
            harmless[first:end] = [True] * (end - first)
    return harmless


def _escape_tags(line: str) -> str:
    return line.replace("<", "&lt;")
