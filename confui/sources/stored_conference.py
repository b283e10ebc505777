"""A conference in a snapshot, whose sessions are decoded when somebody asks for them.

The grid needs those of one day, and of all others only their number and their variety.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, ValuesView
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate, chain, compress, count, repeat
from typing import NamedTuple, cast, overload

from confui.doorway import TYPE_CHECKING
from confui.schedule.models import Conference, Session
from confui.schedule.search import SessionOrder
from confui.schedule.variety import Variety
from confui.sources.stored_sessions import MISSING

if TYPE_CHECKING:
    from confui.schedule.search import StoredIndexes


_MOST_A_STEP = 500
"""Of so many sessions that are asked for together, none is kept."""


class StoredOffer(NamedTuple):
    """What of a day could be planned; see `confui.schedule.plan.DayOffer`."""

    start: datetime
    last_start: datetime
    end: datetime
    fits: int


class StoredDay(NamedTuple):
    """What is known of the visible sessions of a day."""

    day: date | None
    sessions: int
    """How many there are."""
    rooms: int
    """In how many rooms they are."""
    offer: StoredOffer | None
    """What of them could be planned; None if nothing could."""


class DayRun(NamedTuple):
    """How many visible sessions of one day follow one another."""

    day: date | None
    sessions: int


class ValueCount(NamedTuple):
    """How many visible sessions have a value of the main facet."""

    value: str
    sessions: int


class ValueColour(NamedTuple):
    """The colour of a value of the main facet."""

    value: str
    number: int
    own: str


class PartSize(NamedTuple):
    """What a part has."""

    sessions: int
    """How many visible ones."""
    days: tuple[date | None, ...]
    """The days on which they are."""


class Overview(NamedTuple):
    """What the first frame shows of all sessions together."""

    total: int
    """How many visible sessions there are."""
    days: tuple[StoredDay, ...]
    variety: Variety
    counts: tuple[ValueCount, ...]
    """Of the main facet, if the attendee prefers none."""
    colours: tuple[ValueColour, ...]
    """Of the same."""
    parts: tuple[PartSize, ...]
    """What each part of the sessions has."""
    fields: tuple[str, ...]
    """The indexed fields of which sessions have values."""
    hidden: tuple[str, ...]
    """The ids of the sessions that are not visible."""
    runs: tuple[DayRun, ...]
    """The days of the visible sessions, in order."""
    together: tuple[int, ...]
    """How many visible sessions at a time begin together, in order."""


class StoredSessions:
    """The sessions of a conference, in parts that are decoded one by one; equal to the sessions.

    A thread that refreshes the conference may use it too: at worst a part is decoded twice.
    """

    def __init__(
        self,
        overview: Callable[[], Overview],
        ids: Callable[[], Sequence[Sequence[str]]],
        parts: Sequence[Callable[[], list[Session]]],
        reread: Callable[[], Conference],
        indexes: "StoredIndexes",
        check: Callable[[], bool] | None = None,
    ) -> None:
        """Create the object without decoding anything.

        Args:
            overview: Returns the overview of the conference.
            ids: Returns the ids of the sessions of each part.
            parts: Return the parts. These functions raise ValueError for what is damaged.
            reread: Reads the source, when something is damaged.
            indexes: The search indexes of the visible sessions.
            check: Says whether the source is unchanged; None if that is known already.
        """
        self._overview = overview
        self._ids = ids
        self._parts = parts
        self._reread = reread
        self.indexes = indexes
        """The search indexes of the visible sessions; without any if there are few sessions."""
        self._check = check
        self._decoded: dict[int, list[Session]] = {}
        self._whole: tuple[Session, ...] | None = None
        self._is_damaged = False
        """Whether a part was found to be damaged, and all sessions were read from the source."""
        self._last_read: tuple[int, Sequence[Session]] = -1, ()
        """The number of the part that was read last, and its sessions."""
        self.known: dict[str, Session] = {}
        """The visible sessions that are decoded and kept, by id."""
        self.positions = _Positions(self)
        """Where each visible session is among them."""

    @property
    def is_unchecked(self) -> bool:
        """Whether it is not known yet if the source has changed."""
        return self._check is not None

    def is_current(self) -> bool:
        """Return whether the source is unchanged. This looks at all of its files."""
        check, self._check = self._check, None
        return check is None or check()

    @property
    def decoded(self) -> int:
        """How many sessions are decoded."""
        return sum(map(len, self._decoded.values()))

    def load(self) -> tuple[Session, ...]:
        """Return all sessions."""
        if self._whole is None:
            try:
                parts = [self._decode(number) for number in range(len(self._parts))]
                self._whole = tuple(chain.from_iterable(parts))
            except ValueError:
                self._is_damaged = True
                self._whole = self._reread().sessions
            self.known = {session.id: session for session in self._whole if session.visible}
        return self._whole

    def load_visible(self) -> Mapping[str, Session]:
        """Return all visible sessions by id, in order."""
        self.load()
        return self.known

    def load_part(self, number: int) -> Sequence[Session]:
        """Return the visible sessions of a part. Raises ValueError if a part is damaged."""
        if self._is_damaged:
            raise ValueError("a part of a snapshot is damaged")
        return [session for session in self._decode(number) if session.visible]

    def read_part(self, number: int) -> Sequence[Session]:
        """Return the same as `load_part`, and keep it in memory only until another one is read."""
        if self._is_damaged or number in self._decoded:
            return self.load_part(number)
        if self._last_read[0] != number:  # a part is asked for in several steps
            sessions = [session for session in self._parts[number]() if session.visible]
            self._last_read = number, sessions
        return self._last_read[1]

    @cached_property
    def overview(self) -> Overview | None:
        """The overview; None if it is damaged."""
        with suppress(ValueError):
            overview = self._overview()
            in_days = sum(run.sessions for run in overview.runs)
            if in_days == sum(overview.together) == overview.total:
                return overview
        return None

    @property
    def _sound_overview(self) -> Overview:
        """The overview. Raises ValueError if it is damaged."""
        if self.overview is None:
            raise ValueError("the overview of a snapshot is damaged")
        return self.overview

    @cached_property
    def part_of(self) -> Mapping[str, int]:
        """In which part each visible session is, by id, in the order of the conference.

        Raises ValueError if that is damaged.
        """
        hidden = frozenset(self._sound_overview.hidden)
        known = enumerate(self._ids())
        return {id: number for number, ids in known for id in ids if id not in hidden}

    @cached_property
    def first_of_part(self) -> Sequence[int]:
        """The position of the first visible session of each part, and how many there are.

        Raises ValueError if that is damaged.
        """
        parts = self._sound_overview.parts
        return list(accumulate((part.sessions for part in parts), initial=0))

    def load_visible_ids(self) -> Sequence[str]:
        """Return the ids of the visible sessions, in order."""
        with suppress(ValueError):
            return tuple(self.part_of)
        return tuple(self.load_visible())

    def load_ids(self) -> Collection[str]:
        """Return the ids of all sessions."""
        with suppress(ValueError):
            return set(chain.from_iterable(self._ids()))
        return {session.id for session in self.load()}

    def _decode(self, number: int) -> list[Session]:
        decoded = self._decoded.get(number)
        if decoded is None:
            decoded = self._decoded[number] = self._parts[number]()
            visible = {session.id: session for session in decoded if session.visible}
            self.known |= visible
            first = self.first_of_part[number]
            self.positions.update(zip(visible, count(first), strict=False))
        return decoded

    def __eq__(self, other: object) -> bool:
        """Return whether the other has the same sessions."""
        if other is self:
            return True
        return self.load() == (other.load() if isinstance(other, StoredSessions) else other)

    def __hash__(self) -> int:
        """Return the hash of the sessions."""
        return hash(self.load())


_SESSIONS = Conference._fields.index("sessions")


class StoredConference(Conference):
    """A conference whose sessions may be in a file."""

    __slots__ = ()

    @property
    def stored(self) -> StoredSessions | None:
        """The sessions in the file; None if they were replaced by others."""
        sessions: object = tuple.__getitem__(self, _SESSIONS)
        return sessions if isinstance(sessions, StoredSessions) else None

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions."""
        stored = self.stored
        if stored is not None:
            return stored.load()
        return cast("tuple[Session, ...]", tuple.__getitem__(self, _SESSIONS))

    @property
    def overview(self) -> Overview | None:
        """What is known of all sessions together; None if they have to be read for that."""
        return self.stored.overview if self.stored is not None else None

    @property
    def visible_in_order(self) -> Sequence[Session]:
        """The visible sessions in order, decoded when somebody asks; see `StoredVisible`."""
        if self.stored is not None and self.overview is not None:
            return StoredVisible(self.stored, self.overview)
        return self.visible

    @property
    def order(self) -> SessionOrder:
        """The order of the visible sessions."""
        stored, overview = self.stored, self.overview
        if stored is not None and overview is not None:
            return SessionOrder(overview.total, stored.load_visible_ids, stored.positions)
        return SessionOrder.of(session.id for session in self.visible)

    @property
    def visible_by_id(self) -> Mapping[str, Session]:
        """The visible sessions by id, in order, each decoded when somebody asks for it."""
        if self.stored is not None:
            return StoredById(self.stored)
        return {session.id: session for session in self.visible}

    @property
    def visible_by_day(self) -> Mapping[date | None, tuple[Session, ...]]:
        """As `group_by_day`, with the sessions of each day decoded when somebody asks for it."""
        if self.stored is not None and self.overview is not None:
            return StoredByDay(self, self.stored, self.overview)
        return self.group_by_day(self.visible)

    @property
    def is_unchecked(self) -> bool:
        """Whether it is not known yet if the source has changed since its snapshot was made."""
        return self.stored is not None and self.stored.is_unchecked

    def is_current(self) -> bool:
        """Return whether the source is unchanged. This looks at all of its files."""
        return self.stored is None or self.stored.is_current()

    def lacks(self, ids: Collection[str]) -> set[str]:
        """Return those of some ids that no session has."""
        if ids and self.stored is not None:
            return set(ids).difference(self.stored.load_ids())
        return super().lacks(ids)


