"""An index for each field: its values, and the sessions that have each value."""

import operator
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate, chain, islice
from typing import TypeAlias

from confui.schedule.models import Conference, Session
from confui.schedule.query import FIELDS, TODAY, TOMORROW, nearest
from confui.schedule.rooms import Buildings, list_buildings
from confui.schedule.search.labels import Days, FacetLabels, find_labels
from confui.schedule.search.session_set import make_set, selectors, shared_positions
from confui.schedule.search.word_match import has_word
from confui.schedule.wording import UNSET
from confui.text import clean, fold

_COUNTED_BY_SETS = 1024
"""With more values than this, counting one set per value would be too slow."""

_MANY_WORDS = 400
"""With more words than this, a misspelt one is compared only with its alphabetical neighbours."""

_NEIGHBOURS = 100
"""The number of neighbours on each side."""

_SESSIONS_A_STEP = 500

_Getter: TypeAlias = Callable[[Sequence[int]], tuple[int, ...]]

_NAME_END = re.compile(r"(?<=[^\s,])(?=[\s,]|\Z)")
"""Where a name can end."""

_MOST_WORDS_OF_A_NAME = 24


class FieldIndex:
    """The values of one field. Spellings that differ only in case or accents are one value."""

    def __init__(
        self,
        rows: "FoldedRows",
        order: Iterable[str] = (),
        matches_part: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Index the values.

        Args:
            rows: The values of each session.
            order: Values that come first, in this order; the others follow alphabetically.
            matches_part: Whether a folded value (first argument) is found by a folded part of it
                (second). Without it only whole values are found.
        """
        self._rows, spelled = rows.folded, rows.spelled
        ranks = {fold(value): rank for rank, value in enumerate(order)}
        self.keys = sorted(spelled, key=lambda key: (ranks.get(key, len(ranks)), key))
        """The folded values, in display order."""
        self._matches_part = matches_part
        self.values = tuple(spelled[key] for key in self.keys)
        """The values as written, in display order."""

    @cached_property
    def _members(self) -> Mapping[str, list[int]]:
        members: dict[str, list[int]] = {key: [] for key in self.keys}
        for position, row in zip(shared_positions(len(self._rows)), self._rows, strict=True):
            for key in row:
                members[key].append(position)
        return members

    @cached_property
    def _sets(self) -> tuple[int, ...]:
        return tuple(make_set(self._members[key], len(self._rows)) for key in self.keys)

    @cached_property
    def _getters(self) -> tuple[_Getter, _Getter]:
        """Getters for the sessions of all values, value by value, and for where each value ends.

        Both get many items in one call. There are always more than `_COUNTED_BY_SETS`, so each
        returns a tuple.
        """
        members = self._members.values()
        ends = accumulate(map(len, members))
        return operator.itemgetter(*chain.from_iterable(members)), operator.itemgetter(*ends)

    @property
    def names(self) -> Collection[str]:
        """The folded values, to look one up."""
        return self._members.keys()

    @cached_property
    def unset(self) -> int:
        """The set of sessions without a value."""
        return make_set((i for i, row in enumerate(self._rows) if not row), len(self._rows))

    def matching_keys(self, value: str, whole: bool = False) -> Iterator[str]:
        """Yield the folded values that match: `value` itself, else the values that contain it.

        With `whole`, only `value` itself matches.
        """
        key = fold(value)
        if key in self._members:
            yield key
        elif self._matches_part is not None and not whole:
            matches_part = self._matches_part
            yield from (other for other in self.keys if matches_part(other, key))

    def sessions_with(self, value: str, whole: bool = False) -> int:
        """Return the set of sessions with a value that matches, see `matching_keys`."""
        found = (self._members[key] for key in self.matching_keys(value, whole))
        return make_set(chain.from_iterable(found), len(self._rows))

    def prepare(self) -> Iterator[None]:
        """Build now, step by step, what would otherwise be built when first needed."""
        _ = self._members
        yield
        self.counts(0)
        yield
        _ = self.unset
        if len(self.keys) <= _COUNTED_BY_SETS:  # else it takes 5 MiB, for the first misspelt name
            _ = self._parts

    def counts(self, among: int) -> tuple[int, ...]:
        """Return how many sessions of the set `among` have each value, in the order of `values`."""
        if len(self.keys) <= _COUNTED_BY_SETS:
            return tuple([(members & among).bit_count() for members in self._sets])
        get_sessions, get_ends = self._getters
        running_sum = list(accumulate(get_sessions(selectors(among, len(self._rows))), initial=0))
        at_ends = get_ends(running_sum)
        return tuple(map(operator.sub, at_ends, (0, *at_ends)))

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
    """The indexes of a conference, each built when first used."""

    def __init__(
        self,
        conference: Conference,
        sessions: Sequence[Session],
        days: Collection[date | None] | None = None,
    ) -> None:
        self._conference = conference
        self._sessions = sessions
        self._days = days
        self._indexes: dict[str, FieldIndex] = {}
        self._used: dict[str, bool] = {}
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
        values_of = self._building if field == "building" else _VALUES.get(field)
        if values_of is None or field == "has":
            return True
        if field not in self._used:
            self._used[field] = any(values_of(session) for session in self._sessions)
        return self._used[field]

    def index_of(self, field: str) -> FieldIndex:
        """Return the index of a field.

        Raises:
            KeyError: The field is not one of `INDEXED_FIELDS`.
        """
        if field not in self._indexes:
            for _ in self._build(field):
                pass
        return self._indexes[field]

    def prepare(self, field: str) -> Iterator[None]:
        """Build now, step by step, what would otherwise be built when first needed."""
        if field not in self._indexes:
            yield from self._build(field)
        yield from self._indexes[field].prepare()

    def _build(self, field: str) -> Iterator[None]:
        of_conference = {"day": self._day, "building": self._building}
        values_of = of_conference.get(field) or _VALUES[field]
        rows = FoldedRows()
        for start in range(0, len(self._sessions), _SESSIONS_A_STEP):
            rows.extend(map(values_of, self._sessions[start : start + _SESSIONS_A_STEP]))
            yield
        self._indexes[field] = FieldIndex(rows, self._order(field), _MATCHES_PART.get(field))

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
        return self.days.labels.values() if field == "day" else FIELDS[field].values

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


_VALUES: Mapping[str, Callable[[Session], Sequence[str]]] = {
    "difficulty": lambda session: (session.level,) if session.level else (),
    "room": lambda session: session.rooms,
    "kind": lambda session: (session.kind,),
    "track": lambda session: (session.track,) if session.track else (),
    "tag": lambda session: session.tags,
    "speaker": lambda session: [speaker.name for speaker in session.speakers],
    "language": lambda session: session.language,
    "has": _material,
}

INDEXED_FIELDS = frozenset({*_VALUES, "day", "building"})
"""The fields whose values depend on the schedule alone."""

_MATCHES_PART: Mapping[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(("room", "building", "track", "tag", "speaker"), has_word),
    "language": str.startswith,
}
"""The fields that can be found by a part: names by words, language codes by their beginning."""
