"""What a folder holds: talk files, presenters' files and lists of sessions, told apart."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Problem, Severity
from confui.sources.names import SETTINGS_FILE
from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.files import is_markdown, printable_path, read_text, source_files
from confui.sources.talk_folder.conference_yaml import ConferenceSettings
from confui.sources.talk_folder.front_matter import MarkdownFile, parse_front_matter
from confui.sources.talk_folder.globs import matches
from confui.sources.talk_folder.presenters import PresenterFiles, is_presenter_file
from confui.sources.talk_folder.session_lists import SessionList, has_usual_name, read_list
from confui.sources.talk_folder.several import is_settings_file
from confui.sources.talk_folder.talk import FIRST_KEYS
from confui.sources.values.kinds import find_kind
from confui.sources.values.synonyms import is_talk, may_be_talk

_BLOGS = frozenset(("post", "posts", "blog", "blogs", "news", "article", "articles", "drafts"))
"""Layouts of pages that have a date and are no sessions, and folders of them."""

_PROGRAMME = frozenset(("session", "sessions", "schedule", "program", "programme"))


class FolderContents(NamedTuple):
    """The files of a source that have to do with its conference, by their legible paths."""

    talks: dict[str, MarkdownFile]
    lists: dict[str, SessionList]
    presenters: PresenterFiles
    settings_files: list[str]
    """Those of the folder and of folders in it."""


def read_contents(
    folder: Path, settings: ConferenceSettings, within: str, problems: list[Problem]
) -> FolderContents:
    """Return what a folder holds; what cannot be read is added to `problems`.

    A talk file is a Markdown file whose front matter has a key that only sessions have, or one that
    sessions share with other pages where the folder says the rest. `settings` may say which files
    are what; `within` is the way to the folder from that of the settings, empty or with a `/` at
    its end. A YAML file is read where it is called `manual.yaml`, or there is no talk file.

    Raises `BrokenFileError` where the settings say where the talk files are, and there are none.
    """
    reading = _Reading(folder, settings, within, problems)
    for path in source_files(folder, problems):
        if is_markdown(path):
            reading.markdown(path)
        elif is_settings_file(path):
            reading.settings_files.append(printable_path(path))
        else:
            reading.lists.append(path)
    return reading.contents()


class _Reading:
    def __init__(
        self, folder: Path, settings: ConferenceSettings, within: str, problems: list[Problem]
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._within = within
        self._problems = problems
        self._talks: dict[str, MarkdownFile] = {}
        self._possible: dict[str, MarkdownFile] = {}
        self._presenters = PresenterFiles()
        self.settings_files: list[str] = []
        self.lists: list[str] = []

    def markdown(self, path: str) -> None:
        """Read a Markdown file, and see what it is."""
        sessions, speakers = self._settings.sessions, self._settings.speakers
        is_session = bool(sessions) and matches(self._within + path, sessions)
        is_speaker = bool(speakers) and matches(self._within + path, speakers)
        if sessions and speakers and not is_session and not is_speaker:
            return
        file = printable_path(path)
        try:
            document = parse_front_matter(read_text(self._folder / path), first_keys=FIRST_KEYS)
        except BrokenFileError as error:
            self._problems.append(error.problem(file))
            return
        if document is None:
            return
        if is_speaker or (not speakers and is_presenter_file(file, document)):
            self._presenters.add(file, document)
        elif is_session or (not sessions and is_talk(document.values, self._settings.fields)):
            self._talks[file] = document
        elif not sessions and may_be_talk(document.values, self._settings.fields):
            self._possible[file] = document

    def contents(self) -> FolderContents:
        """Return all that was found, and read what is needed beside."""
        folders = {_folder(file) for file in self._talks}
        for file, document in self._possible.items():
            if _is_like(file, document, folders):
                self._talks[file] = document
        lists = dict(self._read_lists())
        if self._settings.sessions and not self._talks and not lists and not self._problems:
            raise self._nothing_matches("sessions", self._settings.sessions)
        if self._settings.speakers and not self._presenters.by_slug:
            nothing = self._nothing_matches("speakers", self._settings.speakers)
            warning = nothing.problem(SETTINGS_FILE)._replace(severity=Severity.WARNING)
            self._problems.append(warning)
        return FolderContents(self._talks, lists, self._presenters, self.settings_files)

    def _read_lists(self) -> Iterable[tuple[str, SessionList]]:
        globs = self._settings.sessions
        for path in self.lists:
            declared = matches(self._within + path, globs) if globs else has_usual_name(path)
            if not declared and (globs or self._talks):
                continue
            file = printable_path(path)
            try:
                found = read_list(file, read_text(self._folder / path), declared=declared)
            except BrokenFileError as error:
                if declared:
                    self._problems.append(error.problem(file))
                continue
            if found is not None:
                yield file, found

    def _nothing_matches(self, key: str, globs: tuple[str, ...]) -> BrokenFileError:
        return BrokenFileError(
            "empty-glob",
            f"No file matches `{key}` in {SETTINGS_FILE}: {', '.join(map(in_quotes, globs))}",
            "Write it from the folder of that file on, like talks/**/*.md.",
            self._settings.lines.get(key, 0),
        )


def _is_like(file: str, document: MarkdownFile, folders: set[str]) -> bool:
    """Whether a file that may be a talk is one: by its folder, where others tell of talks."""
    inside = [part.lstrip("_").lower() for part in file.split("/")[:-1]]
    layout = document.values.get("layout", "")
    if not _BLOGS.isdisjoint([*inside, layout if isinstance(layout, str) else ""]):
        return False
    nearest = inside[-1] if inside else ""
    telling = nearest in _PROGRAMME or find_kind(nearest) is not None
    return not folders or telling or _folder(file) in folders


def _folder(file: str) -> str:
    return file.rpartition("/")[0]
