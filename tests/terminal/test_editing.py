"""Notes in the attendee's own editor, which gets the terminal for itself."""

import signal
import sys
from pathlib import Path

import pytest

from confui.userdata.bookmarks import Bookmarks

from .conftest import Attendee, Start


def notes(home: Path) -> list[str]:
    with Bookmarks(home / "data" / "confui" / "bookmarks.db") as bookmarks:
        return [each.note for each in bookmarks.of("pynorth-2031").values()]


def begin(start: Start, editor: str) -> Attendee:
    terminal = start(EDITOR=editor)
    terminal.wait_for("? help")
    terminal.settle()
    return terminal


@pytest.fixture
def typewriter(tmp_path: Path) -> str:
    """An editor that says that it is there, and writes what is typed up to a line end."""
    script = tmp_path / "typewriter.py"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "line = input('TYPEWRITER> ')\n"
        "Path(sys.argv[1]).write_text(line)\n"
        "sys.exit(4 if line == 'jam' else 0)\n"
    )
    return f"{sys.executable} {script}"


def test_the_editor_gets_the_terminal_and_its_text_becomes_the_note(
    start: Start, home: Path, typewriter: str
) -> None:
    terminal = begin(start, typewriter)
    terminal.write(b"e")
    terminal.wait_for("TYPEWRITER>")
    assert b"\x1b[?1049l" in terminal.output, "the screen of before is shown meanwhile"
    back = len(terminal.output)
    terminal.write(b"from an editor\r")
    terminal.wait_for("Note kept", after=back)
    assert notes(home) == ["from an editor"]
    terminal.write(b"u")
    terminal.wait_for("as before", after=back)
    assert notes(home) == []


def test_where_the_editor_is_missing_the_note_is_written_here(start: Start, home: Path) -> None:
    terminal = begin(start, "no-such-editor")
    terminal.write(b"e")
    terminal.wait_for("no-such-editor cannot be run")
    terminal.settle()
    kept = len(terminal.output)
    terminal.write(b"by hand")
    terminal.settle()
    terminal.write(b"\x1b")
    terminal.wait_for("Note kept", after=kept)
    assert notes(home) == ["by hand"]


def test_where_the_editor_fails_the_note_stays_and_the_draft_is_named(
    start: Start, home: Path, typewriter: str
) -> None:
    terminal = begin(start, typewriter)
    terminal.write(b"e")
    terminal.wait_for("TYPEWRITER>")
    terminal.write(b"jam\r")
    terminal.wait_for("ended with 4")
    assert notes(home) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_note_under_way_survives_the_end_of_the_program(
    start: Start, home: Path, number: signal.Signals
) -> None:
    terminal = begin(start, "")
    terminal.write(b"e")
    terminal.wait_for("Esc keeps it")
    terminal.write(b"half a thought")
    terminal.settle()
    terminal.send_signal(number)
    terminal.wait()
    assert notes(home) == ["half a thought"]
