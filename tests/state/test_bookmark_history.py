"""The notebook: every change can be undone, one by one, back to how it was at the start."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark, Revision, make_bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.plan.changes import describe_changes
from confui.state.bookmark_history import BookmarkHistory, bookmarks_of
from confui.userdata.bookmarks import Bookmarks, MergedBookmark, NotSavedError
from tests.examples import examples

START = datetime(2031, 5, 17, 10, 30)
SESSIONS = [
    Session(id=name, title=name.title(), start=START, end=START + timedelta(minutes=45))
    for name in ("kelp", "moss", "fern")
]
KELP, MOSS, FERN = SESSIONS
WOODS = Conference("woods", sessions=tuple(SESSIONS))


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Bookmarks]:
    with Bookmarks(tmp_path / "bookmarks.db") as opened:
        yield opened


@pytest.fixture
def notebook(keeper: Bookmarks) -> BookmarkHistory:
    return BookmarkHistory(keeper, WOODS)


def told(bookmark: Bookmark) -> tuple[object, ...]:
    """Return what an attendee sees of a bookmark: of a star also what it remembers."""
    timeless = bookmark._replace(marked_at=None, noted_at=None)
    return timeless if bookmark.starred else (bookmark.mark, bookmark.note)


def seen(notebook: BookmarkHistory) -> dict[str, tuple[object, ...]]:
    return {id: told(each) for id, each in notebook.bookmarks.items()}


def test_nothing_is_there_to_undo_at_first(notebook: BookmarkHistory) -> None:
    assert notebook.undo() == ("", "")


def test_undo_of_a_grade_keeps_the_note_that_was_written_since(notebook: BookmarkHistory) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.mark(KELP, Mark.MAYBE)
    notebook.annotate(KELP, "salty")
    notebook.undo()
    notebook.undo()
    assert (notebook.bookmarks["kelp"].mark, notebook.bookmarks["kelp"].note) == (Mark.MUST, "")


def test_to_unmark_what_has_no_mark_is_no_change(notebook: BookmarkHistory) -> None:
    notebook.unmark(KELP)
    assert notebook.undo() == ("", "")


def test_the_same_note_again_is_no_change(notebook: BookmarkHistory) -> None:
    notebook.annotate(KELP, "salty")
    notebook.annotate(KELP, "salty")
    assert notebook.undo()[0]
    assert notebook.undo() == ("", "")


def test_an_import_is_undone_as_a_whole(notebook: BookmarkHistory) -> None:
    notebook.mark(KELP, Mark.MAYBE)
    before = seen(notebook)
    later = datetime.now(UTC) + timedelta(hours=1)
    theirs = [
        make_bookmark(KELP, Mark.MUST, "theirs")._replace(marked_at=later, noted_at=later),
        make_bookmark(MOSS, Mark.MUST)._replace(marked_at=later),
    ]
    merged = notebook.take_in(theirs)
    assert [each.after.mark for each in merged] == [Mark.MUST, Mark.MUST]
    assert set(notebook.bookmarks) == {"kelp", "moss"}
    assert notebook.undo()[0] == "What was imported is gone again"
    assert seen(notebook) == before


def test_an_import_that_changes_nothing_leaves_nothing_to_undo(notebook: BookmarkHistory) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.take_in(notebook.bookmarks.values())
    assert notebook.undo()[0].startswith("Kelp has no mark")


def test_a_change_once_seen_is_what_the_bookmark_remembers(notebook: BookmarkHistory) -> None:
    notebook.mark(KELP, Mark.MUST)
    later = KELP._replace(start=START + timedelta(hours=2), rooms=("Loft",))
    notebook.acknowledge({"kelp": later})
    kept = notebook.bookmarks["kelp"]
    assert (kept.start, kept.rooms, kept.sequence) == (later.start, ("Loft",), 1)
    notebook.undo()
    assert notebook.bookmarks["kelp"].start == START


def test_a_cancellation_once_seen_is_remembered_with_what_the_session_was(
    notebook: BookmarkHistory,
) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.acknowledge({"kelp": None})
    kept = notebook.bookmarks["kelp"]
    assert (kept.gone, kept.start, kept.sequence) == (True, START, 1)


def test_what_another_window_wrote_is_taken_over(notebook: BookmarkHistory, tmp_path: Path) -> None:
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


def do(notebook: BookmarkHistory, session: Session, deed: str | None) -> None:
    if deed is None:
        notebook.unmark(session)
    elif isinstance(deed, Mark):
        notebook.mark(session, deed)
    elif deed == "seen":
        if session.id in notebook.bookmarks:
            notebook.acknowledge({session.id: session._replace(rooms=("Elsewhere",))})
    else:
        notebook.annotate(session, deed)


@settings(max_examples=examples(0.4))
@given(DEEDS, DEEDS)
def test_undoing_everything_leads_back_and_the_disk_agrees(
    before: list[tuple[Session, str | None]], after: list[tuple[Session, str | None]]
) -> None:
    with TemporaryDirectory() as folder, Bookmarks(Path(folder) / "bookmarks.db") as keeper:
        earlier = BookmarkHistory(keeper, WOODS)
        for session, deed in before:
            do(earlier, session, deed)
        notebook = BookmarkHistory(keeper, WOODS)
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


GROVE = WOODS._replace(
    sessions=tuple(
        each._replace(id=f"new-{each.id}", start=START + timedelta(hours=2)) for each in SESSIONS
    )
)
"""The woods with other ids, and two hours later."""
TWIN = KELP._replace(id="twin", start=START + timedelta(days=1))
TWINS = WOODS._replace(sessions=(KELP._replace(id="new-kelp"), TWIN))


@pytest.fixture
def again(tmp_path: Path) -> Iterator[Bookmarks]:
    """The same file as another process has it open."""
    with Bookmarks(tmp_path / "bookmarks.db") as opened:
        yield opened


def test_a_bookmark_follows_its_session_to_another_id_and_the_news_stay_news(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MAYBE)
    notebook.annotate(KELP, "salty")
    before = notebook.bookmarks["kelp"]
    found = BookmarkHistory(keeper, GROVE).bookmarks
    assert found == {"new-kelp": before._replace(session="new-kelp", known_as="kelp", sequence=1)}
    assert again.of("woods") == again.all_of("woods") == found
    assert describe_changes(found["new-kelp"], GROVE.sessions[0]) == ("moved 10:30 → 12:30",)


def test_to_open_what_has_all_its_sessions_writes_nothing(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    again.of("woods")
    BookmarkHistory(keeper, WOODS)
    BookmarkHistory(keeper, WOODS._replace(sessions=(MOSS,)))
    assert not again.changed_elsewhere()


def test_who_only_looks_sees_the_ids_of_now_and_writes_nothing(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    again.of("woods")
    assert bookmarks_of(keeper, GROVE)["new-kelp"].known_as == "kelp"
    assert bookmarks_of(keeper, WOODS) == notebook.bookmarks
    assert not again.changed_elsewhere()


class Refusing(Bookmarks):
    """A bookmark file that takes no revision."""

    refuses = True

    def revise(
        self, conference: str, revision: Revision, what: str = ""
    ) -> tuple[MergedBookmark, ...]:
        if self.refuses:
            raise NotSavedError("the disk is full")
        return super().revise(conference, revision, what)


def test_what_cannot_be_written_is_shown_right_and_no_change_is_made_beside_it(
    notebook: BookmarkHistory, again: Bookmarks, tmp_path: Path
) -> None:
    notebook.mark(KELP, Mark.MUST)
    with Refusing(tmp_path / "bookmarks.db") as refusing:
        moved = BookmarkHistory(refusing, GROVE)
        assert set(moved.bookmarks) == {"new-kelp"}
        with pytest.raises(NotSavedError, match="the disk is full"):
            moved.mark(GROVE.sessions[0], Mark.MAYBE)
        assert set(again.of("woods")) == {"kelp"}
        refusing.refuses = False
        moved.mark(GROVE.sessions[0], Mark.MAYBE)
    (kept,) = again.of("woods").values()
    assert (kept.session, kept.mark, kept.known_as) == ("new-kelp", Mark.MAYBE, "kelp")


def test_a_window_with_the_former_schedule_and_one_with_the_present_take_no_turns(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    present = BookmarkHistory(again, GROVE)
    assert notebook.look_again()
    assert set(notebook.bookmarks) == {"kelp"}, "this window knows the session by its former id"
    assert not present.look_again(), "and leaves the file alone"
    notebook.annotate(KELP, "salty")
    assert present.look_again()
    assert [each.note for each in present.bookmarks.values()] == ["salty"]
    assert set(present.bookmarks) == {"new-kelp"}
    assert not notebook.look_again()


def test_two_that_open_at_once_lose_nothing(notebook: BookmarkHistory, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for session in SESSIONS:
        notebook.mark(session, Mark.MUST)
        notebook.annotate(session, f"on {session.id}")

    def open_it(_: int) -> dict[str, str]:
        with Bookmarks(tmp_path / "bookmarks.db") as opened:
            return {id: each.note for id, each in BookmarkHistory(opened, GROVE).bookmarks.items()}

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(open_it, range(4)))
    assert answers == [{f"new-{each.id}": f"on {each.id}" for each in SESSIONS}] * 4


def test_a_newer_schedule_takes_the_bookmarks_along(
    notebook: BookmarkHistory, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.take_up(WOODS._replace(title="The same"))
    assert set(notebook.bookmarks) == {"kelp"}
    notebook.mark(MOSS, Mark.MUST)
    notebook.take_up(GROVE)
    assert set(notebook.bookmarks) == set(again.of("woods")) == {"new-kelp", "new-moss"}
    assert notebook.undo() == ("", ""), "what was done is of ids that are no more"


def test_a_newer_schedule_of_the_same_ids_leaves_the_way_back(notebook: BookmarkHistory) -> None:
    notebook.mark(KELP, Mark.MUST)
    notebook.take_up(WOODS._replace(title="The same"))
    assert notebook.undo()[1] == "kelp"
    assert not notebook.bookmarks


def test_an_older_copy_of_what_has_another_id_now_is_merged_with_it(
    notebook: BookmarkHistory, keeper: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    (copy,) = notebook.bookmarks.values()
    moved = BookmarkHistory(keeper, GROVE)
    before = moved.bookmarks
    theirs = [copy._replace(note="salty", noted_at=datetime.now(UTC))]
    assert [each.before for each in moved.preview(theirs)] == [*before.values()]
    moved.take_in(theirs)
    assert {id: each.note for id, each in moved.bookmarks.items()} == {"new-kelp": "salty"}
    assert moved.undo()[0] == "What was imported is gone again"
    assert moved.bookmarks == before


def test_what_was_taken_away_before_the_id_changed_stays_so(
    notebook: BookmarkHistory, keeper: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    (copy,) = notebook.bookmarks.values()
    notebook.unmark(KELP)
    moved = BookmarkHistory(keeper, GROVE)
    moved.take_in([copy])
    moved.take_in([copy._replace(session="new-kelp", known_as="kelp")])
    assert moved.bookmarks == BookmarkHistory(keeper, GROVE).bookmarks == {}


def test_an_import_that_tells_of_a_new_id_brings_ones_own_bookmark_there_and_undo_back(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    (mine,) = notebook.bookmarks.values()
    asking = BookmarkHistory(keeper, TWINS)
    assert asking.open_questions == {"kelp": ("new-kelp", "twin")}
    asking.take_in([mine._replace(session="twin", known_as="kelp")])
    assert set(asking.bookmarks) == set(again.of("woods")) == {"twin"}
    assert not asking.open_questions
    asking.undo()
    assert asking.bookmarks == again.of("woods") == {"kelp": mine}
    assert asking.open_questions == {"kelp": ("new-kelp", "twin")}


def test_an_open_question_is_settled_and_open_again_once_undone(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    before = notebook.bookmarks
    asking = BookmarkHistory(keeper, TWINS)
    asking.settle("kelp", "twin")
    (kept,) = again.of("woods").values()
    assert (kept.session, kept.known_as, kept.start) == ("twin", "kelp", START)
    assert not asking.open_questions
    assert asking.undo()[0] == "The question is open again"
    assert asking.bookmarks == again.of("woods") == before
    assert asking.open_questions == BookmarkHistory(again, TWINS).open_questions
    asking.settle("kelp", "new-kelp")
    assert set(BookmarkHistory(again, TWINS).bookmarks) == {"new-kelp"}


def test_none_of_them_is_remembered_and_undone(
    notebook: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MUST)
    before = notebook.bookmarks
    asking = BookmarkHistory(keeper, TWINS)
    asking.settle("kelp", None)
    for each in (asking, BookmarkHistory(again, TWINS)):
        assert not each.open_questions
        assert each.bookmarks["kelp"].ruled_out == ("new-kelp", "twin")
        assert each.bookmarks["kelp"].gone, "it counts as cancelled, which was seen"
    left = TWINS._replace(sessions=TWINS.sessions[1:])
    assert set(BookmarkHistory(again, left).bookmarks) == {"kelp"}, (
        "nor is it the only one that is left"
    )
    assert asking.undo()[0] == "The question is open again"
    assert asking.bookmarks == before
    assert asking.open_questions == {"kelp": ("new-kelp", "twin")}


def test_a_choice_that_has_got_a_star_meanwhile_keeps_it_too(
    notebook: BookmarkHistory, keeper: Bookmarks
) -> None:
    notebook.mark(KELP, Mark.MAYBE)
    notebook.annotate(KELP, "salty")
    asking = BookmarkHistory(keeper, TWINS)
    asking.mark(TWIN, Mark.MUST)
    asking.settle("kelp", "twin")
    (kept,) = asking.bookmarks.values()
    assert (kept.session, kept.mark, kept.note) == ("twin", Mark.MUST, "salty")
