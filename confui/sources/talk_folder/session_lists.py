"""Lists of sessions in a YAML file: breaks and meals beside talk files, or all of a programme."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from confui.schedule.models import Kind, Problem, Session, Speaker
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import YamlTree
from confui.sources.talk_folder.conference_yaml import ConferenceSettings
from confui.sources.talk_folder.front_matter import MarkdownFile
from confui.sources.talk_folder.talk import build_session, folder_names
from confui.sources.values.people import make_slug
from confui.sources.values.synonyms import canonical_name
from confui.text import clean

_USUAL_STEM = "manual"
_TIMES = frozenset({"date", "start"})
_SESSION_KEYS = frozenset(
    (
        *("room", "end_date", "duration", "presenters", "speakers", "presenter_slugs"),
        *("difficulty", "track", "talk_slot", "schedule_layout"),
    )
)
"""Keys that tell a list of sessions from other lists with titles and dates, such as news."""

_ID_KEYS = ("guid", "code", "id", "slug")


class ListedSessions(NamedTuple):
    """The sessions in one file."""

    items: tuple[MarkdownFile, ...]
    """Each session, with the lines of its keys."""
    headings: tuple[str, ...]
    """The key above each session; empty at the top of the file."""
    problems: tuple[Problem, ...]


def has_usual_name(path: str) -> bool:
    """Whether a file is called `manual`, as in the sites of DjangoCon US."""
    return PurePosixPath(path).stem.lower() == _USUAL_STEM


def find_session_list(file: str, tree: YamlTree, *, declared: bool) -> ListedSessions | None:
    """Return the sessions in a YAML file, or None if it has no list of sessions.

    Args:
        file: The printable path within the source.
        tree: The content of the file.
        declared: Whether the file is known to list sessions. Then they need fewer keys.
    """
    collector = ProblemCollector(file, {})
    items: list[MarkdownFile] = []
    headings: list[str] = []
    for heading, entries in _iterate_lists(tree.value):
        if not _are_sessions(entries, declared=declared):
            continue
        for entry in entries:
            if isinstance(entry, dict):
                items.append(MarkdownFile(entry, dict(tree.lines[id(entry)]), [], "", opened=True))
                headings.append(heading)
            elif entry:
                message = f"{in_quotes(entry)} is in the list of sessions, but is not one"
                collector.warning("not-a-session", "", message, "Write its title and its time.")
    if not items:
        return None
    collector.repeated(tree.repeated)
    return ListedSessions(tuple(items), tuple(headings), tuple(collector.problems))


def read_listed_sessions(
    file: str,
    session_list: ListedSessions,
    presenters: Mapping[str, Speaker],
    settings: ConferenceSettings,
) -> tuple[list[Session], list[Problem]]:
    """Return the sessions of a list, with ids like `manual.yaml#tea`, and their problems."""
    sessions = []
    problems = [*session_list.problems]
    for item, heading in zip(session_list.items, session_list.headings, strict=True):
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
    names = _choose_names([item.values for item in session_list.items], sessions)
    return [
        session._replace(id=f"{file}#{name}") for session, name in zip(sessions, names, strict=True)
    ], problems


def _without_talk(session: Session) -> Session:
    """Return a session of `manual.yaml`; without kind and speakers it is not a talk there."""
    is_guess = session.kind is Kind.TALK and not session.speakers and not session.kind_label
    return session._replace(kind=Kind.OTHER) if is_guess else session


def _iterate_lists(value: RawValue) -> Iterator[tuple[str, list[RawValue]]]:
    """Yield each list at the top of a file or under a key, with that key. Maps count as lists."""
    if isinstance(value, list):
        yield "", value
    elif isinstance(value, dict):
        yield "", [*value.values()]
        for key, below in value.items():
            if isinstance(below, list | dict):
                yield key, [*(below.values() if isinstance(below, dict) else below)]


def _are_sessions(entries: list[RawValue], *, declared: bool) -> bool:
    """Whether more than half of a list are sessions; with `declared`, whether any is."""
    names_of_entries = [
        {canonical_name(key) for key in entry} for entry in entries if isinstance(entry, dict)
    ]
    sessions = [
        names
        for names in names_of_entries
        if "title" in names and names & _TIMES and (declared or names & _SESSION_KEYS)
    ]
    return 2 * len(sessions) > len(entries) or (declared and bool(sessions))


def _choose_names(items: list[dict[str, RawValue]], sessions: list[Session]) -> list[str]:
    """Return a unique name for each session that stays when others are added or removed."""
    pages = Counter(str(session.extra.get("permalink", "")) for session in sessions)
    names: Counter[str] = Counter()
    found = []
    for item, session in zip(items, sessions, strict=True):
        name = _choose_name(item, session, pages)
        names[name] += 1
        while names[name] > 1:
            name = f"{name}-{names[name]}"
            names[name] += 1
        found.append(name)
    return found


def _choose_name(item: Mapping[str, RawValue], session: Session, pages: Mapping[str, int]) -> str:
    for key in _ID_KEYS:
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
