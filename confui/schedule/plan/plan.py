"""The plan: the starred sessions in time order, with overlaps and gaps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple, Protocol

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, session_from_bookmark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Conference, EndSource, Session
from confui.schedule.plan.changes import describe_changes, still_matters
from confui.schedule.plan.gaps import Fit, FitsOfDay, Gap, Preferences, find_gaps, is_plannable
from confui.schedule.plan.timeline import (
    MOST_LISTED,
    EndsByTime,
    Overlapping,
    ShortWalk,
    list_overlapping,
)
from confui.schedule.rooms import Buildings, list_buildings


class DayOffer(Protocol):
    """What is known of the sessions of a day that could be planned, if they are many."""

    @property
    def start(self) -> datetime:
        """When the first of them starts, in wall time."""

    @property
    def last_start(self) -> datetime:
        """When the last of them starts."""

    @property
    def end(self) -> datetime:
        """When the last of them ends."""

    @property
    def fits(self) -> int:
        """How many of them fit into the time from first start to last end."""


class PlanSessions(NamedTuple):
    """The sessions of a conference, of which a plan asks for those of days with bookmarks."""

    by_id: Mapping[str, Session]
    by_day: Mapping[date | None, tuple[Session, ...]]
    """As `Conference.group_by_day` returns them."""
    offers: Mapping[date | None, DayOffer | None] = MappingProxyType({})
    """What is known of days without their sessions; `None` if nothing could be planned."""

    @classmethod
    def of(cls, conference: Conference) -> "PlanSessions":
        """Return the visible sessions of a conference."""
        visible = conference.visible
        return cls({each.id: each for each in visible}, conference.group_by_day(visible))


class Overlap(NamedTuple):
    """An overlap with another session of the plan."""

    other: Session
    minutes: int
    inferred: bool
    """Whether `minutes` depends on an inferred end."""

    def describe(self, zone: DisplayZone = EVENT_TIME) -> str:
        """Return a line such as `overlaps ~20 min with Django vs Flask (17:00)`."""
        start = zone.clock(self.other.start) if self.other.start else ""
        tilde = "~" if self.inferred else ""
        length = wording.duration(self.minutes)
        return f"overlaps {tilde}{length} with {self.other.title} ({start})"


class PlanItem(NamedTuple):
    """One session of a plan."""

    session: Session
    bookmark: Bookmark
    cancelled: bool = False
    overlaps: tuple[Overlap, ...] = ()
    """The overlaps with sessions that have the same mark, the longest first; at most 20."""
    backs_up: Session | None = None
    """The must that this maybe is a backup for, because they overlap."""
    walk: ShortWalk | None = None
    """The time to get here from another room, if it is too short."""
    changes: tuple[str, ...] = ()
    """Descriptions of the changes that the attendee has not seen."""
    more_overlaps: int = 0
    """How many more overlaps there are than `overlaps` lists."""


class PlanDay(NamedTuple):
    """One day of a plan. `day` is `None` for the sessions without a time."""

    day: date | None
    entries: tuple[PlanItem | Gap, ...] = ()


class Plan(NamedTuple):
    """All starred sessions and the gaps between them, by day."""

    days: tuple[PlanDay, ...] = ()

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """The sessions, in time order."""
        return tuple(e for day in self.days for e in day.entries if isinstance(e, PlanItem))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps, in time order."""
        return tuple(e for day in self.days for e in day.entries if isinstance(e, Gap))

    def session(self, session_id: str) -> Session | None:
        """Return a session of the plan, which can be cancelled; `None` if it is not in the plan."""
        matches = (item.session for item in self.items if item.session.id == session_id)
        return next(matches, None)

    def gap(self, start: datetime | None) -> Gap | None:
        """Return the gap that starts at a wall time; `None` if there is none."""
        return next((gap for gap in self.gaps if gap.start == start), None) if start else None

    def list_sessions(self, expanded_gap: datetime | None) -> tuple[Session, ...]:
        """Return the sessions of the plan in time order, with those that fit into one gap.

        Args:
            expanded_gap: The start (wall time) of the gap; `None` for none.
        """
        sessions: list[Session] = []
        for entry in (entry for day in self.days for entry in day.entries):
            if isinstance(entry, PlanItem):
                sessions.append(entry.session)
            elif entry.start == expanded_gap:
                sessions += [fit.session for fit in entry.fits]
        return tuple(sessions)


