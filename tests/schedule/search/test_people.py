"""The speakers and their order."""

from confui.schedule.models import Session, Speaker
from confui.schedule.query.query import Query, Term
from confui.schedule.search.people import People
from tests.schedule.example_conference import ANA, MIO, SESSIONS, ZOE

VISIBLE = [session for session in SESSIONS if session.visible]


def names(query: Query | None = None) -> list[str]:
    return [person.speaker.name for person in People(VISIBLE).find(query=query)]


def words(*values: str) -> Query:
    return Query(tuple(Term("", (value,)) for value in values))


def test_speakers_are_sorted_without_regard_to_case_and_accents() -> None:
    names = ["Zeno", "émile", "Emil", "Émilie", "ada"]
    sessions = [Session(name, name, speakers=(Speaker(name, name),)) for name in names]
    assert [person.speaker.name for person in People(sessions).find()] == [
        *("ada", "Emil", "émile", "Émilie", "Zeno")
    ]


def test_every_speaker_has_their_sessions_in_the_order_of_the_conference() -> None:
    assert [
        (each.speaker.id, [s.id for s in each.sessions]) for each in People(VISIBLE).find()
    ] == [
        ("ana", ["flask", "poster"]),
        ("mio", ["deep", "poster"]),
        ("zoe", ["coffee"]),
    ]


def test_a_session_with_two_speakers_is_listed_under_both() -> None:
    poster = [person.speaker for person in People(VISIBLE).find() if SESSIONS[6] in person.sessions]
    assert poster == [ANA, MIO]


def test_sessions_without_speakers_add_no_person() -> None:
    assert People([SESSIONS[0]]).find() == []
    assert People([]).find() == []


def test_a_speaker_listed_twice_in_a_session_has_it_once() -> None:
    (person,) = People([Session("twice", "Twice", speakers=(ZOE, ZOE))]).find()
    assert [session.id for session in person.sessions] == ["twice"]


def test_two_speakers_with_the_same_name_stay_separate() -> None:
    twins = (Speaker("two", "Sam Lind"), Speaker("one", "Sam Lind"))
    assert [each.speaker.id for each in People([Session("s", "s", speakers=twins)]).find()] == [
        *("one", "two")
    ]


def test_a_speaker_whose_name_has_the_words_comes_first() -> None:
    assert names(words("brandao")) == [ZOE.name, ANA.name, MIO.name]
    assert names(words("max", "TANABE")) == [MIO.name, ANA.name, ZOE.name]


def test_a_name_with_only_some_of_the_words_does_not_come_first() -> None:
    assert names(words("zoe", "flask")) == [ANA.name, MIO.name, ZOE.name]


def test_a_query_without_words_does_not_change_the_order() -> None:
    assert names(Query((Term("room", ("Aurora",)),))) == names() == names(Query())
    assert names(Query((Term("", ("zoe",), negated=True),))) == names()


def test_people_have_only_the_sessions_that_match() -> None:
    people = People(VISIBLE)
    found = [(each.speaker.id, [s.id for s in each.sessions]) for each in people.find({"poster"})]
    assert found == [("ana", ["poster"]), ("mio", ["poster"])]
    assert people.find(()) == []
    assert people.find({session.id for session in VISIBLE}) == people.find()
