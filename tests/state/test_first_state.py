import itertools
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, Session
from confui.sources import StoredConference, cache
from confui.sources.columns import decode_sessions
from confui.sources.stored_sessions import SnapshotFile
from confui.state import Store, View
from confui.userdata.bookmarks import Bookmarks
from confui.userdata.remembered import Remembered
from tests.large_conference import DAYS, NOON, make_large_conference
from tests.stored import store_large_conference

LARGE = make_large_conference()
LAST = next(each for each in reversed(LARGE.visible) if each.rooms)
BEFORE = datetime(2031, 5, 1, 12)


@pytest.fixture
def conference(tmp_path: Path) -> StoredConference:
    return store_large_conference(tmp_path)


@pytest.fixture
def bookmarks(tmp_path: Path) -> Iterable[Bookmarks]:
    with Bookmarks(tmp_path / "bookmarks.db") as file:
        yield file


def decoded(conference: Conference) -> int:
    assert isinstance(conference, StoredConference) and conference.stored
    return conference.stored.decoded


def test_only_the_shown_day_is_decoded_at_first(
    conference: StoredConference, bookmarks: Bookmarks
) -> None:
    store = Store(conference, bookmarks, NOON)
    first = store.state
    of_day = [each for each in LARGE.visible if each.day == DAYS[0]]
    assert len(of_day) <= decoded(conference) < len(LARGE.sessions)
    assert list(first.on_day(DAYS[0])) == of_day
    assert first.total == len(LARGE.visible)
    whole = Store(LARGE, bookmarks, NOON).state
    assert first.day_sizes == whole.day_sizes
    same = ("days", "day", "cursor", "variety", "main_facet", "facet_counts", "colours", "changed")
    for name in same:
        assert getattr(first, name) == getattr(whole, name)
    day = first.on_day(DAYS[0])
    assert [*map(len, first.by_day.values())] == [*map(len, whole.by_day.values())]
    assert first == whole
    assert first.on_day(DAYS[0]) is day


def test_the_next_day_is_decoded_step_by_step(
    conference: StoredConference, bookmarks: Bookmarks
) -> None:
    store = Store(conference, bookmarks, NOON)
    first, counts = decoded(conference), []
    for _ in itertools.takewhile(lambda _: not store.state.query, store.prepare_search()):
        counts.append(decoded(conference))
    next_day = [each for each in LARGE.visible if each.day == DAYS[1]]
    assert counts[0] == first < counts[-1]
    assert max(b - a for a, b in itertools.pairwise(counts)) <= 100
    assert list(store.state.on_day(DAYS[1])) == next_day


def test_starred_sessions_are_there_at_once(
    conference: StoredConference, bookmarks: Bookmarks
) -> None:
    bookmarks.mark(conference.id, LAST._replace(title="Another title"), Mark.MUST)
    first = Store(conference, bookmarks, BEFORE).state
    assert first.sessions[LAST.id] == LAST
    assert first.changed == (LAST.id,)


def test_a_cancelled_session_of_the_plan_is_found_out(
    conference: StoredConference, bookmarks: Bookmarks
) -> None:
    bookmarks.mark(conference.id, LAST._replace(id="gone", title="Gone", keys=()), Mark.MUST)
    first = Store(conference, bookmarks, BEFORE)
    whole = Store(LARGE, bookmarks, BEFORE)
    assert first.state.changed == whole.state.changed == ("gone",)


@pytest.mark.parametrize("text", ["b", "bee", "title:bridges", "speaker:moss", "-bee track:bees"])
def test_a_search_in_the_grid_decodes_no_session_of_a_conference_with_indexes(
    bookmarks: Bookmarks, tmp_path: Path, text: str
) -> None:
    again = Store(store_large_conference(tmp_path, indexed=True), bookmarks, NOON)
    before = decoded(again.state.conference)
    again.search(text, again.state)
    assert decoded(again.state.conference) <= before + 100  # with the part of the best match
    whole = Store(LARGE, bookmarks, NOON)
    for _ in whole.prepare_search():
        pass
    whole.search(text, whole.state)
    assert again.state == whole.state


SLICES = [(0, 0), (0, 1), (50, 250), (99, 101), (-30, None), (500, 10_000), (9_999, None), (20, 10)]


def test_slices_of_the_visible_sessions_are_as_of_a_tuple_and_are_not_kept(
    conference: StoredConference,
) -> None:
    stored, whole = conference.visible_in_order, LARGE.visible
    for part in itertools.starmap(slice, SLICES):
        assert list(stored[part]) == list(whole[part])
    assert decoded(conference) == 0
    assert list(stored[::-1]) == list(whole[::-1])
    assert list(stored) == list(whole)
    assert decoded(conference) == len(LARGE.sessions)


