"""Limits of rendered Markdown: it is never too wide, too slow or too long, and loses no word."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.style import Style

from confui.text import clean
from confui.widgets.detail.markdown import render_markdown


def plain(markdown: str, width: int = 40) -> list[str]:
    return [line.plain for line in render_markdown(markdown, width).lines]


@pytest.mark.parametrize(
    ("markdown", "note"),
    [
        ("word\n" * 13_108, "shortened: 2,000 of 13,108 lines"),
        ("\n".join(["x" * 1_000] * 100), "shortened: 65 of 100 lines"),
        ("x" * 70_000, "shortened: 0 of 1 lines"),
        ("word\n\n" * 600, "shortened: 1,000 of 1,199 lines"),
        ("- word\n" * 600, "shortened: 249 of 600 lines"),
        ("> one\n" * 2_001, "shortened: 2,000 of 2,001 lines"),
        ("```\n" + "a\n" * 3_000, "shortened: 2,000 of 3,001 lines"),
    ],
)
def test_a_text_that_is_too_long_is_shortened_and_the_last_line_says_so(
    markdown: str, note: str
) -> None:
    *_, gap, last = render_markdown(markdown, 60).lines
    assert (gap.plain, last.plain) == ("", note)
    assert [span.style for span in last.spans] == ["dim"]


@pytest.mark.parametrize("markdown", ["x\n" * 2_000, "x " * 32_768, "word\n\n" * 500])
def test_a_text_just_within_the_limits_is_shown_whole(markdown: str) -> None:
    assert " ".join(plain(markdown)).split() == markdown.split()


def test_a_table_cut_by_the_limit_keeps_its_complete_rows() -> None:
    rows = "|a|b|\n" * 400
    lines = plain("|h|i|\n|-|-|\n" + rows)
    assert lines[:3] == ["h │ i", "──┼──", "a │ b"]
    assert lines[-1].startswith("shortened: ")
    assert set(lines[2:-2]) == {"a │ b"}


def test_a_paragraph_too_long_to_parse_is_shown_as_written() -> None:
    assert plain("*a* " * 3_000)[0] == "*a* *a* *a* *a* *a* *a* *a* *a* *a* *a*"


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "`",
        "` ",
        "*a ",
        "_a ",
        "~~a ",
        "[a](",
        "http://a/(",
        "<a ",
        "<a>",
        "</p>",
        "> ",
        "- ",
    ],
)
def test_a_hundred_thousand_opening_signs_are_rendered(piece: str) -> None:
    one_paragraph = render_markdown(piece * 100_000, 50)
    assert one_paragraph.lines[-1].plain.startswith("shortened: ")
    paragraphs = render_markdown("\n\n".join([(piece * 100_000)[:8_000]] * 9), 50)
    assert paragraphs.lines[-1].plain.startswith("shortened: ")
    assert all(line.cell_length <= 50 for line in (*one_paragraph.lines, *paragraphs.lines))


@pytest.mark.parametrize("width", [10, 11, 20, 50])
@pytest.mark.parametrize(
    "markdown",
    [
        "> " * 45 + "deep",
        "- " * 45 + "deep",
        "1. " * 45 + "deep",
        "> - " * 20 + "deep",
        "> - " * 20 + "deep\n" + "> - " * 20 + "\n    ```\n    deep\n    ```",
    ],
)
def test_text_nested_deeper_than_the_page_is_wide_is_still_shown(markdown: str, width: int) -> None:
    rendered = render_markdown(markdown, width)
    assert any("deep" in line.plain for line in rendered.lines)
    assert all(line.cell_length <= width for line in rendered.lines)


def test_a_table_of_empty_columns_stays_within_the_page() -> None:
    markdown = "|" * 20 + "\n" + "|-" * 19 + "|\n" + "|" * 20
    assert all(line.cell_length <= 10 for line in render_markdown(markdown, 10).lines)


def test_the_parser_is_not_imported_before_the_first_description_with_markdown() -> None:
    code = """
import sys
from confui.schedule.models import Session
from confui.state.state import State
from confui.widgets.detail.description import describe

