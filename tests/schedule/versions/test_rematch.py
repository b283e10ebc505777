"""Bookmarks whose session id changed: matched if certain, else asked about."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import SUPPORTING_KINDS, Kind, Session
from confui.schedule.versions.rematch import (
    apply_rematches,
    find_rematches,
    move_bookmark,
    rematch_imported,
)
from tests.schedule.example_conference import at

NOON, EVENING = (datetime(2031, 5, 1, hour, tzinfo=UTC) for hour in (12, 20))


def session(id: str, title: str, *keys: str, start: str = "17 10:00") -> Session:
    return Session(id, title, keys=keys, start=at(start))


def kept(*sessions: Session) -> dict[str, Bookmark]:
    return {each.id: make_bookmark(each, Mark.MUST) for each in sessions}


SNOW = session("old", "Snow", "guid:1", "code:S", "page:talks/snow")
Rows = list[Session]
FOUND: dict[str, tuple[Rows, Rows, dict[str, str]]] = {
    "the guid": ([SNOW], [session("new", "Ice", "guid:1")], {"old": "new"}),
    "the code": ([SNOW], [session("new", "Ice", "guid:2", "code:S")], {"old": "new"}),
    "the page": ([SNOW], [session("new", "Ice", "page:talks/snow")], {"old": "new"}),
    "the title": ([SNOW], [session("new", "Snow", "guid:2", "code:T")], {"old": "new"}),
    "the title in other letters": ([SNOW], [session("new", "  SNÓW ")], {"old": "new"}),
    "the guid before the code": (
        [SNOW],
        [session("b", "Snow", "code:S"), session("a", "Ice", "guid:1")],
        {"old": "a"},
    ),
    "the code before the page and the title": (
        [SNOW],
        [session("b", "Snow", "page:talks/snow"), session("a", "Ice", "code:S")],
        {"old": "a"},
    ),
    "the page before the title": (
        [SNOW],
        [session("b", "Snow"), session("a", "Ice", "page:talks/snow")],
        {"old": "a"},
    ),
    "among sessions with the code, the title": (
        [session("old", "Snow, part 1", "code:S")],
        [session("1", "Snow, part 1", "code:S"), session("2", "Snow, part 2", "code:S")],
        {"old": "1"},
    ),
    "among sessions with the title, the code": (
        [session("old", "Snow", "code:S")],
        [session("1", "Snow", "code:T"), session("2", "Snow", "code:S")],
        {"old": "2"},
    ),
    "the bookmark with the more stable name": (
        [SNOW, session("older", "Snow")],
        [session("new", "Snow", "guid:1")],
        {"old": "new"},
    ),
    "an id that was a guid": ([session("1", "Ice")], [session("n", "Snow", "guid:1")], {"1": "n"}),
    "an id that was a code": ([session("S", "Ice")], [session("n", "Snow", "code:S")], {"S": "n"}),
    "a hidden one by its key": (
        [SNOW],
        [session("new", "Ice", "guid:1")._replace(visible=False)],
        {"old": "new"},
    ),
    "a break by its key": (
        [session("old", "Break", "guid:1")],
        [session("new", "Break", "guid:1")._replace(kind=Kind.BREAK)],
        {"old": "new"},
    ),
    "not a similar title": ([SNOW], [session("new", "Snow!")], {}),
    "not a hidden one by its title": (
        [SNOW],
        [session("new", "Snow")._replace(visible=False)],
        {},
    ),
    "not a placeholder title": ([session("old", "(untitled)")], [session("n", "(untitled)")], {}),
    "not an empty title": ([session("old", "")], [session("new", "")], {}),
    "not if its session still exists": ([SNOW], [SNOW, session("new", "Snow", "guid:1")], {}),
    "not if its session is hidden": (
        [SNOW],
        [SNOW._replace(visible=False), session("new", "Snow", "guid:1")],
        {},
    ),
    "nothing": ([SNOW], [], {}),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_certain_match_is_found_by(case: str) -> None:
    before, after, found = FOUND[case]
    assert find_rematches(kept(*before), after).found == found


OPEN: dict[str, tuple[Rows, Rows, dict[str, tuple[str, ...]]]] = {
    "two of one title, in time order": (
        [SNOW],
        [session("b", "Snow", start="18 09:00"), session("a", "Snow", start="17 09:00")],
        {"old": ("a", "b")},
    ),
    "two of one code, rather than one of the title": (
        [session("old", "Snow", "code:S")],
        [session("a", "Ice", "code:S"), session("b", "Hail", "code:S"), session("c", "Snow")],
        {"old": ("a", "b")},
    ),
    "one that two bookmarks match equally": (
        [session("x", "Snow"), session("y", "Snow")],
        [session("new", "Snow")],
        {"x": ("new",), "y": ("new",)},
    ),
    "none that is hidden": (
        [session("old", "Snow", "code:S")],
        [session("a", "1", "code:S"), session("b", "2", "code:S")._replace(visible=False)],
        {"old": ("a",)},
    ),
    "sessions without a time last": (
        [SNOW],
        [session("a", "Snow")._replace(start=None), session("b", "Snow")],
        {"old": ("b", "a")},
    ),
}


@pytest.mark.parametrize("case", OPEN)
def test_the_attendee_is_asked_about_uncertain_matches(case: str) -> None:
    before, after, asked = OPEN[case]
    found = find_rematches(kept(*before), after)
    assert (dict(found.found), found.open) == ({}, asked)


def test_a_name_that_very_many_sessions_share_is_ignored() -> None:
    shared = [session(f"{n}", "Snow", "page:schedule") for n in range(51)]
    orphan = kept(session("old", "Snow", "page:schedule"))
    assert find_rematches(orphan, shared) == ({}, {})
    assert len(find_rematches(orphan, shared[1:]).open["old"]) == 50
    titled = [each._replace(title=each.id) for each in shared]
    assert find_rematches(orphan, [*titled, session("new", "Snow")]).found == {"old": "new"}


@pytest.mark.parametrize("kind", sorted(SUPPORTING_KINDS))
def test_the_attendee_is_asked_about_breaks_of_the_same_day(kind: Kind) -> None:
    lunch = session("old", "Lunch", start="17 12:00")
    sunday = session("b", "Lunch", start="18 12:00")._replace(kind=kind)
    saturday = session("a", "Lunch", start="17 12:30")._replace(kind=kind)
    assert find_rematches(kept(lunch), [saturday]) == ({}, {"old": ("a",)})
    assert find_rematches(kept(lunch), [saturday, sunday]) == ({}, {"old": ("a",)})
    assert find_rematches(kept(lunch), [sunday]) == ({}, {"old": ("b",)})


def test_a_session_that_has_a_bookmark_is_not_matched_with_another() -> None:
    new = session("new", "Snow", "guid:1")
    assert find_rematches(kept(SNOW, new), [new]) == ({}, {})
    taken_away = {**kept(SNOW), "new": make_bookmark(new)}
    assert find_rematches(taken_away, [new]).found == {"old": "new"}


def test_starring_one_of_two_candidates_does_not_decide_about_the_other() -> None:
    one, two = session("1", "Snow"), session("2", "Snow")
    found = find_rematches(kept(SNOW, one), [one, two])
    assert (dict(found.found), found.open) == ({}, {"old": ("2",)})


def test_a_ruled_out_session_is_neither_matched_nor_asked_about() -> None:
    one, two = session("1", "Snow"), session("2", "Snow")
    orphan = {"old": make_bookmark(SNOW, Mark.MUST)._replace(ruled_out=("1",))}
    assert find_rematches(orphan, [one]) == ({}, {})
    assert find_rematches(orphan, [one, two]) == ({}, {"old": ("2",)})


def test_a_bookmark_without_mark_and_note_is_not_matched() -> None:
    assert find_rematches({"old": make_bookmark(SNOW)}, [session("new", "Snow")]) == ({}, {})
    note = {"old": make_bookmark(SNOW, note="wax")}
    assert find_rematches(note, [session("new", "Snow")]).found == {"old": "new"}


def test_a_moved_bookmark_keeps_its_snapshot() -> None:
    star = make_bookmark(SNOW, Mark.MAYBE, "wax")._replace(
        marked_at=NOON, noted_at=NOON, sequence=3, gone=True, ruled_out=("x",)
    )
    new = session("new", "Ice", "guid:1", "code:T", start="18 09:00")
    (found,) = apply_rematches({"old": star}, [new]).values()
    assert found == star._replace(
        session="new", known_as="old", keys=new.keys, ruled_out=(), sequence=4
    )


def test_the_first_id_is_kept_through_many_changes_until_it_is_back() -> None:
    rows: Mapping[str, Bookmark] = kept(SNOW)
    for id, first in (("b", "old"), ("c", "old"), ("old", "")):
        rows = apply_rematches(rows, [SNOW._replace(id=id)])
        assert {each: bookmark.known_as for each, bookmark in rows.items()} == {id: first}


def test_a_second_bookmark_under_the_old_id_is_merged() -> None:
    new = SNOW._replace(id="new", title="Ice")
    rows = apply_rematches(kept(SNOW), [new])
    again = make_bookmark(SNOW, Mark.SKIP, "dull")._replace(marked_at=NOON, noted_at=NOON)
    (found,) = apply_rematches({**rows, "old": again}, [new]).values()
    assert (found.session, found.known_as) == ("new", "old")
    assert (found.mark, found.note) == (Mark.SKIP, "dull")


def test_a_removed_star_does_not_come_back_under_the_other_id() -> None:
    new = SNOW._replace(id="new")
    removed = make_bookmark(SNOW)._replace(marked_at=EVENING)
    arrived = make_bookmark(new, Mark.MUST)._replace(marked_at=NOON, known_as="old")
    (found,) = apply_rematches({"old": removed, "new": arrived}, [new]).values()
    assert (found.session, found.kept, found.known_as) == ("new", False, "old")
    (found,) = apply_rematches(
        {
            "old": arrived._replace(session="old", known_as=""),
            "new": removed._replace(session="new", known_as="old"),
        },
        [new],
    ).values()
    assert not found.kept


def test_an_old_id_that_another_session_had_later_merges_nothing() -> None:
    snow = make_bookmark(SNOW._replace(id="new"), Mark.MUST)._replace(known_as="old")
    other = make_bookmark(session("old", "Hail", "guid:9"), Mark.MUST)
    rows = {"new": snow, "old": other}
    assert apply_rematches(rows, [SNOW._replace(id="new")]) == rows


def test_moving_a_missing_bookmark_or_to_the_same_id_changes_nothing() -> None:
    rows = kept(SNOW)
    assert move_bookmark(rows, "nowhere", SNOW) == rows
    assert move_bookmark(rows, "old", SNOW) == rows


def test_moving_onto_a_bookmark_merges_and_onto_a_tombstone_replaces() -> None:
    new = session("new", "Snow")
    mine = make_bookmark(new, Mark.MAYBE, "mine")._replace(marked_at=EVENING, noted_at=NOON)
    old = make_bookmark(SNOW, Mark.MUST, "old")._replace(marked_at=NOON, noted_at=NOON)
    (found,) = move_bookmark({"old": old, "new": mine}, "old", new).values()
    assert (found.mark, found.note) == (Mark.MAYBE, "mine\n\nold")
    memory = mine._replace(mark=None, note="", sequence=7)
    (found,) = move_bookmark({"old": old, "new": memory}, "old", new).values()
    assert (found.mark, found.note, found.sequence) == (Mark.MUST, "old", 8)


def test_an_imported_bookmark_is_matched_by_the_id_that_it_had_here() -> None:
    new = SNOW._replace(id="new", title="Ice", keys=())
    mine = {"new": make_bookmark(SNOW)._replace(session="new", known_as="old")}
    stranger = make_bookmark(session("x", "Hail"), Mark.MUST)
    found = rematch_imported([make_bookmark(SNOW, Mark.MUST), stranger], mine, [new])
    assert [each.session for each in found] == ["new", "x"]


def test_an_imported_bookmark_is_matched_although_the_session_has_a_bookmark() -> None:
    new = session("new", "Ice", "guid:1")
    (found,) = rematch_imported([make_bookmark(SNOW, Mark.MUST)], kept(new), [new])
    assert (found.session, found.known_as) == ("new", "old")


KEYS = st.lists(
    st.sampled_from(["guid:1", "guid:2", "code:A", "code:B", "page:x", "page:y", "odd"]),
    max_size=3,
    unique=True,
).map(lambda keys: tuple(sorted(keys)))
IDS = st.sampled_from("abcdefgh12AB")
TITLES = st.sampled_from(["Snow", "snow", "Ice", "Hail", "(untitled)", ""])


# Not the classes themselves: hypothesis would make up every field, which takes it seconds.
SOME_SESSION: Callable[..., Session] = lambda **fields: Session(**fields)  # noqa: E731
SOME_BOOKMARK: Callable[..., Bookmark] = lambda **fields: Bookmark(  # noqa: E731
    start=None, end=None, rooms=(), **fields
)

SESSIONS = st.lists(
    st.builds(
        SOME_SESSION,
        id=IDS,
        title=TITLES,
        kind=st.sampled_from([Kind.TALK, Kind.TALK, Kind.BREAK]),
        visible=st.sampled_from([True, True, False]),
        keys=KEYS,
    ),
    max_size=7,
    unique_by=lambda each: each.id,
)
BOOKMARKS = st.lists(
    st.builds(
        SOME_BOOKMARK,
        session=IDS,
        mark=st.sampled_from([Mark.MUST, Mark.SKIP, None]),
        note=st.sampled_from(["", "wax", "skis"]),
        title=TITLES,
        marked_at=st.sampled_from([NOON, EVENING]),
        noted_at=st.sampled_from([NOON, EVENING]),
        keys=KEYS,
        known_as=st.just("") | IDS,
        ruled_out=st.lists(IDS, max_size=2).map(tuple),
    ),
    max_size=7,
).map(
    # A note without words that has a time was taken away, which is not meant here.
    lambda made: {b.session: b if b.note else b._replace(noted_at=None) for b in made}
)


@given(BOOKMARKS, SESSIONS)
def test_no_two_bookmarks_match_one_session_or_one_that_has_a_bookmark(
    bookmarks: dict[str, Bookmark], sessions: list[Session]
) -> None:
    found, asked = find_rematches(bookmarks, sessions)
    ids = {each.id for each in sessions}
    own = {id for id in ids if id in bookmarks and bookmarks[id].kept}
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= ids - own
    assert found.keys() | asked.keys() <= {id for id in bookmarks if bookmarks[id].kept} - ids
    assert not found.keys() & asked.keys()
    visible = {each.id for each in sessions if each.visible}
    for id, candidates in asked.items():
        assert candidates
        assert set(candidates) <= visible - own - set(found.values())
        assert not set(candidates) & set(bookmarks[id].ruled_out)


@given(
    BOOKMARKS.map(lambda made: {id: b._replace(known_as="") for id, b in made.items()}), SESSIONS
)
def test_rematching_loses_no_bookmark_and_changes_no_content(
    bookmarks: dict[str, Bookmark], sessions: list[Session]
) -> None:
    after = apply_rematches(bookmarks, sessions)
    found = find_rematches(bookmarks, sessions).found
    kept_before = [each for each in bookmarks.values() if each.kept]
    assert sum(each.kept for each in after.values()) == len(kept_before)
    for each in kept_before:
        there = after[found.get(each.session, each.session)]
        assert (there.mark, there.note, there.title) == (each.mark, each.note, each.title)
        assert there.first_id == each.session


@given(BOOKMARKS, SESSIONS)
def test_rematching_again_changes_nothing_and_no_note_is_lost(
    bookmarks: dict[str, Bookmark], sessions: list[Session]
) -> None:
    once = apply_rematches(bookmarks, sessions)
    assert apply_rematches(once, sessions) == once
    assert all(each.session == id for id, each in once.items())
    notes = "\n".join(each.note for each in once.values())
    assert all(each.note in notes for each in bookmarks.values())


@given(SESSIONS, BOOKMARKS, BOOKMARKS)
def test_all_imported_bookmarks_are_kept_in_the_same_order(
    sessions: list[Session], theirs: dict[str, Bookmark], mine: dict[str, Bookmark]
) -> None:
    found = rematch_imported(theirs.values(), mine, sessions)
    expected = [(each.mark, each.note, each.title) for each in found]
    assert expected == [(each.mark, each.note, each.title) for each in theirs.values()]
