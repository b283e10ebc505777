"""Who asks, and when: what the answer to a query depends on beside the schedule."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.bookmark import STARS, Bookmark, Mark
from confui.schedule.models import Session
from confui.schedule.plan import busy_sessions, describe_changes
from confui.schedule.search.folding import fold_line


class Attendee(NamedTuple):
    """Somebody's bookmarks, and the time at the venue. Those of unknown sessions do no harm."""

    bookmarks: Mapping[str, Bookmark] = MappingProxyType({})
    """By session id."""
    now: datetime | None = None
    """The wall time; without it no session is past, running or yet to come."""

    def marked(self, marks: Collection[Mark | None] = STARS) -> Iterator[str]:
        """Yield the ids of the sessions with one of some marks, by default of any star."""
        return (id for id, each in self.bookmarks.items() if each.mark in marks)

    def noted(self, text: str = "") -> Iterator[str]:
        """Yield the ids of the sessions with a note, one that contains a folded text."""
        notes = ((id, each.note) for id, each in self.bookmarks.items() if each.note)
        return (id for id, note in notes if text in fold_line(note))

    def changed(self, sessions: Mapping[str, Session]) -> Iterator[str]:
        """Yield the ids of the starred sessions that are not what they were, past ones too."""
        starred = ((id, sessions.get(id)) for id in self.marked())
        return (
            id
            for id, session in starred
            if session and describe_changes(self.bookmarks[id], session)
        )

    def busy(self, sessions: Mapping[str, Session]) -> Iterator[tuple[datetime, datetime]]:
        """Yield start and end of each session of the plan that takes time."""
        musts, maybes = (
            [sessions[id] for id in self.marked((grade,)) if id in sessions]
            for grade in (Mark.MUST, Mark.MAYBE)
        )
        for session in busy_sessions(musts, maybes):
            if session.start and not session.all_day:
                yield session.start, session.end or session.start

    def conflicts(self, sessions: Mapping[str, Session]) -> Iterator[str]:
        """Yield the ids of the starred sessions that overlap another one of the same grade.

        A maybe beside a must is its backup, which is no conflict; nor is what is for everybody.
        """
        for grade in STARS:
            timed = [
                (session.start, session.end, session.id)
                for session in map(sessions.get, self.marked((grade,)))
                if session and session.start and session.end and session.start < session.end
                if session.exclusive
            ]
            yield from _overlapping(sorted(timed))


NOBODY = Attendee()
"""Without stars, and out of time."""


def _overlapping(sessions: Sequence[tuple[datetime, datetime, str]]) -> Iterator[str]:
    """Yield the ids of what overlaps, given starts and ends in order of the starts."""
    for (_, end, session_id), (start, _, _) in pairwise(sessions):
        if start < end:
            yield session_id
    latest = datetime.min
    for start, end, session_id in sessions:
        if start < latest:
            yield session_id
        latest = max(latest, end)
