"""Checks for what a whole conference lacks: times, rooms, names of speakers.

A schedule that looks complete and is not sends people to the wrong room. So these problems are
part of `Conference.problems`, which attendees see, and not only of `confui check`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import time

from confui.schedule import wording
from confui.schedule.checks.places import find_place
from confui.schedule.models import SUPPORTING_KINDS, Conference, Problem, Session, Severity
from confui.text import quote

_FEW = 2
"""One session without a time, or one speaker who looks like an id, does not make a conference."""

_PLACEHOLDERS = 4
"""From this many sessions on, a midnight at which most of them start is not their time."""
_MANY_AT_ONCE = 10
"""From this many sessions on, the same for any time of day, if they have no rooms."""

INCOMPLETE = frozenset(
    (
        *("no-times", "placeholder-date", "no-rooms", "speakers-are-ids"),
        *("unused-time", "unused-room", "unused-speaker", "unknown-session", "more-pages"),
        *("unsure-times", "another-reading", "unread-sessions"),
    )
)
"""The codes of problems that attendees see when they open the conference."""

UNREADABLE_START = frozenset({"bad-date", "bad-time", "date-without-time", "no-date"})
"""The codes of the problems of sessions whose start could not be read."""

_ID = re.compile(
    r"\d+"  # a number of Sessionize or Indico
    r"|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-f]{16,}"
    r"|[A-Z0-9]{6}"  # a code of pretalx
    r"|[a-z0-9]+(?:[_-][a-z0-9]+)+"  # the name of a file
)


def check_completeness(conference: Conference) -> tuple[Problem, ...]:
    """Return a warning for each thing that a conference as a whole lacks. Needs no hidden session.

    The codes are `no-times`, `placeholder-date`, `no-rooms` and `speakers-are-ids`.
    """
    sessions = conference.visible
    if len(sessions) < _FEW:
        return ()
    return (
        *_find_missing_times(conference, sessions),
        *_find_placeholder_date(conference, sessions),
        *_find_missing_rooms(conference, sessions),
        *_find_speaker_ids(conference, sessions),
    )


def _find_missing_times(conference: Conference, sessions: tuple[Session, ...]) -> Iterator[Problem]:
    if any(session.start is not None for session in sessions):
        return
    unreadable = sum(problem.code in UNREADABLE_START for problem in conference.problems)
    if unreadable < len(sessions):  # else each session says so already
        yield _warning(
            "no-times",
            conference,
            sessions[0],
            f"None of {wording.count_of(len(sessions), 'session')} has a time that confui found",
            "Add the times, or tell confui their keys under `fields` in conference.yaml.",
        )


def _find_placeholder_date(
    conference: Conference, sessions: tuple[Session, ...]
) -> Iterator[Problem]:
    talks = [session for session in sessions if session.kind not in SUPPORTING_KINDS]
    starts = Counter(session.start for session in talks if session.start is not None)
    if not starts:
        return
    [(start, count)] = starts.most_common(1)
    same = [session for session in talks if session.start == start]
    is_midnight = start.time() == time() and count >= _PLACEHOLDERS
    is_crowd = count >= _MANY_AT_ONCE and not any(session.rooms for session in same)
    if 2 * count > len(talks) and (is_midnight or is_crowd):
        yield _warning(
            "placeholder-date",
            conference,
            same[0],
            f"{count:,} of {len(talks):,} talks start at the same moment, on "
            f"{wording.long_day(start.date())} at {wording.clock(start)}",
            "Write when each of them starts, or leave the date out.",
        )


def _find_missing_rooms(conference: Conference, sessions: tuple[Session, ...]) -> Iterator[Problem]:
    if conference.rooms and not any(session.rooms or session.whole_venue for session in sessions):
        yield _warning(
            "no-rooms",
            conference,
            sessions[0],
            f"No session has a room, but the schedule names {_some(conference.rooms)}",
            "Add the room to each session.",
        )


def _find_speaker_ids(conference: Conference, sessions: tuple[Session, ...]) -> Iterator[Problem]:
    names = dict.fromkeys(speaker.name for session in sessions for speaker in session.speakers)
    ids = [name for name in names if _ID.fullmatch(name)]
    if len(ids) < _FEW or 2 * len(ids) <= len(names):
        return
    first = next(s for s in sessions if any(speaker.name in ids for speaker in s.speakers))
    yield _warning(
        "speakers-are-ids",
        conference,
        first,
        f"{len(ids):,} of {len(names):,} speakers have an id instead of a name, such as "
        f"{quote(ids[0])}",
        "Add the speakers' names, or the files or the list that has them.",
    )


def _some(rooms: tuple[str, ...]) -> str:
    more = f" and {len(rooms) - 2} more" if len(rooms) > 2 else ""
    return ", ".join(map(quote, rooms[:2])) + more


def _warning(
    code: str, conference: Conference, session: Session, message: str, fix: str
) -> Problem:
    file, line = find_place(conference, session)
    return Problem(Severity.WARNING, code, file, line, message, fix)
