from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.sources.values.dates import (
    DateTimeParts,
    DayOrder,
    choose_day_order,
    parse_clock,
    parse_date_time,
    parse_duration,
    parse_ical_date_time,
    parse_iso_date_time,
    parse_range,
    parse_time_of_day,
)

DAY = date(2031, 5, 17)
NINE = time(9)


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
def test_a_day_may_be_written_in_many_ways(written: str, behind: str, clock: time | None) -> None:
    moment = parse_date_time(written.rstrip() + behind)
    assert (moment.day, moment.clock) == (DAY, clock)


def test_the_name_of_a_month_may_be_abbreviated() -> None:
    for written in ("3 Sep 2031", "3 Sept 2031", "3 September 2031"):
        assert parse_date_time(written).day == date(2031, 9, 3)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *(("02/03/2031", "either way round"), ("12/11/2031", "either way round")),
        *(("17th Sep", "no day or no year"), ("Sep 2031", "no day or no year")),
        *(("31/02/2031", "day is out of range"), ("2031-02-30 10:00", "day is out of range")),
        *(("2031-05-17 25:00", "hour must be"), ("17.05.1831", "not written")),
        *(("17 Smarch 2031", "not written"), ("monday", "not written"), ("", "not written")),
        *(("17/18/2031", "month must be"), ("17-05-31", "not written"), ("7", "not written")),
        *(("2031-05-17 soon", "not written"), ("17 May 2031 5", "not written")),
        *(("2031-05-17" + " " * 100_000 + "x", "not written"), ("- " * 50_000, "not written")),
    ],
)
def test_an_ambiguous_or_unreadable_date_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_date_time(written)


def test_equal_day_and_month_are_not_ambiguous() -> None:
    assert parse_date_time("05/05/2031").day == date(2031, 5, 5)


@pytest.mark.parametrize("written", ["2031-05-17Z", "2031-05-17+02:00", "2031-05-17-11:00"])
def test_a_date_of_xml_schema_may_have_a_time_zone(written: str) -> None:
    assert parse_date_time(written) == DateTimeParts(DAY)


@pytest.mark.parametrize("written", ["1936764300", "1936764300.0", "1936764300000"])
def test_seconds_and_milliseconds_since_1970_are_a_time_in_utc(written: str) -> None:
    assert parse_date_time(written) == DateTimeParts(DAY, time(6, 5), 0, is_epoch=True)


@pytest.mark.parametrize("written", ["193685790", "19368579000", "9999999999", "20310517090000"])
def test_other_numbers_are_not_seconds_since_1970(written: str) -> None:
    with pytest.raises(ValueError):
        parse_date_time(written)


@pytest.mark.parametrize(
    ("behind", "offset"),
    [
        *((" GMT+0200 (CEST)", 120), (" GMT", 0), (" UTC", 0), (" +0200", 120), (" -05:00", -300)),
        *((" GMT+0530 (India Standard Time)", 330), ("", None)),
    ],
)
def test_dates_of_javascript_and_of_emails_have_an_offset(behind: str, offset: int | None) -> None:
    for day in ("Sat May 17 2031", "Sat, 17 May 2031"):
        parts = parse_date_time(f"{day} 09:00:00{behind}")
        assert parts == DateTimeParts(DAY, NINE, offset)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/10/2031", "02/10/2031"], DayOrder.DAY_FIRST),
        (["10/01/2031", "10/02/2031 9am"], DayOrder.MONTH_FIRST),
        (["01/10/2031", "25/10/2031"], DayOrder.DAY_FIRST),
        (["01/10/2031", "10/25/2031"], DayOrder.MONTH_FIRST),
        (["01-10-2031", "2031-10-02"], DayOrder.DAY_FIRST),
        (["01/10/2031", "17/10/2031", "10/17/2031"], None),
        (["01/10/2031", "10/01/2031"], None),
        (["01/10/2031"], None),
        (["05/05/2031", "soon", ""], None),
        ([], None),
    ],
)
def test_all_dates_together_tell_whether_the_day_or_the_month_is_first(
    texts: list[str], order: DayOrder | None
) -> None:
    assert choose_day_order(texts) is order


def test_a_date_that_could_be_swapped_is_read_in_the_given_order() -> None:
    assert parse_date_time("02/03/2031", DayOrder.DAY_FIRST).day == date(2031, 3, 2)
    assert parse_date_time("02/03/2031", DayOrder.MONTH_FIRST).day == date(2031, 2, 3)
    assert parse_date_time("17/03/2031", DayOrder.MONTH_FIRST).day == date(2031, 3, 17)
    assert parse_date_time("02.03.2031", DayOrder.MONTH_FIRST).day == date(2031, 3, 2)


@given(st.lists(st.text() | st.from_regex(r"\A[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:20)?[0-9]{2}\Z")))
def test_any_texts_have_an_order_or_none(texts: list[str]) -> None:
    assert choose_day_order(texts) in (None, *DayOrder)


@pytest.mark.parametrize(
    ("written", "minutes"), [("1:02:30", 1590), ("2:00:00", 2880), ("00:45", 45), ("1:30", 90)]
)
def test_a_duration_of_three_parts_may_begin_with_days(written: str, minutes: int) -> None:
    assert parse_duration(written, with_days=True) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        *(("9:05", time(9, 5)), ("09:05:59", time(9, 5, 59)), ("10h15", time(10, 15))),
        *(("10h", time(10)), ("10.15", time(10, 15)), ("9am", time(9)), ("12 am", time(0))),
        *(("12pm", time(12)), ("1:30 P.M.", time(13, 30)), (" 9:05 ", time(9, 5))),
    ],
)
def test_a_time_of_day_may_be_written_in_many_ways(written: str, clock: time) -> None:
    assert parse_time_of_day(written) == clock


