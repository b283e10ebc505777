from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from confui.export.sessions_markdown import as_markdown
from confui.schedule import wording
from confui.schedule.models import EndSource, Kind, Level, Session, Speaker
from tests.export.marks import marked

TALK = Session(
    id="talks/snow.md",
    title="Snow",
    subtitle="and ice",
    start=datetime(2031, 5, 17, 9, 5),
    end=datetime(2031, 5, 17, 9, 50),
    end_source=EndSource.INFERRED,
    day=date(2031, 5, 17),
    rooms=("Aurora Hall",),
    level=Level.BEGINNER,
    speakers=(Speaker("inga", "Inga Frost"), Speaker("odd", "Odd Hale")),
    abstract="Flakes.\n\n- *cold*\n- white",
    body="# Outline",
    video=("https://video.example.org/1",),
    slides=("https://slides.example.org/1",),
)
LUNCH = Session(
    id="lunch.md",
    title="Lunch",
    kind=Kind.MEAL,
    start=datetime(2031, 5, 18, 12, 0),
    day=date(2031, 5, 18),
    whole_venue=True,
)
LOOSE = Session(id="loose.md", title="Loose", body="Any time.")

LINE = st.text(st.characters(exclude_categories=["C"]))
MARKS = st.text("\\`*_[]<>#|~&;!()-+=1.: \tabé", max_size=30)


def parsed(markdown: str) -> list[Token]:
    """Return the tokens of CommonMark with the tables and strikethrough that GitHub adds."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def inside(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens and what is within their lines."""
    for token in tokens:
        yield token
        yield from inside(token.children or [])


def outline(markdown: str) -> list[str]:
    """Return the blocks that are in no other, by their tag."""
    return [t.tag for t in parsed(markdown) if t.level == 0 and t.nesting >= 0]


def words(line: Token) -> str:
    """Return the text of a line in which nothing but text is."""
    children = line.children or []
    assert {child.type for child in children} <= {"text"}
    return "".join(child.content for child in children)


def quoting(abstract: str) -> str:
    """Return the Markdown of a session with an abstract and of one after it."""
    return as_markdown("PyNorth", [Session(id="a", title="A", abstract=abstract), LUNCH], {})


def test_a_day_is_a_heading_over_its_sessions() -> None:
    assert as_markdown("PyNorth 2031", [TALK, LUNCH, LOOSE], marked(LUNCH)).splitlines() == [
        "# PyNorth 2031",
        "",
        "## Saturday, 17 May 2031",
        "",
        "### Snow",
        "",
        "*and ice*",
        "",
        "09:05 – ~09:50 · ◆ Beginner · Aurora Hall · Inga Frost, Odd Hale · "
        "[video](https://video.example.org/1) · [slides](https://slides.example.org/1)",
        "",
        "> Flakes.",
        ">",
        "> - *cold*",
        "> - white",
        "",
        "## Sunday, 18 May 2031",
        "",
        "### Lunch ★",
        "",
        "12:00 · whole venue",
        "",
        "## Unscheduled",
        "",
        "### Loose",
        "",
        "Unscheduled · no room",
        "",
        "> Any time.",
    ]


def test_without_sessions_the_text_is_empty() -> None:
    assert as_markdown("PyNorth 2031", [], {}) == ""


@pytest.mark.parametrize(
    "title",
    [
        *("[x]", "[x](https://a.example.org)", "*snow*", "__init__", "# 1", "C#", "ice #", "a | b"),
        *("`snow`", "<html>", "<!-- snow", "</h3>", "&amp; &#35; & ice", "~~snow~~", "\\", "\\*"),
        *("![x](y)", "1. Snow", "- snow", "---", "> snow", "<https://a.example.org>", "a_b_c _d_"),
    ],
)
def test_markdown_in_a_title_is_escaped(title: str) -> None:
    tokens = parsed(as_markdown(title, [Session(id="a", title=title)], {}))
    assert [words(line) for line in tokens if line.type == "inline"][::2] == [title, title]


