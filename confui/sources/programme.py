"""The sessions of a schedule file put together to a conference."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import NamedTuple

from confui.schedule.ends import infer_ends
from confui.schedule.models import Conference, Problem, Session, Severity
from confui.sources.declared import DEFAULT_DAY_CHANGE
from confui.sources.findings import BrokenFileError, Findings, quoted
from confui.sources.people import slug

MAX_SESSIONS = 20_000
"""How many sessions of a file are read."""


class Origin(NamedTuple):
    """Where a schedule file is, and what its conference is called if it does not say."""

    file: str
    """The name of the file, safe to show."""
    shown: str
    """The file as the screen names it."""
    id: str
    title: str
    zone: str = ""
    """The zone of the venue, where the attendee knows it better than the file."""


class About(NamedTuple):
    """What a schedule file says of the conference as a whole."""

    title: str = ""
    acronym: str = ""
    timezone: str = ""
    day_change: time = DEFAULT_DAY_CHANGE
    url: str = ""
    rooms: tuple[str, ...] = ()
    """In the order in which they are declared, used or not."""


class Programme:
    """Collects what a schedule file holds."""

    def __init__(self, origin: Origin) -> None:
        self.problems: list[Problem] = []
        self._origin = origin
        self._sessions: list[Session] = []
        self._left_out = 0

    @property
    def full(self) -> bool:
        """Whether no further session fits in; then it is counted, and there is no need to read."""
        if len(self._sessions) < MAX_SESSIONS:
            return False
        self._left_out += 1
        return True

    def add(self, session: Session, findings: Findings, line: int = 0) -> None:
        """Take a session, what is odd about it, and the line at which it begins."""
        self._sessions.append(session._replace(line=line))
        self.problems.extend(findings.problems)

    def note(self, severity: Severity, code: str, message: str, fix: str, line: int = 0) -> None:
        """Take something odd about the file as a whole."""
        self.problems.append(Problem(severity, code, self._origin.file, line, message, fix))

    def broken(self, error: BrokenFileError) -> None:
        """Take what ended the reading early: what was read so far counts.

        Raises the error itself where nothing was.
        """
        if not self._sessions:
            raise error
        problem = error.problem(self._origin.file)
        message = f"{problem.message}; what follows is missing"
        self.problems.append(problem._replace(message=message))

    def conference(self, about: About) -> Conference:
        """Return all that was collected."""
        if self._left_out:
            self.note(
                Severity.WARNING,
                "too-many-sessions",
                f"More than {MAX_SESSIONS:,} sessions; {self._left_out:,} are left out",
                "Split the file.",
            )
        sessions = sorted(
            self._with_unique_ids(),
            key=lambda session: (session.start or datetime.max, session.start is None),
        )
        visible = [session for session in sessions if session.visible]
        return Conference(
            id=slug(about.acronym) or self._origin.id,
            title=about.title or self._origin.title,
            timezone=self._origin.zone or about.timezone,
            day_change=about.day_change,
            url=about.url,
            days=tuple(sorted({session.day for session in visible if session.day is not None})),
            rooms=_used(about.rooms, visible),
            sessions=infer_ends(sessions),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line)),
            source=self._origin.shown,
        )

    def _with_unique_ids(self) -> Iterable[Session]:
        """Yield the sessions, each with an id of its own: a repeated one gets a number."""
        taken = {session.id for session in self._sessions}
        met: set[str] = set()
        numbers: dict[str, int] = {}
        for session in self._sessions:
            id = session.id
            if id in met:
                number = numbers.get(id, 1)
                while (unique := f"{id}-{number + 1}") in taken:
                    number += 1
                numbers[id] = number + 1
                taken.add(unique)
                self.note(
                    Severity.WARNING,
                    "repeated-id",
                    f"{quoted(session.title)} has the id {quoted(id)} of another session",
                    "Give each session an id of its own.",
                    session.line,
                )
                session = session._replace(id=unique)
            met.add(id)
            yield session


def _used(declared: Iterable[str], sessions: Iterable[Session]) -> tuple[str, ...]:
    used = dict.fromkeys(room for session in sessions for room in session.rooms)
    return tuple(dict.fromkeys([*(room for room in declared if room in used), *used]))
