"""Descriptions of programmes in parts: which key or file holds what.

To support another site generator or export, add a description here.
"""

from typing import NamedTuple


class Shape(NamedTuple):
    """How the parts of a programme refer to one another.

    A part is a key at the top of a JSON file or of a `main.yml`, or a JSON or YAML file of that
    name in a folder.
    """

    name: str
    """The program or theme that writes it, for messages."""
    schedule: str
    """The part with days and slots."""
    children: tuple[str, ...]
    """Keys in the schedule that lead to more of it."""
    references: tuple[str, ...] = ()
    """Keys that name sessions by id, key, file name or title."""
    sessions: str = ""
    """The part with the sessions; without it, or beside it, they are talk files."""
    speakers: str = ""
    rooms: str = ""
    """The part with rooms by key."""
    slots: str = ""
    """The part with times by key."""
    columns: str = ""
    """The key of a day's rooms: the first reference of a slot is in the first of them."""
    titles: str = ""
    """The key of a slot that lists sessions by their titles, or sessions themselves."""
    seats: str = ""
    """The key of a slot that says how many sessions it takes, without naming them: the next of the
    list of sessions, day by day."""
    about: str = ""
    """The part about the conference as a whole."""
    entry: str = ""
    """A key that only sessions in the schedule itself have."""
    kinds: tuple[str, ...] = ()
    """The values of this key that sessions have; empty for all."""
    block: str = ""
    """The key under which a block lists its sessions; the block's title is their track."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts."""
        names = (self.schedule, self.sessions, self.speakers, self.rooms, self.slots, self.about)
        return tuple(filter(None, names))


SHAPES = (
    Shape(
        "Hoverboard",
        schedule="schedule",
        children=("timeslots", "sessions"),
        references=("items",),
        sessions="sessions",
        speakers="speakers",
        columns="tracks",
    ),
    Shape(
        "Zeppelin",
        schedule="schedule",
        children=("timeslots",),
        references=("sessionIds",),
        sessions="sessions",
        speakers="speakers",
        columns="tracks",
    ),
    Shape(
        "jekyll-theme-conference",
        schedule="program",
        children=("days", "rooms", "talks"),
        references=("name",),
        sessions="talks",
        speakers="speakers",
    ),
    Shape(
        "devfest-theme-hugo",
        schedule="schedule",
        children=("slots", "sessions", "days"),
        references=("session",),
        sessions="sessions",
        speakers="speakers",
        rooms="rooms",
        slots="slots",
    ),
    Shape("DevOpsDays", schedule="program", children=(), references=("title",)),
    Shape(
        "RubyEvents",
        schedule="schedule",
        children=("days", "grid"),
        sessions="videos",
        titles="items",
        seats="slots",
        about="event",
    ),
    Shape(
        "Indico's timetable", schedule="results", children=(), entry="entryType", block="entries"
    ),
    Shape(
        "Indico's export of an event",
        schedule="results",
        children=(),
        entry="_type",
        kinds=("Contribution", "Session"),
        block="contributions",
    ),
)

FILE_STEMS = frozenset(part for shape in SHAPES for part in shape.parts if not shape.entry)
"""The names of the files that are read as parts."""

MAIN_STEM = "main"
"""The name of a YAML file whose keys are parts."""

DAY_KEYS = ("date", "day")
START_KEYS = ("start", "startTime", "start_time", "time_start", "startDate")
END_KEYS = ("end", "endTime", "end_time", "time_end", "endDate")
ID_KEYS = ("id", "key", "slug", "code", "guid")
TITLE_KEYS = ("title", "name")
