"""Links in Markdown: what is a link, what is only text, and what a click does."""

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from confui.schedule.models import Link
from confui.text import clean
from confui.widgets.detail.markdown import RenderedMarkdown, render_markdown


def click_of(text: str, rendered: RenderedMarkdown) -> list[str]:
    return [
        span.style.meta["@click"]
        for line in rendered.lines
        for span in line.spans
        if isinstance(span.style, Style) and line.plain[span.start : span.end] == text
    ]


@pytest.mark.parametrize(
    ("markdown", "label", "url"),
    [
        ("[the *site*](https://conf.example/a)", "the site", "https://conf.example/a"),
        ("<http://conf.example>", "http://conf.example", "http://conf.example"),
        ("[a][1]\n\n[1]: https://conf.example", "a", "https://conf.example"),
        ("[](https://conf.example)", "https://conf.example", "https://conf.example"),
        ("[![logo](x.png)](https://conf.example)", "[image: logo]", "https://conf.example"),
        ("**https://conf.example**", "https://conf.example", "https://conf.example"),
        ("see (https://conf.example/a).", "https://conf.example/a", "https://conf.example/a"),
        ("https://conf.example/a_(b), so", "https://conf.example/a_(b)", None),
        ("https://conf.example/__init__.py", "https://conf.example/__init__.py", None),
        ('<a href="https://conf.example/?a=1&amp;b=2">a</a>', "a", "https://conf.example/?a=1&b=2"),
        ("https://conf.example/?a=1&amp;b=2!", "https://conf.example/?a=1&b=2", None),
        ('"https://conf.example"', "https://conf.example", None),
    ],
)
def test_a_url_is_a_link(markdown: str, label: str, url: str | None) -> None:
    rendered = render_markdown(markdown, 60)
    assert rendered.links == (Link(label, url or label),)
    assert click_of(label, rendered) == ["follow_link(0)"]
    assert label in rendered.lines[0].plain


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[a](ms-msdt:b)", "a (ms-msdt:b)"),
        ("[a](javascript:b)", "[a](javascript:b)"),
        ("<a href='javascript:b'>a</a>", "a (javascript:b)"),
        ("<a href='https://b@conf.example'>a</a>", "a (https://b@conf.example)"),
        ("[a](file:///etc/hosts)", "[a](file:///etc/hosts)"),
        ("[a](../b)", "a (../b)"),
        ("[a](//conf.example)", "a (//conf.example)"),
        ("[a](https://b@conf.example)", "a (https://b@conf.example)"),
        ("[a]()", "a"),
        ("[ftp://a.example](ftp://a.example)", "ftp://a.example"),
        ("<post@conf.example>", "post@conf.example"),
        ("https://b@conf.example", "https://b@conf.example"),
        ("xhttps://conf.example", "xhttps://conf.example"),
        ("\\https://conf.example", "\\https://conf.example"),
        ("https://...", "https://..."),
        ("`https://conf.example`", "https://conf.example"),
    ],
)
def test_a_target_that_may_not_be_opened_is_shown_as_text(markdown: str, shown: str) -> None:
    rendered = render_markdown(markdown, 60)
    assert [line.plain for line in rendered.lines] == [shown]
    assert rendered.links == ()
    assert not any(isinstance(span.style, Style) for span in rendered.lines[0].spans)


def test_a_very_long_target_is_shown_shortened() -> None:
    rendered = render_markdown("[a](x:" + "b" * 5_000 + ")", 100)
    assert rendered.lines[0].plain == "a (x:" + "b" * 57 + "…)"


def test_a_url_too_long_for_a_browser_is_text() -> None:
    assert render_markdown("https://conf.example/" + "a" * 1_979, 50).links
    assert not render_markdown("https://conf.example/" + "a" * 1_980, 50).links


def test_a_url_inside_the_text_of_a_link_is_not_another_link() -> None:
    rendered = render_markdown("[at https://a.example now](https://b.example)", 60)
    assert rendered.links == (Link("at https://a.example now", "https://b.example"),)


def test_links_are_numbered_from_the_given_first_number() -> None:
    rendered = render_markdown(
        "[a](https://a.example)\n\n- [b](https://b.example)", 40, first_link=7
    )
    assert click_of("a", rendered) == ["follow_link(7)"]
    assert click_of("b", rendered) == ["follow_link(8)"]
    assert [link.label for link in rendered.links] == ["a", "b"]


def test_a_link_that_wraps_can_be_clicked_on_every_line() -> None:
    rendered = render_markdown("[one two three](https://conf.example)", 10)
    assert click_of("one two", rendered) == click_of("three", rendered) == ["follow_link(0)"]


@pytest.mark.parametrize("text", ["[/nope]", "[@click=app.quit]x[/]", "list[int]", "[b]x[/b]"])
def test_console_markup_is_text(text: str) -> None:
    rendered = render_markdown(f"{text}\n\n# {text}\n\n`{text}`\n\n|{text}|\n|-|", 40)
    assert sum(line.plain == text for line in rendered.lines) == 4
    assert not any(isinstance(span.style, Style) for line in rendered.lines for span in line.spans)


@pytest.mark.parametrize(
    "markdown",
    [
        "a&#x202e;b",
        "a&rlm;b",
        "`a` &#8203;",
        "[a&#x2066;b](https://conf.example)",
        "<https://conf.example/%1b[2J>",
        "<https://conf.example/%E2%80%AE>",
        "[a](x:%1b[2J)",
        "|&#x202e;|\n|-|",
    ],
)
def test_entities_and_percent_signs_cannot_produce_dangerous_characters(markdown: str) -> None:
    rendered = render_markdown(markdown, 60)
    for text in [
        *(line.plain for line in rendered.lines),
        *(link.label for link in rendered.links),
    ]:
        assert clean(text, multiline=True) == text


class Pane(ScrollView):
    """Draws lines as the detail pane does."""

    def __init__(self, lines: tuple[Content, ...]) -> None:
        super().__init__()
        self._content = lines
        self.followed: list[int] = []

    def on_mount(self) -> None:
        self.virtual_size = Size(40, len(self._content))

    def render_line(self, y: int) -> Strip:
        return Strip(self._content[y].render_segments(self.visual_style) if y == 0 else [])

    def action_follow_link(self, number: int) -> None:
        self.followed.append(number)


class PaneScreen(Screen[None]):
    def __init__(self, lines: tuple[Content, ...]) -> None:
        super().__init__()
        self.pane = Pane(lines)

    def compose(self) -> ComposeResult:
        yield self.pane


async def test_a_click_on_a_link_follows_it() -> None:
    screen = PaneScreen(render_markdown("at [a](https://conf.example)", 40, first_link=3).lines)
    app: App[None] = App()
    async with app.run_test(size=(40, 5)) as pilot:
        await app.push_screen(screen)
        await pilot.click(offset=(0, 0))
        assert screen.pane.followed == []
        await pilot.click(offset=(3, 0))
        assert screen.pane.followed == [3]


@pytest.mark.parametrize("markdown", ["# a", "`a`", "[a](https://conf.example)", "> a"])
async def test_a_change_of_theme_recolours_rendered_lines(markdown: str) -> None:
    screen = PaneScreen(render_markdown(markdown, 40).lines)
    app: App[None] = App()
    async with app.run_test(size=(40, 5)) as pilot:
        await app.push_screen(screen)
        colours = []
        for theme in ("textual-dark", "textual-light"):
            app.theme = theme
            await pilot.pause()
            colours.append(screen.get_style_at(0, 0).color)
        assert colours[0] != colours[1]
        assert screen.pane.visual_style.rich_style.color not in colours
