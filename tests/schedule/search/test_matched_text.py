"""The places where a text matches a query."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.query.lexer import Value
from confui.schedule.query.parser import parse
from confui.schedule.query.query import Query, Term
from confui.schedule.query.sought import read_sought, spell_sought
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.folding import fold_line
from confui.schedule.search.matched_text import find_snippet, find_words
from confui.text import clean
from tests.schedule.search.texts import ODD_TEXT


def marked(text: str, query: str) -> str:
    """Return the text with brackets around the matches."""
    for start, end in reversed(find_words(text, parse(query).query)):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Django vs Flask", "flask", "Django vs [Flask]"),
        ("Django vs Flask", "jan", "Django vs Flask"),
        ("Django vs Flask", "dja", "[Dja]ngo vs Flask"),
        ("Django vs Flask", "flask django", "[Django] vs [Flask]"),
        ("Django vs Flask", "django,go flask", "[Django] vs [Flask]"),
        ("Robust Rust, trust", "rust", "Robust [Rust], trust"),
        ("Rustic Rust", '"rust"', "Rustic [Rust]"),
        ("class-based, class based", '"class based"', "class-based, [class based]"),
        ("class bases and class base", '"class ba*"', "[class ba]ses and [class ba]se"),
        ("a test_suite of pre-tests", "test suite", "a [test]_[suite] of pre-[test]s"),
        ("aa aaaa", "aa", "[aa] [aa]aa"),
        ("ab -a (a) ba", "a", "ab -a (a) ba"),
        ("ab -a (a) ba", '"a"', "ab -[a] ([a]) ba"),
        ("Café culture", "cafe", "[Café] culture"),
        ("Cafe\u0301 culture", "cafe", "[Cafe\u0301] culture"),
        ("Cafe\u0301s", "cafe", "[Cafe\u0301]s"),
        ("Straße", "STRASS", "[Straß]e"),
        ("Straße", "strass", "[Straß]e"),
        ("ﬁne", "fi", "[ﬁ]ne"),
        ("ﬁne", "f", "ﬁne"),
        ("東京都", "京", "東[京]都"),
        ("東京都", '"京"', "東[京]都"),
        ("日本語Python入門", "python", "日本語[Python]入門"),
        ("日本語Python入門", '"python"', "日本語[Python]入門"),
        ("日本語Python入門", "hon", "日本語Python入門"),
        ("การเขียนโปรแกรม", "เขียน", "การ[เขียน]โปรแกรม"),
        ("हिन्दी में", "न", "हिन्दी में"),
        ("हिन्दी में", "हि", "[हि]न्दी में"),
        ("한국어 국어", "국", "한국어 [국]어"),
        ("مرحبا بالعالم", "بال", "مرحبا [بال]عالم"),
        ("שלום עולם", "עו", "שלום [עו]לם"),
        ("می‌خواهم", "خوا", "می‌خواهم"),
        ("C++ and C", "c++", "[C++] and C"),
        ("ASP.NET", ".net", "ASP[.NET]"),
        ("ASP.NET", "net", "ASP.[NET]"),
        ("🦀 crab🦀", "🦀", "[🦀] crab[🦀]"),
        ("don’t", "don't", "[don’t]"),
        ("side by   side", '"by side"', "side [by   side]"),
        ("side by\nside", '"by side"', "side [by\nside]"),
        ("side by side", "by side", "[side] [by] [side]"),
        ("a.c abc", "a.c", "[a.c] abc"),
        ("Django vs Flask", "title:flask text:vs", "Django [vs] [Flask]"),
        ("Django vs Flask", "-flask room:django", "Django vs Flask"),
        ("Django", "", "Django"),
        ("", "django", ""),
        ("Django", "\u0301", "Django"),
    ],
)
def test_matches_are_highlighted_in_the_original_text(text: str, query: str, shown: str) -> None:
    assert marked(text, query) == shown


WORDS = st.builds(
    spell_sought,
    st.builds(Value, st.just(0), st.just(0), ODD_TEXT.map(clean).filter(bool), st.booleans()),
)


@given(ODD_TEXT.map(clean), WORDS)
@example("İ", "i")
@example("\u0301a", "a")
def test_a_text_is_highlighted_exactly_where_the_search_finds_a_word(text: str, word: str) -> None:
    query = Query((Term("", (word,)),))
    spans = find_words(text, query)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    sought = read_sought(word)
    folded = fold_line(sought.text)
    if folded and (sought.whole or len(folded) > 1 or not folded.isascii()):
        found = Corpus(Conference(sessions=(Session("a", text),))).search(query)
        assert bool(spans) == bool(found)
    else:
        assert spans == []


SESSION = Session(
    "a",
    "Rust for everyone",
    subtitle="Crabs",
    rooms=("Aurora",),
    speakers=(Speaker("ana", "Ana Lindqvist"),),
    abstract="A *first* look at [the **borrow** checker](https://a.example.org/rustic) and on.",
    body="## Outline\n\n- moves, borrows\n- Rust and `async`",
)


@pytest.mark.parametrize(
    ("query", "place", "text"),
    [
        ("borrow", "text", "…at the borrow checker and on. Outline moves, borrows Rust and async"),
        ("rust async", "text", "…and async"),
        ("text:rust", "text", "…Rust and async"),
        ("title:rust text:async", "text", "…and async"),
        ("crab", "subtitle", "Crabs"),
        ("ask", "note", "Ask about it"),
        ("ana outline", "text", "…on. Outline moves, borrows Rust and async"),
    ],
)
def test_a_snippet_shows_where_the_words_are_that_a_list_does_not_show(
    query: str, place: str, text: str
) -> None:
    assert find_snippet(SESSION, "Ask about it", parse(query).query, 8) == (place, text)


def test_a_word_that_is_only_in_an_address_is_shown_there() -> None:
    snippet = find_snippet(SESSION, "", parse("rustic").query, 8)
    assert snippet is not None
    assert "rustic" in snippet.text


@pytest.mark.parametrize("query", ["nowhere", "", "room:aurora", "-rust"])
def test_without_a_word_of_the_query_there_is_no_snippet(query: str) -> None:
    assert find_snippet(SESSION, "", parse(query).query, 8) is None


@given(ODD_TEXT.map(clean), ODD_TEXT.map(clean), WORDS, st.integers(0, 9))
def test_any_text_has_a_snippet_exactly_if_it_has_the_word(
    title: str, body: str, word: str, before: int
) -> None:
    query = Query((Term("text", (word,)),))
    session = Session("a", title, body=body)
    snippet = find_snippet(session, "", query, before)
    assert (snippet is not None) >= bool(find_words(" ".join(body.split()), query))
    if snippet is not None:
        assert snippet.text == clean(snippet.text)
        assert find_words(snippet.text, query)
