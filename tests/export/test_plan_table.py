import pytest

from confui.export.plan_table import COLUMNS, as_plan_table, as_plan_tsv
from confui.export.text_columns import cells
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.plan.plan import make_plan
from tests.export.marks import marked
from tests.export.programme import (
    BEES,
    CONFERENCE,
    ICE,
    KEYNOTE,
    POSTER,
    RAIN,
    SNOW,
    TREES,
    WIND,
    at,
)


def table(*marks: dict[str, Bookmark], width: int | None = None) -> list[str]:
    bookmarks = {id: each for some in marks for id, each in some.items()}
    return as_plan_table(make_plan(CONFERENCE, bookmarks, at("17 08:00")), width).splitlines()


def test_a_plan_has_days_with_overlaps_and_free_time() -> None:
    assert table(marked(SNOW, WIND, POSTER), marked(ICE, mark=Mark.MAYBE)) == [
        "Saturday, 17 May 2031",
        "★  10:00 – 10:45   Snow    Aurora Hall",
        "☆  10:30 – ~11:15  Ice     Birch Room",
        "      backup for Snow",
        "   10:45 – 11:15   free 30 min",
        "★  11:15 – 12:00   Wind    Aurora Hall",
        "      0 min to another room",
        "   12:00 – 13:30   free 1 h 30 min · 1 session fits",
        "",
        "Sunday, 18 May 2031",
        "   nothing starred · 3 sessions fit",
        "",
        "Monday, 19 May 2031",
        "   nothing starred",
        "",
        "Unscheduled",
        "★  Unscheduled     Poster  no room",
    ]


def test_an_overlap_of_two_musts_is_shown_at_both() -> None:
    assert [line for line in table(marked(SNOW, ICE)) if "overlaps" in line] == [
        "      overlaps 15 min with Ice (10:30)",
        "      overlaps 15 min with Snow (10:00)",
    ]


def test_free_time_after_an_inferred_end_is_marked() -> None:
    assert "   ~11:15 – 13:00  free ~1 h 45 min · 1 session fits" in table(marked(ICE, RAIN))


def test_free_time_without_fitting_sessions_has_no_count() -> None:
    assert "   12:00 – 13:00  free 1 h" in table(marked(WIND, RAIN))


def test_a_note_has_a_symbol_after_the_room() -> None:
    assert "★  10:00 – 10:45  Snow  Aurora Hall  ✎" in table(marked(SNOW, note="Bring skis."))


def test_a_change_is_shown_below_the_session() -> None:
    bookmarks = marked(SNOW)
    bookmarks[SNOW.id] = bookmarks[SNOW.id]._replace(start=at("17 09:30"), rooms=("Birch Room",))
    lines = table(bookmarks)
    place = lines.index("★  10:00 – 10:45  Snow  Aurora Hall")
    assert lines[place + 1 : place + 3] == [
        "      moved 09:30 → 10:00",
        "      room changed: Birch Room → Aurora Hall",
    ]


@pytest.mark.parametrize("gone", [False, True])
def test_a_cancelled_session_says_so_whether_seen_or_not(gone: bool) -> None:
    lost = SNOW._replace(id="lost", title="Lost")
    bookmarks = marked(lost)
    bookmarks["lost"] = bookmarks["lost"]._replace(gone=gone)
    lines = table(bookmarks)
    assert lines[lines.index("★  10:00 – 10:45  Lost  Aurora Hall") + 1] == "      cancelled"


def test_skipped_sessions_and_those_with_only_a_note_are_not_in_the_plan() -> None:
    assert table(marked(SNOW, mark=Mark.SKIP), marked(BEES, mark=None, note="Hm.")) == []


def test_a_plan_without_stars_is_empty() -> None:
    assert as_plan_table(make_plan(CONFERENCE, {})) == ""


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_plan_fits_the_terminal(width: int) -> None:
    long = TREES._replace(id="long", title="漢字 and everything about trees " * 3)
    conference = CONFERENCE._replace(sessions=(*CONFERENCE.sessions, long))
    plan = make_plan(conference, marked(long, TREES, KEYNOTE, SNOW, note="x"))
    lines = as_plan_table(plan, width).splitlines()
    assert max(map(cells, lines)) <= width
    assert len(lines) == len(as_plan_table(plan).splitlines())


def test_another_room_of_several_sessions_is_said_once() -> None:
    bookmarks = {
        id: bookmark._replace(rooms=("Fir",))
        for id, bookmark in (marked(SNOW) | marked(WIND)).items()
    }
    change = f"room changed: Fir → {SNOW.rooms[0]}"
    lines = table(bookmarks)
    assert SNOW.rooms == WIND.rooms
    assert lines[0] == f"{change}, of 2 of your sessions"
    assert not any(change in line for line in lines[1:])


def test_tsv_has_a_row_for_each_session_with_what_is_said_of_it() -> None:
    bookmarks = marked(SNOW, note="Bring\nskis") | marked(ICE, mark=Mark.MAYBE)
    names, snow, ice = as_plan_tsv(make_plan(CONFERENCE, bookmarks)).splitlines()
    assert names.split("\t") == list(COLUMNS)
    first = dict(zip(COLUMNS, snow.split("\t"), strict=True))
    assert (first["mark"], first["start"], first["note"]) == (
        "must",
        "2031-05-17T10:00",
        "Bring skis",
    )
    assert dict(zip(COLUMNS, ice.split("\t"), strict=True))["remarks"].startswith("backup for Snow")
