"""The content of one paragraph of Markdown: emphasis, code, images as text, and links.

The parser decodes entities and percent signs, so a clean text may contain control and
direction-changing characters afterwards. Every piece passes `clean` here once more.
"""

import re
from collections.abc import Sequence

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from textual.content import Content, Span
from textual.style import Style

from confui.schedule.models import Link
from confui.text import clean, safe_url
from confui.widgets.base.truncation import truncate
from confui.widgets.detail.markdown_tags import CODE_STYLE, Tag, find_tag

_LINK_STYLE = "underline $text-accent"
_EMPHASIS_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}

_SCHEME = re.compile(r"(?<![\w+.\\-])https?$", re.IGNORECASE)
_BARE_URL = re.compile(r"""https?://[^\s<>"`|\\\[\]{}]+""", re.IGNORECASE)
_PUNCTUATION = frozenset(".,:;!?'*_~…。，、’”")
"""Characters at the end of a bare URL that belong to the sentence around it."""

_MAX_URL = 2_000
"""Characters. Browsers refuse longer URLs, and a reference can repeat one a thousand times."""
_MAX_SHOWN_TARGET = 60
"""Cells of a target that is shown as text."""


def parse_bare_url(state: StateInline, silent: bool) -> bool:
    """Turn an http or https URL in running text into a link: an inline rule of markdown-it.

    linkify-it, the usual library for this, takes seconds for 64 KiB of brackets after URLs, and
    makes an ordinary body six times as slow to parse. The rule runs while parsing, not afterwards,
    so that `__init__` in a URL is not emphasis.

    Returns:
        Whether there is a URL at the parser's position.
    """
    at = state.pos
    if state.linkLevel or not state.src.startswith("://", at):
        return False
    scheme = _SCHEME.search(state.src, max(0, at - len("https")), at)
    match = scheme and _BARE_URL.match(state.src, scheme.start())
    if not scheme or not match:
        return False
    url = _strip_punctuation(match[0])
    if not silent:
        # The parser has already read the scheme as text; take it back.
        state.pending = state.pending[: scheme.start() - at]
        shown = url.replace("&amp;", "&")
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(shown)}
        state.push("text", "", 0).content = shown
        state.push("link_close", "a", -1)
    state.pos = scheme.start() + len(url)
    return True


def parse_tag(state: StateInline, silent: bool) -> bool:
    """Read a tag of HTML that is known: an inline rule of markdown-it.

    Its own rule for HTML takes the square of the time for comments that are never closed.

    Returns:
        Whether there is such a tag at the parser's position.
    """
    tag = find_tag(state.src, state.pos)
    if tag is None:
        return False
    if not silent:
        state.push("html_tag", tag.name, 0).meta = {"tag": tag}
    state.pos += tag.length
    return True


def _strip_punctuation(url: str) -> str:
    """Remove the punctuation of the sentence from the end of a URL; bracket pairs stay."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while url[end - 1] in _PUNCTUATION or (url[end - 1] == ")" and surplus > 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


class ParagraphBuilder:
    """Builds the content of one paragraph and collects its links.

    Args:
        links: Every link that may be opened is appended to it.
        first_link: The number of the first link of the list in the pane.
    """

    def __init__(self, links: list[Link], first_link: int) -> None:
        self._links = links
        self._first_link = first_link
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0
        self._newlines = 0
        self._space = False
        """Line ends, else a space, that come before the next text, if any comes."""
        self._opened: list[tuple[Tag, int]] = []
        """The tags of HTML that are open, each with the place where its text begins."""

    def build(self, tokens: Sequence[Token]) -> Content:
        """Return the inline `tokens` as content; only hard line breaks are kept."""
        opened: list[int] = []
        target, target_start = "", 0
        for token in tokens:
            match token.type:
                case "text" | "text_special":
                    self._add(clean(token.content, multiline=True))
                case "softbreak":
                    self._add_space()
                case "html_tag":
                    self._add_tag(token.meta["tag"])
                case "hardbreak":
                    self._add("\n")
                case "code_inline":
                    self._add(clean(token.content, multiline=True), CODE_STYLE)
                case "image":
                    self._add(f"[image: {clean(token.content)}]" if token.content else "[image]")
                case "strong_open" | "em_open" | "s_open":
                    opened.append(self._begin())
                case "strong_close" | "em_close" | "s_close":
                    self._style(opened.pop(), _EMPHASIS_STYLES[token.tag])
                case "link_open":
                    target, target_start = str(token.attrs["href"]), self._begin()
                case "link_close":
                    self._close_link(target_start, target)
                case _:
                    self._add(clean(token.content, multiline=True))
        return Content("".join(self._parts), self._spans)

    def _add(self, text: str, style: str = "") -> None:
        if self._newlines:
            text = text.lstrip(" ")
        if not text:
            return
        start = self._begin()
        self._parts.append(text)
        self._length += len(text)
        if style:
            self._style(start, style)

    def _begin(self) -> int:
        """Add the line ends or the space before the next text; return where that begins."""
        before = "\n" * self._newlines or " " * self._space
        self._newlines, self._space = 0, False
        if before and self._length:
            self._parts.append(before)
            self._length += len(before)
        return self._length

    def _add_space(self) -> None:
        """Add the end of a line as it was written."""
        is_in_code = any(tag.name == "pre" for tag, _ in self._opened)
        self._newlines = max(self._newlines, int(is_in_code))
        self._space = True

    def _add_tag(self, tag: Tag) -> None:
        """Break the line where a tag of HTML stands for that, and style what a pair encloses."""
        if tag.closing:
            names = [opened.name for opened, _ in self._opened]
            if tag.name in names:
                at = len(names) - 1 - names[::-1].index(tag.name)
                opened, start = self._opened.pop(at)
                if opened.style:
                    self._style(start, opened.style)
                if opened.href:
                    self._close_link(start, opened.href)
        self._newlines = max(self._newlines, tag.newlines)
        if tag.bullet:
            self._add(tag.bullet)
        if not tag.closing and (tag.style or tag.href):
            self._opened.append((tag, self._begin()))

    def _style(self, start: int, style: str | Style) -> None:
        if start < self._length:
            self._spans.append(Span(start, self._length, style))

    def _close_link(self, start: int, target: str) -> None:
        """Link the text since `start` to `target`; if it may not be opened, add it in brackets."""
        shown = "".join(self._parts)[start:]
        label = clean(shown)
        if not label:
            self._add(label := _shorten(target))
        url = safe_url(target) if len(target) <= _MAX_URL else ""
        if url:
            action = f"follow_link({self._first_link + len(self._links)})"
            self._links.append(Link(label, url))
            self._style(start, _LINK_STYLE)
            self._style(start, Style.from_meta({"@click": action}))
        elif target.removeprefix("mailto:") not in (label, ""):
            self._add(f" ({_shorten(target)})", "dim")


def _shorten(target: str) -> str:
    return truncate(clean(target[: _MAX_SHOWN_TARGET + 1]), _MAX_SHOWN_TARGET)
