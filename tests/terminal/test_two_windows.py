"""Two windows of one attendee: what is kept in one shows in the other, without a key."""

from .conftest import Start


def test_what_is_marked_in_one_window_shows_in_the_other(start: Start) -> None:
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


def test_what_is_undone_in_one_window_goes_from_the_other(start: Start) -> None:
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


def test_a_window_at_rest_paints_nothing(start: Start) -> None:
    window = start()
    window.wait_for("? help")
    window.settle(quiet=1.0)
    assert window.settle(quiet=2.0) == b"", "looking for news of other windows costs no frame"
