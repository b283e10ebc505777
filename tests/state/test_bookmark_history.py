"""The history: every change can be undone, one by one, back to how it was at the start."""

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
def history(keeper: Bookmarks) -> BookmarkHistory:
    return BookmarkHistory(keeper, WOODS)


def told(bookmark: Bookmark) -> tuple[object, ...]:
    """Return what an attendee sees of a bookmark: of a star also what it remembers."""
    timeless = bookmark._replace(marked_at=None, noted_at=None)
    return timeless if bookmark.starred else (bookmark.mark, bookmark.note)


def seen(history: BookmarkHistory) -> dict[str, tuple[object, ...]]:
    return {id: told(each) for id, each in history.bookmarks.items()}


def test_nothing_is_there_to_undo_at_first(history: BookmarkHistory) -> None:
    assert history.undo() == ("", "")


def test_undo_of_a_grade_keeps_the_note_that_was_written_since(history: BookmarkHistory) -> None:
    history.mark(KELP, Mark.MUST)
    history.mark(KELP, Mark.MAYBE)
    history.annotate(KELP, "salty")
    history.undo()
    history.undo()
    assert (history.bookmarks["kelp"].mark, history.bookmarks["kelp"].note) == (Mark.MUST, "")


def test_to_unmark_what_has_no_mark_is_no_change(history: BookmarkHistory) -> None:
    history.unmark(KELP)
    assert history.undo() == ("", "")


def test_the_same_note_again_is_no_change(history: BookmarkHistory) -> None:
    history.annotate(KELP, "salty")
    history.annotate(KELP, "salty")
    assert history.undo()[0]
    assert history.undo() == ("", "")


def test_an_import_is_undone_as_a_whole(history: BookmarkHistory) -> None:
    history.mark(KELP, Mark.MAYBE)
    before = seen(history)
    later = datetime.now(UTC) + timedelta(hours=1)
    theirs = [
        make_bookmark(KELP, Mark.MUST, "theirs")._replace(marked_at=later, noted_at=later),
        make_bookmark(MOSS, Mark.MUST)._replace(marked_at=later),
    ]
    merged = history.import_bookmarks(theirs)
    assert [each.after.mark for each in merged] == [Mark.MUST, Mark.MUST]
    assert set(history.bookmarks) == {"kelp", "moss"}
    assert history.undo()[0] == "The imported bookmarks are gone again"
    assert seen(history) == before


def test_an_import_that_changes_nothing_leaves_nothing_to_undo(history: BookmarkHistory) -> None:
    history.mark(KELP, Mark.MUST)
    history.import_bookmarks(history.bookmarks.values())
    assert history.undo()[0].startswith("Kelp has no mark")


def test_a_change_once_seen_is_what_the_bookmark_remembers(history: BookmarkHistory) -> None:
    history.mark(KELP, Mark.MUST)
    later = KELP._replace(start=START + timedelta(hours=2), rooms=("Loft",))
    history.acknowledge({"kelp": later})
    kept = history.bookmarks["kelp"]
    assert (kept.start, kept.rooms, kept.sequence) == (later.start, ("Loft",), 1)
    history.undo()
    assert history.bookmarks["kelp"].start == START


def test_a_cancellation_once_seen_is_remembered_with_what_the_session_was(
    history: BookmarkHistory,
) -> None:
    history.mark(KELP, Mark.MUST)
    history.acknowledge({"kelp": None})
    kept = history.bookmarks["kelp"]
    assert (kept.gone, kept.start, kept.sequence) == (True, START, 1)


def test_what_another_window_wrote_is_taken_over(history: BookmarkHistory, tmp_path: Path) -> None:
    history.mark(KELP, Mark.MUST)
    assert not history.reload_if_changed()
    with Bookmarks(tmp_path / "bookmarks.db") as other:
        other.annotate("woods", KELP, "from the other window")
    assert history.reload_if_changed()
    assert history.bookmarks["kelp"].note == "from the other window"


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(SESSIONS), st.sampled_from([*Mark, None, "", "a note", "another", "seen"])
    ),
    max_size=12,
)


