"""Detects the format of a schedule file by its content, not its suffix, and calls its reader."""

import codecs
import re
from enum import Enum
from pathlib import Path

from confui.schedule.models import Conference
from confui.sources.formats.builder import DeclaredInfo, SourceInfo
from confui.sources.names import (
    SETTINGS_FILE,
    SITE_FILES,
    find_conference_folder,
    is_generic_name,
)
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import (
    MAX_SCHEDULE_BYTES,
    is_yaml,
    printable_path,
    read_bytes,
    read_start,
)
from confui.sources.values.people import make_slug
from confui.text import clean

_START = 64 * 1024
"""The format is detected in this many bytes."""

_SCHEDULE_ELEMENT = re.compile(rb"<(?:\w+:)?schedule[\s>]")
_SCHEDULE_KEYS = re.compile(
    rb'"(?:schedule|conference|days|events|talks)"\s*:|"(?:sessions|categoryItems)"\s*:\s*\['
)
_JSON_LIST = re.compile(rb'\A\s*\[\s*\{|"(?:results|data|items)"\s*:\s*[\[{]')
_JSON_TIME = re.compile(
    rb'"(?:starts?(?:_?(?:time|date|at))?|begins?|slots?|date|time)"\s*:\s*["{\[\d]', re.IGNORECASE
)
"""An answer of an API has sessions in such a list, with times."""

_YAML_START = re.compile(
    rb"(?:#[^\n]*\n|\s|---[ \t]*\n)*(?:-[ \t]+)?[A-Za-z\d\"'][\w .\"'-]{0,60}:(?:\s|\Z)"
)
"""Comments, and a key at the top or of the first item of a list."""
_YAML_SCHEDULE = re.compile(
    rb"^(?:schedule|program|programme|agenda|days|events|sessions|talks)[ \t]*:[ \t]*$"
    rb"|^[ \t-]+(?:date|start|starts|begin|time|when|start_time|startTime|starts_at)[ \t]*:"
    rb"[^\n]*\d[:h]\d\d",
    re.MULTILINE,
)


class FileFormat(Enum):
    """The syntax of a schedule file."""

    XML = "xml"
    JSON = "json"
    CALENDAR = "calendar"
    YAML = "yaml"


def format_of(start: bytes) -> FileFormat | None:
    """Return the format of a file by its first bytes; None if confui cannot read it."""
    text = _as_utf8(start).lstrip()
    if text.startswith(b"<"):
        return FileFormat.XML
    if text.startswith((b"{", b"[")):
        return FileFormat.JSON
    if re.match(rb"BEGIN:VCALENDAR\s", text, re.IGNORECASE):
        return FileFormat.CALENDAR
    return FileFormat.YAML if _YAML_START.match(text) else None


def read_schedule_file(
    path: Path, shown: str, zone: str = "", digest: str = ""
) -> Conference | None:
    """Return the conference in a file; None if it has no format that confui can read.

    Values in a `conference.yaml` beside the file override the file.

    Args:
        path: The file.
        shown: The file as the screen names it.
        zone: The IANA time zone of the venue, if the attendee gave one.
        digest: The SHA-256 that the file must have, in hexadecimal; empty for any.

    Raises:
        BrokenFileError: Nothing in it can be read, or it does not have the digest.
    """
    content = read_bytes(path, limit=MAX_SCHEDULE_BYTES)
    if digest:
        _check_digest(content, digest)
    return read_content(content, make_file_info(path, shown, zone))


def read_content(content: bytes, source_info: SourceInfo) -> Conference | None:
    """Return the conference in the content of a file; None and errors as `read_schedule_file`."""
    kind = format_of(content[:_START])
    if kind is FileFormat.XML:
        from confui.sources.formats.frab_xml import read_frab_xml

        return read_frab_xml(content, source_info)
    if kind is FileFormat.JSON:
        from confui.sources.formats.json_yaml import read_document
        from confui.sources.syntax.json_text import read_json

        return read_document(read_json(content), source_info)
    if kind is FileFormat.CALENDAR:
        from confui.sources.formats.ical import read_ical

        return read_ical(content, source_info)
    if kind is FileFormat.YAML:
        from confui.sources.formats.json_yaml import read_yaml_schedule

        return read_yaml_schedule(content, source_info)
    return None


