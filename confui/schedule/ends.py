"""When a session ends that does not say so: inferred from what follows it, and from its kind."""

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
"""How long a session of each kind usually is, in minutes: no inferred end makes it longer."""

_PAUSED_BY_BREAKS = frozenset({Kind.TUTORIAL, Kind.WORKSHOP, Kind.SPRINT})


_VENUE = 0
"""The place of what spans all rooms."""

_ANYWHERE = 1
"""The place of what spans all rooms or has one."""

_Place: TypeAlias = str | int
"""A room by its name, or one of the two above."""

_Starts: TypeAlias = Mapping[tuple[date, _Place], list[datetime]]
"""The sorted start times of each conference day and place."""


def infer_ends(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions in the same order; each one that has a start then has an end.

    An end that is missing, or not after the start, becomes the next start of the same conference
    day in one of the session's rooms or across the venue, at most `USUAL_MINUTES` of its kind away,
    and is marked `EndSource.INFERRED`. A session across the venue ends at the next start that is
    across the venue or in any room. A break ends no tutorial, workshop or sprint: they pause for
    it. Hidden sessions end nobody's session. A session without a start comes back as it is.
    """
    sessions = tuple(sessions)
    if all(map(_has_end, sessions)):
        return sessions
    enders = [session for session in sessions if session.visible]
    starts = _starts(enders)
    without_breaks = _starts(session for session in enders if session.kind is not Kind.BREAK)
    return tuple(
        session
        if _has_end(session)
        else _ended(session, without_breaks if session.kind in _PAUSED_BY_BREAKS else starts)
        for session in sessions
    )


def _has_end(session: Session) -> bool:
    if session.start is None:
        return True
    return session.end is not None and session.end > session.start


def _ended(session: Session, starts: _Starts) -> Session:
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
