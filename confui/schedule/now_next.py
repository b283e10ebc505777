"""What is on, and what comes next: the board that hangs in the hallway of a venue."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Conference, Session

_A_DAY = timedelta(days=1)
_RANKS = {Mark.MUST: 0, Mark.MAYBE: 1, None: 2, Mark.SKIP: 3}


def current_sessions(
    conference: Conference, bookmarks: Mapping[str, Bookmark], now: datetime
) -> tuple[Session, ...]:
    """Return what runs at the wall time `now`: what is starred first, what is skipped last."""
    running = (
        session
        for session in conference.visible
        if session.start and session.start <= now < _end(conference, session)
    )
    return _ranked(running, conference, bookmarks)


def next_sessions(
    conference: Conference, bookmarks: Mapping[str, Bookmark], now: datetime
) -> tuple[Session, ...]:
    """Return the next session of each room, of the whole venue, and the next one with a star.

    All are of the day of `now`, or, where nothing begins on it any more, of the next day. What is
    starred comes first, what is skipped last.
    """
    later = [session for session in conference.visible if session.start and session.start > now]
    today = [session for session in later if session.day == conference.day_of(now)]
    day = min((session.day for session in later if session.day), default=None)
    of_day = today or [session for session in later if session.day == day]
    return _ranked(_first_of_each(of_day, bookmarks), conference, bookmarks)


def next_start_time(conference: Conference, now: datetime) -> datetime | None:
    """Return the wall time at which something begins next."""
    starts = (session.start for session in conference.visible if session.start)
    return min((start for start in starts if start > now), default=None)


def _first_of_each(
    sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark]
) -> Iterable[Session]:
    first: dict[str | None, datetime] = {}
    found: dict[str, Session] = {}
    for session in sorted(sessions, key=_start):
        starred = session.id in bookmarks and bookmarks[session.id].starred
        for place in (*_places(session), *([_MINE] if starred else [])):
            if first.setdefault(place, _start(session)) == session.start:
                found[session.id] = session
    return found.values()


_MINE = "\n"
"""The place of what is starred, which no room is called."""


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
            _RANKS[bookmark.mark if bookmark else None],
            session.all_day,
            _start(session),
            -1 if session.whole_venue else place,
            session.id,
        )

    return tuple(sorted(sessions, key=rank))


def _end(conference: Conference, session: Session) -> datetime:
    """Return the end; where there is none the session lasts as long as its day."""
    if session.end is not None or session.start is None:
        return session.end or datetime.max
    day = session.day or session.start.date()
    return datetime.combine(day + _A_DAY, conference.day_change)


def _start(session: Session) -> datetime:
    return session.start or datetime.max


_LONG = 6 * 60


def concurrent_sessions(session: Session, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the other sessions that run while `session` does."""
    return tuple(o for o in sessions if o.id != session.id and session.overlap(o))


def next_in_room(session: Session, sessions: Iterable[Session]) -> Session | None:
    """Return what comes next that day in the session's first room, or for the whole venue."""
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
    """Return what runs at `now`: in `room` if anything does, else what began last.

    What frames the whole day, like a quiet room, counts only where nothing else runs.
    """
    on = [session for session in sessions if _start(session) <= now < _end_or_never(session)]
    return max(
        on, key=lambda s: (s.minutes < _LONG, room in s.rooms, _start(s), s.id), default=None
    )


def _end_or_never(session: Session) -> datetime:
    return session.end or datetime.max
