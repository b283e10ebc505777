"""What is odd about a schedule only where all its sessions are seen together: for its organisers.

Attendees are not bothered with it. What is odd about one file or session is found by who reads it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime, timedelta

from confui.schedule import wording
from confui.schedule.checks.clashes import Clash, find_clashes
from confui.schedule.models import SUPPORTING_KINDS, Conference, Problem, Session, Severity
from confui.schedule.offsets import find_wrong_offsets
from confui.text import fold

_FAR = timedelta(days=60)
_LONG = 12 * 60
_NOT_FEW = 4
"""What concerns one in so many sessions or more is how a schedule is, and no mistake."""
_SHOWN = 60
"""How many characters of a title or name a message quotes."""

_NAME_PARTS = re.compile(r"\d+|[^\W\d_]+")
_WORD = 3
"""How many letters are no word yet: `I/II` is another room than `III`."""
_OWN_FILE = re.compile(r"(.+?\.(?:md|markdown|ya?ml))(?:#.*)?", re.IGNORECASE)
"""The id of a session in a folder of talk files, with its file."""
_PAGE = "page:"
_UNREAD = frozenset({"bad-date", "bad-time", "date-without-time", "no-date"})
"""What is told of a session whose start could not be read."""
_STARTS = frozenset({"date", "start", "startsAt", "dtstart"})
"""Under which a session of a schedule file keeps such a start."""


def check_sessions(conference: Conference) -> tuple[Problem, ...]:
    """Return what is odd between sessions, each as a warning at the session to look at first.

    None of it is among the conference's own problems. Hidden sessions do not count.
    """
    return tuple(_Checkup(conference).problems())


class _Checkup:
    """The checks of one conference."""

    def __init__(self, conference: Conference) -> None:
        self._conference = conference
        self._sessions = conference.visible
        self._codes = {problem.code for problem in conference.problems}
        self._file = _schedule_file(conference)

    def problems(self) -> Iterator[Problem]:
        """Yield what every check finds."""
        doubles = _alike(self._sessions, _entry)
        again = {session.id for entries in doubles for session in entries[1:]}
        once = [session for session in self._sessions if session.id not in again]
        yield from map(self._double_entry, doubles)
        yield from self._clashes(filter(_takes_place_somewhere, once))
        yield from map(self._long, filter(_is_too_long, once))
        yield from self._far_off()
        yield from self._without_time()
        yield from self._room_spellings()
        yield from self._levels()
        yield from self._pages(once)
        yield from self._offsets()

    def _double_entry(self, entries: list[Session]) -> Problem:
        first, again = entries[:2]
        times = "twice" if len(entries) == 2 else f"{len(entries)} times"
        return self._warning(
            "double-entry",
            again,
            f"{_quoted(again.title)} is there {times} {_moment(again)}, {wording.room_names(again)}"
            f"{self._at(first)}",
            "Delete all but one.",
        )

    def _clashes(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        rooms: defaultdict[str, list[Session]] = defaultdict(list)
        people: defaultdict[tuple[str, str], dict[Hashable, Session]] = defaultdict(dict)
        for session in sessions:
            for room in dict.fromkeys(session.rooms):
                rooms[room].append(session)
            for speaker in session.speakers:
                # What several rooms list at once is still one session for who gives it.
                people[speaker.id, speaker.name].setdefault((session.title, session.start), session)
        in_rooms = find_clashes(rooms.items())
        for clash in in_rooms:
            yield self._overlap("room-overlap", "in", clash, "Correct a time or the room.")
        told = {(clash.session.id, clash.other.id) for clash in in_rooms}
        for clash in find_clashes((name, given.values()) for (_, name), given in people.items()):
            if (clash.session.id, clash.other.id) not in told:
                yield self._overlap(
                    "speaker-overlap", "with", clash, "Correct a time or the names."
                )

    def _overlap(self, code: str, preposition: str, clash: Clash, fix: str) -> Problem:
        session, other = clash.session, clash.other
        shared = ", ".join(map(_quoted, clash.shared))
        about = "~" if clash.about else ""
        message = (
            f"{_quoted(session.title)} overlaps {_quoted(other.title)}{self._at(other)} for "
            f"{about}{wording.duration(session.overlap(other))}, {preposition} {shared} "
            f"{_moment(session)}"
        )
        if clash.overlaps > 1:
            message += f"; one of {clash.overlaps:,} overlaps of that day"
        return self._warning(code, session, message, fix)

    def _long(self, session: Session) -> Problem:
        return self._warning(
            "long-session",
            session,
            f"{_quoted(session.title)} lasts {wording.duration(session.minutes)}",
            "Correct its end; perhaps the day is wrong.",
        )

    def _far_off(self) -> Iterator[Problem]:
        starts = sorted(session.start for session in self._sessions if session.start)
        middle = starts[len(starts) // 2] if starts else datetime.min
        far = [(s, s.start) for s in self._sessions if s.start and abs(s.start - middle) > _FAR]
        if len(far) * _NOT_FEW > len(starts):
            return
        for session, start in far:
            yield self._warning(
                "far-off",
                session,
                f"{_quoted(session.title)} is on {wording.long_day(start.date())}, far from the "
                f"others around {wording.long_day(middle.date())}",
                "Correct the date.",
            )

    def _without_time(self) -> Iterator[Problem]:
        """Yield what lacks a time that nearly all others have; a poster may go without."""
        given = [session for session in self._sessions if session.kind not in SUPPORTING_KINDS]
        untimed = [session for session in given if session.start is None]
        if len(untimed) * _NOT_FEW > len(given):
            return
        told = {problem.file for problem in self._conference.problems if problem.code in _UNREAD}
        for session in untimed:
            if _own_file(session) not in told and _STARTS.isdisjoint(session.extra):
                yield self._warning(
                    "no-time",
                    session,
                    f"{_quoted(session.title)} has no time",
                    "Write when it starts, or hide it until that is known.",
                )

    def _room_spellings(self) -> Iterator[Problem]:
        used = Counter(room for session in self._sessions for room in session.rooms)
        names: defaultdict[str, list[str]] = defaultdict(list)
        for room in dict.fromkeys((*self._conference.rooms, *used)):
            names[_spelled_simply(room)].append(room)
        for key, rooms in names.items():
            rarest = min(filter(used.__contains__, rooms), key=used.__getitem__, default="")
            if key and rarest and len(rooms) > 1:
                where = next(session for session in self._sessions if rarest in session.rooms)
                counted = (f"{_quoted(room)} ({used[room]})" for room in rooms)
                yield self._warning(
                    "room-spelling",
                    where,
                    f"Rooms that only case, blanks or signs tell apart: {', '.join(counted)}",
                    "Write the name of a room in one way.",
                )

    def _levels(self) -> Iterator[Problem]:
        """Yield the levels that nobody knows, where the reader leaves that to us."""
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
                f"The level of {wording.count_of(len(sessions), 'session')} is {_quoted(label)}",
                "Write All, Beginner, Intermediate or Advanced.",
            )

    def _pages(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        """Yield what shares its page with another session; breaks and meals may."""
        for alike in _alike((s for s in sessions if s.kind not in SUPPORTING_KINDS), _page):
            first, again = alike[0], next((s for s in alike if s.title != alike[0].title), None)
            if again is not None:  # else it is one session, given several times
                yield self._warning(
                    "repeated-page",
                    again,
                    f"{_quoted(again.title)} and {_quoted(first.title)}{self._at(first)} have the "
                    f"same page, {_quoted(_page(again))}",
                    "Give each session a page of its own.",
                )

    def _offsets(self) -> Iterator[Problem]:
        """Yield one warning for offsets that the declared zone did not have then."""
        if "offset-contradicts-zone" in self._codes:
            return
        odd = find_wrong_offsets(self._sessions, self._conference.timezone)
        if odd:
            yield self._warning(
                "offset-contradicts-zone",
                min(odd, key=lambda session: (session.line, session.id)),
                f"The offset of {wording.count_of(len(odd), 'session')} is not the one that "
                f"{self._conference.timezone} has on that day",
                "Nothing need be done: the time on the clock counts. Leave the offsets out.",
            )

    def _warning(self, code: str, session: Session, message: str, fix: str) -> Problem:
        return Problem(Severity.WARNING, code, self._of(session), session.line, message, fix)

    def _at(self, session: Session) -> str:
        """Return where else to look; nothing where that is only the same file again."""
        if session.line:
            return f" ({self._of(session)}:{session.line})"
        return "" if self._file else f" ({self._of(session)})"

    def _of(self, session: Session) -> str:
        """Return the file of a session as its reader names it."""
        return self._file or _own_file(session)


def _schedule_file(conference: Conference) -> str:
    """Return the file that holds all sessions; empty where they are in a folder of talk files."""
    if all(map(_own_file, conference.sessions)):
        return ""
    files = {problem.file for problem in conference.problems} - {"conference.yaml"}
    return min(files, default="") or conference.source.rpartition("/")[2] or conference.source


def _own_file(session: Session) -> str:
    """Return the file that the id of a session names; empty where it names none."""
    found = _OWN_FILE.fullmatch(session.id)
    return found[1] if found else ""


def _alike(sessions: Iterable[Session], mark: Callable[[Session], Hashable]) -> list[list[Session]]:
    """Return the sessions that bear the same mark as others, each lot in order."""
    lots: defaultdict[Hashable, list[Session]] = defaultdict(list)
    for session in sessions:
        if key := mark(session):
            lots[key].append(session)
    return [lot for lot in lots.values() if len(lot) > 1]


def _entry(session: Session) -> Hashable:
    if session.start is None:
        return None
    return fold(session.title), session.start, frozenset(session.rooms), session.whole_venue


def _page(session: Session) -> str:
    return next((key[len(_PAGE) :] for key in session.keys if key.startswith(_PAGE)), "")


def _is_too_long(session: Session) -> bool:
    return session.minutes > _LONG and not session.all_day


def _takes_place_somewhere(session: Session) -> bool:
    return session.exclusive and not _is_too_long(session)


def _spelled_simply(name: str) -> str:
    """Return a name without signs, and with blanks only around numbers and letters."""
    parts = _NAME_PARTS.findall(fold(name))
    words = (part.isalpha() and len(part) > _WORD for part in parts)
    joined = "".join(part if word else f" {part} " for part, word in zip(parts, words, strict=True))
    return " ".join(joined.split())


def _moment(session: Session) -> str:
    start = session.start
    return f"on {wording.short_day(start.date())}, {wording.clock(start)}" if start else ""


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
