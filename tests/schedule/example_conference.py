"""A small conference with an example for every query field, and functions to search it."""

from datetime import date, datetime

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, Kind, Level, Session, Speaker
from confui.schedule.query.parser import parse
from confui.schedule.search.attendee import NOBODY, Attendee
from confui.schedule.search.corpus import Corpus

SATURDAY, SUNDAY, MONDAY = (date(2031, 5, day) for day in (17, 18, 19))

ANA = Speaker("ana", "Ana Lindqvist")
ZOE = Speaker("zoe", "Zoë Brandão")
MIO = Speaker("mio", 'Mio "Max" Tanabe')


def at(text: str) -> datetime:
    """Return a wall time in May 2031, such as `17 09:30`."""
    return datetime.fromisoformat(f"2031-05-{text}")


SESSIONS = (
    Session(
        "breakfast",
        "Breakfast",
        kind=Kind.MEAL,
        whole_venue=True,
        start=at("17 08:00"),
        end=at("17 09:00"),
        day=SATURDAY,
    ),
    Session(
        "flask",
        "Django vs Flask",
        "A friendly match",
        start=at("17 17:00"),
        end=at("17 17:30"),
        day=SATURDAY,
        rooms=("Aurora Hall",),
        level=Level.ALL,
        speakers=(ANA,),
        track="Web",
        tags=("python", "web"),
        language=("en",),
        video=("https://pywest.example.org/v",),
        abstract="Two frameworks,\nside by   side: C++ not included.",
        body="We compare.\n\n## Outline\n\n- What is Flask?\n- Don’t “panic”",
    ),
    Session(
        "coffee",
        "Café culture",
        start=at("17 17:15"),
        end=at("17 18:00"),
        day=SATURDAY,
        rooms=("Aurora",),
        level=Level.BEGINNER,
        speakers=(ZOE,),
        track="Community",
        tags=("Web",),
        language=("en-GB",),
        abstract="Why a flask of coffee is not enough.",
    ),
    Session(
        "deep",
        "Deep dive: Post-Progeny",
        kind=Kind.TUTORIAL,
        start=at("18 09:30"),
        end=at("18 12:30"),
        day=SUNDAY,
        rooms=("Birch", "Aurora"),
        level=Level.ADVANCED,
        speakers=(MIO,),
        language=("de",),
        slides=("https://pywest.example.org/s",),
        body="No list, no heading.",
    ),
    Session(
        "party",
        "Night party",
        kind=Kind.SOCIAL,
        start=at("19 00:30"),
        end=at("19 02:30"),
        day=SUNDAY,
        rooms=("Birch",),
    ),
    Session(
        "closing",
        "Closing",
        kind=Kind.KEYNOTE,
        whole_venue=True,
        start=at("19 16:00"),
        day=MONDAY,
        rooms=("Aurora", "Birch"),
    ),
    Session("poster", "Poster", speakers=(ANA, MIO), kind=Kind.OTHER),
    Session("secret", "Django in secret", visible=False),
)

CONFERENCE = Conference(
    title="PyWest",
    days=(SATURDAY, SUNDAY, MONDAY),
    rooms=("Birch", "Aurora", "Aurora Hall", "Attic"),
    sessions=SESSIONS,
)

BY_ID = {session.id: session for session in SESSIONS}

EVERYBODY = frozenset(session.id for session in SESSIONS if session.visible)


def kept(session: str, mark: Mark | None = Mark.MUST, note: str = "") -> Bookmark:
    """Return a bookmark of a session, which need not exist."""
    return make_bookmark(BY_ID.get(session, Session(session, "Gone")), mark, note)


def asking(*bookmarks: Bookmark, now: datetime | None = None) -> Attendee:
    """Return an attendee with these bookmarks."""
    return Attendee({each.session: each for each in bookmarks}, now)


def find(text: str, attendee: Attendee = NOBODY, conference: Conference = CONFERENCE) -> set[str]:
    """Return the ids that a query finds in a new corpus."""
    return set(Corpus(conference).search(parse(text).query, attendee))
