"""Stars: shown once they are saved, and never before."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.ui.conftest import Open, Window

READING = "Reading list[int] and dict[str, int] Aloud"


class Watching(Bookmarks):
    """Calls `check` before the commit of a star and after it."""

    check: Callable[[], None] = staticmethod(lambda: None)

    def mark(self, conference: str, session: Session, mark: Mark = Mark.MUST) -> Bookmark:
        self.check()
        kept = super().mark(conference, session, mark)
        self.check()
        return kept


class Full(Bookmarks):
    """Saves nothing, as on a full disk."""

    def mark(self, conference: str, session: Session, mark: Mark = Mark.MUST) -> Bookmark:
        raise NotSavedError(f"{session.title}: not saved, the disk is full")

    def unmark(self, conference: str, session: str) -> None:
        raise NotSavedError("The star stays: the disk is full")


def starred_in_grid(window: Window) -> bool:
    return re.split("[│┼]", window.screen.right_of("█"))[0].rstrip().endswith("★")


@pytest.mark.parametrize("key", ["b", "space"])
async def test_b_adds_and_removes_a_star(open_window: Open, key: str) -> None:
    async with open_window() as window:
        await window.select(READING)
        assert not starred_in_grid(window)
        await window.press(key)
        assert starred_in_grid(window)
        assert "★ 1" in window.screen.lines[0]
        assert window.screen.line("Aloud").endswith("★"), "beside the title in the pane"
        await window.press(key)
        assert not starred_in_grid(window)
        assert "★ 0" in window.screen.lines[0]


async def test_a_star_appears_only_once_it_is_on_the_disk(
    open_window: Open, tmp_path: Path
) -> None:
    seen: list[bool] = []
    with Watching(tmp_path / "bookmarks.db") as file:
        async with open_window(file=file) as window:
            await window.select(READING)
            file.check = lambda: seen.append(starred_in_grid(window))
            await window.press("b")
            assert seen == [False, False]
            assert starred_in_grid(window)
    with Bookmarks(tmp_path / "bookmarks.db") as reopened:
        assert [star.title for star in reopened.load("pynorth-2031").values()] == [READING]


async def test_a_star_that_cannot_be_saved_does_not_appear_and_the_reason_is_shown(
    open_window: Open, tmp_path: Path
) -> None:
    with Full(tmp_path / "bookmarks.db") as file:
        async with open_window(file=file) as window:
            await window.select(READING)
            await window.press("b")
            assert window.screen.lines[-2] == f" {READING}: not saved, the disk is full"
            assert not starred_in_grid(window)
            assert "★ 0" in window.screen.lines[0]


async def test_a_star_whose_removal_cannot_be_saved_stays(
    open_window: Open, bookmarks: Bookmarks, tmp_path: Path
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b")
    with Full(tmp_path / "share" / "bookmarks.db") as file:
        async with open_window(file=file) as window:
            await window.select(READING)
            await window.press("b")
            assert starred_in_grid(window)
            assert window.message == "The star stays: the disk is full"


async def test_an_overlap_with_another_star_is_shown_in_minutes(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("Small Maps")
        await window.press("b")
        assert not window.message
        await window.select("[/nope]")
        await window.press("b")
        assert (
            window.screen.lines[-2] == " ★ overlaps 25 min with Small Maps for Big Forests (10:50)"
        )
        await window.select(READING)
        await window.press("b")
        assert window.message.startswith("★ overlaps 45 min with [/nope] and Other")
        assert window.message.endswith("and 1 more")


async def test_a_star_from_another_window_appears(open_window: Open, tmp_path: Path) -> None:
    async with open_window() as window:
        await window.select(READING)
        with Bookmarks(tmp_path / "share" / "bookmarks.db") as other:
            session = window.state.selected
            assert session is not None
            other.mark(window.state.conference.id, session)
            window.store.bookmarks.reload_if_changed()
            await window.pause()
            assert starred_in_grid(window)
            other.unmark(window.state.conference.id, session.id)
            window.store.bookmarks.reload_if_changed()
            await window.pause()
            assert not starred_in_grid(window)


async def test_a_bookmark_file_that_cannot_be_written_is_reported_at_the_start(
    open_window: Open, tmp_path: Path
) -> None:
    path = tmp_path / "bookmarks.db"
    path.write_bytes(b"no database at all, and longer than its header would be" * 20)
    path.chmod(0o400)
    with Bookmarks(path) as file:
        async with open_window(file=file) as window:
            assert window.message == window.state.notice != ""
            assert "not saving" in window.screen.lines[0]


async def test_a_repaired_bookmark_is_told_at_the_start_and_saving_goes_on(
    open_window: Open, tmp_path: Path
) -> None:
    path = tmp_path / "bookmarks.db"
    async with open_window(file=Bookmarks(path)) as window:
        conference = window.state.conference.id
        session = window.state.selected
        assert session is not None
    with Bookmarks(path) as file:
        file.mark(conference, session._replace(title="A title of long ago"))
        file.mark(conference, Session("another", "Another"))
    path.write_bytes(path.read_bytes().replace(b"long ago", b"long agn"))
    with Bookmarks(path) as file:
        async with open_window(file=file) as window:
            assert window.message.startswith("Repaired 1 damaged bookmark from a backup")
            assert "not saving" not in window.screen.lines[0]
            assert "⚠ bookmarks" in window.screen.lines[0]
