"""The notebook: every change can be undone, one by one, back to how it was at the start."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.notebook import Notebook
from confui.schedule.bookmark import Bookmark, Mark, bookmark_of
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks

START = datetime(2031, 5, 17, 10, 30)
SESSIONS = [
    Session(id=name, title=name.title(), start=START, end=START + timedelta(minutes=45))
    for name in ("kelp", "moss", "fern")
]
KELP, MOSS, FERN = SESSIONS


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Bookmarks]:
    with Bookmarks(tmp_path / "bookmarks.db") as opened:
        yield opened


@pytest.fixture
def notebook(keeper: Bookmarks) -> Notebook:
    return Notebook(keeper, "woods")


def told(bookmark: Bookmark) -> tuple[object, ...]:
    """Return what an attendee sees of a bookmark: of a star also what it remembers."""
    timeless = bookmark._replace(marked_at=None, noted_at=None)
    return timeless if bookmark.starred else (bookmark.mark, bookmark.note)


def seen(notebook: Notebook) -> dict[str, tuple[object, ...]]:
    return {id: told(each) for id, each in notebook.bookmarks.items()}


def test_nothing_is_there_to_undo_at_first(notebook: Notebook) -> None:
    assert notebook.undo() == ("", "")


def test_undo_of_a_grade_keeps_the_note_that_was_written_since(notebook: Notebook) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.mark(KELP, Mark.MAYBE)
    notebook.annotate(KELP, "salty")
    notebook.undo()
    notebook.undo()
    assert (notebook.bookmarks["kelp"].mark, notebook.bookmarks["kelp"].note) == (Mark.MUST, "")


def test_to_unmark_what_has_no_mark_is_no_change(notebook: Notebook) -> None:
    notebook.unmark(KELP)
    assert notebook.undo() == ("", "")


def test_the_same_note_again_is_no_change(notebook: Notebook) -> None:
    notebook.annotate(KELP, "salty")
    notebook.annotate(KELP, "salty")
    assert notebook.undo()[0]
    assert notebook.undo() == ("", "")


def test_an_import_is_undone_as_a_whole(notebook: Notebook) -> None:
    notebook.mark(KELP, Mark.MAYBE)
    before = seen(notebook)
    later = datetime.now(UTC) + timedelta(hours=1)
    theirs = [
        bookmark_of(KELP, Mark.MUST, "theirs")._replace(marked_at=later, noted_at=later),
        bookmark_of(MOSS, Mark.MUST)._replace(marked_at=later),
    ]
    merged = notebook.take_in(theirs)
    assert [each.after.mark for each in merged] == [Mark.MUST, Mark.MUST]
    assert set(notebook.bookmarks) == {"kelp", "moss"}
    assert notebook.undo()[0] == "What was imported is gone again"
    assert seen(notebook) == before


def test_an_import_that_changes_nothing_leaves_nothing_to_undo(notebook: Notebook) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.take_in(notebook.bookmarks.values())
    assert notebook.undo()[0].startswith("Kelp has no mark")


def test_a_change_once_seen_is_what_the_bookmark_remembers(notebook: Notebook) -> None:
    notebook.mark(KELP, Mark.MUST)
    later = KELP._replace(start=START + timedelta(hours=2), rooms=("Loft",))
    notebook.acknowledge({"kelp": later})
    kept = notebook.bookmarks["kelp"]
    assert (kept.start, kept.rooms, kept.sequence) == (later.start, ("Loft",), 1)
    notebook.undo()
    assert notebook.bookmarks["kelp"].start == START


def test_a_cancellation_once_seen_is_remembered_with_what_the_session_was(
    notebook: Notebook,
) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.acknowledge({"kelp": None})
    kept = notebook.bookmarks["kelp"]
    assert (kept.gone, kept.start, kept.sequence) == (True, START, 1)


def test_what_another_window_wrote_is_taken_over(notebook: Notebook, tmp_path: Path) -> None:
    notebook.mark(KELP, Mark.MUST)
    assert not notebook.look_again()
    with Bookmarks(tmp_path / "bookmarks.db") as other:
        other.annotate("woods", KELP, "from the other window")
    assert notebook.look_again()
    assert notebook.bookmarks["kelp"].note == "from the other window"


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(SESSIONS), st.sampled_from([*Mark, None, "", "a note", "another", "seen"])
    ),
    max_size=12,
)


def do(notebook: Notebook, session: Session, deed: str | None) -> None:
    if deed is None:
        notebook.unmark(session)
    elif isinstance(deed, Mark):
        notebook.mark(session, deed)
    elif deed == "seen":
        if session.id in notebook.bookmarks:
            notebook.acknowledge({session.id: session._replace(rooms=("Elsewhere",))})
    else:
        notebook.annotate(session, deed)


@settings(max_examples=40, deadline=None)
@given(DEEDS, DEEDS)
def test_undoing_everything_leads_back_and_the_disk_agrees(
    before: list[tuple[Session, str | None]], after: list[tuple[Session, str | None]]
) -> None:
    with TemporaryDirectory() as folder, Bookmarks(Path(folder) / "bookmarks.db") as keeper:
        earlier = Notebook(keeper, "woods")
        for session, deed in before:
            do(earlier, session, deed)
        notebook = Notebook(keeper, "woods")
        was = seen(notebook)
        states = [was]
        for session, deed in after:
            do(notebook, session, deed)
            states.append(seen(notebook))
        while notebook.undo()[0]:
            assert seen(notebook) in states
        now = seen(notebook)
        assert now == was
        assert {id: told(each) for id, each in keeper.of("woods").items()} == now
