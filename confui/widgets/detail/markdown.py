"""Markdown as lines for a terminal: styled, wrapped, with hanging indents.

It is rendered to lines and not to widgets: mounting a widget for each block takes hundreds of
milliseconds, rendering a body about one, and the pane draws only the lines that are visible.

Colours are theme tokens, resolved when a line is drawn, so a new theme needs no new rendering. No
information is in a colour alone; there is an attribute or a sign as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count, islice, repeat, takewhile
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content

from confui.schedule.models import Link
from confui.widgets.base.truncation import wrap_content
from confui.widgets.detail.markdown_inline import ParagraphBuilder, parse_bare_url, parse_tag
from confui.widgets.detail.markdown_page import MIN_WIDTH, SIGN_STYLE, Page
from confui.widgets.detail.markdown_table import Alignment, render_table
from confui.widgets.detail.markdown_tags import CODE_STYLE

_MAX_CHARACTERS = 64 * 1024
_MAX_LINES = 2_000
_MAX_BLOCKS = 500
_MAX_PARAGRAPH = 8 * 1024
"""Characters. The parser takes time by the square of the unclosed emphasis in a paragraph."""
_MAX_BLOCK_DEPTH = 100
"""Levels of quotes and lists (a list counts twice); the parser drops what is deeper."""
_MAX_INLINE_DEPTH = 8
"""Levels of brackets in a paragraph; deeper ones are text. Unclosed ones take time by level."""

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
"""Style and underline of each level. All six differ without colour too."""


class RenderedMarkdown(NamedTuple):
    """Markdown as lines, with its links."""

    lines: tuple[Content, ...]
    """Each at most as wide as requested."""
    links: tuple[Link, ...]
    """The links that can be opened, in the order of the text. A label is the text shown."""


def render_markdown(
    markdown: str, width: int, *, first_link: int = 0, rows: int = 0
) -> RenderedMarkdown:
    """Return `markdown` (CommonMark with tables and strikethrough) wrapped to `width` cells.

    A click on the n-th link runs the action `follow_link(first_link + n)`. Only what
    `safe_url` lets pass is a link; any other target is shown in brackets after its text. Of tags of
    HTML their text is shown, in the same style; console markup is plain text. Long lines of code
    are wrapped.

    Never raises. Beyond 64 Ki characters, 2,000 lines or 500 blocks the rest is left out, and the
    last line says so. A paragraph over 8 Ki characters is shown as it was written.

    Args:
        markdown: A text that `text.clean` has returned.
        width: Cells; less than 10 counts as 10.
        first_link: The number of the first link.
        rows: After more lines than so many the rest may be left out; 0 for all.
    """
    text = _shorten(markdown)
    env: dict[str, object] = {}
    tokens: list[Token] = []
    _block_parser().block.parse(text, _block_parser(), env, tokens)
    shown_tokens, shown_lines = _first_blocks(tokens, text.count("\n"))
    page = Page(max(width, MIN_WIDTH))
    links: list[Link] = []
    _Renderer(page, links, first_link, env).render(shown_tokens, rows)
    if len(shown_tokens) < len(tokens) or len(text) < len(markdown):
        total = len(markdown.rstrip("\n").split("\n"))
        page.add_note(f"shortened: {shown_lines:,} of {total:,} lines")
    return RenderedMarkdown(tuple(page.lines), tuple(links))


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_BLOCK_DEPTH})
    return parser.enable("table")


@cache
def _inline_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_INLINE_DEPTH})
    parser.inline.ruler.push("bare_url", parse_bare_url)
    parser.inline.ruler.push("tag", parse_tag)
    return parser.enable("strikethrough")


def _shorten(markdown: str) -> str:
    """Return the lines within the limits, or the beginning of a first line that is too long."""
    if len(markdown) <= _MAX_CHARACTERS and markdown.count("\n") < _MAX_LINES:
        return markdown
    text = markdown[:_MAX_CHARACTERS]
    whole = text if len(text) == len(markdown) else text[: text.rfind("\n") + 1]
    return "".join(whole.splitlines(keepends=True)[:_MAX_LINES]) or text


def _first_blocks(tokens: Sequence[Token], lines: int) -> tuple[Sequence[Token], int]:
    """Return the tokens within the limit on blocks, and how many of the `lines` they cover."""
    blocks = 0
    line = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        blocks += token.nesting >= 0 and token.type != "inline"
        if blocks > _MAX_BLOCKS:
            return tokens[:index], line
    return tokens, lines


class _Renderer:
    """Adds Markdown blocks to a page."""

    def __init__(
        self, page: Page, links: list[Link], first_link: int, env: dict[str, object]
    ) -> None:
        self._page = page
        self._links = links
        self._first_link = first_link
        self._env = env
        self._signs: list[Iterator[str]] = []
        """For each open list, the signs of its next items."""

    def render(self, tokens: Sequence[Token], rows: int) -> None:
        """Add the blocks of `tokens` to the page, until it has more than so many lines; 0 for all.

        The last block may be incomplete.
        """
        page = self._page
        heading = ""
        blocks = enumerate(tokens)
        for index, token in blocks:
            if 0 < rows < len(page.lines):
                return
            match token.type:
                case "heading_open":
                    page.add_gap()
                    heading = token.tag
                case "heading_close":
                    heading = ""
                case "paragraph_open" if not token.hidden:
                    page.add_gap()
                case "inline" if heading:
                    self._heading(token, heading)
                case "inline":
                    page.add_lines(wrap_content(self._content(token), page.text_width))
                case "bullet_list_open" | "ordered_list_open":
                    if not self._signs:
                        page.add_gap()
                    self._signs.append(_signs(tokens, index, len(self._signs)))
                case "bullet_list_close" | "ordered_list_close":
                    self._signs.pop()
                case "list_item_open":
                    sign = next(self._signs[-1])
                    page.open_container(sign, " " * len(sign))
                case "blockquote_open":
                    page.add_gap()
                    page.open_container(_QUOTE, _QUOTE)
                case "list_item_close" | "blockquote_close":
                    page.close_container()
                case "fence" | "code_block":
                    self._code(token)
                case "hr":
                    page.add_gap()
                    page.add_lines([Content.styled("─" * page.text_width, "dim")])
                case "table_open":
                    inside = takewhile(lambda block: block[1].type != "table_close", blocks)
                    self._table(token for _, token in inside)

    def _content(self, token: Token) -> Content:
        if len(token.content) > _MAX_PARAGRAPH:
            return Content(token.content)
        parsed: list[Token] = []
        _inline_parser().inline.parse(token.content, _inline_parser(), self._env, parsed)
        return ParagraphBuilder(self._links, self._first_link).build(parsed)

    def _heading(self, token: Token, level: str) -> None:
        style, underline = _HEADINGS[level]
        content = self._content(token).stylize_before(style)
        lines = wrap_content(content, self._page.text_width)
        self._page.add_lines(lines)
        if underline:
            longest = max(line.cell_length for line in lines)
            self._page.add_lines([Content.styled(underline * longest, SIGN_STYLE)])

    def _code(self, token: Token) -> None:
        page = self._page
        page.add_gap()
        page.open_container("  ", "  ")
        for line in token.content.removesuffix("\n").split("\n"):
            page.add_lines(wrap_content(Content.styled(line, CODE_STYLE), page.text_width))
        page.close_container()

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
        # If the limit on blocks cut the table, its last row lacks cells.
        complete = [row for row in rows if len(row) == len(alignments)]
        if complete:
            self._page.add_gap()
            self._page.add_lines(render_table(complete, alignments, self._page.text_width))


def _alignment(token: Token) -> Alignment:
    match token.attrGet("style"):
        case "text-align:right":
            return "right"
        case "text-align:center":
            return "center"
    return "left"


def _signs(tokens: Sequence[Token], at: int, depth: int) -> Iterator[str]:
    """Yield bullets, or numbers aligned to the right, for the list that opens at index `at`."""
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
