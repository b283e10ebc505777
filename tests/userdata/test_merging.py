"""Replacing, merging and revising bookmarks: all of them, or none."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, MergedBookmark, NotSavedError, merge_bookmarks
from tests.userdata.conftest import Clock, merge_into

Opened = Callable[[], Bookmarks]
LATER = datetime(2017, 8, 16, 8, 0, tzinfo=UTC)


def theirs(name: str, mark: Mark | None = Mark.MUST, note: str = "") -> Bookmark:
    """Return a bookmark made on another laptop, a day later."""
    bookmark = make_bookmark(Session(name, name.title()), mark, note)
    return bookmark._replace(
        marked_at=LATER if mark else None, noted_at=LATER if note else None, sequence=2
    )


def breaking_off(*bookmarks: Bookmark) -> Iterator[Bookmark]:
    """Yield bookmarks from a file that proves unreadable in the middle."""
    yield from bookmarks
    raise ValueError("not a bookmark")


@contextmanager
def out_of_reach(path: Path) -> Iterator[None]:
    """Put a folder where the file was: then the last answer stands."""
    path.rename(path.with_name("elsewhere.db"))
    path.mkdir()
    yield
    path.rmdir()
    path.with_name("elsewhere.db").rename(path)


BROKEN: list[Callable[[], Iterator[Bookmark]]] = [
    lambda: breaking_off(theirs("lantern", Mark.SKIP), theirs("compass")),
    lambda: iter((theirs("lantern", Mark.SKIP), theirs("compass"), theirs("odd \udcff"))),
]


def test_replaced_bookmarks_are_stored_unchanged(
    opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    bookmarks.annotate("c", talk, "front row")
    seen = make_bookmark(talk._replace(title="Moved", rooms=("Loft",)), Mark.MAYBE)._replace(
        marked_at=clock.now, sequence=3, gone=True, inferred=True
    )
    bookmarks.replace("c", [seen, theirs("compass", None, "ask")])
    expected = {talk.id: seen, "compass": theirs("compass", None, "ask")}
    assert bookmarks.load("c") == opened().load("c") == expected


def test_replacing_by_an_empty_bookmark_removes_it(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    kept = bookmarks.mark("c", talk)
    bookmarks.replace("c", [kept._replace(mark=None)])
    assert bookmarks.load("c") == opened().load("c") == {}


def test_other_bookmarks_and_other_conferences_stay(opened: Opened, talk: Session) -> None:
    bookmarks = opened()
    kept = bookmarks.mark("c", talk)
    bookmarks.mark("other", talk)
    bookmarks.replace("c", [theirs("compass")])
    merge_into(bookmarks, "c", [theirs("map")])
    assert bookmarks.load("c") == {
        talk.id: kept,
        "compass": theirs("compass"),
        "map": theirs("map"),
    }
    assert set(bookmarks.load("other")) == {talk.id}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("change", [Bookmarks.replace, merge_into])
def test_a_failure_in_the_middle_changes_nothing(
    change: Callable[..., object],
    broken: Callable[[], Iterator[Bookmark]],
    opened: Opened,
    path: Path,
) -> None:
    bookmarks = opened()
    mine = bookmarks.mark("c", Session("lantern", "Lantern"))
    with pytest.raises((NotSavedError, ValueError)):
        change(bookmarks, "c", broken())
    with out_of_reach(path):
        assert bookmarks.load("c") == {"lantern": mine}, "the last answer has none of it either"
    assert bookmarks.load("c") == opened().load("c") == {"lantern": mine}


def test_a_failure_while_there_is_no_file_leaves_an_empty_one(opened: Opened) -> None:
    bookmarks = opened()
    with pytest.raises(NotSavedError, match="The import was not saved: its name is not valid text"):
        merge_into(bookmarks, "c", BROKEN[1]())
    assert bookmarks.load("c") == opened().load("c") == {}


@pytest.mark.parametrize("change", [Bookmarks.replace, merge_into])
def test_replaced_bookmarks_are_the_last_result_while_the_file_cannot_be_read(
    change: Callable[..., object], opened: Opened, path: Path
) -> None:
    bookmarks = opened()
    bookmarks.load("c")
    change(bookmarks, "c", [theirs("compass"), theirs("nothing", None)])
    with out_of_reach(path):
        assert bookmarks.load("c") == {"compass": theirs("compass")}


def test_a_merge_returns_each_bookmark_before_and_after(opened: Opened) -> None:
    bookmarks = opened()
    mine = bookmarks.mark("c", Session("lantern", "Lantern"))
    found = merge_into(bookmarks, "c", [theirs("lantern", Mark.SKIP, "dull"), theirs("compass")])
    after = mine._replace(mark=Mark.SKIP, note="dull", marked_at=LATER, noted_at=LATER, sequence=2)
    assert found == (MergedBookmark(mine, after), MergedBookmark(None, theirs("compass")))
    assert opened().load("c") == {"lantern": after, "compass": theirs("compass")}


def test_merging_once_more_changes_nothing_and_two_of_one_session_are_both_merged(
    opened: Opened,
) -> None:
    bookmarks = opened()
    twice = [theirs("lantern", note="one"), theirs("lantern", note="two")]
    merge_into(bookmarks, "c", twice)
    kept = bookmarks.load("c")
    assert sorted(kept["lantern"].note.split()) == ["one", "two"]
    assert [each.before for each in merge_into(bookmarks, "c", twice)] == [*kept.values()] * 2
    assert opened().load("c") == kept


def test_an_older_file_does_not_bring_back_removed_bookmarks(opened: Opened, clock: Clock) -> None:
    bookmarks = opened()
    lantern = Session("lantern", "Lantern")
    bookmarks.mark("c", lantern)
    bookmarks.annotate("c", lantern, "front row")
    exported = list(bookmarks.load("c").values())
    clock.forward(hours=1)
    bookmarks.unmark("c", "lantern")
    bookmarks.annotate("c", lantern, "")
    merge_into(bookmarks, "c", exported)
    assert bookmarks.load("c") == {}


def test_load_all_returns_removed_bookmarks_too(
    opened: Opened, talk: Session, clock: Clock
) -> None:
    bookmarks = opened()
    assert bookmarks.load_all("c") == {}
    bookmarks.mark("c", talk)
    clock.forward(hours=1)
    bookmarks.unmark("c", talk.id)
    kept = bookmarks.mark("c", Session("compass", "Compass"), Mark.SKIP)
    bookmarks.mark("other", talk)
    found = opened().load_all("c")
    assert set(found) == {talk.id, "compass"}
    assert found["compass"] == kept
    assert (found[talk.id].mark, found[talk.id].kept) == (None, False)
    assert found[talk.id].marked_at == datetime(2017, 8, 15, 23, 0, tzinfo=UTC)


def test_a_preview_of_a_merge_creates_nothing(opened: Opened, path: Path) -> None:
    assert merge_bookmarks(opened().load_all("c"), [theirs("compass")]) == (
        MergedBookmark(None, theirs("compass")),
    )
    assert not path.exists()


MINE_OR_THEIRS = st.lists(
    st.builds(
        theirs,
        st.sampled_from(["lantern", "compass", "map"]),
        st.none() | st.sampled_from(Mark),
        st.sampled_from(["", "ask", "front row"]),
    ),
    max_size=5,
)


@given(MINE_OR_THEIRS, MINE_OR_THEIRS)
def test_a_merge_stores_what_its_preview_returned(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Bookmark], other: list[Bookmark]
) -> None:
    path = tmp_path_factory.getbasetemp() / "merging" / "bookmarks.db"
    with Bookmarks(path) as bookmarks:
        bookmarks.replace("c", [theirs(name, None) for name in ("lantern", "compass", "map")])
        merge_into(bookmarks, "c", mine)
        told = merge_bookmarks(bookmarks.load_all("c"), other)
        assert merge_into(bookmarks, "c", other) == told
        after = {each.after.session: each.after for each in told}
        assert {id: each for id, each in bookmarks.load_all("c").items() if id in after} == after


def test_a_revision_stores_what_it_returns_and_reports_what_changed(
    opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    lantern, compass = (
        bookmarks.mark("c", Session(id, id.title())) for id in ("lantern", "compass")
    )
    bookmarks.mark("other", talk)
    moved = lantern._replace(session="torch", known_as="lantern", keys=("guid:1",))
    told = bookmarks.revise("c", lambda _: {"torch": moved, "compass": compass})
    assert told == (
        MergedBookmark(None, moved),
        MergedBookmark(lantern, lantern._replace(mark=None)),
    )
    assert bookmarks.load("c") == opened().load_all("c") == {"torch": moved, "compass": compass}
    assert set(bookmarks.load("other")) == {talk.id}
    assert bookmarks.revise("c", lambda kept: kept) == ()


def test_a_revision_sees_what_another_window_wrote(opened: Opened) -> None:
    here, there = opened(), opened()
    lantern = here.mark("c", Session("lantern", "Lantern"))
    here.load("c")
    compass = there.mark("c", Session("compass", "Compass"))
    there.unmark("c", "lantern")

    def check(kept: Mapping[str, Bookmark]) -> Mapping[str, Bookmark]:
        assert kept.keys() == {"lantern", "compass"}
        assert (kept["compass"], kept["lantern"].mark) == (compass, None)
        return kept

    assert here.revise("c", check) == ()
    assert lantern.mark is Mark.MUST


def test_a_revision_that_fails_changes_nothing(opened: Opened) -> None:
    bookmarks = opened()
    mine = bookmarks.mark("c", Session("lantern", "Lantern"))
    with pytest.raises(NotSavedError, match="The import was not saved: its name is not valid text"):
        bookmarks.revise("c", lambda _: {"odd": theirs("odd \udcff")}, "The import")
    with pytest.raises(ZeroDivisionError):
        bookmarks.revise("c", lambda _: {"lantern": theirs("lantern") if 1 // 0 else mine})
    assert bookmarks.load("c") == opened().load("c") == {"lantern": mine}
