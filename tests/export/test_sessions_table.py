import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.export.sessions_table import as_fitted_table, as_table
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


LONG = Session(
    id="talks/2031-05-17-a-very-long-path-to-a-talk-about-snow-and-everything-else.md",
    title="漢字 Everything that anybody has ever wanted to know about snow and never asked",
    start=TALK.start,
    end=TALK.end,
    rooms=("The Great Hall of the Northern Lights",),
    speakers=tuple(Speaker(str(n), "Inga Frost") for n in range(9)),
)


def fitted(sessions: list[Session], width: int) -> list[str]:
    names = {each.id: f"n{number}" for number, each in enumerate(sessions)}
    return as_fitted_table(sessions, {}, width, names).splitlines()


@pytest.mark.parametrize("width", [*range(30, 100, 7), 120, 200, 400])
def test_a_table_fits_the_terminal(width: int) -> None:
    rows = fitted([TALK, LONG, LUNCH], width)
    assert max(map(cells, rows)) <= max(width, cells("Saturday, 17 May 2031"))
    assert all(row.count("…") <= 4 for row in rows)


@pytest.mark.parametrize(("width", "least"), [(80, 40), (120, 70)])
def test_the_title_gets_most_of_the_line(width: int, least: int) -> None:
    sessions = [
        LONG._replace(id=str(number), title="t" * 90, rooms=(room,), track=track)
        for number, (room, track) in enumerate([("H.1302 (Depage)", "Snow"), ("K.3.201", "Ice")])
    ]
    assert all("t" * (least - 1) in row for row in fitted(sessions, width)[1:])


def test_what_all_sessions_share_is_left_out() -> None:
    rows = fitted([TALK, TALK._replace(id="b.md", title="Ice")], 100)
    assert not any("Aurora Hall" in row for row in rows)
    rows = fitted([TALK, TALK._replace(id="b.md", rooms=("Birch",))], 100)
    assert "Aurora Hall" in rows[1] and "Birch" in rows[2]


def test_names_are_whole_or_left_out() -> None:
    sessions = [TALK, LONG]
    names = {TALK.id: "snow", LONG.id: "a-very-long-path"}
    for width in range(10, 150):
        text = as_fitted_table(sessions, {}, width, names)
        assert ("a-very-long-path" in text) == ("snow" in text.splitlines()[1].split())


def test_styles_do_not_change_the_text() -> None:
    sessions, names = [TALK, LUNCH], {TALK.id: "a", LUNCH.id: "b"}
    plain = as_fitted_table(sessions, marked(LUNCH), 90, names)

    def paint(text: str, style: str) -> str:
        return f"<{style}>{text}"

    painted = as_fitted_table(sessions, marked(LUNCH), 90, names, paint)
    assert re.sub(r"<[a-z]*>", "", painted) == plain
    assert "<star>★" in painted and "<heading>Saturday" in painted and "<topic>◆" in painted


@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"])), min_size=1),
    st.integers(min_value=30),
)
def test_a_table_with_any_titles_keeps_its_width_and_rows(titles: list[str], width: int) -> None:
    rows = fitted([titled(title, str(n)) for n, title in enumerate(titles)], width)
    assert len(rows) == 1 + len(titles)
    assert max(map(cells, rows)) <= width


def test_musts_that_overlap_have_a_sign() -> None:
    def talk(name: str, hour: int, minutes: int) -> Session:
        start = datetime(2031, 5, 17, hour)
        return TALK._replace(
            id=name, title=name, start=start, end=start + timedelta(minutes=minutes)
        )

    long, inside, after = talk("long", 9, 180), talk("inside", 10, 30), talk("after", 12, 30)
    talks = [long, inside, after, talk("other", 9, 60)]
    marks = marked(long) | marked(inside) | marked(after)
    lines = as_table(talks, marks).splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["★!", "★!", "★", "09:00"]
    maybe = marked(long) | marked(inside, mark=Mark.MAYBE)
    assert "!" not in as_table(talks, maybe)
