"""Strangers' text within a Markdown document: it shows as it is and stays where it was put."""

import re

from markdown_it import MarkdownIt

_ENTITY = r"&(?=#?\w+;)"
_PUNCTUATION = re.compile(rf"[\\`*\[\]<>#|~]|(?<![^\W_])_|_(?![^\W_])|{_ENTITY}")
"""What could mean something within a line; an underscore within a word means itself."""
_BRACKETS = re.compile(rf"[()<>]|{_ENTITY}")
"""What could end the address of a link early, or change it."""


def escape_markdown_text(text: str) -> str:
    """Return a text that shows as it is, on one line, whatever punctuation it holds."""
    return _escaped(_PUNCTUATION, " ".join(text.split()))


def markdown_link(label: str, url: str) -> str:
    """Return a link with one of our labels to an address."""
    return f"[{label}]({_escaped(_BRACKETS, url)})"


def markdown_quotation(markdown: str) -> str:
    """Return a Markdown text in a quotation that it cannot leave; HTML in it shows as text."""
    return "\n".join(f"> {line}" if line else ">" for line in _without_html(markdown.strip()))


def _escaped(signs: re.Pattern[str], text: str) -> str:
    return signs.sub(r"\\\g<0>", text)


def _without_html(markdown: str) -> list[str]:
    """Return the lines of a Markdown text, with any HTML in it made text.

    Tags and comments that stay open would swallow what follows the quotation.
    """
    lines = markdown.expandtabs(4).splitlines()
    if "<" not in markdown:
        return lines
    escaped = [
        line if harmless else _escape_tags(line)
        for line, harmless in zip(lines, _harmless(lines), strict=True)
    ]
    # Where HTML became text, the lines after it may have become something else.
    return escaped if all(_harmless(escaped)) else list(map(_escape_tags, lines))


def _harmless(lines: list[str]) -> list[bool]:
    """Tell of each line whether any `<` in it is code, the address of a link, or mere text."""
    harmless = ["<" not in line for line in lines]
    for token in MarkdownIt("commonmark").parse("\n".join(lines)):
        tags = any(child.type == "html_inline" for child in token.children or ())
        if token.map and token.type in ("inline", "fence", "code_block") and not tags:
            first, end = token.map
            harmless[first:end] = [True] * (end - first)
    return harmless


def _escape_tags(line: str) -> str:
    return line.replace("<", "&lt;")
