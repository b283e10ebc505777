"""Markdown as lines for a terminal: styled, wrapped, with hanging indents.

Lines instead of widgets: a widget for each block takes hundreds of milliseconds to mount, a body
rendered here about one, and the pane draws only the lines that it shows.

Colours are named by theme token and looked up while a line is drawn, so a change of theme needs no
new rendering. Whatever colour says, an attribute or a sign says too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count, islice, repeat, takewhile
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from confui.schedule.models import Link
from confui.widgets.detail.markdown_inline import CODE, Phrase, bare_address
from confui.widgets.detail.markdown_page import NARROWEST, SIGN, Page
from confui.widgets.detail.markdown_table import Alignment, table

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MOST_CHARACTERS = 64 * 1024
_MOST_LINES = 2_000
_MOST_BLOCKS = 500
_LONGEST_PARAGRAPH = 8 * 1024
"""Characters. The parser's time grows with the square of the unclosed emphasis in a paragraph."""
_DEEPEST_BLOCK = 100
"""Levels of quotes and lists (a list is two); what is deeper, the parser drops."""
_DEEPEST_INLINE = 8
"""Levels of brackets in a paragraph; deeper ones are text. Unclosed ones cost time by the level."""

_QUOTE = "▌ "
_BULLETS = "•◦▪"
_HEADINGS = {
    "h1": ("bold $text-primary", "━"),
    "h2": ("bold $text-primary", "─"),
    "h3": ("bold $text-primary", ""),
    "h4": ("bold italic", ""),
    "h5": ("italic", ""),
    "h6": ("italic dim", ""),
}
"""Style and underline of each level: all six differ without colour."""


class Rendered(NamedTuple):
    """Markdown ready to be drawn."""

    lines: tuple[Content, ...]
    """Each at most as many cells wide as was asked for."""
    links: tuple[Link, ...]
    """What can be opened, in the order of the text. The label is the text shown."""


def render(markdown: str, width: int, *, first_link: int = 0) -> Rendered:
    """Return `markdown` (CommonMark with tables and strikethrough) wrapped to `width` cells.

    A click on the n-th link runs the action `screen.follow(first_link + n)`. Only what
    `safe_url` lets pass is a link; any other target is told in brackets behind its text. HTML and
    console markup are text like any other, except that `<br>` breaks the line. Long lines of code
    are wrapped.

    Never raises. Beyond 64 Ki characters, 2,000 lines or 500 blocks the rest is left out, which the
    last line tells; a paragraph over 8 Ki characters is shown as it was written.

    Args:
        markdown: What `text.clean` returned.
        width: Cells; less than 10 counts as 10.
        first_link: How many links the pane has before these.
    """
    text = _shorten(markdown)
    env: dict[str, object] = {}
    tokens: list[Token] = []
    _block_parser().block.parse(text, _block_parser(), env, tokens)
    shown_tokens, shown_lines = _first_blocks(tokens, text.count("\n"))
    page = Page(max(width, NARROWEST))
    links: list[Link] = []
    _Writer(page, links, first_link, env).write(shown_tokens)
    if len(shown_tokens) < len(tokens) or len(text) < len(markdown):
        total = len(markdown.rstrip("\n").split("\n"))
        page.note(f"shortened: {shown_lines:,} of {total:,} lines")
    return Rendered(tuple(page.lines), tuple(links))


@cache
def _block_parser() -> MarkdownIt:
    # Imported with the first body: at start it would hold up the first frame by 20 ms.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST_BLOCK})
    return parser.enable("table")


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST_INLINE})
    parser.inline.ruler.push("bare_address", bare_address)
    return parser.enable("strikethrough")


def _shorten(markdown: str) -> str:
    """The whole lines of `markdown` within the limits; the beginning of a line that breaks them."""
    if len(markdown) <= _MOST_CHARACTERS and markdown.count("\n") < _MOST_LINES:
        return markdown
    text = markdown[:_MOST_CHARACTERS]
    whole = text if len(text) == len(markdown) else text[: text.rfind("\n") + 1]
    return "".join(whole.splitlines(keepends=True)[:_MOST_LINES]) or text


