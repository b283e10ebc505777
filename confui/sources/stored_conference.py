"""A conference in a snapshot, whose sessions are decoded when somebody asks for them.

The first frame needs those of one day, and of all others only their number and their variety.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain
from typing import NamedTuple, cast

from confui.doorway import TYPE_CHECKING
from confui.schedule.models import Conference, Session
from confui.schedule.variety import Variety

if TYPE_CHECKING:
    from confui.schedule.search import IndexFiles


class DaySize(NamedTuple):
    """How many visible sessions are on a day."""

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


class Overview(NamedTuple):
    """What the first frame shows of all sessions together."""

    total: int
    """How many visible sessions there are."""
    days: tuple[DaySize, ...]
    variety: Variety
    counts: tuple[ValueCount, ...]
    """Of the main facet, if the attendee prefers none."""
    colours: tuple[ValueColour, ...]
    """Of the same."""
    parts: tuple[tuple[date | None, ...], ...]
    """The days on which the visible sessions of each part are."""


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
        derived: "IndexFiles",
        check: Callable[[], bool] | None = None,
    ) -> None:
        """Create the object without decoding anything.

        Args:
            overview: Returns the overview of the conference.
            ids: Returns the ids of the sessions of each part.
            parts: Return the parts. These functions raise ValueError for what is damaged.
            reread: Reads the source, when something is damaged.
            derived: The files beside the snapshot.
            check: Says whether the source is unchanged; None if that is known already.
        """
        self._overview = overview
        self._ids = ids
        self._parts = parts
        self._reread = reread
        self.derived = derived
        """What was derived from the sessions, such as a search index."""
        self._check = check
        self._decoded: dict[int, list[Session]] = {}
        self._whole: tuple[Session, ...] | None = None

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
        return len(self._whole or [*chain.from_iterable(self._decoded.values())])

    def load(self) -> tuple[Session, ...]:
        """Return all sessions."""
        if self._whole is None:
            try:
                parts = [self._decode(number) for number in range(len(self._parts))]
                self._whole = tuple(chain.from_iterable(parts))
            except ValueError:
                self._whole = self._reread().sessions
            self._decoded = {}
        return self._whole

    def load_overview(self) -> Overview | None:
        """Return the overview; None if all sessions are decoded already, or have to be."""
        with suppress(ValueError):
            return self._overview() if self._whole is None else None
        return None

    def load_some(
        self, days: Collection[date | None], ids: Collection[str]
    ) -> list[Session] | None:
        """Return the sessions of some days and with some ids, among others, in order.

        None if all have to be decoded.
        """
        wanted_days, wanted_ids = set(days), set(ids)
        with suppress(ValueError):
            known = self._ids() if wanted_ids else [()] * len(self._parts)
            numbers = [
                number
                for number, (on, has) in enumerate(zip(self._overview().parts, known, strict=True))
                if not (wanted_days.isdisjoint(on) and wanted_ids.isdisjoint(has))
            ]
            return [session for number in numbers for session in self._decode(number)]
        return None

    def load_ids(self) -> Iterable[str]:
        """Return the ids of all sessions."""
        if self._whole is None:
            with suppress(ValueError):
                return list(chain.from_iterable(self._ids()))
        return [session.id for session in self.load()]

    def prepare(self) -> Iterator[None]:
        """Decode a part with each step."""
        with suppress(ValueError):  # `load` deals with it
            for number in range(len(self._parts)):
                if self._whole is not None:
                    return
                self._decode(number)
                yield

    def _decode(self, number: int) -> list[Session]:
        decoded = self._decoded.get(number)
        if decoded is None:
            decoded = self._decoded[number] = self._parts[number]()
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
