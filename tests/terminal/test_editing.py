"""Notes in the attendee's own editor, which has the terminal while it runs."""

import signal
import sys
from pathlib import Path

import pytest

from confui.userdata.bookmarks import Bookmarks
from tests.terminal.conftest import Attendee, Start


def notes(home: Path) -> list[str]:
    with Bookmarks(home / "data" / "confui" / "bookmarks.db") as bookmarks:
        return [each.note for each in bookmarks.load("pynorth-2031").values()]


def begin(start: Start, editor: str) -> Attendee:
    terminal = start(EDITOR=editor)
    terminal.wait_for("? help")
    terminal.settle()
    return terminal


@pytest.fixture
def typewriter(tmp_path: Path) -> str:
    """Return the command of an editor that prints a prompt and saves the line that is typed."""
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
    assert b"\x1b[?1049l" in terminal.output, "the normal screen is shown meanwhile"
    back = len(terminal.output)
    terminal.write(b"from an editor\r")
    terminal.wait_for("Note saved", after=back)
    assert notes(home) == ["from an editor"]
    terminal.write(b"u")
    terminal.wait_for("as before", after=back)
    assert notes(home) == []


def test_without_an_editor_the_note_is_written_in_confui(start: Start, home: Path) -> None:
    terminal = begin(start, "no-such-editor")
    terminal.write(b"e")
    terminal.wait_for("no-such-editor cannot be run")
    terminal.settle()
    kept = len(terminal.output)
    terminal.write(b"by hand")
    terminal.settle()
    terminal.write(b"\x1b")
    terminal.wait_for("Note saved", after=kept)
    assert notes(home) == ["by hand"]


def test_if_the_editor_fails_the_note_is_unchanged_and_the_draft_is_named(
    start: Start, home: Path, typewriter: str
) -> None:
    terminal = begin(start, typewriter)
    terminal.write(b"e")
    terminal.wait_for("TYPEWRITER>")
    terminal.write(b"jam\r")
    terminal.wait_for("ended with 4")
    assert notes(home) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_open_note_survives_the_end_of_the_program(
    start: Start, home: Path, number: signal.Signals
) -> None:
    terminal = begin(start, "")
    terminal.write(b"e")
    terminal.wait_for("Esc saves")
    terminal.write(b"half a thought")
    terminal.settle()
    terminal.send_signal(number)
    terminal.wait()
    assert notes(home) == ["half a thought"]
