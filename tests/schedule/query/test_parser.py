"""Parsing a query, and the messages about mistakes."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.schedule.query.lexer import MOST_CHARACTERS, MOST_VALUES, read_tokens
from confui.schedule.query.parser import (
    MOST_MISTAKES,
    Mistake,
    join_arguments,
    parse,
)
from confui.schedule.query.query import Term
from confui.schedule.query.sought import quote_value
from confui.schedule.search.corpus import Corpus
from confui.text import clean, is_clean
from tests.schedule.example_conference import CONFERENCE

SIGNS = [
    *" ,:\"\\-–“”„‟'\t\n\0\x1b",
    "room:",
    "is:",
    "day:",
    "has:",
    "level:",
    "foo:",
    "after:",
    "a",
]
ANY_TEXT = st.text() | st.lists(st.sampled_from(SIGNS) | st.text(max_size=3)).map("".join)
VOCABULARY = Corpus(CONFERENCE).fields


@given(ANY_TEXT)
@example('"' * 9)
@example('"\\')
@example("day:" + "9" * 5_000)
@example("(?P<x>[a-z]+)*$ room:.*+( \\1")
@example("'; DROP TABLE bookmark; -- %s _ *")
@example("\ud800 \x1b[2J \x00 \u202e")
def test_any_text_is_parsed_and_the_query_prints_a_text_that_parses_the_same(text: str) -> None:
    parsed = parse(text, VOCABULARY)
    assert parse(str(parsed.query)).query == parsed.query
    for mistake in parsed.mistakes:
        assert 0 <= mistake.start <= mistake.end <= len(text)
        assert mistake.message == clean(mistake.message)
    for term in parsed.query.terms:
        assert all(value and is_clean(value) for value in term.values)


@given(ANY_TEXT)
def test_tokens_are_in_text_order_with_only_space_between(
    text: str,
) -> None:
    found = list(read_tokens(text))
    assert all(token.start < token.end <= len(text) for token in found)
    gaps = [text[one.end : other.start] for one, other in pairwise(found)]
    ends = [text[: found[0].start], text[found[-1].end :]] if found else [text]
    assert "".join(gaps + ends).strip() == ""


@given(ANY_TEXT, st.integers(0, 200))
def test_a_query_cut_anywhere_is_still_parsed(text: str, end: int) -> None:
    parse(text[:end], VOCABULARY)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("django", [Term("", ("django",))]),
        ("django flask", [Term("", ("django",)), Term("", ("flask",))]),
        ("django,flask", [Term("", ("django", "flask"))]),
        ("Django, Flask", [Term("", ("Django",)), Term("", ("Flask",))]),
        ("-django", [Term("", ("django",), True)]),
        ('"vs flask"', [Term("", ('"vs flask"',))]),
        ('-"vs flask"', [Term("", ('"vs flask"',), True)]),
        ("„vs flask“", [Term("", ('"vs flask"',))]),
        ("“vs flask”", [Term("", ('"vs flask"',))]),
        ('"vs\t \nflask"', [Term("", ('"vs flask"',))]),
        ('say"hi"', [Term("", ('say"hi"',))]),
        ('"a""b"', [Term("", ('"a"',)), Term("", ('"b"',))]),
        ('"a\\"b\\\\c\\d"', [Term("", (r'"a\"b\\c\\d"',))]),
        ("don't", [Term("", ("don't",))]),
        ("difficulty:beginner", [Term("difficulty", ("beginner",))]),
        ("level:beginner,ALL", [Term("difficulty", ("beginner", "all"))]),
        ('room:"Aurora Hall",birch', [Term("room", ("Aurora Hall", "birch"))]),
        ("-is:starred", [Term("is", ("starred",), True)]),
        ("room:-x", [Term("room", ("-x",))]),
        ("", []),
        (" \t\n ", []),
        ("-", []),
        ("Django - the basics", [Term("", (w,)) for w in ("Django", "the", "basics")]),
        ("Django – Flask", [Term("", (w,)) for w in ("Django", "Flask")]),
        ('"–"', [Term("", ('"–"',))]),
        ('""', []),
        ('"vs fl*"', [Term("", ('"vs fl*"',))]),
        ("title:rust", [Term("title", ("rust",))]),
        ('-title:"vs flask",rust', [Term("title", ('"vs flask"', "rust"), True)]),
        ("TEXT:-x text:a:b", [Term("text", ("-x",)), Term("text", ("a:b",))]),
        ("std::vector", [Term("", ("std::vector",))]),
        ("a,-b", [Term("", ("a", '"-b"'))]),
    ],
)
def test_a_text_is_parsed_into_terms(text: str, terms: list[Term]) -> None:
    parsed = parse(text)
    assert list(parsed.query.terms) == terms
    assert parsed.mistakes == ()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Room: Aurora Hall", 'room:"Aurora Hall"'),
        ("room:  aurora hall flask", 'room:"aurora hall" flask'),
        ("room: Aurora Hallway", "room:Aurora Hallway"),
        ("room: Aurora Hall,birch", 'room:"Aurora Hall",birch'),
        ("-Speaker: Ana Lindqvist", '-speaker:"Ana Lindqvist"'),
        ('speaker: Mio "Max" Tanabe', 'speaker:"Mio \\"Max\\" Tanabe"'),
        ("room: nowhere flask", "room:nowhere flask"),
        ('room: "Aurora Hall"', 'room:"Aurora Hall"'),
        ("title: flask", "title:flask"),
        ("room: has:video", "has:video"),
        ("Day: Saturday, 17 May 2031", "day:sat"),
        ('day:"Sat 17 May"', "day:sat"),
        ("day: Sat 17 May,sun", "day:sat,sun"),
        ("day: unscheduled", "day:unset"),
        ('room:"no room"', "room:unset"),
        ("level: Beginner", "difficulty:beginner"),
        ("kind:Meal", "kind:meal"),
        ('is:"must see","on now"', "is:must,now"),
        ("is: still to come", "is:upcoming"),
        ("has:recording,slides", "has:video,slides"),
        ('has:"Note of mine"', "has:note"),
        ("language:English", "language:en"),
    ],
)
def test_what_the_screen_shows_can_be_typed_as_it_stands(typed: str, text: str) -> None:
    parsed = parse(typed, VOCABULARY)
    assert parsed.query == parse(text, VOCABULARY).query
    assert parse(str(parsed.query), VOCABULARY).query == parsed.query


FILTERS = {
    "rust": "flask -tag:web",
    "My “odd”, name": 'room:"Aurora Hall",birch',
    "two": "@rust level:all",
    "a": "@b",
    "b": "x @a",
    "wrong": "colour:red",
    "elsewhere": "room:nowhere",
}


@pytest.mark.parametrize(
    ("text", "printed", "meanings"),
    [
        ("@rust", "@rust", ["flask -tag:web"]),
        ("-@RUST x", "-@rust x", ["flask -tag:web"]),
        ("@rust,@two", "@rust,two", ["flask -tag:web", "@rust difficulty:all"]),
        ('@"my “odd”, NAME"', '@"My “odd”, name"', ['room:"Aurora Hall",birch']),
        ("@b", "@b", ["x"]),
        ("a@rust", "a@rust", []),
        ('"@rust"', '"@rust"', []),
        ("@ rust", "@ rust", []),
        ("x @", "x @", []),
        ("@@rust", "@@rust", []),
    ],
)
def test_a_saved_filter_stands_for_its_query(text: str, printed: str, meanings: list[str]) -> None:
    query = parse(text, VOCABULARY, FILTERS).query
    assert str(query) == printed
    assert [str(each) for term in query.terms for each in term.meanings] == meanings
    assert parse(str(query), VOCABULARY, FILTERS).query == query


@pytest.mark.parametrize(
    ("text", "kept", "message", "nearest"),
    [
        ("@rusty x", "x", "no filter is saved as “rusty”; did you mean “rust”?", "rust"),
        ("@zzz,rust", "@rust", "no filter is saved as “zzz”; saved: @rust", ""),
        ("@b", "@b", "@b: @a: the filter @b contains itself", ""),
        ("@wrong x", "x", "@wrong: unknown field “colour”", ""),
        ("@elsewhere", "@elsewhere", "@elsewhere: no session has the room “nowhere”", ""),
        ('@"rust', "@rust", "this quote is not closed", ""),
    ],
)
def test_what_is_wrong_with_a_saved_filter_is_said(
    text: str, kept: str, message: str, nearest: str
) -> None:
    parsed = parse(text, VOCABULARY, FILTERS)
    assert str(parsed.query) == kept
    assert parsed.mistakes[0].message.startswith(message)
    assert parsed.mistakes[0].nearest == nearest


def test_without_saved_filters_it_is_said_that_there_is_none() -> None:
    assert parse("@rust").mistakes[0].message == "no filter is saved as “rust”; none is saved yet"


def test_saved_filters_that_multiply_are_read_up_to_a_limit() -> None:
    filters = {f"f{n}": " ".join([f"@f{n + 1}"] * 50) for n in range(60)} | {"f60": "x"}
    parsed = parse("@f0", VOCABULARY, filters)
    assert any("nested too deep" in mistake.message for mistake in parsed.mistakes)


@given(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4), ANY_TEXT)
@example({"@": "0"}, "")
@example({"a": "0", "@b": "0"}, "@a,@b")
def test_any_saved_filters_are_parsed(filters: dict[str, str], text: str) -> None:
    names = "".join(f" @{quote_value(clean(name))}" for name in filters)
    parsed = parse(text + names, VOCABULARY, filters)
    assert parse(str(parsed.query), VOCABULARY, filters).query == parsed.query
    for mistake in parsed.mistakes:
        assert mistake.message == clean(mistake.message)


@pytest.mark.parametrize(
    "text",
    ["Progeny:", "https://pywest.example.org/a", "std::vector", "10:30", "c++:x", "TDD: why"],
)
def test_a_colon_that_belongs_to_no_field_is_part_of_a_word(text: str) -> None:
    parsed = parse(text)
    assert parsed.query.words == tuple(text.split())
    assert parsed.mistakes == ()


@pytest.mark.parametrize(
    ("text", "kept", "wrong", "named", "nearest"),
    [
        ('django "vs fl', 'django "vs fl*"', '"vs fl', "quote", ""),
        ('x "C:\\', 'x "C:\\\\*"', '"C:\\', "quote", ""),
        ("room:“Aurora Ha", 'room:"Aurora Ha"', "“Aurora Ha", "quote", ""),
        ("colour:red django", "django", "colour", "“colour”", ""),
        ("-dificulty:beginner django", "django", "dificulty", "difficulty", "difficulty"),
        ("room: -django", "-django", "room:", "part of its name", ""),
        ("room: day:sat", "day:sat", "room:", "part of its name", ""),
        ("room: ", "", "room:", "part of its name", ""),
        ('room:"" django', "django", 'room:""', "part of its name", ""),
        ("-level:", "", "-level:", "beginner", ""),
        ("tag:a,,b", "tag:a,b", ",", "tag", ""),
        ("room:a,", "room:a", ",", "room", ""),
        ("level:hard django", "django", "hard", "advanced", ""),
        ("level:begginer,all", "difficulty:all", "begginer", "“beginner”", "beginner"),
        ("kind:talks", "", "talks", "“talk”", "talk"),
        ("has:vidoe,slides", "has:slides", "vidoe", "“video”", "video"),
        ("is:stared", "", "stared", "“starred”", "starred"),
        ("day:tusday", "", "tusday", "“tuesday”", "tuesday"),
        ("day:0", "", "0", "second day", ""),
        ("after:25:00 x", "x", "25:00", "14:00", ""),
        ("before:noon x", "x", "noon", "17:30", ""),
    ],
)
def test_a_mistake_is_reported_with_its_position_and_the_rest_is_used(
    text: str, kept: str, wrong: str, named: str, nearest: str
) -> None:
    parsed = parse(text)
    (mistake,) = parsed.mistakes
    assert str(parsed.query) == kept
    assert text[mistake.start : mistake.end] == wrong
    assert named in mistake.message
    assert mistake.nearest == nearest


@pytest.mark.parametrize(
    ("text", "wrong", "nearest"),
    [
        ("room:Auroar", "Auroar", "Aurora"),
        ("room:aurorahall", "aurorahall", '"Aurora Hall"'),
        ("track:wbe", "wbe", "Web"),
        ("tag:pyton", "pyton", "python"),
        ("speaker:lindquist", "lindquist", '"Ana Lindqvist"'),
        ("speaker:tanabee", "tanabee", '"Mio \\"Max\\" Tanabe"'),
        ("kind:panel", "panel", ""),
        ("difficulty:intermediate", "intermediate", ""),
        ("language:fr", "fr", ""),
        ("day:99", "99", ""),
        ("day:fri", "fri", ""),
        ("day:2031-05-20", "2031-05-20", ""),
        ("room:birch,zzz", "zzz", ""),
    ],
)
def test_a_value_that_no_session_has_stays_in_the_query_and_is_reported(
    text: str, wrong: str, nearest: str
) -> None:
    parsed = parse(text, VOCABULARY)
    (mistake,) = parsed.mistakes
    assert parsed.query == parse(text).query
    assert parsed.query
    assert text[mistake.start : mistake.end] == wrong
    assert "no session" in mistake.message
    assert mistake.nearest == nearest
    assert parse(text).mistakes == ()


@pytest.mark.parametrize(
    "text",
    [
        *("room:hall", "room:unset", "track:WEB", "speaker:zoe", "speaker:tanabe", "tag:pyth"),
        *("day:sat", "day:3", "day:2031-05-18", "day:today", "day:tomorrow", "day:unset"),
        *("language:en", "kind:meal", "level:unset", "has:note", "is:conflict", "after:23:59"),
    ],
)
def test_a_value_that_the_conference_has_is_not_a_mistake(text: str) -> None:
    assert parse(text, VOCABULARY).mistakes == ()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("day:99", "use sat, sun, mon"),
        ("level:intermediate", "use beginner, advanced, all"),
    ],
)
def test_the_message_about_an_unused_value_lists_the_used_ones(text: str, hint: str) -> None:
    assert hint in parse(text, VOCABULARY).mistakes[0].message


def test_a_field_that_no_session_has_is_reported() -> None:
    (mistake,) = parse("track:web", Corpus(Conference()).fields).mistakes
    assert mistake.message == "no session has a track"


def test_the_nearest_word_can_replace_the_mistake() -> None:
    text = "flask room:aurorahall dificulty:all"
    room, field = parse(text, VOCABULARY).mistakes
    text = text[: field.start] + field.nearest + text[field.end :]
    text = text[: room.start] + room.nearest + text[room.end :]
    parsed = parse(text, VOCABULARY)
    assert str(parsed.query) == 'flask room:"Aurora Hall" difficulty:all'
    assert parsed.mistakes == ()


def test_a_message_about_a_long_value_is_short() -> None:
    (mistake,) = parse("level:" + "x" * 9_000).mistakes
    assert len(mistake.message) < 200


def test_a_very_long_text_is_parsed_up_to_a_limit_which_is_reported() -> None:
    text = "word " * 5_000
    parsed = parse(text)
    assert len(parsed.query.terms) == MOST_VALUES
    (mistake,) = parsed.mistakes
    assert mistake == Mistake(5 * MOST_VALUES, len(text), mistake.message)
    assert str(MOST_VALUES) in mistake.message


@pytest.mark.parametrize("piece", ["x", '"', ",", "a,", "a:", "“", "-", '"a b ', "room:x,y "])
def test_only_the_beginning_of_a_huge_text_is_read(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    parsed = parse(text)
    assert parsed.query == parse(text[:MOST_CHARACTERS]).query
    assert parsed.mistakes
    assert all(mistake.start <= MOST_CHARACTERS for mistake in parsed.mistakes)


def test_the_part_of_a_huge_text_that_is_not_read_is_a_mistake() -> None:
    (mistake,) = parse("x" * 1_000_000).mistakes
    assert mistake == Mistake(MOST_CHARACTERS, 1_000_000, mistake.message)
    assert mistake.message == "only the first 20,000 characters are used"


def test_the_number_of_mistakes_is_limited() -> None:
    assert len(parse("level:hard " * 100).mistakes) == MOST_MISTAKES


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["django", "level:all"], "django level:all"),
        (["room:Aurora Hall", "x"], 'room:"Aurora Hall" x'),
        (["-room:Aurora Hall,Birch"], '-room:"Aurora Hall",Birch'),
        (["vs flask"], "vs flask"),
        (['room:"Aurora Hall"'], 'room:"Aurora Hall"'),
        (["level:beginner django"], "level:beginner django"),
        (["room:Birch day:sat"], "room:Birch day:sat"),
        (["foo:a b"], "foo:a b"),
        (["", " "], ""),
        ([], ""),
    ],
)
def test_the_quotes_that_a_shell_removed_are_restored(arguments: list[str], text: str) -> None:
    assert join_arguments(arguments) == text
