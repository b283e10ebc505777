"""What is on now and what comes next, in the conference and around one session."""

from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import ALL_DAY_MINUTES, Conference, EndSource, Session
from confui.schedule.wording import duration

_ONE_DAY = timedelta(days=1)
_JUST_BEGUN = 5
"""For how many minutes after its start a session has just begun."""
_SOON = 60
"""How many minutes before its start a session is announced."""
_MARK_ORDER = {Mark.MUST: 0, Mark.MAYBE: 1, None: 2, Mark.SKIP: 3}
_STARRED = "\n"
"""The place of starred sessions. No room can have this name."""


def current_sessions(
    conference: Conference, bookmarks: Mapping[str, Bookmark], now: datetime
) -> tuple[Session, ...]:
    """Return the sessions that run at `now` (wall time): starred first, skipped last."""
    running = (
        session
        for session in conference.visible
        if session.start and session.start <= now < _end(conference, session)
    )
    return _ranked(running, conference, bookmarks)


def next_sessions(
    conference: Conference, bookmarks: Mapping[str, Bookmark], now: datetime
) -> tuple[Session, ...]:
    """Return the next session of each room, of the whole venue, and the next starred one.

    They are on the day of `now` (wall time), or on the next day with sessions if nothing starts
    on that day any more. Starred sessions come first, skipped ones last.
    """
    later = [session for session in conference.visible if session.start and session.start > now]
    today = [session for session in later if session.day == conference.day_of(now)]
    day = min((session.day for session in later if session.day), default=None)
    of_day = today or [session for session in later if session.day == day]
    return _ranked(_first_of_each(of_day, bookmarks), conference, bookmarks)


class RoomSession(NamedTuple):
    """A session that is on or comes next in a room."""

    room: str
    """Empty for the whole venue, and for sessions without a room."""
    session: Session
    is_next: bool
    is_first: bool
    """Whether it is the first one of its room."""


def list_by_room(
    by_day: Mapping[date | None, Collection[Session]],
    matching: Container[str],
    conference: Conference,
    now: datetime,
) -> tuple[RoomSession, ...]:
    """Return for each room what is on at `now` (wall time), then what comes next.

    What comes next is on the day of `now`; if nothing is on or comes that day, it is on the next
    day with sessions. The whole venue is first, then the rooms in the order of the conference.

    Args:
        by_day: The sessions of each day, as `Conference.group_by_day` returns them. Those of other
            days than today are asked for only if they are needed.
        matching: The ids of the sessions to choose from.
        conference: For the order of the rooms, and the end of a day.
        now: The wall time.
    """
    today = conference.day_of(now)
    # What began a day earlier still goes on, or it is of several days, and so also of today.
    near = {
        each.id: each
        for day in by_day
        if day is not None and timedelta(0) <= today - day <= _ONE_DAY
        for each in by_day[day]
        if each.start and each.id in matching
    }
    in_order = sorted(near.values(), key=_start)
    running = [each for each in in_order if _start(each) <= now < _end(conference, each)]
    later = [each for each in in_order if _start(each) > now and each.day == today]
    if not running and not later:
        for day in sorted(day for day in by_day if day is not None and day > today):
            of_day = (each for each in by_day[day] if each.start and each.day == day)
            later = [each for each in of_day if each.id in matching]
            if later:
                break
    current: dict[str | None, list[Session]] = {}
    following: dict[str | None, Session] = {}
    for session in running:
        for place in _places(session):
            current.setdefault(place, []).append(session)
    for session in later:
        for place in _places(session):
            following.setdefault(place, session)
    used = current.keys() | following.keys()
    known = [place for place in (None, *conference.rooms) if place in used]
    places = [*known, *sorted(place for place in used.difference(known) if place is not None)]
    listed = []
    for place in places:
        here = [(each, False) for each in current.get(place, ())]
        here += [(following[place], True)] if place in following else []
        listed += [
            RoomSession(place or "", session, is_next, number == 0)
            for number, (session, is_next) in enumerate(here)
        ]
    return tuple(listed)


def describe_standing(session: Session, now: datetime) -> str:
    """Return how a session that is on or comes next stands, such as `just begun`, `40 min left`."""
    start = _start(session)
    if start > now:
        minutes = _minutes_between(now, start)
        return f"{'starts ' if minutes < _SOON else ''}in {duration(minutes)}"
    if _minutes_between(start, now) < _JUST_BEGUN:
        return "just begun"
    return time_left(session, now) or "on"


