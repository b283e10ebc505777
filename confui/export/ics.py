"""Sessions as a calendar: an export says nothing that another one of the same would not say."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vText

from confui.schedule import ical_text as names
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Conference, EndSource, Session
from confui.schedule.plan import differs_in_calendar

_STATUS = {Mark.MUST: "CONFIRMED", Mark.MAYBE: "TENTATIVE"}
_NO_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
"""When an event was written that no mark dates: any that is dated is newer."""
_A_DAY = timedelta(days=1)


class CalendarEntry(NamedTuple):
    """A session in a calendar, and what the attendee made of it."""

    session: Session
    bookmark: Bookmark | None = None
    cancelled: bool = False


def as_calendar(
    conference: Conference, appointments: Iterable[CalendarEntry], reminder: int | None = None
) -> bytes:
    """Return sessions as iCalendar, in UTF-8 with the line ends that calendars ask for.

    Times are in the zone that the conference declares, else they float: they are what the clock on
    the venue's wall says. What has no time is left out; without anything left there is no text.

    Args:
        conference: Where the sessions are.
        appointments: What to write, in order.
        reminder: Minutes before the start to remind at; None reminds of nothing.
    """
    timed = [each for each in appointments if each.session.start]
    if not timed:
        return b""
    zone = ZoneInfo(conference.timezone) if conference.timezone else None
    calendar = Calendar()
    calendar.add("prodid", "-//confui//confui//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", names.escape(conference.title))
    for uid, each in zip(_uids(conference, timed), timed, strict=True):
        event = _event(conference, each, zone, reminder)
        event.add("uid", uid)
        calendar.add_component(event)
    if zone is not None:
        starts = [each.session.start.date() for each in timed if each.session.start]
        calendar.add_missing_timezones(min(starts) - _A_DAY, max(starts) + 2 * _A_DAY)
    written: bytes = calendar.to_ical()
    return written


class _Text(vText):
    r"""A text without the slip of icalendar that takes the `\N` of `C:\New` for a line break."""

    def to_ical(self) -> bytes:
        return names.escape(str(self)).encode()


def _uids(conference: Conference, appointments: Iterable[CalendarEntry]) -> Iterator[str]:
    """Yield the UIDs, each of the id that a session had first, unless it is another's by now."""
    used = {session.id for session in conference.sessions}
    for session, bookmark, _ in appointments:
        first = bookmark.first_id if bookmark else session.id
        id = session.id if first in used else first
        used.add(id)
        yield names.event_uid(conference.id, id)


def _event(
    conference: Conference, appointment: CalendarEntry, zone: ZoneInfo | None, reminder: int | None
) -> Event:
    session, bookmark, cancelled = appointment
    event = Event()
    event.add("dtstamp", (bookmark and bookmark.marked_at) or _NO_INSTANT)
    event.add("sequence", _sequence(appointment))
    for name, moment in (("dtstart", session.start), ("dtend", session.end)):
        if moment is not None:
            event.add(name, moment.replace(tzinfo=zone))
    event.add("summary", _Text(session.title))
    if session.rooms or session.whole_venue:
        event.add("location", _Text(wording.room_names(session)))
    if description := "\n\n".join(_description(appointment)):
        event.add("description", _Text(description))
    if url := _url(conference, session):
        event.add("url", url)
    if status := "CANCELLED" if cancelled else _status(bookmark):
        event.add("status", status)
    for name, value in _own(conference, appointment):
        if value:
            event.add(name, names.escape(value))
    if reminder is not None and not cancelled:
        event.add_component(_alarm(session, reminder))
    return event


def _sequence(appointment: CalendarEntry) -> int:
    session, bookmark, cancelled = appointment
    if bookmark is None:
        return 0
    news = not bookmark.gone if cancelled else differs_in_calendar(bookmark, session)
    return bookmark.sequence + news


def _status(bookmark: Bookmark | None) -> str:
    return _STATUS.get(bookmark.mark, "") if bookmark and bookmark.mark else ""


def _description(appointment: CalendarEntry) -> Iterator[str]:
    session, bookmark, _ = appointment
    if facts := " · ".join(filter(None, (wording.speaker_names(session), _level(session)))):
        yield facts
    if session.end_source is EndSource.INFERRED and session.end:
        yield f"Ends {wording.end_time(session)}: nobody gave the end."
    if bookmark and bookmark.note:
        yield bookmark.note
    if prose := session.abstract.strip() or session.body.strip():
        yield prose
    addresses = [f"video: {url}" for url in session.video]
    addresses += [f"slides: {url}" for url in session.slides]
    if addresses:
        yield "\n".join(addresses)


def _level(session: Session) -> str:
    return wording.level_text(session) if session.level else ""


def _url(conference: Conference, session: Session) -> str:
    return session.links[0].url if session.links else conference.url


def _own(conference: Conference, appointment: CalendarEntry) -> Sequence[tuple[str, str]]:
    """Return what lets confui read back exactly what was exported."""
    session, bookmark, _ = appointment
    inferred = session.end_source is EndSource.INFERRED
    kept = bookmark or Bookmark(session.id, None, "", "", None, None, ())
    return (
        (names.CONFERENCE, conference.id),
        (names.SESSION, session.id),
        (names.ROOMS, "\n".join(session.rooms)),
        (names.INFERRED, "TRUE" if inferred else ""),
        (names.MARK, kept.mark or ""),
        (names.MARKED_AT, _instant(kept.marked_at)),
        (names.NOTE, kept.note),
        (names.NOTED_AT, _instant(kept.noted_at)),
        (names.KEYS, "\n".join(session.keys or kept.keys)),
        (names.KNOWN_AS, kept.known_as),
    )


def _instant(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _alarm(session: Session, reminder: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _Text(session.title))
    alarm.add("trigger", timedelta(minutes=-reminder))
    return alarm
