"""Files that describe one presenter each: recognising them, reading them, finding unused ones."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from confui.schedule.models import Problem, Session, Severity, Speaker
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.talk_folder.front_matter import MarkdownFile
from confui.sources.values.fields import is_empty
from confui.sources.values.people import (
    PRESENTER_FOLDERS,
    make_slug,
    normalise_person_keys,
    read_speaker,
)
from confui.sources.values.synonyms import is_talk
from confui.text import clean

_MAX_SINGLE_WARNINGS = 5
"""Up to this many unused files are a warning each; more are one warning for all."""

_MAX_NAMED = 3
_REFERENCE_KEYS = ("code", "slug", "key", "id", "guid")
_INDEX_PAGES = frozenset({"index", "_index", "readme", "404"})
"""Names of files in a folder of presenters that are not about a single one."""


class PresenterFiles:
    """The presenter files of a source."""

    def __init__(self) -> None:
        self.by_slug: dict[str, Speaker] = {}
        """Each person by the slugs of the file name, of keys such as `code`, and of their name."""
        self.problems: list[Problem] = []
        self._files: dict[str, str] = {}

    def add(self, file: str, document: MarkdownFile) -> None:
        """Read a presenter file."""
        collector = ProblemCollector(file, document.lines)
        collector.repeated(document.repeated)
        values = normalise_person_keys({"bio": document.body, **document.values})
        has_name = not is_empty(values.get("name", ""))
        id = clean(PurePosixPath(file).stem)
        if not has_name:
            values["name"] = values.pop("title", "") or id
        speaker = read_speaker(values, collector, id=id)
        self.problems.extend(collector.problems)
        if has_name and str(values.get("hidden", "")).strip().lower() != "true":
            self._files[file] = speaker.id
        self.by_slug[make_slug(id) or id] = speaker
        for slug in (*self.slugs(file, document), make_slug(speaker.name)):
            self.by_slug.setdefault(slug, speaker)

    @staticmethod
    def slugs(file: str, document: MarkdownFile) -> Iterator[str]:
        """Yield the slugs by which talk files may refer to a presenter file, except the name's."""
        yield make_slug(PurePosixPath(file).stem)
        for key in _REFERENCE_KEYS:
            value = document.values.get(key, "")
            if isinstance(value, str) and make_slug(value):
                yield make_slug(value)

    def find_unused(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        """Yield a warning for each file whose presenter has no session, or one warning for many."""
        speakers = {speaker for session in sessions for speaker in session.speakers}
        used = {make_slug(name) for speaker in speakers for name in (speaker.id, speaker.name)}
        names = {speaker.id: make_slug(speaker.name) for speaker in self.by_slug.values()}
        unused = [
            file for file, id in self._files.items() if used.isdisjoint((make_slug(id), names[id]))
        ]
        if len(unused) <= _MAX_SINGLE_WARNINGS:
            for file in unused:
                yield _unused(file, "No session names this presenter")
            return
        some = ", ".join(in_quotes(self._files[file]) for file in unused[:_MAX_NAMED])
        yield _unused(
            unused[0],
            f"No session names {len(unused)} of the presenters, such as {some}",
        )


def is_presenter_file(path: str, document: MarkdownFile) -> bool:
    """Whether a file in one of `PRESENTER_FOLDERS` describes a person: by a name, or by a title."""
    *_, folder, name = ("", *path.split("/"))
    if folder not in PRESENTER_FOLDERS:
        return False
    if "name" in normalise_person_keys(document.values):
        return True
    is_page = PurePosixPath(name).stem.lower() in _INDEX_PAGES or is_talk(document.values, {})
    return "title" in document.values and not is_page


def may_be_presenter_file(document: MarkdownFile) -> bool:
    """Whether a file that is not a talk file may describe a person: it has a name and no title."""
    return "title" not in document.values and "name" in normalise_person_keys(document.values)


def _unused(file: str, message: str) -> Problem:
    fix = "Add the name of this file to the presenters of a session, or delete the file."
    return Problem(Severity.WARNING, "unused-presenter", file, 0, message, fix)
