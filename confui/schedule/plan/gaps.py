"""Free time in a plan, and which sessions fit into it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from confui.schedule.models import SUPPORTING_KINDS, EndSource, Level, Session

_SHORT = 15
"""Minutes of a break between two sessions: fewer are worth no word where nothing fits."""


_NEAR = timedelta(minutes=30)
"""How long one waits in a room for what comes next there."""


class Fit(NamedTuple):
    """A session that fits into free time, and what speaks for it."""

    session: Session
    reasons: tuple[str, ...] = ()


class Gap(NamedTuple):
    """Free time between two sessions of a plan, or before the first or after the last of a day."""

    day: date
    start: datetime
    end: datetime
    fits: tuple[Fit, ...] = ()
    """The best first."""
    inferred: bool = False
    """Whether it begins with an end that nobody gave."""

    @property
    def minutes(self) -> int:
        """Its length."""
        return int((self.end - self.start).total_seconds() // 60)


def plannable_sessions(sessions: Iterable[Session], taken: Iterable[str]) -> tuple[Session, ...]:
    """Return what of some sessions could be added to a plan: what happens in a room at a time.

    `taken` are the ids that the attendee has decided on.
    """
    decided = frozenset(taken)
    return tuple(
        session
        for session in sessions
        if session.start and session.exclusive and session.kind not in SUPPORTING_KINDS
        if session.id not in decided
    )


def busy_sessions(musts: Sequence[Session], maybes: Iterable[Session]) -> list[Session]:
    """Return what takes time in a plan: a maybe that runs beside a must is only its backup."""
    rivals = [must for must in musts if must.exclusive]
    return [
        *musts,
        *(each for each in maybes if not each.exclusive or is_free_during(each, rivals)),
    ]


def is_free_during(session: Session, planned: Iterable[Session]) -> bool:
    """Whether nothing of a plan that takes time runs while a session does."""
    return not any(other.overlap(session) for other in planned if not other.all_day)


def not_started(offered: Sequence[Session], now: datetime | None) -> tuple[Session, ...]:
    """Return what has not begun yet; once nothing is ahead, all, as for a look back."""
    ahead = (session for session in offered if session.start and now and session.start > now)
    return tuple(ahead) or tuple(offered)


def find_gaps(
    day: date,
    planned: Sequence[Session],
    offered: Sequence[Session],
    taste: "Preferences",
    since: datetime | None = None,
) -> tuple[Gap, ...]:
    """Return the free time of a day, in order.

    Args:
        day: The conference day.
        planned: What the attendee goes to on that day.
        offered: The candidates of that day.
        taste: What puts the candidates in order.
        since: The wall time before which no time counts as free any more.
    """
    busy = sorted(
        (session.start, session.end or session.start)
        for session in planned
        if session.start and not session.all_day
    )
    return tuple(
        gap
        for start, end, inner in _holes(busy, offered)
        if since is None or end > since
        if (gap := _filled(day, max(start, since or start), end, planned, offered, taste)).fits
        or (inner and gap.minutes >= _SHORT)
    )


def _holes(
    busy: Sequence[tuple[datetime, datetime]], offered: Sequence[Session]
) -> Iterator[tuple[datetime, datetime, bool]]:
    """Yield start and end of what nothing planned covers, and whether it is between sessions."""
    starts = [session.start for session in offered if session.start]
    ends = [session.end or session.start for session in offered if session.start]
    opening = min([*starts, *(start for start, _ in busy)], default=None)
    closing = max([*filter(None, ends), *(end for _, end in busy)], default=None)
    if opening is None or closing is None:
        return
    reached, inner = opening, False
    for start, end in busy:
        if start > reached:
            yield reached, start, inner
        reached, inner = max(reached, end), True
    if closing > reached:
        yield reached, closing, False


def _filled(
    day: date,
    start: datetime,
    end: datetime,
    planned: Sequence[Session],
    offered: Sequence[Session],
    taste: "Preferences",
) -> Gap:
    before = {room for other in planned if other.end == start for room in other.rooms}
    after = {room for other in planned if other.start == end for room in other.rooms}
    fits = []
    for session in offered:
        begins, ends = session.start, session.end or session.start
        if begins and ends and start <= begins < end and ends <= end:
            near = before if begins - start <= _NEAR else set[str]()
            next_to = after if end - ends <= _NEAR else set[str]()
            fits.append(taste.fit(session, near, next_to))
    fits.sort(key=lambda fit: (-fit[0], fit[1].session.start or start, fit[1].session.id))
    sources = {other.end_source for other in planned if other.end == start}
    return Gap(day, start, end, tuple(fit for _, fit in fits), sources == {EndSource.INFERRED})


class Preferences(NamedTuple):
    """What an attendee goes to: what else has the same level or track is likely to please."""

    levels: frozenset[Level] = frozenset()
    tracks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, planned: Iterable[Session]) -> "Preferences":
        """Return what a whole plan tells."""
        sessions = tuple(planned)
        return cls(
            frozenset(session.level for session in sessions if session.level),
            frozenset(session.track for session in sessions if session.track),
        )

    def fit(self, session: Session, before: set[str], after: set[str]) -> tuple[int, Fit]:
        """Return how well a session fits between the rooms before and after, and why.

        To stay in the room weighs twice as much as a level or a track.
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
