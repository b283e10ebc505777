"""Inferred ends: a session without an end stops at the next start, or after its usual length."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias

from confui.schedule.models import EndSource, Kind, Session

USUAL_MINUTES = {
    Kind.TALK: 45,
    Kind.KEYNOTE: 60,
    Kind.TUTORIAL: 180,
    Kind.WORKSHOP: 180,
    Kind.PANEL: 60,
    Kind.LIGHTNING: 60,
    Kind.SPRINT: 480,
    Kind.BREAK: 30,
    Kind.MEAL: 60,
    Kind.SOCIAL: 150,
    Kind.SERVICE: 60,
    Kind.OTHER: 60,
}
"""The usual minutes of each kind. An inferred end never makes a session longer."""

_PAUSED_BY_BREAKS = frozenset({Kind.TUTORIAL, Kind.WORKSHOP, Kind.SPRINT})

_VENUE = 0
"""The place of whole-venue sessions."""

_ANYWHERE = 1
"""The place of sessions that are whole-venue or have a room."""

_Place: TypeAlias = str | int
"""The name of a room, or one of the two constants above."""

_Starts: TypeAlias = Mapping[tuple[date, _Place], list[datetime]]
"""The start times for each conference day and place, sorted."""


def infer_ends(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Give every session that has a start an end. The order stays the same.

    An end that is missing, or not after the start, is replaced by the next start on the same
    conference day in one of the session's rooms or for the whole venue, or by the start plus
    `USUAL_MINUTES`, whichever is earlier. It is marked `EndSource.INFERRED`.

    A whole-venue session ends at the next start anywhere. Breaks do not end tutorials, workshops
    and sprints, which pause for them. Hidden sessions do not end other sessions. A session without
    a start stays as it is.
    """
    sessions = tuple(sessions)
    if all(map(_has_end, sessions)):
        return sessions
    visible = [session for session in sessions if session.visible]
    starts = _starts(visible)
    starts_except_breaks = _starts(session for session in visible if session.kind is not Kind.BREAK)
    return tuple(
        session
        if _has_end(session)
        else _with_inferred_end(
            session, starts_except_breaks if session.kind in _PAUSED_BY_BREAKS else starts
        )
        for session in sessions
    )


def _has_end(session: Session) -> bool:
    if session.start is None:
        return True
    return session.end is not None and session.end > session.start


def _with_inferred_end(session: Session, starts: _Starts) -> Session:
    assert session.start is not None
    end = session.start + timedelta(minutes=USUAL_MINUTES[session.kind])
    for place in _places_that_end(session):
        in_order = starts.get((_day(session), place), [])
        following = bisect_right(in_order, session.start)
        if following < len(in_order):
            end = min(end, in_order[following])
    return session._replace(end=end, end_source=EndSource.INFERRED)


def _starts(sessions: Iterable[Session]) -> _Starts:
    starts: defaultdict[tuple[date, _Place], list[datetime]] = defaultdict(list)
    for session in sessions:
        if session.start is not None:
            for place in _places_taken(session):
                starts[_day(session), place].append(session.start)
    for in_order in starts.values():
        in_order.sort()
    return starts


def _places_taken(session: Session) -> Iterator[_Place]:
    yield from session.rooms
    if session.whole_venue:
        yield _VENUE
    if session.whole_venue or session.rooms:
        yield _ANYWHERE


def _places_that_end(session: Session) -> Iterator[_Place]:
    if session.whole_venue:
        yield _ANYWHERE
    else:
        yield from session.rooms
        yield _VENUE


def _day(session: Session) -> date:
    assert session.start is not None
    return session.day or session.start.date()
