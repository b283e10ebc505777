"""A folder of talk files as a conference."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from confui.schedule.ends import infer_ends
from confui.schedule.models import Conference, Problem, Session, Severity
from confui.sources.names import (
    SETTINGS_FILE,
    SITE_FILE,
    find_conference_folder,
    find_settings_folder,
)
from confui.sources.problems import BrokenFileError
from confui.sources.syntax.files import printable_path
from confui.sources.talk_folder.classify import FolderContents, read_contents
from confui.sources.talk_folder.conference_yaml import ConferenceSettings, read_settings
from confui.sources.talk_folder.session_lists import read_listed_sessions
from confui.sources.talk_folder.several import find_conferences
from confui.sources.talk_folder.talk import read_session
from confui.sources.values.fields import is_empty
from confui.sources.values.people import make_slug
from confui.text import clean

_NAMED_AT_ONCE = 5
"""How many conferences a refusal names."""


def read_talk_files(folder: Path, *, shown: str) -> Conference:
    """Return the conference that a folder holds, without sessions where it has no talk file.

    Talk files, presenters' files and lists of sessions may lie at any depth; `read_contents` says
    which they are. A file that cannot be read becomes a problem. `shown` is the folder as the
    screen names it.

    Raises `BrokenFileError` where the folder holds several conferences, or none where its settings
    say that one is.
    """
    whole = folder.resolve()
    home = find_conference_folder(whole)
    place = find_settings_folder(whole, home)
    settings, problems = read_settings(place)
    within = f"{printable_path(str(whole.relative_to(place)))}/" if whole != place else ""
    contents = read_contents(folder, settings, within, problems)
    found = _sessions(contents, settings, problems)
    _refuse_several([(file, session.day) for file, session in found], contents, home)
    sessions = [session for _, session in found]
    sessions.sort(key=lambda session: (session.start or datetime.max, session.id))
    visible = [session for session in sessions if session.visible]
    problems.extend(_presenter_problems(contents, sessions))
    problems.extend(_contradictions(found, settings.timezone))
    return Conference(
        id=make_slug(home.name) or "conference",
        title=settings.title or _readable(home.name) or shown,
        timezone=settings.timezone,
        day_change=settings.day_change,
        url=settings.url,
        days=tuple(sorted({session.day for session in visible if session.day is not None})),
        rooms=_rooms(settings.rooms, visible),
        sessions=infer_ends(sessions),
        problems=tuple(sorted(problems, key=lambda problem: (problem.file, problem.line))),
        source=shown,
    )


def _sessions(
    contents: FolderContents, settings: ConferenceSettings, problems: list[Problem]
) -> list[tuple[str, Session]]:
    """Return all sessions, each with its file."""
    presenters = contents.presenters.by_slug
    sessions: list[tuple[str, Session]] = []
    for file, document in contents.talks.items():
        session, found = read_session(file, document, presenters, settings)
        sessions.append((file, session))
        problems.extend(found)
    for file, listed in contents.lists.items():
        entries, found = read_listed_sessions(file, listed, presenters, settings)
        sessions.extend((file, session) for session in entries)
        problems.extend(found)
    return sessions


def _refuse_several(
    days: Sequence[tuple[str, date | None]], contents: FolderContents, home: Path
) -> None:
    """Raise `BrokenFileError` where the files are those of several conferences."""
    files = [*contents.settings_files]
    for name in (SITE_FILE, SETTINGS_FILE):
        if (home / name).exists():
            files.append(name)  # at home is as good as in the folder itself
    conferences = find_conferences(days, files)
    if conferences:
        some = ", ".join(conferences[:_NAMED_AT_ONCE])
        more = f" and {len(conferences) - _NAMED_AT_ONCE} more" * (
            len(conferences) > _NAMED_AT_ONCE
        )
        raise BrokenFileError(
            "several-conferences",
            f"holds {len(conferences)} conferences",
            f"name one of them: {some}{more}",
        )


def _presenter_problems(contents: FolderContents, sessions: Iterable[Session]) -> Iterable[Problem]:
    yield from contents.presenters.problems
    yield from _missing_presenter_files(contents)
    if contents.talks or contents.lists:
        yield from contents.presenters.unused(sessions)


def _missing_presenter_files(contents: FolderContents) -> Iterable[Problem]:
    if contents.presenters.by_slug:
        return
    talks = contents.talks
    files = [
        file
        for file, document in talks.items()
        if not is_empty(document.values.get("presenter_slugs", ""))
    ]
    if files:
        yield Problem(
            Severity.WARNING,
            "no-presenter-files",
            files[0],
            talks[files[0]].lines["presenter_slugs"],
            f"{_count(len(files))} name presenters by slug, and there are no presenter files",
            "Open the folder that holds the talks and the presenters.",
        )


def _contradictions(sessions: Iterable[tuple[str, Session]], timezone: str) -> Iterable[Problem]:
    """Yield one warning where offsets are written that the declared zone did not have then."""
    if not timezone:
        return
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    lines: dict[str, int] = {}
    for file, session in sessions:
        if session.start is not None and session.utc_offset is not None:
            offset = zone.utcoffset(session.start)
            if offset is not None and offset.total_seconds() != session.utc_offset * 60:
                lines.setdefault(file, session.line)
    if lines:
        first = min(lines)
        yield Problem(
            Severity.WARNING,
            "offset-contradicts-zone",
            first,
            lines[first],
            f"{_count(len(lines))} with an offset that {timezone} does not have on that day",
            "Nothing need be done: the time on the clock counts. Leave the offsets out.",
        )


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def _rooms(declared: tuple[str, ...], sessions: Iterable[Session]) -> tuple[str, ...]:
    used = (room for session in sessions for room in session.rooms)
    return tuple(dict.fromkeys([*declared, *used]))


def _readable(name: str) -> str:
    text = clean(name.replace("-", " ").replace("_", " "))
    return text[:1].upper() + text[1:]
