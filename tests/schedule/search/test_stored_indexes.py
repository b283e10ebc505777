"""Stored indexes: the same answers without reading a session."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.stored_indexes import IndexesInMemory
from confui.schedule.models import Session
from confui.schedule.query.parser import parse
from confui.schedule.search import count_facets
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.field_index import FieldIndex, FoldedRows, SessionsOfValues
from confui.schedule.search.session_set import SessionOrder, make_set
from confui.schedule.search.time_index import TimeRanges
from tests.schedule.example_conference import CONFERENCE, asking, at, kept

QUERIES = [
    *("", "room:birch", "-room:unset", "level:beginner,unset", "speaker:mio", "day:sun", "tag:web"),
    *("language:en", "kind:talk has:slides", "is:whole-venue", "is:fits", "after:10:00", "is:now"),
    *("before:17:30 -is:past", "is:upcoming track:web", "building:unset", "day:today"),
]
ATTENDEE = asking(kept("flask"), now=at("17 17:20"))


class Unread(Sequence[Session]):
    """Sessions that nobody may read."""

    def __len__(self) -> int:
        return len(CONFERENCE.visible)

    def __getitem__(self, index: object) -> Session:  # type: ignore[override]  # none is returned
        raise AssertionError("a session was read")


@pytest.fixture
def stored() -> IndexesInMemory:
    """The indexes of the example conference."""
    return IndexesInMemory.of(Corpus(CONFERENCE))


@pytest.mark.parametrize("text", QUERIES)
def test_no_session_is_read_for_a_query(stored: IndexesInMemory, text: str) -> None:
    ids = [session.id for session in CONFERENCE.visible]
    days = {session.day for session in CONFERENCE.visible}
    unread = Corpus(CONFERENCE, Unread(), stored, SessionOrder.of(ids), days)
    whole, query = Corpus(CONFERENCE), parse(text).query
    assert unread.search(query) == whole.search(query)
    assert count_facets(unread, query) == count_facets(whole, query)
    assert unread.search(query, ATTENDEE._replace(bookmarks={})) == whole.search(
        query, ATTENDEE._replace(bookmarks={})
    )


@pytest.mark.parametrize("damage", [b"", b"[]", b"[1]\n", b"\xff\n", b'{"a": 1}\n', b"[1, 2, 3]\n"])
def test_what_is_damaged_is_made_anew(stored: IndexesInMemory, damage: bytes) -> None:
    sound = dict(stored)
    for name in stored:
        stored[name] = damage
    damaged, whole = Corpus(CONFERENCE, stored=stored), Corpus(CONFERENCE)
    for text in QUERIES:
        query = parse(text).query
        assert damaged.search(query, ATTENDEE) == whole.search(query, ATTENDEE)
    assert dict(Corpus(CONFERENCE, stored=stored).pack()) == sound


ROWS = st.lists(st.lists(st.sampled_from(["Web", "web", "Öl", "a b", "漢字", "\n"]), max_size=3))


@given(ROWS, st.data())
@example([["Web"]], None)
def test_a_packed_index_is_the_same(rows: list[list[str]], data: st.DataObject | None) -> None:
    folded = FoldedRows()
    folded.extend(rows)
    index = FieldIndex.build(folded, ["Web"])
    packed = index.pack()
    again = FieldIndex.unpack(packed, len(rows))
    everything = make_set(range(len(rows)), len(rows))
    assert (again.keys, again.values, again.unset) == (index.keys, index.values, index.unset)
    assert again.counts(everything) == index.counts(everything)
    for value in index.values:
        assert again.sessions_with(value) == index.sessions_with(value)
    if data is not None:
        with pytest.raises(ValueError):
            FieldIndex.unpack(packed[: data.draw(st.integers(0, len(packed) - 1))], len(rows))
    with pytest.raises(ValueError):
        FieldIndex.unpack(packed, len(rows) + 1)


def test_a_value_that_could_act_on_a_terminal_is_refused() -> None:
    folded = FoldedRows()
    folded.extend([["\x1b[31mred"]])
    with pytest.raises(ValueError, match="nobody wrote"):
        FieldIndex.unpack(FieldIndex.build(folded).pack(), 1)


@given(st.lists(st.sets(st.integers(0, 40)).map(sorted), max_size=5), st.sets(st.integers(0, 40)))
@example([[0]] * 1025, {0})
@example([], set())
def test_sets_and_numbers_count_the_same(values: list[list[int]], among: set[int]) -> None:
    size, chosen = 41, make_set(among, 41)
    expected = tuple(len(among.intersection(each)) for each in values)
    made = SessionsOfValues.of(values, size)
    again = SessionsOfValues.unpack(made.pack(), len(values), size, is_dense=made.is_dense)
    for each in (made, again):
        assert each.counts(chosen) == expected
        assert each.union(range(len(values))) == make_set({m for v in values for m in v}, size)


@given(st.lists(st.none() | st.integers(0, 9), max_size=40), st.integers(-1, 10))
def test_packed_times_are_the_same(times: list[int | None], bound: int) -> None:
    made = TimeRanges.of(times, len(times))
    again = TimeRanges.unpack(made.pack(), len(times))
    known = [(position, moment) for position, moment in enumerate(times) if moment is not None]
    for each in (made, again):
        assert each.before(bound) == make_set((i for i, t in known if t < bound), len(times))
        assert each.until(bound) == make_set((i for i, t in known if t <= bound), len(times))
        assert each.since(bound) == make_set((i for i, t in known if t >= bound), len(times))
        assert each.after(bound) == make_set((i for i, t in known if t > bound), len(times))
