"""Sessions as a Markdown digest, a day at a time: to read, to print, to send to a colleague."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from markdown_it import MarkdownIt

from confui.schedule import wording
from confui.schedule.models import Session

_ENTITY = r"&(?=#?\w+;)"
_PUNCTUATION = re.compile(rf"[\\`*\[\]<>#|~]|(?<![^\W_])_|_(?![^\W_])|{_ENTITY}")
"""What could mean something within a line; an underscore within a word means itself."""
_BRACKETS = re.compile(rf"[()<>]|{_ENTITY}")
"""What could end the address of a link early, or change it."""


def as_markdown(conference_title: str, sessions: Iterable[Session], stars: Collection[str]) -> str:
    """Return sessions under a heading for each day; no text where there are none.

    Titles and names show as they are, whatever punctuation they hold. What a session says of itself
    is Markdown and stays so, inside a quotation that it cannot leave: HTML in it shows as text.
    """
    blocks = list(_days(sessions, stars))
    return "\n\n".join([f"# {_text(conference_title)}", *blocks]) if blocks else ""


def _days(sessions: Iterable[Session], stars: Collection[str]) -> Iterator[str]:
    for day, of_day in groupby(sessions, key=lambda session: session.day):
        yield f"## {wording.long_day(day)}"
        for session in of_day:
            yield from _blocks(session, session.id in stars)


def _blocks(session: Session, starred: bool) -> Iterator[str]:
    yield f"### {_text(session.title)}{' ★' if starred else ''}"
    if subtitle := _text(session.subtitle):
        yield f"*{subtitle}*"
    yield " · ".join(filter(None, _facts(session)))
    if prose := session.abstract.strip() or session.body.strip():
        yield "\n".join(f"> {line}" if line else ">" for line in _without_html(prose))


def _facts(session: Session) -> Iterator[str]:
    yield wording.hours(session)
    yield wording.level(session) if session.level else ""
    yield _text(wording.where(session))
    yield _text(wording.speakers(session))
    yield from (_link("video", url) for url in session.video)
    yield from (_link("slides", url) for url in session.slides)


def _text(text: str) -> str:
    return _escaped(_PUNCTUATION, " ".join(text.split()))


def _link(label: str, url: str) -> str:
    return f"[{label}]({_escaped(_BRACKETS, url)})"


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