def test_a_part_is_decoded_once_for_all_slices_of_it(
    conference: StoredConference, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded_parts: list[int] = []

    def count_parts(text: str, file: SnapshotFile, base: int) -> list[Session]:
        decoded_parts.append(hash(text))
        return decode_sessions(text, file, base)

    monkeypatch.setattr(cache, "decode_sessions", count_parts)
    stored = conference.visible_in_order
    for start in range(0, len(stored), 16):
        assert list(stored[start : start + 16]) == list(LARGE.visible[start : start + 16])
    assert len(decoded_parts) == len(set(decoded_parts)) > 1


@pytest.mark.parametrize("index", [0, 99, 100, -1, -len(LARGE.visible)])
def test_one_of_the_visible_sessions_is_kept(conference: StoredConference, index: int) -> None:
    stored = conference.visible_in_order
    assert stored[index] == LARGE.visible[index]
    assert stored[index] is stored[index]
    with pytest.raises(IndexError):
        stored[len(stored)]


PLACES = {
    "another day": {"day": str(DAYS[1])},
    "a session": {"day": str(DAYS[1]), "session": LAST.id},
    "a session of another day": {"day": str(DAYS[0]), "session": LAST.id},
    "a session that is gone": {"day": str(DAYS[1]), "session": "gone"},
    "a day that is gone": {"day": "2031-01-01"},
    "the agenda": {"view": "agenda", "day": str(DAYS[1]), "session": LAST.id},
    "people": {"view": "people"},
    "the turned grid": {"turned": True, "day": str(DAYS[1])},
    "some rooms": {"rooms_shown": "starred", "day": str(DAYS[1])},
}


@pytest.mark.parametrize("now", [BEFORE, NOON], ids=["before", "during"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_the_last_place_is_found_as_with_all_sessions(
    conference: StoredConference,
    bookmarks: Bookmarks,
    tmp_path: Path,
    place: dict[str, object],
    now: datetime,
) -> None:
    remembered = Remembered(tmp_path / "remembered.json")
    remembered.put_latest(place, "places", conference.id, 9)
    store = Store(conference, bookmarks, now, remembered)
    whole = Store(LARGE, bookmarks, now, remembered).state
    first = store.state
    assert (first.day, first.cursor, first.view) == (whole.day, whole.cursor, whole.view)
    assert first.on_day(first.day) == whole.on_day(whole.day)
    assert first == whole


def test_another_field_of_the_colours_takes_all_sessions(
    conference: StoredConference, bookmarks: Bookmarks
) -> None:
    first, whole = Store(conference, bookmarks, NOON), Store(LARGE, bookmarks, NOON)
    first.prefer_colour("room")
    whole.prefer_colour("room")
    assert first.state == whole.state


def test_what_asks_for_another_session_decodes_its_part(
    conference: StoredConference, bookmarks: Bookmarks
) -> None:
    store = Store(conference, bookmarks, BEFORE)
    store.select(LAST.id)
    assert store.state.selected == LAST
    assert decoded(conference) < len(LARGE.sessions)
    store.show_view(View.AGENDA)
    assert store.state.shown == LARGE.visible


@pytest.mark.parametrize("view", [View.NOW, View.PLAN])
def test_a_view_of_today_decodes_no_other_day(
    conference: StoredConference, bookmarks: Bookmarks, view: View
) -> None:
    of_day = [each for each in LARGE.visible if each.day == DAYS[0] and each.rooms]
    bookmarks.mark(conference.id, of_day[len(of_day) // 2], Mark.MUST)
    store, whole = Store(conference, bookmarks, NOON), Store(LARGE, bookmarks, NOON)
    before = decoded(conference)
    for each in (store, whole):
        each.show_view(view)
    assert decoded(conference) == before < len(LARGE.sessions)
    assert store.state.shown == whole.state.shown
    assert store.state.rooms_now == whole.state.rooms_now
    assert decoded(conference) == before
    assert store.state.plan == whole.state.plan


@pytest.mark.parametrize("text", ["", "b", "bee", "title:bridges", "day:sun", "nowhere"])
def test_the_matches_are_in_the_same_order(
    conference: StoredConference, bookmarks: Bookmarks, text: str
) -> None:
    store, whole = Store(conference, bookmarks, NOON), Store(LARGE, bookmarks, NOON)
    for each in (store, whole):
        each.show_view(View.AGENDA)
        each.search(text, each.state)
    assert list(store.state.matches) == list(whole.state.matches)
    assert list(store.state.order) == list(whole.state.order)
    mine, other = store.state.agenda, whole.state.agenda
    assert (list(mine.sessions), mine.days, list(mine.in_text)) == (
        list(other.sessions),
        other.days,
        list(other.in_text),
    )
    assert store.state.matches[-1:] == whole.state.matches[-1:]
    assert store.state.cursor == whole.state.cursor