def time_left(session: Session, now: datetime) -> str:
    """Return the time until the end, such as `40 min left`; empty without an end.

    A tilde marks an end that was inferred.
    """
    if session.end is None:
        return ""
    tilde = "~" if session.end_source is EndSource.INFERRED else ""
    return f"{tilde}{duration(_minutes_between(now, session.end))} left"


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session has ended by the wall time `now`; without an end, whether it has begun."""
    end = session.end or session.start
    return end is not None and end <= now


def next_start_time(conference: Conference, now: datetime) -> datetime | None:
    """Return the wall time of the next start after `now`; `None` if nothing starts any more."""
    starts = (session.start for session in conference.visible if session.start)
    return min((start for start in starts if start > now), default=None)


def _first_of_each(
    sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark]
) -> Iterable[Session]:
    first: dict[str | None, datetime] = {}
    next_by_id: dict[str, Session] = {}
    for session in sorted(sessions, key=_start):
        starred = session.id in bookmarks and bookmarks[session.id].starred
        for place in (*_places(session), *([_STARRED] if starred else [])):
            if first.setdefault(place, _start(session)) == session.start:
                next_by_id[session.id] = session
    return next_by_id.values()


def _places(session: Session) -> tuple[str | None, ...]:
    return (None,) if session.whole_venue else session.rooms or ("",)


def _ranked(
    sessions: Iterable[Session], conference: Conference, bookmarks: Mapping[str, Bookmark]
) -> tuple[Session, ...]:
    places = {room: place for place, room in enumerate(conference.rooms)}

    def rank(session: Session) -> tuple[int, bool, datetime, int, str]:
        bookmark = bookmarks.get(session.id)
        place = min((places.get(room, len(places)) for room in session.rooms), default=len(places))
        return (
            _MARK_ORDER[bookmark.mark if bookmark else None],
            session.all_day,
            _start(session),
            -1 if session.whole_venue else place,
            session.id,
        )

    return tuple(sorted(sessions, key=rank))


def _end(conference: Conference, session: Session) -> datetime:
    """Return the end of a session; without one it lasts until its conference day ends."""
    if session.end is not None or session.start is None:
        return session.end or datetime.max
    day = session.day or session.start.date()
    return datetime.combine(day + _ONE_DAY, conference.day_change)


def _start(session: Session) -> datetime:
    return session.start or datetime.max


def describe_countdown(session: Session, now: datetime | None) -> str:
    """Return how a session stands at `now` (wall time), such as `now, 40 min left`.

    That is `starts in 25 min` in the hour before it. Otherwise the result is empty.
    """
    if now is None or session.start is None:
        return ""
    if session.start > now:
        minutes = _minutes_between(now, session.start)
        return f"starts in {minutes} min" if minutes <= _SOON else ""
    if session.end is None or session.end <= now:
        return ""
    return f"now, {time_left(session, now)}"


def _minutes_between(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def concurrent_sessions(session: Session, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the other sessions that overlap `session`, without those that last all day."""
    start, end = session.start, session.end
    if start is None or end is None:
        return ()
    return tuple(
        other
        for other in sessions
        if other.start is not None
        and other.start < end  # first what is cheap to ask: there may be thousands
        and other.end is not None
        and start < other.end
        and other.id != session.id
        and session.overlap(other)
        and not other.all_day
    )


def next_in_room(session: Session, sessions: Iterable[Session]) -> Session | None:
    """Return the next session that day in the first room of `session`, or for the whole venue.

    `None` if nothing follows, or if `session` has no room or no end.
    """
    if session.end is None or not session.rooms:
        return None
    room, end = session.rooms[0], session.end
    later = [
        other
        for other in sessions
        if other.start is not None
        and other.start >= end
        and other.day == session.day
        and (other.whole_venue or room in other.rooms)
    ]
    return min(later, key=lambda other: (_start(other), other.id), default=None)


def current_session(sessions: Iterable[Session], now: datetime, room: str) -> Session | None:
    """Return a session that runs at `now` (wall time), preferably in `room`, else the latest start.

    Long sessions, such as a quiet room, are returned only if nothing else runs. `None` if nothing
    runs.
    """
    running = [session for session in sessions if _start(session) <= now < _end_or_never(session)]

    def preference(session: Session) -> tuple[bool, bool, datetime, str]:
        is_short = session.minutes < ALL_DAY_MINUTES
        return is_short, room in session.rooms, _start(session), session.id

    return max(running, key=preference, default=None)


def _end_or_never(session: Session) -> datetime:
    return session.end or datetime.max
