"""A made-up congress of two days, 40 rooms, 12 tracks and no levels, the same at each call."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from confui.schedule.models import Conference, Kind, Session, Speaker

DAYS = (date(2031, 10, 11), date(2031, 10, 12))
NOON = datetime(2031, 10, 11, 12, 10)
"""A time of the first day at which much is on."""
ROOMS = tuple(
    f"{building}.{floor}{number:02}"
    for building in "ABCD"
    for floor in (1, 2)
    for number in range(5)
)
TRACKS = (
    *("Rivers and Lakes", "Bees", "Old Maps", "Bread", "Clocks", "Paper and Ink", "Night Sky"),
    *("Bicycles", "Small Machines", "Weather", "Songs", "Gardens of the North"),
)
_OPENINGS = (
    *("A short history of", "How we repaired", "Living with", "What nobody told us about"),
    *("Measuring", "Ten years of", "Teaching children", "The quiet return of", "Building"),
)
_SUBJECTS = (
    *("tide gauges", "wooden bridges", "queens and drones", "hand-drawn coast lines", "sourdough"),
    *("tower clocks without hands", "marbled paper", "the dark side of a street lamp", "tandems"),
    *("a loom that counts", "hail, thunder and other guests", "songs for two voices", "moss"),
)
_NAMES = (
    *("Ingrid Moss", "Tariq Fjell", "Yuki Havn", "Lena Bjork", "Omar Vik", "Priya Strand"),
    *("Nils Aker", "Chidi Lund", "Rosa Elv", "Ewa Skog"),
)
_LENGTHS = (25, 50, 50, 25, 80, 50)
"""Minutes."""


def make_large_conference() -> Conference:
    """Return the congress, with a break for the whole venue on each day."""
    sessions = sorted(
        (each for day in DAYS for each in (*_breaks(day), *_talks(day))),
        key=lambda session: (session.start or datetime.max, session.id),
    )
    return Conference(
        id="congress-2031",
        title="Congress of Small Wonders 2031",
        timezone="Europe/Oslo",
        url="https://wonders.example/",
        days=DAYS,
        rooms=ROOMS,
        sessions=tuple(sessions),
        source="made up",
    )


def _breaks(day: date) -> Iterator[Session]:
    for name, hour, minutes in (("Doors open", 9, 30), ("Soup for everybody", 13, 45)):
        start = datetime.combine(day, time(hour))
        yield Session(
            f"{day.day}-{hour}", name, kind=Kind.BREAK, start=start,
            end=start + timedelta(minutes=minutes), day=day, whole_venue=True,
        )  # fmt: skip


def _talks(day: date) -> Iterator[Session]:
    for place, room in enumerate(ROOMS):
        start = datetime.combine(day, time(9, 30)) + timedelta(minutes=5 * (place % 3))
        number = place + 7 * day.day
        while start.hour < 18:
            if not 13 <= start.hour < 14:
                yield _talk(number, room, start, day)
            start += timedelta(minutes=_LENGTHS[number % len(_LENGTHS)] + 10)
            number += 11


def _talk(number: int, room: str, start: datetime, day: date) -> Session:
    title = f"{_OPENINGS[number % len(_OPENINGS)]} {_SUBJECTS[number % len(_SUBJECTS)]}"
    end = start + timedelta(minutes=_LENGTHS[number % len(_LENGTHS)])
    name = _NAMES[number % len(_NAMES)]
    lunch = datetime.combine(day, time(13))
    if start < lunch < end:
        end = lunch
    return Session(
        id=f"{room}-{start:%d-%H%M}",
        title=title,
        start=start,
        end=end,
        day=day,
        rooms=(room,),
        track=TRACKS[number % len(TRACKS)],
        speakers=(Speaker(name, name),),
        abstract=f"{title}: what we found, what broke, and what we would do *again*.",
    )
