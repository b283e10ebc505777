"""Clashes: overlapping sessions that share a room or a speaker."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from confui.schedule.models import EndSource, Session

MAX_CLASHES = 10
"""If a room or speaker has more overlaps on a day, one clash with their number stands for all."""

_GIVEN = frozenset({EndSource.GIVEN, EndSource.DURATION})


class Clash(NamedTuple):
    """Two sessions that share a room or a speaker and overlap."""

    session: Session
    """The later one."""
    other: Session
    shared: tuple[str, ...]
    """The names of the rooms or speakers that they share."""
    overlaps: int = 1
    """The number of overlaps that it stands for; more than 1 only if there are too many."""

    @property
    def approximate(self) -> bool:
        """Whether the length of the overlap depends on an inferred or unknown end."""
        return not _GIVEN.issuperset((self.session.end_source, self.other.end_source))


class _Day(NamedTuple):
    """The overlaps of one group on one day."""

    overlaps: int
    first: tuple[tuple[Session, Session], ...]
    """The first `MAX_CLASHES` pairs, each with the earlier session first."""


def find_clashes(groups: Iterable[tuple[str, Iterable[Session]]]) -> tuple[Clash, ...]:
    """Return the clashes within groups, such as rooms, that can have one session at a time.

    Inferred ends are not reliable: two sessions clash only if the end of the earlier one is given,
    or if both start at the same time. A pair that several groups share is returned once, with all
    their names. A group with more than `MAX_CLASHES` overlaps on a day is returned once for that
    day.

    Args:
        groups: Names and sessions.
    """
    pairs: defaultdict[tuple[Session, Session], list[str]] = defaultdict(list)
    crowds = []
    for name, sessions in groups:
        for day in _days(sessions):
            if day.overlaps > MAX_CLASHES:
                other, session = day.first[0]
                crowds.append(Clash(session, other, (name,), day.overlaps))
            else:
                for pair in day.first:
                    pairs[pair].append(name)
    single = (Clash(session, other, tuple(names)) for (other, session), names in pairs.items())
    return (*single, *crowds)


def _days(sessions: Iterable[Session]) -> Iterator[_Day]:
    """Yield the overlaps by the conference day of the earlier session.

    They are counted by bisection, so a group in which all sessions overlap is not slower.
    """
    timed = sorted(
        ((session.start, session.id, session) for session in sessions if session.start),
        key=itemgetter(0, 1),
    )
    starts = [start for start, _, _ in timed]
    counts: defaultdict[date, int] = defaultdict(int)
    pairs: defaultdict[date, list[tuple[Session, Session]]] = defaultdict(list)
    for index, (start, _, session) in enumerate(timed):
        stop = bisect_right(starts, start)
        if session.end is not None and session.end_source in _GIVEN:
            stop = max(stop, bisect_left(starts, session.end))
        day = session.day or start.date()
        counts[day] += stop - index - 1
        stop_listing = min(stop, index + 1 + MAX_CLASHES - len(pairs[day]))
        pairs[day] += [(session, other) for _, _, other in timed[index + 1 : stop_listing]]
    for day, count in counts.items():
        if count:
            yield _Day(count, tuple(pairs[day]))
