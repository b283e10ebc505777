"""Sessions as an iCalendar file (RFC 5545).

Exports are deterministic: the same sessions and bookmarks give the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vText

from confui.schedule import ical_text, wording
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Conference, EndSource, Session
from confui.schedule.plan import differs_in_calendar

_STATUS = {Mark.MUST: "CONFIRMED", Mark.MAYBE: "TENTATIVE"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""DTSTAMP of an event without a dated mark: any dated one is newer."""
_A_DAY = timedelta(days=1)


class CalendarEntry(NamedTuple):
    """A session to write to a calendar, with the attendee's bookmark of it."""

    session: Session
    bookmark: Bookmark | None = None
    cancelled: bool = False


def as_calendar(
    conference: Conference, entries: Iterable[CalendarEntry], reminder: int | None = None
) -> bytes:
    """Return sessions as iCalendar: UTF-8 with CRLF line ends; empty if no session has a time.

    Times are in the time zone that the conference declares; without one they are floating wall
    times. Sessions without a time are left out; `untimed_notice` counts them.

    Args:
        conference: The conference of the sessions.
        entries: The sessions, in the order to write them.
        reminder: Minutes from a reminder to the start of its session; `None` for no reminders.
    """
    timed = [entry for entry in entries if entry.session.start]
    if not timed:
        return b""
    zone = ZoneInfo(conference.timezone) if conference.timezone else None
    calendar = Calendar()
    calendar.add("prodid", "-//confui//confui//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", ical_text.escape(conference.title))
    for uid, entry in zip(_uids(conference, timed), timed, strict=True):
        event = _event(conference, entry, zone, reminder)
        event.add("uid", uid)
        calendar.add_component(event)
    if zone is not None:
        starts = [entry.session.start.date() for entry in timed if entry.session.start]
        calendar.add_missing_timezones(min(starts) - _A_DAY, max(starts) + 2 * _A_DAY)
    data: bytes = calendar.to_ical()
    return data


def untimed_notice(starts: Iterable[datetime | None]) -> str:
    """Return how many sessions have no time and are left out of a calendar; empty for none."""
    count = sum(start is None for start in starts)
    if not count:
        return ""
    verbs = "has no time and is" if count == 1 else "have no time and are"
    return f"{wording.count_of(count, 'session')} {verbs} left out of the calendar"


class _Text(vText):
    r"""Text escaped by us: icalendar takes the `\N` of `C:\New` for a line break."""

    def to_ical(self) -> bytes:
        return ical_text.escape(str(self)).encode()


def _uids(conference: Conference, entries: Iterable[CalendarEntry]) -> Iterator[str]:
    """Yield UIDs from the id that each session had first, unless another session has it now."""
    used = {session.id for session in conference.sessions}
    for session, bookmark, _ in entries:
        first = bookmark.first_id if bookmark else session.id
        id = session.id if first in used else first
        used.add(id)
        yield ical_text.event_uid(conference.id, id)


def _event(
    conference: Conference, entry: CalendarEntry, zone: ZoneInfo | None, reminder: int | None
) -> Event:
    session, bookmark, cancelled = entry
    event = Event()
    event.add("dtstamp", (bookmark and bookmark.marked_at) or _EPOCH)
    event.add("sequence", _sequence(entry))
    for name, time in (("dtstart", session.start), ("dtend", session.end)):
        if time is not None:
            event.add(name, time.replace(tzinfo=zone))
    event.add("summary", _Text(session.title))
    if session.rooms or session.whole_venue:
        event.add("location", _Text(wording.room_names(session)))
    if description := "\n\n".join(_description(entry)):
        event.add("description", _Text(description))
    if url := _url(conference, session):
        event.add("url", url)
    if status := "CANCELLED" if cancelled else _status(bookmark):
        event.add("status", status)
    for name, value in _confui_properties(conference, entry):
        if value:
            event.add(name, ical_text.escape(value))
    if reminder is not None and not cancelled:
        event.add_component(_alarm(session, reminder))
    return event


def _sequence(entry: CalendarEntry) -> int:
    session, bookmark, cancelled = entry
    if bookmark is None:
        return 0
    changed = not bookmark.gone if cancelled else differs_in_calendar(bookmark, session)
    return bookmark.sequence + changed


def _status(bookmark: Bookmark | None) -> str:
    return _STATUS.get(bookmark.mark, "") if bookmark and bookmark.mark else ""


def _description(entry: CalendarEntry) -> Iterator[str]:
    session, bookmark, _ = entry
    if facts := " · ".join(filter(None, (wording.speaker_names(session), _level(session)))):
        yield facts
    if session.end_source is EndSource.INFERRED and session.end:
        yield f"Ends {wording.end_time(session)} (estimated; the schedule gives no end time)."
    if bookmark and bookmark.note:
        yield bookmark.note
    if text := session.abstract.strip() or session.body.strip():
        yield text
    urls = [f"video: {url}" for url in session.video]
    urls += [f"slides: {url}" for url in session.slides]
    if urls:
        yield "\n".join(urls)


def _level(session: Session) -> str:
    return wording.level_text(session) if session.level else ""


def _url(conference: Conference, session: Session) -> str:
    return session.links[0].url if session.links else conference.url


def _confui_properties(conference: Conference, entry: CalendarEntry) -> Sequence[tuple[str, str]]:
    """Return the `X-CONFUI-…` properties, from which confui restores exactly what it exported."""
    session, bookmark, _ = entry
    inferred = session.end_source is EndSource.INFERRED
    kept = bookmark or Bookmark(session.id, None, "", "", None, None, ())
    return (
        (ical_text.CONFERENCE, conference.id),
        (ical_text.SESSION, session.id),
        (ical_text.ROOMS, "\n".join(session.rooms)),
        (ical_text.INFERRED, "TRUE" if inferred else ""),
        (ical_text.MARK, kept.mark or ""),
        (ical_text.MARKED_AT, _instant(kept.marked_at)),
        (ical_text.NOTE, kept.note),
        (ical_text.NOTED_AT, _instant(kept.noted_at)),
        (ical_text.KEYS, "\n".join(session.keys or kept.keys)),
        (ical_text.KNOWN_AS, kept.known_as),
    )


def _instant(instant: datetime | None) -> str:
    return instant.astimezone(UTC).isoformat() if instant else ""


def _alarm(session: Session, reminder: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _Text(session.title))
    alarm.add("trigger", timedelta(minutes=-reminder))
    return alarm
