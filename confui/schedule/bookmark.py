"""A bookmark: the attendee's mark and note on a session, with a snapshot of the session."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from confui.schedule.models import EndSource, Session
from confui.text import clean


class Mark(StrEnum):
    """The attendee's mark on a session: must see, may see (both are stars) or skip."""

    MUST = "must"
    MAYBE = "maybe"
    SKIP = "skip"


STARS = frozenset({Mark.MUST, Mark.MAYBE})
"""The marks that put a session into the plan."""

_MARK_PRIORITY = (None, Mark.SKIP, Mark.MAYBE, Mark.MUST)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Bookmark(NamedTuple):
    """A mark, a note or both on one session, with a snapshot of the session.

    `title`, `start`, `end` and `rooms` are the session as the attendee last saw it.
    """

    session: str
    """The session's id as in the source; not safe to show."""
    mark: Mark | None
    """`None` if there is only a note, or if the mark was removed."""
    note: str
    """Markdown, safe to show; can have several lines."""
    title: str
    start: datetime | None
    """Wall time, like `end`."""
    end: datetime | None
    rooms: tuple[str, ...]
    marked_at: datetime | None = None
    """The instant of the last change of the mark (UTC); `None` if it never had one."""
    noted_at: datetime | None = None
    """The instant of the last change of the note (UTC); `None` if it never had one."""
    inferred: bool = False
    """Whether the end was inferred."""
    sequence: int = 0
    """The revision number for calendars (`SEQUENCE` in RFC 5545)."""
    gone: bool = False
    """Whether the session is gone from the schedule and the attendee has seen that."""
    keys: tuple[str, ...] = ()
    """Identifiers that find the session again if its id changes, see `Session.keys`."""
    known_as: str = ""
    """The session's first id; empty if it never changed."""
    ruled_out: tuple[str, ...] = ()
    """The ids of sessions that the attendee said are not this one."""

    @property
    def first_id(self) -> str:
        """The session's first id. Calendars identify the session by it."""
        return self.known_as or self.session

    @property
    def starred(self) -> bool:
        """Whether the session is in the plan."""
        return self.mark in STARS

    @property
    def kept(self) -> bool:
        """Whether there is a mark or a note; if not, it is only a tombstone."""
        return self.mark is not None or bool(self.note)


Revision: TypeAlias = Callable[[Mapping[str, Bookmark]], Mapping[str, Bookmark]]
"""A function from a conference's bookmarks, by session id, to their replacement."""


def make_bookmark(session: Session, mark: Mark | None = None, note: str = "") -> Bookmark:
    """Return a bookmark with a snapshot of a session; `marked_at` and `noted_at` are `None`."""
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
    """Return a stand-in for a session that is gone, made from the snapshot. It is hidden."""
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
    """Return what is stored for a removed bookmark: its times and its snapshot.

    It has no mark, no note and no `known_as`.
    """
    return bookmark._replace(mark=None, note="", known_as="")


def merge(mine: Bookmark | None, theirs: Bookmark) -> Bookmark:
    """Merge two bookmarks of one session. Merging a second time changes nothing.

    The newer mark wins. Nothing is lost: a missing mark never removes the other mark, and of two
    different notes both are kept. Both sides get the same mark and note.
    """
    if mine is None:
        return theirs
    theirs_newer = theirs.mark is not None and _age_of_mark(theirs) > _age_of_mark(mine)
    snapshot = mine if mine.starred or not theirs_newer else theirs
    return snapshot._replace(
        mark=theirs.mark if theirs_newer else mine.mark,
        marked_at=theirs.marked_at if theirs_newer else mine.marked_at,
        note=_merged_note(mine, theirs),
        noted_at=max(filter(None, (mine.noted_at, theirs.noted_at)), default=None),
        # Calendars ignore a lower number than they have seen.
        sequence=max(mine.sequence, theirs.sequence),
        keys=mine.keys or theirs.keys,
        # Calendars here know the session by this id.
        known_as=mine.known_as,
        ruled_out=tuple(dict.fromkeys((*mine.ruled_out, *theirs.ruled_out))),
    )


def _age_of_mark(bookmark: Bookmark) -> tuple[datetime, int]:
    """Return a sort key: older marks first, then skip before maybe before must."""
    return bookmark.marked_at or _NEVER, _MARK_PRIORITY.index(bookmark.mark)


def join_notes(mine: str, other: str) -> str:
    """Return a note with another one below it, or just one of them if it contains the other."""
    if _within(other, mine):
        return mine
    return other if _within(mine, other) else f"{mine}\n\n{other}"


def _merged_note(mine: Bookmark, theirs: Bookmark) -> str:
    if not mine.note or not theirs.note:
        # A note that was removed here stays removed, unless theirs was written later.
        newer = (theirs.noted_at or _NEVER) > (mine.noted_at or _NEVER) or mine.noted_at is None
        return theirs.note if newer and not mine.note else mine.note
    if _within(mine.note, theirs.note):
        return theirs.note
    if _within(theirs.note, mine.note):
        return mine.note
    first, second = sorted((mine, theirs), key=_age_of_note)
    return f"{first.note}\n\n{second.note}"


def _within(note: str, other: str) -> bool:
    """Whether a note is part of another, as whole words: `no` is not part of `I know`."""
    if f"\n\n{note}\n\n" in f"\n\n{other}\n\n":
        return True  # an earlier merge joined them
    place = other.find(note)
    while place >= 0:
        end = place + len(note)
        neighbours = other[max(0, place - 1) : place] + other[end : end + 1]
        if not any(character.isalnum() or character == "_" for character in neighbours):
            return True
        place = other.find(note, end)
    return False


def _age_of_note(bookmark: Bookmark) -> tuple[float, str]:
    """Return a sort key that puts the newer note first."""
    return -bookmark.noted_at.timestamp() if bookmark.noted_at else 0.0, bookmark.note
