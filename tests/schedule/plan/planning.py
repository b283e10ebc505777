"""A Saturday to plan: sessions by their hours, and the plans that bookmarks of them make."""

from collections.abc import Iterable
from datetime import date, datetime

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, Kind, Session
from confui.schedule.plan.plan import Plan, PlanItem, make_plan
from tests.schedule.programme import SATURDAY, at


def talk(name: str, hours: str, *rooms: str, day: date = SATURDAY) -> Session:
    """Return a talk of that day; `hours` are such as `09:00-09:45`."""
    start, end = (at(f"{day.day} {clock}") for clock in hours.split("-"))
    return Session(name, name, start=start, end=end, day=day, rooms=rooms or ("Aurora",))


def keynote(name: str, hours: str) -> Session:
    """Return a keynote for the whole venue."""
    return talk(name, hours)._replace(kind=Kind.KEYNOTE, whole_venue=True)


def desk(name: str, hours: str) -> Session:
    """Return what is there all day, such as the registration."""
    return talk(name, hours, "Lobby")._replace(kind=Kind.SERVICE)


def must(*sessions: Session) -> list[Bookmark]:
    """Return a star of the higher grade for each session."""
    return [make_bookmark(session, Mark.MUST) for session in sessions]


def maybe(*sessions: Session) -> list[Bookmark]:
    """Return a star of the lower grade for each session."""
    return [make_bookmark(session, Mark.MAYBE) for session in sessions]


def plan(
    sessions: Iterable[Session], bookmarks: Iterable[Bookmark] = (), now: datetime | None = None
) -> Plan:
    """Return a plan in a conference of some sessions."""
    sessions = tuple(sessions)
    days = sorted({session.day for session in sessions if session.day})
    conference = Conference(days=tuple(days), sessions=sessions)
    return make_plan(conference, {each.session: each for each in bookmarks}, now)


def lines(made: Plan) -> list[str]:
    """Return what a plan has, one entry a line: ids, and free time as `09:45-10:30`."""
    told = []
    for day in made.days:
        for entry in day.entries:
            if isinstance(entry, PlanItem):
                told.append(entry.session.id)
            else:
                told.append(f"{entry.start:%H:%M}-{entry.end:%H:%M}")
    return told
