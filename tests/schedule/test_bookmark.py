"""Bookmarks: their snapshot, and how two of one session are merged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark, merge, session_from_bookmark
from confui.schedule.models import EndSource, Session
from tests.schedule.example_conference import BY_ID, at

MORNING, NOON, EVENING = (datetime(2031, 5, 1, hour, tzinfo=UTC) for hour in (8, 12, 20))
TALK = BY_ID["flask"]
MOVED = TALK._replace(start=at("18 09:00"), end=at("18 09:30"), rooms=("Birch",))


def marked(mark: Mark | None, when: datetime | None, session: Session = TALK) -> Bookmark:
    return make_bookmark(session, mark)._replace(marked_at=when)


def noted(note: str, when: datetime | None) -> Bookmark:
    return make_bookmark(TALK, note=note)._replace(noted_at=when)


def test_a_bookmark_has_a_snapshot_of_the_session() -> None:
    assert make_bookmark(TALK, Mark.MAYBE, "ask") == Bookmark(
        session="flask",
        mark=Mark.MAYBE,
        note="ask",
        title="Django vs Flask",
        start=at("17 17:00"),
        end=at("17 17:30"),
        rooms=("Aurora Hall",),
    )


@pytest.mark.parametrize("source", EndSource)
def test_a_bookmark_remembers_whether_the_end_was_inferred(source: EndSource) -> None:
    assert make_bookmark(TALK._replace(end_source=source)).inferred == (
        source is EndSource.INFERRED
    )


@pytest.mark.parametrize(
    ("mark", "note", "starred", "kept"),
    [
        (Mark.MUST, "", True, True),
        (Mark.MAYBE, "", True, True),
        (Mark.SKIP, "", False, True),
        (None, "ask", False, True),
        (None, "", False, False),
    ],
)
def test_must_and_maybe_are_stars_and_a_mark_or_a_note_is_kept(
    mark: Mark | None, note: str, starred: bool, kept: bool
) -> None:
    bookmark = make_bookmark(TALK, mark, note)
    assert (bookmark.starred, bookmark.kept) == (starred, kept)


def test_a_missing_session_is_rebuilt_from_its_bookmark() -> None:
    gone = session_from_bookmark(make_bookmark(TALK, Mark.MUST))
    assert gone == Session(
        id="flask",
        title="Django vs Flask",
        start=TALK.start,
        end=TALK.end,
        end_source=EndSource.GIVEN,
        rooms=TALK.rooms,
        visible=False,
    )
    assert make_bookmark(gone, Mark.MUST) == make_bookmark(TALK, Mark.MUST)


def test_a_rebuilt_session_has_an_inferred_end_if_it_had_one_and_always_a_title() -> None:
    guessed = make_bookmark(TALK._replace(title="", end_source=EndSource.INFERRED))
    assert session_from_bookmark(guessed).end_source is EndSource.INFERRED
    assert session_from_bookmark(guessed).title == "flask"


@pytest.mark.parametrize(
    ("mine", "theirs", "mark"),
    [
        ((Mark.MUST, NOON), (Mark.MAYBE, EVENING), Mark.MAYBE),
        ((Mark.MUST, NOON), (Mark.SKIP, EVENING), Mark.SKIP),
        ((Mark.MUST, NOON), (Mark.MAYBE, MORNING), Mark.MUST),
        ((Mark.SKIP, NOON), (Mark.MUST, MORNING), Mark.SKIP),
        ((None, None), (Mark.MAYBE, MORNING), Mark.MAYBE),
        ((Mark.MUST, NOON), (Mark.MAYBE, None), Mark.MUST),
        ((Mark.MUST, None), (Mark.MAYBE, MORNING), Mark.MAYBE),
    ],
)
def test_the_newer_mark_wins(
    mine: tuple[Mark | None, datetime | None],
    theirs: tuple[Mark | None, datetime | None],
    mark: Mark,
) -> None:
    merged = merge(marked(*mine), marked(*theirs))
    assert merged.mark is mark
    assert merged.marked_at == (theirs if mark is theirs[0] else mine)[1]


@pytest.mark.parametrize("when", [None, EVENING])
def test_a_missing_mark_removes_nothing(when: datetime | None) -> None:
    mine = marked(Mark.MAYBE, NOON)
    assert merge(mine, marked(None, when)) == mine


def test_an_older_star_does_not_undo_a_removal() -> None:
    assert merge(marked(None, NOON), marked(Mark.MUST, MORNING)).mark is None
    assert merge(marked(None, NOON), marked(Mark.MUST, EVENING)).mark is Mark.MUST


def test_a_mark_without_a_time_is_used_if_there_is_no_other() -> None:
    merged = merge(noted("mine", NOON), marked(Mark.MUST, None))
    assert (merged.mark, merged.note) == (Mark.MUST, "mine")
    merged = merge(marked(Mark.MUST, NOON), noted("theirs", None))
    assert (merged.mark, merged.note) == (Mark.MUST, "theirs")


def test_of_two_marks_from_one_instant_the_stronger_wins_on_both_sides() -> None:
    must, skip = marked(Mark.MUST, NOON), marked(Mark.SKIP, NOON)
    assert merge(must, skip).mark is merge(skip, must).mark is Mark.MUST


def test_without_a_bookmark_here_theirs_is_used_as_it_is() -> None:
    theirs = marked(Mark.SKIP, NOON)._replace(note="no", noted_at=NOON, sequence=3, gone=True)
    assert merge(None, theirs) == theirs


def test_two_notes_are_both_kept_the_newer_first() -> None:
    mine, theirs = noted("front row", NOON), noted("ask about forms", EVENING)
    for merged in (merge(mine, theirs), merge(theirs, mine)):
        assert (merged.note, merged.noted_at) == ("ask about forms\n\nfront row", EVENING)


@pytest.mark.parametrize(
    ("mine", "theirs", "note"),
    [
        ("front row", "front row", "front row"),
        ("front row", "front row, left", "front row, left"),
        ("sit in the front row", "front row", "sit in the front row"),
        ("no", "I know", "no\n\nI know"),
        ("(front) row.", "Front", "(front) row.\n\nFront"),
    ],
)
def test_a_note_that_is_part_of_the_other_is_not_repeated(
    mine: str, theirs: str, note: str
) -> None:
    assert merge(noted(mine, EVENING), noted(theirs, NOON)).note == note


def test_a_note_removed_here_comes_back_only_if_theirs_is_newer() -> None:
    taken_away = noted("", NOON)
    assert merge(taken_away, noted("old", MORNING)).note == ""
    assert merge(taken_away, noted("new", EVENING)).note == "new"


@pytest.mark.parametrize("when", [None, EVENING])
def test_a_missing_note_removes_nothing(when: datetime | None) -> None:
    assert merge(noted("front row", NOON), noted("", when)).note == "front row"


@pytest.mark.parametrize("theirs_at", [MORNING, EVENING])
def test_an_unseen_change_stays_unseen(theirs_at: datetime) -> None:
    merged = merge(marked(Mark.MUST, NOON), marked(Mark.MAYBE, theirs_at, MOVED))
    assert (merged.start, merged.rooms) == (TALK.start, TALK.rooms)


@pytest.mark.parametrize("mine", [Mark.SKIP, None])
def test_a_star_from_elsewhere_brings_its_snapshot_if_i_have_no_star(
    mine: Mark | None,
) -> None:
    merged = merge(marked(mine, MORNING), marked(Mark.MUST, NOON, MOVED))
    assert (merged.start, merged.rooms) == (MOVED.start, MOVED.rooms)


def test_the_sequence_number_never_gets_lower() -> None:
    mine = marked(None, MORNING)._replace(sequence=4)
    assert merge(mine, marked(Mark.MUST, NOON)).sequence == 4


def test_keys_are_merged_but_the_first_id_stays_mine() -> None:
    mine = marked(Mark.MUST, NOON)
    theirs = marked(Mark.SKIP, EVENING)._replace(keys=("guid:1",), known_as="x", ruled_out=("y",))
    merged = merge(mine, theirs)
    assert (merged.keys, merged.known_as, merged.ruled_out) == (("guid:1",), "", ("y",))
    known = mine._replace(keys=("guid:2",), known_as="z", ruled_out=("w",))
    merged = merge(known, theirs)
    assert (merged.keys, merged.first_id, merged.ruled_out) == (("guid:2",), "z", ("w", "y"))


TIMES = st.none() | st.integers(0, 3).map(lambda hours: MORNING + timedelta(hours=hours))
NOTES = st.sampled_from(["", "a", "b", "a b", "b\n\na", "ab", "a.", "(b"]) | st.text(
    "ab \n(", max_size=6
)
BOOKMARKS = st.builds(
    Bookmark,
    session=st.just("flask"),
    mark=st.none() | st.sampled_from(Mark),
    note=NOTES,
    title=st.sampled_from(["Django vs Flask", "The match"]),
    start=st.sampled_from([None, TALK.start, MOVED.start]),
    end=st.none(),
    rooms=st.just(()),
    marked_at=TIMES,
    noted_at=TIMES,
    sequence=st.integers(0, 2),
    gone=st.booleans(),
)


def _never_took_away(bookmark: Bookmark) -> bool:
    removed_mark = bookmark.mark is None and bookmark.marked_at is not None
    removed_note = not bookmark.note and bookmark.noted_at is not None
    return not removed_mark and not removed_note


@given(BOOKMARKS, BOOKMARKS)
def test_merging_once_more_changes_nothing(mine: Bookmark, theirs: Bookmark) -> None:
    merged = merge(mine, theirs)
    assert merge(merged, theirs) == merged
    assert merge(merged, mine) == merged


@given(BOOKMARKS.filter(_never_took_away), BOOKMARKS.filter(_never_took_away))
def test_both_sides_get_the_same_mark_and_note_if_nothing_was_removed(
    mine: Bookmark, theirs: Bookmark
) -> None:
    here, there = merge(mine, theirs), merge(theirs, mine)
    assert (here.mark, here.marked_at) == (there.mark, there.marked_at)
    assert (here.note, here.noted_at, here.sequence) == (there.note, there.noted_at, there.sequence)


@given(BOOKMARKS, BOOKMARKS)
def test_merging_drops_nothing_of_mine(mine: Bookmark, theirs: Bookmark) -> None:
    merged = merge(mine, theirs)
    assert merged.mark is not None or mine.mark is None
    assert mine.note in merged.note
    assert merged.sequence >= mine.sequence
