"""How a session has changed since it was bookmarked."""

from datetime import datetime

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, make_bookmark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import EndSource, Session
from confui.text import with_emoji

CANCELLED = "cancelled"
ROOM_CHANGED = "room changed: "
"""How the description of another room begins."""


def describe_changes(
    bookmark: Bookmark, session: Session | None, zone: DisplayZone = EVENT_TIME
) -> tuple[str, ...]:
    """Return descriptions of how a session differs from its snapshot; empty if it does not.

    A cancellation that the attendee has seen is not reported again, but the session's return is.
    Inferred ends move when other sessions do, so they are not compared.

    Args:
        bookmark: The bookmark with the snapshot.
        session: The session as it is now; `None` if it is no longer in the schedule.
        zone: The zone in which to say times.
    """
    if session is None:
        return () if bookmark.gone else (CANCELLED,)
    changes = ["is back"] if bookmark.gone else []
    if bookmark.start != session.start:
        changes.append(_describe_move(bookmark.start, session.start, zone))
    elif _has_other_end(bookmark, session) and bookmark.end and session.end:
        changes.append(f"ends {zone.clock(session.end)}, before {zone.clock(bookmark.end)}")
    if set(bookmark.rooms) != set(session.rooms):
        before, after = (", ".join(rooms) or "no room" for rooms in (bookmark.rooms, session.rooms))
        changes.append(f"{ROOM_CHANGED}{before} → {after}")
    if not _has_title(session, bookmark):
        changes.append(f"was called “{bookmark.title}”")
    return tuple(changes)


def differs_in_calendar(bookmark: Bookmark, session: Session) -> bool:
    """Whether a session differs from its snapshot in what a calendar shows, or is back.

    Its event then needs a higher sequence number, or calendars would ignore the change.
    """
    now = (session.start, set(session.rooms), _has_title(session, bookmark))
    same = now == (bookmark.start, set(bookmark.rooms), True)
    return bookmark.gone or not same or _has_other_end(bookmark, session)


def with_new_snapshot(bookmark: Bookmark, session: Session | None) -> Bookmark:
    """Return the bookmark with a new snapshot; `session` is `None` if it was cancelled."""
    if session is None:
        return bookmark._replace(gone=True, sequence=bookmark.sequence + 1)
    snapshot = make_bookmark(session)
    return bookmark._replace(
        title=snapshot.title,
        start=snapshot.start,
        end=snapshot.end,
        rooms=snapshot.rooms,
        inferred=snapshot.inferred,
        gone=False,
        keys=snapshot.keys or bookmark.keys,
        sequence=bookmark.sequence + differs_in_calendar(bookmark, session),
    )


def still_matters(bookmark: Bookmark, session: Session | None, now: datetime | None) -> bool:
    """Whether a session is not over at `now` (wall time), by its snapshot or by the schedule."""
    ends = [bookmark.end or bookmark.start]
    if session is not None:
        ends.append(session.end or session.start)
    return now is None or any(end is None or end > now for end in ends)


def _has_title(session: Session, bookmark: Bookmark) -> bool:
    """Whether the title is that of the snapshot, in which codes of emoji may still be written."""
    return session.title == bookmark.title or session.title == with_emoji(bookmark.title)


def _has_other_end(bookmark: Bookmark, session: Session) -> bool:
    given = not bookmark.inferred and session.end_source is not EndSource.INFERRED
    return given and bookmark.end != session.end


def _describe_move(before: datetime | None, after: datetime | None, zone: DisplayZone) -> str:
    if before is None:
        return f"moved to {_day_and_time(after, zone)}"
    if after is None:
        return f"no longer has a time, was at {_day_and_time(before, zone)}"
    if before.date() == after.date():
        return f"moved {zone.clock(before)} → {zone.clock(after)}"
    return f"moved {_day_and_time(before, zone)} → {_day_and_time(after, zone)}"


def _day_and_time(moment: datetime | None, zone: DisplayZone) -> str:
    return f"{wording.short_day(moment.date())} {zone.clock(moment)}" if moment else ""
