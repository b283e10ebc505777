import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from confui.sources.syntax.html_to_markdown import html_to_markdown_text
from confui.text import clean, is_clean

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """Return the words that a reader of Markdown sees, without white space."""
    text = unescape(re.sub(r"<[^>]*>", "", MARKDOWN.render(markdown)))
    return "".join(text.split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One.</p>\n<p>Two\nlines.</p>", "One.\n\nTwo lines."),
        ("<p>a<br>b<br/>c</p>", "a\\\nb\\\nc"),
        ("<p>a <b>b</b> <em> c </em></p>", "a **b**  *c*"),
        ("<h2>Plan</h2><hr>", "## Plan\n\n* * *"),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<p><a href='https://a.example/x'>x</a></p>", "[x](https://a.example/x)"),
        (
            '<p><a href="https://a.example/x?a=1&amp;b=(2)">x</a></p>',
            "[x](https://a.example/x?a=1&b=%282%29)",
        ),
        ("<p><a href='javascript:x'>x</a></p>", "x"),
        ("<p><code>a*b`c</code></p>", "``a*b`c``"),
        ("<pre><code>x *y*\n  z</code></pre>", "```\nx *y*\n  z\n```"),
        ("<p>x<script>alert(1)</script>y</p>", "xy"),
        ("<p>List<int> and <b>more</b></p>", "List\\<int> and **more**"),
        ("<p>2 &lt; 3 &amp;amp; 4</p>", "2 < 3 \\&amp; 4"),
        ("<p><img src='x' alt='A hill'></p>", "A hill"),
        ("<blockquote>Quoted</blockquote>", "> Quoted"),
        (
            "<p># no<br>- no<br>1. no<br>&gt; no<br>---</p>",
            "\\# no\\\n\\- no\\\n1\\. no\\\n\\> no\\\n\\---",
        ),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert html_to_markdown_text(html) == markdown


@pytest.mark.parametrize(
    "text",
    ["Plain *text*, 1 < 2 & 3.", "# Head\n\n- a\n- b", "`<p>x</p>` is HTML", "a vector<int> b", ""],
)
def test_text_without_html_is_unchanged(text: str) -> None:
    assert html_to_markdown_text(text) == text


@given(st.text())
def test_plain_text_in_html_never_becomes_markup(text: str) -> None:
    plain = clean(text)
    assert shown(html_to_markdown_text(f"<p>{escape(plain)}</p>")) == "".join(plain.split())


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<ul>",
            "</ul>",
            "<ol>",
            "<li>",
            "</li>",
            "<b>",
            "</b>",
            "<pre>",
            "</pre>",
        ),
        *("<a href='https://a.example/'>", "</a>", "<code>", "</code>", "<br>", "<h1>", "</h1>"),
        *("<script>", "</script>", "<x>", "<", ">", "&lt;", "&#27;", "`", "*", "word", " ", "\n"),
    ]
)


@given(st.lists(TAGS, max_size=30))
def test_any_tags_in_any_order_become_safe_text(tags: list[str]) -> None:
    assert is_clean(html_to_markdown_text("".join(tags)))


@pytest.mark.parametrize(
    "bomb",
    [
        "<p>" * 50_000,
        "<p><a href=" * 30_000,
        "<ul><li>" * 20_000,
        "<b>" * 50_000 + "</b>" * 50_000,
        "<!--" * 50_000 + "</p>",
        "<p>" + "`" * 100_000,
        "<p " * 50_000 + "</p>",
    ],
    ids=lambda bomb: str(bomb[:12]),
)
def test_a_hostile_text_takes_linear_time(bomb: str) -> None:
    html_to_markdown_text(bomb)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("One.\n\n            Two.\n              - a\n", "One.\n\nTwo.\n  - a"),
        ("One.\n\n    Two is text.\n\n    Three.", "One.\n\nTwo is text.\n\nThree."),
        ("Run this:\n\n    x = f(1)\n", "Run this:\n\n    x = f(1)"),
        ("Run this:\n\n    $ make\n", "Run this:\n\n    $ make"),
        ("One.\n\n        Two.\nThree.", "One.\n\n        Two.\nThree."),
        (r"One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;", "One & two"),
        ("Write &lt;b&gt;x&lt;/b&gt;", "Write &lt;b&gt;x&lt;/b&gt;"),
    ],
)
def test_what_the_exporting_program_added_is_removed(written: str, expected: str) -> None:
    assert html_to_markdown_text(written) == expected
