"""The facts that were counted apart from confui in schedules as they were published."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from confui.schedule.models import Conference
from confui.sources import open_conference

CONFERENCES = Path(__file__).parents[2].parent / "shared" / "conferences"

pytestmark = pytest.mark.skipif(not CONFERENCES.exists(), reason="needs the shared conferences")


@pytest.fixture(scope="module", params=["fosdem-2025", "rc3-channels-2020", "pycon-au-2023"])
def published(request: pytest.FixtureRequest) -> tuple[Conference, dict[str, Any]]:
    facts: dict[str, Any] = json.loads((CONFERENCES / f"{request.param}.expected.json").read_text())
    return open_conference(CONFERENCES / str(request.param)), facts


def test_the_counts_are_those_of_the_file(published: tuple[Conference, dict[str, Any]]) -> None:
    conference, facts = published
    sessions = conference.sessions
    starts = [session.start for session in sessions if session.start is not None]
    ends = [session.end for session in sessions if session.end is not None]
    speakers = [speaker for session in sessions for speaker in session.speakers]
    titles = Counter(session.title for session in sessions)
    counted = {
        "sessions": len(sessions),
        "visible": len(conference.visible),
        "hidden": len(sessions) - len(conference.visible),
        "scheduled": len(starts),
        "unscheduled": len(sessions) - len(starts),
        "rooms": Counter(room for session in sessions for room in session.rooms),
        "no_room": sum(not session.rooms for session in sessions),
        "days": Counter(str(session.day) for session in sessions),
        "first_start": f"{min(starts):%Y-%m-%dT%H:%M}",
        "last_start": f"{max(starts):%Y-%m-%dT%H:%M}",
        "last_end": f"{max(ends):%Y-%m-%dT%H:%M}",
        "utc_offsets_minutes": Counter(str(session.utc_offset) for session in sessions),
        "with_end": len(ends),
        "levels": Counter(session.level_label for session in sessions if session.level),
        "no_level": sum(session.level is None for session in sessions),
        "tracks": Counter(session.track for session in sessions if session.track),
        "categories": Counter(session.kind_label for session in sessions if session.kind_label),
        "languages": Counter(word for session in sessions for word in session.language),
        "with_video": sum(bool(session.video) for session in sessions),
        "with_slides": sum(bool(session.slides) for session in sessions),
        "with_speaker": sum(bool(session.speakers) for session in sessions),
        "distinct_speakers": len({speaker.name for speaker in speakers}),
        "speaker_mentions": len(speakers),
        "max_speakers": max(len(session.speakers) for session in sessions),
        "duplicate_titles": {title: count for title, count in titles.items() if count > 1},
        "empty_titles": titles["(untitled)"],
    }
    assert counted == {name: facts[name] for name in counted}


def test_nothing_in_it_is_a_problem(published: tuple[Conference, dict[str, Any]]) -> None:
    assert published[0].problems == ()


def test_what_the_schedule_declares_is_declared(
    published: tuple[Conference, dict[str, Any]],
) -> None:
    conference, facts = published
    zone = facts.get("time_zone_name") or facts.get("time_zone_used") or ""
    assert conference.timezone == zone
    assert conference.id == facts["dataset"]
    assert conference.title == facts.get("conference_title", conference.title)
    assert str(conference.day_change) == facts.get("day_change", "04:00:00")


def test_who_must_not_be_recorded_is_known(published: tuple[Conference, dict[str, Any]]) -> None:
    conference, facts = published
    opted_out = [s for s in conference.sessions if s.extra.get("do_not_record") == "true"]
    assert len(opted_out) == facts.get("do_not_record", 0) + facts.get("recording_optout", 0)


def test_the_folder_and_the_file_are_the_same_conference(
    published: tuple[Conference, dict[str, Any]],
) -> None:
    conference, _ = published
    assert open_conference(conference.source) == conference
