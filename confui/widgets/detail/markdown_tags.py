"""HTML tags within Markdown: which ones style a text, break its line or only surround it.

Some authors mix both, and some exporters wrap Markdown in tags. A reader wants neither; but a text
about programming has `Vec<u8>` and `List<T>` in it, which stay.
"""

import re
from typing import NamedTuple

from markdown_it.common.utils import unescapeAll

CODE_STYLE = "$text-warning"
_STYLES = {
    **dict.fromkeys(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "var"), "italic"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    **dict.fromkeys(("code", "kbd", "samp", "tt", "pre"), CODE_STYLE),
}
_PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "dl", "section")
)
_LINES = frozenset(("br", "div", "ul", "ol", "li", "tr", "dt", "dd", "hr", "center", "figure"))
_AROUND = frozenset(
    ("a", "abbr", "big", "font", "ins", "mark", "q", "small", "span", "sub", "sup", "u", "td")
)
_NAMES = _STYLES.keys() | _PARAGRAPHS | _LINES | _AROUND

# It does not match beyond the next angle bracket, so that every text takes linear time.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})((?:\s[^<>]*)?)/?>")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


class Tag(NamedTuple):
    """A tag of HTML in a text."""

    name: str
    closing: bool
    length: int
    """How many characters it takes."""
    href: str = ""
    """Where the link of an opening `a` leads."""

    @property
    def style(self) -> str:
        """The style of the text between this tag and its closing one; empty for none."""
        return _STYLES.get(self.name, "")

    @property
    def newlines(self) -> int:
        """How many line ends it stands for: 2 for a paragraph, 1 for a line, else 0."""
        return 2 if self.name in _PARAGRAPHS else self.name in _LINES

    @property
    def bullet(self) -> str:
        """What stands at the beginning of an item."""
        return "• " if self.name == "li" and not self.closing else ""


def find_tag(text: str, at: int) -> Tag | None:
    """Return the tag at a place in a text; `None` if there is none that is known.

    A tag that styles or surrounds needs its closing tag further on.
    """
    match = _TAG.match(text, at)
    if match is None:
        return None
    closing, name = bool(match[1]), match[2].lower()
    if name not in _NAMES:
        return None
    breaks = name in _PARAGRAPHS or name in _LINES
    if not (closing or breaks) and not re.compile(f"</{name}", re.IGNORECASE).search(text, at):
        return None
    href = _HREF.search(match[3]) if name == "a" and not closing else None
    target = unescapeAll(next(filter(None, href.groups()), "")) if href else ""
    return Tag(name, closing, match.end() - at, target)