def find_schedule_files(folder: Path, *, answers: bool = False) -> list[str]:
    """Return the names of the files in a folder that look like schedules, sorted.

    XML, JSON and YAML need an element or a key that is typical of schedules near the start. With
    `answers`, a list of an API in which there are times is enough.
    """
    names = []
    for entry in sorted(folder.iterdir()):
        if entry.name in (SETTINGS_FILE, *SITE_FILES):
            continue
        try:
            start = b"" if entry.name.startswith(".") else read_start(entry, _START)
        except BrokenFileError:
            continue
        if _looks_like_a_schedule(start, answers=answers) and (
            is_yaml(entry.name) or format_of(start) is not FileFormat.YAML
        ):
            names.append(entry.name)
    return names


def _check_digest(content: bytes, digest: str) -> None:
    """Raise BrokenFileError if the content is not what was saved."""
    from hashlib import sha256  # loads OpenSSL; only files in the library have a digest

    if sha256(content).hexdigest() != digest:
        raise BrokenFileError(
            "damaged", "The file is not the one that was saved", "Refresh the conference."
        )


def _looks_like_a_schedule(start: bytes, *, answers: bool) -> bool:
    kind = format_of(start)
    if kind is FileFormat.XML:
        return _SCHEDULE_ELEMENT.search(_as_utf8(start)) is not None
    if kind is FileFormat.YAML:
        return _YAML_SCHEDULE.search(_as_utf8(start)) is not None
    if kind is FileFormat.JSON:
        text = _as_utf8(start)
        is_answer = answers and _JSON_LIST.search(text) and _JSON_TIME.search(text)
        return bool(is_answer or _SCHEDULE_KEYS.search(text))
    return kind is FileFormat.CALENDAR


def _as_utf8(start: bytes) -> bytes:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return start.removeprefix(codecs.BOM_UTF8)


def make_file_info(path: Path, shown: str, zone: str) -> SourceInfo:
    """Return the source info of a file; the folder names the conference if the file does not.

    Args:
        path: The file.
        shown: See `SourceInfo`.
        zone: The IANA time zone of the venue, if the attendee gave one.
    """
    stem = path.stem
    folder = path.absolute().parent
    name = find_conference_folder(folder).name if is_generic_name(stem) else stem
    declared, declared_zone = _declared(folder)
    info = make_source_info(name, printable_path(path.name), shown, zone or declared_zone)
    return info._replace(declared=declared)


def _declared(folder: Path) -> tuple[DeclaredInfo, str]:
    """Return the values of the `conference.yaml` in a folder, and its time zone."""
    if not (folder / SETTINGS_FILE).exists():
        return DeclaredInfo(), ""
    from confui.sources.talk_folder import read_conference_yaml

    settings, problems = read_conference_yaml(folder)
    declared = DeclaredInfo(
        title=settings.title,
        day_change=settings.day_change if "day_change" in settings.lines else None,
        url=settings.url,
        rooms=settings.rooms,
        buildings=settings.buildings,
        walks=settings.walks,
        first_day=settings.first_day,
        problems=tuple(problems),
    )
    return declared, settings.timezone


def make_source_info(name: str, file: str, shown: str, zone: str) -> SourceInfo:
    """Return the source info of a schedule file.

    Args:
        name: The name that the id and title of the conference are derived from.
        file: See `SourceInfo`.
        shown: See `SourceInfo`.
        zone: See `SourceInfo`.
    """
    readable = clean(name.replace("-", " ").replace("_", " "))
    return SourceInfo(
        file=file,
        shown=shown,
        id=make_slug(name) or "conference",
        title=readable[:1].upper() + readable[1:] or shown,
        zone=zone,
    )
