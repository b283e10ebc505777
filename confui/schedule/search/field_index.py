"""An index for each field: its values, and the sessions that have each value."""

import json
import operator
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, reduce
from itertools import accumulate, chain, islice
from typing import TypeAlias

from confui.schedule.models import Conference, Session
from confui.schedule.plan import is_plannable
from confui.schedule.query import FIELDS, TODAY, TOMORROW, nearest
from confui.schedule.rooms import Buildings, list_buildings
from confui.schedule.search.labels import Days, FacetLabels, find_labels
from confui.schedule.search.session_set import (
    make_set,
    pack_set,
    selectors,
    set_width,
    shared_positions,
    unpack_set,
)
from confui.schedule.search.word_index import StoredIndexes
from confui.schedule.search.word_match import has_word
from confui.schedule.wording import UNSET
from confui.text import acts_on_terminal, clean, fold

_COUNTED_BY_SETS = 1024
"""With more values than this, counting one set per value would be too slow."""

_MANY_WORDS = 400
"""With more words than this, a misspelt one is compared only with its alphabetical neighbours."""

_NEIGHBOURS = 100
"""The number of neighbours on each side."""

_SESSIONS_A_STEP = 100
_FORMAT = 1
_TRAITS = "traits"
"""Stands for a field whose values are the traits."""
WHOLE_VENUE, PLANNABLE = "whole-venue", "plannable"
"""The traits: that a session is for all, and that it can be added to a plan."""

_Getter: TypeAlias = Callable[[Sequence[int]], tuple[int, ...]]

_NAME_END = re.compile(r"(?<=[^\s,])(?=[\s,]|\Z)")
"""Where a name can end."""

_MOST_WORDS_OF_A_NAME = 24


