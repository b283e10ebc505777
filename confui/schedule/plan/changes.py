"""What became of a session since it was bookmarked."""

from datetime import datetime

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, make_bookmark
from confui.schedule.models import EndSource, Session

CANCELLED = "cancelled"


def describe_changes(bookmark: Bookmark, session: Session | None) -> tuple[str, ...]:
    """Return in words what differs from the snapshot; nothing where all is as it was.

    `session` is None where the schedule has it no more. A cancellation that the attendee has seen
    is no news, the return from it is. Ends that nobody gave move with their neighbours, which is
    not told.
    """
    if session is None:
        return () if bookmark.gone else (CANCELLED,)
    found = ["is back"] if bookmark.gone else []
    if bookmark.start != session.start:
        found.append(_moved(bookmark.start, session.start))
    elif _ends_otherwise(bookmark, session) and bookmark.end and session.end:
        found.append(f"ends {wording.clock(session.end)}, before {wording.clock(bookmark.end)}")
    if set(bookmark.rooms) != set(session.rooms):
        before, after = (", ".join(rooms) or "no room" for rooms in (bookmark.rooms, session.rooms))
        found.append(f"room changed: {before} → {after}")
    if bookmark.title != session.title:
        found.append(f"was called “{bookmark.title}”")
    return tuple(found)


def differs_in_calendar(bookmark: Bookmark, session: Session) -> bool:
    """Whether a session is not what its bookmark remembers, as far as a calendar shows it, or back.

    Calendars are then told a higher sequence number, or they would pass over it.
    """
    now = (session.start, set(session.rooms), session.title)
    same = now == (bookmark.start, set(bookmark.rooms), bookmark.title)
    return bookmark.gone or not same or _ends_otherwise(bookmark, session)


def with_new_snapshot(bookmark: Bookmark, session: Session | None) -> Bookmark:
    """Return a bookmark that remembers what its session is now; None where it is cancelled."""
    if session is None:
        return bookmark._replace(gone=True, sequence=bookmark.sequence + 1)
    present = make_bookmark(session)
    return bookmark._replace(
        title=present.title,
        start=present.start,
        end=present.end,
        rooms=present.rooms,
        inferred=present.inferred,
        gone=False,
        keys=present.keys or bookmark.keys,
        sequence=bookmark.sequence + differs_in_calendar(bookmark, session),
    )


def still_matters(bookmark: Bookmark, session: Session | None, now: datetime | None) -> bool:
    """Whether a change still matters at `now`: before the session is over, as it was and is."""
    ends = [bookmark.end or bookmark.start]
    if session is not None:
        ends.append(session.end or session.start)
    return now is None or any(end is None or end > now for end in ends)


def _ends_otherwise(bookmark: Bookmark, session: Session) -> bool:
    given = not bookmark.inferred and session.end_source is not EndSource.INFERRED
    return given and bookmark.end != session.end


def _moved(before: datetime | None, after: datetime | None) -> str:
    if before is None:
        return f"moved to {_day_and_time(after)}"
    if after is None:
        return f"has no time any more, was at {_day_and_time(before)}"
    if before.date() == after.date():
        return f"moved {wording.clock(before)} → {wording.clock(after)}"
    return f"moved {_day_and_time(before)} → {_day_and_time(after)}"


def _day_and_time(moment: datetime | None) -> str:
    return f"{wording.short_day(moment.date())} {wording.clock(moment)}" if moment else ""
