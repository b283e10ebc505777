"""Checks of a whole schedule, for its organisers: overlaps, double entries, outliers, spelling.

Only `confui check` runs them; attendees do not see the results. Problems of a single file or
session are found by the readers in `sources`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime, timedelta

from confui.schedule import wording
from confui.schedule.checks.clashes import Clash, find_clashes
from confui.schedule.checks.completeness import UNREADABLE_START
from confui.schedule.checks.places import find_file, find_schedule_file
from confui.schedule.models import SUPPORTING_KINDS, Conference, Problem, Session, Severity
from confui.schedule.offsets import WRONG_OFFSETS, describe_wrong_offsets, find_wrong_offsets
from confui.text import fold, quote

_FAR_OFF = timedelta(days=60)
_LONG_MINUTES = 12 * 60
_FEW = 4
"""If more than one in this many sessions is odd in the same way, it is not a mistake."""

_NAME_PARTS = re.compile(r"\d+|[^\W\d_]+")
_LONGEST_PART = 3
"""Up to this many letters are not a word but a part of a hall: `I/II` is not `III`."""
_PAGE = "page:"
_START_KEYS = frozenset({"date", "start", "startsAt", "dtstart"})
"""The keys in `Session.extra` that contain a start which could not be read."""


def check_sessions(conference: Conference) -> tuple[Problem, ...]:
    """Return the problems of a schedule as a whole, each as a warning at one session.

    They do not repeat `conference.problems`. Hidden sessions are not checked.
    """
    return tuple(_Checkup(conference).problems())


class _Checkup:
    """The checks of one conference."""

    def __init__(self, conference: Conference) -> None:
        self._conference = conference
        self._sessions = conference.visible
        self._codes = {problem.code for problem in conference.problems}
        self._file = find_schedule_file(conference)

    def problems(self) -> Iterator[Problem]:
        """Yield the problems that the checks find."""
        double_entries = _group(self._sessions, _entry)
        repeated = {session.id for entries in double_entries for session in entries[1:]}
        once = [session for session in self._sessions if session.id not in repeated]
        yield from map(self._double_entry, double_entries)
        yield from self._clashes(filter(_can_clash, once))
        yield from map(self._long_session, filter(_is_too_long, once))
        yield from self._far_off_sessions()
        yield from self._sessions_without_time()
        yield from self._room_spellings()
        yield from self._unknown_levels()
        yield from self._repeated_pages(once)
        yield from self._wrong_offsets()

    def _double_entry(self, entries: list[Session]) -> Problem:
        first, second = entries[:2]
        times = "twice" if len(entries) == 2 else f"{len(entries)} times"
        return self._warning(
            "double-entry",
            second,
            f"{quote(second.title)} is listed {times} {_when(second)}, "
            f"{wording.room_names(second)}{self._at(first)}",
            "Delete all but one.",
        )

    def _clashes(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        rooms: defaultdict[str, list[Session]] = defaultdict(list)
        people: defaultdict[tuple[str, str], dict[Hashable, Session]] = defaultdict(dict)
        for session in sessions:
            for room in dict.fromkeys(session.rooms):
                rooms[room].append(session)
            for speaker in session.speakers:
                # A session that is listed once per room is one session for its speakers.
                people[speaker.id, speaker.name].setdefault((session.title, session.start), session)
        in_rooms = find_clashes(rooms.items())
        for clash in in_rooms:
            yield self._overlap(
                "room-overlap", "in", clash, "Correct one of the times or the room."
            )
        reported = {(clash.session.id, clash.other.id) for clash in in_rooms}
        for clash in find_clashes((name, given.values()) for (_, name), given in people.items()):
            if (clash.session.id, clash.other.id) not in reported:
                yield self._overlap(
                    "speaker-overlap", "with", clash, "Correct one of the times or the speakers."
                )

    def _overlap(self, code: str, preposition: str, clash: Clash, fix: str) -> Problem:
        session, other = clash.session, clash.other
        shared = ", ".join(map(quote, clash.shared))
        tilde = "~" if clash.approximate else ""
        message = (
            f"{quote(session.title)} overlaps {quote(other.title)}{self._at(other)} for "
            f"{tilde}{wording.duration(session.overlap(other))}, {preposition} {shared} "
            f"{_when(session)}"
        )
        if clash.overlaps > 1:
            message += f"; one of {clash.overlaps:,} overlaps on that day"
        return self._warning(code, session, message, fix)

    def _long_session(self, session: Session) -> Problem:
        return self._warning(
            "long-session",
            session,
            f"{quote(session.title)} lasts {wording.duration(session.minutes)}",
            "Correct its end, or its day.",
        )

    def _far_off_sessions(self) -> Iterator[Problem]:
        starts = sorted(session.start for session in self._sessions if session.start)
        middle = starts[len(starts) // 2] if starts else datetime.min
        far = [(s, s.start) for s in self._sessions if s.start and abs(s.start - middle) > _FAR_OFF]
        if len(far) * _FEW > len(starts):
            return
        for session, start in far:
            yield self._warning(
                "far-off",
                session,
                f"{quote(session.title)} is on {wording.long_day(start.date())}, but most "
                f"sessions are around {wording.long_day(middle.date())}",
                "Correct the date.",
            )

    def _sessions_without_time(self) -> Iterator[Problem]:
        """Yield sessions without a time, if nearly all others have one."""
        checked = [session for session in self._sessions if session.kind not in SUPPORTING_KINDS]
        untimed = [session for session in checked if session.start is None]
        if len(untimed) * _FEW > len(checked):
            return
        reported = {
            problem.file
            for problem in self._conference.problems
            if problem.code in UNREADABLE_START
        }
        for session in untimed:
            if find_file(session) not in reported and _START_KEYS.isdisjoint(session.extra):
                yield self._warning(
                    "no-time",
                    session,
                    f"{quote(session.title)} has no time",
                    "Add its start, or hide the session until the start is known.",
                )

    def _room_spellings(self) -> Iterator[Problem]:
        used = Counter(room for session in self._sessions for room in session.rooms)
        names: defaultdict[str, list[str]] = defaultdict(list)
        for room in dict.fromkeys((*self._conference.rooms, *used)):
            names[_normalise_room(room)].append(room)
        for key, rooms in names.items():
            rarest = min(filter(used.__contains__, rooms), key=used.__getitem__, default="")
            if key and rarest and len(rooms) > 1:
                example = next(session for session in self._sessions if rarest in session.rooms)
                names_with_counts = (f"{quote(room)} ({used[room]})" for room in rooms)
                yield self._warning(
                    "room-spelling",
                    example,
                    "Room names differ only in case, spaces or punctuation: "
                    f"{', '.join(names_with_counts)}",
                    "Use one spelling for each room.",
                )

    def _unknown_levels(self) -> Iterator[Problem]:
        """Yield unknown levels, unless the reader has reported them."""
        if "unknown-level" in self._codes:
            return
        unknown: defaultdict[str, list[Session]] = defaultdict(list)
        for session in self._sessions:
            if session.level_label and session.level is None:
                unknown[session.level_label].append(session)
        for label, sessions in unknown.items():
            yield self._warning(
                "unknown-level",
                sessions[0],
                f"Unknown level {quote(label)} in {wording.count_of(len(sessions), 'session')}",
                "Use All, Beginner, Intermediate or Advanced.",
            )

    def _repeated_pages(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        """Yield sessions, except breaks, with the same page URL and different titles."""
        for group in _group((s for s in sessions if s.kind not in SUPPORTING_KINDS), _page):
            first = group[0]
            other = next((s for s in group if s.title != first.title), None)
            if other is not None:  # else it is one session that takes place several times
                yield self._warning(
                    "repeated-page",
                    other,
                    f"{quote(other.title)} and {quote(first.title)}{self._at(first)} have the "
                    f"same page URL, {quote(_page(other))}",
                    "Give each session its own URL.",
                )

    def _wrong_offsets(self) -> Iterator[Problem]:
        """Yield one warning if UTC offsets contradict the declared time zone."""
        if WRONG_OFFSETS in self._codes:
            return
        zone = self._conference.timezone
        wrong = find_wrong_offsets(self._sessions, zone)
        if wrong:
            first = min(wrong, key=lambda session: (session.line, session.id))
            yield describe_wrong_offsets(len(wrong), zone, self._of(first), first.line)

    def _warning(self, code: str, session: Session, message: str, fix: str) -> Problem:
        return Problem(Severity.WARNING, code, self._of(session), session.line, message, fix)

    def _at(self, session: Session) -> str:
        """Return the place of another session in brackets; empty if it is just the same file."""
        if session.line:
            return f" ({self._of(session)}:{session.line})"
        return "" if self._file else f" ({self._of(session)})"

    def _of(self, session: Session) -> str:
        """Return the file of a session, as the reader names it in its problems."""
        return self._file or find_file(session)


def _group(
    sessions: Iterable[Session], key_of: Callable[[Session], Hashable]
) -> list[list[Session]]:
    """Return the groups of two or more sessions with the same key, ignoring empty keys."""
    groups: defaultdict[Hashable, list[Session]] = defaultdict(list)
    for session in sessions:
        if key := key_of(session):
            groups[key].append(session)
    return [group for group in groups.values() if len(group) > 1]


def _entry(session: Session) -> Hashable:
    if session.start is None:
        return None
    return fold(session.title), session.start, frozenset(session.rooms), session.whole_venue


def _page(session: Session) -> str:
    return next((key[len(_PAGE) :] for key in session.keys if key.startswith(_PAGE)), "")


def _is_too_long(session: Session) -> bool:
    return session.minutes > _LONG_MINUTES and not session.all_day


def _can_clash(session: Session) -> bool:
    return session.exclusive and not _is_too_long(session)


def _normalise_room(name: str) -> str:
    """Return a folded room name without punctuation, and with spaces only around short parts."""
    parts = _NAME_PARTS.findall(fold(name))
    words = (part.isalpha() and len(part) > _LONGEST_PART for part in parts)
    joined = "".join(part if word else f" {part} " for part, word in zip(parts, words, strict=True))
    return " ".join(joined.split())


def _when(session: Session) -> str:
    start = session.start
    return f"on {wording.short_day(start.date())}, {wording.clock(start)}" if start else ""
