"""Schedules of frab, pretalx and c3voc in JSON."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest

from confui.schedule.models import Conference, EndSource, Level, Link
from confui.sources.opening import SourceError

OpenFile = Callable[..., Conference]
EVENT = {
    "guid": "abc",
    "id": 7,
    "title": "Snow",
    "date": "2031-05-17T10:00:00+02:00",
    "start": "10:00",
    "duration": "00:45",
    "logo": None,
    "do_not_record": True,
    "persons": [
        {"id": 1, "code": "AB", "public_name": "Amina", "biography": "Skis.", "answers": []}
    ],
    "answers": [{"question": "Shoe size", "answer": "43"}],
}


def below_days(*events: object, **conference: object) -> str:
    days = [{"index": 1, "date": "2031-05-17", "rooms": {"Aurora": events}}]
    return json.dumps(
        {"schedule": {"conference": {"title": "PyNorth", "days": days, **conference}}}
    )


def test_an_event_nested_in_its_day_and_room_is_read(open_file: OpenFile) -> None:
    conference = open_file(below_days(EVENT, time_zone_name="Europe/Oslo", acronym="pynorth-2031"))
    (session,) = conference.sessions
    assert (conference.id, conference.timezone) == ("pynorth-2031", "Europe/Oslo")
    assert (session.id, session.rooms, session.day) == ("abc", ("Aurora",), date(2031, 5, 17))
    assert (session.start, session.minutes) == (datetime(2031, 5, 17, 10), 45)
    assert session.extra == {"id": "7", "do_not_record": "true"}
    (person,) = session.speakers
    assert (person.id, person.name, person.bio, person.extra) == ("AB", "Amina", "Skis.", {})
    assert conference.problems == ()


def test_flat_lists_are_joined_by_their_ids(open_file: OpenFile) -> None:
    event = {
        "guid": "e1",
        "title": {"de": "Schnee", "en": "Snow"},
        "start": "2031-05-17T08:00:00Z",
        "end": "2031-05-17T08:30:00Z",
        "room": {"guid": "r1"},
        "track": 5,
        "persons": ["p1", {"guid": "p2"}, "Someone"],
    }
    conference = open_file(
        json.dumps(
            {
                "schedule": {
                    "conference": {
                        "time_zone_name": "Europe/Oslo",
                        "rooms": [
                            {"guid": "r0", "name": "Birch"},
                            {"guid": "r1", "name": "Aurora"},
                        ],
                        "tracks": [{"id": 5, "name": {"en": "Weather"}}],
                    },
                    "events": {"e1": event, "e2": {"title": "Ice", "room": "Birch"}},
                    "persons": [{"guid": "p1", "name": "Amina"}, {"guid": "p2", "name": "Bo"}],
                }
            }
        )
    )
    snow, ice = conference.sessions
    assert (snow.title, snow.rooms, snow.track) == ("Snow", ("Aurora",), "Weather")
    assert (snow.start, snow.minutes) == (datetime(2031, 5, 17, 10), 30)
    assert snow.end_source is EndSource.GIVEN
    assert [person.name for person in snow.speakers] == ["Amina", "Bo", "Someone"]
    assert (ice.rooms, conference.rooms) == (("Birch",), ("Birch", "Aurora"))
    assert conference.problems == ()


def test_the_json_of_pretalx_pages_is_a_flat_list(open_file: OpenFile) -> None:
    conference = open_file(
        json.dumps(
            {
                "timezone": "Europe/Oslo",
                "talks": [
                    {
                        "code": "ABC",
                        "title": "Snow",
                        "speakers": ["XY"],
                        "start": "2031-05-17T10:00:00+02:00",
                        "duration": 30,
                        "room": 3,
                    }
                ],
                "rooms": [{"id": 3, "name": {"en": "Aurora"}}],
                "speakers": [{"code": "XY", "name": "Amina"}],
            }
        )
    )
    (session,) = conference.sessions
    assert (session.id, session.rooms, session.minutes) == ("ABC", ("Aurora",), 30)
    assert session.speakers[0].name == "Amina"


def test_sessions_and_problems_have_the_line_where_the_session_starts(open_file: OpenFile) -> None:
    others: dict[str, dict[str, object]] = {
        "Ice": {"id": 8, "title": "Ice \u2744"},
        "Fog": {"code": "F", "title": "Snow"},
    }
    events = [EVENT, {**others["Ice"], "duration": "long"}, others["Fog"]]
    for ascii_only in (True, False):
        content = json.dumps(json.loads(below_days(*events)), indent=2, ensure_ascii=ascii_only)
        conference = open_file(content)
        lines = content.split("\n")
        begun = {session.title: session.line for session in conference.sessions}
        assert len(set(begun.values())) == 2 and len(conference.sessions) == 3
        for session in conference.sessions:
            assert lines[session.line - 1].strip() == "{"
        (problem,) = conference.problems
        assert problem.line == begun["Ice \u2744"]
        assert '"id": 8' in lines[problem.line]


def test_references_to_a_session_before_it_do_not_change_its_line(
    open_file: OpenFile,
) -> None:
    persons = [{"guid": "abc", "name": "Amina"}, {"title": "Snow", "name": "Bo"}]
    document = {"persons": persons, "events": [{"guid": "e1", "title": "Snow"}]}
    content = json.dumps(document, indent=1)
    (session,) = open_file(content).sessions
    assert '"guid": "e1"' in content.split("\n")[session.line]


def test_a_problem_names_its_session_if_the_json_is_one_line(open_file: OpenFile) -> None:
    conference = open_file(below_days({**EVENT, "duration": "long"}))
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("bad-duration", 0)
    assert problem.message.startswith("“Snow”: `duration` is “long”")


def test_a_link_may_be_named_like_an_escape_sequence(open_file: OpenFile) -> None:
    name = "\x1b]8;;https://evil.example/\x1b\\Slides\x1b]8;;\x1b\\ \x9b2J"
    written = [{"url": "https://a.example/slides", "title": name}]
    (session,) = open_file(below_days({**EVENT, "links": written})).sessions
    (link,) = session.links
    assert link.url == "https://a.example/slides"
    assert link.label.isprintable() and "Slides" in link.label


def test_links_may_be_objects_or_plain_urls(open_file: OpenFile) -> None:
    written = ["https://a.example/", {"url": "https://b.example/", "title": "B"}, {"url": "x:y"}]
    conference = open_file(below_days({**EVENT, "links": written}))
    (session,) = conference.sessions
    assert session.links == (
        Link("https://a.example/", "https://a.example/"),
        Link("B", "https://b.example/"),
    )
    assert [problem.code for problem in conference.problems] == ["bad-link"]
    assert session.extra["links"] == [{"url": "x:y"}]


def test_a_repeated_room_keeps_the_events_of_both(open_file: OpenFile) -> None:
    one, other = json.dumps(EVENT), json.dumps({**EVENT, "guid": "def"})
    days = f'[{{"date": "2031-05-17", "rooms": {{"A": [{one}], "A": [{other}]}}}}]'
    conference = open_file(f'{{"schedule": {{"conference": {{"days": {days}}}}}}}')
    assert len(conference.sessions) == 2
    assert [problem.code for problem in conference.problems] == ["repeated-key"]


def test_an_unknown_zone_is_a_problem_and_times_are_not_converted(open_file: OpenFile) -> None:
    conference = open_file(below_days(EVENT, time_zone_name="Moon/Copernicus"))
    assert conference.timezone == ""
    assert [problem.code for problem in conference.problems] == ["unknown-timezone"]


@pytest.mark.parametrize(
    "content",
    [
        '{"schedule": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"days": ' + '{"a": ' * 5_000 + "1" + "}" * 5_000 + "}",
        "[" * 100_000,
    ],
    ids=["brackets", "braces", "open"],
)
def test_endless_nesting_is_refused(open_file: OpenFile, content: str) -> None:
    with pytest.raises(SourceError):
        open_file(content)


def test_values_nested_too_deep_are_left_out_and_the_session_stays(open_file: OpenFile) -> None:
    deep: Mapping[str, object] = {}
    for _ in range(60):
        deep = {"a": deep}
    conference = open_file(below_days({**EVENT, "odd": deep}))
    assert len(conference.sessions) == 1
    assert [problem.code for problem in conference.problems] == ["json-too-deep"]


def test_a_number_of_a_million_digits_stays_text(open_file: OpenFile) -> None:
    content = below_days(EVENT).replace('"id": 7', f'"id": {"9" * 1_000_000}')
    assert len(open_file(content).sessions) == 1


def answered(answer: object) -> dict[str, object]:
    return {**EVENT, "answers": [{"question": {"en": "Level of the talk?"}, "answer": answer}]}


def test_an_unknown_level_in_answers_is_reported_once(open_file: OpenFile) -> None:
    events = [{**answered("Wizard"), "guid": name} for name in "abc"]
    conference = open_file(below_days(*events))
    assert [session.level_label for session in conference.sessions] == ["Wizard"] * 3
    (problem,) = conference.problems
    assert problem.code == "unknown-level"
    assert "“Wizard”" in problem.message


@pytest.mark.parametrize("answer", ["I can tell you a lot about the levels " * 3, None, "None", []])
def test_an_answer_that_is_not_a_label_is_not_reported(open_file: OpenFile, answer: object) -> None:
    conference = open_file(below_days(answered(answer)))
    assert conference.sessions[0].level_label == ""
    assert conference.problems == ()


def test_a_topic_gives_the_level_if_the_answer_does_not(open_file: OpenFile) -> None:
    conference = open_file(below_days({**answered("Wizard"), "tags": ["Advanced"]}))
    assert conference.sessions[0].level is Level.ADVANCED
    assert conference.problems == ()


@pytest.mark.parametrize("word", ["None", "none", "null", ""])
def test_words_for_no_value_are_no_value_in_every_key(open_file: OpenFile, word: str) -> None:
    keys = ("subtitle", "track", "type", "language", "tags", "abstract", "description", "level")
    nothing = dict.fromkeys((*keys, "room", "url", "video_url", "links", "answers"), word)
    event = {**EVENT, **nothing, "persons": [word, {"name": "Amina", "biography": word}]}
    days = [{"date": "2031-05-17", "rooms": {word: [event]}}]
    conference = open_file(json.dumps({"days": days, "rooms": [word, {"name": word}]}))
    (session,) = conference.sessions
    assert (conference.rooms, conference.problems) == ((), ())
    assert (session.rooms, session.track, session.kind_label, session.tags) == ((), "", "", ())
    assert (session.abstract, session.body, session.level_label) == ("", "", "")
    assert [(person.name, person.bio) for person in session.speakers] == [("Amina", "")]
    assert word == "" or word not in map(str, session.extra.values())


def test_control_characters_in_texts_are_read(open_file: OpenFile) -> None:
    text = below_days({**EVENT, "abstract": "one@two"}).replace("@", "\t\n\x1b")
    (session,) = open_file(text).sessions
    assert session.abstract == "one \n\ufffdtwo"


def test_a_file_that_is_cut_short_gives_what_comes_before(open_file: OpenFile) -> None:
    text = below_days(EVENT, {**EVENT, "guid": "def", "title": "Ice, [and] {more}"})
    for cut in range(text.index('"duration"') + 10, len(text)):
        conference = open_file(text[:cut])
        assert conference.sessions[0].title == "Snow"
        assert "cut-short" in [problem.code for problem in conference.problems]
    assert len(conference.sessions) == 2


def test_what_follows_a_schedule_is_a_problem(open_file: OpenFile) -> None:
    conference = open_file(below_days(EVENT) + "<html>")
    assert [problem.code for problem in conference.problems] == ["cut-short"]


@pytest.mark.parametrize(("duration", "minutes"), [("1:02:30", 1590), ("00:45", 45)])
def test_a_long_duration_of_pretalx_begins_with_days(
    open_file: OpenFile, duration: str, minutes: int
) -> None:
    values = json.loads(below_days({**EVENT, "duration": duration}))
    values["generator"] = {"name": "pretalx", "version": "2031.1"}
    (session,) = open_file(json.dumps(values)).sessions
    assert session.minutes == minutes


def test_a_code_of_an_emoji_in_a_title_becomes_its_sign_and_the_id_stays(
    open_file: OpenFile,
) -> None:
    event = {key: value for key, value in EVENT.items() if key not in ("guid", "id")}
    plain = open_file(below_days({**event, "title": "Snow zap melts"})).sessions[0]
    coded = open_file(below_days({**event, "title": "Snow :zap: melts"})).sessions[0]
    assert (coded.title, coded.id) == ("Snow ⚡ melts", plain.id)