def _first_blocks(tokens: Sequence[Token], lines: int) -> tuple[Sequence[Token], int]:
    """The tokens within the limit on blocks, and how many of the `lines` they stand for."""
    blocks = 0
    line = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        blocks += token.nesting >= 0 and token.type != "inline"
        if blocks > _MOST_BLOCKS:
            return tokens[:index], line
    return tokens, lines


class _Writer:
    """Puts blocks on a page."""

    def __init__(
        self, page: Page, links: list[Link], first_link: int, env: dict[str, object]
    ) -> None:
        self._page = page
        self._links = links
        self._first_link = first_link
        self._env = env
        self._signs: list[Iterator[str]] = []
        """For each open list the signs of its coming items."""

    def write(self, tokens: Sequence[Token]) -> None:
        """Put the blocks of `tokens`, which may end within a block, on the page."""
        page = self._page
        heading = ""
        blocks = enumerate(tokens)
        for index, token in blocks:
            match token.type:
                case "heading_open":
                    page.space()
                    heading = token.tag
                case "heading_close":
                    heading = ""
                case "paragraph_open" if not token.hidden:
                    page.space()
                case "inline" if heading:
                    self._heading(token, heading)
                case "inline":
                    page.put(self._content(token).wrap(page.room))
                case "bullet_list_open" | "ordered_list_open":
                    if not self._signs:
                        page.space()
                    self._signs.append(_signs(tokens, index, len(self._signs)))
                case "bullet_list_close" | "ordered_list_close":
                    self._signs.pop()
                case "list_item_open":
                    sign = next(self._signs[-1])
                    page.open(sign, " " * len(sign))
                case "blockquote_open":
                    page.space()
                    page.open(_QUOTE, _QUOTE)
                case "list_item_close" | "blockquote_close":
                    page.close()
                case "fence" | "code_block":
                    self._code(token)
                case "hr":
                    page.space()
                    page.put([Content.styled("─" * page.room, "dim")])
                case "table_open":
                    inside = takewhile(lambda block: block[1].type != "table_close", blocks)
                    self._table(token for _, token in inside)

    def _content(self, token: Token) -> Content:
        if len(token.content) > _LONGEST_PARAGRAPH:
            return Content(token.content)
        parsed: list[Token] = []
        _inline_parser().inline.parse(token.content, _inline_parser(), self._env, parsed)
        return Phrase(self._links, self._first_link).content(parsed)

    def _heading(self, token: Token, level: str) -> None:
        style, underline = _HEADINGS[level]
        lines = self._content(token).stylize_before(style).wrap(self._page.room)
        self._page.put(lines)
        if underline:
            longest = max(line.cell_length for line in lines)
            self._page.put([Content.styled(underline * longest, SIGN)])

    def _code(self, token: Token) -> None:
        page = self._page
        page.space()
        page.open("  ", "  ")
        for line in token.content.removesuffix("\n").split("\n"):
            page.put(Content.styled(line, CODE).wrap(page.room))
        page.close()

    def _table(self, tokens: Iterable[Token]) -> None:
        rows: list[list[Content]] = []
        alignments: list[Alignment] = []
        for token in tokens:
            match token.type:
                case "tr_open":
                    rows.append([])
                case "th_open":
                    alignments.append(_alignment(token))
                case "inline":
                    rows[-1].append(self._content(token))
        # Where the limit on blocks cut the table, its last row lacks cells.
        whole = [row for row in rows if len(row) == len(alignments)]
        if whole:
            self._page.space()
            self._page.put(table(whole, alignments, self._page.room))


def _alignment(token: Token) -> Alignment:
    match token.attrGet("style"):
        case "text-align:right":
            return "right"
        case "text-align:center":
            return "center"
    return "left"


def _signs(tokens: Sequence[Token], at: int, depth: int) -> Iterator[str]:
    """What stands before the items of the list that opens at `at`, numbers aligned to the right."""
    opening = tokens[at]
    if opening.type == "bullet_list_open":
        return repeat(_BULLETS[depth % len(_BULLETS)] + " ")
    inside = takewhile(lambda token: token.level > opening.level, islice(tokens, at + 1, None))
    items = sum(
        token.type == "list_item_open" and token.level == opening.level + 1 for token in inside
    )
    first = int(opening.attrs.get("start", 1))
    digits = len(str(first + items - 1))
    return (f"{number:>{digits}}{opening.markup} " for number in count(first))