def find_overlaps(session: Session, others: Iterable[Session]) -> tuple[Overlap, ...]:
    """Return the overlaps of `session` with `others`, the longest first.

    Whole-venue and all-day sessions overlap nothing.
    """
    overlaps = []
    for other in others if session.exclusive else ():
        shared = session.overlap(other)
        if not shared or other.id == session.id or not other.exclusive:
            continue
        first_to_end = min(session, other, key=lambda s: (_end(s), _has_inferred_end(s)))
        overlaps.append(Overlap(other, shared, _has_inferred_end(first_to_end)))
    return tuple(sorted(overlaps, key=lambda overlap: (-overlap.minutes, overlap.other.id)))


def make_plan(
    conference: Conference,
    bookmarks: Mapping[str, Bookmark],
    now: datetime | None = None,
    zone: DisplayZone = EVENT_TIME,
    sessions: PlanSessions | None = None,
) -> Plan:
    """Return the plan of the starred sessions, with the gaps of every day.

    Args:
        conference: The schedule. A starred session that is not in it is cancelled and stays in
            the plan.
        bookmarks: By session id.
        now: Wall time. Changes of sessions that are over are left out, and gaps start at `now` at
            the earliest, unless no session is ahead. With `None` everything is included.
        zone: The zone in which to say times in descriptions of changes.
        sessions: The sessions of the conference, if they are many.
    """
    source = sessions or PlanSessions.of(conference)
    starred = [bookmark for bookmark in bookmarks.values() if bookmark.starred]
    items = sorted(
        (_item(bookmark, source.by_id, conference, now, zone) for bookmark in starred), key=_order
    )
    offered = _Offered(source, bookmarks, now)
    today = conference.day_of(offered.since) if offered.since else None
    buildings = list_buildings(conference)
    preferences = Preferences.of(item.session for item in items if not item.cancelled)
    by_day = {day: tuple(of_day) for day, of_day in groupby(items, key=lambda i: i.session.day)}
    days = dict.fromkeys([*conference.days, *sorted(filter(None, by_day))])

    def entries(day: date | None) -> tuple[PlanItem | Gap, ...]:
        of_day = by_day.get(day, ())
        free = offered.find_free_day(day, preferences) if day and not of_day else None
        if free is not None:
            return free
        since = offered.since if day and today and day <= today else None
        return _entries(day, of_day, offered.on(day), preferences, buildings, since)

    listed = (*sorted(days), *([None] if None in by_day else []))
    return Plan(tuple(PlanDay(day, entries(day)) for day in listed))


def find_unseen_changes(
    visible: Mapping[str, Session], bookmarks: Mapping[str, Bookmark], now: datetime | None = None
) -> tuple[str, ...]:
    """Return the ids of the starred sessions with changes that the attendee has not seen.

    Args:
        visible: The sessions of the schedule, by id.
        bookmarks: By session id.
        now: Wall time. Sessions that are over are left out, unless it is `None`.
    """
    return tuple(
        bookmark.session
        for bookmark in bookmarks.values()
        if bookmark.starred
        and describe_changes(bookmark, session := visible.get(bookmark.session))
        and still_matters(bookmark, session, now)
    )


def _item(
    bookmark: Bookmark,
    visible: Mapping[str, Session],
    conference: Conference,
    now: datetime | None,
    zone: DisplayZone,
) -> PlanItem:
    session = visible.get(bookmark.session)
    matters = still_matters(bookmark, session, now)
    changes = describe_changes(bookmark, session, zone) if matters else ()
    if session is not None:
        return PlanItem(session, bookmark, changes=changes)
    gone = session_from_bookmark(bookmark)
    day = conference.day_of(gone.start) if gone.start else None
    return PlanItem(gone._replace(day=day), bookmark, cancelled=True, changes=changes)


