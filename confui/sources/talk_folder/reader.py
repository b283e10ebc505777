"""Reads a folder of talk files as a conference."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from confui.schedule.ends import infer_ends
from confui.schedule.models import Conference, Problem, Session, Severity
from confui.schedule.offsets import describe_wrong_offsets, find_wrong_offsets
from confui.sources.names import (
    SETTINGS_FILE,
    SITE_FILE,
    find_conference_folder,
    find_settings_folder,
)
from confui.sources.problems import (
    MAX_SESSIONS,
    OPEN_LESS,
    BrokenFileError,
    ProblemCollector,
    keep_first,
)
from confui.sources.progress import report_progress
from confui.sources.syntax.files import printable_path
from confui.sources.syntax.raw_values import RawValue
from confui.sources.talk_folder.classify import FolderContents, read_contents
from confui.sources.talk_folder.conference_yaml import ConferenceSettings, read_settings
from confui.sources.talk_folder.front_matter import MarkdownFile
from confui.sources.talk_folder.session_lists import ListedSessions, read_listed_sessions
from confui.sources.talk_folder.several import find_conferences
from confui.sources.talk_folder.talk import read_session
from confui.sources.talk_folder.translations import find_translations
from confui.sources.values.conference_fields import find_zone, place_rooms, read_url
from confui.sources.values.dates import DayOrder
from confui.sources.values.fields import Fields, is_empty
from confui.sources.values.people import make_slug
from confui.sources.values.session_times import TIMES_IN_UTC
from confui.sources.values.source_dates import find_day_names, find_day_order, replace_day_names
from confui.sources.values.synonyms import is_talk_time
from confui.text import clean

_MAX_NAMED = 5
"""How many conferences an error message names."""


def read_talk_files(folder: Path, *, shown: str, language: str = "") -> Conference:
    """Return the conference in a folder; without talk files, it has no sessions.

    Talk files, presenter files and lists of sessions may be at any depth; `read_contents` tells
    them apart. A file that cannot be read becomes a problem.

    Args:
        folder: The folder.
        shown: The folder as the screen names it.
        language: As for `open_conference`.

    Raises:
        BrokenFileError: The folder holds several conferences, or its settings name talk files that
            do not exist.
    """
    path = folder.resolve()
    home = find_conference_folder(path)
    settings_folder = find_settings_folder(path, home)
    settings, problems = read_settings(settings_folder)
    prefix = ""
    if path != settings_folder:
        prefix = f"{printable_path(str(path.relative_to(settings_folder)))}/"
    settings = settings._replace(language=language or settings.language)
    contents = read_contents(folder, settings, prefix, problems)
    settings = _complete(settings, contents.about)
    if settings.dates is None:
        order, notes = _choose_day_order(contents, settings)
        settings = settings._replace(dates=order)
        problems.extend(notes)
    contents = _date_named_days(contents, settings)
    files_and_sessions = _read_sessions(contents, settings, problems)
    _refuse_several([(file, session.day) for file, session in files_and_sessions], contents, home)
    sessions = [session for _, session in files_and_sessions]
    sessions.sort(key=lambda session: (session.start or datetime.max, session.id))
    visible = [session for session in sessions if session.visible]
    problems[:] = keep_first(problems, TIMES_IN_UTC)
    problems.extend(_presenter_problems(contents, sessions))
    problems.extend(_offset_problems(files_and_sessions, settings.timezone))
    rooms = _collect_rooms(settings.rooms, visible)
    return Conference(
        id=make_slug(home.name) or "conference",
        title=settings.title or _title_from_name(home.name) or shown,
        timezone=settings.timezone,
        day_change=settings.day_change,
        url=settings.url,
        days=tuple(sorted({session.day for session in visible if session.day is not None})),
        rooms=rooms,
        buildings=place_rooms(settings.buildings, rooms),
        walks=settings.walks,
        sessions=infer_ends(sessions),
        problems=tuple(sorted(problems, key=lambda problem: (problem.file, problem.line))),
        source=shown,
    )


def _complete(settings: ConferenceSettings, about: Mapping[str, RawValue]) -> ConferenceSettings:
    """Return settings with the values that data files have for those that are not set."""
    if not about:
        return settings
    fields = Fields(about, ProblemCollector("", {}))
    return settings._replace(
        title=settings.title or fields.text("title"),
        timezone=settings.timezone or find_zone(fields.text("time_zone_name")),
        url=settings.url or read_url(fields, "url"),
    )


def _read_sessions(
    contents: FolderContents, settings: ConferenceSettings, problems: list[Problem]
) -> list[tuple[str, Session]]:
    """Return all sessions, each with its file; problems are added to `problems`."""
    presenters = contents.presenters.by_slug
    files_and_sessions: list[tuple[str, Session]] = []
    translations = find_translations(contents.talks, settings.language)
    for number, (file, document) in enumerate(contents.talks.items()):
        report_progress("sessions", number, len(contents.talks))
        if file in translations.left_out:
            continue
        session, new_problems = read_session(file, document, presenters, settings)
        if not session.language and file in translations.languages:
            session = session._replace(language=translations.languages[file])
        files_and_sessions.append((file, session))
        problems.extend(new_problems)
    for file, session_list in _limit_lists(contents.lists, len(files_and_sessions), problems):
        sessions, new_problems = read_listed_sessions(file, session_list, presenters, settings)
        files_and_sessions.extend((file, session) for session in sessions)
        problems.extend(new_problems)
    return files_and_sessions


def _limit_lists(
    lists: Mapping[str, ListedSessions], count: int, problems: list[Problem]
) -> Iterable[tuple[str, ListedSessions]]:
    """Yield the lists without what is beyond `MAX_SESSIONS`; that is added to `problems`.

    Args:
        lists: The lists by their files.
        count: How many sessions there are already. Talk files have a limit of their own.
        problems: Where problems are added.
    """
    left = max(0, MAX_SESSIONS - count)
    for file, listed in lists.items():
        omitted = len(listed.items) - left
        if omitted > 0:
            message = f"More than {MAX_SESSIONS:,} sessions; {omitted:,} are left out"
            problems.append(
                Problem(Severity.WARNING, "too-many-sessions", file, 0, message, OPEN_LESS)
            )
            listed = listed._replace(items=listed.items[:left], headings=listed.headings[:left])
        left -= len(listed.items)
        yield file, listed


def _choose_day_order(
    contents: FolderContents, settings: ConferenceSettings
) -> tuple[DayOrder | None, list[Problem]]:
    """Return how all files write dates such as `02/03/2031`, and a note if any of them does."""
    files = [(file, document.values) for file, document in contents.talks.items()]
    for file, listed in contents.lists.items():
        files += [(file, item.values) for item in listed.items]
    return find_day_order(files, _time_keys(settings))


def _time_keys(settings: ConferenceSettings) -> Callable[[str], bool]:
    """Return whether a key of the site is about the time of a session."""
    return lru_cache(maxsize=1024)(lambda key: is_talk_time(settings.fields.get(key, key)))


def _date_named_days(contents: FolderContents, settings: ConferenceSettings) -> FolderContents:
    """Return the files with dates for the days that they name, such as `Saturday`."""
    is_time = _time_keys(settings)
    listed = [item for each in contents.lists.values() for item in each.items]
    values = [document.values for document in (*contents.talks.values(), *listed)]
    names = find_day_names(values, is_time, settings.dates, settings.first_day)
    if names is None:
        return contents

    def dated(document: MarkdownFile) -> MarkdownFile:
        return document._replace(values=replace_day_names(document.values, is_time, names))

    talks = {file: dated(document) for file, document in contents.talks.items()}
    lists = {
        file: each._replace(items=tuple(map(dated, each.items)))
        for file, each in contents.lists.items()
    }
    return contents._replace(talks=talks, lists=lists)


def _refuse_several(
    days: Sequence[tuple[str, date | None]], contents: FolderContents, home: Path
) -> None:
    """Raise `BrokenFileError` if the folder holds several conferences."""
    settings_files = [*contents.settings_files]
    # Settings in the conference's folder count like those in `folder`, which may be below it.
    settings_files += [name for name in (SITE_FILE, SETTINGS_FILE) if (home / name).exists()]
    conferences = find_conferences(days, settings_files)
    if conferences:
        some = ", ".join(conferences[:_MAX_NAMED])
        more = len(conferences) - _MAX_NAMED
        raise BrokenFileError(
            "several-conferences",
            f"holds {len(conferences)} conferences",
            f"name one of them: {some}{f' and {more} more' if more > 0 else ''}",
            folders=conferences,
        )


def _presenter_problems(contents: FolderContents, sessions: Iterable[Session]) -> Iterable[Problem]:
    yield from contents.presenters.problems
    yield from _missing_presenter_files(contents)
    if contents.talks or contents.lists:
        yield from contents.presenters.find_unused(sessions)


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
            f"{_count(len(files))} name presenters by slug, but there are no presenter files",
            "Open the folder that holds the talks and the presenters.",
        )


def _offset_problems(
    files_and_sessions: Sequence[tuple[str, Session]], timezone: str
) -> Iterable[Problem]:
    """Yield one warning if there are offsets that the declared time zone does not have."""
    files = {session.id: file for file, session in files_and_sessions}
    wrong = find_wrong_offsets((session for _, session in files_and_sessions), timezone)
    if wrong:
        file, line = min((files[session.id], session.line) for session in wrong)
        yield describe_wrong_offsets(len(wrong), timezone, file, line)


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def _collect_rooms(declared: tuple[str, ...], sessions: Iterable[Session]) -> tuple[str, ...]:
    """Return the declared rooms, then the others in order of first use."""
    used = (room for session in sessions for room in session.rooms)
    return tuple(dict.fromkeys([*declared, *used]))


def _title_from_name(name: str) -> str:
    text = clean(name.replace("-", " ").replace("_", " "))
    return text[:1].upper() + text[1:]
