from datetime import timedelta

import pytest

from confui.sources.values.session_times import parse_clock, parse_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("00:45", 45), ("0:30", 30), ("1:00", 60), ("09:15", 555), ("00:45:00", 45)),
        *(("30", 30), ("45 min", 45), ("1 hour 30 mins", 90), ("2h", 120), ("1h30", 90)),
        *(("PT30M", 30), ("PT1H30M", 90), ("P1D", 1440), ("P1W", 10080), ("PT90M0S", 90)),
    ],
)
def test_a_length_is_written_in_many_ways(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "long", "P", "-1", "1:2:3:4", "169:00", "PT999H", "²"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not written|more than a week"):
        assert parse_duration(text)


@pytest.mark.parametrize("text", ["", "24:00", "9", "9:60", "noon"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not written|must be in"):
        parse_clock(text)
