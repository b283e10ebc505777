"""Conference, session, speaker and problem as immutable values.

Times are wall times at the venue (naive `datetime`). The UTC offset that a file gives is stored
separately and never applied. Missing text is the empty string, a missing list an empty tuple.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

NO_EXTRA: Mapping[str, object] = MappingProxyType({})
"""The `extra` of a session or speaker that has no additional keys."""


_OUTLINE = r"(?im)^[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]|^#+ .*outline"
"""As a string: it is compiled when first used, which saves start-up time."""


class Level(StrEnum):
    """The difficulty of a session. A missing level is `None`, which is not the same as `ALL`."""

    ALL = "all"
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Kind(StrEnum):
    """The kind of a session."""

    TALK = "talk"
    KEYNOTE = "keynote"
    TUTORIAL = "tutorial"
    WORKSHOP = "workshop"
    PANEL = "panel"
    LIGHTNING = "lightning"
    SPRINT = "sprint"
    BREAK = "break"
    MEAL = "meal"
    SOCIAL = "social"
    SERVICE = "service"
    OTHER = "other"


SUPPORTING_KINDS = frozenset({Kind.BREAK, Kind.MEAL, Kind.SERVICE, Kind.SOCIAL, Kind.OTHER})
"""The kinds of sessions that accompany the talks."""

ALL_DAY_MINUTES = 6 * 60
"""A supporting session of this many minutes or more counts as all-day."""


_SEVERAL_DAYS = timedelta(hours=12)
"""A session that is at least so long is not one evening that becomes late."""


class EndSource(StrEnum):
    """Where a session's end comes from. An inferred end is always shown with a tilde."""

    GIVEN = "given"
    DURATION = "duration"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """`ERROR` if data was lost, `WARNING` if something only looks wrong."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """Something wrong in a source. The rest of the conference is still loaded."""

    severity: Severity
    code: str
    """A short stable name, such as `bad-date`."""
    file: str
    """Path within the source, safe to show."""
    line: int
    """1-based; 0 if the problem has no line."""
    message: str
    fix: str
    """What the owner of the file can do about it."""


class Link(NamedTuple):
    """A URL with a label. `url` has passed `text.safe_url`."""

    label: str
    url: str


class Speaker(NamedTuple):
    """A speaker of one or more sessions."""

    id: str
    name: str
    bio: str = ""
    """Markdown."""
    company: str = ""
    role: str = ""
    links: tuple[Link, ...] = ()
    extra: Mapping[str, object] = NO_EXTRA
    """All other keys of the source, as written."""

    def __hash__(self) -> int:
        """Return a hash that ignores `extra`, which is not hashable."""
        return hash((self.id, self.name))


class Track(NamedTuple):
    """A track that a source declares."""

    name: str
    colour: str = ""
    """Six hexadecimal digits after `#`, in lower case; empty if the source gives none."""


class Session(NamedTuple):
    """One entry of the schedule: a talk, a break, a social event."""

    id: str
    """Unique within the conference: the guid or code, else the path of the file in the source."""
    title: str
    subtitle: str = ""
    kind: Kind = Kind.TALK
    kind_label: str = ""
    """The kind as written."""
    start: datetime | None = None
    end: datetime | None = None
    end_source: EndSource = EndSource.UNKNOWN
    utc_offset: int | None = None
    """Minutes east of UTC, as written with the start. Stored, never applied."""
    day: date | None = None
    """The conference day. A session before `day_change` belongs to the previous day."""
    rooms: tuple[str, ...] = ()
    whole_venue: bool = False
    slot: str = ""
    """The parallel slot, such as `t0`, if the source gives one (some call it a track)."""
    track: str = ""
    """The topic."""
    level: Level | None = None
    level_label: str = ""
    """The level as written."""
    language: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    abstract: str = ""
    """Markdown."""
    body: str = ""
    """Markdown."""
    video: tuple[str, ...] = ()
    slides: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    visible: bool = True
    line: int = 0
    """The line where it starts in its file, 1-based; 0 if unknown."""
    keys: tuple[str, ...] = ()
    """Identifiers that find the session again if its id changes, the most stable first.

    Each is `guid:…`, `code:…` or `page:…`.
    """
    extra: Mapping[str, object] = NO_EXTRA
    """All other keys of the source, as written."""

    def __hash__(self) -> int:
        """Return the hash of the id, so that views can cache what they draw for a session."""
        return hash(self.id)

    @property
    def minutes(self) -> int:
        """The duration in minutes; 0 if the session has no start or no end."""
        if self.start is None or self.end is None:
            return 0
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def all_day(self) -> bool:
        """Whether it accompanies the whole day: registration, a quiet room, a day of sprints."""
        accompanies = self.whole_venue or not self.rooms or self.kind in SUPPORTING_KINDS
        return accompanies and self.minutes >= ALL_DAY_MINUTES

    @property
    def is_of_several_days(self) -> bool:
        """Whether it goes on past midnight, and for longer than a night: a camp, a hackathon."""
        if self.start is None or self.end is None or self.end - self.start < _SEVERAL_DAYS:
            return False
        return self.end.date() != self.start.date()

    @property
    def exclusive(self) -> bool:
        """Whether attending it rules out other sessions. False for whole-venue and all-day ones."""
        return not self.whole_venue and not self.all_day

    @property
    def has_abstract(self) -> bool:
        """Whether the abstract has any text."""
        return self.abstract.strip() != ""

    @property
    def has_outline(self) -> bool:
        """Whether the body has a list, or a heading that calls itself an outline."""
        return re.search(_OUTLINE, self.body) is not None

    def overlap(self, other: "Session") -> int:
        """Return for how many minutes both sessions run; 0 if either has no start or no end."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return 0
        if other.start >= self.end or self.start >= other.end:
            return 0
        shared = min(self.end, other.end) - max(self.start, other.start)
        return int(shared.total_seconds() // 60)


class Building(NamedTuple):
    """A building of the venue, with its rooms."""

    name: str
    rooms: tuple[str, ...]


class Walk(NamedTuple):
    """The minutes to walk from one building to another, either way."""

    one: str
    other: str
    """Both are empty for any two buildings that no other walk names."""
    minutes: int


class Conference(NamedTuple):
    """One event. The default value stands for no conference."""

    id: str = ""
    """The key of the conference in the attendee's bookmarks."""
    title: str = ""
    timezone: str = ""
    """The IANA time zone that the conference declares. If empty, no time is ever converted."""
    day_change: time = time(4)
    """When one conference day ends and the next begins."""
    url: str = ""
    days: tuple[date, ...] = ()
    rooms: tuple[str, ...] = ()
    """In the order that the conference declares, else in order of first use."""
    sessions: tuple[Session, ...] = ()
    """Sorted by start, those without a start last. Includes hidden sessions."""
    problems: tuple[Problem, ...] = ()
    source: str = ""
    """The path or URL it was loaded from, safe to show."""
    tracks: tuple[Track, ...] = ()
    """Those that the source declares, in its order; sessions may have others."""
    links: tuple[Link, ...] = ()
    """Its site, maps, ways to get there and the like, from the directory that lists it."""
    buildings: tuple[Building, ...] = ()
    """The buildings that the conference declares. A room is in one of them at most."""
    walks: tuple[Walk, ...] = ()

    @property
    def visible(self) -> tuple[Session, ...]:
        """The sessions that are not hidden."""
        return tuple(session for session in self.sessions if session.visible)

    def lacks(self, ids: Collection[str]) -> set[str]:
        """Return those of some ids that no session has."""
        missing = set(ids)
        return missing.difference(session.id for session in self.sessions) if missing else missing

    def group_by_day(self, sessions: Iterable[Session]) -> dict[date | None, tuple[Session, ...]]:
        """Return some of its sessions by day, `None` last for those without one.

        Those of several days are on each, after what starts on that day.
        """
        by_day: dict[date | None, list[Session]] = {day: [] for day in self.days}
        going_on: list[Session] = []
        for session in sessions:
            by_day.setdefault(session.day, []).append(session)
            if session.is_of_several_days:
                going_on.append(session)
        for session in going_on:
            for day in self.later_days(session):
                by_day[day].append(session)
        return {day: tuple(of_day) for day, of_day in by_day.items()}

    def later_days(self, session: Session) -> tuple[date, ...]:
        """Return the days after its own on which a session of several days goes on."""
        if not session.is_of_several_days or session.day is None or session.end is None:
            return ()
        last = self.day_of(session.end - timedelta(minutes=1))
        return tuple(day for day in self.days if session.day < day <= last)

    def day_of(self, moment: datetime) -> date:
        """Return the conference day of a wall time."""
        return conference_day(moment, self.day_change)


def conference_day(moment: datetime, day_change: time) -> date:
    """Return the conference day of a wall time: the day before, if it is before `day_change`."""
    return moment.date() - timedelta(days=moment.time() < day_change)
