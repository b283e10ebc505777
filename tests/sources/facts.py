"""What is counted of a conference, to compare with facts that were counted apart from confui.

The facts are not part of this repository: the tests that compare them are skipped without.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from confui.schedule.models import Conference, EndSource, Session

CONFERENCES = Path(__file__).parents[2].parent / "shared" / "conferences"


def counts(
    conference: Conference,
    rooms_of: Callable[[Session], Iterable[str]] = lambda session: session.rooms,
) -> dict[str, Any]:
    """Return what every dataset has counts of; `rooms_of` tells a session's rooms as written."""
    sessions = conference.sessions
    starts = [session.start for session in sessions if session.start is not None]
    ends = [s.end for s in sessions if s.end and s.end_source is not EndSource.INFERRED]
    speakers = [speaker for session in sessions for speaker in session.speakers]
    titles = Counter(session.title for session in sessions)
    return {
        "sessions": len(sessions),
        "visible": len(conference.visible),
        "hidden": len(sessions) - len(conference.visible),
        "scheduled": len(starts),
        "unscheduled": len(sessions) - len(starts),
        "rooms": Counter(room for session in sessions for room in rooms_of(session)),
        "no_room": sum(not [*rooms_of(session)] for session in sessions),
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
