"""What is typed faster than the program draws."""

from tests.terminal.conftest import Start


def test_what_is_typed_right_after_the_slash_goes_into_the_field(start: Start) -> None:
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


def test_a_paste_with_escapes_in_it_does_not_reach_the_terminal(start: Start) -> None:
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
