"""The attendee's plan: what they starred, in time order, with what collides and what stays free."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, session_from_bookmark
from confui.schedule.models import Conference, EndSource, Session
from confui.schedule.plan.changes import describe_changes, still_matters
from confui.schedule.plan.gaps import Gap, Preferences, find_gaps, not_started, plannable_sessions
from confui.schedule.plan.rooms import are_separate

_WALK = 5
"""Minutes to another room: fewer are told."""


class Overlap(NamedTuple):
    """Two sessions that run at the same time."""

    other: Session
    minutes: int
    inferred: bool
    """Whether an end that nobody gave decides the minutes."""

    def __str__(self) -> str:
        """Return a line such as `overlaps ~20 min with Django vs Flask (17:00)`."""
        start = wording.clock(self.other.start) if self.other.start else ""
        about = "~" if self.inferred else ""
        length = wording.duration(self.minutes)
        return f"overlaps {about}{length} with {self.other.title} ({start})"


class PlanItem(NamedTuple):
    """One session of a plan."""

    session: Session
    bookmark: Bookmark
    cancelled: bool = False
    overlaps: tuple[Overlap, ...] = ()
    """What of the same grade runs at the same time."""
    backs_up: Session | None = None
    """The must that this maybe runs beside."""
    walk: int | None = None
    """Minutes from the session before, in another room, where they are few."""
    changes: tuple[str, ...] = ()
    """What became of it that the attendee has not seen."""


class PlanDay(NamedTuple):
    """One day of a plan; the day None holds what has no time."""

    day: date | None
    entries: tuple[PlanItem | Gap, ...] = ()


class Plan(NamedTuple):
    """All that an attendee starred, day by day, and their free time."""

    days: tuple[PlanDay, ...] = ()

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """The sessions, in order."""
        return tuple(e for day in self.days for e in day.entries if isinstance(e, PlanItem))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The free time, in order."""
        return tuple(e for day in self.days for e in day.entries if isinstance(e, Gap))

    def session(self, session_id: str) -> Session | None:
        """Return a session of the plan, also one that the schedule has no more."""
        found = (item.session for item in self.items if item.session.id == session_id)
        return next(found, None)

    def gap(self, start: datetime | None) -> Gap | None:
        """Return the free time that begins then."""
        return next((gap for gap in self.gaps if gap.start == start), None) if start else None

    def listed(self, filling: datetime | None) -> tuple[Session, ...]:
        """Return the sessions of the plan, with those that fit into one stretch of free time."""
        found: list[Session] = []
        for entry in (entry for day in self.days for entry in day.entries):
            if isinstance(entry, PlanItem):
                found.append(entry.session)
            elif entry.start == filling:
                found += [fit.session for fit in entry.fits]
        return tuple(found)


def find_overlaps(session: Session, others: Iterable[Session]) -> tuple[Overlap, ...]:
    """Return what of `others` collides with `session`, the longest overlap first.

    What is for the whole venue or frames the day collides with nothing.
    """
    found = []
    for other in others if session.exclusive else ():
        shared = session.overlap(other)
        if not shared or other.id == session.id or not other.exclusive:
            continue
        first = min(session, other, key=lambda each: (_end(each), _guessed(each)))
        found.append(Overlap(other, shared, _guessed(first)))
    return tuple(sorted(found, key=lambda overlap: (-overlap.minutes, overlap.other.id)))


def make_plan(
    conference: Conference, bookmarks: Mapping[str, Bookmark], now: datetime | None = None
) -> Plan:
    """Return the plan that some bookmarks make, with the free time of every day.

    Args:
        conference: The schedule; a starred session that it has no more is cancelled, and stays.
        bookmarks: By session id.
        now: The wall time: changes of what is over are not told, and free time begins now at
            the earliest, unless nothing is ahead any more. Without it all counts.
    """
    visible = {session.id: session for session in conference.visible}
    starred = [star for star in bookmarks.values() if star.starred]
    items = sorted((_item(star, visible, conference, now) for star in starred), key=_order)
    alive = [item for item in items if not item.cancelled]
    decided = {each.session for each in bookmarks.values() if each.mark}
    attendable = _attendable(conference.sessions)
    offered = tuple(session for session in attendable if session.id not in decided)
    ahead = not_started(offered, now)
    since = now if len(ahead) < len(offered) else None
    today = conference.day_of(since) if since else None
    taste = Preferences.of(item.session for item in alive)
    free_on: dict[date | None, list[Session]] = {}
    for session in ahead:
        free_on.setdefault(session.day, []).append(session)
    by_day = {day: tuple(of_day) for day, of_day in groupby(items, key=lambda i: i.session.day)}
    days = dict.fromkeys([*conference.days, *sorted(filter(None, by_day))])
    return Plan(
        tuple(
            PlanDay(
                day,
                _entries(
                    day,
                    by_day.get(day, ()),
                    tuple(free_on.get(day, ())),
                    taste,
                    since if day and today and day <= today else None,
                ),
            )
            for day in (*sorted(days), *([None] if None in by_day else []))
        )
    )


