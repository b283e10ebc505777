"""Sessions outside talk files: a YAML file with all the breaks and meals, or with the programme."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from confui.schedule.models import Kind, Problem, Session, Speaker
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import read_yaml_tree
from confui.sources.talk_folder.conference_yaml import ConferenceSettings
from confui.sources.talk_folder.front_matter import MarkdownFile
from confui.sources.talk_folder.talk import build_session, folder_names
from confui.sources.values.people import make_slug
from confui.sources.values.synonyms import canonical_name
from confui.text import clean

_USUAL_STEM = "manual"
_TIMES = frozenset({"date", "start"})
_TELLING = frozenset(
    (
        *("room", "end_date", "duration", "presenters", "speakers", "presenter_slugs"),
        *("difficulty", "track", "talk_slot", "schedule_layout"),
    )
)
"""What a list of sessions says of them, and one of news does not."""

_NAMES = ("guid", "code", "id", "slug")


class SessionList(NamedTuple):
    """The sessions that one file lists."""

    items: tuple[MarkdownFile, ...]
    """What each says, with the lines of its keys."""
    headings: tuple[str, ...]
    """The key below which each is listed."""
    problems: tuple[Problem, ...]


def has_usual_name(path: str) -> bool:
    """Whether a file has the name under which sites keep what has no talk file."""
    return PurePosixPath(path).stem.lower() == _USUAL_STEM


def read_list(file: str, text: str, *, declared: bool) -> SessionList | None:
    """Return the sessions that a YAML file lists, or None where it lists something else.

    Args:
        file: The legible path within the source.
        text: What is in the file.
        declared: Whether the file is known to list sessions, so that they need to say less.

    Raises:
        BrokenFileError: It is no YAML, or beyond the limits.
    """
    tree = read_yaml_tree(text)
    collector = ProblemCollector(file, {})
    items: list[MarkdownFile] = []
    headings: list[str] = []
    for heading, entries in _lists(tree.value):
        if not _are_sessions(entries, declared=declared):
            continue
        for entry in entries:
            if isinstance(entry, dict):
                items.append(MarkdownFile(entry, dict(tree.lines[id(entry)]), [], "", opened=True))
                headings.append(heading)
            elif entry:
                message = f"{in_quotes(entry)} stands among the sessions"
                collector.warning("not-a-session", "", message, "Write its title and its time.")
    if not items:
        return None
    collector.repeated(tree.repeated)
    return SessionList(tuple(items), tuple(headings), tuple(collector.problems))


def read_listed_sessions(
    file: str, listed: SessionList, presenters: Mapping[str, Speaker], settings: ConferenceSettings
) -> tuple[list[Session], list[Problem]]:
    """Return the sessions of a list, each under the file and what names it there, and problems."""
    sessions = []
    problems = [*listed.problems]
    for item, heading in zip(listed.items, listed.headings, strict=True):
        subject = next((v for k, v in item.values.items() if canonical_name(k) == "title"), "")
        collector = ProblemCollector(
            file,
            item.lines,
            first_line=min(item.lines.values(), default=0),
            subject=in_quotes(subject) if isinstance(subject, str) and subject else "",
        )
        folders = [heading, *folder_names(file)]
        session = build_session(item, folders, collector, presenters, settings)
        sessions.append(
            _without_talk(session) if heading == "" and has_usual_name(file) else session
        )
        problems.extend(collector.problems)
    names = _names([item.values for item in listed.items], sessions)
    return [
        session._replace(id=f"{file}#{name}") for session, name in zip(sessions, names, strict=True)
    ], problems


def _without_talk(session: Session) -> Session:
    """Return a session of `manual.yaml`: what has a presenter has a talk file."""
    nobody = session.kind is Kind.TALK and not session.speakers and not session.kind_label
    return session._replace(kind=Kind.OTHER) if nobody else session


def _lists(value: RawValue) -> Iterator[tuple[str, list[RawValue]]]:
    """Yield the lists in a file, and maps in place of one, with the key that each is under."""
    if isinstance(value, list):
        yield "", value
    elif isinstance(value, dict):
        yield "", [*value.values()]
        for key, below in value.items():
            if isinstance(below, list | dict):
                yield key, [*(below.values() if isinstance(below, dict) else below)]


def _are_sessions(entries: list[RawValue], *, declared: bool) -> bool:
    """Whether a list is one of sessions: more than half of it says so."""
    said = [{canonical_name(key) for key in entry} for entry in entries if isinstance(entry, dict)]
    sessions = [
        names
        for names in said
        if "title" in names and names & _TIMES and (declared or names & _TELLING)
    ]
    return 2 * len(sessions) > len(entries) or (declared and bool(sessions))


def _names(items: list[dict[str, RawValue]], sessions: list[Session]) -> list[str]:
    """Return a name for each session that lasts when others come and go, and that is its own."""
    pages = Counter(str(session.extra.get("permalink", "")) for session in sessions)
    names: Counter[str] = Counter()
    found = []
    for item, session in zip(items, sessions, strict=True):
        name = _lasting_name(item, session, pages)
        names[name] += 1
        while names[name] > 1:
            name = f"{name}-{names[name]}"
            names[name] += 1
        found.append(name)
    return found


def _lasting_name(item: Mapping[str, RawValue], session: Session, pages: Mapping[str, int]) -> str:
    for key in _NAMES:
        written = item.get(key, "")
        if isinstance(written, str) and clean(written):
            return clean(written)
    page = str(session.extra.get("permalink", ""))
    if make_slug(page) and pages[page] == 1:
        return make_slug(page)
    parts = [make_slug(session.title) or "session", *map(make_slug, session.rooms)]
    if session.start is not None:
        parts.insert(1, f"{session.start:%Y-%m-%d-%H-%M}")
    return "-".join(parts)
