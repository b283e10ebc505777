"""The sessions of a schedule file put together to a conference."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import NamedTuple

from confui.schedule.ends import infer_ends
from confui.schedule.models import Conference, Problem, Session, Severity
from confui.sources.problems import (
    CUT_SHORT,
    UNKNOWN_LEVEL,
    BrokenFileError,
    ProblemCollector,
    in_quotes,
)
from confui.sources.values.conference_fields import DEFAULT_DAY_CHANGE
from confui.sources.values.people import make_slug

MAX_SESSIONS = 20_000
"""How many sessions of a file are read."""


class DeclaredInfo(NamedTuple):
    """What `conference.yaml` beside a schedule file says, which counts before the file."""

    title: str = ""
    day_change: time | None = None
    """None where it does not say."""
    url: str = ""
    rooms: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class SourceInfo(NamedTuple):
    """Where a schedule file is, and what its conference is called if it does not say."""

    file: str
    """The name of the file, safe to show."""
    shown: str
    """The file as the screen names it."""
    id: str
    title: str
    zone: str = ""
    """The zone of the venue, where somebody knows it better than the file."""
    declared: DeclaredInfo = DeclaredInfo()


class ConferenceInfo(NamedTuple):
    """What a schedule file says of the conference as a whole."""

    title: str = ""
    acronym: str = ""
    timezone: str = ""
    day_change: time = DEFAULT_DAY_CHANGE
    url: str = ""
    rooms: tuple[str, ...] = ()
    """In the order in which they are declared, used or not."""


class ConferenceBuilder:
    """Collects what a schedule file holds."""

    def __init__(self, source_info: SourceInfo) -> None:
        self.problems = [*source_info.declared.problems]
        self._source_info = source_info
        self._sessions: list[Session] = []
        self._left_out = 0
        self._labels: set[str] = set()
        """Of levels that confui does not know."""

    @property
    def is_full(self) -> bool:
        """Whether no further session fits in; then it is counted, and there is no need to read."""
        if len(self._sessions) < MAX_SESSIONS:
            return False
        self._left_out += 1
        return True

    def with_declared(self, info: ConferenceInfo) -> ConferenceInfo:
        """Return what counts of the conference, where its file says what `info` has."""
        zone, declared = self._source_info.zone, self._source_info.declared
        return info._replace(
            title=declared.title or info.title,
            timezone=zone or info.timezone,
            day_change=info.day_change if declared.day_change is None else declared.day_change,
            url=declared.url or info.url,
        )

    def add(self, session: Session, collector: ProblemCollector, line: int = 0) -> None:
        """Take a session, what is odd about it, and the line at which it begins.

        A level that confui does not know is told once, whoever has it.
        """
        self._sessions.append(session._replace(line=line))
        known = session.level_label in self._labels
        self.problems.extend(
            problem for problem in collector.problems if not known or problem.code != UNKNOWN_LEVEL
        )
        if session.level is None and session.level_label:
            self._labels.add(session.level_label)

    def add_problem(
        self, severity: Severity, code: str, message: str, fix: str, line: int = 0
    ) -> None:
        """Take something odd about the file as a whole."""
        self.problems.append(Problem(severity, code, self._source_info.file, line, message, fix))

    def cut_short(self, error: BrokenFileError) -> None:
        """Take what ended the reading early: what was read so far counts.

        Raises the error itself where nothing was.
        """
        if not self._sessions:
            raise error
        problem = error.problem(self._source_info.file)
        message = f"{problem.message}; what follows is missing"
        self.problems.append(problem._replace(code=CUT_SHORT, message=message))

    def build(self, info: ConferenceInfo) -> Conference:
        """Return all that was collected; `info` is what counts (see `with_declared`)."""
        if self._left_out:
            self.add_problem(
                Severity.WARNING,
                "too-many-sessions",
                f"More than {MAX_SESSIONS:,} sessions; {self._left_out:,} are left out",
                "Split the file.",
            )
        if not self._sessions:
            self.add_problem(
                Severity.WARNING,
                "no-sessions",
                "A schedule without sessions",
                "Name another file, or come back when the schedule is out.",
            )
        sessions = sorted(
            self._with_unique_ids(),
            key=lambda session: (session.start or datetime.max, session.start is None),
        )
        visible = [session for session in sessions if session.visible]
        return Conference(
            id=make_slug(info.acronym) or self._source_info.id,
            title=info.title or self._source_info.title,
            timezone=info.timezone,
            day_change=info.day_change,
            url=info.url,
            days=tuple(sorted({session.day for session in visible if session.day is not None})),
            rooms=_in_order(self._source_info.declared.rooms, info.rooms, visible),
            sessions=infer_ends(sessions),
            problems=tuple(sorted(self.problems, key=lambda problem: (problem.file, problem.line))),
            source=self._source_info.shown,
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
                self.add_problem(
                    Severity.WARNING,
                    "repeated-id",
                    f"{in_quotes(session.title)} has the id {in_quotes(id)} of another session",
                    "Give each session an id of its own.",
                    session.line,
                )
                session = session._replace(id=unique)
            met.add(id)
            yield session


def _in_order(
    declared: Iterable[str], written: Iterable[str], sessions: Iterable[Session]
) -> tuple[str, ...]:
    """Return the rooms that are declared, then those of the file as far as they are used."""
    used = dict.fromkeys(room for session in sessions for room in session.rooms)
    return tuple(dict.fromkeys([*declared, *(room for room in written if room in used), *used]))
