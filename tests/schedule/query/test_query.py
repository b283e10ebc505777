"""The query: printing, describing and editing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.query.fields import FIELDS, TEXT_FIELDS, nearest, normalize_value
from confui.schedule.query.lexer import Value
from confui.schedule.query.parser import parse
from confui.schedule.query.query import Query, Term
from confui.schedule.query.sought import read_sought, spell_sought
from confui.schedule.wording import UNSET
from confui.text import clean

NAMES = st.text(st.characters() | st.sampled_from(" ,:\"\\-–“”„‟'")).map(clean).filter(bool)
NAME_FIELDS = st.sampled_from(["room", "track", "tag", "speaker", "language"])


def terms_of(field: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Term]:
    some = st.lists(values, min_size=1, max_size=4, unique=True).map(tuple)
    return st.builds(Term, st.just(field), some, st.booleans(), st.just(()))


def words_of(field: str) -> st.SearchStrategy[str]:
    """Return words and phrases as a query spells them, some with a quote that is still open."""
    values = st.builds(Value, st.just(0), st.just(0), NAMES, st.booleans(), st.booleans())
    spelled = values.map(lambda value: spell_sought(value, field))
    return spelled.filter(lambda word: word.strip("–—-"))


TERMS = st.one_of(
    NAME_FIELDS.flatmap(lambda field: terms_of(field, NAMES)),
    st.sampled_from(TEXT_FIELDS).flatmap(lambda field: terms_of(field, words_of(field))),
    terms_of("difficulty", st.sampled_from(FIELDS["difficulty"].values)),
    terms_of("is", st.sampled_from(FIELDS["is"].values)),
    terms_of("day", st.sampled_from(["tue", "2", "today", "2031-05-17", UNSET])),
    terms_of("after", st.times().map("{:%H:%M}".format)),
)
QUERIES = st.lists(TERMS, max_size=6).map(lambda terms: Query(tuple(terms)))


@given(QUERIES)
def test_a_printed_query_parses_to_the_same_query(query: Query) -> None:
    parsed = parse(str(query))
    assert parsed.query == query
    assert parsed.mistakes == ()


@given(QUERIES)
def test_the_description_of_a_query_is_one_line(query: Query) -> None:
    assert query.describe() == clean(query.describe())
    assert bool(query.describe()) == bool(query)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("", ""),
        ("  django   flask ", "django flask"),
        ('"vs flask"', '"vs flask"'),
        ('"django"', '"django"'),
        ('"class ba', '"class ba*"'),
        ('say"hi" std::vector', 'say"hi" std::vector'),
        ("LEVEL:Beginner,ALL", "difficulty:beginner,all"),
        ("room:“Aurora Hall”", 'room:"Aurora Hall"'),
        ('speaker:"Mio \\"Max\\" Tanabe"', 'speaker:"Mio \\"Max\\" Tanabe"'),
        ("day:Tuesday", "day:tue"),
        ("day:02", "day:2"),
        ("after:9 before:9:05", "after:09:00 before:09:05"),
        ("-is:Starred -flask", "-is:starred -flask"),
        ('"-flask" "room:x" "a,b"', '"-flask" "room:x" "a,b"'),
        ("django django", "django django"),
        ("tag:a,b,a", "tag:a,b"),
    ],
)
def test_a_query_prints_in_its_simplest_form(text: str, printed: str) -> None:
    assert str(parse(text).query) == printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("django", "“django”"),
        ('-"vs flask",django', "not “vs flask” or “django”"),
        ('title:flask -text:"vs x"', "title “flask” · not text “vs x”"),
        ('"class ba', "“class ba…”"),
        ('room:"Aurora Hall",birch', "room Aurora Hall or birch"),
        ("difficulty:beginner,unset -kind:break", "difficulty beginner or unset · not kind break"),
        ("has:video,slides is:starred", "with video or slides · starred"),
        ("after:14 before:17:30", "from 14:00 on · before 17:30"),
    ],
)
def test_a_query_is_described_in_words(text: str, expected: str) -> None:
    assert parse(text).query.describe() == expected


@pytest.mark.parametrize(
    ("spelled", "text", "whole"),
    [
        *(("rust", "rust", False), ('"rust"', "rust", True), ("rust*", "rust", False)),
        *(('"class ba*"', "class ba", False), ('"*"', "*", True), ("*", "*", False)),
        *(('"a\\"b"', 'a"b', True), ("c++", "c++", False)),
    ],
)
def test_only_quotes_without_a_star_ask_for_whole_words(
    spelled: str, text: str, whole: bool
) -> None:
    assert read_sought(spelled) == (text, whole)


def test_only_the_empty_query_is_false() -> None:
    assert not Query()
    assert parse("a").query


@pytest.mark.parametrize(
    ("text", "field", "values", "edited"),
    [
        ("django", "room", ["Aurora Hall"], 'django room:"Aurora Hall"'),
        ("room:a django", "room", ["b", "c"], "room:b,c django"),
        ("room:a django room:b", "room", ["c"], "room:c django"),
        ("room:a django", "room", [], "django"),
        ("-room:a", "room", ["b"], "-room:a room:b"),
        ("django", "room", [], "django"),
        ("", "level", ["beginner"], "difficulty:beginner"),
        ("", "room", ["a", "a"], "room:a"),
    ],
)
def test_the_values_of_a_field_are_replaced(
    text: str, field: str, values: list[str], edited: str
) -> None:
    assert str(parse(text).query.with_values(field, values)) == edited


@pytest.mark.parametrize(
    ("text", "value", "edited"),
    [
        ("", "Birch", "room:Birch"),
        ("room:Aurora", "Birch", "room:Aurora,Birch"),
        ("room:Aurora,Birch", "Birch", "room:Aurora"),
        ("room:birch x", "Birch", "x"),
        ("-room:Birch", "Birch", "room:Birch"),
    ],
)
def test_a_value_is_toggled(text: str, value: str, edited: str) -> None:
    assert str(parse(text).query.toggled("room", value)) == edited


def test_a_term_can_be_removed() -> None:
    query = parse("a room:b -c").query
    assert str(query.without(Term("room", ("b",)))) == "a -c"
    assert query.without(Term("room", ("x",))) == query


def test_a_query_knows_its_chosen_values_and_its_words() -> None:
    query = parse('flask "vs x" -not level:all,unset level:all -level:beginner').query
    assert query.words == ("flask", '"vs x"')
    assert query.values("level") == ("all", "unset")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        *(("difficulty", "BEGINNER", "beginner"), ("difficulty", "hard", "")),
        *(("room", "Aurora Hall", "Aurora Hall"), ("has", "Vidéo", "video"), ("has", "", "")),
        *(("day", "tue", "tue"), ("day", "TUES", "tue"), ("day", "tu", ""), ("day", "tuex", "")),
        *(("day", "1", "1"), ("day", "099", "99"), ("day", "0", ""), ("day", "-1", "")),
        *(("day", "2031-05-17", "2031-05-17"), ("day", "2031-02-30", "")),
        *(("day", "٣", ""), ("day", "9" * 5000, ""), ("day", "Unset", "unset")),
        *(("after", "14", "14:00"), ("after", "9:30", "09:30"), ("after", "00:00", "00:00")),
        *(("after", "24", ""), ("after", "9:60", ""), ("after", "9.30", ""), ("after", "-9", "")),
    ],
)
def test_a_value_is_normalised_or_rejected(field: str, value: str, kept: str) -> None:
    assert normalize_value(field, value) == kept


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("begginer", ["beginner", "all"], "beginner"),
        ("ballrom", ["Ballroom", "Attic"], "Ballroom"),
        ("CAFE", ["Café"], "Café"),
        ("xyz", ["beginner"], ""),
        ("", ["beginner"], ""),
        ("a" * 10_000, ["a" * 9_999], ""),
    ],
)
def test_the_nearest_word_is_the_most_similar_one_or_none(
    word: str, known: list[str], meant: str
) -> None:
    assert nearest(word, known) == meant
