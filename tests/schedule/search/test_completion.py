"""Completion: what is offered where the cursor is, and what it replaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.query.fields import NAMES
from confui.schedule.query.parser import parse
from confui.schedule.search.completion import MAX_COMPLETIONS, complete
from confui.schedule.search.corpus import Corpus
from tests.schedule.programme import CONFERENCE
from tests.schedule.query.test_parser import ANY_TEXT

CORPUS = Corpus(CONFERENCE)


def texts(text: str) -> list[str]:
    """Return what a text with the cursor at `|` becomes, by each completion."""
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
def test_what_is_typed_is_completed(text: str, completed: list[str]) -> None:
    assert texts(text) == completed


def test_where_nothing_is_typed_all_fields_are_offered() -> None:
    assert texts("|") == [f"{name}:" for name in NAMES]
    assert texts("a | b") == [f"a {name}: b" for name in NAMES]
    assert texts("-|") == [f"-{name}:" for name in NAMES]


def test_what_begins_so_comes_before_what_has_such_a_word_and_the_rest_only_by_itself() -> None:
    names = ("Jo Banda", "Ana Oja", "Mia Jansen", "Oja Brandt")
    speakers = tuple(Speaker(name, name) for name in names)
    corpus = Corpus(Conference(sessions=(Session("a", "", speakers=speakers),)))
    found = [each.label for each in complete("speaker:ja", 10, corpus)]
    assert found == ["Mia Jansen"]
    found = [each.label for each in complete("speaker:an", 10, corpus)]
    assert found == ["Ana Oja"]
    found = [each.label for each in complete("speaker:and", 11, corpus)]
    assert found == ["Jo Banda", "Oja Brandt"]
    found = [each.label for each in complete("speaker:oja", 11, corpus)]
    assert found == ["Oja Brandt", "Ana Oja"]


def test_days_are_shown_by_their_date() -> None:
    assert [each.label for each in complete("day:1", 5, CORPUS)][:2] == ["Sat 17 May", "Sun 18 May"]


def test_no_more_is_offered_than_anybody_reads() -> None:
    tags = tuple(f"tag {number}" for number in range(100))
    corpus = Corpus(Conference(sessions=(Session("a", "", tags=tags),)))
    assert len(complete("tag:t", 5, corpus)) == MAX_COMPLETIONS


@given(ANY_TEXT, st.integers(0, 300))
def test_a_completion_is_offered_in_place_in_any_text(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for each in complete(text, cursor, CORPUS):
        assert 0 <= each.start <= cursor
        assert each.start <= each.end <= len(text)


@pytest.mark.parametrize(
    "field", ["difficulty", "room", "kind", "tag", "speaker", "day", "language", "after", "is"]
)
def test_what_is_offered_is_no_mistake(field: str) -> None:
    text = f"{field}:"
    found = complete(text, len(text), CORPUS)
    assert found
    for each in found:
        parsed = parse(text + each.insert, CORPUS.fields)
        assert parsed.mistakes == ()
        assert len(parsed.query.terms) == 1
