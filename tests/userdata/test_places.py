"""What may be at the path of the bookmark file instead, and unusual paths."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError

Opened = Callable[[], Bookmarks]


@pytest.mark.parametrize("name", ["plain.db", "is it 100%?#1.db", "a&mode=ro.db", "schön.db"])
def test_any_path_is_accepted_also_a_relative_one(
    name: str, talk: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Bookmarks(Path(name)) as bookmarks:
        bookmarks.mark("c", talk)
        assert bookmarks.notice == ""
    with Bookmarks(tmp_path / name) as bookmarks:
        assert set(bookmarks.load("c")) == {talk.id}


def a_folder(path: Path) -> None:
    path.mkdir(parents=True)


def a_file_for_a_folder(path: Path) -> None:
    path.parent.parent.mkdir(parents=True)
    path.parent.touch()


def a_link_to_itself(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(path.with_name("nowhere.db"))


def a_pipe(path: Path) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path)


@pytest.mark.parametrize(
    "obstacle", [a_folder, a_file_for_a_folder, a_link_to_itself, a_link_to_nothing, a_pipe]
)
def test_a_path_that_is_not_a_file_is_reported_in_one_sentence(
    obstacle: Callable[[Path], None], path: Path, opened: Opened, talk: Session
) -> None:
    obstacle(path)
    bookmarks = opened()
    assert bookmarks.load("c") == {}
    assert not bookmarks.changed_elsewhere()
    assert str(path) in bookmarks.notice
    with pytest.raises(NotSavedError, match="A Lantern for Every Queryset") as refused:
        bookmarks.mark("c", talk)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_linked_file_is_written_at_its_target(
    path: Path, opened: Opened, talk: Session, tmp_path: Path
) -> None:
    real = tmp_path / "synced.db"
    with Bookmarks(real) as bookmarks:
        bookmarks.mark("c", talk)
    path.parent.mkdir(parents=True)
    path.symlink_to(real)
    opened().mark("c", talk._replace(id="talks/compass.md"))
    assert path.is_symlink()
    with Bookmarks(real) as bookmarks:
        assert len(bookmarks.load("c")) == 2
