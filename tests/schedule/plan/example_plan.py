"""Functions that create the sessions, bookmarks and plans of one Saturday."""

from collections.abc import Iterable
from datetime import date, datetime

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, Kind, Session
from confui.schedule.plan.plan import Plan, PlanItem, make_plan
from tests.schedule.example_conference import SATURDAY, at


def talk(name: str, hours: str, *rooms: str, day: date = SATURDAY) -> Session:
    """Return a talk on that day; `hours` is like `09:00-09:45`."""
    start, end = (at(f"{day.day} {clock}") for clock in hours.split("-"))
    return Session(name, name, start=start, end=end, day=day, rooms=rooms or ("Aurora",))


def keynote(name: str, hours: str) -> Session:
    """Return a keynote for the whole venue."""
    return talk(name, hours)._replace(kind=Kind.KEYNOTE, whole_venue=True)


def desk(name: str, hours: str) -> Session:
    """Return an all-day session, such as the registration."""
    return talk(name, hours, "Lobby")._replace(kind=Kind.SERVICE)


def must(*sessions: Session) -> list[Bookmark]:
    """Return a must for each session."""
    return [make_bookmark(session, Mark.MUST) for session in sessions]


def maybe(*sessions: Session) -> list[Bookmark]:
    """Return a maybe for each session."""
    return [make_bookmark(session, Mark.MAYBE) for session in sessions]


def plan(
    sessions: Iterable[Session], bookmarks: Iterable[Bookmark] = (), now: datetime | None = None
) -> Plan:
    """Return the plan for a conference with these sessions."""
    sessions = tuple(sessions)
    days = sorted({session.day for session in sessions if session.day})
    conference = Conference(days=tuple(days), sessions=sessions)
    return make_plan(conference, {each.session: each for each in bookmarks}, now)


def lines(made: Plan) -> list[str]:
    """Return the entries of a plan: session ids, and gaps as `09:45-10:30`."""
    entries = []
    for day in made.days:
        for entry in day.entries:
            if isinstance(entry, PlanItem):
                entries.append(entry.session.id)
            else:
                entries.append(f"{entry.start:%H:%M}-{entry.end:%H:%M}")
    return entries
