"""Searching a conference: every field, combinations, times and days."""

import re
from bisect import bisect_left
from datetime import date, datetime, time, timedelta

import pytest

from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.query.parser import parse
from confui.schedule.query.query import Query, Term
from confui.schedule.search.attendee import Attendee
from confui.schedule.search.corpus import Corpus
from confui.sources.opening import open_conference
from confui.text import fold
from tests.schedule.example_conference import CONFERENCE, EVERYBODY, asking, at, find, kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("django", {"flask"}),
        ("DJANGO", {"flask"}),
        ("djang", {"flask"}),
        ("jang", set()),
        ('"djang"', set()),
        ('"flask"', {"flask", "coffee"}),
        ("title:flask", {"flask"}),
        ("text:flask", {"flask", "coffee"}),
        ("-text:flask title:flask", set()),
        ("text:match", {"flask"}),
        ('title:"vs flask"', {"flask"}),
        ("title:ana", set()),
        ("text:aurora", set()),
        ("flask", {"flask", "coffee"}),
        ("flask coffee", {"coffee"}),
        ("django,poster", {"flask", "poster"}),
        ("cafe", {"coffee"}),
        ("zoe brandao", {"coffee"}),
        ("friendly", {"flask"}),
        ("aurora", {"flask", "coffee", "deep", "closing"}),
        ("compare", {"flask"}),
        ("don't", {"flask"}),
        ("don’t", {"flask"}),
        ('"side by side"', {"flask"}),
        ('"frameworks, side"', {"flask"}),
        ('"by side side"', set()),
        ('"flask a friendly"', set()),
        ("c++", {"flask"}),
        ("+", {"flask"}),
        ("progeny:", set()),
        ("dive:", {"deep"}),
        ("-flask", EVERYBODY - {"flask", "coffee"}),
        ("flask -coffee", {"flask"}),
        ('-"side by side",poster', EVERYBODY - {"flask", "poster"}),
        ("community", set()),
        ("secret", set()),
        ("django xyz", set()),
        ("\u0301", EVERYBODY),
        ("", EVERYBODY),
    ],
)
def test_words_match_title_speakers_room_abstract_and_body(text: str, found: set[str]) -> None:
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("difficulty:beginner", {"coffee"}),
        ("level:beginner,all", {"coffee", "flask"}),
        ("level:all", {"flask"}),
        ("level:unset", EVERYBODY - {"flask", "coffee", "deep"}),
        ("-level:unset", {"flask", "coffee", "deep"}),
        ("level:intermediate", set()),
        ("room:hall", {"flask"}),
        ("room:aur", {"flask", "coffee", "deep", "closing"}),
        ("room:uror", set()),
        ("room:birch,hall", {"flask", "deep", "party", "closing"}),
        ("room:unset", {"breakfast", "poster"}),
        ("kind:talk", {"flask", "coffee"}),
        ("kind:meal,social", {"breakfast", "party"}),
        ("kind:sprint", set()),
        ("track:web", {"flask"}),
        ("track:e", set()),
        ("track:unset", EVERYBODY - {"flask", "coffee"}),
        ("tag:web", {"flask", "coffee"}),
        ("tag:pyth", {"flask"}),
        ("speaker:ana", {"flask", "poster"}),
        ("speaker:lindqvist", {"flask", "poster"}),
        ("speaker:zoe", {"coffee"}),
        ('speaker:"mio \\"max\\" tanabe"', {"deep", "poster"}),
        ("speaker:unset", {"breakfast", "party", "closing"}),
        ("language:en", {"flask"}),
        ("language:en-", {"coffee"}),
        ("language:e", {"flask", "coffee"}),
        ("language:g", set()),
        ("language:unset", {"breakfast", "party", "closing", "poster"}),
        ("has:video", {"flask"}),
        ("has:video,slides", {"flask", "deep"}),
        ("has:outline", {"flask"}),
        ("has:abstract", {"flask", "coffee"}),
        ("is:whole-venue", {"breakfast", "closing"}),
        ("room:", EVERYBODY),
        ("room:.*", set()),
        ("room:%", set()),
        ("tag:' OR 1=1", set()),
    ],
)
def test_every_field_finds_the_sessions_with_one_of_its_values(text: str, found: set[str]) -> None:
    assert find(text) == found


