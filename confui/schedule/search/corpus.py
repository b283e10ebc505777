"""Which sessions of a conference match a query, in a millisecond."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import time
from functools import cached_property
from itertools import compress

from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, Session
from confui.schedule.plan import plannable_sessions
from confui.schedule.query import TODAY, TOMORROW, WORDS, Query, Term
from confui.schedule.search.attendee import NOBODY, Attendee
from confui.schedule.search.bitset import full_set, make_set, selectors
from confui.schedule.search.field_index import INDEXED_FIELDS, FieldIndexes
from confui.schedule.search.folding import fold_line
from confui.schedule.search.time_index import TimeIndex
from confui.schedule.search.word_index import WordIndex

_ANSWERS = 256
_MARKS = {"must": Mark.MUST, "maybe": Mark.MAYBE, "skipped": Mark.SKIP}


class Corpus:
    """The sessions of a conference, ready to be searched.

    Making one costs nothing: what a query needs is made when it is first needed. `prepare` makes
    words quick to find, in idle time; the answers are the same without.
    """

    def __init__(self, conference: Conference, sessions: Sequence[Session] | None = None) -> None:
        """Take a conference, and which of its sessions to search where not the visible ones."""
        self.sessions = conference.visible if sessions is None else tuple(sessions)
        self.fields = FieldIndexes(conference, self.sessions)
        self._conference = conference
        self._words = WordIndex(self.sessions)
        self._answers: dict[tuple[str, str], int] = {}

    def prepare(self) -> Iterator[None]:
        """Get ready step by step; may be left off after any of them.

        With a thousand sessions a step takes some 2 ms. More sessions need more steps, except that
        each field remains one: with 25,000 sessions it can take a tenth of a second.
        """
        for field in sorted(INDEXED_FIELDS):
            self.fields.column(field).prepare()
            yield
        _ = self.times, self._all_ids, self._places
        yield
        _ = self._offered, self._whole_venue, self._by_id
        yield
        yield from self._words.prepare()

    def matching(self, query: Query, attendee: Attendee = NOBODY) -> frozenset[str]:
        """Return the ids of the sessions that match all terms of a query."""
        found = self.members(query.terms, attendee)
        if found == self.everybody:
            return self._all_ids
        return frozenset(compress(self._ids, selectors(found, len(self.sessions))))

    def members(self, terms: Iterable[Term], attendee: Attendee = NOBODY) -> int:
        """Return the set of sessions (see `sets`) that match all terms."""
        found = self.everybody
        for term in terms:
            found &= self.having(term, attendee)
        return found

    def having(self, term: Term, attendee: Attendee = NOBODY) -> int:
        """Return the set of sessions that match one term."""
        found = 0
        for value in term.values:
            found |= self._having(term.field, value, attendee)
        return self.everybody & ~found if term.negated else found

    @cached_property
    def everybody(self) -> int:
        """The set of all sessions."""
        return full_set(len(self.sessions))

    @cached_property
    def times(self) -> TimeIndex:
        """The sessions by the clock."""
        return TimeIndex(self._conference, self.sessions)

    def _having(self, field: str, value: str, attendee: Attendee) -> int:
        if field == WORDS:
            noted = self._known(attendee.noted(fold_line(value)))
            return self._words.containing(value) | noted
        if field == "is":
            return self._being(value, attendee)
        if (field, value) == ("has", "note"):
            return self._known(attendee.noted())
        if value in (TODAY, TOMORROW):
            return self.fields.having(field, value, attendee.now)
        if (field, value) not in self._answers:
            if len(self._answers) >= _ANSWERS:
                self._answers.clear()
            self._answers[field, value] = self._scheduled(field, value)
        return self._answers[field, value]

    def _scheduled(self, field: str, value: str) -> int:
        """Return who has a value by the schedule alone."""
        if field in INDEXED_FIELDS:
            return self.fields.having(field, value)
        clock = time.fromisoformat(value)
        return self.times.after(clock) if field == "after" else self.times.before(clock)

    def _being(self, value: str, attendee: Attendee) -> int:
        if value == "whole-venue":
            return self._whole_venue
        if value == "starred":
            return self._known(attendee.marked())
        if value == "conflict":
            return self._known(attendee.conflicts(self._by_id))
        if value == "changed":
            return self._known(attendee.changed(self._by_id))
        if value == "fits":
            return self._fitting(attendee)
        if value in _MARKS:
            return self._known(attendee.marked((_MARKS[value],)))
        if attendee.now is None:
            return 0
        if value == "past":
            return self.times.past(attendee.now)
        if value == "now":
            return self.times.running(attendee.now)
        return self.times.upcoming(attendee.now)

    def _fitting(self, attendee: Attendee) -> int:
        """Return what could be added to the plan and runs beside nothing in it."""
        taken = self._known(attendee.marked(tuple(Mark)))
        for start, end in attendee.busy(self._by_id):
            taken |= self.times.during(start, end)
        fitting = self._offered & ~taken
        ahead = self.times.upcoming(attendee.now) if attendee.now else 0
        return fitting & ahead if ahead & self._offered else fitting

    def _known(self, ids: Iterable[str]) -> int:
        """Return the set of the sessions with these ids, without those that are not here."""
        places = [self._places[each] for each in ids if each in self._places]
        return make_set(places, len(self.sessions)) if places else 0

    @cached_property
    def _whole_venue(self) -> int:
        places = (place for place, session in enumerate(self.sessions) if session.whole_venue)
        return make_set(places, len(self.sessions))

    @cached_property
    def _offered(self) -> int:
        offered = plannable_sessions(self.sessions, ())
        return self._known(session.id for session in offered)

    @cached_property
    def _ids(self) -> Sequence[str]:
        return [session.id for session in self.sessions]

    @cached_property
    def _all_ids(self) -> frozenset[str]:
        return frozenset(self._ids)

    @cached_property
    def _by_id(self) -> Mapping[str, Session]:
        return {session.id: session for session in self.sessions}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {session_id: place for place, session_id in enumerate(self._ids)}
