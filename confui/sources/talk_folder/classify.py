"""Tells the files of a folder apart: talk files, presenter files and lists of sessions."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from confui.schedule.models import Problem, Severity
from confui.sources.joins import FILE_STEMS
from confui.sources.names import SETTINGS_FILE
from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.progress import report_progress
from confui.sources.syntax.files import (
    TOO_LARGE,
    DataFiles,
    decode_text,
    is_markdown,
    is_yaml,
    printable_path,
    read_text,
    source_files,
)
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import TOO_MANY_VALUES, read_yaml_tree
from confui.sources.talk_folder.conference_yaml import ConferenceSettings
from confui.sources.talk_folder.data_files import join_data_files
from confui.sources.talk_folder.front_matter import MarkdownFile, parse_front_matter
from confui.sources.talk_folder.globs import matches
from confui.sources.talk_folder.presenters import (
    PresenterFiles,
    is_presenter_file,
    may_be_presenter_file,
)
from confui.sources.talk_folder.session_lists import (
    ListedSessions,
    find_session_list,
    has_usual_name,
)
from confui.sources.talk_folder.several import is_settings_file
from confui.sources.talk_folder.talk import FIRST_KEYS
from confui.sources.values.kinds import find_kind
from confui.sources.values.people import make_reference_slug, make_slug
from confui.sources.values.synonyms import POSSIBLE_KEYS, canonical_name, is_talk, may_be_talk

_BLOG_NAMES = frozenset(("post", "posts", "blog", "blogs", "news", "article", "articles", "drafts"))
_PAGE_NAMES = _BLOG_NAMES | {"page", "pages", "legal", "static", "policies"}
"""Layouts, and names of folders, of pages that have a date but are not sessions."""

_LEGAL_PAGES = frozenset(
    (
        *("about", "code-of-conduct", "coc", "conduct", "contact", "cookies", "cookie-policy"),
        *("disclaimer", "imprint", "impressum", "legal", "legal-notice", "privacy"),
        *("privacy-policy", "terms", "terms-and-conditions", "terms-of-service"),
    )
)
"""Slugs of the names and titles of pages that are not sessions, whatever date they have."""

_TEMPLATE_FOLDERS = frozenset(("archetypes", "_drafts", "examplesite", "_includes", "_layouts"))
"""Folders, in lower case, in which site generators keep templates, drafts and samples."""

_SECTION_PAGES = frozenset(("_index", "readme", "404"))
"""Stems of files that are never one session. Hugo's `_index.md` is the page of its folder."""

_INDEX_PAGE = "index"
"""The page of a folder with others in it; alone, it is one session (Hugo's leaf bundles)."""

_LIMITS = frozenset((TOO_LARGE, TOO_MANY_VALUES))
"""Codes of errors that hide sessions also where a file may have none."""

_SESSION_FOLDERS = frozenset(("session", "sessions", "schedule", "program", "programme"))

_IMPORTS = re.compile(r"\A(?:\s*(?:import|export)\b[^\n]*(?:\n|\Z))+")
"""What MDX imports, before the text."""
_TIME_OF_DAY = re.compile(r"\d[T ]\s*(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?")


class FolderContents(NamedTuple):
    """The files of a conference by their printable paths within the source."""

    talks: dict[str, MarkdownFile]
    lists: dict[str, ListedSessions]
    presenters: PresenterFiles
    settings_files: list[str]
    """The `conference.yaml` and `_config.yml` files at any depth."""
    about: Mapping[str, RawValue]
    """The title, URL and time zone that data files have, as far as known."""


def read_contents(
    folder: Path,
    settings: ConferenceSettings,
    prefix: str,
    problems: list[Problem],
) -> FolderContents:
    """Return the files of a conference; a file that cannot be read is added to `problems`.

    A Markdown file is a talk file if its front matter has a key that only sessions have, or a key
    that other pages have too and it lies in a folder of talks. Templates, drafts of a theme and the
    page of a folder are none. A file with a name is a presenter file if a talk file refers to it. A
    YAML file is read if it is called `manual.yaml`, or if there are no talk files. Globs in the
    settings count before these rules.

    Args:
        folder: The folder to search, at any depth.
        settings: The settings of the conference.
        prefix: The path from the folder of the settings to `folder`, empty or ending in `/`.
        problems: Where problems are added.

    Raises:
        BrokenFileError: The settings have globs for talk files, and no file matches.
    """
    classifier = _Classifier(folder, settings, prefix, problems)
    paths = list(source_files(folder, problems))
    for number, path in enumerate(paths):
        report_progress("files", number, len(paths))
        if is_markdown(path):
            classifier.add_markdown(path)
        elif is_settings_file(path):
            classifier.settings_files.append(printable_path(path))
        elif is_yaml(path):
            classifier.yaml_files.append(path)
        else:
            classifier.json_files.append(path)
    return classifier.finish()


