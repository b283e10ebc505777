"""A small conference of two days."""

from datetime import date, datetime

from confui.schedule.models import Conference, EndSource, Kind, Level, Link, Session, Speaker

SATURDAY, SUNDAY, MONDAY = (date(2031, 5, day) for day in (17, 18, 19))


def at(text: str) -> datetime:
    """Return a moment of May 2031, such as `17 09:30`."""
    return datetime.fromisoformat(f"2031-05-{text}")


def session(id: str, start: str, end: str, *rooms: str, **fields: object) -> Session:
    begun = at(start)
    made = Session(
        id=id,
        title=id.capitalize(),
        start=begun,
        end=begun.replace(hour=int(end[:2]), minute=int(end[3:])),
        end_source=EndSource.GIVEN,
        day=begun.date(),
        rooms=rooms,
    )
    return made._replace(**fields)  # type: ignore[arg-type]  # whatever a test is about


KEYNOTE = session("keynote", "17 09:00", "09:50", kind=Kind.KEYNOTE, whole_venue=True)
SNOW = session(
    "snow",
    "17 10:00",
    "10:45",
    "Aurora Hall",
    level=Level.BEGINNER,
    speakers=(Speaker("inga", "Inga Frost"), Speaker("odd", "Odd Hale")),
    abstract="Flakes, *cold*; and white.",
    video=("https://video.example.org/1",),
    slides=("https://slides.example.org/1",),
    links=(Link("Page", "https://pynorth.example.org/snow"),),
)
ICE = session("ice", "17 10:30", "11:15", "Birch Room", end_source=EndSource.INFERRED)
WIND = session("wind", "17 11:15", "12:00", "Aurora Hall")
RAIN = session("rain", "17 13:00", "13:30", "Birch Room")
QUIET = session("quiet", "17 08:00", "18:00", "Cedar Room", kind=Kind.SERVICE)
BEES = session("bees", "18 09:30", "10:15", "Aurora Hall")
MAPS = session("maps", "18 09:30", "10:15", "Birch Room")
TREES = session("trees", "18 10:15", "11:00", "Birch Room")
POSTER = Session("poster", "Poster")
CONFERENCE = Conference(
    id="pynorth-2031",
    title="PyNorth 2031",
    timezone="Europe/Oslo",
    url="https://pynorth.example.org",
    days=(SATURDAY, SUNDAY, MONDAY),
    rooms=("Aurora Hall", "Birch Room", "Cedar Room"),
    sessions=(QUIET, KEYNOTE, SNOW, ICE, WIND, RAIN, BEES, MAPS, TREES, POSTER),
)
