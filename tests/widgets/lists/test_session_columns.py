"""The columns of a list that is wide enough for a line each."""

from hypothesis import given
from hypothesis import strategies as st

from confui.widgets.lists.session_columns import LEAST_WIDTH, SessionColumns, fit_columns


def test_the_title_gets_what_the_others_do_not_need() -> None:
    columns = fit_columns(95, room=11, topic=15, speakers=0)
    assert columns == SessionColumns(title=65, room=11, topic=15)


def test_speakers_and_then_topics_are_left_out_where_titles_would_be_short() -> None:
    assert fit_columns(120, room=18, topic=22, speakers=30).speakers > 0
    assert fit_columns(90, room=18, topic=22, speakers=30) == SessionColumns(46, 18, 22)
    assert fit_columns(76, room=18, topic=22, speakers=30) == SessionColumns(56, 18)


@given(st.integers(LEAST_WIDTH - 30, 400), *[st.integers(0, 60)] * 3)
def test_all_cells_are_used_and_titles_have_at_least_44(
    width: int, room: int, topic: int, speakers: int
) -> None:
    columns = fit_columns(width, room=room, topic=topic, speakers=speakers)
    others = [cells for cells in columns[1:] if cells]
    assert columns.title + sum(others) + 2 * len(others) == width
    assert columns.title >= 44
    assert columns.topic <= topic and columns.speakers <= speakers
