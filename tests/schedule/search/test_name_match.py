"""Matching names against the words that are typed in the palette."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.search.name_match import LONGEST_NAME, MOST_WORDS, NameQuery, fold_name
from tests.ratios import ratio

NAMES = (
    "Search",
    "Research software — Ada Lovelace",
    "How search engines work — Ada Lovelace",
    "Speaker: Ada Lovelace",
    "Speaker: Adam Smith",
    "C++ for searchers",
    "C for beginners",
    "Überraschung im Maßstab",
)


def find(query: str) -> list[str]:
    """Return the names that match, best first."""
    words = NameQuery(query)
    scores = {name: words.score(fold_name(name)) for name in NAMES}
    return sorted(filter(scores.get, NAMES), key=lambda name: -scores[name])


def marked(query: str, name: str) -> str:
    """Return the name with brackets around the letters that match."""
    for start, end in reversed(NameQuery(query).spans(name)):
        name = f"{name[:start]}[{name[start:end]}]{name[end:]}"
    return name


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("search", [NAMES[0], NAMES[2], NAMES[5], NAMES[1]]),
        ("SEARCH eng", [NAMES[2]]),
        ("lovelace ada", [NAMES[3], NAMES[1], NAMES[2]]),
        ("Speaker: Ada", [NAMES[3], NAMES[4]]),
        ("speaker:ada", [NAMES[3], NAMES[4]]),
        ("c++", [NAMES[5]]),
        ("uber massstab", [NAMES[7]]),
        ("schung", [NAMES[7]]),
        ("srch", []),
        ("search nobody", []),
        ("", []),
        ("?! :", []),
    ],
)
def test_each_word_begins_a_word_of_the_name_or_is_inside_one(query: str, names: list[str]) -> None:
    assert find(query) == names


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_the_best_match_of_itself(name: str) -> None:
    assert find(name)[0] == name


@pytest.mark.parametrize(
    ("query", "name", "shown"),
    [
        ("work sea", NAMES[2], "How [sea]rch engines [work] — Ada Lovelace"),
        ("ada", NAMES[1], "Research software — [Ada] Lovelace"),
        ("mass", NAMES[7], "Überraschung im [Maß]stab"),
        ("sea search", NAMES[0], "[Search]"),
        ("fi", "ﬁne", "[ﬁ]ne"),
        ("is it", "It is", "[It] [is]"),
    ],
)
def test_the_letters_that_match_are_marked(query: str, name: str, shown: str) -> None:
    assert marked(query, name) == shown


@given(st.text(), st.text())
def test_marks_are_in_order_and_inside_the_name(query: str, name: str) -> None:
    words = NameQuery(query)
    if words.score(fold_name(name)):
        spans = words.spans(name)
        ends = [place for span in spans for place in span]
        assert spans
        assert ends == sorted(set(ends))
        assert ends[0] >= 0 and ends[-1] <= min(len(name), LONGEST_NAME)


def test_only_the_beginning_of_a_long_name_is_compared() -> None:
    folded = fold_name("far " + "x" * 1_000_000 + " away")
    assert len(folded) <= LONGEST_NAME + 2
    assert NameQuery("far").score(folded)
    assert not NameQuery("away").score(folded)


def test_only_the_first_words_of_a_long_query_are_compared() -> None:
    words = [f"w{number}" for number in range(MOST_WORDS)]
    assert NameQuery(" ".join([*words, "nowhere"])).score(fold_name(" ".join(words)))


HOSTILE = (
    ("asyncio internals", "a, s, y, n, c, i, o " * 25),
    ("asyncio internals", "asyncio internal " * 30),
    ("aaaaaaaaaaaaab", "a" * 500),
    ("a " * 100, "a" * 500),
    ("ab" * 100, "ab" * 250),
)


@pytest.mark.parametrize(("query", "name"), HOSTILE)
def test_a_hostile_name_costs_no_more_than_an_ordinary_one_of_its_length(
    query: str, name: str
) -> None:
    ordinary = "Deep learning with queries, rivers and maps " * 12

    def match(query: str, name: str) -> None:
        for _ in range(200):
            words, folded = NameQuery(query), fold_name(name[:500])
            if words.score(folded):
                words.spans(name)

    few = 8
    cost = ratio(
        lambda: match(query, name), lambda: match("learning with maps", ordinary), enough=few
    )
    assert cost <= few
