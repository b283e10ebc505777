"""Folded text, and the positions of matches in the original text."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui.schedule.query.parser import parse
from confui.schedule.query.query import Query, Term
from confui.schedule.search.folding import find_words, fold_line, fold_text
from confui.text import fold

ODD = "aÀé\u0301ßﬁİı’“”′Ⅳ𝐀ΣςΐꭰǄ´½\u00a0\u3000 \n\t\ud800"
ODD_TEXT = st.text(st.characters() | st.sampled_from(ODD))


@given(ODD_TEXT)
@example("Ⴀꭰ")
@example("ẞ\u0345\u0301")
def test_the_quick_way_to_fold_gives_the_same_result(text: str) -> None:
    assert fold_text(text) == fold(text)
    assert fold_text(text) == "".join(map(fold, text))


def marked(text: str, query: str) -> str:
    """Return the text with brackets around the matches."""
    for start, end in reversed(find_words(text, parse(query).query)):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Django vs Flask", "flask", "Django vs [Flask]"),
        ("Django vs Flask", "jan", "D[jan]go vs Flask"),
        ("Django vs Flask", "flask django", "[Django] vs [Flask]"),
        ("Django vs Flask", "django,ango flask", "[Django] vs [Flask]"),
        ("aaaa", "aa", "[aaaa]"),
        ("Café culture", "cafe", "[Café] culture"),
        ("Cafe\u0301 culture", "cafe", "[Cafe\u0301] culture"),
        ("Cafe\u0301s", "cafe", "[Cafe\u0301]s"),
        ("Straße", "SS", "Stra[ß]e"),
        ("Straße", "rass", "St[raß]e"),
        ("ﬁne", "fi", "[ﬁ]ne"),
        ("ﬁne", "f", "ﬁne"),
        ("東京都", "京", "東[京]都"),
        ("ﬁne", "in", "[ﬁn]e"),
        ("don’t", "don't", "[don’t]"),
        ("side by   side", '"by side"', "side [by   side]"),
        ("side by\nside", '"by side"', "side [by\nside]"),
        ("side by side", "by side", "[side] [by] [side]"),
        ("a.c abc", "a.c", "[a.c] abc"),
        ("Django vs Flask", "-flask room:django", "Django vs Flask"),
        ("Django", "", "Django"),
        ("", "django", ""),
        ("Django", "\u0301", "Django"),
    ],
)
def test_matches_are_highlighted_in_the_original_text(text: str, query: str, shown: str) -> None:
    assert marked(text, query) == shown


@given(ODD_TEXT, st.lists(ODD_TEXT.filter(str.strip), min_size=1, max_size=3))
@example("İ", ["i"])
@example("\u0301a", ["a"])
def test_a_text_is_highlighted_exactly_where_it_contains_a_word(
    text: str, words: list[str]
) -> None:
    found = find_words(text, Query((Term("", tuple(words)),)))
    folded = map(fold_line, words)
    needles = [needle for needle in folded if len(needle) > 1 or not needle.isascii()]
    assert bool(found) == any(needle in fold_line(text) for needle in needles)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    for start, end in found:
        assert any(needle in fold_line(text[start:end]) for needle in needles)
