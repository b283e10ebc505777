"""Editing a note in the attendee's editor; no text is lost when that fails."""

import os
import sys
from pathlib import Path

import pytest

from confui.userdata.editor import MAX_BYTES, EditorError, edit, editor_command


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({}, []),
        ({"EDITOR": "vi"}, ["vi"]),
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": "  ", "EDITOR": "vi"}, ["vi"]),
        ({"VISUAL": 'broken "quote', "EDITOR": "vi"}, ["vi"]),
        ({"EDITOR": "'/opt/my editor/ed' -n"}, ["/opt/my editor/ed", "-n"]),
    ],
)
def test_the_editor_is_the_one_that_the_attendee_chose(
    environment: dict[str, str], command: list[str]
) -> None:
    assert editor_command(environment) == command


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts go."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def program(code: str) -> list[str]:
    """Return an editor that runs some Python on its file."""
    head = "import sys; from pathlib import Path; file = Path(sys.argv[1])\n"
    return [sys.executable, "-c", head + code]


def test_the_edited_text_is_returned_and_no_file_is_left(drafts: Path) -> None:
    written = edit("ask", program("file.write_text(file.read_text() + 'why — not?\\n\\n')"))
    assert written == "ask\nwhy — not?"
    assert not list(drafts.iterdir())


def test_an_unchanged_file_returns_the_same_text() -> None:
    assert edit("ask\n\nwhy", program("")) == "ask\n\nwhy"
    assert edit("", program("assert not file.read_text()")) == ""


def test_nobody_else_can_read_a_draft() -> None:
    edit("secret", program("assert file.parent.stat().st_mode & 0o077 == 0"))


def test_a_missing_editor_is_named(drafts: Path) -> None:
    with pytest.raises(EditorError, match="no-such-editor cannot be run: No such file"):
        edit("ask", ["no-such-editor"])
    assert not list(drafts.iterdir())


def test_a_failed_editor_leaves_the_note_unchanged(drafts: Path) -> None:
    with pytest.raises(EditorError, match=r"ended with 3; the note is unchanged$"):
        edit("ask", program("sys.exit(3)"))
    assert not list(drafts.iterdir())


def test_text_written_before_an_editor_failed_is_kept_in_its_file(drafts: Path) -> None:
    with pytest.raises(EditorError, match=r"ended with 1.*your text is in") as caught:
        edit("ask", program("file.write_text('precious'); sys.exit(1)"))
    (draft,) = drafts.glob("*/note.md")
    assert draft.read_text() == "precious"
    assert str(draft) in str(caught.value)


def test_a_note_that_is_too_long_is_refused_and_kept_in_its_file(drafts: Path) -> None:
    with pytest.raises(EditorError, match="longer than 1024 KiB"):
        edit("", program(f"file.write_bytes(b'x' * {MAX_BYTES + 1})"))
    (draft,) = drafts.glob("*/note.md")
    assert draft.stat().st_size == MAX_BYTES + 1


def test_an_editor_that_removes_its_file_changes_nothing() -> None:
    with pytest.raises(EditorError, match="removed the file; the note is unchanged"):
        edit("ask", program("file.unlink()"))


def test_bytes_that_are_not_text_are_replaced() -> None:
    assert edit("", program("file.write_bytes(b'caf\\xe9')")) == "caf\ufffd"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_an_editor_that_leaves_a_pipe_has_changed_nothing() -> None:
    with pytest.raises(EditorError, match="removed the file; the note is unchanged"):
        edit("ask", program("file.unlink(); import os; os.mkfifo(file)"))