def test_a_whole_name_matches_only_itself() -> None:
    assert find("room:aurora") == {"coffee", "deep", "closing"}
    assert find("room:AURÓRA") == find("room:aurora")
    assert find("room:auror") == find("room:aurora") | {"flask"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("day:sat", {"breakfast", "flask", "coffee"}),
        ("day:saturday", {"breakfast", "flask", "coffee"}),
        ("day:2", {"deep", "party"}),
        ("day:2031-05-18", {"deep", "party"}),
        ("day:sat,mon", {"breakfast", "flask", "coffee", "closing"}),
        ("-day:1,2,3", {"poster"}),
        ("day:unset", {"poster"}),
        ("day:4", set()),
        ("day:99", set()),
        ("day:tue", set()),
        ("day:2031-05-20", set()),
        ("after:17:00", {"flask", "coffee", "party"}),
        ("after:17:01", {"coffee", "party"}),
        ("before:9:30", {"breakfast"}),
        ("before:9:31", {"breakfast", "deep"}),
        ("after:9 before:17", {"deep", "closing"}),
        ("after:23", {"party"}),
        ("before:0:31", EVERYBODY - {"poster"}),
        ("before:0:30", EVERYBODY - {"poster", "party"}),
        ("-after:4", {"poster"}),
        ("after:16,17", {"flask", "coffee", "party", "closing"}),
    ],
)
def test_days_have_many_names_and_the_night_belongs_to_the_day_before(
    text: str, found: set[str]
) -> None:
    assert find(text) == found


@pytest.mark.parametrize(
    ("now", "text", "found"),
    [
        ("17 17:20", "is:now", {"flask", "coffee"}),
        ("17 17:20", "is:past", {"breakfast"}),
        ("17 17:20", "is:upcoming", {"deep", "party", "closing"}),
        ("17 17:20", "is:past,now", {"breakfast", "flask", "coffee"}),
        ("17 17:30", "is:now", {"coffee"}),
        ("17 17:30", "is:past", {"breakfast", "flask"}),
        ("17 17:00", "is:upcoming", EVERYBODY - {"breakfast", "flask", "poster"}),
        ("19 23:00", "is:now", {"closing"}),
        ("20 04:00", "is:past", EVERYBODY - {"poster"}),
        ("17 17:20", "day:today", {"breakfast", "flask", "coffee"}),
        ("17 17:20", "day:tomorrow", {"deep", "party"}),
        ("19 01:00", "day:today", {"deep", "party"}),
        ("19 12:00", "day:tomorrow", set()),
        ("25 12:00", "day:today", set()),
        ("16 12:00", "day:tomorrow", {"breakfast", "flask", "coffee"}),
    ],
)
def test_some_filters_depend_on_the_time(now: str, text: str, found: set[str]) -> None:
    assert find(text, Attendee(now=at(now))) == found


@pytest.mark.parametrize("text", ["is:past", "is:now", "is:upcoming", "day:today", "day:tomorrow"])
def test_without_a_time_nothing_is_past_running_or_upcoming(text: str) -> None:
    assert find(text) == set()


def test_one_corpus_serves_any_time_and_attendee() -> None:
    corpus = Corpus(CONFERENCE)
    today, now = parse("day:today").query, parse("is:now").query
    for day, count in (("17 17:20", 3), ("18 10:00", 2), ("19 10:00", 1)):
        assert len(corpus.search(today, Attendee(now=at(day)))) == count
    assert corpus.search(now, Attendee(now=at("17 17:10"))) == {"flask"}
    assert corpus.search(now, Attendee(now=at("17 17:40"))) == {"coffee"}
    starred = parse("is:starred").query
    assert corpus.search(starred, asking(kept("deep"))) == {"deep"}
    assert corpus.search(starred, asking(kept("flask"))) == {"flask"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("flask level:all", {"flask"}),
        ("flask -level:all day:1", {"coffee"}),
        ("room:birch -kind:social after:9", {"deep", "closing"}),
        ("level:all level:beginner", set()),
        ("speaker:tanabe -is:starred", {"deep", "poster"}),
        ("has:abstract tag:web before:17:10 difficulty:all,unset", {"flask"}),
    ],
)
def test_filters_combine(text: str, found: set[str]) -> None:
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@a", {"flask"}),
        ("-@a", EVERYBODY - {"flask"}),
        ("@a,b", {"flask", "coffee"}),
        ("@a @b", set()),
        ("@c", {"coffee"}),
        ("flask -@c", {"flask"}),
    ],
)
def test_saved_filters_are_searched_as_one_condition(text: str, found: set[str]) -> None:
    filters = {"a": "flask level:all", "b": "level:beginner", "c": "flask -@a"}
    corpus = Corpus(CONFERENCE)
    query = parse(text, corpus.fields, filters).query
    assert corpus.search(query) == found
    assert corpus.find(query).matching == found
    assert query.uses({"difficulty"})
    assert not query.uses({"room"})


