"""Notes in confui's own editor: saved, shown, found, and never lost."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session
from confui.screens.dialogs.note_editor import NoteEditor
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.ui.conftest import Open, Window

READING = "Reading list[int] and dict[str, int] Aloud"


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


def note_of(window: Window) -> str:
    bookmark = window.state.bookmarks.get(window.state.cursor.session)
    return bookmark.note if bookmark else ""


async def test_a_note_is_saved_and_shown_as_markdown(
    open_window: Open, bookmarks: Bookmarks
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("e")
        assert isinstance(window.app.screen, NoteEditor)
        await window.press(*"ask **why**", "escape")
        assert note_of(window) == "ask **why**"
        assert window.message == "Note saved; u undoes it"
        assert "✎ ask why" in window.screen
        kept = bookmarks.load(window.state.conference.id)[window.state.cursor.session]
        assert (kept.note, kept.mark) == ("ask **why**", None)


async def test_a_note_is_found_by_its_words_and_by_has_note(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("e", *"xylophone", "escape")
        for query in ("xylophone", "has:note"):
            window.store.search(query)
            assert len(window.state.matching) == 1


async def test_ctrl_r_discards_the_changes(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("e", *"never mind", "ctrl+r")
        assert note_of(window) == ""
        assert window.message == "The note is unchanged"


async def test_an_empty_note_is_deleted_and_undo_restores_it(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("e", *"keep", "escape")
        await window.press("e")
        window.app.screen.query_one(TextArea).clear()
        await window.press("escape")
        assert note_of(window) == ""
        assert window.message == "Note deleted; u undoes it"
        await window.press("u")
        assert note_of(window) == "keep"


class Full(Bookmarks):
    """Saves no note, as on a full disk."""

    def annotate(self, conference: str, session: Session, note: str) -> Bookmark:
        raise NotSavedError("The note was not saved: the disk is full")


async def test_a_note_that_cannot_be_saved_stays_in_the_editor_with_the_reason(
    open_window: Open, tmp_path: Path
) -> None:
    with Full(tmp_path / "bookmarks.db") as file:
        async with open_window(file=file) as window:
            await window.select(READING)
            await window.press("e", *"precious", "escape")
            assert isinstance(window.app.screen, NoteEditor)
            assert "the disk is full" in window.screen
            assert window.app.screen.query_one(TextArea).text == "precious"


async def test_keys_typed_into_a_note_are_text_only(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("e", *"[/nope] bxu", "enter", *"q", "escape")
        assert note_of(window) == "[/nope] bxu\nq"
        assert "[/nope] bxu" in window.screen


async def test_a_note_that_another_window_changed_is_merged(
    open_window: Open, tmp_path: Path
) -> None:
    async with open_window() as window:
        await window.select(READING)
        session = window.state.selected
        assert session is not None
        await window.press("e", *"mine")
        with Bookmarks(tmp_path / "share" / "bookmarks.db") as other:
            other.annotate(window.state.conference.id, session, "theirs")
        await window.press("escape")
        assert note_of(window) == "mine\n\ntheirs"


async def test_an_open_note_is_saved_when_confui_exits(
    open_window: Open, bookmarks: Bookmarks
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("e", *"half a tho")
        window.app.exit()
        await window.pause()
    (kept,) = bookmarks.load("pynorth-2031").values()
    assert kept.note == "half a tho"
