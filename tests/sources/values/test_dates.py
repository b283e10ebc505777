from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.sources.values.dates import parse_date_time, parse_range, parse_time_of_day

DAY = date(2031, 5, 17)


@pytest.mark.parametrize(
    "written",
    [
        *("2031-05-17", "2031-5-17", "2031/05/17", "2031/5/17", "2031.05.17"),
        *("17.5.2031", "17.05.2031", "17/05/2031", "05/17/2031", "5/17/2031"),
        *("17 May 2031", "17 may 2031", "17th May 2031", "17th of May 2031", "17-May-2031"),
        *("May 17 2031", "May 17, 2031", "May 17th, 2031", "2031-May-17", "2031 May 17"),
        *("Saturday, 17 May 2031", "Sat, May 17th 2031", "Sat. 17 May 2031", " 2031-05-17 "),
    ],
)
@pytest.mark.parametrize(
    ("behind", "clock"),
    [
        *(("", None), (" 9:05", time(9, 5)), (" 09:05:00", time(9, 5)), (", 9:05", time(9, 5))),
        *((" at 9h05", time(9, 5)), (" 9:05 pm", time(21, 5)), (" 9am", time(9))),
    ],
)
def test_a_day_is_written_in_many_ways(written: str, behind: str, clock: time | None) -> None:
    moment = parse_date_time(written.rstrip() + behind)
    assert (moment.day, moment.clock) == (DAY, clock)


def test_a_month_may_be_cut_short_or_not() -> None:
    for written in ("3 Sep 2031", "3 Sept 2031", "3 September 2031"):
        assert parse_date_time(written).day == date(2031, 9, 3)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *(("02/03/2031", "either way round"), ("12/11/2031", "either way round")),
        *(("17th Sep", "no day of a year"), ("Sep 2031", "no day of a year")),
        *(("31/02/2031", "day is out of range"), ("2031-02-30 10:00", "day is out of range")),
        *(("2031-05-17 25:00", "hour must be"), ("17.05.1831", "not written")),
        *(("17 Smarch 2031", "not written"), ("monday", "not written"), ("", "not written")),
        *(("17/18/2031", "month must be"), ("17-05-31", "not written"), ("7", "not written")),
        *(("2031-05-17 soon", "not written"), ("17 May 2031 5", "not written")),
        *(("2031-05-17" + " " * 100_000 + "x", "not written"), ("- " * 50_000, "not written")),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_date_time(written)


def test_a_day_and_a_month_of_the_same_number_have_one_order() -> None:
    assert parse_date_time("05/05/2031").day == date(2031, 5, 5)


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        *(("9:05", time(9, 5)), ("09:05:59", time(9, 5, 59)), ("10h15", time(10, 15))),
        *(("10h", time(10)), ("10.15", time(10, 15)), ("9am", time(9)), ("12 am", time(0))),
        *(("12pm", time(12)), ("1:30 P.M.", time(13, 30)), (" 9:05 ", time(9, 5))),
    ],
)
def test_a_time_of_day_is_written_in_many_ways(written: str, clock: time) -> None:
    assert parse_time_of_day(written) == clock


@pytest.mark.parametrize("written", ["", "9", "25:00", "9:60", "13pm", "0am", "10:15 CEST", "t0"])
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_time_of_day(written)


@pytest.mark.parametrize(
    "written",
    ["10:00-10:45", "10:00 - 10:45", "10:00–10:45", "10:00 to 10:45", "10h00 until 10h45"],
)
def test_a_range_has_a_start_and_an_end(written: str) -> None:
    assert parse_range(written) == (time(10), time(10, 45))


@pytest.mark.parametrize(
    "written",
    [
        "1:00 - 1:30 pm",
        "10:00 -",
        "- 10:00",
        "10:00 - 11:00 - 12:00",
        "10:00" + " " * 300_000 + "x",
    ],
)
def test_a_range_with_an_open_question_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_range(written)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)))
def test_every_named_month_is_read_as_written(when: datetime) -> None:
    moment = parse_date_time(f"{when.day} {when:%B} {when.year} {when:%H:%M}")
    assert moment.when == when.replace(second=0, microsecond=0)


@given(st.text() | st.from_regex(r"\A[0-9]{1,4}[-/. ][A-Za-z0-9]{1,9}[-/., ]{1,3}[0-9:]{0,8}\Z"))
def test_any_other_text_is_refused_and_nothing_else_happens(text: str) -> None:
    for parse in (parse_date_time, parse_range):
        try:
            parse(text)
        except ValueError as error:
            assert str(error)
