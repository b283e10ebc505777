"""What a conference is: frozen values without behaviour beyond what they say of themselves.

Times are wall times at the venue (naive `datetime`): the offset that a file writes beside them is
kept apart and never applied. Absent text is the empty string, absent lists are empty tuples.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

NO_EXTRA: Mapping[str, object] = MappingProxyType({})
"""What a source says beside all that confui knows, where it says no more."""


class Level(StrEnum):
    """How much a session asks of its audience. Unset is `None`, which is not the same as `ALL`."""

    ALL = "all"
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Kind(StrEnum):
    """What sort of entry of the programme a session is."""

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
"""What a programme puts around the sessions that people come for."""

ALL_DAY_MINUTES = 6 * 60


class EndSource(StrEnum):
    """Where a session's end comes from; an inferred end is marked wherever it is shown."""

    GIVEN = "given"
    DURATION = "duration"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """Whether a problem lost something (`ERROR`) or only looks odd (`WARNING`)."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """Something odd in a source. It never costs the rest of the conference."""

    severity: Severity
    code: str
    """A short stable name, such as `bad-date`."""
    file: str
    """Path within the source, safe to show."""
    line: int
    """1-based; 0 where the problem has no line."""
    message: str
    fix: str
    """What the person who owns the file can do about it."""


class Link(NamedTuple):
    """A labelled web address. `url` has passed `text.safe_url`."""

    label: str
    url: str


class Speaker(NamedTuple):
    """A person on the programme."""

    id: str
    name: str
    bio: str = ""
    """Markdown."""
    company: str = ""
    role: str = ""
    links: tuple[Link, ...] = ()
    extra: Mapping[str, object] = NO_EXTRA
    """Every other key as written."""

    def __hash__(self) -> int:
        """Return a hash without what cannot be hashed."""
        return hash((self.id, self.name))


class Session(NamedTuple):
    """One entry of the programme."""

    id: str
    """Unique within the conference: guid or code, else the path of the file within the source."""
    title: str
    subtitle: str = ""
    kind: Kind = Kind.TALK
    kind_label: str = ""
    """The kind as written."""
    start: datetime | None = None
    end: datetime | None = None
    end_source: EndSource = EndSource.UNKNOWN
    utc_offset: int | None = None
    """Minutes east of UTC as written beside the start. Kept, never applied."""
    day: date | None = None
    """The conference day: what starts before `day_change` belongs to the day before."""
    rooms: tuple[str, ...] = ()
    whole_venue: bool = False
    slot: str = ""
    """The parallel slot (`t0`), where the source calls it that or a track."""
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
    """Where it begins in its file, 1-based; 0 where the format does not tell."""
    keys: tuple[str, ...] = ()
    """What names it should its id change, the most lasting first: `guid:…`, `code:…`, `page:…`."""
    extra: Mapping[str, object] = NO_EXTRA
    """Every key of the source that has no place above, as written."""

    def __hash__(self) -> int:
        """Return a hash by the id alone: views remember what they made of a session."""
        return hash(self.id)

    @property
    def minutes(self) -> int:
        """Length in minutes; 0 where the session has no time."""
        if self.start is None or self.end is None:
            return 0
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def all_day(self) -> bool:
        """Whether it only frames the day: registration, a quiet room, a day of sprints."""
        framing = self.whole_venue or not self.rooms or self.kind in SUPPORTING_KINDS
        return framing and self.minutes >= ALL_DAY_MINUTES

    @property
    def exclusive(self) -> bool:
        """Whether who is there misses what else is on; not so where it is for everybody."""
        return not self.whole_venue and not self.all_day

    def overlap(self, other: "Session") -> int:
        """Minutes for which both sessions run; 0 where they are back to back, apart, or untimed."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return 0
        if other.start >= self.end or self.start >= other.end:
            return 0
        shared = min(self.end, other.end) - max(self.start, other.start)
        return int(shared.total_seconds() // 60)


class Conference(NamedTuple):
    """One event. The empty conference is the value before anything is loaded."""

    id: str = ""
    """Names the conference in the attendee's bookmarks."""
    title: str = ""
    timezone: str = ""
    """An IANA zone that the conference declares, or empty: then no time is ever converted."""
    day_change: time = time(4)
    """When one conference day ends and the next begins."""
    url: str = ""
    days: tuple[date, ...] = ()
    rooms: tuple[str, ...] = ()
    """In the order that the conference declares, else that of first appearance."""
    sessions: tuple[Session, ...] = ()
    """By start, those without a time last. Hidden ones are here too."""
    problems: tuple[Problem, ...] = ()
    source: str = ""
    """Where it came from, safe to show."""

    @property
    def visible(self) -> tuple[Session, ...]:
        """The sessions that attendees are meant to see."""
        return tuple(session for session in self.sessions if session.visible)

    def day_of(self, moment: datetime) -> date:
        """Return the conference day of a wall time: the night belongs to the day before."""
        change = timedelta(hours=self.day_change.hour, minutes=self.day_change.minute)
        return (moment - change).date()
