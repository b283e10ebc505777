"""What stands inside one paragraph: words with emphasis, code, images as text, and links.

The parser decodes entities and percent signs, so a text that was clean before it may hold control
and direction-changing characters after it: every piece passes `clean` here, once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.style import Style

from confui.schedule.models import Link
from confui.text import clean, safe_url

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

CODE = "$text-warning"
_LINK = "underline $text-accent"
_EMPHASIS = {"strong": "bold", "em": "italic", "s": "strike"}

_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![\w+.\\-])https?$", re.IGNORECASE)
_ADDRESS = re.compile(r"""https?://[^\s<>"`|\\\[\]{}]+""", re.IGNORECASE)
_SENTENCE = frozenset(".,:;!?'*_~…。，、’”")
"""What ends a bare address without belonging to it."""

_LONGEST_URL = 2_000
"""Characters. Browsers refuse longer ones, and a reference can repeat one a thousand times."""
_SHOWN_TARGET = 60


def bare_address(state: StateInline, silent: bool) -> bool:
    """Make a link of an http(s) address in running text: a rule for markdown-it's inline parser.

    Our own, because linkify-it, the library for it, takes seconds over 64 KiB of brackets after
    addresses and makes the usual body six times as slow to parse. It runs while parsing and not
    afterwards: `__init__` in an address is no emphasis.
    """
    at = state.pos
    if state.linkLevel or not state.src.startswith("://", at):
        return False
    scheme = _SCHEME.search(state.src, max(0, at - len("https")), at)
    found = scheme and _ADDRESS.match(state.src, scheme.start())
    if not scheme or not found:
        return False
    url = _without_sentence(found[0])
    if not silent:
        # The parser has gone over the scheme already and holds it as text.
        state.pending = state.pending[: scheme.start() - at]
        shown = url.replace("&amp;", "&")
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(shown)}
        state.push("text", "", 0).content = shown
        state.push("link_close", "a", -1)
    state.pos = scheme.start() + len(url)
    return True


def _without_sentence(url: str) -> str:
    """`url` without the punctuation of the sentence around it; brackets in pairs belong to it."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while url[end - 1] in _SENTENCE or (url[end - 1] == ")" and surplus > 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


class Phrase:
    """Builds the content of one paragraph and collects its links.

    Args:
        links: Grows by every link that may be opened.
        first_link: The number of the first of them among all links of the pane.
    """

    def __init__(self, links: list[Link], first_link: int) -> None:
        self._links = links
        self._first_link = first_link
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    def content(self, tokens: Sequence[Token]) -> Content:
        """Return what `tokens` say, with line breaks where the author forced them."""
        opened: list[int] = []
        target, target_start = "", 0
        for token in tokens:
            match token.type:
                case "text" | "text_special":
                    self._add(_BREAK.sub("\n", clean(token.content, multiline=True)))
                case "softbreak":
                    self._add(" ")
                case "hardbreak":
                    self._add("\n")
                case "code_inline":
                    self._add(clean(token.content, multiline=True), CODE)
                case "image":
                    self._add(f"[image: {clean(token.content)}]" if token.content else "[image]")
                case "strong_open" | "em_open" | "s_open":
                    opened.append(self._length)
                case "strong_close" | "em_close" | "s_close":
                    self._style(opened.pop(), _EMPHASIS[token.tag])
                case "link_open":
                    target, target_start = str(token.attrs["href"]), self._length
                case "link_close":
                    self._close_link(target_start, target)
                case _:
                    self._add(clean(token.content, multiline=True))
        return Content("".join(self._parts), self._spans)

    def _add(self, text: str, style: str = "") -> None:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if style:
            self._style(start, style)

    def _style(self, start: int, style: str | Style) -> None:
        if start < self._length:
            self._spans.append(Span(start, self._length, style))

    def _close_link(self, start: int, target: str) -> None:
        """Make what was added since `start` open `target`, or tell the target where it may not."""
        shown = "".join(self._parts)[start:]
        label = clean(shown)
        if not label:
            self._add(label := _short(target))
        url = safe_url(target) if len(target) <= _LONGEST_URL else ""
        if url:
            action = f"screen.follow({self._first_link + len(self._links)})"
            self._links.append(Link(label, url))
            self._style(start, _LINK)
            self._style(start, Style.from_meta({"@click": action}))
        elif target.removeprefix("mailto:") not in (label, ""):
            self._add(f" ({_short(target)})", "dim")


def _short(target: str) -> str:
    shown = clean(target[: _SHOWN_TARGET + 1])
    return shown if len(shown) <= _SHOWN_TARGET else shown[: _SHOWN_TARGET - 1] + "…"
