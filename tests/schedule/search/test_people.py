"""The speakers and their order."""

from confui.schedule.models import Session, Speaker
from confui.schedule.query.query import Query, Term
from confui.schedule.search.people import people_with_sessions
from tests.schedule.example_conference import ANA, MIO, SESSIONS, ZOE

VISIBLE = [session for session in SESSIONS if session.visible]


def names(query: Query | None = None) -> list[str]:
    return [person.speaker.name for person in people_with_sessions(VISIBLE, query)]


def words(*values: str) -> Query:
    return Query(tuple(Term("", (value,)) for value in values))


def test_speakers_are_sorted_without_regard_to_case_and_accents() -> None:
    names = ["Zeno", "émile", "Emil", "Émilie", "ada"]
    sessions = [Session(name, name, speakers=(Speaker(name, name),)) for name in names]
    assert [person.speaker.name for person in people_with_sessions(sessions)] == [
        *("ada", "Emil", "émile", "Émilie", "Zeno")
    ]


def test_every_speaker_has_their_sessions_in_the_order_of_the_conference() -> None:
    assert [
        (each.speaker.id, [s.id for s in each.sessions]) for each in people_with_sessions(VISIBLE)
    ] == [
        ("ana", ["flask", "poster"]),
        ("mio", ["deep", "poster"]),
        ("zoe", ["coffee"]),
    ]


def test_a_session_with_two_speakers_is_listed_under_both() -> None:
    poster = [
        person.speaker for person in people_with_sessions(VISIBLE) if SESSIONS[6] in person.sessions
    ]
    assert poster == [ANA, MIO]


def test_sessions_without_speakers_add_no_person() -> None:
    assert people_with_sessions([SESSIONS[0]]) == ()
    assert people_with_sessions([]) == ()


def test_a_speaker_listed_twice_in_a_session_has_it_once() -> None:
    (person,) = people_with_sessions([Session("twice", "Twice", speakers=(ZOE, ZOE))])
    assert [session.id for session in person.sessions] == ["twice"]


def test_two_speakers_with_the_same_name_stay_separate() -> None:
    twins = (Speaker("two", "Sam Lind"), Speaker("one", "Sam Lind"))
    assert [
        each.speaker.id for each in people_with_sessions([Session("s", "s", speakers=twins)])
    ] == [*("one", "two")]


def test_a_speaker_whose_name_has_the_words_comes_first() -> None:
    assert names(words("brandao")) == [ZOE.name, ANA.name, MIO.name]
    assert names(words("max", "TANABE")) == [MIO.name, ANA.name, ZOE.name]


def test_a_name_with_only_some_of_the_words_does_not_come_first() -> None:
    assert names(words("zoe", "flask")) == [ANA.name, MIO.name, ZOE.name]


def test_a_query_without_words_does_not_change_the_order() -> None:
    assert names(Query((Term("room", ("Aurora",)),))) == names() == names(Query())
    assert names(Query((Term("", ("zoe",), negated=True),))) == names()
