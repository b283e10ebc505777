"""Completion of a query at the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.query.fields import NAMES
from confui.schedule.query.lexer import MOST_CHARACTERS
from confui.schedule.query.parser import parse
from confui.schedule.search.completion import MAX_COMPLETIONS, complete
from confui.schedule.search.corpus import Corpus
from tests.schedule.example_conference import CONFERENCE
from tests.schedule.query.test_parser import ANY_TEXT

CORPUS = Corpus(CONFERENCE)


def texts(text: str) -> list[str]:
    """Return the text after each completion; `|` is the cursor."""
    cursor = text.index("|")
    text = text.replace("|", "")
    return [text[: c.start] + c.insert + text[c.end :] for c in complete(text, cursor, CORPUS)]


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("di|", ["difficulty:"]),
        ("L|", ["level:", "language:"]),
        ("-ro|", ["-room:"]),
        ("django ro|", ["django room:"]),
        ("ro| django", ["room: django"]),
        ("r|oom:birch", ["room:birch"]),
        ("xyz|", []),
        ('"ro|"', []),
        ("flask,ro|", []),
        ("room:h|", ['room:"Aurora Hall"']),
        ("room:r|", ["room:Birch", "room:Aurora", 'room:"Aurora Hall"']),
        ("room:aurora h|", ["room:aurora has:"]),
        ('room:"aurora h|', ['room:"Aurora Hall"']),
        ('room:"aurora h|all" x', ['room:"Aurora Hall" x']),
        ('-room:"Aurora Hall",b|', ['-room:"Aurora Hall",Birch']),
        ('room:birch,| "x"', [f'room:birch,{r} "x"' for r in ("Aurora", '"Aurora Hall"', "unset")]),
        ("room:a| x", ["room:Aurora x", 'room:"Aurora Hall" x']),
        ("room:attic|", []),
        ("level:|", [f"level:{level}" for level in ("beginner", "advanced", "all", "unset")]),
        ("level:a|", ["level:advanced", "level:all"]),
        ("kind:tu|", ["kind:tutorial"]),
        ("kind:spr|", []),
        ("speaker:ta|", ['speaker:"Mio \\"Max\\" Tanabe"']),
        ("speaker:zoe|", ['speaker:"Zoë Brandão"']),
        ("tag:W|", ["tag:web"]),
        ("language:e|", ["language:en", "language:en-GB"]),
        ("day:s|", ["day:sat", "day:sun"]),
        ("day:18|", ["day:sun"]),
        ("day:2031-05-1|", ["day:sat", "day:sun", "day:mon"]),
        ("day:monda|", ["day:mon"]),
        ("day:to|", ["day:today", "day:tomorrow"]),
        ("is:st|", ["is:starred"]),
        ("is:venue|", ["is:whole-venue"]),
        ("has:|", [f"has:{v}" for v in ("video", "slides", "outline", "note", "abstract")]),
        ("has:video,s|", ["has:video,slides"]),
        ("after:1|", ["after:16:00", "after:17:00", "after:17:15"]),
        ("before:00|", ["before:00:30"]),
        ("foo:b|", []),
    ],
)
def test_the_word_at_the_cursor_is_completed(text: str, completed: list[str]) -> None:
    assert texts(text) == completed


def test_an_empty_query_is_completed_to_every_field_that_sessions_have() -> None:
    used = [name for name in NAMES if name != "building"]  # no room is in one
    assert texts("|") == [f"{name}:" for name in used]
    assert texts("a | b") == [f"a {name}: b" for name in used]
    assert texts("-|") == [f"-{name}:" for name in used]


def test_prefixes_come_before_word_prefixes_and_other_matches_only_without_them() -> None:
    names = ("Jo Banda", "Ana Oja", "Mia Jansen", "Oja Brandt")
    speakers = tuple(Speaker(name, name) for name in names)
    corpus = Corpus(Conference(sessions=(Session("a", "", speakers=speakers),)))
    found = [each.label for each in complete("speaker:ja", 10, corpus)]
    assert found == ['"Mia Jansen"']
    found = [each.label for each in complete("speaker:an", 10, corpus)]
    assert found == ['"Ana Oja"']
    found = [each.label for each in complete("speaker:and", 11, corpus)]
    assert found == ['"Jo Banda"', '"Oja Brandt"']
    found = [each.label for each in complete("speaker:oja", 11, corpus)]
    assert found == ['"Oja Brandt"', '"Ana Oja"']


def test_days_are_labelled_with_their_date() -> None:
    labels = [each.label for each in complete("day:1", 5, CORPUS)]
    assert labels[:2] == ['"Sat 17 May"', '"Sun 18 May"']


@pytest.mark.parametrize("name", sorted(NAMES))
def test_what_is_shown_can_be_typed_as_it_stands(name: str) -> None:
    typed = f"{name}:"
    offered = complete(typed, len(typed), CORPUS)
    assert bool(offered) == (NAMES[name] not in ("title", "text", "building"))
    for each in offered:
        shown, inserted = (parse(typed + text, CORPUS.fields) for text in (each.label, each.insert))
        assert shown == inserted
        assert shown.query


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("@|", ["@go", '@"my rust"', "@rust"]),
        ("-@|", ["-@go", '-@"my rust"', "-@rust"]),
        ("@r|", ["@rust", '@"my rust"']),
        ("-@g|", ["-@go"]),
        ("x @go,m|", ['x @go,"my rust"']),
        ("@go,g|", []),
        ("a@|", []),
    ],
)
def test_saved_filters_are_completed(text: str, completed: list[str]) -> None:
    filters = ("go", "my rust", "rust")
    cursor = text.index("|")
    text = text.replace("|", "")
    found = complete(text, cursor, CORPUS, filters)
    assert [text[: c.start] + c.insert + text[c.end :] for c in found] == completed


def test_the_number_of_completions_is_limited() -> None:
    tags = tuple(f"tag {number}" for number in range(100))
    corpus = Corpus(Conference(sessions=(Session("a", "", tags=tags),)))
    assert len(complete("tag:t", 5, corpus)) == MAX_COMPLETIONS


@given(ANY_TEXT, st.integers(0, 300))
def test_a_completion_of_any_text_replaces_the_part_at_the_cursor(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for each in complete(text, cursor, CORPUS):
        assert 0 <= each.start <= cursor
        assert each.start <= each.end <= len(text)


@pytest.mark.parametrize(
    "field", ["difficulty", "room", "kind", "tag", "speaker", "day", "language", "after", "is"]
)
def test_a_completed_value_is_not_a_mistake(field: str) -> None:
    text = f"{field}:"
    found = complete(text, len(text), CORPUS)
    assert found
    for each in found:
        parsed = parse(text + each.insert, CORPUS.fields)
        assert parsed.mistakes == ()
        assert len(parsed.query.terms) == 1


@pytest.mark.parametrize("piece", ["x", '"', ",", "room:", "“", "a,"])
def test_only_the_beginning_of_a_huge_text_is_completed(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    beginning = text[:MOST_CHARACTERS]
    assert complete(text, len(text), CORPUS) == complete(beginning, len(beginning), CORPUS)
