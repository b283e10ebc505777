"""The files that describe a presenter each: which they are, and which nobody needs."""

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

_EACH_UP_TO = 5
"""So many files that nobody needs are a problem each; more of them are one."""

_NAMED_AT_ONCE = 3
_PAGES = frozenset({"index", "_index", "readme", "404"})
"""Files in a folder of presenters that are about all of them."""


class PresenterFiles:
    """What the presenters' files of a source say."""

    def __init__(self) -> None:
        self.by_slug: dict[str, Speaker] = {}
        """By the name of the file and by the name of the person, both as a slug."""
        self.problems: list[Problem] = []
        self._files: dict[str, str] = {}

    def add(self, file: str, document: MarkdownFile) -> None:
        """Read a file that describes a presenter."""
        collector = ProblemCollector(file, document.lines)
        collector.repeated(document.repeated)
        values = normalise_person_keys({"bio": document.body, **document.values})
        sure = not is_empty(values.get("name", ""))
        id = clean(PurePosixPath(file).stem)
        if not sure:
            values["name"] = values.pop("title", "") or id
        speaker = read_speaker(values, collector, id=id)
        self.problems.extend(collector.problems)
        if sure and str(values.get("hidden", "")).strip().lower() != "true":
            self._files[file] = speaker.id
        self.by_slug[make_slug(id) or id] = speaker
        self.by_slug.setdefault(make_slug(speaker.name), speaker)

    def find_unused(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        """Yield a warning for each file whose presenter has no session, or one for many."""
        speakers = {speaker for session in sessions for speaker in session.speakers}
        used = {make_slug(name) for speaker in speakers for name in (speaker.id, speaker.name)}
        names = {speaker.id: make_slug(speaker.name) for speaker in self.by_slug.values()}
        unused = [
            file for file, id in self._files.items() if used.isdisjoint((make_slug(id), names[id]))
        ]
        if len(unused) <= _EACH_UP_TO:
            for file in unused:
                yield _unused(file, "No session names this presenter")
            return
        some = ", ".join(in_quotes(self._files[file]) for file in unused[:_NAMED_AT_ONCE])
        yield _unused(
            unused[0],
            f"No session names {len(unused)} of the presenters, among them {some}",
        )


def is_presenter_file(path: str, document: MarkdownFile) -> bool:
    """Whether a file in one of `PRESENTER_FOLDERS` describes a presenter."""
    *_, folder, name = ("", *path.split("/"))
    if folder not in PRESENTER_FOLDERS:
        return False
    if "name" in normalise_person_keys(document.values):
        return True
    is_page = PurePosixPath(name).stem.lower() in _PAGES or is_talk(document.values, {})
    return "title" in document.values and not is_page


def _unused(file: str, message: str) -> Problem:
    fix = "Name the presenter by the name of the file where one is missing, or delete the file."
    return Problem(Severity.WARNING, "unused-presenter", file, 0, message, fix)