@pytest.mark.parametrize("written", ["", "9", "25:00", "9:60", "13pm", "0am", "10:15 CEST", "t0"])
def test_text_that_is_not_a_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_time_of_day(written)


@pytest.mark.parametrize(
    "written",
    [
        "10:00-10:45",
        "10:00 → 10:45",
        "10:00 -> 10:45",
        "10:00 - 10:45",
        "10:00–10:45",
        "10:00 to 10:45",
        "10h00 until 10h45",
    ],
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
def test_an_incomplete_or_ambiguous_range_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_range(written)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)))
def test_every_date_with_a_month_name_is_read_as_written(when: datetime) -> None:
    moment = parse_date_time(f"{when.day} {when:%B} {when.year} {when:%H:%M}")
    assert moment.wall_time == when.replace(second=0, microsecond=0)


@given(st.text() | st.from_regex(r"\A[0-9]{1,4}[-/. ][A-Za-z0-9]{1,9}[-/., ]{1,3}[0-9:]{0,8}\Z"))
def test_any_text_is_parsed_or_raises_value_error(text: str) -> None:
    for parse in (parse_date_time, parse_range):
        try:
            parse(text)
        except ValueError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2031-05-17 09:00", DateTimeParts(DAY, NINE)),
        ("2031-05-17 9:00", DateTimeParts(DAY, NINE)),
        ("2031-5-17 9:00:00", DateTimeParts(DAY, NINE)),
        ("  2031-05-17   09:00  ", DateTimeParts(DAY, NINE)),
        ("2031-05-17T09:00", DateTimeParts(DAY, NINE)),
        ("2031-05-17T09:00:00.000", DateTimeParts(DAY, NINE)),
        ("2031-05-17 9:00:00 -0500", DateTimeParts(DAY, NINE, -300)),
        ("2031-05-17 09:00:00-05:00", DateTimeParts(DAY, NINE, -300)),
        ("2031-05-17T09:00:00+0530", DateTimeParts(DAY, NINE, 330)),
        ("2031-05-17 09:00 +2", DateTimeParts(DAY, NINE, 120)),
        ("2031-05-17T09:00Z", DateTimeParts(DAY, NINE, 0, is_utc=True)),
        ("2031-05-17", DateTimeParts(DAY)),
        ("2031-05-17 09:00 +99:00", DateTimeParts(DAY, NINE, None, "+99:00")),
        ("2031-05-17 09:00 +01:75", DateTimeParts(DAY, NINE, None, "+01:75")),
    ],
)
def test_an_iso_time_is_the_wall_time_with_its_offset_kept_apart(
    written: str, expected: DateTimeParts
) -> None:
    assert parse_iso_date_time(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "2017-02-30 10:00",
        "2017-08-15 25:00",
        "2017-08-15 10:60",
        "2017-13-01 10:00",
        "0000-01-01 10:00",
        "9999-12-31 23:59",
        "15.08.2017 10:00",
        "2017-08-15 10:00 Uhr",
        "2017-08-15 10",
        "٢٠١٧-٠٨-١٥ ١٠:٠٠",
        "",
        "soon",
    ],
)
def test_text_that_is_not_an_iso_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_iso_date_time(written)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)))
def test_every_iso_time_is_read_as_written(when: datetime) -> None:
    assert parse_iso_date_time(when.isoformat()).wall_time == when.replace(microsecond=0)


@given(st.text())
def test_any_text_is_parsed_as_an_iso_time_or_raises_value_error(text: str) -> None:
    try:
        parse_iso_date_time(text)
    except ValueError:
        return


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20310517T090000", DateTimeParts(DAY, NINE)),
        ("20310517T090000Z", DateTimeParts(DAY, NINE, 0)),
        ("20310517T0900", DateTimeParts(DAY, NINE)),
        ("2031-05-17T09:00:60", DateTimeParts(DAY, time(9, 0, 59))),
        ("20310517", DateTimeParts(DAY)),
    ],
)
def test_a_time_of_a_calendar_is_a_day_or_a_wall_time(
    written: str, expected: DateTimeParts
) -> None:
    assert parse_ical_date_time(written) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *(("", "not written"), ("2031-05-17 09:00", "not written"), ("20310230", "day is out")),
        *(("20310517T250000", "hour must be"), ("18310517", "year out of range")),
    ],
)
def test_text_that_is_not_a_time_of_a_calendar_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_ical_date_time(written)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("00:45", 45), ("0:30", 30), ("1:00", 60), ("09:15", 555), ("00:45:00", 45)),
        *(("30", 30), ("45 min", 45), ("1 hour 30 mins", 90), ("2h", 120), ("1h30", 90)),
        *(("PT30M", 30), ("PT1H30M", 90), ("P1D", 1440), ("P1W", 10080), ("PT90M0S", 90)),
    ],
)
def test_a_duration_may_be_written_in_many_ways(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "long", "P", "-1", "1:2:3:4", "169:00", "PT999H", "²"])
def test_text_that_is_not_a_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not written|more than a week"):
        assert parse_duration(text)


@pytest.mark.parametrize("text", ["", "24:00", "9", "9:60", "noon"])
def test_text_that_is_not_a_24_hour_clock_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not written|must be in"):
        parse_clock(text)