class FieldIndex:
    """The values of one field. Spellings that differ only in case or accents are one value."""

    def __init__(
        self,
        values: Mapping[str, str],
        sessions: "SessionsOfValues",
        unset: int,
        matches_part: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Take the values.

        Args:
            values: Each folded value, and how it is written, in display order.
            sessions: Which sessions have each of them.
            unset: The set of sessions without a value.
            matches_part: Whether a folded value (first argument) is found by a folded part of it
                (second). Without it only whole values are found.
        """
        self._sessions = sessions
        self._matches_part = matches_part
        self._numbers = {key: number for number, key in enumerate(values)}
        self.keys = tuple(values)
        """The folded values, in display order."""
        self.values = tuple(values.values())
        """The values as written, in display order."""
        self.unset = unset
        """The set of sessions without a value."""

    @classmethod
    def build(
        cls,
        rows: "FoldedRows",
        order: Iterable[str] = (),
        matches_part: Callable[[str, str], bool] | None = None,
    ) -> "FieldIndex":
        """Index the values of each session.

        Args:
            rows: The values.
            order: Values that come first, in this order; the others follow alphabetically.
            matches_part: As for `FieldIndex`.
        """
        spelled, size = rows.spelled, len(rows.folded)
        ranks = {fold(value): rank for rank, value in enumerate(order)}
        members: dict[str, list[int]] = {
            key: [] for key in sorted(spelled, key=lambda key: (ranks.get(key, len(ranks)), key))
        }
        for position, row in enumerate(rows.folded):
            for key in row:
                members[key].append(position)
        unset = make_set((i for i, row in enumerate(rows.folded) if not row), size)
        values = {key: spelled[key] for key in members}
        return cls(values, SessionsOfValues.of(members.values(), size), unset, matches_part)

    def pack(self) -> bytes:
        """Return what `unpack` makes the same index of."""
        size, is_dense = self._sessions.size, self._sessions.is_dense
        head = [_FORMAT, sys.byteorder, size, is_dense, self.keys, self.values]
        line = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return b"\n".join((line, pack_set(self.unset, size) + self._sessions.pack()))

    @classmethod
    def unpack(
        cls, content: bytes, size: int, matches_part: Callable[[str, str], bool] | None = None
    ) -> "FieldIndex":
        """Return the index of `size` sessions that was packed.

        Raises ValueError if it was not, or by another program.
        """
        end_of_line = content.index(b"\n")  # raises ValueError
        line, packed = content[:end_of_line], content[end_of_line + 1 :]
        head = json.loads(line.decode("utf-8", "surrogatepass"))
        if not isinstance(head, list) or head[:3] != [_FORMAT, sys.byteorder, size]:
            raise ValueError("packed by another program")
        try:
            is_dense, keys, values = head[3:]
            texts = "".join((*keys, *values))
            named = dict(zip(keys, values, strict=True))
        except TypeError as error:
            raise ValueError("no values") from error
        if acts_on_terminal(texts) or len(named) != len(keys):
            raise ValueError("values that nobody wrote")
        width = set_width(size)
        sessions = SessionsOfValues.unpack(packed[width:], len(keys), size, is_dense=is_dense)
        return cls(named, sessions, unpack_set(packed[:width], size), matches_part)

    @property
    def names(self) -> Collection[str]:
        """The folded values, to look one up."""
        return self._numbers.keys()

    def matching_keys(self, value: str, whole: bool = False) -> Iterator[str]:
        """Yield the folded values that match: `value` itself, else the values that contain it.

        With `whole`, only `value` itself matches.
        """
        key = fold(value)
        if key in self._numbers:
            yield key
        elif self._matches_part is not None and not whole:
            matches_part = self._matches_part
            yield from (other for other in self.keys if matches_part(other, key))

    def sessions_with(self, value: str, whole: bool = False) -> int:
        """Return the set of sessions with a value that matches, see `matching_keys`."""
        found = (self._numbers[key] for key in self.matching_keys(value, whole))
        return self._sessions.union(found)

    def counts(self, among: int) -> tuple[int, ...]:
        """Return how many sessions of the set `among` have each value, in the order of `values`."""
        return self._sessions.counts(among)

    def nearest(self, value: str) -> str:
        """Return the most similar value, compared as a whole and by its words; empty if none is."""
        parts = self._parts
        if len(parts) > _MANY_WORDS:
            middle = bisect_left(parts, (fold(value),))
            parts = parts[max(0, middle - _NEIGHBOURS) : middle + _NEIGHBOURS]
        values = dict(parts)
        return values.get(nearest(value, values), "")

    @cached_property
    def _parts(self) -> Sequence[tuple[str, str]]:
        """Each folded value and each of its words, with the value as written; alphabetical."""
        wholes = dict(zip(self.keys, self.values, strict=True))
        words = {word: value for key, value in wholes.items() for word in key.split()}
        return sorted((words | wholes).items())


class SessionsOfValues:
    """Which sessions have each value of a field, packed so that it can be kept in a file.

    They are sets if the values are few, else the numbers of sessions, value after value.
    """

    def __init__(
        self, size: int, sets: Sequence[int] | None, ends: "array[int]", members: "array[int]"
    ) -> None:
        """Take either sets, or numbers of sessions and where those of each value end."""
        self.size = size
        self._sets = sets
        self._ends = ends
        self._members = members
        self.is_dense = sets is not None

    @classmethod
    def of(cls, sessions: Collection[Sequence[int]], size: int) -> "SessionsOfValues":
        """Return which of `size` sessions have each value, given their numbers."""
        members = array("I", chain.from_iterable(sessions))
        ends = array("I", accumulate(map(len, sessions)))
        bytes_as_sets, bytes_as_numbers = len(sessions) * set_width(size), 4 * len(members)
        if len(sessions) > _COUNTED_BY_SETS or bytes_as_sets > 8 * bytes_as_numbers:
            return cls(size, None, ends, members)
        sets = [make_set(each, size) for each in sessions]
        return cls(size, sets, array("I"), array("I"))

    def pack(self) -> bytes:
        """Return what `unpack` makes the same of."""
        if self.is_dense:
            return b"".join(pack_set(each, self.size) for each in self._sets or ())
        return self._ends.tobytes() + self._members.tobytes()

    @classmethod
    def unpack(cls, packed: bytes, count: int, size: int, *, is_dense: bool) -> "SessionsOfValues":
        """Return those of `count` values among `size` sessions. Raises ValueError if that is not.

        `is_dense` says whether they were packed as sets.
        """
        ends, members = array("I"), array("I")
        if is_dense:
            width = set_width(size)
            if len(packed) != count * width:
                raise ValueError("not as many sets as values")
            starts = (number * width for number in range(count))
            sets = [unpack_set(packed[start : start + width], size) for start in starts]
            return cls(size, sets, ends, members)
        ends.frombytes(packed[: 4 * count])
        members.frombytes(packed[4 * count :])
        is_whole = len(ends) == count and list(ends) == sorted(ends)
        if not is_whole or (ends[-1] if count else 0) != len(members):
            raise ValueError("values without sessions")
        if max(members, default=0) >= max(size, 1):
            raise ValueError("sessions that do not exist")
        return cls(size, None, ends, members)

    def union(self, numbers: Iterable[int]) -> int:
        """Return the set of sessions that have any of some values, given by their numbers."""
        if self._sets is not None:
            return reduce(operator.or_, map(self._sets.__getitem__, numbers), 0)
        return make_set(chain.from_iterable(map(self._members_of, numbers)), self.size)

    def counts(self, among: int) -> tuple[int, ...]:
        """Return how many sessions of a set have each value."""
        if len(self._ends) > _COUNTED_BY_SETS:
            get_sessions, get_ends = self._getters
            chosen = get_sessions(selectors(among, self.size))
            at_ends = get_ends(list(accumulate(chosen, initial=0)))
            return tuple(map(operator.sub, at_ends, (0, *at_ends)))
        if self._sets is None:
            self._sets = [make_set(self._members_of(n), self.size) for n in range(len(self._ends))]
        return tuple([(members & among).bit_count() for members in self._sets])

    def _members_of(self, number: int) -> Sequence[int]:
        start = self._ends[number - 1] if number else 0
        return self._members[start : self._ends[number]]

    @cached_property
    def _getters(self) -> tuple[_Getter, _Getter]:
        """Getters for the sessions of all values, value by value, and for where each value ends.

        Both get many items in one call. There are always more than `_COUNTED_BY_SETS`, so each
        returns a tuple.
        """
        members = map(shared_positions(self.size).__getitem__, self._members)
        return operator.itemgetter(*members), operator.itemgetter(*self._ends)


class FoldedRows(dict[tuple[str, ...], tuple[str, ...]]):
    """The values of each session, folded, and how the values are spelled.

    As a dictionary it maps values to the same ones folded: most sessions share theirs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folded: list[tuple[str, ...]] = []
        self.spelled: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def extend(self, rows: Iterable[Sequence[str]]) -> None:
        """Add the values of the next sessions."""
        self.folded.extend(map(self.__getitem__, map(tuple, rows)))

    def __missing__(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """Fold values that were not there yet."""
        for value in row:
            if value not in self._keys:
                self._keys[value] = fold(value)
                self.spelled.setdefault(self._keys[value], str(value))
        self[row] = found = tuple(dict.fromkeys([self._keys[value] for value in row]))
        return found


class FieldIndexes:
    """The indexes of a conference, each read from where it is stored, or built, when first used."""

    def __init__(
        self,
        conference: Conference,
        sessions: Sequence[Session],
        days: Collection[date | None] | None = None,
        used: Collection[str] | None = None,
        stored: StoredIndexes | None = None,
    ) -> None:
        """Index nothing yet.

        Args:
            conference: The conference.
            sessions: Those of its sessions that are searched.
            days: Their days; None if all sessions have to be asked.
            used: The fields of which they have values; None likewise.
            stored: Where the indexes may be; None if they are nowhere.
        """
        self._conference = conference
        self._sessions = sessions
        self._days = days
        self._stored = stored
        self._indexes: dict[str, FieldIndex] = {}
        self._used = {} if used is None else {field: field in used for field in INDEXED_FIELDS}
        self._labels: dict[str, Mapping[str, str]] = {}

    @cached_property
    def _buildings(self) -> Buildings:
        return list_buildings(self._conference)

    @cached_property
    def days(self) -> Days:
        """The days by name."""
        days = self._days
        if days is None:
            days = {session.day for session in self._sessions}
        return Days(self._conference, days)

    def is_used(self, field: str) -> bool:
        """Whether any session has a value of a field. True if that depends on attendee or time."""
        if field not in INDEXED_FIELDS or field == "has":
            return True
        if field not in self._used:
            values_of = self._values_of(field)
            self._used[field] = any(values_of(session) for session in self._sessions)
        return self._used[field]

    def index_of(self, field: str) -> FieldIndex:
        """Return the index of a field.

        Raises:
            KeyError: The field is not one of `INDEXED_FIELDS`.
        """
        index = self._indexes.get(field)
        if index is None:
            index = self._indexes[field] = self._read(field) or self._build(field)
        return index

    def sessions_with_trait(self, trait: str) -> int:
        """Return the set of sessions with a trait."""
        return self.index_of(_TRAITS).sessions_with(trait, whole=True)

    def read_stored(self, fields: Iterable[str]) -> Iterator[None]:
        """Read the stored indexes of some fields, step by step."""
        for field in fields:
            index = self._indexes.get(field) or self._read(field)
            if index is not None:
                self._indexes[field] = index
            yield

    def prepare(self, often: Collection[str]) -> Iterator[None]:
        """Build step by step what is not stored, and read what is asked for `often`."""
        missing = []
        for field in _INDEXED:
            if field not in self._indexes and self._read(field) is None:
                missing.append(field)
            yield
        rows: dict[str, FoldedRows] = {field: FoldedRows() for field in missing}
        for start in range(0, len(self._sessions) if missing else 0, _SESSIONS_A_STEP):
            sessions = self._sessions[start : start + _SESSIONS_A_STEP]
            for field in missing:
                rows[field].extend(map(self._values_of(field), sessions))
            yield
        for field in missing:
            self._indexes[field] = self._finish(field, rows.pop(field))
            yield
        for field in (*often, _TRAITS):
            self.index_of(field).counts(0)
            yield

    def pack(self) -> Iterator[tuple[str, bytes]]:
        """Yield all indexes packed, each with its name; see `StoredIndexes`."""
        for _ in self.prepare(()):
            pass
        for field in _INDEXED:
            yield f"field{field}", self.index_of(field).pack()

    def _build(self, field: str) -> FieldIndex:
        rows = FoldedRows()
        rows.extend(map(self._values_of(field), self._sessions))
        return self._finish(field, rows)

    def _finish(self, field: str, rows: FoldedRows) -> FieldIndex:
        return FieldIndex.build(rows, self._order(field), _MATCHES_PART.get(field))

    def _read(self, field: str) -> FieldIndex | None:
        """Return the stored index; None if there is none."""
        content = self._stored.read(f"field{field}") if self._stored is not None else None
        with suppress(ValueError):  # of another program
            if content is not None:
                size, matches_part = len(self._sessions), _MATCHES_PART.get(field)
                return FieldIndex.unpack(content, size, matches_part)
        return None

    def _values_of(self, field: str) -> Callable[[Session], Sequence[str]]:
        of_conference = {"day": self._day, "building": self._building}
        return of_conference.get(field) or _VALUES[field]

    def sessions_with(self, field: str, value: str, now: datetime | None = None) -> int:
        """Return the set of sessions with a value, as in a query; `now` is a wall time."""
        index = self.index_of(field)
        if FIELDS[field].unset and fold(value) == UNSET:
            return index.unset | index.sessions_with(value, whole=True)
        if field != "day":
            return index.sessions_with(value)
        matches = 0
        for day in self.days.days_named(value, now):
            matches |= index.sessions_with(self.days.labels[day])
        return matches

    def has(self, field: str, value: str) -> bool:
        """Whether any session has a value, which must be valid for the field.

        True for values that depend on the attendee or the time.
        """
        if field not in INDEXED_FIELDS or field == "has" or value in (TODAY, TOMORROW):
            return True
        if field == "day" or fold(value) == UNSET:
            return bool(self.sessions_with(field, value))
        return any(True for _ in self.index_of(field).matching_keys(value))

    def values(self, field: str) -> Sequence[str]:
        """Return the values that sessions have, in display order."""
        return self.index_of(field).values

    def nearest(self, field: str, value: str) -> str:
        """Return the most similar value that a session has; empty if none is similar."""
        return self.index_of(field).nearest(value)

    def find_label(self, field: str, label: str) -> str:
        """Return the value that the screen calls so, such as `sat` for `Sat 17 May`; else empty."""
        return self._labels_of(field).get(fold(label), "")

    def measure_name(self, field: str, text: str) -> int:
        """Return how many characters of a text are the longest value or label that it begins with.

        A value ends before a space, a comma or the end of the text; 0 if there is none.
        """
        known = self.index_of(field).names if field in INDEXED_FIELDS else frozenset()
        labels = self._labels_of(field)
        ends = [end.start() for end in islice(_NAME_END.finditer(text), _MOST_WORDS_OF_A_NAME)]
        return next(
            (
                end
                for end in ends[::-1]
                if (name := fold(clean(text[:end]))) in known or name in labels
            ),
            0,
        )

    def _labels_of(self, field: str) -> Mapping[str, str]:
        if field not in self._labels:
            is_indexed = field in INDEXED_FIELDS
            values = (*FIELDS[field].values, *(self.index_of(field).values if is_indexed else ()))
            names = FacetLabels(self._conference, self.days.labels)
            self._labels[field] = find_labels(field, values, self.days.labels, names)
        return self._labels[field]

    def count_by_day(self, among: int) -> Mapping[date | None, int]:
        """Return how many sessions of a set are on each day; None stands for no day."""
        index, days = self.index_of("day"), self.days.labels
        counts = dict(zip(index.values, index.counts(among), strict=True))
        by_day: dict[date | None, int] = {day: counts.get(days[day], 0) for day in days}
        return by_day | {None: (index.unset & among).bit_count()}

    def _order(self, field: str) -> Iterable[str]:
        if field == "room":
            return self._conference.rooms
        if field == "track":
            return [track.name for track in self._conference.tracks]
        if field == "day":
            return self.days.labels.values()
        return FIELDS[field].values if field in FIELDS else ()

    def _building(self, session: Session) -> Sequence[str]:
        of_room = self._buildings.of_room
        return tuple(dict.fromkeys(of_room[room] for room in session.rooms if room in of_room))

    def _day(self, session: Session) -> Sequence[str]:
        if session.day is None:
            return ()
        days = (session.day, *self._conference.later_days(session))
        return [self.days.labels[day] for day in days]


def _material(session: Session) -> Sequence[str]:
    """Return the values of `has:` for a session, except `note`."""
    present = {
        "video": session.video,
        "slides": session.slides,
        "outline": session.has_outline,
        "abstract": session.has_abstract,
    }
    return [name for name, content in present.items() if content]


def _traits(session: Session) -> Sequence[str]:
    """Return what `is:` asks of a session that does not depend on the attendee."""
    traits = {WHOLE_VENUE: session.whole_venue, PLANNABLE: is_plannable(session)}
    return [trait for trait, is_so in traits.items() if is_so]


_VALUES: Mapping[str, Callable[[Session], Sequence[str]]] = {
    "difficulty": lambda session: (session.level,) if session.level else (),
    "room": lambda session: session.rooms,
    "kind": lambda session: (session.kind,),
    "track": lambda session: (session.track,) if session.track else (),
    "tag": lambda session: session.tags,
    "speaker": lambda session: [speaker.name for speaker in session.speakers],
    "language": lambda session: session.language,
    "has": _material,
    _TRAITS: _traits,
}

_INDEXED = (*_VALUES, "day", "building")
INDEXED_FIELDS = frozenset(_INDEXED) - {_TRAITS}
"""The fields whose values depend on the schedule alone."""

_MATCHES_PART: Mapping[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(("room", "building", "track", "tag", "speaker"), has_word),
    "language": str.startswith,
}
"""The fields that can be found by a part: names by words, language codes by their beginning."""