class _Offered:
    """The sessions that could be added to a plan: those ahead, or all if none is."""

    def __init__(
        self, source: PlanSessions, bookmarks: Mapping[str, Bookmark], now: datetime | None
    ) -> None:
        self._source = source
        self._marked = frozenset(each.session for each in bookmarks.values() if each.mark)
        self._decided = {source.by_id[id].day for id in self._marked if id in source.by_id}
        """The days with sessions that are marked, so that not all of them are offered."""
        self.since: datetime | None = None
        """The wall time after which the offered ones start; `None` for any."""
        if now is not None and self._are_some_ahead(now):
            self.since = now

    def on(self, day: date | None) -> tuple[Session, ...]:
        """Return the sessions of a day that are offered."""
        plannable = _plannable(day, self._source.by_day.get(day, ()))
        since = self.since or datetime.min
        return tuple(
            each
            for each in plannable
            if each.id not in self._marked and each.start and each.start > since
        )

    def find_free_day(self, day: date, preferences: Preferences) -> tuple[Gap, ...] | None:
        """Return the gap of a day on which nothing is starred; None if its sessions are needed."""
        if not self._is_known(day):
            return None
        known, since = self._source.offers[day], self.since or datetime.min
        if known is None or known.last_start <= since or not known.fits:
            return ()
        if known.start <= since:
            return None

        def load() -> Sequence[Fit]:
            return find_gaps(day, (), self.on(day), preferences)[0].fits

        fits = FitsOfDay(day, known.fits, preferences, load)
        return (Gap(day, known.start, known.end, fits),)

    def _is_known(self, day: date | None) -> bool:
        return day in self._source.offers and day not in self._decided

    def _are_some_ahead(self, now: datetime) -> bool:
        """Return whether some sessions have started and others have not."""
        starts: list[datetime] = []
        for day in self._source.by_day:
            if not self._is_known(day):
                starts += [session.start for session in self.on(day) if session.start]
            elif known := self._source.offers[day]:
                starts += known.start, known.last_start
        return bool(starts) and min(starts) <= now < max(starts)


@lru_cache(maxsize=64)  # does not depend on the bookmarks
def _plannable(day: date | None, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """Return the sessions that could be added to a plan, without those of earlier days."""
    return tuple(each for each in sessions if each.day == day and is_plannable(each))


@lru_cache(maxsize=64)  # a changed bookmark affects one day only
def _entries(
    day: date | None,
    items: tuple[PlanItem, ...],
    offered: tuple[Session, ...],
    preferences: Preferences,
    buildings: Buildings,
    since: datetime | None,
) -> tuple[PlanItem | Gap, ...]:
    complete = _with_neighbours(items, buildings)
    if day is None:
        return tuple(complete)
    planned = [item.session for item in complete if not item.cancelled and not item.backs_up]
    gaps = find_gaps(day, planned, offered, preferences, since, buildings)
    return tuple(sorted([*complete, *gaps], key=_entry_order))


def _with_neighbours(items: Iterable[PlanItem], buildings: Buildings) -> list[PlanItem]:
    """Return items with their overlaps, the sessions they are a backup for, and their walks."""
    exclusive = [item for item in items if not item.cancelled and item.session.exclusive]
    musts = [item.session for item in exclusive if item.bookmark.mark is Mark.MUST]
    maybes = [item.session for item in exclusive if item.bookmark.mark is Mark.MAYBE]
    same_mark = list_overlapping(musts, musts) | list_overlapping(maybes, maybes)
    preferred = list_overlapping(maybes, musts)
    ends = EndsByTime((item.session for item in exclusive), buildings)
    nothing = Overlapping()

    def complete(item: PlanItem) -> PlanItem:
        session = item.session
        if item.cancelled or not session.exclusive:
            return item
        beside = same_mark.get(session.id, nothing)
        overlaps = find_overlaps(session, beside.listed)[:MOST_LISTED]
        musts_beside = find_overlaps(session, preferred.get(session.id, nothing).listed)
        return item._replace(
            overlaps=overlaps,
            more_overlaps=beside.total - len(overlaps) if len(overlaps) == MOST_LISTED else 0,
            backs_up=musts_beside[0].other if musts_beside else None,
            walk=ends.walk_to(session),
        )

    return [complete(item) for item in items]


def _order(item: PlanItem) -> tuple[bool, date, datetime, bool, datetime, str]:
    """Return the sort key of an item: time, then must before maybe."""
    session, maybe = item.session, item.bookmark.mark is not Mark.MUST
    start = session.start or datetime.max
    return session.day is None, session.day or date.max, start, maybe, _end(session), session.id


def _entry_order(entry: PlanItem | Gap) -> tuple[datetime, bool]:
    """Return the sort key of an entry: a gap comes after a session with the same start."""
    if isinstance(entry, Gap):
        return entry.start, True
    return entry.session.start or datetime.max, False


def _has_inferred_end(session: Session) -> bool:
    return session.end_source is EndSource.INFERRED


def _end(session: Session) -> datetime:
    return session.end or datetime.max
