"""Sessions that cannot all take place as written: what shares a room, or a person, overlaps."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from confui.schedule.models import EndSource, Session

MOST = 10
"""How many overlaps of one room or person in a day are told each; of more, only the number."""

_GIVEN = frozenset({EndSource.GIVEN, EndSource.DURATION})


class Clash(NamedTuple):
    """Two sessions that share something and overlap."""

    session: Session
    """The later one."""
    other: Session
    shared: tuple[str, ...]
    """What they share: names of rooms, or of people."""
    overlaps: int = 1
    """More than one where it stands for all of them: too many to be mistakes one by one."""

    @property
    def about(self) -> bool:
        """Whether an end that nobody gave decides for how long they overlap."""
        return not _GIVEN.issuperset((self.session.end_source, self.other.end_source))


class _Day(NamedTuple):
    """What overlaps in one group on one day."""

    overlaps: int
    first: tuple[tuple[Session, Session], ...]
    """The first of the pairs, the earlier session first; all of them up to `MOST`."""


def find_clashes(groups: Iterable[tuple[str, Iterable[Session]]]) -> tuple[Clash, ...]:
    """Return what overlaps within named groups that can hold one session at a time.

    An inferred end says nothing, so that two sessions count where the earlier one's end is given,
    or where both start at once. A pair that several groups hold comes once, with all their names. A
    group with more than `MOST` overlaps in a day comes once for that day.
    """
    pairs: defaultdict[tuple[Session, Session], list[str]] = defaultdict(list)
    crowds = []
    for name, sessions in groups:
        for found in _days(sessions):
            if found.overlaps > MOST:
                other, session = found.first[0]
                crowds.append(Clash(session, other, (name,), found.overlaps))
            else:
                for pair in found.first:
                    pairs[pair].append(name)
    single = (Clash(session, other, tuple(names)) for (other, session), names in pairs.items())
    return (*single, *crowds)


def _days(sessions: Iterable[Session]) -> Iterator[_Day]:
    """Yield the overlaps by the conference day of the earlier session.

    They are counted without being looked at, so that a group where all overlap costs no more.
    """
    timed = sorted(
        ((session.start, session.id, session) for session in sessions if session.start),
        key=itemgetter(0, 1),
    )
    starts = [start for start, _, _ in timed]
    counts: defaultdict[date, int] = defaultdict(int)
    pairs: defaultdict[date, list[tuple[Session, Session]]] = defaultdict(list)
    for place, (start, _, session) in enumerate(timed):
        behind = bisect_right(starts, start)
        if session.end is not None and session.end_source in _GIVEN:
            behind = max(behind, bisect_left(starts, session.end))
        day = session.day or start.date()
        counts[day] += behind - place - 1
        wanted = min(behind, place + 1 + MOST - len(pairs[day]))
        pairs[day] += [(session, other) for _, _, other in timed[place + 1 : wanted]]
    for day, count in counts.items():
        if count:
            yield _Day(count, tuple(pairs[day]))
