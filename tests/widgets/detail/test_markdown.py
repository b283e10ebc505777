"""How each construct of Markdown is rendered as lines."""

import pytest

from confui.widgets.detail.markdown import RenderedMarkdown, render_markdown
from confui.widgets.detail.markdown_table import fit_columns


def plain(markdown: str, width: int = 40) -> list[str]:
    return [line.plain for line in render_markdown(markdown, width).lines]


def styles_of(text: str, rendered: RenderedMarkdown) -> str:
    """Return the styles of exactly `text`, on any line."""
    return " ".join(
        span.style
        for line in rendered.lines
        for span in line.spans
        if isinstance(span.style, str) and line.plain[span.start : span.end] == text
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("one\ntwo", ["one two"], id="a soft break is a space"),
        pytest.param("one\\\ntwo  \nthree", ["one", "two", "three"], id="hard breaks"),
        pytest.param("one<br>two<BR />three", ["one", "two", "three"], id="br breaks the line"),
        pytest.param("one\n\n\n\ntwo", ["one", "", "two"], id="paragraphs are set apart"),
        pytest.param("# One", ["One", "━━━"], id="first level"),
        pytest.param("## One\ntext", ["One", "───", "", "text"], id="second level"),
        pytest.param("### One", ["One"], id="third level"),
        pytest.param("one\n\n---", ["one", "", "─" * 20], id="a rule is as wide as the page"),
        pytest.param(
            "- a\n  - b\n    - c\n      - d",
            ["• a", "  ◦ b", "    ▪ c", "      • d"],
            id="bullets by level",
        ),
        pytest.param("- a\n\n- b", ["• a", "", "• b"], id="a loose list stays loose"),
        pytest.param("- a\n-\n- b", ["• a", "• ", "• b"], id="an empty item shows its bullet"),
        pytest.param("9. a\n1. b", [" 9. a", "10. b"], id="numbers count on and align"),
        pytest.param("3) a", ["3) a"], id="the list says how its numbers end"),
        pytest.param("1. a\n   - b\n2. c", ["1. a", "   ◦ b", "2. c"], id="lists in lists"),
        pytest.param(
            "1. a\n" + "   1. b\n" * 10,
            ["1. a", *[f"   {number:>2}. b" for number in range(1, 11)]],
            id="inner numbers do not widen outer ones",
        ),
        pytest.param("> one\n>\n> two", ["▌ one", "▌", "▌ two"], id="a quote has a bar"),
        pytest.param("> - a\n>   > b", ["▌ • a", "▌", "▌   ▌ b"], id="quotes and lists nest"),
        pytest.param("one\n\n> two", ["one", "", "▌ two"], id="the gap before a quote has no bar"),
        pytest.param("> one\n\ntwo", ["▌ one", "", "two"], id="the gap after a quote has no bar"),
        pytest.param(
            "```py\nif a:\n\n    b  = 1\n```\n",
            ["  if a:", "  ", "      b  = 1"],
            id="code keeps its lines and spaces",
        ),
        pytest.param("    a\n     b", ["  a", "   b"], id="indented code"),
        pytest.param("*a* **b** ~~c~~ `d  e`", ["a b c d  e"], id="emphasis leaves no signs"),
        pytest.param("![a hall](x.png)", ["[image: a hall]"], id="an image is its text"),
        pytest.param("![](x.png)", ["[image]"], id="an image without text"),
        pytest.param("<b>a</b> & &lt;i&gt;", ["a & <i>"], id="of HTML in a line the text is shown"),
        pytest.param("<div>\na\n</div>", ["a"], id="of an HTML block the text is shown"),
        pytest.param("<p>a</p>\n<p>b", ["a", "", "b"], id="HTML paragraphs are apart"),
        pytest.param("<ul>\n<li>a\n<li>b</ul>c", ["• a", "• b", "c"], id="an HTML list"),
        pytest.param("a<br>b<BR />c", ["a", "b", "c"], id="a line break of HTML"),
        pytest.param("<pre>\na\nb</pre>", ["a", "b"], id="HTML code keeps its lines"),
        pytest.param("Vec<u8> List<T> <b c", ["Vec<u8> List<T> <b c"], id="other brackets stay"),
        pytest.param("a <i> b</u>", ["a <i> b"], id="a tag that nothing closes stays"),
        pytest.param("<script>a()</script>", ["<script>a()</script>"], id="a script is text"),
    ],
)
def test_each_construct_is_rendered(markdown: str, expected: list[str]) -> None:
    assert plain(markdown, 20) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("- one two three four", ["• one two", "  three four"]),
        ("- a\n  - one two three", ["• a", "  ◦ one two", "    three"]),
        ("10. one two three", ["10. one two", "    three"]),
        ("> one two three four", ["▌ one two", "▌ three four"]),
        ("```\none two three four\n```", ["  one two", "  three four"]),
        ("# one two three four", ["one two", "three four", "━━━━━━━━━━"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
        ("会議会議会議会議", ["会議会議会議", "会議"]),
    ],
)
def test_long_text_is_wrapped_with_a_hanging_indent(markdown: str, expected: list[str]) -> None:
    assert plain(markdown, 12) == expected