class _Positions(dict[str, int]):
    """The positions of sessions by id; at first only of those that are decoded."""

    def __init__(self, stored: StoredSessions) -> None:
        super().__init__()
        self._stored = stored
        self._is_complete = False

    def __missing__(self, id: str) -> int:
        if self._is_complete or not id:
            raise KeyError(id)
        self._is_complete = True
        self.update(zip(self._stored.load_visible_ids(), count(), strict=False))
        return self[id]


class StoredVisible(Sequence[Session]):
    """The visible sessions in order, which are decoded when somebody asks.

    They are kept in memory, except those of a short slice: who indexes all asks for such slices one
    after the other, and who asks for many at once will do so again.
    """

    def __init__(self, stored: StoredSessions, overview: Overview) -> None:
        """Decode nothing yet."""
        self._stored = stored
        self._overview = overview
        self._size = overview.total

    def __len__(self) -> int:
        """Return how many there are."""
        return self._size

    @overload
    def __getitem__(self, index: int) -> Session: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Session]: ...
    def __getitem__(self, index: int | slice) -> Session | Sequence[Session]:
        """Return one or some of the sessions."""
        stored = self._stored
        try:
            firsts = stored.first_of_part
            if isinstance(index, slice):
                start, stop, step = index.indices(self._size)
                if step != 1:
                    return [self[i] for i in range(start, stop, step)]
                begin, end = bisect_right(firsts, start) - 1, bisect_left(firsts, stop)
                is_step = stop - start <= _MOST_A_STEP
                parts = map(stored.read_part if is_step else stored.load_part, range(begin, end))
                found = [*chain.from_iterable(parts)]
                return found[start - firsts[begin] : stop - firsts[begin]]
            index = range(self._size)[index]  # counts from the end, and raises IndexError
            number = bisect_right(firsts, index) - 1
            return stored.load_part(number)[index - firsts[number]]
        except ValueError:
            found = list(stored.load_visible().values())
            missing = [Session("", MISSING)] * (self._size - len(found))
            return [*found, *missing][index]

    def __iter__(self) -> Iterator[Session]:
        """Yield the sessions."""
        return iter(self._stored.load_visible().values())

    def choose(self, chosen: bytes, first: bytes = b"") -> "StoredChoice":
        """Return some of the sessions, in order.

        Args:
            chosen: One byte for each session, 1 for those that are chosen.
            first: The same for those that come first among those that begin together.
        """
        positions = list(compress(range(self._size), chosen))
        if first:
            ends = accumulate(self._overview.together)
            group_of = [*chain.from_iterable(map(repeat, ends, self._overview.together))]
            positions.sort(key=lambda at: (group_of[at], not first[at]))
        return StoredChoice(self, positions, self._overview.runs)


