"""A schedule in one file: which reader it needs is told by its content, never by its suffix."""

import codecs
import re
from enum import Enum
from pathlib import Path

from confui.schedule.models import Conference
from confui.sources.files import legible, read_bytes, read_start
from confui.sources.findings import BrokenFileError
from confui.sources.home import SETTINGS_FILE, home_of, tells_nothing
from confui.sources.people import slug
from confui.sources.programme import Declared, Origin
from confui.text import clean

MAX_BYTES = 16 * 1024 * 1024
"""How large a schedule file may be."""

_START = 64 * 1024
"""How many bytes of a file tell what it is."""

_SCHEDULE = re.compile(rb"<(?:\w+:)?schedule[\s>]")
_KEYS = re.compile(
    rb'"(?:schedule|conference|days|events|talks)"\s*:|"(?:sessions|categoryItems)"\s*:\s*\['
)


class Format(Enum):
    """What sort of file it is."""

    XML = "xml"
    JSON = "json"
    CALENDAR = "calendar"


def format_of(start: bytes) -> Format | None:
    """Return the format of a file by its first bytes; None where it is none that confui reads."""
    text = _as_utf8(start).lstrip()
    if text.startswith(b"<"):
        return Format.XML
    if text.startswith((b"{", b"[")):
        return Format.JSON
    return Format.CALENDAR if re.match(rb"BEGIN:VCALENDAR\s", text, re.IGNORECASE) else None


def read_schedule_file(path: Path, shown: str, zone: str = "") -> Conference | None:
    """Return the conference in a file, or None where it has no format that confui reads.

    `shown` is the file as the screen names it, `zone` that of the venue where the attendee knows
    it. What a `conference.yaml` beside the file declares counts before the file.

    Raises `BrokenFileError` where nothing in it can be read.
    """
    return read_content(read_bytes(path, limit=MAX_BYTES), _origin(path, shown, zone))


def read_content(content: bytes, origin: Origin) -> Conference | None:
    """Return the conference in the content of a file, as `read_schedule_file` does."""
    kind = format_of(content[:_START])
    if kind is Format.XML:
        from confui.sources.frab_xml import read_frab_xml

        return read_frab_xml(content, origin)
    if kind is Format.JSON:
        from confui.sources.jsonfiles import read_json_file

        return read_json_file(content, origin)
    if kind is Format.CALENDAR:
        from confui.sources.ical import read_ical

        return read_ical(content, origin)
    return None


def schedule_files(folder: Path) -> list[str]:
    """Return the names of the files in a folder that look like schedules, sorted.

    Not every XML or JSON is one: its beginning has to have what a schedule begins with.
    """
    names = []
    for entry in sorted(folder.iterdir()):
        try:
            start = b"" if entry.name.startswith(".") else read_start(entry, _START)
        except BrokenFileError:
            continue
        if _looks_like_a_schedule(start):
            names.append(entry.name)
    return names


def _looks_like_a_schedule(start: bytes) -> bool:
    kind = format_of(start)
    if kind is Format.XML:
        return _SCHEDULE.search(_as_utf8(start)) is not None
    return kind is Format.CALENDAR or (
        kind is Format.JSON and _KEYS.search(_as_utf8(start)) is not None
    )


def _as_utf8(start: bytes) -> bytes:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return start.removeprefix(codecs.BOM_UTF8)


def _origin(path: Path, shown: str, zone: str) -> Origin:
    """Return where a file is; a name like `schedule.xml` leaves the conference's to its folder."""
    stem = path.stem
    whole = path.absolute().parent
    name = home_of(whole).name if tells_nothing(stem) else stem
    declared, declared_zone = _declared(whole)
    origin = origin_of(name, legible(path.name), shown, zone or declared_zone)
    return origin._replace(declared=declared)


def _declared(folder: Path) -> tuple[Declared, str]:
    """Return what the settings in a folder say of its conference, and the zone of the venue."""
    if not (folder / SETTINGS_FILE).exists():
        return Declared(), ""
    from confui.sources.settings import declared_settings  # YAML costs more than a schedule

    settings, problems = declared_settings(folder)
    declared = Declared(
        title=settings.title,
        day_change=settings.day_change if "day_change" in settings.lines else None,
        url=settings.url,
        rooms=settings.rooms,
        problems=tuple(problems),
    )
    return declared, settings.timezone


def origin_of(name: str, file: str, shown: str, zone: str) -> Origin:
    """Return where a schedule is from that is called `name` unless it says itself."""
    readable = clean(name.replace("-", " ").replace("_", " "))
    return Origin(
        file=file,
        shown=shown,
        id=slug(name) or "conference",
        title=readable[:1].upper() + readable[1:] or shown,
        zone=zone,
    )