session = Session("a", "A", body="text")
describe(session, State(), 20, with_markdown=False)
assert "markdown_it" not in sys.modules
describe(session, State(), 20)
assert "markdown_it" in sys.modules
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Texts as they are in a conference: clean, with newlines as line ends.
any_text = st.text(max_size=300).map(lambda text: clean(text, multiline=True))
SIGNS = r"""# * ** _ ~~ ` ``` [ ] ( ) ![ ]( <br> < > | - + 1. 10) & &amp; &#27; \ http https ://
 https://a.example/x mailto: --- === : 👩 1️⃣ 会議 é […]"""
signs = st.sampled_from([*SIGNS.split(), "\n", "\n\n", "\u200d", "\ufe0f"])
marked_text = st.lists(st.one_of(signs, st.just(" "), st.text("ab\n ", max_size=4))).map("".join)


@given(st.one_of(any_text, marked_text), st.integers(10, 60))
def test_no_line_is_ever_wider_than_the_page(markdown: str, width: int) -> None:
    rendered = render_markdown(markdown, width)
    assert all(line.cell_length <= width for line in rendered.lines)
    assert all("\n" not in line.plain for line in rendered.lines)


@given(st.one_of(any_text, marked_text))
def test_every_link_has_a_label_a_url_and_a_place_to_click(markdown: str) -> None:
    rendered = render_markdown(markdown, 2_000)
    clicks = {
        span.style.meta["@click"]
        for line in rendered.lines
        for span in line.spans
        if isinstance(span.style, Style)
    }
    assert all(link.label and link.url for link in rendered.links)
    assert clicks == {f"follow_link({number})" for number in range(len(rendered.links))}


words = st.text("abcdefxyzéß会議", min_size=1, max_size=9)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3) -> list[str]:
    """Return lines of Markdown in which every word is shown as text."""
    kind = draw(st.sampled_from(["paragraph", "heading", "code", "list", "quote", "table"]))
    line = " ".join(draw(st.lists(words, min_size=1, max_size=12)))
    if kind == "paragraph" or depth == 0:
        sign = draw(st.sampled_from(["", "*", "**", "`", "~~"]))
        return [f"{sign}{line}{sign}"]
    if kind == "heading":
        return ["#" * draw(st.integers(1, 6)) + " " + line]
    if kind == "code":
        return ["```", line, "```"]
    if kind == "table":
        return [f"| {line} |", "| - |", f"| {line} |"]
    inside = [text for block in draw(st.lists(blocks(depth - 1), min_size=1, max_size=3))
              for text in (*block, "")]  # fmt: skip
    if kind == "quote":
        return [f"> {text}" for text in inside]
    sign = draw(st.sampled_from(["- ", "1. ", "10) "]))
    rest = " " * len(sign)
    return [(sign if index == 0 else rest) + text for index, text in enumerate(inside)]


NOT_TEXT = str.maketrans("", "", "•◦▪▌━─┼│0123456789.)# \n->*`~|")


@given(st.lists(blocks(), max_size=4), st.integers(10, 60))
def test_every_word_is_shown_in_order_within_the_page(
    document: list[list[str]], width: int
) -> None:
    markdown = "\n\n".join("\n".join(block) for block in document)
    lines = plain(markdown, width)
    # Words are compared without spaces, since a word longer than a line is broken.
    shown = "".join(lines).translate(NOT_TEXT)
    assert shown == markdown.translate(NOT_TEXT)
    assert all(Content(line).cell_length <= width for line in lines)


@given(st.lists(words, max_size=60), st.integers(10, 60))
def test_a_plain_paragraph_keeps_its_words_whole(paragraph: list[str], width: int) -> None:
    short = [word for word in paragraph if Content(word).cell_length <= width]
    assert " ".join(plain(" ".join(short), width)).split() == short


def test_the_bodies_of_a_real_conference_fit() -> None:
    talks = Path(__file__).parents[3].parent / "shared" / "conferences" / "djangocon-us-2017"
    bodies = [path.read_text(encoding="utf-8") for path in sorted(talks.rglob("*.md"))]
    if not bodies:
        pytest.skip("the shared conferences are not here")
    for body in bodies:
        text = clean(body.split("\n---\n", 1)[-1], multiline=True)
        for width in (30, 50, 76):
            lines = render_markdown(text, width).lines
            assert all(line.cell_length <= width for line in lines)
            assert not any("shortened:" in line.plain for line in lines)
