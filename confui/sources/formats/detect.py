"""A schedule in one file: which reader it needs is told by its content, never by its suffix."""

import codecs
import re
from enum import Enum
from pathlib import Path

from confui.schedule.models import Conference
from confui.sources.formats.builder import DeclaredInfo, SourceInfo
from confui.sources.names import SETTINGS_FILE, find_conference_folder, is_generic_name
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import (
    MAX_SCHEDULE_BYTES,
    printable_path,
    read_bytes,
    read_start,
)
from confui.sources.values.people import make_slug
from confui.text import clean

_START = 64 * 1024
"""How many bytes of a file tell what it is."""

_SCHEDULE = re.compile(rb"<(?:\w+:)?schedule[\s>]")
_KEYS = re.compile(
    rb'"(?:schedule|conference|days|events|talks)"\s*:|"(?:sessions|categoryItems)"\s*:\s*\['
)


class FileFormat(Enum):
    """What sort of file it is."""

    XML = "xml"
    JSON = "json"
    CALENDAR = "calendar"


def format_of(start: bytes) -> FileFormat | None:
    """Return the format of a file by its first bytes; None where it is none that confui reads."""
    text = _as_utf8(start).lstrip()
    if text.startswith(b"<"):
        return FileFormat.XML
    if text.startswith((b"{", b"[")):
        return FileFormat.JSON
    return FileFormat.CALENDAR if re.match(rb"BEGIN:VCALENDAR\s", text, re.IGNORECASE) else None


def read_schedule_file(path: Path, shown: str, zone: str = "") -> Conference | None:
    """Return the conference in a file, or None where it has no format that confui reads.

    `shown` is the file as the screen names it, `zone` that of the venue where the attendee knows
    it. What a `conference.yaml` beside the file declares counts before the file.

    Raises `BrokenFileError` where nothing in it can be read.
    """
    return read_content(read_bytes(path, limit=MAX_SCHEDULE_BYTES), _source_info(path, shown, zone))


def read_content(content: bytes, source_info: SourceInfo) -> Conference | None:
    """Return the conference in the content of a file, as `read_schedule_file` does."""
    kind = format_of(content[:_START])
    if kind is FileFormat.XML:
        from confui.sources.formats.frab_xml import read_frab_xml

        return read_frab_xml(content, source_info)
    if kind is FileFormat.JSON:
        from confui.sources.formats.json_file import read_json_file

        return read_json_file(content, source_info)
    if kind is FileFormat.CALENDAR:
        from confui.sources.formats.ical import read_ical

        return read_ical(content, source_info)
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
    if kind is FileFormat.XML:
        return _SCHEDULE.search(_as_utf8(start)) is not None
    return kind is FileFormat.CALENDAR or (
        kind is FileFormat.JSON and _KEYS.search(_as_utf8(start)) is not None
    )


def _as_utf8(start: bytes) -> bytes:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return start.removeprefix(codecs.BOM_UTF8)


def _source_info(path: Path, shown: str, zone: str) -> SourceInfo:
    """Return where a file is; a name like `schedule.xml` leaves the conference's to its folder."""
    stem = path.stem
    whole = path.absolute().parent
    name = find_conference_folder(whole).name if is_generic_name(stem) else stem
    declared, declared_zone = _declared(whole)
    info = source_info(name, printable_path(path.name), shown, zone or declared_zone)
    return info._replace(declared=declared)


def _declared(folder: Path) -> tuple[DeclaredInfo, str]:
    """Return what the settings in a folder say of its conference, and the zone of the venue."""
    if not (folder / SETTINGS_FILE).exists():
        return DeclaredInfo(), ""
    from confui.sources.talk_folder import read_conference_yaml

    settings, problems = read_conference_yaml(folder)
    declared = DeclaredInfo(
        title=settings.title,
        day_change=settings.day_change if "day_change" in settings.lines else None,
        url=settings.url,
        rooms=settings.rooms,
        problems=tuple(problems),
    )
    return declared, settings.timezone


def source_info(name: str, file: str, shown: str, zone: str) -> SourceInfo:
    """Return where a schedule is from that is called `name` unless it says itself."""
    readable = clean(name.replace("-", " ").replace("_", " "))
    return SourceInfo(
        file=file,
        shown=shown,
        id=make_slug(name) or "conference",
        title=readable[:1].upper() + readable[1:] or shown,
        zone=zone,
    )
