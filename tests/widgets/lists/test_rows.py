"""The rows of the agenda and of the list of people."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference, EndSource, Kind, Level, Session, Speaker
from confui.schedule.query.parser import parse
from confui.schedule.search.people import People
from confui.schedule.variety import Variety
from confui.state.first_state import open_state
from confui.state.state import State, View
from confui.widgets.lists.rows import (
    Heading,
    ListRows,
    build_agenda,
    build_people,
    format_first_line,
    format_second_line,
)

ANA, BO = Speaker("ana", "Ana Lind", role="Editor", company="Skog"), Speaker("bo", "Bo Ek")


def session(name: str, day: int, hour: int, *speakers: Speaker) -> Session:
    start = datetime(2031, 5, day, hour) if day else None
    return Session(
        id=name,
        title=name.title(),
        start=start,
        end=start and start.replace(minute=30),
        day=start.date() if start else None,
        speakers=speakers,
    )


SESSIONS = (
    session("breakfast", 17, 8),
    session("maps", 17, 9, BO, ANA),
    session("knots", 18, 9, ANA),
    session("poster", 0, 0, BO),
)


def state(view: View, sessions: tuple[Session, ...] = SESSIONS, query: str = "") -> State:
    days = tuple(dict.fromkeys(each.start.date() for each in sessions if each.start))
    begin = open_state(Conference(days=days, sessions=sessions), {})
    return begin._replace(view=view).with_query(parse(query).query)


def build_view_rows(state: State) -> ListRows[Session]:
    if state.view is View.PEOPLE:
        return build_people(People(state.sessions.values()), state)
    return build_agenda(state)


def show(listed: ListRows[Session]) -> list[str]:
    """Return a text for each row: a heading, or a session with the line of it."""
    rows = []
    for row in range(listed.height):
        index = listed.find_index(row)
        if index >= 0:
            rows.append(f"{listed.entries[index].id} {row - listed.tops[index]}")
        else:
            heading = listed.headings.get(row, Heading(""))
            rows.append(" | ".join(filter(None, (heading.text, heading.note))))
    return rows


def test_the_agenda_has_two_rows_for_each_session_below_its_day() -> None:
    assert show(build_view_rows(state(View.AGENDA))) == [
        *("Saturday, 17 May 2031 | 2 sessions", "breakfast 0", "breakfast 1", "maps 0", "maps 1"),
        *("", "Sunday, 18 May 2031 | 1 session", "knots 0", "knots 1"),
        *("", "Unscheduled | 1 session", "poster 0", "poster 1"),
    ]


def test_the_list_of_people_has_one_row_for_each_session_below_each_speaker() -> None:
    assert show(build_view_rows(state(View.PEOPLE))) == [
        *("Ana Lind | Editor, Skog", "maps 0", "knots 0"),
        *("", "Bo Ek", "maps 0", "poster 0"),
    ]


def test_only_matches_are_listed() -> None:
    found = state(View.AGENDA)._replace(matching=frozenset({"knots"}))
    assert show(build_view_rows(found)) == [
        *("Sunday, 18 May 2031 | 1 session", "knots 0", "knots 1")
    ]
    assert show(build_view_rows(found._replace(view=View.PEOPLE))) == [
        *("Ana Lind | Editor, Skog", "knots 0")
    ]


def test_speakers_whose_name_matches_come_first() -> None:
    assert show(build_view_rows(state(View.PEOPLE, query="bo")))[0] == "Bo Ek"


@pytest.mark.parametrize("view", [View.AGENDA, View.PEOPLE])
def test_an_empty_list_has_no_rows(view: View) -> None:
    empty = build_view_rows(state(view, ()))
    assert (empty.height, tuple(empty.entries)) == (0, ())
    assert empty.find_index(0) == -1
    assert empty.find_heading(3) == Heading("")


def test_the_heading_above_a_row_is_found() -> None:
    agenda = build_view_rows(state(View.AGENDA))
    above = [agenda.find_heading(row).text.partition(",")[0] for row in range(agenda.height)]
    assert above == ["Saturday"] * 6 + ["Sunday"] * 4 + ["Unscheduled"] * 3


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.lists(st.sampled_from([ANA, BO]), max_size=2)),
        max_size=12,
    ),
    st.sampled_from([View.AGENDA, View.PEOPLE]),
)
def test_every_row_is_a_heading_a_session_or_a_blank_between(
    made: list[tuple[int, list[Speaker]]], view: View
) -> None:
    sessions = tuple(
        session(f"s{n}", 17 + day if day else 0, 9, *speakers)
        for n, (day, speakers) in enumerate(sorted(made, key=lambda each: each[0] or 9))
    )
    listed = build_view_rows(state(view, sessions))
    height = 2 if view is View.AGENDA else 1
    assert listed.height == (
        len(listed.entries) * height + len(listed.headings) * 2 - bool(listed.headings)
    )
    for index, top in enumerate(listed.tops):
        assert [listed.find_index(top + line) for line in range(height)] == [index] * height
    assert listed.find_index(-1) == listed.find_index(listed.height) == -1


def test_the_first_line_leaves_out_what_the_heading_has() -> None:
    maps, poster = SESSIONS[1], SESSIONS[3]
    assert format_first_line(maps, View.AGENDA) == ("09:00 – 09:30", "Maps")
    assert format_first_line(maps, View.PEOPLE) == ("Sat 17 09:00", "Maps")
    assert format_first_line(poster, View.AGENDA) == ("Unscheduled", "Poster")
    assert format_first_line(poster, View.PEOPLE) == ("Unscheduled", "Poster")
    inferred = maps._replace(end_source=EndSource.INFERRED)
    assert format_first_line(inferred, View.AGENDA)[0] == "09:00 – ~09:30"


def test_the_second_line_has_what_sessions_differ_in_then_speakers_and_place() -> None:
    talk = Session("t", "T", level=Level.ADVANCED, speakers=(ANA, BO), rooms=("Aurora",))
    varied = Variety(levels=True, tracks=True, kinds=True)
    assert format_second_line(talk, varied) == "◆◆◆ Advanced · Ana Lind, Bo Ek · Aurora"
    tracked = talk._replace(track="Snow", level=None)
    assert format_second_line(tracked, Variety(tracks=True)) == "Snow · Ana Lind, Bo Ek · Aurora"
    assert format_second_line(tracked, Variety()) == "Ana Lind, Bo Ek · Aurora"
    lunch = Session("l", "L", kind=Kind.MEAL, whole_venue=True)
    assert format_second_line(lunch, varied) == "whole venue"
