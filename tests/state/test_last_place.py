"""What is remembered of a conference: where one was, and how the grid looked."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.schedule.rooms import RoomChoice, RoomsShown
from confui.sources.opening import open_conference
from confui.state.last_place import LastPlace, place_from_json, place_to_json
from confui.state.state import GridScales, View
from confui.state.store import Store
from confui.userdata.remembered import Remembered
from tests.state.test_store import InMemoryBookmarks, bookmarks_file

__all__ = ["bookmarks_file"]

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"
BEFORE, DURING = datetime(2031, 5, 1), datetime(2031, 5, 17, 10, 30)
MAPS = "talks/small-maps-for-big-forests.md"

NAMES = st.text(max_size=20)
PLACES = st.builds(
    LastPlace,
    st.sampled_from(View),
    st.none() | st.dates(),
    NAMES,
    st.booleans(),
    st.booleans(),
    st.builds(GridScales, *[st.integers(0, 9_999)] * len(GridScales._fields)),
    st.none()
    | st.builds(
        RoomChoice,
        st.sampled_from(RoomsShown),
        st.frozensets(NAMES.filter(bool)),
        st.just(("Hall",)),
    ).filter(lambda choice: choice != RoomChoice()),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(PLACES)
def test_a_place_is_the_same_after_it_was_written_and_read(place: LastPlace) -> None:
    assert place_from_json(place_to_json(place)) == place


@given(st.dictionaries(st.sampled_from(sorted(place_to_json(LastPlace(View.PLAN)) | {
    "day": 1, "session": 1, "turned": 1, "all_days": 1, "column_width": 1, "row_minutes": 1,
    "cell_minutes": 1, "rooms_shown": 1, "rooms_hidden": 1, "rooms_pinned": 1,
})), JSON))  # fmt: skip
def test_whatever_is_written_there_is_read_as_some_place(value: dict[str, object]) -> None:
    assert isinstance(place_from_json(value), LastPlace)


@pytest.fixture
def pynorth() -> Conference:
    return open_conference(PYNORTH)


def reopened(
    conference: Conference, file: InMemoryBookmarks, remembered: Remembered, now: datetime
) -> Store:
    return Store(conference, file, now, remembered)


def test_the_last_place_of_each_conference_is_there_again(
    pynorth: Conference, bookmarks_file: InMemoryBookmarks, tmp_path: Path
) -> None:
    path = tmp_path / "state" / "remembered.json"
    store = reopened(pynorth, bookmarks_file, Remembered(path), BEFORE)
    store.select(MAPS)
    store.turn_grid()
    store.scale(GridScales(column_width=28, cell_minutes=6))
    store.choose_rooms(RoomChoice(hidden=frozenset({"Cedar Room"})))
    store.show_view(View.AGENDA)
    store.remember_place()
    again = reopened(pynorth, bookmarks_file, Remembered(path), BEFORE).state
    assert (again.view, again.day, again.cursor.session) == (
        View.AGENDA, date(2031, 5, 17), MAPS,
    )  # fmt: skip
    assert again.turned and again.scales == GridScales(column_width=28, cell_minutes=6)
    assert again.rooms_shown == ("Aurora Hall", "Birch Room")
    other = reopened(pynorth._replace(id="other"), bookmarks_file, Remembered(path), BEFORE)
    assert other.state.room_choice is None
    other.open(pynorth, BEFORE)
    assert other.state.turned and other.state.cursor.session == MAPS


def test_during_the_conference_it_opens_on_what_is_on(
    pynorth: Conference, bookmarks_file: InMemoryBookmarks
) -> None:
    remembered = Remembered()
    store = reopened(pynorth, bookmarks_file, remembered, BEFORE)
    store.select("around/lunch.md")
    store.remember_place()
    during = reopened(pynorth, bookmarks_file, remembered, DURING).state
    assert during.selected is not None and "Reading list" in during.selected.title


def test_what_the_schedule_no_longer_has_is_left_out(
    pynorth: Conference, bookmarks_file: InMemoryBookmarks
) -> None:
    remembered = Remembered()
    store = reopened(pynorth, bookmarks_file, remembered, BEFORE)
    store.select(MAPS)
    store.remember_place()
    gone = tuple(each for each in pynorth.sessions if each.id != MAPS)
    state = reopened(pynorth._replace(sessions=gone), bookmarks_file, remembered, BEFORE).state
    assert state.cursor.session in state.sessions


def test_only_the_latest_conferences_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / "remembered.json"
    remembered = Remembered(path)
    for number in range(5):
        remembered.put_latest({"n": number}, "places", f"{number}", 3)
    remembered.put_latest({"n": 9}, "places", "2", 3)
    assert list(Remembered(path).get("places")) == ["3", "4", "2"]  # type: ignore[call-overload]  # JSON


def test_a_file_that_cannot_be_written_is_in_nobodys_way(
    pynorth: Conference, bookmarks_file: InMemoryBookmarks, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    remembered = Remembered(tmp_path / "state" / "remembered.json")
    store = reopened(pynorth, bookmarks_file, remembered, BEFORE)
    store.turn_grid()
    store.remember_place()
    assert remembered.notice
