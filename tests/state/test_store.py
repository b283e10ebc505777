"""The store: one state, changed only here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from confui.schedule.bookmark import Bookmark, Mark, Revision, make_bookmark
from confui.schedule.layout.cursor import Cursor
from confui.schedule.models import Conference, Level, Session
from confui.schedule.query.parser import parse as parsed
from confui.state.state import State, View
from confui.state.store import Store
from confui.userdata.bookmarks import Bookmarks, MergedBookmark, NotSavedError

FIRST, SECOND = datetime(2031, 5, 17), datetime(2031, 5, 18)


def session(
    name: str, start: datetime | None, hour: int = 9, *rooms: str, level: Level | None = None
) -> Session:
    begin = start.replace(hour=hour) if start else None
    return Session(
        id=name,
        title=name,
        start=begin,
        end=begin.replace(minute=45) if begin else None,
        day=start.date() if start else None,
        rooms=rooms,
        whole_venue=not rooms and start is not None,
        level=level,
    )


CONFERENCE = Conference(
    id="pynorth",
    days=(FIRST.date(), SECOND.date()),
    rooms=("Aurora", "Birch"),
    sessions=(
        session("breakfast", FIRST, 8),
        session("a", FIRST, 9, "Aurora", level=Level.BEGINNER),
        session("b", FIRST, 9, "Birch", level=Level.ALL),
        session("c", SECOND, 9, "Aurora"),
        session("d", SECOND, 10, "Birch", level=Level.BEGINNER),
        session("someday", None),
        Session(id="withdrawn", title="withdrawn", visible=False),
    ),
)


class InMemoryBookmarks(Bookmarks):
    """Bookmarks in memory, which can be told to fail or to have changed."""

    notice = ""
    fails = False
    changed = False

    def __init__(self) -> None:
        super().__init__(Path("there is no such file"))
        self.stars: dict[str, Bookmark] = {}
        self.log: list[str] = []

    def load(self, conference: str) -> dict[str, Bookmark]:
        return dict(self.stars)

    def mark(self, conference: str, session: Session, mark: Mark = Mark.MUST) -> Bookmark:
        self._write(f"{mark} {conference}/{session.id}")
        return self._keep(self._known(session)._replace(mark=mark, marked_at=datetime.now(UTC)))

    def unmark(self, conference: str, session: str) -> None:
        self._write(f"unmark {conference}/{session}")
        self._keep(self.stars[session]._replace(mark=None))

    def annotate(self, conference: str, session: Session, note: str) -> Bookmark:
        self._write(f"note {conference}/{session.id}")
        return self._keep(self._known(session)._replace(note=note, noted_at=datetime.now(UTC)))

    def replace(self, conference: str, bookmarks: Iterable[Bookmark]) -> None:
        self._write(f"replace {conference}")
        for bookmark in bookmarks:
            self._keep(bookmark)

    def load_all(self, conference: str) -> dict[str, Bookmark]:
        return dict(self.stars)

    def revise(
        self, conference: str, revision: Revision, what: str = ""
    ) -> tuple[MergedBookmark, ...]:
        self._write(f"revise {conference}")
        before, after = dict(self.stars), dict(revision(self.stars))
        changed = [id for id in after if after[id] != before.get(id)]
        self.stars = {id: each for id, each in after.items() if each.kept}
        return tuple(MergedBookmark(before.get(id), after[id]) for id in changed)

    def changed_elsewhere(self) -> bool:
        return self.changed

    def _known(self, session: Session) -> Bookmark:
        return self.stars.get(session.id, make_bookmark(session))

    def _keep(self, bookmark: Bookmark) -> Bookmark:
        if bookmark.kept:
            self.stars[bookmark.session] = bookmark
        else:
            self.stars.pop(bookmark.session, None)
        return bookmark

    def _write(self, what: str) -> None:
        if self.fails:
            raise NotSavedError("the disk is full")
        self.log.append(what)


@pytest.fixture
def bookmarks_file() -> InMemoryBookmarks:
    return InMemoryBookmarks()


@pytest.fixture
def store(bookmarks_file: InMemoryBookmarks) -> Store:
    return Store(CONFERENCE, bookmarks_file)


def test_it_begins_on_the_first_day_in_the_first_room_with_a_session(store: Store) -> None:
    assert store.state.day == FIRST.date()
    assert store.state.cursor == Cursor("a", "Aurora")


def test_it_begins_on_the_present_day_where_the_conference_has_it(
    bookmarks_file: InMemoryBookmarks,
) -> None:
    assert Store(CONFERENCE, bookmarks_file, SECOND.replace(hour=12)).state.day == SECOND.date()
    assert Store(CONFERENCE, bookmarks_file, SECOND.replace(hour=2)).state.day == FIRST.date()
    assert Store(CONFERENCE, bookmarks_file, datetime(2040, 1, 1)).state.day == FIRST.date()


def test_sessions_without_a_time_have_a_day_of_their_own_at_the_end(store: Store) -> None:
    assert store.state.days == (FIRST.date(), SECOND.date(), None)
    assert [s.id for s in store.state.on_day(None)] == ["someday"]


def test_hidden_sessions_are_not_there(store: Store) -> None:
    assert "withdrawn" not in store.state.sessions


def test_another_day_keeps_the_room(store: Store) -> None:
    store.move_cursor(Cursor("b", "Birch"))
    store.show_day(SECOND.date())
    assert store.state.cursor == Cursor("d", "Birch")


def test_selecting_a_session_shows_its_day_and_goes_to_its_room(store: Store) -> None:
    store.select("d")
    assert (store.state.day, store.state.cursor) == (SECOND.date(), Cursor("d", "Birch"))


def test_a_filter_spans_the_days_and_dims(store: Store) -> None:
    store.filter(parsed("difficulty:beginner").query)
    assert store.state.matching == {"a", "d"}
    assert {s.id for s in store.state.shown} == {"breakfast", "a", "b"}


def test_hiding_leaves_out_what_the_filter_does_not_match(store: Store) -> None:
    store.filter(parsed("difficulty:beginner").query)
    store.toggle_hiding()
    assert [s.id for s in store.state.shown] == ["a"]


def test_levels_cycle_through_those_present(store: Store) -> None:
    seen = []
    for _ in range(4):
        store.cycle_facet()
        seen.append(str(store.state.query))
    assert seen == ["difficulty:beginner", "difficulty:all", "difficulty:unset", ""]


def test_a_star_is_written_before_it_is_shown(
    store: Store, bookmarks_file: InMemoryBookmarks
) -> None:
    shown: list[bool] = []
    store.subscribe(lambda state: shown.append(bookmarks_file.log == ["must pynorth/a"]))
    store.mark("a", Mark.MUST)
    assert shown == [True]
    assert set(store.state.bookmarks) == {"a"}


def test_a_star_that_is_not_kept_is_not_shown(
    store: Store, bookmarks_file: InMemoryBookmarks
) -> None:
    bookmarks_file.fails = True
    with pytest.raises(NotSavedError):
        store.mark("a", Mark.MUST)
    assert not store.state.bookmarks


def test_a_star_that_is_not_taken_off_stays(
    store: Store, bookmarks_file: InMemoryBookmarks
) -> None:
    store.mark("a", Mark.MUST)
    bookmarks_file.fails = True
    with pytest.raises(NotSavedError):
        store.bookmarks.unmark(store.state.sessions["a"])
    assert set(store.state.bookmarks) == {"a"}


def test_a_star_tells_what_it_overlaps(store: Store) -> None:
    store.mark("a", Mark.MUST)
    (overlap,) = store.mark("b", Mark.MUST)
    assert (overlap.other.id, overlap.minutes) == ("a", 45)


def test_a_star_counts_also_once_its_session_is_gone(bookmarks_file: InMemoryBookmarks) -> None:
    gone = Bookmark("gone", Mark.MUST, "", "gone", None, None, (), datetime.now(UTC))
    bookmarks_file.stars["gone"] = gone
    assert Store(CONFERENCE, bookmarks_file).state.starred == 1


def test_stars_of_another_window_are_taken_over(
    store: Store, bookmarks_file: InMemoryBookmarks
) -> None:
    bookmarks_file.mark("pynorth", CONFERENCE.sessions[1], Mark.MUST)
    store.bookmarks.reload_if_changed()
    assert not store.state.bookmarks
    bookmarks_file.changed = True
    store.bookmarks.reload_if_changed()
    assert set(store.state.bookmarks) == {"a"}


def test_listeners_hear_of_changes_only_until_they_leave(store: Store) -> None:
    heard: list[State] = []
    leave = store.subscribe(heard.append)
    store.move_cursor(store.state.cursor)
    assert heard == []
    store.set_time(FIRST)
    assert heard == [store.state]
    leave()
    store.set_time(SECOND)
    assert len(heard) == 1


def test_other_days_are_shown_at_the_time_of_day_at_which_the_first_step_began(
    bookmarks_file: InMemoryBookmarks,
) -> None:
    third = SECOND.replace(day=19)
    sessions = (
        *(session(f"first {hour}", FIRST, hour, "Aurora") for hour in (9, 11, 14, 16)),
        *(session(f"second {hour}", SECOND, hour, "Aurora") for hour in (9, 11)),
        *(session(f"third {hour}", third, hour, "Aurora") for hour in (9, 14, 17)),
    )
    days = (FIRST.date(), SECOND.date(), third.date())
    conference = Conference("c", days=days, rooms=("Aurora",), sessions=sessions)
    for view in (View.GRID, View.AGENDA):
        store = Store(conference, bookmarks_file)
        store.show_view(view)
        store.select("first 14")
        visited = [
            store.show_day(day) and store.state.cursor.session for day in (*days[1:], *days[1::-1])
        ]
        assert visited == ["second 11", "third 14", "second 11", "first 14"]
        store.show_day(days[1])
        store.select("second 9")
        store.show_day(days[2])
        assert store.state.cursor.session == "third 9", "a move begins anew"


def test_an_empty_conference_is_a_state_like_any_other(bookmarks_file: InMemoryBookmarks) -> None:
    store = Store(Conference(), bookmarks_file)
    store.cycle_facet()
    store.toggle_hiding()
    store.show_day(FIRST.date())
    assert store.state.selected is None
