"""Notes: with a mark, without one, and when another window changes it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.userdata.conftest import Clock

Opened = Callable[[], Bookmarks]


def test_a_note_without_a_star_is_stored_with_a_snapshot(opened: Opened, talk: Session) -> None:
    kept = opened().annotate("c", talk, "front row")
    noted_at = datetime(2017, 8, 15, 22, 0, tzinfo=UTC)
    assert kept == make_bookmark(talk, note="front row")._replace(noted_at=noted_at)
    assert opened().load("c") == {talk.id: kept}


@pytest.mark.parametrize("mark", Mark)
def test_a_note_does_not_change_the_mark_or_its_snapshot(
    mark: Mark, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    marked = bookmarks.mark("c", talk, mark)
    clock.forward(hours=1)
    kept = bookmarks.annotate("c", talk._replace(title="Moved", rooms=("Loft",)), "front row")
    assert kept == marked._replace(note="front row", noted_at=clock.now)


@pytest.mark.parametrize("mark", Mark)
def test_a_mark_does_not_change_the_note(
    mark: Mark, opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    noted = bookmarks.annotate("c", talk, "front row")
    clock.forward(hours=1)
    kept = bookmarks.mark("c", talk, mark)
    assert kept == noted._replace(mark=mark, marked_at=clock.now)


def test_removing_a_mark_keeps_the_note(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.annotate("c", talk, "front row")
    bookmarks.mark("c", talk)
    bookmarks.unmark("c", talk.id)
    kept = bookmarks.load("c")[talk.id]
    assert (kept.mark, kept.note) == (None, "front row")
    assert opened().load("c") == {talk.id: kept}
    assert bookmarks.mark("c", talk).note == "front row"


def test_unmarking_a_bookmark_with_only_a_note_changes_nothing(
    opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    kept = bookmarks.annotate("c", talk, "front row")
    clock.forward(hours=1)
    bookmarks.unmark("c", talk.id)
    assert opened().load("c") == {talk.id: kept}


def test_an_empty_note_removes_the_note_and_keeps_the_mark(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.annotate("c", talk, "front row")
    bookmarks.mark("c", talk, Mark.SKIP)
    kept = bookmarks.annotate("c", talk, "")
    assert (kept.mark, kept.note) == (Mark.SKIP, "")
    assert opened().load("c") == {talk.id: kept}


def test_without_mark_and_note_nothing_is_kept(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    bookmarks.annotate("c", talk, "front row")
    assert not bookmarks.annotate("c", talk, "").kept
    assert bookmarks.load("c") == {}
    assert opened().load("c") == {}


def test_a_note_may_have_lines_but_nothing_that_acts_on_a_terminal(
    opened: Opened, talk: Session
) -> None:
    assert opened().annotate("c", talk, "ask:\n\x1b[2J").note == "ask:\n\ufffd[2J"


def test_a_mark_here_and_a_note_there_are_both_kept(opened: Opened, talk: Session) -> None:
    here, there = opened(), opened()
    here.load("c"), there.load("c")
    here.mark("c", talk, Mark.MAYBE)
    there.annotate("c", talk, "front row")
    here.mark("c", talk, Mark.MUST)
    there.annotate("c", talk, "second row")
    for window in (here, there, opened()):
        kept = window.load("c")[talk.id]
        assert (kept.mark, kept.note) == (Mark.MUST, "second row")


def test_a_note_that_is_not_valid_text_changes_nothing(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    with pytest.raises(NotSavedError, match=r"The note on “.*” was not saved: .* not valid text"):
        bookmarks.annotate("c", Session(id="talks/\udcff.md", title="Odd Bytes"), "ask")
    assert bookmarks.annotate("c", talk, "odd \udcff bytes").note == "odd \ufffd bytes"


def test_a_skip_is_stored_and_is_not_a_star(opened: Opened, talk: Session) -> None:
    opened().mark("c", talk, Mark.SKIP)
    (kept,) = opened().load("c").values()
    assert (kept.mark, kept.starred, kept.kept) == (Mark.SKIP, False, True)