class StoredChoice(Sequence[Session]):
    """Some of the visible sessions, which are decoded when somebody asks."""

    def __init__(
        self, visible: StoredVisible, positions: Sequence[int], runs: Sequence[DayRun]
    ) -> None:
        """Take their positions among the visible sessions, day after day."""
        self._visible = visible
        self.positions = positions
        self._runs = runs

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.positions)

    @overload
    def __getitem__(self, index: int) -> Session: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Session]: ...
    def __getitem__(self, index: int | slice) -> Session | Sequence[Session]:
        """Return one or some of the sessions."""
        if isinstance(index, slice):
            return StoredChoice(self._visible, self.positions[index], self._runs)
        return self._visible[self.positions[index]]

    def find(self, position: int | None) -> int:
        """Return the index of the one with a position among the visible sessions; -1 for none."""
        return self.positions.index(position) if position in self.positions else -1

    def __iter__(self) -> Iterator[Session]:
        """Yield the sessions."""
        whole = list(self._visible)
        return map(whole.__getitem__, self.positions)

    def __eq__(self, other: object) -> bool:
        """Return whether another sequence has the same sessions."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # that would need all of them

    @property
    def is_by_day(self) -> bool:
        """Whether all sessions of a day follow one another; else some have a wrong day."""
        return len({run.day for run in self._runs}) == len(self._runs)

    @property
    def days(self) -> Sequence[DayRun]:
        """How many of them are on each day, one after the other."""
        found, begin, stop = [], 0, 0
        for run in self._runs:
            stop += run.sessions
            end = bisect_left(self.positions, stop, begin)  # a day comes after the other
            found.append(DayRun(run.day, end - begin))
            begin = end
        return [run for run in found if run.sessions]


class StoredById(Mapping[str, Session]):
    """The visible sessions by id, in order.

    The part of a session is decoded when somebody asks for it.
    """

    def __init__(self, stored: StoredSessions) -> None:
        """Decode nothing yet."""
        self._stored = stored

    def __getitem__(self, id: str) -> Session:
        """Return the session with an id."""
        found = self._stored.known.get(id) or self._load(id)
        if found is None:
            raise KeyError(id)
        return found

    def _load(self, id: str) -> Session | None:
        if not id:
            return None  # of a cursor that is on no session
        try:
            number = self._stored.part_of.get(id)
            if number is None:
                return None
            self._stored.load_part(number)
        except ValueError:
            return self._stored.load_visible().get(id) or Session(id, MISSING)
        return self._stored.known.get(id)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        try:
            return iter(self._stored.part_of)
        except ValueError:
            return iter(self._stored.load_visible())

    def __len__(self) -> int:
        """Return how many there are."""
        overview = self._stored.overview
        return overview.total if overview else len(self._stored.load_visible())

    def values(self) -> ValuesView[Session]:
        """Return all sessions."""
        return self._stored.load_visible().values()


class StoredByDay(Mapping[date | None, tuple[Session, ...]]):
    """The visible sessions of each day, which are decoded when somebody asks for that day."""

    def __init__(self, conference: Conference, stored: StoredSessions, overview: Overview) -> None:
        """Decode nothing yet."""
        self._conference = conference
        self._stored = stored
        self._overview = overview
        self._known: dict[date | None, tuple[Session, ...]] = {}

    def __getitem__(self, day: date | None) -> tuple[Session, ...]:
        """Return the sessions of a day; each time the same tuple."""
        if day not in self._known:
            if all(day != each.day for each in self._overview.days):
                raise KeyError(day)
            for _ in self.prepare(day):
                pass
        return self._known[day]

    def prepare(self, day: date | None) -> Iterator[None]:
        """Decode the sessions of a day, a part with each step."""
        sessions: Collection[Session]
        try:
            sessions = []
            for number, part in enumerate(self._overview.parts):
                if day in part.days and day not in self._known:
                    sessions += self._stored.load_part(number)
                    yield
        except ValueError:
            sessions = self._stored.load_visible().values()
        self._known.setdefault(day, self._conference.group_by_day(sessions).get(day, ()))

    def __iter__(self) -> Iterator[date | None]:
        """Yield the days."""
        return (each.day for each in self._overview.days)

    def __len__(self) -> int:
        """Return how many days there are."""
        return len(self._overview.days)
