"""A session on a terminal, wrapped and with its Markdown rendered; to import Rich takes 100 ms."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

from confui.export.session_plain_text import list_people
from confui.schedule.models import Session
from confui.schedule.session_text import session_markdown

_LEAST_WIDTH = 20
_WIDEST_TEXT = 100
"""Cells. Longer lines are hard to read."""
_CODE_INDENT = (0, 0, 0, 4)

_THEME = Theme(
    {
        "markdown.code": "cyan",
        "markdown.code_block": "cyan",
        "markdown.h1": "bold",
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.block_quote": "dim",
        "markdown.link": "none",
        "markdown.link_url": "underline",
    }
)
"""Without backgrounds, and with colours that are legible on light and dark ones."""


class _LeftHeading(Heading):
    """A heading where lines begin, as on the screen."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.text


class _PlainCode(CodeBlock):
    """Code in one colour: what colours its words would have is made for one background."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = Text(str(self.text).rstrip(), "markdown.code_block", overflow="fold")
        yield Padding(code, _CODE_INDENT, expand=False)


class _SessionMarkdown(Markdown):
    elements = {  # noqa: RUF012 -- Rich has no ClassVar there either
        **Markdown.elements,
        "heading_open": _LeftHeading,
        "fence": _PlainCode,
        "code_block": _PlainCode,
    }


def print_rendered(session: Session, facts: Iterable[str], width: int, *, color: bool) -> None:
    """Print a session on standard output.

    Args:
        session: The session.
        facts: The lines above its text, the title first.
        width: The width of the terminal in cells.
        color: Whether to print colours.
    """
    console = Console(
        width=max(_LEAST_WIDTH, min(width, _WIDEST_TEXT)),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        theme=_THEME,
    )
    title, *others = facts
    console.print(Text(title, style="bold"))
    for fact in others:
        console.print(Text(fact), overflow="fold")
    if text := session_markdown(session):
        console.print()
        console.print(_SessionMarkdown(text, hyperlinks=False))
    for name, links, bio in list_people(session):
        console.print()
        console.print(Text(name, style="bold"))
        for link in links:
            console.print(Text(link), overflow="fold")
        if bio:
            console.print(_SessionMarkdown(bio, hyperlinks=False))