@given(LINE | MARKS, LINE | MARKS)
def test_any_title_name_and_room_displays_as_written(title: str, name: str) -> None:
    person = Speaker("a", name)
    session = Session(id="a", title=title, subtitle=name, rooms=(title,), speakers=(person,))
    markdown = as_markdown(title, [session], {})
    lines = [line for line in parsed(markdown) if line.type == "inline"]
    facts = ["Unscheduled", wording.room_names(session), name]
    title, name, *facts = (" ".join(text.split()) for text in (title, name, *facts))
    if name:
        subtitle = lines.pop(3).children or []
        assert [token.type for token in subtitle[::2]] == ["em_open", "em_close"]
        assert subtitle[1].content == name
    shown = " · ".join(filter(None, facts))
    assert list(map(words, lines)) == [title, "Unscheduled", title, shown]


def test_a_word_with_underscores_or_colons_stays_readable() -> None:
    assert "### select_related :zap:" in as_markdown(
        "PyNorth", [Session(id="a", title="select_related :zap:")], {}
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example.org/snow_(ice)",
        "https://a.example.org/snow)",
        "https://a.example.org/((",
        "https://a.example.org/?a=1&copy;=2&b=`*_[x](y)",
        'https://a.example.org/"snow"',
        "https://[::1]/snow",
    ],
)
def test_a_link_has_the_url_of_the_schedule(url: str) -> None:
    session = Session(id="a", title="A", video=(url, url), slides=(url,))
    markdown = as_markdown("PyNorth", [session], {})
    links = [t.attrs["href"] for t in inside(parsed(markdown)) if t.type == "link_open"]
    assert links == [MarkdownIt().normalizeLink(url)] * 3


BREAKING = [
    *(
        "# Snow",
        "Snow\n===",
        "Snow\n---",
        "```\nnever closed",
        "~~~\n# a",
        "    code",
        "- a\n\n  b",
    ),
    *("<div>", "<!-- never closed", "</blockquote>\n# Snow", "<script>\n\n", "a <b> c", "`<b>"),
    *("\\<b>", "\\\\<b>", "<pre>\n\n```\n<b>", "<!-- x -->\n    <b>", "1. a\n\n\n\n# b", "> > a"),
    *("a\rb\r\n# c", "> " * 50 + "<b>", "- " * 50 + "<b>", "<https://a`b> <b>`", "```\n\tx\n```"),
]


@pytest.mark.parametrize("abstract", BREAKING)
def test_an_abstract_stays_in_its_quotation(abstract: str) -> None:
    assert outline(quoting(abstract)) == outline(quoting("Snow."))


@pytest.mark.parametrize("abstract", BREAKING)
def test_an_abstract_contains_no_html(abstract: str) -> None:
    types = {token.type for token in inside(parsed(quoting(abstract)))}
    assert not types & {"html_block", "html_inline"}


@given(st.text() | st.text("\\`*_[]<>#|~&;!()-+=/b: \t\n"))
def test_any_abstract_stays_in_its_quotation(abstract: str) -> None:
    markdown = quoting(abstract)
    quotation = [tag for tag in ["blockquote"] if abstract.strip()]
    assert outline(markdown) == ["h1", "h2", "h3", "p", *quotation, "h2", "h3", "p"]
    types = {token.type for token in inside(MarkdownIt("commonmark").parse(markdown))}
    assert not types & {"html_block", "html_inline"}


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a **b** `<form>` c",
            "<https://a.example.org> and `List[int]`",
            "1 < 2",
            "a  ",
            "[a](<b>)",
        ),
        *("## Outline", "    if a < b:"),
    ],
)
def test_markdown_in_an_abstract_stays_as_it_is(line: str) -> None:
    assert f"\n> {line}\n" in quoting(f"Snow.\n\n{line}\n\n<br>")


def test_html_in_an_abstract_shows_as_text() -> None:
    assert "> a &lt;b>c&lt;/b>" in quoting("a <b>c</b>")
