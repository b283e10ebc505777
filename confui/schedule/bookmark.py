"""A bookmark: what an attendee says of a session, and what the session was when they said it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from confui.schedule.models import EndSource, Session
from confui.text import clean


class Mark(StrEnum):
    """What an attendee makes of a session: a star of one of two grades, or no wish to see it."""

    MUST = "must"
    MAYBE = "maybe"
    SKIP = "skip"


STARS = frozenset({Mark.MUST, Mark.MAYBE})
"""The grades of a star."""

_EAGERNESS = (None, Mark.SKIP, Mark.MAYBE, Mark.MUST)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Bookmark(NamedTuple):
    """What is kept of one session: a mark, a note or both, and a snapshot of the session."""

    session: str
    """The session's id, as its source has it: not yet safe to show."""
    mark: Mark | None
    """None where there is only a note, or where the mark was taken away."""
    note: str
    """The attendee's own words, Markdown that is safe to show; may have several lines."""
    title: str
    start: datetime | None
    """Wall time, as is `end`."""
    end: datetime | None
    rooms: tuple[str, ...]
    marked_at: datetime | None = None
    """The instant of the last change of the mark, UTC; None where it never had one."""
    noted_at: datetime | None = None
    """The instant of the last change of the note, UTC; None where it never had one."""
    inferred: bool = False
    """Whether nobody gave the end."""
    sequence: int = 0
    """How often the snapshot moved to another time or room, as calendars count it."""
    gone: bool = False
    """Whether the attendee has seen that the schedule has the session no more."""
    keys: tuple[str, ...] = ()
    """What names the session should its id change, see `Session.keys`."""
    known_as: str = ""
    """The id under which it was first kept; empty where that is still the session's."""
    ruled_out: tuple[str, ...] = ()
    """The ids of sessions of which the attendee said that they are not this one."""

    @property
    def first_id(self) -> str:
        """The id under which it was first kept: calendars know the session by it."""
        return self.known_as or self.session

    @property
    def starred(self) -> bool:
        """Whether the session is part of the plan."""
        return self.mark in STARS

    @property
    def kept(self) -> bool:
        """Whether anything but a memory of it is left."""
        return self.mark is not None or bool(self.note)


Revision: TypeAlias = Callable[[Mapping[str, Bookmark]], Mapping[str, Bookmark]]
"""What makes of all bookmarks of a conference, by session id, others."""


def make_bookmark(session: Session, mark: Mark | None = None, note: str = "") -> Bookmark:
    """Return a bookmark with a snapshot of a session as it is now, at no time yet."""
    return Bookmark(
        session=session.id,
        mark=mark,
        note=note,
        title=session.title,
        start=session.start,
        end=session.end,
        rooms=session.rooms,
        inferred=session.end_source is EndSource.INFERRED,
        keys=session.keys,
    )


def session_from_bookmark(bookmark: Bookmark) -> Session:
    """Return a session that the schedule has no more, as far as its bookmark remembers it."""
    return Session(
        id=bookmark.session,
        title=bookmark.title or clean(bookmark.session),
        start=bookmark.start,
        end=bookmark.end,
        end_source=EndSource.INFERRED if bookmark.inferred else EndSource.GIVEN,
        rooms=bookmark.rooms,
        visible=False,
        keys=bookmark.keys,
    )


def tombstone(bookmark: Bookmark) -> Bookmark:
    """Return what is left of a bookmark that is undone: when it was made, and what the session was.

    It claims no other id any more.
    """
    return bookmark._replace(mark=None, note="", known_as="")


def merge(mine: Bookmark | None, theirs: Bookmark) -> Bookmark:
    """Return what two bookmarks of one session come to, for this and the other side alike.

    The newer mark wins, and nothing is dropped: their missing mark takes no mark away, and where
    both wrote a note of their own both are kept. Merging once more changes nothing.
    """
    if mine is None:
        return theirs
    theirs_newer = theirs.mark is not None and _age_of_mark(theirs) > _age_of_mark(mine)
    known = mine if mine.starred or not theirs_newer else theirs
    return known._replace(
        mark=theirs.mark if theirs_newer else mine.mark,
        marked_at=theirs.marked_at if theirs_newer else mine.marked_at,
        note=_merged_note(mine, theirs),
        noted_at=max(filter(None, (mine.noted_at, theirs.noted_at)), default=None),
        # Calendars pass over what has a lower number than they have seen.
        sequence=max(mine.sequence, theirs.sequence),
        keys=mine.keys or theirs.keys,
        # So they know it by the name that it already has here.
        known_as=mine.known_as,
        ruled_out=tuple(dict.fromkeys((*mine.ruled_out, *theirs.ruled_out))),
    )


def _age_of_mark(bookmark: Bookmark) -> tuple[datetime, int]:
    """Return what puts the newer mark last; of two from one instant, the one that wants more."""
    return bookmark.marked_at or _NEVER, _EAGERNESS.index(bookmark.mark)


def join_notes(mine: str, other: str) -> str:
    """Return a note with another one below it, unless one of the two has it all."""
    if _within(other, mine):
        return mine
    return other if _within(mine, other) else f"{mine}\n\n{other}"


def _merged_note(mine: Bookmark, theirs: Bookmark) -> str:
    if not mine.note or not theirs.note:
        # A note that was taken away here stays so, unless another was written since.
        fresh = (theirs.noted_at or _NEVER) > (mine.noted_at or _NEVER) or mine.noted_at is None
        return theirs.note if fresh and not mine.note else mine.note
    if _within(mine.note, theirs.note):
        return theirs.note
    if _within(theirs.note, mine.note):
        return mine.note
    first, second = sorted((mine, theirs), key=_age_of_note)
    return f"{first.note}\n\n{second.note}"


def _within(note: str, other: str) -> bool:
    """Whether a note stands in another one: `no` does not in `I know`."""
    if f"\n\n{note}\n\n" in f"\n\n{other}\n\n":
        return True  # as an earlier merge left it
    place = other.find(note)
    while place >= 0:
        end = place + len(note)
        beside = other[max(0, place - 1) : place] + other[end : end + 1]
        if not any(each.isalnum() or each == "_" for each in beside):
            return True
        place = other.find(note, end)
    return False


def _age_of_note(bookmark: Bookmark) -> tuple[float, str]:
    """Return what puts the newer note first, on both sides alike."""
    return -bookmark.noted_at.timestamp() if bookmark.noted_at else 0.0, bookmark.note