def do(history: BookmarkHistory, session: Session, deed: str | None) -> None:
    if deed is None:
        history.unmark(session)
    elif isinstance(deed, Mark):
        history.mark(session, deed)
    elif deed == "seen":
        if session.id in history.bookmarks:
            history.acknowledge({session.id: session._replace(rooms=("Elsewhere",))})
    else:
        history.annotate(session, deed)


@settings(max_examples=examples(0.4))
@given(DEEDS, DEEDS)
def test_undoing_everything_leads_back_and_the_disk_agrees(
    before: list[tuple[Session, str | None]], after: list[tuple[Session, str | None]]
) -> None:
    with TemporaryDirectory() as folder, Bookmarks(Path(folder) / "bookmarks.db") as keeper:
        earlier = BookmarkHistory(keeper, WOODS)
        for session, deed in before:
            do(earlier, session, deed)
        history = BookmarkHistory(keeper, WOODS)
        was = seen(history)
        states = [was]
        for session, deed in after:
            do(history, session, deed)
            states.append(seen(history))
        while history.undo()[0]:
            assert seen(history) in states
        now = seen(history)
        assert now == was
        assert {id: told(each) for id, each in keeper.load("woods").items()} == now


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
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MAYBE)
    history.annotate(KELP, "salty")
    before = history.bookmarks["kelp"]
    found = BookmarkHistory(keeper, GROVE).bookmarks
    assert found == {"new-kelp": before._replace(session="new-kelp", known_as="kelp", sequence=1)}
    assert again.load("woods") == again.load_all("woods") == found
    assert describe_changes(found["new-kelp"], GROVE.sessions[0]) == ("moved 10:30 → 12:30",)


