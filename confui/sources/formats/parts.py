"""Reads a folder whose JSON and YAML files are the parts, or the pages, of one programme."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from confui.schedule.models import Conference, Problem
from confui.sources.formats.api_pages import is_page
from confui.sources.formats.builder import SourceInfo
from confui.sources.formats.detect import make_file_info
from confui.sources.formats.json_yaml import read_document
from confui.sources.joins import FILE_STEMS
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.document import Document
from confui.sources.syntax.files import (
    MAX_SCHEDULE_BYTES,
    is_json,
    is_markdown,
    printable_path,
    read_bytes,
    read_start,
    read_text,
    source_files,
)
from confui.sources.syntax.json_text import read_json
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import read_yaml_tree

_SESSION_STEMS = ("sessions", "talks", "events", "schedule", "program", "programme", "agenda")
"""The names of files with sessions or slots, the most telling first."""
_OTHER_STEMS = frozenset(
    (
        *FILE_STEMS,
        *("speakers", "persons", "people", "presenters", "rooms", "microlocations", "tracks"),
        *("event", "conference"),
    )
)
_MAX_FOLDERS = 20
_MAX_PAGES = 500
_LEAST_PARTS = 2
_START = 4096
"""In so many bytes a page says that it is one."""


def read_parts(folder: Path, shown: str, zone: str = "") -> Conference | None:
    """Return the conference in the parts or pages in a folder, or in one below it.

    Of several such folders, the one with the most sessions that have a time counts.

    Args:
        folder: The folder.
        shown: The folder as the screen names it.
        zone: The IANA time zone of the venue, if the attendee gave one.
    """
    by_folder: defaultdict[str, list[str]] = defaultdict(list)
    for path in source_files(folder, []):
        if not is_markdown(path):
            by_folder[path.rpartition("/")[0]].append(path)
    read = [
        conference
        for paths in [*by_folder.values()][:_MAX_FOLDERS]
        for conference in _read_group(folder, paths, shown, zone)
    ]
    return max(read, key=_count_timed, default=None)


def _count_timed(conference: Conference) -> int:
    return sum(session.start is not None for session in conference.sessions)


def _read_group(folder: Path, paths: Sequence[str], shown: str, zone: str) -> Iterator[Conference]:
    """Yield the conference in the files of one folder, if they belong together."""
    problems: list[Problem] = []
    parts: dict[str, RawValue] = {}
    pages: dict[str, RawValue] = {}
    main = ""
    for path in paths[:_MAX_PAGES]:
        stem = PurePosixPath(path).stem.lower()
        is_part = stem in _SESSION_STEMS or stem in _OTHER_STEMS
        try:
            if not is_part and not _may_be_page(folder / path):
                continue
            value = _read_values(folder / path)
        except BrokenFileError as error:
            if is_part:
                problems.append(error.problem(printable_path(path)))
            continue
        if is_page(value):
            pages[path] = value
        elif is_part:
            parts[stem] = _unwrap(stem, value)
            if stem in _SESSION_STEMS and (not main or stem == _SESSION_STEMS[0]):
                main = path
    documents: list[tuple[str, RawValue]] = []
    if len(parts) >= _LEAST_PARTS and main:
        documents.append((main, parts))
    if len(pages) >= _LEAST_PARTS:
        documents.append((next(iter(pages)), [*pages.values()]))
    for file, values in documents:
        info = _make_info(folder, file, shown, zone)
        try:
            conference = read_document(Document(values), info)
        except BrokenFileError:
            continue
        if _count_timed(conference):
            yield conference._replace(problems=(*conference.problems, *problems))


def _may_be_page(path: Path) -> bool:
    start = read_start(path, _START) if is_json(path.name) else b""
    return b'"results"' in start and (b'"next"' in start or b'"previous"' in start)


def _read_values(path: Path) -> RawValue:
    if is_json(path.name):
        return read_json(read_bytes(path, limit=MAX_SCHEDULE_BYTES)).values
    return read_yaml_tree(read_text(path)).value


def _unwrap(stem: str, value: RawValue) -> RawValue:
    """Return what a file such as `sessions.json` has under the key `sessions`, if there is one."""
    inner = value.get(stem, "") if isinstance(value, dict) else ""
    return inner if isinstance(inner, list | dict) and inner else value


def _make_info(folder: Path, file: str, shown: str, zone: str) -> SourceInfo:
    info = make_file_info(folder / file, shown, zone)
    return info._replace(file=printable_path(file))
