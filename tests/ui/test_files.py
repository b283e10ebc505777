"""Exporting the plan to a file and importing bookmarks from one, with the palette."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from textual.widgets import Input

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.models import Conference, Session
from confui.screens.dialogs.file_dialog import ExportPlan, ImportBookmarks
from confui.userdata.bookmark_files.bookmarks_json import bookmarks_to_json
from confui.userdata.bookmarks import Bookmarks
from tests.ui.conftest import Open, Window
from tests.ui.test_palette import ask

READING = "Reading list[int] and dict[str, int] Aloud"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def name(window: Window, path: str) -> None:
    """Type another path into the dialog, and Enter."""
    field = window.app.screen.query_one(Input)
    field.value = path
    await window.press("enter")


def theirs(conference: Conference, note: str = "") -> str:
    """Return the file of a friend, who starred the first talk a while later."""
    session = next(session for session in conference.visible if session.title == READING)
    later = datetime.now(UTC) + timedelta(seconds=-1)
    bookmark = make_bookmark(session, Mark.MAYBE, note)
    bookmark = bookmark._replace(marked_at=later, noted_at=later if note else None)
    return bookmarks_to_json(conference.id, conference.title, [bookmark])


async def test_the_palette_exports_the_plan_as_a_calendar(open_window: Open, here: Path) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b")
        await ask(window, "export my plan as a calendar")
        await window.press("enter")
        await window.pause()
        assert isinstance(window.app.screen, ExportPlan)
        await window.press("enter")
        (path,) = here.iterdir()
        assert path.name == "pynorth-2031-plan.ics"
        assert window.message == f"Plan written to {path}"
        (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        assert event["SUMMARY"] == READING


@pytest.mark.parametrize("format", ["markdown", "json", "ics"])
async def test_an_existing_file_is_replaced_only_after_a_second_enter(
    open_window: Open, here: Path, format: str
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b")
        window.app.screen.action_export(format)  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        target = here / "mine.txt"
        target.write_text("precious")
        await name(window, "mine.txt")
        assert "already exists" in window.screen
        assert target.read_text() == "precious"
        await window.press("enter")
        assert READING.partition("[")[0] in target.read_text()
        assert [each.name for each in here.iterdir()] == ["mine.txt"], "no draft stays"


@pytest.mark.parametrize("exists", [True, False])
async def test_a_plan_is_never_written_through_a_link(
    open_window: Open, here: Path, tmp_path: Path, exists: bool
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    if exists:
        elsewhere.write_text("precious")
    link = here / "mine.txt"
    link.symlink_to(elsewhere)
    async with open_window() as window:
        await window.select(READING)
        await window.press("b")
        window.app.screen.action_export("json")  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        await name(window, "mine.txt")
        assert "mine.txt is a link; ⏎ again replaces it" in window.screen
        assert link.is_symlink()
        await window.press("enter")
        assert not link.is_symlink()
        assert READING.partition("[")[0] in link.read_text()
    assert elsewhere.exists() == exists
    assert not exists or elsewhere.read_text() == "precious"


async def test_an_empty_plan_is_not_written(open_window: Open, here: Path) -> None:
    async with open_window() as window:
        window.app.screen.action_export("ics")  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        await window.press("enter")
        assert "Nothing is starred yet" in window.screen
        assert not list(here.iterdir())
        await window.press("escape")
        assert not isinstance(window.app.screen, ExportPlan)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
async def test_a_folder_that_cannot_be_written_shows_the_reason(
    open_window: Open, here: Path
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b")
        here.chmod(0o500)
        window.app.screen.action_export("json")  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        await window.press("enter")
        assert "Permission denied" in window.screen
        here.chmod(0o700)


async def test_an_import_shows_a_preview_and_can_be_undone(
    open_window: Open, here: Path, bookmarks: Bookmarks, pynorth: Conference
) -> None:
    (here / "theirs.json").write_text(theirs(pynorth, "sit in front"))
    async with open_window() as window:
        await window.select("[/nope]")
        await window.press("b")
        window.app.screen.action_import()  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        await name(window, "theirs.json")
        assert "0 in common, 1 only theirs, 1 only yours; would add 1" in window.screen
        assert len(bookmarks.load(pynorth.id)) == 1
        await window.press("enter")
        assert window.message == "0 in common, 1 only theirs, 1 only yours; 1 added"
        assert sorted(each.mark or "" for each in bookmarks.load(pynorth.id).values()) == [
            Mark.MAYBE,
            Mark.MUST,
        ]
        await window.press("u")
        assert [each.mark for each in bookmarks.load(pynorth.id).values()] == [Mark.MUST]
        assert window.message == "The imported bookmarks are gone again"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", ""),
        (b"{", ""),
        (b'{"confui": "bookmarks", "format": 99}', "newer"),
        (b"\xff\xfe\x00", ""),
    ],
    ids=["empty", "damaged", "newer", "no text"],
)
async def test_a_file_that_cannot_be_imported_changes_nothing_and_shows_the_reason(
    open_window: Open, here: Path, bookmarks: Bookmarks, content: bytes, message: str
) -> None:
    (here / "odd.json").write_bytes(content)
    async with open_window() as window:
        window.app.screen.action_import()  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        before = window.screen.lines
        await name(window, "odd.json")
        assert isinstance(window.app.screen, ImportBookmarks)
        assert window.screen.lines != before, "it says why"
        assert message in window.screen
        assert not bookmarks.load("pynorth-2031")


@pytest.mark.parametrize("path", ["nowhere.json", ".", "a\0b", "pipe"])
async def test_a_path_that_is_not_a_file_is_refused_at_once(
    open_window: Open, here: Path, path: str
) -> None:
    os.mkfifo(here / "pipe")
    async with open_window() as window:
        window.app.screen.action_import()  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        before = window.screen.lines
        await name(window, path)
        assert window.screen.lines != before
        assert isinstance(window.app.screen, ImportBookmarks)


async def test_the_home_of_an_unknown_user_is_no_file(open_window: Open) -> None:
    async with open_window() as window:
        await ask(window, "import bookmarks")
        await window.press("enter")
        await name(window, "~nobody-of-that-name/bookmarks.json")
        assert isinstance(window.app.screen, ImportBookmarks)
        assert "No such file" in window.screen.text


async def test_bookmarks_of_another_conference_are_not_imported(
    open_window: Open, here: Path, bookmarks: Bookmarks
) -> None:
    kelp = make_bookmark(Session("kelp", "Kelp"), Mark.MUST)
    (here / "other.json").write_text(bookmarks_to_json("woods", "Woods 2031", [kelp]))
    async with open_window() as window:
        window.app.screen.action_import()  # type: ignore[attr-defined]  # of the schedule
        await window.pause()
        await name(window, "other.json")
        assert "These bookmarks are for Woods 2031, not for PyNorth 2031" in window.screen
        await window.press("enter")
        assert not bookmarks.load("pynorth-2031")
        assert not bookmarks.load("woods")