def test_the_words_of_a_saved_filter_are_marked_and_ranked_as_if_typed() -> None:
    corpus = Corpus(Conference(sessions=RANKED))
    saved = parse("@go", corpus.fields, {"go": "go", "both": "@go rust"}).query
    typed = parse("go").query
    assert saved.words == typed.words == ("go",)
    assert corpus.find(saved) == corpus.find(typed)
    assert list(corpus.rank(saved)) == list(corpus.rank(typed))
    nested = parse("@both", corpus.fields, {"go": "go", "both": "@go rust"}).query
    assert nested.words == ("go", "rust")


def test_unset_does_not_match_part_of_a_name() -> None:
    sessions = (Session("a", "", rooms=("Sunset Room",)), Session("b", ""))
    assert find("room:unset", conference=Conference(sessions=sessions)) == {"b"}
    assert find("room:sunset", conference=Conference(sessions=sessions)) == {"a"}


def test_hidden_sessions_are_searched_only_on_request() -> None:
    corpus = Corpus(CONFERENCE, CONFERENCE.sessions)
    assert corpus.search(parse("django").query) == {"flask", "secret"}


def test_an_empty_conference_matches_nothing() -> None:
    for text in ("", "django", "room:x", "-room:x", "day:1", "is:now", "after:9", "level:unset"):
        assert find(text, Attendee(now=at("17 09:00")), Conference()) == set()


def test_days_are_named_by_date_where_weekdays_repeat() -> None:
    days = (date(2031, 5, 17), date(2031, 5, 24))
    sessions = tuple(Session(f"{day.day}", "", day=day) for day in days)
    conference = Conference(days=days, sessions=sessions)
    assert find("day:2031-05-24", conference=conference) == {"24"}
    assert find("day:sat", conference=conference) == {"17", "24"}
    assert find("day:2", conference=conference) == {"24"}


def test_a_day_that_the_conference_does_not_list_can_be_searched() -> None:
    conference = CONFERENCE._replace(days=CONFERENCE.days[:1])
    assert find("day:sun", conference=conference) == {"deep", "party"}
    assert find("day:3", conference=conference) == {"closing"}


def test_the_day_changes_when_the_conference_says() -> None:
    session = Session("a", "", start=datetime(2031, 5, 18, 5), day=date(2031, 5, 17))
    late = Conference(day_change=time(6), sessions=(session,))
    assert find("after:22", conference=late) == {"a"}
    assert find("before:22", conference=late._replace(day_change=time(0))) == {"a"}


def test_a_prepared_corpus_gives_the_same_results() -> None:
    prepared = Corpus(CONFERENCE)
    steps = sum(1 for _ in prepared.prepare())
    assert steps > 5
    for text in (
        "",
        "flask",
        "a",
        "fl",
        "c++",
        '"side by side"',
        "room:a",
        "-day:1",
        "level:unset",
    ):
        assert set(prepared.search(parse(text).query)) == find(text)


def test_many_different_queries_each_get_their_own_result() -> None:
    sessions = tuple(
        Session(f"{n}", f"title {n:03}", tags=(f"tag {n:03}",), start=at("17 09:00") + n * HOUR)
        for n in range(600)
    )
    corpus = Corpus(Conference(sessions=sessions))
    for n in range(0, 600, 2):
        assert corpus.search(parse(f'"title {n:03}"').query) == {f"{n}"}
        assert corpus.search(parse(f'tag:"tag {n:03}"').query) == {f"{n}"}


HOUR = timedelta(hours=1)


