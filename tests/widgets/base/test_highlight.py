"""Words of the query, highlighted in text and in wrapped lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from confui.schedule.query.parser import parse
from confui.widgets.base.highlight import MATCH_STYLE, highlight, highlight_lines

PLAIN, MARKED = Style(bold=True), Style(underline=True)


def marked(text: str, query: str) -> list[str]:
    """Return the highlighted pieces of a text."""
    segments = highlight(text, PLAIN, MARKED, parse(query).query)
    assert "".join(segment.text for segment in segments) == text
    return [segment.text for segment in segments if segment.style != PLAIN]


def marked_lines(*lines: str, query: str) -> list[list[str]]:
    """Return the highlighted pieces of each line."""
    contents = tuple(Content(line) for line in lines)
    result = highlight_lines(contents, parse(query).query)
    assert [line.plain for line in result] == list(lines)
    return [
        [line.plain[span.start : span.end] for span in line.spans if span.style == MATCH_STYLE]
        for line in result
    ]


@pytest.mark.parametrize(
    ("text", "query", "pieces"),
    [
        ("Small Maps for Big Forests", "maps", ["Maps"]),
        ("Small Maps for Big Forests", "MAP forest", ["Map", "Forest"]),
        ("Café culture, cafe society", "cafe", ["Café", "cafe"]),
        ("Zoë Brandão", "brandao zoe", ["Zoë", "Brandão"]),
        ("banana", "ban nan", ["ban"]),
        ("list[int] [bold]x[/]", "[bold]", ["[bold]"]),
        ("Small  Maps", '"small maps"', ["Small  Maps"]),
        ("Small Maps", '"maps small"', []),
        ("🐝 zwölf Körbe 🐝", "korbe", ["Körbe"]),
        ("a b c", "a", []),
        ("Small Maps", "-maps", []),
        ("Aurora Hall", "room:aurora", []),
        ("Small Maps", "", []),
        ("", "maps", []),
    ],
)
def test_words_of_the_query_are_highlighted(text: str, query: str, pieces: list[str]) -> None:
    assert marked(text, query) == pieces


def test_the_highlight_is_added_to_the_style_of_the_text() -> None:
    first, second, last = highlight("Small Maps!", PLAIN, MARKED, parse("maps").query)
    assert first == Segment("Small ", PLAIN)
    assert second == Segment("Maps", PLAIN + MARKED)
    assert last == Segment("!", PLAIN)


def test_without_words_in_the_query_the_text_is_one_segment() -> None:
    assert highlight("Small Maps", PLAIN, MARKED, parse("room:x -maps").query) == [
        Segment("Small Maps", PLAIN)
    ]


def test_lines_without_a_match_are_returned_as_the_same_objects() -> None:
    lines = (Content("Small"), Content("Maps"))
    assert highlight_lines(lines, parse("day:sat").query) is lines
    result = highlight_lines(lines, parse("maps").query)
    assert result[0] is lines[0], "so that only changed lines are repainted"


def test_a_phrase_is_highlighted_across_a_line_break() -> None:
    assert marked_lines("two small", "maps of", "maps", query='"small maps"') == [
        *(["small"], ["maps"], [])
    ]
    assert marked_lines("a small", "", "map", query='"small map"') == [["small"], [], ["map"]]


def test_a_phrase_over_three_lines_is_highlighted_on_each() -> None:
    assert marked_lines("big", "small", "maps", query='"big small maps"') == [
        *(["big"], ["small"], ["maps"])
    ]


def test_several_words_on_a_line_are_each_highlighted() -> None:
    assert marked_lines("maps and maps", "map", query="maps and") == [["maps", "and", "maps"], []]


def test_no_lines_give_no_lines() -> None:
    assert highlight_lines((), parse("maps").query) == ()


@given(
    st.lists(st.text(st.sampled_from("abé ŉßİ\u0301ﬁ🐝"), max_size=12), max_size=6),
    st.sampled_from(["ab", "é", "fi ss", '"a b"', "İ", "ŉ", "b é"]),
)
def test_highlighting_never_changes_the_text(lines: list[str], query: str) -> None:
    marked_lines(*lines, query=query)
    for line in lines:
        marked(line, query)
