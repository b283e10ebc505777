"""Sessions, times, levels and marks as text, the same on the screen and in the terminal."""

from datetime import date, datetime

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import SUPPORTING_KINDS, EndSource, Kind, Level, Session
from confui.schedule.variety import MainFacet, Variety

_MINUTES_PER_DAY = 24 * 60
UNSET = "unset"
"""The word for a missing value, on the screen and in a query."""

STAR = "★"
NOTE = "✎"
"""The sign of a note."""

UNSCHEDULED = "Unscheduled"

EVERYWHERE = "whole venue"

MARK_SYMBOLS = {Mark.MUST: STAR, Mark.MAYBE: "☆", Mark.SKIP: "✕"}
"""The symbol of each mark."""

_LEVEL_SYMBOLS = {
    Level.ALL: "○",
    Level.BEGINNER: "◆",
    Level.INTERMEDIATE: "◆◆",
    Level.ADVANCED: "◆◆◆",
}
_LEVEL_NAMES = {
    Level.ALL: "All",
    Level.BEGINNER: "Beginner",
    Level.INTERMEDIATE: "Intermediate",
    Level.ADVANCED: "Advanced",
}
_KINDS_THAT_GO_WITHOUT_SAYING = SUPPORTING_KINDS | {Kind.TALK}
"""A talk is what a session usually is, and the title of a break says that it is one."""
_KINDS_WITH_LEVEL = frozenset({Kind.TALK, Kind.KEYNOTE, Kind.TUTORIAL, Kind.WORKSHOP, Kind.PANEL})


def clock(moment: datetime) -> str:
    """Return a wall time as `09:05`."""
    return f"{moment:%H:%M}"


def short_day(day: date | None) -> str:
    """Return a day as `Tue 15`; `Unscheduled` for `None`."""
    return f"{day:%a} {day.day}" if day else UNSCHEDULED


def long_day(day: date | None) -> str:
    """Return a day as `Tuesday, 15 August 2017`; `Unscheduled` for `None`."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}" if day else UNSCHEDULED


def time_range(
    session: Session, zone: DisplayZone = EVENT_TIME, *, beside_day: bool = False
) -> str:
    """Return start and end as `17:00 – ~17:30`; the tilde marks an inferred end.

    Args:
        session: The session.
        zone: The zone in which to show the times.
        beside_day: Whether the times stand beside the day of the conference that the session is
            listed on, and not beside the date of its start.
    """
    if session.start is None:
        return UNSCHEDULED
    day = session.day if beside_day else session.start.date()
    if session.end is None:
        return zone.clock(session.start, day)
    return f"{zone.clock(session.start, day)} – {end_time(session, zone, day)}"


def times_and_days(session: Session, zone: DisplayZone = EVENT_TIME) -> str:
    """Return start and end as `time_range` does, with both days if they are of several days."""
    if not session.is_of_several_days or session.start is None or session.end is None:
        return time_range(session, zone)
    start, end = session.start, session.end
    mark = "~" if session.end_source is EndSource.INFERRED else ""
    first, last = short_day(start.date()), short_day(end.date())
    return f"{first} {zone.clock(start)} – {last} {mark}{zone.clock(end)}"


def end_time(session: Session, zone: DisplayZone = EVENT_TIME, day: date | None = None) -> str:
    """Return the end as `~17:30`; empty if there is none.

    If the session lasts a day or longer, the day of the end comes first. Else the end stands beside
    `day`, by default its own date.
    """
    if session.end is None:
        return ""
    tilde = "~" if session.end_source is EndSource.INFERRED else ""
    if session.minutes < _MINUTES_PER_DAY:
        return tilde + zone.clock(session.end, day)
    return f"{short_day(session.end.date())} {tilde}{zone.clock(session.end)}"


def day_of_month(session: Session) -> str:
    """Return the day of a session as `Tue 15 Aug`; empty without a time."""
    return f"{session.start:%a} {session.start.day} {session.start:%b}" if session.start else ""


def day_and_time(session: Session) -> str:
    """Return day, start and end as `Tue 15 Aug  17:00 – ~17:30`."""
    return f"{day_of_month(session)}  {time_range(session)}".strip()


def room_names(session: Session) -> str:
    """Return the rooms of a session, `whole venue` or `no room`."""
    names = ", ".join(session.rooms)
    if session.whole_venue:
        return f"{names} ({EVERYWHERE})" if names else EVERYWHERE
    return names or "no room"


def level_symbol(level: Level | None) -> str:
    """Return the symbol of a level: more diamonds for a more advanced session."""
    return _LEVEL_SYMBOLS[level] if level else "·"


def mark_symbol(bookmark: Bookmark | None) -> str:
    """Return the symbol of a bookmark's mark; empty if there is none."""
    return MARK_SYMBOLS[bookmark.mark] if bookmark and bookmark.mark else ""


