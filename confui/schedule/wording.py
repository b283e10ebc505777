"""The words in which a schedule is told: the same on the screen and on the command line."""

from datetime import date, datetime

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import EndSource, Kind, Level, Session

_DAY = 24 * 60
UNSET = "unset"
STAR = "★"
UNSCHEDULED = "Unscheduled"

SIGNS = {Mark.MUST: STAR, Mark.MAYBE: "☆", Mark.SKIP: "✕"}
"""What stands for each mark."""

_GLYPHS = {
    Level.ALL: "○",
    Level.BEGINNER: "◆",
    Level.INTERMEDIATE: "◆◆",
    Level.ADVANCED: "◆◆◆",
}
_LEVELS = {
    Level.ALL: "All",
    Level.BEGINNER: "Beginner",
    Level.INTERMEDIATE: "Intermediate",
    Level.ADVANCED: "Advanced",
}
_WITH_LEVEL = frozenset({Kind.TALK, Kind.KEYNOTE, Kind.TUTORIAL, Kind.WORKSHOP, Kind.PANEL})


def clock(moment: datetime) -> str:
    """Return a wall time such as `09:05`."""
    return f"{moment:%H:%M}"


def short_day(day: date | None) -> str:
    """Return a day such as `Tue 15`; `Unscheduled` for none."""
    return f"{day:%a} {day.day}" if day else UNSCHEDULED


def long_day(day: date | None) -> str:
    """Return a day such as `Tuesday, 15 August 2017`; `Unscheduled` for none."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}" if day else UNSCHEDULED


def hours(session: Session) -> str:
    """Return start and end such as `17:00 – ~17:30`; the tilde marks an inferred end."""
    if session.start is None:
        return UNSCHEDULED
    if session.end is None:
        return clock(session.start)
    return f"{clock(session.start)} – {end(session)}"


def end(session: Session) -> str:
    """Return the end such as `~17:30`; empty where there is none.

    An end a day or more after the start says on which day it is.
    """
    if session.end is None:
        return ""
    told = ("~" if session.end_source is EndSource.INFERRED else "") + clock(session.end)
    return told if session.minutes < _DAY else f"{short_day(session.end.date())} {told}"


def when(session: Session) -> str:
    """Return day and hours such as `Tue 15 Aug  17:00 – ~17:30`."""
    if session.start is None:
        return UNSCHEDULED
    return f"{session.start:%a} {session.start.day} {session.start:%b}  {hours(session)}"


def where(session: Session) -> str:
    """Return the rooms; a whole-venue session says so."""
    names = ", ".join(session.rooms)
    if session.whole_venue:
        return f"{names} (whole venue)" if names else "whole venue"
    return names or "no room"


def glyph(level: Level | None) -> str:
    """Return the sign of a level: more diamonds ask more of the audience."""
    return _GLYPHS[level] if level else "·"


def sign(bookmark: Bookmark | None) -> str:
    """Return the sign of a mark; empty for none."""
    return SIGNS[bookmark.mark] if bookmark and bookmark.mark else ""


def level_name(level: Level | None) -> str:
    """Return the word of a level."""
    return _LEVELS[level] if level else UNSET


def level(session: Session) -> str:
    """Return sign and word of a session's level; unset is told only where one might be expected."""
    if session.level is None:
        return f"· {UNSET}" if session.kind in _WITH_LEVEL else ""
    return f"{glyph(session.level)} {level_name(session.level)}"


def speakers(session: Session) -> str:
    """Return the speakers' names."""
    return ", ".join(speaker.name for speaker in session.speakers)


def minutes(count: int) -> str:
    """Return a length such as `1 h 20 min`."""
    whole, rest = divmod(count, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def lost_bookmarks(count: int) -> str:
    """Return that bookmarks have lost their sessions, and who asks about it; empty for none."""
    if not count:
        return ""
    these = number(count, "bookmark")
    return f"{these} may be of another session by now; m on the screen asks which"


def number(count: int, noun: str) -> str:
    """Return a count with its noun, such as `1 problem` or `86 sessions`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def days(first: date | None, last: date | None) -> str:
    """Return the days of a conference such as `13 – 18 Aug 2017`; empty for none."""
    if first is None or last is None:
        return ""
    end = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    return f"{first.day} {first:%b}{'' if first.year == last.year else f' {first.year}'} – {end}"


def age(minutes: float) -> str:
    """Return how long ago something was, such as `3 days ago`, in its largest unit."""
    for unit, size in (("day", _DAY), ("hour", 60), ("minute", 1)):
        if (count := int(minutes // size)) >= 1:
            return f"{number(count, unit)} ago"
    return "just now"
