"""Published schedules, compared with facts that were counted without confui."""

import json
from typing import Any

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from tests.sources.facts import CONFERENCES, counts

pytestmark = pytest.mark.skipif(not CONFERENCES.exists(), reason="needs the shared conferences")


@pytest.fixture(scope="module", params=["fosdem-2025", "rc3-channels-2020", "pycon-au-2023"])
def published(request: pytest.FixtureRequest) -> tuple[Conference, dict[str, Any]]:
    facts: dict[str, Any] = json.loads((CONFERENCES / f"{request.param}.expected.json").read_text())
    return open_conference(CONFERENCES / str(request.param)), facts


def test_the_counts_are_those_of_the_published_file(
    published: tuple[Conference, dict[str, Any]],
) -> None:
    conference, facts = published
    counted = counts(conference)
    assert counted == {name: facts[name] for name in counted}


def test_a_published_schedule_has_no_problems(published: tuple[Conference, dict[str, Any]]) -> None:
    assert published[0].problems == ()


def test_the_values_of_the_conference_are_read(
    published: tuple[Conference, dict[str, Any]],
) -> None:
    conference, facts = published
    zone = facts.get("time_zone_name") or facts.get("time_zone_used") or ""
    assert conference.timezone == zone
    assert conference.id == facts["dataset"]
    assert conference.title == facts.get("conference_title", conference.title)
    assert str(conference.day_change) == facts.get("day_change", "04:00:00")


def test_do_not_record_is_read(published: tuple[Conference, dict[str, Any]]) -> None:
    conference, facts = published
    opted_out = [s for s in conference.sessions if s.extra.get("do_not_record") == "true"]
    assert len(opted_out) == facts.get("do_not_record", 0) + facts.get("recording_optout", 0)


def test_the_folder_and_the_file_are_the_same_conference(
    published: tuple[Conference, dict[str, Any]],
) -> None:
    conference, _ = published
    assert open_conference(conference.source) == conference
