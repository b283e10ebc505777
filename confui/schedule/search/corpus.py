"""The searchable sessions of a conference."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cached_property, reduce
from itertools import compress
from operator import and_, or_
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, Session
from confui.schedule.query import (
    SAVED,
    TEXT,
    TEXT_FIELDS,
    TITLE,
    TODAY,
    TOMORROW,
    WORDS,
    Query,
    Sought,
    Term,
    read_sought,
)
from confui.schedule.search.attendee import NOBODY, Attendee
from confui.schedule.search.field_index import (
    INDEXED_FIELDS,
    PLANNABLE,
    WHOLE_VENUE,
    FieldIndexes,
)
from confui.schedule.search.session_set import (
    SessionOrder,
    SessionSet,
    full_set,
    selectors,
)
from confui.schedule.search.time_index import TimeIndex
from confui.schedule.search.word_index import StoredIndexes, WordIndex
from confui.schedule.search.word_match import is_worth_marking
from confui.schedule.variety import MainFacet

_COUNTED = frozenset(MainFacet)
"""The fields of which one is counted with each key."""
_CACHE_SIZE = 256
_MARKS = {"must": Mark.MUST, "maybe": Mark.MAYBE, "skipped": Mark.SKIP}


class Found(NamedTuple):
    """The ids of the sessions that match a query."""

    matching: Set[str]
    in_title: Set[str] = frozenset()
    """Those that have all words of the query in their title."""
    in_text: Set[str] = frozenset()
    """Those with a word that is not in their title nor in the names of speakers and rooms."""
    marked: Set[str] = frozenset()
    """Those with a word to mark in their title or in a name."""
    matching_by_day: Mapping[date | None, int] = MappingProxyType({})
    """How many of those that match are on each day; those of several days are on each."""


class Corpus:
    """The searchable sessions of a conference. A search takes about a millisecond.

    Indexes are built when first needed, so creating a corpus is cheap. `prepare` builds them ahead,
    in idle time; the results are the same without it. Who cannot wait for many texts to be searched
    asks `at_once`.
    """

    def __init__(
        self,
        conference: Conference,
        sessions: Sequence[Session] | None = None,
        stored: StoredIndexes | None = None,
        order: SessionOrder | None = None,
        days: Collection[date | None] | None = None,
        used: Collection[str] | None = None,
    ) -> None:
        """Create a corpus.

        Args:
            conference: The conference.
            sessions: Which of its sessions to search; by default those that are not hidden.
            stored: Where the indexes of these sessions may be; `None` if they are nowhere.
            order: Their ids, if they are known without reading the sessions.
            days: Their days, if they are known so.
            used: The fields of which they have values, likewise.
        """
        self.sessions = conference.visible if sessions is None else sessions
        self.order = order or SessionOrder.of(session.id for session in self.sessions)
        """Which session is where in the sets."""
        self.fields = FieldIndexes(conference, self.sessions, days, used, stored)
        self.times = TimeIndex(conference, self.sessions, stored)
        """The index of starts and ends."""
        self._titles = WordIndex(self.sessions, _title, "titles", stored, short=True)
        self._names = WordIndex(self.sessions, _names, "names", stored, short=True)
        self._texts = WordIndex(self.sessions, _text, "texts", stored)
        self._cache: dict[tuple[str, str], int] = {}
        self._unsearched: dict[Sought, None] | None = None
        """Inside `at_once`: the words whose texts were not searched."""

    @contextmanager
    def at_once(self) -> Iterator[Collection[Sought]]:
        """Make all answers inside the `with` block quick: many texts are not searched.

        Yields the words that were therefore looked for in titles and names, and only in those texts
        of which an index tells. Once `search_texts` has searched for them, answers are complete.
        """
        unsearched: dict[Sought, None] = {}
        self._unsearched = unsearched
        try:
            yield unsearched.keys()
        finally:
            self._unsearched = None

    def search_texts(self, words: Iterable[Sought]) -> Iterator[None]:
        """Search the texts for words in steps of about 2 ms; the caller can stop after any step."""
        for sought in words:
            yield from self._texts.search(sought)

    def prepare(self) -> Iterator[None]:
        """Build the indexes step by step. The caller can stop after any step.

        Most steps take about 2 ms however many sessions there are. A few look at all of them: with
        25,000 they take 50 ms.
        """
        for index in (self._titles, self._names):
            yield from index.prepare()
        yield from self.fields.prepare(("day", *_COUNTED))
        yield from self.times.prepare()
        yield from self._texts.prepare()  # last: a key does not wait for it, see `at_once`

    def read_stored(self) -> Iterator[None]:
        """Read what a word needs and is stored, step by step, which is soon done."""
        for index in (self._titles, self._names, self._texts):
            yield from index.read_stored()
        yield from self.fields.read_stored(("day", *_COUNTED))
        yield from self.times.read_stored()

    def pack(self) -> Iterator[tuple[str, bytes]]:
        """Yield all indexes in parts, each with its name, so that another process can read them."""
        for index in (self._titles, self._names, self._texts, self.fields, self.times):
            yield from index.pack()

    def search(self, query: Query, attendee: Attendee = NOBODY) -> Set[str]:
        """Return the ids of the sessions that match all terms of a query."""
        return SessionSet(self.order, self.sessions_matching(query.terms, attendee))

    def find(self, query: Query, attendee: Attendee = NOBODY) -> Found:
        """Return the sessions that match all terms of a query, and where its words are in them."""
        matches = self.sessions_matching(query.terms, attendee)
        by_day = self.fields.count_by_day(matches)
        found = Found(SessionSet(self.order, matches), matching_by_day=by_day)
        if not matches or not query.words:
            return found
        in_title = in_names = matches
        marked = 0
        for term in query.unfolded:
            if term.field in TEXT_FIELDS and not term.negated:
                marked |= self._marked(term)
            if term.chooses(WORDS):
                titles, names = self._places(term)
                in_title &= titles
                in_names &= titles | names
            elif term.chooses(TEXT):
                in_names = 0
        return found._replace(
            in_title=SessionSet(self.order, in_title),
            in_text=SessionSet(self.order, matches & ~in_names),
            marked=SessionSet(self.order, matches & marked),
        )

    def rank(
        self, query: Query, attendee: Attendee = NOBODY, *, names_first: bool = False
    ) -> Iterator[int]:
        """Yield the sessions that match, the best set first; each session is in one of the sets.

        Best are those that have all words of the query as whole words in the title, then those with
        words in the title that begin so, then with names of speakers and rooms beside the title
        (`names_first`: before it), then with only some words in the title. Each of these sets is
        divided: sessions that are over come after the others.
        """
        left = self.sessions_matching(query.terms, attendee)
        past = self.times.past(attendee.now) if attendee.now else 0
        for level in self._levels(query, names_first):
            for matches in (left & level & ~past, left & level & past):
                if matches:
                    yield matches
            left &= ~level

    def ranked(self, query: Query, attendee: Attendee = NOBODY) -> list[Session]:
        """Return the sessions that match in the order of `rank`, in each set by time."""
        return [
            session
            for matches in self.rank(query, attendee)
            for session in compress(self.sessions, selectors(matches, len(self.sessions)))
        ]

    def best(
        self,
        query: Query,
        attendee: Attendee = NOBODY,
        among: Iterable[str] | None = None,
        *,
        names_first: bool = False,
    ) -> Set[str]:
        """Return the best set of `rank` that has any of the sessions `among`, by default of all."""
        eligible = self.all_sessions if among is None else self._set_of_ids(among)
        ranked = self.rank(query, attendee, names_first=names_first)
        best = next((found for matches in ranked if (found := matches & eligible)), 0)
        return SessionSet(self.order, best)

    def first_from(self, sessions: Set[str], moment: datetime | None, session: str = "") -> str:
        """Return the first of some sessions that begins at a time or later, else the first of all.

        Without a time, the one at the position of another session, or after it. Empty if there is
        none.
        """
        chosen = self._set_of_ids(sessions)
        if moment is not None:
            later = chosen & ~self.times.begun_before(moment)
        else:
            later = chosen & -1 << (self.order.position(session) or 0)
        found = later or chosen
        return self.sessions[(found & -found).bit_length() - 1].id if found else ""

    def _levels(self, query: Query, names_first: bool) -> Iterator[int]:
        terms = [term for term in query.unfolded if term.chooses(WORDS)]
        if terms:
            places = [self._places(term) for term in terms]
            in_names = reduce(and_, (titles | names for titles, names in places))
            if names_first:
                yield reduce(and_, (names for _, names in places))
            yield reduce(and_, (self._places(term, whole=True)[0] for term in terms))
            yield reduce(and_, (titles for titles, _ in places))
            yield in_names
            yield reduce(or_, (titles for titles, _ in places))
        yield self.all_sessions

    def _places(self, term: Term, *, whole: bool = False) -> tuple[int, int]:
        """Return the sessions that have a word of a term in the title, and in a name."""
        titles = names = 0
        for sought in map(read_sought, term.values):
            asked = sought._replace(whole=True) if whole else sought
            titles |= self._titles.matching(asked)
            names |= self._names.matching(asked)
        return titles, names

    def _marked(self, term: Term) -> int:
        """Return the sessions with a word of a term to mark in the title or in a name."""
        marked = 0
        for sought in filter(is_worth_marking, map(read_sought, term.values)):
            marked |= self._titles.matching(sought) | self._names.matching(sought)
        return marked

    def sessions_matching(self, terms: Iterable[Term], attendee: Attendee = NOBODY) -> int:
        """Return the set of sessions (see `session_set`) that match all terms."""
        matches = self.all_sessions
        for term in terms:
            matches &= self.sessions_with(term, attendee)
        return matches

    def sessions_with(self, term: Term, attendee: Attendee = NOBODY) -> int:
        """Return the set of sessions that match one term."""
        matches = 0
        if term.field == SAVED:
            for query in term.meanings:
                matches |= self.sessions_matching(query.terms, attendee)
        else:
            for value in term.values:
                matches |= self._sessions_with_value(term.field, value, attendee)
        return self.all_sessions & ~matches if term.negated else matches

    @cached_property
    def all_sessions(self) -> int:
        """The set of all sessions."""
        return full_set(len(self.sessions))

    def _sessions_with_value(self, field: str, value: str, attendee: Attendee) -> int:
        if field in TEXT_FIELDS:
            return self._sessions_with_words(field, read_sought(value), attendee)
        if field == "is":
            return self._sessions_in_state(value, attendee)
        if (field, value) == ("has", "note"):
            return self._set_of_ids(attendee.ids_with_note())
        if value in (TODAY, TOMORROW):
            return self.fields.sessions_with(field, value, attendee.now)
        if (field, value) not in self._cache:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            self._cache[field, value] = self._scheduled(field, value)
        return self._cache[field, value]

    def _sessions_with_words(self, field: str, sought: Sought, attendee: Attendee) -> int:
        if field == TITLE:
            return self._titles.matching(sought)
        in_text = self._in_text(sought)
        if field == TEXT:
            return in_text
        with_note = self._set_of_ids(attendee.ids_with_note(sought))
        return self._titles.matching(sought) | self._names.matching(sought) | in_text | with_note

    def _in_text(self, sought: Sought) -> int:
        if self._unsearched is None:
            return self._texts.matching(sought)
        found = self._texts.matching_at_once(sought)
        if found is None:
            self._unsearched[sought] = None
            found = self._texts.known(sought)
        return found

    def _scheduled(self, field: str, value: str) -> int:
        """Return the sessions with a value that depends on the schedule alone."""
        if field in INDEXED_FIELDS:
            return self.fields.sessions_with(field, value)
        clock = time.fromisoformat(value)
        return self.times.after(clock) if field == "after" else self.times.before(clock)

    def _sessions_in_state(self, value: str, attendee: Attendee) -> int:
        if value == "whole-venue":
            return self.fields.sessions_with_trait(WHOLE_VENUE)
        if value == "starred":
            return self._set_of_ids(attendee.ids_with_mark())
        if value == "conflict":
            return self._set_of_ids(attendee.ids_in_conflict(self._by_id))
        if value == "changed":
            return self._set_of_ids(attendee.ids_changed(self._by_id))
        if value == "fits":
            return self._fitting_sessions(attendee)
        if value in _MARKS:
            return self._set_of_ids(attendee.ids_with_mark((_MARKS[value],)))
        if attendee.now is None:
            return 0
        if value == "past":
            return self.times.past(attendee.now)
        if value == "now":
            return self.times.running(attendee.now)
        return self.times.upcoming(attendee.now)

    def _fitting_sessions(self, attendee: Attendee) -> int:
        """Return the sessions that could be added to the plan without an overlap.

        Sessions that have already started count only if none is ahead.
        """
        taken = self._set_of_ids(attendee.ids_with_mark(tuple(Mark)))
        for start, end in attendee.busy_times(self._by_id):
            taken |= self.times.during(start, end)
        plannable = self.fields.sessions_with_trait(PLANNABLE)
        fitting = plannable & ~taken
        ahead = self.times.upcoming(attendee.now) if attendee.now else 0
        return fitting & ahead if ahead & plannable else fitting

    def _set_of_ids(self, ids: Iterable[str]) -> int:
        """Return the set of the sessions with these ids; unknown ids are ignored."""
        if isinstance(ids, SessionSet) and ids.order is self.order:
            return ids.members
        return self.order.set_of(ids).members

    @cached_property
    def _by_id(self) -> Mapping[str, Session]:
        return _SessionsById(self.sessions, self.order)


class _SessionsById(Mapping[str, Session]):
    """The sessions by id. Those of a snapshot are read when somebody asks for them."""

    def __init__(self, sessions: Sequence[Session], order: SessionOrder) -> None:
        self._sessions = sessions
        self._order = order

    def __getitem__(self, id: str) -> Session:
        return self._sessions[self._order.positions[id]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._order.ids)

    def __len__(self) -> int:
        return self._order.size


def _title(session: Session) -> Sequence[str]:
    return (session.title,)


def _names(session: Session) -> Sequence[str]:
    return (*(speaker.name for speaker in session.speakers), *session.rooms)


def _text(session: Session) -> Sequence[str]:
    return session.subtitle, session.abstract, session.body
