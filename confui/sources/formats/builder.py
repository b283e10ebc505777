"""Builds a conference from the sessions of a schedule file."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from confui.schedule.ends import infer_ends
from confui.schedule.models import (
    Building,
    Conference,
    Problem,
    Session,
    Severity,
    Track,
    Walk,
)
from confui.sources.problems import (
    CUT_SHORT,
    MAX_SESSIONS,
    OPEN_LESS,
    UNKNOWN_LEVEL,
    BrokenFileError,
    ProblemCollector,
    describe_unknown,
    in_quotes,
    keep_first,
)
from confui.sources.progress import report_progress
from confui.sources.values.conference_fields import DEFAULT_DAY_CHANGE, place_rooms
from confui.sources.values.people import make_slug
from confui.sources.values.session_times import TIMES_IN_UTC
from confui.text import clean


class DeclaredInfo(NamedTuple):
    """Values of the `conference.yaml` beside a schedule file, which override the file."""

    title: str = ""
    day_change: time | None = None
    """None if it is not set."""
    url: str = ""
    rooms: tuple[str, ...] = ()
    buildings: tuple[Building, ...] = ()
    """Each with names of rooms, or patterns."""
    walks: tuple[Walk, ...] = ()
    first_day: date | None = None
    """The first day of the conference, for sessions on `Day 2`; None if that is not set."""
    problems: tuple[Problem, ...] = ()


class SourceInfo(NamedTuple):
    """Where a schedule file is from, and defaults for its conference."""

    file: str
    """The name of the file, safe to show."""
    shown: str
    """The source as the screen names it."""
    id: str
    """The id of the conference if the file has no acronym."""
    title: str
    """The title of the conference if the file has none."""
    zone: str = ""
    """The IANA time zone of the venue, which overrides the file; empty if not given."""
    declared: DeclaredInfo = DeclaredInfo()


class ConferenceInfo(NamedTuple):
    """The values of a schedule file for the conference as a whole."""

    title: str = ""
    acronym: str = ""
    timezone: str = ""
    day_change: time = DEFAULT_DAY_CHANGE
    url: str = ""
    rooms: tuple[str, ...] = ()
    """In the order of the file, including unused ones."""
    tracks: tuple[Track, ...] = ()


class ConferenceBuilder:
    """Collects the sessions and problems of a schedule file."""

    def __init__(self, source_info: SourceInfo) -> None:
        self.problems = [*source_info.declared.problems]
        self._source_info = source_info
        self._sessions: list[Session] = []
        self._omitted = 0
        self._unknown: dict[str, dict[str, None]] = {}
        """By noun, such as `room`: the references to what is not there."""
        self._unknown_levels: set[str] = set()
        """Labels of levels that confui does not know."""

    def skip_if_full(self) -> bool:
        """Return whether there are `MAX_SESSIONS` already; then count a session as omitted."""
        if len(self._sessions) < MAX_SESSIONS:
            return False
        self._omitted += 1
        return True

    def with_declared(self, info: ConferenceInfo) -> ConferenceInfo:
        """Return the values of a file, with those of the attendee and `conference.yaml` on top."""
        zone, declared = self._source_info.zone, self._source_info.declared
        return info._replace(
            title=declared.title or info.title,
            timezone=zone or info.timezone,
            day_change=info.day_change if declared.day_change is None else declared.day_change,
            url=declared.url or info.url,
        )

    def add(self, session: Session, collector: ProblemCollector, line: int = 0) -> None:
        """Add a session with its problems.

        An unknown level is reported once per label.

        Args:
            session: The session.
            collector: Its problems.
            line: The line where it starts, 1-based; 0 if unknown.
        """
        self._sessions.append(session._replace(line=line))
        report_progress("sessions", len(self._sessions))
        known = session.level_label in self._unknown_levels
        self.problems.extend(
            problem for problem in collector.problems if not known or problem.code != UNKNOWN_LEVEL
        )
        if session.level is None and session.level_label:
            self._unknown_levels.add(session.level_label)

    def add_problem(
        self, severity: Severity, code: str, message: str, fix: str, line: int = 0
    ) -> None:
        """Add a problem of the file as a whole; the message may quote untrusted text."""
        message, fix = clean(message), clean(fix)
        self.problems.append(Problem(severity, code, self._source_info.file, line, message, fix))

    def add_unknown(self, noun: str, reference: str) -> None:
        """Note that a session refers to a room, speaker or the like that the file does not have."""
        self._unknown.setdefault(noun, {})[reference] = None

    def cut_short(self, error: BrokenFileError) -> None:
        """Add the problem that the rest of the file is missing. Keep the sessions so far.

        Raises:
            BrokenFileError: There are no sessions so far; this is `error`.
        """
        if not self._sessions:
            raise error
        problem = error.problem(self._source_info.file)
        message = f"{problem.message}; what follows is missing"
        self.problems.append(problem._replace(code=CUT_SHORT, message=message))

    def build(self, info: ConferenceInfo) -> Conference:
        """Return the conference; `info` is the result of `with_declared`."""
        if self._omitted:
            self.add_problem(
                Severity.WARNING,
                "too-many-sessions",
                f"More than {MAX_SESSIONS:,} sessions; {self._omitted:,} are left out",
                OPEN_LESS,
            )
        for noun, references in self._unknown.items():
            self.add_problem(Severity.WARNING, *describe_unknown(noun, [*references]))
        if not self._sessions:
            self.add_problem(
                Severity.WARNING,
                "no-sessions",
                "A schedule without sessions",
                "Use another file, or try again when the schedule is published.",
            )
        self._check_rooms(info.rooms)
        sessions = sorted(
            self._with_unique_ids(),
            key=lambda session: (session.start or datetime.max, session.start is None),
        )
        visible = [session for session in sessions if session.visible]
        problems = keep_first(self.problems, TIMES_IN_UTC)
        declared = self._source_info.declared
        rooms = _merge_rooms(declared.rooms, info.rooms, visible)
        return Conference(
            id=make_slug(info.acronym) or self._source_info.id,
            title=info.title or self._source_info.title,
            timezone=info.timezone,
            day_change=info.day_change,
            url=info.url,
            days=tuple(sorted({session.day for session in visible if session.day is not None})),
            rooms=rooms,
            buildings=place_rooms(declared.buildings, rooms),
            walks=declared.walks,
            sessions=infer_ends(sessions),
            problems=tuple(sorted(problems, key=lambda problem: (problem.file, problem.line))),
            source=self._source_info.shown,
            tracks=info.tracks,
        )

    def _check_rooms(self, listed: tuple[str, ...]) -> None:
        """Add a problem if rooms are listed, but no session has one."""
        if not listed or len(self._sessions) < 2:
            return
        if not any(session.rooms or session.whole_venue for session in self._sessions):
            more = f" and {len(listed) - 2} more" if len(listed) > 2 else ""
            self.add_problem(
                Severity.WARNING,
                "no-rooms",
                f"No session has a room, but the file lists "
                f"{', '.join(map(in_quotes, listed[:2]))}{more}",
                "Add the room to each session.",
            )

    def _with_unique_ids(self) -> Iterable[Session]:
        """Yield the sessions with unique ids: a repeated id gets a number and a problem."""
        taken = {session.id for session in self._sessions}
        seen: set[str] = set()
        numbers: dict[str, int] = {}
        for session in self._sessions:
            id = session.id
            if id in seen:
                number = numbers.get(id, 1)
                while (unique := f"{id}-{number + 1}") in taken:
                    number += 1
                numbers[id] = number + 1
                taken.add(unique)
                self.add_problem(
                    Severity.WARNING,
                    "repeated-id",
                    f"{in_quotes(session.title)} has the id {in_quotes(id)} of another session",
                    "Give each session its own id.",
                    session.line,
                )
                session = session._replace(id=unique)
            seen.add(id)
            yield session


def _merge_rooms(
    declared: Iterable[str], listed: Iterable[str], sessions: Iterable[Session]
) -> tuple[str, ...]:
    """Return the rooms of `conference.yaml`, then those of the file that have sessions."""
    used = dict.fromkeys(room for session in sessions for room in session.rooms)
    return tuple(dict.fromkeys([*declared, *(room for room in listed if room in used), *used]))
