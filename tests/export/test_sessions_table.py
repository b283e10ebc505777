from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.export.sessions_table import as_table
from confui.export.text_columns import cells
from confui.schedule.bookmark import Mark
from confui.schedule.models import EndSource, Kind, Level, Session, Speaker
from tests.export.marks import marked

TALK = Session(
    id="talks/snow.md",
    title="Snow",
    start=datetime(2031, 5, 17, 9, 5),
    end=datetime(2031, 5, 17, 9, 50),
    end_source=EndSource.INFERRED,
    day=date(2031, 5, 17),
    rooms=("Aurora Hall",),
    level=Level.BEGINNER,
    speakers=(Speaker("inga", "Inga Frost"), Speaker("odd", "Odd Hale")),
)
LUNCH = Session(
    id="lunch.md",
    title="Lunch",
    kind=Kind.MEAL,
    start=datetime(2031, 5, 18, 12, 0),
    day=date(2031, 5, 18),
    whole_venue=True,
)
LOOSE = Session(id="loose.md", title="Loose")


def titled(title: str, id: str = "a.md") -> Session:
    return Session(id=id, title=title)


def test_a_day_is_a_heading_over_its_rows() -> None:
    assert as_table([TALK, LUNCH, LOOSE], marked(LUNCH)).splitlines() == [
        "Saturday, 17 May 2031",
        "   09:05 – ~09:50  ◆ Beginner  Snow   Inga Frost, Odd Hale  Aurora Hall  talks/snow.md",
        "",
        "Sunday, 18 May 2031",
        "★  12:00                       Lunch                        whole venue  lunch.md",
        "",
        "Unscheduled",
        "   Unscheduled     · unset     Loose                        no room      loose.md",
    ]


def test_a_skipped_session_has_its_own_symbol() -> None:
    rows = [as_table([TALK], marked(TALK, mark=mark)).splitlines()[1] for mark in [*Mark, None]]
    assert [row[0] for row in rows] == ["★", "☆", "✕", " "]


def test_without_sessions_the_table_is_empty() -> None:
    assert as_table([], {}) == ""


@pytest.mark.parametrize(
    "title",
    [
        "漢字とかな",
        "Ａwide",
        "cafe\u0301",
        "नमस्ते",
        "ภาษาไทย",
        "می\u200cخواهم",
        "snow ❄ fall",
        "A",
    ],
)
def test_columns_stay_aligned_with_titles_of_any_script(title: str) -> None:
    table = as_table([titled(title), titled("The longest of both titles")], {})
    _, one, other = table.splitlines()
    assert cells(one[: one.index("no room")]) == cells(other[: other.index("no room")])


@pytest.mark.parametrize("width", [80, 100, 140])
def test_a_table_fits_the_terminal(width: int) -> None:
    long = Session(
        id="talks/2031-05-17-a-very-long-path-to-a-talk-about-snow-and-everything-else.md",
        title="漢字 Everything that anybody has ever wanted to know about snow and never asked",
        start=TALK.start,
        end=TALK.end,
        rooms=("The Great Hall of the Northern Lights",),
        speakers=tuple(Speaker(str(n), "Inga Frost") for n in range(9)),
    )
    rows = as_table([TALK, long, LUNCH], {}, width).splitlines()
    assert max(map(cells, rows)) <= width
    assert all(row.count("…") <= 4 for row in rows)


def test_a_table_that_fits_is_not_truncated() -> None:
    assert as_table([TALK], {}, 200) == as_table([TALK], {})


def test_a_truncated_title_has_an_ellipsis_and_a_truncated_id_keeps_its_end() -> None:
    session = titled("t" * 60, "talks/2031-05-17-the-same-for-all/" + "x" * 40 + "-snow.md")
    (_, row) = as_table([session], {}, 80).splitlines()
    title, *_, id = row.removeprefix("   Unscheduled  ").split()
    assert title.endswith("t…")
    assert id.startswith("…")
    assert id.endswith("-snow.md")


@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"])), min_size=1),
    st.integers(min_value=75),
)
def test_a_table_with_any_titles_keeps_its_width_and_rows(titles: list[str], width: int) -> None:
    rows = as_table([titled(title) for title in titles], {}, width).splitlines()
    assert len(rows) == 1 + len(titles)
    assert max(map(cells, rows)) <= width