class _Classifier:
    def __init__(
        self,
        folder: Path,
        settings: ConferenceSettings,
        prefix: str,
        problems: list[Problem],
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._prefix = prefix
        self._problems = problems
        self._talks: dict[str, MarkdownFile] = {}
        self._possible: dict[str, MarkdownFile] = {}
        self._people: dict[str, MarkdownFile] = {}
        """Files that may describe presenters, in folders of any name."""
        self._presenters = PresenterFiles()
        self.settings_files: list[str] = []
        self.yaml_files: list[str] = []
        self.json_files: list[str] = []

    def add_markdown(self, path: str) -> None:
        """Read a Markdown file and decide what it is."""
        sessions, speakers = self._settings.sessions, self._settings.speakers
        is_session = bool(sessions) and matches(self._prefix + path, sessions)
        is_speaker = bool(speakers) and matches(self._prefix + path, speakers)
        if sessions and speakers and not is_session and not is_speaker:
            return
        if not is_session and not is_speaker and _is_template(path):
            return
        file = printable_path(path)
        try:
            document = parse_front_matter(read_text(self._folder / path), first_keys=FIRST_KEYS)
        except BrokenFileError as error:
            self._problems.append(error.problem(file))
            return
        if document is None:
            return
        if path.lower().endswith(".mdx"):
            document = document._replace(body=_IMPORTS.sub("", document.body).strip())
        if is_speaker or (not speakers and is_presenter_file(file, document)):
            self._presenters.add(file, document)
        elif is_session:
            self._talks[file] = document
        elif _stem(file) in _SECTION_PAGES:
            return
        elif not sessions and is_talk(document.values, self._settings.fields):
            self._talks[file] = document
        elif not sessions and may_be_talk(document.values, self._settings.fields):
            self._possible[file] = document
        elif not speakers and may_be_presenter_file(document):
            self._people[file] = document

    def finish(self) -> FolderContents:
        """Decide about the files that depend on others, read the lists, and return everything."""
        folders = {_folder(file) for file in self._talks}
        for file, document in self._possible.items():
            if _is_among_talks(file, document, folders, self._settings.fields):
                self._talks[file] = document
        if not self._settings.sessions:
            self._remove_index_pages()
        self._add_people()
        joined: dict[str, ListedSessions] = {}
        about: dict[str, RawValue] = {}
        if not self._settings.sessions:
            files = [*self.yaml_files, *self.json_files]
            joined, about = join_data_files(self._folder, files, self._talks, self._problems)
        # The other files with parts, such as rooms and slots, are no lists of sessions.
        folders = {_folder(file) for file in joined} if joined else set()
        self.yaml_files = [
            path
            for path in self.yaml_files
            if _folder(path) not in folders or PurePosixPath(path).stem.lower() not in FILE_STEMS
        ]
        lists = {**dict(self._read_lists()), **joined}
        if self._settings.sessions and not self._talks and not lists and not self._problems:
            raise self._no_match_error("sessions", self._settings.sessions)
        if self._settings.speakers and not self._presenters.by_slug:
            error = self._no_match_error("speakers", self._settings.speakers)
            warning = error.problem(SETTINGS_FILE)._replace(severity=Severity.WARNING)
            self._problems.append(warning)
        return FolderContents(self._talks, lists, self._presenters, self.settings_files, about)

    def _remove_index_pages(self) -> None:
        """Remove each `index.md` in a folder with other talk files, unless it has a place."""
        indexes = [file for file in self._talks if _stem(file) == _INDEX_PAGE]
        if not indexes:
            return
        others = {
            folder
            for file in self._talks
            for folder in _folders_above(file, skip=_stem(file) == _INDEX_PAGE)
        }
        for file in indexes:
            names = set(map(canonical_name, self._talks[file].values))
            if _folder(file) in others and "room" not in names:
                del self._talks[file]

    def _add_people(self) -> None:
        """Add the possible presenter files of a folder if a talk file refers to one of them."""
        if not self._people:
            return
        referred = {
            make_reference_slug(item)
            for document in self._talks.values()
            for key, value in document.values.items()
            if canonical_name(key) in ("presenters", "speakers", "presenter_slugs")
            for item in (value if isinstance(value, list) else [value])
            if isinstance(item, str)
        }
        folders = {
            _folder(file)
            for file, document in self._people.items()
            if not referred.isdisjoint(PresenterFiles.slugs(file, document))
        }
        for file, document in self._people.items():
            if _folder(file) in folders:
                self._presenters.add(file, document)

    def _read_lists(self) -> Iterable[tuple[str, ListedSessions]]:
        globs, data_files = self._settings.sessions, DataFiles()
        for path in self.yaml_files:
            declared = matches(self._prefix + path, globs) if globs else has_usual_name(path)
            if not declared and (globs or self._talks):
                continue
            file = printable_path(path)
            try:
                tree = read_yaml_tree(decode_text(data_files.read(self._folder / path)))
                session_list = find_session_list(file, tree, declared=declared)
            except BrokenFileError as error:
                if declared or error.code in _LIMITS:
                    self._problems.append(error.problem(file))
                continue
            if session_list is not None:
                yield file, session_list

    def _no_match_error(self, key: str, globs: tuple[str, ...]) -> BrokenFileError:
        return BrokenFileError(
            "empty-glob",
            f"No file matches `{key}` in {SETTINGS_FILE}: {', '.join(map(in_quotes, globs))}",
            "Write a path relative to the folder of that file, like talks/**/*.md.",
            self._settings.lines.get(key, 0),
        )


def _is_among_talks(
    file: str, document: MarkdownFile, talk_folders: set[str], fields: Mapping[str, str]
) -> bool:
    """Whether a possible talk file is one: its folder is for sessions, or has other talk files.

    Without any certain talk file, only pages of a blog and legal pages are excluded, and pages
    with no more than the date of their publication.

    Args:
        file: The printable path.
        document: The file.
        talk_folders: The folders of the certain talk files.
        fields: The canonical name of each key that `conference.yaml` declares.
    """
    folders = [part.lstrip("_").lower() for part in file.split("/")[:-1]]
    layout = document.values.get("layout", "")
    layout = PurePosixPath(layout).stem.lower() if isinstance(layout, str) else ""
    if not _BLOG_NAMES.isdisjoint([*folders, layout]):
        return False
    nearest = folders[-1] if folders else ""
    is_for_sessions = nearest in _SESSION_FOLDERS or find_kind(nearest) is not None
    if is_for_sessions or _folder(file) in talk_folders:
        return True
    if talk_folders or nearest in _PAGE_NAMES or layout in _PAGE_NAMES:
        return False
    title = document.values.get("title", "")
    names = {make_slug(_stem(file)), make_slug(title) if isinstance(title, str) else ""}
    return _LEGAL_PAGES.isdisjoint(names) and not _has_only_publication(document, fields)


def _has_only_publication(document: MarkdownFile, fields: Mapping[str, str]) -> bool:
    """Whether all that a page has of a session is a `date` at midnight or with odd seconds."""
    if fields or [key for key in document.values if key in POSSIBLE_KEYS] != ["date"]:
        return False
    written = document.values["date"]
    clock = _TIME_OF_DAY.search(written) if isinstance(written, str) else None
    if clock is None:
        return False
    hour, minute, second = (int(part or 0) for part in clock.groups())
    return hour == minute == second == 0 or second != 0


def _is_template(path: str) -> bool:
    return not _TEMPLATE_FOLDERS.isdisjoint(path.lower().split("/")[:-1])


def _folders_above(file: str, *, skip: bool) -> Iterable[str]:
    """Yield all folders around a file; with `skip`, without the nearest."""
    folder = _folder(file)
    while folder:
        if not skip:
            yield folder
        skip = False
        folder = _folder(folder)
    if not skip:
        yield ""


def _stem(file: str) -> str:
    """Return the name of a file without suffixes: `_index` for `_index.fr.md`."""
    return file.rpartition("/")[2].partition(".")[0].lower()


def _folder(file: str) -> str:
    return file.rpartition("/")[0]
