"""What a search depends on besides the schedule: the attendee's bookmarks and the time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.bookmark import STARS, Bookmark, Mark
from confui.schedule.models import Session
from confui.schedule.plan import busy_sessions, describe_changes
from confui.schedule.query import Sought
from confui.schedule.search.folding import fold_line
from confui.schedule.search.word_match import has_word


class Attendee(NamedTuple):
    """The attendee's bookmarks and the present time. Bookmarks of unknown sessions are ignored."""

    bookmarks: Mapping[str, Bookmark] = MappingProxyType({})
    """By session id."""
    now: datetime | None = None
    """Wall time. If it is `None`, no session is past, running or upcoming."""

    def ids_with_mark(self, marks: Collection[Mark | None] = STARS) -> Iterator[str]:
        """Yield the ids of the sessions with one of the marks, by default any star."""
        return (id for id, bookmark in self.bookmarks.items() if bookmark.mark in marks)

    def ids_with_note(self, sought: Sought | None = None) -> Iterator[str]:
        """Yield the ids of the sessions whose note has a word or phrase, by default any note."""
        notes = ((id, bookmark.note) for id, bookmark in self.bookmarks.items() if bookmark.note)
        if sought is None:
            return (id for id, _ in notes)
        needle = fold_line(sought.text)
        return (id for id, note in notes if has_word(fold_line(note), needle, sought.whole))

    def ids_changed(self, sessions: Mapping[str, Session]) -> Iterator[str]:
        """Yield the ids of the starred sessions that differ from their snapshot, past ones too.

        A session that is not visible counts as cancelled.
        """
        starred = ((id, sessions.get(id)) for id in self.ids_with_mark())
        return (
            id
            for id, session in starred
            if session
            and describe_changes(self.bookmarks[id], session if session.visible else None)
        )

    def busy_times(self, sessions: Mapping[str, Session]) -> Iterator[tuple[datetime, datetime]]:
        """Yield start and end of each session that takes time in the plan, without backups."""
        musts, maybes = (
            [sessions[id] for id in self.ids_with_mark((mark,)) if id in sessions]
            for mark in (Mark.MUST, Mark.MAYBE)
        )
        for session in busy_sessions(musts, maybes):
            if session.start and not session.all_day:
                yield session.start, session.end or session.start

    def ids_in_conflict(self, sessions: Mapping[str, Session]) -> Iterator[str]:
        """Yield the ids of the starred sessions that overlap another one with the same mark.

        A maybe that overlaps a must is its backup and not in conflict. Whole-venue and all-day
        sessions are never in conflict.
        """
        for mark in STARS:
            timed = [
                (session.start, session.end, session.id)
                for session in map(sessions.get, self.ids_with_mark((mark,)))
                if session and session.start and session.end and session.start < session.end
                if session.exclusive
            ]
            yield from _overlapping(sorted(timed))


NOBODY = Attendee()
"""No bookmarks, no clock."""


def _overlapping(sessions: Sequence[tuple[datetime, datetime, str]]) -> Iterator[str]:
    """Yield the ids of overlapping sessions, given (start, end, id) sorted by start."""
    for (_, end, session_id), (start, _, _) in pairwise(sessions):
        if start < end:
            yield session_id
    latest = datetime.min
    for start, end, session_id in sessions:
        if start < latest:
            yield session_id
        latest = max(latest, end)