def bookmark_signs(bookmark: Bookmark | None) -> str:
    """Return the symbol of a bookmark's mark and the sign of its note, those that it has."""
    note = NOTE if bookmark and bookmark.note.strip() else ""
    return mark_symbol(bookmark) + note


def level_name(level: Level | None) -> str:
    """Return the name of a level, such as `Beginner`; `unset` for `None`."""
    return _LEVEL_NAMES[level] if level else UNSET


def kind_name(kind: str) -> str:
    """Return the name of a kind, such as `Keynote`."""
    return kind[:1].upper() + kind[1:]


def level_text(session: Session) -> str:
    """Return symbol and name of a session's level.

    A missing level is `· unset` for talks and the like, and empty for breaks and other kinds that
    never have one.
    """
    if session.level is None:
        return f"· {UNSET}" if session.kind in _KINDS_WITH_LEVEL else ""
    return f"{level_symbol(session.level)} {level_name(session.level)}"


def topic(session: Session, facet: MainFacet | None, variety: Variety) -> str:
    """Return in words what the colour of a session says: its level, its track or its kind.

    For rooms, which the place says, and for sessions without a value it is the level, else the
    track, of sessions that have one.
    """
    if facet is MainFacet.LEVEL:
        return level_text(session)
    if facet is MainFacet.KIND and unusual_kind(session):
        return kind_name(session.kind)
    if session.level and not (facet is MainFacet.TRACK and session.track):
        return level_text(session)
    return session.track if variety.tracks else ""


def unusual_kind(session: Session) -> str:
    """Return the kind of a session; empty for a talk, and where the title says it, as of lunch."""
    return "" if session.kind in _KINDS_THAT_GO_WITHOUT_SAYING else session.kind.value


def speaker_names(session: Session) -> str:
    """Return the names of the speakers, separated by commas."""
    return ", ".join(speaker.name for speaker in session.speakers)


def duration(minutes: int) -> str:
    """Return a duration as `1 h 20 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def unmatched_bookmarks(count: int) -> str:
    """Return a notice that `count` bookmarks match no session; empty for 0."""
    if not count:
        return ""
    verb = "matches" if count == 1 else "match"
    bookmarks = count_of(count, "bookmark")
    return f"{bookmarks} no longer {verb} a session; press m in the app to resolve"


def zone_name(zone: str) -> str:
    """Return the name of an IANA time zone for people: its place, such as `New York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def date_near(day: date, today: date) -> str:
    """Return a date as `1 Feb`, with its year if that is not the present one."""
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def count_of(count: int, noun: str) -> str:
    """Return a count and its noun, such as `1 problem` or `86 sessions`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def reading_progress(name: str, what: str = "", done: int = 0, total: int = 0) -> str:
    """Return how far the reading of a conference is, such as `Reading x: 3 of 9 files`.

    Args:
        name: What the attendee opened; safe to show.
        what: What is counted: `files`, `sessions`, `bytes`, or `saved` for sessions in the cache;
            empty if nothing is yet. `indexed` stands for getting ready to search.
        done: How many are done.
        total: How many there are; 0 for unknown.
    """
    if not what:
        return f"Reading {name} …"
    doing = {"bytes": "Downloading", "saved": "Saving"}.get(what, "Reading")
    return f"{doing} {name}: {count_progress(what, done, total)}"


def count_progress(what: str, done: int, total: int) -> str:
    """Return a step as `3 of 9 files` or `0.4 MiB`; see `reading_progress`."""
    if what == "indexed":
        return "getting ready to search"
    if what == "bytes":
        return f"{done / 2**20:.1f} MiB"
    counted = "sessions" if what == "saved" else what
    return f"{done:,} of {total:,} {counted}" if total else f"{done:,} {counted}"


def date_range(first: date | None, last: date | None) -> str:
    """Return two dates as `13 – 18 Aug 2017`, or one if they are equal; empty for `None`."""
    if first is None or last is None:
        return ""
    end = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    return f"{first.day} {first:%b}{'' if first.year == last.year else f' {first.year}'} – {end}"


def time_ago(minutes: float) -> str:
    """Return a time before now in its largest unit, such as `3 days ago`."""
    for unit, size in (("day", _MINUTES_PER_DAY), ("hour", 60), ("minute", 1)):
        if (count := int(minutes // size)) >= 1:
            return f"{count_of(count, unit)} ago"
    return "just now"
