"""Reads a folder whose data files are the parts, or the pages, of one programme."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from confui.schedule.models import Conference, Problem
from confui.sources.formats.api_pages import is_page
from confui.sources.formats.detect import find_schedule_files, make_file_info
from confui.sources.formats.json_yaml import read_document
from confui.sources.joins import FILE_STEMS
from confui.sources.problems import CUT_SHORT, BrokenFileError
from confui.sources.syntax.document import Document
from confui.sources.syntax.files import (
    DataFiles,
    decode_text,
    is_json,
    is_markdown,
    printable_path,
    read_start,
    read_text,
    source_files,
)
from confui.sources.syntax.json_text import read_json
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import read_yaml_tree
from confui.sources.talk_folder import parse_front_matter

_SESSION_NAMES = (
    *("sessions", "talks", "events", "schedule", "program", "programme", "agenda", "days"),
)
"""The names of files and folders with sessions or slots, the most telling first."""
_NAMES = frozenset(
    (
        *(*_SESSION_NAMES, *FILE_STEMS, "event", "conference"),
        *("speakers", "persons", "people", "presenters", "rooms", "microlocations", "tracks"),
    )
)
"""The names of all files and folders that may be parts."""
_LEAST_FILES = 2
_START = 4096
"""In so many bytes a page says that it is one."""


def read_parts(folder: Path, shown: str, zone: str = "") -> Conference | None:
    """Return the conference in the data files of a folder, or of one below it.

    They are the parts of a programme, such as sessions and rooms, or the pages of an answer, or
    folders such as `talks` with a file for each session, or the front matter of a page. Of several
    such folders, the one with the most sessions that have a time counts.

    Args:
        folder: The folder.
        shown: The folder as the screen names it.
        zone: The IANA time zone of the venue, if the attendee gave one.
    """
    paths = [*source_files(folder, [])]
    read = _Folders(folder, paths).documents()
    conferences = [*_read_documents(folder, read, shown, zone)]
    if not conferences:
        conferences = [*_read_documents(folder, _pages_with_lists(folder, paths), shown, zone)]
    return max(conferences, key=_count_timed, default=None)


class _Found(NamedTuple):
    """Values that belong together."""

    file: str
    """The most important file."""
    values: RawValue
    problems: tuple[Problem, ...] = ()


class _Folders:
    """The data files of a folder and of those below it, by their folder."""

    def __init__(self, folder: Path, paths: Iterable[str]) -> None:
        self._folder = folder
        self._by_folder: defaultdict[str, list[str]] = defaultdict(list)
        self._data_files = DataFiles()
        self._has_schedule_file = bool(find_schedule_files(folder))
        for path in paths:
            if not is_markdown(path):
                self._by_folder[path.rpartition("/")[0]].append(path)
        self._below: defaultdict[str, list[str]] = defaultdict(list)
        """The folders directly below each folder."""
        for path in filter(None, self._by_folder):
            self._below[path.rpartition("/")[0]].append(path)

    def documents(self) -> Iterator[_Found]:
        """Yield the values of each folder whose files belong together."""
        for path in dict.fromkeys([*self._by_folder, *sorted(self._below)]):
            is_one_file = not path and self._has_schedule_file  # which is read as such
            if is_one_file and len(self._by_folder) + len(self._by_folder.get(path, ())) <= 2:
                continue
            parts, pages, problems = self._read_folder(path)
            main = next((parts[name][0] for name in _SESSION_NAMES if name in parts), "")
            if main and (not is_one_file or len(parts) >= _LEAST_FILES):
                values: RawValue = {name: value for name, (_, value) in parts.items()}
                yield _Found(main, values, tuple(problems))
            if len(pages) >= _LEAST_FILES:
                yield _Found(next(iter(pages)), [*pages.values()])

    def _read_folder(
        self, path: str
    ) -> tuple[dict[str, tuple[str, RawValue]], dict[str, RawValue], list[Problem]]:
        """Return the parts of a folder by their names, each with a file; pages; and problems."""
        parts: dict[str, tuple[str, RawValue]] = {}
        pages: dict[str, RawValue] = {}
        problems: list[Problem] = []
        for file in self._by_folder.get(path, ()):
            name = PurePosixPath(file).stem.lower()
            if name not in _NAMES and not _may_be_page(self._folder / file):
                continue
            value = self._read(file, problems if name in _NAMES else [])
            if is_page(value):
                pages[file] = value
            elif name in _NAMES and value:
                parts[name] = (file, _unwrap(name, value))
        for below in self._below.get(path, ()):
            name = PurePosixPath(below).name.lower().lstrip("_")
            files = self._by_folder[below]
            if name in _NAMES and name not in parts:
                listed = {PurePosixPath(file).stem: self._read(file, problems) for file in files}
                values = {stem: value for stem, value in listed.items() if value}
                if len(listed) >= _LEAST_FILES and values:
                    parts[name] = (files[0], _with_ids(values))
        return parts, pages, problems

    def _read(self, file: str, problems: list[Problem]) -> RawValue:
        """Return the value in a file; empty if it cannot be read, with a problem."""
        path = self._folder / file
        try:
            content = self._data_files.read(path)
            if is_json(file):
                document = read_json(content)
                if document.error is not None:
                    problem = document.error.problem(printable_path(file))
                    message = f"{problem.message}; what follows is missing"
                    problems.append(problem._replace(code=CUT_SHORT, message=message))
                return document.values
            return read_yaml_tree(decode_text(content)).value
        except BrokenFileError as error:
            problems.append(error.problem(printable_path(file)))
            return ""


def _pages_with_lists(folder: Path, paths: Iterable[str]) -> Iterator[_Found]:
    """Yield the front matter of each Markdown file that has a list in it."""
    for file in filter(is_markdown, paths):
        try:
            document = parse_front_matter(read_text(folder / file), first_keys=frozenset())
        except BrokenFileError:
            continue
        if document is not None and any(
            isinstance(value, list | dict) and key.lower() in _NAMES
            for key, value in document.values.items()
        ):
            yield _Found(file, document.values)


def _read_documents(
    folder: Path, documents: Iterable[_Found], shown: str, zone: str
) -> Iterator[Conference]:
    for found in documents:
        info = make_file_info(folder / found.file, shown, zone)
        info = info._replace(file=printable_path(found.file))
        try:
            conference = read_document(Document(found.values), info)
        except BrokenFileError:
            continue
        if _count_timed(conference):
            yield conference._replace(problems=(*conference.problems, *found.problems))


def _count_timed(conference: Conference) -> int:
    return sum(session.start is not None for session in conference.sessions)


def _may_be_page(path: Path) -> bool:
    start = read_start(path, _START) if is_json(path.name) else b""
    return b'"results"' in start and (b'"next"' in start or b'"previous"' in start)


def _unwrap(stem: str, value: RawValue) -> RawValue:
    """Return what a file such as `sessions.json` has under the key `sessions`, if there is one."""
    inner = value.get(stem, "") if isinstance(value, dict) else ""
    return inner if isinstance(inner, list | dict) and inner else value


def _with_ids(files: dict[str, RawValue]) -> dict[str, RawValue]:
    """Return the values of files by their names, which are the ids of those that have none."""
    return {
        name: {"id": name, **value} if isinstance(value, dict) else value
        for name, value in files.items()
    }
