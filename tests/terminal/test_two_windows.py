"""Two windows of one attendee: a change in one appears in the other without a key."""

from tests.terminal.conftest import Start


def test_a_mark_in_one_window_appears_in_the_other(start: Start) -> None:
    one, other = start(), start()
    for window in (one, other):
        window.wait_for("? help")
        window.settle()
    for keys, shown in ((b"b", "★ 1"), (b"B", "☆"), (b"x", "✕")):
        before, seen = len(one.output), len(other.output)
        one.write(keys)
        one.wait_for(shown, after=before)
        other.wait_for(shown, after=seen)
        other.settle()


def test_an_undo_in_one_window_appears_in_the_other(start: Start) -> None:
    one, other = start(), start()
    for window in (one, other):
        window.wait_for("? help")
        window.settle()
    one.write(b"b")
    other.wait_for("★ 1")
    other.settle()
    before = len(other.output)
    one.write(b"u")
    other.wait_for("★ 0", after=before)


def test_an_idle_window_paints_nothing(start: Start) -> None:
    window = start()
    window.wait_for("? help")
    window.settle(quiet=1.0)
    assert window.settle(quiet=2.0) == b"", "checking for changes of other windows costs no frame"
