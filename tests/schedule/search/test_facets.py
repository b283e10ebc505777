"""The counts of the filters, and the terms to drop if too little matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.query.parser import parse
from confui.schedule.query.query import Query, Term
from confui.schedule.search import field_index
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.facets import FACETS, Facet, count_facets, find_relaxations
from tests.schedule.example_conference import CONFERENCE, asking, at, kept

CORPUS = Corpus(CONFERENCE)
ATTENDEE = asking(kept("flask", note="ask"), kept("deep", Mark.MAYBE), now=at("17 17:20"))


def counted(text: str, field: str) -> dict[str, int]:
    """Return the values of one facet with their counts."""
    (facet,) = count_facets(CORPUS, parse(text).query, ATTENDEE, [field])
    return dict(facet.counted)


@pytest.mark.parametrize(
    ("text", "field", "counts"),
    [
        ("", "difficulty", {"beginner": 1, "advanced": 1, "all": 1, "unset": 4}),
        ("", "kind", {"talk": 2, "keynote": 1, "tutorial": 1, "meal": 1, "social": 1, "other": 1}),
        ("", "track", {"Community": 1, "Web": 1}),
        ("", "tag", {"python": 1, "web": 2}),
        ("", "room", {"Birch": 3, "Aurora": 3, "Aurora Hall": 1}),
        ("", "day", {"sat": 3, "sun": 2, "mon": 1, "unset": 1}),
        ("", "speaker", {"Ana Lindqvist": 2, 'Mio "Max" Tanabe': 2, "Zoë Brandão": 1}),
        ("", "language", {"de": 1, "en": 1, "en-GB": 1}),
        ("", "has", {"video": 1, "slides": 1, "outline": 1, "abstract": 2, "note": 1}),
        ("flask", "room", {"Birch": 0, "Aurora": 1, "Aurora Hall": 1}),
        ("flask", "difficulty", {"beginner": 1, "advanced": 0, "all": 1, "unset": 0}),
        ("is:starred", "day", {"sat": 1, "sun": 1, "mon": 0, "unset": 0}),
        ("-speaker:ana", "speaker", {"Ana Lindqvist": 0, 'Mio "Max" Tanabe': 1, "Zoë Brandão": 1}),
    ],
)
def test_every_value_is_counted_in_display_order(
    text: str, field: str, counts: dict[str, int]
) -> None:
    assert list(counted(text, field).items()) == list(counts.items())


def test_values_that_depend_on_stars_and_time_are_counted() -> None:
    counts = counted("", "is")
    assert counts == {
        **{"starred": 2, "must": 1, "maybe": 1, "skipped": 0},
        **{"conflict": 0, "changed": 0, "fits": 0},
        **{"past": 1, "now": 2, "upcoming": 3, "whole-venue": 2},
    }


def test_a_facet_ignores_the_values_chosen_from_it() -> None:
    assert counted("room:birch day:sun", "room") == counted("day:sun", "room")
    assert counted("room:birch day:sun", "day") == counted("room:birch", "day")
    assert counted("-room:birch", "room") != counted("", "room")


def test_all_facets_are_in_display_order() -> None:
    assert tuple(facet.field for facet in count_facets(CORPUS, Query())) == FACETS


def test_a_conference_without_sessions_has_only_facets_of_the_attendee() -> None:
    found = count_facets(Corpus(Conference()), Query())
    assert {facet.field for facet in found if facet.values} == {"has", "is"}
    assert not any(count for facet in found for count in facet.counts)


QUERIES = st.lists(
    st.sampled_from(
        [
            *("flask", "-coffee", "room:aurora", "-room:birch", "level:all,unset", "is:starred"),
            *("-level:all", "speaker:ana", "day:sat,2", "tag:web", "has:note,video", "-is:now"),
            *("kind:talk", "after:9", "before:17:10", "language:e", "track:unset", "xyz"),
        ]
    ),
    max_size=4,
).map(lambda terms: parse(" ".join(terms)).query)


@given(QUERIES)
def test_a_count_is_the_number_of_matches_after_choosing_the_value(query: Query) -> None:
    for facet in count_facets(CORPUS, query, ATTENDEE):
        for value, count in facet.counted:
            chosen = query.with_values(facet.field, [value])
            assert len(CORPUS.search(chosen, ATTENDEE)) == count


@given(QUERIES)
def test_many_values_are_counted_like_few_values(query: Query) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(field_index, "_COUNTED_BY_SETS", 1)
        assert count_facets(Corpus(CONFERENCE), query, ATTENDEE) == count_facets(
            CORPUS, query, ATTENDEE
        )


@pytest.mark.parametrize("few", [0, 1024])
def test_spellings_that_differ_in_case_or_accents_are_one_value(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_index, "_COUNTED_BY_SETS", few)
    sessions = [
        Session("a", "", tags=("Café", "cafe", "tea"), speakers=(Speaker("z", "Mio"),)),
        Session("b", "", tags=("CAFÉ",), speakers=(Speaker("x", "Ana"), Speaker("y", "ana"))),
    ]
    tag, speaker = count_facets(Corpus(Conference(), sessions), Query(), fields=["tag", "speaker"])
    assert tag == Facet("tag", ("Café", "tea"), (2, 1))
    assert speaker == Facet("speaker", ("Ana", "Mio"), (1, 1))


def test_relaxations_come_best_first() -> None:
    query = parse("flask room:birch day:1").query
    flask, room, day = query.terms
    assert CORPUS.search(query) == set()
    assert find_relaxations(CORPUS, query) == ((room, 2),)
    query = parse("flask room:hall level:beginner").query
    assert [(str(term), n) for term, n in find_relaxations(CORPUS, query)] == [
        ("room:hall", 1),
        ("difficulty:beginner", 1),
    ]
    assert flask != day


def test_a_negated_term_can_be_dropped() -> None:
    query = parse("django -has:video").query
    found = dict(find_relaxations(CORPUS, query))
    assert found == {query.terms[0]: len(CORPUS.sessions) - 1, query.terms[1]: 1}


def test_a_repeated_term_is_dropped_as_one() -> None:
    (only,) = find_relaxations(CORPUS, parse("xyz xyz").query)
    assert only == (Term("", ("xyz",)), len(CORPUS.sessions))


def test_a_term_whose_removal_adds_no_match_is_not_suggested() -> None:
    assert find_relaxations(CORPUS, Query()) == ()
    assert find_relaxations(CORPUS, parse("xyz abcxyz").query) == ()


@given(QUERIES)
def test_a_relaxation_counts_the_matches_without_the_term(query: Query) -> None:
    before = len(CORPUS.search(query, ATTENDEE))
    found = dict(find_relaxations(CORPUS, query, ATTENDEE))
    for term in query.terms:
        after = len(CORPUS.search(query.without(term), ATTENDEE))
        assert found.get(term, before) == after
    assert list(found.values()) == sorted(found.values(), reverse=True)
