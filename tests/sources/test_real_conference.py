"""A published conference, compared with facts that were counted without confui."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Session
from confui.sources.opening import SourceError, open_conference
from tests.sources.facts import CONFERENCES, counts

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


NEXT_SOURCE = CONFERENCES / "djangocon-us-2024"


@pytest.fixture(scope="module")
def with_a_list() -> Conference:
    return open_conference(NEXT_SOURCE)


@pytest.fixture(scope="module")
def facts_of_both() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(NEXT_SOURCE.with_suffix(".expected.json").read_text())
    return loaded


def counted(conference: Conference, *, listed: bool) -> dict[str, Any]:
    """Return the counts of the sessions that a list has, or of those that have a talk file."""
    sessions = tuple(each for each in conference.sessions if ("#" in each.id) is listed)
    slots = Counter(session.slot for session in sessions if session.slot)
    return counts(conference._replace(sessions=sessions)) | {"tracks": slots}


def test_the_counts_of_talk_files_and_of_a_list_are_those_of_the_files(
    with_a_list: Conference, facts_of_both: dict[str, Any]
) -> None:
    talks, listed = counted(with_a_list, listed=False), counted(with_a_list, listed=True)
    assert talks == {name: facts_of_both[name] for name in talks}
    expected = facts_of_both["manual_yaml"]
    without = {"distinct_speakers", "speaker_mentions", "max_speakers"} - expected.keys()
    assert {name: listed[name] for name in listed.keys() - without} == {
        name: expected[name] for name in listed.keys() - without
    }
    assert len(with_a_list.sessions) == facts_of_both["sessions_including_manual"]


def test_nothing_in_talk_files_and_a_list_is_a_problem(with_a_list: Conference) -> None:
    assert with_a_list.problems == ()
    assert len({session.id for session in with_a_list.sessions}) == len(with_a_list.sessions)


def test_a_listed_session_has_its_line(with_a_list: Conference) -> None:
    for session in with_a_list.sessions:
        file = (NEXT_SOURCE / session.id.partition("#")[0]).read_text().splitlines()
        assert "start_datetime:" in file[session.line - 1]


def test_kinds_of_a_list_are_those_an_attendee_would_name(with_a_list: Conference) -> None:
    kinds = Counter(session.kind for session in with_a_list.sessions if "#" in session.id)
    assert kinds == {
        Kind.MEAL: 11,
        Kind.BREAK: 6,
        Kind.SERVICE: 13,
        Kind.SOCIAL: 1,
        Kind.SPRINT: 2,
        Kind.OTHER: 1,
    }


def test_conferences_side_by_side_are_to_be_opened_one_at_a_time() -> None:
    with pytest.raises(SourceError) as caught:
        open_conference(CONFERENCES)
    assert str(caught.value).endswith(
        ": holds 2 conferences; name one of them: djangocon-us-2017, djangocon-us-2024"
    )


@pytest.mark.parametrize("below", ["src", "src/_content", "src/_content/schedule"])
def test_a_part_of_a_site_is_the_same_conference(with_a_list: Conference, below: str) -> None:
    part = open_conference(NEXT_SOURCE / below)
    assert (part.id, len(part.sessions)) == (with_a_list.id, len(with_a_list.sessions))
