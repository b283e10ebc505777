"""The facts that were counted apart from confui in a conference as it was published."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Session
from confui.sources import open_conference

from .facts import CONFERENCES, counts

SOURCE = CONFERENCES / "djangocon-us-2017"
FACTS = CONFERENCES / "djangocon-us-2017.expected.json"

pytestmark = pytest.mark.skipif(not FACTS.exists(), reason="needs the shared conferences")


@pytest.fixture(scope="module")
def conference() -> Conference:
    return open_conference(SOURCE)


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FACTS.read_text())
    return loaded


def room_as_written(session: Session) -> Iterable[str]:
    return session.rooms or (["full"] if session.whole_venue else [])


def test_the_counts_are_those_of_the_files(conference: Conference, facts: dict[str, Any]) -> None:
    counted = counts(conference, room_as_written) | {
        "end_before_or_equal_start": sum(p.code == "bad-end" for p in conference.problems),
        "permalink_null": sum(not each.extra.get("permalink") for each in conference.sessions),
    }
    assert counted == {name: facts[name] for name in counted}


def test_the_only_problem_is_the_one_in_the_files(conference: Conference) -> None:
    (problem,) = conference.problems
    assert problem.code == "repeated-key"
    assert problem.file == "_schedule/talks/2017-08-14-09-00-orientation.md"
    line = (SOURCE / problem.file).read_text().splitlines()[problem.line - 1]
    assert line.strip().startswith("company:")


def test_every_session_has_a_time_on_the_schedule(conference: Conference) -> None:
    assert all(0 < session.minutes <= 480 for session in conference.sessions)


def test_kinds_are_those_an_attendee_would_name(conference: Conference) -> None:
    assert Counter(session.kind for session in conference.visible) == {
        Kind.TALK: 40,
        Kind.MEAL: 14,
        Kind.BREAK: 12,
        Kind.TUTORIAL: 7,
        Kind.KEYNOTE: 3,
        Kind.LIGHTNING: 3,
        Kind.SERVICE: 3,
        Kind.SPRINT: 2,
        Kind.SOCIAL: 2,
    }


def test_a_talk_is_as_it_was_published(conference: Conference) -> None:
    (talk,) = [session for session in conference.sessions if session.title == "Django vs Flask"]
    assert talk.start == datetime(2017, 8, 15, 17)
    assert talk.end == datetime(2017, 8, 15, 17, 30)
    assert talk.end_source is EndSource.INFERRED
    assert talk.rooms == ("Ballroom A",)
