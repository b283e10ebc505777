"""Keys that are typed before the program has drawn the field for them."""

from tests.terminal.conftest import Start


def test_keys_typed_right_after_the_slash_go_into_the_field(start: Start) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"/speaker:quincy bd12q")
    terminal.wait_for("0 of 16", after=shown)
    terminal.settle()
    assert "★ 1" not in terminal.text
    shown = len(terminal.output)
    terminal.write(b"\r")
    terminal.wait_for("/ speaker:quincy bd12q", after=shown)


def test_escape_sequences_in_a_paste_do_not_reach_the_terminal(start: Start) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"/")
    terminal.settle()
    terminal.write("\x1b[200~amina\x07\x0e\x9b77;99H\u202e\x7f\x1b[201~".encode())
    terminal.wait_for("amina\ufffd", after=shown)
    terminal.settle()
    written = terminal.output[shown:].decode(errors="replace")
    for forbidden in ("\x07", "\x0e", "\x9b", "\u202e", "\x7f"):
        assert forbidden not in written


def test_several_keys_in_one_write_close_a_dialog_once(start: Start) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"D\r\r\r")
    terminal.wait_for("Esc back", after=shown)  # the page of a session, by the other two
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"\x1b")
    terminal.wait_for("difficulty:beginner", after=shown)
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"?")
    terminal.wait_for("Move", after=shown)


def test_a_note_typed_in_one_write_with_its_key_is_saved(start: Start) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"eAsk her\x13")
    terminal.wait_for("Note saved", "Ask her", after=shown)