@pytest.mark.parametrize("width", [-3, 0, 1, 9, 10])
def test_a_width_below_ten_counts_as_ten(width: int) -> None:
    assert plain("abcdefghijkl", width) == ["abcdefghij", "kl"]


@pytest.mark.parametrize(
    ("markdown", "text", "style"),
    [
        ("a *b* c", "b", "italic"),
        ("a **b** c", "b", "bold"),
        ("a ~~b~~ c", "b", "strike"),
        ("a `b` c", "b", "$text-warning"),
        ("```\nb\n```", "b", "$text-warning"),
        ("[b](https://conf.example)", "b", "underline $text-accent"),
        ("a\n<strong>b</strong> c", "b", "bold"),
        ("a <code>b</code> c", "b", "$text-warning"),
        ('a\n<a href="https://conf.example">b</a>', "b", "underline $text-accent"),
        ("> x", "▌ ", "$text-secondary"),
        ("|b|\n|-|\n|x|", "b", "bold"),
    ],
)
def test_marked_up_text_has_a_style(markdown: str, text: str, style: str) -> None:
    assert styles_of(text, render_markdown(markdown, 40)) == style


def test_every_level_of_heading_differs_without_colour() -> None:
    looks = []
    for level in range(1, 7):
        rendered = render_markdown("#" * level + " Title", 40)
        words = styles_of("Title", rendered).split()
        attributes = tuple(word for word in words if not word.startswith("$"))
        looks.append((attributes, *(line.plain for line in rendered.lines)))
    assert len(set(looks)) == 6
    assert all(attributes for attributes, *_ in looks)


def test_emphasis_that_wraps_is_styled_on_every_line() -> None:
    rendered = render_markdown("**one two three**", 10)
    assert styles_of("one two", rendered) == "bold"
    assert styles_of("three", rendered) == "bold"


TABLE = "| level | talk |\n|:-:|--:|\n| `all` | **Trees** |\n| b | 会議 |\n"


def test_a_table_is_as_wide_as_its_cells_and_aligned() -> None:
    assert plain(TABLE) == [
        "level │  talk",
        "──────┼──────",
        " all  │ Trees",
        "  b   │  会議",
    ]


def test_the_widest_column_wraps_first() -> None:
    assert plain("|a|b|\n|-|-|\n|short|one two three four|", 18) == [
        "a     │ b",
        "──────┼───────────",
        "short │ one two",
        "      │ three four",
    ]


def test_a_table_too_narrow_for_columns_is_a_list() -> None:
    markdown = "|room|talk|level|\n|-|-|-|\n|Ballroom|Forests|beginner|\n|Library|Rivers||"
    assert plain(markdown, 20) == [
        "room: Ballroom",
        "talk: Forests",
        "level: beginner",
        "",
        "room: Library",
        "talk: Rivers",
        "level: ",
    ]


def test_a_table_in_a_list_keeps_the_indent() -> None:
    assert plain("- one\n\n  |a|b|\n  |-|-|\n  |c|d|") == [
        "• one",
        "",
        "  a │ b",
        "  ──┼──",
        "  c │ d",
    ]


@pytest.mark.parametrize(
    ("natural", "available", "widths"),
    [
        ([3, 4], 20, [3, 4]),
        ([3, 40], 20, [3, 17]),
        ([40, 40], 21, [10, 11]),
        ([0, 5], 3, [0, 3]),
        ([5, 5], -2, [0, 0]),
    ],
)
def test_columns_share_the_available_width(
    natural: list[int], available: int, widths: list[int]
) -> None:
    assert fit_columns(natural, available) == widths
