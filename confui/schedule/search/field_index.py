"""The values that a conference has of each field, and which sessions have which."""

import operator
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import accumulate, chain
from typing import TypeAlias

from confui.schedule.models import Conference, Session
from confui.schedule.query import FIELDS, TODAY, TOMORROW, nearest
from confui.schedule.search.bitset import make_set, selectors
from confui.schedule.search.days import Days
from confui.schedule.wording import UNSET
from confui.text import fold

_FEW = 1024
"""Up to this many values, each has a set of its own to count with."""

_MANY, _BESIDE = 400, 100
"""With more words than that, a mistaken one is compared with its neighbours in the alphabet."""

_Getter: TypeAlias = Callable[[Sequence[int]], tuple[int, ...]]

_OUTLINE = re.compile(r"^[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]|^#+ .*outline", re.I | re.M)


class FieldIndex:
    """The values of one field. Spellings that differ in case or accents only are one value."""

    def __init__(
        self,
        cells: Iterable[Sequence[str]],
        order: Iterable[str] = (),
        partly: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Take the values of every session, the order of some, and whether a part means a whole."""
        keys: dict[str, str] = {}
        spelled: dict[str, str] = {}
        self._rows: list[tuple[str, ...]] = []
        for cell in cells:
            for value in cell:
                if value not in keys:
                    keys[value] = fold(value)
                    spelled.setdefault(keys[value], str(value))
            self._rows.append(tuple(dict.fromkeys([keys[value] for value in cell])))
        ranks = {fold(value): rank for rank, value in enumerate(order)}
        self.keys = sorted(spelled, key=lambda key: (ranks.get(key, len(ranks)), key))
        """The folded values."""
        self._partly = partly
        self.values = tuple(spelled[key] for key in self.keys)
        """The values that any session has, as written: in the given order, then the alphabet's."""

    @cached_property
    def _members(self) -> Mapping[str, list[int]]:
        members: dict[str, list[int]] = {key: [] for key in self.keys}
        for place, row in enumerate(self._rows):
            for key in row:
                members[key].append(place)
        return members

    @cached_property
    def _sets(self) -> tuple[int, ...]:
        return tuple(make_set(self._members[key], len(self._rows)) for key in self.keys)

    @cached_property
    def _getters(self) -> tuple[_Getter, _Getter]:
        """What picks the sessions of all values, one value after the other; and each value's end.

        Both take many items in one call, and there are always more than `_FEW`.
        """
        members = self._members.values()
        ends = accumulate(map(len, members))
        return operator.itemgetter(*chain.from_iterable(members)), operator.itemgetter(*ends)

    @cached_property
    def unset(self) -> int:
        """The set of sessions without a value."""
        return make_set((i for i, row in enumerate(self._rows) if not row), len(self._rows))

    def matching(self, value: str, whole: bool = False) -> Iterator[str]:
        """Yield the folded values that `value` means: itself, else those that it is a part of."""
        key = fold(value)
        if key in self._members:
            yield key
        elif self._partly is not None and not whole:
            partly = self._partly
            yield from (each for each in self.keys if partly(each, key))

    def having(self, value: str, whole: bool = False) -> int:
        """Return the set of sessions that have what `value` means."""
        found = (self._members[key] for key in self.matching(value, whole))
        return make_set(chain.from_iterable(found), len(self._rows))

    def prepare(self) -> None:
        """Make now what the first question would make."""
        self.counts(0)
        _ = self.unset, self._parts

    def counts(self, among: int) -> tuple[int, ...]:
        """Return how many sessions of a set have each value, in the order of `values`."""
        if len(self.keys) <= _FEW:
            return tuple([(members & among).bit_count() for members in self._sets])
        in_a_row, at_the_ends = self._getters
        seen = list(accumulate(in_a_row(selectors(among, len(self._rows))), initial=0))
        until = at_the_ends(seen)
        return tuple(map(operator.sub, until, (0, *until)))

    def nearest(self, value: str) -> str:
        """Return the value that is most like this one, as a whole or by one of its words."""
        parts = self._parts
        if len(parts) > _MANY:
            place = bisect_left(parts, (fold(value),))
            parts = parts[max(0, place - _BESIDE) : place + _BESIDE]
        meant = dict(parts)
        return meant.get(nearest(value, meant), "")

    @cached_property
    def _parts(self) -> Sequence[tuple[str, str]]:
        """Every folded value and every word of one, with the value as written; by the alphabet."""
        wholes = dict(zip(self.keys, self.values, strict=True))
        words = {word: value for key, value in wholes.items() for word in key.split()}
        return sorted((words | wholes).items())


class FieldIndexes:
    """The columns of a conference, each made when it is first asked for."""

    def __init__(self, conference: Conference, sessions: Sequence[Session]) -> None:
        self._conference = conference
        self._sessions = sessions
        self._columns: dict[str, FieldIndex] = {}

    @cached_property
    def days(self) -> Days:
        """The days by their names."""
        return Days(self._conference, self._sessions)

    def column(self, field: str) -> FieldIndex:
        """Return the column of a field.

        Raises:
            KeyError: The field is none that every session has or lacks by itself.
        """
        if field not in self._columns:
            cells = self._day if field == "day" else _CELLS[field]
            partly = _PARTLY.get(field)
            self._columns[field] = FieldIndex(
                map(cells, self._sessions), self._order(field), partly
            )
        return self._columns[field]

    def having(self, field: str, value: str, now: datetime | None = None) -> int:
        """Return the set of sessions that have a value of a query; `now` is the wall time."""
        column = self.column(field)
        if FIELDS[field].unset and fold(value) == UNSET:
            return column.unset | column.having(value, whole=True)
        if field != "day":
            return column.having(value)
        found = 0
        for day in self.days.called(value, now):
            found |= column.having(self.days.labels[day])
        return found

    def has(self, field: str, value: str) -> bool:
        """Whether any session has a value that is valid in a query, be it at another time."""
        if field not in INDEXED_FIELDS or field == "has" or value in (TODAY, TOMORROW):
            return True
        if field == "day" or fold(value) == UNSET:
            return bool(self.having(field, value))
        return any(True for _ in self.column(field).matching(value))

    def values(self, field: str) -> Sequence[str]:
        """Return the values that sessions have, in the order in which they are offered."""
        return self.column(field).values

    def nearest(self, field: str, value: str) -> str:
        """Return the value that some session has and that is most like this one; empty for none."""
        return self.column(field).nearest(value)

    def _order(self, field: str) -> Iterable[str]:
        if field == "room":
            return self._conference.rooms
        return self.days.labels.values() if field == "day" else FIELDS[field].values

    def _day(self, session: Session) -> Sequence[str]:
        return (self.days.labels[session.day],) if session.day else ()


def _contents(session: Session) -> Sequence[str]:
    """Return what a session has to offer beyond its place in the programme."""
    present = {
        "video": session.video,
        "slides": session.slides,
        "outline": _OUTLINE.search(session.body),
        "abstract": session.abstract.strip(),
    }
    return [name for name, content in present.items() if content]


_CELLS: Mapping[str, Callable[[Session], Sequence[str]]] = {
    "difficulty": lambda session: (session.level,) if session.level else (),
    "room": lambda session: session.rooms,
    "kind": lambda session: (session.kind,),
    "track": lambda session: (session.track,) if session.track else (),
    "tag": lambda session: session.tags,
    "speaker": lambda session: [speaker.name for speaker in session.speakers],
    "language": lambda session: session.language,
    "has": _contents,
}

INDEXED_FIELDS = frozenset({*_CELLS, "day"})
"""The fields that have a column."""

_PARTLY: Mapping[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(("room", "track", "tag", "speaker"), operator.contains),
    "language": str.startswith,
}
"""What may be found by a part: names by any, languages, which are codes, by their beginning."""