TITLES = ("Go", "Going on", "A talk", "A talk", "Go and Rust", "Rust", "A panel")
RANKED = tuple(
    Session(
        f"{number}",
        title,
        start=at(f"17 1{number}:00"),
        end=at(f"17 1{number}:30"),
        speakers=(Speaker("ana", "Go Tanaka"),) if number == 2 else (),
        body="We go with rust." if number in (2, 3, 5) else "",
    )
    for number, title in enumerate(TITLES)
)


@pytest.mark.parametrize(
    ("now", "text", "ranks"),
    [
        ("17 09:00", "go", ["0 4", "1", "2", "3 5"]),
        ("17 12:00", "go", ["4", "0", "1", "2", "3 5"]),
        ("18 12:00", "go", ["0 4", "1", "2", "3 5"]),
        ("17 09:00", "go rust", ["4", "5", "2 3"]),
        ("17 09:00", "rust,go", ["0 4 5", "1", "2", "3"]),
        ("17 09:00", '"go" -rust', ["0"]),
        ("17 09:00", "title:go", ["0 1 4"]),
        ("17 12:00", "before:13", ["2", "0 1"]),
        ("17 09:00", "xyz", []),
    ],
)
def test_title_before_names_before_text_and_what_is_over_after_the_rest(
    now: str, text: str, ranks: list[str]
) -> None:
    corpus = Corpus(Conference(sessions=RANKED))
    query, attendee = parse(text).query, Attendee(now=at(now))
    ranked = [
        sorted(n for n in range(7) if found >> n & 1) for found in corpus.rank(query, attendee)
    ]
    assert [" ".join(map(str, numbers)) for numbers in ranked] == ranks
    assert corpus.best(query, attendee) == set(ranks[0].split() if ranks else ())
    found = {id for rank in ranks for id in rank.split()}
    assert corpus.search(query, attendee) == found
    for id in found:
        assert corpus.best(query, attendee, [id]) == {id}


def test_names_come_first_where_people_are_listed() -> None:
    corpus = Corpus(Conference(sessions=RANKED))
    assert corpus.best(parse("go").query, names_first=True) == {"2"}


@pytest.mark.parametrize(
    ("text", "in_title", "in_text", "marked"),
    [
        ("go", "0 1 4", "3 5", "0 1 2 4"),
        ("go rust", "4", "2 3 5", "2 4 5"),
        ("tanaka go", "", "", "2"),
        ("title:go", "0 1 4", "", "0 1 4"),
        ("text:go", "2 3 5", "2 3 5", "2"),
        ("-rust go", "0 1", "", "0 1"),
        ("g", "0 1 4", "3 5", ""),
        ("before:13", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_it_is_known_where_the_words_of_a_query_are(
    text: str, in_title: str, in_text: str, marked: str
) -> None:
    found = Corpus(Conference(sessions=RANKED)).find(parse(text).query)
    assert found.in_title == set(in_title.split())
    assert found.in_text == set(in_text.split())
    assert found.marked == set(marked.split())


def test_a_word_that_is_only_in_a_note_is_in_the_text() -> None:
    found = Corpus(CONFERENCE).find(parse("train").query, asking(kept("flask", note="By train")))
    assert (found.matching, found.in_title, found.in_text) == ({"flask"}, set(), {"flask"})


def test_a_word_finds_exactly_the_sessions_with_a_word_that_begins_with_it() -> None:
    conference = open_conference(SHIPPED_CONFERENCE)
    words = {session.id: sorted(split_words(session)) for session in conference.visible}
    everything = set().union(*words.values())
    asked = everything | {word[1:] for word in everything if len(word) > 2}
    corpus = Corpus(conference)
    wrong = 0
    for word in asked:
        found = corpus.search(Query((Term("", (word,)),)))
        wrong += len(found ^ {id for id, own in words.items() if begins_one(own, word)})
    assert len(asked) > 3_000
    assert wrong == 0


def split_words(session: Session) -> set[str]:
    """Return the words of a session, in lower case."""
    names = (speaker.name for speaker in session.speakers)
    parts = (session.title, session.subtitle, *names, *session.rooms, session.abstract)
    return set(re.findall(r"[a-z0-9]+", fold(" ".join((*parts, session.body)))))


def begins_one(words: list[str], beginning: str) -> bool:
    """Whether any of some sorted words begins so."""
    at = bisect_left(words, beginning)
    return words[at : at + 1] != [] and words[at].startswith(beginning)
