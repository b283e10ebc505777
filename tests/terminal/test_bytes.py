"""How much a key sends to the terminal, which a slow connection makes an attendee wait for."""

from tests.terminal.conftest import Start


def test_a_key_sends_only_what_it_changes(start: Start) -> None:
    terminal = start()
    terminal.wait_for("PyNorth", "? help")
    terminal.settle()
    whole = len(terminal.painted("?")) + len(terminal.painted("escape"))
    move, star = len(terminal.painted("down")), len(terminal.painted("b"))
    assert move < whole // 5
    assert star < whole // 10
