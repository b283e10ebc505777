"""The keys that forbid recording a session, in the words of each program."""

import json
from collections.abc import Callable

import pytest

from confui.schedule.models import Conference, Session
from confui.sources.values.visibility import add_do_not_record

OpenFile = Callable[..., Conference]
Read = Callable[..., tuple[Session, Conference]]


@pytest.mark.parametrize(
    ("extra", "answer"),
    [
        ({"do_not_record": "true"}, "true"),
        ({"do_not_record": "yes"}, "true"),
        ({"do_not_record": "0"}, "false"),
        ({"doNotRecord": "True"}, "true"),
        ({"recording": {"optout": "true", "license": "CC0"}}, "true"),
        ({"recording": {"optout": "false"}}, "false"),
        ({"recording_optout": "1"}, "true"),
        ({"may_record": "false"}, "true"),
        ({"mayRecord": "true"}, "false"),
        ({"recordingconsent": "no"}, "true"),
        ({"recording_consent": "yes"}, "false"),
        ({"do_not_record": "false", "recording": {"optout": "true"}}, "true"),
        ({"may_record": "perhaps"}, None),
        ({"recording": "true"}, None),
        ({"do_not_record": ["true"]}, None),
        ({}, None),
    ],
    ids=str,
)
def test_each_program_has_its_own_key_for_recording(
    extra: dict[str, object], answer: str | None
) -> None:
    told = add_do_not_record(extra)
    assert told.keys() >= extra.keys()
    assert told.get("do_not_record") == (answer if answer else extra.get("do_not_record"))


XML = "<schedule><event><title>Snow</title><start>1:00</start>{}</event></schedule>"
EVENT = '{{"events": [{{"title": "Snow", {}}}]}}'
SESSIONIZE = '{{"sessions": [{{"title": "Snow", "startsAt": "2031-05-17T10:00:00", {}}}]}}'
ICAL = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Snow\n{}\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    "content",
    [
        XML.format("<recording><optout>true</optout></recording>"),
        XML.format("<may_record>false</may_record>"),
        EVENT.format('"do_not_record": true'),
        EVENT.format('"recording": {"optout": true}'),
        SESSIONIZE.format('"recordingConsent": false'),
        ICAL.format("DO-NOT-RECORD:TRUE"),
    ],
)
def test_every_format_may_forbid_recording(open_file: OpenFile, content: str) -> None:
    (session,) = open_file(content).sessions
    assert session.extra["do_not_record"] == "true"


def test_a_talk_file_may_forbid_recording(read: Read) -> None:
    session, _ = read("title: Snow\nrecordingconsent: no")
    assert session.extra == {"recordingconsent": "no", "do_not_record": "true"}


SECRET = [{"question": "Shoe size", "answer": "forty-three"}]


@pytest.mark.parametrize("key", ["answers", "questionAnswers", "question_answers"])
def test_answers_for_the_organisers_are_not_kept(open_file: OpenFile, key: str) -> None:
    person = {"name": "Amina", key: SECRET, "odd": {key: SECRET}}
    event = {"title": "Snow", "persons": [person], key: SECRET, "odd": [{key: SECRET}]}
    session = {**event, "speakers": [person], "startsAt": "2031-05-17T10:00:00"}
    for document in ({"events": [event]}, {"sessions": [session]}):
        conference = open_file(json.dumps(document))
        assert len(conference.sessions) == 1
        assert "forty-three" not in repr(conference)


def test_answers_in_a_talk_file_are_not_kept(read: Read) -> None:
    session, _ = read("title: Snow\nanswers: [Secret]\npresenters: [{name: Bo, answers: Secret}]")
    assert "Secret" not in repr(session)
