"""Gaps in a plan, and the sessions that fit into them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from confui.schedule.models import SUPPORTING_KINDS, EndSource, Level, Session

_SHORTEST_GAP = 15
"""Shorter gaps (in minutes) between two sessions are left out if nothing fits."""

_NEAR = timedelta(minutes=30)
"""The longest time that one stays in a room for the next session there."""


class Fit(NamedTuple):
    """A session that fits into a gap, and why it is suggested."""

    session: Session
    reasons: tuple[str, ...] = ()


class Gap(NamedTuple):
    """Free time on a day: between two sessions of a plan, before the first or after the last."""

    day: date
    start: datetime
    end: datetime
    fits: tuple[Fit, ...] = ()
    """Best first."""
    inferred: bool = False
    """Whether it starts at an inferred end."""

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return int((self.end - self.start).total_seconds() // 60)


def plannable_sessions(sessions: Iterable[Session], marked: Iterable[str]) -> tuple[Session, ...]:
    """Return the sessions that could be added to a plan, without breaks and whole-venue sessions.

    Args:
        sessions: The sessions to choose from.
        marked: The ids of sessions with a mark, which are left out.
    """
    excluded = frozenset(marked)
    return tuple(
        session
        for session in sessions
        if session.start and session.exclusive and session.kind not in SUPPORTING_KINDS
        if session.id not in excluded
    )


def busy_sessions(musts: Sequence[Session], maybes: Iterable[Session]) -> list[Session]:
    """Return the sessions that take time in a plan: without maybes that overlap a must."""
    exclusive = [must for must in musts if must.exclusive]
    return [
        *musts,
        *(maybe for maybe in maybes if not maybe.exclusive or is_free_during(maybe, exclusive)),
    ]


def is_free_during(session: Session, planned: Iterable[Session]) -> bool:
    """Whether no planned session, except all-day ones, overlaps `session`."""
    return not any(other.overlap(session) for other in planned if not other.all_day)


def not_started(offered: Sequence[Session], now: datetime | None) -> tuple[Session, ...]:
    """Return the sessions that start after `now` (wall time), or all if there are none."""
    ahead = (session for session in offered if session.start and now and session.start > now)
    return tuple(ahead) or tuple(offered)


def find_gaps(
    day: date,
    planned: Sequence[Session],
    offered: Sequence[Session],
    preferences: "Preferences",
    since: datetime | None = None,
) -> tuple[Gap, ...]:
    """Return the gaps of a day, in order.

    Args:
        day: The conference day.
        planned: The sessions of that day that the attendee goes to.
        offered: The sessions of that day that could be added.
        preferences: How to rank the sessions that fit.
        since: The wall time at which free time starts at the earliest, or `None`.
    """
    busy = sorted(
        (session.start, session.end or session.start)
        for session in planned
        if session.start and not session.all_day
    )
    gaps = (
        (_make_gap(day, max(start, since or start), end, planned, offered, preferences), inner)
        for start, end, inner in _free_times(busy, offered)
        if since is None or end > since
    )
    return tuple(gap for gap, inner in gaps if gap.fits or (inner and gap.minutes >= _SHORTEST_GAP))


def _free_times(
    busy: Sequence[tuple[datetime, datetime]], offered: Sequence[Session]
) -> Iterator[tuple[datetime, datetime, bool]]:
    """Yield start and end of each free time, and whether it is between two planned sessions."""
    starts = [session.start for session in offered if session.start]
    ends = [session.end or session.start for session in offered if session.start]
    opening = min([*starts, *(start for start, _ in busy)], default=None)
    closing = max([*filter(None, ends), *(end for _, end in busy)], default=None)
    if opening is None or closing is None:
        return
    free_from, inner = opening, False
    for start, end in busy:
        if start > free_from:
            yield free_from, start, inner
        free_from, inner = max(free_from, end), True
    if closing > free_from:
        yield free_from, closing, False


def _make_gap(
    day: date,
    start: datetime,
    end: datetime,
    planned: Sequence[Session],
    offered: Sequence[Session],
    preferences: "Preferences",
) -> Gap:
    before = {room for other in planned if other.end == start for room in other.rooms}
    after = {room for other in planned if other.start == end for room in other.rooms}
    fits = []
    for session in offered:
        fit_start, fit_end = session.start, session.end or session.start
        if fit_start and fit_end and start <= fit_start < end and fit_end <= end:
            rooms_before = before if fit_start - start <= _NEAR else set[str]()
            rooms_after = after if end - fit_end <= _NEAR else set[str]()
            fits.append(preferences.rate(session, rooms_before, rooms_after))
    fits.sort(key=lambda fit: (-fit[0], fit[1].session.start or start, fit[1].session.id))
    sources = {other.end_source for other in planned if other.end == start}
    return Gap(day, start, end, tuple(fit for _, fit in fits), sources == {EndSource.INFERRED})


class Preferences(NamedTuple):
    """The levels and tracks that an attendee has chosen, for ranking other sessions."""

    levels: frozenset[Level] = frozenset()
    tracks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, planned: Iterable[Session]) -> "Preferences":
        """Return the preferences that a whole plan shows."""
        sessions = tuple(planned)
        return cls(
            frozenset(session.level for session in sessions if session.level),
            frozenset(session.track for session in sessions if session.track),
        )

    def rate(self, session: Session, before: set[str], after: set[str]) -> tuple[int, Fit]:
        """Return a score (more is better) and the session with the reasons for it.

        Staying in the room counts twice as much as the level or the track.

        Args:
            session: A session that fits into a gap.
            before: The rooms of the planned session just before it.
            after: The rooms of the planned session just after it.
        """
        reasons, score = [], 0
        if shared := sorted(before.intersection(session.rooms)):
            reasons.append(f"you are in {shared[0]} before")
            score += 2
        if shared := sorted(after.intersection(session.rooms)):
            reasons.append(f"you are in {shared[0]} after")
            score += 2
        if session.level in self.levels:
            reasons.append("your level")
            score += 1
        if session.track in self.tracks:
            reasons.append("your track")
            score += 1
        return score, Fit(session, tuple(reasons))
