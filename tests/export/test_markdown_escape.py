"""Escaping untrusted text for Markdown costs in proportion, whatever the text is."""

import pytest
from markdown_it import MarkdownIt

from confui.export.markdown_escape import escape_markdown_text, markdown_quotation
from tests.examples import short_or_long
from tests.ratios import ratio

SIZE = 64 * 1024
ORDINARY = ("Deep learning with *queries*, [rivers](https://a.example) and `maps`.\n" * 900)[:SIZE]
"""An abstract without HTML, which is not parsed."""

HOSTILE = ["[", "![", "[a](", "<", "<!--", "**a*", "`", "_a ", "- [", "> [", "\\", "[]()", "&amp;"]


def filled(piece: str, size: int = SIZE, *, paragraphs: int = 1) -> str:
    """Return a text of about `size` characters that repeats a piece, and has a `<` at its end."""
    length = size // paragraphs // len(piece)
    return "\n\n".join([piece * length] * paragraphs) + "<b>"


def parse_with_html(text: str) -> set[str]:
    tokens = MarkdownIt("commonmark").parse(markdown_quotation(text))
    return {child.type for token in tokens for child in (token, *(token.children or ()))}


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("paragraphs", [1, 9, 600])
def test_a_hostile_abstract_costs_no_more_than_parsing_an_ordinary_one_a_few_times(
    piece: str, paragraphs: int
) -> None:
    text = filled(piece, SIZE - 2_000, paragraphs=paragraphs)
    few, share = 12, 8
    parser, ordinary = MarkdownIt("commonmark"), ORDINARY[: SIZE // share]
    cost = ratio(
        lambda: markdown_quotation(text), lambda: parser.parse(ordinary), enough=few * share
    )
    assert cost <= few * share


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("paragraphs", [1, 8, 64])
def test_html_after_a_hostile_text_is_escaped(piece: str, paragraphs: int) -> None:
    text = filled(piece, short_or_long(9, 16) * 1024, paragraphs=paragraphs)
    assert not parse_with_html(text) & {"html_block", "html_inline"}


def test_only_code_of_an_ordinary_length_keeps_its_angle_brackets() -> None:
    code = "```\n" + "a < b\n" * 100 + "```"
    assert "a < b" in markdown_quotation(code)
    assert "a &lt; b" in markdown_quotation(code + "\n\n" + "word " * SIZE)


def test_a_hostile_title_costs_no_more_than_an_ordinary_one() -> None:
    few = 10
    cost = ratio(
        lambda: escape_markdown_text("[_&" * (SIZE // 3)),
        lambda: escape_markdown_text(ORDINARY),
        enough=few,
    )
    assert cost <= few
