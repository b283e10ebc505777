"""What the program remembers by itself: written whole, shared by windows, never in the way."""

import fcntl
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.text import is_clean
from confui.userdata.remembered import (
    LONGEST_SEARCH,
    MAX_BYTES,
    MOST_SEARCHES,
    NotRememberedError,
    Remembered,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "confui" / "remembered.json"


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def everything(remembered: Remembered) -> tuple[object, ...]:
    return remembered.theme, remembered.searches, remembered.filters


def test_reading_without_a_file_is_empty_and_creates_nothing(path: Path) -> None:
    remembered = Remembered(path)
    assert everything(remembered) == ("", (), {})
    assert (remembered.notice, remembered.get("rooms", "x")) == ("", None)
    assert not path.parent.exists()


def test_what_is_remembered_is_there_for_the_next_window_and_for_its_owner_only(path: Path) -> None:
    first = Remembered(path)
    first.choose_theme("confui-light")
    first.add_search("rust")
    first.change_filters({"my “rust”": 'title:"rust" -is:past', "@": "\u202e\x1b[2J"})
    first.put({"width": 3}, "rooms", "some conference")
    for each in (first, Remembered(path)):
        assert each.theme == "confui-light"
        assert each.searches == ("rust",)
        assert each.filters["my “rust”"] == 'title:"rust" -is:past'
        assert all(map(is_clean, each.filters.values()))
        assert each.get("rooms", "some conference", "width") == 3
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_without_a_path_it_is_remembered_until_the_end() -> None:
    remembered = Remembered()
    remembered.add_search("rust")
    remembered.change_filters({"a": "b"})
    assert (remembered.searches, remembered.filters) == (("rust",), {"a": "b"})
    assert not remembered.reload_if_changed()


def test_two_windows_lose_nothing_of_each_other_and_the_last_change_of_a_key_wins(
    path: Path,
) -> None:
    one, other = Remembered(path), Remembered(path)
    one.choose_theme("confui-light")
    one.change_filters({"a": "rust", "b": "go"})
    other.change_filters({"c": "python", "b": "java"})
    other.add_search("two")
    one.add_search("one")
    one.change_filters({"a": None})
    other.choose_theme("confui-dark")
    for each in (one, other):
        each.reload_if_changed()
        assert each.filters == {"b": "java", "c": "python"}
        assert each.searches == ("two", "one")
        assert each.theme == "confui-dark"


def test_a_change_of_another_window_is_noticed_once(path: Path) -> None:
    one, other = Remembered(path), Remembered(path)
    one.change_filters({"a": "rust"})
    assert (other.reload_if_changed(), other.reload_if_changed()) == (True, False)
    assert not one.reload_if_changed(), "its own change is no news"


def test_the_same_search_is_kept_once_and_only_the_latest_are_kept(path: Path) -> None:
    remembered = Remembered(path)
    for text in (*map(str, range(MOST_SEARCHES)), "5", "x" * (LONGEST_SEARCH + 1), "y"):
        remembered.add_search(text)
    assert len(remembered.searches) == MOST_SEARCHES
    assert remembered.searches[-2:] == ("5", "y")
    assert remembered.searches[0] == "1"
    before = path.stat().st_mtime_ns
    remembered.add_search("y")
    assert path.stat().st_mtime_ns == before, "nothing new is nothing to write"


def test_keys_of_a_newer_version_are_kept(path: Path) -> None:
    written(path, b'{"newer": [1, {"x": null}], "filters": {"a": "rust", "odd": 7}}')
    remembered = Remembered(path)
    assert remembered.filters == {"a": "rust"}
    remembered.change_filters({"b": "go"})
    kept = json.loads(path.read_bytes())
    assert kept["newer"] == [1, {"x": None}]
    assert kept["filters"] == {"a": "rust", "odd": 7, "b": "go"}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"7", b"\x00\xff", b'{"theme": ' + b"9" * 5_000 + b"}"),
        *(b"[" * 100_000, b"{}" + b" " * MAX_BYTES, b'{"filters": {"a": "ru'),
    ],
)
def test_a_damaged_file_is_kept_aside_and_said(path: Path, content: bytes) -> None:
    written(path, content)
    remembered = Remembered(path)
    assert everything(remembered) == ("", (), {})
    assert "remembered.damaged.json" in remembered.notice
    assert path.with_name("remembered.damaged.json").read_bytes() == content
    assert Remembered(path).notice == ""
    remembered.choose_theme("confui-light")
    assert Remembered(path).theme == "confui-light"


def test_an_earlier_damaged_file_is_not_overwritten(path: Path) -> None:
    for content in (b"one", b"two"):
        Remembered(written(path, content))
    kept = sorted(each.read_bytes() for each in path.parent.glob("*damaged*"))
    assert kept == [b"one", b"two"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda each: (
            st.lists(each, max_size=3)
            | st.dictionaries(
                st.sampled_from(["theme", "searches", "filters", "a"]), each, max_size=3
            )
        ),
        max_leaves=9,
    )
)
def test_values_of_any_kind_are_no_fault(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.mktemp("any") / "remembered.json"
    path.write_text(json.dumps(value))
    remembered = Remembered(path)
    assert isinstance(remembered.theme, str)
    assert all(map(is_clean, (remembered.theme, *remembered.searches, *remembered.filters)))
    remembered.add_search("x")
    remembered.change_filters({"a": "b"})
    assert (remembered.searches[-1], remembered.filters["a"]) == ("x", "b")


def test_a_file_that_cannot_be_read_is_said_and_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    remembered = Remembered(path)
    assert "cannot be read" in remembered.notice
    with pytest.raises(NotRememberedError):
        remembered.choose_theme("confui-light")
    assert path.is_dir()
    assert remembered.theme == ""


def test_a_pipe_in_its_place_does_not_make_it_wait(path: Path) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert "cannot be read" in Remembered(path).notice


def test_a_folder_that_cannot_be_made_is_said_and_nothing_changes(path: Path) -> None:
    path.parent.parent.write_bytes(b"a file")
    remembered = Remembered(path)
    with pytest.raises(NotRememberedError, match="not remembered"):
        remembered.change_filters({"a": "rust"})
    assert remembered.filters == {}


def test_another_window_that_writes_for_long_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confui.atomic_write._LOCK_PAUSE", 0)
    remembered = Remembered(written(path, b"{}"))
    handle = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(NotRememberedError, match="another confui"):
        remembered.add_search("rust")
    assert not remembered.searches
    os.close(handle)
    remembered.add_search("rust")
    assert remembered.searches == ("rust",)


def test_too_much_is_not_written(path: Path) -> None:
    remembered = Remembered(path)
    with pytest.raises(NotRememberedError, match="too large"):
        remembered.change_filters({"a": "x" * MAX_BYTES})
    assert not path.exists()
    assert remembered.filters == {}
