"""Gaps in a plan, and the sessions that fit into them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple, overload

from confui.schedule.models import SUPPORTING_KINDS, EndSource, Level, Session
from confui.schedule.plan.timeline import list_overlapping
from confui.schedule.rooms import NO_BUILDINGS, Buildings

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
    fits: Sequence[Fit] = ()
    """Best first."""
    inferred: bool = False
    """Whether it starts at an inferred end."""

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return int((self.end - self.start).total_seconds() // 60)


class FitsOfDay(Sequence[Fit]):
    """The sessions that fit into the free time of a whole day, read when somebody asks for them."""

    def __init__(
        self, day: date, count: int, preferences: "Preferences", load: Callable[[], Sequence[Fit]]
    ) -> None:
        """Take what is known; `load` returns the fits, best first."""
        self._count = count
        self._about = day, count, preferences
        """What tells these fits from others."""
        self._load = load

    @cached_property
    def _fits(self) -> Sequence[Fit]:
        return self._load()

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> Fit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Fit]: ...
    def __getitem__(self, index: int | slice) -> Fit | Sequence[Fit]:
        """Return one or some of them."""
        return self._fits[index]

    def __eq__(self, other: object) -> bool:
        """Return whether the other has the same fits, of the same conference."""
        if isinstance(other, FitsOfDay):
            return self._about == other._about
        return tuple(self) == other

    __hash__ = None  # type: ignore[assignment]  # an equal tuple has another hash


def is_plannable(session: Session) -> bool:
    """Whether a session could be added to a plan: it has a time, and is no break nor for all."""
    is_alone = session.exclusive and session.kind not in SUPPORTING_KINDS
    return session.start is not None and is_alone


def busy_sessions(musts: Sequence[Session], maybes: Iterable[Session]) -> list[Session]:
    """Return the sessions that take time in a plan: without maybes that overlap a must."""
    maybes = tuple(maybes)
    backups = list_overlapping(
        (maybe for maybe in maybes if maybe.exclusive), (must for must in musts if must.exclusive)
    )
    return [*musts, *(maybe for maybe in maybes if maybe.id not in backups)]


def find_gaps(
    day: date,
    planned: Sequence[Session],
    offered: Sequence[Session],
    preferences: "Preferences | None" = None,
    since: datetime | None = None,
    buildings: Buildings = NO_BUILDINGS,
) -> tuple[Gap, ...]:
    """Return the gaps of a day, in order.

    Args:
        day: The conference day.
        planned: The sessions of that day that the attendee goes to.
        offered: The sessions of that day that could be added.
        preferences: How to rank the sessions that fit; by time and id if there are none.
        since: The wall time at which free time starts at the earliest, or `None`.
        buildings: How far it is to walk. A session to which one would come late, or from which one
            would come late to the next, does not fit.
    """
    busy = sorted(
        (session.start, session.end or session.start)
        for session in planned
        if session.start and not session.all_day
    )
    around = _Around(planned, offered, buildings)
    preferences = preferences or Preferences()
    gaps = (
        (around.make_gap(day, max(start, since or start), end, preferences), inner)
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


class _Around:
    """The sessions of a day by their times, so that a gap looks at no others than its own."""

    def __init__(
        self, planned: Iterable[Session], offered: Iterable[Session], buildings: Buildings
    ) -> None:
        self._buildings = buildings
        self._ending: dict[datetime, list[Session]] = {}
        self._starting: dict[datetime, list[Session]] = {}
        for session in planned:
            if session.start:
                self._starting.setdefault(session.start, []).append(session)
            if session.end:
                self._ending.setdefault(session.end, []).append(session)
        self._offered = sorted(
            (session.start, session.id, session) for session in offered if session.start
        )

    def make_gap(
        self, day: date, start: datetime, end: datetime, preferences: "Preferences"
    ) -> Gap:
        """Return a gap with the sessions that fit into it."""
        ending = self._ending.get(start, ())
        before = {room for other in ending for room in other.rooms}
        following = self._starting.get(end, ())
        after = {room for other in following for room in other.rooms}
        first, stop = (bisect_left(self._offered, (moment,)) for moment in (start, end))
        fits = []
        for fit_start, _, session in self._offered[first:stop]:
            fit_end = session.end or fit_start
            if fit_end <= end and self._is_reachable(session, ending, following, fit_end):
                rooms_before = before if fit_start - start <= _NEAR else set[str]()
                rooms_after = after if end - fit_end <= _NEAR else set[str]()
                fits.append((fit_start, preferences.rate(session, rooms_before, rooms_after)))
        fits.sort(key=lambda fit: (-fit[1][0], fit[0], fit[1][1].session.id))
        inferred = {other.end_source for other in ending} == {EndSource.INFERRED}
        return Gap(day, start, end, tuple(fit for _, (_, fit) in fits), inferred)

    def _is_reachable(
        self,
        session: Session,
        before: Iterable[Session],
        after: Iterable[Session],
        end: datetime,
    ) -> bool:
        """Whether there is time to walk to a session, and from there to the next one."""
        walk = self._buildings.walk
        return all(
            other.end is None
            or session.start is None
            or session.start - other.end >= timedelta(minutes=walk(other.rooms, session.rooms))
            for other in before
        ) and all(
            other.start is None
            or other.start - end >= timedelta(minutes=walk(session.rooms, other.rooms))
            for other in after
        )


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