def test_to_open_what_has_all_its_sessions_writes_nothing(
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    again.load("woods")
    BookmarkHistory(keeper, WOODS)
    BookmarkHistory(keeper, WOODS._replace(sessions=(MOSS,)))
    assert not again.changed_elsewhere()


def test_who_only_looks_sees_the_ids_of_now_and_writes_nothing(
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    again.load("woods")
    assert bookmarks_of(keeper, GROVE)["new-kelp"].known_as == "kelp"
    assert bookmarks_of(keeper, WOODS) == history.bookmarks
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
    history: BookmarkHistory, again: Bookmarks, tmp_path: Path
) -> None:
    history.mark(KELP, Mark.MUST)
    with Refusing(tmp_path / "bookmarks.db") as refusing:
        moved = BookmarkHistory(refusing, GROVE)
        assert set(moved.bookmarks) == {"new-kelp"}
        with pytest.raises(NotSavedError, match="the disk is full"):
            moved.mark(GROVE.sessions[0], Mark.MAYBE)
        assert set(again.load("woods")) == {"kelp"}
        refusing.refuses = False
        moved.mark(GROVE.sessions[0], Mark.MAYBE)
    (kept,) = again.load("woods").values()
    assert (kept.session, kept.mark, kept.known_as) == ("new-kelp", Mark.MAYBE, "kelp")


def test_a_window_with_the_former_schedule_and_one_with_the_present_take_no_turns(
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    present = BookmarkHistory(again, GROVE)
    assert history.reload_if_changed()
    assert set(history.bookmarks) == {"kelp"}, "this window knows the session by its former id"
    assert not present.reload_if_changed(), "and leaves the file alone"
    history.annotate(KELP, "salty")
    assert present.reload_if_changed()
    assert [each.note for each in present.bookmarks.values()] == ["salty"]
    assert set(present.bookmarks) == {"new-kelp"}
    assert not history.reload_if_changed()


def test_two_that_open_at_once_lose_nothing(history: BookmarkHistory, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for session in SESSIONS:
        history.mark(session, Mark.MUST)
        history.annotate(session, f"on {session.id}")

    def open_it(_: int) -> dict[str, str]:
        with Bookmarks(tmp_path / "bookmarks.db") as opened:
            return {id: each.note for id, each in BookmarkHistory(opened, GROVE).bookmarks.items()}

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(open_it, range(4)))
    assert answers == [{f"new-{each.id}": f"on {each.id}" for each in SESSIONS}] * 4


def test_a_newer_schedule_takes_the_bookmarks_along(
    history: BookmarkHistory, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    history.use_newer_version(WOODS._replace(title="The same"))
    assert set(history.bookmarks) == {"kelp"}
    history.mark(MOSS, Mark.MUST)
    history.use_newer_version(GROVE)
    assert set(history.bookmarks) == set(again.load("woods")) == {"new-kelp", "new-moss"}
    assert history.undo() == ("", ""), "what was done is of ids that are no more"


def test_a_newer_schedule_of_the_same_ids_leaves_the_way_back(history: BookmarkHistory) -> None:
    history.mark(KELP, Mark.MUST)
    history.use_newer_version(WOODS._replace(title="The same"))
    assert history.undo()[1] == "kelp"
    assert not history.bookmarks


def test_an_older_copy_of_what_has_another_id_now_is_merged_with_it(
    history: BookmarkHistory, keeper: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    (copy,) = history.bookmarks.values()
    moved = BookmarkHistory(keeper, GROVE)
    before = moved.bookmarks
    theirs = [copy._replace(note="salty", noted_at=datetime.now(UTC))]
    assert [each.before for each in moved.preview_import(theirs)] == [*before.values()]
    moved.import_bookmarks(theirs)
    assert {id: each.note for id, each in moved.bookmarks.items()} == {"new-kelp": "salty"}
    assert moved.undo()[0] == "The imported bookmarks are gone again"
    assert moved.bookmarks == before


def test_what_was_taken_away_before_the_id_changed_stays_so(
    history: BookmarkHistory, keeper: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    (copy,) = history.bookmarks.values()
    history.unmark(KELP)
    moved = BookmarkHistory(keeper, GROVE)
    moved.import_bookmarks([copy])
    moved.import_bookmarks([copy._replace(session="new-kelp", known_as="kelp")])
    assert moved.bookmarks == BookmarkHistory(keeper, GROVE).bookmarks == {}


def test_an_import_that_tells_of_a_new_id_brings_ones_own_bookmark_there_and_undo_back(
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    (mine,) = history.bookmarks.values()
    asking = BookmarkHistory(keeper, TWINS)
    assert asking.open_questions == {"kelp": ("new-kelp", "twin")}
    asking.import_bookmarks([mine._replace(session="twin", known_as="kelp")])
    assert set(asking.bookmarks) == set(again.load("woods")) == {"twin"}
    assert not asking.open_questions
    asking.undo()
    assert asking.bookmarks == again.load("woods") == {"kelp": mine}
    assert asking.open_questions == {"kelp": ("new-kelp", "twin")}


def test_an_open_question_is_settled_and_open_again_once_undone(
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    before = history.bookmarks
    asking = BookmarkHistory(keeper, TWINS)
    asking.resolve("kelp", "twin")
    (kept,) = again.load("woods").values()
    assert (kept.session, kept.known_as, kept.start) == ("twin", "kelp", START)
    assert not asking.open_questions
    assert asking.undo()[0] == "The question is open again"
    assert asking.bookmarks == again.load("woods") == before
    assert asking.open_questions == BookmarkHistory(again, TWINS).open_questions
    asking.resolve("kelp", "new-kelp")
    assert set(BookmarkHistory(again, TWINS).bookmarks) == {"new-kelp"}


def test_none_of_them_is_remembered_and_undone(
    history: BookmarkHistory, keeper: Bookmarks, again: Bookmarks
) -> None:
    history.mark(KELP, Mark.MUST)
    before = history.bookmarks
    asking = BookmarkHistory(keeper, TWINS)
    asking.resolve("kelp", None)
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
    history: BookmarkHistory, keeper: Bookmarks
) -> None:
    history.mark(KELP, Mark.MAYBE)
    history.annotate(KELP, "salty")
    asking = BookmarkHistory(keeper, TWINS)
    asking.mark(TWIN, Mark.MUST)
    asking.resolve("kelp", "twin")
    (kept,) = asking.bookmarks.values()
    assert (kept.session, kept.mark, kept.note) == ("twin", Mark.MUST, "salty")
