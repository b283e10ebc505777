"""A folder of talk files as a conference."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePath

from confui.schedule.ends import infer_ends
from confui.schedule.models import Conference, Problem, Session, Severity, Speaker
from confui.sources.documents import Document, read_document
from confui.sources.fields import is_absent
from confui.sources.files import legible, markdown_files, read_text
from confui.sources.findings import BrokenFileError, Findings
from confui.sources.home import home_of, settings_folder
from confui.sources.people import PRESENTER_FOLDERS, described_speaker, slug
from confui.sources.settings import read_settings
from confui.sources.talks import FIRST_KEYS, SESSION_KEYS, read_session
from confui.text import clean


def read_talk_files(folder: Path, *, shown: str) -> Conference:
    """Return the conference that a folder holds, without sessions where it has no talk file.

    A talk file is a Markdown file, at any depth, whose front matter has one of `SESSION_KEYS`;
    other Markdown files are left alone. A file that cannot be read becomes a problem.
    `shown` is the folder as the screen names it.
    """
    home = home_of(folder.resolve())
    settings, problems = read_settings(settings_folder(folder, home))
    talks, presenters = _documents(folder, problems)
    sessions: list[Session] = []
    for file, document in talks.items():
        session, found = read_session(file, document, presenters, settings)
        sessions.append(session)
        problems.extend(found)
    sessions.sort(key=lambda session: (session.start or datetime.max, session.id))
    visible = [session for session in sessions if session.visible]
    problems.extend(_missing_presenter_files(talks, presenters))
    problems.extend(_contradictions(sessions, talks, settings.timezone))
    return Conference(
        id=slug(home.name) or "conference",
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


def _documents(
    folder: Path, problems: list[Problem]
) -> tuple[dict[str, Document], dict[str, Speaker]]:
    """Return the talk files by their legible path, and the presenters that have files by slug."""
    talks: dict[str, Document] = {}
    presenters: dict[str, Speaker] = {}
    for path in markdown_files(folder, problems):
        file = legible(path)
        try:
            document = read_document(read_text(folder / path), first_keys=FIRST_KEYS)
        except BrokenFileError as error:
            problems.append(error.problem(file))
            continue
        if document is None:
            continue
        place = PurePath(file)
        if place.parent.name in PRESENTER_FOLDERS and "name" in document.values:
            findings = Findings(file, document.lines)
            findings.repeated(document.repeated)
            values = {"bio": document.body, **document.values}
            speaker = described_speaker(values, findings, line_key="", id=clean(place.stem))
            presenters[speaker.id] = speaker
            problems.extend(findings.problems)
        elif not SESSION_KEYS.isdisjoint(document.values):
            talks[file] = document
    return talks, presenters


def _missing_presenter_files(
    talks: Mapping[str, Document], presenters: Mapping[str, Speaker]
) -> Iterable[Problem]:
    if presenters:
        return
    files = [
        file
        for file, document in talks.items()
        if not is_absent(document.values.get("presenter_slugs", ""))
    ]
    if files:
        yield Problem(
            Severity.WARNING,
            "no-presenter-files",
            files[0],
            talks[files[0]].lines["presenter_slugs"],
            f"{_count(files)} name presenters by slug, and there are no presenter files",
            "Open the folder that holds the talks and the presenters.",
        )


def _contradictions(
    sessions: Iterable[Session], talks: Mapping[str, Document], timezone: str
) -> Iterable[Problem]:
    """Yield one warning where offsets are written that the declared zone did not have then."""
    if not timezone:
        return
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    files = []
    for session in sessions:
        if session.start is not None and session.utc_offset is not None:
            offset = zone.utcoffset(session.start)
            if offset is not None and offset.total_seconds() != session.utc_offset * 60:
                files.append(session.id)
    if files:
        lines = talks[files[0]].lines
        yield Problem(
            Severity.WARNING,
            "offset-contradicts-zone",
            files[0],
            lines.get("date") or lines.get("start_datetime") or 0,
            f"{_count(files)} write an offset that {timezone} does not have on that day",
            "Nothing need be done: the time on the clock counts. Leave the offsets out.",
        )


def _count(files: list[str]) -> str:
    return "1 file" if len(files) == 1 else f"{len(files)} files"


def _rooms(declared: tuple[str, ...], sessions: Iterable[Session]) -> tuple[str, ...]:
    used = (room for session in sessions for room in session.rooms)
    return tuple(dict.fromkeys([*declared, *used]))


def _readable(name: str) -> str:
    text = clean(name.replace("-", " ").replace("_", " "))
    return text[:1].upper() + text[1:]