def find_unseen_changes(
    visible: Mapping[str, Session], bookmarks: Mapping[str, Bookmark], now: datetime | None = None
) -> tuple[str, ...]:
    """Return the ids of the starred sessions that changed and that the attendee has not seen so.

    `visible` are the sessions that the schedule has, by id.
    """
    return tuple(
        star.session
        for star in bookmarks.values()
        if star.starred
        and describe_changes(star, session := visible.get(star.session))
        and still_matters(star, session, now)
    )


def _item(
    star: Bookmark, visible: Mapping[str, Session], conference: Conference, now: datetime | None
) -> PlanItem:
    session = visible.get(star.session)
    told = describe_changes(star, session) if still_matters(star, session, now) else ()
    if session is not None:
        return PlanItem(session, star, changes=told)
    gone = session_from_bookmark(star)
    day = conference.day_of(gone.start) if gone.start else None
    return PlanItem(gone._replace(day=day), star, cancelled=True, changes=told)


@lru_cache(maxsize=2)  # the same for every mark
def _attendable(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    return plannable_sessions((session for session in sessions if session.visible), ())


@lru_cache(maxsize=64)  # a mark changes one day
def _entries(
    day: date | None,
    items: tuple[PlanItem, ...],
    offered: tuple[Session, ...],
    taste: Preferences,
    since: datetime | None,
) -> tuple[PlanItem | Gap, ...]:
    alive = [item for item in items if not item.cancelled and item.session.exclusive]
    told = [_beside(item, alive) for item in items]
    if day is None:
        return tuple(told)
    planned = [item.session for item in told if not item.cancelled and not item.backs_up]
    free = find_gaps(day, planned, offered, taste, since)
    return tuple(sorted([*told, *free], key=_moment))


def _beside(item: PlanItem, alive: list[PlanItem]) -> PlanItem:
    """Return an item with what it collides with, what it stands in for, and how far it is."""
    if item.cancelled or not item.session.exclusive:
        return item
    grade = item.bookmark.mark
    colliding = find_overlaps(item.session, [o.session for o in alive if o.bookmark.mark is grade])
    musts = [other.session for other in alive if other.bookmark.mark is Mark.MUST]
    preferred = find_overlaps(item.session, musts) if grade is Mark.MAYBE else ()
    return item._replace(
        overlaps=colliding,
        backs_up=preferred[0].other if preferred else None,
        walk=_walk(item.session, [other.session for other in alive]),
    )


def _walk(session: Session, planned: list[Session]) -> int | None:
    """Return the minutes from what ended last before a session, if it is elsewhere, and few."""
    if session.start is None:
        return None
    before = [each for each in planned if each.end is not None and each.end <= session.start]
    ended = max(map(_end, before), default=None)
    last = [each for each in before if each.end == ended]
    if ended is None or not all(are_separate(each.rooms, session.rooms) for each in last):
        return None
    minutes = int((session.start - ended).total_seconds() // 60)
    return minutes if minutes < _WALK else None


def _order(item: PlanItem) -> tuple[bool, date, datetime, bool, datetime, str]:
    """Return what puts items in order: by time, of two at once the must before the maybe."""
    session, maybe = item.session, item.bookmark.mark is not Mark.MUST
    start = session.start or datetime.max
    return session.day is None, session.day or date.max, start, maybe, _end(session), session.id


def _moment(entry: PlanItem | Gap) -> tuple[datetime, bool]:
    """Return what puts an entry in its place: free time comes after what ends when it begins."""
    if isinstance(entry, Gap):
        return entry.start, True
    return entry.session.start or datetime.max, False


def _guessed(session: Session) -> bool:
    return session.end_source is EndSource.INFERRED


def _end(session: Session) -> datetime:
    return session.end or datetime.max
